/* What the exported configuration says of coverage, beside what the records
 * say. */
#include "made_changes.h"

#define OPEN MIA_TIME_UNKNOWN

/* The tables as the rules find them, no rule asked yet. */
static struct mia_coverage *
made_tables(const struct made *m, const struct mia_allocator *a)
{
	struct mia_coverage *c = NULL;

	assert_int_equal(mia_coverage_new(&c, a, &m->options, NULL), MIA_OK);
	for (unsigned i = 0; i < m->event_count; i++)
		add_event(mia_coverage_fold(c), &m->events[i]);
	assert_true(mia__coverage_tables_seal(c) && mia__mailbox_names_seal(&c->mailboxes) &&
		mia__coverage_boxes_make(c) && mia__coverage_order_records(c));
	mia__coverage_boxes_count(c);
	return c;
}

static const struct mia_span *
only_span(const struct mia_coverage *c)
{
	assert_int_equal(c->span_count, 1);
	assert_true(c->spans[0].pub.blind == (MIA_BLIND_BINDS | MIA_BLIND_SYNCS));
	return &c->spans[0].pub;
}

static struct mia_readiness_tenant
tenant_of_nothing(void)
{
	return (struct mia_readiness_tenant){ .first_opt_in = OPEN, .admin_age_limit_days = -1 };
}

/* Nothing in the evidence contradicts: at all times. */
static void
tenant_switches(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	struct mia_readiness_tenant tenant = tenant_of_nothing();
	struct mia_coverage *c = made_tables(&m, NULL);
	assert_true(mia__readiness_tell_tenant(c, &tenant));
	tenant.audit_disabled = MIA_NO;
	tenant.ingestion_enabled = MIA_YES;
	assert_true(mia__readiness_tell_tenant(c, &tenant));
	assert_int_equal(c->span_count, 0);
	tenant.audit_disabled = MIA_YES;
	assert_true(mia__readiness_tell_tenant(c, &tenant));
	const struct mia_span *span = only_span(c);
	assert_string_equal(span->rule, "readiness-audit-disabled");
	assert_int_equal(span->reason, MIA_COVERAGE_AUDITING_OFF);
	assert_int_equal(span->start, OPEN);
	assert_int_equal(span->end, OPEN);
	assert_absent(span->mailbox);
	assert_detail(span, "may have been made after the incident");
	mia_coverage_free(c);
}

/* Records show when it was on: off can only be what comes after. */
static void
records_go_before_tenant_switches(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_deletion(&m, ANN, T0);
	add_access(&m, ANN, T0 - DAY);
	next_record(&m, T0 + DAY)->operation = TEXT("UserLoggedIn");
	struct mia_readiness_tenant tenant = tenant_of_nothing();
	tenant.audit_disabled = MIA_YES;
	struct mia_coverage *c = made_tables(&m, NULL);
	assert_true(mia__readiness_tell_tenant(c, &tenant));
	assert_int_equal(only_span(c)->start, T0 + MIA_TIME_SECOND);
	assert_int_equal(only_span(c)->end, OPEN);
	assert_detail(only_span(c), "on until 2023-06-01T00:00:00Z");
	mia_coverage_free(c);
	/* The unified log took in the sign-in. */
	tenant = tenant_of_nothing();
	tenant.ingestion_enabled = MIA_NO;
	c = made_tables(&m, NULL);
	assert_true(mia__readiness_tell_tenant(c, &tenant));
	assert_string_equal(only_span(c)->rule, "readiness-ingestion-off");
	assert_int_equal(only_span(c)->start, T0 + DAY + MIA_TIME_SECOND);
	mia_coverage_free(c);
}

static void
first_opt_in(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	struct mia_readiness_tenant tenant = tenant_of_nothing();
	tenant.first_opt_in = T0;
	struct mia_coverage *c = made_tables(&m, NULL);
	assert_true(mia__readiness_tell_tenant(c, &tenant));
	assert_string_equal(only_span(c)->rule, "first-opt-in");
	assert_int_equal(only_span(c)->start, OPEN);
	assert_int_equal(only_span(c)->end, T0);
	mia_coverage_free(c);
}

static struct mia_text licence_reason[] = { { "licence", 7 } };
static struct mia_text set_reasons[] = { { "licence", 7 }, { "customised set", 14 } };

static struct mia_readiness_mailbox
mailbox_of(const char *name, enum mia_known owner, enum mia_known delegate, enum mia_known admin)
{
	return (struct mia_readiness_mailbox){
		.mailbox = text_of(name),
		.owner = owner,
		.delegate = delegate,
		.admin = admin,
		.age_limit_days = -1,
		.reasons = { licence_reason, 1 },
	};
}

static void
mailbox_that_was_not_logged(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	struct mia_readiness_mailbox ann = mailbox_of("Ann@corp.example", MIA_NO, MIA_NO, MIA_NO);
	add_deletion(&m, ANN, T0);
	struct mia_coverage *c = made_tables(&m, NULL);
	assert_true(mia__readiness_tell_mailbox(c, &ann));
	const struct mia_span *span = only_span(c);
	assert_string_equal(span->rule, "readiness-mailbox");
	assert_text(span->mailbox, ANN);
	assert_int_equal(span->reason, MIA_COVERAGE_NOT_LOGGED);
	assert_int_equal(span->start, OPEN);
	assert_int_equal(span->end, OPEN);
	assert_detail(span, "logon types owner, delegate and admin because of licence");
	mia_coverage_free(c);
}

/* What somebody set is "switched off", what the licence lacks is not. */
static void
reasons_of_a_mailbox(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	struct mia_readiness_mailbox ann = mailbox_of(ANN, MIA_NOT_STATED, MIA_NO, MIA_YES);
	ann.reasons = (struct mia_texts){ set_reasons, 2 };
	struct mia_coverage *c = made_tables(&m, NULL);
	assert_true(mia__readiness_tell_mailbox(c, &ann));
	assert_int_equal(only_span(c)->reason, MIA_COVERAGE_AUDITING_OFF);
	assert_text(only_span(c)->mailbox, ANN);
	assert_detail(only_span(c), "logon type delegate because of licence and customised set");
	mia_coverage_free(c);
}

/* What somebody set; the others are how the mailbox is, or nothing that is known. Each by itself. */
static void
each_reason_of_readiness(void **state)
{
	static const struct {
		const char *reason;
		bool set, tenant;
	} rows[] = {
		{ "auditing off", true, true },
		{ "ingestion off", true, true },
		{ "ingestion doubtful", false, false },
		{ "mailbox type", false, false },
		{ "bypass", true, false },
		{ "mailbox switch", true, false },
		{ "mailbox switch not stated", false, false },
		{ "customised set", true, false },
		{ "not listed", true, false },
		{ "set and list contradict", false, false },
		{ "actions not stated", false, false },
		{ "licence", false, false },
		{ "licence not stated", false, false },
		{ "exports disagree", false, false },
		{ "ambiguous name", false, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct made m;
		made_begin(&m);
		struct mia_text reason = text_of(rows[i].reason);
		struct mia_readiness_mailbox ann = mailbox_of(ANN, MIA_NO, MIA_NO, MIA_NO);
		ann.reasons = (struct mia_texts){ &reason, 1 };
		struct mia_coverage *c = made_tables(&m, NULL);
		assert_true(mia__readiness_tell_mailbox(c, &ann));
		assert_int_equal(c->span_count, !rows[i].tenant);
		if (!rows[i].tenant)
			assert_int_equal(only_span(c)->reason,
				rows[i].set ? MIA_COVERAGE_AUDITING_OFF : MIA_COVERAGE_NOT_LOGGED);
		mia_coverage_free(c);
	}
}

/* The tenant's span says it once, not each mailbox again. */
static void
what_the_tenant_set_is_said_once(void **state)
{
	(void)state;
	static struct mia_text reasons[] = { { "auditing off", 12 }, { "ingestion off", 13 },
		{ "mailbox type", 12 } };
	struct made m;
	made_begin(&m);
	struct mia_readiness_mailbox ann = mailbox_of(ANN, MIA_NO, MIA_NO, MIA_NO);
	ann.reasons = (struct mia_texts){ reasons, 2 };
	struct mia_coverage *c = made_tables(&m, NULL);
	assert_true(mia__readiness_tell_mailbox(c, &ann));
	assert_int_equal(c->span_count, 0);
	ann.reasons.count = 3;
	assert_true(mia__readiness_tell_mailbox(c, &ann));
	assert_int_equal(only_span(c)->reason, MIA_COVERAGE_AUDITING_OFF);
	mia_coverage_free(c);
}

/* All logon types are said to be off, yet it was logged on T0: what is off
 * begins behind it. Where one type may be on, the record may be of that. */
static void
records_go_before_the_mailbox(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_access(&m, ANN, T0 - DAY);
	add_access(&m, ANN, T0);
	add_access(&m, BOB, T0 + DAY);
	struct mia_readiness_mailbox ann = mailbox_of(ANN, MIA_NO, MIA_NO, MIA_NO);
	struct mia_coverage *c = made_tables(&m, NULL);
	assert_true(mia__readiness_tell_mailbox(c, &ann));
	assert_int_equal(only_span(c)->start, T0 + MIA_TIME_SECOND);
	assert_int_equal(only_span(c)->end, OPEN);
	assert_detail(only_span(c), "the last of 2023-06-01T00:00:00Z");
	mia_coverage_free(c);
	ann.admin = MIA_YES;
	c = made_tables(&m, NULL);
	assert_true(mia__readiness_tell_mailbox(c, &ann));
	assert_int_equal(only_span(c)->start, OPEN);
	assert_detail(only_span(c), "of other logon types or from before");
	mia_coverage_free(c);
}

/* Found by its GUID where the name was changed; yes and not stated are no no. */
static void
mailbox_by_guid(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_deletion(&m, ANN, T0)->mailbox_guid = TEXT("11111111-2222-3333-4444-555555555555");
	struct mia_readiness_mailbox ann =
		mailbox_of("old.name@corp.example", MIA_YES, MIA_NOT_STATED, MIA_YES);
	struct mia_coverage *c = made_tables(&m, NULL);
	assert_true(mia__readiness_tell_mailbox(c, &ann));
	assert_int_equal(c->span_count, 0);
	ann.guid = TEXT("11111111-2222-3333-4444-555555555555");
	ann.owner = MIA_NO;
	assert_true(mia__readiness_tell_mailbox(c, &ann));
	assert_text(only_span(c)->mailbox, ANN);
	mia_coverage_free(c);
}

static void
bypass_of_an_account(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	struct mia_readiness_mailbox svc =
		mailbox_of("svc@corp.example", MIA_NOT_STATED, MIA_NOT_STATED, MIA_NOT_STATED);
	struct mia_coverage *c = made_tables(&m, NULL);
	svc.bypass = MIA_NO;
	assert_true(mia__readiness_tell_mailbox(c, &svc));
	assert_int_equal(c->span_count, 0);
	svc.bypass = MIA_YES;
	assert_true(mia__readiness_tell_mailbox(c, &svc));
	assert_text(only_span(c)->actor, "svc@corp.example");
	assert_absent(only_span(c)->mailbox);
	assert_string_equal(only_span(c)->rule, "readiness-bypass");
	mia_coverage_free(c);
}

/* ---- all rules together ---- */

static void
everything(struct made *m)
{
	static const char plan[] = "[\"[SkuName=SPE_E5, DisabledPlans=[M365_ADVANCED_AUDITING]]\"]";
	made_begin(m);
	add_access(m, ANN, T0);
	for (unsigned i = 0; i < 20; i++) {
		mia_time time = T0 + (mia_time)(i + 1) * 7 * HOUR;
		add_change(m, time, "Set-Mailbox", i % 3 ? ANN : "carl@corp.example", "AuditEnabled",
			i % 2 ? "True" : "False");
	}
	add_change(m, T0 + DAY, "Set-Mailbox", ANN, "AuditOwner", "Update");
	add_change(m, T0 + DAY, "Set-Mailbox", NULL, "AuditAdmin", "Update");
	add_change(m, T0 + DAY, "Set-OrganizationConfig", NULL, "AuditDisabled", "True");
	add_change(m, T0 + DAY, "Set-AdminAuditLogConfig", NULL, "UnifiedAuditLogIngestionEnabled", "False");
	add_change(m, T0 + DAY, "Set-MailboxAuditBypassAssociation", BOB, "AuditBypassEnabled", "True");
	add_change(m, T0 + DAY, "Update user.", ANN, "AssignedLicense", "[]");
	add_change(m, T0 + DAY, "Update user.", BOB, "AssignedLicense", plan);
	add_access(m, BOB, T0 + 9 * DAY);
	for (unsigned i = 1; i <= 6; i++) {
		struct mia_event *e = made_record(m, i < 4 ? "a.csv" : "b.csv", i, T0 + i * HOUR);
		e->result_index = i == 6 ? 8 : i;
		e->result_count = 7;
	}
	made_record(m, "c.csv", 1000, T0 + DAY);
	add_reject(m, "b.csv", 7, MIA_REASON_BAD_JSON);
	add_reject(m, "c.csv", 5, MIA_REASON_TOO_LONG);
	add_reject(m, "d.csv", 1, MIA_REASON_EMPTY);
	add_reject(m, "e.csv.gz", 1, MIA_REASON_GZIP_CUT);
	m->options.since = T0 - 90 * DAY;
	m->options.until = T0 + 90 * DAY;
	m->options.retention_days = 30;
}

static void
assert_same_spans(const struct mia_coverage *a, const struct mia_coverage *b)
{
	assert_int_equal(mia_coverage_count(a), mia_coverage_count(b));
	for (size_t i = 0; i < mia_coverage_count(a); i++) {
		const struct mia_span *x = mia_coverage_span(a, i), *y = mia_coverage_span(b, i);
		assert_same_text(x->mailbox, y->mailbox);
		assert_same_text(x->actor, y->actor);
		assert_int_equal(x->start, y->start);
		assert_int_equal(x->end, y->end);
		assert_string_equal(x->rule, y->rule);
		assert_string_equal(x->until_rule, y->until_rule);
		assert_same_text(x->record_id, y->record_id);
		assert_same_text(x->source, y->source);
		assert_same_text(x->detail, y->detail);
	}
}

/* The same evidence dealt out to two folds in another order, some of it twice. */
static struct mia_coverage *
shuffled(const struct made *m, unsigned seed)
{
	struct mia_coverage *c[2];
	uint64_t state = seed;

	for (int i = 0; i < 2; i++)
		assert_int_equal(mia_coverage_new(&c[i], NULL, &m->options, NULL), MIA_OK);
	unsigned start = next_number(&state, m->event_count);
	for (unsigned i = 0; i < m->event_count; i++) {
		const struct mia_event *event = &m->events[(start + m->event_count - i) % m->event_count];
		unsigned to = next_number(&state, 2);
		add_event(mia_coverage_fold(c[to]), event);
		if (next_number(&state, 3) == 0)
			add_event(mia_coverage_fold(c[!to]), event);
	}
	for (unsigned i = m->reject_count; i > 0; i--) {
		struct mia_fold *fold = mia_coverage_fold(c[next_number(&state, 2)]);
		assert_int_equal(fold->ops->reject(fold, &m->rejects[i - 1], NULL), MIA_OK);
	}
	assert_int_equal(mia_fold_merge(mia_coverage_fold(c[0]), mia_coverage_fold(c[1]), NULL), MIA_OK);
	mia_coverage_free(c[1]);
	seal(mia_coverage_fold(c[0]));
	return c[0];
}

static void
any_order_gives_the_same(void **state)
{
	(void)state;
	static const char *const rules[] = {
		"audit-enabled",
		"audit-actions",
		"audit-disabled",
		"ingestion-off",
		"audit-bypass",
		"licence",
		"asked-before",
		"asked-after",
		"retention",
		"late-records",
		"result-count",
		"result-index",
		"round-number",
		"empty-source",
		"broken-off",
		"rejected-records",
	};
	struct made m;
	everything(&m);
	struct mia_coverage *expected = made_coverage(&m);
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (count_of(expected, rules[i]) == 0)
			fail_msg("this evidence says nothing of %s", rules[i]);
	for (unsigned seed = 0; seed < 20; seed++) {
		struct mia_coverage *c = shuffled(&m, seed);
		assert_same_spans(c, expected);
		mia_coverage_free(c);
	}
	mia_coverage_free(expected);
}

static void
any_allocation_may_fail(void **state)
{
	(void)state;
	struct made m;
	everything(&m);
	enum mia_status status = MIA_ERR_MEMORY;
	for (size_t n = 1; status != MIA_OK; n++) {
		struct failing f = { .refuse_at = n };
		struct mia_allocator a = failing_allocator(&f);
		struct mia_coverage *c = NULL;
		status = made_fold(&m, &a, &c);
		assert_told(&f, status == MIA_OK);
		mia_coverage_free(c);
		assert_true(status == MIA_OK || status == MIA_ERR_MEMORY);
		assert_int_equal(f.bytes, 0);
		assert_true(n < 10000);
	}
}

static void
any_allocation_may_fail_with_readiness(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_access(&m, ANN, T0);
	struct mia_readiness_tenant tenant = { .audit_disabled = MIA_YES,
		.ingestion_enabled = MIA_NO,
		.first_opt_in = T0,
		.admin_age_limit_days = -1 };
	struct mia_readiness_mailbox ann = mailbox_of(ANN, MIA_NO, MIA_NO, MIA_NO);
	struct mia_readiness_mailbox carl = mailbox_of("carl@corp.example", MIA_NO, MIA_YES, MIA_YES);
	ann.reasons = (struct mia_texts){ set_reasons, 2 };
	ann.bypass = MIA_YES;
	bool ok = false;
	size_t refused = 0;
	for (size_t n = 1; !ok; n++) {
		struct failing f = { 0 };
		struct mia_allocator a = failing_allocator(&f);
		struct mia_coverage *c = made_tables(&m, &a);
		f.refuse_at = f.calls + n;
		ok = mia__readiness_tell_tenant(c, &tenant) && mia__readiness_tell_mailbox(c, &ann) &&
			mia__readiness_tell_mailbox(c, &carl);
		refused += !ok;
		assert_told(&f, ok);
		mia_coverage_free(c);
		assert_int_equal(f.bytes, 0);
		assert_true(n < 1000);
	}
	assert_true(refused > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tenant_switches),
		cmocka_unit_test(records_go_before_tenant_switches),
		cmocka_unit_test(first_opt_in),
		cmocka_unit_test(mailbox_that_was_not_logged),
		cmocka_unit_test(reasons_of_a_mailbox),
		cmocka_unit_test(each_reason_of_readiness),
		cmocka_unit_test(what_the_tenant_set_is_said_once),
		cmocka_unit_test(records_go_before_the_mailbox),
		cmocka_unit_test(mailbox_by_guid),
		cmocka_unit_test(bypass_of_an_account),
		cmocka_unit_test(any_order_gives_the_same),
		cmocka_unit_test(any_allocation_may_fail),
		cmocka_unit_test(any_allocation_may_fail_with_readiness),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
