#include "base/sort.h"

#include <string.h>

/* Short runs are cheaper to insert than to merge. */
#define RUN 16

static void
sort_run(uint32_t *v, size_t n, sort_compare *compare, const void *ctx)
{
	for (size_t i = 1; i < n; i++) {
		uint32_t x = v[i];
		size_t at = i;
		while (at > 0 && compare(ctx, x, v[at - 1]) < 0) {
			v[at] = v[at - 1];
			at--;
		}
		v[at] = x;
	}
}

/* Merges the neighbours [0, mid) and [mid, n) through room for mid numbers. */
static void
merge_runs(uint32_t *v, size_t mid, size_t n, uint32_t *room, sort_compare *compare, const void *ctx)
{
	size_t left = 0, right = mid, out = 0;

	if (compare(ctx, v[mid - 1], v[mid]) <= 0)
		return;
	memcpy(room, v, mid * sizeof(*v));
	while (left < mid && right < n)
		v[out++] = compare(ctx, v[right], room[left]) < 0 ? v[right++] : room[left++];
	memcpy(v + out, room + left, (mid - left) * sizeof(*v));
}

bool
sort_numbers(const struct mia_allocator *a, uint32_t *v, size_t n, sort_compare *compare, const void *ctx)
{
	uint32_t *room = NULL;

	if (n > RUN) {
		room = mia_alloc(a, n, sizeof(*room));
		if (!room)
			return false;
	}
	for (size_t at = 0; at < n; at += RUN)
		sort_run(v + at, n - at < RUN ? n - at : RUN, compare, ctx);
	for (size_t width = RUN; width < n; width *= 2)
		for (size_t at = 0; n - at > width; at += 2 * width) {
			size_t span = n - at < 2 * width ? n - at : 2 * width;
			merge_runs(v + at, width, span, room, compare, ctx);
			if (n - at <= 2 * width)
				break;
		}
	if (room)
		mia_dealloc(a, room, n, sizeof(*room));
	return true;
}
