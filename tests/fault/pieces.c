/* In which pieces the bytes arrive changes nothing. */
#include "suite.h"

#include "bytes/bytes.h"
#include "record/framing.h"
#include "record/sniff.h"

static void
a_stream_in_small_pieces_gives_the_same(void **state)
{
	const struct table *table = *state;
	struct text_out want = { 0 }, got = { 0 };
	int wrong = 0;

	for (size_t i = 0; i < table->count; i++) {
		const struct expected *row = &table->rows[i];
		struct how how = { .threads = 1, .record_bytes = record_limit(row) };
		struct run whole = run_files(row->files, row->file_count, &how);
		assert_int_equal(whole.status, MIA_OK);
		say(&whole, SAY_ALL, &want);
		for (how.chunk = 1; how.chunk <= 31; how.chunk++) {
			/* Every block size from 8 to 100, over the rows. */
			how.block_bytes = 8 + (i * 31 + how.chunk) % 93;
			struct run run = run_files(row->files, row->file_count, &how);
			char name[64];
			snprintf(name, sizeof(name), "%zu bytes a read, blocks of %zu", how.chunk,
				how.block_bytes);
			assert_int_equal(run.status, MIA_OK);
			say(&run, SAY_ALL, &got);
			wrong += !same_text(row->name, name, &want, &got);
			run_free(&run);
		}
		run_free(&whole);
	}
	free(want.ptr);
	free(got.ptr);
	assert_int_equal(wrong, 0);
}

static void
a_source_that_is_opened_anew_gives_the_same(void **state)
{
	const struct table *table = *state;
	struct text_out want = { 0 }, got = { 0 };
	int wrong = 0;

	for (size_t i = 0; i < table->count; i++) {
		const struct expected *row = &table->rows[i];
		struct how how = { .threads = 1, .record_bytes = record_limit(row) };
		struct run whole = run_files(row->files, row->file_count, &how);
		assert_int_equal(whole.status, MIA_OK);
		say(&whole, SAY_ALL, &want);
		how.reopened = 1;
		for (how.threads = 1; how.threads <= 4; how.threads += 3) {
			how.chunk = 1000 + i;
			struct run run = run_files(row->files, row->file_count, &how);
			assert_int_equal(run.status, MIA_OK);
			say(&run, SAY_ALL, &got);
			wrong += !same_text(row->name,
				how.threads == 1 ? "opened anew" : "opened anew, 4 threads", &want, &got);
			run_free(&run);
		}
		run_free(&whole);
	}
	free(want.ptr);
	free(got.ptr);
	assert_int_equal(wrong, 0);
}

/* ---- framing alone, since a source looks at its first 64 KiB at once ---- */

static size_t
decoded_text(const struct file *file, struct text_out *out, struct bytes *b)
{
	struct origin origin = { .kind = ORIGIN_MEMORY, .memory = file->bytes, .memory_size = file->size };
	struct fault fault;
	char piece[4096];
	size_t n;

	out->len = 0;
	assert_true(mia__bytes_open(b, &origin, &mia__malloc_allocator, 0, true));
	while ((n = mia__bytes_read(b, piece, sizeof(piece))) > 0 || mia__bytes_take_fault(b, &fault))
		text_add(out, piece, n);
	return out->len;
}

/* What framing says of one record, without where it lies in memory. */
static void
note_records(const struct batch *batch, struct text_out *out)
{
	for (size_t i = 0; i < batch->count; i++) {
		const struct record *r = &batch->records[i];
		text_line(out, "%llu line %llu offset %llu length %llu %s at %zu %d: ",
			(unsigned long long)r->number, (unsigned long long)r->line,
			(unsigned long long)r->offset, (unsigned long long)r->length,
			mia_reason_name(r->reason), r->bad_at, r->last);
		text_add(out, batch->buf + r->start, r->len);
		text_add(out, "\n", 1);
	}
}

/* Frames the text as it comes, block bytes at a time. */
static void
frame_text(const struct text_out *text, const struct bytes *b, size_t block, struct text_out *out)
{
	struct mia_text head = { text->ptr, text->len };
	struct sniffed what = mia__sniff_text(head, false, &mia__malloc_allocator);
	struct framer f;
	struct batch batch;
	size_t at = 0;

	out->len = 0;
	if (what.container == MIA_CONTAINER_UNKNOWN)
		return;
	mia__framer_init(&f, &mia__malloc_allocator, (size_t)1 << 24, false);
	assert_true(mia__framer_begin(&f, &what, head, b->encoding, b->bom));
	mia__batch_init(&batch, &mia__malloc_allocator);
	for (bool at_end = false; !at_end;) {
		size_t n = text->len - at < block ? text->len - at : block;
		assert_true(mia__batch_reserve(&batch, batch.len + n + 1));
		memcpy(batch.buf + batch.len, text->ptr + at, n);
		batch.len += n;
		at += n;
		at_end = at == text->len;
		batch.count = 0;
		size_t used = mia__framer_run(&f, &batch, at_end);
		assert_false(f.failed);
		note_records(&batch, out);
		memmove(batch.buf, batch.buf + used, batch.len - used);
		batch.len -= used;
	}
	text_line(out, "records %llu, %llu bytes and %llu of framing, %llu lines\n",
		(unsigned long long)f.records, (unsigned long long)f.record_bytes,
		(unsigned long long)f.framing_bytes, (unsigned long long)f.line);
	mia__batch_release(&batch);
	mia__framer_release(&f);
}

static void
framing_sees_every_split(void **state)
{
	const struct table *table = *state;
	struct text_out text = { 0 }, want = { 0 }, got = { 0 };
	int wrong = 0;

	for (size_t i = 0; i < table->count; i++) {
		const struct expected *row = &table->rows[i];
		/* A directory holds files that stand in the table, or take long. */
		for (size_t k = 0; k < row->file_count; k++) {
			struct bytes b;
			if (decoded_text(&row->files[k], &text, &b) == 0) {
				mia__bytes_close(&b);
				continue;
			}
			frame_text(&text, &b, text.len, &want);
			for (size_t block = 8; block <= 100; block += fewer(1, 19) + i % 7) {
				char name[64];
				snprintf(name, sizeof(name), "blocks of %zu", block);
				frame_text(&text, &b, block, &got);
				wrong += !same_text(row->files[k].path, name, &want, &got);
			}
			mia__bytes_close(&b);
		}
	}
	free(text.ptr);
	free(want.ptr);
	free(got.ptr);
	assert_int_equal(wrong, 0);
}

/*
 * Framing passes over whole blocks of 64 bytes at once, which it does nowhere in pieces of less: there the
 * slow way judges each byte. So long rows and values, with every kind of damage in their middle, are framed
 * as a whole and in small pieces, and the damage stands once at each place of a block.
 */
static void
long_records_are_framed_alike_fast_and_slow(void **state)
{
	(void)state;
	static const char *const cells[] = { "\"\"", "\"\"\"\"", "\"", "\"\"\"", "\n", "\"\n", "\",", "\",\"",
		"\\\"\"", "\r\n", ",", "\"\"\"\"\"\"", "\"x\"", "" };
	static const char *const values[] = { "\\\"", "\\\\", "\"", "\\\\\"", "\n", "\"}\n",
		"\",\"b\":[{\"c\":[]}],\"d\":\"", "\",\"b\":[},\"d\":\"", "\",\"b\":{\n\"c\":1},\"d\":\"",
		"\"}\n{\"Operation\":\"", "[{]}", "\\", "" };
	struct text_out text = { 0 }, want = { 0 }, got = { 0 };
	struct bytes b = { .encoding = MIA_ENCODING_UTF8 };
	size_t kinds = sizeof(cells) / sizeof(*cells) + sizeof(values) / sizeof(*values);
	int wrong = 0;

	for (size_t i = 0; i < kinds * 66; i += fewer(1, 7)) {
		bool csv = i / 66 < sizeof(cells) / sizeof(*cells);
		const char *odd = csv ? cells[i / 66] : values[i / 66 - sizeof(cells) / sizeof(*cells)];
		text.len = 0;
		if (csv)
			text_line(&text, "CreationDate,UserIds,Operations,AuditData\n");
		for (int row = 0; row < 3; row++) {
			int fill = row == 1 ? 130 + (int)(i % 66) : 300;
			text_line(&text,
				csv ? "a,b,c,\"{\"\"Id\"\":\"\"%0*d" : "{\"Operation\":\"a\",\"Id\":\"%0*d",
				fill, row);
			text_add(&text, odd, row == 1 ? strlen(odd) : 0);
			text_line(&text,
				csv ? "%0150d\"\",\"\"x\"\":\"\"\"\"}\"\n"
				    : "%0150d\",\"x\":[{\"y\":\"\"}]}\n",
				row);
		}
		frame_text(&text, &b, text.len, &want);
		for (size_t block = 5; block < 64; block += 29) {
			frame_text(&text, &b, block, &got);
			wrong += !same_text(odd, csv ? "a long row in pieces" : "a long value in pieces",
				&want, &got);
		}
		assert_true(want.len > 0);
	}
	free(text.ptr);
	free(want.ptr);
	free(got.ptr);
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stream_in_small_pieces_gives_the_same),
		cmocka_unit_test(a_source_that_is_opened_anew_gives_the_same),
		cmocka_unit_test(framing_sees_every_split),
		cmocka_unit_test(long_records_are_framed_alike_fast_and_slow),
	};
	return cmocka_run_group_tests_name("fault-pieces", tests, table_set_up, table_tear_down);
}
