/* Sorting by a key, and by a comparison where keys are equal. */
#include "base/keyed.h"

bool
mia__sort_keyed(const struct mia_allocator *a, struct sort_pair *v, size_t n, sort_compare *compare,
	const void *ctx, uint32_t *order)
{
	if (!mia__sort_by_key(a, v, n))
		return false;
	for (size_t i = 0; i < n; i++)
		order[i] = v[i].value;
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && v[to].key == v[from].key; to++)
			;
		if (to - from > 1 && !mia__sort_numbers(a, order + from, to - from, compare, ctx))
			return false;
	}
	return true;
}
