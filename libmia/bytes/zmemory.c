/* Memory for zlib from the allocator of the caller. */
#include "bytes/zmemory.h"

#include "base/alloc.h"

void *
mia__zmemory_take(void *allocator, uInt count, uInt size)
{
	/* zlib's free has no size: keep it in front. */
	size_t total = (size_t)count * size + 16;
	size_t *p = mia__alloc(allocator, total, 1);

	if (!p)
		return NULL;
	*p = total;
	return (char *)p + 16;
}

void
mia__zmemory_give(void *allocator, void *ptr)
{
	size_t *p = (size_t *)(void *)((char *)ptr - 16);

	mia__dealloc(allocator, p, *p, 1);
}
