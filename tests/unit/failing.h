/* An allocator that refuses the n-th call, and knows what is still out; and one that only sees to it
 * that nobody relies on what fresh memory holds. */
#ifndef MIA_TESTS_FAILING_H
#define MIA_TESTS_FAILING_H

#include "test.h"

#include <stdbool.h>

struct failing {
	size_t calls;     /* that wanted memory, so far */
	size_t refuse_at; /* 1-based; 0: none */
	size_t bytes;     /* handed out and not given back */
};

/* The size in front of each block shows a caller that gives back a size other
 * than it took. */
static inline void *
failing_resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
	struct failing *f = ctx;
	char *block = ptr ? (char *)ptr - 16 : NULL;
	size_t known = 0;
	if (block)
		memcpy(&known, block, sizeof(known));
	assert_int_equal(known, old_size);
	if (new_size == 0) {
		if (f)
			f->bytes -= old_size;
		free(block);
		return NULL;
	}
	if ((f && ++f->calls == f->refuse_at) || new_size > SIZE_MAX / 2)
		return NULL;
	block = realloc(block, new_size + 16);
	assert_non_null(block);
	memcpy(block, &new_size, sizeof(new_size));
	/* Nobody may rely on fresh memory being zero. */
	if (new_size > old_size)
		memset(block + 16 + old_size, 0xa5, new_size - old_size);
	if (f)
		f->bytes += new_size - old_size;
	return block + 16;
}

static inline struct mia_allocator
failing_allocator(struct failing *f)
{
	return (struct mia_allocator){ failing_resize, f };
}

/* Refuses nothing and counts nothing, so that any thread may use it. */
static const struct mia_allocator poisoning = { failing_resize, NULL };

/* Whoever was refused memory says so: where all went well, nothing was refused. */
static inline void
assert_told(const struct failing *f, bool ok)
{
	assert_int_equal(ok, f->calls < f->refuse_at);
}

#endif
