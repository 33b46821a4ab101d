/* What the rows say of a handful of records, read off by hand. */
#include "made_exposure.h"

static void
one_row_a_message(void **state)
{
	(void)state;
	struct mia_exposure *exposure = new_exposure(NULL);
	struct made m;
	make(&m, 1, "r1", "s1", 60);
	m.event.actor = TEXT("ann@x");
	m.event.client = TEXT("Outlook");
	make_bind_of(&m, "<CALckR-a8UDkRjO4xJyjd_s0GPxQWw@mail.gmail.com>", "<b>");
	add(exposure, &m.event);
	add(exposure, &m.event);
	make(&m, 2, "r2", "s2", 0);
	m.event.client_ip = TEXT("cool.client.local");
	m.event.address.family = 0;
	make_bind_of(&m, "<CALckR-a8UDkRjO4xJyjd_s0GPxQWw@mail.gmail.com>", NULL);
	m.items[0].immutable_id = TEXT("immutable-1");
	m.bind.unnamed = 3;
	add(exposure, &m.event);
	make(&m, 3, "r3", "s9", 99);
	m.event.mailbox_guid = TEXT_ABSENT;
	make_items(&m, "<b>", NULL);
	m.items[0].subject = TEXT("Quarterly figures");
	m.items[0].size_bytes = 4096;
	m.folder.path = TEXT("\\Inbox");
	add(exposure, &m.event);
	seal_exposure(exposure);
	struct mia_messages *messages = read_messages(exposure);
	const struct mia_message *row = next_message(messages);
	assert_text(row->mailbox, "ann@x");
	assert_text(row->internet_message_id, "<CALckR-a8UDkRjO4xJyjd_s0GPxQWw@mail.gmail.com>");
	assert_string_equal(row->message_id_hash, "1de319c276884bd0c9e2f1621ada26cc");
	assert_list(row->item_ids, "immutable-1|store-1");
	assert_int_equal(row->level, MIA_LEVEL_ACCESS_RECORDED);
	assert_int_equal(row->basis, MIA_BASIS_BIND);
	assert_int_equal(row->access_count, 2);
	assert_int_equal(row->first_access, SECONDS(0));
	assert_int_equal(row->last_access, SECONDS(60));
	/* The delete joined the folder's path by the folder's id. */
	assert_list(row->folders, "\\Inbox");
	assert_absent(row->subject);
	assert_int_equal(row->size_bytes, MIA_SIZE_UNKNOWN);
	assert_list(row->sessions, "s1|s2");
	assert_list(row->client_ips, "192.0.2.1|cool.client.local");
	assert_list(row->client_ips_raw, "192.0.2.1:99|cool.client.local");
	assert_list(row->clients, "Outlook");
	assert_list(row->actors, "ann@x");
	assert_list(row->record_ids, "r1|r2");
	row = next_message(messages);
	assert_text(row->internet_message_id, "<b>");
	assert_text(row->subject, "Quarterly figures");
	assert_int_equal(row->size_bytes, 4096);
	assert_int_equal(row->access_count, 1);
	assert_list(row->item_ids, "");
	end_messages(messages);
	const struct mia_exposure_sums *sums = mia_exposure_sums(exposure);
	assert_int_equal(sums->messages, 2);
	assert_int_equal(sums->binds, 2);
	assert_int_equal(sums->syncs, 0);
	assert_int_equal(sums->unnamed, 3);
	assert_int_equal(sums->binds_without_items, 0);
	assert_int_equal(sums->events_in_scope, 3);
	assert_int_equal(sums->binds_in_evidence, 2);
	mia_exposure_free(exposure);
}

static void
binds_and_syncs_are_not_added_up(void **state)
{
	(void)state;
	struct mia_exposure *exposure = new_exposure(NULL);
	struct made m;
	make(&m, 1, "r1", "s1", 10);
	make_bind_of(&m, "<a>", "<b>");
	add(exposure, &m.event);
	make(&m, 2, "r2", "s1", 20);
	make_bind_of(&m, "<b>", NULL);
	add(exposure, &m.event);
	make(&m, 3, "r3", "s2", 5);
	make_sync(&m.event, &m.sync);
	add(exposure, &m.event);
	make(&m, 4, "r4", "s2", 1);
	m.folder = (struct mia_folder){
		.id = TEXT("LgAAAADBwCLOTkcSTpPvPqAu44P4AQBY8xpM8MPnRJFI1LZ3pAMJAAAAAAEMAAAB"),
		.name = TEXT("A TRAITER"),
	};
	make_sync(&m.event, &m.sync);
	add(exposure, &m.event);
	make(&m, 5, "r5", "s1", 30);
	m.folder = (struct mia_folder){ .path = TEXT("\\Only binds") };
	make_bind_of(&m, "<c>", NULL);
	add(exposure, &m.event);
	seal_exposure(exposure);
	struct mia_folders *folders = read_folders(exposure);
	const struct mia_folder_exposure *row = next_folder(folders);
	assert_list(row->folder, "A TRAITER");
	assert_string_equal(row->folder_kql, "folderid:58F31A4CF0C3E7449148D4B677A4030900000000010C0000");
	assert_int_equal(row->level, MIA_LEVEL_PRESUMED_COPIED);
	assert_int_equal(row->basis, MIA_BASIS_SYNC_FOLDER);
	assert_int_equal(row->sync_count, 1);
	assert_int_equal(row->bind_count, 0);
	assert_int_equal(row->first_sync, SECONDS(1));
	assert_true(row->first_bind == MIA_TIME_UNKNOWN);
	row = next_folder(folders);
	assert_text(row->folder_id, "F1");
	assert_string_equal(row->folder_kql, "");
	assert_int_equal(row->level, MIA_LEVEL_ACCESS_RECORDED);
	assert_int_equal(row->basis, MIA_BASIS_BIND | MIA_BASIS_SYNC_FOLDER);
	assert_int_equal(row->sync_count, 1);
	assert_int_equal(row->first_sync, SECONDS(5));
	assert_int_equal(row->last_sync, SECONDS(5));
	assert_int_equal(row->bind_count, 2);
	assert_int_equal(row->first_bind, SECONDS(10));
	assert_int_equal(row->last_bind, SECONDS(20));
	assert_int_equal(row->messages_accessed, 2);
	assert_list(row->sessions, "s1|s2");
	assert_list(row->record_ids, "r1|r2|r3");
	row = next_folder(folders);
	assert_list(row->folder, "\\Only binds");
	assert_int_equal(row->level, MIA_LEVEL_ACCESS_RECORDED);
	assert_int_equal(row->basis, MIA_BASIS_BIND);
	assert_int_equal(row->sync_count, 0);
	assert_int_equal(row->messages_accessed, 1);
	end_folders(folders);
	assert_int_equal(mia_exposure_sums(exposure)->folders_synced, 2);
	assert_int_equal(mia_exposure_sums(exposure)->syncs, 2);
	assert_int_equal(mia_exposure_sums(exposure)->messages, 3);
	mia_exposure_free(exposure);
}

/* s1 is the intruder. <a>: accessed by him, and by a record without a session;
 * <b>: only by the latter; <c>: only by the owner in s2. */
static void
unattributed_does_not_dilute(void **state)
{
	(void)state;
	struct mia_scope *scope = session_scope("s1");
	struct mia_exposure *exposure = new_exposure(scope);
	struct made m;
	make(&m, 1, "r1", "s1", 50);
	make_bind_of(&m, "<a>", NULL);
	add(exposure, &m.event);
	make(&m, 2, "r2", NULL, 10);
	make_bind_of(&m, "<a>", "<b>");
	add(exposure, &m.event);
	make(&m, 3, "r3", "s2", 20);
	make_bind_of(&m, "<c>", NULL);
	add(exposure, &m.event);
	make(&m, 4, "r4", NULL, 1);
	make_sync(&m.event, &m.sync);
	add(exposure, &m.event);
	seal_exposure(exposure);
	mia_scope_free(scope);
	struct mia_messages *messages = read_messages(exposure);
	const struct mia_message *row = next_message(messages);
	assert_text(row->internet_message_id, "<b>");
	assert_int_equal(row->level, MIA_LEVEL_UNATTRIBUTED);
	assert_int_equal(row->basis, MIA_BASIS_BIND_UNATTR);
	assert_int_equal(row->access_count, 1);
	assert_int_equal(row->first_access, SECONDS(10));
	assert_list(row->record_ids, "r2");
	row = next_message(messages);
	assert_text(row->internet_message_id, "<a>");
	assert_int_equal(row->level, MIA_LEVEL_ACCESS_RECORDED);
	assert_int_equal(row->basis, MIA_BASIS_BIND | MIA_BASIS_BIND_UNATTR);
	assert_int_equal(row->access_count, 1);
	assert_int_equal(row->first_access, SECONDS(50));
	assert_list(row->record_ids, "r1");
	end_messages(messages);
	struct mia_folders *folders = read_folders(exposure);
	const struct mia_folder_exposure *folder = next_folder(folders);
	assert_int_equal(folder->basis, MIA_BASIS_BIND | MIA_BASIS_BIND_UNATTR | MIA_BASIS_SYNC_UNATTR);
	assert_int_equal(folder->level, MIA_LEVEL_ACCESS_RECORDED);
	assert_int_equal(folder->sync_count, 0);
	assert_int_equal(folder->bind_count, 1);
	assert_int_equal(folder->messages_accessed, 1);
	end_folders(folders);
	const struct mia_exposure_sums *sums = mia_exposure_sums(exposure);
	assert_int_equal(sums->binds, 1);
	assert_int_equal(sums->syncs, 0);
	assert_int_equal(sums->unattributed, 2);
	assert_int_equal(sums->folders_synced, 0);
	assert_int_equal(sums->events_in_scope, 1);
	assert_int_equal(sums->binds_in_evidence, 3);
	assert_int_equal(sums->syncs_in_evidence, 1);
	/* The folder counts as copied by nobody knows whom, although a bind of his
	 * lifts its level. */
	const struct mia_mailbox_exposure *box = mia_exposure_mailbox(exposure, 0);
	assert_int_equal(box->folders_synced, 0);
	assert_int_equal(box->folders_unattributed, 1);
	assert_int_equal(box->syncs_unattributed, 1);
	assert_int_equal(box->unattributed_records, 2);
	assert_int_equal(box->first_unattributed_sync, SECONDS(1));
	assert_int_equal(box->last_unattributed_sync, SECONDS(1));
	mia_exposure_free(exposure);
}

/* A folder that he copied, too, is his; one of a record that does not say its
 * kind is no copy that could be told of. */
static void
whose_copy_is_told_where_it_can_be(void **state)
{
	(void)state;
	struct mia_scope *scope = session_scope("s1");
	struct mia_exposure *exposure = new_exposure(scope);
	struct made m;
	make(&m, 1, "r1", "s1", 50);
	make_sync(&m.event, &m.sync);
	add(exposure, &m.event);
	make(&m, 2, "r2", NULL, 60);
	make_sync(&m.event, &m.sync);
	add(exposure, &m.event);
	make(&m, 3, "r3", NULL, 70);
	m.event.access = MIA_ACCESS_UNSTATED;
	m.folder.id = TEXT("F2");
	add(exposure, &m.event);
	seal_exposure(exposure);
	mia_scope_free(scope);
	const struct mia_mailbox_exposure *box = mia_exposure_mailbox(exposure, 0);
	assert_int_equal(box->folders_synced, 1);
	assert_int_equal(box->folders_unattributed, 0);
	assert_int_equal(box->syncs_unattributed, 1);
	assert_int_equal(box->unattributed_records, 2);
	assert_int_equal(box->last_unattributed_sync, SECONDS(60));
	mia_exposure_free(exposure);
}

static void
failed_exposes_nothing(void **state)
{
	(void)state;
	struct mia_exposure *exposure = new_exposure(NULL);
	struct made m;
	make(&m, 1, "r1", "s1", 50);
	make_bind_of(&m, "<a>", NULL);
	m.event.flags = MIA_FLAG_FAILED;
	add(exposure, &m.event);
	add(exposure, &m.event);
	seal_exposure(exposure);
	end_messages(read_messages(exposure));
	end_folders(read_folders(exposure));
	assert_int_equal(mia_exposure_sums(exposure)->failed, 1);
	assert_int_equal(mia_exposure_sums(exposure)->binds, 0);
	assert_int_equal(mia_exposure_sums(exposure)->binds_in_evidence, 1);
	assert_int_equal(mia_exposure_sums(exposure)->events_in_scope, 1);
	mia_exposure_free(exposure);
}

static void
items_under_a_sync_are_presumed(void **state)
{
	(void)state;
	struct mia_exposure *exposure = new_exposure(NULL);
	struct made m;
	make(&m, 1, "r1", "s1", 50);
	make_items(&m, "<a>", NULL);
	make_sync(&m.event, &m.sync);
	m.event.flags = MIA_FLAG_ITEMS_UNDER_SYNC;
	add(exposure, &m.event);
	seal_exposure(exposure);
	struct mia_messages *messages = read_messages(exposure);
	const struct mia_message *row = next_message(messages);
	assert_text(row->internet_message_id, "<a>");
	assert_int_equal(row->level, MIA_LEVEL_PRESUMED_COPIED);
	assert_int_equal(row->basis, MIA_BASIS_SYNC_FOLDER);
	end_messages(messages);
	struct mia_folders *folders = read_folders(exposure);
	const struct mia_folder_exposure *folder = next_folder(folders);
	assert_int_equal(folder->sync_count, 1);
	assert_int_equal(folder->bind_count, 0);
	assert_int_equal(folder->messages_accessed, 0);
	end_folders(folders);
	mia_exposure_free(exposure);
}

/* MailItemsAccessed that does not say whether it is a bind or a sync. */
static void
access_of_unknown_kind_is_an_access(void **state)
{
	(void)state;
	struct mia_exposure *exposure = new_exposure(NULL);
	struct made m;
	make(&m, 1, "r1", "s1", 50);
	make_items(&m, "<a>", NULL);
	m.event.access = MIA_ACCESS_UNSTATED;
	m.event.stated_count = 3;
	add(exposure, &m.event);
	make(&m, 2, "r2", "s1", 60);
	m.folder.id = TEXT("F2");
	m.event.access = MIA_ACCESS_UNSTATED;
	m.event.stated_count = 3;
	add(exposure, &m.event);
	seal_exposure(exposure);
	struct mia_messages *messages = read_messages(exposure);
	const struct mia_message *row = next_message(messages);
	assert_int_equal(row->level, MIA_LEVEL_ACCESS_RECORDED);
	assert_int_equal(row->basis, MIA_BASIS_KIND_NOT_STATED);
	assert_int_equal(row->access_count, 1);
	end_messages(messages);
	struct mia_folders *folders = read_folders(exposure);
	const struct mia_folder_exposure *folder = next_folder(folders);
	assert_text(folder->folder_id, "F1");
	assert_int_equal(folder->basis, MIA_BASIS_KIND_NOT_STATED);
	folder = next_folder(folders);
	assert_text(folder->folder_id, "F2");
	assert_int_equal(folder->level, MIA_LEVEL_ACCESS_RECORDED);
	assert_int_equal(folder->basis, MIA_BASIS_KIND_NOT_STATED);
	assert_int_equal(folder->sync_count, 0);
	assert_int_equal(folder->bind_count, 0);
	/* It may have been a sync. */
	assert_int_equal(folder->syncs_unattributed, 1);
	end_folders(folders);
	const struct mia_mailbox_exposure *box = mia_exposure_mailbox(exposure, 0);
	assert_int_equal(box->kind_not_stated, 2);
	assert_int_equal(box->messages_accessed, 1);
	/* 3 operations and 1 item; 3 and none. */
	assert_int_equal(box->unnamed_accesses, 2 + 3);
	assert_int_equal(box->unclear_accesses, 2);
	assert_int_equal(box->unattributed_records, 0);
	assert_int_equal(mia_exposure_sums(exposure)->unattributed, 0);
	assert_int_equal(mia_exposure_sums(exposure)->kind_not_stated, 2);
	assert_int_equal(mia_exposure_sums(exposure)->unnamed, 5);
	assert_int_equal(mia_exposure_sums(exposure)->binds, 0);
	assert_int_equal(mia_exposure_sums(exposure)->folders_synced, 0);
	mia_exposure_free(exposure);
}

static void
names_are_missing_in_many_ways(void **state)
{
	(void)state;
	struct mia_exposure *exposure = new_exposure(NULL);
	struct made m;
	make(&m, 1, "r1", "s1", 1);
	make_items(&m, NULL, NULL);
	m.items[0].id = TEXT_ABSENT;
	make_bind(&m.event, &m.bind);
	add(exposure, &m.event);
	make(&m, 2, "r2", "s1", 2);
	m.event.folder_count = 0;
	make_sync(&m.event, &m.sync);
	add(exposure, &m.event);
	make(&m, 3, "r3", "s1", 3);
	make_bind_of(&m, NULL, NULL);
	m.event.time = MIA_TIME_UNKNOWN;
	m.event.folder_count = 0;
	add(exposure, &m.event);
	seal_exposure(exposure);
	struct mia_messages *messages = read_messages(exposure);
	const struct mia_message *row = next_message(messages);
	assert_absent(row->internet_message_id);
	assert_string_equal(row->message_id_hash, "");
	assert_list(row->item_ids, "store-1");
	assert_list(row->folders, "");
	assert_true(row->first_access == MIA_TIME_UNKNOWN);
	assert_int_equal(row->access_count, 1);
	end_messages(messages);
	struct mia_folders *folders = read_folders(exposure);
	const struct mia_folder_exposure *folder = next_folder(folders);
	assert_text(folder->folder_id, "F1");
	assert_int_equal(folder->bind_count, 1);
	assert_int_equal(folder->messages_accessed, 0);
	folder = next_folder(folders);
	assert_absent(folder->folder_id);
	assert_list(folder->folder, "");
	assert_int_equal(folder->sync_count, 1);
	end_folders(folders);
	assert_int_equal(mia_exposure_sums(exposure)->binds_without_items, 1);
	mia_exposure_free(exposure);
}

/* Four times this is nothing, in numbers that wrap around. */
static void
unnamed_operations_never_add_up_to_none(void **state)
{
	struct mia_exposure *exposure = new_exposure(NULL);
	struct made m;

	(void)state;
	for (unsigned i = 0; i < 4; i++) {
		make(&m, i, "r", "s1", 60);
		make_bind_of(&m, "<a>", NULL);
		m.bind.unnamed = UINT64_C(1) << 62;
		add(exposure, &m.event);
	}
	seal_exposure(exposure);
	assert_true(mia_exposure_sums(exposure)->unnamed == UINT64_MAX);
	assert_true(mia_exposure_mailbox(exposure, 0)->unnamed_accesses == UINT64_MAX);
	assert_true(mia_exposure_mailbox(exposure, 0)->basis & MIA_BASIS_UNNAMED);
	mia_exposure_free(exposure);
}

/* Of how many records it cannot be told, and what they do not state; each once, however many copies. */
static void
what_cannot_be_told_is_counted(void **state)
{
	(void)state;
	struct mia_scope *scope = session_scope("s1");
	struct mia_exposure *exposure = new_exposure(scope);
	struct made m;

	assert_null(mia_exposure_untold(exposure));
	for (unsigned i = 0; i < 6; i++) {
		make(&m, 1 + i % 4, "r", i % 4 == 0 ? "s1" : i % 4 == 1 ? "s2" : NULL, 10);
		make_bind_of(&m, "<a>", NULL);
		add(exposure, &m.event);
	}
	seal_exposure(exposure);
	assert_int_equal(mia_exposure_untold(exposure)->records, 2);
	assert_int_equal(mia_exposure_untold(exposure)->missing, 1u << MIA_TRAIT_SESSION);
	assert_int_equal(mia_exposure_sums(exposure)->unattributed, 2);
	mia_exposure_free(exposure);
	exposure = new_exposure(NULL);
	seal_exposure(exposure);
	assert_int_equal(mia_exposure_untold(exposure)->records, 0);
	assert_int_equal(mia_exposure_untold(exposure)->missing, 0);
	mia_exposure_free(exposure);
	mia_scope_free(scope);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unnamed_operations_never_add_up_to_none),
		cmocka_unit_test(one_row_a_message),
		cmocka_unit_test(binds_and_syncs_are_not_added_up),
		cmocka_unit_test(unattributed_does_not_dilute),
		cmocka_unit_test(whose_copy_is_told_where_it_can_be),
		cmocka_unit_test(failed_exposes_nothing),
		cmocka_unit_test(items_under_a_sync_are_presumed),
		cmocka_unit_test(access_of_unknown_kind_is_an_access),
		cmocka_unit_test(names_are_missing_in_many_ways),
		cmocka_unit_test(what_cannot_be_told_is_counted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
