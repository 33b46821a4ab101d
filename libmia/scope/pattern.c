/* Patterns of the analyst, run by PCRE2 within bounds. */
#include "scope/pattern.h"

#include <stddef.h>

#include "base/alloc.h"
#include "base/error.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* PCRE2's defaults allow 10^7 steps and 19 GiB for each match. */
const struct mia_scope_limits mia__pattern_limits = {
	.size = sizeof(mia__pattern_limits),
	.pattern_bytes = 8192,
	.match_steps = 100000,
	.match_depth = 1000,
	.match_kib = 8 * 1024,
};

struct pattern {
	struct mia_allocator a; /* the compiled code keeps a pointer to it */
	pcre2_code *code;
};

struct pattern_space {
	struct mia_allocator a; /* data and context keep a pointer to it */
	pcre2_match_data *data;
	pcre2_match_context *context;
};

/* PCRE2 does not say how large a block is when it gives it back. */
struct block {
	size_t size;
	_Alignas(max_align_t) unsigned char bytes[];
};

static void *
take_block(PCRE2_SIZE size, void *ctx)
{
	struct block *block;

	if (size > SIZE_MAX - sizeof(*block))
		return NULL;
	size += sizeof(*block);
	block = mia__alloc(ctx, 1, size);
	if (!block)
		return NULL;
	block->size = size;
	return block->bytes;
}

static void
give_block(void *bytes, void *ctx)
{
	struct block *block;

	if (!bytes)
		return;
	block = (void *)((unsigned char *)bytes - offsetof(struct block, bytes));
	mia__dealloc(ctx, block, 1, block->size);
}

static enum mia_status
fail_compile(int code, size_t offset, struct mia_error *err)
{
	PCRE2_UCHAR message[160];

	if (code == PCRE2_ERROR_HEAP_FAILED)
		return mia__fail_memory(err);
	pcre2_get_error_message(code, message, sizeof(message));
	return mia__fail(err, MIA_ERR_PATTERN, "the pattern does not compile: %s (at byte %zu)",
		(const char *)message, offset);
}

enum mia_status
mia__pattern_new(struct pattern **ret, const struct mia_allocator *a, struct mia_text source, size_t most,
	struct mia_error *err)
{
	enum mia_status status = MIA_OK;
	pcre2_general_context *general = NULL;
	pcre2_compile_context *context = NULL;
	struct pattern *pattern;
	size_t offset = 0;
	int code = 0;

	pattern = mia__alloc(a, 1, sizeof(*pattern));
	if (!pattern)
		return mia__fail_memory(err);
	pattern->a = *a;
	general = pcre2_general_context_create(take_block, give_block, &pattern->a);
	context = general ? pcre2_compile_context_create(general) : NULL;
	if (!context) {
		status = mia__fail_memory(err);
		goto out;
	}
	pcre2_set_max_pattern_length(context, most);
	/* What a newline is was chosen when PCRE2 was built; results must not
	 * depend on it. */
	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	pcre2_set_bsr(context, PCRE2_BSR_UNICODE);
	pattern->code = pcre2_compile((PCRE2_SPTR)source.ptr, source.len, PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C,
		&code, &offset, context);
	if (!pattern->code) {
		status = fail_compile(code, offset, err);
		goto out;
	}
	/* Where there is no JIT, or no executable memory for it, the
	 * interpreter gives the same answers, short of the limits. */
	(void)pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE);
	*ret = pattern;
	pattern = NULL;
out:
	pcre2_compile_context_free(context);
	pcre2_general_context_free(general);
	mia__pattern_free(pattern);
	return status;
}

void
mia__pattern_free(struct pattern *pattern)
{
	if (!pattern)
		return;
	struct mia_allocator a = pattern->a;
	pcre2_code_free(pattern->code);
	mia__dealloc(&a, pattern, 1, sizeof(*pattern));
}

enum mia_status
mia__pattern_space_new(struct pattern_space **ret, const struct mia_allocator *a,
	const struct mia_scope_limits *limits, struct mia_error *err)
{
	struct pattern_space *space = mia__alloc(a, 1, sizeof(*space));
	pcre2_general_context *general;

	if (!space)
		return mia__fail_memory(err);
	space->a = *a;
	general = pcre2_general_context_create(take_block, give_block, &space->a);
	if (general) {
		space->data = pcre2_match_data_create(1, general);
		space->context = pcre2_match_context_create(general);
		pcre2_general_context_free(general);
	}
	if (!space->data || !space->context) {
		mia__pattern_space_free(space);
		return mia__fail_memory(err);
	}
	pcre2_set_match_limit(space->context, limits->match_steps);
	pcre2_set_depth_limit(space->context, limits->match_depth);
	pcre2_set_heap_limit(space->context, limits->match_kib);
	*ret = space;
	return MIA_OK;
}

void
mia__pattern_space_free(struct pattern_space *space)
{
	if (!space)
		return;
	struct mia_allocator a = space->a;
	pcre2_match_data_free(space->data);
	pcre2_match_context_free(space->context);
	mia__dealloc(&a, space, 1, sizeof(*space));
}

enum mia_match
mia__pattern_match(const struct pattern *pattern, struct pattern_space *space, struct mia_text subject)
{
	PCRE2_SPTR text = (PCRE2_SPTR)subject.ptr;
	int rc = pcre2_match(pattern->code, text, subject.len, 0, 0, space->data, space->context);

	/* The JIT has 32 KiB of stack, the interpreter the heap limit. */
	if (rc == PCRE2_ERROR_JIT_STACKLIMIT)
		rc = pcre2_match(pattern->code, text, subject.len, 0, PCRE2_NO_JIT, space->data,
			space->context);
	if (rc >= 0)
		return MIA_MATCH_YES;
	return rc == PCRE2_ERROR_NOMATCH ? MIA_MATCH_NO : MIA_MATCH_CANNOT_TELL;
}
