/* The allocator of the caller, or malloc. */
#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

static void *
malloc_resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
	(void)ctx;
	(void)old_size;
	if (new_size == 0) {
		free(ptr);
		return NULL;
	}
	return realloc(ptr, new_size);
}

const struct mia_allocator mia__malloc_allocator = { malloc_resize, NULL };

struct mia_allocator
mia__allocator_or_default(const struct mia_allocator *a)
{
	return a ? *a : mia__malloc_allocator;
}

void *
mia__alloc(const struct mia_allocator *a, size_t count, size_t size)
{
	size_t bytes;
	if (__builtin_mul_overflow(count, size, &bytes) || bytes == 0)
		return NULL;
	/* Large blocks come zeroed from the kernel; do not touch them twice. */
	if (a->resize == malloc_resize)
		return calloc(count, size);
	void *ptr = a->resize(a->ctx, NULL, 0, bytes);
	if (ptr)
		memset(ptr, 0, bytes);
	return ptr;
}

void *
mia__realloc(const struct mia_allocator *a, void *ptr, size_t old_count, size_t new_count, size_t size)
{
	size_t bytes;
	if (__builtin_mul_overflow(new_count, size, &bytes) || bytes == 0)
		return NULL;
	return a->resize(a->ctx, ptr, ptr ? old_count * size : 0, bytes);
}

void
mia__dealloc(const struct mia_allocator *a, void *ptr, size_t count, size_t size)
{
	if (ptr)
		a->resize(a->ctx, ptr, count * size, 0);
}

bool
mia__grow(const struct mia_allocator *a, void *ptr_to_array, size_t *cap, size_t need, size_t size)
{
	if (need <= *cap)
		return true;
	size_t wanted;
	if (*cap < 8)
		wanted = 8;
	else if (__builtin_mul_overflow(*cap, 2, &wanted))
		return false;
	if (wanted < need)
		wanted = need;
	/* The array's element type is unknown here, so its pointer is copied as
	 * bytes rather than read through a void **. */
	void *ptr;
	memcpy(&ptr, ptr_to_array, sizeof(ptr));
	void *grown = mia__realloc(a, ptr, *cap, wanted, size);
	if (!grown)
		return false;
	memcpy(ptr_to_array, &grown, sizeof(grown));
	*cap = wanted;
	return true;
}
