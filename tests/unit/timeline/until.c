/* Until when what a record set lasted: by which record, whoever made it, and in
 * whatever order the records came. */
#include "test.h"

#include "base/text.h"

#include <mia/timeline.h>

#define RECORD(id, minute, operation, members) \
	"{\"CreationTime\":\"2026-03-17T09:" minute ":00\",\"Id\":\"" id "\",\"UserId\":\"eve@x.example\"," \
	"\"Operation\":\"" operation "\"" members "}\n"
#define P(name, value) "{\"Name\":\"" name "\",\"Value\":\"" value "\"}"
#define PARAMETERS(list) ",\"Parameters\":[" list "]"
/* Who Ann is. */
#define ANN \
	RECORD("ann", "00", "MailboxLogin", \
		",\"MailboxGuid\":\"a0000000-0000-4000-8000-00000000000a\",\"MailboxOwnerUPN\":\"ann@x.example\"")

enum { MOST = 12 };

/* Record ids in pairs: set by, ended by ("" for none). */
struct ends {
	const char *set, *ended;
};

static void
check(struct mia_evidence *evidence, const struct mia_scope *scope, const struct ends *ends)
{
	struct mia_timeline_options options;
	struct mia_timeline *t;
	struct mia_timeline_row row;

	mia_timeline_options_init(&options);
	options.scope = scope;
	assert_int_equal(mia_timeline_new(&t, NULL, &options, NULL), MIA_OK);
	struct mia_fold *fold = mia_timeline_fold(t);
	struct mia_error err;
	if (mia_load(evidence, &fold, 1, NULL, &err) != MIA_OK)
		fail_msg("%s", err.text);
	for (size_t k = 0; ends[k].set; k++) {
		bool found = false;
		for (size_t i = 0; mia_timeline_row(t, i, &row) == MIA_OK; i++) {
			if (!text_equal(row.record_id, text_of(ends[k].set)))
				continue;
			found = true;
			if (!text_equal(row.until_record_id, text_of(ends[k].ended)))
				print_message("# %s: ended by '%.*s'\n", ends[k].set,
					(int)row.until_record_id.len,
					row.until_record_id.ptr ? row.until_record_id.ptr : "");
			assert_true(text_equal(row.until_record_id, text_of(ends[k].ended)));
			assert_int_equal(row.until == MIA_TIME_UNKNOWN, *ends[k].ended == '\0');
		}
		assert_true(found);
	}
	mia_timeline_free(t);
}

/* As one file; and a file for each record, from the last to the first, and all of them again. */
static void
assert_ends(const char *const *records, const struct ends *ends)
{
	struct mia_evidence *whole, *parts;
	char text[8192] = "";
	size_t count = 0;

	assert_int_equal(mia_evidence_new(&whole, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_new(&parts, NULL, NULL, NULL), MIA_OK);
	while (records[count])
		strcat(text, records[count++]);
	assert_in_range(count, 1, MOST);
	assert_int_equal(mia_evidence_add_memory(whole, "all", text, strlen(text), NULL), MIA_OK);
	for (size_t i = count; i-- > 0;) {
		char name[] = { (char)('a' + i), '\0' };
		assert_int_equal(mia_evidence_add_memory(parts, name, records[i], strlen(records[i]), NULL),
			MIA_OK);
	}
	/* Two exports that overlap. */
	assert_int_equal(mia_evidence_add_memory(parts, "all", text, strlen(text), NULL), MIA_OK);
	check(whole, NULL, ends);
	check(parts, NULL, ends);
	mia_evidence_free(whole);
	mia_evidence_free(parts);
}

static void
forwarding_ends_where_its_own_target_is_emptied(void **state)
{
	static const char *const records[] = { ANN,
		RECORD("smtp", "10", "Set-Mailbox",
			PARAMETERS(P("Identity", "host/tenant/ann") "," P("ForwardingSmtpAddress",
				"smtp:e@y.example"))),
		/* Another target: it does not touch the first. */
		RECORD("other", "11", "Set-Mailbox",
			PARAMETERS(P("Identity", "ann@x.example") "," P("ForwardingAddress", ""))),
		RECORD("off", "12", "Set-Mailbox",
			PARAMETERS(P("Identity", "ann@x.example") "," P("ForwardingSmtpAddress", ""))),
		NULL };

	(void)state;
	assert_ends(records,
		(const struct ends[]){ { "smtp", "off" }, { "other", "" }, { "off", "" }, { NULL, NULL } });
}

#define RULE(id, minute, operation, name, more) \
	RECORD(id, minute, operation "-InboxRule", \
		",\"ObjectId\":\"host/tenant/ann\\\\" name \
		"\"" PARAMETERS(P("Identity", "ann\\\\" name) more))

static void
a_rule_ends_when_nothing_of_it_stands(void **state)
{
	static const char *const records[] = { ANN,
		RULE("new", "10", "New", "r",
			"," P("ForwardTo", "a@y.example") "," P("RedirectTo", "b@y.example")),
		RULE("half", "11", "Set", "r", "," P("ForwardTo", "")), RULE("off", "12", "Disable", "r", ""),
		RULE("on", "13", "Enable", "r", ""), RULE("gone", "14", "Remove", "r", ""), NULL };

	(void)state;
	assert_ends(records,
		(const struct ends[]){ { "new", "off" }, { "half", "" }, { "on", "gone" }, { "gone", "" },
			{ NULL, NULL } });
}

/* What was taken out of a rule while it was disabled does not come back when it is enabled. */
static void
what_was_emptied_does_not_resume(void **state)
{
	static const char *const records[] = { ANN,
		RULE("new", "10", "New", "r",
			"," P("ForwardTo", "a@y.example") "," P("RedirectTo", "b@y.example")),
		RULE("off", "11", "Disable", "r", ""), RULE("less", "12", "Set", "r", "," P("ForwardTo", "")),
		RULE("on", "13", "Enable", "r", ""), RULE("none", "14", "Set", "r", "," P("RedirectTo", "")),
		NULL };

	(void)state;
	assert_ends(records, (const struct ends[]){ { "new", "off" }, { "on", "none" }, { NULL, NULL } });
}

/* Two versions of one record name two rules: which of them it made nobody knows, so what
 * removes one of them ends nothing; what removes both does, with the later. */
static void
of_two_versions_both_must_end(void **state)
{
	static const char *const one_ends[] = { ANN,
		RULE("new", "10", "New", "r", "," P("DeleteMessage", "True")),
		RULE("new", "10", "New", "s", "," P("DeleteMessage", "True")),
		RULE("gone", "11", "Remove", "r", ""), NULL };
	static const char *const other_ends[] = { ANN,
		RULE("new", "10", "New", "r", "," P("DeleteMessage", "True")),
		RULE("new", "10", "New", "s", "," P("DeleteMessage", "True")),
		RULE("gone", "11", "Remove", "s", ""), NULL };
	static const char *const both_end[] = { ANN,
		RULE("new", "10", "New", "r", "," P("DeleteMessage", "True")),
		RULE("new", "10", "New", "s", "," P("DeleteMessage", "True")),
		RULE("gone", "11", "Remove", "r", ""), RULE("away", "12", "Remove", "s", ""), NULL };

	(void)state;
	assert_ends(one_ends, (const struct ends[]){ { "new", "" }, { NULL, NULL } });
	assert_ends(other_ends, (const struct ends[]){ { "new", "" }, { NULL, NULL } });
	assert_ends(both_end, (const struct ends[]){ { "new", "away" }, { NULL, NULL } });
}

/* Which of two rules of one name was removed, no record says. */
static void
of_two_rules_of_one_name_no_end_is_told(void **state)
{
	static const char *const records[] = { ANN,
		RULE("one", "10", "New", "r", "," P("DeleteMessage", "True")),
		RULE("two", "11", "New", "r", "," P("DeleteMessage", "True")),
		RULE("gone", "12", "Remove", "r", ""), NULL };

	(void)state;
	assert_ends(records, (const struct ends[]){ { "one", "" }, { "two", "" }, { NULL, NULL } });
}

/* Nor does a record say which came first within a second. */
static void
what_ends_in_the_same_second_ends_nothing(void **state)
{
	static const char *const records[] = { ANN,
		RULE("new", "10", "New", "r", "," P("DeleteMessage", "True")),
		RULE("gone", "10", "Remove", "r", ""),
		RULE("fresh", "10", "New", "s", "," P("DeleteMessage", "True")),
		RULE("away", "10", "Remove", "s", ""), NULL };

	(void)state;
	assert_ends(records, (const struct ends[]){ { "new", "" }, { "fresh", "" }, { NULL, NULL } });
}

static void
an_application_ends_when_it_is_removed(void **state)
{
#define APP(name, id) \
	",\"Target\":[{\"ID\":\"d0000000-0000-4000-8000-0000000000dd\",\"Type\":2},{\"ID\":\"" name \
	"\",\"Type\":1},{\"ID\":\"" id "\",\"Type\":2}]"
	static const char *const records[] = { ANN,
		RECORD("consent", "10", "Consent to application.",
			APP("Mail Helper", "d0000000-0000-4000-8000-00000000000d")),
		RECORD("other", "11", "Consent to application.",
			APP("Mail Helper", "d0000000-0000-4000-8000-00000000000e")),
		RECORD("gone", "12", "Remove service principal.",
			APP("Mail Helper", "d0000000-0000-4000-8000-00000000000d")),
		NULL };

	(void)state;
	assert_ends(records, (const struct ends[]){ { "consent", "gone" }, { "other", "" }, { NULL, NULL } });
#undef APP
}

static void
rights_on_a_folder_end_with_none(void **state)
{
#define RIGHTS(member, rights) \
	",\"MailboxGuid\":\"a0000000-0000-4000-8000-00000000000a\",\"Item\":{\"Id\":\"F1\",\"ParentFolder\":{" \
	"\"Id\":\"F1\",\"MemberUpn\":\"" member "\",\"MemberRights\":\"" rights \
	"\",\"Path\":\"\\\\Inbox\"}}"
	static const char *const records[] = { ANN,
		RECORD("all", "10", "AddFolderPermissions", RIGHTS("Everyone", "ReadAny")),
		RECORD("bob", "11", "AddFolderPermissions", RIGHTS("bob", "ReadAny")),
		RECORD("none", "12", "ModifyFolderPermissions", RIGHTS("Everyone", "None")), NULL };

	(void)state;
	assert_ends(records, (const struct ends[]){ { "all", "none" }, { "bob", "" }, { NULL, NULL } });
#undef RIGHTS
}

static void
a_removal_that_failed_ends_nothing(void **state)
{
	static const char *const records[] = { ANN,
		RULE("new", "10", "New", "r", "," P("DeleteMessage", "True")),
		RECORD("fails", "12", "Remove-InboxRule",
			",\"ResultStatus\":\"False\",\"ObjectId\":\"host/tenant/ann\\\\r\""),
		NULL };

	(void)state;
	assert_ends(records, (const struct ends[]){ { "new", "" }, { NULL, NULL } });
}

#define PERMISSION(id, minute, operation, user, rights) \
	RECORD(id, minute, operation "-MailboxPermission", \
		PARAMETERS(P("Identity", "ann") "," P("User", user) "," P("AccessRights", rights)))

static void
a_permission_ends_with_the_same_one(void **state)
{
	static const char *const records[] = { ANN,
		PERMISSION("eve", "10", "Add", "host/tenant/eve", "FullAccess"),
		PERMISSION("again", "11", "Add", "eve", "FullAccess"),
		PERMISSION("bob", "12", "Add", "bob", "FullAccess"),
		PERMISSION("send", "13", "Remove", "eve", "SendAs"),
		PERMISSION("gone", "14", "Remove", "eve", "FullAccess"), NULL };

	(void)state;
	assert_ends(records,
		(const struct ends[]){ { "eve", "gone" }, { "again", "gone" }, { "bob", "" },
			{ NULL, NULL } });
}

static void
what_silences_the_log_ends_when_it_is_set_back(void **state)
{
	static const char *const records[] = { ANN,
		RECORD("off", "10", "Set-Mailbox",
			PARAMETERS(P("Identity", "ann") "," P("AuditEnabled", "False"))),
		RECORD("on", "11", "Set-Mailbox",
			PARAMETERS(P("Identity", "ann@x.example") "," P("AuditEnabled", "True"))),
		NULL };

	(void)state;
	assert_ends(records, (const struct ends[]){ { "off", "on" }, { "on", "" }, { NULL, NULL } });
}

/* The administrator's removal is not in scope; the end is told all the same. */
static void
an_end_out_of_scope_is_told(void **state)
{
	static const char text[] = ANN RULE("new", "10", "New", "r",
		"," P("DeleteMessage",
			"True")) "{\"CreationTime\":\"2026-03-17T09:20:00\",\"Id\":\"admin\",\"UserId\":\"admin@x.example\","
				 "\"Operation\":\"Remove-InboxRule\",\"ObjectId\":\"host/tenant/ann\\\\r\"}\n";
	struct mia_evidence *evidence;
	struct mia_scope *scope;

	(void)state;
	assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_memory(evidence, "all", text, strlen(text), NULL), MIA_OK);
	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	assert_int_equal(mia_scope_add(scope, MIA_TRAIT_USER, 0, TEXT("eve@x.example"), NULL), MIA_OK);
	check(evidence, scope, (const struct ends[]){ { "new", "admin" }, { NULL, NULL } });
	mia_scope_free(scope);
	mia_evidence_free(evidence);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forwarding_ends_where_its_own_target_is_emptied),
		cmocka_unit_test(a_rule_ends_when_nothing_of_it_stands),
		cmocka_unit_test(what_was_emptied_does_not_resume),
		cmocka_unit_test(of_two_versions_both_must_end),
		cmocka_unit_test(of_two_rules_of_one_name_no_end_is_told),
		cmocka_unit_test(what_ends_in_the_same_second_ends_nothing),
		cmocka_unit_test(an_application_ends_when_it_is_removed),
		cmocka_unit_test(rights_on_a_folder_end_with_none),
		cmocka_unit_test(a_removal_that_failed_ends_nothing),
		cmocka_unit_test(a_permission_ends_with_the_same_one),
		cmocka_unit_test(what_silences_the_log_ends_when_it_is_set_back),
		cmocka_unit_test(an_end_out_of_scope_is_told),
	};

	return cmocka_run_group_tests_name("timeline_until", tests, NULL, NULL);
}
