/* Numbers as bytes with the least significant first, so that a hash of them is the same on every machine. */
#ifndef MIA_BASE_LITTLE_H
#define MIA_BASE_LITTLE_H

#include <stdint.h>
#include <string.h>

static inline uint64_t
little_of(uint64_t number)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return __builtin_bswap64(number);
#else
	return number;
#endif
}

static inline void
little_store(void *at, uint64_t number)
{
	number = little_of(number);
	memcpy(at, &number, sizeof(number));
}

static inline uint64_t
little_load(const void *at)
{
	uint64_t number;

	memcpy(&number, at, sizeof(number));
	return little_of(number);
}

#endif
