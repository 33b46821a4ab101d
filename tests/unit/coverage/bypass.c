/* Accounts exempted from auditing. What such an account is recorded to have
 * done shows that the exemption had no effect, however the evidence comes. */
#include "made_changes.h"

#define OPEN MIA_TIME_UNKNOWN
#define EVE "eve@corp.example"

static void
bypass_concerns_an_account(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_access(&m, ANN, T0 - DAY);
	add_change(&m, T0, "Set-MailboxAuditBypassAssociation", "corp.example/ann", "AuditBypassEnabled",
		"True");
	add_access(&m, ANN, T0 + DAY);
	struct mia_coverage *c = made_coverage(&m);
	const struct mia_span *span = assert_span(c, "audit-bypass", T0, OPEN, "end of evidence");
	assert_absent(span->mailbox);
	assert_absent(span->mailbox_guid);
	assert_text(span->actor, ANN);
	mia_coverage_free(c);
	add_change(&m, T0 + 2 * DAY, "Set-MailboxAuditBypassAssociation", "ann", "AuditByPassEnabled",
		"False");
	c = made_coverage(&m);
	assert_span(c, "audit-bypass", T0, T0 + 2 * DAY, "switched on");
	mia_coverage_free(c);
}

static void
bypass_of_an_account_without_mailbox(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	struct mia_event *e = add_change(&m, T0, "Set-MailboxAuditBypassAssociation", "corp.example/svc",
		"AuditBypassEnabled", "True");
	add_parameter(&m, e, "Identity", "svc@corp.example");
	struct mia_coverage *c = made_coverage(&m);
	assert_text(assert_span(c, "audit-bypass", T0, OPEN, "end of evidence")->actor, "svc@corp.example");
	mia_coverage_free(c);
	made_begin(&m);
	add_change(&m, T0, "Set-MailboxAuditBypassAssociation", "corp.example/svc", "AuditBypassEnabled",
		"True");
	c = made_coverage(&m);
	assert_text(assert_span(c, "audit-bypass", T0, OPEN, "end of evidence")->actor, "corp.example/svc");
	mia_coverage_free(c);
}

/* As conversions leave it: the cmdlet alone. */
static void
changes_without_parameters(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	next_record(&m, T0)->operation = TEXT("Set-Mailbox");
	struct mia_coverage *c = made_coverage(&m), *part = NULL;
	assert_int_equal(count_of(c, "audit-enabled"), 0);
	mia_coverage_free(c);
	assert_int_equal(mia_coverage_new(&c, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_coverage_new(&part, NULL, NULL, NULL), MIA_OK);
	add_event(mia_coverage_fold(part), &m.events[0]);
	assert_int_equal(mia_fold_merge(mia_coverage_fold(c), mia_coverage_fold(part), NULL), MIA_OK);
	seal(mia_coverage_fold(c));
	assert_int_equal(count_of(c, "audit-enabled"), 0);
	mia_coverage_free(part);
	mia_coverage_free(c);
}

/* Eve is exempted at T0, and deletes in Ann's mailbox at `acted`. */
static void
make_story(struct made *m, const char *object, const char *actor, mia_time acted)
{
	made_begin(m);
	add_access(m, ANN, T0 - DAY);
	add_parameter(m, add_change(m, T0, "Set-MailboxAuditBypassAssociation", object, "Identity", object),
		"AuditBypassEnabled", "True");
	add_deletion(m, ANN, acted)->actor = text_of(actor);
	add_access(m, ANN, T0 + 5 * DAY)->actor = TEXT(ANN);
}

static void
assert_ends(const struct mia_coverage *c, mia_time end)
{
	assert_span(c, "audit-bypass", T0, end, end == OPEN ? "end of evidence" : "no effect");
}

static void
an_hour_must_have_passed(void **state)
{
	(void)state;
	struct made m;
	make_story(&m, EVE, "Eve@Corp.Example", T0 + HOUR);
	struct mia_coverage *c = made_coverage(&m);
	assert_ends(c, T0 + HOUR);
	mia_coverage_free(c);
	make_story(&m, EVE, EVE, T0 + HOUR - MIA_TIME_SECOND);
	c = made_coverage(&m);
	assert_ends(c, OPEN);
	mia_coverage_free(c);
}

static void
only_the_account_itself_shows_it(void **state)
{
	(void)state;
	struct made m;
	make_story(&m, EVE, "stev@corp.example", T0 + DAY);
	struct mia_coverage *c = made_coverage(&m);
	assert_ends(c, OPEN);
	mia_coverage_free(c);
	/* "eve" may be anybody's; ending a span early would be worse. */
	make_story(&m, "eve", EVE, T0 + DAY);
	c = made_coverage(&m);
	assert_ends(c, OPEN);
	mia_coverage_free(c);
	/* A sign-in is no action in a mailbox. */
	make_story(&m, EVE, EVE, T0 + DAY);
	m.events[2].operation = TEXT("UserLoggedIn");
	c = made_coverage(&m);
	assert_ends(c, OPEN);
	mia_coverage_free(c);
}

/* As mia_load does with files: everything once, and once more if asked to. */
static void
a_second_reading_finds_the_same(void **state)
{
	(void)state;
	for (int bypass = 0; bypass < 2; bypass++) {
		struct made m;
		struct mia_coverage *c = NULL;
		make_story(&m, EVE, EVE, T0 + DAY);
		if (!bypass)
			m.parameters[1][1].value = TEXT("False");
		assert_int_equal(mia_coverage_new(&c, NULL, NULL, NULL), MIA_OK);
		struct mia_fold *fold = mia_coverage_fold(c);
		fold->ops->may_leave_out(fold, 1);
		for (unsigned i = 0; i < m.event_count; i++)
			add_event(fold, &m.events[i]);
		assert_int_equal(fold->ops->wants_more(fold), bypass);
		if (bypass) {
			fold->ops->may_leave_out(fold, 0);
			for (unsigned i = 0; i < m.event_count; i++)
				add_event(fold, &m.events[i]);
		}
		seal(fold);
		if (bypass)
			assert_ends(c, T0 + DAY);
		assert_int_equal(mia_coverage_mailbox(c, 0)->events, 3);
		mia_coverage_free(c);
	}
}

static void
parts_know_as_much_as_the_whole(void **state)
{
	(void)state;
	struct made m;
	struct mia_coverage *parts[2] = { NULL, NULL };
	make_story(&m, EVE, EVE, T0 + DAY);
	for (unsigned i = 0; i < 2; i++)
		assert_int_equal(mia_coverage_new(&parts[i], NULL, NULL, NULL), MIA_OK);
	for (unsigned i = 0; i < m.event_count; i++)
		add_event(mia_coverage_fold(parts[i % 2]), &m.events[i]);
	assert_int_equal(mia_fold_merge(mia_coverage_fold(parts[0]), mia_coverage_fold(parts[1]), NULL),
		MIA_OK);
	seal(mia_coverage_fold(parts[0]));
	assert_ends(parts[0], T0 + DAY);
	mia_coverage_free(parts[0]);
	mia_coverage_free(parts[1]);
}

static void
any_allocation_may_fail(void **state)
{
	(void)state;
	struct made m;
	enum mia_status status = MIA_ERR_MEMORY;
	make_story(&m, EVE, EVE, T0 + DAY);
	for (size_t n = 1; status == MIA_ERR_MEMORY; n++) {
		struct failing f = { .refuse_at = n };
		struct mia_allocator a = failing_allocator(&f);
		struct mia_coverage *c = NULL;
		status = made_fold(&m, &a, &c);
		assert_told(&f, status == MIA_OK);
		mia_coverage_free(c);
		assert_int_equal(f.bytes, 0);
		assert_true(n < 10000);
	}
	assert_int_equal(status, MIA_OK);
}

/* What one account does is not logged; that says nothing of the others. */
static void
a_bypass_uncovers_no_mailbox(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_access(&m, ANN, T0 - DAY);
	add_access(&m, ANN, T0 + 3 * DAY);
	next_record(&m, T0 + 9 * DAY)->operation = TEXT("UserLoggedIn");
	add_change(&m, T0, "Set-MailboxAuditBypassAssociation", "svc", "AuditBypassEnabled", "True");
	/* Not all of one type: no matter of syncs. */
	add_deletion(&m, ANN, T0 + DAY);
	struct mia_coverage *c = made_coverage(&m);
	assert_span(c, "audit-bypass", T0, OPEN, "end of evidence");
	assert_span(c, "covered", T0 - DAY, T0 + 3 * DAY, "last access record");
	mia_coverage_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bypass_concerns_an_account),
		cmocka_unit_test(bypass_of_an_account_without_mailbox),
		cmocka_unit_test(changes_without_parameters),
		cmocka_unit_test(an_hour_must_have_passed),
		cmocka_unit_test(only_the_account_itself_shows_it),
		cmocka_unit_test(a_second_reading_finds_the_same),
		cmocka_unit_test(parts_know_as_much_as_the_whole),
		cmocka_unit_test(any_allocation_may_fail),
		cmocka_unit_test(a_bypass_uncovers_no_mailbox),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
