/* Sorting of numbers, through a comparison or by a key. qsort_r of the C
 * library allocates behind the caller's back and is quadratic when that
 * fails. */
#ifndef MIA_BASE_SORT_H
#define MIA_BASE_SORT_H

#include <string.h>

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
/* The same in the room given, for n pairs. */
void mia__sort_pairs_in(struct sort_pair *v, struct sort_pair *room, size_t n);

/*
 * Keys for a comparison. key: of what the number stands for, as an unsigned
 * number; of two things that compare says are in order, the key of level 0 of the
 * first is not greater; where those are equal, that of level 1 is not, and so on.
 * The nearer the levels are to telling all, the quicker.
 */
struct sort_keys {
	uint64_t (*key)(const void *ctx, uint32_t x, unsigned level);
	unsigned levels; /* 1 or more */
	sort_compare *compare;
};
/* mia__sort_numbers for many, on so many threads; also stable, and the same on any
 * number. Needs 8 times the memory of v while it runs. false when refused: v may
 * only be freed then. */
bool mia__sort_keyed(const struct mia_allocator *a, unsigned threads, uint32_t *v, size_t n,
	const struct sort_keys *keys, const void *ctx);

/* The first eight bytes from `at` on as a number that compares as they do; those
 * that are not there are 0. */
static inline uint64_t
sort_key_of_bytes(const char *bytes, size_t size, size_t at)
{
	uint64_t key = 0;

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	if (size >= 8 && at <= size - 8) {
		memcpy(&key, bytes + at, sizeof(key));
		return __builtin_bswap64(key);
	}
#endif
	for (size_t i = 0; i < 8; i++)
		key = key << 8 | (at + i < size ? (unsigned char)bytes[at + i] : 0);
	return key;
}

/* Ordered as time_compare orders. */
static inline uint64_t
sort_key_of_time(mia_time time)
{
	return (uint64_t)time + ((UINT64_C(1) << 63) - 1);
}

#endif
