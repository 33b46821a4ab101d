/*
 * What the first bytes of JSON tell. A page is an object that is only the
 * wrapping of an array of records.
 */
#ifndef MIA_RECORD_JSON_PAGE_H
#define MIA_RECORD_JSON_PAGE_H

#include <stddef.h>

#include "record/framing.h"

/*
 * p points at '{'. Returns how many bytes to skip to stand behind the '[' of
 * the page's array and the number of objects around it, 0 where this is no
 * page, -1 when more bytes are needed to tell.
 */
ptrdiff_t mia__json_page_open(const char *p, size_t len, bool at_end, unsigned *objects);

/* The bid of mia__framing_json. Which kind of JSON it is shows while it is framed. */
enum framing_bid mia__json_bid(struct mia_text head, bool tables, const struct mia_allocator *a,
	struct sniffed *ret);

#endif
