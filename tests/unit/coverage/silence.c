/* Silence: habits of offices, part-timers and sparse logs against a log that
 * stops. */
#include "made_coverage.h"

#define ANN "ann@contoso.example"
#define BOB "bob@contoso.example"

/* A record each hour from 9 to 17 on the days [from, until) that are no
 * weekend; day 0 is a Thursday. */
static void
office(struct log *log, const char *mailbox, int from, int until)
{
	for (int day = from; day < until; day++)
		if (day % 7 != 2 && day % 7 != 3)
			for (int hour = 9; hour <= 17; hour++)
				sync_at(log, mailbox, AT(day, hour, 0, 0));
}

static void
nights_and_weekends_are_habit(void **state)
{
	(void)state;
	/* one weekend, two, ten; also where a Monday and Tuesday are missing */
	for (int days = 9; days <= 70; days += 13) {
		struct log log = new_log(NULL);
		office(&log, ANN, 0, days);
		seal_log(&log);
		assert_int_equal(count_spans(log.coverage, "silence"), 0);
		end_log(&log);
	}
	struct log log = new_log(NULL);
	office(&log, ANN, 0, 16);
	office(&log, ANN, 20, 30);
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, "silence"), 0);
	end_log(&log);
}

static void
a_log_that_stops(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	office(&log, ANN, 0, 16);
	office(&log, ANN, 32, 40); /* begins on a Monday */
	seal_log(&log);
	/* the only mailbox: the tenant's silence, told once; Friday 17:00 (day 15)
	 * to Monday 9:00 (day 32) is 16 days 16 hours */
	assert_int_equal(count_spans(log.coverage, "silence"), 1);
	assert_span_of(log.coverage, "silence", 0, "", AT(15, 17, 0, 0), AT(32, 9, 0, 0));
	const struct mia_span *span = find_span(log.coverage, "silence", 0);
	assert_int_equal(span->reason, MIA_COVERAGE_SILENCE);
	assert_int_equal(span->blind, MIA_BLIND_BINDS | MIA_BLIND_SYNCS);
	assert_says(span->detail, "no record of any mailbox or account for 400 h 00 min");
	assert_says(span->detail, "162 records stand on 18 days");
	assert_says(span->detail, "no gap is longer than 64 h 00 min otherwise");
	assert_span_of(log.coverage, "covered", 0, ANN, AT(0, 9, 0, 0), AT(15, 17, 0, 0));
	assert_span_of(log.coverage, "covered", 1, ANN, AT(32, 9, 0, 0), AT(39, 17, 0, 0));
	end_log(&log);
}

static void
more_evidence_fills_it(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	office(&log, ANN, 0, 16);
	office(&log, ANN, 32, 40);
	office(&log, ANN, 16, 32);
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, "silence"), 0);
	end_log(&log);
}

static void
one_mailbox_among_others(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	office(&log, ANN, 0, 16);
	office(&log, ANN, 32, 40);
	office(&log, BOB, 0, 40);
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, "silence"), 1);
	assert_span_of(log.coverage, "silence", 0, ANN, AT(15, 17, 0, 0), AT(32, 9, 0, 0));
	assert_says(find_span(log.coverage, "silence", 0)->detail, "no record of this mailbox");
	end_log(&log);
}

/* Sign-ins go on: not the tenant is silent. */
static void
records_without_a_mailbox_are_the_tenants(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	office(&log, ANN, 0, 16);
	office(&log, ANN, 32, 40);
	for (int day = 0; day < 40; day++)
		other_at(&log, NULL, "UserLoggedIn", "15", AT(day, 12, 0, 0));
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, "silence"), 1);
	assert_span_of(log.coverage, "silence", 0, ANN, AT(15, 17, 0, 0), AT(32, 9, 0, 0));
	end_log(&log);
}

/* n records, most of them a minute apart, two a day later each, one behind a gap. */
static struct log
gap_behind(unsigned n, mia_time gap)
{
	struct log log = new_log(NULL);

	for (unsigned i = 0; i + 3 < n; i++)
		sync_at(&log, ANN, AT(0, 0, (int)i, 0));
	sync_at(&log, ANN, AT(1, 0, 0, 0));
	sync_at(&log, ANN, AT(2, 0, 0, 0));
	sync_at(&log, ANN, AT(2, 0, 0, 0) + gap);
	seal_log(&log);
	return log;
}

static void
busy_means_fifty(void **state)
{
	(void)state;
	for (unsigned n = 49; n <= 50; n++) {
		struct log log = gap_behind(n, 100 * HOUR);
		assert_int_equal(count_spans(log.coverage, "silence"), n == 50);
		end_log(&log);
	}
}

/* The other gaps are a day at most: 72 hours decide. */
static void
longer_than_seventy_two_hours(void **state)
{
	(void)state;
	for (int longer = 0; longer < 2; longer++) {
		struct log log = gap_behind(60, 72 * HOUR + longer);
		assert_int_equal(count_spans(log.coverage, "silence"), longer);
		end_log(&log);
	}
}

static void
longer_than_twice_any_other(void **state)
{
	(void)state;
	for (int longer = 0; longer < 2; longer++) {
		struct log log = new_log(NULL);
		for (int i = 0; i < 60; i++)
			sync_at(&log, ANN, AT(0, 0, i, 0));
		sync_at(&log, ANN, AT(0, 0, 59, 0) + 50 * HOUR);
		sync_at(&log, ANN, AT(0, 0, 59, 0) + 150 * HOUR + longer);
		seal_log(&log);
		assert_int_equal(count_spans(log.coverage, "silence"), longer);
		end_log(&log);
	}
}

/* A gap of nine days between two days proves no habit. */
static void
on_three_days(void **state)
{
	(void)state;
	for (int days = 2; days <= 3; days++) {
		struct log log = new_log(NULL);
		/* from 20:00 to 23:56 */
		for (int i = 0; i < 60; i++)
			sync_at(&log, ANN, AT(0, 20, 4 * i, 0));
		if (days == 3)
			sync_at(&log, ANN, AT(1, 0, 0, 0));
		sync_at(&log, ANN, AT(9, 0, 0, 0));
		sync_at(&log, ANN, AT(9, 1, 0, 0));
		seal_log(&log);
		assert_int_equal(count_spans(log.coverage, "silence"), days == 3);
		end_log(&log);
	}
}

/* Two long gaps of much the same length: each is more than a week, so no
 * weekly habit; six days each may be one. */
static void
several_silences(void **state)
{
	(void)state;
	for (int weeks = 0; weeks < 2; weeks++) {
		int gap = weeks ? 10 : 6;
		struct log log = new_log(NULL);
		int day = 0;
		for (int part = 0; part < 3; part++, day += 4 + gap)
			for (int i = 0; i < 5 * 24; i += 4)
				sync_at(&log, ANN, AT(day, i, 0, 0));
		seal_log(&log);
		/* each part ends at 20:00 of its fifth day (116 hours after it began) */
		assert_int_equal(count_spans(log.coverage, "silence"), weeks ? 2 : 0);
		if (weeks) {
			assert_span_of(log.coverage, "silence", 0, "", AT(4, 20, 0, 0), AT(14, 0, 0, 0));
			assert_span_of(log.coverage, "silence", 1, "", AT(18, 20, 0, 0), AT(28, 0, 0, 0));
			assert_says(find_span(log.coverage, "silence", 0)->detail,
				"no gap is longer than 4 h 00 min otherwise");
		}
		end_log(&log);
	}
}

static void
a_sparse_log_has_a_habit_of_gaps(void **state)
{
	(void)state;
	/* three days apart, now and then five */
	struct log log = new_log(NULL);
	for (int i = 0, day = 0; i < 80; i++, day += i % 9 ? 3 : 5)
		sync_at(&log, ANN, AT(day, 12, 0, 0));
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, "silence"), 0);
	end_log(&log);
}

static void
repeats_do_not_make_it_busy(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	for (int i = 0; i < 46; i++)
		sync_at(&log, ANN, AT(0, 0, i, 0));
	for (int i = 0; i < 20; i++)
		add_event(mia_coverage_fold(log.coverage), &log.event);
	sync_at(&log, ANN, AT(1, 0, 0, 0));
	sync_at(&log, ANN, AT(2, 0, 0, 0));
	sync_at(&log, ANN, AT(12, 0, 0, 0));
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, "silence"), 0);
	end_log(&log);
}

/* Two records of a far time, made to look as if gaps were a habit: what the export is stated to hold says
 * that they are none of it. */
static void
what_lies_outside_is_no_habit(void **state)
{
	(void)state;
	for (int stated = 0; stated < 2; stated++) {
		struct mia_coverage_options options;
		mia_coverage_options_init(&options);
		if (stated) {
			options.exported_from = AT(-1, 0, 0, 0);
			options.exported_until = AT(60, 0, 0, 0);
		}
		struct log log = new_log(&options);
		office(&log, ANN, 0, 16);
		office(&log, ANN, 25, 40);
		sync_at(&log, ANN, AT(500, 0, 0, 0));
		sync_at(&log, ANN, AT(506, 0, 0, 0));
		other_at(&log, NULL, "UserLoggedIn", "15", AT(500, 0, 0, 0));
		seal_log(&log);
		/* Friday 17:00 (day 15) to Monday 9:00 (day 25) is 9 days 16 hours, not twice 6 days; those 6 stand
		 * where 3 of 200 records are. */
		assert_int_equal(count_spans(log.coverage, "silence"), stated ? 1 : 2);
		assert_span_of(log.coverage, "silence", 0, "", AT(15, 17, 0, 0), AT(25, 9, 0, 0));
		if (!stated)
			assert_span_of(log.coverage, "silence", 1, "", AT(39, 17, 0, 0), AT(500, 0, 0, 0));
		end_log(&log);
	}
}

/* Without a word on what the export holds: a pair at the edge hides no gap between records, at whatever distance. */
static void
pairs_at_the_edge_are_no_habit(void **state)
{
	(void)state;
	static const int at[] = { 30, 16, -30, -12 };
	for (size_t i = 0; i < sizeof(at) / sizeof(*at); i++)
		for (int pair = 0; pair < 2; pair++) {
			struct log log = new_log(NULL);
			for (int day = 0; day < 9; day += day == 1 ? 6 : 1)
				for (int n = 0; n < 20; n++)
					sync_at(&log, ANN, AT(day, 8, n, 0));
			for (int n = 0; pair && n < 2; n++)
				sync_at(&log, ANN, AT(at[i], 84 * n, 0, 0));
			seal_log(&log);
			/* From day 1, 8:19, to day 7, 8:00. */
			assert_true(count_spans(log.coverage, "silence") >= 1);
			bool found = false;
			for (size_t k = 0; k < count_spans(log.coverage, "silence"); k++)
				found |= find_span(log.coverage, "silence", k)->start == AT(1, 8, 19, 0) &&
					find_span(log.coverage, "silence", k)->end == AT(7, 8, 0, 0);
			assert_true(found);
			end_log(&log);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nights_and_weekends_are_habit),
		cmocka_unit_test(a_log_that_stops),
		cmocka_unit_test(more_evidence_fills_it),
		cmocka_unit_test(one_mailbox_among_others),
		cmocka_unit_test(records_without_a_mailbox_are_the_tenants),
		cmocka_unit_test(busy_means_fifty),
		cmocka_unit_test(longer_than_seventy_two_hours),
		cmocka_unit_test(longer_than_twice_any_other),
		cmocka_unit_test(on_three_days),
		cmocka_unit_test(several_silences),
		cmocka_unit_test(a_sparse_log_has_a_habit_of_gaps),
		cmocka_unit_test(repeats_do_not_make_it_busy),
		cmocka_unit_test(what_lies_outside_is_no_habit),
		cmocka_unit_test(pairs_at_the_edge_are_no_habit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
