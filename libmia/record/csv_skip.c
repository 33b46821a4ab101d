/*
 * Through the inside of a quoted cell, of which most of an export consists. This file is compiled a second
 * time for processors with wider registers (libmia/meson.build).
 */
#include "base/wide.h"
#include "record/csv.h"
#include "record/scan.h"

/* A quote at the end of a block whose second one stands in the block behind it is carried there. */
size_t
#ifdef MIA_WIDE
mia__csv_skip_pairs_wide(const char *buf, size_t pos, size_t end)
#else
mia__csv_skip_pairs_plain(const char *buf, size_t pos, size_t end)
#endif
{
	uint64_t carried = 0;

	for (; end - pos > SCAN_WIDTH; pos += SCAN_WIDTH) {
		struct scan s = scan_load(buf + pos);
		uint64_t quotes = scan_equal(&s, '"'), left = quotes ^ carried, alone = carried & ~quotes,
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
	return pos - (size_t)carried;
}

#ifndef MIA_WIDE
size_t
mia__csv_skip_pairs(const char *buf, size_t pos, size_t end)
{
#ifdef MIA_WITH_WIDE
	if (has_wide())
		return mia__csv_skip_pairs_wide(buf, pos, end);
#endif
	return mia__csv_skip_pairs_plain(buf, pos, end);
}
#endif
