/*
 * 64 bytes at a time: where a byte stands, as a bit mask. The callers' buffers
 * have 64 readable bytes behind their end.
 */
#ifndef MIA_RECORD_SCAN_H
#define MIA_RECORD_SCAN_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#if defined(__AVX2__)
#include <immintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { SCAN_WIDTH = 64 };

/* As many bytes as a register holds; a byte in all of it, a comparison that sets those that are equal, the
 * smaller one of each two (unsigned), a bit for each that is 0x80 or more. */
#if defined(__AVX2__)
typedef __m256i scan_vector;
#define scan_vector_load(p) _mm256_loadu_si256((const __m256i *)(const void *)(p))
#define scan_vector_of(c) _mm256_set1_epi8(c)
#define scan_vector_equal(a, b) _mm256_cmpeq_epi8(a, b)
#define scan_vector_or(a, b) _mm256_or_si256(a, b)
#define scan_vector_min(a, b) _mm256_min_epu8(a, b)
#define scan_vector_mask(v) ((uint32_t)_mm256_movemask_epi8(v))
#elif defined(__SSE2__)
typedef __m128i scan_vector;
#define scan_vector_load(p) _mm_loadu_si128((const __m128i *)(const void *)(p))
#define scan_vector_of(c) _mm_set1_epi8(c)
#define scan_vector_equal(a, b) _mm_cmpeq_epi8(a, b)
#define scan_vector_or(a, b) _mm_or_si128(a, b)
#define scan_vector_min(a, b) _mm_min_epu8(a, b)
#define scan_vector_mask(v) ((uint32_t)_mm_movemask_epi8(v))
#endif
#ifdef scan_vector_of
#define SCAN_VECTORS
enum { SCAN_VECTOR = sizeof(scan_vector), SCAN_COUNT = SCAN_WIDTH / SCAN_VECTOR };
#endif

struct scan {
#ifdef SCAN_VECTORS
	scan_vector v[SCAN_COUNT];
#else
	const char *p;
#endif
};

static inline struct scan
scan_load(const char *p)
{
	struct scan s;
#ifdef SCAN_VECTORS
	for (int i = 0; i < SCAN_COUNT; i++)
		s.v[i] = scan_vector_load(p + SCAN_VECTOR * i);
#else
	s.p = p;
#endif
	return s;
}

static inline uint64_t
scan_equal(const struct scan *s, char c)
{
	uint64_t m = 0;
#ifdef SCAN_VECTORS
	scan_vector k = scan_vector_of(c);
	for (int i = 0; i < SCAN_COUNT; i++)
		m |= (uint64_t)scan_vector_mask(scan_vector_equal(s->v[i], k)) << (SCAN_VECTOR * i);
#else
	for (int i = 0; i < SCAN_WIDTH; i++)
		m |= (uint64_t)(s->p[i] == c) << i;
#endif
	return m;
}

#ifdef SCAN_VECTORS
/* '[' and '{', ']' and '}' are one comparison each after setting bit 5. */
static inline scan_vector
scan_bracket_bytes(scan_vector v)
{
	scan_vector low = scan_vector_or(v, scan_vector_of(32));

	return scan_vector_or(scan_vector_equal(low, scan_vector_of('{')),
		scan_vector_equal(low, scan_vector_of('}')));
}
#endif

/* Where one of []{} stands. */
static inline uint64_t
scan_brackets(const struct scan *s)
{
	uint64_t m = 0;
#ifdef SCAN_VECTORS
	for (int i = 0; i < SCAN_COUNT; i++)
		m |= (uint64_t)scan_vector_mask(scan_bracket_bytes(s->v[i])) << (SCAN_VECTOR * i);
#else
	for (int i = 0; i < SCAN_WIDTH; i++)
		m |= (uint64_t)((s->p[i] | 32) == '{' || (s->p[i] | 32) == '}') << i;
#endif
	return m;
}

/* Whether one of []{} stands anywhere; cheaper than where. */
static inline bool
scan_has_bracket(const struct scan *s)
{
#ifdef SCAN_VECTORS
	scan_vector m = scan_bracket_bytes(s->v[0]);
	for (int i = 1; i < SCAN_COUNT; i++)
		m = scan_vector_or(m, scan_bracket_bytes(s->v[i]));
	return scan_vector_mask(m) != 0;
#else
	return scan_brackets(s) != 0;
#endif
}

/* Whether the byte stands anywhere; cheaper than where. */
static inline bool
scan_has(const struct scan *s, char c)
{
#ifdef SCAN_VECTORS
	scan_vector k = scan_vector_of(c), m = scan_vector_equal(s->v[0], k);
	for (int i = 1; i < SCAN_COUNT; i++)
		m = scan_vector_or(m, scan_vector_equal(s->v[i], k));
	return scan_vector_mask(m) != 0;
#else
	return scan_equal(s, c) != 0;
#endif
}

/* Bit i: parity of the bits 0..i, that is, inside quotes or not. */
static inline uint64_t
scan_parity(uint64_t m)
{
	m ^= m << 1;
	m ^= m << 2;
	m ^= m << 4;
	m ^= m << 8;
	m ^= m << 16;
	m ^= m << 32;
	return m;
}

static inline unsigned
scan_first(uint64_t m)
{
	return (unsigned)__builtin_ctzll(m);
}

/* The lowest n bits; n may be 64. */
static inline uint64_t
scan_low(size_t n)
{
	return n >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << n) - 1;
}

#endif
