/* The blocks of SHA-256 in plain C (FIPS 180-4, 6.2.2). */
#include "crypto/builtin.h"

/* The first 32 bits of the fractions of the cube roots of the first 64 primes. */
const uint32_t mia__sha256_k[64] = {
	0x428a2f98,
	0x71374491,
	0xb5c0fbcf,
	0xe9b5dba5,
	0x3956c25b,
	0x59f111f1,
	0x923f82a4,
	0xab1c5ed5,
	0xd807aa98,
	0x12835b01,
	0x243185be,
	0x550c7dc3,
	0x72be5d74,
	0x80deb1fe,
	0x9bdc06a7,
	0xc19bf174,
	0xe49b69c1,
	0xefbe4786,
	0x0fc19dc6,
	0x240ca1cc,
	0x2de92c6f,
	0x4a7484aa,
	0x5cb0a9dc,
	0x76f988da,
	0x983e5152,
	0xa831c66d,
	0xb00327c8,
	0xbf597fc7,
	0xc6e00bf3,
	0xd5a79147,
	0x06ca6351,
	0x14292967,
	0x27b70a85,
	0x2e1b2138,
	0x4d2c6dfc,
	0x53380d13,
	0x650a7354,
	0x766a0abb,
	0x81c2c92e,
	0x92722c85,
	0xa2bfe8a1,
	0xa81a664b,
	0xc24b8b70,
	0xc76c51a3,
	0xd192e819,
	0xd6990624,
	0xf40e3585,
	0x106aa070,
	0x19a4c116,
	0x1e376c08,
	0x2748774c,
	0x34b0bcb5,
	0x391c0cb3,
	0x4ed8aa4a,
	0x5b9cca4f,
	0x682e6ff3,
	0x748f82ee,
	0x78a5636f,
	0x84c87814,
	0x8cc70208,
	0x90befffa,
	0xa4506ceb,
	0xbef9a3f7,
	0xc67178f2,
};

static inline uint32_t
load_be(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static inline uint32_t
rotate(uint32_t x, int bits)
{
	return x >> bits | x << (32 - bits);
}

/* One round; instead of moving the eight words on, the next round names them in turned order. */
static inline void
one_round(uint32_t a, uint32_t b, uint32_t c, uint32_t *d, uint32_t e, uint32_t f, uint32_t g, uint32_t *h,
	uint32_t word)
{
	uint32_t t = *h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + (g ^ (e & (f ^ g))) + word;

	*d += t;
	*h = t + (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) | (c & (a | b)));
}

/* The last 16 words of the schedule are enough to make the next. */
static inline uint32_t
next_word(uint32_t w[16], size_t i)
{
	uint32_t before_15 = w[(i + 1) % 16], before_2 = w[(i + 14) % 16];

	return w[i % 16] += (rotate(before_15, 7) ^ rotate(before_15, 18) ^ before_15 >> 3) +
		w[(i + 9) % 16] + (rotate(before_2, 17) ^ rotate(before_2, 19) ^ before_2 >> 10);
}

/* Round i takes its word from the block, or from the schedule. */
#define TAKEN(i) (mia__sha256_k[i] + (w[i] = load_be(p + 4 * (i))))
#define MADE(i) (mia__sha256_k[i] + next_word(w, i))
#define EIGHT(first, WORD) \
	do { \
		one_round(a, b, c, &d, e, f, g, &h, WORD(first)); \
		one_round(h, a, b, &c, d, e, f, &g, WORD((first) + 1)); \
		one_round(g, h, a, &b, c, d, e, &f, WORD((first) + 2)); \
		one_round(f, g, h, &a, b, c, d, &e, WORD((first) + 3)); \
		one_round(e, f, g, &h, a, b, c, &d, WORD((first) + 4)); \
		one_round(d, e, f, &g, h, a, b, &c, WORD((first) + 5)); \
		one_round(c, d, e, &f, g, h, a, &b, WORD((first) + 6)); \
		one_round(b, c, d, &e, f, g, h, &a, WORD((first) + 7)); \
	} while (0)

void
mia__sha256_plain(uint32_t state[8], const unsigned char *p, size_t count)
{
	uint32_t w[16];

	for (; count; count--, p += 64) {
		uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
		uint32_t e = state[4], f = state[5], g = state[6], h = state[7];

		EIGHT(0, TAKEN);
		EIGHT(8, TAKEN);
		for (size_t i = 16; i < 64; i += 16) {
			EIGHT(i, MADE);
			EIGHT(i + 8, MADE);
		}
		state[0] += a;
		state[1] += b;
		state[2] += c;
		state[3] += d;
		state[4] += e;
		state[5] += f;
		state[6] += g;
		state[7] += h;
	}
}
