/*
 * What is unusual of a session for its mailbox: hints for finding the
 * intruder, by the whole evidence and whoever acted; no verdict.
 */
#include "base/sort.h"
#include "base/text.h"
#include "event/apps.h"
#include "event/networks.h"
#include "timeline/gather.h"
#include "timeline/geo.h"
#include "timeline/watch.h"

/* More than so many times the median of the mailbox's sessions that list any
 * item, where there are enough of them for a median to say something. */
#define VOLUME_TIMES 5
#define VOLUME_SESSIONS 3

struct ordering {
	const struct mia_sessions *s;
	enum trait trait; /* TRAIT_COUNT: by what was listed */
};

static bool
before(mia_time x, mia_time y)
{
	return x != MIA_TIME_UNKNOWN && (y == MIA_TIME_UNKNOWN || x < y);
}

/* Numbers that came in order of arrival only bring together what is equal. */
static int
compare_sessions(const void *ctx, uint32_t x, uint32_t y)
{
	const struct ordering *o = ctx;
	const struct session *a = &o->s->sessions[x], *b = &o->s->sessions[y];
	int c = number_compare(a->mailbox_root, b->mailbox_root);

	if (c == 0 && o->trait == TRAIT_COUNT)
		c = number_compare(a->listed, b->listed);
	if (c == 0 && o->trait != TRAIT_COUNT)
		c = number_compare(a->traits[o->trait], b->traits[o->trait]);
	if (c == 0)
		c = before(b->first, a->first) - before(a->first, b->first);
	return c;
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
find_new(struct mia_sessions *s, enum trait trait, const uint32_t *list, size_t count)
{
	mia_time earliest = MIA_TIME_UNKNOWN, first_of_value = MIA_TIME_UNKNOWN;

	for (size_t i = 0; i < count; i++) {
		const struct session *session = &s->sessions[list[i]];
		if (session->traits[trait] && before(session->first, earliest))
			earliest = session->first;
	}
	for (size_t i = 0; i < count; i++) {
		struct session *session = &s->sessions[list[i]];
		uint32_t value = session->traits[trait];
		if (i == 0 || s->sessions[list[i - 1]].traits[trait] != value)
			first_of_value = session->first;
		if (value && session->first != MIA_TIME_UNKNOWN && session->first == first_of_value &&
			before(earliest, first_of_value) && !(trait == TRAIT_LOGON && is_owner(s, session)))
			session->unusual |= (uint8_t)(1u << trait);
	}
}

/* The only one that is not the owner's, in a mailbox that its owner uses. */
static void
find_odd_logon(struct mia_sessions *s, const uint32_t *list, size_t count)
{
	size_t owners = 0, others = 0;
	struct session *other = NULL;

	for (size_t i = 0; i < count; i++) {
		struct session *session = &s->sessions[list[i]];
		if (!session->traits[TRAIT_LOGON])
			continue;
		if (is_owner(s, session)) {
			owners++;
		} else {
			others++;
			other = session;
		}
	}
	if (owners && others == 1)
		other->unusual |= UNUSUAL_LOGON;
}

/* Sessions of one mailbox, by what they listed. */
static void
find_volume(struct mia_sessions *s, const uint32_t *list, size_t count)
{
	size_t none = 0;

	while (none < count && s->sessions[list[none]].listed == 0)
		none++;
	if (count - none < VOLUME_SESSIONS)
		return;
	uint64_t median = s->sessions[list[none + (count - none - 1) / 2]].listed;
	for (size_t i = none; i < count; i++)
		if (s->sessions[list[i]].listed / VOLUME_TIMES > median ||
			(s->sessions[list[i]].listed / VOLUME_TIMES == median &&
				s->sessions[list[i]].listed % VOLUME_TIMES))
			s->sessions[list[i]].unusual |= UNUSUAL_VOLUME;
}

static void
find_mailbox_first(struct mia_sessions *s, const uint32_t *list, size_t count)
{
	mia_time earliest = MIA_TIME_UNKNOWN;

	for (size_t i = 0; i < count; i++)
		if (before(s->sessions[list[i]].first, earliest))
			earliest = s->sessions[list[i]].first;
	for (size_t i = 0; i < count; i++)
		s->sessions[list[i]].printed.mailbox_first_seen = earliest;
}

static void
look_at_mailbox(struct mia_sessions *s, enum trait trait, const uint32_t *list, size_t count)
{
	if (trait == TRAIT_COUNT) {
		find_volume(s, list, count);
		find_mailbox_first(s, list, count);
		return;
	}
	find_new(s, trait, list, count);
	if (trait == TRAIT_LOGON)
		find_odd_logon(s, list, count);
}

bool
mia__sessions_find_unusual(struct mia_sessions *s, uint32_t *list)
{
	size_t count = 0;

	/* What states no mailbox is of many, and new to none. */
	for (size_t i = 0; i < s->session_count; i++) {
		s->sessions[i].printed.mailbox_first_seen = MIA_TIME_UNKNOWN;
		if (s->sessions[i].printed.mailbox.len)
			list[count++] = (uint32_t)i;
	}
	for (unsigned trait = 0; trait <= TRAIT_COUNT; trait++) {
		struct ordering o = { s, (enum trait)trait };
		if (!mia__sort_numbers(&s->names.a, list, count, compare_sessions, &o))
			return false;
		for (size_t from = 0, to; from < count; from = to) {
			for (to = from + 1; to < count; to++)
				if (s->sessions[list[to]].mailbox_root !=
					s->sessions[list[from]].mailbox_root)
					break;
			look_at_mailbox(s, (enum trait)trait, list + from, to - from);
		}
	}
	return true;
}

static bool
add_label(struct mia_sessions *s, struct mia_text label)
{
	if (!mia__grow(&s->names.a, &s->labels, &s->label_cap, s->label_count + 1, sizeof(*s->labels)))
		return false;
	s->labels[s->label_count++] = label;
	return true;
}

static bool
tell_unusual(struct mia_sessions *s, const struct session *session)
{
	static const struct mia_text words[] = {
		{ "new address", 11 },
		{ "new client", 10 },
		{ "new app", 7 },
		{ "logon", 5 },
		{ "volume", 6 },
		{ "abused app", 10 },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (session->unusual & (1u << i) && !add_label(s, words[i]))
			return false;
	return true;
}

static bool
tell_shared(struct mia_sessions *s, const struct session *session)
{
	static const struct mia_text words[] = { { "clients", 7 }, { "apps", 4 }, { "networks", 8 } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (session->shared & (1u << i) && !add_label(s, words[i]))
			return false;
	return true;
}

static struct mia_text
kind_of(struct mia_text client_ip, const struct mia_address *address)
{
	if (client_ip.len == 0)
		return TEXT("missing");
	return address->family ? mia__network_kind(address) : TEXT("not an address");
}

/* The list is the caller's and may go before the sessions do. */
static bool
keep_text(struct mia_sessions *s, struct mia_text *text)
{
	uint32_t number;

	if (!mia__intern_add(&s->names.texts, *text, &number))
		return false;
	*text = names_text(&s->names, number);
	return true;
}

static bool
find_watched(struct mia_sessions *s, const struct watched *what)
{
	size_t from = s->label_count;

	if (s->watch &&
		!mia__watch_find(s->watch, what, &s->names.a, &s->labels, &s->label_count, &s->label_cap))
		return false;
	for (size_t i = from; i < s->label_count; i++)
		if (!keep_text(s, &s->labels[i]))
			return false;
	return true;
}

static bool
lists_abused(struct mia_text ids)
{
	struct mia_text id;

	while (text_word(&ids, &id))
		if (mia__app_is_abused(id))
			return true;
	return false;
}

static bool
annotate(struct mia_sessions *s, struct session *session)
{
	struct mia_session *p = &session->printed;
	struct watched what = {
		.app_id = p->app_id,
		.other_app_ids = p->other_app_ids,
		.client_info = p->client_info,
		.actor_info = p->actor_info,
		.session_id = p->session_id,
	};
	size_t from = s->label_count;

	(void)mia_address_parse(p->client_ip, &what.address);
	p->app_name = mia__app_name(p->app_id);
	p->address_kind = kind_of(p->client_ip, &what.address);
	if (mia__app_is_abused(p->app_id) || lists_abused(p->other_app_ids))
		session->unusual |= UNUSUAL_ABUSED_APP;
	if (!tell_unusual(s, session))
		return false;
	p->unusual.count = s->label_count - from;
	from = s->label_count;
	if (!find_watched(s, &what))
		return false;
	p->watch.count = s->label_count - from;
	from = s->label_count;
	if (!tell_shared(s, session))
		return false;
	p->shared.count = s->label_count - from;
	return !s->geo ||
		(mia__geo_find(s->geo, &what.address, &s->scratch, &p->country, &p->network) &&
			keep_text(s, &p->country) && keep_text(s, &p->network));
}

bool
mia__sessions_annotate(struct mia_sessions *s)
{
	const struct mia_text *label;

	for (size_t i = 0; i < s->order_count; i++)
		if (!annotate(s, &s->sessions[s->order[i]]))
			return false;
	if (s->label_count == 0)
		return true;
	/* Only now do the lists stay where they are. */
	label = s->labels;
	for (size_t i = 0; i < s->order_count; i++) {
		struct mia_session *p = &s->sessions[s->order[i]].printed;
		p->unusual.ptr = label;
		p->watch.ptr = label + p->unusual.count;
		p->shared.ptr = label + p->unusual.count + p->watch.count;
		label += p->unusual.count + p->watch.count + p->shared.count;
	}
	return true;
}
