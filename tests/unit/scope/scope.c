/* Scope: what the analyst's criteria say of one event: yes, no, cannot tell. */
#include "scope_ask.h"

static void
nothing_asked_is_everything(void **state)
{
	(void)state;
	struct mia_scope *scope = scope_new();
	struct mia_event event = blank();

	assert_true(mia_scope_is_everything(scope));
	assert_int_equal(ask(scope, &event), YES);
	mia_scope_free(scope);
	mia_scope_free(NULL);
	mia_matcher_free(NULL);
}

static void
address_and_prefix(void **state)
{
	(void)state;
	static const struct {
		const char *value, *seen;
		enum mia_match answer;
	} cases[] = {
		{ "203.0.113.7", "203.0.113.7", YES },
		{ "203.0.113.7", "203.0.113.8", NO },
		{ " 203.0.113.7 ", "203.0.113.7:50123", YES },
		{ "203.0.113.7", "[::ffff:203.0.113.7]:12345", YES },
		{ "::ffff:203.0.113.7", "203.0.113.7", YES },
		{ "203.0.113.7", "", MAYBE },
		{ "203.0.113.7", NULL, MAYBE },
		{ "203.0.113.7", "cool.client.local:12345", MAYBE },
		{ "203.0.113.7", "2001:db8::7", NO },
		{ "0.0.0.0/0", "255.255.255.255", YES },
		{ "0.0.0.0/0", "2001:db8::7", NO },
		{ "0.0.0.0/0", "localhost", MAYBE },
		{ "10.0.0.0/8", "10.255.255.255", YES },
		{ "10.0.0.0/8", "11.0.0.0", NO },
		{ "198.51.100.6/31", "198.51.100.7", YES },
		{ "198.51.100.6/31", "198.51.100.5", NO },
		{ "198.51.100.6/31", "198.51.100.8", NO },
		{ "198.51.100.6/32", "198.51.100.6", YES },
		{ "198.51.100.6/32", "198.51.100.7", NO },
		{ "::/0", "2001:db8::7", YES },
		{ "::/0", "10.1.2.3", NO },
		{ "2001:db8:0:1::/64", "2001:db8:0:1:ffff:ffff:ffff:ffff", YES },
		{ "2001:db8:0:1::/64", "2001:db8:0:2::", NO },
		{ "2001:db8::8000/113", "2001:db8::ffff", YES },
		{ "2001:db8::8000/113", "2001:db8::7fff", NO },
		{ "2001:db8::7/128", "[2001:db8::7]:443", YES },
		{ "2001:db8::7/128", "2001:db8::6", NO },
		{ "::ffff:10.0.0.0/104", "10.9.8.7", YES },
		{ "::ffff:10.0.0.0/104", "11.9.8.7", NO },
		{ "::ffff:0.0.0.0/96", "192.0.2.1", YES },
		/* The same bytes in front, but another family. */
		{ "32.1.13.184", "2001:db8::", NO },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect(cases[i].answer, MIA_TRAIT_ADDRESS, cases[i].value, from_address(cases[i].seen));
}

static void
address_refused(void **state)
{
	(void)state;
	static const struct {
		const char *value, *said;
	} cases[] = {
		{ "", "empty" },
		{ " ", "empty" },
		{ "evil.example", "not an address" },
		{ "203.0.113", "not an address" },
		{ "/8", "not an address" },
		{ "10.0.0.0:80/8", "not an address" },
		{ "[2001:db8::]:443/32", "not an address" },
		{ "10.0.0.0/33", "0 to 32" },
		{ "2001:db8::/129", "0 to 128" },
		{ "10.0.0.0/", "0 to 32" },
		{ "10.0.0.0/+8", "0 to 32" },
		{ "10.0.0.0/8/8", "0 to 32" },
		{ "10.0.0.0/255.0.0.0", "0 to 32" },
		{ "10.0.0.0/4294967304", "0 to 32" },
		{ "10.1.2.3/8", "10.0.0.0/8" },
		{ "198.51.100.7/31", "198.51.100.6/31" },
		{ "2001:db8::7/64", "2001:db8::/64" },
		{ "::ffff:10.1.2.3/104", "10.0.0.0/8" },
		{ "::ffff:10.0.0.0/64", "::/64" },
		{ "\x1b[2J", "\\x1b" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect_refused(MIA_ERR_ARGUMENT, MIA_TRAIT_ADDRESS, cases[i].value, cases[i].said);
}

static void
session(void **state)
{
	(void)state;
	static const struct {
		const char *value, *session, *aad;
		enum mia_match answer;
	} cases[] = {
		{ GUID_A, GUID_A, NULL, YES },
		{ GUID_A, GUID_A_UPPER, NULL, YES },
		{ GUID_A_UPPER, NULL, GUID_A, YES },
		{ GUID_A, GUID_B, GUID_A, YES },
		{ GUID_A, GUID_B, NULL, NO },
		{ GUID_A, "", GUID_B, NO },
		{ GUID_A, NULL, NULL, MAYBE },
		{ GUID_A, "", "", MAYBE },
		{ "AbC", "AbC", NULL, YES },
		{ "AbC", "abc", NULL, NO },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct mia_event event = blank();

		event.session_id = text(cases[i].session);
		event.aad_session_id = text(cases[i].aad);
		expect(cases[i].answer, MIA_TRAIT_SESSION, cases[i].value, event);
	}
}

static void
app(void **state)
{
	(void)state;
	static const struct {
		const char *app, *client_app, *info;
		enum mia_match answer;
	} cases[] = {
		{ GUID_A, NULL, NULL, YES },
		{ GUID_A_UPPER, "", "", YES },
		{ GUID_B, GUID_A, NULL, YES },
		{ GUID_B, NULL, "Client=WebServices;python-requests/2.25.1[AppId=" GUID_A "];", YES },
		{ NULL, NULL, "Client=REST;[NoUserAgent][appid=" GUID_A_UPPER "];", YES },
		{ NULL, NULL, "x[AppId=" GUID_B "][AppId=" GUID_A "]", YES },
		{ GUID_B, NULL, NULL, NO },
		{ NULL, GUID_B, NULL, NO },
		{ NULL, NULL, "Client=REST;[AppId=" GUID_B "];", NO },
		{ NULL, NULL, NULL, MAYBE },
		{ "", "", "Client=OWA;Mozilla/5.0", MAYBE },
		{ NULL, NULL, "Client=REST;[AppId=];", MAYBE },
		{ NULL, NULL, "Client=REST;[AppId=" GUID_A, MAYBE },
		{ NULL, NULL, "Client=REST;[", MAYBE },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct mia_event event = blank();

		event.app_id = text(cases[i].app);
		event.client_app_id = text(cases[i].client_app);
		event.client_info = text(cases[i].info);
		expect(cases[i].answer, MIA_TRAIT_APP, GUID_A, event);
	}
}

static void
user(void **state)
{
	(void)state;
	struct mia_event event = blank();

	expect(MAYBE, MIA_TRAIT_USER, "Eve@example.org", event);
	event.actor = text("");
	expect(MAYBE, MIA_TRAIT_USER, "Eve@example.org", event);
	event.actor = text("eve@EXAMPLE.org");
	expect(YES, MIA_TRAIT_USER, "Eve@example.org", event);
	event.actor = text("eve@example.org.uk");
	expect(NO, MIA_TRAIT_USER, "Eve@example.org", event);
	/* Only ASCII letters have a case here. */
	event.actor = text("\xc3\xa9@example.org");
	expect(NO, MIA_TRAIT_USER, "\xc3\x89@example.org", event);
}

static void
mailbox(void **state)
{
	(void)state;
	static const struct {
		const char *value, *owner, *guid;
		enum mia_match answer;
	} cases[] = {
		{ "Bob@example.org", "bob@example.org", NULL, YES },
		{ "bob@example.org", "bob@example.org", GUID_A, YES },
		{ "bob@example.org", "amy@example.org", GUID_A, NO },
		{ "bob@example.org", "amy@example.org", NULL, NO },
		{ "bob@example.org", NULL, GUID_A, MAYBE },
		{ GUID_A, NULL, GUID_A_UPPER, YES },
		{ GUID_A, "bob@example.org", GUID_A, YES },
		{ GUID_A, "bob@example.org", GUID_B, NO },
		{ GUID_A, "bob@example.org", NULL, MAYBE },
		{ GUID_A, "bob@example.org", "", MAYBE },
		{ GUID_A, NULL, NULL, MAYBE },
		{ "bob@example.org", "", "", MAYBE },
		/* A display name says nothing of an address. */
		{ "bob@example.org", "Bob Ray", NULL, MAYBE },
		{ "bob ray", "Bob Ray", NULL, YES },
		{ "bob ray", "Amy Poe", NULL, NO },
		{ GUID_A, "Bob Ray", NULL, MAYBE },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct mia_event event = blank();

		event.mailbox_owner = text(cases[i].owner);
		event.mailbox_guid = text(cases[i].guid);
		expect(cases[i].answer, MIA_TRAIT_MAILBOX, cases[i].value, event);
	}
}

static void
logon(void **state)
{
	(void)state;
	struct mia_event event = blank();

	expect(MAYBE, MIA_TRAIT_LOGON, "owner", event);
	event.logon = MIA_LOGON_OWNER;
	expect(YES, MIA_TRAIT_LOGON, "Owner", event);
	expect(NO, MIA_TRAIT_LOGON, "admin", event);
	event.logon = MIA_LOGON_ADMIN;
	expect(YES, MIA_TRAIT_LOGON, "admin", event);
	event.logon = MIA_LOGON_DELEGATE;
	expect(YES, MIA_TRAIT_LOGON, "delegate", event);
	expect(YES, MIA_TRAIT_LOGON, "delegated", event);
	event.logon = MIA_LOGON_DELEGATED_ADMIN;
	expect(NO, MIA_TRAIT_LOGON, "delegate", event);
	expect_refused(MIA_ERR_ARGUMENT, MIA_TRAIT_LOGON, "root", "not a logon type");
	expect_refused(MIA_ERR_ARGUMENT, MIA_TRAIT_LOGON, "", "empty");
}

static void
span(void **state)
{
	(void)state;
	struct mia_scope *scope = scope_new();
	struct mia_event event = blank();
	struct mia_error err;

	assert_int_equal(mia_scope_between(scope, 100, 200, NULL), MIA_OK);
	assert_false(mia_scope_is_everything(scope));
	assert_int_equal(ask(scope, &event), MAYBE);
	for (event.time = 98; event.time < 203; event.time++)
		assert_int_equal(ask(scope, &event), event.time >= 100 && event.time < 200 ? YES : NO);

	assert_int_equal(mia_scope_between(scope, 200, 200, &err), MIA_ERR_ARGUMENT);
	event.time = 199;
	assert_int_equal(ask(scope, &event), YES);

	assert_int_equal(mia_scope_between(scope, MIA_TIME_UNKNOWN, 100, NULL), MIA_OK);
	assert_int_equal(ask(scope, &event), NO);
	event.time = -5;
	assert_int_equal(ask(scope, &event), YES);
	assert_int_equal(mia_scope_between(scope, 100, MIA_TIME_UNKNOWN, NULL), MIA_OK);
	assert_int_equal(ask(scope, &event), NO);
	event.time = INT64_MAX;
	assert_int_equal(ask(scope, &event), YES);
	event.time = MIA_TIME_UNKNOWN;
	assert_int_equal(ask(scope, &event), MAYBE);

	assert_int_equal(mia_scope_between(scope, MIA_TIME_UNKNOWN, MIA_TIME_UNKNOWN, NULL), MIA_OK);
	assert_true(mia_scope_is_everything(scope));
	mia_scope_free(scope);
}

/* "3/4/2019 14:46" may be 4 March or 3 April; the event has the first. */
static void
span_of_a_time_with_two_readings(void **state)
{
	(void)state;
	static const struct {
		const char *from, *until;
		enum mia_match answer;
	} spans[] = {
		{ "2019-03-01", "2019-05-01", YES },
		{ "2019-05-01", "2019-06-01", NO },
		{ "2019-03-10", "2019-03-20", NO },
		{ "2019-04-01", "2019-05-01", MAYBE },
		{ "2019-03-01", "2019-04-01", MAYBE },
		{ "2019-04-03T14:46:00Z", "2019-04-03T14:46:01Z", MAYBE },
	};
	struct mia_event event = blank();

	assert_int_equal(mia_time_parse(text("2019-03-04T14:46:00Z"), &event.time), MIA_OK);
	for (size_t i = 0; i < sizeof(spans) / sizeof(*spans); i++) {
		struct mia_scope *scope = scope_new();
		mia_time from, until;
		assert_int_equal(mia_time_parse(text(spans[i].from), &from), MIA_OK);
		assert_int_equal(mia_time_parse(text(spans[i].until), &until), MIA_OK);
		assert_int_equal(mia_scope_between(scope, from, until, NULL), MIA_OK);
		event.flags = MIA_FLAG_TIME_AMBIGUOUS;
		assert_int_equal(ask(scope, &event), spans[i].answer);
		event.flags = 0;
		assert_int_equal(ask(scope, &event), event.time >= from && event.time < until ? YES : NO);
		mia_scope_free(scope);
	}
}

/* Sessions and apps are stated by an event as the three answers ask. */
static struct mia_event
answering(enum mia_match session_answer, enum mia_match user_answer)
{
	static const char *const said[] = { [NO] = "other", [MAYBE] = NULL, [YES] = "this" };
	struct mia_event event = blank();

	event.session_id = text(said[session_answer]);
	event.actor = text(said[user_answer]);
	return event;
}

static void
different_traits_must_all_hold(void **state)
{
	(void)state;
	static const enum mia_match all[3][3] = {
		[NO] = { [NO] = NO, [MAYBE] = NO, [YES] = NO },
		[MAYBE] = { [NO] = NO, [MAYBE] = MAYBE, [YES] = MAYBE },
		[YES] = { [NO] = NO, [MAYBE] = MAYBE, [YES] = YES },
	};
	static const enum mia_match but_not[3][3] = {
		[NO] = { [NO] = NO, [MAYBE] = NO, [YES] = NO },
		[MAYBE] = { [NO] = MAYBE, [MAYBE] = MAYBE, [YES] = NO },
		[YES] = { [NO] = YES, [MAYBE] = MAYBE, [YES] = NO },
	};
	struct mia_scope *scope = scope_new(), *less = scope_new();

	add(scope, MIA_TRAIT_SESSION, 0, "this");
	add(scope, MIA_TRAIT_USER, 0, "this");
	add(less, MIA_TRAIT_SESSION, 0, "this");
	add(less, MIA_TRAIT_USER, 1, "this");
	for (int a = NO; a <= YES; a++) {
		for (int b = NO; b <= YES; b++) {
			struct mia_event event = answering((enum mia_match)a, (enum mia_match)b);

			assert_int_equal(ask(scope, &event), all[a][b]);
			assert_int_equal(ask(less, &event), but_not[a][b]);
		}
	}
	/* The span is one more thing that must hold. */
	struct mia_event timeless = answering(YES, YES), out = answering(NO, YES);
	assert_int_equal(mia_scope_between(scope, 0, 10, NULL), MIA_OK);
	assert_int_equal(ask(scope, &timeless), MAYBE);
	assert_int_equal(ask(scope, &out), NO);
	mia_scope_free(scope);
	mia_scope_free(less);
}

static void
values_of_one_trait_are_alternatives(void **state)
{
	(void)state;
	struct mia_scope *scope = scope_new();
	struct mia_event bob = blank(), guid_only = blank(), amy = blank(), other = blank();

	/* A name and a GUID: the one way in which two values of one trait can
	 * answer differently about the same record. */
	add(scope, MIA_TRAIT_MAILBOX, 0, "bob@example.org");
	add(scope, MIA_TRAIT_MAILBOX, 0, GUID_A);
	bob.mailbox_owner = text("bob@example.org");
	guid_only.mailbox_guid = text(GUID_B);
	amy.mailbox_owner = other.mailbox_owner = text("amy@example.org");
	other.mailbox_guid = text(GUID_B);
	assert_int_equal(ask(scope, &bob), YES);         /* yes, cannot tell */
	assert_int_equal(ask(scope, &guid_only), MAYBE); /* cannot tell, no */
	assert_int_equal(ask(scope, &amy), MAYBE);       /* no, cannot tell */
	assert_int_equal(ask(scope, &other), NO);        /* no, no */

	/* Wanted and excluded values of one trait must both be satisfied. */
	struct mia_scope *network = scope_new();
	struct mia_event in = from_address("10.1.2.3"), hole = from_address("10.9.9.9"),
			 out = from_address("192.0.2.1"), nameless = from_address("localhost");
	add(network, MIA_TRAIT_ADDRESS, 0, "10.0.0.0/8");
	add(network, MIA_TRAIT_ADDRESS, 1, "10.9.0.0/16");
	add(network, MIA_TRAIT_ADDRESS, 1, "10.8.0.0/16");
	assert_int_equal(ask(network, &in), YES);
	assert_int_equal(ask(network, &hole), NO);
	assert_int_equal(ask(network, &out), NO);
	assert_int_equal(ask(network, &nameless), MAYBE);
	mia_scope_free(network);
	mia_scope_free(scope);
}

static void
values_are_copied(void **state)
{
	(void)state;
	struct mia_scope *scope = scope_new();
	struct mia_event event = blank();
	char value[] = "eve@example.org";

	add(scope, MIA_TRAIT_USER, 0, value);
	memset(value, 'x', sizeof(value) - 1);
	event.actor = text("eve@example.org");
	assert_int_equal(ask(scope, &event), YES);
	mia_scope_free(scope);
}

static void
misuse(void **state)
{
	(void)state;
	struct mia_scope *scope = scope_new();
	struct mia_matcher *matcher = NULL;

	assert_int_equal(mia_scope_new(NULL, NULL, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_scope_add(NULL, MIA_TRAIT_USER, 0, text("a"), NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_scope_add(scope, MIA_TRAIT_COUNT, 0, text("a"), NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_scope_add(scope, MIA_TRAIT_USER, 0, text(NULL), NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_scope_between(NULL, 0, 1, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_matcher_new(&matcher, NULL, NULL), MIA_ERR_ARGUMENT);
	assert_null(matcher);
	mia_scope_free(scope);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_asked_is_everything),
		cmocka_unit_test(address_and_prefix),
		cmocka_unit_test(address_refused),
		cmocka_unit_test(session),
		cmocka_unit_test(app),
		cmocka_unit_test(user),
		cmocka_unit_test(mailbox),
		cmocka_unit_test(logon),
		cmocka_unit_test(span),
		cmocka_unit_test(span_of_a_time_with_two_readings),
		cmocka_unit_test(different_traits_must_all_hold),
		cmocka_unit_test(values_of_one_trait_are_alternatives),
		cmocka_unit_test(values_are_copied),
		cmocka_unit_test(misuse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
