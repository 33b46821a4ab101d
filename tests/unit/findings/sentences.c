/* Why something cannot be excluded, in the words that can be quoted. */
#include "made_findings.h"

#define UNKNOWN MIA_TIME_UNKNOWN
#define HOUR(h) "2016-07-18 0" #h ":00:00 UTC"
#define FROM(h) "from " HOUR(h) " on"
#define BETWEEN(a, b) "between " HOUR(a) " and " HOUR(b)
#define CUT "because there are signs that the export is incomplete"

/* What is said of one mailbox about one span, and in which words. */
static void
assert_because(struct made_view *v, const char *wanted)
{
	struct mia_exposure *exposure = empty_exposure();
	struct mia_findings *f = make_findings(exposure, v);
	char text[1024];

	snprintf(text, sizeof(text),
		"In mailbox ann@x, access to at least 1 message is recorded in sessions of any user (the owner "
		"included) at 2016-07-18 02:00:00 UTC. In this mailbox, %s",
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
	one_span(&v, "ann@x", MIA_COVERAGE_NOT_LOGGED, both, "no-access-records");
	assert_because(&v,
		"further access cannot be excluded at any time, because the log records other actions in the mailbox, "
		"but no access at all.");
	span = one_span(&v, "ann@x", MIA_COVERAGE_NOT_LOGGED, both, "no-access-records-yet");
	span->end = HOURS(1);
	assert_because(&v,
		"further access cannot be excluded before 2016-07-18 01:00:00 UTC, because the log records access to "
		"the mailbox only later, although it records other actions in it before.");
	/* Of syncs alone: it is not said that access was not logged. */
	span = one_span(&v, NULL, MIA_COVERAGE_NOT_LOGGED, MIA_BLIND_SYNCS, "syncs-filtered");
	assert_because(&v,
		"it cannot be excluded that folders were copied at any time, because records of copied folders "
		"(syncs) were probably left out of the export.");
	v.exposed[0].folders_synced = 1;
	v.exposed[0].basis |= MIA_BASIS_SYNC_FOLDER;
	struct mia_exposure *exposure = empty_exposure();
	struct mia_findings *f = make_findings(exposure, &v);
	assert_true(mia__text_find(mia_findings_mailbox(f, 0)->sentence,
			    TEXT("it cannot be excluded that further folders were copied at any time")) > 0);
	mia_findings_free(f);
	mia_exposure_free(exposure);
	span = one_span(&v, NULL, MIA_COVERAGE_AUDITING_OFF, both, "audit-bypass");
	span->actor = TEXT("eve@x");
	assert_because(&v,
		"further access cannot be excluded at any time, because actions of the account eve@x were not logged "
		"in any mailbox.");
	/* Of the mailbox, of every mailbox, of one that is not named. */
	one_span(&v, "ann@x", MIA_COVERAGE_AUDITING_OFF, both, "audit-enabled");
	assert_because(&v,
		"further access cannot be excluded at any time, because auditing of the mailbox was switched off.");
	one_span(&v, NULL, MIA_COVERAGE_AUDITING_OFF, both, "audit-disabled");
	assert_because(&v,
		"further access cannot be excluded at any time, because auditing was switched off for all mailboxes.");
	one_span(&v, NULL, MIA_COVERAGE_THROTTLED, MIA_BLIND_BINDS, "throttled");
	assert_because(&v,
		"further access to single messages cannot be excluded at any time, because the log of a mailbox that "
		"is not named had stopped recording access to single messages (throttling).");
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
	assert_because(&v, "further access cannot be excluded at any time, " CUT ".");
	v.view.asked.since = HOURS(1);
	assert_because(&v, "further access cannot be excluded " FROM(1) ", " CUT ".");
	/* What touches goes on; a moment between them is a break. */
	v.spans[0].end = v.spans[1].end = v.spans[2].end = v.spans[3].end = HOURS(2);
	v.spans[4].start = HOURS(2);
	assert_because(&v, "further access cannot be excluded " FROM(1) ", " CUT ".");
	v.spans[4].start = HOURS(3);
	assert_because(&v,
		"further access cannot be excluded " BETWEEN(1, 2) ", " CUT
								   ". In this mailbox, further access cannot "
								   "be excluded " FROM(3) ", " CUT ".");
	v.spans[4].start = HOURS(2);
	v.spans[4].blind = MIA_BLIND_SYNCS;
	assert_because(&v,
		"further access cannot be excluded " BETWEEN(1,
			2) ", " CUT ". In this mailbox, it cannot be excluded "
			   "that folders were copied " FROM(2) ", " CUT ".");
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
		"further access cannot be excluded at any time, because actions of the account eve@x were not logged "
		"in any mailbox, and because actions of the account mal@x were not logged in any mailbox.");
}

/* What lies inside a wider time adds its cause, not a time of its own; what is
 * blind to more, or lies partly outside, is a time of its own. */
static void
a_time_inside_a_wider_one_is_told_with_it(void **state)
{
	const unsigned both = MIA_BLIND_BINDS | MIA_BLIND_SYNCS;
	struct made_view v;
	struct mia_span *wide, *inside, *last;

	(void)state;
	wide = one_span(&v, NULL, MIA_COVERAGE_CUT_SHORT, both, "round-number");
	inside = add_span(&v, NULL, MIA_COVERAGE_REJECTED, HOURS(3), HOURS(4));
	last = add_span(&v, "ann@x", MIA_COVERAGE_THROTTLED, HOURS(5), HOURS(6));
	assert_because(&v,
		"further access cannot be excluded at any time, " CUT
		"; for parts of this time also because records "
		"of the export could not be used, and because the log had stopped recording access to single messages "
		"(throttling).");
	/* A chain: the innermost is told with the outermost. Of one start, those of
	 * the mailbox come first. */
	inside->start = HOURS(5);
	inside->end = HOURS(7);
	assert_because(&v,
		"further access cannot be excluded at any time, " CUT
		"; for parts of this time also because the log "
		"had stopped recording access to single messages (throttling), and because records of the export could "
		"not be used.");
	/* The same time: causes of all of it. */
	inside->start = inside->end = UNKNOWN;
	assert_because(&v,
		"further access cannot be excluded at any time, " CUT
		", and because records of the export could not "
		"be used; for parts of this time also because the log had stopped recording access to single messages "
		"(throttling).");
	/* A wider time of binds alone holds no copy. */
	inside->start = HOURS(3);
	inside->end = HOURS(4);
	last->end = HOURS(5);
	wide->blind = MIA_BLIND_BINDS;
	assert_because(&v,
		"further access to single messages cannot be excluded at any time, " CUT
		"; for parts of this time "
		"also because the log had stopped recording access to single messages (throttling). In this mailbox, "
		"further access cannot be excluded " BETWEEN(3,
			4) ", because records of the export could not be used.");
	/* Partly outside. */
	wide->blind = both;
	wide->end = HOURS(3) + MINUTES(30) - HOURS(0);
	last->blind = 0;
	last->reason = MIA_COVERAGE_COVERED;
	assert_because(&v,
		"further access cannot be excluded before 2016-07-18 03:30:00 UTC, " CUT
		". In this mailbox, further "
		"access cannot be excluded " BETWEEN(3,
			4) ", because records of the export could not be used.");
}

/* One blind hour told must not make the rest look whole. */
static bool
rest_is_told(struct made_view *v)
{
	struct mia_exposure *exposure = empty_exposure();
	struct mia_findings *f = make_findings(exposure, v);
	bool told = mia__text_find(mia_findings_mailbox(f, 0)->sentence,
			    TEXT("Nor is it established that the records of this mailbox are complete for "
				 "the rest of the period examined.")) > 0;

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
	assert_sentence(mia_findings_mailbox(f, 0),
		"In records that name no mailbox, access to at least 1 message is recorded in sessions of any user (the "
		"owner included) at 2016-07-18 02:00:00 UTC. In these records, further access cannot be excluded between "
		"2016-07-18 01:00:00 UTC and 2016-07-18 02:00:00 UTC, because auditing was switched off. In these records, "
		"further access cannot be excluded between 2016-07-18 05:00:00 UTC and 2016-07-18 06:00:00 UTC, because there "
		"are signs that the export is incomplete. Nor is it established that the records of this mailbox are complete "
		"for the rest of the period examined.");
	mia_findings_free(f);
	/* Seven blind spans: five are told. */
	begin_view(&v);
	add_covered(&v, "ann@x", NULL, 1);
	for (int i = 0; i < 7; i++)
		add_span(&v, "ann@x", MIA_COVERAGE_SILENCE, HOURS(i), HOURS(i) + 1);
	f = make_findings(exposure, &v);
	struct mia_text sentence = mia_findings_mailbox(f, 0)->sentence;
	assert_true(mia__text_find(sentence, TEXT("2016-07-18 04:00:00 UTC and")) > 0);
	assert_true(mia__text_find(sentence, TEXT("2016-07-18 05:00:00 UTC and")) < 0);
	assert_true(mia__text_find(sentence,
			    TEXT("The log has 2 more gaps; the coverage lists all of them.")) > 0);
	mia_findings_free(f);
	/* What lies inside a wider time is told with it; spans of one cause without
	 * a break are one. The start is open, so it is first. */
	begin_view(&v);
	add_covered(&v, "ann@x", NULL, 1);
	add_span(&v, "ann@x", MIA_COVERAGE_SILENCE, HOURS(1), HOURS(3));
	add_span(&v, "ann@x", MIA_COVERAGE_SILENCE, HOURS(3), HOURS(4));
	add_span(&v, "ann@x", MIA_COVERAGE_SILENCE, HOURS(2), HOURS(3));
	add_span(&v, "ann@x", MIA_COVERAGE_CUT_SHORT, HOURS(2), UNKNOWN);
	add_span(&v, "ann@x", MIA_COVERAGE_CUT_SHORT, UNKNOWN, HOURS(3));
	add_span(&v, "ann@x", MIA_COVERAGE_SILENCE, HOURS(4) + 1, HOURS(5));
	f = make_findings(exposure, &v);
	sentence = mia_findings_mailbox(f, 0)->sentence;
	assert_true(
		mia__text_find(sentence,
			TEXT(" In this mailbox, access cannot be excluded at any time, because there are signs that "
			     "the export is incomplete; for parts of this time also because the log is silent for longer "
			     "than its usual gaps explain.")) > 0);
	assert_true(mia__text_find(sentence, TEXT("between 2016-07-18 01:00")) < 0);
	mia_findings_free(f);
	mia_exposure_free(exposure);
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
			    TEXT("In mailbox eve@x (GUID e-1), there")) >= 0 ||
		mia__text_find(mia_findings_mailbox(f, 1)->sentence,
			TEXT("In mailbox eve@x (GUID e-1), there")) >= 0);
	assert_sentence(mia_findings_mailbox(f, 2),
		"In mailbox zoe@x, there is no record of access (MailItemsAccessed); the evidence therefore says nothing "
		"about access to this mailbox.");
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

/* A second between two gaps says nothing: times are exact to about two minutes. */
static void
a_covered_moment_is_not_told(void **state)
{
	struct made_view v;
	struct mia_exposure *exposure = empty_exposure();

	(void)state;
	begin_view(&v);
	add_covered(&v, "ann@x", NULL, 3);
	struct mia_span *covered =
		add_span(&v, "ann@x", MIA_COVERAGE_COVERED, HOURS(1), HOURS(1) + MIA_TIME_SECOND);
	struct mia_findings *f = make_findings(exposure, &v);
	assert_true(mia__text_find(mia_findings_mailbox(f, 0)->sentence, TEXT("No sign was found")) < 0);
	mia_findings_free(f);
	covered->end = HOURS(2);
	f = make_findings(exposure, &v);
	assert_true(mia__text_find(mia_findings_mailbox(f, 0)->sentence, TEXT("No sign was found")) > 0);
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

/* Five times are told, and how many there are besides: of one mailbox, of everybody, of both. */
static void
all_times_are_counted(void **state)
{
	enum { SPANS = 60 };
	static const struct {
		unsigned own, all;
	} cases[] = { { 6, 0 }, { 0, 6 }, { 24, 0 }, { 25, 0 }, { 30, 0 }, { 0, 24 }, { 0, 25 }, { 0, 30 },
		{ 20, 10 }, { 30, 30 } };
	struct mia_exposure *exposure = empty_exposure();

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mia_span spans[SPANS];
		const struct mia_span *list[SPANS];
		struct made_view v;
		char more[64];
		unsigned count = cases[i].own + cases[i].all;
		begin_view(&v);
		add_covered(&v, "ann@x", NULL, 1);
		for (unsigned k = 0; k < count; k++) {
			list[k] = &spans[k];
			spans[k] = (struct mia_span){
				.mailbox = k < cases[i].own ? TEXT("ann@x") : TEXT_ABSENT,
				.start = HOURS(2 * (int)k),
				.end = HOURS(2 * (int)k + 1),
				.reason = MIA_COVERAGE_CUT_SHORT,
				.blind = MIA_BLIND_BINDS | MIA_BLIND_SYNCS,
				.rule = "made",
				.until_rule = "",
			};
		}
		v.view.spans = list;
		v.view.span_count = count;
		struct mia_findings *f = make_findings(exposure, &v);
		snprintf(more, sizeof(more), " %u ", count - 5);
		struct mia_text sentence = mia_findings_mailbox(f, 0)->sentence;
		if (mia__text_find(sentence, text_of(more)) < 0)
			fail_msg("%s: %.*s", more, (int)sentence.len, sentence.ptr);
		mia_findings_free(f);
	}
	mia_exposure_free(exposure);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_covered_moment_is_not_told),
		cmocka_unit_test(a_rule_has_its_words),
		cmocka_unit_test(what_is_the_same_is_said_once),
		cmocka_unit_test(a_time_inside_a_wider_one_is_told_with_it),
		cmocka_unit_test(the_rest_of_the_time_is_told_of),
		cmocka_unit_test(a_sentence_keeps_to_the_time_asked_for),
		cmocka_unit_test(a_name_of_two_mailboxes_stands_with_the_guid),
		cmocka_unit_test(all_times_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
