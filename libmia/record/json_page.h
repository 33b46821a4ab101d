/*
 * What the first bytes of JSON tell. A page is an object that is only the
 * wrapping of an array of records, or of the rows of a table.
 */
#ifndef MIA_RECORD_JSON_PAGE_H
#define MIA_RECORD_JSON_PAGE_H

#include <stddef.h>

#include "record/framing.h"

struct json_page {
	size_t inside;           /* where the array's elements begin; 0: this is no page */
	unsigned objects;        /* around the array: 1 or 2 */
	bool of_tables;          /* the elements are pages themselves */
	bool of_rows;            /* the elements are arrays, rows of a table */
	struct mia_text columns; /* the array that names the columns, as it stands; or absent */
	/* Of a query's answer, with no rows of its result: {"FrameType":"DataSetHeader"}, and tables
	 * that tell of the query alone. */
	bool beside;
};

/* p points at '{'. false: more bytes are needed to tell. */
bool mia__json_page_open(const char *p, size_t len, bool at_end, struct json_page *ret);

/* The columns that a page names count from here on. false: no memory. */
bool mia__json_know_columns(struct framer *f, struct mia_text columns);

/* Tables that Kusto's older answers hold beside that of the result: of the query's fate, and of the tables. */
bool mia__json_tells_of_query(const struct csv_header *h);

/* The bid of mia__framing_json. Which kind of JSON it is shows while it is framed. */
enum framing_bid mia__json_bid(struct mia_text head, bool tables, const struct mia_allocator *a,
	struct sniffed *ret);

#endif
