/* SHA-256 (FIPS 180-4) without a library: the parts of it. */
#ifndef MIA_CRYPTO_BUILTIN_H
#define MIA_CRYPTO_BUILTIN_H

#include <stddef.h>
#include <stdint.h>

/* Takes `count` blocks of 64 bytes into h. All of these do the same. */
typedef void mia__sha256_blocks(uint32_t h[8], const unsigned char *p, size_t count);
mia__sha256_blocks mia__sha256_plain; /* any processor */
mia__sha256_blocks mia__sha256_ni;    /* x86-64 with the SHA extensions */
mia__sha256_blocks mia__sha256_armv8; /* ARMv8 with the SHA-2 instructions */

/* Asks the processor which of them it can do. The answer is always the same; x86-64 is slow to answer. */
mia__sha256_blocks *mia__sha256_choose(void);

/* What struct sha256 holds. */
struct sha256_builtin {
	mia__sha256_blocks *blocks;
	uint64_t size; /* bytes so far; the last size % 64 of them wait in `rest` */
	uint32_t h[8];
	unsigned char rest[64];
};

/* The constants of the 64 rounds. */
extern const uint32_t mia__sha256_k[64];

#endif
