/* Why something cannot be excluded, in the words that can be quoted. */
#include "made_findings.h"

#define UNKNOWN MIA_TIME_UNKNOWN

/* What is said of one mailbox about one span, and in which words. */
static void
assert_because(struct made_view *v, const char *wanted)
{
	struct mia_exposure *exposure = empty_exposure();
	struct mia_findings *f = make_findings(exposure, v);
	char text[1024];

	snprintf(text, sizeof(text),
		"In mailbox ann@x, access to at least 1 message is recorded in sessions of anyone, the owner "
		"included, at 2016-07-18 02:00:00 UTC. %s",
		wanted);
	assert_sentence(mia_findings_mailbox(f, 0), text);
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

static struct mia_span *
one_span(struct made_view *v, const char *mailbox, enum mia_coverage_reason reason, unsigned blind,
	const char *rule)
{
	begin_view(v);
	/* No rest to speak of. */
	v->view.extent.first = v->view.extent.last = UNKNOWN;
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
	assert_because(&v,
		"Further access at any time cannot be excluded, because the log holds other actions in this "
		"mailbox, but no access at all.");
	span = one_span(&v, "ann@x", MIA_COVERAGE_NOT_LOGGED, both, "no-access-records-yet");
	span->end = HOURS(1);
	assert_because(&v,
		"Further access before 2016-07-18 01:00:00 UTC cannot be excluded, because the log records access "
		"to this mailbox only later, although it records other actions in it before.");
	span = one_span(&v, NULL, MIA_COVERAGE_NOT_LOGGED, MIA_BLIND_SYNCS, "syncs-filtered");
	assert_because(&v,
		"That folders were copied at any time cannot be excluded, because records of copied folders (syncs) "
		"were probably left out of the export.");
	v.exposed[0].folders_synced = 1;
	v.exposed[0].basis |= MIA_BASIS_SYNC_FOLDER;
	struct mia_exposure *exposure = empty_exposure();
	struct mia_findings *f = make_findings(exposure, &v);
	assert_true(mia__text_find(mia_findings_mailbox(f, 0)->sentence,
			    TEXT("That further folders were copied at any time")) > 0);
	mia_findings_free(f);
	mia_exposure_free(exposure);
	span = one_span(&v, NULL, MIA_COVERAGE_AUDITING_OFF, both, "audit-bypass");
	span->actor = TEXT("eve@x");
	assert_because(&v,
		"Further access at any time cannot be excluded, because what the account eve@x did was not logged in "
		"any mailbox.");
	/* Of the mailbox, of every mailbox, of one that is not named. */
	one_span(&v, "ann@x", MIA_COVERAGE_AUDITING_OFF, both, "audit-enabled");
	assert_because(&v,
		"Further access at any time cannot be excluded, because auditing of the mailbox was switched off.");
	one_span(&v, NULL, MIA_COVERAGE_AUDITING_OFF, both, "audit-disabled");
	assert_because(&v,
		"Further access at any time cannot be excluded, because auditing was switched off for all mailboxes.");
	one_span(&v, NULL, MIA_COVERAGE_THROTTLED, MIA_BLIND_BINDS, "throttled");
	assert_because(&v,
		"Further access to single messages at any time cannot be excluded, because the log of a mailbox that "
		"is not named did not record it (throttled).");
}

/* Findings that would be told in the same words are one sentence; what leaves a
 * break in time, and what differs in the account or in what is blind, is
 * another. */
static void
what_is_the_same_is_said_once(void **state)
{
	struct made_view v;

	(void)state;
	struct mia_span *span =
		one_span(&v, NULL, MIA_COVERAGE_CUT_SHORT, MIA_BLIND_BINDS | MIA_BLIND_SYNCS, "round-number");
	for (int i = 0; i < 3; i++)
		add_span(&v, NULL, MIA_COVERAGE_CUT_SHORT, UNKNOWN, UNKNOWN)->rule = "result-count";
	add_span(&v, "ann@x", MIA_COVERAGE_CUT_SHORT, HOURS(1), UNKNOWN);
	assert_because(&v,
		"Further access at any time cannot be excluded, because the export was cut short (5 findings).");
	v.view.asked.since = HOURS(1);
	assert_because(&v,
		"Further access from 2016-07-18 01:00:00 UTC on cannot be excluded, because the export was cut short "
		"(5 findings).");
	/* What touches goes on; a moment between them is a break. */
	v.spans[0].end = v.spans[1].end = v.spans[2].end = v.spans[3].end = HOURS(2);
	v.spans[4].start = HOURS(2);
	assert_because(&v,
		"Further access from 2016-07-18 01:00:00 UTC on cannot be excluded, because the export was cut short "
		"(5 findings).");
	v.spans[4].start = HOURS(3);
	assert_because(&v,
		"Further access between 2016-07-18 01:00:00 UTC and 2016-07-18 02:00:00 UTC cannot be excluded, because "
		"the export was cut short (4 findings). Further access from 2016-07-18 03:00:00 UTC on cannot be excluded, because "
		"the export was cut short.");
	v.spans[4].start = HOURS(2);
	v.spans[4].blind = MIA_BLIND_SYNCS;
	assert_because(&v,
		"Further access between 2016-07-18 01:00:00 UTC and 2016-07-18 02:00:00 UTC cannot be excluded, because "
		"the export was cut short (4 findings). That folders were copied from 2016-07-18 02:00:00 UTC on cannot be excluded, "
		"because the export was cut short.");
	/* Two accounts, and one of them twice. */
	static const char *const actors[] = { "eve@x", "mal@x", "EVE@x" };
	span = one_span(&v, NULL, MIA_COVERAGE_AUDITING_OFF, MIA_BLIND_BINDS | MIA_BLIND_SYNCS,
		"audit-bypass");
	span->actor = text_of(actors[0]);
	for (size_t i = 1; i < COUNT(actors); i++) {
		struct mia_span *other = add_span(&v, NULL, MIA_COVERAGE_AUDITING_OFF, UNKNOWN, UNKNOWN);
		other->rule = "audit-bypass";
		other->actor = text_of(actors[i]);
	}
	assert_because(&v,
		"Further access at any time cannot be excluded, because what the account eve@x did was not logged in "
		"any mailbox (2 findings). Further access at any time cannot be excluded, because what the account mal@x did was not "
		"logged in any mailbox.");
}

/* One blind hour told must not make the rest look whole. */
static bool
rest_is_told(struct made_view *v)
{
	struct mia_exposure *exposure = empty_exposure();
	struct mia_findings *f = make_findings(exposure, v);
	bool told = mia__text_find(mia_findings_mailbox(f, 0)->sentence,
			    TEXT("Nor does any rule show the records of the mailbox to be "
				 "complete for the rest of the time asked about.")) > 0;

	mia_findings_free(f);
	mia_exposure_free(exposure);
	return told;
}

static void
the_rest_of_the_time_is_told_of(void **state)
{
	struct made_view v;

	(void)state;
	/* Asked: noon of the first day to noon of the fourth; blind an hour of the
	 * second. */
	one_span(&v, "ann@x", MIA_COVERAGE_THROTTLED, MIA_BLIND_BINDS, "throttled");
	v.view.asked.since = HOURS(12);
	v.view.asked.until = HOURS(84);
	v.spans[0].start = HOURS(30);
	v.spans[0].end = HOURS(31);
	assert_true(rest_is_told(&v));
	/* Covered on both sides of it, parts of the first and the last day count. */
	struct mia_span *before = add_span(&v, "ann@x", MIA_COVERAGE_COVERED, HOURS(23), HOURS(30));
	struct mia_span *after = add_span(&v, "ann@x", MIA_COVERAGE_COVERED, HOURS(31), HOURS(73));
	assert_false(rest_is_told(&v));
	after->end = HOURS(72) + 1;
	assert_false(rest_is_told(&v));
	after->end = HOURS(72);
	assert_true(rest_is_told(&v));
	v.view.asked.until = HOURS(72);
	assert_false(rest_is_told(&v));
	before->start = HOURS(24);
	assert_true(rest_is_told(&v));
	before->start = HOURS(23);
	/* Nothing of the third day; an account's span and one of syncs hold none
	 * of it. */
	v.view.asked.until = HOURS(84);
	after->start = HOURS(72);
	after->end = HOURS(80);
	assert_true(rest_is_told(&v));
	struct mia_span *more = add_span(&v, NULL, MIA_COVERAGE_NOT_LOGGED, UNKNOWN, UNKNOWN);
	assert_false(rest_is_told(&v));
	more->blind = MIA_BLIND_SYNCS;
	assert_true(rest_is_told(&v));
	more->blind = MIA_BLIND_BINDS;
	more->actor = TEXT("eve@x");
	assert_true(rest_is_told(&v));
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
	assert_true(mia__text_find(mia_findings_mailbox(f, 0)->sentence,
			    TEXT("mailbox eve@x (GUID e-1), so")) > 0 ||
		mia__text_find(mia_findings_mailbox(f, 1)->sentence, TEXT("mailbox eve@x (GUID e-1), so")) >
			0);
	assert_sentence(mia_findings_mailbox(f, 2),
		"The evidence holds no MailItemsAccessed records of mailbox zoe@x, so it says "
		"nothing about access to it.");
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_has_its_words),
		cmocka_unit_test(what_is_the_same_is_said_once),
		cmocka_unit_test(the_rest_of_the_time_is_told_of),
		cmocka_unit_test(a_name_of_two_mailboxes_stands_with_the_guid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
