/* A merge sort and a radix sort, for numbers. */
#include "base/sort.h"

#include <string.h>

/* Short runs are cheaper to insert than to merge. */
#define RUN 16

static void
sort_run(uint32_t *v, size_t n, sort_compare *compare, const void *ctx)
{
	for (size_t i = 1; i < n; i++) {
		uint32_t x = v[i];
		size_t at = i;
		while (at > 0 && compare(ctx, x, v[at - 1]) < 0) {
			v[at] = v[at - 1];
			at--;
		}
		v[at] = x;
	}
}

/* Merges the neighbours [0, mid) and [mid, n) through room for mid numbers. */
static void
merge_runs(uint32_t *v, size_t mid, size_t n, uint32_t *room, sort_compare *compare, const void *ctx)
{
	size_t left = 0, right = mid, out = 0;

	if (compare(ctx, v[mid - 1], v[mid]) <= 0)
		return;
	memcpy(room, v, mid * sizeof(*v));
	while (left < mid && right < n)
		v[out++] = compare(ctx, v[right], room[left]) < 0 ? v[right++] : room[left++];
	memcpy(v + out, room + left, (mid - left) * sizeof(*v));
}

bool
mia__sort_numbers(const struct mia_allocator *a, uint32_t *v, size_t n, sort_compare *compare,
	const void *ctx)
{
	uint32_t *room = NULL;

	if (n > RUN) {
		room = mia__alloc(a, n, sizeof(*room));
		if (!room)
			return false;
	}
	for (size_t at = 0; at < n; at += RUN)
		sort_run(v + at, n - at < RUN ? n - at : RUN, compare, ctx);
	for (size_t width = RUN; width < n; width *= 2)
		for (size_t at = 0; n - at > width; at += 2 * width) {
			size_t span = n - at < 2 * width ? n - at : 2 * width;
			merge_runs(v + at, width, span, room, compare, ctx);
			if (n - at <= 2 * width)
				break;
		}
	if (room)
		mia__dealloc(a, room, n, sizeof(*room));
	return true;
}

#define DIGITS 8
#define DIGIT_VALUES 256

static unsigned
digit_of(uint64_t key, unsigned digit)
{
	return (unsigned)(key >> 8 * digit) & (DIGIT_VALUES - 1);
}

static bool
pairs_in_order(const struct sort_pair *v, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (v[i - 1].key > v[i].key)
			return false;
	return true;
}

/* One pass over the pairs counts all digits. */
static void
count_digits(const struct sort_pair *v, size_t n, size_t counts[DIGITS][DIGIT_VALUES])
{
	memset(counts, 0, DIGITS * sizeof(*counts));
	for (size_t i = 0; i < n; i++)
		for (unsigned digit = 0; digit < DIGITS; digit++)
			counts[digit][digit_of(v[i].key, digit)]++;
}

static void
deal_pairs(const struct sort_pair *from, struct sort_pair *to, size_t n, unsigned digit, const size_t *counts)
{
	size_t at[DIGIT_VALUES], sum = 0;

	for (size_t i = 0; i < DIGIT_VALUES; i++) {
		at[i] = sum;
		sum += counts[i];
	}
	for (size_t i = 0; i < n; i++)
		to[at[digit_of(from[i].key, digit)]++] = from[i];
}

void
mia__sort_pairs_in(struct sort_pair *v, struct sort_pair *room, size_t n)
{
	size_t counts[DIGITS][DIGIT_VALUES];
	struct sort_pair *from = v, *to = room;

	if (n == 0 || pairs_in_order(v, n))
		return;
	count_digits(v, n, counts);
	for (unsigned digit = 0; digit < DIGITS; digit++) {
		if (counts[digit][digit_of(v[0].key, digit)] == n)
			continue;
		deal_pairs(from, to, n, digit, counts[digit]);
		struct sort_pair *swap = from;
		from = to;
		to = swap;
	}
	if (from != v)
		memcpy(v, from, n * sizeof(*v));
}

bool
mia__sort_by_key(const struct mia_allocator *a, struct sort_pair *v, size_t n)
{
	if (pairs_in_order(v, n))
		return true;
	struct sort_pair *room = mia__alloc(a, n, sizeof(*room));
	if (!room)
		return false;
	mia__sort_pairs_in(v, room, n);
	mia__dealloc(a, room, n, sizeof(*room));
	return true;
}
