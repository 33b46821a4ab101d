/* Reasons of rules, forwarding, rights and the like: when each holds, when it does not, in which words. */
#include "triage_reasons.h"

static void
forwarding(void **state)
{
	struct mia_triage *t = begun();

	(void)state;
	note_cmdlet(t, deed(1, NOON, "Set-Mailbox", ANN, IP),
		(const char *const[]){ "Identity", ANN, "ForwardingSmtpAddress", "smtp:x@out.example",
			NULL });
	note_cmdlet(t, deed(2, NOON + 11 * MIA_TIME_SECOND, "Set-Mailbox", ANN, HOME),
		(const char *const[]){ "Identity", ANN, "ForwardingSmtpAddress", "", NULL });
	sealed(t);
	holds(t, MIA_TRIAGE_ADDRESS, IP, "forward-outside", "sends mail to x@out.example (11 s)");
	holds_not(t, MIA_TRIAGE_ADDRESS, IP, "forward");
	assert_null(row_of(t, MIA_TRIAGE_ADDRESS, HOME));
	assert_int_equal(mia_triage_sent_on_count(t), 1);
	assert_int_equal(mia_triage_sent_on(t, 0)->until, NOON + 11 * MIA_TIME_SECOND);
	assert_true(mia_triage_sent_on(t, 0)->outside);
	mia_triage_free(t);
}

/* What a later record does not surely end goes on. */
static void
no_end_that_is_not_sure(void **state)
{
	static const char *const made[] = { "Name", ".", "ForwardTo", "x@out.example", NULL },
				 *const removed[] = { "Identity", ".", NULL };
	struct mia_triage *t = begun();

	(void)state;
	/* Two of one name: which was removed? */
	note_cmdlet(t, deed(1, NOON, "New-InboxRule", ANN, IP), made);
	note_cmdlet(t, deed(2, NOON + MINUTE, "New-InboxRule", ANN, IP), made);
	note_cmdlet(t, deed(3, NOON + 2 * MINUTE, "Remove-InboxRule", ANN, IP), removed);
	/* A contact of this name is somewhere. */
	note_cmdlet(t, deed(4, NOON, "Set-Mailbox", ANN, IP),
		(const char *const[]){ "Identity", ANN, "ForwardingSmtpAddress", "x@out.example", NULL });
	note_cmdlet(t, deed(5, NOON + MINUTE, "Set-Mailbox", ANN, IP),
		(const char *const[]){ "Identity", ANN, "ForwardingAddress", "nowhere", NULL });
	/* Of two in the same second either may be the last. */
	note_cmdlet(t, deed(8, NOON, "Set-Mailbox", BOB, IP),
		(const char *const[]){ "Identity", BOB, "ForwardingSmtpAddress", "x@out.example", NULL });
	note_cmdlet(t, deed(9, NOON, "Set-Mailbox", BOB, IP),
		(const char *const[]){ "Identity", BOB, "ForwardingSmtpAddress", "bob@own.example", NULL });
	/* What came in the same second may have come before. */
	note_cmdlet(t, deed(6, NOON, "New-InboxRule", BOB, IP), made);
	note_cmdlet(t, deed(7, NOON, "Remove-InboxRule", BOB, IP), removed);
	sealed(t);
	assert_int_equal(mia_triage_sent_on_count(t), 7);
	for (size_t i = 0; i < mia_triage_sent_on_count(t); i++)
		assert_true(mia_triage_sent_on(t, i)->until == MIA_TIME_UNKNOWN);
	holds(t, MIA_TRIAGE_ADDRESS, IP, "forward-outside", "sends mail to x@out.example and 4 more");
	mia_triage_free(t);
}

static void
an_address_says_nothing_of_its_end(void **state)
{
	struct mia_triage *t = begun();

	(void)state;
	note_cmdlet(t, deed(1, NOON, "Set-Mailbox", ANN, IP),
		(const char *const[]){ "Identity", ANN, "ForwardingSmtpAddress", "x@out.example (11 s); y",
			NULL });
	sealed(t);
	holds(t, MIA_TRIAGE_ADDRESS, IP, "forward-outside", "sends mail to \"x@out.example (11 s); y\"");
	mia_triage_free(t);
}

static void
forwarding_inside(void **state)
{
	struct mia_triage *t = begun();

	(void)state;
	note_cmdlet(t, deed(1, NOON, "Set-Mailbox", ANN, IP),
		(const char *const[]){ "Identity", ANN, "ForwardingSmtpAddress", "smtp:x@sub.own.example",
			NULL });
	sealed(t);
	holds(t, MIA_TRIAGE_ADDRESS, IP, "forward", "1 forwarding");
	holds_not(t, MIA_TRIAGE_ADDRESS, IP, "forward-outside");
	mia_triage_free(t);
	/* own.example.evil.example is not own.example. */
	t = begun();
	note_cmdlet(t, deed(1, NOON, "Set-Mailbox", ANN, IP),
		(const char *const[]){ "Identity", ANN, "ForwardingSmtpAddress", "x@own.example.evil.example",
			NULL });
	sealed(t);
	holds(t, MIA_TRIAGE_ADDRESS, IP, "forward-outside", "sends mail to x@own.example.evil.example");
	mia_triage_free(t);
}

static void
rules(void **state)
{
	struct mia_triage *t = begun();
	struct mia_event event = deed(1, NOON, "New-InboxRule", ANN, IP);

	(void)state;
	event.session_id = TEXT(SESSION);
	note_cmdlet(t, event,
		(const char *const[]){ "Name", "..", "SubjectContainsWords", "Invoice;Offer", "DeleteMessage",
			"True", NULL });
	note_cmdlet(t, deed(2, NOON, "New-InboxRule", BOB, HOME),
		(const char *const[]){ "Name", "News", "From", "news@list.example", "MoveToFolder",
			"Newsletters", NULL });
	note_cmdlet(t, deed(4, NOON, "New-InboxRule", BOB, "198.51.100.98"),
		(const char *const[]){ "Name", "News", "From", "news@list.example", "MarkAsRead", "True",
			NULL });
	note_cmdlet(t, deed(3, NOON, "Remove-InboxRule", BOB, "198.51.100.99"),
		(const char *const[]){ "Identity", "..", NULL });
	sealed(t);
	for (int i = 0; i < 2; i++) {
		enum mia_triage_kind kind = i ? MIA_TRIAGE_SESSION : MIA_TRIAGE_ADDRESS;
		const char *subject = i ? SESSION : IP;
		holds(t, kind, subject, "rule", "1 inbox rule");
		holds(t, kind, subject, "rule-hides", "1 rule that hides mail");
		holds(t, kind, subject, "rule-words", "picks mail by telling words");
		holds(t, kind, subject, "rule-name", "a rule without a name");
		holds_not(t, kind, subject, "many-rules");
	}
	holds(t, MIA_TRIAGE_ADDRESS, HOME, "rule", "1 inbox rule");
	holds_not(t, MIA_TRIAGE_ADDRESS, HOME, "rule-hides");
	holds_not(t, MIA_TRIAGE_ADDRESS, HOME, "rule-words");
	holds_not(t, MIA_TRIAGE_ADDRESS, HOME, "rule-name");
	holds(t, MIA_TRIAGE_ADDRESS, "198.51.100.98", "rule-hides", "1 rule that hides mail");
	assert_null(row_of(t, MIA_TRIAGE_ADDRESS, "198.51.100.99"));
	mia_triage_free(t);
}

static void
many_rules(void **state)
{
	struct mia_triage *t = begun();

	(void)state;
	for (unsigned i = 0; i < RULES_MANY; i++)
		note_cmdlet(t, deed(i + 1, NOON, "New-InboxRule", ANN, IP),
			(const char *const[]){ "Name", "Some name", NULL });
	sealed(t);
	holds(t, MIA_TRIAGE_ADDRESS, IP, "many-rules", "10 inbox rules");
	holds_not(t, MIA_TRIAGE_ADDRESS, IP, "rule");
	mia_triage_free(t);
}

/* A name cannot talk a rule away. */
static void
hostile_rule_name(void **state)
{
	struct mia_triage *t = begun();

	(void)state;
	note_cmdlet(t, deed(1, NOON, "New-InboxRule", ANN, IP),
		(const char *const[]){ "Name", "x\" removed", "ForwardTo", "nowhere;x@out.example", NULL });
	sealed(t);
	holds(t, MIA_TRIAGE_ADDRESS, IP, "rule", "1 inbox rule");
	holds(t, MIA_TRIAGE_ADDRESS, IP, "forward-outside", "sends mail to x@out.example");
	assert_int_equal(mia_triage_sent_on_count(t), 1);
	mia_triage_free(t);
}

static void
rights_and_auditing(void **state)
{
	static const struct {
		const char *operation, *code, *words;
		const char *parameters[6];
	} acts[] = {
		{ "Add-MailboxPermission", "delegation", "FullAccess on ann for bob",
			{ "Identity", "ann", "User", "bob", "AccessRights", "FullAccess" } },
		{ "ModifyFolderPermissions", "folder-permission", NULL, { NULL } },
		{ "Set-MailboxAuditBypassAssociation", "audit-change", NULL, { "Identity", "ann" } },
		{ "Reset user password.", "authentication", NULL, { NULL } },
		{ "SearchQueryInitiatedExchange", "search", "1 search", { NULL } },
		{ "New-MailboxExportRequest", "export", NULL, { "Mailbox", "ann" } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++) {
		struct mia_triage *t = begun();
		const char *parameters[8] = { NULL };

		memcpy(parameters, acts[i].parameters, sizeof(acts[i].parameters));
		note_cmdlet(t, deed(1, NOON, acts[i].operation, ANN, IP), parameters);
		/* Without an address it is told of the account. */
		note_cmdlet(t, deed(2, NOON, acts[i].operation, BOB, NULL), parameters);
		sealed(t);
		assert_non_null(reason_of(t, MIA_TRIAGE_ADDRESS, IP, acts[i].code).ptr);
		assert_non_null(reason_of(t, MIA_TRIAGE_ACCOUNT, BOB, acts[i].code).ptr);
		holds_not(t, MIA_TRIAGE_ACCOUNT, ANN, acts[i].code);
		if (acts[i].words)
			holds(t, MIA_TRIAGE_ADDRESS, IP, acts[i].code, acts[i].words);
		mia_triage_free(t);
	}
}

static void
failed_acts_are_none(void **state)
{
	struct mia_triage *t = begun();
	struct mia_event event = deed(1, NOON, "Add-MailboxPermission", ANN, IP);

	(void)state;
	event.flags = MIA_FLAG_FAILED;
	note_cmdlet(t, event, NULL);
	event = deed(2, NOON, "Remove-MailboxPermission", ANN, IP);
	note_cmdlet(t, event, NULL);
	sealed(t);
	assert_null(row_of(t, MIA_TRIAGE_ADDRESS, IP));
	assert_int_not_equal(mia_triage_sums(t)->without_reason, 0);
	mia_triage_free(t);
}

static void
system_is_told_last(void **state)
{
	struct mia_triage *t = begun();

	(void)state;
	note_cmdlet(t, deed(1, NOON, "Add-MailboxPermission", "NT AUTHORITY\\SYSTEM (x)", NULL), NULL);
	note_cmdlet(t, deed(2, NOON, "Set-AdminAuditLogConfig", "NT AUTHORITY\\SYSTEM (x)", NULL), NULL);
	/* Somebody who only calls himself so. */
	note_cmdlet(t, deed(3, NOON, "Set-AdminAuditLogConfig", "NT AUTHORITY\\SYSTEM (x)", IP), NULL);
	sealed(t);
	const struct mia_triage_row *r = row_of(t, MIA_TRIAGE_ACCOUNT, "NT AUTHORITY\\SYSTEM (x)");
	assert_non_null(r);
	assert_int_equal(r->weight, 1);
	holds(t, MIA_TRIAGE_ACCOUNT, "NT AUTHORITY\\SYSTEM (x)", "system",
		"2 marked acts of Microsoft's SYSTEM");
	assert_non_null(reason_of(t, MIA_TRIAGE_ADDRESS, IP, "audit-change").ptr);
	mia_triage_free(t);
}

/* The permissions that a consent writes beside it, without the application. */
static void
companions_of_a_consent(void **state)
{
	struct mia_triage *t = begun();
	struct mia_event event = deed(2, NOON, "Add app role assignment grant to user.", ANN, NULL);

	(void)state;
	note_consent(t, 1, NOON, ANN, "Poss", "User.Read");
	note_cmdlet(t, event, NULL);
	event = deed(3, NOON + MINUTE, "Add app role assignment grant to user.", BOB, NULL);
	note_cmdlet(t, event, NULL);
	sealed(t);
	assert_null(row_of(t, MIA_TRIAGE_ACCOUNT, ANN));
	holds(t, MIA_TRIAGE_ACCOUNT, BOB, "consent", "consent");
	mia_triage_free(t);
}

/* What the consent beside it does not say is not swallowed. */
static void
a_companion_that_allows_more(void **state)
{
	struct mia_triage *t = begun();

	(void)state;
	note_consent(t, 1, NOON, ANN, "Poss", "User.Read");
	note_cmdlet(t, deed(2, NOON, "Add delegated permission grant.", ANN, IP),
		(const char *const[]){ "DelegatedPermissionGrant.Scope", "Mail.Read", NULL });
	sealed(t);
	holds_not(t, MIA_TRIAGE_APP, APP, "consent-mail");
	holds(t, MIA_TRIAGE_ADDRESS, IP, "consent-mail", "may reach mail");
	mia_triage_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forwarding),
		cmocka_unit_test(no_end_that_is_not_sure),
		cmocka_unit_test(an_address_says_nothing_of_its_end),
		cmocka_unit_test(forwarding_inside),
		cmocka_unit_test(rules),
		cmocka_unit_test(many_rules),
		cmocka_unit_test(hostile_rule_name),
		cmocka_unit_test(rights_and_auditing),
		cmocka_unit_test(failed_acts_are_none),
		cmocka_unit_test(system_is_told_last),
		cmocka_unit_test(companions_of_a_consent),
		cmocka_unit_test(a_companion_that_allows_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
