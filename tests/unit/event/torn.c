/* A key that stands twice and says two things: none of both counts of who, when and where, both of what was accessed. */
#include "decoded.h"

#define BODY \
	"\"Operation\":\"MailItemsAccessed\"," BIND ",\"Folders\":[{\"Id\":\"F\",\"FolderItems\":[{" \
	"\"InternetMessageId\":\"<m@x>\"}]}]"
#define OTHER_GUID "b0000000-0000-4000-8000-000000000002"

/* A record that says nothing of who; `members` in front, a row of CSV with it in AuditData as well. */
static struct decoded
read_either(const char *members, bool row)
{
	static char text[4096];
	char json[2048], *at = text;

	snprintf(json, sizeof(json), "{%s," BODY "}", members);
	if (!row) {
		memcpy(text, json, strlen(json) + 1);
		return read_event(text);
	}
	at += sprintf(at,
		"CreationDate,UserIds,Operations,AuditData\n2026-03-17T09:16:20Z,a@x,MailItemsAccessed,\"");
	for (const char *p = json; *p; p++) {
		*at++ = *p;
		if (*p == '"')
			*at++ = '"';
	}
	memcpy(at, "\"\n", 3);
	return read_event(text);
}

#define TEXT_AT(event, offset) (*(const struct mia_text *)(const void *)((const char *)(event) + (offset)))

/* Whatever stands there has no value, in any order, and the event is flagged. */
static void
assert_no_value(const char *members, size_t offset, const char *value)
{
	for (int row = 0; row < 2; row++) {
		struct decoded d = read_either(members, row);
		struct mia_text got = TEXT_AT(d.event, offset);
		if (!(d.event->flags & MIA_FLAG_DUP_KEY) || got.len != strlen(value))
			print_message("# %s\n# %.*s\n", members, (int)got.len, got.ptr);
		assert_true(d.event->flags & MIA_FLAG_DUP_KEY);
		assert_int_equal(got.len, strlen(value));
		assert_memory_equal(got.ptr ? got.ptr : "", value, got.len);
		assert_int_equal(d.event->item_count, 1);
		done(&d);
	}
}

#define OF(member) offsetof(struct mia_event, member)

static const struct {
	const char *key, *a, *b;
	size_t at;
} keys[] = {
	{ "UserId", "a@x", "b@x", OF(actor) },
	{ "SessionId", "s1", "s2", OF(session_id) },
	{ "MailboxGuid", "b0000000-0000-4000-8000-000000000001", OTHER_GUID, OF(mailbox_guid) },
	{ "MailboxOwnerUPN", "a@x", "b@x", OF(mailbox_owner) },
	{ "AppId", "app-1", "app-2", OF(app_id) },
	{ "ClientAppId", "app-1", "app-2", OF(client_app_id) },
	{ "APIId", "app-1", "app-2", OF(api_id) },
	{ "ClientInfoString", "Client=OWA", "Client=REST", OF(client_info) },
	{ "ActorInfoString", "Client=OWA", "Client=REST", OF(client_info) },
	{ "AADSessionId", "s1", "s2", OF(aad_session_id) },
	{ "UniqueTokenId", "AAAA", "aaaa", OF(unique_token_id) },
	{ "DeviceId", "d1", "d2", OF(device_id) },
	{ "TokenObjectId", "t1", "t2", OF(token_object_id) },
};

static void
of_two_values_none_counts(void **state)
{
	char members[512];

	(void)state;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const char *k = keys[i].key, *a = keys[i].a, *b = keys[i].b;
		snprintf(members, sizeof(members), "\"%s\":\"%s\",\"%s\":\"%s\"", k, a, k, b);
		assert_no_value(members, keys[i].at, "");
		snprintf(members, sizeof(members), "\"%s\":\"%s\",\"%s\":\"%s\",\"%s\":\"%s\"", k, b, k, a, k,
			b);
		assert_no_value(members, keys[i].at, "");
		/* With an escape in the key; nothing in front and between. */
		snprintf(members, sizeof(members),
			"\"%s\":null,\"\\u%04x%s\":\"%s\",\"%s\":\"\",\"%s\":\"%s\"", k, (unsigned char)*k,
			k + 1, a, k, k, b);
		assert_no_value(members, keys[i].at, "");
	}
}

static void
one_value_twice_is_one(void **state)
{
	char members[512];

	(void)state;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const char *k = keys[i].key, *a = keys[i].a;
		snprintf(members, sizeof(members), "\"%s\":\"%s\",\"%s\":\" %s\",\"%s\":null", k, a, k, a, k);
		assert_no_value(members, keys[i].at, a);
		snprintf(members, sizeof(members), "\"%s\":null,\"%s\":\"\",\"%s\":\"%s\"", k, k, k, a);
		assert_no_value(members, keys[i].at, a);
	}
	/* Spellings of one value. */
	assert_no_value("\"SessionId\":\"{C0000000-0000-4000-8000-000000000001}\",\"SessionId\":"
			"\"c0000000-0000-4000-8000-000000000001\"",
		OF(session_id), "C0000000-0000-4000-8000-000000000001");
	assert_no_value("\"SessionId\":\"00000000-0000-0000-0000-000000000000\",\"SessionId\":\"s1\"",
		OF(session_id), "s1");
	assert_no_value("\"UserId\":\"A@x\",\"UserId\":\"a@X\"", OF(actor), "A@x");
	assert_no_value("\"ClientIP\":\"203.0.113.7\",\"ClientIP\":\"[203.0.113.7]:443\"", OF(client_ip),
		"203.0.113.7");
	assert_no_value("\"LogonType\":2,\"LogonType\":\"2\"", OF(logon_text), "delegate");
}

/* What another member of the group says may be what the record was led to. */
static void
of_a_group_none_counts(void **state)
{
	struct decoded d;

	(void)state;
	assert_no_value(
		"\"SessionId\":\"s1\",\"SessionId\":\"s2\",\"AppAccessContext\":{\"AADSessionId\":\"s3\"}",
		OF(aad_session_id), "");
	assert_no_value(
		"\"AppAccessContext\":{\"AADSessionId\":\"s3\",\"AADSessionId\":\"s4\"},\"SessionId\":\"s1\"",
		OF(session_id), "");
	assert_no_value(
		"\"AppAccessContext\":{\"AADSessionId\":\"s3\"},\"AppAccessContext\":{\"AADSessionId\":\"s4\"}",
		OF(aad_session_id), "");
	assert_no_value("\"AppAccessContext\":{\"ClientAppId\":\"a\"},\"AppId\":\"b\",\"AppId\":\"c\"",
		OF(context_app_id), "");
	assert_no_value("\"AppId\":\"b\",\"AppId\":\"c\",\"ClientInfoString\":\"Client=REST;;[AppId=c]\"",
		OF(client_info), "");
	assert_no_value("\"AppId\":\"b\",\"AppId\":\"c\",\"ClientInfoString\":\"Client=OWA\"",
		OF(client_info), "Client=OWA");
	assert_no_value(
		"\"MailboxGuid\":\"b0000000-0000-4000-8000-000000000001\",\"MailboxGuid\":\"" OTHER_GUID
		"\",\"MailboxOwnerUPN\":\"a@x\"",
		OF(mailbox_owner), "");
	assert_no_value(
		"\"MailboxOwnerUPN\":\"a@x\",\"MailboxOwnerUPN\":\"b@x\",\"MailboxGuid\":\"" OTHER_GUID "\"",
		OF(mailbox_guid), OTHER_GUID);
	/* Addresses are shown, and are none. */
	assert_no_value("\"ClientIPAddress\":\"203.0.113.7\",\"ClientIPAddress\":\"192.0.2.1\",\"ClientIP\":"
			"\"192.0.2.1\"",
		OF(client_ip), "203.0.113.7 | 192.0.2.1");
	d = read_either(
		"\"ClientIP\":\"203.0.113.7\",\"ClientIP\":\"192.0.2.1\",\"ClientIPAddress\":\"192.0.2.1\"",
		false);
	assert_int_equal(d.event->address.family, 0);
	assert_int_equal(d.event->other_address.family, 0);
	done(&d);
	d = read_either(
		"\"LogonType\":2,\"Logon_Type\":0,\"ResultStatus\":\"Succeeded\",\"ResultStatus\":\"Failed\"",
		false);
	assert_int_equal(d.event->logon, MIA_LOGON_UNKNOWN);
	assert_int_equal(d.event->flags & MIA_FLAG_FAILED, 0);
	done(&d);
	/* Two names of one thing. */
	assert_no_value("\"ClientIPAddress\":\"203.0.113.7\",\"Client_IPAddress\":\"192.0.2.1\"",
		OF(client_ip), "203.0.113.7 | 192.0.2.1");
	/* In another case; in front, behind, and both in another one. */
	assert_no_value("\"SessionId\":\"s1\",\"sessionid\":\"s2\"", OF(session_id), "");
	assert_no_value("\"SESSIONID\":\"s2\",\"SessionId\":\"s1\"", OF(session_id), "");
	/* A property of the record. */
	assert_no_value(
		"\"SessionId\":\"s1\",\"ExtendedProperties\":[{\"Name\":\"SessionId\",\"Value\":\"s2\"}]",
		OF(session_id), "");
	assert_no_value(
		"\"DeviceProperties\":[{\"Name\":\"SessionId\",\"Value\":\"s1\"},{\"Name\":\"SessionId\","
		"\"Value\":\"s2\"}]",
		OF(session_id), "");
}

static void
of_two_times_none_counts(void **state)
{
	static const char *const twice[] = {
		"\"CreationTime\":\"2026-03-17T09:16:20\",\"CreationTime\":\"2099-01-01T00:00:00\"",
		"\"CreationTime\":\"2099-01-01T00:00:00\",\"CreationTime\":\"2026-03-17T09:16:20\"",
		"\"CreationTime\":\"2026-03-17T09:16:20\",\"creationTime\":\"2099-01-01T00:00:00\"",
		"\"CreationTime\":\"2026-03-17T09:16:20\",\"Creation\\u0054ime\":\"yesterday\"",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(twice) / sizeof(*twice); i++)
		for (int row = 0; row < 2; row++) {
			/* Nor the column's, which may be one of them. */
			struct decoded d = read_either(twice[i], row);
			assert_int_equal(d.event->time, MIA_TIME_UNKNOWN);
			assert_int_equal(d.event->flags &
					(MIA_FLAG_DUP_KEY | MIA_FLAG_NO_TIME | MIA_FLAG_TIME_UNREADABLE),
				MIA_FLAG_DUP_KEY | MIA_FLAG_NO_TIME | MIA_FLAG_TIME_UNREADABLE);
			done(&d);
		}
	struct decoded d = read_either(
		"\"CreationTime\":\"2026-03-17T09:16:20\",\"CreationTime\":\"2026-03-17T09:16:20Z\"", false);
	assert_int_equal(d.event->time, time_of("2026-03-17T09:16:20Z"));
	done(&d);
}

/* Two ids: another record's copy must not take it away. */
static void
of_two_ids_none_counts(void **state)
{
	struct decoded d = read_either("\"Id\":\"1\",\"Id\":\"2\"", false);

	(void)state;
	assert_int_equal(d.event->flags & (MIA_FLAG_DUP_KEY | MIA_FLAG_NO_ID),
		MIA_FLAG_DUP_KEY | MIA_FLAG_NO_ID);
	done(&d);
}

static void
an_access_stays_one(void **state)
{
	static const char *const twice[] = {
		"\"Operation\":\"Send\",\"Operation\":\"MailItemsAccessed\"",
		"\"Operation\":\"MailItemsAccessed\",\"Operation\":\"Send\"",
		"\"Operation\":\"Send\",\"operation\":\"MailItemsAccessed\"",
		"\"ActionType\":\"MailItemsAccessed\",\"operation\":\"Send\"",
		"\"Operation\":\"MessageBind\",\"Operation\":\"MailItemsAccessed\",\"Operation\":\"Send\"",
	};
	char text[512];

	(void)state;
	for (size_t i = 0; i < sizeof(twice) / sizeof(*twice); i++) {
		snprintf(text, sizeof(text),
			"{" COMMON ",%s," BIND
			",\"Folders\":[{\"Id\":\"F\",\"FolderItems\":[{\"Id\":\"i\"}]}]}",
			twice[i]);
		struct decoded d = read_event(text);
		assert_text(d.event->operation, "MailItemsAccessed");
		assert_int_equal(d.event->access, MIA_ACCESS_BIND);
		assert_int_equal(d.event->flags, MIA_FLAG_DUP_KEY);
		done(&d);
	}
	struct decoded d = read_event("{" COMMON ",\"Operation\":\"New-InboxRule\",\"Operation\":\"Send\"}");
	assert_text(d.event->operation, "New-InboxRule");
	done(&d);
}

/* No item vanishes; the same in both lists is one. */
static void
assert_items(const char *members, size_t items, size_t folders, uint64_t unnamed)
{
	char text[1024];

	snprintf(text, sizeof(text), "{" ACCESSED "," BIND ",%s}", members);
	struct decoded d = read_event(text);
	if (d.event->item_count != items || d.event->folder_count != folders)
		print_message("# %s\n# %zu items, %zu folders\n", text, d.event->item_count,
			d.event->folder_count);
	assert_int_equal(d.event->item_count, items);
	assert_int_equal(d.event->folder_count, folders);
	assert_non_null(d.event->bind);
	assert_int_equal(d.event->bind->unnamed, unnamed);
	assert_true(d.event->flags & MIA_FLAG_DUP_KEY);
	done(&d);
}

#define ITEMS(id) "[{\"Id\":\"F" id "\",\"FolderItems\":[{\"InternetMessageId\":\"<" id "@x>\"}]}]"
#define ITEMS_AS_TEXT(id) \
	"\"[{\\\"Id\\\":\\\"F" id "\\\",\\\"FolderItems\\\":[{\\\"InternetMessageId\\\":\\\"<" id \
	"@x>\\\"}]}]\""

static void
lists_are_united(void **state)
{
	(void)state;
	assert_items("\"Folders\":" ITEMS("1") ",\"Folders\":" ITEMS("2"), 2, 2, 0);
	assert_items("\"Folders\":" ITEMS("1") ",\"Folders\":" ITEMS("2") ",\"Folders\":[]", 2, 2, 0);
	assert_items("\"Folders\":" ITEMS_AS_TEXT("1") ",\"Folders\":" ITEMS_AS_TEXT(
			     "2") ",\"Folders\":" ITEMS("3"),
		3, 3, 0);
	assert_items("\"Folders\":" ITEMS("1") ",\"folders\":" ITEMS("2"), 2, 2, 0);
	assert_items("\"FOLDERS\":" ITEMS_AS_TEXT("2") ",\"Folders\":" ITEMS_AS_TEXT("1"), 2, 2, 0);
	/* Named twice: one, so that one is not named. */
	assert_items("\"OperationCount\":2,\"Folders\":" ITEMS("1") ",\"Folders\":" ITEMS("1"), 1, 2, 1);
	/* The count that promises less. */
	assert_items("\"OperationCount\":5,\"OperationCount\":1,\"Folders\":" ITEMS("1"), 1, 1, 4);
	assert_items("\"OperationCount\":1,\"OperationCount\":5,\"Folders\":" ITEMS("1"), 1, 1, 4);
	/* An item, and a folder, of two ids. */
	assert_items(
		"\"Folders\":[{\"Id\":\"F\",\"FolderItems\":[{\"InternetMessageId\":\"<1@x>\",\"Subject\":\"s\","
		"\"InternetMessageId\":\"<2@x>\"}]}]",
		2, 1, 0);
	assert_items("\"Folders\":[{\"Id\":\"F\",\"Id\":\"G\",\"FolderItems\":[{\"Id\":\"i\"}]}]", 1, 2, 0);
}

static void
columns_of_their_own(void **state)
{
	(void)state;
	struct decoded d =
		read_event("{" COMMON ",\"Operation\":\"MessageBind\",\"ItemInternetMessageId\":\"<1@x>\","
			   "\"ItemInternetMessageId\":\"<2@x>\",\"FolderPathName\":\"\\\\Inbox\"}");
	assert_int_equal(d.event->item_count, 2);
	done(&d);
	/* A column that stands twice. */
	d = read_event("CreationTime,Operation,UserId,SessionId,MailboxGuid,ItemId,SessionId\n"
		       "2026-03-17T09:16:20,MessageBind,a@x,s1,b0000000-0000-4000-8000-000000000001,i,s2\n");
	assert_int_equal(d.event->session_id.len, 0);
	assert_true(d.event->flags & MIA_FLAG_DUP_KEY);
	done(&d);
}

/* Two kinds in two lists that are texts, three values in one property. */
static void
kinds_and_throttling(void **state)
{
#define KIND(kind) \
	"\"OperationProperties\":\"[{\\\"Name\\\":\\\"MailAccessType\\\",\\\"Value\\\":\\\"" kind "\\\"}]\""
	struct decoded d = read_event("{" ACCESSED "," KIND("Sync") "," KIND("Bind") "}");

	(void)state;
	assert_int_equal(d.event->access, MIA_ACCESS_UNSTATED);
	done(&d);
	d = read_event("{" ACCESSED ",\"OperationProperties\":[{\"Name\":\"IsThrottled\",\"Value\":\"False\","
		       "\"Value\":\"True\",\"Value\":\"False\"}]}");
	assert_int_equal(d.event->throttled, MIA_YES);
	done(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_two_values_none_counts),
		cmocka_unit_test(one_value_twice_is_one),
		cmocka_unit_test(of_a_group_none_counts),
		cmocka_unit_test(of_two_times_none_counts),
		cmocka_unit_test(of_two_ids_none_counts),
		cmocka_unit_test(an_access_stays_one),
		cmocka_unit_test(lists_are_united),
		cmocka_unit_test(columns_of_their_own),
		cmocka_unit_test(kinds_and_throttling),
	};
	return cmocka_run_group_tests_name("event_torn", tests, NULL, NULL);
}
