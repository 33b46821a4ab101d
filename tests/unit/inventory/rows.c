/* How single values are taken; what the same list looks like elsewhere. */
#include "inventoried.h"

#define TRACE "Received,SenderAddress,RecipientAddress,Subject,Status,Size,MessageId\n"

static const struct mia_inventory_item *
only_item(const struct inventoried *i)
{
	assert_int_equal(mia_inventory_item_count(i->inventory), 1);
	return mia_inventory_item(i->inventory, 0);
}

static void
message_ids_are_canonical(void **state)
{
	static const char *const forms[] = { "<a@x.example>", "a@x.example", " <a@x.example> ",
		"<a@x.example", "a@x.example>" };

	(void)state;
	for (size_t k = 0; k < sizeof(forms) / sizeof(*forms); k++) {
		char text[256];
		snprintf(text, sizeof(text), TRACE "2026-03-04,,b@x.example,s,Delivered,1,%s\n", forms[k]);
		struct inventoried i = read_inventory(text, NULL);
		assert_text(only_item(&i)->internet_message_id, "<a@x.example>");
		forget(&i);
	}
	struct inventoried i = read_inventory(TRACE "2026-03-04,,b@x.example,s,Delivered,1, \n", NULL);
	assert_absent(only_item(&i)->internet_message_id);
	assert_int_equal(i.sums->without_message_id, 1);
	forget(&i);
}

static void
dates_that_read_two_ways_are_no_dates(void **state)
{
	struct inventoried i = read_inventory(TRACE "03/04/2026 10:00:00,,b@x.example,s,Delivered,1,<a@x>\n"
						    "13/04/2026 10:00:00,,b@x.example,s,Delivered,1,<b@x>\n"
						    "4/4/2026 10:00 AM,,b@x.example,s,Delivered,1,<c@x>\n"
						    "yesterday,,b@x.example,s,Delivered,1,<d@x>\n"
						    ",,b@x.example,s,Delivered,1,<e@x>\n",
		NULL);

	(void)state;
	assert_int_equal(item_of(&i, "b@x.example", "<a@x>")->received, MIA_TIME_UNKNOWN);
	assert_int_equal(item_of(&i, "b@x.example", "<b@x>")->received, time_of("2026-04-13T10:00:00Z"));
	assert_int_equal(item_of(&i, "b@x.example", "<c@x>")->received, time_of("2026-04-04T10:00:00Z"));
	assert_int_equal(item_of(&i, "b@x.example", "<d@x>")->received, MIA_TIME_UNKNOWN);
	assert_int_equal(i.sums->times_ambiguous, 1);
	assert_int_equal(i.sums->times_unreadable, 1);
	assert_int_equal(i.sums->without_received, 3);
	forget(&i);
}

static void
statuses_of_a_trace(void **state)
{
	static const struct {
		const char *status;
		int undelivered;
	} forms[] = {
		{ "Delivered", 0 },
		{ "delivered", 0 },
		{ "FilteredAsSpam", 0 },
		{ "", 0 },
		{ "Failed", 1 },
		{ "Quarantined", 1 },
		{ "Expanded", 1 },
		{ "Pending", 1 },
		{ "GettingStatus", 1 },
		{ "None", 1 },
	};

	(void)state;
	for (size_t k = 0; k < sizeof(forms) / sizeof(*forms); k++) {
		char text[256];
		snprintf(text, sizeof(text), TRACE "2026-03-04,,b@x.example,s,%s,1,<a@x>\n", forms[k].status);
		struct inventoried i = read_inventory(text, NULL);
		assert_int_equal(only_item(&i)->undelivered, forms[k].undelivered);
		forget(&i);
	}
}

/* An early export says pending, a later one how it ended. */
static void
what_is_pending_yields_to_the_outcome(void **state)
{
	struct inventoried i =
		read_inventory(TRACE "2026-03-04T10:00:00,,b@x.example,s,Pending,1,<a@x>\n"
				     "2026-03-04T10:00:00,,b@x.example,s,GettingStatus,1,<a@x>\n"
				     "2026-03-04T10:00:00,,b@x.example,s,Delivered,1,<a@x>\n"
				     "2026-03-04T10:00:00,,c@x.example,s,Pending,1,<a@x>\n",
			NULL);

	(void)state;
	assert_false(item_of(&i, "b@x.example", "<a@x>")->undelivered);
	assert_true(item_of(&i, "c@x.example", "<a@x>")->undelivered);
	assert_int_equal(i.sums->items, 2);
	assert_int_equal(i.sums->repeats, 2);
	forget(&i);
}

static void
the_extended_report_tells_events(void **state)
{
	struct inventoried i = read_inventory(
		"date_time_utc,event_id,recipient_address,recipient_status,sender_address,message_subject,message_id,total_bytes,directionality\n"
		"2026-03-04T10:00:00Z,RECEIVE,b@x.example;c@x.example,,a@x.example,s,<m@x>,10,Originating\n"
		"2026-03-04T10:00:01Z,AGENTINFO,b@x.example;c@x.example,,a@x.example,s,<m@x>,10,Originating\n"
		"2026-03-04T10:00:02Z,DELIVER,b@x.example,To,a@x.example,s,<m@x>,10,Originating\n"
		"2026-03-04T10:00:03Z,FAIL,c@x.example,550,a@x.example,s,<m@x>,10,Originating\n",
		NULL);
	const struct mia_inventory_item *item = item_of(&i, "b@x.example", "<m@x>");

	(void)state;
	assert_false(item->undelivered);
	assert_int_equal(item->received, time_of("2026-03-04T10:00:02Z"));
	assert_true(item_of(&i, "c@x.example", "<m@x>")->undelivered);
	assert_int_equal(item_of(&i, "a@x.example", "<m@x>")->recipients.count, 2);
	assert_int_equal(mia_inventory_item_count(i.inventory), 3);
	assert_int_equal(i.sums->repeats, 2);
	forget(&i);
}

static void
nobody_outside_gets_a_copy_of_what_he_sent(void **state)
{
	static const char head[] =
		"Timestamp,NetworkMessageId,InternetMessageId,SenderFromAddress,RecipientEmailAddress,EmailDirection,DeliveryLocation\n";
	static const struct {
		const char *direction;
		size_t items;
	} forms[] = { { "Inbound", 1 }, { "Outbound", 2 }, { "Intra-org", 2 }, { "", 1 } };

	(void)state;
	for (size_t k = 0; k < sizeof(forms) / sizeof(*forms); k++) {
		char text[512];
		snprintf(text, sizeof(text), "%s2026-03-04,n,<m@x>,a@x.example,b@x.example,%s,Inbox/folder\n",
			head, forms[k].direction);
		struct inventoried i = read_inventory(text, NULL);
		assert_int_equal(mia_inventory_item_count(i.inventory), forms[k].items);
		forget(&i);
	}
	/* To oneself: one message in one mailbox. */
	struct inventoried i =
		read_inventory(TRACE "2026-03-04,B@x.example,b@x.example,s,Delivered,1,<m@x>\n", NULL);
	assert_text(only_item(&i)->mailbox, "b@x.example");
	forget(&i);
}

#define SENT \
	"Timestamp,NetworkMessageId,InternetMessageId,SenderFromAddress,RecipientEmailAddress," \
	"EmailDirection,DeliveryLocation,Subject\n"

/* Two mails that somebody sent are two, if nothing but an id would tell that
 * they are one. */
static void
sent_mails_without_an_id_stay_apart(void **state)
{
	(void)state;
	struct inventoried i = read_inventory(SENT
		"2026-03-04T10:00:00Z,n,,a@x.example,c@y.example,Outbound,Inbox/folder,one\n"
		"2026-03-04T11:00:00Z,n,,a@x.example,d@y.example,Outbound,Inbox/folder,two\n",
		NULL);
	size_t sent = 0;
	for (size_t k = 0; k < mia_inventory_item_count(i.inventory); k++) {
		const struct mia_inventory_item *item = mia_inventory_item(i.inventory, k);
		sent += text_equal(item->mailbox, TEXT("a@x.example"));
	}
	assert_int_equal(sent, 2);
	forget(&i);
}

/* Rows of one sent mail: one whose time cannot be read leaves it to the other. */
static void
a_sent_mail_takes_its_time_from_any_row(void **state)
{
	static const char *const times[][2] = {
		{ "soon", "2026-03-04T11:00:00Z" },
		{ "2026-03-04T11:00:00Z", "soon" },
	};

	(void)state;
	for (size_t k = 0; k < 2; k++) {
		char text[512];
		snprintf(text, sizeof(text),
			SENT "%s,n,<m@x>,a@x.example,c@y.example,Outbound,Inbox/folder,s\n"
			     "%s,n,<m@x>,a@x.example,d@y.example,Outbound,Inbox/folder,s\n",
			times[k][0], times[k][1]);
		struct inventoried i = read_inventory(text, NULL);
		assert_int_equal(item_of(&i, "a@x.example", "<m@x>")->received,
			time_of("2026-03-04T11:00:00Z"));
		forget(&i);
	}
}

static void
recipients_are_addresses(void **state)
{
	static const struct {
		const char *cell, *expected[4];
	} forms[] = {
		{ "a@x.example", { "a@x.example" } },
		{ "a@x.example, b@x.example", { "a@x.example", "b@x.example" } },
		{ "Berg, Anna <a@x.example>, Dahl, B <b@x.example>", { "a@x.example", "b@x.example" } },
		{ "\"\"Berg; Anna\"\" <a@x.example>;b@x.example;", { "a@x.example", "b@x.example" } },
		{ "SMTP:a@x.example", { "a@x.example" } },
		{ "Board; ; c@x.example", { "Board", "c@x.example" } },
		{ " ", { NULL } },
	};

	(void)state;
	for (size_t k = 0; k < sizeof(forms) / sizeof(*forms); k++) {
		char text[512];
		size_t n = 0;
		snprintf(text, sizeof(text),
			"Subject,Sender,Location name,To\ns,x@x.example,m@x.example,\"%s\"\n", forms[k].cell);
		struct inventoried i = read_inventory(text, NULL);
		struct mia_texts to = only_item(&i)->recipients;
		for (; n < 4 && forms[k].expected[n]; n++) {
			assert_true(n < to.count);
			assert_true(text_equal(to.ptr[n], text_of(forms[k].expected[n])));
		}
		assert_int_equal(to.count, n);
		forget(&i);
	}
}

static void
folders_in_paths_of_ediscovery(void **state)
{
	static const struct {
		const char *path, *folder;
	} forms[] = {
		{ "m@x.example, Primary, guid\\m@x.example (Primary)\\Top of Information Store\\Inbox",
			"\\Inbox" },
		{ "m@x.example (Primary)/Top of Information Store/Inbox/Sub/", "\\Inbox\\Sub" },
		{ "m@x.example\\Top of Information Store\\Inbox\\the subject", "\\Inbox" },
		{ "m@x.example\\Top of Information Store\\Inbox\\other.MSG", "\\Inbox" },
		{ "m@x.example\\Top of Information Store\\Inbox\\.msg", "\\Inbox\\.msg" },
		{ "m@x.example\\Top of Information Store", NULL },
		{ "m@x.example\\Top of Information Store\\", NULL },
		{ "m@x.example\\Inbox", NULL },
	};

	(void)state;
	for (size_t k = 0; k < sizeof(forms) / sizeof(*forms); k++) {
		char text[512];
		snprintf(text, sizeof(text), "Subject,Sender,Compound_path\nthe subject,x@x.example,\"%s\"\n",
			forms[k].path);
		struct inventoried i = read_inventory(text, "owner@x.example");
		const struct mia_inventory_item *item = only_item(&i);
		if (forms[k].folder)
			assert_true(text_equal(item->folder_path, text_of(forms[k].folder)));
		else
			assert_absent(item->folder_path);
		assert_text(item->mailbox, "m@x.example");
		forget(&i);
	}
	struct inventoried i = read_inventory("Subject,Sender,Compound_path\ns,x@x.example,Primary\\Inbox\n",
		"owner@x.example");
	assert_text(only_item(&i)->mailbox, "owner@x.example");
	forget(&i);
}

/* Whose a row is that does not say it, and whose it is not. */
static void
owners(void **state)
{
#define GRAPH \
	"[{\"id\":\"AAMkAGEwMDAwMDAwLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwYTAwMQAuAAAAAABxzwbQTk9HZznj_stTQA8-AQCIvy4LMsMpMyhvHxs3wzEcAAAAK2wiAAA=\",\"internetMessageId\":\"<m@x>\",\"receivedDateTime\":\"2026-03-04T10:00:00Z\"}]"
	static const char by_user[] =
		"{\"@odata.context\":\"https://graph.example.com/v1.0/$metadata#users('b%40x.example')/messages/$entity\",\"id\":\"short\",\"internetMessageId\":\"<m@x>\",\"receivedDateTime\":\"2026-03-04T10:00:00Z\"}";
	static const char by_object[] =
		"{\"@odata.context\":\"#users('a0000000-0000-4000-8000-00000000ffff')/messages\",\"value\":[{\"id\":\"short\",\"internetMessageId\":\"<m@x>\",\"receivedDateTime\":\"2026-03-04T10:00:00Z\"}]}";
	struct inventoried i = read_inventory(GRAPH, "owner@x.example");

	(void)state;
	assert_text(only_item(&i)->mailbox, "owner@x.example");
	forget(&i);
	i = read_inventory(GRAPH, NULL);
	assert_text(only_item(&i)->mailbox, "a0000000-0000-4000-8000-00000000a001");
	forget(&i);
	i = read_inventory(by_user, "owner@x.example");
	assert_text(only_item(&i)->mailbox, "b@x.example");
	assert_text(only_item(&i)->item_id, "short");
	forget(&i);
	/* The GUID of the directory object is not that of the mailbox. */
	i = read_inventory(by_object, NULL);
	assert_absent(only_item(&i)->mailbox);
	assert_int_equal(i.sums->without_mailbox, 1);
	forget(&i);
#define STATISTICS \
	"[{\"FolderPath\":\"/Inbox\",\"ItemsInFolder\":1,\"Identity\":\"%s\",\"ContentMailboxGuid\":\"a0000000-0000-4000-8000-00000000a001\"}]"
	static const struct {
		const char *identity, *owner, *mailbox;
	} forms[] = {
		{ "b@x.example\\\\Inbox", "owner@x.example", "b@x.example" },
		{ "a0000000-0000-4000-8000-00000000ffff\\\\Inbox", "owner@x.example", "owner@x.example" },
		{ "anna\\\\Inbox", NULL, "a0000000-0000-4000-8000-00000000a001" },
	};
	for (size_t k = 0; k < sizeof(forms) / sizeof(*forms); k++) {
		char text[512];
		snprintf(text, sizeof(text), STATISTICS, forms[k].identity);
		i = read_inventory(text, forms[k].owner);
		assert_int_equal(mia_inventory_folder_count(i.inventory), 1);
		assert_true(
			text_equal(mia_inventory_folder(i.inventory, 0)->mailbox, text_of(forms[k].mailbox)));
		assert_text(mia_inventory_folder(i.inventory, 0)->folder_path, "\\Inbox");
		assert_int_equal(mia_inventory_folder(i.inventory, 0)->size_bytes, MIA_SIZE_UNKNOWN);
		forget(&i);
	}
}

/* Ids that only look like those of Graph stay as they stand. */
static void
other_ids_are_kept(void **state)
{
	static const char *const ids[] = {
		"AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AZmplcmRsaWdodC0wMDAwMDUA", /* immutable */
		"AQMkAGEwMDAwMDAw",                                             /* compressed, and short */
		"AAMkAGEwMDAwMDAwLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwYTAwMQAuAAAAAABxzwbQTk9HZznj_stTQA8-AQCIvy4LMsMpMyhvHxs3wzEcAAAAK2wi",
		"AAMkAGEwMDAwMDAwLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwYTAwMQAvAAAAAABxzwbQTk9HZznj_stTQA8-AQCIvy4LMsMpMyhvHxs3wzEcAAAAK2wiAAA=",
		"not base64!",
	};

	(void)state;
	for (size_t k = 0; k < sizeof(ids) / sizeof(*ids); k++) {
		char text[512];
		snprintf(text, sizeof(text),
			"{\"id\":\"%s\",\"internetMessageId\":\"<m@x>\",\"parentFolderId\":\"%s\"}", ids[k],
			ids[k]);
		struct inventoried i = read_inventory(text, NULL);
		assert_true(text_equal(only_item(&i)->item_id, text_of(ids[k])));
		assert_true(text_equal(only_item(&i)->folder_id, text_of(ids[k])));
		assert_absent(only_item(&i)->mailbox);
		forget(&i);
	}
}

static void
json_rows_of_the_other_formats(void **state)
{
	struct inventoried i = read_inventory(
		"{\"Timestamp\":\"2026-03-04T10:00:00Z\",\"NetworkMessageId\":\"n\",\"InternetMessageId\":\"<m@x>\",\"SenderFromAddress\":\"a@y.example\",\"RecipientEmailAddress\":\"b@x.example\",\"EmailSize\":77,\"DeliveryLocation\":\"Junk folder\"}\n",
		NULL);

	(void)state;
	assert_int_equal(only_item(&i)->kind, MIA_INVENTORY_EMAIL_EVENTS);
	assert_int_equal(only_item(&i)->size_bytes, 77);
	assert_false(only_item(&i)->undelivered);
	forget(&i);
	/* Graph's exchangeMessageTrace has the members of the cmdlet. */
	i = read_inventory(
		"{\"@odata.context\":\"x\",\"value\":[{\"id\":\"1\",\"senderAddress\":\"\",\"recipientAddress\":\"b@x.example\",\"messageId\":\"<m@x>\",\"receivedDateTime\":\"2026-03-04T10:00:00Z\",\"status\":\"quarantined\",\"size\":5}]}",
		NULL);
	assert_int_equal(only_item(&i)->kind, MIA_INVENTORY_MESSAGE_TRACE);
	assert_true(only_item(&i)->undelivered);
	forget(&i);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(message_ids_are_canonical),
		cmocka_unit_test(dates_that_read_two_ways_are_no_dates),
		cmocka_unit_test(statuses_of_a_trace),
		cmocka_unit_test(what_is_pending_yields_to_the_outcome),
		cmocka_unit_test(the_extended_report_tells_events),
		cmocka_unit_test(nobody_outside_gets_a_copy_of_what_he_sent),
		cmocka_unit_test(sent_mails_without_an_id_stay_apart),
		cmocka_unit_test(a_sent_mail_takes_its_time_from_any_row),
		cmocka_unit_test(recipients_are_addresses),
		cmocka_unit_test(folders_in_paths_of_ediscovery),
		cmocka_unit_test(owners),
		cmocka_unit_test(other_ids_are_kept),
		cmocka_unit_test(json_rows_of_the_other_formats),
	};
	return cmocka_run_group_tests_name("inventory_rows", tests, NULL, NULL);
}
