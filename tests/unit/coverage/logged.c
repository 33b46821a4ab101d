/* Not logged, syncs filtered away, and what is covered. */
#include "made_coverage.h"

#define ANN "ann@contoso.example"
#define BOB "bob@contoso.example"
#define NEVER "no-access-records"
#define NOT_YET "no-access-records-yet"
#define FILTERED "syncs-filtered"

static void
other_actions_and_no_access(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	other_at(&log, ANN, "Send", "2", AT(0, 8, 0, 0));
	other_at(&log, ANN, "softdelete", "3", AT(2, 9, 30, 0));
	bind_at(&log, BOB, AT(1, 0, 0, 0));
	seal_log(&log);
	const struct mia_span *span = find_span(log.coverage, NEVER, 0);
	assert_int_equal(count_spans(log.coverage, NEVER), 1);
	assert_span_of(log.coverage, NEVER, 0, ANN, MIA_TIME_UNKNOWN, MIA_TIME_UNKNOWN);
	assert_int_equal(span->reason, MIA_COVERAGE_NOT_LOGGED);
	assert_int_equal(span->blind, MIA_BLIND_BINDS | MIA_BLIND_SYNCS);
	assert_says(span->detail,
		"2 records of other audited actions from 2016-07-14T08:00:00Z to 2016-07-16T09:30:00Z");
	assert_says(span->detail, "group, room or equipment");
	assert_says(span->detail, "customised audit set");
	end_log(&log);
}

/* Sign-ins and admin records do not show that a mailbox was audited. */
static void
no_statement_without_mailbox_actions(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	other_at(&log, ANN, "UserLoggedIn", "15", AT(0, 8, 0, 0));
	other_at(&log, ANN, "New-InboxRule", "1", AT(5, 8, 0, 0));
	seal_log(&log);
	assert_int_equal(mia_coverage_count(log.coverage), 0);
	assert_int_equal(mia_coverage_mailbox_count(log.coverage), 1);
	end_log(&log);
}

/* A system's record is activity all the same; so is one without a time. */
static void
any_actor_is_activity(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	next_record(&log, ANN, MIA_TIME_UNKNOWN);
	log.event.operation = TEXT("Create");
	log.event.actor = TEXT("S-1-5-18");
	log.event.logon = MIA_LOGON_SYSTEM;
	add_event(mia_coverage_fold(log.coverage), &log.event);
	seal_log(&log);
	assert_span_of(log.coverage, NEVER, 0, ANN, MIA_TIME_UNKNOWN, MIA_TIME_UNKNOWN);
	assert_says(find_span(log.coverage, NEVER, 0)->detail, "1 record of other audited actions, none");
	end_log(&log);
}

/* One access, of whatever type, and it was logged. */
static void
one_access_shows_that_it_was_logged(void **state)
{
	(void)state;
	for (enum mia_access access = MIA_ACCESS_BIND; access <= MIA_ACCESS_UNSTATED; access++) {
		struct log log = new_log(NULL);
		other_at(&log, ANN, "Send", "2", AT(0, 8, 0, 0));
		next_record(&log, ANN, AT(0, 9, 0, 0));
		log.event.operation = TEXT("MailItemsAccessed");
		log.event.access = access;
		log.event.throttled = MIA_NO;
		add_event(mia_coverage_fold(log.coverage), &log.event);
		seal_log(&log);
		assert_int_equal(mia_coverage_count(log.coverage), 0);
		end_log(&log);
	}
}

static void
licence_by_date(void **state)
{
	(void)state;
	static const struct {
		const char *time, *cause;
	} cases[] = {
		{ "2024-05-31T23:59:59Z", "Premium licence (needed before June 2024)" },
		{ "2024-06-01T00:00:00Z", "E3 in doubt until the end of 2024" },
		{ "2024-12-31T23:59:59Z", "E3 in doubt until the end of 2024" },
		{ "2025-01-01T00:00:00Z", "no licence that includes it (E3 and above)" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct log log = new_log(NULL);
		mia_time time = 0;
		assert_int_equal(mia_time_parse(text_of(cases[i].time), &time), MIA_OK);
		other_at(&log, ANN, "Update", "2", time);
		seal_log(&log);
		assert_says(find_span(log.coverage, NEVER, 0)->detail, cases[i].cause);
		end_log(&log);
	}
}

static void
only_from_some_day_on(void **state)
{
	(void)state;
	for (int early = 0; early < 2; early++) {
		struct log log = new_log(NULL);
		other_at(&log, ANN, "MoveToDeletedItems", "3", AT(0, 0, 0, 1 - early));
		bind_at(&log, ANN, AT(1, 0, 0, 1));
		bind_at(&log, ANN, AT(4, 0, 0, 0));
		/* what comes later, or is no mailbox action, changes nothing */
		other_at(&log, ANN, "Send", "2", AT(6, 0, 0, 0));
		other_at(&log, ANN, "UserLoggedIn", "15", AT(-9, 0, 0, 0));
		other_at(&log, BOB, "UserLoggedIn", "15", AT(-9, 0, 0, 0));
		seal_log(&log);
		/* 24:00:00 before is not earlier than 24 hours before; 24:00:01 is */
		assert_int_equal(count_spans(log.coverage, NOT_YET), early);
		assert_int_equal(count_spans(log.coverage, NEVER), 0);
		if (early) {
			const struct mia_span *span = find_span(log.coverage, NOT_YET, 0);
			assert_span_of(log.coverage, NOT_YET, 0, ANN, MIA_TIME_UNKNOWN, AT(1, 0, 0, 1));
			assert_int_equal(span->reason, MIA_COVERAGE_NOT_LOGGED);
			assert_int_equal(span->blind, MIA_BLIND_BINDS | MIA_BLIND_SYNCS);
			assert_says(span->detail, "from 2016-07-14T00:00:00Z on");
			assert_says(span->detail, "first MailItemsAccessed at 2016-07-15T00:00:01Z");
		}
		assert_span_of(log.coverage, "covered", 0, ANN, AT(1, 0, 0, 1), AT(4, 0, 0, 0));
		end_log(&log);
	}
}

/* ---- exports by record type ---- */

static void
type_50_alone_loses_syncs(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	bind_at(&log, ANN, AT(0, 0, 0, 0));
	bind_at(&log, ANN, AT(1, 0, 0, 0));
	other_at(&log, NULL, "UserLoggedIn", "15", AT(0, 0, 0, 0));
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, FILTERED), 1);
	const struct mia_span *span = find_span(log.coverage, FILTERED, 0);
	assert_span_of(log.coverage, FILTERED, 0, "", MIA_TIME_UNKNOWN, MIA_TIME_UNKNOWN);
	assert_int_equal(span->blind, MIA_BLIND_SYNCS);
	assert_int_equal(span->reason, MIA_COVERAGE_NOT_LOGGED);
	assert_text(span->source, "a.csv");
	/* binds are covered all the same */
	assert_span_of(log.coverage, "covered", 0, ANN, AT(0, 0, 0, 0), AT(1, 0, 0, 0));
	assert_int_equal(mia_coverage_blind(log.coverage, 0, MIA_BLIND_BINDS, 0, AT(0, 0, 0, 0),
				 AT(1, 0, 0, 0)),
		0);
	assert_int_equal(mia_coverage_blind(log.coverage, 0, MIA_BLIND_SYNCS, 0, AT(0, 0, 0, 0),
				 AT(1, 0, 0, 0)),
		DAY);
	end_log(&log);
}

static void
any_item_record_shows_that_nothing_was_filtered(void **state)
{
	(void)state;
	static const char *const types[] = { "2", "3", "ExchangeItem", "exchangeitemgroup" };

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		struct log log = new_log(NULL);
		bind_at(&log, ANN, AT(0, 0, 0, 0));
		other_at(&log, BOB, "Send", types[i], AT(0, 0, 0, 0));
		seal_log(&log);
		assert_int_equal(count_spans(log.coverage, FILTERED), 0);
		end_log(&log);
	}
}

/* A sync of whatever type, or an access whose type is not stated, is no record
 * of type 50; nothing at all is no export by type 50. */
static void
not_filtered_by_type(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		struct log log = new_log(NULL);
		if (i < 2)
			bind_at(&log, ANN, AT(0, 0, 0, 0));
		next_record(&log, ANN, AT(0, 1, 0, 0));
		log.event.operation = i == 2 ? TEXT("Send") : TEXT("MailItemsAccessed");
		log.event.access = i == 0 ? MIA_ACCESS_SYNC : i == 1 ? MIA_ACCESS_BIND : MIA_ACCESS_NONE;
		log.event.record_type = i == 0 ? TEXT("50") : i == 1 ? TEXT_ABSENT : TEXT("1");
		add_event(mia_coverage_fold(log.coverage), &log.event);
		seal_log(&log);
		assert_int_equal(count_spans(log.coverage, FILTERED), 0);
		end_log(&log);
	}
}

/* binds in a.csv over `length`, one of them as the last; Sends in b.csv. */
static struct log
two_files(unsigned binds, mia_time length, mia_time send_from, mia_time send_until)
{
	static const struct mia_source b = { .name = "b.csv" };
	struct log log = new_log(NULL);

	for (unsigned i = 0; i + 1 < binds; i++)
		bind_at(&log, ANN, AT(0, 0, 0, (int)i));
	bind_at(&log, ANN, AT(0, 0, 0, 0) + length);
	for (int i = 0; i < 2; i++) {
		next_record(&log, BOB, i ? send_until : send_from);
		log.event.place.source = &b;
		log.event.place.record = (uint64_t)i + 1;
		log.event.operation = TEXT("Send");
		log.event.record_type = TEXT("2");
		add_event(mia_coverage_fold(log.coverage), &log.event);
	}
	seal_log(&log);
	return log;
}

/* A short file within a longer one does not move the place back to its own end. */
static void
a_file_within_another_uncovers_nothing(void **state)
{
	(void)state;
	static const struct mia_source b = { .name = "b.csv" }, c = { .name = "c.csv" };
	const struct {
		const struct mia_source *source;
		mia_time time;
	} sends[] = { { &b, AT(0, 0, 0, 0) }, { &c, AT(1, 0, 0, 0) }, { &c, AT(2, 0, 0, 0) },
		{ &b, AT(4, 0, 0, 0) } };
	struct log log = new_log(NULL);

	for (unsigned i = 0; i < 99; i++)
		bind_at(&log, ANN, AT(0, 0, 0, (int)i));
	bind_at(&log, ANN, AT(5, 0, 0, 0));
	for (unsigned i = 0; i < 4; i++) {
		next_record(&log, BOB, sends[i].time);
		log.event.place.source = sends[i].source;
		log.event.operation = TEXT("Send");
		log.event.record_type = TEXT("2");
		add_event(mia_coverage_fold(log.coverage), &log.event);
	}
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, FILTERED), 1);
	assert_span_of(log.coverage, FILTERED, 0, "", AT(4, 0, 0, 0), AT(5, 0, 0, 0));
	end_log(&log);
}

static void
one_filtered_file_among_others(void **state)
{
	(void)state;
	/* 100 records and more than a day make an export by type; the other file
	 * reaches from day 2 to day 3 */
	struct log log = two_files(100, 5 * DAY, AT(2, 0, 0, 0), AT(3, 0, 0, 0));
	assert_int_equal(count_spans(log.coverage, FILTERED), 2);
	assert_span_of(log.coverage, FILTERED, 0, "", AT(0, 0, 0, 0), AT(2, 0, 0, 0));
	assert_span_of(log.coverage, FILTERED, 1, "", AT(3, 0, 0, 0), AT(5, 0, 0, 0));
	assert_int_equal(find_span(log.coverage, FILTERED, 0)->blind, MIA_BLIND_SYNCS);
	assert_text(find_span(log.coverage, FILTERED, 0)->source, "a.csv");
	end_log(&log);

	log = two_files(99, 5 * DAY, AT(2, 0, 0, 0), AT(3, 0, 0, 0));
	assert_int_equal(count_spans(log.coverage, FILTERED), 0);
	end_log(&log);

	log = two_files(100, DAY, AT(2, 0, 0, 0), AT(3, 0, 0, 0));
	assert_int_equal(count_spans(log.coverage, FILTERED), 0);
	end_log(&log);

	log = two_files(100, DAY + 1, AT(2, 0, 0, 0), AT(3, 0, 0, 0));
	assert_int_equal(count_spans(log.coverage, FILTERED), 1);
	assert_span_of(log.coverage, FILTERED, 0, "", AT(0, 0, 0, 0), AT(1, 0, 0, 0) + 1);
	end_log(&log);

	/* the other file reaches over all of it, or over its begin and its end */
	log = two_files(100, 5 * DAY, AT(0, 0, 0, 0), AT(5, 0, 0, 0));
	assert_int_equal(count_spans(log.coverage, FILTERED), 0);
	end_log(&log);
	log = two_files(100, 5 * DAY, AT(-1, 0, 0, 0), AT(1, 0, 0, 0));
	assert_span_of(log.coverage, FILTERED, 0, "", AT(1, 0, 0, 0), AT(5, 0, 0, 0));
	end_log(&log);
	log = two_files(100, 5 * DAY, AT(4, 0, 0, 0), AT(9, 0, 0, 0));
	assert_span_of(log.coverage, FILTERED, 0, "", AT(0, 0, 0, 0), AT(4, 0, 0, 0));
	assert_int_equal(count_spans(log.coverage, FILTERED), 1);
	end_log(&log);
}

/* ---- covered ---- */

static void
from_first_to_last_access(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	sync_at(&log, ANN, AT(1, 0, 0, 0));
	bind_at(&log, ANN, AT(2, 0, 0, 0));
	bind_at(&log, ANN, MIA_TIME_UNKNOWN);
	other_at(&log, ANN, "Send", "2", AT(0, 23, 0, 0));
	other_at(&log, ANN, "Send", "2", AT(9, 0, 0, 0));
	bind_at(&log, BOB, AT(1, 0, 0, 0));
	seal_log(&log);
	/* one record is no span */
	assert_int_equal(mia_coverage_count(log.coverage), 1);
	assert_span_of(log.coverage, "covered", 0, ANN, AT(1, 0, 0, 0), AT(2, 0, 0, 0));
	const struct mia_span *span = find_span(log.coverage, "covered", 0);
	assert_int_equal(span->reason, MIA_COVERAGE_COVERED);
	assert_int_equal(span->blind, 0);
	assert_string_equal(span->until_rule, "last access record");
	assert_says(span->detail,
		"2 MailItemsAccessed records between 2016-07-15T00:00:00Z (first record) and "
		"2016-07-16T00:00:00Z (last record)");
	end_log(&log);
}

/* What the analyst states about the export does not show that it was logged. */
static void
stated_alone_extends_nothing(void **state)
{
	(void)state;
	struct mia_coverage_options options;
	mia_coverage_options_init(&options);
	options.exported_from = AT(0, 0, 0, 0);
	options.exported_until = AT(9, 0, 0, 0);
	struct log log = new_log(&options);
	sync_at(&log, ANN, AT(1, 0, 0, 0));
	sync_at(&log, ANN, AT(2, 0, 0, 0));
	seal_log(&log);
	assert_span_of(log.coverage, "covered", 0, ANN, AT(1, 0, 0, 0), AT(2, 0, 0, 0));
	struct mia_coverage_extent extent;
	mia_coverage_extent(log.coverage, &extent);
	assert_int_equal(extent.first, AT(1, 0, 0, 0));
	assert_int_equal(extent.last, AT(2, 0, 0, 0));
	assert_int_equal(extent.stated_from, AT(0, 0, 0, 0));
	assert_int_equal(extent.stated_until, AT(9, 0, 0, 0));
	end_log(&log);
}

static void
blind_spans_are_cut_out(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	sync_at(&log, ANN, AT(0, 0, 0, 0));
	throttled_at(&log, ANN, AT(2, 0, 0, 0), "r-1");
	throttled_at(&log, NULL, AT(2, 12, 0, 0), "r-2");
	throttled_at(&log, ANN, AT(5, 0, 0, 0), "r-3");
	sync_at(&log, ANN, AT(5, 6, 0, 0));
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, "covered"), 2);
	assert_span_of(log.coverage, "covered", 0, ANN, AT(0, 0, 0, 0), AT(1, 23, 58, 0));
	assert_string_equal(find_span(log.coverage, "covered", 0)->until_rule, "blind span");
	/* the tenant's span goes on after the mailbox's own; the last one outlasts all */
	assert_span_of(log.coverage, "covered", 1, ANN, AT(3, 12, 0, 0), AT(4, 23, 58, 0));
	end_log(&log);
}

/* A short span of the tenant within a longer one of the mailbox. */
static void
a_span_within_another_changes_nothing(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	sync_at(&log, ANN, AT(0, 0, 0, 0));
	throttled_at(&log, ANN, AT(1, 0, 0, 0), "r-1");
	throttled_at(&log, ANN, AT(2, 0, 0, 0), "r-2");
	throttled_at(&log, ANN, AT(3, 0, 0, 0), "r-3");
	throttled_at(&log, NULL, AT(1, 12, 0, 0), "r-4");
	sync_at(&log, ANN, AT(5, 0, 0, 0));
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, "covered"), 2);
	assert_span_of(log.coverage, "covered", 0, ANN, AT(0, 0, 0, 0), AT(0, 23, 58, 0));
	assert_span_of(log.coverage, "covered", 1, ANN, AT(4, 0, 0, 0), AT(5, 0, 0, 0));
	end_log(&log);
}

/* Throttled every other day for as long as it takes: a hundred pieces between
 * are called covered, of the rest nothing is said. */
static void
covered_pieces_have_an_end(void **state)
{
	(void)state;
	for (int count = 99; count < 103; count++) {
		struct log log = new_log(NULL);
		bind_at(&log, ANN, AT(0, 0, 0, 0));
		for (int i = 0; i < count; i++)
			throttled_at(&log, ANN, AT(0, 0, 0, 0) + (2 * i + 1) * 24 * HOUR, "r");
		seal_log(&log);
		/* One before each; the last record is throttled, so none behind it. */
		assert_int_equal(count_spans(log.coverage, "throttled"), count);
		assert_int_equal(count_spans(log.coverage, "covered"), count < 100 ? count : 100);
		end_log(&log);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(other_actions_and_no_access),
		cmocka_unit_test(no_statement_without_mailbox_actions),
		cmocka_unit_test(any_actor_is_activity),
		cmocka_unit_test(one_access_shows_that_it_was_logged),
		cmocka_unit_test(licence_by_date),
		cmocka_unit_test(only_from_some_day_on),
		cmocka_unit_test(type_50_alone_loses_syncs),
		cmocka_unit_test(any_item_record_shows_that_nothing_was_filtered),
		cmocka_unit_test(not_filtered_by_type),
		cmocka_unit_test(a_file_within_another_uncovers_nothing),
		cmocka_unit_test(one_filtered_file_among_others),
		cmocka_unit_test(from_first_to_last_access),
		cmocka_unit_test(stated_alone_extends_nothing),
		cmocka_unit_test(blind_spans_are_cut_out),
		cmocka_unit_test(a_span_within_another_changes_nothing),
		cmocka_unit_test(covered_pieces_have_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
