/* What an export lacks: time that was not asked for, what breaks off, rejects. */
#include "made_changes.h"

#define OPEN MIA_TIME_UNKNOWN

/* Records in one mailbox from T0 to T0 + 10 days. */
static void
ten_days(struct made *m)
{
	made_begin(m);
	add_access(m, ANN, T0);
	add_access(m, ANN, T0 + 5 * DAY);
	add_access(m, ANN, T0 + 10 * DAY);
}

/* ---- asked ---- */

static void
asked_inside_the_evidence(void **state)
{
	(void)state;
	struct made m;
	ten_days(&m);
	m.options.since = T0;
	m.options.until = T0 + 10 * DAY;
	assert_none(&m, "asked-before");
	assert_none(&m, "asked-after");
	assert_none(&m, "retention");
}

static void
asked_beyond_the_records(void **state)
{
	(void)state;
	struct made m;
	ten_days(&m);
	m.options.since = T0 - MIA_TIME_SECOND;
	m.options.until = T0 + 10 * DAY + MIA_TIME_SECOND;
	struct mia_coverage *c = made_coverage(&m);
	const struct mia_span *before = assert_span(c, "asked-before", T0 - MIA_TIME_SECOND, T0, "");
	assert_int_equal(before->reason, MIA_COVERAGE_BEFORE_EVIDENCE);
	assert_absent(before->mailbox);
	assert_detail(before, "first record is of 2023-06-01T00:00:00Z");
	const struct mia_span *after =
		assert_span(c, "asked-after", T0 + 10 * DAY, T0 + 10 * DAY + MIA_TIME_SECOND, "");
	assert_int_equal(after->reason, MIA_COVERAGE_AFTER_EVIDENCE);
	assert_detail(after, "last record is of 2023-06-11T00:00:00Z");
	mia_coverage_free(c);
}

/* What the analyst states replaces the first and the last record. */
static void
asked_beyond_what_is_stated(void **state)
{
	(void)state;
	struct made m;
	ten_days(&m);
	m.options.since = T0 - 3 * DAY;
	m.options.until = T0 + 13 * DAY;
	m.options.exported_from = T0 - 2 * DAY;
	m.options.exported_until = T0 + 12 * DAY;
	struct mia_coverage *c = made_coverage(&m);
	assert_detail(assert_span(c, "asked-before", T0 - 3 * DAY, T0 - 2 * DAY, ""), "stated to begin");
	assert_detail(assert_span(c, "asked-after", T0 + 12 * DAY, T0 + 13 * DAY, ""), "stated to end");
	mia_coverage_free(c);
	m.options.since = T0 - 2 * DAY;
	m.options.until = T0 + 12 * DAY;
	assert_none(&m, "asked-before");
	assert_none(&m, "asked-after");
}

/* Wholly outside: the span is what was asked, not what lies between. */
static void
asked_apart_from_the_evidence(void **state)
{
	(void)state;
	struct made m;
	ten_days(&m);
	m.options.since = T0 - 9 * DAY;
	m.options.until = T0 - 7 * DAY;
	struct mia_coverage *c = made_coverage(&m);
	assert_span(c, "asked-before", T0 - 9 * DAY, T0 - 7 * DAY, "");
	assert_int_equal(count_of(c, "asked-after"), 0);
	mia_coverage_free(c);
	m.options.since = T0 + 17 * DAY;
	m.options.until = T0 + 19 * DAY;
	c = made_coverage(&m);
	assert_span(c, "asked-after", T0 + 17 * DAY, T0 + 19 * DAY, "");
	assert_int_equal(count_of(c, "asked-before"), 0);
	mia_coverage_free(c);
}

static void
asked_of_nothing(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	assert_none(&m, "asked-before");
	m.options.since = T0;
	struct mia_coverage *c = made_coverage(&m);
	assert_span(c, "asked-before", T0, OPEN, "");
	assert_int_equal(count_of(c, "late-records"), 0);
	mia_coverage_free(c);
}

/* Kept 5 days and exported on day 10: what is older than day 5 had expired. */
static void
retention(void **state)
{
	(void)state;
	struct made m;
	ten_days(&m);
	m.options.retention_days = 5;
	struct mia_coverage *c = made_coverage(&m);
	const struct mia_span *span = assert_span(c, "retention", OPEN, T0 + 5 * DAY, "");
	assert_int_equal(span->reason, MIA_COVERAGE_BEFORE_EVIDENCE);
	assert_detail(span, "2023-06-11T00:00:00Z (the last record;");
	assert_detail(span, "older records all the same");
	mia_coverage_free(c);

	m.options.exported_until = T0 + 20 * DAY;
	m.options.since = T0 + 14 * DAY;
	c = made_coverage(&m);
	assert_detail(assert_span(c, "retention", T0 + 14 * DAY, T0 + 15 * DAY, ""),
		"2023-06-21T00:00:00Z (the stated end of the export)");
	mia_coverage_free(c);
	m.options.since = T0 + 15 * DAY;
	assert_none(&m, "retention");

	m.options.since = OPEN;
	m.options.exported_until = T0 + 10 * DAY;
	m.options.retention_days = 10;
	c = made_coverage(&m);
	span = assert_span(c, "retention", OPEN, T0, "");
	assert_true(mia__text_find(span->detail, TEXT("older records")) < 0);
	mia_coverage_free(c);
	m.options.retention_days = INT64_MAX;
	assert_none(&m, "retention");
	m.options.retention_days = 0;
	assert_none(&m, "retention");
}

/* ---- late ---- */

static void
the_last_day(void **state)
{
	(void)state;
	struct made m;
	ten_days(&m);
	struct mia_coverage *c = made_coverage(&m);
	const struct mia_span *span =
		assert_span(c, "late-records", T0 + 9 * DAY, T0 + 10 * DAY, "time of the export");
	assert_int_equal(span->reason, MIA_COVERAGE_LATE);
	assert_int_equal(span->blind, MIA_BLIND_BINDS | MIA_BLIND_SYNCS);
	assert_detail(span, "assumed");
	mia_coverage_free(c);
	m.options.exported_until = T0 + 12 * DAY;
	c = made_coverage(&m);
	span = assert_span(c, "late-records", T0 + 11 * DAY, T0 + 12 * DAY, "time of the export");
	assert_detail(span, "is stated");
	mia_coverage_free(c);
}

/* ---- broken off, or rejected ---- */

static void
a_source_that_breaks_off(void **state)
{
	(void)state;
	static const enum mia_reason broken[] = {
		MIA_REASON_CUT,
		MIA_REASON_GZIP_CUT,
		MIA_REASON_GZIP_DAMAGED,
		MIA_REASON_GZIP_TRAILING,
		MIA_REASON_OVER_LIMIT,
		MIA_REASON_CANNOT_READ,
		MIA_REASON_UNCLOSED_QUOTE,
		MIA_REASON_TOO_FEW_COLUMNS,
	};
	for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++) {
		struct made m;
		made_begin(&m);
		made_record(&m, EXPORT, 1, T0);
		add_reject(&m, EXPORT, 2, broken[i]);
		struct mia_coverage *c = made_coverage(&m);
		const struct mia_span *span = assert_span(c, "broken-off", OPEN, OPEN, "");
		assert_text(span->source, EXPORT);
		assert_detail(span, "record 2");
		assert_detail(span, mia_reason_name(broken[i]));
		assert_int_equal(count_of(c, "rejected-records"), 0);
		mia_coverage_free(c);
		m.options.exported_from = T0 - DAY;
		m.options.exported_until = T0 + DAY;
		c = made_coverage(&m);
		assert_span(c, "broken-off", T0 - DAY, T0 + DAY, "");
		mia_coverage_free(c);
	}
	/* In the middle a quote is one record. */
	struct made m;
	made_begin(&m);
	made_record(&m, EXPORT, 1, T0);
	add_reject(&m, EXPORT, 2, MIA_REASON_UNCLOSED_QUOTE);
	made_record(&m, EXPORT, 3, T0 + DAY);
	struct mia_coverage *c = made_coverage(&m);
	assert_int_equal(count_of(c, "broken-off"), 0);
	assert_span(c, "rejected-records", T0, T0 + DAY + MIA_TIME_SECOND, "");
	mia_coverage_free(c);
}

static void
empty_and_foreign_sources(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_reject(&m, "empty.json", 1, MIA_REASON_EMPTY);
	add_reject(&m, "notes.txt", 1, MIA_REASON_NOT_AN_EXPORT);
	struct mia_coverage *c = made_coverage(&m);
	assert_text(assert_span(c, "empty-source", OPEN, OPEN, "")->source, "empty.json");
	assert_int_equal(count_of(c, "broken-off"), 0);
	assert_int_equal(count_of(c, "rejected-records"), 0);
	mia_coverage_free(c);
}

static void
rejected_in_the_middle(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	made_record(&m, EXPORT, 1, T0 + DAY);
	add_reject(&m, EXPORT, 3, MIA_REASON_TOO_LONG);
	add_reject(&m, EXPORT, 2, MIA_REASON_BAD_JSON);
	add_reject(&m, EXPORT, 4, MIA_REASON_BAD_JSON);
	made_record(&m, EXPORT, 5, T0);
	made_record(&m, "other.csv", 1, T0 + 9 * DAY);
	struct mia_coverage *c = made_coverage(&m);
	const struct mia_span *span = assert_span(c, "rejected-records", T0, T0 + DAY + MIA_TIME_SECOND, "");
	assert_int_equal(span->reason, MIA_COVERAGE_REJECTED);
	assert_text(span->source, EXPORT);
	assert_detail(span, "3 records could not be used (BAD_JSON 2, TOO_LONG 1)");
	mia_coverage_free(c);
}

/* At the edge of the file it may be older or newer than all others. */
static void
rejected_at_an_edge(void **state)
{
	(void)state;
	for (int last = 0; last < 2; last++) {
		struct made m;
		made_begin(&m);
		made_record(&m, EXPORT, 2, T0);
		made_record(&m, EXPORT, 3, T0 + DAY);
		add_reject(&m, EXPORT, last ? 4 : 1, MIA_REASON_BAD_JSON);
		struct mia_coverage *c = made_coverage(&m);
		assert_detail(assert_span(c, "rejected-records", OPEN, OPEN, ""),
			"1 record could not be used (BAD_JSON 1)");
		mia_coverage_free(c);
		m.options.exported_from = T0 - DAY;
		m.options.exported_until = T0 + 2 * DAY;
		c = made_coverage(&m);
		assert_span(c, "rejected-records", T0 - DAY, T0 + 2 * DAY, "");
		mia_coverage_free(c);
	}
}

/* A source without one usable record has no range of its own. */
static void
nothing_but_rejects(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	made_record(&m, "other.csv", 1, T0);
	add_reject(&m, EXPORT, 1, MIA_REASON_BAD_JSON);
	add_reject(&m, EXPORT, 2, MIA_REASON_BAD_JSON);
	add_reject(&m, EXPORT, 3, MIA_REASON_BAD_JSON);
	struct mia_coverage *c = made_coverage(&m);
	assert_span(c, "rejected-records", OPEN, OPEN, "");
	mia_coverage_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(asked_inside_the_evidence),
		cmocka_unit_test(asked_beyond_the_records),
		cmocka_unit_test(asked_beyond_what_is_stated),
		cmocka_unit_test(asked_apart_from_the_evidence),
		cmocka_unit_test(asked_of_nothing),
		cmocka_unit_test(retention),
		cmocka_unit_test(the_last_day),
		cmocka_unit_test(a_source_that_breaks_off),
		cmocka_unit_test(empty_and_foreign_sources),
		cmocka_unit_test(rejected_in_the_middle),
		cmocka_unit_test(rejected_at_an_edge),
		cmocka_unit_test(nothing_but_rejects),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
