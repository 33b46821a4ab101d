/*
 * Batches: text that framing has cut into records, for a worker to decode alone.
 */
#ifndef MIA_RECORD_BATCH_H
#define MIA_RECORD_BATCH_H

#include "base/alloc.h"

#include <mia/evidence.h>

struct csv_header;

/* One framed record, as positions in its batch. */
struct record {
	size_t start, len;
	uint64_t number, line, offset, length;
	const struct csv_header *header; /* CSV only */
	struct mia_text page;            /* tables: what stands before the page's array */
	enum mia_reason reason;          /* already rejected by framing */
	size_t bad_at;                   /* from start: where it was noticed */
	bool last;                       /* false: more parts of this one follow */
	const char *detail;              /* static, or NULL */
};

struct batch {
	struct mia_allocator a;
	char *buf; /* SCAN_WIDTH readable bytes behind cap */
	size_t len, cap;
	struct record *records;
	size_t count, record_cap;
};

void mia__batch_init(struct batch *b, const struct mia_allocator *a);
void mia__batch_release(struct batch *b);
/* Room for cap bytes; false: out of memory. */
bool mia__batch_reserve(struct batch *b, size_t cap);

#endif
