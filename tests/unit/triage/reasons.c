/* Reasons of applications, sign-ins and access: when each holds, when it does not, in which words. */
#include "triage_reasons.h"

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
	note_consent(t, 2, NOON + 1, BOB, "Azure", "User.Read"); /* it changed its name */
	sealed(t);
	assert_text(row_of(t, MIA_TRIAGE_APP, APP)->name, "rnicrosoft");
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

/* A right that failed beside the consent to the same application, and to another one. */
static void
a_part_of_a_consent_that_failed(void **state)
{
	struct mia_triage *t = begun();
	struct mia_event event = deed(2, NOON, "Add app role assignment grant to user.", ANN, NULL);

	(void)state;
	note_consent(t, 1, NOON, ANN, "App", "User.Read");
	event.flags = MIA_FLAG_FAILED;
	event.target_id = TEXT(APP);
	note(t, &event);
	event.key[15] = 3;
	event.content = 3;
	event.target_id = TEXT("11111111-2222-3333-4444-555555555555");
	note(t, &event);
	sealed(t);
	holds(t, MIA_TRIAGE_APP, APP, "consent", "consent");
	holds_not(t, MIA_TRIAGE_APP, APP, "consent-refused");
	holds(t, MIA_TRIAGE_APP, "11111111-2222-3333-4444-555555555555", "consent-refused",
		"1 consent failed");
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
	holds(t, MIA_TRIAGE_ADDRESS, IP, "spray", "7 refused passwords for 3 accounts (2 never in)");
	holds(t, MIA_TRIAGE_ADDRESS, IP, "failed-then-ok", "5 refused passwords, then in");
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
	holds(t, MIA_TRIAGE_ACCOUNT, ANN, "failed-from-many", "refused passwords from 3 addresses");
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

/* A row becomes an alternative; its reasons the note. */
static void
picked(void **state)
{
	struct mia_triage *t = begun();
	struct mia_scope *scope = NULL;
	struct mia_scope_words *words = NULL;

	(void)state;
	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	assert_int_equal(mia_triage_pick(t, 0, scope, NULL), MIA_ERR_STATE);
	note_consent(t, 1, NOON, ANN, "\"Poss\x1b", "Mail.Read");
	note_sync(t, deed(2, NOON, NULL, ANN, HOME), "F1");
	sealed(t);
	assert_int_equal(mia_triage_pick(t, 0, scope, NULL), MIA_OK);
	assert_int_equal(mia_triage_pick(t, 1, scope, NULL), MIA_OK);
	assert_int_equal(mia_triage_pick(t, 2, scope, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_triage_pick(t, 0, NULL, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_scope_words_new(&words, NULL, scope, NULL, NULL), MIA_OK);
	size_t last = mia_scope_words_count(words) - 1;
	assert_text(mia_scope_words_part(words, last - 1)->words, "application " APP);
	assert_text(mia_scope_words_part(words, last - 1)->note, "may reach mail; consent");
	assert_text(mia_scope_words_part(words, last)->words, "client address " HOME);
	assert_text(mia_scope_words_part(words, last)->note, "1 folder copied");
	mia_scope_words_free(words);
	mia_scope_free(scope);
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
		cmocka_unit_test(a_part_of_a_consent_that_failed),
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
		cmocka_unit_test(order),
		cmocka_unit_test(picked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
