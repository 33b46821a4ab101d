/* What a marked record was about: the fields of the act, and the line for eyes. */
#include "decoded.h"

struct expected {
	const char *operation, *members; /* behind the common ones */
	struct {
		const char *rule, *conditions, *target, *grantee, *app_id, *app_name, *permissions, *object,
			*detail;
	} act;
	const char *what;
};

static void
assert_field(const char *record, struct mia_text is, const char *expected, const char *field)
{
	if (!text_equal(is, text_of(expected)))
		print_message("# %s: %s is '%.*s'\n", record, field, (int)is.len, is.ptr ? is.ptr : "");
	assert_true(text_equal(is, text_of(expected)));
}

static void
assert_act(const struct expected *e)
{
	char text[4096];
	struct mia_act_reader *reader;
	struct mia_act act;

	snprintf(text, sizeof(text), "{" COMMON ",\"Operation\":\"%s\"%s}", e->operation, e->members);
	struct decoded d = read_event(text);
	assert_int_equal(mia_act_reader_new(&reader, NULL, NULL), MIA_OK);
	assert_int_equal(mia_act_read(reader, d.event, &act, NULL), MIA_OK);
	assert_field(text, act.rule, e->act.rule, "rule");
	assert_field(text, act.conditions, e->act.conditions, "conditions");
	assert_field(text, act.target, e->act.target, "target");
	assert_field(text, act.grantee, e->act.grantee, "grantee");
	assert_field(text, act.app_id, e->act.app_id, "app_id");
	assert_field(text, act.app_name, e->act.app_name, "app_name");
	assert_field(text, act.permissions, e->act.permissions, "permissions");
	assert_field(text, act.object, e->act.object, "object");
	assert_field(text, act.detail, e->act.detail, "detail");
	assert_field(text, act.what, e->what, "what");
	mia_act_reader_free(reader);
	done(&d);
}

static void
assert_acts(const struct expected *all, size_t count)
{
	for (size_t i = 0; i < count; i++)
		assert_act(&all[i]);
}
#define ASSERT_ACTS(all) assert_acts((all), sizeof(all) / sizeof(*(all)))

#define P(name, value) "{\"Name\":\"" name "\",\"Value\":\"" value "\"}"
#define PARAMETERS(list) ",\"Parameters\":[" list "]"
#define RULE_OBJECT(name) ",\"ObjectId\":\"AREA.PROD.EXAMPLE/Hosted/tenant.example/carla\\\\" name "\""

static void
an_inbox_rule_has_conditions_and_targets(void **state)
{
	static const struct expected all[] = {
		{ "New-InboxRule",
			RULE_OBJECT("Books") PARAMETERS(P("Name", "Books") "," P("BodyContainsWords",
				"Invoice;Payments") "," P("ForwardTo", "a@y.example;smtp:b@y.example")),
			{ .rule = "Books",
				.conditions = "body contains Invoice, Payments",
				.target = "a@y.example | b@y.example",
				.object = "carla" },
			"rule \"Books\": body contains Invoice, Payments -> forward to a@y.example, b@y.example" },
		{ "New-InboxRule",
			RULE_OBJECT(".") PARAMETERS(P("Name", ".") "," P("From",
				"boss@x.example") "," P("HasAttachment",
				"True") "," P("ExceptIfSubjectContainsWords", "lunch") "," P("MoveToFolder",
				"RSS") "," P("MarkAsRead", "True") "," P("StopProcessingRules",
				"True") "," P("DeleteMessage", "False")),
			{ .rule = ".",
				.conditions =
					"from boss@x.example and with an attachment unless subject contains lunch",
				.target = "folder RSS",
				.object = "carla" },
			"rule \".\": from boss@x.example and with an attachment unless subject contains lunch "
			"-> move to folder RSS, mark as read, stop other rules" },
		/* Without a condition it takes everything. */
		{ "New-InboxRule", RULE_OBJECT(" ") PARAMETERS(P("Name", "") "," P("DeleteMessage", "True")),
			{ .conditions = "all mail", .target = "deleted", .object = "carla" },
			"rule without a name: all mail -> delete" },
		{ "Set-InboxRule", RULE_OBJECT("Books") PARAMETERS(P("ForwardTo", "")),
			{ .rule = "Books", .target = "nowhere", .object = "carla" },
			"rule \"Books\" changed: -> forward to nobody" },
		{ "Remove-InboxRule", RULE_OBJECT("Books") PARAMETERS(P("Identity", "carla\\\\Books")),
			{ .rule = "Books", .object = "carla" }, "rule \"Books\" removed" },
		{ "Disable-InboxRule", RULE_OBJECT("Books"), { .rule = "Books", .object = "carla" },
			"rule \"Books\" switched off" },
		/* A value cannot read as what a rule does, nor as nothing at all. */
		{ "New-InboxRule",
			RULE_OBJECT("Books") PARAMETERS(P("Name", "Books") "," P("BodyContainsWords",
				"news -> mark as read;b") "," P("ForwardTo", "nowhere;deleted;a | b")),
			{ .rule = "Books",
				.conditions = "body contains \"news -> mark as read\", b",
				.target = "\"nowhere\" | \"deleted\" | \"a | b\"",
				.object = "carla" },
			"rule \"Books\": body contains \"news -> mark as read\", b -> forward to \"nowhere\", "
			"\"deleted\", \"a | b\"" },
		/* A name cannot end its own quotes. */
		{ "Enable-InboxRule", RULE_OBJECT("x\\\": deleted"),
			{ .rule = "x\": deleted", .object = "carla" },
			"rule \"x\\\": deleted\" switched on" },
		{ "New-InboxRule",
			",\"ResultStatus\":\"False\"" RULE_OBJECT("Books")
				PARAMETERS(P("Name", "Books") "," P("RedirectTo", "a@y.example")),
			{ .rule = "Books",
				.conditions = "all mail",
				.target = "a@y.example",
				.object = "carla" },
			"failed: rule \"Books\": all mail -> redirect to a@y.example" },
	};

	(void)state;
	ASSERT_ACTS(all);
}

static void
a_client_writes_a_rule_as_mapi_has_it(void **state)
{
	static const struct expected all[] = {
		{ "UpdateInboxRules",
			",\"OperationProperties\":[" P("RuleOperation", "AddMailboxRule") "," P("RuleId",
				"77") "," P("RuleState", "Enabled") "," P("RuleCondition",
				"{(Exists(ItemClass))}") "," P("RuleName", "s") "," P("RuleActions",
				"[{\\\"ActionType\\\":\\\"Forward\\\",\\\"Recipients\\\":[\\\"a@y.example\\\"]},"
				"{\\\"ActionType\\\":\\\"Delete\\\"}]") "]",
			{ .rule = "s",
				.conditions = "{(Exists(ItemClass))}",
				.target = "a@y.example | deleted",
				.object = "b0000000-0000-4000-8000-000000000001" },
			"rule \"s\": {(Exists(ItemClass))} -> Forward, Delete: a@y.example | deleted" },
	};

	(void)state;
	ASSERT_ACTS(all);
}

static void
forwarding_has_a_mailbox_and_a_target(void **state)
{
	static const struct expected all[] = {
		{ "Set-Mailbox",
			PARAMETERS(P("Identity", "AREA.PROD.EXAMPLE/Hosted/tenant.example/carla") "," P(
				"ForwardingSmtpAddress",
				"smtp:e@y.example") "," P("DeliverToMailboxAndForward", "False")),
			{ .target = "e@y.example",
				.object = "carla",
				.detail = "DeliverToMailboxAndForward=False" },
			"all mail of carla -> forward to e@y.example, no copy stays" },
		{ "Set-Mailbox", PARAMETERS(P("Identity", "carla") "," P("ForwardingSmtpAddress", "")),
			{ .target = "nowhere", .object = "carla" }, "forwarding of carla switched off" },
		/* A contact may be called anything. */
		{ "Set-Mailbox", PARAMETERS(P("Identity", "carla") "," P("ForwardingAddress", "nowhere")),
			{ .target = "\"nowhere\"", .object = "carla" },
			"all mail of carla -> forward to \"nowhere\"" },
		{ "New-TransportRule",
			PARAMETERS(P("Name", "cc") "," P("SentToScope", "InOrganization") "," P("BlindCopyTo",
				"e@y.example")),
			{ .rule = "cc", .conditions = "sent to InOrganization", .target = "e@y.example" },
			"transport rule \"cc\": sent to InOrganization -> blind copy to e@y.example" },
		{ "New-JournalRule",
			PARAMETERS(P("Name", "j") "," P("JournalEmailAddress",
				"e@y.example") "," P("Recipient", "carla@x.example")),
			{ .rule = "j", .conditions = "of carla@x.example", .target = "e@y.example" },
			"journal rule \"j\": of carla@x.example -> journal to e@y.example" },
		{ "Set-RemoteDomain",
			PARAMETERS(P("Identity", "Default") "," P("AutoForwardEnabled", "True")),
			{ .object = "Default", .detail = "AutoForwardEnabled=True" },
			"mail to domain \"Default\": AutoForwardEnabled=True" },
	};

	(void)state;
	ASSERT_ACTS(all);
}

static void
a_permission_has_a_grantee(void **state)
{
	static const struct expected all[] = {
		{ "Add-MailboxPermission",
			PARAMETERS(P("Identity", "host/tenant/carla") "," P("User",
				"host/tenant/eve") "," P("AccessRights", "FullAccess")),
			{ .grantee = "eve", .permissions = "FullAccess", .object = "carla" },
			"FullAccess on carla for eve" },
		{ "Remove-RecipientPermission",
			PARAMETERS(P("Identity", "carla") "," P("Trustee", "eve") "," P("AccessRights",
				"SendAs")),
			{ .grantee = "eve", .permissions = "SendAs", .object = "carla" },
			"SendAs on carla taken from eve" },
		{ "Set-Mailbox", PARAMETERS(P("Identity", "carla") "," P("GrantSendOnBehalfTo", "eve")),
			{ .grantee = "eve", .permissions = "SendOnBehalf", .object = "carla" },
			"SendOnBehalf on carla for eve" },
		{ "New-ManagementRoleAssignment",
			PARAMETERS(P("Name", "r1") "," P("Role", "ApplicationImpersonation") "," P("User",
				"eve")),
			{ .grantee = "eve", .permissions = "ApplicationImpersonation", .object = "r1" },
			"role ApplicationImpersonation for eve" },
		{ "ModifyFolderPermissions",
			",\"Item\":{\"Id\":\"F1\",\"ParentFolder\":{\"Id\":\"F1\",\"MemberRights\":\"ReadAny\","
			"\"MemberSid\":\"S-1-1-0\",\"MemberUpn\":\"Everyone\",\"Path\":\"\\\\Inbox\"}}",
			{ .grantee = "Everyone", .permissions = "ReadAny", .object = "\\Inbox" },
			"ReadAny on \\Inbox for Everyone" },
		{ "AddFolderPermissions",
			",\"Item\":{\"Id\":\"F1\",\"ParentFolder\":{\"Id\":\"F1\",\"MemberRights\":\"None\","
			"\"MemberSid\":\"S-1-1-0\",\"Path\":\"\\\\Inbox\"}}",
			{ .grantee = "S-1-1-0", .permissions = "None", .object = "\\Inbox" },
			"no rights on \\Inbox for S-1-1-0" },
	};

	(void)state;
	ASSERT_ACTS(all);
}

#define APP "d0000000-0000-4000-8000-00000000000d"
#define OBJECT "d0000000-0000-4000-8000-0000000000dd"
#define M(name, value) "{\"Name\":\"" name "\",\"NewValue\":\"" value "\",\"OldValue\":\"\"}"
#define MODIFIED(list) ",\"ModifiedProperties\":[" list "]"
#define T(id, type) "{\"ID\":\"" id "\",\"Type\":" type "}"
#define TARGET_APP(name) \
	",\"Target\":[" T("ServicePrincipal_" OBJECT, "2") "," T(OBJECT, "2") "," T("ServicePrincipal", \
		"2") "," T(name, "1") "," T(APP, "2") "," T(APP ";https://app.example", "4") "]"

static void
a_consent_has_an_application_and_permissions(void **state)
{
	static const struct expected all[] = {
		{ "Consent to application.",
			TARGET_APP("Mail Helper") MODIFIED(M("ConsentContext.OnBehalfOfAll",
				"True") "," M("ConsentAction.Permissions",
				"[[Scope: Old.Read]] => [[Id: a, ConsentType: AllPrincipals, Scope:  Mail.Read "
				"User.Read], [Id: b, Scope: User.Read Files.Read]]; ")),
			{ .app_id = APP,
				.app_name = "Mail Helper",
				.permissions = "Mail.Read User.Read Files.Read",
				.detail = "for all users" },
			"consent to \"Mail Helper\" (d0000000): Mail.Read User.Read Files.Read; for all users" },
		/* Of an application that is not yet in the tenant the only GUID is not its id. */
		{ "Consent to application.",
			",\"ResultStatus\":\"Failure\",\"Target\":[" T("Application_" OBJECT,
				"2") "," T(OBJECT, "2") "," T("Application", "2") "," T("Mail Helper",
				"1") "]" MODIFIED(M("ConsentAction.Reason", "Risky application detected")),
			{ .app_name = "Mail Helper", .detail = "Risky application detected" },
			"failed: consent to \"Mail Helper\"; Risky application detected" },
		/* Target is the other side here. */
		{ "Add app role assignment to service principal.",
			TARGET_APP("Office 365 Exchange Online") MODIFIED(M("AppRole.Value",
				"full_access_as_app") "," M("ServicePrincipal.ObjectID",
				"e0000000-0000-4000-8000-0000000000ee") "," M("ServicePrincipal.DisplayName",
				"Mail Helper") "," M("ServicePrincipal.AppId",
				"e0000000-0000-4000-8000-00000000000e")),
			{ .app_id = "e0000000-0000-4000-8000-00000000000e",
				.app_name = "Mail Helper",
				.permissions = "full_access_as_app",
				.object = "Office 365 Exchange Online" },
			"permissions for \"Mail Helper\" (e0000000): full_access_as_app on \"Office 365 Exchange "
			"Online\"" },
		{ "Add delegated permission grant.",
			TARGET_APP("Microsoft Graph") MODIFIED(M("DelegatedPermissionGrant.Scope",
				" Mail.Read") "," M("ServicePrincipal.ObjectID",
				"e0000000-0000-4000-8000-0000000000ee") "," M("ServicePrincipal.DisplayName",
				"") "," M("ServicePrincipal.AppId", "")),
			{ .permissions = "Mail.Read", .object = "Microsoft Graph" },
			"permissions for an application not named, object e0000000: Mail.Read on \"Microsoft "
			"Graph\"" },
		/* Each once, however often it stands; a longer one is another. */
		{ "Add delegated permission grant.",
			TARGET_APP("Microsoft Graph") MODIFIED(M("DelegatedPermissionGrant.Scope",
				"Mail.Read openid Mail.ReadWrite Mail.Read openid") "," M("User.UPN",
				"eve@x.example") "," M("DelegatedPermissionGrant.ConsentType",
				"AllPrincipals")),
			{ .app_id = APP,
				.app_name = "Microsoft Graph",
				.grantee = "eve@x.example",
				.permissions = "Mail.Read openid Mail.ReadWrite",
				.detail = "for all users" },
			"permissions for \"Microsoft Graph\" (d0000000): Mail.Read openid Mail.ReadWrite; for "
			"all users" },
		{ "Set-OrganizationConfig",
			PARAMETERS(P("EwsEnabled", "True") "," P("EwsAllowedAppIDs", APP)),
			{ .detail = "EwsEnabled=True, EwsAllowedAppIDs=" APP },
			"access by EWS: EwsEnabled=True, EwsAllowedAppIDs=" APP },
		{ "Remove service principal.", TARGET_APP("Mail Helper"),
			{ .app_id = APP, .app_name = "Mail Helper" },
			"taken away: \"Mail Helper\" (d0000000)" },
		{ "Add service principal.", TARGET_APP("Mail Helper"),
			{ .app_id = APP, .app_name = "Mail Helper" },
			"application added: \"Mail Helper\" (d0000000)" },
		{ "Update application \xe2\x80\x93 Certificates and secrets management ",
			",\"Target\":[" T("Mail Helper", "1") "]" MODIFIED(
				M("KeyDescription", "[KeyType=Password]")),
			{ .app_name = "Mail Helper", .detail = "KeyType=Password" },
			"key or password for \"Mail Helper\"; KeyType=Password" },
		/* All keys that it has then; their ids and names are the detail. */
		{ "Update application \xe2\x80\x93 Certificates and secrets management ",
			",\"Target\":[" T("sisai", "1") "]" MODIFIED(M("KeyDescription",
				"[[KeyIdentifier=1,KeyType=Password,KeyUsage=Verify,DisplayName=ks], "
				"[KeyIdentifier=2,KeyType=AsymmetricX509Cert]]")),
			{ .app_name = "sisai",
				.detail =
					"[KeyIdentifier=1,KeyType=Password,KeyUsage=Verify,DisplayName=ks], "
					"[KeyIdentifier=2,KeyType=AsymmetricX509Cert]" },
			"key or password for \"sisai\"; KeyType=Password, KeyType=AsymmetricX509Cert" },
	};

	(void)state;
	ASSERT_ACTS(all);
}

static void
a_sign_in_is_ok_or_failed(void **state)
{
	static const struct expected all[] = {
		{ "UserLoggedIn",
			",\"ResultStatus\":\"Success\",\"ErrorNumber\":\"0\",\"ApplicationId\":\"" APP
			"\",\"ExtendedProperties\":[" P("UserAgent", "python-requests/2.31") "]",
			{ .app_id = APP, .detail = "ok" }, "sign-in ok, app d0000000, python-requests/2.31" },
		/* Real ones say Success of the request. */
		{ "UserLoginFailed",
			",\"ResultStatus\":\"Success\",\"ErrorNumber\":\"50126\","
			"\"LogonError\":\"InvalidUserNameOrPassword\"",
			{ .detail = "failed: InvalidUserNameOrPassword (50126)" },
			"sign-in failed: InvalidUserNameOrPassword (50126)" },
		{ "UserLoginFailed", ",\"ErrorNumber\":50053", { .detail = "failed: error 50053" },
			"sign-in failed: error 50053" },
		{ "UserLoginFailed", "", { .detail = "failed" }, "sign-in failed" },
	};

	(void)state;
	ASSERT_ACTS(all);
}

static void
other_marks_say_what_was_set_or_looked_for(void **state)
{
	static const struct expected all[] = {
		{ "Reset user password.",
			",\"ObjectId\":\"carla@x.example\",\"Target\":[" T("User_" OBJECT,
				"2") "," T("carla@x.example", "5") "]",
			{ .object = "carla@x.example" }, "Reset user password: carla@x.example" },
		{ "Set-Mailbox", PARAMETERS(P("Identity", "carla") "," P("AuditEnabled", "False")),
			{ .object = "carla", .detail = "AuditEnabled=False" },
			"audit of carla: AuditEnabled=False" },
		{ "SearchQueryInitiatedExchange", ",\"QueryText\":\"password OR iban\"",
			{ .conditions = "password OR iban" },
			"SearchQueryInitiatedExchange: password OR iban" },
		{ "New-ComplianceSearch", PARAMETERS(P("Name", "s1") "," P("ContentMatchQuery", "iban")),
			{ .conditions = "iban", .object = "s1" }, "New-ComplianceSearch \"s1\": iban" },
		/* Nothing but the operation. */
		{ "UpdateCalendarDelegation", "", { .rule = NULL }, "UpdateCalendarDelegation" },
	};

	(void)state;
	ASSERT_ACTS(all);
}

static void
assert_target(const char *members, const char *name, const char *user, const char *object, const char *id)
{
	char text[1024];

	snprintf(text, sizeof(text), "{" COMMON ",\"Operation\":\"Consent to application.\"%s}", members);
	struct decoded d = read_event(text);
	assert_field(text, d.event->target_name, name, "target_name");
	assert_field(text, d.event->target_user, user, "target_user");
	assert_field(text, d.event->target_object_id, object, "target_object_id");
	assert_field(text, d.event->target_id, id, "target_id");
	done(&d);
}

static void
a_target_stands_in_many_forms(void **state)
{
	(void)state;
	assert_target(TARGET_APP("n"), "n", NULL, OBJECT, APP);
	/* As text, as Sentinel writes structure; one alone, no array; numbers as text, other case. */
	assert_target(",\"Target\":\"[{\\\"ID\\\":\\\"n\\\",\\\"Type\\\":1}]\"", "n", NULL, NULL, NULL);
	assert_target(",\"Target\":{\"ID\":\"u\",\"Type\":5}", NULL, "u", NULL, NULL);
	assert_target(",\"Target\":[{\"type\":\"1\",\"id\":\"n\"}]", "n", NULL, NULL, NULL);
	/* The first name stays; of a member twice the last counts, with nothing of the first. */
	assert_target(",\"Target\":[" T("n", "1") "," T("m", "1") "]", "n", NULL, NULL, NULL);
	assert_target(",\"Target\":[" T("n", "1") "],\"Target\":[" T("u", "5") "]", NULL, "u", NULL, NULL);
	/* Nothing that can be used; the record stays. */
	assert_target(",\"Target\":null", NULL, NULL, NULL, NULL);
	assert_target(",\"Target\":\"System.Object[]\"", NULL, NULL, NULL, NULL);
	assert_target(",\"Target\":\"[{\"", NULL, NULL, NULL, NULL);
	assert_target(",\"Target\":[1,\"x\",[],{\"ID\":{},\"Type\":1},{\"ID\":\"x\"},{\"Type\":1}]", NULL,
		NULL, NULL, NULL);
}

/* A tool that knows no nesting gave each value a column of its own. */
static void
flattened_records_have_acts(void **state)
{
	static const struct {
		const char *text, *what;
	} records[] = {
		{ "Id,CreationTime,Operation,UserId,Target.0.ID,Target.0.Type,Target.1.ID,Target.1.Type,Target.2.ID,"
		  "Target.2.Type,ModifiedProperties.0.Name,ModifiedProperties.0.NewValue\n"
		  "1,2026-03-17T09:16:20,Consent to application.,c@x.example," OBJECT ",2,Mail Helper,1," APP
		  ",2,ConsentAction.Permissions,[[Scope: Mail.Read]]\n",
			"consent to \"Mail Helper\" (d0000000): Mail.Read" },
		{ "Id,CreationTime,Operation,UserId,OperationProperties.0.Name,OperationProperties.0.Value,"
		  "OperationProperties.1.Name,OperationProperties.1.Value\n"
		  "1,2026-03-17T09:16:20,UpdateInboxRules,c@x.example,RuleOperation,AddMailboxRule,RuleName,s\n",
			"rule \"s\"" },
	};
	struct mia_act_reader *reader;
	struct mia_act act;

	(void)state;
	assert_int_equal(mia_act_reader_new(&reader, NULL, NULL), MIA_OK);
	for (size_t i = 0; i < sizeof(records) / sizeof(*records); i++) {
		struct decoded d = read_event(records[i].text);
		assert_int_equal(mia_act_read(reader, d.event, &act, NULL), MIA_OK);
		assert_field(records[i].text, act.what, records[i].what, "what");
		done(&d);
	}
	mia_act_reader_free(reader);
}

static void
what_bears_no_mark_has_no_act(void **state)
{
	struct decoded d = read_event("{" COMMON ",\"Operation\":\"Send\"}");
	struct mia_act_reader *reader;
	struct mia_act act;

	(void)state;
	assert_int_equal(mia_act_reader_new(NULL, NULL, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_act_reader_new(&reader, NULL, NULL), MIA_OK);
	assert_int_equal(mia_act_read(reader, d.event, &act, NULL), MIA_END);
	assert_int_equal(mia_act_read(reader, NULL, &act, NULL), MIA_ERR_ARGUMENT);
	mia_act_reader_free(reader);
	mia_act_reader_free(NULL);
	done(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_inbox_rule_has_conditions_and_targets),
		cmocka_unit_test(a_client_writes_a_rule_as_mapi_has_it),
		cmocka_unit_test(forwarding_has_a_mailbox_and_a_target),
		cmocka_unit_test(a_permission_has_a_grantee),
		cmocka_unit_test(a_consent_has_an_application_and_permissions),
		cmocka_unit_test(a_sign_in_is_ok_or_failed),
		cmocka_unit_test(other_marks_say_what_was_set_or_looked_for),
		cmocka_unit_test(a_target_stands_in_many_forms),
		cmocka_unit_test(flattened_records_have_acts),
		cmocka_unit_test(what_bears_no_mark_has_no_act),
	};

	return cmocka_run_group_tests_name("event_act", tests, NULL, NULL);
}
