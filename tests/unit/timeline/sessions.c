/* Sessions: who came how, counted so that a record that comes twice counts
 * once. */
#include "made_events.h"

#define GUID_UPPER "5D661950-3475-41CD-A2C3-D671A3162BC1"
#define GUID_LOWER "5d661950-3475-41cd-a2c3-d671a3162bc1"

static const struct mia_source file_a = { .name = "a.csv" }, file_b = { .name = "b.csv" };

static struct mia_sessions *
sessions_new(const struct mia_scope *scope)
{
	struct mia_sessions *s = NULL;

	assert_int_equal(mia_sessions_new(&s, NULL,
				 &(struct mia_sessions_options){ .size = sizeof(struct mia_sessions_options),
					 .scope = scope },
				 NULL),
		MIA_OK);
	return s;
}

static void
add(struct mia_sessions *s, const struct mia_event *event)
{
	add_event(mia_sessions_fold(s), event);
}

static void
seal_with(struct mia_sessions *s, size_t count)
{
	seal(mia_sessions_fold(s));
	assert_int_equal(mia_sessions_count(s), count);
}

/* An event of one and the same session. */
static struct mia_event
visit(unsigned key, mia_time time)
{
	struct mia_event event = made_event(key, &file_a, key);

	event.time = time;
	event.operation = TEXT("Update");
	event.mailbox_guid = TEXT("g-1");
	event.mailbox_owner = TEXT("ann@x");
	event.actor = TEXT("eve@x");
	event.logon_text = TEXT("owner");
	event.session_id = TEXT(GUID_LOWER);
	event.client_ip = TEXT("192.0.2.1");
	assert_int_equal(mia_address_parse(event.client_ip, &event.address), MIA_OK);
	event.client = TEXT("Outlook on the web");
	event.client_info = TEXT("Client=OWA;");
	event.app_id = TEXT("app-1");
	return event;
}

static void
counts_of_one_session(void **state)
{
	(void)state;
	struct mia_sessions *s = sessions_new(NULL);
	struct mia_folder folders[] = {
		{ .id = TEXT("F1"), .name = TEXT("Inbox") },
		{ .id = TEXT("F2") },
		{ .path = TEXT("\\Inbox") },
		{ .id = TEXT("F1"), .path = TEXT("\\Inbox") },
	};
	struct mia_item items[] = {
		made_item("<m1@x>", "S1", 0), made_item("<m1@x>", "S2", 1), /* the same message elsewhere */
		made_item(NULL, "S3", 0), made_item("<m2@x>", NULL, 0),
		made_item(NULL, NULL, 0), /* nobody can say which */
	};
	struct mia_event event[7];
	struct mia_bind bind[3];
	struct mia_sync sync[2];

	for (unsigned i = 0; i < 7; i++) {
		event[i] = visit(i + 1, NOON + (mia_time)i);
		event[i].items = items, event[i].item_count = 3;
	}
	make_bind(&event[0], &bind[0]);
	bind[0].unnamed = 4;
	event[0].throttled = MIA_YES;
	event[1].items = items + 2, event[1].item_count = 3;
	make_bind(&event[1], &bind[1]);
	bind[1].unnamed = 3;
	event[1].throttled = MIA_NO;
	event[2].folders = folders, event[2].folder_count = 2;
	make_sync(&event[2], &sync[0]);
	event[3].folders = folders + 2, event[3].folder_count = 1;
	make_sync(&event[3], &sync[1]);
	event[4].access = MIA_ACCESS_UNSTATED;
	event[4].throttled = MIA_YES;
	event[4].service = TEXT("Substrate");
	event[5].folders = folders + 3, event[5].folder_count = 1;
	event[5].time = MIA_TIME_UNKNOWN;
	make_bind(&event[6], &bind[2]);
	bind[2].unnamed = 100;
	event[6].flags = MIA_FLAG_FAILED;
	event[6].items = items + 3;
	for (unsigned i = 0; i < 7; i++)
		add(s, &event[i]);
	seal_with(s, 1);

	const struct mia_session *p = mia_sessions_get(s, 0);
	assert_text(p->mailbox, "ann@x");
	assert_text(p->actor, "eve@x");
	assert_text(p->logon, "owner");
	assert_text(p->session_id, GUID_LOWER);
	assert_text(p->client_ip, "192.0.2.1");
	assert_text(p->client, "Outlook on the web");
	assert_text(p->client_info, "Client=OWA;");
	assert_text(p->app_id, "app-1");
	assert_text(p->service, "Substrate");
	assert_int_equal(p->first_seen, NOON);
	assert_int_equal(p->last_seen, NOON + 6);
	assert_int_equal(p->bind_records, 2);
	assert_int_equal(p->sync_records, 2);
	assert_int_equal(p->other_records, 3);
	assert_int_equal(p->throttled_records, 2);
	assert_int_equal(p->messages, 3); /* m1, S3, m2 */
	assert_int_equal(p->folders, 2);  /* F1, also known as \Inbox, and F2 */
	assert_int_equal(p->unnamed_accesses, 7);
	assert_null(mia_sessions_get(s, 1));
	mia_sessions_free(s);
}

static void
written_otherwise_is_the_same_session(void **state)
{
	(void)state;
	struct mia_sessions *s = sessions_new(NULL);
	struct mia_event event = visit(1, NOON);

	add(s, &event);
	event = visit(2, NOON);
	event.actor = TEXT("EVE@x");
	event.session_id = TEXT("");
	event.aad_session_id = TEXT(GUID_UPPER);
	event.client_ip = TEXT("[::ffff:192.0.2.1]:8080");
	assert_int_equal(mia_address_parse(event.client_ip, &event.address), MIA_OK);
	event.mailbox_guid = TEXT_ABSENT;
	event.mailbox_owner = TEXT("ANN@x");
	event.client_app_id = TEXT("app-1");
	event.app_id = TEXT("app-2");
	add(s, &event);
	seal_with(s, 1);
	const struct mia_session *p = mia_sessions_get(s, 0);
	assert_text(p->actor, "EVE@x");
	assert_text(p->session_id, GUID_UPPER);
	assert_text(p->client_ip, "192.0.2.1");
	assert_int_equal(p->other_records, 2);
	mia_sessions_free(s);
}

static void
each_trait_parts_sessions(void **state)
{
	(void)state;
	struct mia_sessions *s = sessions_new(NULL);
	struct mia_event event[9];

	for (unsigned i = 0; i < 9; i++)
		event[i] = visit(i + 1, NOON);
	event[1].mailbox_guid = TEXT("g-2");
	event[1].mailbox_owner = TEXT("bob@x");
	event[2].actor = TEXT("mallory@x");
	event[3].logon_text = TEXT("delegate");
	event[4].session_id = TEXT("token");
	event[5].session_id = TEXT("Token");
	event[6].client_ip = TEXT("192.0.2.2");
	event[7].client_info = TEXT("Client=REST;");
	event[8].app_id = TEXT("app-2");
	assert_int_equal(mia_address_parse(event[6].client_ip, &event[6].address), MIA_OK);
	for (unsigned i = 0; i < 9; i++)
		add(s, &event[i]);
	seal_with(s, 9);
	mia_sessions_free(s);
}

/* Three ways to come to one session, each with other applications beside its own; dealt to two folds, which
 * are merged. No order of arrival shows in the list. */
static void
other_apps_in_any_order(void **state)
{
	(void)state;
	static const unsigned orders[][3] = { { 0, 1, 2 }, { 2, 1, 0 }, { 1, 2, 0 } };
	static const char *const apps[] = { "app-7", "app-5", "app-9" };

	for (size_t n = 0; n < sizeof(orders) / sizeof(*orders); n++) {
		struct mia_sessions *s = sessions_new(NULL);
		struct mia_fold *fold = mia_sessions_fold(s), *other = NULL;
		assert_int_equal(fold->ops->spawn(fold, &other, NULL), MIA_OK);
		for (unsigned i = 0; i < 3; i++) {
			struct mia_event event = visit(orders[n][i] + 1, NOON);
			event.api_id = text_of(apps[orders[n][i]]);
			add_event(i == 1 ? other : fold, &event);
		}
		assert_int_equal(fold->ops->merge(fold, other, NULL), MIA_OK);
		fold->ops->free(other);
		seal_with(s, 1);
		assert_text(mia_sessions_get(s, 0)->other_app_ids, "app-5 app-7 app-9");
		mia_sessions_free(s);
	}
}

/* One id with one client, app and network; and with several of each. */
static void
ids_that_are_shared(void **state)
{
	(void)state;
	static const struct {
		const char *client, *app, *address, *shared;
	} cases[] = {
		{ "OWA", "app-1", "192.0.2.9", "" }, /* the same network */
		{ "IMAP", "app-1", "192.0.2.1", "clients" },
		{ "OWA", "app-2", "192.0.2.1", "apps" },
		{ "OWA", "00000003-0000-0000-c000-000000000000", "192.0.2.1", "" }, /* a gateway */
		{ "OWA", "app-1", "198.51.100.1", "networks" },
		{ "OWA", "app-1", "40.126.23.26", "" }, /* Microsoft's */
		{ "OWA", "app-1", "2001:db8::1", "networks" },
		{ "IMAP", "app-2", "198.51.100.1", "clients|apps|networks" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct mia_sessions *s = sessions_new(NULL);
		struct mia_event event = visit(1, NOON);
		char joined[64] = "";

		event.client = event.client_info = TEXT("OWA");
		event.app_id = TEXT("app-1");
		add(s, &event);
		event = visit(2, NOON + 1);
		event.session_id = TEXT(GUID_UPPER);
		event.client = event.client_info = text_of(cases[i].client);
		event.app_id = text_of(cases[i].app);
		event.client_ip = text_of(cases[i].address);
		assert_int_equal(mia_address_parse(event.client_ip, &event.address), MIA_OK);
		event.device_id = TEXT("device");
		add(s, &event);
		seal_with(s, 2);
		for (size_t k = 0; k < mia_sessions_count(s); k++) {
			const struct mia_texts *shared = &mia_sessions_get(s, k)->shared;
			joined[0] = 0;
			for (size_t n = 0; n < shared->count; n++)
				(void)snprintf(joined + strlen(joined), sizeof(joined) - strlen(joined),
					"%s%.*s", n ? "|" : "", (int)shared->ptr[n].len, shared->ptr[n].ptr);
			assert_string_equal(joined, cases[i].shared);
		}
		mia_sessions_free(s);
	}
}

static void
order_is_mailbox_then_first_seen(void **state)
{
	(void)state;
	static const struct {
		const char *mailbox;
		mia_time time;
		const char *actor;
	} wanted[] = {
		{ "ann@x", NOON, "zoe" },
		{ "ann@x", NOON + 1, "bob" },
		{ "ann@x", NOON + 1, "eve" },
		{ "ann@x", MIA_TIME_UNKNOWN, "ann" },
		{ "bob@x", NOON - 1, "ann" },
	};
	struct mia_sessions *s = sessions_new(NULL);

	for (unsigned i = 5; i-- > 0;) {
		struct mia_event event = made_event(i, &file_a, i);
		event.mailbox_owner = text_of(wanted[i].mailbox);
		event.actor = text_of(wanted[i].actor);
		event.time = wanted[i].time;
		add(s, &event);
	}
	seal_with(s, 5);
	for (unsigned i = 0; i < 5; i++) {
		const struct mia_session *p = mia_sessions_get(s, i);
		assert_same_text(p->mailbox, text_of(wanted[i].mailbox));
		assert_same_text(p->actor, text_of(wanted[i].actor));
		assert_int_equal(p->first_seen, wanted[i].time);
		assert_int_equal(p->last_seen, wanted[i].time);
	}
	mia_sessions_free(s);
}

/* A poorer copy of the record lost an item and the session id: the record is
 * one, of the session that the first file states, with all its items. */
static void
repeats_count_once(void **state)
{
	(void)state;
	struct mia_sessions *s = sessions_new(NULL), *more = sessions_new(NULL);
	struct mia_item items[] = { made_item("<m1@x>", NULL, 0), made_item("<m2@x>", NULL, 0) };
	struct mia_event rich = visit(1, NOON), poor = visit(1, NOON);
	struct mia_bind all, one;

	rich.items = items, rich.item_count = 2;
	make_bind(&rich, &all);
	all.unnamed = 1;
	poor.items = items, poor.item_count = 1;
	make_bind(&poor, &one);
	one.unnamed = 2;
	poor.session_id = TEXT_ABSENT;
	poor.place.source = &file_b;
	poor.content = 99;
	poor.throttled = MIA_YES;
	add(s, &poor);
	add(s, &rich);
	add(more, &rich);
	add(more, &poor);
	assert_int_equal(mia_sessions_fold(s)->ops->merge(mia_sessions_fold(s), mia_sessions_fold(more),
				 NULL),
		MIA_OK);
	mia_sessions_free(more);
	seal_with(s, 1);
	const struct mia_session *p = mia_sessions_get(s, 0);
	assert_text(p->session_id, GUID_LOWER);
	assert_int_equal(p->bind_records, 1);
	assert_int_equal(p->messages, 2);
	assert_int_equal(p->unnamed_accesses, 1);
	assert_int_equal(p->throttled_records, 1);
	mia_sessions_free(s);
}

static void
sessions_that_cannot_be_told_are_in(void **state)
{
	(void)state;
	struct mia_scope *scope = NULL;
	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	assert_int_equal(mia_scope_add(scope, MIA_TRAIT_SESSION, 0, TEXT("s-1"), NULL), MIA_OK);
	struct mia_sessions *s = sessions_new(scope);
	static const char *const ids[] = { "s-1", NULL, "s-2" };

	for (unsigned i = 0; i < 3; i++) {
		struct mia_event event = visit(i, NOON);
		event.session_id = text_of(ids[i]);
		add(s, &event);
	}
	seal_with(s, 2);
	assert_absent(mia_sessions_get(s, 0)->session_id);
	assert_text(mia_sessions_get(s, 1)->session_id, "s-1");
	mia_sessions_free(s);
	mia_scope_free(scope);
}

static void
sealed_is_sealed(void **state)
{
	(void)state;
	struct mia_sessions *s = sessions_new(NULL), *other = sessions_new(NULL);
	struct mia_fold *fold = mia_sessions_fold(s);
	struct mia_event event = visit(1, NOON);

	add(s, &event);
	assert_int_equal(mia_sessions_count(s), 0);
	assert_null(mia_sessions_get(s, 0));
	seal_with(s, 1);
	seal_with(s, 1);
	assert_int_equal(fold->ops->add(fold, &event, NULL), MIA_ERR_STATE);
	assert_int_equal(fold->ops->merge(fold, mia_sessions_fold(other), NULL), MIA_ERR_STATE);
	seal_with(other, 0);
	mia_sessions_free(other);
	mia_sessions_free(s);
	mia_sessions_free(NULL);
}

static void
assert_same_sessions(const struct mia_sessions *a, const struct mia_sessions *b)
{
	assert_int_equal(mia_sessions_count(a), mia_sessions_count(b));
	for (size_t i = 0; i < mia_sessions_count(a); i++) {
		const struct mia_session *x = mia_sessions_get(a, i), *y = mia_sessions_get(b, i);
		const struct mia_text texts[][2] = {
			{ x->mailbox, y->mailbox },
			{ x->actor, y->actor },
			{ x->logon, y->logon },
			{ x->session_id, y->session_id },
			{ x->client_ip, y->client_ip },
			{ x->client, y->client },
			{ x->client_info, y->client_info },
			{ x->app_id, y->app_id },
			{ x->service, y->service },
		};
		for (size_t k = 0; k < sizeof(texts) / sizeof(texts[0]); k++)
			assert_same_text(texts[k][0], texts[k][1]);
		assert_int_equal(x->first_seen, y->first_seen);
		assert_int_equal(x->last_seen, y->last_seen);
		assert_int_equal(x->bind_records, y->bind_records);
		assert_int_equal(x->sync_records, y->sync_records);
		assert_int_equal(x->other_records, y->other_records);
		assert_int_equal(x->throttled_records, y->throttled_records);
		assert_int_equal(x->messages, y->messages);
		assert_int_equal(x->folders, y->folders);
		assert_int_equal(x->unnamed_accesses, y->unnamed_accesses);
	}
}

static void
any_split_and_any_order_is_one_result(void **state)
{
	(void)state;
	uint64_t random = 1;

	for (uint64_t seed = 1; seed <= 80; seed++) {
		struct world *w = make_world(seed);
		struct mia_sessions *one = sessions_new(NULL);
		struct mia_fold *dealt = deal_and_merge(mia_sessions_fold(one), w, &random);
		for (unsigned i = 0; i < WORLD_EVENTS; i++)
			add(one, &w->events[i]);
		seal(mia_sessions_fold(one));
		uint64_t records = 0;
		bool seen[25] = { false };
		for (unsigned i = 0; i < WORLD_EVENTS; i++) {
			records += !seen[w->events[i].key[15]];
			seen[w->events[i].key[15]] = true;
		}
		for (size_t i = 0; i < mia_sessions_count(one); i++) {
			const struct mia_session *p = mia_sessions_get(one, i);
			records -= p->bind_records + p->sync_records + p->other_records;
		}
		/* A record counts once in each version that contradicts the others. */
		assert_true((int64_t)records <= 0);
		assert_true((records == 0) == (mia_sessions_conflicts(one) == 0));
		assert_same_sessions(one, (const struct mia_sessions *)(const void *)dealt);
		dealt->ops->free(dealt);
		mia_sessions_free(one);
		free(w);
	}
}

static enum mia_status
fold_sessions(const struct mia_allocator *a, const void *world)
{
	struct mia_sessions *s = NULL;
	enum mia_status status = mia_sessions_new(&s, a, NULL, NULL);

	if (status == MIA_OK)
		status = fold_world(mia_sessions_fold(s), world);
	mia_sessions_free(s);
	return status;
}

static void
refused_memory_leaks_nothing(void **state)
{
	(void)state;
	struct world *w = make_world(5);

	refuse_each_allocation(fold_sessions, w, MIA_OK);
	free(w);
}

static void
unnamed_operations_never_add_up_to_few(void **state)
{
	struct mia_sessions *s = sessions_new(NULL);
	struct mia_event event[2];
	struct mia_bind bind[2];

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		event[i] = visit(i + 1, NOON);
		make_bind(&event[i], &bind[i]);
		bind[i].unnamed = UINT64_MAX - 1;
		add(s, &event[i]);
	}
	seal_with(s, 1);
	assert_true(mia_sessions_get(s, 0)->unnamed_accesses == UINT64_MAX);
	mia_sessions_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unnamed_operations_never_add_up_to_few),
		cmocka_unit_test(counts_of_one_session),
		cmocka_unit_test(written_otherwise_is_the_same_session),
		cmocka_unit_test(each_trait_parts_sessions),
		cmocka_unit_test(other_apps_in_any_order),
		cmocka_unit_test(ids_that_are_shared),
		cmocka_unit_test(order_is_mailbox_then_first_seen),
		cmocka_unit_test(repeats_count_once),
		cmocka_unit_test(sessions_that_cannot_be_told_are_in),
		cmocka_unit_test(sealed_is_sealed),
		cmocka_unit_test(any_split_and_any_order_is_one_result),
		cmocka_unit_test(refused_memory_leaks_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
