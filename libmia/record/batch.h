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
	char *memory; /* what buf lies in; room in front of it is for what was left over before */
	size_t size;
	char *buf; /* SCAN_WIDTH readable bytes behind cap */
	size_t len, cap;
	struct record *records;
	size_t count, record_cap;
};

void mia__batch_init(struct batch *b, const struct mia_allocator *a);
void mia__batch_release(struct batch *b);
/* Room for cap bytes; false: out of memory. */
bool mia__batch_reserve(struct batch *b, size_t cap);
/* Empties it: room for cap bytes, and for so many more in front of them. false: out of memory. */
bool mia__batch_clear(struct batch *b, size_t front, size_t cap);
/* Puts text in front of what it holds; false: there is no room. */
bool mia__batch_put_front(struct batch *b, const char *text, size_t len);
/* Puts text behind what it holds; false: out of memory. */
bool mia__batch_append(struct batch *b, const char *text, size_t len);
/* Takes so many bytes away from its beginning. */
void mia__batch_drop(struct batch *b, size_t len);

#endif
