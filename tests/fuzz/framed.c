/*
 * A text framed in one piece and in pieces of `block` bytes: the same records.
 * They stand in order, do not overlap, and with what is framing make up the
 * text.
 */
#include "framed.h"
#include "record/framing.h"
#include "record/sniff.h"

static void
note(const struct batch *batch, size_t base, struct fuzz_output *to, uint64_t *covered, bool parts)
{
	for (size_t i = 0; i < batch->count; i++) {
		const struct record *r = &batch->records[i];
		MUST(r->start + r->len <= batch->len);
		/* It may be the line feed behind a record, which is framing. */
		MUST(r->start + r->bad_at <= batch->len || r->reason == MIA_REASON_TOO_LONG);
		if (r->len) {
			MUST(base + r->start >= *covered);
			*covered = base + r->start + r->len;
		}
		/* Parts of a record that is too long end where blocks do. */
		if (parts && (!r->last || r->reason == MIA_REASON_TOO_LONG)) {
			if (r->last)
				fuzz_print(to, "%llu line %llu offset %llu length %llu too long\n",
					(unsigned long long)r->number, (unsigned long long)r->line,
					(unsigned long long)r->offset, (unsigned long long)r->length);
			continue;
		}
		fuzz_print(to, "%llu line %llu offset %llu length %llu %s at %zu %d %s: ",
			(unsigned long long)r->number, (unsigned long long)r->line,
			(unsigned long long)r->offset, (unsigned long long)r->length,
			mia_reason_name(r->reason), r->bad_at, r->last, r->detail ? r->detail : "");
		fuzz_write(to, batch->buf + r->start, r->len);
		fuzz_print(to, "\n");
	}
}

static bool
frame(struct mia_text text, size_t block, size_t limit, bool tables, struct fuzz_output *to)
{
	struct sniffed what = mia__sniff_text(text, tables, &mia__malloc_allocator);
	struct framer f;
	struct batch batch;
	size_t at = 0, base = 0;
	uint64_t covered = 0;

	to->len = 0;
	MUST(!what.no_memory);
	if (!what.framing)
		return false;
	mia__framer_init(&f, &mia__malloc_allocator, limit, tables);
	MUST(mia__framer_begin(&f, &what, text, MIA_ENCODING_UTF8, 0));
	mia__batch_init(&batch, &mia__malloc_allocator);
	/* A source has its header in memory before it is framed. */
	for (bool at_end = false; !at_end;) {
		size_t want = at ? block : block + what.header_start + what.header_len;
		size_t n = text.len - at < want ? text.len - at : want;
		MUST(mia__batch_reserve(&batch, batch.len + n + 1));
		memcpy(batch.buf + batch.len, text.ptr + at, n);
		batch.len += n;
		at += n;
		at_end = at == text.len;
		batch.count = 0;
		size_t used = mia__framer_run(&f, &batch, at_end);
		MUST(!f.failed && used <= batch.len && (!at_end || used == batch.len));
		note(&batch, base, to, &covered, true);
		memmove(batch.buf, batch.buf + used, batch.len - used);
		batch.len -= used;
		base += used;
	}
	MUST(f.record_bytes + f.framing_bytes == text.len);
	fuzz_print(to, "records %llu, %llu bytes and %llu of framing, line %llu\n",
		(unsigned long long)f.records, (unsigned long long)f.record_bytes,
		(unsigned long long)f.framing_bytes, (unsigned long long)f.line);
	mia__batch_release(&batch);
	mia__framer_release(&f);
	return true;
}

void
fuzz_frame(struct mia_text text, size_t block, size_t limit, bool tables)
{
	static struct fuzz_output whole, pieces;

	if (text.len == 0 || !frame(text, text.len, limit, tables, &whole))
		return;
	frame(text, block, limit, tables, &pieces);
	/* Where a damaged record is longer than the limit, how far it is looked for hangs on the piece. */
	if (limit > text.len)
		fuzz_same("framed in pieces", &whole, &pieces);
}
