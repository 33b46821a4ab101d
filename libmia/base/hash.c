/* SipHash in its two forms, and a quick hash of contents. */
#include "base/hash.h"

#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "base/little.h"
#include "base/product.h"
#include "system/machine.h"

/* n <= 8 bytes, least significant first. Pieces may overlap: the same bits
 * meet themselves. */
static inline uint64_t
load_le(const unsigned char *p, size_t n)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	uint64_t word = 0;
	uint32_t low, high;

	if (n == 8) {
		memcpy(&word, p, 8);
		return word;
	}
	if (n >= 4) {
		memcpy(&low, p, 4);
		memcpy(&high, p + n - 4, 4);
		return low | (uint64_t)high << (8 * (n - 4));
	}
	return n ? p[0] | (uint64_t)p[n / 2] << (8 * (n / 2)) | (uint64_t)p[n - 1] << (8 * (n - 1)) : 0;
#else
	uint64_t word = 0;

	for (size_t i = 0; i < n; i++)
		word |= (uint64_t)p[i] << (8 * i);
	return word;
#endif
}

static inline uint64_t
rotate(uint64_t x, int bits)
{
	return x << bits | x >> (64 - bits);
}

/* SipHash as published by Aumasson and Bernstein (2012). */
struct sip {
	uint64_t v0, v1, v2, v3;
};

static inline void
sip_rounds(struct sip *s, int rounds)
{
	for (int i = 0; i < rounds; i++) {
		s->v0 += s->v1;
		s->v1 = rotate(s->v1, 13) ^ s->v0;
		s->v0 = rotate(s->v0, 32);
		s->v2 += s->v3;
		s->v3 = rotate(s->v3, 16) ^ s->v2;
		s->v0 += s->v3;
		s->v3 = rotate(s->v3, 21) ^ s->v0;
		s->v2 += s->v1;
		s->v1 = rotate(s->v1, 17) ^ s->v2;
		s->v2 = rotate(s->v2, 32);
	}
}

static inline struct sip
sip_absorb(struct hash_key key, const void *bytes, size_t size, int rounds, bool wide)
{
	const unsigned char *p = bytes;
	struct sip s = {
		key.k0 ^ UINT64_C(0x736f6d6570736575),
		key.k1 ^ UINT64_C(0x646f72616e646f6d) ^ (wide ? 0xee : 0),
		key.k0 ^ UINT64_C(0x6c7967656e657261),
		key.k1 ^ UINT64_C(0x7465646279746573),
	};
	size_t left = size;
	for (; left >= 8; left -= 8, p += 8) {
		uint64_t word = load_le(p, 8);
		s.v3 ^= word;
		sip_rounds(&s, rounds);
		s.v0 ^= word;
	}
	uint64_t last = (uint64_t)size << 56;
	if (left)
		last |= load_le(p, left);
	s.v3 ^= last;
	sip_rounds(&s, rounds);
	s.v0 ^= last;
	return s;
}

uint64_t
mia__hash_table(struct hash_key key, const void *bytes, size_t size)
{
	struct sip s = sip_absorb(key, bytes, size, 1, false);
	s.v2 ^= 0xff;
	sip_rounds(&s, 3);
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

void
mia__hash_identity(const void *bytes, size_t size, unsigned char out[16])
{
	/* The key of the published test vectors, so that they apply. */
	static const struct hash_key key = { UINT64_C(0x0706050403020100), UINT64_C(0x0f0e0d0c0b0a0908) };
	struct sip s = sip_absorb(key, bytes, size, 2, true);
	s.v2 ^= 0xee;
	sip_rounds(&s, 4);
	little_store(out, s.v0 ^ s.v1 ^ s.v2 ^ s.v3);
	s.v1 ^= 0xdd;
	sip_rounds(&s, 4);
	little_store(out + 8, s.v0 ^ s.v1 ^ s.v2 ^ s.v3);
}

/* Both halves of the product: every bit of either factor reaches every bit. */
static inline uint64_t
fold(uint64_t a, uint64_t b)
{
	struct product product = product_of(a, b);

	return product.low ^ product.high;
}

uint64_t
mia__hash_content(uint64_t seed, struct mia_text t)
{
	/* The length goes in first, so that "ab","c" and "a","bc" differ, and
	 * absent differs from empty. */
	uint64_t h = fold(seed ^ UINT64_C(0xd6e8feb86659fd93),
		(t.ptr ? (uint64_t)t.len + 1 : 0) ^ UINT64_C(0xa0761d6478bd642f));
	const unsigned char *p = (const unsigned char *)t.ptr;
	size_t left = t.len;
	for (; left > 16; left -= 16, p += 16)
		h = fold(load_le(p, 8) ^ UINT64_C(0xe7037ed1a0b428db), load_le(p + 8, 8) ^ h);
	if (left > 8)
		h = fold(load_le(p, 8) ^ UINT64_C(0xe7037ed1a0b428db), load_le(p + 8, left - 8) ^ h);
	else if (left)
		h = fold(load_le(p, left) ^ UINT64_C(0x8ebc6af09c88c6e3), h);
	return h;
}

void
mia__hash_sum_begin(struct hash_sum *s, struct hash_key key)
{
	*s = (struct hash_sum){ .key = key, .h = key.k1 };
}

/* The factors are unknown to whoever wrote the bytes, so that none can be made 0. */
static inline uint64_t
sum_16(uint64_t key, uint64_t h, const unsigned char *p)
{
	return fold(load_le(p, 8) ^ key, load_le(p + 8, 8) ^ h);
}

void
mia__hash_sum_add(struct hash_sum *s, const void *bytes, size_t size)
{
	const unsigned char *p = bytes;
	uint64_t key = s->key.k0, h = s->h;

	if (size == 0)
		return;
	s->size += size;
	if (s->rest_len) {
		size_t n = sizeof(s->rest) - s->rest_len < size ? sizeof(s->rest) - s->rest_len : size;
		memcpy(s->rest + s->rest_len, p, n);
		s->rest_len += n;
		p += n;
		size -= n;
		if (s->rest_len < sizeof(s->rest))
			return;
		h = sum_16(key, h, s->rest);
	}
	/* A step costs more in turning round than in the sum. */
	for (; size >= 4 * sizeof(s->rest); size -= 4 * sizeof(s->rest), p += 4 * sizeof(s->rest)) {
		h = sum_16(key, h, p);
		h = sum_16(key, h, p + 16);
		h = sum_16(key, h, p + 32);
		h = sum_16(key, h, p + 48);
	}
	for (; size >= sizeof(s->rest); size -= sizeof(s->rest), p += sizeof(s->rest))
		h = sum_16(key, h, p);
	if (size)
		memcpy(s->rest, p, size);
	s->rest_len = size;
	s->h = h;
}

uint64_t
mia__hash_sum_end(const struct hash_sum *s)
{
	unsigned char last[16] = { 0 };

	memcpy(last, s->rest, s->rest_len);
	return fold(sum_16(s->key.k0, s->h, last) ^ s->key.k1, s->size ^ s->key.k0);
}

struct hash_key
mia__hash_random_key(void)
{
	struct hash_key key;
	if (mia__random(&key, sizeof(key), false))
		return key;
	/* No entropy yet, or a sandbox: what an attacker who wrote the evidence
	 * beforehand cannot know either. */
	struct timespec now = { 0, 0 };
	clock_gettime(CLOCK_MONOTONIC, &now);
	key.k0 = fold((uint64_t)(uintptr_t)&key, (uint64_t)now.tv_nsec | 1);
	clock_gettime(CLOCK_REALTIME, &now);
	key.k1 = fold((uint64_t)(uintptr_t)&mia__hash_random_key,
		(uint64_t)now.tv_sec << 30 ^ (uint64_t)now.tv_nsec);
	return key;
}

struct hash_key
mia__hash_process_key(void)
{
	/* The C library may take some of them for its own guards, so that they are not used as they are. */
	static const unsigned char parts[] = { 1, 2 };
	struct hash_key key;

	mia__random_of_process((unsigned char *)&key);
	return (struct hash_key){ mia__hash_table(key, &parts[0], 1), mia__hash_table(key, &parts[1], 1) };
}
