/* Tables of the triage, row by row: reasons and their weights, error codes of sign-ins, words and folders
 * of rules, scopes of consents, letters that look like others. */
#include "triage_reasons.h"

#include "triage/imitation.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* As docs/triage.md explains them, from the gravest to the least. */
static void
each_reason(void **state)
{
	static const struct {
		const char *code;
		unsigned weight;
	} rows[] = {
		{ "forward-outside", 40 },
		{ "imitates", 40 },
		{ "audit-change", 40 },
		{ "export", 40 },
		{ "consent-then-mail", 40 },
		{ "consent-export", 40 },
		{ "credential", 40 },
		{ "abused-app", 25 },
		{ "copies-new", 25 },
		{ "spray", 25 },
		{ "rule-hides", 25 },
		{ "delegation", 25 },
		{ "consent-mail", 25 },
		{ "many-rules", 25 },
		{ "failed-then-ok", 25 },
		{ "password-right", 15 },
		{ "folder-permission", 15 },
		{ "consent", 15 },
		{ "burst", 15 },
		{ "failed-from-many", 15 },
		{ "networks", 15 },
		{ "forward", 15 },
		{ "rule-words", 15 },
		{ "rule", 15 },
		{ "authentication", 15 },
		{ "accounts", 15 },
		{ "app-mailboxes", 5 },
		{ "throttled", 15 },
		{ "says-microsoft", 5 },
		{ "rule-name", 5 },
		{ "search", 5 },
		{ "consents-several", 5 },
		{ "consent-refused", 5 },
		{ "copies", 5 },
		{ "not-owner", 5 },
		{ "new", 5 },
		{ "system", 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct mia_triage_rule *rule = mia_triage_rule(i);
		assert_non_null(rule);
		assert_string_equal(rule->code, rows[i].code);
		assert_int_equal(rule->weight, rows[i].weight);
	}
	assert_null(mia_triage_rule(COUNT(rows)));
}

/* Ann's password: guessed from three addresses, right and stopped, or neither. */
static void
each_error_of_a_sign_in(void **state)
{
	static const char *const wrong[] = { "", "0", "50034", "50053", "50056", "50057", "50064", "50126",
		"80012", "80014" };
	static const char *const right[] = { "50055", "50072", "50074", "50076", "50079", "50144", "50158",
		"500121", "53000", "53001", "53003", "530032" };
	static const char *const others[] = { "50140", "65001", "5007", "500740", "x" };
	static const char *const addresses[] = { IP, "203.0.113.8", "203.0.113.9" };

	(void)state;
	for (size_t i = 0; i < COUNT(wrong) + COUNT(right) + COUNT(others); i++) {
		size_t n = i < COUNT(wrong) ? i : i - COUNT(wrong);
		const char *error = i < COUNT(wrong) ? wrong[i]
			: n < COUNT(right)           ? right[n]
						     : others[n - COUNT(right)];
		struct mia_triage *t = begun();
		for (unsigned k = 0; k < 3; k++)
			note_sign_in(t, 1 + k, NOON + (mia_time)k, ANN, addresses[k], error);
		sealed(t);
		bool guessed = reason_of(t, MIA_TRIAGE_ACCOUNT, ANN, "failed-from-many").ptr != NULL;
		bool stopped = reason_of(t, MIA_TRIAGE_ADDRESS, IP, "password-right").ptr != NULL;
		if (guessed != (i < COUNT(wrong)) || stopped != (i >= COUNT(wrong) && n < COUNT(right)))
			fail_msg("%s: %d %d", error, guessed, stopped);
		mia_triage_free(t);
	}
}

/* One rule; whether the address it came from has this reason. */
static bool
rule_gives(const char *parameter, const char *value, const char *code)
{
	struct mia_triage *t = begun();

	note_cmdlet(t, deed(1, NOON, "New-InboxRule", ANN, IP),
		(const char *const[]){ "Name", "News", parameter, value, NULL });
	sealed(t);
	bool gives = reason_of(t, MIA_TRIAGE_ADDRESS, IP, code).ptr != NULL;
	mia_triage_free(t);
	return gives;
}

static void
each_word_and_folder_of_a_rule(void **state)
{
	static const char *const words[] = { "Invoice", "payment", "payroll", "bank", "wire", "IBAN",
		"transfer", "remittance", "statement", "Rechnung", "Zahlung", "facture", "paiement",
		"virement", "factura", "fattura", "faktura", "password", "Passwort", "mot de passe", "phish",
		"hacked", "spam", "virus", "malware", "suspicious", "security", "MFA", "helpdesk",
		"DocuSign" };
	static const char *const plain[] = { "lunch", "offer", "phis", "pass" };
	static const char *const hidden[] = { "RSS Feeds", "Conversation History", "Archive", "Deleted Items",
		"Junk Email", "Notes", "Sync Issues", "Clutter" };
	static const char *const seen[] = { "Newsletters", "Team", "Inbox" };

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++)
		if (!rule_gives("SubjectContainsWords", words[i], "rule-words"))
			fail_msg("%s", words[i]);
	for (size_t i = 0; i < COUNT(plain); i++)
		assert_false(rule_gives("SubjectContainsWords", plain[i], "rule-words"));
	for (size_t i = 0; i < COUNT(hidden); i++)
		if (!rule_gives("MoveToFolder", hidden[i], "rule-hides"))
			fail_msg("%s", hidden[i]);
	for (size_t i = 0; i < COUNT(seen); i++)
		assert_false(rule_gives("MoveToFolder", seen[i], "rule-hides"));
}

static void
each_scope_of_mail(void **state)
{
	static const char *const mail[] = { "Mail.Read", "mail.send", "MailboxSettings.Read",
		"MailboxFolder.Read", "MailboxItem.ImportExport", "full_access_as_app",
		"EWS.AccessAsUser.All", "IMAP.AccessAsUser.All", "POP.AccessAsUser.All", "SMTP.Send",
		"Exchange.ManageAsApp" };
	static const char *const others[] = { "User.Read", "Mailing.List", "offline_access", "Mailbox" };

	(void)state;
	for (size_t i = 0; i < COUNT(mail) + COUNT(others); i++) {
		bool is = i < COUNT(mail);
		struct mia_triage *t = begun();
		note_consent(t, 1, NOON, ANN, "Poss", is ? mail[i] : others[i - COUNT(mail)]);
		sealed(t);
		if ((reason_of(t, MIA_TRIAGE_APP, APP, "consent-mail").ptr != NULL) != is)
			fail_msg("%s", is ? mail[i] : others[i - COUNT(mail)]);
		mia_triage_free(t);
	}
}

static void
each_mark_has_its_reason(void **state)
{
	static const struct {
		const char *operation, *code;
	} rows[] = {
		{ "Add-MailboxPermission", "delegation" },
		{ "Add-MailboxFolderPermission", "folder-permission" },
		{ "Set-AdminAuditLogConfig", "audit-change" },
		{ "Reset user password.", "authentication" },
		{ "New-ComplianceSearch", "search" },
		{ "New-MailboxExportRequest", "export" },
		{ "New-InboxRule", "rule" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct mia_triage *t = begun();
		note_cmdlet(t, deed(1, NOON, rows[i].operation, ANN, IP),
			(const char *const[]){ "Name", "News", "User", BOB, NULL });
		sealed(t);
		for (size_t k = 0; k < COUNT(rows); k++)
			if ((reason_of(t, MIA_TRIAGE_ADDRESS, IP, rows[k].code).ptr != NULL) != (k == i))
				fail_msg("%s: %s", rows[i].operation, rows[k].code);
		mia_triage_free(t);
	}
}

/* Each sign in the place of the letter that it looks like, in a name that has it and lacks the last one
 * besides: one more that is lost, and it would look like nothing. */
static void
each_letter_that_looks_like_another(void **state)
{
	static const struct {
		const char *name;
		char letter;
		const char *signs; /* each of them by itself */
	} rows[] = {
		{ "sharepoint", 'a', "\xd0\xb0\xd0\x90\xce\x91\xc9\x91" },
		{ "onedrive", 'e', "\xd0\xb5\xd0\x95\xce\x95\xc3\xa8\xc3\xa9\xc3\xaa\xc3\xab" },
		{ "microsoft", 'o',
			"\xd0\xbe\xd0\x9e\xce\xbf\xce\x9f\xd6\x85\xe1\xb4\x8f\xe2\xb2\x9f\xc3\xb2\xc3\xb3"
			"\xc3\xb4\xc3\xb5\xc3\xb6\xc3\xb8" },
		{ "sharepoint", 'p', "\xd1\x80\xd0\xa0\xcf\x81\xce\xa1" },
		{ "microsoft", 'c', "\xd1\x81\xd0\xa1\xe2\x85\xbd\xc3\xa7" },
		{ "microsoft", 's', "\xd1\x95\xd0\x85\xc5\xa1" },
		{ "microsoft", 'i',
			"\xd1\x96\xd0\x86\xce\xb9\xce\x99\xc4\xb1\xe2\x85\xb0\xc3\xac\xc3\xad\xc3\xae\xc3\xaf" },
		{ "onedrive", 'v', "\xd1\xb5\xce\xbd" },
		{ "outlook", 'l', "\xd3\x8f\xe2\x85\xbc" },
		{ "microsoft", 'm', "\xd0\xbc\xd0\x9c\xce\x9c\xe2\x85\xbf" },
		{ "outlook", 'k', "\xd0\xba\xd0\x9a\xce\xba\xce\x9a" },
		{ "microsoft", 't', "\xd1\x82\xd0\xa2\xcf\x84\xce\xa4" },
		{ "microsoft", 'r', "\xd0\xb3\xca\x80" },
		{ "sharepoint", 'h', "\xd0\xbd\xd0\x9d" },
		{ "onedrive", 'n', "\xd5\xb8" },
		{ "outlook", 'u', "\xcf\x85\xd5\xbd" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *at = strchr(rows[i].name, rows[i].letter);
		assert_non_null(at);
		for (const char *sign = rows[i].signs; *sign;) {
			int len = (unsigned char)*sign < 0xe0 ? 2 : 3;
			char name[64];
			snprintf(name, sizeof(name), "%.*s%.*s%s", (int)(at - rows[i].name), rows[i].name,
				len, sign, at + 1);
			if (mia__triage_imitation(mia_text_of(name)) != IMITATION_LOOKS)
				fail_msg("%s", name);
			sign += len;
		}
		assert_int_equal(mia__triage_imitation(mia_text_of(rows[i].name)), IMITATION_SAYS);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_reason),
		cmocka_unit_test(each_error_of_a_sign_in),
		cmocka_unit_test(each_word_and_folder_of_a_rule),
		cmocka_unit_test(each_scope_of_mail),
		cmocka_unit_test(each_mark_has_its_reason),
		cmocka_unit_test(each_letter_that_looks_like_another),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
