/* The memory of a batch. */
#include "record/batch.h"

#include <string.h>

#include "record/scan.h"

void
mia__batch_init(struct batch *b, const struct mia_allocator *a)
{
	memset(b, 0, sizeof(*b));
	b->a = *a;
}

void
mia__batch_release(struct batch *b)
{
	if (b->buf)
		mia__dealloc(&b->a, b->buf, b->cap + SCAN_WIDTH, 1);
	if (b->records)
		mia__dealloc(&b->a, b->records, b->record_cap, sizeof(*b->records));
	memset(b, 0, sizeof(*b));
}

bool
mia__batch_reserve(struct batch *b, size_t cap)
{
	char *p;

	if (cap <= b->cap)
		return true;
	p = mia__realloc(&b->a, b->buf, b->buf ? b->cap + SCAN_WIDTH : 0, cap + SCAN_WIDTH, 1);
	if (!p)
		return false;
	b->buf = p;
	b->cap = cap;
	return true;
}
