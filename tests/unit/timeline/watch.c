/* The analyst's own list. */
#include "failing.h"

#include "base/text.h"
#include "timeline/watch.h"

#define GUID "5e55a77a-0000-4000-8000-00000000000a"

static struct mia_watch *
list_of(const char *list)
{
	struct mia_watch *watch = NULL;
	struct mia_error err = { .text = "" };

	if (mia_watch_new(&watch, NULL, text_of(list), &err) != MIA_OK)
		fail_msg("%s: %s", list, err.text);
	return watch;
}

/* The labels that fit, joined by '|'. */
static void
expect(const char *list, struct watched what, const char *labels)
{
	struct mia_watch *watch = list_of(list);
	struct mia_text *found = NULL;
	size_t count = 0, cap = 0, len = 0;
	char joined[256] = "";

	assert_true(mia__watch_find(watch, &what, &mia__malloc_allocator, &found, &count, &cap));
	for (size_t i = 0; i < count; i++)
		len += (size_t)snprintf(joined + len, sizeof(joined) - len, "%s%.*s", i ? "|" : "",
			(int)found[i].len, found[i].ptr);
	assert_string_equal(joined, labels);
	mia__dealloc(&mia__malloc_allocator, found, cap, sizeof(*found));
	mia_watch_free(watch);
}

static struct watched
from(const char *address)
{
	struct watched what = { .address = { .family = 0 } };

	(void)mia_address_parse(text_of(address), &what.address);
	return what;
}

static void
each_kind(void **state)
{
	(void)state;
	struct watched what = from("203.0.113.7");

	what.app_id = TEXT("F0000000-0000-4000-8000-000000000001");
	what.other_app_ids = TEXT("app-3 AppX");
	what.actor_info = TEXT("Client=REST;UserAgent=[Curl/8]");
	what.client_info = TEXT("Client=WebServices;Python-Requests/2.31 #1;");
	what.session_id = TEXT(GUID);
	expect("ip 203.0.113.7", what, "203.0.113.7");
	expect("ip 203.0.113.8", what, "");
	expect("IP 203.0.113.0/29 # vpn", what, "vpn");
	expect("ip ::/0", what, "");
	expect("ip 203.0.113.0/24 # all", from("host.example"), "");
	expect("app f0000000-0000-4000-8000-000000000001 # the app", what, "the app");
	expect("app AppX\napp appx # not", what, "AppX");
	expect("agent python-requests # script", what, "script");
	expect("agent curl", what, "curl");
	expect("agent wget", what, "");
	expect("app app-3 # third", what, "third");
	expect("app app", what, "");
	/* A '#' is part of a value, unless a blank stands before it. */
	expect("agent 2.31 #1", what, "1");
	expect("agent python-requests/2.31", what, "python-requests/2.31");
	expect("session 5E55A77A-0000-4000-8000-00000000000A # S", what, "S");
	expect("session abc", what, "");
	expect("", what, "");
}

static void
lines_and_labels(void **state)
{
	(void)state;
	struct watched what = from("203.0.113.7");

	expect("\xef\xbb\xbf# a list\r\n\r\n  ip\t203.0.113.7   #  zeta  \r\n   # comment\nip 203.0.113.0/24 # alpha\n"
	       "ip 203.0.113.7 # alpha\nip 203.0.0.0/16 # mid\n\n",
		what, "alpha|mid|zeta");
	expect("ip 203.0.113.7 #", what, "203.0.113.7");
}

static void
refusals(void **state)
{
	(void)state;
	static const struct {
		const char *list, *said;
		uint64_t line;
	} cases[] = {
		{ "adress 203.0.113.7", "unknown kind adress; known are ip, app, agent, session", 1 },
		{ "# x\n\nip 203.0.113.999", "not an address", 3 },
		{ "ip 203.0.113.7\nip 203.0.113.7/24", "203.0.113.0/24", 2 },
		{ "app", "nothing stands behind app", 1 },
		{ "app \t", "nothing stands behind app", 1 },
		{ "session # label", "nothing stands behind session", 1 },
		{ "203.0.113.7", "unknown kind 203.0.113.7", 1 },
		{ "\x1b[2J x", "unknown kind \\x1b[2J", 1 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct mia_watch *watch = NULL;
		struct mia_error err = { .text = "" };

		assert_int_equal(mia_watch_new(&watch, NULL, text_of(cases[i].list), &err), MIA_ERR_ARGUMENT);
		assert_null(watch);
		assert_int_equal(err.record, cases[i].line);
		if (!strstr(err.text, cases[i].said))
			fail_msg("%s: \"%s\"", cases[i].list, err.text);
	}
	struct mia_watch *watch = NULL;
	assert_int_equal(mia_watch_new(&watch, NULL, TEXT_ABSENT, NULL), MIA_ERR_ARGUMENT);
	mia_watch_free(NULL);
}

static void
refused_memory_leaks_nothing(void **state)
{
	(void)state;
	enum mia_status status = MIA_ERR_MEMORY;
	char list[2048] = "";

	for (int i = 0; i < 20; i++)
		(void)snprintf(list + strlen(list), sizeof(list) - strlen(list),
			"ip 203.0.113.%d # label %d\n", i, i);
	for (size_t n = 1; status != MIA_OK; n++) {
		struct failing f = { .refuse_at = n };
		struct mia_allocator a = failing_allocator(&f);
		struct mia_watch *watch = NULL;

		status = mia_watch_new(&watch, &a, text_of(list), NULL);
		assert_int_equal(status, f.calls < n ? MIA_OK : MIA_ERR_MEMORY);
		mia_watch_free(watch);
		assert_int_equal(f.bytes, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind),
		cmocka_unit_test(lines_and_labels),
		cmocka_unit_test(refusals),
		cmocka_unit_test(refused_memory_leaks_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
