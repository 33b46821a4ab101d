/* Each reason: when it holds, when it does not, and in which words. */
#include "made_triage.h"

#include "triage/reasons.h"

#define ANN "ann@own.example"
#define BOB "bob@own.example"
#define IP "203.0.113.7"
#define HOME "198.51.100.23"
#define SESSION "5e55a77a-0000-4000-8000-00000000000a"

/* The evidence knows own.example by a bind of its owner at home, well before. */
static struct mia_triage *
begun(void)
{
	struct mia_triage *t = triage_new(0);

	note_bind(t, deed(900, NOON - 1000 * MINUTE, NULL, ANN, HOME), 900, 1);
	return t;
}

static void
holds(struct mia_triage *t, enum mia_triage_kind kind, const char *subject, const char *code,
	const char *words)
{
	struct mia_text text = reason_of(t, kind, subject, code);

	if (!text.ptr || !text_equal(text, mia_text_of(words)))
		fail_msg("%s of %s: \"%.*s\", not \"%s\"", code, subject, (int)text.len,
			text.ptr ? text.ptr : "", words);
}

static void
holds_not(struct mia_triage *t, enum mia_triage_kind kind, const char *subject, const char *code)
{
	struct mia_text text = reason_of(t, kind, subject, code);

	if (text.ptr)
		fail_msg("%s of %s: \"%.*s\"", code, subject, (int)text.len, text.ptr);
}

static void
sealed(struct mia_triage *t)
{
	seal(mia_triage_fold(t));
}

/* ---- the table ---- */

static void
table(void **state)
{
	(void)state;
	unsigned before = 100;

	for (size_t i = 0; i < REASON_COUNT; i++) {
		const struct mia_triage_rule *rule = mia_triage_rule(i);
		assert_non_null(rule);
		assert_true(rule->code && rule->code[0] && rule->help && rule->source && rule->weight > 0);
		assert_true(rule->weight <= before || before == 5);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(rule->code, mia_triage_rule(k)->code);
	}
	assert_null(mia_triage_rule(REASON_COUNT));
	assert_string_equal(mia__triage_rule_of(REASON_SPRAY)->code, "spray");
}

/* ---- applications ---- */

static void
consent_then_mail(void **state)
{
	struct mia_triage *t = begun();
	struct mia_event event = deed(2, NOON + 47 * MIA_TIME_SECOND, NULL, ANN, NULL);

	(void)state;
	note_consent(t, 1, NOON, ANN, "Poss", "offline_access Mail.Read User.Read");
	event.app_id = TEXT(APP);
	note_bind(t, event, 1, 20);
	event = deed(3, NOON + 85 * MIA_TIME_SECOND, NULL, ANN, NULL);
	event.app_id = TEXT(APP);
	note_bind(t, event, 21, 10);
	sealed(t);
	const struct mia_triage_row *r = row_of(t, MIA_TRIAGE_APP, APP);
	assert_non_null(r);
	assert_text(r->name, "Poss");
	assert_int_equal(r->messages, 30);
	assert_int_equal(r->first, NOON);
	holds(t, MIA_TRIAGE_APP, APP, "consent-then-mail", "mail 47 s after a consent");
	holds(t, MIA_TRIAGE_APP, APP, "consent-mail", "may reach mail");
	holds(t, MIA_TRIAGE_APP, APP, "consent", "consent");
	holds(t, MIA_TRIAGE_APP, APP, "burst", "30 messages in 38 s");
	holds_not(t, MIA_TRIAGE_APP, APP, "consents-several");
	holds_not(t, MIA_TRIAGE_APP, APP, "imitates");
	holds_not(t, MIA_TRIAGE_APP, APP, "new"); /* nobody came with another application */
	assert_int_equal(r->weight, 40 + 25 + 15 + 15);
	mia_triage_free(t);
}

static void
mail_before_the_consent(void **state)
{
	struct mia_triage *t = begun();
	struct mia_event event = deed(2, NOON - MINUTE, NULL, ANN, NULL);

	(void)state;
	event.app_id = TEXT(APP);
	note_bind(t, event, 1, 29);
	note_consent(t, 1, NOON, ANN, "Poss", "User.Read");
	sealed(t);
	holds_not(t, MIA_TRIAGE_APP, APP, "consent-then-mail");
	holds_not(t, MIA_TRIAGE_APP, APP, "consent-mail");
	holds_not(t, MIA_TRIAGE_APP, APP, "burst");
	holds(t, MIA_TRIAGE_APP, APP, "consent", "consent");
	mia_triage_free(t);
}

static void
several_agreed(void **state)
{
	struct mia_triage *t = begun();

	(void)state;
	note_consent(t, 1, NOON, ANN, "rnicrosoft", "User.Read");
	note_consent(t, 2, NOON + 1, BOB, "rnicrosoft", "User.Read");
	sealed(t);
	holds(t, MIA_TRIAGE_APP, APP, "imitates", "the name imitates Microsoft");
	holds(t, MIA_TRIAGE_APP, APP, "consent", "consent by 2 accounts");
	holds(t, MIA_TRIAGE_APP, APP, "consents-several", "more than one agreed");
	assert_int_equal(row_of(t, MIA_TRIAGE_APP, APP)->accounts.count, 2);
	mia_triage_free(t);
}

/* The same record twice is one consent; a failed one is an attempt. */
static void
refused(void **state)
{
	struct mia_triage *t = begun();
	struct mia_event event = deed(1, NOON, "Consent to application.", ANN, NULL);

	(void)state;
	event.flags = MIA_FLAG_FAILED;
	event.object_id = event.target_id = TEXT(APP);
	event.target_name = TEXT("Microsoft Add-on");
	note(t, &event);
	note(t, &event);
	sealed(t);
	holds(t, MIA_TRIAGE_APP, APP, "consent-refused", "1 consent failed");
	holds(t, MIA_TRIAGE_APP, APP, "says-microsoft", "calls itself Microsoft's");
	holds_not(t, MIA_TRIAGE_APP, APP, "consent");
	mia_triage_free(t);
}

static void
keys_of_applications(void **state)
{
	struct mia_triage *t = begun();
	struct mia_event event = deed(1, NOON, "Add service principal credentials.", ANN, NULL);

	(void)state;
	event.object_id = event.target_id = TEXT(APP);
	note(t, &event);
	event = deed(2, NOON, "Add service principal.", ANN, NULL);
	event.object_id = event.target_id = TEXT("c11e47a0-0000-4000-8000-000000000002");
	note(t, &event);
	sealed(t);
	holds(t, MIA_TRIAGE_APP, APP, "credential", "a key was added to it");
	assert_null(row_of(t, MIA_TRIAGE_APP, "c11e47a0-0000-4000-8000-000000000002"));
	mia_triage_free(t);
}

static void
known_from_intrusions(void **state)
{
	struct mia_triage *t = begun();
	struct mia_event event = deed(1, NOON, NULL, ANN, NULL);

	(void)state;
	event.app_id = TEXT("e9a7fea1-1cc0-4cd9-a31b-9137ca5deedd");
	note_bind(t, event, 1, 1);
	event = deed(2, NOON, NULL, BOB, NULL);
	event.app_id = TEXT(APP);
	note_bind(t, event, 1, 1);
	event = deed(3, NOON, NULL, BOB, NULL);
	event.app_id = TEXT(APP);
	event.mailbox_owner = TEXT(BOB);
	note_bind(t, event, 1, 1);
	sealed(t);
	holds(t, MIA_TRIAGE_APP, "e9a7fea1-1cc0-4cd9-a31b-9137ca5deedd", "abused-app",
		"known from intrusions");
	holds(t, MIA_TRIAGE_APP, APP, "app-mailboxes", "2 mailboxes");
	mia_triage_free(t);
}

/* ---- sign-ins ---- */

static void
wrong_passwords(void **state)
{
	struct mia_triage *t = begun();

	(void)state;
	for (unsigned i = 0; i < 5; i++)
		note_sign_in(t, 10 + i, NOON + (mia_time)i, ANN, IP, "50126");
	note_sign_in(t, 20, NOON + 10, ANN, IP, NULL);
	note_sign_in(t, 21, NOON, BOB, IP, "50053");
	note_sign_in(t, 22, NOON, "cy@own.example", IP, "50126");
	/* These say nothing of a password: no consent, a session that ended. */
	note_sign_in(t, 23, NOON, "dan@own.example", HOME, "65001");
	note_sign_in(t, 24, NOON, ANN, HOME, "50058");
	note_sign_in(t, 25, NOON, BOB, HOME, "50126");
	sealed(t);
	holds(t, MIA_TRIAGE_ADDRESS, IP, "spray", "wrong passwords for 3 accounts (2 never in)");
	holds(t, MIA_TRIAGE_ADDRESS, IP, "failed-then-ok", "5 wrong passwords, then in");
	holds_not(t, MIA_TRIAGE_ADDRESS, HOME, "spray");
	holds_not(t, MIA_TRIAGE_ADDRESS, HOME, "failed-then-ok");
	assert_int_equal(row_of(t, MIA_TRIAGE_ADDRESS, IP)->signins_failed, 7);
	assert_int_equal(row_of(t, MIA_TRIAGE_ADDRESS, IP)->signins_ok, 1);
	mia_triage_free(t);
}

static void
four_and_then_in(void **state)
{
	struct mia_triage *t = begun();

	(void)state;
	for (unsigned i = 0; i < 4; i++)
		note_sign_in(t, 10 + i, NOON + (mia_time)i, ANN, IP, "50126");
	note_sign_in(t, 20, NOON + 10, ANN, IP, NULL);
	note_sign_in(t, 21, NOON + 11, ANN, IP, "50126");
	sealed(t);
	assert_null(row_of(t, MIA_TRIAGE_ADDRESS, IP));
	mia_triage_free(t);
}

/* A second factor is asked for at each sign-in; only who never came further is told. */
static void
right_password(void **state)
{
	struct mia_triage *t = begun();

	(void)state;
	note_sign_in(t, 1, NOON, ANN, IP, "50074");
	note_sign_in(t, 2, NOON, ANN, HOME, "50074");
	note_sign_in(t, 3, NOON + 1, ANN, HOME, NULL);
	sealed(t);
	holds(t, MIA_TRIAGE_ADDRESS, IP, "password-right", "right password of 1, stopped");
	holds_not(t, MIA_TRIAGE_ADDRESS, HOME, "password-right");
	mia_triage_free(t);
}

static void
one_account_from_many(void **state)
{
	struct mia_triage *t = begun();

	(void)state;
	note_sign_in(t, 1, NOON, ANN, IP, "50126");
	note_sign_in(t, 2, NOON, ANN, "203.0.113.8", "50126");
	note_sign_in(t, 3, NOON, ANN, "203.0.113.9", "50126");
	note_sign_in(t, 4, NOON, BOB, "203.0.113.9", "50126");
	sealed(t);
	holds(t, MIA_TRIAGE_ACCOUNT, ANN, "failed-from-many", "wrong passwords from 3 addresses");
	assert_null(row_of(t, MIA_TRIAGE_ACCOUNT, BOB));
	mia_triage_free(t);
}

static void
address_of_several(void **state)
{
	struct mia_triage *t = begun();

	(void)state;
	note_sign_in(t, 1, NOON, ANN, IP, NULL);
	note_sign_in(t, 2, NOON, BOB, IP, NULL);
	note_sign_in(t, 3, NOON, "BOB@own.example", IP, NULL);
	note_sign_in(t, 4, NOON, "cy@own.example", IP, "50126");
	sealed(t);
	assert_null(row_of(t, MIA_TRIAGE_ADDRESS, IP));
	mia_triage_free(t);
	t = begun();
	note_sign_in(t, 1, NOON, ANN, IP, NULL);
	note_sign_in(t, 2, NOON, BOB, IP, NULL);
	note_sign_in(t, 4, NOON, "cy@own.example", IP, NULL);
	sealed(t);
	holds(t, MIA_TRIAGE_ADDRESS, IP, "accounts", "3 accounts");
	mia_triage_free(t);
}

/* ---- access ---- */

static void
copies(void **state)
{
	struct mia_triage *t = begun();
	struct mia_event event = deed(1, NOON, NULL, ANN, IP);

	(void)state;
	event.session_id = TEXT(SESSION);
	note_sync(t, event, "F1");
	note_sync(t, deed(2, NOON, NULL, ANN, HOME), "F1");
	sealed(t);
	holds(t, MIA_TRIAGE_ADDRESS, IP, "copies-new", "1 folder copied from a new address");
	holds(t, MIA_TRIAGE_SESSION, SESSION, "copies-new", "1 folder copied from a new address");
	holds(t, MIA_TRIAGE_ADDRESS, IP, "new", "new");
	holds(t, MIA_TRIAGE_ADDRESS, HOME, "copies", "1 folder copied");
	holds_not(t, MIA_TRIAGE_ADDRESS, HOME, "copies-new");
	holds_not(t, MIA_TRIAGE_ADDRESS, HOME, "new");
	mia_triage_free(t);
}

static void
sessions(void **state)
{
	struct mia_triage *t = begun();
	struct mia_event event = deed(1, NOON, NULL, ANN, IP);

	(void)state;
	event.session_id = TEXT(SESSION);
	event.logon = MIA_LOGON_DELEGATE;
	event.throttled = MIA_YES;
	note_bind(t, event, 1, 1);
	event = deed(2, NOON, NULL, ANN, "203.0.113.9"); /* the same /24 */
	event.session_id = TEXT("5E55A77A-0000-4000-8000-00000000000A");
	note_bind(t, event, 1, 1);
	sealed(t);
	holds(t, MIA_TRIAGE_SESSION, "5E55A77A-0000-4000-8000-00000000000A", "not-owner",
		"in another's mailbox");
	holds(t, MIA_TRIAGE_SESSION, "5E55A77A-0000-4000-8000-00000000000A", "throttled",
		"throttled: the log is blind after it");
	holds_not(t, MIA_TRIAGE_SESSION, "5E55A77A-0000-4000-8000-00000000000A", "networks");
	mia_triage_free(t);
	t = begun();
	for (unsigned i = 0; i < 3; i++) {
		event = deed(i + 1, NOON, NULL, ANN, i == 0 ? IP : i == 1 ? HOME : "40.96.0.1");
		event.session_id = TEXT(SESSION);
		note_bind(t, event, 1, 1);
	}
	sealed(t);
	holds(t, MIA_TRIAGE_SESSION, SESSION, "networks", "one id from 2 networks"); /* not Microsoft's */
	mia_triage_free(t);
}

/* A pause of more than ten minutes parts what is handed out; a repeat counts once. */
static void
bursts(void **state)
{
	struct mia_triage *t = begun();

	(void)state;
	note_bind(t, deed(1, NOON, NULL, ANN, IP), 1, 29);
	note_bind(t, deed(2, NOON + MINUTE, NULL, ANN, IP), 1, 29);
	note_bind(t, deed(3, NOON + 12 * MINUTE, NULL, ANN, IP), 40, 10);
	sealed(t);
	holds_not(t, MIA_TRIAGE_ADDRESS, IP, "burst");
	mia_triage_free(t);
	t = begun();
	note_bind(t, deed(1, NOON, NULL, ANN, IP), 1, 29);
	note_bind(t, deed(2, NOON + 10 * MINUTE, NULL, ANN, IP), 40, 10);
	sealed(t);
	holds(t, MIA_TRIAGE_ADDRESS, IP, "burst", "39 messages in 10 min");
	mia_triage_free(t);
}

/* ---- acts ---- */

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

/* The more weighs first; of equal weights the one that was handed more. */
static void
order(void **state)
{
	struct mia_triage *t = begun();

	(void)state;
	note_cmdlet(t, deed(1, NOON, "New-MailboxExportRequest", BOB, "203.0.113.9"), NULL);
	note_bind(t, deed(2, NOON, NULL, ANN, "203.0.113.8"), 1, 1);
	note_bind(t, deed(3, NOON, NULL, ANN, IP), 1, 2);
	sealed(t);
	assert_int_equal(mia_triage_count(t), 3);
	assert_text(mia_triage_get(t, 0)->subject, "203.0.113.9");
	assert_text(mia_triage_get(t, 1)->subject, IP);
	assert_text(mia_triage_get(t, 2)->subject, "203.0.113.8");
	mia_triage_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table),
		cmocka_unit_test(consent_then_mail),
		cmocka_unit_test(mail_before_the_consent),
		cmocka_unit_test(several_agreed),
		cmocka_unit_test(refused),
		cmocka_unit_test(keys_of_applications),
		cmocka_unit_test(known_from_intrusions),
		cmocka_unit_test(wrong_passwords),
		cmocka_unit_test(four_and_then_in),
		cmocka_unit_test(right_password),
		cmocka_unit_test(one_account_from_many),
		cmocka_unit_test(address_of_several),
		cmocka_unit_test(copies),
		cmocka_unit_test(sessions),
		cmocka_unit_test(bursts),
		cmocka_unit_test(forwarding),
		cmocka_unit_test(forwarding_inside),
		cmocka_unit_test(rules),
		cmocka_unit_test(many_rules),
		cmocka_unit_test(hostile_rule_name),
		cmocka_unit_test(rights_and_auditing),
		cmocka_unit_test(failed_acts_are_none),
		cmocka_unit_test(system_is_told_last),
		cmocka_unit_test(companions_of_a_consent),
		cmocka_unit_test(order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
