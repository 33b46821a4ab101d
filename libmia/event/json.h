/*
 * yajl behind a wall. One whole record per parser; memory comes from a
 * scratch block that is large enough by construction (16 KiB + 4 x length,
 * measured: yajl needs at most 8 KiB + 2 x length for whole records of depth
 * <= 64), since yajl does not check its allocations. Depth is counted here,
 * since yajl has no limit.
 */
#ifndef MIA_EVENT_JSON_H
#define MIA_EVENT_JSON_H

#include "base/alloc.h"

struct json_events {
	int (*null)(void *ctx);
	int (*boolean)(void *ctx, int value);
	int (*number)(void *ctx, const char *text, size_t len);
	int (*string)(void *ctx, const unsigned char *text, size_t len);
	int (*start_map)(void *ctx);
	int (*map_key)(void *ctx, const unsigned char *key, size_t len);
	int (*end_map)(void *ctx);
	int (*start_array)(void *ctx);
	int (*end_array)(void *ctx);
};

enum json_result {
	JSON_OK,
	JSON_BAD,       /* not well-formed; bad_at tells where */
	JSON_CANCELLED, /* a callback answered 0 */
	JSON_MEMORY
};

struct json {
	struct mia_allocator a;
	char *scratch;
	size_t size, used;
	bool at_end; /* the text is over; the parser gives what it held back */
	size_t bad_at;
	void *handle;     /* of the parse under way */
	char message[80]; /* of yajl, ASCII; never with bytes of the evidence */
};

enum { JSON_DEPTH = 64 };

void mia__json_init(struct json *j, const struct mia_allocator *a);
void mia__json_release(struct json *j);
/* Strings handed to the callbacks live until the callback returns, or, where
 * they hold no escape, as long as text. */
enum json_result mia__json_parse(struct json *j, struct mia_text text, const struct json_events *events,
	void *ctx);
/* Within a callback: how far into text the parse is, its event included. */
size_t mia__json_at(const struct json *j);

#endif
