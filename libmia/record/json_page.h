/* Pages: an object that is only the wrapping of an array of records. */
#ifndef MIA_RECORD_JSON_PAGE_H
#define MIA_RECORD_JSON_PAGE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * p points at '{'. Returns how many bytes to skip to stand behind the '[' of
 * the page's array and the number of objects around it, 0 where this is no
 * page, -1 when more bytes are needed to tell.
 */
ptrdiff_t mia__json_page_open(const char *p, size_t len, bool at_end, unsigned *objects);

#endif
