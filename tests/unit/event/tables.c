/* Tables of the events, each row by an input that leads to it: applications, marks, kinds of
 * logon, what conditions and actions of rules are in words, names of flags and reasons. */
#include "decoded.h"

#include <mia/evidence.h>

#include "event/apps.h"
#include "event/marks.h"
#include "event/rule.h"

static void
each_application(void **state)
{
	enum kind { PLAIN, SERVICE, GATEWAY, ABUSED };
	static const struct {
		const char *id, *name;
		enum kind kind;
	} rows[] = {
		{ "13937bba-652e-4c46-b222-3003f4d1ff97", "Substrate Context Service", SERVICE },
		{ "66a88757-258c-4c72-893c-3e8bed4d6899", "Office 365 Search Service", SERVICE },
		{ "98db8bd6-0cc0-4e67-9de5-f187f1cd1b41", "Substrate Management", SERVICE },
		{ "26abc9a8-24f0-4b11-8234-e86ede698878", "SubstrateDirectoryEventProcessor", SERVICE },
		{ "a970bac6-63fe-4ec5-8884-8536862c42d4", "Substrate Search Settings", SERVICE },
		{ "20a11fe0-faa8-4df5-baf2-f965f8f9972e", "ContactsInferencingEmailProcessor", SERVICE },
		{ "b669c6ea-1adf-453f-b8bc-6d526592b419", "Focused Inbox", SERVICE },
		{ "35d54a08-36c9-4847-9018-93934c62740c", "PeoplePredictions", SERVICE },
		{ "3c896ded-22c5-450f-91f6-3d1ef0848f6e", "WeveEngine", SERVICE },
		{ "51be292c-a17e-4f17-9a7e-4b661fb16dd2", "Exchange ProtectedServiceHost", SERVICE },
		{ "6326e366-9d6d-4c70-b22a-34c7ea72d73d",
			"Exchange Message Tracking Service / CalendarReplication", SERVICE },
		{ "48af08dc-f6d2-435f-b2a7-069abd99c086", "RestConnector", SERVICE },
		{ "1c3a76cc-470a-46d7-8ba9-713cfbb2c01f", "Time Service", SERVICE },
		{ "7b7fdad6-df9d-4cd5-a4f2-b5f749350419", "Bookings B2 Service", SERVICE },
		{ "00000002-0000-0ff1-ce00-000000000000", "Office 365 Exchange Online", GATEWAY },
		{ "00000003-0000-0000-c000-000000000000", "Microsoft Graph", GATEWAY },
		{ "47629505-c2b6-4a80-adb1-9b3a3d233b7b", "Microsoft Exchange Web Services", GATEWAY },
		{ "13d54852-ae25-4f0b-823a-b09eea89f431", "Outlook Service for Exchange", GATEWAY },
		{ "ec156f81-f23a-47bd-b16f-9fb2c66420f9", "Exchange Microservices", GATEWAY },
		{ "9199bf20-a13f-4107-85dc-02114787ef48", "One Outlook Web", PLAIN },
		{ "5d661950-3475-41cd-a2c3-d671a3162bc1", "Microsoft Outlook", PLAIN },
		{ "d3590ed6-52b3-4102-aeff-aad2292ab01c", "Microsoft Office", PLAIN },
		{ "27922004-5251-4030-b22d-91ecd9a37ea4", "Outlook Mobile", PLAIN },
		{ "4765445b-32c6-49b0-83e6-1d93765276ca", "OfficeHome", PLAIN },
		{ "1fec8e78-bce4-4aaf-ab1b-5451cc387264", "Microsoft Teams", PLAIN },
		{ "5e3ce6c0-2b1f-4285-8d4b-75ee78787346", "Microsoft Teams Web Client", PLAIN },
		{ "cc15fd57-2c6c-4117-a88c-83b1d56b4bbe", "Microsoft Teams Services", PLAIN },
		{ "29d9ed98-a469-4536-ade2-f981bc1d605e", "Microsoft Authentication Broker", PLAIN },
		{ "fb8d773d-7ef8-4ec0-a117-179f88add510", "Microsoft 365 Copilot", PLAIN },
		{ "c0ab8ce9-e9a0-42e7-b064-33d422df41f1", "M365ChatClient", PLAIN },
		{ "16b1878d-62c7-4009-aa25-68989d63bbad", "Work IQ Mail MCP", PLAIN },
		{ "ab7c82de-7946-4454-ac28-70249d17c95e", "Work IQ Copilot MCP", PLAIN },
		{ "e9b154d0-7658-433b-bb25-6b8e0a8a7c59", "Outlook Lite", PLAIN },
		{ "3eb95cef-b10f-46fe-94e0-969a3d4c9292", "Office 365 Import Service", PLAIN },
		{ "de8bc8b5-d9f9-48b1-a8ad-b748da725064", "Graph Explorer", PLAIN },
		{ "14d82eec-204b-4c2f-b7e8-296a70dab67e", "Microsoft Graph Command Line Tools", PLAIN },
		{ "fb78d390-0c51-40cd-8e17-fdbfab77341b", "Microsoft Exchange REST API Based PowerShell",
			PLAIN },
		{ "1950a258-227b-4e31-a9cf-717495945fc2", "Microsoft Azure PowerShell", PLAIN },
		{ "04b07795-8ddb-461a-bbee-02f9e1bf7b46", "Microsoft Azure CLI", PLAIN },
		{ "e9a7fea1-1cc0-4cd9-a31b-9137ca5deedd", "eM Client", ABUSED },
		{ "ff8d92dc-3d82-41d6-bcbd-b9174d163620", "PerfectData Software", ABUSED },
		{ "a245e8c0-b53c-4b67-9b45-751d1dff8e6b", "Newsletter Software SuperMailer", ABUSED },
		{ "b15665d9-eda6-4092-8539-0eec376afd59", "rclone", ABUSED },
		{ "a43e5392-f48b-46a4-a0f1-098b5eeb4757", "CloudSponge", ABUSED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct mia_text id = text_of(rows[i].id);
		assert_true(text_equal(mia__app_name(id), text_of(rows[i].name)));
		assert_true(text_equal(mia__app_service_name(id),
			rows[i].kind == SERVICE ? text_of(rows[i].name) : TEXT_ABSENT));
		assert_int_equal(mia__app_is_gateway(id), rows[i].kind == GATEWAY);
		assert_int_equal(mia__app_is_abused(id), rows[i].kind == ABUSED);
	}
	assert_absent(mia__app_name(TEXT("13937bba-652e-4c46-b222-3003f4d1ff98")));
}

/* Of an operation that a parameter decides: each of the parameters, and another. */
static void
each_mark(void **state)
{
	static const struct {
		const char *operation, *parameter, *mark;
	} rows[] = {
		{ "New-InboxRule", NULL, "inbox rule" },
		{ "Set-InboxRule", NULL, "inbox rule" },
		{ "Remove-InboxRule", NULL, "inbox rule" },
		{ "Enable-InboxRule", NULL, "inbox rule" },
		{ "Disable-InboxRule", NULL, "inbox rule" },
		{ "UpdateInboxRules", NULL, "inbox rule" },
		{ "Set-Mailbox", "ForwardingSmtpAddress", "forwarding" },
		{ "Set-Mailbox", "ForwardingAddress", "forwarding" },
		{ "Set-Mailbox", "DeliverToMailboxAndForward", "forwarding" },
		{ "Set-Mailbox", "Other", "" },
		{ "New-TransportRule", NULL, "forwarding" },
		{ "Set-TransportRule", NULL, "forwarding" },
		{ "Remove-TransportRule", NULL, "forwarding" },
		{ "Enable-TransportRule", NULL, "forwarding" },
		{ "Disable-TransportRule", NULL, "forwarding" },
		{ "Set-RemoteDomain", "AutoForwardEnabled", "forwarding" },
		{ "Set-RemoteDomain", "Other", "" },
		{ "New-JournalRule", NULL, "forwarding" },
		{ "Set-JournalRule", NULL, "forwarding" },
		{ "Remove-JournalRule", NULL, "forwarding" },
		{ "Enable-JournalRule", NULL, "forwarding" },
		{ "Disable-JournalRule", NULL, "forwarding" },
		{ "New-HostedOutboundSpamFilterPolicy", "AutoForwardingMode", "forwarding" },
		{ "New-HostedOutboundSpamFilterPolicy", "Other", "" },
		{ "Set-HostedOutboundSpamFilterPolicy", "AutoForwardingMode", "forwarding" },
		{ "Set-HostedOutboundSpamFilterPolicy", "Other", "" },
		{ "Add-MailboxPermission", NULL, "delegation" },
		{ "Remove-MailboxPermission", NULL, "delegation" },
		{ "Add-RecipientPermission", NULL, "delegation" },
		{ "Remove-RecipientPermission", NULL, "delegation" },
		{ "Set-Mailbox", "GrantSendOnBehalfTo", "delegation" },
		{ "Set-Mailbox", "Other", "" },
		{ "UpdateCalendarDelegation", NULL, "delegation" },
		{ "New-ManagementRoleAssignment", NULL, "delegation" },
		{ "Set-ManagementRoleAssignment", NULL, "delegation" },
		{ "Remove-ManagementRoleAssignment", NULL, "delegation" },
		{ "UpdateFolderPermissions", NULL, "folder permission" },
		{ "AddFolderPermissions", NULL, "folder permission" },
		{ "ModifyFolderPermissions", NULL, "folder permission" },
		{ "RemoveFolderPermissions", NULL, "folder permission" },
		{ "Add-MailboxFolderPermission", NULL, "folder permission" },
		{ "Set-MailboxFolderPermission", NULL, "folder permission" },
		{ "Remove-MailboxFolderPermission", NULL, "folder permission" },
		{ "Set-Mailbox", "AuditEnabled", "audit change" },
		{ "Set-Mailbox", "AuditOwner", "audit change" },
		{ "Set-Mailbox", "AuditDelegate", "audit change" },
		{ "Set-Mailbox", "AuditAdmin", "audit change" },
		{ "Set-Mailbox", "DefaultAuditSet", "audit change" },
		{ "Set-Mailbox", "AuditLogAgeLimit", "audit change" },
		{ "Set-Mailbox", "Other", "" },
		{ "Set-MailboxAuditBypassAssociation", NULL, "audit change" },
		{ "Set-OrganizationConfig", "AuditDisabled", "audit change" },
		{ "Set-OrganizationConfig", "Other", "" },
		{ "Set-AdminAuditLogConfig", NULL, "audit change" },
		{ "New-UnifiedAuditLogRetentionPolicy", NULL, "audit change" },
		{ "Set-UnifiedAuditLogRetentionPolicy", NULL, "audit change" },
		{ "Remove-UnifiedAuditLogRetentionPolicy", NULL, "audit change" },
		{ "Consent to application", NULL, "consent" },
		{ "Add OAuth2PermissionGrant", NULL, "consent" },
		{ "Add delegated permission grant", NULL, "consent" },
		{ "Add app role assignment to service principal", NULL, "consent" },
		{ "Add app role assignment grant to user", NULL, "consent" },
		{ "Add service principal", NULL, "consent" },
		{ "Add service principal credentials", NULL, "consent" },
		{ "Update application \xe2\x80\x93 Certificates and secrets management", NULL, "consent" },
		{ "Remove OAuth2PermissionGrant", NULL, "consent" },
		{ "Remove delegated permission grant", NULL, "consent" },
		{ "Remove app role assignment from service principal", NULL, "consent" },
		{ "Remove service principal", NULL, "consent" },
		{ "Set-OrganizationConfig", "EwsXy", "consent" },
		{ "Set-OrganizationConfig", "Other", "" },
		{ "UserLoggedIn", NULL, "sign-in" },
		{ "UserLoginFailed", NULL, "sign-in" },
		{ "Update user", "StrongAuthenticationXy", "authentication change" },
		{ "Update user", "Other", "" },
		{ "User registered security info", NULL, "authentication change" },
		{ "User registered all required security info", NULL, "authentication change" },
		{ "User changed default security info", NULL, "authentication change" },
		{ "User deleted security info", NULL, "authentication change" },
		{ "Admin registered security info for user", NULL, "authentication change" },
		{ "Admin registered security info", NULL, "authentication change" },
		{ "Admin updated security info", NULL, "authentication change" },
		{ "Admin deleted security info", NULL, "authentication change" },
		{ "Reset user password", NULL, "authentication change" },
		{ "Change user password", NULL, "authentication change" },
		{ "Disable Strong Authentication", NULL, "authentication change" },
		{ "Enable Strong Authentication", NULL, "authentication change" },
		{ "Update StsRefreshTokenValidFrom Timestamp", NULL, "authentication change" },
		{ "Add registered owner to device", NULL, "authentication change" },
		{ "Add registered users to device", NULL, "authentication change" },
		{ "Register device", NULL, "authentication change" },
		{ "SearchQueryInitiatedExchange", NULL, "search" },
		{ "SearchQueryInitiated", NULL, "search" },
		{ "SearchCreated", NULL, "search" },
		{ "SearchStarted", NULL, "search" },
		{ "New-ComplianceSearch", NULL, "search" },
		{ "Start-ComplianceSearch", NULL, "search" },
		{ "SearchExported", NULL, "export" },
		{ "SearchExportDownloaded", NULL, "export" },
		{ "New-ComplianceSearchAction", "Export", "export" },
		{ "New-ComplianceSearchAction", NULL, "search" },
		{ "New-MailboxExportRequest", NULL, "export" },
	};
	static const struct {
		const char *type, *mark;
	} types[] = {
		{ "275", "sign-in" },
		{ "295", "search" },
		{ "296", "audit change" },
		{ "298", "export" },
		{ "299", "export" },
		{ "300", "export" },
		{ "301", "export" },
		{ "333", "search" },
		{ "362", "export" },
		{ "431", "export" },
		{ "297", "" },
		{ "302", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct mia_parameter p = { text_of(rows[i].parameter), TEXT("x") };
		struct mia_event e = { .operation = text_of(rows[i].operation),
			.parameters = &p,
			.parameter_count = rows[i].parameter != NULL };
		if (strcmp(mia_event_mark(&e), rows[i].mark) != 0)
			print_message("# %s\n", rows[i].operation);
		assert_string_equal(mia_event_mark(&e), rows[i].mark);
	}
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		struct mia_event e = { .operation = TEXT("Any"), .record_type = text_of(types[i].type) };
		assert_string_equal(mia_event_mark(&e), types[i].mark);
	}
}

static void
each_kind_of_logon(void **state)
{
	static const struct {
		const char *written, *shown;
		enum mia_logon logon;
	} rows[] = {
		{ "0", "owner", MIA_LOGON_OWNER },
		{ "1", "admin", MIA_LOGON_ADMIN },
		{ "2", "delegate", MIA_LOGON_DELEGATE },
		{ "3", "transport", MIA_LOGON_TRANSPORT },
		{ "4", "system", MIA_LOGON_SYSTEM },
		{ "5", "best access", MIA_LOGON_BEST_ACCESS },
		{ "6", "delegated admin", MIA_LOGON_DELEGATED_ADMIN },
		{ "\"Owner\"", "owner", MIA_LOGON_OWNER },
		{ "\"Admin\"", "admin", MIA_LOGON_ADMIN },
		{ "\"Delegated\"", "delegate", MIA_LOGON_DELEGATE },
		{ "\"Delegate\"", "delegate", MIA_LOGON_DELEGATE },
		{ "\"Transport\"", "transport", MIA_LOGON_TRANSPORT },
		{ "\"SystemService\"", "system", MIA_LOGON_SYSTEM },
		{ "\"BestAccess\"", "best access", MIA_LOGON_BEST_ACCESS },
		{ "\"DelegatedAdmin\"", "delegated admin", MIA_LOGON_DELEGATED_ADMIN },
		{ "7", "7", MIA_LOGON_UNKNOWN },
		{ "-1", "-1", MIA_LOGON_UNKNOWN },
	};
	char text[512];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		snprintf(text, sizeof(text), "{" COMMON ",\"Operation\":\"Send\",\"LogonType\":%s}",
			rows[i].written);
		struct decoded d = read_event(text);
		assert_int_equal(d.event->logon, rows[i].logon);
		assert_true(text_equal(d.event->logon_text, text_of(rows[i].shown)));
		done(&d);
	}
}

static void
each_target_and_condition(void **state)
{
	static const char *const of_rules[] = { "ForwardTo", "RedirectTo", "ForwardAsAttachmentTo" };
	static const char *const of_mailboxes[] = { "ForwardingSmtpAddress", "ForwardingAddress" };
	static const char *const conditions[] = { "From", "SentTo", "SubjectContainsWords",
		"BodyContainsWords", "SubjectOrBodyContainsWords", "FromAddressContainsWords",
		"RecipientAddressContainsWords", "HeaderContainsWords", "HasAttachment", "FromSubscription",
		"ReceivedAfterDate", "ReceivedBeforeDate", "MyNameInToBox", "MyNameInToOrCcBox",
		"SentOnlyToMe", "WithImportance", "WithinSizeRangeMinimum", "WithinSizeRangeMaximum",
		"MessageTypeMatches", "FlaggedForAction", "ExceptIfFrom", "ExceptIfAnything" };

	(void)state;
	for (size_t i = 0; i < sizeof(of_rules) / sizeof(*of_rules); i++) {
		assert_true(mia__rule_target(text_of(of_rules[i]), false));
		assert_false(mia__rule_target(text_of(of_rules[i]), true));
		assert_false(mia__rule_condition(text_of(of_rules[i])));
	}
	for (size_t i = 0; i < sizeof(of_mailboxes) / sizeof(*of_mailboxes); i++) {
		assert_true(mia__rule_target(text_of(of_mailboxes[i]), true));
		assert_false(mia__rule_target(text_of(of_mailboxes[i]), false));
	}
	for (size_t i = 0; i < sizeof(conditions) / sizeof(*conditions); i++) {
		assert_true(mia__rule_condition(text_of(conditions[i])));
		assert_false(mia__rule_target(text_of(conditions[i]), false));
	}
	assert_false(mia__rule_condition(TEXT("MarkAsRead")));
}

/* The words of a rule that has the one parameter: conditions; and what it does, behind them. */
static void
assert_words(const char *name, const char *value, const char *conditions, const char *does)
{
	struct mia_parameter parameter = { text_of(name), text_of(value) };
	struct mia_event e = { .operation = TEXT("New-TransportRule"),
		.parameters = &parameter,
		.parameter_count = 1 };
	struct mia_act_reader *reader;
	struct mia_act act;
	char wanted[256];

	assert_int_equal(mia_act_reader_new(&reader, NULL, NULL), MIA_OK);
	assert_int_equal(mia_act_read(reader, &e, &act, NULL), MIA_OK);
	assert_true(text_equal(act.conditions, text_of(conditions)));
	snprintf(wanted, sizeof(wanted), "transport rule without a name: %s%s%s", conditions,
		*does ? " -> " : "", does);
	if (!text_equal(act.what, text_of(wanted)))
		print_message("# '%.*s'\n", (int)act.what.len, act.what.ptr);
	assert_true(text_equal(act.what, text_of(wanted)));
	mia_act_reader_free(reader);
}

static void
each_condition_and_action_in_words(void **state)
{
	static const struct {
		const char *name, *value, *words;
	} conditions[] = {
		{ "From", "v", "from v" },
		{ "SentTo", "v", "sent to v" },
		{ "SubjectContainsWords", "v", "subject contains v" },
		{ "BodyContainsWords", "v", "body contains v" },
		{ "SubjectOrBodyContainsWords", "v", "subject or body contains v" },
		{ "FromAddressContainsWords", "v", "sender's address contains v" },
		{ "RecipientAddressContainsWords", "v", "recipient's address contains v" },
		{ "HeaderContainsWords", "v", "header contains v" },
		{ "HasAttachment", "True", "with an attachment" },
		{ "MyNameInToBox", "True", "sent to the owner" },
		{ "MyNameInToOrCcBox", "True", "sent or copied to the owner" },
		{ "SentOnlyToMe", "True", "sent to the owner alone" },
		{ "WithImportance", "v", "of importance v" },
		{ "ReceivedAfterDate", "v", "received after v" },
		{ "ReceivedBeforeDate", "v", "received before v" },
		{ "FromScope", "v", "from v" },
		{ "SentToScope", "v", "sent to v" },
		{ "FromMemberOf", "v", "from members of v" },
		{ "SentToMemberOf", "v", "sent to members of v" },
		{ "SenderDomainIs", "v", "sender's domain is v" },
		{ "RecipientDomainIs", "v", "recipient's domain is v" },
		{ "SubjectMatchesPatterns", "v", "subject matches v" },
		{ "SubjectOrBodyMatchesPatterns", "v", "subject or body matches v" },
		{ "Recipient", "v", "of v" },
		{ "Scope", "v", "in scope v" },
	}, actions[] = {
		{ "ForwardTo", "a@y.example", "forward to a@y.example" },
		{ "ForwardAsAttachmentTo", "a@y.example", "forward as attachment to a@y.example" },
		{ "RedirectTo", "a@y.example", "redirect to a@y.example" },
		{ "SendTextMessageNotificationTo", "a@y.example", "text message to a@y.example" },
		{ "RedirectMessageTo", "a@y.example", "redirect to a@y.example" },
		{ "BlindCopyTo", "a@y.example", "blind copy to a@y.example" },
		{ "CopyTo", "a@y.example", "copy to a@y.example" },
		{ "AddToRecipients", "a@y.example", "add recipient a@y.example" },
		{ "JournalEmailAddress", "a@y.example", "journal to a@y.example" },
		{ "MoveToFolder", "RSS", "move to folder RSS" },
		{ "CopyToFolder", "RSS", "copy to folder RSS" },
		{ "DeleteMessage", "True", "delete" },
		{ "SoftDeleteMessage", "True", "delete" },
		{ "MarkAsRead", "True", "mark as read" },
		{ "StopProcessingRules", "True", "stop other rules" },
		{ "StopRuleProcessing", "True", "stop other rules" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(conditions) / sizeof(*conditions); i++)
		assert_words(conditions[i].name, conditions[i].value, conditions[i].words, "");
	for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++)
		assert_words(actions[i].name, actions[i].value, "all mail", actions[i].words);
}

#define NAMED(prefix, name) \
	{ \
		prefix##name, #name \
	}

/* By these names the documents explain them: docs/reasons.md. */
static void
each_flag_and_reason(void **state)
{
	static const struct {
		uint64_t flag;
		const char *name;
	} flags[] = { NAMED(MIA_FLAG_, DUP_KEY), NAMED(MIA_FLAG_, BAD_SURROGATE), NAMED(MIA_FLAG_, BAD_UTF8),
		NAMED(MIA_FLAG_, ENVELOPE_DIFFERS), NAMED(MIA_FLAG_, ITEMS_LOST),
		NAMED(MIA_FLAG_, ITEMS_UNDER_SYNC), NAMED(MIA_FLAG_, TIME_AMBIGUOUS),
		NAMED(MIA_FLAG_, TIME_UNREADABLE), NAMED(MIA_FLAG_, NO_TIME), NAMED(MIA_FLAG_, NO_ID),
		NAMED(MIA_FLAG_, ID_CONFLICT), NAMED(MIA_FLAG_, MESSAGE_ID_REWRITTEN),
		NAMED(MIA_FLAG_, UNNAMED), NAMED(MIA_FLAG_, ACCESS_UNSTATED), NAMED(MIA_FLAG_, FAILED),
		NAMED(MIA_FLAG_, BAD_VALUE), NAMED(MIA_FLAG_, PAYLOAD_LOST),
		NAMED(MIA_FLAG_, TIME_ZONE_UNKNOWN), NAMED(MIA_FLAG_, THROTTLED_UNCLEAR),
		NAMED(MIA_FLAG_, OPERATION_ODD) };
	static const struct {
		enum mia_reason reason;
		const char *name;
	} reasons[] = { NAMED(MIA_REASON_, NONE), NAMED(MIA_REASON_, BAD_JSON), NAMED(MIA_REASON_, NUL_BYTE),
		NAMED(MIA_REASON_, TOO_DEEP), NAMED(MIA_REASON_, TOO_LONG),
		NAMED(MIA_REASON_, UNCLOSED_QUOTE), NAMED(MIA_REASON_, TOO_FEW_COLUMNS),
		NAMED(MIA_REASON_, TOO_MANY_COLUMNS), NAMED(MIA_REASON_, NO_AUDITDATA),
		NAMED(MIA_REASON_, CUT_AT_32767), NAMED(MIA_REASON_, NOT_A_RECORD),
		NAMED(MIA_REASON_, FIELD_TOO_LONG), NAMED(MIA_REASON_, TOO_MANY_FIELDS),
		NAMED(MIA_REASON_, TOO_MANY_ITEMS), NAMED(MIA_REASON_, NOT_AN_EXPORT),
		NAMED(MIA_REASON_, EMPTY), NAMED(MIA_REASON_, CANNOT_READ), NAMED(MIA_REASON_, GZIP_CUT),
		NAMED(MIA_REASON_, GZIP_DAMAGED), NAMED(MIA_REASON_, GZIP_BAD_CHECK),
		NAMED(MIA_REASON_, GZIP_TRAILING), NAMED(MIA_REASON_, CUT), NAMED(MIA_REASON_, OVER_LIMIT),
		NAMED(MIA_REASON_, PASSED_OVER), NAMED(MIA_REASON_, MORE_RECORDS),
		NAMED(MIA_REASON_, OVER_RATIO), NAMED(MIA_REASON_, INPUT_CHANGED) };

	(void)state;
	assert_int_equal(sizeof(flags) / sizeof(*flags), MIA_FLAG_COUNT);
	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++)
		assert_string_equal(mia_flag_name(flags[i].flag), flags[i].name);
	assert_int_equal(sizeof(reasons) / sizeof(*reasons), MIA_REASON_COUNT);
	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++)
		assert_string_equal(mia_reason_name(reasons[i].reason), reasons[i].name);
	assert_string_equal(mia_flag_name(0), "");
	assert_string_equal(mia_reason_name(MIA_REASON_COUNT), "");
}

static void
each_access_container_and_encoding(void **state)
{
	(void)state;
	assert_string_equal(mia_access_name(MIA_ACCESS_NONE), "");
	assert_string_equal(mia_access_name(MIA_ACCESS_BIND), "bind");
	assert_string_equal(mia_access_name(MIA_ACCESS_SYNC), "sync");
	assert_string_equal(mia_access_name(MIA_ACCESS_UNSTATED), "unstated");
	assert_string_equal(mia_container_name(MIA_CONTAINER_CSV_AUDITDATA), "CSV with AuditData");
	assert_string_equal(mia_container_name(MIA_CONTAINER_CSV_MAILBOX), "CSV of the mailbox audit log");
	assert_string_equal(mia_container_name(MIA_CONTAINER_CSV_COLUMNS), "CSV with one column a property");
	assert_string_equal(mia_container_name(MIA_CONTAINER_JSON), "JSON values");
	assert_string_equal(mia_container_name(MIA_CONTAINER_JSON_ARRAY), "JSON array");
	assert_string_equal(mia_container_name(MIA_CONTAINER_JSON_PAGE), "JSON page");
	assert_string_equal(mia_container_name(MIA_CONTAINER_REJECTS), "rejects written by mia");
	assert_string_equal(mia_container_name(MIA_CONTAINER_CSV_TABLE), "CSV with a header row");
	assert_string_equal(mia_container_name(MIA_CONTAINER_UNKNOWN), "no audit export");
	assert_string_equal(mia_encoding_name(MIA_ENCODING_UTF8), "UTF-8");
	assert_string_equal(mia_encoding_name(MIA_ENCODING_UTF8_BOM), "UTF-8 with BOM");
	assert_string_equal(mia_encoding_name(MIA_ENCODING_UTF16LE), "UTF-16LE");
	assert_string_equal(mia_encoding_name(MIA_ENCODING_UTF16BE), "UTF-16BE");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_application),
		cmocka_unit_test(each_mark),
		cmocka_unit_test(each_kind_of_logon),
		cmocka_unit_test(each_target_and_condition),
		cmocka_unit_test(each_condition_and_action_in_words),
		cmocka_unit_test(each_flag_and_reason),
		cmocka_unit_test(each_access_container_and_encoding),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
