/*
 * The whole product of two numbers of 64 bits. Compilers for machines of 32 bits have no number of 128 bits; this
 * is the one place that knows.
 */
#ifndef MIA_BASE_PRODUCT_H
#define MIA_BASE_PRODUCT_H

#include <stdint.h>

struct product {
	uint64_t high, low;
};

/* As it is multiplied by hand, with halves as digits. */
static inline struct product
product_by_halves(uint64_t a, uint64_t b)
{
	uint64_t a_low = (uint32_t)a, a_high = a >> 32, b_low = (uint32_t)b, b_high = b >> 32;
	uint64_t low = a_low * b_low, across = a_high * b_low + (low >> 32);
	uint64_t other = a_low * b_high + (uint32_t)across;

	return (struct product){ a_high * b_high + (across >> 32) + (other >> 32), a * b };
}

static inline struct product
product_of(uint64_t a, uint64_t b)
{
#ifdef __SIZEOF_INT128__
	unsigned __int128 whole = (unsigned __int128)a * b;

	return (struct product){ (uint64_t)(whole >> 64), (uint64_t)whole };
#else
	return product_by_halves(a, b);
#endif
}

/* A hash as one of `count` places. */
static inline uint64_t
place_among(uint64_t hash, uint64_t count)
{
	return product_of(hash, count).high;
}

#endif
