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
	if (b->memory)
		mia__dealloc(&b->a, b->memory, b->size, 1);
	if (b->records)
		mia__dealloc(&b->a, b->records, b->record_cap, sizeof(*b->records));
	memset(b, 0, sizeof(*b));
}

bool
mia__batch_reserve(struct batch *b, size_t cap)
{
	size_t front = b->memory ? (size_t)(b->buf - b->memory) : 0;
	char *p;

	if (cap <= b->cap)
		return true;
	if (cap > SIZE_MAX - SCAN_WIDTH - front)
		return false;
	p = mia__realloc(&b->a, b->memory, b->size, front + cap + SCAN_WIDTH, 1);
	if (!p)
		return false;
	b->memory = p;
	b->size = front + cap + SCAN_WIDTH;
	b->buf = p + front;
	b->cap = cap;
	return true;
}

bool
mia__batch_clear(struct batch *b, size_t front, size_t cap)
{
	b->len = b->count = 0;
	if (b->memory) {
		b->buf = b->memory;
		b->cap = b->size - SCAN_WIDTH;
	}
	if (!mia__batch_reserve(b, front + cap))
		return false;
	b->buf += front;
	b->cap -= front;
	return true;
}

bool
mia__batch_put_front(struct batch *b, const char *text, size_t len)
{
	if (len == 0)
		return true;
	if (!b->memory || (size_t)(b->buf - b->memory) < len)
		return false;
	b->buf -= len;
	b->cap += len;
	b->len += len;
	memcpy(b->buf, text, len);
	return true;
}

bool
mia__batch_append(struct batch *b, const char *text, size_t len)
{
	if (len == 0)
		return true;
	if (b->cap - b->len < len && !mia__batch_reserve(b, b->len + len + b->len / 2))
		return false;
	memcpy(b->buf + b->len, text, len);
	b->len += len;
	return true;
}

void
mia__batch_drop(struct batch *b, size_t len)
{
	if (len > 0)
		memmove(b->buf, b->buf + len, b->len - len);
	b->len -= len;
}
