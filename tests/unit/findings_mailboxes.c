/* One finding a mailbox: whose it is, what blinds it, and what is said. */
#include "made_findings.h"

#define UNKNOWN MIA_TIME_UNKNOWN

static void
assert_sentence(const struct mia_mailbox_finding *m, const char *wanted)
{
	char text[4096];

	assert_true(m->sentence.len < sizeof(text));
	memcpy(text, m->sentence.ptr, m->sentence.len);
	text[m->sentence.len] = '\0';
	assert_string_equal(text, wanted);
	/* What nobody may conclude from an audit log. */
	assert_null(strstr(text, "read"));
	assert_null(strstr(text, "not accessed"));
	assert_null(strstr(text, "%"));
}

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
	assert_int_equal(boxes_find(&f->boxes, TEXT("Ann.New@X"), TEXT_ABSENT), 0);
	assert_int_equal(boxes_find(&f->boxes, TEXT("other"), TEXT("a-1")), 0);
	assert_int_equal(boxes_find(&f->boxes, TEXT("ann@x"), TEXT("a-2")), NO_FINDING_BOX);
	assert_int_equal(boxes_find(&f->boxes, TEXT("eve@x"), TEXT_ABSENT), NO_FINDING_BOX);
	assert_int_equal(boxes_find(&f->boxes, TEXT(""), TEXT_ABSENT), NO_FINDING_BOX);
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

static mia_basis
basis_with(enum mia_coverage_reason reason, const char *rule, mia_time start, mia_time end, mia_time since, mia_time until,
	const char *actor)
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
		assert_int_equal(basis_with(cases[i].reason, cases[i].rule, HOURS(1), HOURS(2), UNKNOWN, UNKNOWN, NULL), cases[i].basis);
}

static void
only_spans_of_the_time_and_the_accounts_asked_for_count(void **state)
{
	const enum mia_coverage_reason throttled = MIA_COVERAGE_THROTTLED;

	(void)state;
	/* [1, 2) against [since, until): both ends on both sides. */
	assert_int_equal(basis_with(throttled, "", HOURS(1), HOURS(2), HOURS(2), UNKNOWN, NULL), MIA_BASIS_COVERED_NONE);
	assert_int_equal(basis_with(throttled, "", HOURS(1), HOURS(2), HOURS(2) - 1, UNKNOWN, NULL), MIA_BASIS_THROTTLED);
	assert_int_equal(basis_with(throttled, "", HOURS(1), HOURS(2), UNKNOWN, HOURS(1), NULL), MIA_BASIS_COVERED_NONE);
	assert_int_equal(basis_with(throttled, "", HOURS(1), HOURS(2), UNKNOWN, HOURS(1) + 1, NULL), MIA_BASIS_THROTTLED);
	assert_int_equal(basis_with(throttled, "", UNKNOWN, HOURS(2), HOURS(1), HOURS(3), NULL), MIA_BASIS_THROTTLED);
	assert_int_equal(basis_with(throttled, "", HOURS(2), UNKNOWN, HOURS(1), HOURS(3), NULL), MIA_BASIS_THROTTLED);
	/* Eve is asked for; that Bob's actions are not logged is no concern. */
	assert_int_equal(basis_with(MIA_COVERAGE_AUDITING_OFF, "", UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, "eve@x"), MIA_BASIS_AUDIT_OFF);
	assert_int_equal(basis_with(MIA_COVERAGE_AUDITING_OFF, "", UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, "bob@x"), MIA_BASIS_COVERED_NONE);
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
	assert_sentence(m, "The evidence holds no MailItemsAccessed records of mailbox ann@x, so it says nothing about access "
		"to it. This rests on 2 files: a, b.csv and b.csv.");
	mia_findings_free(f);
	/* Where a rule shows that it would have been logged, silence counts. */
	add_span(&v, "ann@x", MIA_COVERAGE_COVERED, HOURS(0), HOURS(10));
	f = make_findings(exposure, &v);
	m = mia_findings_mailbox(f, 0);
	assert_int_equal(m->basis, MIA_BASIS_COVERED_NONE);
	assert_int_equal(m->level, MIA_LEVEL_NONE);
	assert_sentence(m, "In mailbox ann@x, no access by anyone, the owner included, is recorded between "
		"2016-07-18 00:00:00 UTC (first record of the evidence) and 2016-07-18 10:00:00 UTC (last record of the "
		"evidence) in the records supplied. By the configuration and the rules that could be checked, the log would be "
		"expected to show such access. No sign was found that records of access are missing between 2016-07-18 00:00:00 UTC and 2016-07-18 "
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
	assert_sentence(m, "In mailbox ann@x, no access attributed to the unauthorised actor is recorded between 2016-07-18 "
		"01:00:00 UTC (as asked) and 2016-07-19 00:00:00 UTC (as the export is said to hold) in the records supplied. 4 records can be "
		"neither attributed nor excluded, because what was asked about is missing from them.");
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

static void
what_is_recorded_comes_before_what_is_not(void **state)
{
	static const struct mia_text files[] = { { "a", 1 }, { "b", 1 }, { "c", 1 }, { "d", 1 }, { "e", 1 }, { "f", 1 } };
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
	assert_sentence(m, "In mailbox ann@x, access to at least 14 messages is recorded in sessions attributed to the "
		"unauthorised actor between 2016-07-18 01:00:00 UTC and 2016-07-18 03:00:00 UTC. 3 folders were copied to a "
		"client by synchronisation in sessions attributed to the unauthorised actor between 2016-07-18 02:00:00 UTC and "
		"2016-07-18 04:00:00 UTC; all items in them at that time are presumed copied. That other folders of the mailbox were copied too cannot be "
		"excluded. 1 message was sent, copied, moved, changed or deleted in sessions attributed to the unauthorised "
		"actor. 6 operations in sessions attributed to the unauthorised actor were counted by the log beyond the messages "
		"that it names; which messages they concerned cannot be told. 1 record of access in sessions attributed to the "
		"unauthorised actor has lost the names of its messages by a conversion of the export. 1 further record "
		"can be neither attributed nor excluded, because what was asked about is missing from it. Further access to "
		"single messages between 2016-07-18 03:00:00 UTC and 2016-07-19 03:00:00 UTC cannot be excluded, because the log "
		"did not record it (throttled). This rests on 6 files: a, b, c, d, e and 1 more.");
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

static void
a_sentence_keeps_to_the_time_asked_for(void **state)
{
	struct made_view v;
	struct mia_exposure *exposure = empty_exposure();

	(void)state;
	begin_view(&v);
	v.view.asked.since = HOURS(1);
	v.view.asked.until = HOURS(6);
	add_covered(&v, NULL, NULL, 1);
	struct mia_mailbox_exposure *e = add_exposed(&v, NULL, NULL);
	e->basis = MIA_BASIS_BIND;
	e->messages_accessed = 1;
	e->first_bind = e->last_bind = HOURS(2);
	add_span(&v, NULL, MIA_COVERAGE_AUDITING_OFF, UNKNOWN, HOURS(2));
	add_span(&v, NULL, MIA_COVERAGE_CUT_SHORT, HOURS(5), UNKNOWN);
	struct mia_findings *f = make_findings(exposure, &v);
	assert_sentence(mia_findings_mailbox(f, 0), "In records that name no mailbox, access to at least 1 message is recorded "
		"in sessions of anyone, the owner included, at 2016-07-18 02:00:00 UTC. Further access between 2016-07-18 "
		"01:00:00 UTC and 2016-07-18 02:00:00 UTC cannot be excluded, because auditing was switched off. Further access "
		"between 2016-07-18 05:00:00 UTC and 2016-07-18 06:00:00 UTC cannot be excluded, because the export was cut "
		"short.");
	mia_findings_free(f);
	/* Seven blind spans: five are told. */
	begin_view(&v);
	add_covered(&v, "ann@x", NULL, 1);
	for (int i = 0; i < 7; i++)
		add_span(&v, "ann@x", MIA_COVERAGE_SILENCE, HOURS(i), HOURS(i) + 1);
	f = make_findings(exposure, &v);
	struct mia_text sentence = mia_findings_mailbox(f, 0)->sentence;
	assert_true(text_find(sentence, TEXT("2016-07-18 04:00:00 UTC and")) > 0);
	assert_true(text_find(sentence, TEXT("2016-07-18 05:00:00 UTC and")) < 0);
	assert_true(text_find(sentence, TEXT("The coverage lists 2 more gaps in the log.")) > 0);
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

/* What is said of one mailbox about one span, and in which words. */
static void
assert_because(struct made_view *v, const char *wanted)
{
	struct mia_exposure *exposure = empty_exposure();
	struct mia_findings *f = make_findings(exposure, v);
	char text[1024];

	snprintf(text, sizeof(text), "In mailbox ann@x, access to at least 1 message is recorded in sessions of anyone, the owner "
		"included, at 2016-07-18 02:00:00 UTC. %s", wanted);
	assert_sentence(mia_findings_mailbox(f, 0), text);
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

static struct mia_span *
one_span(struct made_view *v, const char *mailbox, enum mia_coverage_reason reason, unsigned blind, const char *rule)
{
	begin_view(v);
	add_covered(v, "ann@x", NULL, 1);
	struct mia_mailbox_exposure *e = add_exposed(v, "ann@x", NULL);
	e->basis = MIA_BASIS_BIND;
	e->messages_accessed = 1;
	e->first_bind = e->last_bind = HOURS(2);
	struct mia_span *span = add_span(v, mailbox, reason, UNKNOWN, UNKNOWN);
	span->blind = blind;
	span->rule = rule;
	return span;
}

/* Who is told that access was not logged must learn in which way: the three
 * rules of that reason, and the accounts that were exempted, mean different
 * things. */
static void
a_rule_has_its_words(void **state)
{
	const unsigned both = MIA_BLIND_BINDS | MIA_BLIND_SYNCS;
	struct made_view v;
	struct mia_span *span;

	(void)state;
	span = one_span(&v, "ann@x", MIA_COVERAGE_NOT_LOGGED, both, "no-access-records");
	assert_because(&v, "Further access at any time cannot be excluded, because the log holds other actions in this "
		"mailbox, but no access at all.");
	span = one_span(&v, "ann@x", MIA_COVERAGE_NOT_LOGGED, both, "no-access-records-yet");
	span->end = HOURS(1);
	assert_because(&v, "Further access before 2016-07-18 01:00:00 UTC cannot be excluded, because the log records access "
		"to this mailbox only later, although it records other actions in it before.");
	span = one_span(&v, NULL, MIA_COVERAGE_NOT_LOGGED, MIA_BLIND_SYNCS, "syncs-filtered");
	assert_because(&v, "That folders were copied at any time cannot be excluded, because records of copied folders (syncs) "
		"were probably left out of the export.");
	v.exposed[0].folders_synced = 1;
	v.exposed[0].basis |= MIA_BASIS_SYNC_FOLDER;
	struct mia_exposure *exposure = empty_exposure();
	struct mia_findings *f = make_findings(exposure, &v);
	assert_true(text_find(mia_findings_mailbox(f, 0)->sentence, TEXT("That further folders were copied at any time")) > 0);
	mia_findings_free(f);
	mia_exposure_free(exposure);
	span = one_span(&v, NULL, MIA_COVERAGE_AUDITING_OFF, both, "audit-bypass");
	span->actor = TEXT("eve@x");
	assert_because(&v, "Further access at any time cannot be excluded, because what the account eve@x did was not logged in "
		"any mailbox.");
	/* Of the mailbox, of every mailbox, of one that is not named. */
	one_span(&v, "ann@x", MIA_COVERAGE_AUDITING_OFF, both, "audit-enabled");
	assert_because(&v, "Further access at any time cannot be excluded, because auditing of the mailbox was switched off.");
	one_span(&v, NULL, MIA_COVERAGE_AUDITING_OFF, both, "audit-disabled");
	assert_because(&v, "Further access at any time cannot be excluded, because auditing was switched off for all mailboxes.");
	one_span(&v, NULL, MIA_COVERAGE_THROTTLED, MIA_BLIND_BINDS, "throttled");
	assert_because(&v, "Further access to single messages at any time cannot be excluded, because the log of a mailbox that "
		"is not named did not record it (throttled).");
}

/* Five findings that would be told in the same words are one sentence; what
 * differs in time, in what is blind or in the account is another. */
static void
what_is_the_same_is_said_once(void **state)
{
	struct made_view v;

	(void)state;
	struct mia_span *span = one_span(&v, NULL, MIA_COVERAGE_CUT_SHORT, MIA_BLIND_BINDS | MIA_BLIND_SYNCS, "round-number");
	for (int i = 0; i < 3; i++)
		add_span(&v, NULL, MIA_COVERAGE_CUT_SHORT, UNKNOWN, UNKNOWN)->rule = "result-count";
	add_span(&v, "ann@x", MIA_COVERAGE_CUT_SHORT, HOURS(1), UNKNOWN);
	assert_because(&v, "Further access at any time cannot be excluded, because the export was cut short (4 findings). "
		"Further access from 2016-07-18 01:00:00 UTC on cannot be excluded, because the export was cut short.");
	/* Asked for is only what all five say. */
	v.view.asked.since = HOURS(1);
	assert_because(&v, "Further access from 2016-07-18 01:00:00 UTC on cannot be excluded, because the export was cut short "
		"(5 findings).");
	/* Two accounts, and one of them twice. */
	static const char *const actors[] = { "eve@x", "mal@x", "EVE@x" };
	span = one_span(&v, NULL, MIA_COVERAGE_AUDITING_OFF, MIA_BLIND_BINDS | MIA_BLIND_SYNCS, "audit-bypass");
	span->actor = text_of(actors[0]);
	for (size_t i = 1; i < COUNT(actors); i++) {
		struct mia_span *other = add_span(&v, NULL, MIA_COVERAGE_AUDITING_OFF, UNKNOWN, UNKNOWN);
		other->rule = "audit-bypass";
		other->actor = text_of(actors[i]);
	}
	assert_because(&v, "Further access at any time cannot be excluded, because what the account eve@x did was not logged in "
		"any mailbox (2 findings). Further access at any time cannot be excluded, because what the account mal@x did was not "
		"logged in any mailbox.");
}

/* A name that two mailboxes bear names neither. */
static void
a_name_of_two_mailboxes_stands_with_the_guid(void **state)
{
	struct made_view v;
	struct mia_exposure *exposure = empty_exposure();

	(void)state;
	begin_view(&v);
	add_covered(&v, "eve@x", "e-1", 0);
	add_covered(&v, "Eve@x", "e-2", 0);
	add_covered(&v, "zoe@x", "z-1", 0);
	struct mia_findings *f = make_findings(exposure, &v);
	assert_true(text_find(mia_findings_mailbox(f, 0)->sentence, TEXT("mailbox eve@x (GUID e-1), so")) > 0 ||
		text_find(mia_findings_mailbox(f, 1)->sentence, TEXT("mailbox eve@x (GUID e-1), so")) > 0);
	assert_sentence(mia_findings_mailbox(f, 2), "The evidence holds no MailItemsAccessed records of mailbox zoe@x, so it says "
		"nothing about access to it.");
	mia_findings_free(f);
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
		status = findings_over(&f, &a, exposure, &v.view, NULL);
		assert_true(status == MIA_OK || status == MIA_ERR_MEMORY);
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
		cmocka_unit_test(blind_time_counts_overlaps_once),
		cmocka_unit_test(a_mailbox_without_access_records_excludes_nothing),
		cmocka_unit_test(nothing_recorded_says_of_which_time),
		cmocka_unit_test(what_is_recorded_comes_before_what_is_not),
		cmocka_unit_test(a_sentence_keeps_to_the_time_asked_for),
		cmocka_unit_test(a_rule_has_its_words),
		cmocka_unit_test(what_is_the_same_is_said_once),
		cmocka_unit_test(a_name_of_two_mailboxes_stands_with_the_guid),
		cmocka_unit_test(any_allocation_may_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
