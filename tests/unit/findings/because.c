/* Why access cannot be excluded: the words of each rule of coverage, and of each reason where a rule
 * has none of its own; what would settle it. Row by row, as docs/rules.md explains the rules. */
#include "made_findings.h"

#include "findings/wording.h"

static void
each_rule_has_its_words(void **state)
{
	/* Of the mailbox that is named; of one that is not named. */
	static const struct {
		const char *rule;
		enum text_id why, nameless;
	} rows[] = {
		{ "throttled", T_WHY_THROTTLED, T_WHY_THROTTLED_SOMEWHERE },
		{ "throttling-not-stated", T_WHY_THROTTLING_NOT_STATED, T_WHY_THROTTLING_NOT_STATED },
		{ "asked-between", T_WHY_BETWEEN, T_WHY_BETWEEN },
		{ "no-access-records", T_WHY_NO_RECORDS, T_WHY_NO_RECORDS },
		{ "no-access-records-yet", T_WHY_NO_RECORDS_YET, T_WHY_NO_RECORDS_YET },
		{ "syncs-filtered", T_WHY_SYNCS_FILTERED, T_WHY_SYNCS_FILTERED },
		{ "licence", T_WHY_LICENCE, T_WHY_LICENCE },
		{ "audit-enabled", T_WHY_AUDIT_ENABLED, T_WHY_AUDIT_ENABLED_SOMEWHERE },
		{ "audit-actions", T_WHY_AUDIT_ACTIONS, T_WHY_AUDIT_ACTIONS_SOMEWHERE },
		{ "audit-bypass", T_WHY_BYPASS_SOMEBODY, T_WHY_BYPASS_SOMEBODY },
		{ "audit-disabled", T_WHY_AUDIT_DISABLED, T_WHY_AUDIT_DISABLED },
		{ "ingestion-off", T_WHY_INGESTION_OFF, T_WHY_INGESTION_OFF },
		{ "readiness-audit-disabled", T_WHY_READINESS_DISABLED, T_WHY_READINESS_DISABLED },
		{ "readiness-ingestion-off", T_WHY_READINESS_OFF, T_WHY_READINESS_OFF },
		{ "readiness-mailbox", T_WHY_READINESS_MAILBOX, T_WHY_READINESS_MAILBOX },
		{ "readiness-bypass", T_WHY_BYPASS_SOMEBODY, T_WHY_BYPASS_SOMEBODY },
		{ "first-opt-in", T_WHY_FIRST_OPT_IN, T_WHY_FIRST_OPT_IN },
		{ "passed-over", T_WHY_PASSED_OVER, T_WHY_PASSED_OVER },
		{ "more-records", T_WHY_MORE_RECORDS, T_WHY_MORE_RECORDS },
		{ "input-changed", T_WHY_INPUT_CHANGED, T_WHY_INPUT_CHANGED },
		{ "retention", T_WHY_RETENTION, T_WHY_RETENTION },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct mia_span span = { .rule = rows[i].rule, .reason = MIA_COVERAGE_LATE };
		assert_int_equal(mia__why_of_span(&span), rows[i].nameless);
		span.mailbox = TEXT("ann@x");
		assert_int_equal(mia__why_of_span(&span), rows[i].why);
		span.mailbox = TEXT_ABSENT;
		span.mailbox_guid = TEXT("a0000000-0000-4000-8000-00000000000a");
		assert_int_equal(mia__why_of_span(&span), rows[i].why);
		/* Of an account, whatever the rule. */
		span.actor = TEXT("eve@x");
		assert_int_equal(mia__why_of_span(&span), T_WHY_BYPASS);
	}
}

static void
each_reason_has_its_words(void **state)
{
	static const struct {
		enum mia_coverage_reason reason;
		enum text_id why;
	} rows[] = {
		{ MIA_COVERAGE_COVERED, T_WHY_BLIND },
		{ MIA_COVERAGE_THROTTLED, T_WHY_THROTTLED },
		{ MIA_COVERAGE_THROTTLING_SUSPECTED, T_WHY_THROTTLING_SUSPECTED },
		{ MIA_COVERAGE_NOT_LOGGED, T_WHY_NOT_LOGGED },
		{ MIA_COVERAGE_AUDITING_OFF, T_WHY_AUDITING_OFF },
		{ MIA_COVERAGE_BEFORE_EVIDENCE, T_WHY_BEFORE },
		{ MIA_COVERAGE_AFTER_EVIDENCE, T_WHY_AFTER },
		{ MIA_COVERAGE_SILENCE, T_WHY_SILENCE },
		{ MIA_COVERAGE_CUT_SHORT, T_WHY_CUT_SHORT },
		{ MIA_COVERAGE_REJECTED, T_WHY_REJECTED },
		{ MIA_COVERAGE_LATE, T_WHY_LATE },
		{ MIA_COVERAGE_REASON_COUNT, T_WHY_BLIND },
	};

	(void)state;
	assert_int_equal(COUNT(rows), MIA_COVERAGE_REASON_COUNT + 1);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct mia_span span = { .rule = "made", .reason = rows[i].reason };
		assert_int_equal(mia__why_of_span(&span), rows[i].why);
	}
}

static void
each_cause_has_its_cure(void **state)
{
	static const struct {
		enum text_id why, cure;
	} rows[] = {
		{ T_WHY_SYNCS_FILTERED, T_CURE_FILTERED },
		{ T_WHY_NO_RECORDS, T_CURE_NO_RECORDS },
		{ T_WHY_NO_RECORDS_YET, T_CURE_NO_RECORDS },
		{ T_WHY_NOT_LOGGED, T_CURE_NO_RECORDS },
		{ T_WHY_LICENCE, T_CURE_CONFIGURATION },
		{ T_WHY_AUDIT_ENABLED, T_CURE_CONFIGURATION },
		{ T_WHY_AUDIT_ENABLED_SOMEWHERE, T_CURE_CONFIGURATION },
		{ T_WHY_AUDIT_ACTIONS, T_CURE_CONFIGURATION },
		{ T_WHY_AUDIT_ACTIONS_SOMEWHERE, T_CURE_CONFIGURATION },
		{ T_WHY_AUDIT_DISABLED, T_CURE_CONFIGURATION },
		{ T_WHY_BEFORE, T_CURE_EXPORT_TIME },
		{ T_WHY_AFTER, T_CURE_EXPORT_TIME },
		{ T_WHY_BETWEEN, T_CURE_EXPORT_TIME },
		{ T_WHY_THROTTLING_NOT_STATED, T_CURE_ORIGINAL },
		{ T_WHY_SILENCE, T_CURE_EXPORT_AGAIN },
		{ T_WHY_CUT_SHORT, T_CURE_EXPORT_AGAIN },
		{ T_WHY_MORE_RECORDS, T_CURE_NEXT_PAGES },
		{ T_WHY_INPUT_CHANGED, T_CURE_READ_AGAIN },
		{ T_WHY_PASSED_OVER, T_CURE_UNPACK },
		{ T_WHY_REJECTED, T_CURE_ORIGINAL },
		{ T_WHY_LOST, T_CURE_ORIGINAL },
		{ T_WHY_LATE, T_CURE_EXPORT_LATER },
		{ T_WHY_NO_RULE, T_CURE_STATE },
	};
	/* What never was logged nothing brings back. */
	static const enum text_id none[] = { T_WHY_BLIND, T_WHY_THROTTLED, T_WHY_THROTTLED_SOMEWHERE,
		T_WHY_THROTTLING_SUSPECTED, T_WHY_BYPASS, T_WHY_BYPASS_SOMEBODY, T_WHY_INGESTION_OFF,
		T_WHY_READINESS_DISABLED, T_WHY_READINESS_OFF, T_WHY_READINESS_MAILBOX, T_WHY_FIRST_OPT_IN,
		T_WHY_RETENTION, T_WHY_AUDITING_OFF };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(mia__cure_of(rows[i].why), rows[i].cure);
	for (size_t i = 0; i < COUNT(none); i++)
		assert_int_equal(mia__cure_of(none[i]), TEXTS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_rule_has_its_words),
		cmocka_unit_test(each_reason_has_its_words),
		cmocka_unit_test(each_cause_has_its_cure),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
