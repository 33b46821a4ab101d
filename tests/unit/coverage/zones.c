/* Times whose zone is not known: what is blind is 14 hours longer on both sides, what is covered 14 hours shorter. */
#include "made_coverage.h"

#define ANN "ann@contoso.example"

/* 14 hours before and behind. */
#define EARLY(time) ((time)-MIA_ZONE_MOST)
#define LATE(time) ((time) + MIA_ZONE_MOST)

static void
local_at(struct log *log, mia_time time, enum mia_known throttled)
{
	next_record(log, ANN, time);
	log->event.operation = TEXT("MailItemsAccessed");
	log->event.access = MIA_ACCESS_BIND;
	log->event.throttled = throttled;
	log->event.flags = MIA_FLAG_TIME_ZONE_UNKNOWN;
	add_event(mia_coverage_fold(log->coverage), &log->event);
}

static void
covered_is_shorter(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	local_at(&log, AT(0, 8, 0, 0), MIA_NO);
	local_at(&log, AT(5, 8, 0, 0), MIA_NO);
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, "covered"), 1);
	assert_span_of(log.coverage, "covered", 0, ANN, AT(0, 22, 0, 0), AT(4, 18, 0, 0));
	end_log(&log);
	/* 28 hours apart: nothing is left between them; a second more is. */
	for (int more = 0; more < 2; more++) {
		log = new_log(NULL);
		local_at(&log, AT(0, 0, 0, 0), MIA_NO);
		local_at(&log, AT(1, 4, 0, more), MIA_NO);
		seal_log(&log);
		assert_int_equal(count_spans(log.coverage, "covered"), more);
		end_log(&log);
	}
}

/* An end that stands with UTC is as sharp as ever. */
static void
utc_at_an_end_counts(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	bind_at(&log, ANN, AT(0, 8, 0, 0));
	local_at(&log, AT(5, 8, 0, 0), MIA_NO);
	seal_log(&log);
	assert_span_of(log.coverage, "covered", 0, ANN, AT(0, 8, 0, 0), AT(4, 18, 0, 0));
	end_log(&log);
}

/* The same record from two exports, of which one says the zone. */
static void
a_copy_that_says_the_zone_counts(void **state)
{
	(void)state;
	for (int first = 0; first < 2; first++) {
		struct log log = new_log(NULL);
		for (int day = 0; day <= 5; day += 5) {
			next_record(&log, ANN, AT(day, 8, 0, 0));
			log.event.operation = TEXT("MailItemsAccessed");
			log.event.access = MIA_ACCESS_BIND;
			log.event.throttled = MIA_NO;
			for (int copy = 0; copy < 2; copy++) {
				log.event.flags = copy == first ? MIA_FLAG_TIME_ZONE_UNKNOWN : 0;
				add_event(mia_coverage_fold(log.coverage), &log.event);
			}
		}
		seal_log(&log);
		assert_span_of(log.coverage, "covered", 0, ANN, AT(0, 8, 0, 0), AT(5, 8, 0, 0));
		end_log(&log);
	}
}

static void
throttled_is_longer(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	local_at(&log, AT(2, 12, 0, 0), MIA_YES);
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, "throttled"), 1);
	assert_span_of(log.coverage, "throttled", 0, ANN, EARLY(AT(2, 11, 58, 0)), LATE(AT(3, 12, 0, 0)));
	assert_says(find_span(log.coverage, "throttled", 0)->detail, "14 hours longer");
	end_log(&log);
	/* Longer spans reach over the gap between two, and over one that is sharp. */
	log = new_log(NULL);
	throttled_at(&log, ANN, AT(2, 12, 0, 0), "r-1");
	local_at(&log, AT(4, 0, 0, 0), MIA_YES);
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, "throttled"), 1);
	assert_span_of(log.coverage, "throttled", 0, ANN, AT(2, 11, 58, 0), LATE(AT(5, 0, 0, 0)));
	end_log(&log);
}

static void
silence_is_longer(void **state)
{
	(void)state;
	struct log log = new_log(NULL);

	/* 60 records on 3 days, the last at AT(2, 11, 0, 0); then none for a week. */
	for (int hour = 0; hour < 60; hour++)
		local_at(&log, AT(0, 0, 0, 0) + hour * HOUR, MIA_NO);
	local_at(&log, AT(10, 0, 0, 0), MIA_NO);
	seal_log(&log);
	assert_true(count_spans(log.coverage, "silence") > 0);
	const struct mia_span *span = find_span(log.coverage, "silence", 0);
	assert_true(span->start == EARLY(AT(2, 11, 0, 0)));
	assert_true(span->end == LATE(AT(10, 0, 0, 0)));
	end_log(&log);
}

/* 1000 binds in 1000 seconds, then none for two days, in a mailbox that goes on. */
static void
suspected_throttling_is_longer(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	mia_time last = AT(0, 0, 16, 39);

	for (int i = 0; i < 1000; i++)
		local_at(&log, AT(0, 0, 0, 0) + i * MIA_TIME_SECOND, MIA_NO);
	local_at(&log, AT(2, 0, 16, 39), MIA_NO);
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, "throttling-suspected"), 1);
	assert_span_of(log.coverage, "throttling-suspected", 0, ANN, EARLY(last), LATE(last + DAY));
	end_log(&log);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(covered_is_shorter),
		cmocka_unit_test(utc_at_an_end_counts),
		cmocka_unit_test(a_copy_that_says_the_zone_counts),
		cmocka_unit_test(throttled_is_longer),
		cmocka_unit_test(silence_is_longer),
		cmocka_unit_test(suspected_throttling_is_longer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
