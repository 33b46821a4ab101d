/* Spans: their order, how long a mailbox is blind, and that more evidence
 * blinds nobody by itself. */
#include "made_coverage.h"

/* ---- how long a mailbox is blind ---- */

/* A sealed log of two mailboxes, which no rule says anything about. */
static struct log
two_mailboxes(void)
{
	struct log log = new_log(NULL);

	other_at(&log, "ann@x", "UserLoggedIn", "15", AT(0, 0, 0, 0));
	other_at(&log, "bob@x", "UserLoggedIn", "15", AT(10, 0, 0, 0));
	seal_log(&log);
	assert_int_equal(mia_coverage_count(log.coverage), 0);
	return log;
}

static void
add_blind(struct log *log, size_t box, const char *actor, mia_time start, mia_time end, unsigned blind)
{
	struct mia_span span = {
		.actor = text_of(actor),
		.start = start,
		.end = end,
		.blind = blind,
		.rule = "made up",
		.reason = MIA_COVERAGE_SILENCE,
	};

	assert_true(mia__coverage_add_span(log->coverage, box, &span));
	assert_true(mia__coverage_spans_sort(log->coverage) && mia__coverage_spans_index(log->coverage));
}

#define BLIND(log, box, from, until) mia_coverage_blind((log).coverage, box, MIA_BLIND_BINDS, 0, from, until)

static void
overlaps_count_once(void **state)
{
	(void)state;
	struct log log = two_mailboxes();
	mia_time unknown = MIA_TIME_UNKNOWN;

	assert_int_equal(BLIND(log, 0, unknown, unknown), 0);
	add_blind(&log, 0, NULL, AT(2, 0, 0, 0), AT(3, 0, 0, 0), MIA_BLIND_BINDS);
	add_blind(&log, 0, NULL, AT(2, 12, 0, 0), AT(2, 18, 0, 0), MIA_BLIND_BINDS);
	add_blind(&log, NO_BOX, NULL, AT(2, 20, 0, 0), AT(3, 6, 0, 0), MIA_BLIND_BINDS | MIA_BLIND_SYNCS);
	assert_int_equal(BLIND(log, 0, unknown, unknown), 30 * HOUR);
	/* the tenant's blinds the other one too */
	assert_int_equal(BLIND(log, 1, unknown, unknown), 10 * HOUR);
	assert_int_equal(mia_coverage_blind(log.coverage, 0, MIA_BLIND_SYNCS, 0, unknown, unknown),
		10 * HOUR);
	assert_int_equal(mia_coverage_blind(log.coverage, 0, MIA_BLIND_BINDS | MIA_BLIND_SYNCS, 0, unknown,
				 unknown),
		30 * HOUR);
	assert_int_equal(BLIND(log, 0, AT(2, 23, 0, 0), AT(3, 1, 0, 0)), 2 * HOUR);
	assert_int_equal(BLIND(log, 0, AT(3, 6, 0, 0), AT(9, 0, 0, 0)), 0);
	assert_int_equal(BLIND(log, 0, AT(0, 0, 0, 0), AT(2, 0, 0, 0)), 0);
	assert_int_equal(BLIND(log, 0, AT(3, 0, 0, 0), AT(2, 0, 0, 0)), 0);
	end_log(&log);
}

static void
open_ends_are_cut(void **state)
{
	(void)state;
	struct log log = two_mailboxes();
	mia_time unknown = MIA_TIME_UNKNOWN;

	add_blind(&log, 0, NULL, unknown, AT(2, 0, 0, 0), MIA_BLIND_BINDS);
	/* the evidence reaches from day 0 to day 10 */
	assert_int_equal(BLIND(log, 0, unknown, unknown), 2 * DAY);
	assert_int_equal(BLIND(log, 0, AT(-3, 0, 0, 0), unknown), 5 * DAY);
	add_blind(&log, 0, NULL, AT(9, 0, 0, 0), unknown, MIA_BLIND_BINDS);
	assert_int_equal(BLIND(log, 0, unknown, unknown), 3 * DAY);
	assert_int_equal(BLIND(log, 0, AT(-3, 0, 0, 0), AT(20, 0, 0, 0)), 16 * DAY);
	add_blind(&log, 0, NULL, unknown, unknown, MIA_BLIND_BINDS);
	assert_int_equal(BLIND(log, 0, unknown, unknown), 10 * DAY);
	assert_int_equal(BLIND(log, 1, unknown, unknown), 0);
	end_log(&log);
}

static void
spans_of_an_account_only_if_asked(void **state)
{
	(void)state;
	struct log log = two_mailboxes();
	mia_time unknown = MIA_TIME_UNKNOWN;

	add_blind(&log, NO_BOX, "eve@x", AT(2, 0, 0, 0), AT(3, 0, 0, 0), MIA_BLIND_BINDS);
	assert_int_equal(BLIND(log, 0, unknown, unknown), 0);
	assert_int_equal(mia_coverage_blind(log.coverage, 0, MIA_BLIND_BINDS, 1, unknown, unknown), DAY);
	end_log(&log);
}

/* What is covered; a mailbox that has no row may be any, under another name. */
static void
what_blinds_nobody(void **state)
{
	(void)state;
	struct log log = two_mailboxes();
	struct mia_span span = { .mailbox = TEXT("zoe@x"),
		.start = AT(1, 0, 0, 0),
		.end = AT(2, 0, 0, 0),
		.blind = MIA_BLIND_BINDS,
		.rule = "made up" };

	add_blind(&log, 0, NULL, AT(2, 0, 0, 0), AT(3, 0, 0, 0), 0);
	assert_true(mia__coverage_add_span(log.coverage, NO_BOX, &span));
	assert_true(mia__coverage_spans_sort(log.coverage) && mia__coverage_spans_index(log.coverage));
	assert_int_equal(BLIND(log, 0, MIA_TIME_UNKNOWN, MIA_TIME_UNKNOWN), DAY);
	assert_text(mia_coverage_span(log.coverage, 1)->mailbox, "zoe@x");
	/* an empty span is none */
	span.end = span.start;
	assert_true(mia__coverage_add_span(log.coverage, NO_BOX, &span));
	assert_int_equal(mia_coverage_count(log.coverage), 2);
	end_log(&log);
}

static bool
blinds(const struct coverage_span *span, size_t box, bool actors, mia_time hour)
{
	const struct mia_span *s = &span->pub;

	return (span->box == box || (span->box == NO_BOX && !s->mailbox.ptr)) &&
		(s->blind & MIA_BLIND_BINDS) && (actors || !s->actor.ptr) && s->start <= hour &&
		(s->end == MIA_TIME_UNKNOWN || hour < s->end);
}

/* Against counting hour by hour. */
static void
any_spans_hour_by_hour(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 200; seed++) {
		struct log log = two_mailboxes();
		uint64_t numbers = seed;
		for (unsigned i = next_number(&numbers, 12); i > 0; i--) {
			mia_time start = AT(0, (int)next_number(&numbers, 240), 0, 0);
			mia_time end = start + (mia_time)next_number(&numbers, 90) * HOUR;
			add_blind(&log, next_number(&numbers, 3) ? next_number(&numbers, 2) : NO_BOX,
				next_number(&numbers, 4) ? NULL : "eve@x",
				next_number(&numbers, 9) ? start : MIA_TIME_UNKNOWN,
				next_number(&numbers, 9) ? end : MIA_TIME_UNKNOWN,
				1 + next_number(&numbers, 3));
		}
		for (size_t box = 0; box < 2; box++)
			for (int actors = 0; actors < 2; actors++) {
				mia_time from = AT(0, (int)next_number(&numbers, 100), 0, 0);
				mia_time until = AT(0, (int)next_number(&numbers, 300), 0, 0), sum = 0;
				for (mia_time hour = from; hour < until; hour += HOUR) {
					bool blind = false;
					for (size_t i = 0; i < log.coverage->span_count; i++)
						blind |= blinds(&log.coverage->spans[i], box, actors, hour);
					sum += blind ? HOUR : 0;
				}
				assert_int_equal(mia_coverage_blind(log.coverage, box, MIA_BLIND_BINDS,
							 actors, from, until),
					sum);
			}
		end_log(&log);
	}
}

/* ---- order ---- */

static void
spans_stand_in_order(void **state)
{
	(void)state;
	struct log log = two_mailboxes();
	mia_time unknown = MIA_TIME_UNKNOWN, t = AT(1, 0, 0, 0);

	add_blind(&log, 1, NULL, t, t + 1, MIA_BLIND_BINDS);
	add_blind(&log, 0, "eve@x", unknown, t, MIA_BLIND_BINDS);
	add_blind(&log, 0, NULL, t, unknown, MIA_BLIND_BINDS);
	add_blind(&log, 0, NULL, t, t + 9, MIA_BLIND_BINDS);
	add_blind(&log, 0, NULL, unknown, t, MIA_BLIND_BINDS);
	add_blind(&log, NO_BOX, NULL, t + 5, t + 9, MIA_BLIND_BINDS);
	add_blind(&log, 0, NULL, t, t + 9, MIA_BLIND_BINDS); /* said before */
	static const struct {
		const char *mailbox, *actor;
		mia_time start, end;
	} wanted[] = {
		{ NULL, NULL, AT(1, 0, 0, 0) + 5, AT(1, 0, 0, 0) + 9 },
		{ "ann@x", NULL, MIA_TIME_UNKNOWN, AT(1, 0, 0, 0) },
		{ "ann@x", NULL, AT(1, 0, 0, 0), AT(1, 0, 0, 0) + 9 },
		{ "ann@x", NULL, AT(1, 0, 0, 0), MIA_TIME_UNKNOWN },
		{ "ann@x", "eve@x", MIA_TIME_UNKNOWN, AT(1, 0, 0, 0) },
		{ "bob@x", NULL, AT(1, 0, 0, 0), AT(1, 0, 0, 0) + 1 },
	};
	assert_int_equal(mia_coverage_count(log.coverage), 6);
	for (size_t i = 0; i < 6; i++) {
		const struct mia_span *span = mia_coverage_span(log.coverage, i);
		assert_same_text(span->mailbox, text_of(wanted[i].mailbox));
		assert_same_text(span->actor, text_of(wanted[i].actor));
		assert_int_equal(span->start, wanted[i].start);
		assert_int_equal(span->end, wanted[i].end);
		assert_string_equal(span->until_rule, "");
	}
	end_log(&log);
}

/* ---- more evidence ---- */

#define BOXES 3
#define RECORDS 45 /* too few for a habit, so that nothing is a silence */
static const char *const mailboxes[BOXES] = { "ann@x", "bob@x", "cyd@x" };

struct made_record {
	unsigned kind, box;
	mia_time time;
};

static void
add_made(struct log *log, const struct made_record *r)
{
	switch (r->kind) {
	case 0:
		throttled_at(log, mailboxes[r->box], r->time, "r-1");
		break;
	case 1:
		other_at(log, mailboxes[r->box], "Send", "2", r->time);
		break;
	case 2:
	case 3:
		bind_at(log, mailboxes[r->box], r->time);
		break;
	case 4:
		sync_at(log, mailboxes[r->box], r->time);
		break;
	default:
		other_at(log, mailboxes[r->box], "UserLoggedIn", "15", r->time);
		break;
	}
}

static struct log
log_of(const struct made_record *records, unsigned count)
{
	struct log log = new_log(NULL);

	/* every mailbox is there from the start, and a record of type 2 */
	for (unsigned i = 0; i < BOXES; i++)
		other_at(&log, mailboxes[i], "UserLoggedIn", "15", AT(0, 0, 0, 0));
	other_at(&log, "zoe@x", "Send", "2", AT(0, 0, 0, 0));
	for (unsigned i = 0; i < count; i++)
		add_made(&log, &records[i]);
	seal_log(&log);
	return log;
}

/* Does an added record itself account for the blindness at t? */
static bool
rests_on(const struct made_record *records, unsigned first, unsigned count, unsigned box, mia_time t)
{
	for (unsigned i = first; i < count; i++) {
		const struct made_record *r = &records[i];
		if (r->box != box)
			continue;
		if (r->kind == 0 && t >= r->time - 2 * MINUTE && t < r->time + DAY)
			return true;
		/* other activity, which shows that access was not logged */
		if (r->kind == 1)
			return true;
	}
	return false;
}

static bool
blind_at(const struct log *log, unsigned box, mia_time t)
{
	return mia_coverage_blind(log->coverage, box, MIA_BLIND_BINDS, 0, t, t + 1) > 0;
}

static bool
covered_at(const struct log *log, unsigned box, mia_time t)
{
	const struct mia_span *span;

	for (size_t i = 0; (span = find_span(log->coverage, "covered", i)) != NULL; i++)
		if (text_equal(span->mailbox, text_of(mailboxes[box])) && span->start <= t && t < span->end)
			return true;
	return false;
}

static void
more_evidence_never_blinds_by_itself(void **state)
{
	(void)state;
	unsigned blind_hours = 0, cleared = 0, covered = 0;

	for (uint64_t seed = 1; seed <= 150; seed++) {
		struct made_record records[RECORDS];
		uint64_t numbers = seed * 17;
		for (unsigned i = 0; i < RECORDS; i++)
			records[i] = (struct made_record){ next_number(&numbers, i % 3 ? 6 : 12),
				next_number(&numbers, BOXES),
				AT(0, 0, (int)next_number(&numbers, 9 * 1440), 0) };
		unsigned before = next_number(&numbers, RECORDS);
		struct log less = log_of(records, before), more = log_of(records, RECORDS);
		assert_int_equal(mia_coverage_mailbox_count(less.coverage), BOXES + 1);
		for (unsigned box = 0; box < BOXES; box++)
			for (mia_time t = AT(-1, 0, 0, 0); t < AT(11, 0, 0, 0); t += HOUR) {
				bool was = blind_at(&less, box, t), is = blind_at(&more, box, t);
				if (is && !was)
					assert_true(rests_on(records, before, RECORDS, box, t));
				if (covered_at(&less, box, t) && !covered_at(&more, box, t))
					assert_true(rests_on(records, before, RECORDS, box, t));
				/* never both */
				assert_false(is && covered_at(&more, box, t));
				blind_hours += is;
				cleared += was && !is;
				covered += covered_at(&more, box, t);
			}
		end_log(&less);
		end_log(&more);
	}
	/* the worlds are worth the test */
	assert_true(blind_hours > 10000 && cleared > 1000 && covered > 10000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(overlaps_count_once),
		cmocka_unit_test(open_ends_are_cut),
		cmocka_unit_test(spans_of_an_account_only_if_asked),
		cmocka_unit_test(what_blinds_nobody),
		cmocka_unit_test(any_spans_hour_by_hour),
		cmocka_unit_test(spans_stand_in_order),
		cmocka_unit_test(more_evidence_never_blinds_by_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
