/* The blocks of SHA-256 by the SHA extensions of x86-64. */
#include "crypto/builtin.h"

#include <immintrin.h>

/* Four rounds from round i on. The processor keeps the eight words as a b e f and c d g h. */
static inline void
four(__m128i *abef, __m128i *cdgh, int i, __m128i words)
{
	__m128i sum = _mm_add_epi32(words, _mm_loadu_si128((const __m128i *)(mia__sha256_k + i)));

	*cdgh = _mm_sha256rnds2_epu32(*cdgh, *abef, sum);
	*abef = _mm_sha256rnds2_epu32(*abef, *cdgh, _mm_shuffle_epi32(sum, 0x0e));
}

/* Four words of the schedule, of those 16 before them. */
static inline __m128i
next(__m128i w0, __m128i w1, __m128i w2, __m128i w3)
{
	return _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(w0, w1), _mm_alignr_epi8(w3, w2, 4)),
		w3);
}

static inline __m128i
load_be(const unsigned char *p)
{
	return _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)p),
		_mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
}

void
mia__sha256_ni(uint32_t h[8], const unsigned char *p, size_t count)
{
	__m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)h), 0xb1);
	__m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(h + 4)), 0x1b);
	__m128i abef = _mm_alignr_epi8(cdab, efgh, 8), cdgh = _mm_blend_epi16(efgh, cdab, 0xf0);

	for (; count; count--, p += 64) {
		__m128i abef_before = abef, cdgh_before = cdgh;
		__m128i w0 = load_be(p), w1 = load_be(p + 16), w2 = load_be(p + 32), w3 = load_be(p + 48);

		for (int i = 0; i < 48; i += 16) {
			four(&abef, &cdgh, i, w0);
			w0 = next(w0, w1, w2, w3);
			four(&abef, &cdgh, i + 4, w1);
			w1 = next(w1, w2, w3, w0);
			four(&abef, &cdgh, i + 8, w2);
			w2 = next(w2, w3, w0, w1);
			four(&abef, &cdgh, i + 12, w3);
			w3 = next(w3, w0, w1, w2);
		}
		four(&abef, &cdgh, 48, w0);
		four(&abef, &cdgh, 52, w1);
		four(&abef, &cdgh, 56, w2);
		four(&abef, &cdgh, 60, w3);
		abef = _mm_add_epi32(abef, abef_before);
		cdgh = _mm_add_epi32(cdgh, cdgh_before);
	}
	__m128i feba = _mm_shuffle_epi32(abef, 0x1b), dchg = _mm_shuffle_epi32(cdgh, 0xb1);
	_mm_storeu_si128((__m128i *)h, _mm_blend_epi16(feba, dchg, 0xf0));
	_mm_storeu_si128((__m128i *)(h + 4), _mm_alignr_epi8(dchg, feba, 8));
}
