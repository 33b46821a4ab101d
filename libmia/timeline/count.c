/* What each session did: records, messages and folders, each once. */
#include "base/number.h"
#include "base/widen.h"
#include "timeline/tally.h"

/* Items and the sessions of their records. */
struct items {
	const struct mia_sessions *s;
	const uint32_t *session_of_visit;
};

static uint32_t
session_of_item(const struct items *items, uint32_t item)
{
	return items->session_of_visit[items->s->items[item].visit];
}

static int
compare_items(const void *ctx, uint32_t x, uint32_t y)
{
	const struct items *items = ctx;
	const struct visit_item *a = &items->s->items[x], *b = &items->s->items[y];
	int c = number_compare(session_of_item(items, x), session_of_item(items, y));

	return c != 0 ? c : memcmp(a->identity, b->identity, sizeof(a->identity));
}

static uint64_t
key_of_item(const void *ctx, uint32_t item, unsigned level)
{
	const struct items *items = ctx;
	const unsigned char *identity = items->s->items[item].identity;

	return level ? sort_key_of_bytes((const char *)identity, 16, 0) : session_of_item(items, item);
}

static int
compare_asides(const void *ctx, uint32_t x, uint32_t y)
{
	const struct tally *t = ctx;
	const struct aside *a = &t->s->asides[x], *b = &t->s->asides[y];
	int c = memcmp(a->key, b->key, sizeof(a->key));

	if (c == 0)
		c = number_compare(t->session_of_who[a->who], t->session_of_who[b->who]);
	return c != 0 ? c : number_compare(b->listed, a->listed);
}

static uint64_t
key_of_aside(const void *ctx, uint32_t aside, unsigned level)
{
	const struct mia_sessions *s = ((const struct tally *)ctx)->s;

	return sort_key_of_bytes((const char *)s->asides[aside].key, 16, 8 * level);
}

/* A record of which another copy is in scope is counted there. The visits
 * stand in t->list in the order of their keys. */
static void
drop_asides_in_scope(struct tally *t)
{
	struct mia_sessions *s = t->s;
	size_t kept = 0;

	for (size_t i = 0; i < s->aside_count; i++) {
		size_t low = 0, high = s->visit_count;
		while (low < high) {
			size_t middle = low + (high - low) / 2;
			if (memcmp(s->visits[t->list[middle]].key, s->asides[i].key,
				    sizeof(s->asides[i].key)) < 0)
				low = middle + 1;
			else
				high = middle;
		}
		if (low == s->visit_count ||
			memcmp(s->visits[t->list[low]].key, s->asides[i].key, sizeof(s->asides[i].key)) != 0)
			s->asides[kept++] = s->asides[i];
	}
	s->aside_count = kept;
}

static bool
count_asides(struct tally *t)
{
	static const struct sort_keys by_key = { key_of_aside, 1, compare_asides };
	struct mia_sessions *s = t->s;

	drop_asides_in_scope(t);
	for (size_t i = 0; i < s->aside_count; i++)
		t->list[i] = (uint32_t)i;
	if (!mia__sort_keyed(&s->names.a, s->threads, t->list, s->aside_count, &by_key, t))
		return false;
	for (size_t i = 0; i < s->aside_count; i++) {
		const struct aside *a = &s->asides[t->list[i]],
				   *before = i ? &s->asides[t->list[i - 1]] : NULL;
		if (!before || memcmp(a->key, before->key, sizeof(a->key)) != 0 ||
			t->session_of_who[a->who] != t->session_of_who[before->who])
			t->sessions[t->session_of_who[a->who]].listed += a->listed;
	}
	return true;
}

/* A session that the scope holds is told over records that it holds: what
 * cannot be told never mixes with them. */
static void
settle_matches(struct tally *t)
{
	struct mia_sessions *s = t->s;

	for (size_t i = 0; i < t->session_count; i++)
		t->sessions[i].match = MIA_MATCH_CANNOT_TELL;
	for (size_t i = 0; i < s->visit_count; i++)
		if (t->copy[i] == i && !s->visits[i].missing)
			t->sessions[t->session_of_who[s->visits[i].who]].match = MIA_MATCH_YES;
}

static bool
is_told(const struct session *session, const struct visit *v)
{
	return (v->missing == 0) == (session->match == MIA_MATCH_YES);
}

static void
count_visit(struct session *session, const struct visit *v)
{
	session->binds += v->kind == VISIT_BIND;
	session->syncs += v->kind == VISIT_SYNC;
	session->others += v->kind == VISIT_OTHER;
	session->throttled += v->throttled;
	session->unnamed = number_sum(session->unnamed, v->unnamed);
	time_widen(&session->first_seen, &session->last_seen, v->time);
}

static void
count_visits(struct tally *t)
{
	struct mia_sessions *s = t->s;

	for (size_t i = 0; i < s->visit_count; i++) {
		const struct visit *v = &s->visits[i];
		struct session *session = &t->sessions[t->session_of_who[v->who]];
		if (t->copy[i] != i)
			continue;
		session->listed += v->listed;
		if (v->contradicted)
			session->unusual |= UNUSUAL_VERSIONS;
		if (v->missing) {
			session->untold++;
			s->untold.records++;
			s->untold.missing |= v->missing;
		}
		if (is_told(session, v))
			count_visit(session, v);
	}
}

/* From here on `copy` of a visit is its session, or NO_SESSION where the record is
 * not among those that the session is told over. A visit that counts is the copy
 * of itself, and may stand before or behind the other copies. */
static void
find_sessions_of_visits(struct tally *t, uint32_t *session_of_visit)
{
	const struct mia_sessions *s = t->s;

	for (size_t i = 0; i < s->visit_count; i++) {
		const struct visit *v = &s->visits[t->copy[i]];
		uint32_t session = t->session_of_who[v->who];
		session_of_visit[i] = is_told(&t->sessions[session], v) ? session : NO_SESSION;
	}
}

static bool
count_items(struct tally *t, const uint32_t *session_of_visit)
{
	static const struct sort_keys by_session = { key_of_item, 2, compare_items };
	struct mia_sessions *s = t->s;
	struct items items = { s, session_of_visit };
	size_t count = 0;

	for (size_t i = 0; i < s->item_count; i++)
		if (session_of_visit[s->items[i].visit] != NO_SESSION)
			t->list[count++] = (uint32_t)i;
	if (!mia__sort_keyed(&s->names.a, s->threads, t->list, count, &by_session, &items))
		return false;
	for (size_t i = 0; i < count; i++) {
		uint32_t session = session_of_item(&items, t->list[i]);
		if (i == 0 || compare_items(&items, t->list[i - 1], t->list[i]) != 0)
			t->sessions[session].messages++;
	}
	return true;
}

static bool
count_folders(struct tally *t, const uint32_t *session_of_visit)
{
	struct mia_sessions *s = t->s;
	size_t count = 0;

	for (size_t i = 0; i < s->folder_count; i++) {
		const struct visit_folder *f = &s->folders[i];
		uint32_t session = session_of_visit[f->visit];
		uint32_t folder = mia__folder_names_root(&s->names.folders, f->folder);
		if (session != NO_SESSION)
			t->pairs[count++] = (struct sort_pair){ (uint64_t)session << 32 | folder, 0 };
	}
	if (!mia__sort_by_key(&s->names.a, t->pairs, count))
		return false;
	for (size_t i = 0; i < count; i++)
		if (i == 0 || t->pairs[i - 1].key != t->pairs[i].key)
			t->sessions[t->pairs[i].key >> 32].folders++;
	return true;
}

bool
mia__tally_count(struct tally *t)
{
	const struct mia_allocator *a = &t->s->names.a;
	size_t visits = t->s->visit_count;

	settle_matches(t);
	count_visits(t);
	if (!count_asides(t))
		return false;
	uint32_t *session_of_visit = mia__alloc(a, visits, sizeof(*session_of_visit));
	bool ok = session_of_visit != NULL;
	if (ok) {
		find_sessions_of_visits(t, session_of_visit);
		ok = count_items(t, session_of_visit) && count_folders(t, session_of_visit);
	}
	mia__dealloc(a, session_of_visit, visits, sizeof(*session_of_visit));
	return ok;
}
