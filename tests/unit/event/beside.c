/* Accesses that stand in lists inside a record, or beside it: none is without a row, none is given another's session. */
#include "decoded.h"

#define ITEMS(id) \
	"\"OperationCount\":1,\"Folders\":[{\"Id\":\"F\",\"Path\":\"\\\\Inbox\",\"FolderItems\":[{" \
	"\"InternetMessageId\":\"<" id "@x>\"}]}]"
#define ACCESS(session, id) \
	"{" ACCESSED "," BIND ",\"SessionId\":\"" session "\",\"ClientIP\":\"203.0.113.7\"," ITEMS(id) "}"
#define SEND \
	COMMON ",\"Operation\":\"Send\",\"SessionId\":\"own\",\"Item\":{\"InternetMessageId\":\"<sent@x>\"}"

enum { MOST = 4096 };

/* text as a string of JSON, with its quotes. */
static void
quote(char *to, const char *text)
{
	*to++ = '"';
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			*to++ = '\\';
		*to++ = *text;
	}
	memcpy(to, "\"", 2);
}

static bool
names(const struct mia_event *event, const char *id)
{
	for (size_t i = 0; i < event->item_count; i++)
		if (text_equal(event->items[i].internet_message_id, text_of(id)))
			return true;
	return false;
}

/* An access with two items, of which `id` is one; session: "" for none that is certain. */
static void
assert_access(const char *text, const char *session, const char *id, size_t items)
{
	struct decoded d = read_event(text);

	if (d.event->item_count != items || !text_equal(d.event->session_id, text_of(session)))
		print_message("# %s\n# %zu items, session %.*s\n", text, d.event->item_count,
			(int)d.event->session_id.len, d.event->session_id.ptr);
	assert_text(d.event->operation, "MailItemsAccessed");
	assert_int_equal(d.event->access, MIA_ACCESS_BIND);
	assert_int_equal(d.event->item_count, items);
	assert_true(names(d.event, id));
	assert_int_equal(d.event->session_id.len, strlen(session));
	assert_memory_equal(d.event->session_id.ptr ? d.event->session_id.ptr : "", session, strlen(session));
	assert_true(d.event->flags & MIA_FLAG_ENVELOPE_DIFFERS);
	done(&d);
}

/* In a record that is no access they take its place; the same as a text. */
static void
in_lists(void **state)
{
	static const char *const lists[] = {
		"\"records\":[" ACCESS("evil", "m") "]",
		"\"value\":[{\"a\":1},{\"b\":[" ACCESS("evil", "m") "]}]",
		"\"Records\":[" ACCESS("evil", "m") "," ACCESS("evil", "m") "]",
	};
	char text[3 * MOST], quoted[MOST];

	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		snprintf(text, sizeof(text), "{" SEND ",%s}", lists[i]);
		assert_access(text, "evil", "<m@x>", 2);
	}
	quote(quoted, "[" ACCESS("evil", "m") "]");
	snprintf(text, sizeof(text), "{" SEND ",\"message\":%s}", quoted);
	assert_access(text, "evil", "<m@x>", 2);
	snprintf(text, sizeof(text),
		"{" SEND ",\"records\":[" ACCESS("evil", "m") "," ACCESS("evil", "n") "]}");
	assert_access(text, "evil", "<n@x>", 3);
	snprintf(text, sizeof(text),
		"{" SEND ",\"records\":[" ACCESS("evil", "m") "," ACCESS("own", "n") "]}");
	assert_access(text, "", "<n@x>", 3);
}

/* Two accesses are one, whose session is not certain where they say two. */
static void
two_accesses(void **state)
{
	static const char *const holders[][2] = { { "AuditData", "_raw" }, { "_raw", "AuditData" },
		{ "AuditData", "message" }, { "RawEventData", "AuditData" } };
	static const char *const seconds[] = { ACCESS("evil", "m"), ACCESS("own", "m") };
	char text[3 * MOST], quoted[2][MOST];

	(void)state;
	for (size_t i = 0; i < sizeof(holders) / sizeof(*holders); i++)
		for (int form = 0; form < 8; form++) {
			const char *first = ACCESS("own", "1"), *second = seconds[form >> 2];
			quote(quoted[0], first);
			quote(quoted[1], second);
			snprintf(text, sizeof(text), "{\"%s\":%s,\"%s\":%s}", holders[i][0],
				form & 1 ? quoted[0] : first, holders[i][1], form & 2 ? quoted[1] : second);
			assert_access(text, form >> 2 ? "own" : "", "<m@x>", 2);
		}
	snprintf(text, sizeof(text),
		"{" ACCESSED "," BIND
		",\"SessionId\":\"own\"," ITEMS("1") ",\"records\":[" ACCESS("evil", "m") "]}");
	assert_access(text, "", "<m@x>", 2);
	/* One that does not state its session has none of the other's. */
	snprintf(text, sizeof(text),
		"{\"AuditData\":" ACCESS("own", "1") ",\"_raw\":{" ACCESSED "," BIND "," ITEMS("m") "}}");
	assert_access(text, "", "<m@x>", 2);
}

static void
a_copy_is_none(void **state)
{
	char text[3 * MOST], quoted[MOST];

	(void)state;
	quote(quoted, ACCESS("own", "1"));
	for (int form = 0; form < 2; form++) {
		snprintf(text, sizeof(text), "{\"AuditData\":%s,\"_raw\":%s}", quoted,
			form ? quoted : ACCESS("own", "1"));
		struct decoded d = read_event(text);
		assert_int_equal(d.event->item_count, 1);
		assert_text(d.event->session_id, "own");
		assert_int_equal(d.event->flags, 0);
		done(&d);
	}
}

/* What both counted beyond the items that they name. */
static void
counts_are_added(void **state)
{
	struct decoded d = read_event(
		"{\"AuditData\":{" ACCESSED "," BIND ",\"OperationCount\":3,\"Folders\":[{\"Id\":\"F\","
		"\"FolderItems\":[{\"InternetMessageId\":\"<1@x>\"}]}]},\"_raw\":{" ACCESSED "," BIND
		",\"OperationCount\":4,\"Folders\":[{\"Id\":\"F\",\"FolderItems\":[{"
		"\"InternetMessageId\":\"<2@x>\"}]}]}}");

	(void)state;
	assert_int_equal(d.event->item_count, 2);
	assert_int_equal(d.event->bind->unnamed, 5);
	done(&d);
}

/* A list of records in front of the members takes no access away, on a line of its own or behind others. */
static void
behind_a_list(void **state)
{
	static const char *const fronts[] = { "{\"x\":[{\"Operation\":\"Send\"}],",
		"{\"value\":[{" SEND "}],", "{\"records\":[{" SEND "},{" SEND "}] ,",
		ACCESS("own", "1") "\n{\"x\":[{" SEND "}]," };
	char text[3 * MOST];

	(void)state;
	for (size_t i = 0; i < sizeof(fronts) / sizeof(*fronts); i++)
		for (int access = 0; access < 2; access++) {
			snprintf(text, sizeof(text), "%s%s\n" ACCESS("own", "2") "\n", fronts[i],
				access ? &ACCESS("evil", "m")[1] : "\"Operation\":\"Send\",\"Id\":\"1\"}");
			struct decoded d = read_bytes(text, strlen(text));
			int found = 0, rejected = 0, others = 0;
			for (; d.status == MIA_OK || d.status == MIA_REJECTED; next(&d)) {
				rejected += d.status == MIA_REJECTED;
				found += d.status == MIA_OK &&
					text_equal(d.event->session_id, TEXT("evil")) &&
					names(d.event, "<m@x>") && d.event->flags & MIA_FLAG_ENVELOPE_DIFFERS;
				others += d.status == MIA_OK && names(d.event, "<2@x>");
			}
			if (found != access)
				print_message("# %s\n", text);
			assert_int_equal(found, access);
			assert_int_equal(rejected, !access); /* what is no access is told of */
			assert_int_equal(others, 1);
			done(&d);
		}
}

/* Of accesses in accesses each is read once. */
static void
deep_ones_take_no_longer(void **state)
{
	static char text[1 << 16];
	char *at = text;

	(void)state;
	at += sprintf(at, "{" SEND);
	for (int i = 0; i < 28; i++)
		at += sprintf(at, ",\"records\":[{" ACCESSED "," BIND ",\"SessionId\":\"evil\"," ITEMS("m"));
	for (int i = 0; i < 28; i++)
		at += sprintf(at, "}]");
	sprintf(at, "}");
	assert_access(text, "evil", "<m@x>", 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_lists),
		cmocka_unit_test(two_accesses),
		cmocka_unit_test(a_copy_is_none),
		cmocka_unit_test(counts_are_added),
		cmocka_unit_test(behind_a_list),
		cmocka_unit_test(deep_ones_take_no_longer),
	};
	return cmocka_run_group_tests_name("event_beside", tests, NULL, NULL);
}
