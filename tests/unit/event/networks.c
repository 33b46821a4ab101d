/* What an address or an application id says by itself. */
#include "test.h"

#include "base/text.h"
#include "event/apps.h"
#include "event/networks.h"

static void
kinds_of_addresses(void **state)
{
	(void)state;
	static const struct {
		const char *address, *kind;
	} cases[] = {
		{ "10.0.0.0", "private" },
		{ "10.255.255.255", "private" },
		{ "11.0.0.0", "" },
		{ "9.255.255.255", "" },
		{ "172.15.255.255", "" },
		{ "172.16.0.0", "private" },
		{ "172.31.255.255", "private" },
		{ "172.32.0.0", "" },
		{ "192.167.255.255", "" },
		{ "192.168.0.1", "private" },
		{ "192.169.0.0", "" },
		{ "fc00::", "private" },
		{ "fdff:ffff::1", "private" },
		{ "fe00::", "" },
		{ "fbff::", "" },
		{ "127.0.0.1", "loopback" },
		{ "127.255.255.255", "loopback" },
		{ "128.0.0.0", "" },
		{ "::1", "loopback" },
		{ "::2", "" },
		{ "::", "reserved" },
		{ "169.254.0.0", "link-local" },
		{ "169.255.0.0", "" },
		{ "fe80::1", "link-local" },
		{ "febf::", "link-local" },
		{ "fec0::", "" },
		{ "100.63.255.255", "" },
		{ "100.64.0.0", "carrier NAT" },
		{ "100.127.255.255", "carrier NAT" },
		{ "100.128.0.0", "" },
		{ "192.0.2.0", "documentation" },
		{ "192.0.3.0", "" },
		{ "198.51.100.255", "documentation" },
		{ "198.51.101.0", "" },
		{ "203.0.113.7", "documentation" },
		{ "203.0.112.255", "" },
		{ "2001:db8:ffff::", "documentation" },
		{ "2001:db9::", "" },
		{ "2001:db7:ffff::", "" },
		{ "3fff:fff::", "documentation" },
		{ "3fff:1000::", "" },
		{ "0.0.0.0", "reserved" },
		{ "1.0.0.0", "" },
		{ "223.255.255.255", "" },
		{ "224.0.0.1", "reserved" },
		{ "255.255.255.255", "reserved" },
		{ "ff02::1", "reserved" },
		{ "40.95.255.255", "" },
		{ "13.107.18.10", "Microsoft" },
		{ "13.107.128.0", "Microsoft" },
		{ "23.103.160.0", "Microsoft" },
		{ "40.104.0.0", "Microsoft" },
		{ "52.96.0.0", "Microsoft" },
		{ "132.245.0.0", "Microsoft" },
		{ "150.171.32.0", "Microsoft" },
		{ "2620:1ec::1", "Microsoft" },
		{ "2a01:111::1", "Microsoft" },
		{ "2603:1006:2000::1", "Microsoft" },
		{ "38.3.16.0", "" },
		{ "d6b:698::1", "" },
		{ "40.96.0.0", "Microsoft" },
		{ "40.103.255.255", "Microsoft" },
		{ "40.106.0.0", "" },
		{ "13.107.6.153", "Microsoft" },
		{ "13.107.6.154", "" },
		{ "2603:10ff::1", "Microsoft" },
		{ "40.126.23.26", "Microsoft" },
		{ "40.126.64.0", "" },
		{ "20.190.128.0", "Microsoft" },
		{ "20.20.32.1", "Microsoft" },
		{ "20.20.31.255", "" },
		{ "20.231.159.255", "Microsoft" },
		{ "2603:1100::1", "" },
		{ "[::ffff:10.1.2.3]:99", "private" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct mia_address address;
		struct mia_text kind;

		assert_int_equal(mia_address_parse(text_of(cases[i].address), &address), MIA_OK);
		kind = mia__network_kind(&address);
		assert_non_null(kind.ptr);
		if (!text_equal(kind, text_of(cases[i].kind)))
			fail_msg("%s: %.*s", cases[i].address, (int)kind.len, kind.ptr);
		assert_int_equal(mia__network_is_microsoft(&address), text_equal(kind, TEXT("Microsoft")));
	}
}

static void
names_of_applications(void **state)
{
	(void)state;
	assert_text(mia__app_name(TEXT("00000003-0000-0000-C000-000000000000")), "Microsoft Graph");
	assert_text(mia__app_name(TEXT("FB8D773D-7ef8-4ec0-a117-179f88add510")), "Microsoft 365 Copilot");
	assert_absent(mia__app_service_name(TEXT("fb8d773d-7ef8-4ec0-a117-179f88add510")));
	assert_absent(mia__app_service_name(TEXT("00000003-0000-0000-c000-000000000000")));
	assert_text(mia__app_service_name(TEXT("13937bba-652e-4c46-b222-3003f4d1ff97")),
		"Substrate Context Service");
	/* The last service and the first that is none. */
	assert_text(mia__app_service_name(TEXT("7b7fdad6-df9d-4cd5-a4f2-b5f749350419")),
		"Bookings B2 Service");
	assert_text(mia__app_name(TEXT("00000002-0000-0ff1-ce00-000000000000")),
		"Office 365 Exchange Online");
	assert_absent(mia__app_service_name(TEXT("00000002-0000-0ff1-ce00-000000000000")));
	/* Two sources name it differently; both are told. */
	assert_text(mia__app_name(TEXT("6326e366-9d6d-4c70-b22a-34c7ea72d73d")),
		"Exchange Message Tracking Service / CalendarReplication");
	assert_text(mia__app_name(TEXT("ff8d92dc-3d82-41d6-bcbd-b9174d163620")), "PerfectData Software");
	assert_true(mia__app_is_abused(TEXT("FF8D92DC-3d82-41d6-bcbd-b9174d163620")));
	assert_false(mia__app_is_abused(TEXT("00000003-0000-0000-c000-000000000000")));
	assert_false(mia__app_is_abused(TEXT("ff8d92dc-3d82-41d6-bcbd-b9174d163621")));
	assert_absent(mia__app_name(TEXT("app-1")));
	assert_absent(mia__app_name(TEXT_ABSENT));
	assert_false(mia__app_is_abused(TEXT_ABSENT));
	assert_text(mia__app_embedded(TEXT("x[appid=ff8d92dc-3d82-41d6-bcbd-b9174d163620];")),
		"ff8d92dc-3d82-41d6-bcbd-b9174d163620");
	assert_absent(mia__app_embedded(TEXT("x[AppId=ff8d92dc")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds_of_addresses),
		cmocka_unit_test(names_of_applications),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
