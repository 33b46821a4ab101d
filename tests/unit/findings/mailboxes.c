/* One finding a mailbox: whose it is, what blinds it, and what is said. */
#include "made_findings.h"
#include "report_fake.h"

#define UNKNOWN MIA_TIME_UNKNOWN
static void
mailboxes_are_joined_by_guid_else_by_name(void **state)
{
	struct made_view v;
	struct mia_exposure *exposure = empty_exposure();

	(void)state;
	begin_view(&v);
	add_exposed(&v, "ann@x", "a-1");
	add_exposed(&v, "bob@x", NULL);
	add_exposed(&v, "eve@x", "e-1");
	add_exposed(&v, "eve@x", "e-2");
	/* Renamed since; by name; of two with that name it cannot be told. */
	add_covered(&v, "ann.new@x", "A-1", 1);
	add_covered(&v, "BOB@x", NULL, 1);
	add_covered(&v, "eve@x", NULL, 1);
	add_covered(&v, "zoe@x", "z-1", 1);
	struct mia_findings *f = make_findings(exposure, &v);
	assert_int_equal(mia_findings_mailbox_count(f), 6);
	assert_text(mia_findings_mailbox(f, 0)->mailbox, "ann@x");
	assert_text(mia_findings_mailbox(f, 1)->mailbox, "bob@x");
	assert_absent(mia_findings_mailbox(f, 2)->mailbox_guid);
	assert_text(mia_findings_mailbox(f, 3)->mailbox_guid, "e-1");
	assert_text(mia_findings_mailbox(f, 4)->mailbox_guid, "e-2");
	assert_text(mia_findings_mailbox(f, 5)->mailbox, "zoe@x");
	assert_null(mia_findings_mailbox(f, 6));
	assert_int_equal(mia__finding_boxes_find(&f->boxes, TEXT("Ann.New@X"), TEXT_ABSENT), 0);
	assert_int_equal(mia__finding_boxes_find(&f->boxes, TEXT("other"), TEXT("a-1")), 0);
	assert_int_equal(mia__finding_boxes_find(&f->boxes, TEXT("ann@x"), TEXT("a-2")), NO_FINDING_BOX);
	assert_int_equal(mia__finding_boxes_find(&f->boxes, TEXT("eve@x"), TEXT_ABSENT), NO_FINDING_BOX);
	assert_int_equal(mia__finding_boxes_find(&f->boxes, TEXT(""), TEXT_ABSENT), NO_FINDING_BOX);
	mia_findings_free(f);
	/* A record may have no other name for a mailbox than its GUID. */
	begin_view(&v);
	add_exposed(&v, "B0000000-0000-4000-8000-00000000000B", NULL);
	add_exposed(&v, "b0000000-0000-4000-8000-00000000000c", "d-1");
	add_covered(&v, "bob@x", "b0000000-0000-4000-8000-00000000000b", 1);
	add_covered(&v, "dan@x", "b0000000-0000-4000-8000-00000000000c", 1);
	f = make_findings(exposure, &v);
	assert_int_equal(mia_findings_mailbox_count(f), 3);
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

static mia_basis
basis_with(enum mia_coverage_reason reason, const char *rule, mia_time start, mia_time end, mia_time since,
	mia_time until, const char *actor)
{
	struct mia_text actors[] = { TEXT("Eve@x"), TEXT("mal@x") };
	struct mia_exposure *exposure = empty_exposure();
	struct made_view v;

	begin_view(&v);
	add_covered(&v, "ann@x", NULL, 1);
	add_span(&v, NULL, MIA_COVERAGE_COVERED, UNKNOWN, UNKNOWN);
	struct mia_span *span = add_span(&v, "ANN@X", reason, start, end);
	span->rule = rule;
	if (actor) {
		span->actor = text_of(actor);
		v.view.asked.actors = (struct mia_texts){ actors, 2 };
	}
	v.view.asked.since = since;
	v.view.asked.until = until;
	struct mia_findings *f = make_findings(exposure, &v);
	mia_basis basis = mia_findings_mailbox(f, 0)->basis;
	assert_int_equal(mia_findings_mailbox(f, 0)->level, mia_level_of(basis));
	mia_findings_free(f);
	mia_exposure_free(exposure);
	return basis;
}

#define FOUND(c) basis_with((c).reason, (c).rule, HOURS(1), HOURS(2), UNKNOWN, UNKNOWN, NULL)
static void
each_reason_has_its_basis(void **state)
{
	static const struct {
		enum mia_coverage_reason reason;
		const char *rule;
		mia_basis basis;
	} cases[] = {
		{ MIA_COVERAGE_THROTTLED, "throttled", MIA_BASIS_THROTTLED },
		{ MIA_COVERAGE_THROTTLING_SUSPECTED, "x", MIA_BASIS_THROTTLED_SUSPECTED },
		{ MIA_COVERAGE_NOT_LOGGED, "x", MIA_BASIS_NOT_LOGGED },
		{ MIA_COVERAGE_AUDITING_OFF, "x", MIA_BASIS_AUDIT_OFF },
		{ MIA_COVERAGE_BEFORE_EVIDENCE, "retention", MIA_BASIS_GAP_RETENTION },
		{ MIA_COVERAGE_BEFORE_EVIDENCE, "before the evidence", MIA_BASIS_GAP_EXPORT },
		{ MIA_COVERAGE_AFTER_EVIDENCE, "x", MIA_BASIS_GAP_EXPORT },
		{ MIA_COVERAGE_SILENCE, "x", MIA_BASIS_SILENCE },
		{ MIA_COVERAGE_CUT_SHORT, "x", MIA_BASIS_GAP_EXPORT },
		{ MIA_COVERAGE_REJECTED, "x", MIA_BASIS_REJECTED },
		{ MIA_COVERAGE_LATE, "x", MIA_BASIS_GAP_EXPORT },
		{ MIA_COVERAGE_COVERED, "x", MIA_BASIS_COVERED_NONE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(FOUND(cases[i]), cases[i].basis);
}

static void
only_spans_of_the_time_and_the_accounts_asked_for_count(void **state)
{
	const enum mia_coverage_reason throttled = MIA_COVERAGE_THROTTLED;

	(void)state;
	/* [1, 2) against [since, until): both ends on both sides. */
#define OFF_FOR(actor) basis_with(MIA_COVERAGE_AUDITING_OFF, "", UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, actor)
#define THROTTLED(...) basis_with(throttled, "", __VA_ARGS__, NULL)
	assert_int_equal(THROTTLED(HOURS(1), HOURS(2), HOURS(2), UNKNOWN), MIA_BASIS_COVERED_NONE);
	assert_int_equal(THROTTLED(HOURS(1), HOURS(2), HOURS(2) - 1, UNKNOWN), MIA_BASIS_THROTTLED);
	assert_int_equal(THROTTLED(HOURS(1), HOURS(2), UNKNOWN, HOURS(1)), MIA_BASIS_COVERED_NONE);
	assert_int_equal(THROTTLED(HOURS(1), HOURS(2), UNKNOWN, HOURS(1) + 1), MIA_BASIS_THROTTLED);
	assert_int_equal(THROTTLED(UNKNOWN, HOURS(2), HOURS(1), HOURS(3)), MIA_BASIS_THROTTLED);
	assert_int_equal(THROTTLED(HOURS(2), UNKNOWN, HOURS(1), HOURS(3)), MIA_BASIS_THROTTLED);
	/* Eve is asked for; that Bob's actions are not logged is no concern. */
	assert_int_equal(OFF_FOR("eve@x"), MIA_BASIS_AUDIT_OFF);
	assert_int_equal(OFF_FOR("bob@x"), MIA_BASIS_COVERED_NONE);
	/* Whose alias or display name it is cannot be told: it may be Eve's. */
	assert_int_equal(OFF_FOR("svc"), MIA_BASIS_AUDIT_OFF);
	assert_int_equal(OFF_FOR("x.example/Users/Eve M"), MIA_BASIS_AUDIT_OFF);
	assert_int_equal(OFF_FOR(""), MIA_BASIS_AUDIT_OFF);
}

static mia_basis
basis_covered(mia_time start, mia_time end, mia_time since, mia_time until, mia_time stated_until)
{
	struct mia_text ids[] = { TEXT("<nobody@y>") };
	struct mia_exposure *exposure = empty_exposure();
	const struct mia_message *row;
	struct mia_finding_messages *messages;
	struct made_view v;

	begin_view(&v);
	add_covered(&v, "ann@x", NULL, 2);
	add_span(&v, "ann@x", MIA_COVERAGE_COVERED, start, end);
	v.view.asked.list = &(struct mia_texts){ ids, 1 };
	v.view.asked.since = since;
	v.view.asked.until = until;
	v.view.extent.stated_until = stated_until;
	struct mia_findings *f = make_findings(exposure, &v);
	mia_basis basis = mia_findings_mailbox(f, 0)->basis;
	/* What is said of a message that nobody names is the same. */
	assert_int_equal(mia_finding_messages_new(&messages, f, NULL), MIA_OK);
	assert_int_equal(mia_finding_messages_next(messages, &row, NULL), MIA_OK);
	assert_int_equal(row->basis, basis);
	mia_finding_messages_free(messages);
	mia_findings_free(f);
	mia_exposure_free(exposure);
	return basis;
}

/* HOURS(0) is midnight: a day of which the span holds a part is one on which
 * access was logged, the day before and the day after are not. */
static void
none_recorded_needs_every_day_covered(void **state)
{
	const mia_basis none = MIA_BASIS_COVERED_NONE, gap = MIA_BASIS_GAP_EXPORT;

	(void)state;
	assert_int_equal(basis_covered(HOURS(7), HOURS(30), HOURS(0), HOURS(48), UNKNOWN), none);
	assert_int_equal(basis_covered(HOURS(7), HOURS(30), HOURS(0) - 1, HOURS(48), UNKNOWN), gap);
	assert_int_equal(basis_covered(HOURS(7), HOURS(30), HOURS(0), HOURS(48) + 1, UNKNOWN), gap);
	assert_int_equal(basis_covered(HOURS(24), HOURS(30), HOURS(24) - 1, HOURS(30), UNKNOWN), gap);
	assert_int_equal(basis_covered(HOURS(7), HOURS(24), HOURS(7), HOURS(24) + 1, UNKNOWN), gap);
	assert_int_equal(basis_covered(HOURS(7), HOURS(24), HOURS(7), HOURS(24), UNKNOWN), none);
	/* Not asked: as far as the evidence reaches, 0 to 10, or is said to. */
	assert_int_equal(basis_covered(HOURS(7), HOURS(8), UNKNOWN, UNKNOWN, UNKNOWN), none);
	assert_int_equal(basis_covered(HOURS(7), HOURS(8), UNKNOWN, UNKNOWN, HOURS(24)), none);
	assert_int_equal(basis_covered(HOURS(7), HOURS(8), UNKNOWN, UNKNOWN, HOURS(24) + 1), gap);
	assert_int_equal(basis_covered(HOURS(25), HOURS(26), UNKNOWN, UNKNOWN, UNKNOWN), gap);
}

static void
blind_time_counts_overlaps_once(void **state)
{
	struct made_view v;
	struct mia_exposure *exposure = empty_exposure();

	(void)state;
	begin_view(&v);
	add_covered(&v, "ann@x", NULL, 1);
	add_covered(&v, "bob@x", NULL, 1);
	add_span(&v, "ann@x", MIA_COVERAGE_THROTTLED, HOURS(2), HOURS(4));
	add_span(&v, "ann@x", MIA_COVERAGE_SILENCE, HOURS(3), HOURS(5));
	add_span(&v, NULL, MIA_COVERAGE_CUT_SHORT, HOURS(9), UNKNOWN);
	struct mia_findings *f = make_findings(exposure, &v);
	/* 2 to 5, and 9 to the last record at 10. */
	assert_int_equal(mia_findings_mailbox(f, 0)->blind, HOURS(4) - HOURS(0));
	assert_int_equal(mia_findings_mailbox(f, 1)->blind, HOURS(1) - HOURS(0));
	mia_findings_free(f);
	v.view.asked.since = HOURS(3);
	v.view.asked.until = HOURS(12);
	f = make_findings(exposure, &v);
	assert_int_equal(mia_findings_mailbox(f, 0)->blind, HOURS(5) - HOURS(0));
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

static void
a_mailbox_without_access_records_excludes_nothing(void **state)
{
	static const struct mia_text files[] = { { "b.csv", 5 }, { "a, b.csv", 8 } };
	struct made_view v;
	struct mia_exposure *exposure = empty_exposure();

	(void)state;
	begin_view(&v);
	add_covered(&v, "ann@x", NULL, 0)->sources = (struct mia_texts){ files, 2 };
	struct mia_findings *f = make_findings(exposure, &v);
	const struct mia_mailbox_finding *m = mia_findings_mailbox(f, 0);
	assert_int_equal(m->basis, MIA_BASIS_GAP_EXPORT);
	assert_int_equal(m->level, MIA_LEVEL_CANNOT_EXCLUDE);
	assert_int_equal(m->presumed_known, 0);
	assert_sentence(m,
		"In mailbox ann@x, there is no record of access (MailItemsAccessed); the evidence therefore says "
		"nothing about access to this mailbox. This rests on 2 files: a, b.csv and b.csv.");
	mia_findings_free(f);
	/* Where a rule shows that it would have been logged, silence counts. */
	add_span(&v, "ann@x", MIA_COVERAGE_COVERED, HOURS(0), HOURS(10));
	f = make_findings(exposure, &v);
	m = mia_findings_mailbox(f, 0);
	assert_int_equal(m->basis, MIA_BASIS_COVERED_NONE);
	assert_int_equal(m->level, MIA_LEVEL_NONE);
	assert_sentence(m,
		"In mailbox ann@x, no access of any user (the owner included) is recorded between 2016-07-18 00:00:00 "
		"UTC (first record supplied) and 2016-07-18 10:00:00 UTC (last record supplied) in the records supplied. "
		"According to the configuration supplied and the checks made, the log would be expected to show such access. No sign was found that records of access are missing between 2016-07-18 00:00:00 UTC and 2016-07-18 "
		"10:00:00 UTC. This rests on 2 files: a, b.csv and b.csv.");
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

static void
nothing_recorded_says_of_which_time(void **state)
{
	struct made_view v;
	struct mia_exposure *exposure = empty_exposure();

	(void)state;
	begin_view(&v);
	v.view.by_someone = true;
	v.view.asked.since = HOURS(1);
	v.view.extent.stated_until = HOURS(24);
	add_covered(&v, "ann@x", NULL, 7);
	add_exposed(&v, "ann@x", NULL)->basis = MIA_BASIS_BIND_UNATTR;
	v.exposed[0].unattributed_records = 4;
	struct mia_findings *f = make_findings(exposure, &v);
	const struct mia_mailbox_finding *m = mia_findings_mailbox(f, 0);
	assert_int_equal(m->level, MIA_LEVEL_UNATTRIBUTED);
	assert_sentence(m,
		"In mailbox ann@x, no access attributed by the examiner to the intruder is recorded between 2016-07-18 "
		"01:00:00 UTC (beginning of the period examined) and 2016-07-19 00:00:00 UTC (end of the export, as stated to "
		"the examiner) in the records supplied. In this mailbox, 4 records of access can be neither attributed to the "
		"intruder nor excluded, because they do not state the details (such as address, session or application) that "
		"would decide it. It is not established that the records of this mailbox are complete for the whole period "
		"examined; access that they do not show can therefore not be excluded.");
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

static void
what_is_recorded_comes_before_what_is_not(void **state)
{
	static const struct mia_text files[] = { { "a", 1 }, { "b", 1 }, { "c", 1 }, { "d", 1 }, { "e", 1 },
		{ "f", 1 } };
	struct made_view v;
	struct mia_exposure *exposure = empty_exposure();

	(void)state;
	begin_view(&v);
	v.view.by_someone = true;
	add_covered(&v, "ann@x", NULL, 20);
	struct mia_mailbox_exposure *e = add_exposed(&v, "ann@x", NULL);
	e->basis = MIA_BASIS_BIND | MIA_BASIS_SYNC_FOLDER | MIA_BASIS_BIND_UNATTR | MIA_BASIS_UNNAMED |
		(UINT64_C(1) << MIA_BASIS_HANDLED_FIRST);
	e->messages_accessed = 14;
	e->binds = 9;
	/* The last access is a sync; no message was accessed then. */
	e->first_access = e->first_bind = HOURS(1);
	e->last_bind = HOURS(3);
	e->last_access = HOURS(4);
	e->folders_synced = 3;
	e->first_sync = HOURS(2);
	e->last_sync = HOURS(4);
	e->messages_handled = 1;
	e->unattributed_records = 1;
	e->unnamed_accesses = 6;
	e->items_lost = 1;
	e->sources = (struct mia_texts){ files, 6 };
	add_span(&v, "ann@x", MIA_COVERAGE_THROTTLED, HOURS(3), HOURS(27));
	struct mia_findings *f = make_findings(exposure, &v);
	const struct mia_mailbox_finding *m = mia_findings_mailbox(f, 0);
	assert_int_equal(m->level, MIA_LEVEL_ACCESS_RECORDED);
	assert_int_equal(m->basis, e->basis | MIA_BASIS_THROTTLED);
	assert_sentence(m,
		"In mailbox ann@x, access to at least 14 messages is recorded in sessions attributed by the examiner to "
		"the intruder between 2016-07-18 01:00:00 UTC and 2016-07-18 03:00:00 UTC. In this mailbox, 3 folders were "
		"copied to a client by synchronisation in such sessions between 2016-07-18 02:00:00 UTC and 2016-07-18 "
		"04:00:00 UTC; everything in them at that time is presumed copied. It cannot be excluded that other folders of "
		"this mailbox were copied too. In this mailbox, 1 message was sent, copied, moved, changed or deleted in such "
		"sessions. In this mailbox, the log counts 6 operations in such sessions beyond the messages that it names; "
		"which messages they concerned cannot be told. In this mailbox, 1 record of access in such sessions has lost "
		"the names of its messages through a conversion of the export. In this mailbox, 1 further record of access can "
		"be neither attributed to the intruder nor excluded, because it does not state the details (such as address, "
		"session or application) that would decide it. In this mailbox, further access to single messages cannot be "
		"excluded between 2016-07-18 03:00:00 UTC and 2016-07-19 03:00:00 UTC, because the log had stopped recording "
		"access to single messages (throttling). Nor is it established that the records of this mailbox are complete for "
		"the rest of the period examined. This rests on 6 files: a, b, c, d, e and 1 more.");
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

/* What an administrator's record calls by an id of the directory, by an alias or by an address
 * that no other record bears may be any mailbox. */
static void
a_directory_id_may_be_any_mailbox(void **state)
{
	static const struct {
		const char *name;
		mia_basis basis;
	} cases[] = {
		{ "x.example/Users/0a1b2c3d-0000-4000-8000-00000000abcd", MIA_BASIS_AUDIT_OFF },
		{ "0a1b2c3d-0000-4000-8000-00000000abcd", MIA_BASIS_AUDIT_OFF },
		{ "x.example/Users/bob", MIA_BASIS_AUDIT_OFF },
		{ "bob@x", MIA_BASIS_AUDIT_OFF },
		{ "ann", MIA_BASIS_AUDIT_OFF },
	};
	struct mia_exposure *exposure = empty_exposure();

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct made_view v;
		begin_view(&v);
		add_covered(&v, "ann@x", NULL, 1);
		add_span(&v, NULL, MIA_COVERAGE_COVERED, UNKNOWN, UNKNOWN);
		add_span(&v, cases[i].name, MIA_COVERAGE_AUDITING_OFF, HOURS(1), HOURS(2));
		struct mia_findings *f = make_findings(exposure, &v);
		assert_int_equal(mia_findings_mailbox(f, 0)->basis, cases[i].basis);
		mia_findings_free(f);
	}
	mia_exposure_free(exposure);
}

static struct kept
reported(const struct mia_findings *f, enum mia_format format, unsigned width)
{
	struct kept kept = { .ptr = NULL };
	struct mia_report_options options = options_into(&kept, format, width);

	assert_int_equal(mia_report_mailboxes(f, &options, NULL), MIA_OK);
	return kept;
}

static void
mailboxes_have_their_columns(void **state)
{
	static const struct mia_text files[] = { { "a.csv", 5 } };
	static const struct mia_text sessions[] = { { "s-1", 3 } }, addresses[] = { { "192.0.2.1", 9 } };
	struct made_view v;
	struct mia_exposure *exposure = empty_exposure();

	(void)state;
	begin_view(&v);
	v.view.by_someone = true;
	add_covered(&v, "a\x1b[2Jnn@x", "g-1", 1);
	struct mia_mailbox_exposure *e = add_exposed(&v, "a\x1b[2Jnn@x", "g-1");
	e->basis = MIA_BASIS_BIND;
	e->messages_accessed = e->binds = 2;
	e->first_access = HOURS(1);
	e->last_access = HOURS(2);
	e->unattributed_records = 4;
	e->unnamed_accesses = 5;
	e->messages_handled = 6;
	e->sources = (struct mia_texts){ files, 1 };
	e->sessions = (struct mia_texts){ sessions, 1 };
	e->client_ips = (struct mia_texts){ addresses, 1 };
	/* An hour and a second are two hours begun. */
	add_span(&v, NULL, MIA_COVERAGE_SILENCE, HOURS(3), HOURS(4) + MIA_TIME_SECOND);
	struct mia_findings *f = make_findings(exposure, &v);
	struct kept kept = reported(f, MIA_FORMAT_CSV, 0);
	const char *row = strchr(kept.ptr, '\n') + 1;
	assert_true(
		strncmp(kept.ptr,
			"mailbox,mailbox_guid,exposure,basis,messages_accessed,folders_synced,messages_presumed,"
			"first_access,last_access,blind_hours,unattributed_records,sessions,client_ips,unnamed_accesses,"
			"messages_handled,sources,sentence\n",
			(size_t)(row - kept.ptr)) == 0);
	static const char wanted[] =
		"a\x1b[2Jnn@x,g-1,access recorded,BIND | SILENCE,2,0,,2016-07-18T01:00:00Z,"
		"2016-07-18T02:00:00Z,2,4,s-1,192.0.2.1,5,6,a.csv,\"In mailbox a\x1b[2Jnn@x, access to ";
	assert_int_equal(strncmp(row, wanted, sizeof(wanted) - 1), 0);
	free(kept.ptr);
	/* On a terminal the sentence stands below, harmless and wrapped. */
	kept = reported(f, MIA_FORMAT_TABLE, 60);
	assert_null(strchr(kept.ptr, '\x1b'));
	assert_non_null(strstr(kept.ptr, "\n\nIn mailbox a\\x1b[2Jnn@x, access to at least 2 messages is\n"));
	for (char *line = kept.ptr, *end; (end = strchr(line, '\n')) != NULL; line = end + 1)
		assert_true(end - line <= 62); /* the ellipsis has three bytes */
	free(kept.ptr);
	mia_findings_free(f);
	assert_int_equal(mia_report_mailboxes(NULL, NULL, NULL), MIA_ERR_ARGUMENT);
	mia_exposure_free(exposure);
}

static void
any_allocation_may_fail(void **state)
{
	struct made_view v;
	struct mia_exposure *exposure = empty_exposure();
	enum mia_status status = MIA_ERR_MEMORY;

	(void)state;
	begin_view(&v);
	add_exposed(&v, "ann@x", "a-1")->basis = MIA_BASIS_BIND;
	add_covered(&v, "ann@x", "a-1", 1);
	add_covered(&v, "bob@x", NULL, 1);
	add_span(&v, "bob@x", MIA_COVERAGE_THROTTLED, HOURS(1), HOURS(2));
	add_span(&v, NULL, MIA_COVERAGE_COVERED, HOURS(1), HOURS(2));
	for (size_t at = 1; status != MIA_OK; at++) {
		struct failing failing = { .refuse_at = at };
		struct mia_allocator a = failing_allocator(&failing);
		struct mia_findings *f = NULL;
		status = mia__findings_over(&f, &a, exposure, &v.view, NULL);
		assert_true(status == MIA_OK || status == MIA_ERR_MEMORY);
		assert_told(&failing, status == MIA_OK);
		mia_findings_free(f);
		assert_int_equal(failing.bytes, 0);
	}
	mia_exposure_free(exposure);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mailboxes_are_joined_by_guid_else_by_name),
		cmocka_unit_test(each_reason_has_its_basis),
		cmocka_unit_test(only_spans_of_the_time_and_the_accounts_asked_for_count),
		cmocka_unit_test(none_recorded_needs_every_day_covered),
		cmocka_unit_test(blind_time_counts_overlaps_once),
		cmocka_unit_test(a_mailbox_without_access_records_excludes_nothing),
		cmocka_unit_test(nothing_recorded_says_of_which_time),
		cmocka_unit_test(what_is_recorded_comes_before_what_is_not),
		cmocka_unit_test(a_directory_id_may_be_any_mailbox),
		cmocka_unit_test(mailboxes_have_their_columns),
		cmocka_unit_test(any_allocation_may_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
