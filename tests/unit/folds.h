/* What the tests of every fold do: deal records out to several folds and merge
 * these in any order, refuse each allocation in turn, and print what a fold says,
 * so that two are compared in all of it. */
#ifndef MIA_TESTS_FOLDS_H
#define MIA_TESTS_FOLDS_H

#include "failing.h"

#include "base/buf.h"
#include "base/text.h"

/* A small generator, so that every run makes the same worlds. */
static inline unsigned
next_number(uint64_t *state, unsigned below)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(*state >> 33) % below;
}

#define PICK(state, list) ((list)[next_number((state), sizeof(list) / sizeof(*(list)))])

static inline void
seal(struct mia_fold *fold)
{
	assert_int_equal(fold->ops->seal(fold, NULL), MIA_OK);
}

/* ---- what is brought into a fold, one after another ---- */

struct fold_steps {
	unsigned count; /* no multiple of 7 */
	enum mia_status (*add)(struct mia_fold *fold, const void *world, unsigned i);
	const void *world;
};

static inline void
add_step(struct mia_fold *fold, const struct fold_steps *steps, unsigned i)
{
	assert_int_equal(steps->add(fold, steps->world, i), MIA_OK);
}

/*
 * Deals the steps out to up to 7 folds, some of them to two, merges these in
 * any order into one and seals that. `like` stays as it is; the result is the
 * caller's.
 */
static inline struct mia_fold *
deal_steps(const struct mia_fold *like, const struct fold_steps *steps, uint64_t *state)
{
	struct mia_fold *folds[7];
	unsigned count = 1 + next_number(state, 7), start = next_number(state, steps->count);

	assert_int_not_equal(steps->count % 7, 0);
	for (unsigned k = 0; k < count; k++)
		assert_int_equal(like->ops->spawn(like, &folds[k], NULL), MIA_OK);
	for (unsigned i = 0; i < steps->count; i++) {
		unsigned which = (start + i * 7) % steps->count;
		add_step(folds[next_number(state, count)], steps, which);
		if (next_number(state, 4) == 0)
			add_step(folds[next_number(state, count)], steps, which);
	}
	while (count > 1) {
		unsigned into = next_number(state, count), from = next_number(state, count - 1);
		from += from >= into;
		assert_int_equal(like->ops->merge(folds[into], folds[from], NULL), MIA_OK);
		like->ops->free(folds[from]);
		folds[from] = folds[--count];
	}
	/* How many threads a seal may use changes nothing. */
	if (like->ops->may_use_threads)
		like->ops->may_use_threads(folds[0], 1 + next_number(state, 3));
	seal(folds[0]);
	return folds[0];
}

/* Spawns, adds, merges and seals; whatever is refused, it says so. */
static inline enum mia_status
fold_steps(struct mia_fold *fold, const struct fold_steps *steps)
{
	struct mia_fold *other = NULL;
	enum mia_status status = fold->ops->spawn(fold, &other, NULL);

	if (status < 0)
		return status;
	for (unsigned i = 0; status >= 0 && i < steps->count; i++)
		status = steps->add(i % 2 ? other : fold, steps->world, i);
	if (status >= 0)
		status = fold->ops->merge(fold, other, NULL);
	if (status >= 0)
		status = fold->ops->seal(fold, NULL);
	fold->ops->free(other);
	return status;
}

/* Runs it again and again, each time with one allocation more before the one
 * that is refused, until none is: it says each time that memory was refused,
 * gives all back, and ends with `wanted`. */
static inline void
refuse_each_allocation(enum mia_status (*run)(const struct mia_allocator *a, const void *ctx),
	const void *ctx, enum mia_status wanted)
{
	enum mia_status status = MIA_ERR_MEMORY;

	for (size_t n = 1; status == MIA_ERR_MEMORY; n++) {
		struct failing f = { .refuse_at = n };
		struct mia_allocator a = failing_allocator(&f);
		status = run(&a, ctx);
		assert_int_equal(status, f.calls < n ? wanted : MIA_ERR_MEMORY);
		assert_int_equal(f.bytes, 0);
		assert_true(n < 100000);
	}
}

/* ---- what a fold says, as text ---- */

static inline void __attribute__((format(printf, 2, 3))) print(struct buf *b, const char *format, ...)
{
	char line[1600];
	va_list args;

	va_start(args, format);
	int length = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	assert_in_range(length, 0, sizeof(line) - 1);
	mia__buf_add(b, line, (size_t)length);
}

/* Absent and empty texts differ. */
static inline void
print_text(struct buf *b, struct mia_text t)
{
	print(b, " %s%.*s", t.ptr ? "=" : "-", (int)t.len, t.ptr ? t.ptr : "");
}

static inline void
assert_same_text(struct mia_text a, struct mia_text b)
{
	if ((a.ptr == NULL) != (b.ptr == NULL) || !text_equal(a, b))
		fail_msg("\"%.*s\" and \"%.*s\"", (int)a.len, a.ptr ? a.ptr : "", (int)b.len,
			b.ptr ? b.ptr : "");
}

/* The line that stands at this place. */
static inline struct mia_text
line_around(const struct buf *b, size_t at)
{
	size_t start = at, end = at;

	while (start > 0 && b->ptr[start - 1] != '\n')
		start--;
	while (end < b->len && b->ptr[end] != '\n')
		end++;
	return (struct mia_text){ b->ptr + start, end - start };
}

/* Names the first line that differs. */
static inline void
assert_same_print(const struct buf *wanted, const struct buf *got)
{
	size_t at = 0;

	assert_false(wanted->failed || got->failed);
	while (at < wanted->len && at < got->len && wanted->ptr[at] == got->ptr[at])
		at++;
	if (at < wanted->len || at < got->len) {
		assert_same_text(line_around(wanted, at), line_around(got, at));
		fail_msg("one says more, from byte %zu on", at);
	}
}

#endif
