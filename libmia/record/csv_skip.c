/*
 * Through the inside of a quoted cell, of which most of an export consists. This file is compiled a second
 * time for processors with wider registers (libmia/meson.build).
 */
#ifdef SKIM_WIDE
#include <immintrin.h>
#endif

#include "record/csv.h"
#include "record/scan.h"

static inline uint64_t
quotes_of(const char *p)
{
#ifdef SKIM_WIDE
	const __m256i quote = _mm256_set1_epi8('"');
	__m256i low = _mm256_loadu_si256((const __m256i *)(const void *)p),
		high = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));

	return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, quote)) |
		(uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, quote)) << 32;
#else
	struct scan s = scan_load(p);

	return scan_equal(&s, '"');
#endif
}

/* A quote at the end of a block whose second one stands in the block behind it is carried there. */
size_t
#ifdef SKIM_WIDE
mia__csv_skip_pairs_wide(const char *buf, size_t pos, size_t end)
#else
mia__csv_skip_pairs_plain(const char *buf, size_t pos, size_t end)
#endif
{
	uint64_t carried = 0;

	for (; end - pos > SCAN_WIDTH; pos += SCAN_WIDTH) {
		uint64_t quotes = quotes_of(buf + pos), left = quotes ^ carried, alone = carried & ~quotes,
			 last = 0;
		/* The first two of every run, until none is left. */
		do {
			uint64_t firsts = left & ~(left << 1);
			alone |= firsts << 1 & ~left;
			last |= firsts >> (SCAN_WIDTH - 1);
			left ^= firsts | firsts << 1;
		} while (left && !alone);
		if (alone)
			break;
		carried = last;
	}
	return pos - carried;
}

#ifndef SKIM_WIDE
size_t
mia__csv_skip_pairs(const char *buf, size_t pos, size_t end)
{
#ifdef MIA_WITH_WIDE
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
		return mia__csv_skip_pairs_wide(buf, pos, end);
#endif
	return mia__csv_skip_pairs_plain(buf, pos, end);
}
#endif
