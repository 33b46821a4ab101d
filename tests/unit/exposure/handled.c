/* Attachments, items that other operations name, forwarding, and what all of
 * it comes to for a mailbox. */
#include "made_exposure.h"

static void
rename_to(struct made *m, const char *operation)
{
	m->event.operation = text_of(operation);
}

/* Sent, then deleted: two bases, one level; without the option, nothing. */
static void
handled_items_are_a_level_of_their_own(void **state)
{
	(void)state;
	for (int handled = 0; handled < 2; handled++) {
		struct mia_scope *scope = session_scope("s1");
		struct mia_exposure *exposure = new_exposure_of(scope, handled);
		struct made m;
		make(&m, 1, "r1", "s1", 10);
		make_items(&m, "<a>", NULL);
		rename_to(&m, "Send");
		add(exposure, &m.event);
		make(&m, 2, "r2", "s1", 20);
		make_items(&m, "<a>", NULL);
		rename_to(&m, "harddelete");
		add(exposure, &m.event);
		make(&m, 3, "r3", "s1", 30); /* an operation that handles nothing */
		make_items(&m, "<b>", NULL);
		rename_to(&m, "MailboxLogin");
		add(exposure, &m.event);
		make(&m, 4, "r4", "s1", 40); /* failed */
		make_items(&m, "<c>", NULL);
		rename_to(&m, "Move");
		m.event.flags = MIA_FLAG_FAILED;
		add(exposure, &m.event);
		make(&m, 5, "r5", NULL, 50); /* whose? */
		make_items(&m, "<d>", NULL);
		rename_to(&m, "Copy");
		add(exposure, &m.event);
		seal_exposure(exposure);
		struct mia_messages *messages = read_messages(exposure);
		if (handled) {
			const struct mia_message *row = next_message(messages);
			assert_same_text(row->internet_message_id, TEXT("<a>"));
			assert_int_equal(row->level, MIA_LEVEL_HANDLED);
			assert_string_equal(mia_basis_name(row->basis & -row->basis), "HANDLED:Send");
			assert_string_equal(mia_basis_name(row->basis & (row->basis - 1)),
				"HANDLED:HardDelete");
			assert_int_equal(row->access_count, 2);
			assert_list(row->record_ids, "r1|r2");
			row = next_message(messages);
			assert_same_text(row->internet_message_id, TEXT("<d>"));
			assert_int_equal(row->level, MIA_LEVEL_UNATTRIBUTED);
			assert_int_equal(row->basis, MIA_BASIS_HANDLED_UNATTR);
		}
		end_messages(messages);
		assert_int_equal(mia_exposure_sums(exposure)->handled, handled ? 2 : 0);
		/* What was handled is no access, and its folder is none that was accessed. */
		assert_int_equal(mia_exposure_sums(exposure)->unattributed, 0);
		end_folders(read_folders(exposure));
		mia_exposure_free(exposure);
		mia_scope_free(scope);
	}
}

/* A bind is told over binds alone; that the item was deleted too is a basis. */
static void
an_access_is_stronger_than_handling(void **state)
{
	(void)state;
	struct mia_exposure *exposure = new_exposure_of(NULL, 1);
	struct made m;
	make(&m, 1, "r1", "s1", 10);
	make_items(&m, "<a>", NULL);
	rename_to(&m, "SoftDelete");
	add(exposure, &m.event);
	make(&m, 2, "r2", "s1", 20);
	make_bind_of(&m, "<a>", NULL);
	add(exposure, &m.event);
	seal_exposure(exposure);
	struct mia_messages *messages = read_messages(exposure);
	const struct mia_message *row = next_message(messages);
	assert_int_equal(row->level, MIA_LEVEL_ACCESS_RECORDED);
	assert_true(row->basis & MIA_BASIS_BIND && row->basis & MIA_BASIS_HANDLED);
	assert_int_equal(row->access_count, 1);
	assert_true(row->first_access == SECONDS(20));
	end_messages(messages);
	mia_exposure_free(exposure);
}

static void
make_attachment(struct made *m, unsigned key, const char *id, const char *store_id, uint64_t attachments)
{
	make(m, key, id, "s1", (int)key * 10);
	rename_to(m, "AttachmentAccess");
	m->event.folder_count = 0;
	m->items[0] = made_item(NULL, store_id, MIA_NO_FOLDER);
	m->event.item_count = 1;
	m->event.attachment_count = attachments;
}

/* The owner's own bind, out of scope, knows what the store id is. */
static void
an_attachment_joins_its_message(void **state)
{
	(void)state;
	struct mia_scope *scope = session_scope("s1");
	struct mia_exposure *exposure = new_exposure(scope);
	struct made m;
	make_attachment(&m, 1, "r1", "store-1", 3);
	add(exposure, &m.event);
	make_attachment(&m, 2, "r2", "store-9", 1);
	add(exposure, &m.event);
	make(&m, 3, "r3", "owner", 5);
	make_bind_of(&m, "<a>", NULL); /* store-1 */
	add(exposure, &m.event);
	make(&m, 4, "r4", "owner", 6);
	m.event.mailbox_owner = TEXT("bob@x");
	m.event.mailbox_guid = TEXT("guid-b");
	make_bind_of(&m, "<b>", NULL);
	m.items[0].id = TEXT("store-9"); /* of another mailbox: another item */
	add(exposure, &m.event);
	seal_exposure(exposure);
	struct mia_messages *messages = read_messages(exposure);
	const struct mia_message *row = next_message(messages);
	assert_same_text(row->internet_message_id, TEXT("<a>"));
	assert_int_equal(row->level, MIA_LEVEL_ACCESS_RECORDED);
	assert_int_equal(row->basis, MIA_BASIS_ATTACHMENT);
	assert_int_equal(row->attachment_count, 3);
	assert_list(row->record_ids, "r1");
	assert_list(row->item_ids, "store-1");
	row = next_message(messages);
	assert_null(row->internet_message_id.ptr);
	assert_list(row->item_ids, "store-9");
	assert_int_equal(row->attachment_count, 1);
	end_messages(messages);
	assert_int_equal(mia_exposure_sums(exposure)->attachments, 2);
	assert_int_equal(mia_exposure_sums(exposure)->binds, 0);
	mia_exposure_free(exposure);
	mia_scope_free(scope);
}

/* One store id under two message ids: which it is would be a guess. */
static void
an_ambiguous_store_id_joins_nothing(void **state)
{
	(void)state;
	struct mia_scope *scope = session_scope("s1");
	struct mia_exposure *exposure = new_exposure(scope);
	struct made m;
	make_attachment(&m, 1, "r1", "store-1", 1);
	add(exposure, &m.event);
	make(&m, 3, "r3", "owner", 5);
	make_bind_of(&m, "<a>", NULL);
	add(exposure, &m.event);
	make(&m, 4, "r4", "owner", 6);
	make_bind_of(&m, "<b>", NULL);
	add(exposure, &m.event);
	seal_exposure(exposure);
	struct mia_messages *messages = read_messages(exposure);
	assert_null(next_message(messages)->internet_message_id.ptr);
	end_messages(messages);
	mia_exposure_free(exposure);
	mia_scope_free(scope);
}

/* Exchange Server logs no MailItemsAccessed: these are its records of access,
 * with the option or without. */
static void
binds_of_exchange_server(void **state)
{
	(void)state;
	for (int handled = 0; handled < 2; handled++) {
		struct mia_scope *scope = session_scope("s1");
		struct mia_exposure *exposure = new_exposure_of(scope, handled);
		struct made m;
		make(&m, 1, "r1", "s1", 10);
		make_items(&m, "<a>", NULL);
		rename_to(&m, "messagebind");
		add(exposure, &m.event);
		make(&m, 2, "r2", "s1", 20);
		m.folder.id = TEXT("F2");
		make_items(&m, NULL, NULL); /* the folder itself */
		rename_to(&m, "FolderBind");
		add(exposure, &m.event);
		make(&m, 3, "r3", NULL, 30); /* whose? */
		make_items(&m, "<b>", NULL);
		rename_to(&m, "MessageBind");
		add(exposure, &m.event);
		seal_exposure(exposure);
		struct mia_messages *messages = read_messages(exposure);
		const struct mia_message *row = next_message(messages);
		assert_text(row->internet_message_id, "<a>");
		assert_int_equal(row->basis, MIA_BASIS_MESSAGE_BIND);
		assert_int_equal(row->level, MIA_LEVEL_ACCESS_RECORDED);
		row = next_message(messages);
		assert_text(row->internet_message_id, "<b>");
		assert_int_equal(row->level, MIA_LEVEL_UNATTRIBUTED);
		end_messages(messages);
		struct mia_folders *folders = read_folders(exposure);
		assert_text(next_folder(folders)->folder_id, "F1");
		const struct mia_folder_exposure *opened = next_folder(folders);
		assert_text(opened->folder_id, "F2");
		assert_int_equal(opened->basis, MIA_BASIS_FOLDER_BIND);
		assert_int_equal(opened->level, MIA_LEVEL_ACCESS_RECORDED);
		assert_int_equal(opened->bind_count + opened->sync_count + opened->messages_accessed, 0);
		end_folders(folders);
		const struct mia_mailbox_exposure *box = mia_exposure_mailbox(exposure, 0);
		assert_int_equal(box->messages_accessed, 1);
		assert_int_equal(box->folders_opened, 1);
		assert_int_equal(box->kind_not_stated, 0);
		/* What was shown in the folder is not said. */
		assert_int_equal(box->unclear_accesses, 1);
		mia_exposure_free(exposure);
		mia_scope_free(scope);
	}
}

/* Microsoft's script for Exchange Server has the subject of a message and no id. */
static void
a_message_bind_without_an_id_is_an_access(void **state)
{
	(void)state;
	struct mia_exposure *exposure = new_exposure(NULL);
	struct made m;
	make(&m, 1, "r1", "s1", 10);
	m.event.item_count = 0;
	rename_to(&m, "MessageBind");
	add(exposure, &m.event);
	seal_exposure(exposure);
	const struct mia_mailbox_exposure *box = mia_exposure_mailbox(exposure, 0);
	assert_int_equal(box->unnamed_accesses, 1);
	assert_int_equal(box->unclear_accesses, 1);
	assert_int_equal(box->basis, MIA_BASIS_MESSAGE_BIND | MIA_BASIS_UNNAMED);
	mia_exposure_free(exposure);
}

/* Set by the intruder, removed by the owner: the span that it lived. A rule of
 * hers forwards nothing of his. */
static void
forwarding_lives_until_it_is_removed(void **state)
{
	(void)state;
	struct mia_scope *scope = session_scope("s1");
	struct mia_exposure *exposure = new_exposure(scope);
	struct made owner;
	struct ruled r;
	make(&owner, 9, "r9", "owner", 1); /* who Ann is */
	add(exposure, &owner.event);
	make_rule(&r, 1, "r1", "s1", "New-InboxRule", "host/tenant/ann\\Finance");
	parameter(&r, "ForwardTo", "evil@y.example");
	parameter(&r, "SubjectContainsWords", "invoice");
	add(exposure, &r.m.event);
	make_rule(&r, 2, "r2", "owner", "New-InboxRule", "ann\\Hers");
	parameter(&r, "RedirectTo", "friend@z.example");
	add(exposure, &r.m.event);
	make_rule(&r, 3, "r3", "s1", "New-InboxRule", "ann\\Hide"); /* forwards to nobody */
	parameter(&r, "MoveToFolder", "RSS");
	add(exposure, &r.m.event);
	make_rule(&r, 4, "r4", "owner", "Remove-InboxRule", "ann\\finance");
	add(exposure, &r.m.event);
	make_rule(&r, 5, "r5", "s1", "Set-Mailbox", "ann");
	parameter(&r, "ForwardingSmtpAddress", "smtp:evil@y.example");
	add(exposure, &r.m.event);
	seal_exposure(exposure);

	assert_int_equal(mia_exposure_forwarding_count(exposure), 2);
	const struct mia_forwarding *f = mia_exposure_forwarding(exposure, 0);
	assert_same_text(f->mailbox, TEXT("ann@x"));
	assert_same_text(f->name, TEXT("Finance"));
	assert_true(f->start == SECONDS(10) && f->end == SECONDS(40));
	assert_list(f->targets, "evil@y.example");
	assert_list(f->conditions, "SubjectContainsWords=invoice");
	assert_same_text(f->end_record_id, TEXT("r4"));
	f = mia_exposure_forwarding(exposure, 1);
	assert_same_text(f->operation, TEXT("Set-Mailbox"));
	assert_list(f->targets, "evil@y.example");
	assert_true(f->start == SECONDS(50) && f->end == MIA_TIME_UNKNOWN);
	assert_int_equal(f->conditions.count, 0);

	assert_int_equal(mia_exposure_mailbox_count(exposure), 1);
	assert_int_equal(mia_exposure_mailbox(exposure, 0)->basis, MIA_BASIS_FORWARDED);
	mia_exposure_free(exposure);
	mia_scope_free(scope);
}

/* Emptied, and enabled again. */
static void
forwarding_may_begin_again(void **state)
{
	(void)state;
	struct mia_exposure *exposure = new_exposure(NULL);
	struct ruled r;
	make_rule(&r, 1, "r1", "s1", "New-InboxRule", "ann\\F");
	parameter(&r, "ForwardTo", "evil@y.example");
	add(exposure, &r.m.event);
	make_rule(&r, 2, "r2", "s1", "Disable-InboxRule", "ann\\F");
	add(exposure, &r.m.event);
	make_rule(&r, 3, "r3", "s1", "Enable-InboxRule", "ann\\F");
	add(exposure, &r.m.event);
	make_rule(&r, 4, "r4", "s1", "Set-InboxRule", "ann\\F");
	parameter(&r, "ForwardTo", "");
	add(exposure, &r.m.event);
	make_rule(&r, 5, "r5", "s1", "New-InboxRule", "ann\\G");
	parameter(&r, "ForwardTo", "evil@y.example");
	r.m.event.flags = MIA_FLAG_FAILED;
	add(exposure, &r.m.event);
	seal_exposure(exposure);
	assert_int_equal(mia_exposure_forwarding_count(exposure), 2);
	const struct mia_forwarding *first = mia_exposure_forwarding(exposure, 0),
				    *second = mia_exposure_forwarding(exposure, 1);
	assert_true(first->start == SECONDS(10) && first->end == SECONDS(20));
	assert_true(second->start == SECONDS(30) && second->end == SECONDS(40));
	assert_list(second->targets, "evil@y.example");
	mia_exposure_free(exposure);
}

/* Ann's mailbox was accessed, Bob's only by himself, Carl's by nobody knows. */
static void
every_mailbox_has_a_row(void **state)
{
	(void)state;
	struct mia_scope *scope = session_scope("s1");
	struct mia_exposure *exposure = new_exposure(scope);
	struct made m;
	make(&m, 1, "r1", "s1", 10);
	make_bind_of(&m, "<a>", "<b>");
	m.bind.unnamed = 2;
	add(exposure, &m.event);
	make(&m, 2, "r2", "s1", 20);
	make_sync(&m.event, &m.sync);
	add(exposure, &m.event);
	make(&m, 3, "r3", "s1", 30);
	make_bind_of(&m, "<a>", NULL);
	m.event.flags = MIA_FLAG_ITEMS_LOST;
	add(exposure, &m.event);
	make(&m, 4, "r4", "owner", 40);
	m.event.mailbox_owner = TEXT("bob@x");
	m.event.mailbox_guid = TEXT("guid-b");
	make_bind_of(&m, "<c>", NULL);
	add(exposure, &m.event);
	make(&m, 5, "r5", NULL, 50);
	m.event.mailbox_owner = TEXT("carl@x");
	m.event.mailbox_guid = TEXT("guid-c");
	make_bind_of(&m, "<c>", NULL);
	add(exposure, &m.event);
	seal_exposure(exposure);

	assert_int_equal(mia_exposure_mailbox_count(exposure), 3);
	const struct mia_mailbox_exposure *ann = mia_exposure_mailbox(exposure, 0),
					  *bob = mia_exposure_mailbox(exposure, 1),
					  *carl = mia_exposure_mailbox(exposure, 2);
	assert_same_text(ann->mailbox, TEXT("ann@x"));
	assert_same_text(ann->guid, TEXT("guid-a"));
	assert_true(ann->basis ==
		(MIA_BASIS_BIND | MIA_BASIS_SYNC_FOLDER | MIA_BASIS_UNNAMED | MIA_BASIS_ITEMS_LOST));
	assert_int_equal(ann->messages_accessed, 2);
	assert_int_equal(ann->folders_synced, 1);
	assert_int_equal(ann->binds, 2);
	assert_int_equal(ann->syncs, 1);
	assert_int_equal(ann->unnamed_accesses, 2);
	assert_int_equal(ann->items_lost, 1);
	assert_true(ann->first_access == SECONDS(10) && ann->last_access == SECONDS(30));
	assert_true(ann->first_sync == SECONDS(20) && ann->last_sync == SECONDS(20));
	assert_list(ann->sessions, "s1");
	assert_list(ann->client_ips, "192.0.2.1");
	assert_list(ann->sources, "a.csv");
	assert_same_text(bob->mailbox, TEXT("bob@x"));
	assert_int_equal(bob->basis, 0);
	assert_true(bob->first_access == MIA_TIME_UNKNOWN);
	assert_same_text(carl->mailbox, TEXT("carl@x"));
	assert_int_equal(carl->basis, MIA_BASIS_BIND_UNATTR);
	assert_int_equal(carl->unattributed_records, 1);
	assert_true(carl->first_access == MIA_TIME_UNKNOWN);
	mia_exposure_free(exposure);
	mia_scope_free(scope);
}

static void
every_basis_has_its_level(void **state)
{
	(void)state;
	static const struct {
		mia_basis basis;
		enum mia_level level;
	} strongest[] = {
		{ MIA_BASIS_ATTACHMENT | MIA_BASIS_SYNC_FOLDER, MIA_LEVEL_ACCESS_RECORDED },
		{ MIA_BASIS_FORWARDED | MIA_BASIS_HANDLED, MIA_LEVEL_PRESUMED_COPIED },
		{ MIA_BASIS_SYNC_CONTEXT | MIA_BASIS_THROTTLED, MIA_LEVEL_PRESUMED_COPIED },
		{ MIA_BASIS_HANDLED | MIA_BASIS_BIND_UNATTR, MIA_LEVEL_HANDLED },
		{ MIA_BASIS_ATTACHMENT_UNATTR | MIA_BASIS_THROTTLED, MIA_LEVEL_UNATTRIBUTED },
		{ MIA_BASIS_ITEMS_LOST | MIA_BASIS_COVERED_NONE, MIA_LEVEL_CANNOT_EXCLUDE },
		{ MIA_BASIS_COVERED_NONE | MIA_BASIS_NOT_IN_INVENTORY, MIA_LEVEL_NONE },
	};

	for (size_t i = 0; i < sizeof(strongest) / sizeof(*strongest); i++)
		assert_int_equal(mia_level_of(strongest[i].basis), strongest[i].level);
}

/* Nor has a mailbox the rules of another whose GUID or alias is its UPN. */
static void
rules_of_a_mailbox_whose_names_another_took(void **state)
{
	static const char guid[] = "a0000000-0000-4000-8000-00000000000a";
	static const char *const objects[] = { "a0000000-0000-4000-8000-00000000000A\\R", "ann\\R" };
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct mia_exposure *exposure = new_exposure(NULL);
		struct made owner, other;
		struct ruled r;
		make(&owner, 9, "r9", "owner", 1);
		owner.event.mailbox_guid = text_of(guid);
		add(exposure, &owner.event);
		make(&other, 8, "r8", "owner", 1);
		other.event.mailbox_guid = TEXT("b0000000-0000-4000-8000-00000000000b");
		other.event.mailbox_owner = i ? TEXT("bob@x") : text_of(guid);
		add(exposure, &other.event);
		make_rule(&r, 1, "r1", "s1", "New-InboxRule", objects[i]);
		parameter(&r, "ForwardTo", "evil@y.example");
		add(exposure, &r.m.event);
		seal_exposure(exposure);
		assert_int_equal(mia_exposure_forwarding_count(exposure), 1);
		assert_same_text(mia_exposure_forwarding(exposure, 0)->mailbox, TEXT("ann@x"));
		mia_exposure_free(exposure);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_of_a_mailbox_whose_names_another_took),
		cmocka_unit_test(handled_items_are_a_level_of_their_own),
		cmocka_unit_test(an_access_is_stronger_than_handling),
		cmocka_unit_test(an_attachment_joins_its_message),
		cmocka_unit_test(an_ambiguous_store_id_joins_nothing),
		cmocka_unit_test(binds_of_exchange_server),
		cmocka_unit_test(a_message_bind_without_an_id_is_an_access),
		cmocka_unit_test(forwarding_lives_until_it_is_removed),
		cmocka_unit_test(forwarding_may_begin_again),
		cmocka_unit_test(every_mailbox_has_a_row),
		cmocka_unit_test(every_basis_has_its_level),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
