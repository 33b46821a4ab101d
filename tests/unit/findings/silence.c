/* "None recorded" is earned: each of what may have touched a message or a mailbox
 * keeps it from being said, by itself. */
#include "made_findings.h"

#include "findings/wording.h"

#define UNKNOWN MIA_TIME_UNKNOWN

/* Ann's mailbox, where nothing is recorded and all is covered. */
static struct mia_mailbox_exposure *
quiet(struct made_view *v)
{
	begin_view(v);
	add_covered(v, "ann@x", NULL, 2);
	add_span(v, "ann@x", MIA_COVERAGE_COVERED, HOURS(-24), HOURS(48));
	return add_exposed(v, "ann@x", NULL);
}

static const struct known_of_message nothing = { UNKNOWN, UNKNOWN, false };

static void
assert_silence(struct made_view *v, const struct known_of_message *known, mia_basis wanted)
{
	struct mia_exposure *exposure = empty_exposure();
	struct mia_findings *f = make_findings(exposure, v);

	assert_int_equal(mia__finding_box_silence(&f->boxes.boxes[0], known), wanted);
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

static void
each_touch_is_a_doubt(void **state)
{
	static const mia_basis bases[] = { MIA_BASIS_SYNC_UNATTR, MIA_BASIS_UNNAMED, MIA_BASIS_ITEMS_LOST };
	struct made_view v;

	(void)state;
	quiet(&v);
	assert_silence(&v, &nothing, MIA_BASIS_COVERED_NONE);
	for (size_t i = 0; i < COUNT(bases); i++) {
		quiet(&v)->basis = bases[i];
		assert_silence(&v, &nothing,
			bases[i] == MIA_BASIS_ITEMS_LOST ? MIA_BASIS_ITEMS_LOST : MIA_BASIS_UNNAMED);
	}
	quiet(&v)->unclear_accesses = 1;
	assert_silence(&v, &nothing, MIA_BASIS_UNNAMED);
	/* An access that names nothing may be of a message wherever that lay; a
	 * folder that was copied is only that folder. */
	struct known_of_message elsewhere = { UNKNOWN, UNKNOWN, true };
	assert_silence(&v, &elsewhere, MIA_BASIS_UNNAMED);
	quiet(&v)->basis = MIA_BASIS_SYNC_UNATTR;
	assert_silence(&v, &elsewhere, MIA_BASIS_COVERED_NONE);
}

/* An access of which the record names no mailbox may be of any. */
static void
an_access_without_a_mailbox_is_of_any(void **state)
{
	struct mia_exposure *exposure = empty_exposure();
	struct made_view v;

	(void)state;
	for (int accessed = 0; accessed < 2; accessed++) {
		quiet(&v);
		add_exposed(&v, NULL, NULL)->basis = accessed ? MIA_BASIS_BIND : 0;
		struct mia_findings *f = make_findings(exposure, &v);
		const struct mia_mailbox_finding *ann = mia_findings_mailbox(f, 1);
		assert_text(ann->mailbox, "ann@x");
		assert_int_equal(ann->level, accessed ? MIA_LEVEL_CANNOT_EXCLUDE : MIA_LEVEL_NONE);
		mia_findings_free(f);
	}
	mia_exposure_free(exposure);
}

/* A display name is joined to no mailbox, so it may be that of any. */
static void
an_access_under_a_display_name_is_of_any(void **state)
{
	static const char *const names[] = { "Ann Ray", "zoe@x" };
	struct mia_exposure *exposure = empty_exposure();
	struct made_view v;

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		quiet(&v);
		add_exposed(&v, names[i], NULL)->basis = MIA_BASIS_MESSAGE_BIND;
		struct mia_findings *f = make_findings(exposure, &v);
		const struct mia_mailbox_finding *ann = mia_findings_mailbox(f, i == 0 ? 1 : 0);
		assert_text(ann->mailbox, "ann@x");
		assert_int_equal(ann->level, i == 0 ? MIA_LEVEL_CANNOT_EXCLUDE : MIA_LEVEL_NONE);
		mia_findings_free(f);
	}
	mia_exposure_free(exposure);
}

/* Copied at minute 40: a message that came in that very moment may be in it. */
static void
the_moment_of_the_last_sync_is_in_it(void **state)
{
	struct finding_box box = { .synced = true, .last_sync = MINUTES(40), .whole = true };
	struct known_of_message known = { MINUTES(40), UNKNOWN, false };

	(void)state;
	assert_int_equal(mia__finding_box_silence(&box, &known), MIA_BASIS_UNNAMED);
	known.received++;
	assert_int_equal(mia__finding_box_silence(&box, &known), MIA_BASIS_COVERED_NONE);
}

/* Mail that came while a rule stood; what is known to have been there before is
 * not of it. */
static void
a_rule_is_a_doubt(void **state)
{
	for (int untold = 0; untold < 2; untold++) {
		struct made_view v;
		struct known_of_message known = nothing;
		(void)state;
		quiet(&v);
		v.forwardings[v.view.forwarding_count++] = (struct mia_forwarding){
			.mailbox = TEXT("ann@x"),
			.match = untold ? MIA_MATCH_CANNOT_TELL : MIA_MATCH_YES,
			.start = MINUTES(60),
			.end = UNKNOWN,
		};
		assert_silence(&v, &known, MIA_BASIS_UNNAMED);
		known.existed = MINUTES(60) - 1;
		assert_silence(&v, &known, MIA_BASIS_COVERED_NONE);
		known.existed = MINUTES(60);
		assert_silence(&v, &known, MIA_BASIS_UNNAMED);
	}
}

/* A rule whose record names the mailbox by what does not tell it from others: told under the
 * name, and of each that it may be no more is said than that it may. */
static void
forwarding_of_nobody_knows_whom(void **state)
{
	static const struct {
		const char *name;
		bool ann, bob;
	} cases[] = {
		{ "ann@x", true, false },                               /* two bear it */
		{ "corp/users/ANN", true, false },                      /* an alias of the two */
		{ "0a1b2c3d-0000-4000-8000-00000000abcd", true, true }, /* an id of the directory */
		{ "second@x", true, true },                             /* another address of anybody */
	};
	struct mia_exposure *exposure = empty_exposure();

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct made_view v;
		begin_view(&v);
		add_covered(&v, "ann@x", "g-1", 1);
		add_covered(&v, "ann@x", "g-2", 1);
		add_covered(&v, "bob@x", "g-3", 1);
		add_span(&v, NULL, MIA_COVERAGE_COVERED, UNKNOWN, UNKNOWN);
		v.forwardings[v.view.forwarding_count++] = (struct mia_forwarding){
			.mailbox = text_of(cases[i].name),
			.match = MIA_MATCH_YES,
			.start = MINUTES(60),
			.end = MIA_TIME_UNKNOWN,
			.unplaced = 1,
		};
		struct mia_findings *f = make_findings(exposure, &v);
		assert_int_equal(mia_findings_mailbox_count(f), 4);
		for (size_t k = 0; k < 4; k++) {
			const struct mia_mailbox_finding *box = mia_findings_mailbox(f, k);
			bool ann = text_equal(box->mailbox_guid, TEXT("g-1")) ||
				text_equal(box->mailbox_guid, TEXT("g-2"));
			bool bob = text_equal(box->mailbox_guid, TEXT("g-3"));
			bool may = (ann && cases[i].ann) || (bob && cases[i].bob);
			bool says = mia__text_find(box->sentence, TEXT("it may be this one")) >= 0;
			assert_int_equal(box->level,
				ann || bob ? (may ? MIA_LEVEL_CANNOT_EXCLUDE : MIA_LEVEL_NONE)
					   : MIA_LEVEL_PRESUMED_COPIED);
			assert_int_equal(says, may);
			assert_int_equal(mia__text_find(box->sentence, TEXT("Which mailbox this is")) >= 0,
				!ann && !bob);
		}
		mia_findings_free(f);
	}
	mia_exposure_free(exposure);
}

static void
add_rule(struct made_view *v, const char *mailbox, mia_time start, bool unplaced)
{
	v->forwardings[v->view.forwarding_count++] = (struct mia_forwarding){
		.mailbox = text_of(mailbox),
		.match = MIA_MATCH_YES,
		.start = start,
		.end = UNKNOWN,
		.unplaced = unplaced,
	};
}

/* What may be of any is a doubt of each mailbox of the evidence, but for the one that it names; and of
 * none that only a rule names. */
static void
rules_of_any_count_everywhere(void **state)
{
	enum { ANN, BOB, OTHERS };
	static const struct {
		struct {
			const char *mailbox;
			int minute;
			bool unplaced;
		} rules[3];
		uint64_t maybe[OTHERS + 1];
		int first[OTHERS]; /* -1: no rule */
	} rows[] = {
		{ { { "second@y", 60, true } }, { 1, 1, 0 }, { 60, 60 } },
		{ { { "second@y", 60, true }, { "zoe@y", 10, false } }, { 1, 1, 0 }, { 60, 60 } },
		{ { { "second@y", 60, true }, { "third@y", 30, true } }, { 2, 2, 0 }, { 30, 30 } },
		{ { { "third@y", 30, true }, { "second@y", 60, true }, { "ann@x", 10, false } }, { 2, 2, 0 },
			{ 10, 30 } },
		{ { { "bob@x", 60, true } }, { 1, 0, 0 }, { 60, 60 } },
		{ { { "bob@x", 60, true }, { "second@y", 70, true } }, { 2, 2, 0 }, { 60, 60 } },
		{ { { "bob@x", 60, false } }, { 0, 0, 0 }, { -1, 60 } },
		{ { { "zoe@y", 60, false } }, { 0, 0, 0 }, { -1, -1 } },
	};
	struct mia_exposure *exposure = empty_exposure();

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct made_view v;
		begin_view(&v);
		add_covered(&v, "ann@x", "g-1", 1);
		add_covered(&v, "bob@x", "g-2", 1);
		for (size_t k = 0; k < 3 && rows[i].rules[k].mailbox; k++)
			add_rule(&v, rows[i].rules[k].mailbox, MINUTES(rows[i].rules[k].minute),
				rows[i].rules[k].unplaced);
		struct mia_findings *f = make_findings(exposure, &v);
		for (uint32_t b = 0; b < f->boxes.count; b++) {
			const struct finding_box *box = &f->boxes.boxes[b];
			size_t who = text_equal(box->guid, TEXT("g-1")) ? ANN
				: text_equal(box->guid, TEXT("g-2"))    ? BOB
									: OTHERS;
			bool ruled = box->rule_count + box->maybe_rules > 0;
			assert_int_equal(box->maybe_rules, rows[i].maybe[who]);
			if (who == OTHERS)
				continue;
			assert_int_equal(ruled, rows[i].first[who] >= 0);
			if (ruled)
				assert_int_equal(box->first_rule, MINUTES(rows[i].first[who]));
		}
		mia_findings_free(f);
	}
	mia_exposure_free(exposure);
}

/* A rule of a mailbox that no other record names. */
static void
forwarding_of_an_unknown_mailbox_is_told(void **state)
{
	static const struct mia_text target[] = { { "drop@z", 6 } }, condition[] = { { "From=boss@x", 11 } };
	struct mia_exposure *exposure = empty_exposure();
	struct made_view v;

	(void)state;
	quiet(&v);
	v.forwardings[v.view.forwarding_count++] = (struct mia_forwarding){
		.mailbox = TEXT("zoe"),
		.match = MIA_MATCH_YES,
		.start = MINUTES(60),
		.end = MINUTES(61),
		.targets = { target, 1 },
		.conditions = { condition, 1 },
	};
	struct mia_findings *f = make_findings(exposure, &v);
	assert_int_equal(mia_findings_mailbox_count(f), 2);
	const struct mia_mailbox_finding *zoe = mia_findings_mailbox(f, 1);
	assert_text(zoe->mailbox, "zoe");
	assert_int_equal(zoe->level, MIA_LEVEL_PRESUMED_COPIED);
	assert_int_equal(mia_findings_mailbox(f, 0)->level, MIA_LEVEL_NONE);
	assert_true(mia__text_find(zoe->sentence,
			    TEXT("presumed forwarded to drop@z (in force between 2016-07-18 01:00:00 UTC and "
				 "2016-07-18 01:01:00 UTC; only mail with From=boss@x).")) > 0);
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

/* A message without a date is mostly an old one, whatever the rule's time. */
static void
a_dateless_message_is_not_forwarded(void **state)
{
	struct mia_exposure *exposure = empty_exposure();
	struct made_view v;

	(void)state;
	quiet(&v);
	v.forwardings[v.view.forwarding_count++] = (struct mia_forwarding){
		.mailbox = TEXT("ann@x"),
		.match = MIA_MATCH_YES,
		.start = UNKNOWN,
		.end = UNKNOWN,
	};
	add_listed(&v, MIA_INVENTORY_EDISCOVERY, "<old>", "\\Inbox", UNKNOWN);
	add_listed(&v, MIA_INVENTORY_EDISCOVERY, "<new>", "\\Inbox", MINUTES(1));
	struct mia_findings *f = make_findings(exposure, &v);
	assert_int_equal(mia_findings_sums(f)->messages, 1);
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

/* Of two spans that are told in the same words the shorter lies in the longer. */
static void
a_span_inside_another_shortens_nothing(void **state)
{
	struct mia_exposure *exposure = empty_exposure();
	struct made_view v;

	(void)state;
	quiet(&v)->basis = MIA_BASIS_BIND;
	v.view.span_count = 0;
	add_span(&v, "ann@x", MIA_COVERAGE_SILENCE, HOURS(1), HOURS(9));
	add_span(&v, "ann@x", MIA_COVERAGE_SILENCE, HOURS(2), HOURS(3));
	struct mia_findings *f = make_findings(exposure, &v);
	assert_true(
		mia__text_find(mia_findings_mailbox(f, 0)->sentence,
			TEXT("cannot be excluded between 2016-07-18 01:00:00 UTC and 2016-07-18 09:00:00 UTC")) >
		0);
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

/* Records of access that cannot be attributed are records of access. */
static void
unattributed_records_are_records(void **state)
{
	struct mia_exposure *exposure = empty_exposure();
	struct made_view v;

	(void)state;
	begin_view(&v);
	struct mia_mailbox_exposure *e = add_exposed(&v, "ann@x", NULL);
	e->basis = MIA_BASIS_BIND_UNATTR;
	e->unattributed_records = 1;
	struct mia_findings *f = make_findings(exposure, &v);
	assert_int_equal(mia__text_find(mia_findings_mailbox(f, 0)->sentence,
				 TEXT("there is no record of access")),
		-1);
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

/* Options that set nothing but their size: no span in 1970, and the question of
 * the exposure. Reading that stopped early is a gap. */
static void
the_question_is_that_of_the_exposure(void **state)
{
	(void)state;
	for (int stop = 0; stop < 2; stop++) {
		struct mia_scope *scope = session_scope("s1");
		assert_int_equal(mia_scope_add(scope, MIA_TRAIT_USER, 0, TEXT("ann@x"), NULL), MIA_OK);
		assert_int_equal(mia_scope_between(scope, MINUTES(1), MINUTES(9), NULL), MIA_OK);
		struct mia_exposure *exposure = new_exposure(scope);
		struct mia_coverage_options left_out = { .size = sizeof(left_out) };
		struct mia_findings_options options = { .size = sizeof(options) };
		struct mia_coverage *coverage = NULL;
		struct mia_findings *f = NULL;
		struct made m;
		assert_int_equal(mia_coverage_new(&coverage, NULL, &left_out, NULL), MIA_OK);
		for (unsigned i = 0; i < 3; i++) {
			make(&m, i, "r", "s2", (int)i * 300);
			make_bind_of(&m, "<a>", NULL);
			add(exposure, &m.event);
			add_event(mia_coverage_fold(coverage), &m.event);
		}
		if (stop)
			assert_int_equal(mia_fold_stop(mia_coverage_fold(coverage), &m.event.place, NULL),
				MIA_OK);
		assert_int_equal(mia_fold_stop(mia_coverage_fold(coverage), NULL, NULL), MIA_ERR_ARGUMENT);
		seal_exposure(exposure);
		assert_int_equal(mia_fold_seal(mia_coverage_fold(coverage), NULL), MIA_OK);
		mia_scope_free(scope);
		assert_int_equal(mia_findings_new(&f, NULL, exposure, coverage, &options, NULL), MIA_OK);
		assert_true(f->view.asked.since == MINUTES(1) && f->view.asked.until == MINUTES(9));
		assert_list(f->view.asked.actors, "ann@x");
		assert_true(f->view.by_someone);
		bool broken = false;
		for (size_t i = 0; i < mia_coverage_count(coverage); i++) {
			const struct mia_span *span = mia_coverage_span(coverage, i);
			broken |= strcmp(span->rule, "broken-off") == 0;
			/* Nothing lies in 1970. */
			assert_true(span->start == UNKNOWN || span->start > 0);
			assert_true(strncmp(span->rule, "asked", 5) != 0);
		}
		assert_int_equal(broken, stop);
		mia_findings_free(f);
		mia_coverage_free(coverage);
		mia_exposure_free(exposure);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_touch_is_a_doubt),
		cmocka_unit_test(an_access_without_a_mailbox_is_of_any),
		cmocka_unit_test(an_access_under_a_display_name_is_of_any),
		cmocka_unit_test(the_moment_of_the_last_sync_is_in_it),
		cmocka_unit_test(a_rule_is_a_doubt),
		cmocka_unit_test(forwarding_of_nobody_knows_whom),
		cmocka_unit_test(rules_of_any_count_everywhere),
		cmocka_unit_test(forwarding_of_an_unknown_mailbox_is_told),
		cmocka_unit_test(a_dateless_message_is_not_forwarded),
		cmocka_unit_test(a_span_inside_another_shortens_nothing),
		cmocka_unit_test(unattributed_records_are_records),
		cmocka_unit_test(the_question_is_that_of_the_exposure),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
