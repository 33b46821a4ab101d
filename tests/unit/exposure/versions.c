/* Versions of one record are one record: what one has lost another has, and
 * neither their order nor the names of their files changes an answer. Where a
 * message of a list lay. */
#include "made_exposure.h"

#include "exposure/exposure.h"

/* Adds three events in each of their six orders, and hands each exposure on. */
static void
in_any_order(const struct mia_scope *scope, const struct mia_event *const events[3],
	void (*check)(const struct mia_exposure *exposure))
{
	static const unsigned orders[6][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 },
		{ 2, 0, 1 }, { 2, 1, 0 } };

	for (size_t i = 0; i < 6; i++) {
		struct mia_exposure *exposure = new_exposure(scope);
		for (size_t k = 0; k < 3; k++)
			add(exposure, events[orders[i][k]]);
		seal_exposure(exposure);
		check(exposure);
		mia_exposure_free(exposure);
	}
}

static void
make_poor(struct made *m, const char *session)
{
	make(m, 1, "r1", session, 50);
	m->event.operation = TEXT("MailItemsAccessed");
	m->event.access = MIA_ACCESS_UNSTATED;
	m->event.flags = MIA_FLAG_ACCESS_UNSTATED | MIA_FLAG_ITEMS_LOST;
	m->event.stated_count = 2;
	m->event.content = 70;
}

static void
check_one_whole_bind(const struct mia_exposure *exposure)
{
	const struct mia_exposure_sums *sums = mia_exposure_sums(exposure);
	const struct mia_mailbox_exposure *box = mia_exposure_mailbox(exposure, 0);

	assert_int_equal(sums->binds, 1);
	assert_int_equal(sums->events_in_scope, 1);
	assert_int_equal(sums->binds_in_evidence, 1);
	assert_int_equal(sums->kind_not_stated, 0);
	assert_int_equal(sums->items_lost, 0);
	assert_int_equal(sums->unattributed, 0);
	assert_int_equal(sums->unnamed, 0);
	assert_int_equal(sums->binds_without_items, 0);
	assert_int_equal(box->binds, 1);
	assert_int_equal(box->items_lost, 0);
	assert_int_equal(box->kind_not_stated, 0);
	assert_int_equal(box->unclear_accesses, 0);
	assert_int_equal(box->basis, MIA_BASIS_BIND);
	struct mia_messages *messages = read_messages(exposure);
	assert_int_equal(next_message(messages)->basis, MIA_BASIS_BIND);
	assert_int_equal(next_message(messages)->access_count, 1);
	end_messages(messages);
}

/* The export as Hawk leaves it: one version is whole, one has lost kind and
 * names, one its session besides. */
static void
a_whole_version_speaks_for_all(void **state)
{
	(void)state;
	struct mia_scope *scope = session_scope("s1");
	struct made whole, poor, poorer;
	make(&whole, 1, "r1", "s1", 50);
	make_bind_of(&whole, "<a>", "<b>");
	make_poor(&poor, "s1");
	make_poor(&poorer, NULL);
	in_any_order(scope, (const struct mia_event *[]){ &whole.event, &poor.event, &poorer.event },
		check_one_whole_bind);
	mia_scope_free(scope);
}

/* One version in scope, one whose session is another: counted once. */
static void
in_scope_by_one_version(void **state)
{
	(void)state;
	struct mia_scope *scope = session_scope("s1");
	struct made ours, theirs, lost;
	make(&ours, 1, "r1", "s1", 50);
	make_bind_of(&ours, "<a>", "<b>");
	make(&theirs, 1, "r1", "s2", 50);
	make_bind_of(&theirs, "<a>", "<b>");
	make_poor(&lost, NULL);
	in_any_order(scope, (const struct mia_event *[]){ &ours.event, &theirs.event, &lost.event },
		check_one_whole_bind);
	mia_scope_free(scope);
}

static void
check_nothing(const struct mia_exposure *exposure)
{
	const struct mia_exposure_sums *sums = mia_exposure_sums(exposure);

	assert_int_equal(sums->unattributed, 0);
	assert_int_equal(sums->binds_in_evidence, 1);
	assert_int_equal(mia_exposure_mailbox_count(exposure), 1);
	assert_int_equal(mia_exposure_mailbox(exposure, 0)->basis, 0);
	assert_int_equal(mia_exposure_mailbox(exposure, 0)->unattributed_records, 0);
	assert_int_equal(mia_exposure_mailbox(exposure, 0)->unclear_accesses, 0);
	end_messages(read_messages(exposure));
	end_folders(read_folders(exposure));
}

/* The whole version says whose session it was: not the one asked for. What has
 * lost it does not bring the record back. */
static void
out_of_scope_by_the_whole_version(void **state)
{
	(void)state;
	struct mia_scope *scope = session_scope("s1");
	struct made theirs, poor, poorer;
	make(&theirs, 1, "r1", "s2", 50);
	make_bind_of(&theirs, "<a>", "<b>");
	make(&poor, 1, "r1", NULL, 50);
	make_bind_of(&poor, "<a>", NULL);
	make_poor(&poorer, NULL);
	in_any_order(scope, (const struct mia_event *[]){ &theirs.event, &poor.event, &poorer.event },
		check_nothing);
	mia_scope_free(scope);
}

static void
make_sync_of(struct made *m, const char *session)
{
	make(m, 1, "r1", session, 50);
	m->event.operation = TEXT("MailItemsAccessed");
	m->event.access = MIA_ACCESS_SYNC;
	m->sync = (struct mia_sync){ .folders = &m->folder, .folder_count = 1 };
	m->event.sync = &m->sync;
	m->event.throttled = MIA_NO;
}

static void
check_one_sync(const struct mia_exposure *exposure)
{
	const struct mia_exposure_sums *sums = mia_exposure_sums(exposure);

	assert_int_equal(sums->syncs, 1);
	assert_int_equal(sums->syncs_in_evidence, 1);
	assert_int_equal(sums->events_in_scope, 1);
	assert_int_equal(sums->unattributed, 0);
	assert_int_equal(mia_exposure_mailbox(exposure, 0)->basis, MIA_BASIS_SYNC_FOLDER);
}

/* A sync in scope by one version, of another session by the second, of none by the third: one sync. */
static void
a_sync_in_scope_by_one_version(void **state)
{
	(void)state;
	struct mia_scope *scope = session_scope("s1");
	struct made ours, theirs, lost;
	make_sync_of(&ours, "s1");
	make_sync_of(&theirs, "s2");
	make_sync_of(&lost, NULL);
	in_any_order(scope, (const struct mia_event *[]){ &ours.event, &theirs.event, &lost.event },
		check_one_sync);
	mia_scope_free(scope);
}

static void
check_no_sync(const struct mia_exposure *exposure)
{
	const struct mia_exposure_sums *sums = mia_exposure_sums(exposure);

	assert_int_equal(sums->unattributed, 0);
	assert_int_equal(sums->syncs, 0);
	assert_int_equal(sums->syncs_in_evidence, 1);
	assert_int_equal(mia_exposure_mailbox(exposure, 0)->basis, 0);
}

/* The whole version says whose sync it was: not that which was asked for. */
static void
a_sync_out_of_scope_by_the_whole_version(void **state)
{
	(void)state;
	struct mia_scope *scope = session_scope("s1");
	struct made theirs, lost;
	make_sync_of(&theirs, "s2");
	make_sync_of(&lost, NULL);
	in_any_order(scope, (const struct mia_event *[]){ &theirs.event, &lost.event, &lost.event },
		check_no_sync);
	mia_scope_free(scope);
}

static void
check_one_event(const struct mia_exposure *exposure)
{
	const struct mia_exposure_sums *sums = mia_exposure_sums(exposure);

	assert_int_equal(sums->events_in_scope, 1);
	assert_int_equal(sums->binds, 1);
	assert_int_equal(sums->binds_in_evidence, 1);
	assert_int_equal(sums->unnamed, 0);
}

/* A version that failed is of no row, and yet the same event; one that names less than it counts says
 * nothing against one that names all. */
static void
versions_of_no_row_count_with_the_others(void **state)
{
	(void)state;
	struct mia_scope *scope = session_scope("s1");
	struct made whole, failed, less;
	make(&whole, 1, "r1", "s1", 50);
	make_bind_of(&whole, "<a>", "<b>");
	make(&failed, 1, "r1", "s1", 50);
	make_bind_of(&failed, "<a>", "<b>");
	failed.event.flags |= MIA_FLAG_FAILED;
	make(&less, 1, "r1", "s1", 50);
	make_bind_of(&less, "<a>", NULL);
	less.bind.unnamed = 1;
	in_any_order(scope, (const struct mia_event *[]){ &whole.event, &failed.event, &less.event },
		check_one_event);
	mia_scope_free(scope);
}

/* Which message each of several attachments belongs to is not known: one each. */
static void
attachments_are_not_overstated(void **state)
{
	(void)state;
	for (unsigned items = 1; items <= 2; items++) {
		struct mia_exposure *exposure = new_exposure(NULL);
		struct made m;
		make(&m, 1, "r1", "s1", 50);
		make_items(&m, "<a>", items == 2 ? "<b>" : NULL);
		m.event.operation = TEXT("AttachmentAccess");
		m.event.attachment_count = 5;
		add(exposure, &m.event);
		seal_exposure(exposure);
		struct mia_messages *messages = read_messages(exposure);
		for (unsigned i = 0; i < items; i++)
			assert_int_equal(next_message(messages)->attachment_count, items == 1 ? 5 : 1);
		end_messages(messages);
		mia_exposure_free(exposure);
	}
}

/* ---- where a message of a list lay ---- */

static void
places_of_a_list(void **state)
{
	(void)state;
	struct mia_text ids[] = { TEXT(" a@x "), TEXT("store-1") };
	struct mia_texts list = { ids, 2 };
	struct mia_scope *scope = session_scope("s1");
	struct mia_exposure_options options = { .size = sizeof(options), .scope = scope, .list = &list };
	struct mia_exposure *exposure = NULL;
	const struct exposure_placement *places;
	struct made m;
	assert_int_equal(mia_exposure_new(&exposure, NULL, &options, NULL), MIA_OK);
	/* The owner's, out of scope: <a@x> in F1, twice. */
	make(&m, 1, "r1", "own", 50);
	make_bind_of(&m, "<a@x>", "<b@x>");
	add(exposure, &m.event);
	make(&m, 2, "r2", "own", 20);
	make_bind_of(&m, "<a@x>", NULL);
	add(exposure, &m.event);
	seal_exposure(exposure);
	assert_int_equal(mia__exposure_places_of(exposure, false, TEXT("<a@x>"), &places), 1);
	assert_int_equal(places->first, SECONDS(20));
	assert_text(mia__folder_names_id(&exposure->foldernames, places->folder), "F1");
	assert_int_equal(mia__exposure_places_of(exposure, true, TEXT("store-1"), &places), 1);
	assert_int_equal(mia__exposure_places_of(exposure, false, TEXT("<b@x>"), &places), 0);
	assert_int_equal(mia__exposure_places_of(exposure, false, TEXT("store-1"), &places), 0);
	mia_exposure_free(exposure);
	mia_scope_free(scope);
}

/* A move names two folders, and the item may have lain in either. A folder
 * whose id was damaged is none that is known. */
static void
places_of_moves_and_damaged_folders(void **state)
{
	(void)state;
	struct mia_text id = TEXT("<a@x>");
	struct mia_texts list = { &id, 1 };
	struct mia_exposure_options options = { .size = sizeof(options), .list = &list };
	struct mia_exposure *exposure = NULL;
	const struct exposure_placement *places;
	struct mia_folder folders[2] = { { .id = TEXT("F1") }, { .id = TEXT("F2") } };
	struct made m;
	assert_int_equal(mia_exposure_new(&exposure, NULL, &options, NULL), MIA_OK);
	make(&m, 1, "r1", "own", 50);
	make_items(&m, "<a@x>", NULL);
	m.event.folders = folders;
	m.event.folder_count = 2;
	add(exposure, &m.event);
	make(&m, 2, "r2", "own", 60);
	make_bind_of(&m, "<a@x>", NULL);
	m.folder.id = TEXT("F\xef\xbf\xbd");
	add(exposure, &m.event);
	seal_exposure(exposure);
	assert_int_equal(mia__exposure_places_of(exposure, false, id, &places), 3);
	assert_int_equal(places[2].folder, MIA_NO_FOLDER);
	mia_exposure_free(exposure);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_version_speaks_for_all),
		cmocka_unit_test(in_scope_by_one_version),
		cmocka_unit_test(out_of_scope_by_the_whole_version),
		cmocka_unit_test(a_sync_in_scope_by_one_version),
		cmocka_unit_test(a_sync_out_of_scope_by_the_whole_version),
		cmocka_unit_test(versions_of_no_row_count_with_the_others),
		cmocka_unit_test(attachments_are_not_overstated),
		cmocka_unit_test(places_of_a_list),
		cmocka_unit_test(places_of_moves_and_damaged_folders),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
