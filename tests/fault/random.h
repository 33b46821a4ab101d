/* The same numbers in every run. */
#ifndef MIA_TESTS_FAULT_RANDOM_H
#define MIA_TESTS_FAULT_RANDOM_H

#include <stdint.h>

static inline uint32_t
random_below(uint64_t *state, uint32_t n)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (uint32_t)(*state >> 33) % n;
}

#endif
