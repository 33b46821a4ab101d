/* The sums count each record once, whoever read it and in whatever order. */
#include "made_events.h"

static struct mia_source a_csv = { .name = "a.csv" }, b_csv = { .name = "b.csv" };

static struct mia_sums *
new_sums(void)
{
	struct mia_sums *sums = NULL;

	assert_int_equal(mia_sums_new(&sums, NULL, NULL), MIA_OK);
	return sums;
}

static void
add(struct mia_sums *sums, const struct mia_event *event)
{
	assert_int_equal(mia_fold_add(mia_sums_fold(sums), event, NULL), MIA_OK);
}

static void
seal_sums(struct mia_sums *sums)
{
	assert_int_equal(mia_fold_seal(mia_sums_fold(sums), NULL), MIA_OK);
}

static void
assert_source(const struct mia_sums *sums, const char *name, uint64_t events, uint64_t repeats)
{
	uint64_t e = 99, r = 99;

	assert_int_equal(mia_sums_source(sums, name, &e, &r, NULL), MIA_OK);
	assert_int_equal(e, events);
	assert_int_equal(r, repeats);
}

static struct mia_event
mail_access(unsigned key, const struct mia_source *source, uint64_t record, enum mia_access access)
{
	struct mia_event event = made_event(key, source, record);

	event.operation = TEXT("MailItemsAccessed");
	event.access = access;
	event.mailbox_owner = TEXT("ann@x");
	event.time = NOON;
	return event;
}

/* Record 7 stands in both files, in b.csv twice: the event is that of a.csv,
 * although it comes last. */
static void
repeats_count_once(void **state)
{
	(void)state;
	struct mia_sums *sums = new_sums();
	struct mia_event event = mail_access(7, &b_csv, 1, MIA_ACCESS_BIND);
	add(sums, &event);
	event.place.record = 2;
	add(sums, &event);
	event.place = (struct mia_place){ .source = &a_csv, .record = 9 };
	add(sums, &event);
	event = mail_access(8, &b_csv, 3, MIA_ACCESS_SYNC);
	event.throttled = MIA_YES;
	event.time = NOON + 5 * MIA_TIME_SECOND;
	add(sums, &event);
	seal_sums(sums);
	const struct mia_totals *totals = mia_sums_totals(sums);
	assert_int_equal(totals->records, 4);
	assert_int_equal(totals->events, 2);
	assert_int_equal(totals->repeats, 2);
	assert_int_equal(totals->rejected, 0);
	assert_int_equal(totals->binds, 1);
	assert_int_equal(totals->syncs, 1);
	assert_int_equal(totals->throttled, 1);
	assert_int_equal(totals->throttled_not_stated, 1);
	assert_int_equal(totals->flagged[10], 0);
	assert_int_equal(totals->first, NOON);
	assert_int_equal(totals->last, NOON + 5 * MIA_TIME_SECOND);
	assert_source(sums, "a.csv", 1, 0);
	assert_source(sums, "b.csv", 1, 2);
	assert_int_equal(mia_sums_source(sums, "c.csv", NULL, NULL, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_sums_operation_count(sums), 1);
	assert_text(mia_sums_operation(sums, 0)->operation, "MailItemsAccessed");
	assert_int_equal(mia_sums_operation(sums, 0)->events, 2);
	assert_null(mia_sums_operation(sums, 1));
	mia_sums_free(sums);
}

static void
versions_that_differ_are_a_conflict_once(void **state)
{
	(void)state;
	struct mia_sums *sums = new_sums();
	struct mia_event event = mail_access(7, &a_csv, 1, MIA_ACCESS_BIND);
	event.flags = MIA_FLAG_DUP_KEY;
	add(sums, &event);
	event.content = 1000;
	event.flags = 0;
	event.place.record = 2;
	add(sums, &event);
	event.content = 1001;
	event.place.record = 3;
	add(sums, &event);
	seal_sums(sums);
	const struct mia_totals *totals = mia_sums_totals(sums);
	assert_int_equal(totals->events, 1);
	assert_int_equal(totals->repeats, 2);
	assert_int_equal(totals->flagged[0], 1);
	assert_int_equal(totals->flagged[10], 1);
	mia_sums_free(sums);
}

/* Masked data repeats one id for other events: ids R (twice, in either case)
 * and S (once) stand on three events; a repeat of S is not a second event. */
/* The copy that counts as event need not be the one that says it. */
static void
throttling_of_any_copy_counts(void **state)
{
	(void)state;
	struct mia_sums *sums = new_sums();
	struct mia_event event = mail_access(7, &a_csv, 1, MIA_ACCESS_BIND);
	add(sums, &event); /* not stated */
	event.throttled = MIA_YES;
	event.place.record = 2;
	add(sums, &event);
	event = mail_access(8, &a_csv, 3, MIA_ACCESS_BIND);
	event.throttled = MIA_NO;
	add(sums, &event);
	seal_sums(sums);
	const struct mia_totals *totals = mia_sums_totals(sums);
	assert_int_equal(totals->events, 2);
	assert_int_equal(totals->throttled, 1);
	assert_int_equal(totals->throttled_not_stated, 0);
	assert_int_equal(mia_sums_mailbox(sums, 0)->throttled, 1);
	mia_sums_free(sums);
}

static void
shared_ids(void **state)
{
	(void)state;
	struct mia_sums *sums = new_sums();
	struct mia_event event = mail_access(1, &a_csv, 1, MIA_ACCESS_BIND);
	event.id = TEXT("00AA-R");
	add(sums, &event);
	event = mail_access(2, &a_csv, 2, MIA_ACCESS_BIND);
	event.id = TEXT("00aa-r");
	add(sums, &event);
	event = mail_access(3, &a_csv, 3, MIA_ACCESS_BIND);
	event.id = TEXT("00aa-s");
	add(sums, &event);
	add(sums, &event);
	for (unsigned key = 4; key < 6; key++) {
		event = mail_access(key, &a_csv, key, MIA_ACCESS_BIND);
		event.flags = MIA_FLAG_NO_ID;
		event.id = TEXT("sha256:0011223344556677");
		add(sums, &event);
	}
	seal_sums(sums);
	assert_int_equal(mia_sums_totals(sums)->shared_ids, 1);
	assert_int_equal(mia_sums_totals(sums)->events, 5);
	mia_sums_free(sums);
}

static void
mailboxes_are_joined_and_ordered(void **state)
{
	(void)state;
	struct mia_sums *sums = new_sums();
	struct mia_event event = mail_access(1, &a_csv, 1, MIA_ACCESS_BIND);
	event.mailbox_owner = TEXT("zoe@X");
	event.mailbox_guid = TEXT("guid-z");
	add(sums, &event);
	event = mail_access(2, &a_csv, 2, MIA_ACCESS_SYNC);
	event.mailbox_owner = TEXT_ABSENT;
	event.mailbox_guid = TEXT("GUID-Z");
	event.time = NOON + MIA_TIME_SECOND;
	event.throttled = MIA_YES;
	add(sums, &event);
	event = mail_access(3, &a_csv, 3, MIA_ACCESS_BIND);
	add(sums, &event);
	event = made_event(4, &a_csv, 4);
	event.operation = TEXT("UserLoggedIn");
	add(sums, &event);
	seal_sums(sums);
	assert_int_equal(mia_sums_mailbox_count(sums), 3);
	const struct mia_mailbox_sum *row = mia_sums_mailbox(sums, 0);
	assert_int_equal(row->mailbox.len, 0);
	assert_int_equal(row->events, 1);
	assert_true(row->first == MIA_TIME_UNKNOWN);
	assert_text(mia_sums_mailbox(sums, 1)->mailbox, "ann@x");
	assert_absent(mia_sums_mailbox(sums, 1)->guid);
	row = mia_sums_mailbox(sums, 2);
	assert_text(row->mailbox, "zoe@X");
	assert_text(row->guid, "guid-z");
	assert_int_equal(row->events, 2);
	assert_int_equal(row->binds, 1);
	assert_int_equal(row->syncs, 1);
	assert_int_equal(row->throttled, 1);
	assert_int_equal(row->first, NOON);
	assert_int_equal(row->last, NOON + MIA_TIME_SECOND);
	assert_int_equal(mia_sums_totals(sums)->no_time, 1);
	assert_text(mia_sums_operation(sums, 0)->operation, "MailItemsAccessed");
	assert_text(mia_sums_operation(sums, 1)->operation, "UserLoggedIn");
	mia_sums_free(sums);
}

static void
rejects_are_counted_by_reason(void **state)
{
	(void)state;
	struct mia_sums *sums = new_sums(), *other = new_sums();
	struct mia_reject reject = { .place = { .source = &a_csv },
		.reason = MIA_REASON_BAD_JSON,
		.last = 1 };
	struct mia_fold *fold = mia_sums_fold(sums), *more = mia_sums_fold(other);
	assert_int_equal(fold->ops->reject(fold, &reject, NULL), MIA_OK);
	reject.reason = MIA_REASON_GZIP_CUT;
	assert_int_equal(more->ops->reject(more, &reject, NULL), MIA_OK);
	assert_int_equal(mia_fold_merge(fold, more, NULL), MIA_OK);
	mia_sums_free(other);
	seal_sums(sums);
	assert_int_equal(mia_sums_totals(sums)->records, 2);
	assert_int_equal(mia_sums_totals(sums)->rejected, 2);
	assert_int_equal(mia_sums_totals(sums)->rejected_by[MIA_REASON_BAD_JSON], 1);
	assert_int_equal(mia_sums_totals(sums)->rejected_by[MIA_REASON_GZIP_CUT], 1);
	assert_source(sums, "a.csv", 0, 0);
	mia_sums_free(sums);
}

/* What does not depend on how often a record was added. */
static void
assert_same_sums(const struct mia_sums *x, const struct mia_sums *y)
{
	struct mia_totals a = *mia_sums_totals(x), b = *mia_sums_totals(y);

	a.records = a.repeats = b.records = b.repeats = 0;
	assert_memory_equal(&a, &b, sizeof(a));
	for (const char *const *name = (const char *const[]){ "a.csv", "b.csv", "c.csv", NULL }; *name;
		name++) {
		uint64_t events_x, events_y, repeats;
		assert_int_equal(mia_sums_source(x, *name, &events_x, &repeats, NULL), MIA_OK);
		assert_int_equal(mia_sums_source(y, *name, &events_y, &repeats, NULL), MIA_OK);
		assert_int_equal(events_x, events_y);
	}
	assert_int_equal(mia_sums_operation_count(x), mia_sums_operation_count(y));
	for (size_t i = 0; i < mia_sums_operation_count(x); i++) {
		assert_same_text(mia_sums_operation(x, i)->operation, mia_sums_operation(y, i)->operation);
		assert_int_equal(mia_sums_operation(x, i)->events, mia_sums_operation(y, i)->events);
	}
	assert_int_equal(mia_sums_mailbox_count(x), mia_sums_mailbox_count(y));
	for (size_t i = 0; i < mia_sums_mailbox_count(x); i++) {
		struct mia_mailbox_sum s = *mia_sums_mailbox(x, i), t = *mia_sums_mailbox(y, i);
		assert_same_text(s.mailbox, t.mailbox);
		assert_same_text(s.guid, t.guid);
		s.mailbox = s.guid = t.mailbox = t.guid = TEXT_ABSENT;
		assert_memory_equal(&s, &t, sizeof(s));
	}
}

static void
any_split_gives_the_same(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 40; seed++) {
		struct world *w = make_world(seed);
		struct mia_sums *plain = new_sums(), *like = new_sums();
		uint64_t numbers = seed * 31;
		for (unsigned i = 0; i < WORLD_EVENTS; i++)
			add(plain, &w->events[i]);
		seal_sums(plain);
		const struct mia_totals *totals = mia_sums_totals(plain);
		assert_int_equal(totals->records, WORLD_EVENTS);
		assert_int_equal(totals->events + totals->repeats, WORLD_EVENTS);
		struct mia_fold *dealt = deal_and_merge(mia_sums_fold(like), w, &numbers);
		assert_same_sums(plain, (struct mia_sums *)dealt);
		dealt->ops->free(dealt);
		mia_sums_free(like);
		mia_sums_free(plain);
		free(w);
	}
}

static void
misuse_is_said(void **state)
{
	(void)state;
	struct mia_sums *sums = new_sums(), *other = new_sums();
	struct mia_exposure *exposure = NULL;
	struct mia_event event = mail_access(1, &a_csv, 1, MIA_ACCESS_BIND);
	assert_int_equal(mia_exposure_new(&exposure, NULL, NULL, NULL), MIA_OK);
	struct mia_fold *fold = mia_sums_fold(sums);
	assert_int_equal(mia_fold_merge(fold, mia_exposure_fold(exposure), NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_fold_merge(fold, fold, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_fold_add(NULL, &event, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_fold_add(fold, NULL, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_sums_new(NULL, NULL, NULL), MIA_ERR_ARGUMENT);
	assert_null(mia_sums_totals(sums));
	assert_int_equal(mia_sums_source(sums, "a.csv", NULL, NULL, NULL), MIA_ERR_STATE);
	seal_sums(sums);
	assert_int_equal(mia_fold_add(fold, &event, NULL), MIA_ERR_STATE);
	assert_int_equal(mia_fold_merge(fold, mia_sums_fold(other), NULL), MIA_ERR_STATE);
	assert_int_equal(mia_sums_totals(sums)->records, 0);
	assert_int_equal(mia_sums_mailbox_count(sums), 0);
	mia_sums_free(sums);
	mia_sums_free(other);
	mia_exposure_free(exposure);
	mia_sums_free(NULL);
}

static void
any_allocation_may_fail(void **state)
{
	(void)state;
	struct world *w = make_world(3);
	enum mia_status status = MIA_ERR_MEMORY;
	for (size_t n = 1; status != MIA_OK; n++) {
		struct failing f = { .refuse_at = n };
		struct mia_allocator a = failing_allocator(&f);
		struct mia_sums *sums = NULL;
		status = mia_sums_new(&sums, &a, NULL);
		if (status == MIA_OK)
			status = fold_world(mia_sums_fold(sums), w);
		mia_sums_free(sums);
		assert_true(status == MIA_OK || status == MIA_ERR_MEMORY);
		assert_told(&f, status == MIA_OK);
		assert_int_equal(f.bytes, 0);
		assert_true(n < 10000);
	}
	free(w);
}

/* One copy has lost kind and names, the other is whole; whichever name comes
 * first. */
static void
the_whole_copy_speaks_for_all(void **state)
{
	(void)state;
	for (int poor_first = 0; poor_first < 2; poor_first++) {
		struct mia_sums *sums = new_sums();
		struct mia_event poor = mail_access(7, poor_first ? &a_csv : &b_csv, 1, MIA_ACCESS_UNSTATED);
		struct mia_event whole = mail_access(7, poor_first ? &b_csv : &a_csv, 1, MIA_ACCESS_BIND);
		poor.flags = MIA_FLAG_ITEMS_LOST | MIA_FLAG_ACCESS_UNSTATED | MIA_FLAG_DUP_KEY;
		poor.content = 70;
		whole.throttled = MIA_NO;
		add(sums, &poor);
		add(sums, &whole);
		seal_sums(sums);
		const struct mia_totals *t = mia_sums_totals(sums);
		assert_int_equal(t->events, 1);
		assert_int_equal(t->binds, 1);
		assert_int_equal(t->unstated, 0);
		assert_int_equal(t->throttled_not_stated, 0);
		assert_int_equal(t->flagged[__builtin_ctzll(MIA_FLAG_ITEMS_LOST)], 0);
		assert_int_equal(t->flagged[__builtin_ctzll(MIA_FLAG_ACCESS_UNSTATED)], 0);
		assert_int_equal(t->flagged[__builtin_ctzll(MIA_FLAG_DUP_KEY)], 1);
		assert_int_equal(t->flagged[__builtin_ctzll(MIA_FLAG_ID_CONFLICT)], 1);
		assert_int_equal(mia_sums_mailbox(sums, 0)->binds, 1);
		assert_int_equal(mia_sums_mailbox(sums, 0)->events, 1);
		mia_sums_free(sums);
	}
}

/* 5003 records, one in five of them twice, the second time with another id; one
 * mailbox a hundred records. Keys begin alike by hundreds. */
static void
many_on_any_number_of_threads(void **state)
{
	(void)state;
	for (unsigned threads = 0; threads < 4; threads++) {
		struct mia_sums *sums = new_sums();
		struct mia_fold *fold = mia_sums_fold(sums);
		fold->ops->may_use_threads(fold, threads);
		for (unsigned i = 0; i < 5003; i++) {
			char id[80], owner[32];
			struct mia_event event = mail_access(i * 13 % 5003, &a_csv, i + 1, MIA_ACCESS_BIND);
			unsigned key = i * 13 % 5003;
			/* 50 ids are longer than what is kept at hand */
			snprintf(id, sizeof(id), key % 100 ? "ID-%u" : "ID-%060u", key / 2);
			snprintf(owner, sizeof(owner), "u%u@x", key / 100);
			event.id = text_of(id);
			event.mailbox_owner = text_of(owner);
			add(sums, &event);
			event.place.source = &b_csv;
			if (key % 5 == 0)
				add(sums, &event);
		}
		seal_sums(sums);
		const struct mia_totals *totals = mia_sums_totals(sums);
		assert_int_equal(totals->events, 5003);
		assert_int_equal(totals->repeats, 1001);
		assert_int_equal(totals->binds, 5003);
		/* 2501 pairs 2k, 2k + 1; in 51 of them one id is the long one */
		assert_int_equal(totals->shared_ids, 2450);
		assert_int_equal(mia_sums_mailbox_count(sums), 51);
		assert_source(sums, "a.csv", 5003, 0);
		assert_source(sums, "b.csv", 0, 1001);
		mia_sums_free(sums);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(repeats_count_once),
		cmocka_unit_test(the_whole_copy_speaks_for_all),
		cmocka_unit_test(versions_that_differ_are_a_conflict_once),
		cmocka_unit_test(throttling_of_any_copy_counts),
		cmocka_unit_test(shared_ids),
		cmocka_unit_test(mailboxes_are_joined_and_ordered),
		cmocka_unit_test(rejects_are_counted_by_reason),
		cmocka_unit_test(any_split_gives_the_same),
		cmocka_unit_test(misuse_is_said),
		cmocka_unit_test(any_allocation_may_fail),
		cmocka_unit_test(many_on_any_number_of_threads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
