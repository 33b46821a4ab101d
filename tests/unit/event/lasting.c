/* What a record sets that lasts, and what it ends: each operation and each of its parameters. */
#include "test.h"

#include "base/text.h"
#include "event/lasting.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define ALL LASTING_ALL
#define BIT(n) (UINT32_C(1) << (n))
#define OTHER BIT(31)
#define APP "e0000000-0000-4000-8000-00000000000e"
enum { MAKES = 1, RESUMES = 2, FORGETS = 4, OWN = 8 };

struct row {
	const char *operation, *parameters[6]; /* name, value */
	enum lasting_kind kind;
	uint32_t sets, ends; /* both 0: it is told of nothing */
	unsigned flags;
	const char *name, *part, *mailbox;
};

static struct mia_event
event_of(const struct row *row, struct mia_parameter parameters[3])
{
	struct mia_event e = { .operation = text_of(row->operation),
		.actor = TEXT("ann@x"),
		.parameters = parameters };

	for (size_t i = 0; i < 6 && row->parameters[i]; i += 2)
		parameters[e.parameter_count++] = (struct mia_parameter){ text_of(row->parameters[i]),
			text_of(row->parameters[i + 1]) };
	return e;
}

static void
assert_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct row *row = &rows[i];
		struct mia_parameter parameters[3];
		struct mia_event e = event_of(row, parameters);
		struct lasting is;
		bool told = mia__lasting_of(&e, mia__mark_of(&e), &is);
		unsigned flags = (is.makes ? MAKES : 0) | (is.resumes ? RESUMES : 0) |
			(is.forgets ? FORGETS : 0) | (is.own ? OWN : 0);
		if (told != (row->sets || row->ends) ||
			(told &&
				(is.kind != row->kind || is.sets != row->sets || is.ends != row->ends ||
					flags != row->flags || !text_equal(is.name, text_of(row->name)) ||
					!text_equal(is.part, text_of(row->part)) ||
					!text_equal(is.mailbox, text_of(row->mailbox)))))
			fail_msg("%zu %s: %d %x %x %x '%.*s' '%.*s' '%.*s'", i, row->operation, is.kind,
				is.sets, is.ends, flags, (int)is.name.len, is.name.ptr, (int)is.part.len,
				is.part.ptr, (int)is.mailbox.len, is.mailbox.ptr);
		/* What failed does neither. */
		e.flags = MIA_FLAG_FAILED;
		assert_false(mia__lasting_of(&e, mia__mark_of(&e), &is));
	}
}

/* Each of the actions by itself, in the order of the table in event/lasting.c. */
static void
each_action_of_a_rule(void **state)
{
	static const char *const actions[] = { "ForwardTo", "RedirectTo", "ForwardAsAttachmentTo",
		"MoveToFolder", "CopyToFolder", "DeleteMessage", "SoftDeleteMessage", "MarkAsRead",
		"SendTextMessageNotificationTo" };
	static const char *const of_tenant[] = { "RedirectMessageTo", "BlindCopyTo", "CopyTo",
		"AddToRecipients" };

	(void)state;
	for (unsigned i = 0; i < COUNT(actions) + COUNT(of_tenant); i++) {
		bool inbox = i < COUNT(actions);
		const char *action = inbox ? actions[i] : of_tenant[i - COUNT(actions)];
		const struct row rows[] = {
			{ inbox ? "New-InboxRule" : "New-TransportRule", { "Name", "R", action, "x@y" },
				inbox ? LASTING_INBOX_RULE : LASTING_TENANT_RULE, BIT(i), 0, MAKES, "R",
				inbox ? NULL : "transport", NULL },
			{ inbox ? "Set-InboxRule" : "Set-TransportRule", { "Identity", "R", action, "True" },
				inbox ? LASTING_INBOX_RULE : LASTING_TENANT_RULE, BIT(i), 0, 0, "R",
				inbox ? NULL : "transport", NULL },
			{ inbox ? "Set-InboxRule" : "Set-TransportRule", { "Identity", "R", action, " " },
				inbox ? LASTING_INBOX_RULE : LASTING_TENANT_RULE, 0, BIT(i), 0, "R",
				inbox ? NULL : "transport", NULL },
		};
		assert_rows(rows, COUNT(rows));
	}
}

static void
lives_of_rules(void **state)
{
	static const struct row rows[] = {
		{ "New-InboxRule", { "Name", "R", "ForwardTo", "x@y", "MarkAsRead", "False" },
			LASTING_INBOX_RULE, BIT(0), 0, MAKES, "R", NULL, NULL },
		{ "New-InboxRule", { "Name", "R" }, LASTING_INBOX_RULE, OTHER, 0, MAKES, "R", NULL, NULL },
		{ "New-InboxRule", { "Name", "R", "ForwardTo", "x@y", "Enabled", "False" }, 0, 0, 0, 0, NULL,
			NULL, NULL },
		{ "Set-InboxRule", { "Identity", "bob\\R", "ForwardTo", "x@y", "Enabled", "false" },
			LASTING_INBOX_RULE, 0, ALL, 0, "R", NULL, "bob" },
		{ "Set-InboxRule", { "Identity", "R", "ForwardTo", "$null", "RedirectTo", "x@y" },
			LASTING_INBOX_RULE, BIT(1), BIT(0), 0, "R", NULL, NULL },
		{ "Set-InboxRule", { "Identity", "R", "Priority", "1" }, 0, 0, 0, 0, NULL, NULL, NULL },
		{ "Enable-InboxRule", { "Identity", "R" }, LASTING_INBOX_RULE, OTHER, 0, RESUMES, "R", NULL,
			NULL },
		{ "Disable-InboxRule", { "Identity", "R", "Mailbox", "bob@x" }, LASTING_INBOX_RULE, 0, ALL, 0,
			"R", NULL, "bob@x" },
		{ "Remove-InboxRule", { "Identity", "R" }, LASTING_INBOX_RULE, 0, ALL, FORGETS, "R", NULL,
			NULL },
		{ "UpdateInboxRules", { "RuleId", "77", "RuleOperation", "RemoveMailboxRule" },
			LASTING_INBOX_RULE, 0, ALL, FORGETS, "77", NULL, NULL },
		{ "UpdateInboxRules", { "RuleName", "s", "RuleOperation", "deleteRule" }, LASTING_INBOX_RULE,
			0, ALL, FORGETS, "s", NULL, NULL },
		{ "UpdateInboxRules", { "RuleId", "77", "RuleState", "Disabled" }, LASTING_INBOX_RULE, 0, ALL,
			0, "77", NULL, NULL },
		{ "UpdateInboxRules", { "RuleId", "77", "RuleActions", "[{\"ActionType\":\"Delete\"}]" },
			LASTING_INBOX_RULE, OTHER, 0, 0, "77", NULL, NULL },
		{ "UpdateInboxRules", { "RuleId", "77", "RuleActions", "[{\"ActionType\":\"Forward\"}]" },
			LASTING_INBOX_RULE, OTHER | 1, 0, 0, "77", NULL, NULL },
		{ "UpdateInboxRules", { "RuleId", "77", "RuleState", "Enabled" }, 0, 0, 0, 0, NULL, NULL,
			NULL },
		{ "New-JournalRule", { "Name", "J", "JournalEmailAddress", "x@y" }, LASTING_TENANT_RULE,
			BIT(13), 0, MAKES, "J", "journal", NULL },
		{ "Remove-JournalRule", { "Identity", "J" }, LASTING_TENANT_RULE, 0, ALL, FORGETS, "J",
			"journal", NULL },
		{ "Disable-TransportRule", { "Identity", "T" }, LASTING_TENANT_RULE, 0, ALL, 0, "T",
			"transport", NULL },
		{ "Enable-TransportRule", { "Identity", "T" }, LASTING_TENANT_RULE, OTHER, 0, RESUMES, "T",
			"transport", NULL },
	};

	(void)state;
	assert_rows(rows, COUNT(rows));
}

static void
forwarding_and_settings(void **state)
{
	static const struct row rows[] = {
		{ "Set-Mailbox", { "Identity", "ann", "ForwardingSmtpAddress", "x@y" }, LASTING_FORWARDING,
			BIT(0), 0, OWN, NULL, NULL, "ann" },
		{ "Set-Mailbox", { "Identity", "o/ann", "ForwardingAddress", "x@y" }, LASTING_FORWARDING,
			BIT(1), 0, OWN, NULL, NULL, "ann" },
		{ "Set-Mailbox",
			{ "Identity", "ann", "ForwardingAddress", "", "ForwardingSmtpAddress", "x@y" },
			LASTING_FORWARDING, BIT(0), BIT(1), OWN, NULL, NULL, "ann" },
		{ "Set-Mailbox", { "Identity", "ann", "DeliverToMailboxAndForward", "True" }, 0, 0, 0, 0,
			NULL, NULL, NULL },
		{ "Set-RemoteDomain", { "Identity", "Default", "AutoForwardEnabled", "True" },
			LASTING_SETTING, BIT(0), 0, 0, "Default", "AutoForward", NULL },
		{ "Set-RemoteDomain", { "Identity", "Default", "AutoForwardEnabled", "False" },
			LASTING_SETTING, 0, BIT(0), 0, "Default", "AutoForward", NULL },
		{ "Set-HostedOutboundSpamFilterPolicy", { "Name", "P", "AutoForwardingMode", "on" },
			LASTING_SETTING, BIT(1), 0, 0, "P", "AutoForward", NULL },
		{ "Set-HostedOutboundSpamFilterPolicy",
			{ "Identity", "P", "AutoForwardingMode", "Automatic" }, LASTING_SETTING, 0, BIT(1), 0,
			"P", "AutoForward", NULL },
		{ "Set-Mailbox", { "Identity", "ann", "AuditEnabled", "False" }, LASTING_SETTING, BIT(0), 0,
			OWN, NULL, "audit", "ann" },
		{ "Set-Mailbox", { "Identity", "ann", "AuditEnabled", "True" }, LASTING_SETTING, 0, BIT(0),
			OWN, NULL, "audit", "ann" },
		{ "Set-MailboxAuditBypassAssociation", { "Identity", "svc", "AuditBypassEnabled", "True" },
			LASTING_SETTING, BIT(1), 0, OWN, NULL, "audit", "svc" },
		{ "Set-MailboxAuditBypassAssociation", { "Identity", "svc", "AuditBypassEnabled", "False" },
			LASTING_SETTING, 0, BIT(1), OWN, NULL, "audit", "svc" },
		{ "Set-OrganizationConfig", { "Identity", "x", "AuditDisabled", "true" }, LASTING_SETTING,
			BIT(2), 0, OWN, NULL, "audit", NULL },
		{ "Set-AdminAuditLogConfig", { "UnifiedAuditLogIngestionEnabled", "False" }, LASTING_SETTING,
			BIT(3), 0, OWN, NULL, "audit", NULL },
		{ "Set-AdminAuditLogConfig", { "AdminAuditLogEnabled", "False" }, LASTING_SETTING, BIT(4), 0,
			OWN, NULL, "audit", NULL },
		{ "Set-AdminAuditLogConfig", { "AdminAuditLogEnabled", "odd" }, 0, 0, 0, 0, NULL, NULL,
			NULL },
		{ "Set-Mailbox", { "Identity", "ann", "AuditOwner", "Update" }, 0, 0, 0, 0, NULL, NULL,
			NULL },
	};

	(void)state;
	assert_rows(rows, COUNT(rows));
}

static void
rights_and_applications(void **state)
{
	static const struct row rows[] = {
		{ "Add-MailboxPermission",
			{ "Identity", "o/ann", "User", "o/eve", "AccessRights", "FullAccess" },
			LASTING_PERMISSION, 1, 0, OWN, "eve", "FullAccess", "ann" },
		{ "Remove-MailboxPermission",
			{ "Identity", "ann", "User", "eve", "AccessRights", "FullAccess" },
			LASTING_PERMISSION, 0, ALL, OWN, "eve", "FullAccess", "ann" },
		{ "Add-RecipientPermission",
			{ "Identity", "ann", "Trustee", "eve", "AccessRights", "SendAs" }, LASTING_PERMISSION,
			1, 0, OWN, "eve", "SendAs", "ann" },
		{ "Add-MailboxPermission", { "Identity", "ann" }, 0, 0, 0, 0, NULL, NULL, NULL },
		{ "Set-Mailbox", { "Identity", "ann", "GrantSendOnBehalfTo", "eve" }, LASTING_PERMISSION, 1,
			0, OWN, NULL, "SendOnBehalf", "ann" },
		{ "Set-Mailbox", { "Identity", "ann", "GrantSendOnBehalfTo", " " }, LASTING_PERMISSION, 0, 1,
			OWN, NULL, "SendOnBehalf", "ann" },
		{ "New-ManagementRoleAssignment", { "Name", "N", "Role", "ApplicationImpersonation" },
			LASTING_PERMISSION, 1, 0, OWN, "N", "role", NULL },
		{ "Remove-ManagementRoleAssignment", { "Identity", "N" }, LASTING_PERMISSION, 0, ALL, OWN,
			"N", "role", NULL },
		{ "Add-MailboxFolderPermission",
			{ "Identity", "ann:\\Inbox", "User", "eve", "AccessRights", "Reviewer" },
			LASTING_FOLDER_PERMISSION, 1, 0, OWN, "eve", "ann:\\Inbox", NULL },
		{ "Set-MailboxFolderPermission",
			{ "Identity", "ann:\\Inbox", "User", "eve", "AccessRights", "None" },
			LASTING_FOLDER_PERMISSION, 0, ALL, OWN, "eve", "ann:\\Inbox", NULL },
		{ "Remove-MailboxFolderPermission", { "Identity", "ann:\\Inbox", "User", "eve" },
			LASTING_FOLDER_PERMISSION, 0, ALL, OWN, "eve", "ann:\\Inbox", NULL },
		{ "Set-MailboxFolderPermission", { "Identity", "ann:\\Inbox", "User", "eve" }, 0, 0, 0, 0,
			NULL, NULL, NULL },
		{ "Add-MailboxFolderPermission", { "Identity", "ann:\\Inbox", "AccessRights", "Owner" }, 0, 0,
			0, 0, NULL, NULL, NULL },
		{ "Add-MailboxFolderPermission", { "User", "eve", "AccessRights", "Owner" }, 0, 0, 0, 0, NULL,
			NULL, NULL },
		{ "Add app role assignment to service principal.", { "ServicePrincipal.AppId", APP },
			LASTING_APPLICATION, 1, 0, 0, APP, NULL, NULL },
		{ "Remove service principal.", { "ServicePrincipal.AppId", APP }, LASTING_APPLICATION, 0, ALL,
			0, APP, NULL, NULL },
		{ "Remove service principal", { "ServicePrincipal.AppId", APP }, LASTING_APPLICATION, 0, ALL,
			0, APP, NULL, NULL },
		/* Of one right that was taken away another may stand. */
		{ "Remove delegated permission grant.", { "ServicePrincipal.AppId", APP }, 0, 0, 0, 0, NULL,
			NULL, NULL },
		{ "Consent to application.", { "ServicePrincipal.AppId", "Poss" }, 0, 0, 0, 0, NULL, NULL,
			NULL },
		{ "UserLoggedIn", { "Name", "x" }, 0, 0, 0, 0, NULL, NULL, NULL },
	};

	(void)state;
	assert_rows(rows, COUNT(rows));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_action_of_a_rule),
		cmocka_unit_test(lives_of_rules),
		cmocka_unit_test(forwarding_and_settings),
		cmocka_unit_test(rights_and_applications),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
