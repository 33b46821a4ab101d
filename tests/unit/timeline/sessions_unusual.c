/* What is unusual of a session for its mailbox, and what else is told of it. */
#include "made_events.h"

static const struct mia_source file_a = { .name = "a.csv" }, file_b = { .name = "b.csv" };

/* One session of a mailbox; its id is its name in these tests. */
static struct mia_event
came(unsigned key, const char *session, int minute, const char *address, const char *client, const char *app,
	const char *logon)
{
	struct mia_event event = made_event(key, &file_a, key);

	event.time = minute < 0 ? MIA_TIME_UNKNOWN : NOON + minute * 60 * MIA_TIME_SECOND;
	event.operation = TEXT("Update");
	event.mailbox_owner = TEXT("ann@x");
	event.session_id = text_of(session);
	event.client_ip = text_of(address);
	(void)mia_address_parse(event.client_ip, &event.address);
	event.client_info = event.client = text_of(client);
	event.app_id = text_of(app);
	event.logon_text = text_of(logon);
	return event;
}

static struct mia_sessions *
sessions_new(const struct mia_scope *scope, const struct mia_watch *watch)
{
	struct mia_sessions_options options = { .size = sizeof(options), .scope = scope, .watch = watch };
	struct mia_sessions *s = NULL;

	assert_int_equal(mia_sessions_new(&s, NULL, &options, NULL), MIA_OK);
	return s;
}

static struct mia_sessions *
sessions_of(const struct mia_scope *scope, const struct mia_event *events, size_t count)
{
	struct mia_sessions *s = sessions_new(scope, NULL);

	for (size_t i = count; i-- > 0;)
		add_event(mia_sessions_fold(s), &events[i]);
	seal(mia_sessions_fold(s));
	return s;
}

static const struct mia_session *
session_called(const struct mia_sessions *s, const char *id)
{
	for (size_t i = 0; i < mia_sessions_count(s); i++)
		if (text_equal(mia_sessions_get(s, i)->session_id, text_of(id)))
			return mia_sessions_get(s, i);
	fail_msg("no session %s", id);
	return NULL;
}

static void
expect_texts(struct mia_texts texts, const char *wanted, const char *what)
{
	char joined[256] = "";
	size_t len = 0;

	for (size_t i = 0; i < texts.count; i++)
		len += (size_t)snprintf(joined + len, sizeof(joined) - len, "%s%.*s", i ? "|" : "",
			(int)texts.ptr[i].len, texts.ptr[i].ptr);
	if (strcmp(joined, wanted) != 0)
		fail_msg("%s: \"%s\", not \"%s\"", what, joined, wanted);
}

static void
expect(const struct mia_sessions *s, const char *id, const char *wanted)
{
	expect_texts(session_called(s, id)->unusual, wanted, id);
}

static void
new_to_the_mailbox(void **state)
{
	(void)state;
	struct mia_event events[] = { came(1, "first", 0, "192.0.2.1", "Outlook",
					      "5d661950-3475-41cd-a2c3-d671a3162bc1", "owner"),
		came(2, "again", 5, "192.0.2.1:5", "Outlook", "5D661950-3475-41CD-A2C3-D671A3162BC1",
			"owner"),
		came(3, "foreign", 10, "203.0.113.7", "EWS", "app-2", "owner"),
		came(4, "foreign2", 11, "203.0.113.7", "EWS", "app-2", "owner"), /* seen a minute before */
		came(5, "tie", 10, "203.0.113.7", "Outlook", NULL, "owner"),     /* at the same moment */
		came(6, "silent", 20, NULL, NULL, NULL, NULL),
		came(7, "timeless", -1, "203.0.113.9", "IMAP", "app-3", "owner"),
		came(8, "back", 30, "192.0.2.1", "REST", NULL, "owner") };
	struct mia_sessions *s;

	/* Another mailbox knows the address; that is no matter. */
	struct mia_event elsewhere = came(9, "elsewhere", -30, "203.0.113.7", "EWS", "app-2", "owner");
	elsewhere.time = NOON - 1;
	elsewhere.mailbox_owner = TEXT("bob@x");
	s = sessions_new(NULL, NULL);
	add_event(mia_sessions_fold(s), &elsewhere);
	for (size_t i = 0; i < 8; i++)
		add_event(mia_sessions_fold(s), &events[i]);
	seal(mia_sessions_fold(s));
	expect(s, "first", "");
	expect(s, "again", "");
	expect(s, "foreign", "new address|new client|new app");
	expect(s, "foreign2", "");
	expect(s, "tie", "new address");
	expect(s, "silent", "");
	expect(s, "timeless", "");
	expect(s, "back", "new client");
	expect(s, "elsewhere", "");
	assert_int_equal(session_called(s, "timeless")->mailbox_first_seen, NOON);
	assert_int_equal(session_called(s, "first")->mailbox_first_seen, NOON);
	assert_int_equal(session_called(s, "elsewhere")->mailbox_first_seen, NOON - 1);
	mia_sessions_free(s);
}

/* A session that lasts: its first record decides, not the one looked at. */
static void
by_the_whole_evidence(void **state)
{
	(void)state;
	struct mia_event events[] = { came(1, "ann", 0, "192.0.2.1", "Outlook", NULL, "owner"),
		came(2, "eve", 10, "203.0.113.7", "Outlook", NULL, "owner"),
		came(3, "eve", 50, "203.0.113.7", "Outlook", NULL, "owner"),
		came(4, "bob", 60, "198.51.100.1", "Outlook", NULL, "owner") };
	struct mia_scope *scope = NULL;
	struct mia_sessions *s;

	/* Only Bob's is in scope: Ann's, which is not, makes it new. */
	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	assert_int_equal(mia_scope_add(scope, MIA_TRAIT_SESSION, 0, TEXT("bob"), NULL), MIA_OK);
	s = sessions_of(scope, events, 4);
	assert_int_equal(mia_sessions_count(s), 1);
	expect(s, "bob", "new address");
	assert_int_equal(mia_sessions_get(s, 0)->mailbox_first_seen, NOON);
	assert_int_equal(mia_sessions_get(s, 0)->first_seen, NOON + 60 * 60 * MIA_TIME_SECOND);
	mia_sessions_free(s);
	mia_scope_free(scope);

	/* Half of Eve's is in scope; she was new all the same. */
	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	assert_int_equal(mia_scope_between(scope, NOON + 40 * 60 * MIA_TIME_SECOND, MIA_TIME_UNKNOWN, NULL),
		MIA_OK);
	s = sessions_of(scope, events, 4);
	assert_int_equal(mia_sessions_count(s), 2);
	expect(s, "eve", "new address");
	assert_int_equal(session_called(s, "eve")->first_seen, NOON + 50 * 60 * MIA_TIME_SECOND);
	assert_int_equal(session_called(s, "eve")->other_records, 1);
	mia_sessions_free(s);
	mia_scope_free(scope);
}

static void
odd_logons(void **state)
{
	(void)state;
	struct mia_event first_of_kind[] = { came(1, "own", 0, NULL, NULL, NULL, "owner"),
		came(2, "dele", 1, NULL, NULL, NULL, "delegate"),
		came(3, "dele2", 2, NULL, NULL, NULL, "delegate"),
		came(4, "own2", 3, NULL, NULL, NULL, "owner"), came(5, "adm", 4, NULL, NULL, NULL, "admin"),
		came(6, "none", 5, NULL, NULL, NULL, NULL) };
	struct mia_event shared[] = {
		came(1, "d1", 0, NULL, NULL, NULL, "delegate"),
		came(2, "d2", 1, NULL, NULL, NULL, "delegate"),
		came(3, "own", 2, NULL, NULL, NULL, "owner"), /* the owner is never odd */
	};
	struct mia_event only[] = { came(1, "d", 0, NULL, NULL, NULL, "delegate"),
		came(2, "own", 2, NULL, NULL, NULL, "owner"), came(3, "own2", 3, NULL, NULL, NULL, "owner") };
	struct mia_event nobody_else[] = { came(1, "d", 0, NULL, NULL, NULL, "delegate") };
	struct mia_sessions *s = sessions_of(NULL, first_of_kind, 6);

	expect(s, "own", "");
	expect(s, "dele", "logon");
	expect(s, "dele2", "");
	expect(s, "adm", "logon");
	expect(s, "none", "");
	mia_sessions_free(s);
	s = sessions_of(NULL, shared, 3);
	expect(s, "d1", "");
	expect(s, "d2", "");
	expect(s, "own", "");
	mia_sessions_free(s);
	s = sessions_of(NULL, only, 3);
	expect(s, "d", "logon");
	mia_sessions_free(s);
	s = sessions_of(NULL, nobody_else, 1);
	expect(s, "d", "");
	mia_sessions_free(s);
}

/* Each session one bind of so many items. */
static void
expect_volume(const size_t *items, size_t count, const char *wanted, const struct mia_scope *scope)
{
	static struct mia_item room[64];
	struct mia_sessions *s = sessions_new(scope, NULL);
	struct mia_bind binds[8];
	char found[8] = "";

	for (size_t i = 0; i < count; i++) {
		static const char *const names[] = { "a", "b", "c", "d", "e", "f", "g" };
		struct mia_event event = came((unsigned)i + 1, names[i], 0, NULL, NULL, NULL, NULL);
		for (size_t k = 0; k < items[i]; k++)
			room[k] = made_item("<m@x>", NULL, MIA_NO_FOLDER);
		event.items = room;
		event.item_count = items[i];
		make_bind(&event, &binds[i]);
		add_event(mia_sessions_fold(s), &event);
		/* A record that stands twice is no more volume. */
		event.place.source = &file_b;
		add_event(mia_sessions_fold(s), &event);
	}
	seal(mia_sessions_fold(s));
	for (size_t i = 0; i < mia_sessions_count(s); i++) {
		const struct mia_session *p = mia_sessions_get(s, i);
		if (p->unusual.count)
			strncat(found, p->session_id.ptr, 1);
	}
	assert_string_equal(found, wanted);
	mia_sessions_free(s);
}

static void
volume(void **state)
{
	(void)state;
	struct mia_scope *scope = NULL;

	/* Median 2: more than 10 is much. */
	expect_volume((const size_t[]){ 1, 2, 10 }, 3, "", NULL);
	expect_volume((const size_t[]){ 1, 2, 11 }, 3, "c", NULL);
	/* Of an even number the lower of the two in the middle: 2. */
	expect_volume((const size_t[]){ 1, 2, 5, 11 }, 4, "d", NULL);
	expect_volume((const size_t[]){ 1, 2, 5, 10 }, 4, "", NULL);
	/* Two sessions have no median worth the name; those without items are none. */
	expect_volume((const size_t[]){ 1, 60 }, 2, "", NULL);
	expect_volume((const size_t[]){ 1, 60, 0 }, 3, "", NULL);
	expect_volume((const size_t[]){ 1, 60, 1 }, 3, "b", NULL);
	/* Out of scope they count for the median all the same. */
	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	assert_int_equal(mia_scope_add(scope, MIA_TRAIT_SESSION, 0, TEXT("c"), NULL), MIA_OK);
	expect_volume((const size_t[]){ 1, 2, 11 }, 3, "c", scope);
	expect_volume((const size_t[]){ 1, 3, 11 }, 3, "", scope);
	mia_scope_free(scope);
}

static void
names_kinds_and_labels(void **state)
{
	(void)state;
	struct mia_watch *watch = NULL;
	assert_int_equal(
		mia_watch_new(&watch, NULL,
			TEXT("ip 203.0.113.0/24 # vpn\nagent python # script\nsession s-1\napp b15665d9-eda6-4092-8539-0eec376afd59 # rclone\n"),
			NULL),
		MIA_OK);
	struct mia_sessions *s = sessions_new(NULL, watch), *more = sessions_new(NULL, watch);
	struct mia_event events[] = { came(1, "s-1", 0, "203.0.113.7:99", "python-requests/2",
					      "FF8D92DC-3d82-41d6-bcbd-b9174d163620", NULL),
		came(2, "s-2", 0, "host.example", "x[AppId=b15665d9-eda6-4092-8539-0eec376afd59]", "app-1",
			NULL),
		came(3, "s-3", 0, "8.8.8.8", NULL, "6326e366-9d6d-4c70-b22a-34c7ea72d73d", NULL),
		came(4, "s-4", 0, NULL, NULL, NULL, NULL) };

	for (size_t i = 0; i < 4; i++)
		add_event(mia_sessions_fold(i % 2 ? s : more), &events[i]);
	assert_int_equal(mia_sessions_fold(s)->ops->merge(mia_sessions_fold(s), mia_sessions_fold(more),
				 NULL),
		MIA_OK);
	mia_sessions_free(more);
	seal(mia_sessions_fold(s));
	mia_watch_free(watch); /* the labels stay */
	const struct mia_session *p = session_called(s, "s-1");
	assert_text(p->app_name, "PerfectData Software");
	assert_text(p->address_kind, "documentation");
	expect_texts(p->unusual, "abused app", "s-1");
	expect_texts(p->watch, "s-1|script|vpn", "s-1");
	p = session_called(s, "s-2");
	assert_absent(p->app_name);
	assert_text(p->address_kind, "not an address");
	expect_texts(p->unusual, "abused app", "s-2");
	expect_texts(p->watch, "rclone", "s-2");
	p = session_called(s, "s-3");
	assert_text(p->app_name, "Exchange Message Tracking Service / CalendarReplication");
	assert_text(p->address_kind, "");
	expect_texts(p->watch, "", "s-3");
	assert_absent(p->country);
	assert_absent(p->network);
	assert_text(session_called(s, "s-4")->address_kind, "missing");
	mia_sessions_free(s);
}

/* What states no mailbox is of many, and new to none. */
static void
no_mailbox(void **state)
{
	(void)state;
	struct mia_event events[] = { came(1, "a", 0, "192.0.2.1", "x", NULL, NULL),
		came(2, "b", 1, "192.0.2.2", "y", NULL, NULL) };
	struct mia_sessions *s;

	events[0].mailbox_owner = events[1].mailbox_owner = TEXT_ABSENT;
	s = sessions_of(NULL, events, 2);
	expect(s, "b", "");
	assert_int_equal(session_called(s, "b")->mailbox_first_seen, MIA_TIME_UNKNOWN);
	mia_sessions_free(s);
}

/* A poorer copy of a record is out of scope; the record counts once. */
static void
copies_in_and_out_of_scope(void **state)
{
	(void)state;
	struct mia_scope *scope = NULL;
	struct mia_sessions *s;
	struct mia_item items[12];
	struct mia_event events[6];
	struct mia_bind binds[6];
	static const size_t listed[] = { 6, 6, 2, 2, 1, 1 };

	for (size_t i = 0; i < 12; i++)
		items[i] = made_item("<m@x>", NULL, MIA_NO_FOLDER);
	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	assert_int_equal(mia_scope_add(scope, MIA_TRAIT_USER, 0, TEXT("eve"), NULL), MIA_OK);
	s = sessions_new(scope, NULL);
	for (unsigned i = 0; i < 6; i++) {
		static const char *const ids[] = { "eve", "b", "c" };
		events[i] = came(i / 2, ids[i / 2], 0, NULL, NULL, NULL, NULL);
		events[i].items = items;
		events[i].item_count = listed[i];
		make_bind(&events[i], &binds[i]);
		events[i].place.source = i % 2 ? &file_b : &file_a;
	}
	events[0].actor = TEXT("eve");
	events[1].actor = TEXT("ann"); /* the same record, out of scope */
	for (unsigned i = 0; i < 6; i++)
		add_event(mia_sessions_fold(s), &events[i]);
	seal(mia_sessions_fold(s));
	/* 6, 2, 1 in three sessions: 6 is not more than 5 times 2. Counted twice it were. */
	expect(s, "eve", "");
	mia_sessions_free(s);
	mia_scope_free(scope);
}

static void
assert_same_hints(const struct mia_sessions *a, const struct mia_sessions *b)
{
	assert_int_equal(mia_sessions_count(a), mia_sessions_count(b));
	for (size_t i = 0; i < mia_sessions_count(a); i++) {
		const struct mia_session *x = mia_sessions_get(a, i), *y = mia_sessions_get(b, i);
		assert_int_equal(x->mailbox_first_seen, y->mailbox_first_seen);
		assert_int_equal(x->unusual.count, y->unusual.count);
		for (size_t k = 0; k < x->unusual.count; k++)
			assert_same_text(x->unusual.ptr[k], y->unusual.ptr[k]);
		assert_int_equal(x->watch.count, y->watch.count);
		for (size_t k = 0; k < x->watch.count; k++)
			assert_same_text(x->watch.ptr[k], y->watch.ptr[k]);
		assert_same_text(x->address_kind, y->address_kind);
		assert_same_text(x->actor, y->actor);
		assert_int_equal(x->messages, y->messages);
	}
}

/* A world in which people come in many ways. */
static struct world *
make_coming_world(uint64_t seed)
{
	static const struct mia_text clients[] = { { "OWA", 3 }, { "EWS", 3 }, { NULL, 0 }, { "IMAP", 4 } };
	static const struct mia_text apps[] = { { "app-1", 5 }, { "app-2", 5 }, { NULL, 0 },
		{ "a43e5392-f48b-46a4-a0f1-098b5eeb4757", 36 } };
	static const struct mia_text logons[] = { { "owner", 5 }, { "delegate", 8 }, { NULL, 0 } };
	static const struct mia_text addresses[] = { { "192.0.2.1", 9 }, { "192.0.2.2", 9 },
		{ "192.0.2.3", 9 }, { "host", 4 }, { NULL, 0 } };
	struct world *w = make_world(seed);
	uint64_t random = seed * 31;

	for (unsigned i = 0; i < WORLD_EVENTS; i++) {
		struct mia_event *event = &w->events[i];
		if (next_number(&random, 3)) { /* one that comes often */
			event->actor = TEXT("ann@x");
			event->session_id = TEXT("s-1");
			event->client_ip = TEXT("192.0.2.1");
			(void)mia_address_parse(event->client_ip, &event->address);
			continue;
		}
		event->client_info = event->client = PICK(&random, clients);
		event->app_id = PICK(&random, apps);
		event->logon_text = PICK(&random, logons);
		event->client_ip = PICK(&random, addresses);
		(void)mia_address_parse(event->client_ip, &event->address);
	}
	return w;
}

static size_t
kind_of_hint(struct mia_text hint)
{
	static const char *const hints[] = { "new address", "new client", "new app", "logon", "volume",
		"abused app", "other version" };

	for (size_t i = 0; i < 7; i++)
		if (text_equal(hint, text_of(hints[i])))
			return i;
	fail_msg("no such hint: %.*s", (int)hint.len, hint.ptr);
	return 0;
}

static void
any_split_and_any_order_is_one_result(void **state)
{
	(void)state;
	uint64_t random = 1, hints[7] = { 0 };
	struct mia_scope *scope = NULL;
	struct mia_watch *watch = NULL;

	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	assert_int_equal(mia_scope_add(scope, MIA_TRAIT_SESSION, 0, TEXT("s-1"), NULL), MIA_OK);
	assert_int_equal(mia_watch_new(&watch, NULL, TEXT("ip 192.0.2.1\nsession s-2 # two\n"), NULL),
		MIA_OK);
	for (uint64_t seed = 1; seed <= 80; seed++) {
		struct world *w = make_coming_world(seed);
		struct mia_sessions *one = sessions_new(seed % 2 ? scope : NULL, watch);
		struct mia_fold *dealt = deal_and_merge(mia_sessions_fold(one), w, &random);
		for (unsigned i = 0; i < WORLD_EVENTS; i++)
			add_event(mia_sessions_fold(one), &w->events[i]);
		seal(mia_sessions_fold(one));
		assert_same_hints(one, (const struct mia_sessions *)(const void *)dealt);
		for (size_t i = 0; i < mia_sessions_count(one); i++)
			for (size_t k = 0; k < mia_sessions_get(one, i)->unusual.count; k++)
				hints[kind_of_hint(mia_sessions_get(one, i)->unusual.ptr[k])]++;
		dealt->ops->free(dealt);
		mia_sessions_free(one);
		free(w);
	}
	for (size_t k = 0; k < 7; k++)
		if (hints[k] == 0)
			fail_msg("hint %zu never came", k);
	mia_watch_free(watch);
	mia_scope_free(scope);
}

static void
refused_memory_leaks_nothing(void **state)
{
	(void)state;
	struct world *w = make_world(5);
	struct mia_scope *scope = NULL;
	struct mia_watch *watch = NULL;
	enum mia_status status = MIA_ERR_MEMORY;

	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	assert_int_equal(mia_scope_add(scope, MIA_TRAIT_SESSION, 0, TEXT("s-1"), NULL), MIA_OK);
	assert_int_equal(mia_watch_new(&watch, NULL, TEXT("ip 192.0.2.1\nsession s-1 # one\n"), NULL),
		MIA_OK);
	for (size_t n = 1; status != MIA_OK; n++) {
		struct failing f = { .refuse_at = n };
		struct mia_allocator a = failing_allocator(&f);
		struct mia_sessions_options options = { sizeof(options), scope, watch, NULL };
		struct mia_sessions *s = NULL;
		status = mia_sessions_new(&s, &a, &options, NULL);
		if (status == MIA_OK)
			status = fold_world(mia_sessions_fold(s), w);
		assert_true(status == MIA_OK || status == MIA_ERR_MEMORY);
		assert_true(status != MIA_OK || f.calls < n);
		mia_sessions_free(s);
		assert_int_equal(f.bytes, 0);
	}
	mia_watch_free(watch);
	mia_scope_free(scope);
	free(w);
}

static void
misuse(void **state)
{
	(void)state;
	struct mia_sessions_options options = { .size = 1 };
	struct mia_sessions *s = NULL;

	assert_int_equal(mia_sessions_new(&s, NULL, &options, NULL), MIA_ERR_ARGUMENT);
	assert_null(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(new_to_the_mailbox),
		cmocka_unit_test(by_the_whole_evidence),
		cmocka_unit_test(odd_logons),
		cmocka_unit_test(volume),
		cmocka_unit_test(names_kinds_and_labels),
		cmocka_unit_test(no_mailbox),
		cmocka_unit_test(copies_in_and_out_of_scope),
		cmocka_unit_test(any_split_and_any_order_is_one_result),
		cmocka_unit_test(refused_memory_leaks_nothing),
		cmocka_unit_test(misuse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
