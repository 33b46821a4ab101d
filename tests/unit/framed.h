/* A text framed, in one piece and in every kind of pieces. */
#ifndef MIA_TESTS_FRAMED_H
#define MIA_TESTS_FRAMED_H

#include "test.h"

#include "base/text.h"
#include "record/framing.h"
#include "record/sniff.h"

enum { RECORDS_MOST = 32 };

struct framed_record {
	char text[2048]; /* terminated; all parts together */
	size_t len, parts;
	uint64_t number, line, offset, length;
	enum mia_reason reason;
	size_t bad_at;
};

struct framed {
	struct framed_record records[RECORDS_MOST];
	size_t count;
	uint64_t record_bytes, framing_bytes, said;
	enum mia_container container;
};

static inline void
take_batch(struct framed *framed, const struct batch *batch)
{
	for (size_t i = 0; i < batch->count; i++) {
		const struct record *r = &batch->records[i];
		struct framed_record *to = framed->count ? &framed->records[framed->count - 1] : NULL;
		if (!to || to->number != r->number) {
			assert_true(framed->count < RECORDS_MOST);
			to = &framed->records[framed->count++];
		}
		assert_true(to->len + r->len < sizeof(to->text));
		memcpy(to->text + to->len, batch->buf + r->start, r->len);
		to->len += r->len;
		to->parts++;
		to->number = r->number;
		to->line = r->line;
		to->offset = r->offset;
		to->length = r->length;
		to->reason = r->reason;
		to->bad_at = r->bad_at;
	}
}

/* block: how much is read at a time; limit: the longest record, 0: no limit. */
static inline void
frame_pieces(struct framed *framed, struct mia_text text, size_t block, size_t limit)
{
	struct sniffed what = mia__sniff_text(text, false, &mia__malloc_allocator);
	struct framer f;
	struct batch batch;
	size_t at = 0;

	memset(framed, 0, sizeof(*framed));
	assert_int_not_equal(what.container, MIA_CONTAINER_UNKNOWN);
	mia__framer_init(&f, &mia__malloc_allocator, limit ? limit : 1 << 20, false);
	assert_true(mia__framer_begin(&f, &what, text, MIA_ENCODING_UTF8, 0));
	mia__batch_init(&batch, &mia__malloc_allocator);
	for (bool at_end = false; !at_end;) {
		size_t n = text.len - at < block ? text.len - at : block;
		assert_true(mia__batch_reserve(&batch, batch.len + n + 1));
		memcpy(batch.buf + batch.len, text.ptr + at, n);
		batch.len += n;
		at += n;
		at_end = at == text.len;
		batch.count = 0;
		size_t used = mia__framer_run(&f, &batch, at_end);
		assert_false(f.failed);
		take_batch(framed, &batch);
		memmove(batch.buf, batch.buf + used, batch.len - used);
		batch.len -= used;
	}
	framed->record_bytes = f.record_bytes;
	framed->framing_bytes = f.framing_bytes;
	framed->said = f.records;
	framed->container = f.container;
	mia__batch_release(&batch);
	mia__framer_release(&f);
}

/* The pieces change nothing, and every byte is accounted for. */
static inline void
frame_limited(struct framed *framed, struct mia_text text, size_t limit)
{
	static struct framed other;

	frame_pieces(framed, text, text.len ? text.len : 1, limit);
	assert_int_equal(framed->said, framed->count);
	assert_int_equal(framed->record_bytes + framed->framing_bytes, text.len);
	for (size_t block = 1; block <= 130; block += block < 20 ? 1 : 11) {
		frame_pieces(&other, text, block, limit);
		assert_int_equal(other.count, framed->count);
		for (size_t i = 0; i < framed->count; i++) {
			const struct framed_record *a = &framed->records[i], *b = &other.records[i];
			assert_string_equal(b->text, a->text);
			assert_int_equal(b->number, a->number);
			assert_int_equal(b->line, a->line);
			assert_int_equal(b->offset, a->offset);
			assert_int_equal(b->length, a->length);
			assert_int_equal(b->reason, a->reason);
		}
		assert_int_equal(other.framing_bytes, framed->framing_bytes);
	}
}

static inline void
frame(struct framed *framed, struct mia_text text)
{
	frame_limited(framed, text, 0);
}

#define assert_record(framed, i, reason_, text_) \
	do { \
		assert_true((framed).count > (i)); \
		assert_string_equal((framed).records[i].text, text_); \
		assert_int_equal((framed).records[i].reason, MIA_REASON_##reason_); \
	} while (0)

#endif
