/* How many columns of a terminal a character takes. */
#ifndef MIA_FORMAT_CODE_WIDTH_H
#define MIA_FORMAT_CODE_WIDTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Code points from first to last. */
struct code_range {
	uint32_t first, last;
};

/* ranges: in order. */
static inline bool
code_in_ranges(const struct code_range *ranges, size_t count, uint32_t code_point)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (code_point > ranges[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && code_point >= ranges[low].first;
}

/* 0 for what stands on the character before it, 2 for wide ones, else 1. Says
 * nothing of what is hidden. */
unsigned mia__code_width(uint32_t code_point);

#endif
