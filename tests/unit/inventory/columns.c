/* Every name that a column of an inventory may have, and every word by which a trace says what became
 * of a message: row by row, as Microsoft's pages and real exports have them. */
#include "inventoried.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

enum field { KIND, ID, ITEM, RECEIVED, SUBJECT, SIZE, SENDER, TO, PLACE, FIELDS };

/* A list of one row: what its columns are called, and what stands in them. */
static const struct list {
	enum mia_inventory_kind kind;
	const char *columns[FIELDS], *values[FIELDS];
} lists[] = {
	{ MIA_INVENTORY_MESSAGE_TRACE,
		{ "Directionality", "MessageId", NULL, "Received", "Subject", "Size", "SenderAddress",
			"RecipientAddress" },
		{ "Incoming", "<m@x>", NULL, "2026-03-04T10:00:00Z", "Offer", "77", "a@y.example",
			"b@x.example" } },
	{ MIA_INVENTORY_EMAIL_EVENTS,
		{ "NetworkMessageId", "InternetMessageId", NULL, "Timestamp", "Subject", "EmailSize",
			"SenderFromAddress", "RecipientEmailAddress" },
		{ "n", "<m@x>", NULL, "2026-03-04T10:00:00Z", "Offer", "77", "a@y.example", "b@x.example" } },
	{ MIA_INVENTORY_EDISCOVERY,
		{ "File class", "Internet message ID", "Item Identity", "Received", "Subject", "Size",
			"Sender", "To", "Location name" },
		{ "Email", "<m@x>", "i-1", "2026-03-04T10:00:00Z", "Offer", "77", "a@y.example",
			"b@x.example", "b@x.example" } },
	{ MIA_INVENTORY_GRAPH,
		{ "parentFolderId", "internetMessageId", "id", "receivedDateTime", "subject", NULL,
			"from.emailAddress.address", "toRecipients.emailAddress.address", "@odata.context" },
		{ "F1", "<m@x>", "i-1", "2026-03-04T10:00:00Z", "Offer", NULL, "a@y.example", "b@x.example",
			"x#users('b%40x.example')/messages" } },
};

static struct inventoried
read_with(const struct list *list, enum field field, const char *column, const char *value)
{
	char head[512] = "", row[512] = "", text[1100];

	for (int i = 0; i < FIELDS; i++) {
		const char *name = i == (int)field ? column : list->columns[i];
		if (!name)
			continue;
		size_t at = strlen(head), to = strlen(row);
		snprintf(head + at, sizeof(head) - at, "%s%s", at ? "," : "", name);
		snprintf(row + to, sizeof(row) - to, "%s%s", at ? "," : "",
			i == (int)field ? value : list->values[i]);
	}
	snprintf(text, sizeof(text), "%s\n%s\n", head, row);
	return read_inventory(text, NULL);
}

static void
each_name_of_a_column(void **state)
{
	static const struct {
		unsigned list;
		enum field field;
		const char *column;
	} rows[] = {
		{ 0, ID, "MessageId" },
		{ 0, ID, "message_id" },
		{ 0, ID, "internetMessageId" },
		{ 0, RECEIVED, "Received" },
		{ 0, RECEIVED, "receivedDateTime" },
		{ 0, RECEIVED, "origin_timestamp_utc" },
		{ 0, RECEIVED, "origin_timestamp" },
		{ 0, RECEIVED, "date_time_utc" },
		{ 0, RECEIVED, "date_time" },
		{ 0, SUBJECT, "message_subject" },
		{ 0, SIZE, "total_bytes" },
		{ 0, SENDER, "sender_address" },
		{ 0, TO, "recipient_address" },
		{ 0, TO, "recipient_status" },
		{ 1, RECEIVED, "TimeGenerated" },
		{ 1, RECEIVED, "TimeGenerated [UTC]" },
		{ 1, SENDER, "SenderMailFromAddress" },
		{ 2, ID, "Email message ID" },
		{ 2, ID, "Message ID" },
		{ 2, ITEM, "Document ID" },
		{ 2, ITEM, "Immutable ID" },
		{ 2, ITEM, "File ID" },
		{ 2, RECEIVED, "Email date received" },
		{ 2, RECEIVED, "Received or created" },
		{ 2, RECEIVED, "Date received" },
		{ 2, SUBJECT, "Subject or title" },
		{ 2, SUBJECT, "Subject/Title" },
		{ 2, SUBJECT, "Email subject" },
		{ 2, SIZE, "Native size" },
		{ 2, SIZE, "Native file size" },
		{ 2, SIZE, "Size (bytes)" },
		{ 2, SENDER, "Sender or created by" },
		{ 2, SENDER, "Email sender" },
		{ 2, SENDER, "Sender/Author" },
		{ 2, TO, "To (Expanded)" },
		{ 2, TO, "Recipients in To line" },
		{ 2, TO, "Email to" },
		{ 2, TO, "CC (Expanded)" },
		{ 2, TO, "Recipients in Cc line" },
		{ 2, TO, "Email cc" },
		{ 2, TO, "Cc" },
		{ 2, TO, "BCC (Expanded)" },
		{ 2, TO, "Recipients in Bcc line" },
		{ 2, TO, "Email bcc" },
		{ 2, TO, "Bcc" },
		{ 2, TO, "Email recipients" },
		{ 2, TO, "Recipients" },
		{ 2, PLACE, "Mailbox" },
		{ 2, PLACE, "Location" },
		{ 2, PLACE, "Original path" },
		{ 2, PLACE, "Compound path" },
		{ 2, PLACE, "Custodian" },
		{ 3, SENDER, "sender.emailAddress.address" },
		{ 3, TO, "ccRecipients.emailAddress.address" },
		{ 3, TO, "bccRecipients.emailAddress.address" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(lists) + COUNT(rows); i++) {
		bool plain = i < COUNT(lists);
		const struct list *list = &lists[plain ? i : rows[i - COUNT(lists)].list];
		enum field field = plain ? FIELDS : rows[i - COUNT(lists)].field;
		const char *column = plain ? "" : rows[i - COUNT(lists)].column;
		struct inventoried in = read_with(list, field, column, plain ? "" : list->values[field]);
		if (mia_inventory_item_count(in.inventory) != 1)
			fail_msg("%zu %s: %zu items: %s", i, column, mia_inventory_item_count(in.inventory),
				in.told.detail);
		const struct mia_inventory_item *item = mia_inventory_item(in.inventory, 0);
		bool right = item->kind == list->kind &&
			text_equal(item->internet_message_id, TEXT("<m@x>")) &&
			text_equal(item->subject, TEXT("Offer")) && !item->undelivered &&
			item->received == time_of("2026-03-04T10:00:00Z") &&
			item->size_bytes == (list->values[SIZE] ? 77 : MIA_SIZE_UNKNOWN) &&
			text_equal(item->sender, TEXT("a@y.example")) && item->recipients.count == 1 &&
			text_equal(item->recipients.ptr[0], TEXT("b@x.example")) &&
			text_equal(item->item_id, text_of(list->values[ITEM])) &&
			text_equal(item->mailbox, TEXT("b@x.example"));
		if (!right)
			fail_msg("%s", column);
		forget(&in);
	}
}

/* For b@x.example: arrived, did not, or it cannot yet be told: a later line may say it. */
static void
each_event_of_a_trace(void **state)
{
	enum { ARRIVED, NOT_HERE, UNDER_WAY };
	static const struct {
		const char *event;
		int is;
	} events[] = {
		{ "DELIVER", ARRIVED },
		{ "Deliver", ARRIVED },
		{ "FAIL", NOT_HERE },
		{ "EXPAND", NOT_HERE },
		{ "DROP", NOT_HERE },
		{ "DSN", NOT_HERE },
		{ "BADMAIL", NOT_HERE },
		{ "REDIRECT", NOT_HERE },
		{ "RESOLVE", NOT_HERE },
		{ "QUARANTINE", NOT_HERE },
		{ "RECEIVE", UNDER_WAY },
		{ "DEFER", UNDER_WAY },
		{ "DELIVERED", UNDER_WAY },
	}, steps[] = {
		{ "##Receive, Deliver", ARRIVED },
		{ "##receive, deliver", ARRIVED },
		{ "##Receive, Fail", NOT_HERE },
		{ "##Expand", NOT_HERE },
		{ "##Receive", UNDER_WAY },
		{ "## ", UNDER_WAY },
	}, statuses[] = {
		{ "Delivered", ARRIVED },
		{ "FilteredAsSpam", ARRIVED },
		{ "Failed", NOT_HERE },
		{ "Quarantined", NOT_HERE },
		{ "Expanded", NOT_HERE },
		{ "Pending", UNDER_WAY },
		{ "GettingStatus", UNDER_WAY },
		{ "None", UNDER_WAY },
	};
	static const char *const heads[] = {
		"date_time_utc,sender_address,message_id,recipient_address,event_id\n",
		"origin_timestamp_utc,sender_address,message_id,recipient_status\n",
		"Received,SenderAddress,MessageId,RecipientAddress,Status\n",
		"Received,SenderAddress,MessageId,RecipientAddress,DeliveryStatus\n",
	};
	static const char *const lines[] = { "2026-03-04T10:00:00Z,,<m@x>,b@x.example,%s\n",
		"2026-03-04T10:00:00Z,,<m@x>,\"b@x.example%s\"\n" };

	(void)state;
	for (size_t h = 0; h < COUNT(heads); h++)
		for (size_t i = 0; i < (h == 0                  ? COUNT(events)
						       : h == 1 ? COUNT(steps)
								: COUNT(statuses));
			i++) {
			const char *word = h == 0 ? events[i].event
				: h == 1          ? steps[i].event
						  : statuses[i].event;
			int is = h == 0 ? events[i].is : h == 1 ? steps[i].is : statuses[i].is;
			const char *line = lines[h == 1];
			char text[512];
			size_t len = (size_t)snprintf(text, sizeof(text), "%s", heads[h]);
			len += (size_t)snprintf(text + len, sizeof(text) - len, line, word);
			struct inventoried in = read_inventory(text, NULL);
			if (mia_inventory_item_count(in.inventory) != 1)
				fail_msg("%s: %s", text, in.told.detail);
			if (mia_inventory_item(in.inventory, 0)->undelivered != (is != ARRIVED))
				fail_msg("%s", word);
			forget(&in);
			/* Beside a line that says how it ended, what is under way is no item of its own. */
			snprintf(text + len, sizeof(text) - len, line,
				h == 0           ? "FAIL"
					: h == 1 ? "##Receive, Fail"
						 : "Failed");
			in = read_inventory(text, NULL);
			const struct mia_inventory_item *item = mia_inventory_item(in.inventory, 0);
			if (mia_inventory_item_count(in.inventory) != (is == ARRIVED ? 2 : 1) ||
				item->undelivered != (is != ARRIVED))
				fail_msg("%s, then failed: %zu", word,
					mia_inventory_item_count(in.inventory));
			forget(&in);
		}
}

static void
each_place_of_a_delivery(void **state)
{
	static const struct {
		const char *location, *action, *latest;
		bool undelivered;
	} rows[] = {
		{ "Inbox/folder", "Delivered", "", false },
		{ "Junk folder", "Junked", "", false },
		{ "Deleted items", "Delivered", "Quarantine", false }, /* it was there in between */
		{ "Quarantine", "Delivered", "", true },
		{ "Failed", "Delivered", "", true },
		{ "Dropped", "Delivered", "", true },
		{ "On-premises/External", "Delivered", "", true },
		{ "OnPremExternal", "Delivered", "", true },
		{ "Quarantine", "Delivered", "Quarantine", true },
		{ "Quarantine", "Delivered", "Inbox/folder", false }, /* released */
		{ "Inbox/folder", "Blocked", "", true },
		{ "Quarantined", "Delivered", "", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[512];
		snprintf(text, sizeof(text),
			"Timestamp,NetworkMessageId,SenderFromAddress,RecipientEmailAddress,DeliveryLocation,"
			"DeliveryAction,LatestDeliveryLocation\n"
			"2026-03-04,n,a@y.example,b@x.example,%s,%s,%s\n",
			rows[i].location, rows[i].action, rows[i].latest);
		struct inventoried in = read_inventory(text, NULL);
		if (mia_inventory_item(in.inventory, 0)->undelivered != rows[i].undelivered)
			fail_msg("%s %s %s", rows[i].location, rows[i].action, rows[i].latest);
		forget(&in);
	}
}

static void
each_column_of_statistics(void **state)
{
	static const char *const guids[] = { "ContentMailboxGuid", "MailboxGuid" };

	(void)state;
	for (size_t i = 0; i < COUNT(guids); i++) {
		char text[512];
		snprintf(text, sizeof(text),
			"FolderPath,ItemsInFolder,FolderId,FolderSize,OldestItemReceivedDate,"
			"NewestItemReceivedDate,Identity,%s\n"
			"/Inbox/A\xef\xa3\xbf"
			"B,5,F1,1.2 KB (1229 bytes),2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,"
			"anna\\Inbox,a0000000-0000-4000-8000-00000000a001\n",
			guids[i]);
		struct inventoried in = read_inventory(text, NULL);
		const struct mia_inventory_folder *f = mia_inventory_folder(in.inventory, 0);
		assert_non_null(f);
		assert_text(f->folder_path, "\\Inbox\\A/B");
		assert_text(f->folder_id, "F1");
		assert_int_equal(f->items, 5);
		assert_int_equal(f->size_bytes, 1229);
		assert_int_equal(f->oldest, time_of("2026-03-01T00:00:00Z"));
		assert_int_equal(f->newest, time_of("2026-03-02T00:00:00Z"));
		assert_text(f->mailbox, "a0000000-0000-4000-8000-00000000a001");
		forget(&in);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_name_of_a_column),
		cmocka_unit_test(each_event_of_a_trace),
		cmocka_unit_test(each_place_of_a_delivery),
		cmocka_unit_test(each_column_of_statistics),
	};
	return cmocka_run_group_tests_name("inventory_columns", tests, NULL, NULL);
}
