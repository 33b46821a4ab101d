/* The timeline: which rows an event makes, their order, and that neither
 * depends on how the evidence came. */
#include "made_timeline.h"

static const struct mia_source file_a = { .name = "a.csv" }, file_b = { .name = "b.csv" };

static void
bind_has_a_row_an_item(void **state)
{
	(void)state;
	struct mia_timeline *t = timeline_new();
	struct mia_event event = made_event(1, &file_a, 7);
	struct mia_folder folders[] = {
		{ .id = TEXT("F2"), .path = TEXT("\\Sent") },
		{ .id = TEXT("F1"), .path = TEXT("\\Inbox") },
	};
	struct mia_item items[] = { made_item("<m1@x>", "S1", 0), made_item("<m2@x>", "S2", 1) };
	struct mia_bind bind;

	items[1].immutable_id = TEXT("I2");
	items[1].subject = TEXT("re: pay");
	items[1].size_bytes = 4711;
	event.folders = folders, event.folder_count = 2;
	event.items = items, event.item_count = 2;
	make_bind(&event, &bind);
	event.time = NOON;
	event.id = TEXT("rec-1");
	event.flags = MIA_FLAG_UNNAMED;
	event.throttled = MIA_NO;
	event.mailbox_owner = TEXT("ann@x");
	event.actor = TEXT("bob@x");
	event.logon_text = TEXT("delegate");
	event.session_id = TEXT("");
	event.aad_session_id = TEXT("aad-1");
	event.client_ip = TEXT("[2001:DB8:0::7]:443");
	assert_int_equal(mia_address_parse(event.client_ip, &event.address), MIA_OK);
	event.client = TEXT("Outlook on the web");
	event.client_info = TEXT("Client=OWA;");
	event.app_id = TEXT("app");
	event.client_app_id = TEXT("");
	add(t, &event);
	seal_with(t, 2);

	struct mia_timeline_row row = row_of(t, 0); /* \Inbox before \Sent */
	assert_int_equal(row.time, NOON);
	assert_int_equal(row.access, MIA_ACCESS_BIND);
	assert_int_equal(row.throttled, MIA_NO);
	assert_int_equal(row.match, MIA_MATCH_YES);
	assert_int_equal(row.flags, MIA_FLAG_UNNAMED);
	assert_int_equal(row.record, 7);
	assert_int_equal(row.line, 8);
	assert_int_equal(row.offset, 700);
	assert_int_equal(row.length, 90);
	assert_text(row.source, "a.csv");
	assert_text(row.operation, "MailItemsAccessed");
	assert_text(row.mailbox, "ann@x");
	assert_text(row.actor, "bob@x");
	assert_text(row.logon, "delegate");
	assert_text(row.session_id, "aad-1");
	assert_text(row.client_ip, "2001:db8::7");
	assert_text(row.client_ip_raw, "[2001:DB8:0::7]:443");
	assert_text(row.client, "Outlook on the web");
	assert_text(row.client_info, "Client=OWA;");
	assert_text(row.app_id, "app");
	assert_text(row.record_id, "rec-1");
	assert_text(row.folder, "\\Inbox");
	assert_text(row.folder_id, "F1");
	assert_text(row.internet_message_id, "<m2@x>");
	assert_text(row.item_id, "I2");
	assert_text(row.subject, "re: pay");
	assert_int_equal(row.size_bytes, 4711);

	row = row_of(t, 1);
	assert_text(row.folder, "\\Sent");
	assert_text(row.internet_message_id, "<m1@x>");
	assert_text(row.item_id, "S1");
	assert_absent(row.subject);
	assert_int_equal(row.size_bytes, MIA_SIZE_UNKNOWN);
	assert_int_equal(mia_timeline_row(t, 2, &row), MIA_ERR_ARGUMENT);
	mia_timeline_free(t);
}

/* The name of the folder comes from a record that is not even in scope. */
static void
sync_has_a_row_a_folder(void **state)
{
	(void)state;
	struct mia_scope *scope = NULL;
	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	assert_int_equal(mia_scope_add(scope, MIA_TRAIT_USER, 0, TEXT("eve@x"), NULL), MIA_OK);
	struct mia_timeline *t = timeline_asking(scope, NULL, NULL);
	struct mia_event sync_event = made_event(1, &file_a, 1);
	struct mia_folder synced[] = { { .id = TEXT("F1"), .name = TEXT("A TRAITER") },
		{ .id = TEXT("F2") } };
	struct mia_item under[] = { made_item("<m1@x>", NULL, 1) };
	struct mia_sync sync;

	sync_event.folders = synced, sync_event.folder_count = 2;
	sync_event.items = under, sync_event.item_count = 1;
	make_sync(&sync_event, &sync);
	sync_event.actor = TEXT("eve@x");
	add(t, &sync_event);

	struct mia_event move = made_event(2, &file_a, 2);
	struct mia_folder paths[] = {
		{ .id = TEXT("F2"), .path = TEXT("\\Inbox") },
		{ .id = TEXT("F2"), .path = TEXT("\\Boite") },
	};
	move.folders = paths, move.folder_count = 2;
	move.actor = TEXT("ann@x");
	add(t, &move);
	seal_with(t, 3);

	assert_text(row_of(t, 0).folder, "A TRAITER");
	assert_text(row_of(t, 0).folder_id, "F1");
	assert_absent(row_of(t, 0).internet_message_id);
	assert_text(row_of(t, 1).folder, "\\Boite | \\Inbox");
	assert_text(row_of(t, 1).internet_message_id, "<m1@x>");
	assert_int_equal(row_of(t, 1).access, MIA_ACCESS_SYNC);
	assert_text(row_of(t, 2).folder, "\\Boite | \\Inbox");
	assert_absent(row_of(t, 2).internet_message_id);
	mia_timeline_free(t);
	mia_scope_free(scope);
}

static void
everything_else_has_one_row(void **state)
{
	(void)state;
	struct mia_timeline *t = timeline_new();
	struct mia_folder folders[] = { { .path = TEXT("\\Sent") }, { .path = TEXT("\\Inbox") } };
	struct mia_item items[] = { made_item("<m2@x>", NULL, 0), made_item("<m1@x>", NULL, 1),
		made_item(NULL, "A", 0) };
	struct mia_event event[5];
	struct mia_bind bind;
	struct mia_sync sync;

	for (unsigned i = 0; i < 5; i++) {
		event[i] = made_event(i + 1, &file_a, i + 1);
		event[i].time = NOON + (mia_time)i;
	}
	event[0].items = items, event[0].item_count = 3;
	event[0].folders = folders, event[0].folder_count = 2;
	event[1].folders = folders, event[1].folder_count = 2;
	make_bind(&event[3], &bind);
	make_sync(&event[4], &sync);
	for (unsigned i = 0; i < 5; i++)
		add(t, &event[i]);
	seal_with(t, 5);
	/* of several items the first in order of what identifies them */
	assert_text(row_of(t, 0).internet_message_id, "<m1@x>");
	assert_text(row_of(t, 0).folder, "\\Inbox");
	assert_text(row_of(t, 1).folder, "\\Inbox");
	assert_absent(row_of(t, 1).internet_message_id);
	assert_absent(row_of(t, 2).folder);
	assert_int_equal(row_of(t, 3).access, MIA_ACCESS_BIND);
	assert_int_equal(row_of(t, 4).access, MIA_ACCESS_SYNC);
	mia_timeline_free(t);
}

static void
order_is_time_mailbox_record(void **state)
{
	(void)state;
	static const struct {
		mia_time time;
		const char *mailbox, *id;
		unsigned key;
	} wanted[] = {
		{ NOON - 1, "zoe@x", "r9", 1 },
		{ NOON, "ann@x", "r2", 7 },
		{ NOON, "ann@x", "r2", 8 },
		{ NOON, "ann@x", "r3", 2 },
		{ NOON, "bob@x", "r1", 3 },
		{ MIA_TIME_UNKNOWN, "ann@x", "r0", 4 },
	};
	struct mia_timeline *t = timeline_new();

	for (unsigned i = 6; i-- > 0;) {
		struct mia_event event = made_event(wanted[i].key, &file_a, i + 1);
		event.time = wanted[i].time;
		event.mailbox_owner = text_of(wanted[i].mailbox);
		event.id = text_of(wanted[i].id);
		add(t, &event);
	}
	seal_with(t, 6);
	for (unsigned i = 0; i < 6; i++)
		assert_int_equal(row_of(t, i).record, i + 1);
	mia_timeline_free(t);
}

/* Two versions of one record in two files: one record, both items, the place
 * of the first file, and said to differ. */
static void
repeats_count_once(void **state)
{
	(void)state;
	struct mia_timeline *t = timeline_new(), *more = timeline_new();
	struct mia_item rich[] = { made_item("<m1@x>", NULL, MIA_NO_FOLDER),
		made_item("<m2@x>", NULL, MIA_NO_FOLDER) };
	struct mia_item poor[] = { made_item("<m1@x>", NULL, MIA_NO_FOLDER) };
	struct mia_event event[3];
	struct mia_bind bind[3];

	rich[0].subject = TEXT("hello");
	rich[0].size_bytes = 5;
	for (unsigned i = 0; i < 3; i++)
		event[i] = made_event(1, &file_a, 5);
	event[0].items = poor, event[0].item_count = 1;
	event[0].place.record = 9;
	event[1].items = poor, event[1].item_count = 1;
	event[2].items = rich, event[2].item_count = 2;
	event[2].place.source = &file_b;
	event[2].content = 99;
	event[2].flags = MIA_FLAG_DUP_KEY;
	event[2].throttled = MIA_YES;
	for (unsigned i = 0; i < 3; i++)
		make_bind(&event[i], &bind[i]);
	add(t, &event[0]);
	add(more, &event[2]);
	add(more, &event[1]);
	assert_int_equal(mia_timeline_fold(t)->ops->merge(mia_timeline_fold(t), mia_timeline_fold(more),
				 NULL),
		MIA_OK);
	mia_timeline_free(more);
	seal_with(t, 2);
	for (unsigned i = 0; i < 2; i++) {
		assert_text(row_of(t, i).source, "a.csv");
		assert_int_equal(row_of(t, i).record, 5);
		assert_int_equal(row_of(t, i).flags, MIA_FLAG_ID_CONFLICT | MIA_FLAG_DUP_KEY);
		assert_int_equal(row_of(t, i).throttled, MIA_YES);
	}
	assert_text(row_of(t, 0).internet_message_id, "<m1@x>");
	assert_text(row_of(t, 0).subject, "hello");
	assert_int_equal(row_of(t, 0).size_bytes, 5);
	assert_text(row_of(t, 1).internet_message_id, "<m2@x>");
	mia_timeline_free(t);
}

static void
equal_copies_are_no_conflict(void **state)
{
	(void)state;
	struct mia_timeline *t = timeline_new();
	struct mia_event event = made_event(1, &file_b, 1);

	add(t, &event);
	event.place.source = &file_a;
	add(t, &event);
	seal_with(t, 1);
	assert_text(row_of(t, 0).source, "a.csv");
	assert_int_equal(row_of(t, 0).flags, 0);
	mia_timeline_free(t);
}

static void
what_cannot_be_told_is_kept(void **state)
{
	(void)state;
	struct mia_scope *scope = NULL;
	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	assert_int_equal(mia_scope_add(scope, MIA_TRAIT_SESSION, 0, TEXT("s-1"), NULL), MIA_OK);
	struct mia_timeline *t = timeline_asking(scope, NULL, NULL);
	static const char *const sessions[] = { "s-1", NULL, "s-2" };

	for (unsigned i = 0; i < 3; i++) {
		struct mia_event event = made_event(i, &file_a, i + 1);
		event.session_id = text_of(sessions[i]);
		event.time = NOON + (mia_time)i;
		add(t, &event);
	}
	seal_with(t, 2);
	assert_int_equal(row_of(t, 0).match, MIA_MATCH_YES);
	assert_int_equal(row_of(t, 1).match, MIA_MATCH_CANNOT_TELL);
	mia_timeline_free(t);
	mia_scope_free(scope);
}

static void
sealed_is_sealed(void **state)
{
	(void)state;
	struct mia_timeline *t = timeline_new(), *other = timeline_new();
	struct mia_fold *fold = mia_timeline_fold(t);
	struct mia_event event = made_event(1, &file_a, 1);
	struct mia_timeline_row row;
	struct mia_timeline_options options = { .size = 1 };
	struct mia_timeline *none = NULL;

	add(t, &event);
	assert_int_equal(mia_timeline_count(t), 0);
	assert_int_equal(mia_timeline_row(t, 0, &row), MIA_ERR_STATE);
	seal_with(t, 1);
	seal_with(t, 1);
	assert_int_equal(fold->ops->add(fold, &event, NULL), MIA_ERR_STATE);
	assert_int_equal(fold->ops->merge(fold, mia_timeline_fold(other), NULL), MIA_ERR_STATE);
	assert_int_equal(mia_timeline_new(&none, NULL, &options, NULL), MIA_ERR_ARGUMENT);
	seal(mia_timeline_fold(other));
	assert_int_equal(mia_timeline_count(other), 0);
	mia_timeline_free(other);
	mia_timeline_free(t);
	mia_timeline_free(NULL);
}

static void
assert_same_rows(const struct mia_timeline *a, const struct mia_timeline *b)
{
	assert_int_equal(mia_timeline_count(a), mia_timeline_count(b));
	for (size_t i = 0; i < mia_timeline_count(a); i++) {
		struct mia_timeline_row x = row_of(a, i), y = row_of(b, i);
		assert_int_equal(x.time, y.time);
		assert_int_equal(x.access, y.access);
		assert_int_equal(x.throttled, y.throttled);
		assert_int_equal(x.match, y.match);
		assert_int_equal(x.flags, y.flags);
		assert_int_equal(x.record, y.record);
		assert_int_equal(x.line, y.line);
		assert_int_equal(x.offset, y.offset);
		assert_int_equal(x.length, y.length);
		assert_int_equal(x.size_bytes, y.size_bytes);
		const struct mia_text texts[][2] = {
			{ x.operation, y.operation },
			{ x.mailbox, y.mailbox },
			{ x.actor, y.actor },
			{ x.logon, y.logon },
			{ x.client_ip, y.client_ip },
			{ x.client_ip_raw, y.client_ip_raw },
			{ x.session_id, y.session_id },
			{ x.client, y.client },
			{ x.client_info, y.client_info },
			{ x.app_id, y.app_id },
			{ x.folder, y.folder },
			{ x.folder_id, y.folder_id },
			{ x.internet_message_id, y.internet_message_id },
			{ x.item_id, y.item_id },
			{ x.subject, y.subject },
			{ x.record_id, y.record_id },
			{ x.source, y.source },
		};
		for (size_t k = 0; k < sizeof(texts) / sizeof(texts[0]); k++)
			assert_same_text(texts[k][0], texts[k][1]);
	}
}

static void
any_split_and_any_order_is_one_timeline(void **state)
{
	(void)state;
	static const char *const asked[][2] = { { NULL, NULL }, { "<m1>", NULL }, { NULL, "\\Inbox" },
		{ "i1", "f1" } };
	uint64_t random = 1;

	for (uint64_t seed = 1; seed <= 80; seed++) {
		struct world *w = make_world(seed);
		struct mia_scope *scope = NULL;
		assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
		if (seed % 2)
			assert_int_equal(mia_scope_add(scope, MIA_TRAIT_SESSION, 0, TEXT("s-1"), NULL),
				MIA_OK);
		const char *const *ask = asked[seed % 4];
		struct mia_timeline *one = timeline_asking(scope, ask[0], ask[1]);
		struct mia_fold *dealt = deal_and_merge(mia_timeline_fold(one), w, &random);
		for (unsigned i = 0; i < WORLD_EVENTS; i++)
			add(one, &w->events[i]);
		seal(mia_timeline_fold(one));
		if (seed % 4 == 0)
			assert_true(mia_timeline_count(one) > 20);
		assert_same_rows(one, (const struct mia_timeline *)(const void *)dealt);
		dealt->ops->free(dealt);
		mia_timeline_free(one);
		mia_scope_free(scope);
		free(w);
	}
}

static enum mia_status
fold_timeline(const struct mia_allocator *a, const void *world)
{
	struct mia_timeline_options options = { .size = sizeof(options), .folder = TEXT("f1") };
	struct mia_timeline *t = NULL;
	enum mia_status status = mia_timeline_new(&t, a, &options, NULL);

	if (status == MIA_OK)
		status = fold_world(mia_timeline_fold(t), world);
	mia_timeline_free(t);
	return status;
}

static void
refused_memory_leaks_nothing(void **state)
{
	(void)state;
	struct world *w = make_world(5);

	refuse_each_allocation(fold_timeline, w, MIA_OK);
	free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bind_has_a_row_an_item),
		cmocka_unit_test(sync_has_a_row_a_folder),
		cmocka_unit_test(everything_else_has_one_row),
		cmocka_unit_test(order_is_time_mailbox_record),
		cmocka_unit_test(repeats_count_once),
		cmocka_unit_test(equal_copies_are_no_conflict),
		cmocka_unit_test(what_cannot_be_told_is_kept),
		cmocka_unit_test(sealed_is_sealed),
		cmocka_unit_test(any_split_and_any_order_is_one_timeline),
		cmocka_unit_test(refused_memory_leaks_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
