/* The first page: its numbers, its sentences, and the causes of what cannot be
 * excluded. */
#include "made_findings.h"

#include <mia/summary.h>

#define UNKNOWN MIA_TIME_UNKNOWN
#define BOTH (MIA_BLIND_BINDS | MIA_BLIND_SYNCS)

static struct mia_summary *
summary_of(const struct mia_findings *f)
{
	struct mia_summary *summary = NULL;

	assert_int_equal(mia_summary_new(&summary, NULL, f, NULL, NULL), MIA_OK);
	return summary;
}

static void
assert_line(const struct mia_summary *summary, size_t i, enum mia_summary_topic topic, const char *wanted)
{
	const struct mia_summary_line *line = mia_summary_line(summary, i);

	assert_non_null(line);
	assert_int_equal(line->topic, topic);
	assert_true(text_equal(line->text, text_of(wanted)));
}

/* Three mailboxes. Ann: 2 messages, 3 folders copied; Bob: 4 folders copied by
 * nobody knows whom; Eve: nothing. */
static void
begin_three(struct made_view *v)
{
	begin_view(v);
	v->view.by_someone = true;
	add_covered(v, "ann@x", NULL, 5);
	add_covered(v, "bob@x", NULL, 5);
	add_covered(v, "eve@x", NULL, 5);
	struct mia_mailbox_exposure *e = add_exposed(v, "ann@x", NULL);
	e->basis = MIA_BASIS_BIND | MIA_BASIS_SYNC_FOLDER;
	e->messages_accessed = 2;
	e->folders_synced = 3;
	e->first_access = e->first_bind = HOURS(1);
	e->last_bind = HOURS(2);
	e->first_sync = e->last_sync = e->last_access = HOURS(4);
	e = add_exposed(v, "bob@x", NULL);
	e->basis = MIA_BASIS_SYNC_UNATTR;
	e->unattributed_records = 6;
	e->folders_unattributed = e->syncs_unattributed = 4;
	e->first_unattributed_sync = HOURS(5);
	e->last_unattributed_sync = HOURS(6);
	add_span(v, "eve@x", MIA_COVERAGE_COVERED, HOURS(0), HOURS(10));
}

static void
numbers_are_those_of_the_findings(void **state)
{
	struct made_view v;
	struct mia_exposure *exposure = empty_exposure();

	(void)state;
	begin_three(&v);
	struct mia_findings *f = make_findings(exposure, &v);
	struct mia_summary *summary = summary_of(f);
	const struct mia_summary_numbers *n = mia_summary_numbers(summary);
	assert_true(n->by_someone);
	assert_int_equal(n->mailboxes, 3);
	assert_int_equal(n->mailboxes_by_level[MIA_LEVEL_ACCESS_RECORDED], 1);
	assert_int_equal(n->mailboxes_by_level[MIA_LEVEL_UNATTRIBUTED], 1);
	assert_int_equal(n->mailboxes_by_level[MIA_LEVEL_NONE], 1);
	assert_int_equal(n->mailboxes_accessed, 1);
	assert_int_equal(n->first_access, HOURS(1));
	assert_int_equal(n->last_access, HOURS(4));
	assert_int_equal(n->folders_copied, 3);
	assert_int_equal(n->folders_unattributed, 4);
	assert_int_equal(n->first_unattributed_sync, HOURS(5));
	assert_int_equal(n->last_unattributed_sync, HOURS(6));
	assert_int_equal(n->records_unattributed, 6);
	/* No rule shows Ann's and Bob's records to be complete. */
	assert_int_equal(n->mailboxes_open, 2);
	assert_false(n->people_known);
	/* The empty exposure has no rows of messages. */
	size_t i = 0;
	assert_line(summary, i++, MIA_SUMMARY_ACCESS,
		"In none of the 3 mailboxes is access to a message recorded in sessions attributed by the examiner to "
		"the intruder.");
	assert_line(summary, i++, MIA_SUMMARY_ACCESS,
		"The first access attributed to the intruder (copies of folders included) is of 2016-07-18 01:00:00 "
		"UTC, the last of 2016-07-18 04:00:00 UTC.");
	assert_line(summary, i++, MIA_SUMMARY_COPIES,
		"3 folders are recorded as copied in sessions attributed by the examiner to the intruder; everything "
		"in them at that time is presumed copied.");
	assert_line(summary, i++, MIA_SUMMARY_COPIES,
		"4 folders were copied by clients between 2016-07-18 05:00:00 UTC and 2016-07-18 06:00:00 UTC; these "
		"copies can be neither attributed to the intruder nor excluded.");
	assert_line(summary, i++, MIA_SUMMARY_EXCLUDE,
		"In 2 of 3 mailboxes, access beyond what is recorded cannot be excluded, because it is not established "
		"that the records are complete for the whole period examined.");
	assert_line(summary, i++, MIA_SUMMARY_CURE,
		"The period of the export (option --exported) and the settings of the mailboxes (option --readiness) "
		"would show for which time the records are complete.");
	assert_line(summary, i++, MIA_SUMMARY_PEOPLE,
		"The number of people concerned is not known, because no inventory of the mailboxes was supplied "
		"(option --inventory).");
	assert_int_equal(mia_summary_line_count(summary), i);
	assert_null(mia_summary_line(summary, i));
	mia_summary_free(summary);
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

static void
no_folder_copied_is_said_with_whose(void **state)
{
	struct made_view v;
	struct mia_exposure *exposure = empty_exposure();

	(void)state;
	begin_three(&v);
	v.exposed[0].folders_synced = 0;
	struct mia_findings *f = make_findings(exposure, &v);
	struct mia_summary *summary = summary_of(f);
	assert_line(summary, 2, MIA_SUMMARY_COPIES, "No copy of a folder is attributed to the intruder.");
	mia_summary_free(summary);
	mia_findings_free(f);
	/* Whoever it was: nobody is an intruder. */
	v.view.by_someone = false;
	v.exposed[0].folders_synced = 1;
	f = make_findings(exposure, &v);
	summary = summary_of(f);
	assert_line(summary, 0, MIA_SUMMARY_ACCESS,
		"In none of the 3 mailboxes is access to a message recorded.");
	assert_line(summary, 1, MIA_SUMMARY_ACCESS,
		"The first recorded access (copies of folders included) is of 2016-07-18 01:00:00 UTC, the last of "
		"2016-07-18 04:00:00 UTC.");
	assert_line(summary, 2, MIA_SUMMARY_COPIES,
		"1 folder is recorded as copied by a client; everything in it at that time is presumed copied.");
	mia_summary_free(summary);
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

/* Binds that name no message are access, so "no access" would be false. */
static void
access_without_a_name_is_access(void **state)
{
	struct made_view v;
	struct mia_exposure *exposure = empty_exposure();

	(void)state;
	begin_three(&v);
	v.exposed[0].messages_accessed = 0;
	v.exposed[0].binds = 1;
	struct mia_findings *f = make_findings(exposure, &v);
	struct mia_summary *summary = summary_of(f);
	assert_line(summary, 0, MIA_SUMMARY_ACCESS,
		"1 record shows access in sessions attributed by the examiner to the intruder, but names no message.");
	mia_summary_free(summary);
	mia_findings_free(f);
	v.view.by_someone = false;
	v.exposed[0].binds = 2;
	f = make_findings(exposure, &v);
	summary = summary_of(f);
	assert_line(summary, 0, MIA_SUMMARY_ACCESS,
		"2 records show access in sessions of any user (the owner included), but name no message.");
	mia_summary_free(summary);
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

/* The cause that concerns most mailboxes comes first, of equals the one of more
 * time; each with what would settle it, if anything does. */
static void
causes_come_by_their_share(void **state)
{
	struct made_view v;
	struct mia_exposure *exposure = empty_exposure();
	const struct mia_doubt *d;

	(void)state;
	begin_three(&v);
	v.view.span_count = 0;
	add_span(&v, "ann@x", MIA_COVERAGE_THROTTLED, HOURS(1), HOURS(2))->rule = "throttled";
	add_span(&v, "ann@x", MIA_COVERAGE_THROTTLED, HOURS(4), HOURS(5))->rule = "throttled";
	add_span(&v, "bob@x", MIA_COVERAGE_THROTTLED, HOURS(3), HOURS(4))->rule = "throttled";
	add_span(&v, NULL, MIA_COVERAGE_LATE, HOURS(8), HOURS(10))->rule = "late-records";
	add_span(&v, NULL, MIA_COVERAGE_CUT_SHORT, UNKNOWN, HOURS(7))->rule = "round-number";
	add_span(&v, NULL, MIA_COVERAGE_CUT_SHORT, HOURS(6), HOURS(9))->rule = "result-count";
	struct mia_span *first = add_span(&v, NULL, MIA_COVERAGE_AUDITING_OFF, HOURS(1), HOURS(2));
	struct mia_span *second = add_span(&v, NULL, MIA_COVERAGE_AUDITING_OFF, HOURS(1), HOURS(2));
	first->rule = second->rule = "audit-bypass";
	first->actor = second->actor = TEXT("mal@x");
	v.view.asked.since = HOURS(0);
	struct mia_findings *f = make_findings(exposure, &v);
	struct mia_summary *summary = summary_of(f);
	d = mia_summary_doubt(summary, 0);
	assert_text(d->why, "because there are signs that the export is incomplete");
	assert_true(d->all);
	assert_int_equal(d->mailboxes, 3);
	assert_int_equal(d->spans, 2);
	assert_int_equal(d->start, HOURS(0));
	assert_int_equal(d->end, HOURS(9));
	assert_int_equal(d->blind, BOTH);
	assert_int_equal(d->basis, MIA_BASIS_GAP_EXPORT);
	assert_string_equal(d->rule, "round-number");
	assert_true(mia__text_find(d->cure, TEXT("Search-UnifiedAuditLog")) > 0);
	d = mia_summary_doubt(summary, 1);
	assert_string_equal(d->rule, "late-records");
	assert_text(d->why,
		"because records of the last hours before the export may have reached the log only after it");
	d = mia_summary_doubt(summary, 2);
	assert_text(d->why, "because actions of the account mal@x were not logged in any mailbox");
	assert_int_equal(d->spans, 2);
	assert_absent(d->cure);
	/* The other spans hold all of the time, so that none of it is unknown. */
	d = mia_summary_doubt(summary, 3);
	assert_int_equal(d->mailboxes, 2);
	assert_false(d->all);
	assert_int_equal(d->spans, 3);
	assert_int_equal(d->blind, MIA_BLIND_BINDS);
	assert_int_equal(d->start, HOURS(1));
	assert_int_equal(d->end, HOURS(5));
	assert_absent(d->cure);
	assert_int_equal(mia_summary_doubt_count(summary), 4);
	assert_null(mia_summary_doubt(summary, 4));
	mia_summary_free(summary);
	mia_findings_free(f);
	/* Of two accounts none is named. */
	second->actor = TEXT("eve@x");
	f = make_findings(exposure, &v);
	summary = summary_of(f);
	assert_text(mia_summary_doubt(summary, 2)->why,
		"because actions of several accounts were not logged in any mailbox");
	mia_summary_free(summary);
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

static void
evidence_without_a_mailbox_excludes_nothing(void **state)
{
	struct made_view v;
	struct mia_exposure *exposure = empty_exposure();

	(void)state;
	begin_view(&v);
	struct mia_findings *f = make_findings(exposure, &v);
	struct mia_summary *summary = summary_of(f);
	assert_line(summary, 0, MIA_SUMMARY_ACCESS,
		"The evidence names no mailbox; access to any mailbox can be neither shown nor excluded by these files.");
	assert_int_equal(mia_summary_line_count(summary), 2);
	mia_summary_free(summary);
	mia_findings_free(f);
	mia_exposure_free(exposure);
	assert_null(mia_summary_numbers(NULL));
	assert_int_equal(mia_summary_line_count(NULL), 0);
	assert_int_equal(mia_summary_doubt_count(NULL), 0);
	mia_summary_free(NULL);
	assert_int_equal(mia_summary_new(&summary, NULL, NULL, NULL, NULL), MIA_ERR_ARGUMENT);
}

static void
any_allocation_may_fail(void **state)
{
	struct made_view v;
	struct mia_exposure *exposure = empty_exposure();
	enum mia_status status = MIA_ERR_MEMORY;

	(void)state;
	begin_three(&v);
	add_span(&v, NULL, MIA_COVERAGE_CUT_SHORT, UNKNOWN, HOURS(7));
	struct mia_findings *f = make_findings(exposure, &v);
	for (size_t at = 1; status != MIA_OK; at++) {
		struct failing failing = { .refuse_at = at };
		struct mia_allocator a = failing_allocator(&failing);
		struct mia_summary *summary = NULL;
		status = mia_summary_new(&summary, &a, f, NULL, NULL);
		assert_true(status == MIA_OK || status == MIA_ERR_MEMORY);
		assert_told(&failing, status == MIA_OK);
		mia_summary_free(summary);
		assert_int_equal(failing.bytes, 0);
	}
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_those_of_the_findings),
		cmocka_unit_test(no_folder_copied_is_said_with_whose),
		cmocka_unit_test(access_without_a_name_is_access),
		cmocka_unit_test(causes_come_by_their_share),
		cmocka_unit_test(evidence_without_a_mailbox_excludes_nothing),
		cmocka_unit_test(any_allocation_may_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
