/* What an access states twice, or otherwise than the service does: the reading that promises less counts. */
#include "decoded.h"

#include "event/looks.h"

#define TAIL \
	",\"ClientIPAddress\":\"203.0.113.7\",\"OperationCount\":1,\"Folders\":[{\"Id\":\"F\",\"FolderItems\":[{" \
	"\"InternetMessageId\":\"<m@x>\"}]}]"
#define NAMED(name, value) "{\"Name\":\"" name "\",\"Value\":" value "}"
#define KIND NAMED("MailAccessType", "\"Bind\"")

static void
assert_stated(const char *members, enum mia_access access, enum mia_known throttled, uint64_t flags)
{
	char text[2048], row[4096], *at = row;
	struct decoded d;

	snprintf(text, sizeof(text), "{" ACCESSED "%s" TAIL "}", members);
	/* As it stands, and in a cell of CSV. */
	at += sprintf(at, "Operation,AuditData\nMailItemsAccessed,\"");
	for (const char *p = text; *p; p++) {
		*at++ = *p;
		if (*p == '"')
			*at++ = '"';
	}
	memcpy(at, "\"\n", 3);
	for (int i = 0; i < 2; i++) {
		d = read_event(i ? row : text);
		if (d.event->access != access || d.event->throttled != throttled || d.event->flags != flags)
			print_message("# %s\n# %llx\n", members, (unsigned long long)d.event->flags);
		assert_int_equal(d.event->access, access);
		assert_int_equal(d.event->throttled, throttled);
		assert_int_equal(d.event->flags, flags);
		done(&d);
	}
}

static void
assert_throttled(const char *properties, enum mia_known throttled, uint64_t flags)
{
	char members[1024];

	snprintf(members, sizeof(members), ",\"OperationProperties\":[" KIND ",%s]", properties);
	assert_stated(members, MIA_ACCESS_BIND, throttled, flags);
}

#define TWICE (MIA_FLAG_DUP_KEY | MIA_FLAG_THROTTLED_UNCLEAR)
#define UNREAD (MIA_FLAG_BAD_VALUE | MIA_FLAG_THROTTLED_UNCLEAR)

static void
throttled_once_is_throttled(void **state)
{
	(void)state;
	assert_throttled(NAMED("IsThrottled", "\"True\"") "," NAMED("IsThrottled", "\"False\""), MIA_YES,
		TWICE);
	assert_throttled(NAMED("IsThrottled", "\"False\"") "," NAMED("isthrottled", "true"), MIA_YES, TWICE);
	assert_throttled(NAMED("IsThrottled", "\"False\"") "," NAMED("IsThrottled", "\"maybe\""),
		MIA_NOT_STATED, TWICE | MIA_FLAG_BAD_VALUE);
	/* Twice the same is once. */
	assert_throttled(NAMED("IsThrottled", "\"False\"") "," NAMED("IsThrottled", "\"false\""), MIA_NO, 0);
	/* Two values in one property, before its name and behind it. */
	assert_throttled("{\"Name\":\"IsThrottled\",\"Value\":\"True\",\"Value\":\"False\"}", MIA_YES, TWICE);
	assert_throttled("{\"Value\":\"True\",\"Value\":\"False\",\"Name\":\"IsThrottled\"}", MIA_YES, TWICE);
	assert_throttled("{\"Name\":\"IsThrottled\",\"Name\":\"x\",\"Value\":\"True\"}", MIA_YES,
		MIA_FLAG_DUP_KEY);
}

/* NUL ends no value: what stands behind it belongs to it. */
static void
nul_hides_nothing(void **state)
{
	(void)state;
	assert_stated(",\"OperationProperties\":[\"MailAccessType:Bind\",\"IsThrottled:False\\u0000True\"]",
		MIA_ACCESS_BIND, MIA_NOT_STATED, UNREAD);
}

#define FALSE_LIST ",\"OperationProperties\":[" KIND "," NAMED("IsThrottled", "\"False\"") "]"
#define TRUE_LIST ",\"OperationProperties\":[" KIND "," NAMED("IsThrottled", "\"True\"") "]"

/* The member beside the list, in another case, a second list, and lists that are of something else. */
static void
wherever_it_stands(void **state)
{
	(void)state;
	static const char *const others[] = {
		",\"IsThrottled\":\"True\"",
		",\"IsThrottled\":true",
		",\"IsThrottled\":1",
		",\"ISTHROTTLED\":\"True\"",
		",\"Parameters\":[" NAMED("IsThrottled", "\"True\"") "]",
		",\"ModifiedProperties\":[{\"Name\":\"IsThrottled\",\"NewValue\":\"True\"}]",
		",\"ExtendedProperties\":[" NAMED("IsThrottled", "\"True\"") "]",
		",\"DeviceProperties\":[" NAMED("IsThrottled", "\"True\"") "]",
	};
	char members[1024];

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		snprintf(members, sizeof(members), "%s" FALSE_LIST, others[i]);
		assert_stated(members, MIA_ACCESS_BIND, MIA_YES, TWICE);
		snprintf(members, sizeof(members), FALSE_LIST "%s", others[i]);
		assert_stated(members, MIA_ACCESS_BIND, MIA_YES, TWICE);
	}
	assert_stated(",\"IsThrottled\":\"True\",\"IsThrottled\":\"False\",\"MailAccessType\":\"Bind\"",
		MIA_ACCESS_BIND, MIA_YES, TWICE);
	assert_stated(TRUE_LIST FALSE_LIST, MIA_ACCESS_BIND, MIA_YES, TWICE);
	/* The list in another case, beside the exact one: as a list, and as JSON in a text. */
	assert_stated(FALSE_LIST ",\"operationProperties\":[" KIND "," NAMED("IsThrottled", "\"True\"") "]",
		MIA_ACCESS_BIND, MIA_YES, TWICE);
	assert_stated(",\"OPERATIONPROPERTIES\":[" NAMED("IsThrottled", "\"True\"") "]" FALSE_LIST,
		MIA_ACCESS_BIND, MIA_YES, TWICE);
	assert_stated(FALSE_LIST ",\"operationProperties\":\"[{\\\"Name\\\":\\\"IsThrottled\\\","
				 "\\\"Value\\\":\\\"True\\\"}]\"",
		MIA_ACCESS_BIND, MIA_YES, TWICE);
	assert_stated(FALSE_LIST ",\"operationProperties\":[" NAMED("MailAccessType", "\"Sync\"") "]",
		MIA_ACCESS_UNSTATED, MIA_NO, MIA_FLAG_DUP_KEY | MIA_FLAG_ACCESS_UNSTATED);
	/* Twice the same is once, but for the key. */
	assert_stated(FALSE_LIST ",\"operationProperties\":[" KIND "," NAMED("IsThrottled", "\"False\"") "]",
		MIA_ACCESS_BIND, MIA_NO, MIA_FLAG_DUP_KEY);
	assert_stated(FALSE_LIST ",\"IsThrottled\":[true]", MIA_ACCESS_BIND, MIA_NOT_STATED,
		TWICE | MIA_FLAG_BAD_VALUE);
}

/* Around the record: a column beside AuditData may say yes, never no. */
static void
columns_may_say_yes(void **state)
{
	(void)state;
#define CELL(throttled) \
	"\"{\"\"Operation\"\":\"\"MailItemsAccessed\"\",\"\"CreationTime\"\":\"\"2026-03-17T09:16:20\"\"," \
	"\"\"Id\"\":\"\"a\"\",\"\"IsThrottled\"\":\"\"" throttled \
	"\"\",\"\"MailAccessType\"\":\"\"Sync\"\"," \
	"\"\"Folders\"\":[{\"\"Id\"\":\"\"F\"\"}]}\"\n"
	struct decoded d =
		read_event("Operation,IsThrottled,AuditData\nMailItemsAccessed,True," CELL("False"));
	assert_int_equal(d.event->throttled, MIA_YES);
	assert_int_equal(d.event->flags, MIA_FLAG_THROTTLED_UNCLEAR);
	done(&d);
	d = read_event("Operation,IsThrottled,AuditData\nMailItemsAccessed,False," CELL("True"));
	assert_int_equal(d.event->throttled, MIA_YES);
	assert_int_equal(d.event->flags, 0);
	done(&d);
}

static void
other_spellings_are_not_false(void **state)
{
	(void)state;
	static const struct {
		const char *value;
		enum mia_known throttled;
	} cases[] = { { "\"True\"", MIA_YES }, { "\" true\\t\"", MIA_YES }, { "true", MIA_YES },
		{ "1", MIA_YES }, { "\"1\"", MIA_YES }, { "\"False \"", MIA_NO }, { "false", MIA_NO },
		{ "0", MIA_NO }, { "\"yes\"", MIA_NOT_STATED }, { "\"no\"", MIA_NOT_STATED },
		{ "[true]", MIA_NOT_STATED }, { "[false]", MIA_NOT_STATED },
		{ "{\"a\":false}", MIA_NOT_STATED }, { "null", MIA_NOT_STATED }, { "\"\"", MIA_NOT_STATED },
		{ "2", MIA_NOT_STATED }, { "-0.5", MIA_NOT_STATED }, { "\"False\\u200b\"", MIA_NOT_STATED } };
	char property[128];

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		snprintf(property, sizeof(property), "{\"Name\":\"IsThrottled\",\"Value\":%s}",
			cases[i].value);
		assert_throttled(property, cases[i].throttled,
			cases[i].throttled == MIA_NOT_STATED ? UNREAD : 0);
	}
	/* A name that only looks so may say anything. */
	assert_throttled(NAMED("IsThrottled\\u200b", "\"True\""), MIA_NOT_STATED, UNREAD);
	/* Nothing is said at all: not stated, and no flag. */
	assert_throttled(NAMED("x", "\"True\""), MIA_NOT_STATED, 0);
}

/* Bind and Sync: a folder may have been copied, or items accessed; it is not said which. */
static void
two_kinds_are_none(void **state)
{
	(void)state;
#define SYNC_TOO NAMED("MailAccessType", "\"Sync\"")
	const uint64_t flags = MIA_FLAG_DUP_KEY | MIA_FLAG_ACCESS_UNSTATED;
	struct decoded d;

	assert_stated(",\"OperationProperties\":[" KIND "," SYNC_TOO "]", MIA_ACCESS_UNSTATED, MIA_NOT_STATED,
		flags);
	assert_stated(",\"OperationProperties\":[" SYNC_TOO "," KIND "," KIND "]", MIA_ACCESS_UNSTATED,
		MIA_NOT_STATED, flags);
	assert_stated(",\"MailAccessType\":\"Sync\",\"OperationProperties\":[" KIND "]", MIA_ACCESS_UNSTATED,
		MIA_NOT_STATED, flags);
	assert_stated(",\"OperationProperties\":[" KIND "," KIND "]", MIA_ACCESS_BIND, MIA_NOT_STATED, 0);
	d = read_event("{" ACCESSED ",\"OperationProperties\":[" KIND "," SYNC_TOO "]" TAIL "}");
	assert_text(d.event->access_text, "Bind | Sync");
	done(&d);
}

/* Structure where a number should stand; what a text in a text bears; a sync whose folder has no name. */
static void
odd_values_are_told(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		uint64_t flags;
	} cases[] = {
		{ "{" ACCESSED "," BIND ",\"OperationCount\":[12],\"Folders\":[{\"Id\":\"F\"}]}",
			MIA_FLAG_BAD_VALUE | MIA_FLAG_UNNAMED },
		{ "{" ACCESSED "," BIND ",\"OperationCount\":{},\"Folders\":[{\"Id\":\"F\"}]}",
			MIA_FLAG_BAD_VALUE | MIA_FLAG_PAYLOAD_LOST },
		{ "{" ACCESSED "," BIND
		  ",\"Folders\":[{\"FolderItems\":[{\"Id\":\"i\",\"SizeInBytes\":[5]}]}]}",
			MIA_FLAG_BAD_VALUE },
		{ "{" ACCESSED "," SYNC ",\"Folders\":[{\"FolderItems\":[]}]}", MIA_FLAG_PAYLOAD_LOST },
		{ "{" ACCESSED "," SYNC ",\"Folders\":[{\"Path\":\"x\"}]}", 0 },
		{ "{\"AuditData\":\"{\\\"Operation\\\":\\\"Send\\\",\\\"Id\\\":\\\"1\\\",\\\"CreationTime\\\":"
		  "\\\"2026-03-17T09:16:20\\\",\\\"Note\\\":\\\"\\\\ud83d\\\"}\"}",
			MIA_FLAG_BAD_SURROGATE },
		{ "Mar 17 [audit] {\"CreationTime\" : \"2026-03-17T09:16:20\",\"Id\":\"1\",\"Operation\" : \"Send\"}",
			0 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct decoded d = read_event(cases[i].text);
		if (d.event->flags != cases[i].flags)
			print_message("# %s\n", cases[i].text);
		assert_int_equal(d.event->flags, cases[i].flags);
		done(&d);
	}
}

/* ---- operations ---- */

static void
assert_odd(const char *operation, enum operation_odd odd)
{
	struct known_operations known = { .next = 0 };
	struct decoded d;
	char text[512];

	if (mia__operation_is_odd(&known, text_trim(text_of(operation))) != odd)
		fail_msg("%s", operation);
	/* Known now. */
	assert_int_equal(mia__operation_is_odd(&known, text_trim(text_of(operation))), odd);
	snprintf(text, sizeof(text), "{" COMMON ",\"Operation\":\"%s\"}", operation);
	d = read_event(text);
	assert_int_equal((d.event->flags & MIA_FLAG_OPERATION_ODD) != 0, odd != OPERATION_PLAIN);
	if (odd == ODD_ACCESS)
		assert_int_equal(d.event->access, MIA_ACCESS_UNSTATED);
	else if (odd == ODD_ACT)
		assert_int_equal(d.event->access, MIA_ACCESS_NONE);
	done(&d);
}

static void
operations_that_only_look_so(void **state)
{
	(void)state;
	static const char *const odd[] = { "MailItemsAccessed\xe2\x80\x8b", /* a zero width space behind it */
		"\xef\xbb\xbfMailItemsAccessed",                            /* a byte order mark in front */
		"\xd0\x9c"
		"ailItemsAccessed", /* Cyrillic M */
		"M\xd0\xb0ilItems\xd0\x90\xd1\x81\xd1\x81"
		"essed", /* Cyrillic a, A, c */
		"M\xce\xb1ilItem\xc5\x9f"
		"Accessed", /* Greek a, s with a cedilla */
		"\xef\xbc\xad\xef\xbd\x81\xef\xbd\x89\xef\xbd\x8cItemsAccessed", /* full width */
		"\xf0\x9d\x90\x8c"
		"ailItemsAccessed", /* mathematical M */
		"Mail Items Accessed", "Mail\xc2\xa0ItemsAccessed", "Mail-Items_Accessed",
		"MailItemsAccessed.", "Mai1ItemsAccessed", "Mail1temsAccessed", "MailItem$Accessed",
		("MailItems\xc2\xad"
		 "Accessed"),
		("MailItems\xe2\x80\xae"
		 "Accessed"),
		"xMailItemsAccessed2", "MessageBind\xe2\x80\x8d", "Message Bind", "A\xcf\x84tachmentAccess" };
	static const char *const plain[] = { "MailItemsAccessed", "mailitemsaccessed", " MailItemsAccessed ",
		"MessageBind", "AttachmentAccess", "Send", "Set-Mailbox", "MailboxLogin",
		"AttachmentAccessed", "MailItems", "\xd0\x9c", "SET-MAILBOX", "New-InboxRule",
		"Set-MailboxPlan", "Update user.", "UserLoggedln", "Set-OrganizationConfig" };
	static const char *const acts[] = { ("Set-Mail\xe2\x80\x8b"
					     "box"),
		"Set Mailbox", "New-InboxRu1e", "UpdatelnboxRules", "S\xd0\xb5t-TransportRule",
		"Set-Mailb0xAuditBypassAssociation" };

	for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++)
		assert_odd(odd[i], ODD_ACCESS);
	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
		assert_odd(plain[i], OPERATION_PLAIN);
	for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++)
		assert_odd(acts[i], ODD_ACT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(throttled_once_is_throttled),
		cmocka_unit_test(nul_hides_nothing),
		cmocka_unit_test(wherever_it_stands),
		cmocka_unit_test(columns_may_say_yes),
		cmocka_unit_test(other_spellings_are_not_false),
		cmocka_unit_test(two_kinds_are_none),
		cmocka_unit_test(odd_values_are_told),
		cmocka_unit_test(operations_that_only_look_so),
	};
	return cmocka_run_group_tests_name("event_stated", tests, NULL, NULL);
}
