/* A text that grows at its end. */
#include "base/buf.h"

#include <string.h>

void
mia__buf_init(struct buf *b, const struct mia_allocator *a)
{
	*b = (struct buf){ .a = mia__allocator_or_default(a) };
}

void
mia__buf_release(struct buf *b)
{
	mia__dealloc(&b->a, b->ptr, b->cap, 1);
	b->ptr = NULL;
	b->len = b->cap = 0;
}

bool
mia__buf_reserve(struct buf *b, size_t n)
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
	if (!b->failed && !mia__grow(&b->a, &b->ptr, &b->cap, need, 1))
		b->failed = true;
	return !b->failed;
}

void
mia__buf_add(struct buf *b, const void *bytes, size_t n)
{
	if (n == 0 || !mia__buf_reserve(b, n))
		return;
	memcpy(b->ptr + b->len, bytes, n);
	b->len += n;
}

void
mia__buf_text(struct buf *b, struct mia_text t)
{
	mia__buf_add(b, t.ptr, t.len);
}

void
mia__buf_byte(struct buf *b, char c)
{
	if (mia__buf_reserve(b, 1))
		b->ptr[b->len++] = c;
}

void
mia__buf_str(struct buf *b, const char *s)
{
	mia__buf_add(b, s, strlen(s));
}
