/* A rejected record of a file that is in order of time lies between its
 * neighbours; of any other file, somewhere in its extent. */
#include "made_changes.h"

#define OPEN MIA_TIME_UNKNOWN

/* Records 1 to count but `reject`, an hour apart. */
static void
make_file(struct made *m, uint64_t count, uint64_t reject, bool newest_first)
{
	made_begin(m);
	for (uint64_t i = 1; i <= count; i++) {
		uint64_t hour = newest_first ? count - i : i;
		if (i == reject)
			add_reject(m, EXPORT, i, MIA_REASON_BAD_JSON);
		else
			made_record(m, EXPORT, i, T0 + (mia_time)hour * HOUR);
	}
}

static void
assert_rejected(struct made *m, mia_time start, mia_time end)
{
	struct mia_coverage *c = made_coverage(m);

	assert_int_equal(count_of(c, "rejected-records"), 1);
	assert_span(c, "rejected-records", start, end, "");
	mia_coverage_free(c);
}

static void
either_order_has_neighbours(void **state)
{
	(void)state;
	struct made m;
	make_file(&m, 5, 3, false);
	assert_rejected(&m, T0 + 2 * HOUR, T0 + 4 * HOUR + MIA_TIME_SECOND);
	make_file(&m, 5, 3, true);
	assert_rejected(&m, T0 + HOUR, T0 + 3 * HOUR + MIA_TIME_SECOND);
}

/* What is left of a record says when it was, wherever it stands. */
static void
its_own_time_comes_first(void **state)
{
	(void)state;
	struct made m;
	for (uint64_t reject = 1; reject <= 5; reject += 2) {
		make_file(&m, 5, reject, false);
		m.rejects[0].time = T0 + 9 * HOUR + MIA_TIME_SECOND / 2;
		assert_rejected(&m, T0 + 9 * HOUR, T0 + 9 * HOUR + MIA_TIME_SECOND);
	}
}

/* Three good records may be in order by chance; four are taken for it. */
static void
a_short_file_has_none(void **state)
{
	(void)state;
	struct made m;
	make_file(&m, 4, 2, false);
	assert_rejected(&m, T0 + HOUR, T0 + 4 * HOUR + MIA_TIME_SECOND);
	make_file(&m, 5, 2, false);
	assert_rejected(&m, T0 + HOUR, T0 + 3 * HOUR + MIA_TIME_SECOND);
}

static void
one_record_out_of_order_is_no_order(void **state)
{
	(void)state;
	struct made m;
	make_file(&m, 8, 4, false);
	m.events[5].time = T0 + 2 * HOUR + HOUR / 2;
	assert_rejected(&m, T0 + HOUR, T0 + 8 * HOUR + MIA_TIME_SECOND);
	/* Equal times are in order. */
	make_file(&m, 8, 4, false);
	m.events[5].time = m.events[4].time;
	assert_rejected(&m, T0 + 3 * HOUR, T0 + 5 * HOUR + MIA_TIME_SECOND);
}

/* At an end the file is open on that side alone, up to what is stated. */
static void
an_end_is_open_on_its_side(void **state)
{
	(void)state;
	struct made m;
	make_file(&m, 6, 1, false);
	assert_rejected(&m, OPEN, T0 + 2 * HOUR + MIA_TIME_SECOND);
	make_file(&m, 6, 6, false);
	assert_rejected(&m, T0 + 5 * HOUR, OPEN);
	make_file(&m, 6, 1, true);
	assert_rejected(&m, T0 + 4 * HOUR, OPEN);
	make_file(&m, 6, 6, false);
	m.options.exported_from = T0 - DAY;
	m.options.exported_until = T0 + DAY;
	assert_rejected(&m, T0 + 5 * HOUR, T0 + DAY);
}

/* Beyond the 64th, records are kept by eights: 65..72, 73..80. */
static void
in_a_long_file_neighbours_are_eights(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	for (unsigned i = 0; i < 60; i++)
		made_record(&m, EXPORT, 30 + i, T0 + (mia_time)i * HOUR); /* 30..89 */
	add_reject(&m, EXPORT, 90, MIA_REASON_BAD_JSON);
	add_reject(&m, EXPORT, 95, MIA_REASON_BAD_JSON);
	made_record(&m, EXPORT, 97, T0 + 100 * HOUR);
	struct mia_coverage *c = made_coverage(&m);
	/* 90 shares the eight 89..96; before it is 81..88, whose last is 88. */
	assert_int_equal(count_of(c, "rejected-records"), 1);
	assert_span(c, "rejected-records", T0 + 58 * HOUR, T0 + 100 * HOUR + MIA_TIME_SECOND, "");
	mia_coverage_free(c);
}

/* Two broken places are two spans. */
static void
rejects_apart_are_told_apart(void **state)
{
	(void)state;
	struct made m;
	make_file(&m, 9, 3, false);
	m.events[5].place.record = 20; /* 7 */
	m.events[6].place.record = 21; /* 8 */
	m.events[7].place.record = 22; /* 9 */
	add_reject(&m, EXPORT, 10, MIA_REASON_TOO_LONG);
	add_reject(&m, EXPORT, 11, MIA_REASON_TOO_LONG);
	struct mia_coverage *c = made_coverage(&m);
	assert_int_equal(count_of(c, "rejected-records"), 2);
	assert_detail(span_of(c, "rejected-records", 0),
		"1 record could not be used (BAD_JSON 1); what it said");
	assert_int_equal(span_of(c, "rejected-records", 0)->start, T0 + 2 * HOUR);
	assert_detail(span_of(c, "rejected-records", 1),
		"2 records could not be used (TOO_LONG 2); what they said");
	assert_int_equal(span_of(c, "rejected-records", 1)->start, T0 + 6 * HOUR);
	assert_int_equal(span_of(c, "rejected-records", 1)->end, T0 + 7 * HOUR + MIA_TIME_SECOND);
	mia_coverage_free(c);
}

/* Four records, a flood that cannot be used, and one more: what looks back from
 * each reject to the last good record takes minutes. */
static void
rejects_are_gone_through_once(void **state)
{
	(void)state;
	enum { REJECTS = 4000000 };
	struct made m;
	struct mia_coverage *c = NULL;
	made_begin(&m);
	for (uint64_t i = 1; i <= 4; i++)
		made_record(&m, EXPORT, i, T0 + (mia_time)i * HOUR);
	made_record(&m, EXPORT, REJECTS + 16, T0 + 9 * HOUR);
	assert_int_equal(mia_coverage_new(&c, NULL, NULL, NULL), MIA_OK);
	struct mia_fold *fold = mia_coverage_fold(c);
	for (unsigned i = 0; i < m.event_count; i++)
		add_event(fold, &m.events[i]);
	struct mia_reject reject = { .place = { .source = made_source(&m, EXPORT) },
		.reason = MIA_REASON_BAD_JSON,
		.last = 1 };
	for (uint64_t i = 5; i < REJECTS; i += 8) {
		reject.place.record = i;
		assert_int_equal(fold->ops->reject(fold, &reject, NULL), MIA_OK);
	}
	seal(fold);
	assert_span(c, "rejected-records", T0 + 4 * HOUR, T0 + 9 * HOUR + MIA_TIME_SECOND, "");
	mia_coverage_free(c);
}

/* Of all of the time, although the export is said to reach over a month: what
 * stands in the file is not known, nor when it was made. */
static void
what_may_hold_access_blinds_the_whole(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	made_record(&m, EXPORT, 1, T0);
	made_record(&m, EXPORT, 2, T0 + DAY);
	add_reject(&m, "audit.xlsx", 1, MIA_REASON_PASSED_OVER);
	m.options.exported_from = T0 - DAY;
	m.options.exported_until = T0 + 30 * DAY;
	struct mia_coverage *c = made_coverage(&m);
	const struct mia_span *span = assert_span(c, "passed-over", OPEN, OPEN, "");
	assert_text(span->source, "audit.xlsx");
	assert_int_equal(span->reason, MIA_COVERAGE_REJECTED);
	assert_int_equal(span->blind, MIA_BLIND_BINDS | MIA_BLIND_SYNCS);
	assert_int_equal(count_of(c, "rejected-records"), 0);
	assert_int_equal(count_of(c, "broken-off"), 0);
	assert_int_equal(count_of(c, "covered"), 0);
	mia_coverage_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_may_hold_access_blinds_the_whole),
		cmocka_unit_test(rejects_are_gone_through_once),
		cmocka_unit_test(either_order_has_neighbours),
		cmocka_unit_test(its_own_time_comes_first),
		cmocka_unit_test(a_short_file_has_none),
		cmocka_unit_test(one_record_out_of_order_is_no_order),
		cmocka_unit_test(an_end_is_open_on_its_side),
		cmocka_unit_test(in_a_long_file_neighbours_are_eights),
		cmocka_unit_test(rejects_apart_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
