/* Each allocation refused in turn: the load and the reports fail with
 * MIA_ERR_MEMORY and leave nothing behind. */
#include "suite.h"
#include "unit/failing.h"

#include <pthread.h>

static int
swallow(void *ctx, const void *bytes, size_t size)
{
	(void)ctx, (void)bytes, (void)size;
	return 0;
}

static enum mia_status
report_all(const struct run *run)
{
	static findings_report *const of_exposure[] = { mia_report_messages, mia_report_folders };
	struct mia_report_options options = { .size = sizeof(options), .write = swallow };
	enum mia_status status = MIA_OK;

	for (int format = MIA_FORMAT_TABLE; status == MIA_OK && format <= MIA_FORMAT_NDJSON; format++) {
		options.format = (enum mia_format)format;
		for (size_t i = 0; status == MIA_OK && i < 2; i++)
			status = report_exposure(of_exposure[i], run->exposure, NULL, &options, NULL);
		if (status == MIA_OK)
			status = mia_report_sessions(run->sessions, &options, NULL);
		if (status == MIA_OK)
			status = mia_report_timeline(run->timeline, &options, NULL);
		if (status == MIA_OK)
			status = mia_report_explain(run->timeline, run->evidence, &options, NULL);
		if (status == MIA_OK)
			status = mia_report_info(run->evidence, run->sums, &options, NULL);
	}
	return status;
}

/* From the refuse_at-th on; 1 when nothing was refused any more. */
static int
load_refusing(const struct expected *row, size_t refuse_at, int *wrong)
{
	struct failing failing = { .refuse_at = refuse_at };
	struct mia_allocator allocator = failing_allocator(&failing);
	struct how how = { .threads = 1, .allocator = &allocator, .record_bytes = record_limit(row) };
	struct run run = run_files(row->files, row->file_count, &how);
	enum mia_status status = run.status;
	int refused;

	if (status == MIA_OK)
		status = report_all(&run);
	refused = failing.calls >= refuse_at;
	run_free(&run);
	if (refused ? status != MIA_ERR_MEMORY : status != MIA_OK)
		print_message("# %s: allocation %zu: %s\n", row->name, refuse_at, mia_status_name(status)),
			++*wrong;
	if (failing.bytes)
		print_message("# %s: allocation %zu: %zu bytes are lost\n", row->name, refuse_at,
			failing.bytes),
			++*wrong;
	return !refused;
}

struct shared {
	struct failing failing;
	pthread_mutex_t lock;
};

static void *
shared_resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
	struct shared *s = ctx;

	pthread_mutex_lock(&s->lock);
	ptr = failing_resize(&s->failing, ptr, old_size, new_size);
	pthread_mutex_unlock(&s->lock);
	return ptr;
}

/* Which thread is refused is chance; that all of them stop and give back
 * everything is not. */
static void
one_of_several_threads_is_refused(void **state)
{
	const struct expected *row = find_row(*state, "incident/");
	int wrong = 0, refused = 1;

	for (size_t n = 1; refused; n += fewer(5, 41)) {
		struct shared shared = { .failing = { .refuse_at = n } };
		struct mia_allocator allocator = { shared_resize, &shared };
		struct how how = { .threads = 3, .allocator = &allocator };

		pthread_mutex_init(&shared.lock, NULL);
		struct run run = run_files(row->files, row->file_count, &how);
		enum mia_status status = run.status;
		refused = shared.failing.calls >= n;
		run_free(&run);
		pthread_mutex_destroy(&shared.lock);
		wrong += CHECK(row->name, status == (refused ? MIA_ERR_MEMORY : MIA_OK));
		wrong += CHECK(row->name, shared.failing.bytes == 0);
	}
	assert_int_equal(wrong, 0);
}

/* Refused once, asked again: what was left halfway is not gone on from. */
static void
a_reader_is_asked_again_after_a_refusal(void **state)
{
	static const char *const names[] = { "incident/", "containers/search-mailbox.csv",
		"variants/gzip/deflated.ndjson.gz" };
	int wrong = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct expected *row = find_row(*state, names[i]);
		int refused = 1;
		for (size_t n = 1; refused; n += fewer(1, 19)) {
			struct failing failing = { .refuse_at = n };
			struct mia_allocator allocator = failing_allocator(&failing);
			struct mia_evidence *evidence = NULL;
			struct mia_reader *reader = NULL;
			const struct mia_event *event;
			const struct mia_reject *reject;
			enum mia_status status = mia_evidence_new(&evidence, &allocator, NULL, NULL);
			unsigned calls = 0, refusals = 0;

			for (size_t f = 0; status == MIA_OK && f < row->file_count; f++)
				status = mia_evidence_add_memory(evidence, row->files[f].path,
					row->files[f].bytes, row->files[f].size, NULL);
			if (status == MIA_OK)
				status = mia_reader_new(&reader, evidence, NULL);
			for (; reader && status != MIA_END && refusals < 3 && calls < 10000; calls++) {
				status = mia_reader_next(reader, &event, &reject, NULL);
				refusals += status == MIA_ERR_MEMORY;
			}
			refused = failing.calls >= n;
			wrong += CHECK(row->name,
				calls < 10000 && (refused || (status == MIA_END && refusals == 0)));
			mia_reader_free(reader);
			mia_evidence_free(evidence);
			wrong += CHECK(row->name, failing.bytes == 0);
		}
	}
	assert_int_equal(wrong, 0);
}

static void
every_allocation_may_fail(void **state)
{
	static const char *const names[] = {
		"incident/",
		"containers/search-mailbox.csv",
		"containers/elastic-events.json",
		"containers/depth-damage.json",
		"containers/graph-export.csv",
		"bad/UNCLOSED_QUOTE-in-auditdata.csv",
		"bad/FLAG-BAD_SURROGATE.ndjson",
		"bad/NOT_AN_EXPORT-message-trace.csv",
		"variants/bad/FLAG-BAD_UTF8.csv",
		"variants/bad/TOO_LONG.ndjson",
		"variants/encodings/portal-new.utf16be-bom.csv",
		"variants/gzip/deflated.ndjson.gz",
		"variants/gzip/GZIP_BAD_CHECK-first-of-two.ndjson.gz",
		"variants/gzip/GZIP_CUT-in-a-record.ndjson.gz",
	};
	int wrong = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct expected *row = find_row(*state, names[i]);
		size_t n = 1;
		while (!load_refusing(row, n, &wrong))
			n++;
		/* It was the evidence that asked, not the first step alone. */
		if (n < 50)
			print_message("# %s: only %zu allocations\n", row->name, n), wrong++;
	}
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_allocation_may_fail),
		cmocka_unit_test(a_reader_is_asked_again_after_a_refusal),
		cmocka_unit_test(one_of_several_threads_is_refused),
	};
	return cmocka_run_group_tests_name("fault-memory", tests, table_set_up, table_tear_down);
}
