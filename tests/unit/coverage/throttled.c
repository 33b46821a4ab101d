/* Throttled, and throttling suspected: both sides of every boundary. */
#include "made_coverage.h"

#define ANN "ann@contoso.example"
#define BOB "bob@contoso.example"

static void
one_record_blinds_for_a_day(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	bind_at(&log, ANN, AT(0, 8, 0, 0));
	throttled_at(&log, ANN, AT(1, 12, 0, 0), "r-throttled");
	bind_at(&log, ANN, AT(5, 8, 0, 0));
	bind_at(&log, BOB, AT(1, 12, 0, 0));
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, "throttled"), 1);
	assert_span_of(log.coverage, "throttled", 0, ANN, AT(1, 11, 58, 0), AT(2, 12, 0, 0));
	const struct mia_span *span = find_span(log.coverage, "throttled", 0);
	assert_int_equal(span->reason, MIA_COVERAGE_THROTTLED);
	assert_int_equal(span->blind, MIA_BLIND_BINDS);
	assert_string_equal(span->until_rule, "24 hours");
	assert_text(span->record_id, "r-throttled");
	assert_text(span->source, "a.csv");
	assert_absent(span->actor);
	assert_says(span->detail, "1 record, at 2016-07-15T12:00:00Z");
	assert_says(span->detail, "not before");
	assert_says(span->detail, "syncs are logged all the same");
	/* what is not throttled blinds nobody, and ANN is covered around it */
	assert_span_of(log.coverage, "covered", 0, ANN, AT(0, 8, 0, 0), AT(1, 11, 58, 0));
	assert_span_of(log.coverage, "covered", 1, ANN, AT(2, 12, 0, 0), AT(5, 8, 0, 0));
	assert_int_equal(count_spans(log.coverage, "covered"), 2);
	end_log(&log);
}

/* A second record joins if its span (from two minutes before it) begins not
 * later than the first one's ends: 24:02:00 after it, not 24:02:01. */
static void
spans_that_touch_are_one(void **state)
{
	(void)state;
	for (int late = 0; late < 2; late++) {
		struct log log = new_log(NULL);
		throttled_at(&log, ANN, AT(1, 0, 0, 0), "r-1");
		throttled_at(&log, ANN, AT(2, 0, 2, late), "r-2");
		seal_log(&log);
		if (late) {
			assert_int_equal(count_spans(log.coverage, "throttled"), 2);
			assert_span_of(log.coverage, "throttled", 0, ANN, AT(0, 23, 58, 0), AT(2, 0, 0, 0));
			assert_span_of(log.coverage, "throttled", 1, ANN, AT(2, 0, 0, 1), AT(3, 0, 2, 1));
		} else {
			assert_int_equal(count_spans(log.coverage, "throttled"), 1);
			assert_span_of(log.coverage, "throttled", 0, ANN, AT(0, 23, 58, 0), AT(3, 0, 2, 0));
			assert_text(find_span(log.coverage, "throttled", 0)->record_id, "r-1");
			assert_says(find_span(log.coverage, "throttled", 0)->detail,
				"2 records, from 2016-07-15T00:00:00Z to 2016-07-16T00:02:00Z");
		}
		end_log(&log);
	}
}

/* One after the other, each within the day of the one before. */
static void
a_chain_is_one_span(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	for (int i = 9; i >= 0; i--)
		throttled_at(&log, ANN, AT(i, 0, 0, 0), i == 0 ? "r-first" : "r-later");
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, "throttled"), 1);
	assert_span_of(log.coverage, "throttled", 0, ANN, AT(-1, 23, 58, 0), AT(10, 0, 0, 0));
	assert_text(find_span(log.coverage, "throttled", 0)->record_id, "r-first");
	assert_says(find_span(log.coverage, "throttled", 0)->detail, "10 records");
	end_log(&log);
}

static void
copies_count_once_and_any_may_say_it(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	throttled_at(&log, ANN, AT(1, 0, 0, 0), "r-1");
	add_event(mia_coverage_fold(log.coverage), &log.event);
	/* a copy from another file lost IsThrottled on the way */
	struct mia_source other = { .name = "b.csv" };
	log.event.place.source = &other;
	log.event.throttled = MIA_NOT_STATED;
	add_event(mia_coverage_fold(log.coverage), &log.event);
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, "throttled"), 1);
	assert_says(find_span(log.coverage, "throttled", 0)->detail, "1 record,");
	assert_text(find_span(log.coverage, "throttled", 0)->record_id, "r-1");
	assert_int_equal(mia_coverage_mailbox(log.coverage, 0)->events, 1);
	end_log(&log);
}

static void
failed_and_foreign_records_throttle_too(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	/* whoever caused it, whatever it was */
	next_record(&log, ANN, AT(1, 0, 0, 0));
	log.event.operation = TEXT("MailItemsAccessed");
	log.event.access = MIA_ACCESS_SYNC;
	log.event.throttled = MIA_YES;
	log.event.flags = MIA_FLAG_FAILED;
	log.event.actor = TEXT("eve@contoso.example");
	add_event(mia_coverage_fold(log.coverage), &log.event);
	seal_log(&log);
	assert_span_of(log.coverage, "throttled", 0, ANN, AT(0, 23, 58, 0), AT(2, 0, 0, 0));
	assert_absent(find_span(log.coverage, "throttled", 0)->actor);
	end_log(&log);
}

static void
without_a_mailbox_every_mailbox(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	throttled_at(&log, NULL, AT(1, 0, 0, 0), "r-1");
	bind_at(&log, BOB, AT(0, 0, 0, 0));
	bind_at(&log, BOB, AT(3, 0, 0, 0));
	seal_log(&log);
	assert_span_of(log.coverage, "throttled", 0, "", AT(0, 23, 58, 0), AT(2, 0, 0, 0));
	assert_says(find_span(log.coverage, "throttled", 0)->detail, "names no mailbox");
	assert_span_of(log.coverage, "covered", 0, BOB, AT(0, 0, 0, 0), AT(0, 23, 58, 0));
	assert_span_of(log.coverage, "covered", 1, BOB, AT(2, 0, 0, 0), AT(3, 0, 0, 0));
	end_log(&log);
}

static void
without_a_time_any_time(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	throttled_at(&log, ANN, MIA_TIME_UNKNOWN, "r-1");
	bind_at(&log, ANN, AT(0, 0, 0, 0));
	bind_at(&log, ANN, AT(3, 0, 0, 0));
	seal_log(&log);
	assert_span_of(log.coverage, "throttled", 0, ANN, MIA_TIME_UNKNOWN, MIA_TIME_UNKNOWN);
	assert_int_equal(count_spans(log.coverage, "covered"), 0);
	end_log(&log);
}

static void
times_at_the_ends_of_time(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	throttled_at(&log, ANN, INT64_MAX, "r-1");
	throttled_at(&log, ANN, MIA_TIME_UNKNOWN + 1, "r-2");
	seal_log(&log);
	assert_span_of(log.coverage, "throttled", 0, ANN, MIA_TIME_UNKNOWN + 1, MIA_TIME_UNKNOWN + 1 + DAY);
	assert_span_of(log.coverage, "throttled", 1, ANN, INT64_MAX - 2 * MINUTE, INT64_MAX);
	end_log(&log);
}

/* ---- suspected ---- */

/* n binds one second apart, the last at day 1, 00:00:00. */
static void
burst(struct log *log, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		bind_at(log, ANN, AT(1, 0, 0, 0) - (mia_time)i * MIA_TIME_SECOND);
}

#define SUSPECTED "throttling-suspected"

static void
a_thousand_binds_then_none(void **state)
{
	(void)state;
	for (unsigned n = 999; n <= 1000; n++) {
		struct log log = new_log(NULL);
		burst(&log, n);
		bind_at(&log, ANN, AT(1, 22, 0, 0));
		seal_log(&log);
		assert_int_equal(count_spans(log.coverage, SUSPECTED), n == 1000);
		if (n == 1000) {
			/* until the next bind */
			const struct mia_span *span = find_span(log.coverage, SUSPECTED, 0);
			assert_span_of(log.coverage, SUSPECTED, 0, ANN, AT(1, 0, 0, 0), AT(1, 22, 0, 0));
			assert_int_equal(span->reason, MIA_COVERAGE_THROTTLING_SUSPECTED);
			assert_int_equal(span->blind, MIA_BLIND_BINDS);
			assert_string_equal(span->until_rule, "next bind");
			assert_says(span->detail,
				"1000 bind records in the 24 hours up to 2016-07-15T00:00:00Z");
			assert_says(span->detail, "none for 22 h 00 min");
		}
		end_log(&log);
	}
}

static void
twenty_hours_of_quiet(void **state)
{
	(void)state;
	for (int late = 0; late < 2; late++) {
		struct log log = new_log(NULL);
		burst(&log, 1000);
		bind_at(&log, ANN, AT(1, 19, 59, 59 + late));
		seal_log(&log);
		assert_int_equal(count_spans(log.coverage, SUSPECTED), late);
		end_log(&log);
	}
}

/* The first of the thousand 23:59:59 before the last, or 24:00:00. */
static void
within_twenty_four_hours(void **state)
{
	(void)state;
	for (int wide = 0; wide < 2; wide++) {
		struct log log = new_log(NULL);
		burst(&log, 999);
		bind_at(&log, ANN, AT(0, 0, 0, 1 - wide));
		bind_at(&log, ANN, AT(3, 0, 0, 0));
		seal_log(&log);
		assert_int_equal(count_spans(log.coverage, SUSPECTED), !wide);
		if (!wide) {
			/* throttling lasts a day, however long the quiet */
			assert_span_of(log.coverage, SUSPECTED, 0, ANN, AT(1, 0, 0, 0), AT(2, 0, 0, 0));
			assert_string_equal(find_span(log.coverage, SUSPECTED, 0)->until_rule, "24 hours");
			assert_says(find_span(log.coverage, SUSPECTED, 0)->detail, "none for 48 h 00 min");
		}
		end_log(&log);
	}
}

/* No bind follows: is it the end of the export? Any record may show. */
static void
the_evidence_must_go_on(void **state)
{
	(void)state;
	for (int late = 0; late < 2; late++)
		for (int whose = 0; whose < 3; whose++) {
			struct log log = new_log(NULL);
			burst(&log, 1000);
			mia_time time = AT(1, 19, 59, 59 + late);
			if (whose == 0)
				other_at(&log, ANN, "Send", "2", time);
			else if (whose == 1)
				sync_at(&log, ANN, time);
			else
				other_at(&log, NULL, "UserLoggedIn", "15", time);
			seal_log(&log);
			assert_int_equal(count_spans(log.coverage, SUSPECTED), late);
			if (late) {
				assert_span_of(log.coverage, SUSPECTED, 0, ANN, AT(1, 0, 0, 0),
					AT(2, 0, 0, 0));
				assert_says(find_span(log.coverage, SUSPECTED, 0)->detail,
					"at least 20 h 00 min");
			}
			end_log(&log);
		}
}

static void
repeats_are_no_thousand(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	burst(&log, 999);
	for (int i = 0; i < 10; i++)
		add_event(mia_coverage_fold(log.coverage), &log.event);
	bind_at(&log, ANN, AT(3, 0, 0, 0));
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, SUSPECTED), 0);
	assert_int_equal(mia_coverage_mailbox(log.coverage, 0)->binds, 1000);
	end_log(&log);
}

/* Syncs are not throttled, and other mailboxes have a throttle of their own. */
static void
only_binds_of_one_mailbox_count(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	burst(&log, 999);
	sync_at(&log, ANN, AT(0, 23, 0, 0));
	bind_at(&log, BOB, AT(0, 23, 0, 0));
	other_at(&log, ANN, "Send", "2", AT(0, 23, 0, 0));
	bind_at(&log, ANN, AT(3, 0, 0, 0));
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, SUSPECTED), 0);
	end_log(&log);
}

/* Within two minutes of the last bind a record says the same. Said earlier it
 * explains less than a day of the silence, said later not its beginning. */
static void
what_is_said_is_not_suspected(void **state)
{
	static const struct {
		mia_time after_last;
		bool sync, suspected;
	} said[] = {
		{ -2 * MINUTE, false, false },
		{ -2 * MINUTE - 1, false, true },
		{ 0, false, false },
		{ 2 * MINUTE, true, false },
		{ 2 * MINUTE + 1, true, true },
		{ 10 * HOUR, true, true },
		{ 21 * HOUR, false, true },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(said) / sizeof(*said); i++) {
		struct log log = new_log(NULL);
		mia_time at = AT(1, 0, 0, 0) + said[i].after_last;
		burst(&log, 1000);
		if (said[i].sync) {
			next_record(&log, ANN, at);
			log.event.operation = TEXT("MailItemsAccessed");
			log.event.access = MIA_ACCESS_SYNC;
			log.event.throttled = MIA_YES;
			add_event(mia_coverage_fold(log.coverage), &log.event);
		} else {
			throttled_at(&log, ANN, at, "r-1");
		}
		bind_at(&log, ANN, AT(3, 0, 0, 0));
		seal_log(&log);
		assert_int_equal(count_spans(log.coverage, SUSPECTED), said[i].suspected);
		if (said[i].suspected)
			assert_int_equal(find_span(log.coverage, SUSPECTED, 0)->start, AT(1, 0, 0, 0));
		assert_int_equal(count_spans(log.coverage, "throttled"), 1);
		/* Either way nobody is covered while the log is silent. */
		assert_int_equal(mia_coverage_blind(log.coverage, 0, MIA_BLIND_BINDS, 1, AT(1, 0, 0, 0),
					 AT(1, 20, 0, 0)),
			20 * HOUR);
		end_log(&log);
	}
}

static void
each_burst_by_itself(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	burst(&log, 1000);
	for (int i = 0; i < 1200; i++)
		bind_at(&log, ANN, AT(9, 0, 0, 0) + i * MIA_TIME_SECOND);
	bind_at(&log, ANN, AT(12, 0, 0, 0));
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, SUSPECTED), 2);
	assert_span_of(log.coverage, SUSPECTED, 1, ANN, AT(9, 0, 19, 59), AT(10, 0, 19, 59));
	assert_says(find_span(log.coverage, SUSPECTED, 1)->detail, "1200 bind records");
	end_log(&log);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_record_blinds_for_a_day),
		cmocka_unit_test(spans_that_touch_are_one),
		cmocka_unit_test(a_chain_is_one_span),
		cmocka_unit_test(copies_count_once_and_any_may_say_it),
		cmocka_unit_test(failed_and_foreign_records_throttle_too),
		cmocka_unit_test(without_a_mailbox_every_mailbox),
		cmocka_unit_test(without_a_time_any_time),
		cmocka_unit_test(times_at_the_ends_of_time),
		cmocka_unit_test(a_thousand_binds_then_none),
		cmocka_unit_test(twenty_hours_of_quiet),
		cmocka_unit_test(within_twenty_four_hours),
		cmocka_unit_test(the_evidence_must_go_on),
		cmocka_unit_test(repeats_are_no_thousand),
		cmocka_unit_test(only_binds_of_one_mailbox_count),
		cmocka_unit_test(what_is_said_is_not_suspected),
		cmocka_unit_test(each_burst_by_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
