/* Numbers in the order of a key first, and of a comparison only where keys are
 * equal: most comparisons of things that lie apart are spared. */
#ifndef MIA_BASE_KEYED_H
#define MIA_BASE_KEYED_H

#include "base/sort.h"

/*
 * The values of v into `order`, which has room for n: in the order of their keys;
 * where these are equal, of `compare`; where that says 0, as they stood. v is in
 * the order of its keys afterwards. false: out of memory.
 */
bool mia__sort_keyed(const struct mia_allocator *a, struct sort_pair *v, size_t n, sort_compare *compare,
	const void *ctx, uint32_t *order);

/* Ordered as time_compare orders. */
static inline uint64_t
time_key(mia_time time)
{
	return (uint64_t)time + ((UINT64_C(1) << 63) - 1);
}

/* The first 8 of at least 8 bytes; ordered as memcmp orders them. */
static inline uint64_t
bytes_key(const unsigned char *bytes)
{
	uint64_t key = 0;

	for (int i = 0; i < 8; i++)
		key = key << 8 | bytes[i];
	return key;
}

#endif
