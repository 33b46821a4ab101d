/*
 * Which facts speak of one account. Two rows that share a strong name (an id,
 * an address, a distinguished name) do, unless that name stands with several
 * ExchangeGuids; two that share a plain name only if one account bears it.
 * Where joining would bring two mailboxes together, none is joined.
 */
#include "readiness/readiness.h"

#include "base/sort.h"
#include "base/text.h"

/* Everything is indexed by the number of a key; a group is called by one. */
struct joiner {
	struct mia_readiness *r;
	size_t size;
	uint32_t *group; /* of a fact */
	bool *ambiguous; /* of a fact */
	uint32_t *parent;
	uint32_t *first;    /* the group that claimed the key first; 0: none */
	uint32_t *identity; /* the one identity that claims the key, or lies in the group */
	bool *many;         /* there are several */
};

static void
joiner_release(struct joiner *j)
{
	const struct mia_allocator *a = &j->r->a;

	mia__dealloc(a, j->group, j->r->fact_count, sizeof(*j->group));
	mia__dealloc(a, j->ambiguous, j->r->fact_count, sizeof(*j->ambiguous));
	mia__dealloc(a, j->parent, j->size, sizeof(*j->parent));
	mia__dealloc(a, j->first, j->size, sizeof(*j->first));
	mia__dealloc(a, j->identity, j->size, sizeof(*j->identity));
	mia__dealloc(a, j->many, j->size, sizeof(*j->many));
}

static bool
joiner_init(struct joiner *j, struct mia_readiness *r)
{
	*j = (struct joiner){ .r = r, .size = r->keys.count };
	j->group = mia__alloc(&r->a, r->fact_count, sizeof(*j->group));
	j->ambiguous = mia__alloc(&r->a, r->fact_count, sizeof(*j->ambiguous));
	j->parent = mia__alloc(&r->a, j->size, sizeof(*j->parent));
	j->first = mia__alloc(&r->a, j->size, sizeof(*j->first));
	j->identity = mia__alloc(&r->a, j->size, sizeof(*j->identity));
	j->many = mia__alloc(&r->a, j->size, sizeof(*j->many));
	return j->group && j->ambiguous && j->parent && j->first && j->identity && j->many;
}

static uint32_t
find(struct joiner *j, uint32_t x)
{
	while (j->parent[x] != x)
		x = j->parent[x] = j->parent[j->parent[x]];
	return x;
}

static void
note_identity(struct joiner *j, uint32_t x, uint32_t identity)
{
	if (identity && j->identity[x] && j->identity[x] != identity)
		j->many[x] = true;
	else if (identity)
		j->identity[x] = identity;
}

static void
forget(struct joiner *j)
{
	memset(j->identity, 0, j->size * sizeof(*j->identity));
	memset(j->many, 0, j->size * sizeof(*j->many));
}

/* identity: of each fact; 0: it has none. */
static void
pass(struct joiner *j, const uint32_t *identity, bool weak)
{
	const struct mia_readiness *r = j->r;

	forget(j);
	memset(j->first, 0, j->size * sizeof(*j->first));
	for (uint32_t k = 0; k < j->size; k++)
		j->parent[k] = k;
	for (size_t i = 0; i < r->fact_count; i++)
		for (size_t n = 0; n < r->facts[i].key_count; n++)
			if ((r->facts[i].weak >> n & 1) == weak)
				note_identity(j, r->facts[i].keys[n], identity[i]);
	for (size_t i = 0; i < r->fact_count; i++)
		for (size_t n = 0; n < r->facts[i].key_count; n++) {
			uint32_t key = r->facts[i].keys[n];
			if ((r->facts[i].weak >> n & 1) != weak)
				continue;
			/* A plain name matters to those who have no other. */
			j->ambiguous[i] |= j->many[key] && (!weak || !identity[i]);
			if (j->many[key])
				continue;
			if (!j->first[key])
				j->first[key] = j->group[i];
			j->parent[find(j, j->group[i])] = find(j, j->first[key]);
		}
	forget(j);
	for (size_t i = 0; i < r->fact_count; i++)
		note_identity(j, find(j, j->group[i]), identity[i]);
	for (size_t i = 0; i < r->fact_count; i++) {
		uint32_t root = find(j, j->group[i]);
		j->ambiguous[i] |= j->many[root];
		if (!j->many[root])
			j->group[i] = root;
	}
}

/* Strong names first: a group with a mailbox or an address in it is somebody,
 * and a plain name may add to one somebody only. */
static bool
group_facts(struct joiner *j)
{
	const struct mia_readiness *r = j->r;
	uint32_t *identity = mia__alloc(&r->a, r->fact_count, sizeof(*identity));

	if (!identity)
		return false;
	for (size_t i = 0; i < r->fact_count; i++) {
		j->group[i] = r->facts[i].keys[0];
		identity[i] = r->facts[i].guid ? r->facts[i].keys[0] : 0;
	}
	pass(j, identity, false);
	forget(j);
	for (size_t i = 0; i < r->fact_count; i++)
		if (r->facts[i].guid || r->facts[i].upn || r->facts[i].address)
			j->identity[j->group[i]] = j->group[i];
	for (size_t i = 0; i < r->fact_count; i++)
		identity[i] = j->identity[j->group[i]];
	pass(j, identity, true);
	mia__dealloc(&r->a, identity, r->fact_count, sizeof(*identity));
	return true;
}

static int
by_group(const void *ctx, uint32_t x, uint32_t y)
{
	const struct joiner *j = ctx;
	uint32_t sx = j->r->facts[x].source, sy = j->r->facts[y].source;

	if (j->group[x] != j->group[y])
		return j->group[x] < j->group[y] ? -1 : 1;
	return (sx > sy) - (sx < sy);
}

static size_t
run_length(const struct joiner *j, const uint32_t *order, size_t start)
{
	size_t end = start + 1;

	while (end < j->r->fact_count && j->group[order[end]] == j->group[order[start]])
		end++;
	return end - start;
}

static bool
make_accounts(struct joiner *j, uint32_t *order)
{
	struct mia_readiness *r = j->r;
	size_t count = 0, at = 0;

	for (uint32_t i = 0; i < r->fact_count; i++)
		order[i] = i;
	if (!mia__sort_numbers(&r->a, order, r->fact_count, by_group, j))
		return false;
	for (size_t i = 0; i < r->fact_count; i += run_length(j, order, i))
		count++;
	r->accounts = mia__alloc(&r->a, count, sizeof(*r->accounts));
	if (!r->accounts)
		return false;
	r->account_count = count;
	for (size_t i = 0, n; i < r->fact_count; i += n) {
		struct readiness_account *account = &r->accounts[at++];
		n = run_length(j, order, i);
		mia__readiness_unite(r, account, order + i, n);
		for (size_t k = 0; k < n; k++)
			account->ambiguous |= j->ambiguous[order[i + k]];
	}
	return true;
}

bool
mia__readiness_join(struct mia_readiness *r)
{
	struct joiner j;
	uint32_t *order;
	bool ok;

	if (r->fact_count == 0)
		return true;
	order = mia__alloc(&r->a, r->fact_count, sizeof(*order));
	ok = joiner_init(&j, r) && order && group_facts(&j) && make_accounts(&j, order);
	joiner_release(&j);
	mia__dealloc(&r->a, order, r->fact_count, sizeof(*order));
	return ok;
}
