/*
 * Rejects in a file of their own, byte for byte, so that reading the file
 * again rejects them again for the same reason. Lengths come first, since the
 * bytes may hold anything:
 *
 *   MIA-REJECTS 1
 *   REJECT reason=BAD_JSON last=1 separator=, header=80 bytes=456 record=17 line=24 offset=20480 source=...
 *   <header row><record><line feed>
 */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "record/csv.h"
#include "record/framing.h"
#include "record/json_shape.h"
#include "record/sniff.h"

#define MARK "MIA-REJECTS 1"
#define MAGIC MARK "\n"

enum mia_status
mia_rejects_begin(mia_write_fn *write, void *ctx, struct mia_error *err)
{
	if (!write)
		return mia__fail(err, MIA_ERR_ARGUMENT, "nowhere to write");
	if (write(ctx, MAGIC, sizeof(MAGIC) - 1) != 0)
		return mia__fail(err, MIA_ERR_SINK, "the bytes were refused");
	return MIA_OK;
}

/* Which separator makes this header one of ours: the reject does not say. 0:
 * out of memory. */
static char
separator_of(struct mia_text header)
{
	bool no_memory = false;
	struct csv_header *h;
	char separator = '-';

	if (header.len && *header.ptr == CSV_ROW)
		return CSV_ROW;
	for (const char *s = CSV_SEPARATORS; header.len && *s; s++) {
		h = mia__csv_header_new(&mia__malloc_allocator, header, *s, &no_memory);
		mia__csv_header_free(h);
		if (h)
			return *s;
	}
	/* Of a table that is no audit export. */
	h = header.len ? mia__csv_table_header_new(&mia__malloc_allocator, header, &no_memory) : NULL;
	if (h)
		separator = h->manner.separator;
	mia__csv_header_free(h);
	return no_memory ? 0 : separator;
}

enum mia_status
mia_rejects_add(const struct mia_reject *reject, mia_write_fn *write, void *ctx, struct mia_error *err)
{
	char line[512], source[200], separator;
	int n;

	if (!reject || !write)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no reject, or nowhere to write");
	separator = separator_of(reject->header);
	if (!separator)
		return mia__fail_memory(err);
	mia__escape_ascii(text_of(reject->place.source ? reject->place.source->name : ""), source,
		sizeof(source));
	n = snprintf(line, sizeof(line),
		"REJECT reason=%s last=%d separator=%02x header=%zu bytes=%zu record=%llu line=%llu offset=%llu source=%s\n",
		mia_reason_name(reject->reason), reject->last ? 1 : 0, (unsigned)(unsigned char)separator,
		reject->header.len, reject->raw.len, (unsigned long long)reject->place.record,
		(unsigned long long)reject->place.line, (unsigned long long)reject->place.offset, source);
	if (write(ctx, line, (size_t)n) != 0 ||
		(reject->header.len && write(ctx, reject->header.ptr, reject->header.len) != 0) ||
		(reject->raw.len && write(ctx, reject->raw.ptr, reject->raw.len) != 0) ||
		write(ctx, "\n", 1) != 0)
		return mia__fail(err, MIA_ERR_SINK, "the bytes were refused");
	return MIA_OK;
}

/* ---- reading ---- */

struct entry {
	enum mia_reason reason;
	bool last;
	char separator;
	uint64_t header, bytes; /* as they are written; on 32 bits more than there can be */
};

static bool
field(struct mia_text line, const char *name, struct mia_text *ret)
{
	ptrdiff_t at = mia__text_find(line, text_of(name));
	const char *p, *end = line.ptr + line.len;

	if (at < 0)
		return false;
	p = line.ptr + at + strlen(name);
	ret->ptr = p;
	while (p < end && *p != ' ')
		p++;
	ret->len = (size_t)(p - ret->ptr);
	return true;
}

static bool
number_field(struct mia_text line, const char *name, uint64_t *ret)
{
	struct mia_text t;
	int64_t n;

	if (!field(line, name, &t) || !mia__number_parse(t, &n) || n < 0 || n > (int64_t)1 << 40)
		return false;
	*ret = (uint64_t)n;
	return true;
}

static bool
parse_entry(struct mia_text line, struct entry *e)
{
	struct mia_text reason, separator;
	uint64_t last;

	if (!text_starts(line, TEXT("REJECT reason=")) || !field(line, " reason=", &reason) ||
		!number_field(line, " last=", &last) || !field(line, " separator=", &separator) ||
		separator.len != 2 || !number_field(line, " header=", &e->header) ||
		!number_field(line, " bytes=", &e->bytes))
		return false;
	e->last = last != 0;
	e->reason = MIA_REASON_NONE;
	for (int i = 1; i < MIA_REASON_COUNT; i++)
		if (text_equal(reason, text_of(mia_reason_name((enum mia_reason)i))))
			e->reason = (enum mia_reason)i;
	for (const char *s = ",;\t|-["; *s; s++) {
		char hex[3];
		snprintf(hex, sizeof(hex), "%02x", (unsigned)(unsigned char)*s);
		if (memcmp(hex, separator.ptr, 2) == 0)
			e->separator = *s;
	}
	return e->reason != MIA_REASON_NONE && e->separator;
}

/* So many different headers no evidence has; what stands under others is rejected as it was. */
enum { HEADERS_MOST = 512 };

/* Reasons that decoding finds again by itself; the others were found by
 * framing or belong to the source, and stand as they were written. */
static bool
judged_by_decoding(enum mia_reason reason)
{
	return reason == MIA_REASON_BAD_JSON || reason == MIA_REASON_NUL_BYTE ||
		reason == MIA_REASON_TOO_DEEP || reason == MIA_REASON_TOO_FEW_COLUMNS ||
		reason == MIA_REASON_TOO_MANY_COLUMNS || reason == MIA_REASON_NO_AUDITDATA ||
		reason == MIA_REASON_CUT_AT_32767 || reason == MIA_REASON_NOT_A_RECORD ||
		reason == MIA_REASON_FIELD_TOO_LONG || reason == MIA_REASON_TOO_MANY_FIELDS ||
		reason == MIA_REASON_TOO_MANY_ITEMS;
}

/* The header of an entry, kept once. NULL: it is none, or one of a flood of them; out of memory. */
static const struct csv_header *
header_for(struct framer *f, struct mia_text row, char separator, struct mia_text record)
{
	enum csv_escapes escapes = mia__csv_escapes_of(record, separator);
	struct csv_header *h;

	for (const struct csv_header *known = f->headers; known; known = known->next)
		if (text_equal(known->raw, row) && known->manner.separator == separator &&
			known->manner.escapes == escapes)
			return known;
	if (f->header_count == HEADERS_MOST)
		return NULL;
	h = f->tables ? mia__csv_table_header_new(&f->a, row, &f->failed)
		      : mia__csv_header_new(&f->a, row, separator, &f->failed);
	if (!h)
		return NULL;
	h->manner.escapes = escapes;
	mia__frame_header(f, h);
	return h;
}

/* Beyond these an entry is not one of ours: a line of it, and what a part of a
 * long record may hold above the limit (what is read at a time). */
enum { ENTRY_LINE = 4096, ENTRY_MORE = 1 << 24 };

static size_t
frame(struct framer *f, struct batch *batch, bool at_end)
{
	size_t pos = 0;

	while (pos < batch->len && !f->failed) {
		const char *p = batch->buf + pos, *lf = memchr(p, '\n', batch->len - pos);
		struct mia_text line = { p, lf ? (size_t)(lf - p) : batch->len - pos };
		struct entry e = { 0 };
		if (!lf && !at_end && line.len <= ENTRY_LINE)
			break;
		if (text_equal(line, TEXT(MARK)) || line.len == 0) {
			pos += line.len + (lf != NULL);
			continue;
		}
		size_t body = pos + line.len + 1;
		if (!parse_entry(line, &e) || e.header + e.bytes > 4 * (uint64_t)f->limit + ENTRY_MORE ||
			(at_end && body + e.header + e.bytes > batch->len)) {
			mia__frame_emit(f, batch, pos, batch->len - pos, MIA_REASON_CUT, 0,
				"not an entry of a rejects file, or cut");
			return batch->len;
		}
		if (body + e.header + e.bytes > batch->len)
			break;
		struct mia_text header = { batch->buf + body, (size_t)e.header };
		struct mia_text record = { header.ptr + header.len, (size_t)e.bytes };
		f->header = header.len ? header_for(f, header, e.separator, record) : NULL;
		/* A word or a number alone can be no event, and what it is called hangs on where it stood. */
		bool alone = !header.len && mia__json_scalar_length(record.ptr, record.len) == record.len;
		if (e.reason == MIA_REASON_TOO_LONG)
			mia__frame_emit_part(f, batch, body + header.len, record.len, e.last);
		else
			mia__frame_emit(f, batch, body + header.len, record.len,
				judged_by_decoding(e.reason) && !alone && (f->header || !header.len)
					? MIA_REASON_NONE
					: e.reason,
				0, "as written by mia when it was rejected first");
		pos = body + header.len + record.len;
	}
	if (at_end && f->skipping && !f->failed)
		mia__frame_emit_part(f, batch, pos, 0, true);
	return pos;
}

static enum framing_bid
bid(struct mia_text head, bool tables, const struct mia_allocator *a, struct sniffed *ret)
{
	(void)tables;
	(void)a;
	if (!text_starts(text_trim(head), TEXT(MARK)))
		return BID_NONE;
	ret->container = MIA_CONTAINER_REJECTS;
	return BID_OWN;
}

const struct framing mia__framing_rejects = { "rejects", true, bid, NULL, frame };
