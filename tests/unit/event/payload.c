/* Records of access whose body is not found: damage, never an access to nothing. */
#include "decoded.h"

static void
an_access_of_which_nothing_is_left_is_damage(void **state)
{
	(void)state;
	struct decoded d = read_event("{" ACCESSED ",\"OperationCount\":3}");
	assert_int_equal(d.event->access, MIA_ACCESS_UNSTATED);
	assert_int_equal(d.event->flags, MIA_FLAG_ACCESS_UNSTATED | MIA_FLAG_PAYLOAD_LOST);
	assert_int_equal(d.event->stated_count, 3);
	done(&d);
	/* The body under a name that nobody knows. */
	d = read_event("{" ACCESSED ",\"Ordner\":[{\"Path\":\"\\\\Inbox\"}]}");
	assert_int_equal(d.event->flags, MIA_FLAG_ACCESS_UNSTATED | MIA_FLAG_PAYLOAD_LOST);
	assert_int_equal(d.event->stated_count, MIA_NOT_COUNTED);
	done(&d);
	d = read_event("{" ACCESSED "," BIND "}");
	assert_int_equal(d.event->flags, MIA_FLAG_PAYLOAD_LOST);
	done(&d);
	d = read_event("{" ACCESSED "," BIND ",\"OperationCount\":2}");
	assert_int_equal(d.event->flags, MIA_FLAG_UNNAMED | MIA_FLAG_PAYLOAD_LOST);
	assert_int_equal(d.event->bind->unnamed, 2);
	done(&d);
	d = read_event("{" ACCESSED "," SYNC "}");
	assert_int_equal(d.event->flags, MIA_FLAG_PAYLOAD_LOST);
	done(&d);
	/* A folder that does not say which it is, is none. */
	d = read_event("{" ACCESSED "," SYNC ",\"Folders\":[{\"Path\":\"Not Available\"}]}");
	assert_int_equal(d.event->flags, MIA_FLAG_PAYLOAD_LOST);
	done(&d);
	d = read_event("{" ACCESSED "," SYNC ",\"Folders\":[{\"FolderItems\":[{\"InternetMessageId\":"
		       "\"<m@example.org>\"}]}]}");
	assert_int_equal(d.event->flags, MIA_FLAG_ITEMS_UNDER_SYNC | MIA_FLAG_PAYLOAD_LOST);
	done(&d);
	d = read_event(
		"{" ACCESSED "," BIND ",\"OperationCount\":2,\"Folders\":[{\"Path\":\"Not Available\"}]}");
	assert_int_equal(d.event->flags, MIA_FLAG_UNNAMED | MIA_FLAG_PAYLOAD_LOST);
	done(&d);
}

static void
what_is_there_is_not_lost(void **state)
{
	(void)state;
	/* Operations counted and not named are a statement of the log itself, if the folder stands there. */
	struct decoded d = read_event(
		"{" ACCESSED "," BIND ",\"OperationCount\":2,\"Folders\":[{\"Path\":\"\\\\Inbox\"}]}");
	assert_int_equal(d.event->flags, MIA_FLAG_UNNAMED);
	assert_int_equal(d.event->stated_count, 2);
	done(&d);
	d = read_event("{" ACCESSED ",\"Folders\":[{\"Path\":\"\\\\Inbox\"}]}");
	assert_int_equal(d.event->flags, MIA_FLAG_ACCESS_UNSTATED);
	done(&d);
	d = read_event("{" COMMON ",\"Operation\":\"Send\",\"OperationCount\":2}");
	assert_int_equal(d.event->flags, 0);
	assert_int_equal(d.event->stated_count, MIA_NOT_COUNTED);
	done(&d);
}

static void
an_access_under_another_operation_is_told(void **state)
{
	(void)state;
	struct decoded d = read_event("{" COMMON ",\"Operation\":\"MailItemsAccesse\"," BIND "}");
	assert_int_equal(d.event->flags, MIA_FLAG_ACCESS_UNSTATED | MIA_FLAG_PAYLOAD_LOST);
	assert_int_equal(d.event->access, MIA_ACCESS_UNSTATED);
	done(&d);
	d = read_event(
		"{" COMMON ",\"Operation\":\"X\",\"Folders\":[{\"FolderItems\":[{\"InternetMessageId\":"
		"\"<m@example.org>\"}]}]}");
	assert_int_equal(d.event->flags, MIA_FLAG_ACCESS_UNSTATED | MIA_FLAG_PAYLOAD_LOST);
	assert_int_equal(d.event->access, MIA_ACCESS_UNSTATED);
	done(&d);
}

static void
nothing_in_words_is_no_lost_item(void **state)
{
	(void)state;
	static const char *const words[] = { "None", "null", "nan", " ", "" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		char text[1024];
		snprintf(text, sizeof(text),
			"{%s,%s,\"Item\":\"%s\",\"Folders\":[{\"Path\":\"\\\\Inbox\","
			"\"FolderItems\":\"%s\"}]}",
			ACCESSED, SYNC, words[i], words[i]);
		struct decoded d = read_event(text);
		assert_int_equal(d.event->flags, 0);
		done(&d);
	}
}

static void
what_was_lost_of_a_name_names_nothing(void **state)
{
	(void)state;
	/* A mask stands for many mailboxes; the name of a type for any. */
	struct decoded d =
		read_event("{\"Operation\":\"Send\",\"CreationTime\":\"2026-03-17T09:16:20\","
			   "\"MailboxGuid\":\"ANONYMIZED\",\"MailboxOwnerUPN\":\"System.Object[]\"}");
	assert_absent(d.event->mailbox_guid);
	assert_absent(d.event->mailbox_owner);
	assert_int_equal(d.event->flags & MIA_FLAG_BAD_VALUE, MIA_FLAG_BAD_VALUE);
	done(&d);
	static const char *const lost[] = { "<m\xef\xbf\xbd@example.org>", "<m@exam...", "[object Object]" };
	for (size_t i = 0; i < sizeof(lost) / sizeof(*lost); i++) {
		char text[600];
		snprintf(text, sizeof(text),
			"{" ACCESSED "," BIND ",\"OperationCount\":1,\"Folders\":[{\"Path\":\"\\\\Inbox\","
			"\"FolderItems\":[{\"InternetMessageId\":\"%s\"}]}]}",
			lost[i]);
		d = read_event(text);
		assert_int_equal(d.event->flags & MIA_FLAG_ITEMS_LOST, MIA_FLAG_ITEMS_LOST);
		assert_absent(d.event->items[0].internet_message_id);
		done(&d);
	}
}

/* TimeGenerated of a custom table is when the row came; of OfficeActivity, when it was. */
static void
a_time_of_arrival_is_no_time_of_the_event(void **state)
{
	(void)state;
	struct decoded d = read_event("{\"TimeGenerated\":\"2026-03-18T11:00:00Z\",\"Operation\":\"Send\"}");
	assert_int_not_equal(d.event->time, MIA_TIME_UNKNOWN);
	done(&d);
	d = read_event("{\"TimeGenerated\":\"2026-03-18T11:00:00Z\",\"CreationTime\":\"#####\","
		       "\"Operation\":\"Send\"}");
	assert_int_equal(d.event->time, MIA_TIME_UNKNOWN);
	assert_int_equal(d.event->flags & MIA_FLAG_TIME_UNREADABLE, MIA_FLAG_TIME_UNREADABLE);
	done(&d);
	d = read_event(
		"{\"TimeGenerated\":\"2026-03-18T11:00:00Z\",\"Operation_s\":\"MailItemsAccessed\","
		"\"OperationProperties_s\":\"[{\\\"Name\\\":\\\"MailAccessType\\\",\\\"Value\\\":\\\"Bind\\\"}]\"}");
	assert_text(d.event->operation, "MailItemsAccessed");
	assert_int_equal(d.event->time, MIA_TIME_UNKNOWN);
	done(&d);
}

/* A byte that nobody sees in the name of a column hides no file. */
static void
a_nul_before_the_name_of_a_column(void **state)
{
	(void)state;
	static const char text[] =
		"AuditData;\0Note\n\"{\"\"CreationTime\"\":\"\"2026-03-17T09:16:20\"\",\"\"Operation\"\":\"\"Send\"\"}\";x\n";
	struct decoded d = read_bytes(text, sizeof(text) - 1);
	assert_int_equal(d.status, MIA_OK);
	assert_text(d.event->operation, "Send");
	done(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_access_of_which_nothing_is_left_is_damage),
		cmocka_unit_test(what_is_there_is_not_lost),
		cmocka_unit_test(an_access_under_another_operation_is_told),
		cmocka_unit_test(nothing_in_words_is_no_lost_item),
		cmocka_unit_test(what_was_lost_of_a_name_names_nothing),
		cmocka_unit_test(a_time_of_arrival_is_no_time_of_the_event),
		cmocka_unit_test(a_nul_before_the_name_of_a_column),
	};
	return cmocka_run_group_tests_name("event_payload", tests, NULL, NULL);
}
