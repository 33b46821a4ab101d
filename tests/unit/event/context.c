/* Who, from where, when, with what; and which records are the same. */
#include "decoded.h"

#include "event/decode.h"

static void
logon_types_are_numbers_or_names(void **state)
{
	(void)state;
	static const struct {
		const char *written;
		enum mia_logon logon;
		const char *shown;
	} types[] = {
		{ "0", MIA_LOGON_OWNER, "owner" },
		{ "\"0\"", MIA_LOGON_OWNER, "owner" },
		{ "\"Owner\"", MIA_LOGON_OWNER, "owner" },
		{ "1", MIA_LOGON_ADMIN, "admin" },
		{ "\"admin\"", MIA_LOGON_ADMIN, "admin" },
		{ "2", MIA_LOGON_DELEGATE, "delegate" },
		{ "\"Delegated\"", MIA_LOGON_DELEGATE, "delegate" },
		{ "\"Delegate\"", MIA_LOGON_DELEGATE, "delegate" },
		{ "3", MIA_LOGON_TRANSPORT, "transport" },
		{ "4", MIA_LOGON_SYSTEM, "system" },
		{ "\"SystemService\"", MIA_LOGON_SYSTEM, "system" },
		{ "5", MIA_LOGON_BEST_ACCESS, "best access" },
		{ "6", MIA_LOGON_DELEGATED_ADMIN, "delegated admin" },
		{ "\"DelegatedAdmin\"", MIA_LOGON_DELEGATED_ADMIN, "delegated admin" },
		/* what Microsoft may add is shown as it is */
		{ "9", MIA_LOGON_UNKNOWN, "9" },
		{ "\"Robot\"", MIA_LOGON_UNKNOWN, "Robot" },
	};
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		char text[512];
		snprintf(text, sizeof(text), "{" COMMON ",\"Operation\":\"Send\",\"LogonType\":%s}",
			types[i].written);
		struct decoded d = read_event(text);
		assert_int_equal(d.event->logon, types[i].logon);
		assert_true(text_equal(d.event->logon_text, text_of(types[i].shown)));
		done(&d);
	}
	struct decoded d = read_event("{" COMMON ",\"Operation\":\"Send\"}");
	assert_int_equal(d.event->logon, MIA_LOGON_UNKNOWN);
	assert_absent(d.event->logon_text);
	done(&d);
}

static void
assert_address(const char *members, const char *shown, const char *written)
{
	char text[512], address[MIA_ADDRESS_TEXT];
	snprintf(text, sizeof(text), "{" COMMON ",\"Operation\":\"Send\"%s}", members);
	struct decoded d = read_event(text);
	mia_address_format(&d.event->address, address);
	assert_string_equal(address, shown);
	if (written)
		assert_true(text_equal(d.event->client_ip, text_of(written)));
	else
		assert_absent(d.event->client_ip);
	done(&d);
}

static void
the_address_stands_in_one_of_three_members(void **state)
{
	(void)state;
	assert_address(",\"ClientIP\":\"192.0.2.1\",\"ClientIPAddress\":\"203.0.113.7:61822\"", "203.0.113.7",
		"203.0.113.7:61822 | 192.0.2.1");
	assert_address(",\"ClientIP\":\"203.0.113.7:1\",\"ClientIPAddress\":\"203.0.113.7:61822\"",
		"203.0.113.7", "203.0.113.7:61822");
	assert_address(",\"ClientIPAddress\":\"\",\"ClientIP\":\"192.0.2.1\"", "192.0.2.1", "192.0.2.1");
	assert_address(",\"ActorIP\":\"192.0.2.2\",\"ClientIPAddress\":\"\"", "192.0.2.2", "192.0.2.2");
	assert_address(",\"ClientIPAddress\":\"[::ffff:203.0.113.7]:52007\"", "203.0.113.7",
		"[::ffff:203.0.113.7]:52007");
	assert_address(",\"ClientIPAddress\":\"2001:0DB8:0007::00A5\"", "2001:db8:7::a5",
		"2001:0DB8:0007::00A5");
	assert_address(",\"ClientIPAddress\":\"a.host\"", "", "a.host");
	assert_address(",\"ClientIPAddress\":\"\"", "", "");
	assert_address("", "", NULL);
}

static void
sessions_and_apps(void **state)
{
	(void)state;
	struct decoded d = read_event(
		"{" COMMON
		",\"Operation\":\"Send\",\"SessionId\":\"S1\",\"AppId\":\"A1\",\"ClientAppId\":\"\",\"AppAccessContext\":{\"AADSessionId\":\"S2\",\"UniqueTokenId\":\"T1\",\"ClientAppId\":\"A2\",\"APIId\":\"x\"}}");
	assert_text(d.event->session_id, "S1");
	assert_text(d.event->aad_session_id, "S2");
	assert_text(d.event->unique_token_id, "T1");
	assert_text(d.event->app_id, "A1");
	assert_text(d.event->client_app_id, "A2");
	done(&d);
	/* Empty says nothing; the context may stand in a string. */
	d = read_event(
		"{" COMMON
		",\"Operation\":\"Send\",\"SessionId\":\"\",\"AppAccessContext\":\"{\\\"AADSessionId\\\":\\\"S2\\\"}\"}");
	assert_absent(d.event->session_id);
	assert_text(d.event->aad_session_id, "S2");
	assert_absent(d.event->client_app_id);
	done(&d);
}

/* Of the record or of its AppAccessContext; GUIDs in one spelling. */
static void
tokens(void **state)
{
	(void)state;
	struct decoded d = read_event(
		"{" COMMON ",\"Operation\":\"Send\",\"ClientInfoString\":\"Client=REST;;\","
		"\"ActorInfoString\":\"Client=REST;UserAgent=[x]\",\"ClientAppId\":\"A1\",\"TokenObjectId\":\"o\","
		"\"TokenType\":\"V1\",\"TokenTenantId\":\"t\",\"DeviceId\":\"{6D1C2F300000400080000000000000B2}\","
		"\"AgentId\":\"g\",\"AppAccessContext\":{\"ClientAppId\":\"A2\",\"APIId\":\"p\",\"UserObjectId\":\"O\","
		"\"IssuedAtTime\":\"2026-03-04T08:00:00\"},"
		"\"Folders\":[{\"Id\":\"f\",\"FolderItems\":[{\"Id\":\"i\",\"ClientRequestId\":\"r1\"},{\"Id\":\"j\","
		"\"ClientRequestId\":\"r2\"}]}]}");
	assert_text(d.event->client_info, "Client=REST;;");
	assert_text(d.event->actor_info, "Client=REST;UserAgent=[x]");
	assert_text(d.event->client_app_id, "A1");
	assert_text(d.event->context_app_id, "A2");
	assert_text(d.event->api_id, "p");
	assert_text(d.event->token_object_id, "o");
	assert_text(d.event->user_object_id, "O");
	assert_text(d.event->token_type, "V1");
	assert_text(d.event->token_tenant_id, "t");
	assert_text(d.event->device_id, "6D1C2F30-0000-4000-8000-0000000000B2");
	assert_text(d.event->agent_id, "g");
	assert_text(d.event->issued_at, "2026-03-04T08:00:00");
	assert_text(d.event->client_request_id, "r1");
	assert_int_equal(d.event->by_application, MIA_NO);
	done(&d);
	d = read_event("{" COMMON ",\"Operation\":\"Send\"}");
	assert_absent(d.event->actor_info);
	assert_absent(d.event->device_id);
	assert_absent(d.event->client_request_id);
	assert_int_equal(d.event->by_application, MIA_NOT_STATED);
	done(&d);
}

static void
applications_that_act_by_themselves(void **state)
{
	(void)state;
	static const struct {
		const char *members;
		enum mia_known by_application;
	} cases[] = {
		{ ",\"TokenType\":\"V1AppOnly\"", MIA_YES },
		{ ",\"AppAccessContext\":{\"TokenType\":\"V2AppOnly\"}", MIA_YES },
		{ ",\"UserType\":5", MIA_YES },
		{ ",\"UserType\":\"ServicePrincipal\"", MIA_YES },
		{ ",\"TokenObjectId\":\"a\",\"AppAccessContext\":{\"UserObjectId\":\"b\"}", MIA_YES },
		{ ",\"TokenObjectId\":\"a\"", MIA_NOT_STATED },
		{ ",\"TokenType\":\"V1\",\"UserType\":0", MIA_NOT_STATED },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char text[512];
		snprintf(text, sizeof(text), "{" COMMON ",\"Operation\":\"Send\"%s}", cases[i].members);
		struct decoded d = read_event(text);
		assert_int_equal(d.event->by_application, cases[i].by_application);
		done(&d);
	}
}

/* A sign-in names the session that it began, and its device, among its properties. */
static void
sign_ins_state_their_session(void **state)
{
	(void)state;
	static const char *const spellings[] = {
		"[{\"Name\":\"Id\",\"Value\":\"d-1\"},{\"Name\":\"SessionId\",\"Value\":\"s-1\"}]",
		"[{\"Value\":\" {s-1} \",\"Name\":\"sessionid\"},{\"Value\":\"d-1\",\"Name\":\"ID\"}]",
		"\"[{\\\"Name\\\":\\\"SessionId\\\",\\\"Value\\\":\\\"s-1\\\"},{\\\"Name\\\":\\\"Id\\\",\\\"Value\\\":\\\"d-1\\\"}]\"",
	};
	struct decoded d;
	char text[512];

	for (size_t i = 0; i < sizeof(spellings) / sizeof(*spellings); i++) {
		snprintf(text, sizeof(text),
			"{" COMMON ",\"Operation\":\"UserLoggedIn\",\"DeviceProperties\":%s}", spellings[i]);
		d = read_event(text);
		assert_text(d.event->session_id, "s-1");
		assert_text(d.event->device_id, "d-1");
		done(&d);
	}
	/* Two that contradict are none; zeros are no id. */
	d = read_event("{" COMMON ",\"Operation\":\"UserLoggedIn\",\"SessionId\":\"s-2\","
		       "\"ExtendedProperties\":{\"SessionId\":\"s-1\"}}");
	assert_int_equal(d.event->session_id.len, 0);
	assert_int_equal(d.event->flags, MIA_FLAG_DUP_KEY);
	done(&d);
	d = read_event(
		"{" COMMON ",\"Operation\":\"UserLoggedIn\","
		"\"SessionId\":\"00000000-0000-0000-0000-000000000000\",\"ExtendedProperties\":{\"SessionId\":\"s-1\"}}");
	assert_text(d.event->session_id, "s-1");
	done(&d);
	/* Properties of a sign-in are none of an access. */
	d = read_event("{" COMMON ",\"Operation\":\"MailItemsAccessed\",\"DeviceProperties\":"
		       "[{\"Name\":\"MailAccessType\",\"Value\":\"Sync\"}]}");
	assert_int_equal(d.event->access, MIA_ACCESS_UNSTATED);
	done(&d);
}

static void
clients_have_plain_names(void **state)
{
	(void)state;
	static const struct {
		const char *info, *name;
	} clients[] = {
		{ "Client=MSExchangeRPC", "Outlook desktop" }, { "Client=OWA;Action=ViaProxy", "OWA" },
		{ "client=owa;Mozilla/5.0", "OWA" }, { "Client=OWA;OneOutlook;x", "new Outlook for Windows" },
		{ "Client=OutlookService;Outlook-iOS/2.0;", "Outlook mobile (iOS)" },
		{ "Client=OutlookService;Outlook-Android/2.0;", "Outlook mobile (Android)" },
		{ "Client=ActiveSync;UserAgent=Outlook-iOS-Android/1.0", "Outlook mobile" },
		{ "Client=ActiveSync;UserAgent=Apple-iPhone12C1/1808.72", "ActiveSync (Apple)" },
		{ "Client=ActiveSync", "ActiveSync" }, { "Client=POP3/IMAP4;Protocol=IMAP4", "IMAP" },
		{ "Client=POP3/IMAP4;Protocol=POP3", "POP" },
		{ "Client=WebServices;MacOutlook/16.89", "Outlook for Mac" },
		{ "Client=WebServices;Microsoft Office/16.0 (Windows; Microsoft Outlook 16.0)",
			"Outlook desktop (EWS)" },
		{ "Client=WebServices;ExchangeWebServicesProxy/CrossSite/EXCH/15.20.7249.024/python-requests/2.25.1[AppId=x];",
			"EWS app" },
		{ "Client=WebServices;Action=ConfigureGroupMailbox", "Exchange (group set-up)" },
		{ "Client=REST;Client=RESTSystem;;", "Graph/REST app" },
		{ "Client=REST;;", "Graph/REST app" }, { "Client=Hub Transport", "mail transport" },
		{ "Client=TBA;Service=x", "Exchange assistant (time-based)" },
		{ "Client=Something", "other" }, { "", "unknown" }, /* never the owner */
	};
	for (size_t i = 0; i < sizeof(clients) / sizeof(*clients); i++) {
		char text[512];
		snprintf(text, sizeof(text),
			"{" COMMON ",\"Operation\":\"Send\",\"ClientInfoString\":\"%s\"}", clients[i].info);
		struct decoded d = read_event(text);
		if (!text_equal(d.event->client, text_of(clients[i].name)))
			print_message("# %s\n", clients[i].info);
		assert_true(text_equal(d.event->client, text_of(clients[i].name)));
		done(&d);
	}
}

static void
assert_service(const char *members, const char *name)
{
	char text[512];
	snprintf(text, sizeof(text), "{" COMMON ",\"Operation\":\"Send\",%s}", members);
	struct decoded d = read_event(text);
	if (name)
		assert_true(text_equal(d.event->service, text_of(name)));
	else
		assert_absent(d.event->service);
	done(&d);
}

/* An app id alone is no proof of innocence: the address must be Microsoft's or
 * missing. 40.96.0.0/13 and 2603:1000::/24 are Exchange Online. */
static void
background_services_are_known_by_app_and_address(void **state)
{
	(void)state;
#define SUBSTRATE "\"AppId\":\"13937bba-652e-4c46-b222-3003f4d1ff97\""
	assert_service(SUBSTRATE, "Substrate Context Service");
	assert_service("\"AppId\":\"13937BBA-652E-4C46-B222-3003F4D1FF97\"", "Substrate Context Service");
	assert_service(SUBSTRATE ",\"ClientIPAddress\":\"40.103.1.2\"", "Substrate Context Service");
	assert_service(SUBSTRATE ",\"ClientIPAddress\":\"2603:10a6::1\"", "Substrate Context Service");
	assert_service(SUBSTRATE ",\"ClientIPAddress\":\"203.0.113.7\"", NULL);
	assert_service(SUBSTRATE ",\"ClientIPAddress\":\"40.104.1.2\"", "Substrate Context Service");
	assert_service(SUBSTRATE ",\"ClientIPAddress\":\"40.112.1.2\"", NULL);
	assert_service(SUBSTRATE ",\"ClientIPAddress\":\"no address\"", NULL);
	assert_service("\"ClientInfoString\":\"Client=REST;x[AppId=b669c6ea-1adf-453f-b8bc-6d526592b419];\"",
		"Focused Inbox");
	assert_service("\"AppId\":\"00000003-0000-0000-c000-000000000000\"",
		NULL); /* Graph is no background service */
	assert_service("\"ClientInfoString\":\"[AppId=\"", NULL);
}

static void
assert_time(const char *members, const char *time, uint64_t flags)
{
	char text[512];
	snprintf(text, sizeof(text), "{\"Id\":\"x\",\"Operation\":\"Send\"%s}", members);
	struct decoded d = read_event(text);
	if (d.event->time != (time ? time_of(time) : MIA_TIME_UNKNOWN) || d.event->flags != flags)
		print_message("# %s\n", members);
	assert_int_equal(d.event->time, time ? time_of(time) : MIA_TIME_UNKNOWN);
	assert_int_equal(d.event->flags, flags);
	done(&d);
}

static void
creation_time_comes_first(void **state)
{
	(void)state;
	assert_time(
		",\"CreationTime\":\"2026-03-17T09:16:20\",\"CreationDate\":\"2020-01-01T00:00:00\",\"TimeGenerated\":\"2020-01-01T00:00:00\"",
		"2026-03-17T09:16:20Z", 0);
	assert_time(
		",\"TimeGenerated\":\"2020-01-01T00:00:00\",\"CreationTime\":\"2026-03-17T09:16:20.1234567Z\"",
		"2026-03-17T09:16:20.1234567Z", 0);
	assert_time(",\"CreationTime\":\"/Date(1773739210000)/\"", "2026-03-17T09:20:10Z", 0);
	assert_time(",\"CreationDate\":\"17.03.2026 09:16:20\",\"@timestamp\":\"2020-01-01T00:00:00Z\"",
		"2026-03-17T09:16:20Z", 0);
	assert_time(",\"CreationDate\":\"3/4/2026 9:16:20 AM\"", "2026-03-04T09:16:20Z",
		MIA_FLAG_TIME_AMBIGUOUS);
	assert_time(",\"CreationDate\":\"3/3/2026 9:16:20 AM\"", "2026-03-03T09:16:20Z", 0);
	assert_time(",\"@timestamp\":\"2026-03-17T09:16:20Z\"", "2026-03-17T09:16:20Z", 0);
	assert_time(",\"CreationTime\":\"last Tuesday\",\"CreationDate\":\"2026-03-17\"", "2026-03-17",
		MIA_FLAG_TIME_UNREADABLE);
	assert_time(",\"CreationTime\":\"last Tuesday\"", NULL, MIA_FLAG_TIME_UNREADABLE | MIA_FLAG_NO_TIME);
	assert_time(",\"CreationTime\":\"\"", NULL, MIA_FLAG_NO_TIME);
	assert_time("", NULL, MIA_FLAG_NO_TIME);
}

static void
what_failed_is_flagged(void **state)
{
	(void)state;
	static const struct {
		const char *status;
		uint64_t flags;
	} results[] = {
		{ "Succeeded", 0 },
		{ "PartiallySucceeded", 0 },
		{ "True", 0 },
		{ "Failed", MIA_FLAG_FAILED },
		{ "failed", MIA_FLAG_FAILED },
		{ "False", MIA_FLAG_FAILED },
		{ "Failed ", MIA_FLAG_FAILED },
	};
	for (size_t i = 0; i < sizeof(results) / sizeof(*results); i++) {
		char text[512];
		snprintf(text, sizeof(text), "{" COMMON ",\"Operation\":\"Send\",\"ResultStatus\":\"%s\"}",
			results[i].status);
		struct decoded d = read_event(text);
		assert_int_equal(d.event->flags, results[i].flags);
		assert_true(text_equal(d.event->result_status, text_trim(text_of(results[i].status))));
		done(&d);
	}
}

#define KEYED(id, time, operation, mailbox, rest) \
	"{\"Id\":\"" id "\",\"CreationTime\":\"" time "\",\"Operation\":\"" operation \
	"\",\"MailboxGuid\":\"b0c50001-0000-4000-8000-0000000000" mailbox "\"" rest "}"

static void
a_record_is_its_id_time_operation_and_mailbox(void **state)
{
	(void)state;
	const char *one = KEYED("c1", "2026-03-17T09:16:20", "Send", "b1", ",\"UserId\":\"a\"");
	assert_true(
		same_key(one, KEYED("C1", "2026-03-17T09:16:20Z", "send", "B1", ",\"UserId\":\"other\"")));
	assert_true(same_key(one,
		"{\"MailboxGuid\":\"b0c50001-0000-4000-8000-0000000000b1\",\"Operation\":\"Send\",\"CreationTime\":\"2026-03-17T09:16:20.0000000\",\"Id\":\"c1\"}"));
	assert_false(same_key(one, KEYED("c2", "2026-03-17T09:16:20", "Send", "b1", "")));
	assert_false(same_key(one, KEYED("c1", "2026-03-17T09:16:21", "Send", "b1", "")));
	assert_false(same_key(one, KEYED("c1", "2026-03-17T09:16:20", "SendAs", "b1", "")));
	assert_false(same_key(one, KEYED("c1", "2026-03-17T09:16:20", "Send", "b2", "")));
	/* Neighbours do not flow into each other. */
	assert_false(same_key("{\"Id\":\"c1\",\"Operation\":\"Sendb\",\"MailboxOwnerUPN\":\"1@example.org\"}",
		"{\"Id\":\"c1\",\"Operation\":\"Send\",\"MailboxOwnerUPN\":\"b1@example.org\"}"));
	/* The owner stands for the mailbox where there is no GUID. */
	assert_true(same_key("{\"Id\":\"c1\",\"Operation\":\"Send\",\"MailboxOwnerUPN\":\"A@example.org\"}",
		"{\"Id\":\"c1\",\"Operation\":\"Send\",\"MailboxOwnerUPN\":\"a@EXAMPLE.org\"}"));
}

#define NAMELESS(user, ip, id) \
	"{\"CreationTime\":\"2026-03-17T09:16:20\",\"Operation\":\"MailItemsAccessed\",\"UserId\":\"" user \
	"\",\"ClientIPAddress\":\"" ip "\"," BIND \
	",\"Folders\":[{\"FolderItems\":[{\"InternetMessageId\":\"" id "\"}]}]}"

static void
without_an_id_the_content_is_the_identity(void **state)
{
	(void)state;
	const char *one = NAMELESS("a", "203.0.113.7", "<m@example.org>");
	assert_true(same_key(one, one));
	assert_true(same_key(one,
		"{\"Version\":1,\"Id\":\"\",\"CreationTime\":\"2026-03-17T09:16:20\",\"Operation\":\"MailItemsAccessed\",\"UserId\":\"a\",\"ClientIPAddress\":\"203.0.113.7\"," BIND
		",\"Folders\":[{\"FolderItems\":[{\"InternetMessageId\":\"<m@example.org>\"}]}]}"));
	assert_false(same_key(one, NAMELESS("b", "203.0.113.7", "<m@example.org>")));
	assert_false(same_key(one, NAMELESS("a", "203.0.113.8", "<m@example.org>")));
	assert_false(same_key(one, NAMELESS("a", "203.0.113.7", "<n@example.org>")));
	/* A sync, a throttled bind, more operations and another item are other records. */
	static const char *const different[] = {
		"," BIND ",\"Folders\":[{\"Id\":\"LgA1\",\"FolderItems\":[]}]",
		"," SYNC ",\"Folders\":[{\"Id\":\"LgA1\",\"FolderItems\":[]}]",
		",\"OperationProperties\":[\"MailAccessType:Bind\",\"IsThrottled:True\"],\"Folders\":[{\"Id\":\"LgA1\",\"FolderItems\":[]}]",
		"," BIND ",\"OperationCount\":9,\"Folders\":[{\"Id\":\"LgA1\",\"FolderItems\":[]}]",
		"," BIND ",\"Folders\":[{\"Id\":\"LgA1\",\"FolderItems\":[{\"ImmutableId\":\"AAkA1\"}]}]",
		"," BIND ",\"Folders\":[{\"Id\":\"LgA1\",\"FolderItems\":[{\"ImmutableId\":\"AAkA2\"}]}]",
	};
	for (size_t i = 0; i < sizeof(different) / sizeof(*different); i++)
		for (size_t k = 0; k < i; k++) {
			char a[512], b[512];
			snprintf(a, sizeof(a),
				"{\"CreationTime\":\"2026-03-17T09:16:20\",\"Operation\":\"MailItemsAccessed\"%s}",
				different[i]);
			snprintf(b, sizeof(b),
				"{\"CreationTime\":\"2026-03-17T09:16:20\",\"Operation\":\"MailItemsAccessed\"%s}",
				different[k]);
			assert_false(same_key(a, b));
		}
	/* "sha256:" and the first 16 digits of what the key is made of. */
	struct decoded d = read_event(one);
	char want[32] = "sha256:";
	for (int i = 0; i < 8; i++)
		snprintf(want + 7 + 2 * i, 3, "%02x", d.event->key[i]);
	assert_true(text_equal(d.event->id, text_of(want)));
	assert_int_equal(d.event->flags, MIA_FLAG_NO_ID);
	done(&d);
}

/* Two versions of one record have one key and another content. */
static void
versions_differ_in_content(void **state)
{
	(void)state;
	struct decoded a = read_event(KEYED("c1", "2026-03-17T09:16:20", "Send", "b1", ",\"UserId\":\"a\""));
	struct decoded b = read_event(KEYED("c1", "2026-03-17T09:16:20", "Send", "b1", ",\"UserId\":\"b\""));
	struct decoded c = read_event(
		KEYED("c1", "2026-03-17T09:16:20", "Send", "b1", ",\"Version\":1,\"UserId\":\"a\""));
	assert_memory_equal(a.event->key, b.event->key, sizeof(a.event->key));
	assert_true(a.event->content != b.event->content);
	assert_true(a.event->content == c.event->content); /* what wraps it is no content */
	done(&a);
	done(&b);
	done(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(logon_types_are_numbers_or_names),
		cmocka_unit_test(the_address_stands_in_one_of_three_members),
		cmocka_unit_test(sessions_and_apps),
		cmocka_unit_test(tokens),
		cmocka_unit_test(applications_that_act_by_themselves),
		cmocka_unit_test(sign_ins_state_their_session),
		cmocka_unit_test(clients_have_plain_names),
		cmocka_unit_test(background_services_are_known_by_app_and_address),
		cmocka_unit_test(creation_time_comes_first),
		cmocka_unit_test(what_failed_is_flagged),
		cmocka_unit_test(a_record_is_its_id_time_operation_and_mailbox),
		cmocka_unit_test(without_an_id_the_content_is_the_identity),
		cmocka_unit_test(versions_differ_in_content),
	};
	return cmocka_run_group_tests_name("event_context", tests, NULL, NULL);
}
