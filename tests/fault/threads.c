/* The results are the same bytes on any number of threads and in whatever
 * order the files were named. */
#include "made_records.h"

static const unsigned threads[] = { 1, 2, 8 };

static int
check_ways(const char *name, const struct file *files, size_t count, const struct how *like)
{
	static const unsigned shuffles[] = { 0, 1, 7 };
	struct text_out want = { 0 }, got = { 0 };
	int wrong = 0;

	for (size_t i = 0; i < sizeof(threads) / sizeof(*threads); i++) {
		for (size_t k = 0; k < (count > 1 ? 3 : 1); k++) {
			struct how how = *like;
			char way[64];
			how.threads = threads[i];
			how.shuffle = shuffles[k];
			struct run run = run_files(files, count, &how);
			assert_int_equal(run.status, MIA_OK);
			say(&run, SAY_ALL, want.len ? &got : &want);
			run_free(&run);
			snprintf(way, sizeof(way), "%u threads, order %u", threads[i], shuffles[k]);
			if (got.len)
				wrong += !same_text(name, way, &want, &got);
		}
	}
	free(want.ptr);
	free(got.ptr);
	return wrong;
}

static void
threads_and_the_order_of_files_do_not_matter(void **state)
{
	static const char *const names[] = { "incident/", "containers/extractor/" };
	int wrong = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct expected *row = find_row(*state, names[i]);
		wrong += check_ways(names[i], row->files, row->file_count, &(struct how){ 0 });
	}
	assert_int_equal(wrong, 0);
}

/* i * 7 + 3 modulo the number of files reaches each file once. */
static size_t
not_divisible_by_seven(size_t count)
{
	return count % 7 ? count : count - 1;
}

static void
all_fixtures_as_one_evidence(void **state)
{
	const struct table *table = *state;
	struct file *files = calloc(table->count, sizeof(*files));
	size_t count = 0;

	assert_non_null(files);
	for (size_t i = 0; i < table->count; i++)
		if (table->rows[i].file_count == 1)
			files[count++] = table->rows[i].files[0];
	count = not_divisible_by_seven(count);
	assert_int_equal(check_ways("all fixtures", files, count, &(struct how){ 0 }), 0);
	free(files);
}

/* One large source, of which every worker takes its share. */
static void
several_threads_share_a_source(void **state)
{
	(void)state;
	struct made made = made_records(600, 2026, VERSIONS_WILD);
	struct text_out text = { 0 };
	struct file file = { .path = "made.ndjson" };

	for (size_t i = 0; i < made.count; i++) {
		text_add(&text, made.records[i].ptr, made.records[i].len);
		text_line(&text, i % 50 == 49 ? "\n{\"CreationTime\":\"2026-03-01T10:\n" : "\n");
	}
	file.bytes = text.ptr;
	file.size = text.len;
	assert_true(file.size > 3 * 65536); /* a source looks at its first 64 KiB at once */
	assert_int_equal(check_ways("made.ndjson", &file, 1, &(struct how){ .block_bytes = 4096 }), 0);
	/* Every record is longer than the block. */
	assert_int_equal(check_ways("made.ndjson", &file, 1, &(struct how){ .block_bytes = 100 }), 0);
	free(text.ptr);
	free_made(&made);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(threads_and_the_order_of_files_do_not_matter),
		cmocka_unit_test(all_fixtures_as_one_evidence),
		cmocka_unit_test(several_threads_share_a_source),
	};
	return cmocka_run_group_tests_name("fault-threads", tests, table_set_up, table_tear_down);
}
