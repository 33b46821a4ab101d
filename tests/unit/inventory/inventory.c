/* The fixtures of each format: what they say, as fixtures/inventory/README.md
 * derives it. */
#include "inventoried.h"

static void
get_messagetrace(void **state)
{
	struct inventoried i = read_fixture("inventory/message-trace.csv", NULL);
	const struct mia_inventory_item *item;

	(void)state;
	assert_int_equal(i.told.count, 0);
	assert_int_equal(i.sums->rows, 10);
	assert_int_equal(i.sums->items, 9);
	assert_int_equal(i.sums->repeats, 1);
	assert_int_equal(i.sums->by_kind[MIA_INVENTORY_MESSAGE_TRACE], 10);
	/* 9 recipients, and the copies of the senders: one a message, 8. */
	assert_int_equal(mia_inventory_item_count(i.inventory), 9 + 8);
	item = item_of(&i, ANNA, "<invoice-7731@supplier.example.net>");
	assert_int_equal(item->kind, MIA_INVENTORY_MESSAGE_TRACE);
	assert_text(item->subject, "Invoice 7731");
	assert_text(item->sender, "billing@supplier.example.net");
	assert_int_equal(item->recipients.count, 1);
	assert_text(item->recipients.ptr[0], ANNA);
	assert_int_equal(item->received, time_of("2026-03-03T13:40:00Z"));
	assert_int_equal(item->size_bytes, 44120);
	assert_false(item->undelivered);
	assert_absent(item->folder_path);
	assert_absent(item->folder_id);
	assert_absent(item->item_id);
	assert_int_equal(item->place.record, 2);
	assert_int_equal(item->place.line, 3);
	/* The row that stands twice: the first place speaks. */
	assert_int_equal(item_of(&i, ANNA, "<offer-2291@supplier.example.net>")->place.record, 1);
	/* Junk is a folder of the mailbox, quarantine is not. */
	assert_false(item_of(&i, ANNA, "<prize-0042@bulk.example.org>")->undelivered);
	assert_true(item_of(&i, ANNA, "<prize-0099@bulk.example.org>")->undelivered);
	/* Anna's own copy of M11 lists both to whom it went; one is pending. */
	item = item_of(&i, ANNA, "<re-invoice-7731@fjordlight.example>");
	assert_false(item->undelivered);
	assert_int_equal(item->recipients.count, 2);
	assert_text(item->recipients.ptr[0], "billing@supplier.example.net");
	assert_text(item->recipients.ptr[1], "sales@supplier.example.net");
	assert_false(item_of(&i, "billing@supplier.example.net", "<re-invoice-7731@fjordlight.example>")
			     ->undelivered);
	assert_true(item_of(&i, "sales@supplier.example.net", "<re-invoice-7731@fjordlight.example>")
			    ->undelivered);
	forget(&i);
}

static void
historical_trace(void **state)
{
	struct inventoried i = read_fixture("inventory/historical-trace.csv", NULL);
	const struct mia_inventory_item *item;

	(void)state;
	assert_int_equal(i.sums->rows, 2);
	assert_int_equal(i.sums->items, 2);
	/* 3 + 2 recipients, and Anna's copy: the other sender is outside. */
	assert_int_equal(mia_inventory_item_count(i.inventory), 6);
	item = item_of(&i, ANNA, "<contract-hamnegata-5@partner.example.org>");
	assert_false(item->undelivered);
	assert_int_equal(item->recipients.count, 3);
	assert_text(item->recipients.ptr[1], ACCOUNTS);
	assert_int_equal(item->size_bytes, 40960);
	assert_int_equal(item->received, time_of("2026-02-10T09:00:00Z"));
	assert_true(item_of(&i, ACCOUNTS, "<contract-hamnegata-5@partner.example.org>")->undelivered);
	assert_true(item_of(&i, "board@fjordlight.example", "<contract-hamnegata-5@partner.example.org>")
			    ->undelivered);
	assert_true(
		item_of(&i, "sales@supplier.example.net", "<re-offer-2291@fjordlight.example>")->undelivered);
	assert_false(item_of(&i, ACCOUNTS, "<re-offer-2291@fjordlight.example>")->undelivered);
	assert_int_equal(item_of(&i, ANNA, "<re-offer-2291@fjordlight.example>")->recipients.count, 2);
	forget(&i);
}

static void
folder_statistics(void **state)
{
	struct inventoried i = read_fixture("inventory/folder-statistics.csv", "somebody@fjordlight.example");
	const struct mia_inventory_folder *f;

	(void)state;
	assert_int_equal(i.sums->rows, 4);
	assert_int_equal(i.sums->folders, 4);
	assert_int_equal(mia_inventory_item_count(i.inventory), 0);
	assert_int_equal(mia_inventory_folder_count(i.inventory), 4);
	/* Order: mailbox, path. */
	f = mia_inventory_folder(i.inventory, 0);
	assert_text(f->folder_path, "\\Arkiv\\2025/26");
	assert_text(f->mailbox, ANNA);
	assert_int_equal(f->items, 0);
	assert_int_equal(f->size_bytes, 0);
	assert_int_equal(f->oldest, MIA_TIME_UNKNOWN);
	f = mia_inventory_folder(i.inventory, 1);
	assert_text(f->folder_path, "\\Innboks");
	assert_int_equal(f->items, 812);
	assert_int_equal(f->oldest, time_of("2025-01-21T08:00:00Z"));
	f = mia_inventory_folder(i.inventory, 2);
	assert_text(f->folder_path, "\\Innboks\\Kontrakter");
	assert_text(f->folder_id, "LgAAAABxzwbQTk9HZznj/stTQA8+AQCIvy4LMsMpMyhvHxs3wzEcAAAAK2wiAAAB");
	assert_int_equal(f->items, 4);
	assert_int_equal(f->size_bytes, 1294336);
	assert_int_equal(f->newest, time_of("2026-03-04T13:30:01Z"));
	f = mia_inventory_folder(i.inventory, 3);
	assert_text(f->folder_path, "\\L\xc3\xb8nn");
	assert_int_equal(f->size_bytes, 104857);
	/* 3 February or 2 March. */
	assert_int_equal(f->oldest, MIA_TIME_UNKNOWN);
	assert_int_equal(f->newest, time_of("2026-02-25T07:00:00Z"));
	assert_int_equal(i.sums->times_ambiguous, 1);
	assert_int_equal(i.sums->times_unreadable, 0);
	forget(&i);
}

static void
ediscovery_results(void **state)
{
	struct inventoried i = read_fixture("inventory/ediscovery-results.csv", NULL);
	const struct mia_inventory_item *item;

	(void)state;
	assert_int_equal(i.sums->items, 6);
	assert_int_equal(i.sums->by_kind[MIA_INVENTORY_EDISCOVERY], 6);
	item = item_of(&i, ANNA, "<contract-hamnegata-5@partner.example.org>");
	assert_text(item->folder_path, "\\Innboks\\Kontrakter");
	assert_text(item->sender, "legal@partner.example.org");
	assert_int_equal(item->recipients.count, 3);
	assert_text(item->recipients.ptr[0], ANNA);
	assert_text(item->recipients.ptr[1], "board@fjordlight.example");
	assert_text(item->recipients.ptr[2], "archive@partner.example.org");
	assert_text(item->item_id, "item-01");
	/* Kilobytes are rounded: no size. */
	assert_int_equal(item->size_bytes, MIA_SIZE_UNKNOWN);
	assert_int_equal(item_of(&i, ANNA, "<contract-undated@partner.example.org>")->received,
		MIA_TIME_UNKNOWN);
	item = item_of(&i, ANNA, "<payslip-2026-02@fjordlight.example>");
	assert_text(item->folder_path, "\\L\xc3\xb8nn");
	assert_int_equal(item->received, time_of("2026-02-25T07:00:00Z"));
	assert_int_equal(item_of(&i, ANNA, "<payslip-2026-01@fjordlight.example>")->received,
		MIA_TIME_UNKNOWN);
	assert_int_equal(i.sums->times_ambiguous, 1);
	assert_int_equal(i.sums->without_received, 2);
	assert_int_equal(i.sums->without_message_id, 1);
	/* The one without an id stands first, and in no known folder. */
	item = mia_inventory_item(i.inventory, 0);
	assert_absent(item->internet_message_id);
	assert_absent(item->folder_path);
	assert_text(item->subject, "Note to self");
	assert_text(item->mailbox, ANNA);
	forget(&i);
}

static void
review_set(void **state)
{
	struct inventoried i = read_fixture("inventory/review-set.csv", NULL);
	const struct mia_inventory_item *item = item_of(&i, ANNA, "<minutes-2025-12@fjordlight.example>");

	(void)state;
	assert_int_equal(i.sums->items, 1);
	assert_int_equal(i.told.count, 1);
	assert_int_equal(i.told.reason, MIA_REASON_NOT_A_RECORD);
	assert_int_equal(i.told.record, 2);
	assert_string_equal(i.told.detail, "no message, by its file class");
	assert_text(item->folder_path, "\\Arkiv");
	assert_text(item->item_id, "rs-0001");
	assert_text(item->sender, "chair@fjordlight.example");
	assert_int_equal(item->recipients.count, 2);
	assert_text(item->recipients.ptr[1], "bjorn.dahl@fjordlight.example");
	assert_int_equal(item->size_bytes, 30414);
	assert_int_equal(item->received, time_of("2025-12-18T12:00:00Z"));
	forget(&i);
}

static void
email_events(void **state)
{
	struct inventoried i = read_fixture("inventory/email-events.csv", NULL);
	const struct mia_inventory_item *item = item_of(&i, ANNA, "<invoice-7731@supplier.example.net>");

	(void)state;
	assert_int_equal(i.sums->by_kind[MIA_INVENTORY_EMAIL_EVENTS], 4);
	assert_int_equal(mia_inventory_item_count(i.inventory), 5);
	assert_text(item->sender, "billing@supplier.example.net");
	assert_absent(item->folder_path);
	assert_int_equal(item->received, time_of("2026-03-03T13:40:01.5Z"));
	assert_false(item->undelivered);
	assert_true(item_of(&i, ANNA, "<prize-0099@bulk.example.org>")->undelivered);
	assert_false(item_of(&i, ANNA, "<prize-0100@bulk.example.org>")->undelivered);
	item = item_of(&i, ANNA, "<re-invoice-7731@fjordlight.example>");
	assert_false(item->undelivered);
	assert_text(item->recipients.ptr[0], "billing@supplier.example.net");
	assert_true(item_of(&i, "billing@supplier.example.net", "<re-invoice-7731@fjordlight.example>")
			    ->undelivered);
	forget(&i);
}

static void
graph_messages(void **state)
{
	struct inventoried i = read_fixture("inventory/graph-messages.json", "somebody@fjordlight.example");
	const struct mia_inventory_item *item;

	(void)state;
	assert_int_equal(i.sums->items, 3);
	assert_int_equal(i.sums->by_kind[MIA_INVENTORY_GRAPH], 3);
	/* The page says whose they are; the owner is for rows that do not. */
	item = item_of(&i, ANNA, "<contract-hamnegata-5@partner.example.org>");
	assert_text(item->folder_id, "LgAAAABxzwbQTk9HZznj/stTQA8+AQCIvy4LMsMpMyhvHxs3wzEcAAAAK2wiAAAB");
	assert_absent(item->folder_path);
	assert_int_equal(item->recipients.count, 2);
	assert_text(item->recipients.ptr[1], "board@fjordlight.example");
	assert_int_equal(item->received, time_of("2026-02-10T09:00:02Z"));
	item = mia_inventory_item(i.inventory, 0);
	assert_absent(item->internet_message_id);
	assert_text(item->subject, "A draft without an id");
	assert_text(item->folder_id, "LgAAAABxzwbQTk9HZznj/stTQA8+AQCIvy4LMsMpMyhvHxs3wzEcAAAAK2wjAAAB");
	assert_text(item->item_id,
		"RgAAAABxzwbQTk9HZznj/stTQA8+BwCIvy4LMsMpMyhvHxs3wzEcAAAAK2wjAACIvy4LMsMpMyhvHxs3wzEcAAAAAFEDAAAJ");
	assert_int_equal(item->received, MIA_TIME_UNKNOWN);
	assert_int_equal(item->recipients.count, 0);
	assert_absent(item->sender);
	forget(&i);
}

/* All in one: the same as one by one, in the order of the header. */
static void
all_together(void **state)
{
	static const char *const names[] = { "inventory/message-trace.csv", "inventory/historical-trace.csv",
		"inventory/folder-statistics.csv", "inventory/ediscovery-results.csv",
		"inventory/review-set.csv", "inventory/email-events.csv", "inventory/graph-messages.json",
		NULL };
	struct inventoried i = read_fixtures(names, NULL);

	(void)state;
	assert_int_equal(i.sums->rows, 10 + 2 + 4 + 6 + 2 + 4 + 3);
	assert_int_equal(i.sums->repeats, 1);
	assert_int_equal(i.sums->rejected, 1);
	assert_int_equal(mia_inventory_item_count(i.inventory), 17 + 6 + 6 + 1 + 5 + 3);
	for (size_t k = 1; k < mia_inventory_item_count(i.inventory); k++) {
		const struct mia_inventory_item *a = mia_inventory_item(i.inventory, k - 1),
						*b = mia_inventory_item(i.inventory, k);
		int c = text_compare(a->mailbox, b->mailbox);
		c = c ? c : text_compare(a->internet_message_id, b->internet_message_id);
		assert_true(c <= 0);
	}
	assert_null(mia_inventory_item(i.inventory, mia_inventory_item_count(i.inventory)));
	assert_null(mia_inventory_folder(i.inventory, 4));
	forget(&i);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(get_messagetrace),
		cmocka_unit_test(historical_trace),
		cmocka_unit_test(folder_statistics),
		cmocka_unit_test(ediscovery_results),
		cmocka_unit_test(review_set),
		cmocka_unit_test(email_events),
		cmocka_unit_test(graph_messages),
		cmocka_unit_test(all_together),
	};
	return cmocka_run_group_tests_name("inventory", tests, NULL, NULL);
}
