/* Growing bytes. Failure is sticky: build everything, ask once. */
#ifndef MIA_BASE_BUF_H
#define MIA_BASE_BUF_H

#include "base/alloc.h"

struct buf {
	struct mia_allocator a;
	char *ptr;
	size_t len, cap;
	bool failed;
};

void mia__buf_init(struct buf *b, const struct mia_allocator *a);
void mia__buf_release(struct buf *b);
static inline void
buf_clear(struct buf *b)
{
	b->len = 0;
}
/* Room for n more bytes behind len; false (and sticky) when refused. */
bool mia__buf_reserve(struct buf *b, size_t n);
void mia__buf_add(struct buf *b, const void *bytes, size_t n);
void mia__buf_text(struct buf *b, struct mia_text t);
void mia__buf_byte(struct buf *b, char c);
void mia__buf_str(struct buf *b, const char *s);
static inline struct mia_text
buf_view(const struct buf *b)
{
	return (struct mia_text){ b->ptr ? b->ptr : "", b->len };
}

#endif
