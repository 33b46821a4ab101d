/* The blocks of SHA-256 by the SHA-2 instructions of ARMv8. */
#include "crypto/builtin.h"

#include <arm_neon.h>

/* Four rounds. */
#define FOUR(i, word) \
	do { \
		uint32x4_t sum = vaddq_u32(word, vld1q_u32(mia__sha256_k + (i))), before = abcd; \
		abcd = vsha256hq_u32(abcd, efgh, sum); \
		efgh = vsha256h2q_u32(efgh, before, sum); \
	} while (0)

/* Four words of the schedule, in the place of those 16 before them. */
#define NEXT(w0, w1, w2, w3) (w0 = vsha256su1q_u32(vsha256su0q_u32(w0, w1), w2, w3))

static inline uint32x4_t
load_be(const unsigned char *p)
{
	return vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8(p)));
}

void
mia__sha256_armv8(uint32_t h[8], const unsigned char *p, size_t count)
{
	uint32x4_t abcd = vld1q_u32(h), efgh = vld1q_u32(h + 4);

	for (; count; count--, p += 64) {
		uint32x4_t abcd_before = abcd, efgh_before = efgh;
		uint32x4_t w0 = load_be(p), w1 = load_be(p + 16), w2 = load_be(p + 32), w3 = load_be(p + 48);

		for (int i = 0; i < 48; i += 16) {
			FOUR(i, w0);
			NEXT(w0, w1, w2, w3);
			FOUR(i + 4, w1);
			NEXT(w1, w2, w3, w0);
			FOUR(i + 8, w2);
			NEXT(w2, w3, w0, w1);
			FOUR(i + 12, w3);
			NEXT(w3, w0, w1, w2);
		}
		FOUR(48, w0);
		FOUR(52, w1);
		FOUR(56, w2);
		FOUR(60, w3);
		abcd = vaddq_u32(abcd, abcd_before);
		efgh = vaddq_u32(efgh, efgh_before);
	}
	vst1q_u32(h, abcd);
	vst1q_u32(h + 4, efgh);
}
