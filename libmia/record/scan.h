/*
 * 64 bytes at a time: where a byte stands, as a bit mask. The callers' buffers
 * have 64 readable bytes behind their end.
 */
#ifndef MIA_RECORD_SCAN_H
#define MIA_RECORD_SCAN_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { SCAN_WIDTH = 64 };

struct scan {
#ifdef __SSE2__
	__m128i v[4];
#else
	const char *p;
#endif
};

static inline struct scan
scan_load(const char *p)
{
	struct scan s;
#ifdef __SSE2__
	for (int i = 0; i < 4; i++)
		s.v[i] = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
#else
	s.p = p;
#endif
	return s;
}

static inline uint64_t
scan_equal(const struct scan *s, char c)
{
	uint64_t m = 0;
#ifdef __SSE2__
	__m128i k = _mm_set1_epi8(c);
	for (int i = 0; i < 4; i++)
		m |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(s->v[i], k)) << (16 * i);
#else
	for (int i = 0; i < SCAN_WIDTH; i++)
		m |= (uint64_t)(s->p[i] == c) << i;
#endif
	return m;
}

#ifdef __SSE2__
/* '[' and '{', ']' and '}' are one comparison each after setting bit 5. */
static inline __m128i
scan_bracket_bytes(__m128i v)
{
	__m128i low = _mm_or_si128(v, _mm_set1_epi8(32));
	return _mm_or_si128(_mm_cmpeq_epi8(low, _mm_set1_epi8('{')), _mm_cmpeq_epi8(low, _mm_set1_epi8('}')));
}
#endif

/* Where one of []{} stands. */
static inline uint64_t
scan_brackets(const struct scan *s)
{
	uint64_t m = 0;
#ifdef __SSE2__
	for (int i = 0; i < 4; i++)
		m |= (uint64_t)(uint32_t)_mm_movemask_epi8(scan_bracket_bytes(s->v[i])) << (16 * i);
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
#ifdef __SSE2__
	__m128i m = scan_bracket_bytes(s->v[0]);
	for (int i = 1; i < 4; i++)
		m = _mm_or_si128(m, scan_bracket_bytes(s->v[i]));
	return _mm_movemask_epi8(m) != 0;
#else
	return scan_brackets(s) != 0;
#endif
}

/* Whether the byte stands anywhere; cheaper than where. */
static inline bool
scan_has(const struct scan *s, char c)
{
#ifdef __SSE2__
	__m128i k = _mm_set1_epi8(c), m = _mm_cmpeq_epi8(s->v[0], k);
	for (int i = 1; i < 4; i++)
		m = _mm_or_si128(m, _mm_cmpeq_epi8(s->v[i], k));
	return _mm_movemask_epi8(m) != 0;
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
