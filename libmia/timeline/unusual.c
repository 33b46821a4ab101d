/*
 * What is unusual of a session for its mailbox: hints for finding the
 * intruder, by the whole evidence and whoever acted; no verdict.
 */
#include "base/parallel.h"
#include "base/text.h"
#include "timeline/tally.h"

/* More than so many times the median of the mailbox's sessions that list any
 * item, where there are enough of them for a median to say something. */
#define VOLUME_TIMES 5
#define VOLUME_SESSIONS 3

/* One look at all mailboxes for each trait, and one for what was listed; each
 * may run on a thread of its own. */
enum { LOOKS = TRAIT_COUNT + 1 };

struct looks {
	struct tally *t;
	const uint32_t *by_time; /* sessions that state a mailbox, by their first record */
	size_t count;
	uint8_t *found[LOOKS]; /* by session: bits of enum unusual */
};

/* Sessions of one mailbox, in order of a trait and then of time. */
struct look {
	struct tally *t;
	const struct sort_pair *pairs;
	size_t count;
	uint8_t *found;
};

static bool
before(mia_time x, mia_time y)
{
	return x != MIA_TIME_UNKNOWN && (y == MIA_TIME_UNKNOWN || x < y);
}

static const struct session *
session_at(const struct look *l, size_t i)
{
	return &l->t->sessions[l->pairs[i].value];
}

static bool
is_owner(const struct mia_sessions *s, const struct session *session)
{
	return text_equal(names_text(&s->names, session->traits[TRAIT_LOGON]), TEXT("owner"));
}

/*
 * Sessions of one mailbox, by value and then first record. A value is new
 * with a session if nobody came with it before that, and somebody did with
 * another; where it was never stated before, there is nothing to compare.
 */
static void
find_new(const struct look *l, enum trait trait)
{
	mia_time earliest = MIA_TIME_UNKNOWN, first_of_value = MIA_TIME_UNKNOWN;

	for (size_t i = 0; i < l->count; i++) {
		const struct session *session = session_at(l, i);
		if (session->traits[trait] && before(session->first, earliest))
			earliest = session->first;
	}
	for (size_t i = 0; i < l->count; i++) {
		const struct session *session = session_at(l, i);
		uint32_t value = session->traits[trait];
		if (i == 0 || session_at(l, i - 1)->traits[trait] != value)
			first_of_value = session->first;
		if (value && session->first != MIA_TIME_UNKNOWN && session->first == first_of_value &&
			before(earliest, first_of_value) &&
			!(trait == TRAIT_LOGON && is_owner(l->t->s, session)))
			l->found[l->pairs[i].value] |= (uint8_t)(1u << trait);
	}
}

/* The only one that is not the owner's, in a mailbox that its owner uses. */
static void
find_odd_logon(const struct look *l)
{
	size_t owners = 0, others = 0, other = 0;

	for (size_t i = 0; i < l->count; i++) {
		const struct session *session = session_at(l, i);
		if (!session->traits[TRAIT_LOGON])
			continue;
		if (is_owner(l->t->s, session)) {
			owners++;
		} else {
			others++;
			other = i;
		}
	}
	if (owners && others == 1)
		l->found[l->pairs[other].value] |= UNUSUAL_LOGON;
}

/* Sessions of one mailbox, by what they listed. */
static void
find_volume(const struct look *l)
{
	size_t none = 0;

	while (none < l->count && session_at(l, none)->listed == 0)
		none++;
	if (l->count - none < VOLUME_SESSIONS)
		return;
	uint64_t median = session_at(l, none + (l->count - none - 1) / 2)->listed;
	for (size_t i = none; i < l->count; i++) {
		uint64_t listed = session_at(l, i)->listed;
		if (listed / VOLUME_TIMES > median ||
			(listed / VOLUME_TIMES == median && listed % VOLUME_TIMES))
			l->found[l->pairs[i].value] |= UNUSUAL_VOLUME;
	}
}

static void
find_mailbox_first(const struct look *l)
{
	mia_time earliest = MIA_TIME_UNKNOWN;

	for (size_t i = 0; i < l->count; i++)
		if (before(session_at(l, i)->first, earliest))
			earliest = session_at(l, i)->first;
	l->t->mailbox_first[session_at(l, 0)->mailbox_root] = earliest;
}

static void
look_at_mailbox(const struct look *l, enum trait trait)
{
	if (trait == TRAIT_COUNT) {
		find_volume(l);
		find_mailbox_first(l);
		return;
	}
	find_new(l, trait);
	if (trait == TRAIT_LOGON)
		find_odd_logon(l);
}

/* By mailbox, then by trait or what was listed, then by time. */
static bool
order_sessions(const struct looks *looks, enum trait trait, struct sort_pair *pairs)
{
	const struct tally *t = looks->t;
	const struct mia_allocator *a = &t->s->names.a;

	for (size_t i = 0; i < looks->count; i++) {
		const struct session *session = &t->sessions[looks->by_time[i]];
		uint64_t mailbox = (uint64_t)session->mailbox_root << 32;
		pairs[i] = (struct sort_pair){
			trait == TRAIT_COUNT ? session->listed : mailbox | session->traits[trait],
			looks->by_time[i],
		};
	}
	if (!mia__sort_by_key(a, pairs, looks->count))
		return false;
	if (trait != TRAIT_COUNT)
		return true;
	for (size_t i = 0; i < looks->count; i++)
		pairs[i].key = t->sessions[pairs[i].value].mailbox_root;
	return mia__sort_by_key(a, pairs, looks->count);
}

static enum mia_status
look(void *ctx, size_t trait)
{
	struct looks *looks = ctx;
	struct tally *t = looks->t;
	const struct mia_allocator *a = &t->s->names.a;
	struct sort_pair *pairs = mia__alloc(a, looks->count, sizeof(*pairs));
	bool ok = pairs && order_sessions(looks, (enum trait)trait, pairs);

	for (size_t from = 0, to; ok && from < looks->count; from = to) {
		uint32_t root = t->sessions[pairs[from].value].mailbox_root;
		for (to = from + 1; to < looks->count; to++)
			if (t->sessions[pairs[to].value].mailbox_root != root)
				break;
		struct look one = { t, pairs + from, to - from, looks->found[trait] };
		look_at_mailbox(&one, (enum trait)trait);
	}
	mia__dealloc(a, pairs, looks->count, sizeof(*pairs));
	return ok ? MIA_OK : MIA_ERR_MEMORY;
}

/* What states no mailbox is of many, and new to none. */
static bool
order_by_time(struct tally *t, size_t *ret)
{
	const struct mailbox_names *m = &t->s->names.mailboxes;
	size_t count = 0;

	for (size_t i = 0; i < t->session_count; i++)
		if (mia__mailbox_names_name(m, t->sessions[i].mailbox).len)
			t->pairs[count++] =
				(struct sort_pair){ sort_key_of_time(t->sessions[i].first), (uint32_t)i };
	if (!mia__sort_by_key(&t->s->names.a, t->pairs, count))
		return false;
	for (size_t i = 0; i < count; i++)
		t->list[i] = t->pairs[i].value;
	*ret = count;
	return true;
}

bool
mia__tally_find_unusual(struct tally *t)
{
	const struct mia_allocator *a = &t->s->names.a;
	struct looks looks = { .t = t, .by_time = t->list };

	for (size_t i = 0; i < t->mailbox_count; i++)
		t->mailbox_first[i] = MIA_TIME_UNKNOWN;
	if (!order_by_time(t, &looks.count))
		return false;
	if (looks.count == 0)
		return true;
	uint8_t *found = mia__alloc(a, t->session_count, LOOKS);
	if (!found)
		return false;
	for (size_t i = 0; i < LOOKS; i++)
		looks.found[i] = found + i * t->session_count;
	bool ok = mia__parallel(t->s->threads, LOOKS, look, &looks) == MIA_OK;
	for (size_t i = 0; i < t->session_count; i++)
		for (size_t k = 0; k < LOOKS; k++)
			t->sessions[i].unusual |= looks.found[k][i];
	mia__dealloc(a, found, t->session_count, LOOKS);
	return ok;
}
