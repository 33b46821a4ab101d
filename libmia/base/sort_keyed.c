/*
 * Sorting of many numbers by keys. What a number stands for is looked at once a
 * level, in the order in which the numbers came, and not at each comparison: the
 * looks at memory far apart overlap, and sorting itself stays in a small place.
 */
#include "base/parallel.h"
#include "base/sort.h"

enum { BUCKETS = 1024, PIECES = 64, FEW = 24 };

struct keyed {
	const struct mia_allocator *a;
	const struct sort_keys *keys;
	const void *ctx;
	uint32_t *v;
	size_t n;
	struct sort_pair *pairs, *room;
	size_t starts[BUCKETS + 1];
	struct {
		uint64_t least, most;
		bool in_order;
	} pieces[PIECES];
};

static void
insert_pairs(struct sort_pair *v, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct sort_pair x = v[i];
		size_t at = i;
		for (; at > 0 && v[at - 1].key > x.key; at--)
			v[at] = v[at - 1];
		v[at] = x;
	}
}

static bool sort_level(const struct keyed *k, size_t start, size_t n, unsigned level);

/* What has one key up to this level. */
static bool
sort_ties(const struct keyed *k, size_t start, size_t n, unsigned level)
{
	struct sort_pair *pairs = k->pairs + start;

	if (level < k->keys->levels) {
		for (size_t i = 0; i < n; i++)
			pairs[i].key = k->keys->key(k->ctx, pairs[i].value, level);
		return sort_level(k, start, n, level);
	}
	for (size_t i = 0; i < n; i++)
		k->v[start + i] = pairs[i].value;
	return mia__sort_numbers(k->a, k->v + start, n, k->keys->compare, k->ctx);
}

/* The pairs have the keys of the level. */
static bool
sort_level(const struct keyed *k, size_t start, size_t n, unsigned level)
{
	struct sort_pair *pairs = k->pairs + start;

	if (n <= FEW)
		insert_pairs(pairs, n);
	else
		mia__sort_pairs_in(pairs, k->room + start, n);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && pairs[end].key == pairs[i].key;)
			end++;
		if (end - i == 1)
			k->v[start + i] = pairs[i].value;
		else if (!sort_ties(k, start + i, end - i, level + 1))
			return false;
	}
	return true;
}

static enum mia_status
fill_piece(void *ctx, size_t i)
{
	struct keyed *k = ctx;
	size_t at = parallel_start(k->n, PIECES, i), end = parallel_start(k->n, PIECES, i + 1);
	uint64_t least = UINT64_MAX, most = 0, last = 0;
	bool in_order = true;

	for (; at < end; at++) {
		uint64_t key = k->keys->key(k->ctx, k->v[at], 0);
		least = key < least ? key : least;
		most = key > most ? key : most;
		in_order &= key >= last;
		last = key;
		k->pairs[at] = (struct sort_pair){ key, k->v[at] };
	}
	k->pieces[i].least = least;
	k->pieces[i].most = most;
	k->pieces[i].in_order = in_order;
	return MIA_OK;
}

/* Parts of the range of the keys, so that each can be sorted alone. */
static void
deal_buckets(struct keyed *k)
{
	uint64_t least = UINT64_MAX, most = 0;
	size_t at[BUCKETS] = { 0 }, sum = 0;
	unsigned shift = 0;

	for (size_t i = 0; i < PIECES; i++) {
		least = k->pieces[i].least < least ? k->pieces[i].least : least;
		most = k->pieces[i].most > most ? k->pieces[i].most : most;
	}
	while ((most - least) >> shift >= BUCKETS)
		shift++;
	for (size_t i = 0; i < k->n; i++)
		at[(k->pairs[i].key - least) >> shift]++;
	for (size_t i = 0; i < BUCKETS; i++) {
		size_t count = at[i];
		k->starts[i] = at[i] = sum;
		sum += count;
	}
	k->starts[BUCKETS] = sum;
	for (size_t i = 0; i < k->n; i++)
		k->room[at[(k->pairs[i].key - least) >> shift]++] = k->pairs[i];
	struct sort_pair *swap = k->pairs;
	k->pairs = k->room;
	k->room = swap;
}

static enum mia_status
sort_bucket(void *ctx, size_t i)
{
	const struct keyed *k = ctx;
	size_t start = k->starts[i], n = k->starts[i + 1] - start;

	return n == 0 || sort_level(k, start, n, 0) ? MIA_OK : MIA_ERR_MEMORY;
}

static bool
all_in_order(const struct keyed *k)
{
	for (size_t i = 0; i < PIECES; i++)
		if (!k->pieces[i].in_order || (i && k->pieces[i - 1].most > k->pieces[i].least))
			return false;
	return true;
}

/* One bucket for each run of keys would do; what is in order has few ties. */
static bool
sort_filled(struct keyed *k, unsigned threads)
{
	(void)mia__parallel(threads, PIECES, fill_piece, k);
	k->room = mia__realloc(k->a, NULL, 0, k->n, sizeof(*k->room));
	if (!k->room)
		return false;
	if (all_in_order(k))
		return sort_level(k, 0, k->n, 0);
	deal_buckets(k);
	return mia__parallel(threads, BUCKETS, sort_bucket, k) == MIA_OK;
}

bool
mia__sort_keyed(const struct mia_allocator *a, unsigned threads, uint32_t *v, size_t n,
	const struct sort_keys *keys, const void *ctx)
{
	if (n < PIECES)
		return mia__sort_numbers(a, v, n, keys->compare, ctx);
	struct keyed *k = mia__alloc(a, 1, sizeof(*k));
	if (!k)
		return false;
	*k = (struct keyed){ .a = a, .keys = keys, .ctx = ctx, .v = v, .n = n };
	k->pairs = mia__realloc(a, NULL, 0, n, sizeof(*k->pairs));
	bool ok = k->pairs && sort_filled(k, threads);
	mia__dealloc(a, k->pairs, n, sizeof(*k->pairs));
	mia__dealloc(a, k->room, n, sizeof(*k->room));
	mia__dealloc(a, k, 1, sizeof(*k));
	return ok;
}
