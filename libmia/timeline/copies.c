/* Sessions: which copies of a record count, and in which session. */
#include "base/text.h"
#include "timeline/tally.h"

static int
stated_of(const struct mia_sessions *s, const struct visit *v)
{
	struct context c = mia__kept_context_of(&s->names, v->who);

	return (names_text(&s->names, c.session_id).len != 0) +
		(names_text(&s->names, c.client_ip).len != 0) +
		(names_text(&s->names, c.client_info).len != 0) + (names_text(&s->names, c.actor).len != 0);
}

/* Of copies the one that has lost the least, so that no name of a file decides. */
static int
compare_worth(const struct mia_sessions *s, const struct visit *a, const struct visit *b)
{
	if ((a->kind == VISIT_OTHER) != (b->kind == VISIT_OTHER))
		return a->kind == VISIT_OTHER ? 1 : -1;
	int c = stated_of(s, b) - stated_of(s, a);
	return c ? c : mia__kept_compare(&s->names, a->who, b->who);
}

static int
compare_copies(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_sessions *s = ((const struct tally *)ctx)->s;
	const struct visit *a = &s->visits[x], *b = &s->visits[y];
	int c = memcmp(a->key, b->key, sizeof(a->key));

	if (c == 0)
		c = compare_worth(s, a, b);
	if (c == 0 && a->source != b->source)
		c = text_compare(names_text(&s->names, a->source), names_text(&s->names, b->source));
	return c != 0 ? c : number_compare(a->record, b->record);
}

static uint64_t
key_of_visit(const void *ctx, uint32_t visit, unsigned level)
{
	const struct mia_sessions *s = ((const struct tally *)ctx)->s;

	return sort_key_of_bytes((const char *)s->visits[visit].key, sizeof(s->visits[visit].key), 8 * level);
}

/* The copies of one record that count, each with those that contradict it in nothing: a copy
 * that names another session, address or account must not take the record away from the
 * other one. Nobody knows which of them is right. */
enum { VERSIONS_MOST = 16 };
struct versions {
	struct visit *v[VERSIONS_MOST];
	size_t count;
};

/* The version that the copy belongs to; a new one of itself. Beyond the most there are
 * it is one alone, unless it says what the last one says. */
static struct visit *
version_of(struct mia_sessions *s, struct versions *versions, struct visit *copy)
{
	for (size_t i = 0; i < versions->count; i++)
		if (!mia__kept_contradict(&s->names, versions->v[i]->who, copy->who))
			return versions->v[i];
	if (versions->count == 1) {
		versions->v[0]->contradicted = 1;
		s->conflicts++;
	}
	copy->contradicted = versions->count > 0;
	versions->count -= versions->count == VERSIONS_MOST;
	versions->v[versions->count++] = copy;
	return copy;
}

static void
join_copy(struct visit *first, const struct visit *v)
{
	first->throttled |= v->throttled;
	if (v->listed > first->listed)
		first->listed = v->listed;
	/* The copy that names the most leaves the fewest unnamed. */
	if (v->kind == VISIT_BIND && v->unnamed < first->unnamed)
		first->unnamed = v->unnamed;
	/* The scope holds a record if it holds one of its copies. */
	first->missing = first->missing && v->missing ? (uint16_t)(first->missing | v->missing) : 0;
}

bool
mia__tally_join_copies(struct tally *t)
{
	static const struct sort_keys by_key = { key_of_visit, 1, compare_copies };
	struct mia_sessions *s = t->s;
	struct versions versions = { .count = 0 };

	for (size_t i = 0; i < s->visit_count; i++)
		t->list[i] = (uint32_t)i;
	if (!mia__sort_keyed(&s->names.a, s->threads, t->list, s->visit_count, &by_key, t))
		return false;
	for (size_t i = 0; i < s->visit_count; i++) {
		struct visit *v = &s->visits[t->list[i]];
		if (versions.count && memcmp(versions.v[0]->key, v->key, sizeof(v->key)) != 0)
			versions.count = 0;
		struct visit *first = version_of(s, &versions, v);
		if (first != v)
			join_copy(first, v);
		t->copy[t->list[i]] = (uint32_t)(first - s->visits);
	}
	return true;
}
