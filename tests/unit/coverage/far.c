/* Times that an attacker wrote: far ones, and those that contradict what was stated. And what
 * is not stated of throttling. */
#define ALL_RULES
#include "coverage/coverage.h"
#include "made_coverage.h"

#define ANN "ann@contoso.example"
#define BOB "bob@contoso.example"
#define WEEK (7 * DAY)
#define BETWEEN "asked-between"
#define LATE_RULE "late-records"
#define UNSTATED "throttling-not-stated"

static struct log
asked_log(mia_time since, mia_time until)
{
	struct mia_coverage_options options;

	mia_coverage_options_init(&options);
	options.since = since;
	options.until = until;
	return new_log(&options);
}

/* A week apart they belong together, a second more and they do not. */
static void
covered_ends_where_records_stand_apart(void **state)
{
	(void)state;
	for (int more = 0; more < 2; more++) {
		struct log log = new_log(NULL);
		sync_at(&log, ANN, AT(0, 0, 0, 0));
		bind_at(&log, ANN, AT(1, 0, 0, 0));
		bind_at(&log, ANN, AT(1, 0, 0, 0) + WEEK + more * MIA_TIME_SECOND);
		bind_at(&log, ANN, AT(10, 0, 0, 0));
		/* Others say nothing of this mailbox. */
		bind_at(&log, BOB, AT(4, 0, 0, 0));
		other_at(&log, ANN, "Send", "2", AT(3, 0, 0, 0));
		seal_log(&log);
		assert_int_equal(count_spans(log.coverage, "covered"), 1 + more);
		assert_span_of(log.coverage, "covered", 0, ANN, AT(0, 0, 0, 0),
			more ? AT(1, 0, 0, 0) : AT(9, 0, 0, 0));
		if (more)
			assert_says(find_span(log.coverage, "covered", 0)->detail,
				"2 MailItemsAccessed records");
		end_log(&log);
	}
}

/* A lone record of a far time, before or behind, or any number of them. */
static void
far_records_stretch_nothing(void **state)
{
	(void)state;
	struct log log = asked_log(AT(-400, 0, 0, 0), AT(400, 0, 0, 0));
	sync_at(&log, ANN, AT(0, 0, 0, 0));
	bind_at(&log, ANN, AT(3, 0, 0, 0));
	bind_at(&log, ANN, AT(30000, 0, 0, 0));
	bind_at(&log, ANN, AT(-30000, 0, 0, 0));
	bind_at(&log, ANN, AT(60, 0, 0, 0));
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, "covered"), 1);
	/* The last day may have been exported too early, wherever the far ones lie. */
	assert_span_of(log.coverage, "covered", 0, ANN, AT(0, 0, 0, 0), AT(2, 0, 0, 0));
	assert_int_equal(count_spans(log.coverage, LATE_RULE), 4);
	assert_span_of(log.coverage, LATE_RULE, 1, "", AT(2, 0, 0, 0), AT(3, 0, 0, 0));
	/* What was asked for is held nowhere in between. */
	assert_int_equal(count_spans(log.coverage, BETWEEN), 3);
	assert_span_of(log.coverage, BETWEEN, 0, "", AT(-400, 0, 0, 0), AT(0, 0, 0, 0));
	assert_span_of(log.coverage, BETWEEN, 1, "", AT(3, 0, 0, 0), AT(60, 0, 0, 0));
	assert_span_of(log.coverage, BETWEEN, 2, "", AT(60, 0, 0, 0), AT(400, 0, 0, 0));
	assert_int_equal(find_span(log.coverage, BETWEEN, 0)->blind, MIA_BLIND_BINDS | MIA_BLIND_SYNCS);
	end_log(&log);
}

/* The export is stated to hold it: no hole, but no access is shown either. */
static void
what_is_stated_has_no_holes(void **state)
{
	(void)state;
	struct mia_coverage_options options;
	mia_coverage_options_init(&options);
	options.since = options.exported_from = AT(0, 0, 0, 0);
	options.until = options.exported_until = AT(40, 0, 0, 0);
	struct log log = new_log(&options);
	bind_at(&log, ANN, AT(1, 0, 0, 0));
	bind_at(&log, ANN, AT(2, 0, 0, 0));
	sync_at(&log, ANN, AT(30, 0, 0, 0));
	/* Stated to be impossible: shows nothing, although it stands close. */
	bind_at(&log, ANN, AT(-3, 0, 0, 0));
	bind_at(&log, ANN, AT(45, 0, 0, 0));
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, BETWEEN), 0);
	assert_int_equal(count_spans(log.coverage, LATE_RULE), 1);
	assert_int_equal(count_spans(log.coverage, "covered"), 1);
	assert_span_of(log.coverage, "covered", 0, ANN, AT(1, 0, 0, 0), AT(2, 0, 0, 0));
	struct mia_coverage_extent extent;
	mia_coverage_extent(log.coverage, &extent);
	assert_int_equal(extent.outside, 2);
	assert_int_equal(extent.outside_last, AT(45, 0, 0, 0));
	end_log(&log);
}

/* However many holes there are, spans of the tenant stay few; nothing of them is lost. */
static void
holes_are_told_in_bounds(void **state)
{
	(void)state;
	struct log log = asked_log(AT(0, 0, 0, 0), AT(1000, 0, 0, 0));
	for (int i = 0; i <= 100; i++)
		bind_at(&log, ANN, AT(10 * i, 0, 0, 0));
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, BETWEEN), 16);
	assert_span_of(log.coverage, BETWEEN, 0, "", AT(0, 0, 0, 0), AT(10, 0, 0, 0));
	assert_span_of(log.coverage, BETWEEN, 15, "", AT(150, 0, 0, 0), AT(1000, 0, 0, 0));
	/* The last record has one as ever. */
	assert_int_equal(count_spans(log.coverage, LATE_RULE), 17);
	assert_span_of(log.coverage, LATE_RULE, 15, "", AT(149, 0, 0, 0), AT(990, 0, 0, 0));
	end_log(&log);
}

/* ---- throttling that is not stated ---- */

static void
unstated_at(struct log *log, const char *mailbox, enum mia_access access, mia_time time)
{
	next_record(log, mailbox, time);
	log->event.operation = TEXT("MailItemsAccessed");
	log->event.access = access;
	add_event(mia_coverage_fold(log->coverage), &log->event);
}

static void
what_is_not_stated_is_no_no(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	sync_at(&log, ANN, AT(0, 0, 0, 0));
	unstated_at(&log, ANN, MIA_ACCESS_BIND, AT(2, 12, 0, 0));
	unstated_at(&log, ANN, MIA_ACCESS_UNSTATED, AT(3, 6, 0, 0));
	/* Syncs go on in a log that is throttled. */
	unstated_at(&log, ANN, MIA_ACCESS_SYNC, AT(5, 0, 0, 0));
	bind_at(&log, ANN, AT(6, 0, 0, 0));
	unstated_at(&log, BOB, MIA_ACCESS_BIND, MIA_TIME_UNKNOWN);
	unstated_at(&log, BOB, MIA_ACCESS_BIND, MIA_TIME_UNKNOWN);
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, UNSTATED), 2);
	assert_span_of(log.coverage, UNSTATED, 0, ANN, AT(2, 11, 58, 0), AT(4, 6, 0, 0));
	assert_span_of(log.coverage, UNSTATED, 1, BOB, MIA_TIME_UNKNOWN, MIA_TIME_UNKNOWN);
	assert_int_equal(find_span(log.coverage, UNSTATED, 0)->reason, MIA_COVERAGE_THROTTLING_SUSPECTED);
	assert_int_equal(find_span(log.coverage, UNSTATED, 0)->blind, MIA_BLIND_BINDS);
	assert_int_equal(count_spans(log.coverage, "throttled"), 0);
	assert_span_of(log.coverage, "covered", 1, ANN, AT(4, 6, 0, 0), AT(5, 0, 0, 0));
	end_log(&log);
}

/* Another copy of the record states it. */
static void
a_copy_states_it(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	next_record(&log, ANN, AT(2, 0, 0, 0));
	log.event.operation = TEXT("MailItemsAccessed");
	log.event.access = MIA_ACCESS_BIND;
	add_event(mia_coverage_fold(log.coverage), &log.event);
	log.event.throttled = MIA_NO;
	add_event(mia_coverage_fold(log.coverage), &log.event);
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, UNSTATED), 0);
	end_log(&log);
}

/* A copy that says it in a way that cannot be read is not settled by one that says no, in either order. */
static void
a_copy_does_not_settle_what_is_unclear(void **state)
{
	(void)state;
	for (int way = 0; way < 4; way++) {
		struct log log = new_log(NULL);
		enum mia_known said = way < 2 ? MIA_NO : MIA_YES;
		next_record(&log, ANN, AT(2, 0, 0, 0));
		log.event.operation = TEXT("MailItemsAccessed");
		log.event.access = MIA_ACCESS_BIND;
		for (int i = 0; i < 2; i++) {
			bool unclear = i == way % 2;
			log.event.throttled = unclear ? MIA_NOT_STATED : said;
			log.event.flags = unclear ? MIA_FLAG_THROTTLED_UNCLEAR : 0;
			add_event(mia_coverage_fold(log.coverage), &log.event);
		}
		seal_log(&log);
		assert_int_equal(count_spans(log.coverage, UNSTATED), said == MIA_NO);
		assert_int_equal(count_spans(log.coverage, "throttled"), said == MIA_YES);
		end_log(&log);
	}
}

/* Whose log had stopped is not said: anybody's. */
static void
without_a_mailbox_it_may_be_any(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	unstated_at(&log, NULL, MIA_ACCESS_BIND, AT(2, 0, 0, 0));
	bind_at(&log, ANN, AT(2, 0, 0, 0));
	seal_log(&log);
	assert_span_of(log.coverage, UNSTATED, 0, "", AT(1, 23, 58, 0), AT(3, 0, 0, 0));
	end_log(&log);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(covered_ends_where_records_stand_apart),
		cmocka_unit_test(far_records_stretch_nothing),
		cmocka_unit_test(what_is_stated_has_no_holes),
		cmocka_unit_test(holes_are_told_in_bounds),
		cmocka_unit_test(what_is_not_stated_is_no_no),
		cmocka_unit_test(a_copy_states_it),
		cmocka_unit_test(a_copy_does_not_settle_what_is_unclear),
		cmocka_unit_test(without_a_mailbox_it_may_be_any),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
