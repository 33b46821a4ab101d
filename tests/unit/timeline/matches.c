/* What the scope holds and what it cannot tell, in sessions and in the timeline:
 * never mixed, never lost. */
#include "made_timeline.h"

static const struct mia_source file = { .name = "a.csv" };

static struct mia_event
visit(unsigned key, mia_time time, const char *actor)
{
	struct mia_event event = made_event(key, &file, key);

	event.time = time;
	event.operation = TEXT("Update");
	event.mailbox_owner = TEXT("ann@x");
	event.actor = text_of(actor);
	event.session_id = TEXT("s-1");
	return event;
}

static struct mia_scope *
since_noon(void)
{
	struct mia_scope *scope = NULL;

	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	assert_int_equal(mia_scope_between(scope, NOON, MIA_TIME_UNKNOWN, NULL), MIA_OK);
	return scope;
}

/* Of Eve's context the scope holds a record at noon and cannot tell of two without
 * a time, one of which came twice; of Mallory's it can tell of none. */
static void
add_visits(struct mia_fold *fold)
{
	static struct mia_item items[1];
	struct mia_bind bind = { .items = items, .item_count = 1 };
	struct mia_event event = visit(1, NOON, "eve@x");

	items[0] = made_item("<m1@x>", "S1", 0);
	add_event(fold, &event);
	event = visit(2, MIA_TIME_UNKNOWN, "eve@x");
	add_event(fold, &event);
	event = visit(3, MIA_TIME_UNKNOWN, "eve@x");
	event.access = MIA_ACCESS_BIND;
	event.bind = &bind;
	add_event(fold, &event);
	add_event(fold, &event);
	event = visit(4, MIA_TIME_UNKNOWN, "mallory@x");
	add_event(fold, &event);
	seal(fold);
}

static void
sessions_are_told_over_one_kind(void **state)
{
	struct mia_scope *scope = since_noon();
	struct mia_sessions_options options = { .size = sizeof(options), .scope = scope };
	struct mia_sessions *s = NULL;
	const struct mia_session *held, *untold;

	(void)state;
	assert_int_equal(mia_sessions_new(&s, NULL, &options, NULL), MIA_OK);
	assert_null(mia_sessions_untold(s));
	add_visits(mia_sessions_fold(s));
	assert_int_equal(mia_sessions_count(s), 2);
	held = mia_sessions_get(s, 0);
	untold = mia_sessions_get(s, 1);
	assert_text(held->actor, "eve@x");
	assert_int_equal(held->match, MIA_MATCH_YES);
	assert_int_equal(held->other_records, 1);
	assert_int_equal(held->bind_records + held->messages, 0);
	assert_int_equal(held->untold_records, 2);
	assert_int_equal(held->first_seen, NOON);
	assert_int_equal(untold->match, MIA_MATCH_CANNOT_TELL);
	assert_int_equal(untold->other_records, 1);
	assert_int_equal(untold->untold_records, 1);
	assert_int_equal(mia_sessions_untold(s)->records, 3);
	assert_int_equal(mia_sessions_untold(s)->missing, MIA_MISSING_TIME);
	mia_sessions_free(s);
	mia_scope_free(scope);
}

static void
the_timeline_counts_what_it_cannot_tell(void **state)
{
	struct mia_scope *scope = since_noon();
	struct mia_timeline *t = timeline_asking(scope, NULL, NULL);

	(void)state;
	assert_null(mia_timeline_untold(t));
	add_visits(mia_timeline_fold(t));
	assert_int_equal(mia_timeline_count(t), 4);
	assert_int_equal(row_of(t, 0).match, MIA_MATCH_YES);
	for (size_t i = 1; i < 4; i++)
		assert_int_equal(row_of(t, i).match, MIA_MATCH_CANNOT_TELL);
	assert_int_equal(mia_timeline_untold(t)->records, 3);
	assert_int_equal(mia_timeline_untold(t)->missing, MIA_MISSING_TIME);
	mia_timeline_free(t);
	mia_scope_free(scope);
}

/* One copy of a record has lost its time, the other has it: nothing is open. */
static void
another_copy_tells(void **state)
{
	struct mia_scope *scope = since_noon();
	struct mia_timeline *t = timeline_asking(scope, NULL, NULL);
	struct mia_event event = visit(1, MIA_TIME_UNKNOWN, "eve@x");

	(void)state;
	add(t, &event);
	event = visit(1, NOON, "eve@x");
	add(t, &event);
	seal_with(t, 1);
	assert_int_equal(row_of(t, 0).match, MIA_MATCH_YES);
	assert_int_equal(mia_timeline_untold(t)->records, 0);
	assert_int_equal(mia_timeline_untold(t)->missing, 0);
	mia_timeline_free(t);
	mia_scope_free(scope);
}

static const struct mia_source other_file = { .name = "b.csv" };

static struct mia_sessions *
new_sessions(void)
{
	struct mia_sessions *s = NULL;

	assert_int_equal(mia_sessions_new(&s, NULL, NULL, NULL), MIA_OK);
	return s;
}

static struct mia_event
version_of_one(void)
{
	struct mia_event event = visit(1, NOON, "ann@x");

	memset(event.key, 1, sizeof(event.key));
	return event;
}

/* A copy that names another session must not take the record away from the first one. */
static void
versions_that_contradict_count_both(void **state)
{
	(void)state;
	for (int order = 0; order < 2; order++) {
		struct mia_sessions *s = new_sessions();
		struct mia_event version[3] = { version_of_one(), version_of_one(), version_of_one() };
		version[0].session_id = TEXT("s-1");
		version[1].session_id = TEXT("s-2");
		version[1].place.source = &other_file;
		/* What merely states less belongs to one of them. */
		version[2].session_id = TEXT_ABSENT;
		version[2].place.record = 7;
		for (int i = 0; i < 3; i++)
			add_event(mia_sessions_fold(s), &version[order ? 2 - i : i]);
		seal(mia_sessions_fold(s));
		assert_int_equal(mia_sessions_conflicts(s), 1);
		assert_text(mia_sessions_get(s, 0)->session_id, "s-1");
		assert_text(mia_sessions_get(s, 1)->session_id, "s-2");
		for (size_t i = 0; i < 2; i++) {
			const struct mia_session *p = mia_sessions_get(s, i);
			assert_int_equal(p->bind_records + p->sync_records + p->other_records, 1);
			assert_int_equal(p->unusual.count, 1);
			assert_text(p->unusual.ptr[0], "other version");
		}
		mia_sessions_free(s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(versions_that_contradict_count_both),
		cmocka_unit_test(sessions_are_told_over_one_kind),
		cmocka_unit_test(the_timeline_counts_what_it_cannot_tell),
		cmocka_unit_test(another_copy_tells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
