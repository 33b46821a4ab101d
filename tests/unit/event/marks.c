/* Which operations bear which mark, and what a parameter decides. */
#include "decoded.h"

#include "event/marks.h"

static void
assert_mark(const char *operation, const char *members, const char *mark)
{
	char text[1024];

	snprintf(text, sizeof(text), "{" COMMON ",\"Operation\":\"%s\"%s}", operation, members);
	struct decoded d = read_event(text);
	if (strcmp(mia_event_mark(d.event), mark) != 0)
		print_message("# %s\n", text);
	assert_string_equal(mia_event_mark(d.event), mark);
	done(&d);
}

#define PARAMETER(name) \
	",\"Parameters\":[{\"Name\":\"Identity\",\"Value\":\"carla\"},{\"Name\":\"" name \
	"\",\"Value\":\"x\"}]"

static void
operations_bear_their_marks(void **state)
{
	static const struct {
		const char *operation, *mark;
	} known[] = {
		{ "New-InboxRule", "inbox rule" },
		{ "Remove-InboxRule", "inbox rule" },
		{ "UpdateInboxRules", "inbox rule" },
		{ "new-inboxrule", "inbox rule" },
		{ "New-TransportRule", "forwarding" },
		{ "Add-MailboxPermission", "delegation" },
		{ "Disable-TransportRule", "forwarding" },
		{ "New-JournalRule", "forwarding" },
		{ "Set-JournalRule", "forwarding" },
		{ "New-ManagementRoleAssignment", "delegation" },
		{ "New-ComplianceSearchAction", "search" },
		{ "Add-RecipientPermission", "delegation" },
		{ "UpdateCalendarDelegation", "delegation" },
		{ "ModifyFolderPermissions", "folder permission" },
		{ "Add-MailboxFolderPermission", "folder permission" },
		{ "Set-MailboxAuditBypassAssociation", "audit change" },
		{ "Set-AdminAuditLogConfig", "audit change" },
		{ "Consent to application.", "consent" },
		{ "Consent to application", "consent" },
		{ "Add OAuth2PermissionGrant.", "consent" },
		{ "Add service principal credentials.", "consent" },
		{ "UserLoggedIn", "sign-in" },
		{ "UserLoginFailed", "sign-in" },
		{ "User registered security info.", "authentication change" },
		{ "Reset user password.", "authentication change" },
		{ "SearchQueryInitiatedExchange", "search" },
		{ "New-ComplianceSearch", "search" },
		{ "SearchExported", "export" },
		{ "New-MailboxExportRequest", "export" },
		/* None. */
		{ "Send", "" },
		{ "SoftDelete", "" },
		{ "AttachmentAccess", "" },
		{ "Set-MailboxAutoReplyConfiguration", "" },
		{ "New-InboxRules", "" },
		{ "New-InboxRul", "" },
		{ "Consent to application..", "" },
		{ "Update user.", "" },
		{ ".", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		assert_mark(known[i].operation, "", known[i].mark);
	assert_mark("MailItemsAccessed", "," BIND, "");
}

static void
a_consent_may_let_items_be_exported(void **state)
{
	static const char *const permissions[] = { "MailboxItem.Export", "MailboxItem.Export.All",
		"MailboxItem.ImportExport", "Mail.Read mailboxitem.importexport.all" };
	char members[256];

	(void)state;
	for (size_t i = 0; i < sizeof(permissions) / sizeof(*permissions); i++) {
		snprintf(members, sizeof(members),
			",\"ModifiedProperties\":[{\"Name\":\"ConsentAction.Permissions\",\"NewValue\":\"[Scope: %s]\"}]",
			permissions[i]);
		assert_mark("Consent to application.", members, "consent to export");
		assert_mark("New-InboxRule", members, "inbox rule");
	}
	assert_mark("Consent to application.",
		",\"ModifiedProperties\":[{\"Name\":\"ConsentAction.Permissions\",\"NewValue\":\"[Scope: Mail.Read]\"}]",
		"consent");
}

static void
a_record_type_may_tell(void **state)
{
	(void)state;
	assert_mark("BackupPolicyStarted", ",\"RecordType\":298", "export");
	assert_mark("Any", ",\"RecordType\":301", "export");
	assert_mark("Any", ",\"RecordType\":431", "export");
	assert_mark("Any", ",\"RecordType\":362", "export");
	assert_mark("Any", ",\"RecordType\":333", "search");
	assert_mark("Any", ",\"RecordType\":295", "search");
	assert_mark("Any", ",\"RecordType\":296", "audit change");
	assert_mark("Any", ",\"RecordType\":275", "sign-in");
	assert_mark("Any", ",\"RecordType\":297", "");
	assert_mark("MailItemsAccessed", "," BIND ",\"RecordType\":298", "");
}

static void
a_parameter_decides_what_it_is(void **state)
{
	(void)state;
	assert_mark("Set-Mailbox", "", "");
	assert_mark("Set-Mailbox", PARAMETER("DisplayName"), "");
	assert_mark("Set-Mailbox", PARAMETER("ForwardingSmtpAddress"), "forwarding");
	assert_mark("Set-Mailbox", PARAMETER("forwardingaddress"), "forwarding");
	assert_mark("Set-Mailbox", PARAMETER("ForwardingSmtpAddresses"), "");
	assert_mark("Set-Mailbox", ",\"Parameters\":[{\"Name\":\"ForwardingSmtpAddress\",\"Value\":\"\"}]",
		"forwarding");
	assert_mark("Set-Mailbox", PARAMETER("GrantSendOnBehalfTo"), "delegation");
	assert_mark("Set-Mailbox", PARAMETER("AuditEnabled"), "audit change");
	/* Both at once: what lets mail out first, wherever it stands. */
	assert_mark("Set-Mailbox",
		",\"Parameters\":[{\"Name\":\"AuditEnabled\",\"Value\":\"False\"},{\"Name\":\"ForwardingAddress\",\"Value\":\"x\"}]",
		"forwarding");
	assert_mark("Set-RemoteDomain", PARAMETER("AutoForwardEnabled"), "forwarding");
	assert_mark("Set-RemoteDomain", PARAMETER("AutoReplyEnabled"), "");
	assert_mark("Set-HostedOutboundSpamFilterPolicy", PARAMETER("AutoForwardingMode"), "forwarding");
	assert_mark("Set-HostedOutboundSpamFilterPolicy", PARAMETER("RecipientLimitPerDay"), "");
	assert_mark("Set-OrganizationConfig", PARAMETER("AuditDisabled"), "audit change");
	assert_mark("Set-OrganizationConfig", PARAMETER("EwsAllowedAppIDs"), "consent");
	assert_mark("Set-OrganizationConfig", PARAMETER("DisplayName"), "");
	assert_mark("New-ComplianceSearchAction", ",\"Parameters\":\"-SearchName \\\"a\\\" -Export\"",
		"export");
	assert_mark("New-ComplianceSearchAction", ",\"Parameters\":\"-SearchName \\\"a\\\" -Purge\"",
		"search");
	assert_mark("Update user.",
		",\"ModifiedProperties\":[{\"Name\":\"StrongAuthenticationPhoneAppDetail\",\"NewValue\":\"[]\"}]",
		"authentication change");
	assert_mark("Update user.",
		",\"ModifiedProperties\":[{\"Name\":\"Department\",\"NewValue\":\"StrongAuthenticationMethod\"}]",
		"");
}

static void
every_mark_has_a_name_of_its_own(void **state)
{
	(void)state;
	assert_string_equal(mia__mark_name(MARK_NONE), "");
	for (int i = 1; i < MARK_COUNT; i++)
		for (int k = 0; k < i; k++)
			assert_string_not_equal(mia__mark_name((enum mark)i), mia__mark_name((enum mark)k));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(operations_bear_their_marks),
		cmocka_unit_test(a_consent_may_let_items_be_exported),
		cmocka_unit_test(a_record_type_may_tell),
		cmocka_unit_test(a_parameter_decides_what_it_is),
		cmocka_unit_test(every_mark_has_a_name_of_its_own),
	};
	return cmocka_run_group_tests_name("event-marks", tests, NULL, NULL);
}
