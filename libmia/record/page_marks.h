/*
 * What the answer of a service says of itself, around its records: that there
 * is a page behind this one, or that the answer is not whole.
 */
#ifndef MIA_RECORD_PAGE_MARKS_H
#define MIA_RECORD_PAGE_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <mia/base.h>

#include "base/alloc.h"

/* Pages that stand together in a file and name the same query. */
struct page_chain {
	uint64_t context;    /* a hash of @odata.context; 0: not stated */
	uint64_t go_on, end; /* pages with a link to the next one, and without */
};

/* Of one source. */
struct page_marks {
	struct page_chain *chains;
	size_t count, cap;
	bool cut; /* it says that it is not whole */
	/* of the page under work */
	bool goes_on;
	uint64_t context;
};

/* A page begins; `head` is what stands in front of its records. true: as mia__page_look. */
bool mia__page_begin(struct page_marks *m, struct mia_text head);
/* More of what stands around the records. true: it names an operation, so a record, or a part of one, is in
 * it, which must not be taken for what stands around. */
bool mia__page_look(struct page_marks *m, struct mia_text text);
/* The page is over; may_end: it is a page of records, which ends a chain if it has no link. false: no
 * memory. */
bool mia__page_end(struct page_marks *m, const struct mia_allocator *a, bool may_end);
/* Whether a text names an operation, as a key or in a string that holds a record. */
bool mia__json_names_operation(struct mia_text text);
/* Whether an object that is no record says that an answer is not whole. */
bool mia__says_cut(struct mia_text text);

#endif
