/* What each session did: records, messages and folders, each once. */
#include "base/number.h"
#include "base/widen.h"
#include "timeline/tally.h"

static int
compare_items(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_sessions *s = ((const struct tally *)ctx)->s;
	const struct visit_item *a = &s->items[x], *b = &s->items[y];
	int c = number_compare(a->visit, b->visit);

	return c != 0 ? c : memcmp(a->identity, b->identity, sizeof(a->identity));
}

static int
compare_folders(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_sessions *s = ((const struct tally *)ctx)->s;
	const struct visit_folder *a = &s->folders[x], *b = &s->folders[y];
	int c = number_compare(a->visit, b->visit);

	return c != 0 ? c : number_compare(a->folder, b->folder);
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
	struct mia_sessions *s = t->s;

	drop_asides_in_scope(t);
	if (!mia__tally_sort(t, s->aside_count, compare_asides))
		return false;
	for (size_t i = 0; i < s->aside_count; i++) {
		const struct aside *a = &s->asides[t->list[i]],
				   *before = i ? &s->asides[t->list[i - 1]] : NULL;
		if (!before || memcmp(a->key, before->key, sizeof(a->key)) != 0 ||
			t->session_of_who[a->who] != t->session_of_who[before->who])
			s->sessions[t->session_of_who[a->who]].listed += a->listed;
	}
	return true;
}

/* A session that the scope holds is told over records that it holds: what
 * cannot be told never mixes with them. */
static void
settle_matches(struct tally *t)
{
	struct mia_sessions *s = t->s;

	for (size_t i = 0; i < s->session_count; i++)
		s->sessions[i].printed.match = MIA_MATCH_CANNOT_TELL;
	for (size_t i = 0; i < s->visit_count; i++)
		if (t->copy[i] == i && !s->visits[i].missing)
			s->sessions[t->session_of_who[s->visits[i].who]].printed.match = MIA_MATCH_YES;
}

static bool
is_told(const struct mia_session *p, const struct visit *v)
{
	return (v->missing == 0) == (p->match == MIA_MATCH_YES);
}

static void
count_visit(struct mia_session *p, const struct visit *v)
{
	p->bind_records += v->kind == VISIT_BIND;
	p->sync_records += v->kind == VISIT_SYNC;
	p->other_records += v->kind == VISIT_OTHER;
	p->throttled_records += v->throttled;
	p->unnamed_accesses = number_sum(p->unnamed_accesses, v->unnamed);
	time_widen(&p->first_seen, &p->last_seen, v->time);
}

static void
count_visits(struct tally *t)
{
	struct mia_sessions *s = t->s;

	for (size_t i = 0; i < s->visit_count; i++) {
		const struct visit *v = &s->visits[i];
		struct session *session = &s->sessions[t->session_of_who[v->who]];
		if (t->copy[i] != i)
			continue;
		session->listed += v->listed;
		if (v->missing) {
			session->printed.untold_records++;
			s->untold.records++;
			s->untold.missing |= v->missing;
		}
		if (is_told(&session->printed, v))
			count_visit(&session->printed, v);
	}
}

/* Or NO_SESSION, where the record is not among those that the session is told over. */
#define NO_SESSION UINT32_MAX

static uint32_t
session_of_visit(const struct tally *t, uint32_t visit)
{
	const struct visit *v = &t->s->visits[t->copy[visit]];
	uint32_t session = t->session_of_who[v->who];

	return is_told(&t->s->sessions[session].printed, v) ? session : NO_SESSION;
}

static bool
count_items(struct tally *t)
{
	struct mia_sessions *s = t->s;

	for (size_t i = 0; i < s->item_count; i++)
		s->items[i].visit = session_of_visit(t, s->items[i].visit);
	if (!mia__tally_sort(t, s->item_count, compare_items))
		return false;
	for (size_t i = 0; i < s->item_count; i++)
		if (s->items[t->list[i]].visit != NO_SESSION &&
			(i == 0 || compare_items(t, t->list[i - 1], t->list[i]) != 0))
			s->sessions[s->items[t->list[i]].visit].printed.messages++;
	return true;
}

static bool
count_folders(struct tally *t)
{
	struct mia_sessions *s = t->s;

	for (size_t i = 0; i < s->folder_count; i++) {
		struct visit_folder *f = &s->folders[i];
		f->visit = session_of_visit(t, f->visit);
		f->folder = mia__folder_names_root(&s->names.folders, f->folder);
	}
	if (!mia__tally_sort(t, s->folder_count, compare_folders))
		return false;
	for (size_t i = 0; i < s->folder_count; i++)
		if (s->folders[t->list[i]].visit != NO_SESSION &&
			(i == 0 || compare_folders(t, t->list[i - 1], t->list[i]) != 0))
			s->sessions[s->folders[t->list[i]].visit].printed.folders++;
	return true;
}

bool
mia__tally_count(struct tally *t)
{
	settle_matches(t);
	count_visits(t);
	return count_asides(t) && count_items(t) && count_folders(t);
}
