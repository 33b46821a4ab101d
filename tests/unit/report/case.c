/* The case folder by the library's own functions: what is written where, and
 * whatever refuses. What is in the files tests/cli holds against the evidence. */
#include "failing.h"
#include "kept_folder.h"

#include "base/text.h"
#include "bytes/sha256.h"

#define RECORD(id, message) \
	"{\"Operation\":\"MailItemsAccessed\",\"Id\":\"" id "\",\"CreationTime\":\"2026-03-04T08:00:00\"," \
	"\"MailboxOwnerUPN\":\"ann@fjordlight.example\",\"UserId\":\"ann@fjordlight.example\"," \
	"\"ClientIPAddress\":\"203.0.113.7\",\"OperationProperties\":[{\"Name\":\"MailAccessType\"," \
	"\"Value\":\"Bind\"}],\"Folders\":[{\"Path\":\"\\\\Inbox\",\"FolderItems\":[{\"InternetMessageId\":" \
	"\"<" message "@mail.example>\",\"Subject\":\"line\\nbreak, \\\"quoted\\\"\"}]}]}\n"

static const char evidence_text[] = RECORD("1", "a") RECORD("2", "b") "{\"Operation\":\n";
#define SOURCE "people-ann@fjordlight.example.ndjson"

struct made {
	struct mia_evidence *evidence;
	struct mia_sums *sums;
	struct mia_reject_list *rejects;
	struct mia_exposure *exposure;
	struct mia_coverage *coverage;
	struct mia_findings *findings;
	struct mia_sessions *sessions;
	struct mia_timeline *timeline;
	struct mia_case c;
};

static enum mia_status
make_findings(struct made *m, const struct mia_allocator *a, bool events)
{
	struct mia_load_options load = { .size = sizeof(load), .threads = 1, .text_sha256 = 1 };
	struct mia_error *err = NULL;
	size_t size = events ? sizeof(evidence_text) - 1 : 0;

#define TRY(call) \
	do { \
		enum mia_status try_status = (call); \
		if (try_status < 0) \
			return try_status; \
	} while (0)
	TRY(mia_evidence_new(&m->evidence, a, NULL, err));
	TRY(mia_evidence_add_memory(m->evidence, SOURCE, evidence_text, size, err));
	TRY(mia_sums_new(&m->sums, a, err));
	TRY(mia_reject_list_new(&m->rejects, a, err));
	TRY(mia_exposure_new(&m->exposure, a, NULL, err));
	TRY(mia_coverage_new(&m->coverage, a, NULL, err));
	TRY(mia_sessions_new(&m->sessions, a, NULL, err));
	TRY(mia_timeline_new(&m->timeline, a, NULL, err));
	struct mia_fold *folds[] = { mia_sums_fold(m->sums), mia_reject_list_fold(m->rejects),
		mia_exposure_fold(m->exposure), mia_coverage_fold(m->coverage),
		mia_sessions_fold(m->sessions), mia_timeline_fold(m->timeline) };
	TRY(mia_load(m->evidence, folds, sizeof(folds) / sizeof(*folds), &load, err));
	TRY(mia_findings_new(&m->findings, a, m->exposure, m->coverage, NULL, err));
#undef TRY
	return MIA_OK;
}

static enum mia_status
make_case(struct made *m, const struct mia_allocator *a, bool events)
{
	static const struct mia_case_option options[] = {
		{ { "user", 4 }, { "ann@fjordlight.example", 22 } },
		{ { "client", 6 }, { "by ann@fjordlight.example", 25 } },
		{ { "handled", 7 }, { NULL, 0 } },
	};

	memset(m, 0, sizeof(*m));
	enum mia_status status = make_findings(m, a, events);
	m->c = (struct mia_case){
		.size = sizeof(m->c),
		.evidence = m->evidence,
		.sums = m->sums,
		.rejects = m->rejects,
		.findings = m->findings,
		.coverage = m->coverage,
		.sessions = m->sessions,
		.timeline = m->timeline,
		.options = options,
		.option_count = 3,
		.made = MIA_CASE_NO_TIME,
		.scratch = getenv("TMPDIR"),
	};
	return status;
}

static void
free_case(struct made *m)
{
	mia_timeline_free(m->timeline);
	mia_sessions_free(m->sessions);
	mia_findings_free(m->findings);
	mia_coverage_free(m->coverage);
	mia_exposure_free(m->exposure);
	mia_reject_list_free(m->rejects);
	mia_sums_free(m->sums);
	mia_evidence_free(m->evidence);
}

static void
write_case(const struct mia_case *c, struct kept *k)
{
	struct mia_case_files files = files_of(k);
	struct mia_error err = { 0 };

	memset(k, 0, sizeof(*k));
	enum mia_status status = mia_case_write(c, NULL, &files, &err);
	if (status != MIA_OK)
		fail_msg("%s: %s", mia_status_name(status), err.text);
}

static void
assert_order(const struct kept *k, const char *expected)
{
	char got[1024] = "";

	for (size_t i = 0; i < k->count; i++) {
		if (strcmp(k->files[i].name, "exposure.xlsx") == 0 && mia_report_has_xlsx())
			continue;
		strcat(strcat(got, " "), k->files[i].name);
	}
	assert_string_equal(got, expected);
}

#define TABLES \
	" READ-ME-FIRST.txt messages.csv folders.csv mailboxes.csv sessions.csv coverage.csv timeline.csv"

static void
assert_says(const struct kept_file *file, const char *text, bool says)
{
	assert_non_null(file);
	const char *at = strstr(file->bytes, text);
	if ((at != NULL) != says)
		fail_msg("%s %s \"%s\": %.200s", file->name, at ? "says" : "does not say", text,
			at && at - file->bytes > 100 ? at - 100 : file->bytes);
}

/* Two messages (whose subjects have line feeds and quotes) in one mailbox, by
 * one session; one record that is none. */
static void
rows_are_counted(void **state)
{
	(void)state;
	for (int exact = 0; exact < 2; exact++) {
		struct made m;
		struct kept k;
		assert_int_equal(make_case(&m, NULL, true), MIA_OK);
		m.c.csv_exact = exact;
		write_case(&m.c, &k);
		assert_order(&k, TABLES " report.html rejects/rejects.csv manifest.json SHA256SUMS");
		const struct kept_file *manifest = file_of(&k, "manifest.json");
		static const struct {
			const char *name;
			unsigned rows;
		} tables[] = { { "messages.csv", 2 }, { "folders.csv", 1 }, { "mailboxes.csv", 1 },
			{ "sessions.csv", 1 }, { "timeline.csv", 2 }, { "rejects/rejects.csv", 1 } };
		for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
			char name[64], rows[32];
			snprintf(name, sizeof(name), "\"name\": \"%s\"", tables[i].name);
			snprintf(rows, sizeof(rows), "\"rows\": %u\n", tables[i].rows);
			const char *at = strstr(manifest->bytes, name);
			assert_non_null(at);
			assert_memory_equal(strstr(at, "\"rows\""), rows, strlen(rows));
		}
		assert_says(manifest, exact ? "\"csv\": \"exact\"" : "\"csv\": \"excel\"", true);
		assert_says(manifest, "\"BAD_JSON\": 1", false); /* cut, not broken */
		assert_says(manifest, "\"rejected\": 1,", true);
		assert_says(manifest, "\"rejects/rejects.txt\",\n      \"why\"", true);
		assert_says(manifest, "\"made\"", false);
		assert_says(manifest, "\"value\": null", true);
		forget(&k);
		free_case(&m);
	}
}

static void
sums_are_of_what_was_written(void **state)
{
	(void)state;
	struct made m;
	struct kept k;
	struct sha256 sha;
	char expected[4096] = "";
	assert_int_equal(make_case(&m, NULL, true), MIA_OK);
	m.c.made = 0;
	write_case(&m.c, &k);
	assert_true(mia__sha256_init(&sha));
	for (size_t i = 0; i + 1 < k.count; i++) {
		unsigned char hash[32];
		char hex[65];
		assert_true(mia__sha256_begin(&sha) &&
			mia__sha256_update(&sha, k.files[i].bytes, k.files[i].size) &&
			mia__sha256_end(&sha, hash));
		mia__sha256_hex(hash, hex);
		strcat(strcat(strcat(strcat(expected, hex), "  "), k.files[i].name), "\n");
	}
	mia__sha256_release(&sha);
	assert_string_equal(file_of(&k, "SHA256SUMS")->bytes, expected);
	assert_says(file_of(&k, "manifest.json"), "\"made\": \"1970-01-01T00:00:00Z\"", true);
	forget(&k);
	free_case(&m);
}

static enum mia_status
write_rejects(void *ctx, mia_write_fn *write, void *write_ctx, struct mia_error *err)
{
	(void)err;
	return write(write_ctx, "cut\n", 4) ? MIA_ERR_SINK : *(enum mia_status *)ctx;
}

static void
rejects_come_from_the_caller(void **state)
{
	(void)state;
	struct made m;
	struct kept k;
	enum mia_status answer = MIA_OK;
	assert_int_equal(make_case(&m, NULL, true), MIA_OK);
	m.c.write_rejects = write_rejects;
	m.c.write_rejects_ctx = &answer;
	write_case(&m.c, &k);
	assert_order(&k,
		TABLES " report.html rejects/rejects.csv rejects/rejects.txt manifest.json SHA256SUMS");
	assert_string_equal(file_of(&k, "rejects/rejects.txt")->bytes, "cut\n");
	forget(&k);
	/* What the caller answers is answered. */
	struct mia_case_files files = files_of(&k);
	memset(&k, 0, sizeof(k));
	answer = MIA_ERR_IO;
	assert_int_equal(mia_case_write(&m.c, NULL, &files, NULL), MIA_ERR_IO);
	assert_null(file_of(&k, "manifest.json"));
	forget(&k);
	free_case(&m);
}

/* Nobody's name in the manifest, wherever it stood; and no rejects. */
static void
a_redacted_copy_names_nobody(void **state)
{
	(void)state;
	struct made m;
	struct kept k;
	struct mia_redaction *redaction = NULL;
	char person[MIA_REDACTED_TEXT];
	assert_int_equal(make_case(&m, NULL, true), MIA_OK);
	assert_int_equal(mia_redaction_new(&redaction, NULL, TEXT("0123456789abcdef"), NULL), MIA_OK);
	enum mia_status answer = MIA_OK;
	m.c.write_rejects = write_rejects;
	m.c.write_rejects_ctx = &answer;
	write_case(&m.c, &k);
	assert_says(file_of(&k, "manifest.json"), "ann@fjordlight.example", true);
	forget(&k);
	m.c.redaction = redaction;
	write_case(&m.c, &k);
	assert_order(&k, TABLES " report.html manifest.json SHA256SUMS");
	const struct kept_file *manifest = file_of(&k, "manifest.json");
	mia_redaction_person(redaction, TEXT("ann@fjordlight.example"), person);
	assert_says(manifest, "ann@", false);
	assert_says(manifest, person, true);
	assert_says(manifest, "\"redacted\": true", true);
	for (size_t i = 0; i < k.count; i++)
		if (strcmp(k.files[i].name, "exposure.xlsx") != 0)
			assert_says(&k.files[i], "ann@fjordlight", false);
	forget(&k);
	mia_redaction_free(redaction);
	free_case(&m);
}

/* What counts as the intruder's can be checked and asked again; nobody is named
 * by it in a redacted copy, by word, note or file. */
static void
the_scope_is_a_file_and_in_words(void **state)
{
	(void)state;
	struct made m;
	struct kept k;
	struct mia_scope *scope = NULL, *again = NULL;
	struct mia_redaction *redaction = NULL;
	assert_int_equal(make_case(&m, NULL, true), MIA_OK);
	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	assert_int_equal(mia_scope_read(scope,
				 TEXT("{\"any\":[{\"user\":\"bertha\",\"note\":\"Carla saw it\"},"
				      "{\"ip\":\"203.0.113.7\"}]}"),
				 NULL),
		MIA_OK);
	m.c.scope = scope;
	write_case(&m.c, &k);
	const struct kept_file *file = file_of(&k, "scope.json");
	assert_non_null(file);
	assert_int_equal(mia_scope_new(&again, NULL, NULL), MIA_OK);
	assert_int_equal(mia_scope_read(again, (struct mia_text){ file->bytes, file->size }, NULL), MIA_OK);
	mia_scope_free(again);
	assert_says(file, "Carla saw it", true);
	assert_says(file_of(&k, "manifest.json"), "\"name\": \"scope.json\"", true);
	assert_says(file_of(&k, "READ-ME-FIRST.txt"), "scope.json", true);
	forget(&k);
	assert_int_equal(mia_redaction_new(&redaction, NULL, TEXT("0123456789abcdef"), NULL), MIA_OK);
	m.c.redaction = redaction;
	write_case(&m.c, &k);
	assert_null(file_of(&k, "scope.json"));
	assert_says(file_of(&k, "manifest.json"), "this is a redacted copy, and a scope names people", true);
	for (size_t i = 0; i < k.count; i++)
		if (strcmp(k.files[i].name, "exposure.xlsx") != 0) {
			assert_says(&k.files[i], "bertha", false);
			assert_says(&k.files[i], "Carla", false);
		}
	forget(&k);
	mia_redaction_free(redaction);
	mia_scope_free(scope);
	free_case(&m);
}

static void
nothing_at_all_is_a_case_too(void **state)
{
	(void)state;
	struct made m;
	struct kept k;
	assert_int_equal(make_case(&m, NULL, false), MIA_OK);
	write_case(&m.c, &k);
	assert_order(&k, TABLES " report.html rejects/rejects.csv manifest.json SHA256SUMS");
	assert_says(file_of(&k, "manifest.json"), "\"first\": null", true);
	forget(&k);
	free_case(&m);
}

static void
misuse_is_said(void **state)
{
	(void)state;
	struct made m;
	struct kept k = { .count = 0 };
	struct mia_case_files files = files_of(&k), part = files;
	assert_int_equal(make_case(&m, NULL, true), MIA_OK);
	struct mia_case c = m.c;
	part.close = NULL;
	assert_int_equal(mia_case_write(&c, NULL, &part, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_case_write(&c, NULL, NULL, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_case_write(NULL, NULL, &files, NULL), MIA_ERR_ARGUMENT);
	c.size--;
	assert_int_equal(mia_case_write(&c, NULL, &files, NULL), MIA_ERR_ARGUMENT);
	c = m.c;
	c.rejects = NULL;
	assert_int_equal(mia_case_write(&c, NULL, &files, NULL), MIA_ERR_ARGUMENT);
	c = m.c;
	c.options = NULL;
	assert_int_equal(mia_case_write(&c, NULL, &files, NULL), MIA_ERR_ARGUMENT);
	c = m.c;
	struct mia_sums *sums = NULL;
	assert_int_equal(mia_sums_new(&sums, NULL, NULL), MIA_OK);
	c.sums = sums;
	assert_int_equal(mia_case_write(&c, NULL, &files, NULL), MIA_ERR_STATE);
	assert_int_equal(k.count, 0);
	mia_sums_free(sums);
	free_case(&m);
}

/* Each call of the caller's functions refused in turn. */
static void
any_file_may_be_refused(void **state)
{
	(void)state;
	struct made m;
	enum mia_status status = MIA_ERR_SINK, answer = MIA_OK;
	size_t refused = 0;
	assert_int_equal(make_case(&m, NULL, true), MIA_OK);
	m.c.write_rejects = write_rejects;
	m.c.write_rejects_ctx = &answer;
	for (size_t n = 1; status != MIA_OK; n++) {
		struct kept k = { .refuse_at = n };
		struct mia_case_files files = files_of(&k);
		struct failing f = { 0 };
		struct mia_allocator a = failing_allocator(&f);
		status = mia_case_write(&m.c, &a, &files, NULL);
		assert_int_equal(status, k.refused ? MIA_ERR_SINK : MIA_OK);
		assert_int_equal(f.bytes, 0);
		refused += k.refused;
		forget(&k);
		assert_true(n < 1000);
	}
	/* Three calls a file at least. */
	assert_true(refused >= 33);
	free_case(&m);
}

static void
any_allocation_may_fail(void **state)
{
	(void)state;
	struct made m;
	size_t first = 1;
	enum mia_status status = MIA_ERR_MEMORY;
	/* That the results may fail to be made, others test. */
	struct failing f = { 0 };
	struct mia_allocator a = failing_allocator(&f);
	assert_int_equal(make_case(&m, &a, true), MIA_OK);
	for (size_t n = first; status != MIA_OK; n += fewer(1, 61)) {
		struct kept k = { .count = 0 };
		struct mia_case_files files = files_of(&k);
		size_t bytes = f.bytes;
		f.refuse_at = f.calls + n;
		struct mia_error err = { 0 };
		status = mia_case_write(&m.c, &a, &files, &err);
		if (status != MIA_OK && status != MIA_ERR_MEMORY)
			fail_msg("allocation %zu: %s: %s", n, mia_status_name(status), err.text);
		assert_int_equal(f.bytes, bytes);
		forget(&k);
		assert_true(n < 5000);
	}
	f.refuse_at = 0;
	free_case(&m);
	assert_int_equal(f.bytes, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_counted),
		cmocka_unit_test(sums_are_of_what_was_written),
		cmocka_unit_test(rejects_come_from_the_caller),
		cmocka_unit_test(a_redacted_copy_names_nobody),
		cmocka_unit_test(the_scope_is_a_file_and_in_words),
		cmocka_unit_test(nothing_at_all_is_a_case_too),
		cmocka_unit_test(misuse_is_said),
		cmocka_unit_test(any_file_may_be_refused),
		cmocka_unit_test(any_allocation_may_fail),
	};
	return cmocka_run_group_tests_name("case folder", tests, NULL, NULL);
}
