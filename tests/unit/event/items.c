/* Binds and syncs: the items and folders that a record names, and what it
 * counts without naming it. */
#include "decoded.h"

#define ONE_ITEM \
	"\"Folders\":[{\"Id\":\"LgA1\",\"Path\":\"\\\\Inbox\",\"FolderItems\":[{\"InternetMessageId\":\"<m@example.org>\",\"SizeInBytes\":1156492.00,\"Id\":\"RgA1\",\"ImmutableId\":\"AAkA1\",\"Subject\":\"s\"}]}]"

static void
a_bind_names_items_in_folders(void **state)
{
	(void)state;
	struct decoded d = read_event("{" ACCESSED "," BIND ",\"OperationCount\":1," ONE_ITEM "}");
	const struct mia_event *e = d.event;
	assert_int_equal(e->access, MIA_ACCESS_BIND);
	assert_non_null(e->bind);
	assert_null(e->sync);
	assert_int_equal(e->bind->item_count, 1);
	assert_int_equal(e->bind->operation_count, 1);
	assert_int_equal(e->bind->unnamed, 0);
	assert_int_equal(e->folder_count, 1);
	assert_text(e->folders[0].id, "LgA1");
	assert_text(e->folders[0].path, "\\Inbox");
	assert_absent(e->folders[0].name);
	assert_int_equal(e->items[0].folder, 0);
	assert_text(e->items[0].internet_message_id, "<m@example.org>");
	assert_text(e->items[0].id, "RgA1");
	assert_text(e->items[0].immutable_id, "AAkA1");
	assert_text(e->items[0].subject, "s");
	assert_int_equal(e->items[0].size_bytes, 1156492);
	assert_int_equal(e->throttled, MIA_NO);
	assert_int_equal(e->flags, 0);
	done(&d);
}

/* Real syncs: RecordType 2, the folder in Item.ParentFolder; the record type
 * decides nothing. */
static void
a_sync_names_a_folder_by_its_item(void **state)
{
	(void)state;
	struct decoded d = read_event(
		"{" ACCESSED "," SYNC
		",\"RecordType\":2,\"Item\":{\"Id\":\"LgA1\",\"ParentFolder\":{\"Id\":\"LgA1\",\"Name\":\"A TRAITER\",\"Path\":\"Not Available\"}}}");
	const struct mia_event *e = d.event;
	assert_int_equal(e->access, MIA_ACCESS_SYNC);
	assert_null(e->bind);
	assert_non_null(e->sync);
	assert_int_equal(e->sync->folder_count, 1);
	assert_int_equal(e->sync->item_count, 0);
	assert_text(e->sync->folders[0].id, "LgA1");
	assert_text(e->sync->folders[0].name, "A TRAITER");
	assert_absent(e->sync->folders[0].path); /* "Not Available" is no path */
	assert_int_equal(e->flags, 0);
	done(&d);
	/* Item alone, its id is the folder's. */
	d = read_event("{" ACCESSED "," SYNC ",\"Item\":{\"Id\":\"LgA2\"}}");
	assert_int_equal(d.event->sync->folder_count, 1);
	assert_text(d.event->sync->folders[0].id, "LgA2");
	assert_int_equal(d.event->item_count, 0);
	done(&d);
	/* Only a name. */
	d = read_event("{" ACCESSED "," SYNC ",\"Item\":{\"ParentFolder\":{\"Name\":\"Inbox\"}}}");
	assert_int_equal(d.event->sync->folder_count, 1);
	assert_text(d.event->sync->folders[0].name, "Inbox");
	assert_absent(d.event->sync->folders[0].id);
	done(&d);
}

static void
a_sync_names_folders_by_path(void **state)
{
	(void)state;
	struct decoded d = read_event(
		"{" ACCESSED "," SYNC
		",\"RecordType\":50,\"Folders\":[{\"Path\":\"\\\\Inbox\"},{\"Path\":\"\\\\Sent\",\"Id\":\"LgA2\"}]}");
	assert_int_equal(d.event->access, MIA_ACCESS_SYNC);
	assert_int_equal(d.event->sync->folder_count, 2);
	assert_text(d.event->sync->folders[1].path, "\\Sent");
	assert_text(d.event->sync->folders[1].id, "LgA2");
	done(&d);
}

static void
items_under_a_sync_are_flagged(void **state)
{
	(void)state;
	struct decoded d = read_event("{" ACCESSED "," SYNC "," ONE_ITEM "}");
	assert_int_equal(d.event->flags, MIA_FLAG_ITEMS_UNDER_SYNC);
	assert_int_equal(d.event->sync->item_count, 1);
	assert_int_equal(d.event->sync->folder_count, 1);
	done(&d);
	/* By their ids alone they are items too, and not the folder. */
	d = read_event(
		"{" ACCESSED "," SYNC
		",\"Folders\":[{\"Id\":\"LgA1\",\"Path\":\"\\\\Inbox\",\"FolderItems\":[{\"Id\":\"RgA1\"},{\"Id\":\"RgA2\"}]}]}");
	assert_int_equal(d.event->flags, MIA_FLAG_ITEMS_UNDER_SYNC);
	assert_int_equal(d.event->sync->item_count, 2);
	assert_text(d.event->sync->items[0].id, "RgA1");
	assert_text(d.event->sync->items[1].id, "RgA2");
	assert_int_equal(d.event->sync->folder_count, 1);
	assert_text(d.event->sync->folders[0].id, "LgA1");
	done(&d);
}

static void
assert_properties(const char *properties, enum mia_access access, enum mia_known throttled)
{
	char text[1024];
	snprintf(text, sizeof(text), "{" ACCESSED ",\"OperationProperties\":%s}", properties);
	struct decoded d = read_event(text);
	if (d.event->access != access || d.event->throttled != throttled)
		print_message("# %s\n", properties);
	assert_int_equal(d.event->access, access);
	assert_int_equal(d.event->throttled, throttled);
	assert_int_equal(!!(d.event->flags & MIA_FLAG_ACCESS_UNSTATED), access == MIA_ACCESS_UNSTATED);
	done(&d);
}

/* As an array in either order, one object, a string, with names in any case,
 * as PowerShell's remains and the mailbox log write it. */
static void
the_access_type_stands_in_many_forms(void **state)
{
	(void)state;
	assert_properties(
		"[{\"Name\":\"MailAccessType\",\"Value\":\"Bind\"},{\"Name\":\"IsThrottled\",\"Value\":\"True\"}]",
		MIA_ACCESS_BIND, MIA_YES);
	assert_properties(
		"[{\"Value\":\"False\",\"Name\":\"IsThrottled\"},{\"Value\":\"Sync\",\"Name\":\"MailAccessType\"}]",
		MIA_ACCESS_SYNC, MIA_NO);
	assert_properties("{\"Name\":\"MailAccessType\",\"Value\":\"Sync\"}", MIA_ACCESS_SYNC,
		MIA_NOT_STATED);
	assert_properties("\"[{\\\"Name\\\":\\\"MailAccessType\\\",\\\"Value\\\":\\\"Bind\\\"}]\"",
		MIA_ACCESS_BIND, MIA_NOT_STATED);
	assert_properties("\"{\\\"Name\\\":\\\"MailAccessType\\\",\\\"Value\\\":\\\"Bind\\\"}\"",
		MIA_ACCESS_BIND, MIA_NOT_STATED);
	assert_properties(
		"[{\"name\":\"mailaccesstype\",\"value\":\"bind\"},{\"NAME\":\"ISTHROTTLED\",\"VALUE\":\"true\"}]",
		MIA_ACCESS_BIND, MIA_YES);
	assert_properties(
		"[{\"Name\":\"MailAccessType\",\"Value\":\"Bind\"},{\"Name\":\"IsThrottled\",\"Value\":true}]",
		MIA_ACCESS_BIND, MIA_YES);
	assert_properties("[\"@{Value=Bind; Name=MailAccessType}\",\"@{Value=False; Name=IsThrottled}\"]",
		MIA_ACCESS_BIND, MIA_NO);
	assert_properties("[\"MailAccessType:Bind\",\"IsThrottled:True\"]", MIA_ACCESS_BIND, MIA_YES);
	assert_properties("\"{MailAccessType:Bind, IsThrottled:False}\"", MIA_ACCESS_BIND, MIA_NO);
	assert_properties("\"MailAccessType:Sync;IsThrottled:False\"", MIA_ACCESS_SYNC, MIA_NO);
	assert_properties("\"MailAccessType:Sync IsThrottled:False\"", MIA_ACCESS_SYNC, MIA_NO);
	/* A name without a value, and nothing at all. */
	assert_properties("[{\"Name\":\"MailAccessType\"},{\"Name\":\"IsThrottled\",\"Value\":\"False\"}]",
		MIA_ACCESS_UNSTATED, MIA_NO);
	assert_properties("[]", MIA_ACCESS_UNSTATED, MIA_NOT_STATED);
	assert_properties("null", MIA_ACCESS_UNSTATED, MIA_NOT_STATED);
	assert_properties("[{\"Name\":\"MailAccessType\",\"Value\":\"Copy\"}]", MIA_ACCESS_UNSTATED,
		MIA_NOT_STATED);
}

/* AttachmentAccess stands in its own operation and is no access to an item. */
static void
other_operations_are_no_access(void **state)
{
	(void)state;
	struct decoded d = read_event(
		"{" COMMON
		",\"Operation\":\"AttachmentAccess\",\"OperationProperties\":[{\"Name\":\"AttachmentAccessType\",\"Value\":\"Bind\"}]}");
	assert_int_equal(d.event->access, MIA_ACCESS_NONE);
	assert_null(d.event->bind);
	done(&d);
	d = read_event("{" COMMON ",\"Operation\":\"MessageBind\"," ONE_ITEM "}");
	assert_int_equal(d.event->access, MIA_ACCESS_NONE);
	done(&d);
}

static void
assert_count(const char *members, int64_t stated, uint64_t unnamed, size_t items)
{
	char text[1024];
	snprintf(text, sizeof(text), "{" ACCESSED "," BIND ",%s}", members);
	struct decoded d = read_event(text);
	assert_int_equal(d.event->bind->operation_count, stated);
	assert_int_equal(d.event->bind->unnamed, unnamed);
	assert_int_equal(d.event->bind->item_count, items);
	assert_int_equal(!!(d.event->flags & MIA_FLAG_UNNAMED), unnamed > 0);
	done(&d);
}

static void
what_is_counted_but_not_named_is_a_gap(void **state)
{
	(void)state;
	assert_count("\"OperationCount\":4," ONE_ITEM, 4, 3, 1);
	assert_count("\"OperationCount\":\"4\"," ONE_ITEM, 4, 3, 1);
	assert_count(ONE_ITEM, -1, 0, 1); /* not stated is not none */
	/* Fewer operations than items: a note in the number only. */
	assert_count("\"OperationCount\":0," ONE_ITEM, 0, 0, 1);
	assert_count("\"OperationCount\":2,\"Folders\":[{\"Id\":\"x\",\"FolderItems\":null}]", 2, 2, 0);
	assert_count("\"OperationCount\":2,\"Folders\":[{\"Id\":\"x\",\"FolderItems\":[null]}]", 2, 2, 0);
	assert_count("\"OperationCount\":2,\"Folders\":null", 2, 2, 0);
	assert_count("\"OperationCount\":2,\"Folders\":[]", 2, 2, 0);
	assert_count(
		"\"OperationCount\":1,\"Folders\":[{\"FolderItems\":{\"InternetMessageId\":\"<one@example.org>\"}}]",
		1, 0, 1);
	/* Listed without an id is not named. */
	assert_count(
		"\"OperationCount\":2,\"Folders\":[{\"FolderItems\":[{\"SizeInBytes\":5},{\"Id\":\"RgA1\"}]}]",
		2, 1, 2);
	assert_count(
		"\"OperationCount\":5,\"Folders\":[{\"FolderItems\":[{\"SizeInBytes\":5},{\"Id\":\"RgA1\"}]}]",
		5, 4, 2);
	assert_count("\"Folders\":[{\"FolderItems\":[{\"SizeInBytes\":5},{\"Id\":\"RgA1\"}]}]", -1, 1, 2);
	struct decoded d = read_event("{" ACCESSED "," BIND ",\"OperationCount\":\"many\"," ONE_ITEM "}");
	assert_int_equal(d.event->flags, MIA_FLAG_BAD_VALUE);
	assert_int_equal(d.event->bind->operation_count, -1);
	done(&d);
}

/* Sentinel and others write structure as JSON in a string. */
static void
structure_may_stand_in_strings(void **state)
{
	(void)state;
	struct decoded d = read_event(
		"{" ACCESSED "," BIND
		",\"Folders\":\"[{\\\"Id\\\":\\\"LgA1\\\",\\\"Path\\\":\\\"\\\\\\\\Inbox\\\",\\\"FolderItems\\\":[{\\\"InternetMessageId\\\":\\\"\\u003cm@example.org\\u003e\\\"}]}]\"}");
	assert_int_equal(d.event->bind->item_count, 1);
	assert_text(d.event->items[0].internet_message_id, "<m@example.org>");
	assert_text(d.event->folders[0].path, "\\Inbox");
	assert_int_equal(d.event->flags, 0);
	done(&d);
}

static void
what_powershell_destroyed_is_told(void **state)
{
	(void)state;
	struct decoded d = read_event(
		"{" ACCESSED
		",\"OperationProperties\":[\"@{Name=MailAccessType; Value=Bind}\"],\"OperationCount\":7,"
		"\"Folders\":[\"@{Id=LgA1; Path=\\\\Inbox; FolderItems=System.Object[]}\",\"@{FolderItems=System.Object[]; Path=\\\\Sent; Id=LgA2}\"]}");
	assert_int_equal(d.event->flags, MIA_FLAG_ITEMS_LOST | MIA_FLAG_UNNAMED);
	assert_int_equal(d.event->bind->unnamed, 7);
	assert_int_equal(d.event->folder_count, 2);
	assert_text(d.event->folders[0].id, "LgA1");
	assert_text(d.event->folders[0].path, "\\Inbox");
	assert_text(d.event->folders[1].id, "LgA2");
	assert_text(d.event->folders[1].path, "\\Sent");
	done(&d);
	d = read_event("{" ACCESSED "," BIND
		       ",\"Folders\":[{\"Id\":\"LgA1\",\"FolderItems\":\"System.Object[]\"}]}");
	assert_int_equal(d.event->flags, MIA_FLAG_ITEMS_LOST);
	done(&d);
	d = read_event("{" ACCESSED "," BIND ",\"Folders\":\"System.Object[]\"}");
	assert_int_equal(d.event->flags, MIA_FLAG_ITEMS_LOST);
	done(&d);
	/* An item as text: its ids are still there. */
	d = read_event(
		"{" ACCESSED "," BIND
		",\"Folders\":[{\"Id\":\"LgA1\",\"FolderItems\":[\"@{InternetMessageId=<m@example.org>; SizeInBytes=7; Id=RgA1}\"]}]}");
	assert_int_equal(d.event->bind->item_count, 1);
	assert_text(d.event->items[0].internet_message_id, "<m@example.org>");
	assert_text(d.event->items[0].id, "RgA1");
	assert_int_equal(d.event->items[0].size_bytes, 7);
	assert_int_equal(d.event->flags & MIA_FLAG_ITEMS_LOST, 0);
	done(&d);
}

static void
a_folder_that_became_text_keeps_its_name(void **state)
{
	(void)state;
	struct decoded d = read_event(
		"{" ACCESSED "," SYNC
		",\"Item\":{\"Id\":\"LgA1\",\"ParentFolder\":\"@{Id=LgA1; Name=Contracts; Path=Not Available}\"}}");
	assert_int_equal(d.event->sync->folder_count, 1);
	assert_text(d.event->sync->folders[0].id, "LgA1");
	assert_text(d.event->sync->folders[0].name, "Contracts");
	assert_absent(d.event->sync->folders[0].path);
	assert_int_equal(d.event->item_count, 0);
	done(&d);
}

static void
a_synced_folder_that_became_text_keeps_its_id(void **state)
{
	(void)state;
	struct decoded d = read_event("{" ACCESSED "," SYNC ",\"Item\":\"@{Id=LgA1; ParentFolder=}\"}");
	assert_int_equal(d.event->flags, MIA_FLAG_ITEMS_LOST);
	assert_int_equal(d.event->sync->item_count, 0);
	assert_int_equal(d.event->sync->folder_count, 1);
	assert_text(d.event->sync->folders[0].id, "LgA1");
	done(&d);
}

static void
affected_items_and_item(void **state)
{
	(void)state;
	struct decoded d = read_event(
		"{" COMMON
		",\"Operation\":\"SoftDelete\",\"AffectedItems\":[{\"Id\":\"RgA1\",\"InternetMessageId\":\"<m@example.org>\",\"ParentFolder\":{\"Id\":\"LgA1\",\"Path\":\"\\\\Inbox\"},\"Subject\":\"s\"}],\"Folder\":{\"Id\":\"LgA9\",\"Path\":\"\\\\Deleted\"}}");
	assert_int_equal(d.event->access, MIA_ACCESS_NONE);
	assert_int_equal(d.event->item_count, 1);
	assert_text(d.event->items[0].subject, "s");
	assert_int_equal(d.event->folder_count, 2);
	assert_text(d.event->folders[d.event->items[0].folder].path, "\\Inbox");
	done(&d);
	d = read_event(
		"{" COMMON
		",\"Operation\":\"Send\",\"Item\":{\"Id\":\"RgA1\",\"InternetMessageId\":\"<m@example.org>\",\"ParentFolder\":{\"Path\":\"\\\\Drafts\"},\"Subject\":\"s\"}}");
	assert_int_equal(d.event->item_count, 1);
	assert_text(d.event->items[0].internet_message_id, "<m@example.org>");
	done(&d);
	/* Folder operations: Item is the folder itself and no message. */
	d = read_event(
		"{" COMMON
		",\"Operation\":\"ModifyFolderPermissions\",\"Item\":{\"Id\":\"LgA1\",\"ParentFolder\":{\"Id\":\"LgA1\",\"Path\":\"\\\\Inbox\",\"MemberUpn\":\"Everyone\"}}}");
	assert_int_equal(d.event->item_count, 0);
	assert_int_equal(d.event->folder_count, 1);
	done(&d);
}

static void
assert_message_id(const char *written, const char *canonical, int rewritten)
{
	char text[1024];
	snprintf(text, sizeof(text),
		"{" ACCESSED "," BIND
		",\"Folders\":[{\"FolderItems\":[{\"InternetMessageId\":\"%s\",\"Id\":\"RgA1\"}]}]}",
		written);
	struct decoded d = read_event(text);
	const struct mia_item *item = &d.event->items[0];
	if (canonical)
		assert_true(text_equal(item->internet_message_id, text_of(canonical)));
	else
		assert_absent(item->internet_message_id);
	assert_true(text_equal(item->internet_message_id_raw, text_of(written)));
	assert_int_equal(!!(d.event->flags & MIA_FLAG_MESSAGE_ID_REWRITTEN), rewritten);
	/* Cut where it begins and does not end; a blank behind it is none of it. */
	bool cut = written[0] == '<' && !strchr(written, '>');
	if (canonical)
		assert_int_equal(!!(d.event->flags & MIA_FLAG_ITEMS_LOST), cut);
	done(&d);
}

static void
message_ids_have_one_form(void **state)
{
	(void)state;
	assert_message_id("<M@example.org>", "<M@example.org>", 0); /* the case is kept */
	assert_message_id("m@example.org", "<m@example.org>", 1);
	assert_message_id("  <m@example.org> ", "<m@example.org>", 1);
	assert_message_id(" m@example.org", "<m@example.org>", 1);
	assert_message_id("<m@example.org> ", "<m@example.org>", 1);
	assert_message_id("<m@example.org", "<m@example.org>", 1);
	assert_message_id("m@example.org>", "<m@example.org>", 1);
	assert_message_id("", NULL, 0);
	assert_message_id("   ", NULL, 0);
}

static void
placeholders_are_no_ids(void **state)
{
	(void)state;
	struct decoded d = read_event(
		"{" ACCESSED "," BIND
		",\"Folders\":[{\"Id\":\"LgA1\",\"Path\":\"Not Available\",\"FolderItems\":[{\"Id\":\"Unknown\",\"ImmutableId\":\"ErrorDuringIdConversion\",\"Subject\":\"\",\"SizeInBytes\":\"many\"},{\"SizeInBytes\":-1,\"Id\":\"RgA1\"}]}]}");
	const struct mia_item *items = d.event->items;
	assert_int_equal(d.event->item_count, 2);
	assert_absent(items[0].id);
	assert_absent(items[0].immutable_id);
	assert_absent(items[0].subject);
	assert_int_equal(items[0].size_bytes, MIA_SIZE_UNKNOWN);
	assert_int_equal(items[1].size_bytes, MIA_SIZE_UNKNOWN);
	assert_absent(d.event->folders[0].path);
	/* The item that only has placeholders is named by nothing. */
	assert_int_equal(d.event->bind->unnamed, 1);
	assert_int_equal(d.event->flags, MIA_FLAG_BAD_VALUE | MIA_FLAG_UNNAMED);
	done(&d);
}

/* Of two lists of messages both count, each message once: what one of them had lost stays told. */
static void
both_lists_of_messages_count(void **state)
{
	static const char *const lists[] = { "[\"@{Id=RgA1; MessageItems=System.Object[]}\"]",
		"[{\"Id\":\"RgA1\",\"MessageItems\":[{},{}]}]" };

	(void)state;
	for (int lost = 0; lost < 2; lost++) {
		char text[512];
		snprintf(text, sizeof(text),
			"{" COMMON ",\"Operation\":\"AttachmentAccess\",\"Messages\":%s,\"Messages\":%s}",
			lists[lost], lists[!lost]);
		struct decoded d = read_event(text);
		assert_int_equal(d.event->item_count, 1);
		assert_int_equal(d.event->attachment_count, 2);
		assert_int_equal(d.event->flags, MIA_FLAG_DUP_KEY | MIA_FLAG_ITEMS_LOST);
		done(&d);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bind_names_items_in_folders),
		cmocka_unit_test(a_sync_names_a_folder_by_its_item),
		cmocka_unit_test(a_sync_names_folders_by_path),
		cmocka_unit_test(items_under_a_sync_are_flagged),
		cmocka_unit_test(the_access_type_stands_in_many_forms),
		cmocka_unit_test(other_operations_are_no_access),
		cmocka_unit_test(what_is_counted_but_not_named_is_a_gap),
		cmocka_unit_test(structure_may_stand_in_strings),
		cmocka_unit_test(what_powershell_destroyed_is_told),
		cmocka_unit_test(a_folder_that_became_text_keeps_its_name),
		cmocka_unit_test(a_synced_folder_that_became_text_keeps_its_id),
		cmocka_unit_test(affected_items_and_item),
		cmocka_unit_test(message_ids_have_one_form),
		cmocka_unit_test(placeholders_are_no_ids),
		cmocka_unit_test(both_lists_of_messages_count),
	};
	return cmocka_run_group_tests_name("event_items", tests, NULL, NULL);
}
