/* Rejects written to a file and read again are rejected again: the same bytes
 * for the same reasons. */
#include "suite.h"

/* Reads the files with the pull reader and writes every reject. */
static void
write_rejects(const struct file *files, size_t count, const struct mia_limits *limits, struct text_out *out)
{
	struct mia_evidence *evidence;
	struct mia_reader *reader;
	const struct mia_event *event;
	const struct mia_reject *reject;
	enum mia_status status;

	out->len = 0;
	assert_int_equal(mia_evidence_new(&evidence, NULL, limits, NULL), MIA_OK);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(mia_evidence_add_memory(evidence, files[i].path, files[i].bytes,
					 files[i].size, NULL),
			MIA_OK);
	assert_int_equal(mia_reader_new(&reader, evidence, NULL), MIA_OK);
	assert_int_equal(mia_rejects_begin(text_add, out, NULL), MIA_OK);
	while ((status = mia_reader_next(reader, &event, &reject, NULL)) != MIA_END) {
		assert_true(status >= 0);
		if (status == MIA_REJECTED)
			assert_int_equal(mia_rejects_add(reject, text_add, out, NULL), MIA_OK);
	}
	for (size_t i = 0; i < count; i++)
		assert_int_equal(check_source_books(mia_evidence_source(evidence, i)), 0);
	mia_reader_free(reader);
	mia_evidence_free(evidence);
}

static int
same_rejects(const char *name, struct run *a, struct run *b)
{
	int wrong = CHECK(name, a->reject_count == b->reject_count);

	if (a->reject_count)
		qsort(a->rejects, a->reject_count, sizeof(*a->rejects), compare_rejects);
	if (b->reject_count)
		qsort(b->rejects, b->reject_count, sizeof(*b->rejects), compare_rejects);
	for (size_t i = 0; !wrong && i < a->reject_count; i++) {
		const struct rejected *x = &a->rejects[i], *y = &b->rejects[i];
		wrong += CHECK(name, x->reject.reason == y->reject.reason);
		wrong += !same_text(name, "bytes of a reject", &x->raw, &y->raw);
		wrong += !same_text(name, "header of a reject", &x->header, &y->header);
	}
	return wrong;
}

static int
check_round_trip(const char *name, const struct file *files, size_t count, const struct how *how)
{
	struct mia_limits limits = { .size = sizeof(limits),
		.block_bytes = how->block_bytes,
		.record_bytes = how->record_bytes };
	struct text_out written = { 0 };
	struct file file = { .path = "rejects" };
	int wrong = 0;

	write_rejects(files, count, &limits, &written);
	file.bytes = written.ptr;
	file.size = written.len;
	struct run before = run_files(files, count, how), after = run_files(&file, 1, how);
	assert_int_equal(before.status, MIA_OK);
	assert_int_equal(after.status, MIA_OK);
	const struct mia_source *source = mia_evidence_source(after.evidence, 0);
	wrong += CHECK(name, source->container == MIA_CONTAINER_REJECTS);
	wrong += CHECK(name, mia_sums_totals(after.sums)->events == 0);
	wrong += CHECK(name,
		memcmp(mia_sums_totals(before.sums)->rejected_by, mia_sums_totals(after.sums)->rejected_by,
			sizeof(source->rejected_by)) == 0);
	wrong += same_rejects(name, &before, &after);
	run_free(&before);
	run_free(&after);
	free(written.ptr);
	return wrong;
}

static void
every_reject_is_rejected_again(void **state)
{
	const struct table *table = *state;
	int wrong = 0;

	for (size_t i = 0; i < table->count; i++) {
		const struct expected *row = &table->rows[i];
		struct how how = { .threads = 1, .record_bytes = record_limit(row) };
		if (row->rejected > 0)
			wrong += check_round_trip(row->name, row->files, row->file_count, &how);
	}
	assert_int_equal(wrong, 0);
}

static void
rejects_of_many_sources_go_into_one_file(void **state)
{
	const struct table *table = *state;
	struct file *files = calloc(table->count, sizeof(*files));
	size_t count = 0;

	assert_non_null(files);
	for (size_t i = 0; i < table->count; i++)
		/* Whether a page is missing is told behind all sources, in no order of theirs. */
		if (table->rows[i].rejected > 0 && strcmp(table->rows[i].reason, "MORE_RECORDS") != 0)
			files[count++] = table->rows[i].files[0];
	assert_true(count > 20);
	assert_int_equal(check_round_trip("all of them", files, count, &(struct how){ .threads = 1 }), 0);
	free(files);
}

/* Longer than the limit and than what is read at a time: in several parts. */
static void
a_record_in_parts_is_one_reject(void **state)
{
	enum { LONG = 300000, LIMIT = 20000 };
	const struct expected *lines = find_row(*state, "containers/lines.ndjson");
	const struct file *good = &lines->files[0];
	struct text_out text = { 0 };
	struct file file = { .path = "long.ndjson" };

	text_add(&text, good->bytes, good->size);
	text_line(&text, "{\"Operation\":\"Send\",\"Subject\":\"");
	for (int i = 0; i < LONG; i++)
		text_add(&text, "x", 1);
	text_line(&text, "\"}\n");
	size_t first = text.len;
	for (size_t i = 0; i < good->size; i++) /* the same four once more, as others */
		text_add(&text, good->bytes[i] == 'Q' ? "R" : &good->bytes[i], 1);
	file.bytes = text.ptr;
	file.size = text.len;
	struct how how = { .threads = 1, .record_bytes = LIMIT, .block_bytes = 4096 };
	struct run run = run_files(&file, 1, &how);
	assert_int_equal(run.status, MIA_OK);
	assert_int_equal(run.reject_count, 1);
	assert_true(run.parts > 1);
	const struct rejected *r = &run.rejects[0];
	assert_int_equal(r->reject.reason, MIA_REASON_TOO_LONG);
	assert_int_equal(r->raw.len, first - good->size - 1);
	assert_memory_equal(r->raw.ptr, text.ptr + good->size, r->raw.len);
	assert_int_equal(r->reject.place.record, 5);
	assert_int_equal(mia_sums_totals(run.sums)->records, 9);
	assert_int_equal(mia_sums_totals(run.sums)->events + mia_sums_totals(run.sums)->repeats, 8);
	run_free(&run);
	assert_int_equal(check_round_trip("long.ndjson", &file, 1, &how), 0);
	free(text.ptr);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_reject_is_rejected_again),
		cmocka_unit_test(rejects_of_many_sources_go_into_one_file),
		cmocka_unit_test(a_record_in_parts_is_one_reject),
	};
	return cmocka_run_group_tests_name("fault-rejects", tests, table_set_up, table_tear_down);
}
