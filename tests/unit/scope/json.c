/* Scope files: what they mean, and what is wrong with those that mean nothing. */
#include "failing.h"
#include "scope_ask.h"

static struct mia_scope *
read_scope(const char *json)
{
	struct mia_scope *scope = scope_new();
	struct mia_error err = { 0 };

	if (mia_scope_read(scope, text(json), &err) != MIA_OK)
		fail_msg("%s: %s", json, err.text);
	return scope;
}

static struct mia_event
seen(const char *address, const char *session, const char *user, const char *time)
{
	struct mia_event event = blank();

	event.client_ip = text(address);
	(void)mia_address_parse(event.client_ip, &event.address);
	event.session_id = text(session);
	event.actor = text(user);
	if (time)
		assert_int_equal(mia_time_parse(text(time), &event.time), MIA_OK);
	return event;
}

static void
expect_answer(const char *json, struct mia_event event, enum mia_match answer)
{
	struct mia_scope *scope = read_scope(json);
	enum mia_match got = ask(scope, &event);

	if (got != answer)
		fail_msg("%s: %d, expected %d", json, (int)got, (int)answer);
	mia_scope_free(scope);
}

static void
every_name_is_a_trait(void **state)
{
	(void)state;
	static const struct {
		const char *json;
		enum mia_match answer;
	} cases[] = {
		{ "{\"ip\":\"192.0.2.0/24\"}", YES },
		{ "{\"ip\":[\"192.0.2.8\"]}", NO },
		{ "{\"session\":\"s-1\"}", YES },
		{ "{\"session\":\"S-1\"}", NO },
		{ "{\"token\":\"tok\"}", YES },
		{ "{\"token\":\"Tok\"}", NO },
		{ "{\"client\":\"^Client=REST\"}", YES },
		{ "{\"client\":\"OWA\"}", MAYBE }, /* a gateway alone */
		{ "{\"device\":\"D-1\"}", YES },
		{ "{\"device\":\"d-1\"}", NO },
		{ "{\"token-object\":\"o-2\"}", MAYBE },
		{ "{\"app\":\"app-1\"}", YES },
		{ "{\"app\":\"app-2\"}", NO },
		{ "{\"user\":\"EVE@example.org\"}", YES },
		{ "{\"user\":\"bob@example.org\"}", NO },
		{ "{\"mailbox\":\"ann@example.org\"}", YES },
		{ "{\"mailbox\":\"bob@example.org\"}", NO },
		{ "{\"logon\":\"delegate\"}", YES },
		{ "{\"logon\":[\"owner\",\"admin\"]}", NO },
		{ "{\"since\":\"2026-03-04T12:00:00\"}", YES },
		{ "{\"since\":\"2026-03-04T12:00:00.0000001Z\"}", NO },
		{ "{\"until\":\"2026-03-04T12:00:00.0000001\"}", YES },
		{ "{\"until\":\"2026-03-04T12:00:00\"}", NO },
		{ "{\"since\":\"2026-03-04T13:00:00+01:00\",\"until\":\"2026-03-05\"}", YES },
		{ "{\"not\":{\"ip\":\"192.0.2.7\"}}", NO },
		{ "{\"not\":{\"ip\":\"192.0.2.8\"}}", YES },
		{ "{\"any\":[{\"user\":\"eve@example.org\"}]}", YES },
		{ "{\"any\":[{\"user\":\"bob@example.org\"}]}", NO },
		{ "{\"ip\":[\"192.0.2.8\",\"192.0.2.7\"],\"user\":[\"eve@example.org\"]}", YES },
		{ "{\"ip\":[\"192.0.2.8\",\"192.0.2.7\"],\"user\":[\"bob@example.org\"]}", NO },
		{ "\xef\xbb\xbf { \"user\" : \"eve\\u0040example.org\" }\r\n", YES },
	};
	struct mia_event event = seen("192.0.2.7", "s-1", "eve@example.org", "2026-03-04T12:00:00");

	event.unique_token_id = text("tok");
	event.client_info = text("Client=REST;;");
	event.app_id = text("app-1");
	event.device_id = text("D-1");
	event.mailbox_owner = text("ann@example.org");
	event.logon = MIA_LOGON_DELEGATE;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect_answer(cases[i].json, event, cases[i].answer);
}

/* What the header shows: an address from a day on, or a session; never Anna. */
static void
alternatives_and_exclusion(void **state)
{
	(void)state;
	static const char file[] =
		"{\"any\": [{\"ip\": [\"203.0.113.7\"], \"since\": \"2026-03-04\"}, {\"session\": \"s-1\"}],\n"
		" \"not\": {\"user\": [\"anna@example.org\"]}}";

	expect_answer(file, seen("203.0.113.7", NULL, "eve", "2026-03-04T00:00:00"), YES);
	expect_answer(file, seen("203.0.113.7", "s-2", "eve", "2026-03-03T23:59:59"), NO);
	expect_answer(file, seen("203.0.113.7", NULL, "eve", "2026-03-03T23:59:59"), MAYBE);
	expect_answer(file, seen("192.0.2.1", "s-1", "eve", "2026-03-03T23:59:59"), YES);
	expect_answer(file, seen("192.0.2.1", "s-1", "anna@example.org", "2026-03-05"), NO);
	expect_answer(file, seen("203.0.113.7", "s-1", NULL, "2026-03-05"), MAYBE);
}

/* An object means one thing wherever it stands: all of it must hold. So "not"
 * takes away what has both; an array takes away what has either. */
static void
not_takes_away_what_its_object_holds(void **state)
{
	(void)state;
	static const char both[] = "{\"not\":{\"ip\":\"192.0.2.7\",\"user\":\"ann\"}}";
	static const char either[] = "{\"not\":[{\"ip\":\"192.0.2.7\"},{\"user\":\"ann\"}]}";
	static const char twice[] = "{\"not\":{\"ip\":\"192.0.2.7\",\"not\":{\"user\":\"ann\"}}}";

	expect_answer(both, seen("192.0.2.7", NULL, "ann", NULL), NO);
	expect_answer(both, seen("192.0.2.7", NULL, "eve", NULL), YES);
	expect_answer(both, seen("192.0.2.8", NULL, "ann", NULL), YES);
	expect_answer(both, seen("192.0.2.7", NULL, NULL, NULL), MAYBE);
	expect_answer(both, seen("192.0.2.8", NULL, NULL, NULL), YES);
	expect_answer(either, seen("192.0.2.7", NULL, "eve", NULL), NO);
	expect_answer(either, seen("192.0.2.8", NULL, "ann", NULL), NO);
	expect_answer(either, seen("192.0.2.8", NULL, "eve", NULL), YES);
	expect_answer(either, seen("192.0.2.8", NULL, NULL, NULL), MAYBE);
	expect_answer(twice, seen("192.0.2.7", NULL, "ann", NULL), YES);
	expect_answer(twice, seen("192.0.2.7", NULL, "eve", NULL), NO);
	expect_answer("{\"not\":{\"since\":\"2026-03-04\",\"until\":\"2026-03-05\"}}",
		seen(NULL, NULL, NULL, "2026-03-04T12:00:00"), NO);
	expect_answer("{\"not\":{\"since\":\"2026-03-04\",\"until\":\"2026-03-05\"}}",
		seen(NULL, NULL, NULL, "2026-03-05"), YES);
}

/* What is asked otherwise must hold besides; it widens nothing. */
static void
files_and_options_must_both_hold(void **state)
{
	(void)state;
	struct mia_scope *scope = scope_new();
	struct mia_event mine = seen("192.0.2.7", NULL, "eve", "2026-03-04T12:00:00"),
			 other = seen("192.0.2.8", NULL, "eve", "2026-03-04T12:00:00");
	mia_time from, until, noon;

	assert_int_equal(mia_time_parse(text("2026-03-04T12:00:00"), &noon), MIA_OK);
	add(scope, MIA_TRAIT_ADDRESS, 0, "192.0.2.0/29");
	assert_int_equal(mia_scope_between(scope, MIA_TIME_UNKNOWN, noon + 1, NULL), MIA_OK);
	assert_int_equal(mia_scope_read(scope,
				 text("{\"ip\":\"192.0.2.6/31\",\"since\":\"2026-03-04T12:00:00\"}"), NULL),
		MIA_OK);
	assert_int_equal(ask(scope, &mine), YES);
	assert_int_equal(ask(scope, &other), NO);
	mia_scope_span(scope, &from, &until);
	assert_int_equal(from, noon);
	assert_int_equal(until, noon + 1);
	assert_int_equal(mia_scope_read(scope, text("{\"user\":\"bob\"}"), NULL), MIA_OK);
	assert_int_equal(ask(scope, &mine), NO);
	mia_scope_free(scope);
}

static void
refusals(void **state)
{
	(void)state;
	static const struct {
		const char *json;
		const char *said[2];
	} cases[] = {
		{ "", { "empty", "" } },
		{ " \n", { "empty", "" } },
		{ "[]", { "line 1", "one object" } },
		{ "\"203.0.113.7\"", { "one object", "" } },
		{ "{}", { "line 1", "asks for nothing" } },
		{ "{\"ip\":[]}", { "ip", "asks for nothing" } },
		{ "{\"any\":[]}", { "any", "asks for nothing" } },
		{ "{\"any\":[{\"ip\":\"192.0.2.1\"},{}]}", { "any[1]: ", "asks for nothing" } },
		{ "{\"not\":{}}", { "not: ", "asks for nothing" } },
		{ "{\"not\":[]}", { "not", "asks for nothing" } },
		{ "{\n\"ip\":\"192.0.2.1\",\n\"sesion\":\"x\"}",
			{ "line 3", "unknown name \"sesion\"; known are ip, session, token" } },
		{ "{\"IP\":\"192.0.2.1\"}", { "unknown name \"IP\"", "any" } },
		{ "{\"any\":[{\"frm\":\"x\"}]}", { "any[0]: unknown name \"frm\"", "until, not" } },
		{ "{\"any\":[{\"any\":[{\"ip\":\"192.0.2.1\"}]}]}", { "any[0]: ", "only the whole file" } },
		{ "{\"not\":{\"any\":[{\"ip\":\"192.0.2.1\"}]}}", { "not: ", "only the whole file" } },
		{ "{\"ip\":\"192.0.2.1\",\"user\":\"a\",\"ip\":\"192.0.2.2\"}",
			{ "\"ip\" stands twice", "" } },
		{ "{\"since\":\"2026-03-04\",\"since\":\"2026-03-05\"}", { "\"since\" stands twice", "" } },
		{ "{\"ip\":7}", { "ip: ", "string or an array of strings" } },
		{ "{\"ip\":null}", { "ip: ", "string or an array of strings" } },
		{ "{\"ip\":[true]}", { "ip[0]: ", "must be a string" } },
		{ "{\"ip\":[[\"192.0.2.1\"]]}", { "ip[0]: ", "must be a string" } },
		{ "{\"ip\":{\"a\":\"b\"}}", { "ip: ", "string or an array of strings" } },
		{ "{\"since\":[\"2026-03-04\"]}", { "since: ", "a time" } },
		{ "{\"any\":{\"ip\":\"192.0.2.1\"}}", { "any: ", "array of objects" } },
		{ "{\"any\":[\"192.0.2.1\"]}", { "any[0]: ", "must be an object" } },
		{ "{\"not\":\"192.0.2.1\"}", { "not: ", "object or an array" } },
		{ "{\"ip\":\n[\"192.0.2.1\",\n\"192.0.2.999\"]}", { "line 3: ip[1]: ", "not an address" } },
		{ "{\"ip\":\"\"}", { "ip: ", "empty value" } },
		{ "{\"logon\":\"root\"}", { "logon: ", "not a logon type" } },
		{ "{\"client\":\"(\"}", { "client: ", "does not compile" } },
		{ "{\"since\":\"yesterday\"}", { "since: ", "ISO 8601" } },
		{ "{\"since\":\"2026-03-05\",\"until\":\"2026-03-05\"}",
			{ "until: ", "ends before it begins" } },
		{ "{\"until\":\"2026-03-05\",\"since\":\"2026-03-05\"}",
			{ "since: ", "ends before it begins" } },
		{ "{\"any\":[{\"user\":\"a\",\"not\":{\"user\":[\"b\",5]}}]}",
			{ "any[0].not.user[1]: ", "must be a string" } },
		{ "{\"ip\":\"192.0.2.1\"", { "not JSON", "" } },
		{ "{\"ip\":\"192.0.2.1\",}", { "not JSON", "" } },
		{ "{\"ip\":\"192.0.2.1\"} x", { "not JSON", "" } },
		{ "{\"ip\":\"192.0.2.1\"}{\"ip\":\"192.0.2.2\"}", { "", "" } },
		{ "{\"user\":\"a\nb\"}", { "not JSON", "" } },
		{ "{\"user\":\"a\"}\n\xff", { "line 2", "not UTF-8" } },
		{ "{\"\x1b[2J\":\"a\"}", { "", "" } },
		{ "{\"\\u001b[2J\":\"a\"}", { "unknown name \"\\x1b[2J\"", "" } },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct mia_scope *scope = scope_new();
		struct mia_error err = { 0 };

		if (mia_scope_read(scope, text(cases[i].json), &err) != MIA_ERR_ARGUMENT)
			fail_msg("%s: not refused", cases[i].json);
		for (int k = 0; k < 2; k++)
			if (!strstr(err.text, cases[i].said[k]))
				fail_msg("%s: \"%s\" does not say \"%s\"", cases[i].json, err.text,
					cases[i].said[k]);
		/* Nothing of it is left. */
		assert_true(mia_scope_is_everything(scope));
		mia_scope_free(scope);
	}
	assert_int_equal(mia_scope_read(NULL, text("{}"), NULL), MIA_ERR_ARGUMENT);
}

/* Depth and size are bounded before anything is built from them. */
static void
hostile_sizes(void **state)
{
	(void)state;
	size_t deep = 200000, wide = (size_t)16 * 1024 * 1024 + 1;
	char *bytes = malloc(wide);
	struct mia_scope *scope = scope_new();
	struct mia_error err = { 0 };

	assert_non_null(bytes);
	for (size_t i = 0; i < deep; i++)
		memcpy(bytes + 7 * i, "{\"not\":", 7);
	assert_int_equal(mia_scope_read(scope, (struct mia_text){ bytes, 7 * deep }, &err), MIA_ERR_ARGUMENT);
	assert_non_null(strstr(err.text, "too deep"));
	memset(bytes, 0x20, wide);
	memcpy(bytes, "{\"user\":\"a\"}", 12);
	assert_int_equal(mia_scope_read(scope, (struct mia_text){ bytes, wide }, &err), MIA_ERR_ARGUMENT);
	assert_non_null(strstr(err.text, "16777216"));
	memcpy(bytes, "{\"user\":\"a\"}", 12);
	assert_int_equal(mia_scope_read(scope, (struct mia_text){ bytes, wide - 1 }, &err), MIA_OK);
	mia_scope_free(scope);
	free(bytes);
}

static unsigned
number(uint64_t *state, unsigned below)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(*state >> 33) % below;
}

/* Random criteria as an object: one to four traits, a span, an exclusion. */
static void
make_criteria(uint64_t *random, int depth, char *out, size_t size)
{
	static const char *const choices[][3] = {
		{ "\"ip\":\"192.0.2.0/31\"", "\"ip\":[\"192.0.2.2\",\"2001:db8::/64\"]",
			"\"ip\":\"0.0.0.0/0\"" },
		{ "\"session\":\"s-1\"", "\"session\":[\"s-1\",\"s-2\"]", "\"session\":\"s-3\"" },
		{ "\"user\":\"ann\"", "\"user\":[\"ann\",\"eve\"]", "\"user\":\"bob\"" },
		{ "\"mailbox\":\"ann\"", "\"mailbox\":[\"ann\",\"a0000000-0000-4000-8000-000000000001\"]",
			"\"mailbox\":\"bob\"" },
		{ "\"logon\":\"owner\"", "\"logon\":[\"admin\",\"delegate\"]", "\"logon\":\"delegate\"" },
		{ "\"token\":\"t-1\"", "\"token\":\"T-1\"", "\"token\":[\"t-2\",\"t-1\"]" },
		{ "\"client\":\"OWA\"", "\"client\":[\"^Client=REST\",\"x\"]", "\"client\":\".\"" },
		{ "\"app\":\"p-1\"", "\"app\":[\"p-1\",\"p-2\"]", "\"app\":\"P-1\"" },
		{ "\"since\":\"1970-01-01T00:00:05Z\"", "\"until\":\"1970-01-01T00:00:06Z\"",
			"\"since\":\"1970-01-01T00:00:03Z\",\"until\":\"1970-01-01T00:00:07Z\"" },
	};
	unsigned from = number(random, 9), count = 1 + number(random, 4);
	size_t len = (size_t)snprintf(out, size, "{");

	for (unsigned i = 0; i < count; i++)
		len += (size_t)snprintf(out + len, size - len, "%s%s", i ? "," : "",
			choices[(from + i) % 9][number(random, 3)]);
	if (depth && number(random, 3) == 0) {
		len += (size_t)snprintf(out + len, size - len, ",\"not\":");
		make_criteria(random, depth - 1, out + len, size - len);
		len += strlen(out + len);
	}
	(void)snprintf(out + len, size - len, "}");
}

static struct mia_event
make_event(uint64_t *random)
{
	static const char *const addresses[] = { NULL, "192.0.2.1", "192.0.2.2", "2001:db8::1", "host" };
	static const char *const sessions[] = { NULL, "s-1", "s-2", "" },
				 *const users[] = { NULL, "ANN", "eve", "x" };
	static const char *const tokens[] = { NULL, "t-1", "t-2" }, *const apps[] = { NULL, "p-1", "p-3" };
	static const char *const clients[] = { NULL, "Client=REST;", "Client=OWA;[AppId=p-2]" };
	static const char *const guids[] = { NULL, "A0000000-0000-4000-8000-000000000001",
		"a0000000-0000-4000-8000-000000000002" };
	struct mia_event event = seen(addresses[number(random, 5)], sessions[number(random, 4)],
		users[number(random, 4)], NULL);

	event.aad_session_id = text(sessions[number(random, 4)]);
	event.unique_token_id = text(tokens[number(random, 3)]);
	event.app_id = text(apps[number(random, 3)]);
	event.client_info = text(clients[number(random, 3)]);
	event.mailbox_owner = text(users[number(random, 4)]);
	event.mailbox_guid = text(guids[number(random, 3)]);
	event.logon = (enum mia_logon)((int)number(random, 4) - 1);
	if (number(random, 5))
		event.time = (mia_time)number(random, 10) * MIA_TIME_SECOND;
	if (number(random, 4) == 0)
		(void)mia_address_parse(text("192.0.2.2"), &event.other_address);
	return event;
}

/* A scope and its exclusion split the events without rest. */
static void
a_scope_and_its_exclusion_split_the_events(void **state)
{
	(void)state;
	uint64_t random = 7, answers[3] = { 0 };

	for (int i = 0; i < 3000; i++) {
		char object[2048], negated[2100];
		make_criteria(&random, 2, object, sizeof(object));
		(void)snprintf(negated, sizeof(negated), "{\"not\":%s}", object);
		struct mia_scope *scope = read_scope(object), *rest = read_scope(negated);
		for (int k = 0; k < 20; k++) {
			struct mia_event event = make_event(&random);
			enum mia_match in = ask(scope, &event), out = ask(rest, &event);
			answers[in]++;
			if ((in == YES) != (out == NO) || (in == NO) != (out == YES))
				fail_msg("%s: %d and %d", object, (int)in, (int)out);
		}
		mia_scope_free(scope);
		mia_scope_free(rest);
	}
	/* Each answer was seen often, so the test could have failed. */
	assert_true(answers[NO] > 1000 && answers[MAYBE] > 1000 && answers[YES] > 1000);
}

static void
refused_memory_leaks_nothing(void **state)
{
	(void)state;
	static const char file[] =
		"{\"any\":[{\"ip\":[\"192.0.2.1\",\"192.0.2.2\"]},{\"client\":\"x\",\"not\":{\"user\":\"a\"}},"
		"{\"session\":\"s\"},{\"session\":\"t\"},{\"session\":\"u\"}],\"not\":[{\"user\":\"b\"},{\"app\":\"c\"}]}";
	int refused = 1;

	for (size_t n = 1; refused; n++) {
		struct failing f = { .refuse_at = n };
		enum mia_status status;
		struct mia_allocator a = failing_allocator(&f);
		struct mia_scope *scope = NULL;

		status = mia_scope_new(&scope, &a, NULL);
		if (status == MIA_OK)
			status = mia_scope_read(scope, text(file), NULL);
		/* PCRE2 does without machine code where that is refused. */
		refused = f.calls >= n;
		assert_true(status == MIA_OK || (refused && status == MIA_ERR_MEMORY));
		mia_scope_free(scope);
		assert_int_equal(f.bytes, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_name_is_a_trait),
		cmocka_unit_test(alternatives_and_exclusion),
		cmocka_unit_test(not_takes_away_what_its_object_holds),
		cmocka_unit_test(files_and_options_must_both_hold),
		cmocka_unit_test(refusals),
		cmocka_unit_test(hostile_sizes),
		cmocka_unit_test(a_scope_and_its_exclusion_split_the_events),
		cmocka_unit_test(refused_memory_leaks_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
