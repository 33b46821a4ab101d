/* Sorting of numbers, through a comparison or by a key. qsort_r of the C
 * library allocates behind the caller's back and is quadratic when that
 * fails. */
#ifndef MIA_BASE_SORT_H
#define MIA_BASE_SORT_H

#include "base/alloc.h"

typedef int sort_compare(const void *ctx, uint32_t x, uint32_t y);

/* Stable, O(n log n); what is already in order costs one pass. Needs n more
 * numbers of memory while it runs; false when refused, v is unchanged then. */
bool mia__sort_numbers(const struct mia_allocator *a, uint32_t *v, size_t n, sort_compare *compare,
	const void *ctx);

static inline int
number_compare(uint64_t x, uint64_t y)
{
	return (x > y) - (x < y);
}

/* What is unknown comes last. */
static inline int
time_compare(mia_time x, mia_time y)
{
	if (x == y)
		return 0;
	if (x == MIA_TIME_UNKNOWN || y == MIA_TIME_UNKNOWN)
		return x == MIA_TIME_UNKNOWN ? 1 : -1;
	return x < y ? -1 : 1;
}

struct sort_pair {
	uint64_t key;
	uint32_t value;
};
/* Stable, by key, in linear time: a byte that all keys share costs nothing,
 * nor does what is in order. Needs n more pairs of memory while it runs; false
 * when refused, v is unchanged then. */
bool mia__sort_by_key(const struct mia_allocator *a, struct sort_pair *v, size_t n);

#endif
