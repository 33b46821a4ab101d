/* Scope: every place that names a client, an application, a device; and what stands for somebody else. */
#include "scope_ask.h"

#define EXCHANGE "00000002-0000-0ff1-ce00-000000000000"
#define EWS "47629505-c2b6-4a80-adb1-9b3a3d233b7b"
#define GRAPH "00000003-0000-0000-c000-000000000000"

/* Every place of an application's id; and where only the way stands that it came. */
static void
app_everywhere(void **state)
{
	(void)state;
	static const struct {
		const char *asked, *app, *client_app, *context_app, *api, *info, *actor;
		enum mia_match answer;
	} cases[] = {
		{ GUID_B, GRAPH, NULL, GUID_B, NULL, "Client=REST;;", NULL, YES },
		{ GUID_B, GRAPH, NULL, NULL, GUID_B, "Client=REST;;", NULL, YES },
		{ GUID_B, EXCHANGE, EXCHANGE, NULL, GRAPH, "Client=REST;Client=RESTSystem;;",
			"Client=REST;Client=RESTSystem;UserAgent=[NoUserAgent][AppId=" GUID_B "];", YES },
		{ EWS, EWS, NULL, NULL, NULL, "Client=WebServices;", NULL, YES },
		{ GUID_B, GRAPH, NULL, NULL, NULL, "Client=REST;;", NULL, MAYBE },
		{ GUID_B, EWS, EWS, NULL, NULL, "Client=WebServices;x/1[AppId=" EWS "];", NULL, MAYBE },
		{ GUID_B, NULL, NULL, NULL, GRAPH, NULL, NULL, MAYBE },
		{ GUID_B, EXCHANGE, NULL, NULL, NULL, "Client=POP3/IMAP4;Protocol=IMAP4", NULL, MAYBE },
		{ GUID_B, EXCHANGE, NULL, NULL, NULL, NULL, NULL, MAYBE },
		{ GUID_B, GRAPH, GUID_A, NULL, NULL, "Client=REST;;", NULL, NO },
		{ GUID_B, GRAPH, NULL, GUID_A, NULL, "Client=REST;;", NULL, NO },
		{ GUID_B, GRAPH, NULL, NULL, NULL, "Client=REST;;", "[AppId=" GUID_A "]", NO },
		{ GUID_B, EXCHANGE, NULL, NULL, NULL, "Client=OWA;Action=ViaProxy", NULL, NO },
		{ GUID_B, EXCHANGE, NULL, NULL, NULL, "Client=MSExchangeRPC", NULL, NO },
		/* Outlook on the web has an id of its own, beside Exchange's. */
		{ "9199bf20-a13f-4107-85dc-02114787ef48", EXCHANGE, NULL, NULL, NULL, "Client=OWA", NULL,
			MAYBE },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct mia_event event = blank();

		event.app_id = text(cases[i].app);
		event.client_app_id = text(cases[i].client_app);
		event.context_app_id = text(cases[i].context_app);
		event.api_id = text(cases[i].api);
		event.client_info = text(cases[i].info);
		event.actor_info = text(cases[i].actor);
		expect(cases[i].answer, MIA_TRAIT_APP, cases[i].asked, event);
	}
}

static void
client_behind_a_gateway(void **state)
{
	(void)state;
	static const struct {
		const char *info, *actor;
		enum mia_match answer;
	} cases[] = {
		{ "Client=REST;Client=RESTSystem;;",
			"Client=REST;Client=RESTSystem;UserAgent=[python-requests/2.32][AppId=" GUID_B "];",
			YES },
		{ NULL, "UserAgent=[python-requests/2.32]", YES },
		{ "Client=REST;Client=RESTSystem;;", "Client=REST;UserAgent=[curl/8][AppId=" GUID_B "];",
			NO },
		{ "Client=REST;curl/8;", NULL, NO },
		{ "Client=OWA;Action=ViaProxy", NULL, NO },
		{ "Client=REST;Client=RESTSystem;;", NULL, MAYBE },
		{ "client=rest;;", "Client=REST;UserAgent=[NoUserAgent][AppId=" GUID_B "];", MAYBE },
		{ "Client=WebServices;ExchangeWebServicesProxy/CrossSite/EXCH/15.20.7249.024;", NULL, MAYBE },
		{ "Client=WebServices;ExchangeWebServicesProxy/CrossSite/EXCH/15.20.7249.024/curl/8[AppId=" GUID_B
		  "];",
			NULL, NO },
		{ "Client=WebServices;Action=ConfigureGroupMailbox", NULL, NO },
		{ "Client=ActiveSync", NULL, MAYBE },
		{ ";;", NULL, MAYBE },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct mia_event event = blank();

		event.client_info = text(cases[i].info);
		event.actor_info = text(cases[i].actor);
		expect(cases[i].answer, MIA_TRAIT_CLIENT, "python", event);
	}
}

/* Such an address came for somebody; asked for itself, it is there. */
static void
front_end(void **state)
{
	(void)state;
	static const struct {
		const char *value, *seen, *other;
		enum mia_match answer;
	} cases[] = {
		{ "203.0.113.7", "40.126.0.0", NULL, MAYBE },
		{ "203.0.113.7", "40.126.63.255", NULL, MAYBE },
		{ "203.0.113.7", "40.126.64.0", NULL, NO },
		{ "203.0.113.7", "40.125.255.255", NULL, NO },
		{ "203.0.113.7", "20.190.128.1", NULL, MAYBE },
		{ "203.0.113.7", "20.190.191.255", NULL, MAYBE },
		{ "203.0.113.7", "20.190.192.0", NULL, NO },
		{ "203.0.113.7", "20.20.63.255", NULL, MAYBE },
		{ "203.0.113.7", "20.20.64.0", NULL, NO },
		{ "203.0.113.7", "20.231.128.0", NULL, MAYBE },
		{ "203.0.113.7", "20.231.160.0", NULL, NO },
		{ "203.0.113.7", "2603:1036:3000::5", NULL, MAYBE },
		{ "203.0.113.7", "2603:1036:3001::5", NULL, NO },
		{ "40.126.23.0/24", "40.126.23.26", NULL, YES },
		{ "203.0.113.7", "40.126.23.26", "203.0.113.7", YES },
		{ "203.0.113.7", "40.126.23.26", "198.51.100.1", NO },
		{ "203.0.113.7", "198.51.100.1", "40.126.23.26", NO },
		{ "203.0.113.7", "40.126.23.26", "20.190.128.1", MAYBE },
		/* A host name beside an address. */
		{ "203.0.113.7", "mail.example.org", "203.0.113.7", YES },
		{ "203.0.113.7", "mail.example.org", "198.51.100.1", MAYBE },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct mia_event event = from_address(cases[i].seen);

		if (cases[i].other)
			(void)mia_address_parse(text(cases[i].other), &event.other_address);
		expect(cases[i].answer, MIA_TRAIT_ADDRESS, cases[i].value, event);
	}
}

static void
device_and_token_object(void **state)
{
	(void)state;
	struct mia_event event = blank();

	expect(MAYBE, MIA_TRAIT_DEVICE, GUID_A, event);
	expect(MAYBE, MIA_TRAIT_TOKEN_OBJECT, GUID_A, event);
	event.device_id = text(GUID_A_UPPER);
	event.token_object_id = text(GUID_B);
	expect(YES, MIA_TRAIT_DEVICE, "{" GUID_A "}", event);
	expect(NO, MIA_TRAIT_DEVICE, GUID_B, event);
	expect(YES, MIA_TRAIT_TOKEN_OBJECT, "6d1c2f300000400080000000000000b2", event);
	expect(NO, MIA_TRAIT_TOKEN_OBJECT, GUID_A, event);
	expect_refused(MIA_ERR_ARGUMENT, MIA_TRAIT_DEVICE, "00000000-0000-0000-0000-000000000000", "empty");
}

/* Sessions are GUIDs: what is none was cut or overwritten, and may have been this one. */
static void
damaged_session(void **state)
{
	(void)state;
	struct mia_event event = blank();

	event.session_id = text("5d661950-3475-41cd");
	expect(MAYBE, MIA_TRAIT_SESSION, GUID_A, event);
	event.aad_session_id = text(GUID_B);
	expect(MAYBE, MIA_TRAIT_SESSION, GUID_A, event);
	expect(YES, MIA_TRAIT_SESSION, GUID_B, event);
	event.session_id = text(GUID_B);
	expect(NO, MIA_TRAIT_SESSION, GUID_A, event);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(app_everywhere),
		cmocka_unit_test(client_behind_a_gateway),
		cmocka_unit_test(front_end),
		cmocka_unit_test(device_and_token_object),
		cmocka_unit_test(damaged_session),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
