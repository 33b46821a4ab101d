/* Records in the order of mailbox, time and key, each once; the gaps of a log. */
#include "made_coverage.h"

static const char *const mailboxes[] = { "a@x", "b@x", "c@x", NULL };
enum { MAILBOXES = 4, RECORDS = 3000 };

static uint32_t seed;

static uint32_t
random_below(uint32_t below)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % below;
}

/* What order.c does to what was added. */
static void
put_in_order(struct mia_coverage *c, unsigned threads)
{
	c->threads = threads;
	assert_true(mia__coverage_tables_seal(c));
	assert_true(mia__mailbox_names_seal(&c->mailboxes));
	assert_true(mia__coverage_boxes_make(c));
	assert_true(mia__coverage_order_records(c));
}

static void
check_run(const struct mia_coverage *c, const struct coverage_run *run, size_t box, size_t *at)
{
	assert_int_equal(run->start, *at);
	for (size_t i = run->start; i < run->start + run->count; i++) {
		const struct coverage_record *record = &c->records[i], *last = record - 1;
		assert_int_equal(record->mailbox, box < c->box_count ? (uint32_t)box : NO_MAILBOX);
		if (i > run->start)
			assert_true(last->time < record->time ||
				(last->time == record->time && last->key < record->key));
	}
	*at += run->count;
}

/* moments: how many different times there are, the unknown among them. Every
 * record comes twice, the copies in another order; one copy knows its access. */
static void
check_order(uint32_t moments, unsigned threads)
{
	struct log log = new_log(NULL);
	struct mia_event *events = calloc(RECORDS, sizeof(*events));
	size_t at = 0, boxes[MAILBOXES] = { 0 };

	assert_non_null(events);
	seed = 12 + moments;
	for (unsigned i = 0; i < RECORDS; i++) {
		unsigned mailbox = random_below(MAILBOXES);
		uint32_t moment = random_below(moments);
		next_record(&log, mailboxes[mailbox], moment ? AT(0, 0, 0, moment) : MIA_TIME_UNKNOWN);
		/* Keys in no order of time. */
		uint32_t key = i * UINT32_C(2654435761);
		memcpy(log.event.key, &key, sizeof(key));
		events[i] = log.event;
		boxes[mailbox]++;
		add_event(mia_coverage_fold(log.coverage), &events[i]);
	}
	for (unsigned i = RECORDS; i-- > 0;) {
		events[i].access = MIA_ACCESS_BIND;
		add_event(mia_coverage_fold(log.coverage), &events[i]);
	}
	struct mia_coverage *c = log.coverage;
	put_in_order(c, threads);
	assert_int_equal(c->record_count, RECORDS);
	assert_int_equal(c->box_count, MAILBOXES - 1);
	for (size_t box = 0; box < c->box_count; box++) {
		assert_int_equal(c->runs[box].count, boxes[box]);
		check_run(c, &c->runs[box], box, &at);
	}
	assert_int_equal(c->rest.count, boxes[MAILBOXES - 1]);
	check_run(c, &c->rest, c->box_count, &at);
	for (size_t i = 0; i < c->record_count; i++)
		assert_int_equal(c->records[i].access, MIA_ACCESS_BIND);
	free(events);
	mia_coverage_free(c);
}

static void
many_times_and_few(void **state)
{
	(void)state;
	for (unsigned threads = 0; threads <= 3; threads++) {
		check_order(1, threads);
		check_order(2, threads);
		check_order(40, threads);
		check_order(80000, threads);
	}
}

/* Of several copies the least file; all files of a mailbox are its sources. */
static void
files_of_copies(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	struct mia_source other = { .name = "b.csv" };

	next_record(&log, "a@x", AT(0, 1, 0, 0));
	log.event.place.source = &other;
	add_event(mia_coverage_fold(log.coverage), &log.event);
	log.event.place.source = &log.source;
	add_event(mia_coverage_fold(log.coverage), &log.event);
	put_in_order(log.coverage, 1);
	assert_int_equal(log.coverage->record_count, 1);
	assert_text(intern_text(&log.coverage->texts,
			    log.coverage->sources[log.coverage->records[0].source].name),
		"a.csv");
	assert_int_equal(log.coverage->boxes[0].sources.count, 2);
	mia_coverage_free(log.coverage);
}

/* Gaps are measured where one may be a silence, and only there. */
static void
gaps_are_measured_where_they_count(void **state)
{
	(void)state;
	for (unsigned silent = 0; silent < 2; silent++) {
		struct log log = new_log(NULL);
		for (int i = 0; i < 300; i++)
			other_at(&log, NULL, "UserLoggedIn", "15",
				AT(0, i, 0, 0) + (silent && i >= 100 ? 4 * DAY : 0));
		put_in_order(log.coverage, 1);
		assert_true(mia__coverage_gaps_find(log.coverage));
		const struct coverage_gaps *gaps = &log.coverage->gaps;
		if (silent) {
			/* From hour 99 to hour 100 and four days; then 1 h each. */
			assert_int_equal(gaps->of_all.longest[0].start, AT(0, 99, 0, 0));
			assert_int_equal(gaps->of_all.longest[0].end, AT(4, 100, 0, 0));
			assert_int_equal(gaps->of_all.longest[1].end - gaps->of_all.longest[1].start, HOUR);
			/* Hours 0 to 99 lie on 5 days, hours 196 to 395 on 9. */
			assert_int_equal(gaps->days, 14);
		} else {
			assert_int_equal(gaps->of_all.count, 0);
		}
		mia_coverage_free(log.coverage);
	}
}

/* Times as far apart as there are: no part of the time may overflow. */
static void
times_at_both_ends(void **state)
{
	(void)state;
	struct log log = new_log(NULL);

	other_at(&log, "a@x", "Send", "2", MIA_TIME_UNKNOWN + 1);
	other_at(&log, "a@x", "Send", "2", INT64_MAX);
	other_at(&log, "a@x", "Send", "2", 0);
	put_in_order(log.coverage, 1);
	assert_true(mia__coverage_gaps_find(log.coverage));
	assert_int_equal(log.coverage->records[0].time, MIA_TIME_UNKNOWN + 1);
	assert_int_equal(log.coverage->records[1].time, 0);
	assert_int_equal(log.coverage->records[2].time, INT64_MAX);
	assert_int_equal(log.coverage->gaps.of_all.count, 2);
	mia_coverage_free(log.coverage);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_times_and_few),
		cmocka_unit_test(files_of_copies),
		cmocka_unit_test(gaps_are_measured_where_they_count),
		cmocka_unit_test(times_at_both_ends),
	};
	return cmocka_run_group_tests_name("coverage-order", tests, NULL, NULL);
}
