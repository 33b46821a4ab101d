#include "base/buf.h"

#include <string.h>

void
buf_init(struct buf *b, const struct mia_allocator *a)
{
	*b = (struct buf){ .a = mia_allocator_or_default(a) };
}

void
buf_release(struct buf *b)
{
	mia_dealloc(&b->a, b->ptr, b->cap, 1);
	b->ptr = NULL;
	b->len = b->cap = 0;
}

bool
buf_reserve(struct buf *b, size_t n)
{
	if (b->failed)
		return false;
	if (n <= b->cap - b->len)
		return true;
	size_t need;
	if (__builtin_add_overflow(b->len, n, &need))
		b->failed = true;
	else if (need < 64)
		need = 64;
	if (!b->failed && !mia_grow(&b->a, &b->ptr, &b->cap, need, 1))
		b->failed = true;
	return !b->failed;
}

void
buf_add(struct buf *b, const void *bytes, size_t n)
{
	if (n == 0 || !buf_reserve(b, n))
		return;
	memcpy(b->ptr + b->len, bytes, n);
	b->len += n;
}

void
buf_text(struct buf *b, struct mia_text t)
{
	buf_add(b, t.ptr, t.len);
}

void
buf_byte(struct buf *b, char c)
{
	if (buf_reserve(b, 1))
		b->ptr[b->len++] = c;
}

void
buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}
