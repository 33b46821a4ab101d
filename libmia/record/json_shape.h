/*
 * Walks over JSON where framing is in doubt: is this a whole value, is it a
 * record, where does the next record begin?
 */
#ifndef MIA_RECORD_JSON_SHAPE_H
#define MIA_RECORD_JSON_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <mia/base.h>

struct json_shape {
	bool record;    /* an object with a member that a record has, or what wraps one */
	size_t members; /* of the outermost value */
};

/*
 * The length of the value that begins at p, which is an object, an array or a
 * string; 0: it is not well formed, or nested too deep; -1: it goes on behind len.
 * *shape may be NULL.
 */
ptrdiff_t mia__json_walk(const char *p, size_t len, struct json_shape *shape);

/* Whether an object that has this member, of whatever kind, is a record or what wraps one. */
bool mia__json_record_key(struct mia_text key);

struct json_search {
	const char *buf;
	size_t from, to, len; /* a value that begins in from..to, and may end before len */
	size_t columns;       /* not 0: rows of a table, arrays of so many elements */
	bool at_end;          /* nothing follows behind len */
};

/* The first value that is whole and a record; `to`: none; SIZE_MAX: more bytes are needed. *work
 * grows by the bytes looked at. */
size_t mia__json_find_record(const struct json_search *s, uint64_t *work);

/* Whether an object begins at '{': with its end, or with a name and a colon. 1: so, 0: not so, -1: more
 * bytes are needed. */
int mia__json_begins_object(const char *p, size_t len);
/* How many of the bytes are such as a number, true, false or null is written with. */
size_t mia__json_scalar_length(const char *p, size_t len);

#endif
