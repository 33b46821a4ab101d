/* The rule for sizes, which base.h states once, holds for every struct of options. */
#include "test.h"

/* What a function answers to options of this size; the results are let go. */
static enum mia_status
coverage_with(const struct mia_coverage_options *options, struct mia_coverage_extent *extent)
{
	struct mia_coverage *coverage = NULL;
	enum mia_status status = mia_coverage_new(&coverage, NULL, options, NULL);

	if (status == MIA_OK && extent)
		mia_coverage_extent(coverage, extent);
	mia_coverage_free(coverage);
	return status;
}

static void
each_init_gives_the_defaults(void **state)
{
	(void)state;
	struct mia_coverage_options coverage;
	struct mia_findings_options findings;
	struct mia_report_options report;
	struct mia_case c;

	/* What was there before must not matter. */
	memset(&coverage, 0x5a, sizeof(coverage));
	memset(&findings, 0x5a, sizeof(findings));
	memset(&report, 0x5a, sizeof(report));
	memset(&c, 0x5a, sizeof(c));
	mia_coverage_options_init(&coverage);
	mia_findings_options_init(&findings);
	mia_report_options_init(&report);
	mia_case_init(&c);
	assert_int_equal(coverage.size, sizeof(coverage));
	assert_true(coverage.since == MIA_TIME_UNKNOWN && coverage.until == MIA_TIME_UNKNOWN);
	assert_true(coverage.exported_from == MIA_TIME_UNKNOWN);
	assert_true(coverage.exported_until == MIA_TIME_UNKNOWN);
	assert_int_equal(coverage.retention_days, 0);
	assert_null(coverage.readiness);
	assert_true(findings.since == MIA_TIME_UNKNOWN && findings.until == MIA_TIME_UNKNOWN);
	assert_int_equal(findings.sync, MIA_SYNC_FOLDER);
	assert_null(findings.scope);
	assert_int_equal(report.format, MIA_FORMAT_TABLE);
	assert_null(report.redaction);
	assert_true(c.made == MIA_CASE_NO_TIME);
	assert_null(c.evidence);
	/* NULL harms nothing; the macro has no place for it. */
	(mia_coverage_options_init)(NULL, sizeof(coverage));
}

/* An older program's struct ends earlier, and what lies behind it is its own. */
static void
init_stays_within_the_struct(void **state)
{
	(void)state;
	enum { OLDER = offsetof(struct mia_coverage_options, exported_from) };
	struct mia_coverage_options options;

	memset(&options, 0x5a, sizeof(options));
	(mia_coverage_options_init)(&options, OLDER);
	assert_int_equal(options.size, OLDER);
	assert_true(options.until == MIA_TIME_UNKNOWN);
	for (size_t i = OLDER; i < sizeof(options); i++)
		assert_int_equal(((unsigned char *)&options)[i], 0x5a);
}

static void
a_smaller_struct_has_defaults_for_the_rest(void **state)
{
	(void)state;
	struct mia_coverage_options options;
	struct mia_coverage_extent extent;

	mia_coverage_options_init(&options);
	options.exported_from = MIA_TIME_SECOND;
	assert_int_equal(coverage_with(&options, &extent), MIA_OK);
	assert_int_equal(extent.stated_from, MIA_TIME_SECOND);
	/* The member is there, but an older program did not know that it is. */
	options.size = offsetof(struct mia_coverage_options, exported_from);
	assert_int_equal(coverage_with(&options, &extent), MIA_OK);
	assert_true(extent.stated_from == MIA_TIME_UNKNOWN);
	/* As small as can be: the size alone. */
	options.size = sizeof(options.size);
	assert_int_equal(coverage_with(&options, &extent), MIA_OK);
	assert_true(extent.stated_from == MIA_TIME_UNKNOWN);
}

static void
a_larger_struct_must_ask_for_nothing_unknown(void **state)
{
	(void)state;
	struct {
		struct mia_coverage_options known;
		int64_t later;
	} options;
	struct mia_error err = { 0 };
	struct mia_coverage *coverage = NULL;

	memset(&options, 0, sizeof(options));
	mia_coverage_options_init(&options.known);
	options.known.size = sizeof(options);
	assert_int_equal(coverage_with(&options.known, NULL), MIA_OK);
	options.later = 1;
	assert_int_equal(mia_coverage_new(&coverage, NULL, &options.known, &err), MIA_ERR_ARGUMENT);
	assert_non_null(strstr(err.text, "mia_coverage_options"));
	assert_null(coverage);
}

static int
refuse_all(void *ctx, const void *bytes, size_t size)
{
	(void)ctx, (void)bytes, (void)size;
	return 1;
}

/* Each function that takes options, given a size that was never set. */
static void
a_size_that_was_not_set_is_refused_everywhere(void **state)
{
	(void)state;
	static const size_t sizes[] = { 0, 1, sizeof(size_t) - 1, sizeof(size_t) + 1, 4104, SIZE_MAX };
	struct mia_evidence *evidence = NULL, *other = NULL;
	struct mia_exposure *exposure = NULL, *made = NULL;
	struct mia_coverage *coverage = NULL;
	struct mia_timeline *timeline = NULL;
	struct mia_sessions *sessions = NULL;
	struct mia_triage *triage = NULL;
	struct mia_findings *findings = NULL;
	struct mia_subjects *subjects = NULL;

	assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_exposure_new(&exposure, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_coverage_new(&coverage, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_fold_seal(mia_exposure_fold(exposure), NULL), MIA_OK);
	assert_int_equal(mia_fold_seal(mia_coverage_fold(coverage), NULL), MIA_OK);
	assert_int_equal(mia_findings_new(&findings, NULL, exposure, coverage, NULL, NULL), MIA_OK);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct mia_limits limits = { .size = sizes[i] };
		struct mia_load_options load = { .size = sizes[i] };
		struct mia_exposure_options of_exposure = { .size = sizes[i] };
		struct mia_coverage_options of_coverage = { .size = sizes[i] };
		struct mia_findings_options of_findings = { .size = sizes[i] };
		struct mia_subjects_options of_subjects = { .size = sizes[i] };
		struct mia_timeline_options of_timeline = { .size = sizes[i] };
		struct mia_sessions_options of_sessions = { .size = sizes[i] };
		struct mia_triage_options of_triage = { .size = sizes[i] };
		struct mia_report_options of_report = { .size = sizes[i], .write = refuse_all };
		struct mia_ingest_options of_ingest = { .size = sizes[i] };
		struct mia_case c = { .size = sizes[i] };

		assert_int_equal(mia_evidence_new(&other, NULL, &limits, NULL), MIA_ERR_ARGUMENT);
		assert_int_equal(mia_load(evidence, NULL, 0, &load, NULL), MIA_ERR_ARGUMENT);
		assert_int_equal(mia_exposure_new(&made, NULL, &of_exposure, NULL), MIA_ERR_ARGUMENT);
		assert_int_equal(coverage_with(&of_coverage, NULL), MIA_ERR_ARGUMENT);
		struct mia_findings *again = NULL;
		assert_int_equal(mia_findings_new(&again, NULL, exposure, coverage, &of_findings, NULL),
			MIA_ERR_ARGUMENT);
		assert_int_equal(mia_subjects_new(&subjects, NULL, findings, &of_subjects, NULL),
			MIA_ERR_ARGUMENT);
		assert_int_equal(mia_timeline_new(&timeline, NULL, &of_timeline, NULL), MIA_ERR_ARGUMENT);
		assert_int_equal(mia_sessions_new(&sessions, NULL, &of_sessions, NULL), MIA_ERR_ARGUMENT);
		assert_int_equal(mia_triage_new(&triage, NULL, &of_triage, NULL), MIA_ERR_ARGUMENT);
		assert_int_equal(mia_report_messages(findings, &of_report, NULL), MIA_ERR_ARGUMENT);
		assert_int_equal(mia_report_mailboxes(findings, &of_report, NULL), MIA_ERR_ARGUMENT);
		assert_int_equal(mia_ingest("/nowhere/case.db", NULL, evidence, &of_ingest, NULL, NULL),
			MIA_ERR_ARGUMENT);
		assert_int_equal(mia_report_html(&c, NULL, refuse_all, NULL, NULL), MIA_ERR_ARGUMENT);
		assert_int_equal(mia_report_xlsx(&c, NULL, refuse_all, NULL, NULL), MIA_ERR_ARGUMENT);
	}
	/* The refusals were no reading. */
	assert_int_equal(mia_load(evidence, NULL, 0, NULL, NULL), MIA_OK);
	mia_findings_free(findings);
	mia_coverage_free(coverage);
	mia_exposure_free(exposure);
	mia_evidence_free(evidence);
}

static int
first_byte(void *ctx, const void *bytes, size_t size)
{
	if (size && *(char *)ctx == 0)
		*(char *)ctx = *(const char *)bytes;
	return 0;
}

/* The redaction is the last member of a report's options: a struct that ends
 * before it asks for none, whatever lies there. */
static void
a_report_of_an_older_program_is_written(void **state)
{
	(void)state;
	struct mia_readiness *readiness = NULL;
	struct mia_report_options options;
	char first = 0;

	assert_int_equal(mia_readiness_new(&readiness, NULL, NULL), MIA_OK);
	mia_report_options_init(&options);
	assert_int_equal(mia_report_readiness(readiness, &options, NULL), MIA_ERR_STATE);
	assert_int_equal(mia_readiness_seal(readiness, NULL), MIA_OK);
	assert_int_equal(mia_report_readiness(readiness, NULL, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_report_readiness(readiness, &options, NULL), MIA_ERR_ARGUMENT);
	options.write = first_byte;
	options.ctx = &first;
	options.format = MIA_FORMAT_JSON;
	memset(&options.redaction, 0x5a, sizeof(options.redaction));
	options.size = offsetof(struct mia_report_options, redaction);
	assert_int_equal(mia_report_readiness(readiness, &options, NULL), MIA_OK);
	assert_int_equal(first, '[');
	options.write = refuse_all;
	assert_int_equal(mia_report_readiness(readiness, &options, NULL), MIA_ERR_SINK);
	mia_readiness_free(readiness);
}

static void
texts_and_sets_of_bases(void **state)
{
	(void)state;
	char out[MIA_BASIS_TEXT];
	mia_basis all = (UINT64_C(1) << MIA_BASIS_COUNT) - 1;

	assert_text(mia_text_of("abc"), "abc");
	assert_text(mia_text_of(""), "");
	assert_absent(mia_text_of(NULL));
	assert_int_equal(mia_basis_format(0, out), 0);
	assert_string_equal(out, "");
	assert_int_equal(mia_basis_format(MIA_BASIS_SYNC_FOLDER | MIA_BASIS_BIND, out), 18);
	assert_string_equal(out, "BIND | SYNC_FOLDER");
	/* All that there are fit, and bits that are none are passed over. */
	assert_in_range(mia_basis_format(all, out), 400, MIA_BASIS_TEXT - 1);
	assert_int_equal(mia_basis_format(UINT64_C(1) << 63, out), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_init_gives_the_defaults),
		cmocka_unit_test(init_stays_within_the_struct),
		cmocka_unit_test(a_smaller_struct_has_defaults_for_the_rest),
		cmocka_unit_test(a_larger_struct_must_ask_for_nothing_unknown),
		cmocka_unit_test(a_size_that_was_not_set_is_refused_everywhere),
		cmocka_unit_test(a_report_of_an_older_program_is_written),
		cmocka_unit_test(texts_and_sets_of_bases),
	};
	return cmocka_run_group_tests_name("api-options", tests, NULL, NULL);
}
