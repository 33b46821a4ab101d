/* Tables of the coverage, each row by an input that leads to it: operations, names of reasons. */
#include "made_coverage.h"

static bool
is_of_mailbox(const char *operation)
{
	static struct answers answers;
	struct mia_event e = { .operation = text_of(operation) };

	return mia__operation_of_mailbox(&answers, &e);
}

static bool
is_change(const char *operation, const char *parameter)
{
	static struct answers answers;
	struct mia_parameter p = { text_of(parameter), TEXT("x") };
	struct mia_event e = { .operation = text_of(operation),
		.parameters = &p,
		.parameter_count = parameter != NULL };

	return mia__operation_of_change(&answers, &e);
}

static void
each_operation(void **state)
{
	static const char *const of_mailbox[] = { "AddFolderPermissions", "ApplyRecord", "AttachmentAccess",
		"Copy", "Create", "FolderBind", "HardDelete", "MailboxLogin", "MessageBind",
		"ModifyFolderPermissions", "Move", "MoveToDeletedItems", "RecordDelete",
		"RemoveFolderPermissions", "SearchQueryInitiated", "SearchQueryInitiatedExchange", "Send",
		"SendAs", "SendOnBehalf", "SoftDelete", "Update", "UpdateCalendarDelegation",
		"UpdateFolderPermissions", "UpdateInboxRules" };
	static const char *const changes[] = { "Set-Mailbox", "Set-MailboxAuditBypassAssociation",
		"Set-OrganizationConfig", "Set-AdminAuditLogConfig", "Change user license",
		"Change user license.", "Set-MsolUserLicense", "Set-MgUserLicense" };
	static const char *const users[] = { "Update user", "Update user.", "Add user", "Add user." };
	static const char *const others[] = { "UserLoggedIn", "New-InboxRule", "Set-CASMailbox",
		"Delete user." };

	(void)state;
	for (size_t i = 0; i < sizeof(of_mailbox) / sizeof(*of_mailbox); i++) {
		assert_true(is_of_mailbox(of_mailbox[i]));
		assert_false(is_change(of_mailbox[i], "AssignedLicense"));
	}
	for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
		assert_true(is_change(changes[i], NULL));
		assert_false(is_of_mailbox(changes[i]));
	}
	for (size_t i = 0; i < sizeof(users) / sizeof(*users); i++) {
		assert_true(is_change(users[i], "AssignedLicense") && is_change(users[i], "AssignedPlan"));
		assert_false(is_change(users[i], "Department") || is_of_mailbox(users[i]));
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_false(is_of_mailbox(others[i]) || is_change(others[i], "AssignedLicense"));
}

static void
each_reason(void **state)
{
	static const struct {
		enum mia_coverage_reason reason;
		const char *name;
	} rows[] = {
		{ MIA_COVERAGE_COVERED, "covered" },
		{ MIA_COVERAGE_THROTTLED, "throttled" },
		{ MIA_COVERAGE_THROTTLING_SUSPECTED, "throttling suspected" },
		{ MIA_COVERAGE_NOT_LOGGED, "not logged" },
		{ MIA_COVERAGE_AUDITING_OFF, "auditing switched off" },
		{ MIA_COVERAGE_BEFORE_EVIDENCE, "before the evidence" },
		{ MIA_COVERAGE_AFTER_EVIDENCE, "after the evidence" },
		{ MIA_COVERAGE_SILENCE, "silence" },
		{ MIA_COVERAGE_CUT_SHORT, "export cut short" },
		{ MIA_COVERAGE_REJECTED, "rejected records" },
		{ MIA_COVERAGE_LATE, "late records" },
	};

	(void)state;
	assert_int_equal(sizeof(rows) / sizeof(*rows), MIA_COVERAGE_REASON_COUNT);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_string_equal(mia_coverage_reason_name(rows[i].reason), rows[i].name);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_operation),
		cmocka_unit_test(each_reason),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
