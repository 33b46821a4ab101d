/*
 * 64 bytes at a time: where a byte stands, as a bit mask. The callers' buffers
 * have 64 readable bytes behind their end.
 */
#ifndef MIA_RECORD_SCAN_H
#define MIA_RECORD_SCAN_H

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

/* Equal after setting bit 5: one comparison for '[' and '{', or ']' and '}'. */
static inline uint64_t
scan_equal_or32(const struct scan *s, char c)
{
	uint64_t m = 0;
#ifdef __SSE2__
	__m128i k = _mm_set1_epi8(c), bit = _mm_set1_epi8(32);
	for (int i = 0; i < 4; i++)
		m |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_or_si128(s->v[i], bit), k))
			<< (16 * i);
#else
	for (int i = 0; i < SCAN_WIDTH; i++)
		m |= (uint64_t)((s->p[i] | 32) == c) << i;
#endif
	return m;
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
