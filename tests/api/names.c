/* Small questions that a program asks: what is it called, is it evidence? */
#include "test.h"

#include <fcntl.h>
#include <unistd.h>

static int
swallow(void *ctx, const void *bytes, size_t size)
{
	(void)ctx, (void)bytes, (void)size;
	return 0;
}

static void
everything_has_a_name(void **state)
{
	(void)state;
	assert_string_equal(mia_access_name(MIA_ACCESS_NONE), "");
	assert_string_equal(mia_access_name(MIA_ACCESS_BIND), "bind");
	assert_string_equal(mia_access_name(MIA_ACCESS_SYNC), "sync");
	assert_string_equal(mia_access_name(MIA_ACCESS_UNSTATED), "unstated");
	assert_string_equal(mia_encoding_name(MIA_ENCODING_UTF8), "UTF-8");
	assert_string_equal(mia_encoding_name(MIA_ENCODING_UTF8_BOM), "UTF-8 with BOM");
	assert_string_equal(mia_encoding_name(MIA_ENCODING_UTF16LE), "UTF-16LE");
	assert_string_equal(mia_encoding_name(MIA_ENCODING_UTF16BE), "UTF-16BE");
	assert_string_equal(mia_container_name(MIA_CONTAINER_CSV_AUDITDATA), "CSV with AuditData");
	assert_string_equal(mia_reason_name(MIA_REASON_BAD_JSON), "BAD_JSON");
	assert_string_equal(mia_status_name(MIA_ERR_IO), "MIA_ERR_IO");
	assert_string_equal(mia_flag_name(MIA_FLAG_DUP_KEY), "DUP_KEY");
}

/* Each of the last flag and reason too; a number that is none harms nothing. */
static void
names_have_an_end(void **state)
{
	(void)state;
	for (int i = 0; i < MIA_FLAG_COUNT; i++)
		assert_int_not_equal(mia_flag_name(UINT64_C(1) << i)[0], 0);
	assert_string_equal(mia_flag_name(UINT64_C(1) << MIA_FLAG_COUNT), "");
	assert_string_equal(mia_flag_name(0), "");
	assert_string_equal(mia_flag_name(MIA_FLAG_NO_ID | MIA_FLAG_NO_TIME), "");
	for (int i = MIA_REASON_NONE; i < MIA_REASON_COUNT; i++)
		assert_int_not_equal(mia_reason_name((enum mia_reason)i)[0], 0);
	for (int i = 0; i < MIA_LEVEL_COUNT; i++)
		assert_int_not_equal(mia_level_name((enum mia_level)i)[0], 0);
	for (int i = 0; i < MIA_FORMAT_COUNT; i++)
		assert_int_not_equal(mia_format_name((enum mia_format)i)[0], 0);
	for (int i = 0; i < MIA_COVERAGE_REASON_COUNT; i++)
		assert_int_not_equal(mia_coverage_reason_name((enum mia_coverage_reason)i)[0], 0);
	/* One manner for all of them. */
	assert_string_equal(mia_status_name((enum mia_status)99), "");
	assert_string_equal(mia_reason_name(MIA_REASON_COUNT), "");
	assert_string_equal(mia_container_name((enum mia_container)99), "");
	assert_string_equal(mia_encoding_name((enum mia_encoding)99), "");
	assert_string_equal(mia_access_name((enum mia_access)99), "");
	assert_string_equal(mia_level_name((enum mia_level)MIA_LEVEL_COUNT), "");
	assert_string_equal(mia_basis_name(UINT64_C(1) << MIA_BASIS_COUNT), "");
	assert_string_equal(mia_coverage_reason_name(MIA_COVERAGE_REASON_COUNT), "");
	assert_string_equal(mia_inventory_kind_name((enum mia_inventory_kind)99), "");
	assert_string_equal(mia_format_name((enum mia_format)MIA_FORMAT_COUNT), "");
	assert_string_equal(mia_verified_name((enum mia_verified)99), "");
	assert_string_equal(mia_change_name((enum mia_change)99), "");
}

/* Nothing is there: 0 or NULL, whatever is asked. */
static void
getters_take_null(void **state)
{
	(void)state;
	struct mia_timeline_row row;
	struct mia_scope *scope = NULL;

	assert_int_equal(mia_evidence_count(NULL) + mia_sums_operation_count(NULL) +
			mia_sums_mailbox_count(NULL) + mia_reject_list_count(NULL) +
			mia_timeline_count(NULL) + mia_sessions_count(NULL) + mia_expansion_count(NULL) +
			mia_exposure_mailbox_count(NULL) + mia_exposure_forwarding_count(NULL) +
			mia_coverage_count(NULL) + mia_coverage_mailbox_count(NULL) +
			mia_readiness_count(NULL) + mia_inventory_item_count(NULL) +
			mia_inventory_folder_count(NULL) + mia_findings_mailbox_count(NULL) +
			mia_triage_count(NULL) + mia_triage_sent_on_count(NULL) + mia_subjects_count(NULL) +
			mia_verification_count(NULL) + mia_diff_count(NULL),
		0);
	assert_null(mia_evidence_source(NULL, 0));
	assert_null(mia_sums_totals(NULL));
	assert_null(mia_sums_operation(NULL, 0));
	assert_null(mia_sums_mailbox(NULL, 0));
	assert_null(mia_reject_list_get(NULL, 0));
	assert_null(mia_sessions_get(NULL, 0));
	assert_null(mia_expansion_step(NULL, 0));
	assert_null(mia_exposure_sums(NULL));
	assert_null(mia_exposure_mailbox(NULL, 0));
	assert_null(mia_exposure_forwarding(NULL, 0));
	assert_null(mia_coverage_span(NULL, 0));
	assert_null(mia_coverage_mailbox(NULL, 0));
	assert_int_equal(mia_coverage_blind(NULL, 0, MIA_BLIND_BINDS, 0, 0, 1), 0);
	assert_null(mia_readiness_get(NULL, 0));
	assert_null(mia_readiness_tenant(NULL));
	assert_null(mia_inventory_item(NULL, 0));
	assert_null(mia_inventory_folder(NULL, 0));
	assert_null(mia_inventory_sums(NULL));
	assert_null(mia_findings_mailbox(NULL, 0));
	assert_null(mia_findings_sums(NULL));
	assert_null(mia_triage_get(NULL, 0));
	assert_null(mia_triage_sent_on(NULL, 0));
	assert_null(mia_triage_sums(NULL));
	assert_null(mia_triage_fold(NULL));
	assert_string_equal(mia_triage_kind_name((enum mia_triage_kind)99), "");
	assert_int_equal(mia_triage_new(NULL, NULL, NULL, NULL), MIA_ERR_ARGUMENT);
	assert_null(mia_subjects_get(NULL, 0));
	assert_null(mia_subjects_sums(NULL));
	assert_null(mia_verification_get(NULL, 0));
	assert_false(mia_verification_holds(NULL));
	assert_null(mia_diff_get(NULL, 0));
	assert_int_equal(mia_diff_sum(NULL, MIA_CHANGE_SAME), 0);
	assert_null(mia_sums_fold(NULL));
	assert_null(mia_reject_list_fold(NULL));
	assert_null(mia_timeline_fold(NULL));
	assert_null(mia_sessions_fold(NULL));
	assert_null(mia_expansion_fold(NULL));
	assert_null(mia_exposure_fold(NULL));
	assert_null(mia_coverage_fold(NULL));
	assert_int_equal(mia_timeline_row(NULL, 0, &row), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_expansion_scope(NULL, &scope, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_timeline_new(NULL, NULL, NULL, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_sessions_new(NULL, NULL, NULL, NULL), MIA_ERR_ARGUMENT);
}

/* A result that is not sealed is not reported as one that is empty. */
static void
unsealed_results_are_not_reported(void **state)
{
	(void)state;
	struct mia_scope *scope = NULL;
	struct mia_sessions *sessions = NULL;
	struct mia_expansion *expansion = NULL;
	struct mia_report_options options;

	mia_report_options_init(&options);
	options.write = swallow;
	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	assert_int_equal(mia_scope_add(scope, MIA_TRAIT_SESSION, 0, mia_text_of("s"), NULL), MIA_OK);
	assert_int_equal(mia_sessions_new(&sessions, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_expansion_new(&expansion, NULL, scope, MIA_EXPAND_SESSION, NULL), MIA_OK);
	assert_int_equal(mia_report_sessions(sessions, &options, NULL), MIA_ERR_STATE);
	assert_int_equal(mia_report_expansion(expansion, &options, NULL), MIA_ERR_STATE);
	assert_int_equal(mia_fold_seal(mia_sessions_fold(sessions), NULL), MIA_OK);
	assert_int_equal(mia_fold_seal(mia_expansion_fold(expansion), NULL), MIA_OK);
	assert_int_equal(mia_report_sessions(sessions, &options, NULL), MIA_OK);
	assert_int_equal(mia_report_expansion(expansion, &options, NULL), MIA_OK);
	mia_expansion_free(expansion);
	mia_sessions_free(sessions);
	mia_scope_free(scope);
}

static void
evidence_is_known_by_its_file(void **state)
{
	(void)state;
	struct mia_evidence *evidence = NULL;
	char path[512], other[512];
	const char *fixtures = getenv("MIA_FIXTURES");
	int fd, fd_of_other;

	assert_non_null(fixtures);
	/* The same file by another way. */
	snprintf(path, sizeof(path), "%s/incident/../incident/portal.csv", fixtures);
	snprintf(other, sizeof(other), "%s/incident/graph.json", fixtures);
	fd = open(path, O_RDONLY);
	fd_of_other = open(other, O_RDONLY);
	assert_true(fd >= 0 && fd_of_other >= 0);
	snprintf(path, sizeof(path), "%s/incident/portal.csv", fixtures);
	assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
	assert_false(mia_evidence_holds_file(evidence, fd));
	assert_int_equal(mia_evidence_add_path(evidence, path, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_memory(evidence, "bytes", "", 0, NULL), MIA_OK);
	assert_true(mia_evidence_holds_file(evidence, fd));
	assert_false(mia_evidence_holds_file(evidence, fd_of_other));
	assert_false(mia_evidence_holds_file(evidence, -1));
	mia_evidence_free(evidence);
	close(fd_of_other);
	close(fd);
}

/* However many they are, in whatever order they came. */
static void
sources_stand_in_order(void **state)
{
	(void)state;
	static const char text[] = "x";
	static const unsigned steps[] = { 1, 7, 149, 299 }; /* each reaches every number below the count */
	enum { count = 300 };
	struct mia_evidence *evidence = NULL;
	const struct mia_source *before = NULL;

	for (size_t k = 0; k < sizeof(steps) / sizeof(*steps); k++) {
		assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
		for (unsigned i = 0; i < count; i++) {
			char name[16];
			snprintf(name, sizeof(name), "%u", i * steps[k] % count);
			assert_int_equal(mia_evidence_add_memory(evidence, name, text, i % 2, NULL), MIA_OK);
		}
		assert_int_equal(mia_evidence_count(evidence), count);
		for (size_t i = 0; i < count; i++) {
			const struct mia_source *source = mia_evidence_source(evidence, i);
			if (i)
				assert_true(strcmp(before->name, source->name) < 0);
			before = source;
		}
		assert_null(mia_evidence_source(evidence, count));
		mia_evidence_free(evidence);
	}
}

/* A folder and a file in it: each path is read once. Other sources cannot be
 * told apart by a name that two of them have. */
static void
a_name_stands_for_one_source(void **state)
{
	(void)state;
	struct mia_evidence *evidence = NULL;
	struct mia_reader *reader = NULL;
	struct mia_error err = { 0 };
	char folder[480], file[512];

	snprintf(folder, sizeof(folder), "%s/incident", getenv("MIA_FIXTURES"));
	snprintf(file, sizeof(file), "%s/portal.csv", folder);
	assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_path(evidence, file, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_path(evidence, folder, NULL), MIA_OK);
	assert_int_equal(mia_evidence_count(evidence), 3);
	assert_int_equal(mia_evidence_add_path(evidence, file, NULL), MIA_OK);
	assert_int_equal(mia_evidence_count(evidence), 3);
	assert_string_equal(mia_evidence_source(evidence, 1)->name, file);

	assert_int_equal(mia_evidence_add_memory(evidence, "bytes", "", 0, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_memory(evidence, "bytes", "{}", 2, NULL), MIA_OK);
	assert_int_equal(mia_evidence_count(evidence), 5);
	assert_int_equal(mia_reader_new(&reader, evidence, &err), MIA_ERR_ARGUMENT);
	assert_string_equal(err.text, "two sources are named 'bytes'");
	mia_evidence_free(evidence);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_has_a_name),
		cmocka_unit_test(names_have_an_end),
		cmocka_unit_test(getters_take_null),
		cmocka_unit_test(unsealed_results_are_not_reported),
		cmocka_unit_test(evidence_is_known_by_its_file),
		cmocka_unit_test(sources_stand_in_order),
		cmocka_unit_test(a_name_stands_for_one_source),
	};
	return cmocka_run_group_tests_name("api-names", tests, NULL, NULL);
}
