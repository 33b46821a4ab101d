/*
 * Operations that an investigation must know of besides access to mail: what
 * lets mail out, lets others in, or silences the log. Sources in short:
 *   [S18] Microsoft, "Audit log activities"
 *         (learn.microsoft.com/purview/audit-log-activities)
 *   [S2]  Microsoft, "Office 365 Management Activity API schema"
 *   [S5]  Microsoft, "Manage mailbox auditing"
 *   [PS]  Microsoft, reference of the cmdlet that the operation is named after
 *   [real] seen in real records; docs/records.md
 * A mark says that the operation is recorded, not that it succeeded (FAILED
 * says that) nor that it was the intruder's.
 */
#include "event/marks.h"

#include "base/text.h"

/* One of these parameters makes the operation what the mark says. "Name*" is
 * any parameter whose name begins so. */
static const char *const forwards[] = { "ForwardingSmtpAddress", "ForwardingAddress",
	"DeliverToMailboxAndForward", NULL };
static const char *const forwards_domain[] = { "AutoForwardEnabled", NULL };
static const char *const forwards_policy[] = { "AutoForwardingMode", NULL };
static const char *const delegates[] = { "GrantSendOnBehalfTo", NULL };
static const char *const audits_mailbox[] = { "AuditEnabled", "AuditOwner", "AuditDelegate", "AuditAdmin",
	"DefaultAuditSet", "AuditLogAgeLimit", NULL };
static const char *const audits_organization[] = { "AuditDisabled", NULL };
static const char *const ews[] = { "Ews*", NULL };
static const char *const strong_authentication[] = { "StrongAuthentication*", NULL };
static const char *const exports[] = { "Export", NULL };

/* The first line that fits counts: what lets mail out before what lets others
 * in before what silences the log. Directory operations stand without the full
 * stop with which the unified log writes most of them. */
static const struct {
	const char *operation;
	enum mark mark;
	const char *const *parameters; /* NULL: whatever they are */
} marks[] = {
	/* [S18] "Exchange mailbox activities" and admin cmdlets; Update is what
	 * Outlook writes, the cmdlets are what Outlook on the web and admins use. */
	{ "New-InboxRule", MARK_INBOX_RULE, NULL },
	{ "Set-InboxRule", MARK_INBOX_RULE, NULL },
	{ "Remove-InboxRule", MARK_INBOX_RULE, NULL },
	{ "Enable-InboxRule", MARK_INBOX_RULE, NULL },
	{ "Disable-InboxRule", MARK_INBOX_RULE, NULL },
	{ "UpdateInboxRules", MARK_INBOX_RULE, NULL },
	/* [PS]; Set-Mailbox with forwarding: [real]. Setting one of them to nothing
	 * is a change as well. */
	{ "Set-Mailbox", MARK_FORWARDING, forwards },
	{ "New-TransportRule", MARK_FORWARDING, NULL },
	{ "Set-TransportRule", MARK_FORWARDING, NULL },
	{ "Remove-TransportRule", MARK_FORWARDING, NULL },
	{ "Enable-TransportRule", MARK_FORWARDING, NULL },
	{ "Disable-TransportRule", MARK_FORWARDING, NULL },
	{ "Set-RemoteDomain", MARK_FORWARDING, forwards_domain },
	/* [PS] A journal copies mail to an address; the policy lets rules forward. */
	{ "New-JournalRule", MARK_FORWARDING, NULL },
	{ "Set-JournalRule", MARK_FORWARDING, NULL },
	{ "Remove-JournalRule", MARK_FORWARDING, NULL },
	{ "Enable-JournalRule", MARK_FORWARDING, NULL },
	{ "Disable-JournalRule", MARK_FORWARDING, NULL },
	{ "New-HostedOutboundSpamFilterPolicy", MARK_FORWARDING, forwards_policy },
	{ "Set-HostedOutboundSpamFilterPolicy", MARK_FORWARDING, forwards_policy },
	/* [S18] mailbox permissions, UpdateCalendarDelegation; [PS] the others. */
	{ "Add-MailboxPermission", MARK_DELEGATION, NULL },
	{ "Remove-MailboxPermission", MARK_DELEGATION, NULL },
	{ "Add-RecipientPermission", MARK_DELEGATION, NULL },
	{ "Remove-RecipientPermission", MARK_DELEGATION, NULL },
	{ "Set-Mailbox", MARK_DELEGATION, delegates },
	{ "UpdateCalendarDelegation", MARK_DELEGATION, NULL },
	/* [PS] ApplicationImpersonation is a role: it opens every mailbox. */
	{ "New-ManagementRoleAssignment", MARK_DELEGATION, NULL },
	{ "Set-ManagementRoleAssignment", MARK_DELEGATION, NULL },
	{ "Remove-ManagementRoleAssignment", MARK_DELEGATION, NULL },
	/* [S18], [S5] know UpdateFolderPermissions; real records carry Modify, so
	 * all four are taken. [PS] the cmdlets. */
	{ "UpdateFolderPermissions", MARK_FOLDER_PERMISSION, NULL },
	{ "AddFolderPermissions", MARK_FOLDER_PERMISSION, NULL },
	{ "ModifyFolderPermissions", MARK_FOLDER_PERMISSION, NULL },
	{ "RemoveFolderPermissions", MARK_FOLDER_PERMISSION, NULL },
	{ "Add-MailboxFolderPermission", MARK_FOLDER_PERMISSION, NULL },
	{ "Set-MailboxFolderPermission", MARK_FOLDER_PERMISSION, NULL },
	{ "Remove-MailboxFolderPermission", MARK_FOLDER_PERMISSION, NULL },
	/* [S5], [PS] */
	{ "Set-Mailbox", MARK_AUDIT_CHANGE, audits_mailbox },
	{ "Set-MailboxAuditBypassAssociation", MARK_AUDIT_CHANGE, NULL },
	{ "Set-OrganizationConfig", MARK_AUDIT_CHANGE, audits_organization },
	{ "Set-AdminAuditLogConfig", MARK_AUDIT_CHANGE, NULL },
	{ "New-UnifiedAuditLogRetentionPolicy", MARK_AUDIT_CHANGE, NULL },
	{ "Set-UnifiedAuditLogRetentionPolicy", MARK_AUDIT_CHANGE, NULL },
	{ "Remove-UnifiedAuditLogRetentionPolicy", MARK_AUDIT_CHANGE, NULL },
	/* [S18] "Application administration activities"; [real] */
	{ "Consent to application", MARK_CONSENT, NULL },
	{ "Add OAuth2PermissionGrant", MARK_CONSENT, NULL },
	{ "Add delegated permission grant", MARK_CONSENT, NULL },
	{ "Add app role assignment to service principal", MARK_CONSENT, NULL },
	{ "Add app role assignment grant to user", MARK_CONSENT, NULL },
	{ "Add service principal", MARK_CONSENT, NULL },
	{ "Add service principal credentials", MARK_CONSENT, NULL },
	/* [real], with the dash of the directory and blanks behind it. */
	{ "Update application \xe2\x80\x93 Certificates and secrets management", MARK_CONSENT, NULL },
	/* What ends the above. */
	{ "Remove OAuth2PermissionGrant", MARK_CONSENT, NULL },
	{ "Remove delegated permission grant", MARK_CONSENT, NULL },
	{ "Remove app role assignment from service principal", MARK_CONSENT, NULL },
	{ "Remove service principal", MARK_CONSENT, NULL },
	/* [PS] Which applications come in through EWS: EwsEnabled, EwsAllowedAppIDs. */
	{ "Set-OrganizationConfig", MARK_CONSENT, ews },
	/* [S2] AzureActiveDirectoryStsLogon; [real] */
	{ "UserLoggedIn", MARK_SIGN_IN, NULL },
	{ "UserLoginFailed", MARK_SIGN_IN, NULL },
	/* [S18] "User administration activities", with the audit activities of
	 * Microsoft Entra ID; [real] the resets and the token timestamp. */
	{ "Update user", MARK_AUTHENTICATION, strong_authentication },
	{ "User registered security info", MARK_AUTHENTICATION, NULL },
	{ "User registered all required security info", MARK_AUTHENTICATION, NULL },
	{ "User changed default security info", MARK_AUTHENTICATION, NULL },
	{ "User deleted security info", MARK_AUTHENTICATION, NULL },
	{ "Admin registered security info for user", MARK_AUTHENTICATION, NULL },
	{ "Admin registered security info", MARK_AUTHENTICATION, NULL },
	{ "Admin updated security info", MARK_AUTHENTICATION, NULL },
	{ "Admin deleted security info", MARK_AUTHENTICATION, NULL },
	{ "Reset user password", MARK_AUTHENTICATION, NULL },
	{ "Change user password", MARK_AUTHENTICATION, NULL },
	{ "Disable Strong Authentication", MARK_AUTHENTICATION, NULL },
	{ "Enable Strong Authentication", MARK_AUTHENTICATION, NULL },
	{ "Update StsRefreshTokenValidFrom Timestamp", MARK_AUTHENTICATION, NULL },
	{ "Add registered owner to device", MARK_AUTHENTICATION, NULL },
	{ "Add registered users to device", MARK_AUTHENTICATION, NULL },
	{ "Register device", MARK_AUTHENTICATION, NULL },
	/* [S18] "eDiscovery activities"; SearchQueryInitiated...: [S2], [S5] */
	{ "SearchQueryInitiatedExchange", MARK_SEARCH, NULL },
	{ "SearchQueryInitiated", MARK_SEARCH, NULL },
	{ "SearchCreated", MARK_SEARCH, NULL },
	{ "SearchStarted", MARK_SEARCH, NULL },
	{ "New-ComplianceSearch", MARK_SEARCH, NULL },
	{ "Start-ComplianceSearch", MARK_SEARCH, NULL },
	/* [S18] "eDiscovery activities"; [PS] the cmdlets. */
	{ "SearchExported", MARK_EXPORT, NULL },
	{ "SearchExportDownloaded", MARK_EXPORT, NULL },
	{ "New-ComplianceSearchAction", MARK_EXPORT, exports },
	/* Preview shows what was found, Purge deletes it. */
	{ "New-ComplianceSearchAction", MARK_SEARCH, NULL },
	{ "New-MailboxExportRequest", MARK_EXPORT, NULL },
};

/* [S2] Operations of these have no one name, so the record type tells. */
static const struct {
	const char *type;
	enum mark mark;
} types[] = {
	{
		"275",
		MARK_SIGN_IN,
	}, /* OWAAuth */
	{
		"295",
		MARK_SEARCH,
	}, /* AuditSearch */
	{
		"296",
		MARK_AUDIT_CHANGE,
	}, /* AuditRetentionPolicy */
	{
		"298",
		MARK_EXPORT,
	}, /* Backup: to 301, and 431 */
	{
		"299",
		MARK_EXPORT,
	},
	{
		"300",
		MARK_EXPORT,
	},
	{
		"301",
		MARK_EXPORT,
	},
	{
		"333",
		MARK_SEARCH,
	}, /* DataSecurityInvestigation */
	{
		"362",
		MARK_EXPORT,
	}, /* AIInteractionsExport */
	{
		"431",
		MARK_EXPORT,
	},
};

static const char *const names[MARK_COUNT] = {
	"",
	"inbox rule",
	"forwarding",
	"delegation",
	"folder permission",
	"audit change",
	"consent",
	"sign-in",
	"authentication change",
	"search",
	"export",
	"consent to export",
};

struct mia_text
mia_event_parameter(const struct mia_event *event, const char *name)
{
	for (size_t i = 0; i < event->parameter_count; i++)
		if (event->parameters[i].name.ptr &&
			text_equal_nocase(text_trim(event->parameters[i].name), text_of(name)))
			return event->parameters[i].value.ptr ? event->parameters[i].value : TEXT("");
	return TEXT_ABSENT;
}

static bool
has_one_of(const struct mia_event *event, const char *const *wanted)
{
	for (; *wanted; wanted++) {
		struct mia_text name = text_of(*wanted);
		if (name.ptr[name.len - 1] != '*') {
			if (mia_event_parameter(event, *wanted).ptr)
				return true;
			continue;
		}
		name.len--;
		for (size_t i = 0; i < event->parameter_count; i++)
			if (text_starts_nocase(text_trim(event->parameters[i].name), name))
				return true;
	}
	return false;
}

/* MailboxItem.Export, .Export.All, .ImportExport, .ImportExport.All of Graph:
 * whole items leave, and the log has plain binds of it. */
static bool
lets_export(const struct mia_event *event)
{
	for (size_t i = 0; i < event->parameter_count; i++)
		if (mia__text_find_nocase(event->parameters[i].value, TEXT("MailboxItem.Export")) >= 0 ||
			mia__text_find_nocase(event->parameters[i].value, TEXT("MailboxItem.ImportExport")) >=
				0)
			return true;
	return false;
}

static enum mark
mark_of_type(struct mia_text type)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (text_equal(type, text_of(types[i].type)))
			return types[i].mark;
	return MARK_NONE;
}

/* The directory ends the names of its operations with a full stop. */
static struct mia_text
plain_operation(struct mia_text operation)
{
	operation = text_trim(operation);
	if (operation.len && operation.ptr[operation.len - 1] == '.')
		operation.len--;
	return operation;
}

bool
mia__mark_possible(struct mia_text operation)
{
	operation = plain_operation(operation);
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (text_equal_nocase(operation, text_of(marks[i].operation)))
			return true;
	return false;
}

bool
mia__mark_can_be(struct mia_text operation, enum mark mark)
{
	operation = plain_operation(operation);
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (marks[i].mark == mark && text_equal_nocase(operation, text_of(marks[i].operation)))
			return true;
	return false;
}

const char *
mia__mark_operation(size_t i)
{
	return i < sizeof(marks) / sizeof(*marks) ? marks[i].operation : NULL;
}

enum mark
mia__mark_of(const struct mia_event *event)
{
	struct mia_text operation = plain_operation(event->operation);

	if (event->access != MIA_ACCESS_NONE)
		return MARK_NONE;
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (text_equal_nocase(operation, text_of(marks[i].operation)) &&
			(!marks[i].parameters || has_one_of(event, marks[i].parameters)))
			return marks[i].mark == MARK_CONSENT && lets_export(event) ? MARK_CONSENT_EXPORT
										   : marks[i].mark;
	return mark_of_type(event->record_type);
}

const char *
mia__mark_name(enum mark mark)
{
	return names[mark];
}

const char *
mia_event_mark(const struct mia_event *event)
{
	return names[mia__mark_of(event)];
}
