/* What is left of records that were cut: the names in front of the cut, and when
 * what cannot be kept was logged. And numbers, times and ids that a tool wrote anew. */
#include "decoded.h"

/* A row of Sentinel's table up to its column of folders. */
#define ROW \
	"Operation,UserId,TimeGenerated,OfficeId,MailboxOwnerUPN,SessionId,OperationProperties,Folders\n" \
	"MailItemsAccessed,carla@example.org,2026-03-17T09:16:20Z,c1,carla@example.org,s1,\"[{\"\"Name\"\":\"\"MailAccessType\"\",\"\"Value\"\":\"\"Bind\"\"}]\",\"[{\"\"Path\"\":\"\"\\\\Inbox\"\",\"\"FolderItems\"\":[{\"\"InternetMessageId\"\":\"\"<a@example.org>\"\"},{\"\"InternetMessageId\"\":\"\"<b@example.org"

static void
a_cut_column_keeps_the_names_before_the_cut(void **state)
{
	(void)state;
	struct decoded d = read_event(ROW "\"\n");
	assert_int_equal(d.event->flags & MIA_FLAG_ITEMS_LOST, MIA_FLAG_ITEMS_LOST);
	assert_int_equal(d.event->access, MIA_ACCESS_BIND);
	assert_int_equal(d.event->time, time_of("2026-03-17T09:16:20Z"));
	assert_text(d.event->session_id, "s1");
	/* The second item has an id that is not whole, so it names nothing. */
	assert_int_equal(d.event->item_count, 2);
	assert_text(d.event->items[0].internet_message_id, "<a@example.org>");
	assert_int_equal(d.event->items[1].internet_message_id.len, 0);
	assert_text(d.event->folders[0].path, "\\Inbox");
	done(&d);
}

static void
a_cut_record_inside_keeps_what_stands_before_the_cut(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"{\"_raw\":\"{\\\"CreationTime\\\":\\\"2026-03-17T09:16:20\\\",\\\"Operation\\\":\\\"MailItemsAccessed\\\",\\\"MailboxOwnerUPN\\\":\\\"carla@example.org\\\",\\\"SessionId\\\":\\\"s1\\\",\\\"AppId\\\":\\\"half\"}",
		"{\"message\":\"{\\\"CreationTime\\\":\\\"2026-03-17T09:16:20\\\",\\\"Operation\\\":\\\"MailItemsAccessed\\\",\\\"MailboxOwnerUPN\\\":\\\"carla@example.org\\\",\\\"SessionId\\\":\\\"s1\\\",\\\"OperationCount\\\":1\"}",
		"CreationDate,AuditData\n2026-03-17T09:16:20,\"{\"\"CreationTime\"\":\"\"2026-03-17T09:16:20\"\",\"\"Operation\"\":\"\"MailItemsAccessed\"\",\"\"MailboxOwnerUPN\"\":\"\"carla@example.org\"\",\"\"SessionId\"\":\"\"s1\"\",\"\"OperationCount\"\":2\"\n",
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct decoded d = read_event(texts[i]);
		assert_int_equal(d.event->flags & MIA_FLAG_ITEMS_LOST, MIA_FLAG_ITEMS_LOST);
		assert_int_equal(d.event->time, time_of("2026-03-17T09:16:20Z"));
		assert_text(d.event->mailbox_owner, "carla@example.org");
		assert_text(d.event->session_id, "s1");
		/* An application that is cut is none. */
		assert_null(d.event->app_id.ptr);
		assert_null(d.event->raw.ptr);
		done(&d);
	}
}

/* Of digits at the cut more may be missing: 2 may have been 250. */
static void
a_cut_number_is_none(void **state)
{
	(void)state;
	struct decoded d = read_event(
		"CreationDate,Operation,MailboxOwnerUPN,AuditData\n2026-03-17T09:16:20,MailItemsAccessed,carla@example.org,\"{\"\"Operation\"\":\"\"MailItemsAccessed\"\",\"\"OperationProperties\"\":[{\"\"Name\"\":\"\"MailAccessType\"\",\"\"Value\"\":\"\"Bind\"\"}],\"\"OperationCount\"\":2\"\n");
	assert_int_equal(d.event->access, MIA_ACCESS_BIND);
	assert_int_equal(d.event->bind->operation_count, -1);
	done(&d);
}

/* Properties of which a part is gone may have said that the log was throttled. */
static void
cut_properties_are_told(void **state)
{
	(void)state;
	struct decoded d = read_event(
		"Operation,UserId,TimeGenerated,OfficeId,MailboxOwnerUPN,OperationProperties\n"
		"MailItemsAccessed,carla@example.org,2026-03-17T09:16:20Z,c1,carla@example.org,\"[{\"\"Name\"\":\"\"MailAccessType\"\",\"\"Value\"\":\"\"Bind\"\"},{\"\"Name\"\":\"\"IsThr\"\n");
	assert_int_equal(d.event->access, MIA_ACCESS_BIND);
	assert_int_equal(d.event->flags & MIA_FLAG_ITEMS_LOST, MIA_FLAG_ITEMS_LOST);
	done(&d);
}

/* A list of ids in a cell of the length at which spreadsheets cut. */
static void
assert_list_of(size_t len, bool cut)
{
	static const char head[] = "Operation,LastAccessed,MailboxOwnerUPN,SourceItemInternetMessageIdsList\n"
				   "SoftDelete,2026-03-17T09:16:20Z,carla@example.org,\"<a@example.org>,<";
	size_t before = sizeof("<a@example.org>,<") - 1;
	char *text = malloc(sizeof(head) + len + 8), *p = text;
	memcpy(p, head, sizeof(head) - 1);
	p += sizeof(head) - 1;
	memset(p, 'x', len - before - (cut ? 0 : 1));
	p += len - before - (cut ? 0 : 1);
	strcpy(p, cut ? "\"\n" : ">\"\n");
	struct decoded d = read_event(text);
	assert_int_equal(d.event->item_count, cut ? 1 : 2);
	assert_int_equal(!!(d.event->flags & MIA_FLAG_ITEMS_LOST), cut);
	assert_text(d.event->items[0].internet_message_id, "<a@example.org>");
	done(&d);
	free(text);
}

static void
a_cut_list_loses_its_last_id(void **state)
{
	(void)state;
	assert_list_of(32767, true);
	assert_list_of(65535, true);
	assert_list_of(32700, false);
}

/* Nothing says what it was, but when it was stands in front of the fault. */
static void
a_rejected_record_says_when_it_was(void **state)
{
	(void)state;
	static const struct {
		const char *text, *time;
	} cases[] = {
		{ "{\"CreationTime\":\"2026-03-17T09:16:20\",\"Opera\n{}\n", "2026-03-17T09:16:20Z" },
		{ "CreationDate,AuditData\n2026-03-17T09:20:00,\"{\"\"CreationTime\"\":\"\"2026-03-17T09:16:20\"\",\"\"Op\"\n",
			"2026-03-17T09:16:20Z" },
		/* When it came to a platform is not when it was. */
		{ "TimeGenerated,RawData,AuditData\n2026-03-17T11:20:00,x,\"{\"\"Creation\"\n", NULL },
		/* Two times: the fault took the record behind it as well. */
		{ "CreationDate,AuditData\nx,\"{\"\"CreationTime\"\":\"\"2026-03-17T09:16:20\"\",\"\"Op {\"\"CreationTime\"\":\"\"2026-03-17T10:00:00\"\"\"\n",
			NULL },
		/* Where it is told apart from that, its own. */
		{ "{\"CreationTime\":\"2026-03-17T09:16:20\",\"Opera {\"CreationTime\":\"2026-03-17T10:00:00\"}\n",
			"2026-03-17T09:16:20Z" },
		{ "{\"CreationTime\":\"gestern\",\"Opera\n", NULL },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct decoded d = read_bytes(cases[i].text, strlen(cases[i].text));
		assert_int_equal(d.status, MIA_REJECTED);
		assert_int_equal(d.reject->time, cases[i].time ? time_of(cases[i].time) : MIA_TIME_UNKNOWN);
		done(&d);
	}
}

/* Numbers that went through doubles, and a copy beside the original. */
static void
a_retyped_copy_is_a_repeat(void **state)
{
	(void)state;
	static const char head[] =
		"Operation,OperationResult,LogonType,MailboxOwnerUPN,LastAccessed,AuditOperationsCountInAggregatedRecord,RecordType,OperationProperties\n";
	char one[512], other[512];
	snprintf(one, sizeof(one),
		"%sMailItemsAccessed,Succeeded,2,carla@example.org,2026-03-17T09:16:20Z,20,50,MailAccessType:Bind\n",
		head);
	snprintf(other, sizeof(other),
		"%sMailItemsAccessed,Succeeded,2.0,carla@example.org,1773738980000,2.0E1,50.0,MailAccessType:Bind\n",
		head);
	assert_true(same_key(one, other));
	struct decoded d = read_event(other);
	assert_int_equal(d.event->logon, MIA_LOGON_DELEGATE);
	assert_text(d.event->record_type, "50");
	assert_int_equal(d.event->bind->operation_count, 20);
	assert_int_equal(d.event->flags & (MIA_FLAG_BAD_VALUE | MIA_FLAG_TIME_UNREADABLE), 0);
	done(&d);
}

/* Whoever masked the ids made them equal; the records are not. */
static void
masked_ids_are_no_repeats(void **state)
{
	(void)state;
#define MASKED(session) \
	"{\"CreationTime\":\"2026-03-17T09:16:20\",\"Id\":\"[REDACTED_ID]\",\"Operation\":\"Send\",\"SessionId\":\"" session \
	"\"}"
	assert_false(same_key(MASKED("a"), MASKED("b")));
	assert_true(same_key(MASKED("a"), MASKED("a")));
}

/* LastAccessed is of some zone, unless it says which. */
static void
a_local_time_is_doubtful(void **state)
{
	(void)state;
	static const struct {
		const char *time;
		uint64_t flag;
	} cases[] = {
		{ "3/17/2026 9:16:20 AM", MIA_FLAG_TIME_ZONE_UNKNOWN },
		{ "2026-03-17T09:16:20", MIA_FLAG_TIME_ZONE_UNKNOWN },
		{ "46098.386343", MIA_FLAG_TIME_ZONE_UNKNOWN },
		{ "2026-03-17T09:16:20Z", 0 },
		{ "2026-03-17T10:16:20+01:00", 0 },
		{ "2026-03-17 09:16:20 UTC", 0 },
		{ "1773738980000", 0 },
		{ "/Date(1773738980000)/", 0 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char text[256];
		snprintf(text, sizeof(text),
			"Operation,OperationResult,MailboxOwnerUPN,LastAccessed\nSend,Succeeded,carla@example.org,%s\n",
			cases[i].time);
		struct decoded d = read_event(text);
		assert_true(d.event->time == time_of("2026-03-17T09:16:20Z"));
		assert_int_equal(d.event->flags & MIA_FLAG_TIME_ZONE_UNKNOWN, cases[i].flag);
		done(&d);
	}
}

static void
a_year_of_no_log_is_no_time(void **state)
{
	(void)state;
	struct decoded d = read_event(
		"{\"CreationTime\":\"1447-09-25T09:16:20\",\"Operation\":\"Send\",\"UserId\":\"u\"}");
	assert_true(d.event->time == MIA_TIME_UNKNOWN);
	assert_true(d.event->flags & MIA_FLAG_TIME_UNREADABLE);
	done(&d);
}

#define LOST(rest) \
	"{\"_raw\":\"{\\\"CreationTime\\\":\\\"2026-03-17T09:16:20\\\",\\\"Operation\\\":\\\"MailItemsAccessed\\\",\\\"UserId\\\":\\\"u\\\"" rest \
	"\"}\n"

/* What a log platform joined by losing bytes: the second record must not hide behind the first. */
static void
a_broken_text_that_holds_a_second_record_is_a_reject(void **state)
{
	(void)state;
	struct decoded d = read_event(LOST(""));
	assert_int_equal(d.event->flags & MIA_FLAG_ITEMS_LOST, MIA_FLAG_ITEMS_LOST);
	done(&d);
	assert_rejected(LOST(",3-17T18:55:20\\\",\\\"Operation\\\":\\\"MailItemsAccessed\\\"}"),
		MIA_REASON_BAD_JSON);
	assert_rejected(LOST(",\\\"S\\\":,\\\"CreationTime\\\":\\\"2026-03-18T09:16:20\\\"}"),
		MIA_REASON_BAD_JSON);
}

/* Not a message of the platform's own: it speaks of an operation, and is broken before that. */
static void
a_broken_record_in_a_text_is_no_message_of_the_platform(void **state)
{
	(void)state;
	assert_rejected("{\"_raw\":\"{\\\"Resu\\\",\\\"Operation\\\":\\\"MailItemsAccessed\\\"}\"}\n",
		MIA_REASON_BAD_JSON);
	assert_rejected("{\"_raw\":\"{\\\"level\\\"\"}\n", MIA_REASON_NOT_A_RECORD);
}

#define PROPERTIES \
	"AuditData,Note\n\"{\"\"CreationTime\"\":\"\"2026-03-17T09:16:20\"\",\"\"Operation\"\":\"\"MailItemsAccessed\"\",\"\"OperationProperties\"\":["

static void
a_property_at_the_cut_says_what_stands_of_it(void **state)
{
	(void)state;
	static const struct {
		const char *rest;
		enum mia_known throttled;
		enum mia_access access;
		uint64_t flags;
	} cases[] = {
		{ "{\"\"Value\"\":true,\"\"Name\"\":\"\"IsThrottled\"\"", MIA_YES, MIA_ACCESS_UNSTATED, 0 },
		{ "{\"\"Name\"\":\"\"IsThrottled\"\",\"\"Value\"\":\"\"False\"\"", MIA_NO,
			MIA_ACCESS_UNSTATED, 0 },
		{ "{\"\"Name\"\":\"\"IsThrottled\"\",\"\"Value\"\":\"\"Fal", MIA_NOT_STATED,
			MIA_ACCESS_UNSTATED, MIA_FLAG_THROTTLED_UNCLEAR },
		{ "{\"\"Name\"\":\"\"IsThrottl", MIA_NOT_STATED, MIA_ACCESS_UNSTATED, 0 },
		{ "{\"\"Name\"\":\"\"MailAccessType\"\",\"\"Value\"\":\"\"Sync\"\"", MIA_NOT_STATED,
			MIA_ACCESS_SYNC, 0 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char text[512];
		snprintf(text, sizeof(text), PROPERTIES "%s\",\n", cases[i].rest);
		struct decoded d = read_event(text);
		assert_int_equal(d.event->flags & MIA_FLAG_ITEMS_LOST, MIA_FLAG_ITEMS_LOST);
		assert_int_equal(d.event->access, cases[i].access);
		assert_int_equal(d.event->throttled, cases[i].throttled);
		assert_int_equal(d.event->flags & MIA_FLAG_THROTTLED_UNCLEAR, cases[i].flags);
		done(&d);
	}
}

/* A text without an end behind a whole record is damage, and may hide something. */
static void
what_stands_behind_a_record_is_told(void **state)
{
	(void)state;
	static const char *const tails[] = { "\"\"}", "\"\"{'Operation': 'Send'}", "x", ",", "{" };
	for (size_t i = 0; i <= sizeof(tails) / sizeof(*tails); i++) {
		bool whole = i == sizeof(tails) / sizeof(*tails);
		char text[512];
		snprintf(text, sizeof(text),
			"AuditData,Note\n\"{\"\"CreationTime\"\":\"\"2026-03-17T09:16:20\"\",\"\"Operation\"\":\"\"MailItemsAccessed\"\"}%s\",x\n",
			whole ? " " : tails[i]);
		struct decoded d = read_event(text);
		assert_int_equal(!!(d.event->flags & MIA_FLAG_ITEMS_LOST), !whole);
		done(&d);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cut_column_keeps_the_names_before_the_cut),
		cmocka_unit_test(a_cut_record_inside_keeps_what_stands_before_the_cut),
		cmocka_unit_test(a_cut_number_is_none),
		cmocka_unit_test(cut_properties_are_told),
		cmocka_unit_test(a_cut_list_loses_its_last_id),
		cmocka_unit_test(a_rejected_record_says_when_it_was),
		cmocka_unit_test(a_retyped_copy_is_a_repeat),
		cmocka_unit_test(masked_ids_are_no_repeats),
		cmocka_unit_test(a_local_time_is_doubtful),
		cmocka_unit_test(a_year_of_no_log_is_no_time),
		cmocka_unit_test(a_broken_text_that_holds_a_second_record_is_a_reject),
		cmocka_unit_test(a_broken_record_in_a_text_is_no_message_of_the_platform),
		cmocka_unit_test(a_property_at_the_cut_says_what_stands_of_it),
		cmocka_unit_test(what_stands_behind_a_record_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
