/* yajl on memory of its own, which it keeps from one parse to the next. */
#include "event/json.h"

#include <string.h>
#include <yajl/yajl_parse.h>

void
mia__json_init(struct json *j, const struct mia_allocator *a)
{
	memset(j, 0, sizeof(*j));
	j->a = *a;
}

void
mia__json_release(struct json *j)
{
	if (j->scratch)
		mia__dealloc(&j->a, j->scratch, j->size, 1);
	j->scratch = NULL;
}

/* Each block knows its size, so that a block on top can grow in place. */
struct block {
	size_t size;
	size_t pad;
};

static void *
take(void *ctx, size_t size)
{
	struct json *j = ctx;
	struct block *b = (struct block *)(void *)(j->scratch + j->used);
	size_t need = sizeof(*b) + ((size + 15) & ~(size_t)15);

	if (need > j->size - j->used)
		return NULL;
	b->size = need - sizeof(*b);
	j->used += need;
	return b + 1;
}

static void *
retake(void *ctx, void *ptr, size_t size)
{
	struct json *j = ctx;
	struct block *b;
	void *p;

	if (!ptr)
		return take(ctx, size);
	b = (struct block *)ptr - 1;
	if (size <= b->size)
		return ptr;
	if ((char *)ptr + b->size == j->scratch + j->used)
		j->used = (size_t)((char *)b - j->scratch);
	p = take(ctx, size);
	if (p && p != ptr)
		memcpy(p, ptr, b->size);
	return p;
}

static void
give(void *ctx, void *ptr)
{
	(void)ctx;
	(void)ptr;
}

size_t
mia__json_at(const struct json *j)
{
	return yajl_get_bytes_consumed(j->handle);
}

enum json_result
mia__json_parse(struct json *j, struct mia_text text, const struct json_events *events, void *ctx)
{
	yajl_callbacks callbacks = { events->null, events->boolean, NULL, NULL, events->number,
		events->string, events->start_map, events->map_key, events->end_map, events->start_array,
		events->end_array };
	yajl_alloc_funcs funcs = { take, retake, give, j };
	size_t need = 16 * 1024 + 4 * text.len;
	yajl_handle handle;
	yajl_status status;

	if (need > j->size) {
		char *p = mia__realloc(&j->a, j->scratch, j->size, need, 1);
		if (!p)
			return JSON_MEMORY;
		j->scratch = p;
		j->size = need;
	}
	j->used = 0;
	handle = yajl_alloc(&callbacks, &funcs, ctx);
	if (!handle)
		return JSON_MEMORY;
	/* The record stage validated the text, and strictly; yajl's own check
	 * lets overlong forms and surrogates through. */
	yajl_config(handle, yajl_dont_validate_strings, 1);
	j->handle = handle;
	j->at_end = false;
	status = yajl_parse(handle, (const unsigned char *)text.ptr, text.len);
	j->bad_at = yajl_get_bytes_consumed(handle);
	j->at_end = true;
	if (status == yajl_status_ok)
		status = yajl_complete_parse(handle);
	/* Of a string that begins behind the value and does not end yajl says nothing, until it ends. */
	if (status == yajl_status_ok)
		status = yajl_parse(handle, (const unsigned char *)"\"", 1);
	j->message[0] = 0;
	if (status == yajl_status_error && j->size - j->used > 1024) {
		/* verbose would copy raw evidence into the message */
		const char *said = (const char *)yajl_get_error(handle, 0, NULL, 0);
		size_t n = strcspn(said, "\n");
		n = n < sizeof(j->message) - 1 ? n : sizeof(j->message) - 1;
		memcpy(j->message, said, n);
		j->message[n] = 0;
	}
	yajl_free(handle);
	j->handle = NULL;
	if (status == yajl_status_ok)
		return JSON_OK;
	return status == yajl_status_client_canceled ? JSON_CANCELLED : JSON_BAD;
}
