/* The framings, and what they have in common: places, books, and the records that they hand out. */
#include "record/framing.h"

#include <string.h>

#include "bytes/bytes.h"
#include "record/csv.h"
#include "record/scan.h"
#include "record/sniff.h"

/* Where two bid the same, the first of them. */
static const struct framing *const framings[] = {
	&mia__framing_rejects,
	&mia__framing_csv,
	&mia__framing_json,
};

void
mia__framing_choose(struct mia_text head, bool tables, const struct mia_allocator *a, struct sniffed *ret)
{
	enum framing_bid best = BID_NONE;

	for (size_t i = 0; i < sizeof(framings) / sizeof(*framings); i++) {
		struct sniffed found = { .framing = framings[i] };
		enum framing_bid bid = framings[i]->bid(head, tables, a, &found);
		if (found.no_memory) {
			*ret = (struct sniffed){ .no_memory = true };
			return;
		}
		if (bid > best) {
			best = bid;
			*ret = found;
		}
	}
}

void
mia__framer_init(struct framer *f, const struct mia_allocator *a, size_t limit, bool tables)
{
	memset(f, 0, sizeof(*f));
	f->a = *a;
	f->limit = limit;
	f->tables = tables;
	f->encoding = MIA_ENCODING_UTF8;
	f->line = 1;
	f->feed = '\n';
	f->next_record = 1;
	mia__arena_init(&f->pages, a);
}

void
mia__framer_release(struct framer *f)
{
	while (f->headers) {
		struct csv_header *h = f->headers;
		f->headers = h->next;
		mia__csv_header_free(h);
	}
	mia__arena_release(&f->pages);
	if (f->marks.chains)
		mia__dealloc(&f->a, f->marks.chains, f->marks.cap, sizeof(*f->marks.chains));
}

bool
mia__framer_begin(struct framer *f, const struct sniffed *what, struct mia_text head,
	enum mia_encoding encoding, uint64_t offset)
{
	f->framing = what->framing;
	f->feed = mia__line_feed(head);
	f->container = what->container;
	f->encoding = encoding;
	f->offset = f->framing_bytes = offset;
	return !f->framing->begin || f->framing->begin(f, what, head);
}

size_t
mia__framer_run(struct framer *f, struct batch *batch, bool at_end)
{
	size_t used;

	memset(batch->buf + batch->len, 0, SCAN_WIDTH);
	f->done = 0;
	used = f->framing ? f->framing->frame(f, batch, at_end) : batch->len;
	if (f->done < used)
		mia__frame_skip(f, batch, used);
	f->done = 0;
	return used;
}

void
mia__frame_header(struct framer *f, struct csv_header *header)
{
	header->next = f->headers;
	f->headers = header;
	f->header_count++;
	f->header = header;
}

static uint64_t
count_lines(const char *p, size_t n, char feed)
{
	uint64_t lines = 0;
	const char *end = p + n;

	while ((p = memchr(p, feed, (size_t)(end - p))) != NULL) {
		lines++;
		if (++p == end)
			break;
	}
	return lines;
}

char
mia__line_feed(struct mia_text head)
{
	const char *p = head.ptr, *end = p + head.len;
	size_t alone = 0;

	while (p < end && (p = memchr(p, '\r', (size_t)(end - p))) != NULL) {
		p++;
		alone += p == end || *p != '\n';
	}
	return alone > 0 && alone > count_lines(head.ptr, head.len, '\n') ? '\r' : '\n';
}

/* Moves the place over buf[done..to) and returns the source's bytes in it. */
static uint64_t
advance(struct framer *f, const struct batch *batch, size_t to)
{
	uint64_t length = mia__bytes_source_length(f->encoding, batch->buf + f->done, to - f->done);

	f->line += count_lines(batch->buf + f->done, to - f->done, f->feed);
	f->offset += length;
	f->done = to;
	return length;
}

void
mia__frame_skip(struct framer *f, const struct batch *batch, size_t to)
{
	f->framing_bytes += advance(f, batch, to);
}

static struct record *
new_record(struct framer *f, struct batch *batch)
{
	struct record *r;

	if (batch->count == batch->record_cap &&
		!mia__grow(&batch->a, &batch->records, &batch->record_cap, batch->count + 1,
			sizeof(*batch->records))) {
		f->failed = true;
		return NULL;
	}
	r = &batch->records[batch->count++];
	memset(r, 0, sizeof(*r));
	return r;
}

void
mia__frame_emit(struct framer *f, struct batch *batch, size_t start, size_t len, enum mia_reason reason,
	size_t bad_at, const char *detail)
{
	struct record *r;

	/* Too long is too long, also where it happens to be in memory as a whole. */
	if (f->skipping || len > f->limit) {
		mia__frame_emit_part(f, batch, start, len, true);
		return;
	}
	mia__frame_skip(f, batch, start);
	r = new_record(f, batch);
	if (!r)
		return;
	r->start = start;
	r->len = len;
	r->number = f->next_record++;
	r->line = f->line;
	r->offset = f->offset;
	r->length = advance(f, batch, start + len);
	r->header = f->header;
	r->page = f->page;
	r->reason = reason;
	r->bad_at = bad_at;
	r->last = true;
	r->detail = detail;
	f->record_bytes += r->length;
	f->records++;
}

void
mia__frame_note(struct framer *f, struct batch *batch, enum mia_reason reason, const char *detail)
{
	struct record *r = new_record(f, batch);

	if (!r)
		return;
	r->number = f->next_record++;
	r->line = f->line;
	r->offset = f->offset;
	r->reason = reason;
	r->last = true;
	r->detail = detail;
	f->records++;
}

void
mia__frame_emit_part(struct framer *f, struct batch *batch, size_t start, size_t len, bool last)
{
	struct record *r;

	if (!f->skipping) {
		mia__frame_skip(f, batch, start);
		f->skipping = true;
		f->skip_number = f->next_record++;
		f->skip_line = f->line;
		f->skip_offset = f->offset;
	}
	r = new_record(f, batch);
	if (!r)
		return;
	r->start = start;
	r->len = len;
	f->record_bytes += advance(f, batch, start + len);
	r->number = f->skip_number;
	r->line = f->skip_line;
	r->offset = f->skip_offset;
	r->length = f->offset - f->skip_offset;
	r->header = f->header;
	r->reason = MIA_REASON_TOO_LONG;
	r->bad_at = f->limit;
	r->last = last;
	if (last) {
		f->skipping = false;
		f->records++;
	}
}
