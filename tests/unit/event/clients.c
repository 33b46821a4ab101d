/* Clients: plain names, row by row; which of them any program may be, and which are Microsoft's own. */
#include "test.h"

#include "base/text.h"
#include "event/clients.h"

static void
each_client(void **state)
{
	static const struct {
		const char *info, *name;
	} rows[] = {
		{ "Client=MSExchangeRPC;x", "Outlook desktop" },
		{ "Client=Any;x OneOutlook y", "new Outlook for Windows" },
		{ "Client=Any;x Outlook-iOS-Android y", "Outlook mobile" },
		{ "Client=OutlookService;x Outlook-iOS y", "Outlook mobile (iOS)" },
		{ "Client=OutlookService;x Outlook-Android y", "Outlook mobile (Android)" },
		{ "Client=OutlookService;x", "Outlook mobile" },
		{ "Client=OWA;x", "OWA" },
		{ "Client=ActiveSync;x UserAgent=Apple- y", "ActiveSync (Apple)" },
		{ "Client=ActiveSync;x UserAgent=Android y", "ActiveSync (Android)" },
		{ "Client=ActiveSync;x", "ActiveSync" },
		{ "Client=POP3/IMAP4;x Protocol=IMAP4 y", "IMAP" },
		{ "Client=POP3/IMAP4;x Protocol=POP3 y", "POP" },
		{ "Client=POP3/IMAP4;x", "POP or IMAP" },
		{ "Client=IMAP4;x", "IMAP" },
		{ "Client=POP3;x", "POP" },
		{ "Client=Any;x EDiscoverySearch y", "eDiscovery" },
		{ "Client=Any;x SkypeSpaces y", "Teams" },
		{ "Client=Any;x MicrosoftNinja y", "Teams" },
		{ "Client=Any;x MacOutlook y", "Outlook for Mac" },
		{ "Client=WebServices;x Action=ConfigureGroupMailbox y", "Exchange (group set-up)" },
		{ "Client=WebServices;x Microsoft Office y", "Outlook desktop (EWS)" },
		{ "Client=WebServices;x Outlook y", "Outlook desktop (EWS)" },
		{ "Client=WebServices;x", "EWS app" },
		{ "Client=REST;x", "Graph/REST app" },
		{ "Client=RESTSystem;x", "Graph/REST app" },
		{ "Client=Hub Transport;x", "mail transport" },
		{ "Client=TBA;x", "Exchange assistant (time-based)" },
		{ "Client=EBA;x", "Exchange assistant (event-based)" },
		{ "Client=Management;x", "Exchange management" },
		{ "Client=PowerShell;x", "PowerShell" },
		{ "Client=x", "other" },
		{ "", "unknown" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_true(text_equal(mia__client_plain_name(text_of(rows[i].info)), text_of(rows[i].name)));
}

static void
each_that_any_program_may_be(void **state)
{
	static const struct {
		const char *info;
		bool gateway, own;
	} rows[] = {
		{ NULL, true, false },
		{ "", true, false },
		{ "Client=REST", true, false },
		{ "client=rest;;", true, false },
		{ "Client=RESTSystem;", true, false },
		{ "Client=WebServices;NoUserAgent", true, false },
		{ "Client=ActiveSync;[NoUserAgent]", true, false },
		{ "Client=;", true, false },
		{ "Client=REST;Client=WebServices", true, false },
		{ "Client=REST;[AppId=00000003-0000-0000-c000-000000000000]", true, false },
		{ "Client=REST; UserAgent= ", true, false },
		{ "Client=WebServices;ExchangeWebServicesProxy/CrossSite/EXCH/15.20.7000.1/", true, false },
		{ "Client=WebServices;ExchangeWebServicesProxy/CrossSite/EXCH/15.20.7000.1/python", false,
			false },
		{ "Client=WebServices;ExchangeWebServicesProxy/CrossSite/EXCH/x", false, false },
		{ "Client=REST;python-requests/2.31", false, false },
		{ "Client=REST;UserAgent=[curl/8]", false, false },
		{ "Client=RES", false, false },
		{ "Client=POP3/IMAP4;Protocol=POP3", false, false },
		{ "Client=OWA;Action=x", false, true },
		{ "client=owa", false, true },
		{ "Client=MSExchangeRPC", false, true },
		{ "Client=OutlookService;x", false, true },
		{ "Client=Hub Transport;x", false, true },
		{ "Client=TBA;x", false, true },
		{ "Client=EBA;x", false, true },
		{ "x;Client=EBA", false, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct mia_text info = text_of(rows[i].info);
		if (mia__client_is_gateway(info) != rows[i].gateway ||
			mia__client_is_own(info) != rows[i].own)
			fail_msg("%s", rows[i].info);
	}
}

/* What was answered before is answered again, and nothing else. */
static void
answers_are_kept_apart(void **state)
{
	static struct client_names names;
	char info[600];

	(void)state;
	for (int round = 0; round < 3; round++)
		for (int i = 0; i < 400; i++) {
			/* Of one length, of all lengths up to beyond what is kept. */
			snprintf(info, sizeof(info), "Client=%s;%03d%*s", i % 2 ? "OWA;x" : "REST;", i,
				round == 1 ? i : 0, "");
			assert_true(text_equal(mia__client_name(&names, text_of(info)),
				i % 2 ? TEXT("OWA") : TEXT("Graph/REST app")));
		}
	assert_true(text_equal(mia__client_name(&names, TEXT_ABSENT), TEXT("unknown")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_client),
		cmocka_unit_test(each_that_any_program_may_be),
		cmocka_unit_test(answers_are_kept_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
