/* Records of administration that turn auditing off and on, and for how long. */
#include "made_changes.h"

#define OPEN MIA_TIME_UNKNOWN

/* ---- AuditEnabled of a mailbox ---- */

static void
off_until_on(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_access(&m, ANN, T0 - DAY);
	add_change(&m, T0, "Set-Mailbox", ANN, "AuditEnabled", "False");
	add_change(&m, T0 + 3 * HOUR, "Set-Mailbox", ANN, "AuditEnabled", "True");
	add_access(&m, ANN, T0 + 4 * HOUR);
	struct mia_coverage *c = made_coverage(&m);
	const struct mia_span *span = assert_span(c, "audit-enabled", T0, T0 + 3 * HOUR, "switched on");
	assert_text(span->mailbox, ANN);
	assert_absent(span->actor);
	assert_int_equal(span->reason, MIA_COVERAGE_AUDITING_OFF);
	assert_int_equal(span->blind, MIA_BLIND_BINDS | MIA_BLIND_SYNCS);
	assert_text(span->record_id, "id-1");
	assert_text(span->source, EXPORT);
	mia_coverage_free(c);
}

static void
off_until_the_end(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_access(&m, ANN, T0 - DAY);
	add_change(&m, T0, "Set-Mailbox", ANN, "AuditEnabled", "$false");
	struct mia_coverage *c = made_coverage(&m);
	assert_span(c, "audit-enabled", T0, OPEN, "end of evidence");
	mia_coverage_free(c);
}

/* A change may take an hour: a record just before says nothing, one an hour
 * later shows that auditing by default overrode it. */
static void
a_later_record_shows_no_effect(void **state)
{
	(void)state;
	for (int late = 0; late < 2; late++) {
		struct made m;
		mia_time access = T0 + HOUR - (late ? 0 : MIA_TIME_SECOND);
		made_begin(&m);
		add_change(&m, T0, "Set-Mailbox", ANN, "AuditEnabled", "False");
		add_access(&m, ANN, access);
		struct mia_coverage *c = made_coverage(&m);
		if (late)
			assert_span(c, "audit-enabled", T0, access, "no effect");
		else
			assert_span(c, "audit-enabled", T0, OPEN, "end of evidence");
		mia_coverage_free(c);
	}
}

/* What is no access record of this mailbox shows nothing of this mailbox. */
static void
other_records_show_nothing(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_access(&m, ANN, T0 - DAY);
	add_change(&m, T0, "Set-Mailbox", ANN, "AuditEnabled", "False");
	add_access(&m, BOB, T0 + 2 * HOUR);
	add_deletion(&m, ANN, T0 + 2 * HOUR);
	struct mia_coverage *c = made_coverage(&m);
	assert_span(c, "audit-enabled", T0, OPEN, "end of evidence");
	mia_coverage_free(c);
}

/* Off, shown, off again: two spans. Off twice, then shown: one, and the record
 * must be an hour behind the second. */
static void
off_again(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_change(&m, T0, "Set-Mailbox", ANN, "AuditEnabled", "False");
	add_access(&m, ANN, T0 + 2 * HOUR);
	add_change(&m, T0 + 5 * HOUR, "Set-Mailbox", ANN, "AuditEnabled", "False");
	struct mia_coverage *c = made_coverage(&m);
	assert_int_equal(count_of(c, "audit-enabled"), 2);
	assert_int_equal(span_of(c, "audit-enabled", 0)->end, T0 + 2 * HOUR);
	assert_int_equal(span_of(c, "audit-enabled", 1)->start, T0 + 5 * HOUR);
	assert_int_equal(span_of(c, "audit-enabled", 1)->end, OPEN);
	mia_coverage_free(c);

	made_begin(&m);
	add_change(&m, T0, "Set-Mailbox", ANN, "AuditEnabled", "False");
	add_change(&m, T0 + 90 * MINUTE, "Set-Mailbox", ANN, "AuditEnabled", "False");
	add_access(&m, ANN, T0 + 2 * HOUR);
	add_access(&m, ANN, T0 + 3 * HOUR);
	c = made_coverage(&m);
	assert_span(c, "audit-enabled", T0, T0 + 3 * HOUR, "no effect");
	mia_coverage_free(c);
}

/* The records of one second have no order: off counts. */
static void
off_and_on_in_one_second(void **state)
{
	(void)state;
	for (int first = 0; first < 2; first++) {
		struct made m;
		made_begin(&m);
		add_access(&m, ANN, T0 - DAY);
		add_change(&m, T0, "Set-Mailbox", ANN, "AuditEnabled", first ? "True" : "False");
		add_change(&m, T0, "Set-Mailbox", ANN, "AuditEnabled", first ? "False" : "True");
		struct mia_coverage *c = made_coverage(&m);
		assert_span(c, "audit-enabled", T0, OPEN, "end of evidence");
		mia_coverage_free(c);
	}
}

static void
failed_changes_change_nothing(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_access(&m, ANN, T0 - DAY);
	add_change(&m, T0, "Set-Mailbox", ANN, "AuditEnabled", "False")->flags = MIA_FLAG_FAILED;
	assert_none(&m, "audit-enabled");
	add_change(&m, T0, "Set-Mailbox", ANN, "AuditEnabled", "False");
	add_change(&m, T0 + HOUR, "Set-Mailbox", ANN, "AuditEnabled", "True")->flags = MIA_FLAG_FAILED;
	struct mia_coverage *c = made_coverage(&m);
	assert_span(c, "audit-enabled", T0, OPEN, "end of evidence");
	mia_coverage_free(c);
}

static void
booleans_are_written_in_many_ways(void **state)
{
	(void)state;
	static const char *const off[] = { "False", "false", "$false", "$False", "0", " False " };
	static const char *const not_off[] = { "True", "$true", "1", "", "10", "no", "$" };
	for (size_t i = 0; i < sizeof(off) / sizeof(*off); i++) {
		struct made m;
		made_begin(&m);
		add_change(&m, T0, "set-mailbox", ANN, "auditenabled", off[i]);
		struct mia_coverage *c = made_coverage(&m);
		assert_int_equal(count_of(c, "audit-enabled"), 1);
		mia_coverage_free(c);
	}
	for (size_t i = 0; i < sizeof(not_off) / sizeof(*not_off); i++) {
		struct made m;
		made_begin(&m);
		add_change(&m, T0, "Set-Mailbox", ANN, "AuditEnabled", not_off[i]);
		assert_none(&m, "audit-enabled");
	}
}

/* Exchange writes the object as a path; Identity is what was typed. A name
 * that no record of a mailbox bears stays as it is, and is no word about the
 * tenant; without any name it is one about all. */
static void
the_mailbox_by_any_name(void **state)
{
	(void)state;
	static const char path[] = "EURPR04A009.PROD.OUTLOOK.COM/Hosted Organizations/corp.example/ann";
	struct made m;
	made_begin(&m);
	add_access(&m, ANN, T0 - DAY);
	add_change(&m, T0, "Set-Mailbox", path, "AuditEnabled", "False");
	add_change(&m, T0 + HOUR, "Set-Mailbox", NULL, "AuditEnabled", "True");
	add_parameter(&m, &m.events[2], "Identity", "ANN@corp.example");
	struct mia_coverage *c = made_coverage(&m);
	assert_text(assert_span(c, "audit-enabled", T0, T0 + HOUR, "switched on")->mailbox, ANN);
	mia_coverage_free(c);

	made_begin(&m);
	add_access(&m, ANN, T0 - DAY);
	add_change(&m, T0, "Set-Mailbox", "Carl@corp.example", "AuditEnabled", "False");
	add_change(&m, T0, "Set-Mailbox", "dora@corp.example", "AuditEnabled", "False");
	add_change(&m, T0 + HOUR, "Set-Mailbox", "carl@corp.example", "AuditEnabled", "True");
	add_access(&m, ANN, T0 + 5 * HOUR);
	c = made_coverage(&m);
	assert_int_equal(count_of(c, "audit-enabled"), 2);
	assert_text(span_of(c, "audit-enabled", 0)->mailbox, "Carl@corp.example");
	assert_int_equal(span_of(c, "audit-enabled", 0)->end, T0 + HOUR);
	assert_text(span_of(c, "audit-enabled", 1)->mailbox, "dora@corp.example");
	assert_int_equal(span_of(c, "audit-enabled", 1)->end, OPEN);
	mia_coverage_free(c);

	made_begin(&m);
	add_change(&m, T0, "Set-Mailbox", NULL, "AuditEnabled", "False");
	add_access(&m, ANN, T0 + 5 * HOUR);
	c = made_coverage(&m);
	const struct mia_span *span = assert_span(c, "audit-enabled", T0, OPEN, "end of evidence");
	assert_absent(span->mailbox);
	assert_detail(span, "it may be any");
	mia_coverage_free(c);
}

/* Without a time there is no before and after: the span is open. */
static void
changes_without_a_time(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_change(&m, OPEN, "Set-Mailbox", ANN, "AuditEnabled", "False");
	add_change(&m, T0, "Set-Mailbox", ANN, "AuditEnabled", "True");
	add_access(&m, ANN, T0 + DAY);
	struct mia_coverage *c = made_coverage(&m);
	assert_detail(assert_span(c, "audit-enabled", OPEN, OPEN, "end of evidence"),
		"time of the record is not known");
	mia_coverage_free(c);

	made_begin(&m);
	add_access(&m, ANN, T0 - DAY);
	add_change(&m, T0, "Set-Mailbox", ANN, "AuditEnabled", "False");
	add_change(&m, OPEN, "Set-Mailbox", ANN, "AuditEnabled", "True");
	c = made_coverage(&m);
	assert_span(c, "audit-enabled", T0, OPEN, "end of evidence");
	mia_coverage_free(c);
}

/* ---- the lists of actions ---- */

static void
lists_with_and_without_the_action(void **state)
{
	(void)state;
	static const char *const off[] = {
		"Update,MoveToDeletedItems,SoftDelete",
		"",
		"None",
		"MailItemsAccessedX,Update",
		"@{Remove=\"MailItemsAccessed\"}",
		"@{remove='mailitemsaccessed','Send'}",
		"-MailItemsAccessed",
		"@{Add=\"Copy\"; Remove=\"MailItemsAccessed\"}",
		"System.Collections.Hashtable",
	};
	static const char *const not_off[] = {
		"Update,MailItemsAccessed",
		"mailitemsaccessed",
		"Update; MailItemsAccessed",
		"@{Add=\"MailItemsAccessed\"}",
		"@{Add=\"Copy\",\"Move\"}",
		"@{Remove=\"Update\"}",
		"+MailItemsAccessed",
		"-Update",
		"@{Remove=\"Update\"; Add=\"MailItemsAccessed\"}",
		"@{Add = \"Copy\"}",
	};
	for (size_t i = 0; i < sizeof(off) / sizeof(*off); i++) {
		struct made m;
		made_begin(&m);
		add_access(&m, ANN, T0 - DAY);
		add_change(&m, T0, "Set-Mailbox", ANN, "AuditOwner", off[i]);
		struct mia_coverage *c = made_coverage(&m);
		if (count_of(c, "audit-actions") != 1)
			fail_msg("not off: %s", off[i]);
		assert_detail(span_of(c, "audit-actions", 0), "logon type owner");
		mia_coverage_free(c);
	}
	for (size_t i = 0; i < sizeof(not_off) / sizeof(*not_off); i++) {
		struct made m;
		made_begin(&m);
		add_access(&m, ANN, T0 - DAY);
		add_change(&m, T0, "Set-Mailbox", ANN, "AuditOwner", not_off[i]);
		struct mia_coverage *c = made_coverage(&m);
		if (count_of(c, "audit-actions") != 0)
			fail_msg("off: %s", not_off[i]);
		mia_coverage_free(c);
	}
}

/* An access record does not tell its logon type here, so it ends nothing; Add
 * does; Add of something else does not. */
static void
a_list_ends_where_it_is_set_again(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_change(&m, T0, "Set-Mailbox", ANN, "AuditDelegate", "@{Remove=\"MailItemsAccessed\"}");
	add_access(&m, ANN, T0 + 5 * HOUR);
	add_change(&m, T0 + 6 * HOUR, "Set-Mailbox", ANN, "AuditDelegate", "@{Add=\"Move\"}");
	add_change(&m, T0 + 7 * HOUR, "Set-Mailbox", ANN, "AuditOwner", "@{Add=\"MailItemsAccessed\"}");
	struct mia_coverage *c = made_coverage(&m);
	assert_detail(assert_span(c, "audit-actions", T0, OPEN, "end of evidence"), "logon type delegate");
	mia_coverage_free(c);
	add_change(&m, T0 + 8 * HOUR, "Set-Mailbox", ANN, "AuditDelegate", "@{Add=\"MailItemsAccessed\"}");
	c = made_coverage(&m);
	assert_span(c, "audit-actions", T0, T0 + 8 * HOUR, "switched on");
	mia_coverage_free(c);
}

/* DefaultAuditSet gives back the logon types that it names, and no other, and
 * none by taking it away. */
static void
given_back_to_microsoft(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_access(&m, ANN, T0 - DAY);
	struct mia_event *e = add_change(&m, T0, "Set-Mailbox", ANN, "AuditOwner", "Update");
	add_parameter(&m, e, "AuditAdmin", "Update");
	add_change(&m, T0 + HOUR / 2, "Set-Mailbox", ANN, "DefaultAuditSet", "@{Remove=\"Owner\"}");
	add_change(&m, T0 + HOUR, "Set-Mailbox", ANN, "DefaultAuditSet", "Delegate, Owner");
	struct mia_coverage *c = made_coverage(&m);
	assert_int_equal(count_of(c, "audit-actions"), 2);
	for (size_t i = 0; i < 2; i++) {
		const struct mia_span *span = span_of(c, "audit-actions", i);
		bool owner = mia__text_find(span->detail, TEXT("AuditOwner")) >= 0;
		assert_int_equal(span->start, T0);
		assert_int_equal(span->end, owner ? T0 + HOUR : OPEN);
	}
	mia_coverage_free(c);
}

/* An access in the second of a second "off" shows that the first had no
 * effect, and nothing of the second. */
static void
an_access_at_the_second_off(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_change(&m, T0, "Set-Mailbox", ANN, "AuditEnabled", "False");
	add_change(&m, T0 + 2 * HOUR, "Set-Mailbox", ANN, "AuditEnabled", "False");
	add_access(&m, ANN, T0 + 2 * HOUR);
	struct mia_coverage *c = made_coverage(&m);
	assert_int_equal(count_of(c, "audit-enabled"), 2);
	assert_int_equal(span_of(c, "audit-enabled", 0)->end, T0 + 2 * HOUR);
	assert_string_equal(span_of(c, "audit-enabled", 0)->until_rule, "no effect");
	assert_int_equal(span_of(c, "audit-enabled", 1)->start, T0 + 2 * HOUR);
	assert_int_equal(span_of(c, "audit-enabled", 1)->end, OPEN);
	mia_coverage_free(c);
}

/* ---- the tenant ---- */

static void
tenant_auditing_off(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_change(&m, T0, "Set-OrganizationConfig", "corp.example", "AuditDisabled", "True");
	add_change(&m, T0 + 9 * HOUR, "Set-OrganizationConfig", "corp.example", "AuditDisabled", "False");
	struct mia_coverage *c = made_coverage(&m);
	const struct mia_span *span = assert_span(c, "audit-disabled", T0, T0 + 9 * HOUR, "switched on");
	assert_absent(span->mailbox);
	assert_int_equal(span->reason, MIA_COVERAGE_AUDITING_OFF);
	mia_coverage_free(c);
	/* Any action of any mailbox shows that mailboxes are audited. */
	add_deletion(&m, BOB, T0 + HOUR - MIA_TIME_SECOND);
	c = made_coverage(&m);
	assert_span(c, "audit-disabled", T0, T0 + 9 * HOUR, "switched on");
	mia_coverage_free(c);
	add_deletion(&m, BOB, T0 + HOUR);
	c = made_coverage(&m);
	assert_span(c, "audit-disabled", T0, T0 + HOUR, "no effect");
	mia_coverage_free(c);
}

/* A sign-in is no action of a mailbox. */
static void
sign_ins_go_on_without_mailbox_auditing(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_change(&m, T0, "Set-OrganizationConfig", NULL, "AuditDisabled", "$true");
	next_record(&m, T0 + DAY)->operation = TEXT("UserLoggedIn");
	struct mia_coverage *c = made_coverage(&m);
	assert_span(c, "audit-disabled", T0, OPEN, "end of evidence");
	mia_coverage_free(c);
}

/* The mailbox's own log goes on: its records (no record type) show nothing of
 * the unified one; sign-ins and records of type 50 do. */
static void
ingestion_off(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_change(&m, T0, "Set-AdminAuditLogConfig", "corp.example\\Admin Audit Log Settings",
		"UnifiedAuditLogIngestionEnabled", "False");
	add_access(&m, ANN, T0 + 2 * HOUR)->record_type = TEXT_ABSENT;
	struct mia_coverage *c = made_coverage(&m);
	assert_absent(assert_span(c, "ingestion-off", T0, OPEN, "end of evidence")->mailbox);
	mia_coverage_free(c);
	add_access(&m, ANN, T0 + 4 * HOUR);
	c = made_coverage(&m);
	assert_span(c, "ingestion-off", T0, T0 + 4 * HOUR, "no effect");
	mia_coverage_free(c);
	next_record(&m, T0 + 3 * HOUR)->operation = TEXT("UserLoggedIn");
	c = made_coverage(&m);
	assert_span(c, "ingestion-off", T0, T0 + 3 * HOUR, "no effect");
	mia_coverage_free(c);
}

/* Turning it on takes up to an hour. */
static void
ingestion_on_again(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_change(&m, T0, "Set-AdminAuditLogConfig", NULL, "UnifiedAuditLogIngestionEnabled", "False");
	add_change(&m, T0 + 40 * MINUTE, "Set-AdminAuditLogConfig", NULL, "UnifiedAuditLogIngestionEnabled",
		"True");
	struct mia_coverage *c = made_coverage(&m);
	assert_detail(assert_span(c, "ingestion-off", T0, T0 + 100 * MINUTE, "switched on"), "60 minutes");
	mia_coverage_free(c);
	/* The record that turns it on is itself one of the unified log, and shows
	 * nothing of the time before; a sign-in does. */
	made_begin(&m);
	add_change(&m, T0, "Set-AdminAuditLogConfig", NULL, "UnifiedAuditLogIngestionEnabled", "False");
	add_change(&m, T0 + DAY, "Set-AdminAuditLogConfig", NULL, "UnifiedAuditLogIngestionEnabled", "True");
	c = made_coverage(&m);
	assert_span(c, "ingestion-off", T0, T0 + DAY + HOUR, "switched on");
	mia_coverage_free(c);
	next_record(&m, T0 + DAY - MINUTE)->operation = TEXT("UserLoggedIn");
	c = made_coverage(&m);
	assert_span(c, "ingestion-off", T0, T0 + DAY - MINUTE, "no effect");
	mia_coverage_free(c);
}

/* Exchange sets AdminAuditLogEnabled by itself; that is another switch. */
static void
other_settings_are_no_switches(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_change(&m, T0, "Set-AdminAuditLogConfig", NULL, "AdminAuditLogEnabled", "False");
	add_change(&m, T0, "Set-Mailbox", ANN, "HiddenFromAddressListsEnabled", "False");
	add_change(&m, T0, "Set-MailboxPlan", ANN, "AuditEnabled", "False");
	assert_none(&m, "ingestion-off");
	assert_none(&m, "audit-enabled");
	assert_none(&m, "audit-actions");
}

/* A mailbox whose UPN is written like the GUID of another takes nothing from it. */
static void
a_guid_is_no_upn(void **state)
{
	static const char guid[] = "a0000000-0000-4000-8000-00000000000a";
	(void)state;
	struct made m;
	made_begin(&m);
	add_access(&m, ANN, T0 - DAY)->mailbox_guid = text_of(guid);
	add_access(&m, guid, T0 - DAY)->mailbox_guid = TEXT("b0000000-0000-4000-8000-00000000000b");
	add_change(&m, T0, "Set-Mailbox", "A0000000-0000-4000-8000-00000000000A", "AuditEnabled", "False");
	struct mia_coverage *c = made_coverage(&m);
	assert_text(assert_span(c, "audit-enabled", T0, OPEN, "end of evidence")->mailbox, ANN);
	mia_coverage_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(off_until_on),
		cmocka_unit_test(off_until_the_end),
		cmocka_unit_test(a_later_record_shows_no_effect),
		cmocka_unit_test(other_records_show_nothing),
		cmocka_unit_test(off_again),
		cmocka_unit_test(off_and_on_in_one_second),
		cmocka_unit_test(failed_changes_change_nothing),
		cmocka_unit_test(booleans_are_written_in_many_ways),
		cmocka_unit_test(the_mailbox_by_any_name),
		cmocka_unit_test(a_guid_is_no_upn),
		cmocka_unit_test(changes_without_a_time),
		cmocka_unit_test(lists_with_and_without_the_action),
		cmocka_unit_test(a_list_ends_where_it_is_set_again),
		cmocka_unit_test(given_back_to_microsoft),
		cmocka_unit_test(an_access_at_the_second_off),
		cmocka_unit_test(tenant_auditing_off),
		cmocka_unit_test(sign_ins_go_on_without_mailbox_auditing),
		cmocka_unit_test(ingestion_off),
		cmocka_unit_test(ingestion_on_again),
		cmocka_unit_test(other_settings_are_no_switches),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
