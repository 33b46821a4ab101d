/* Where the log itself says that a message of a list lay: in a folder that was copied, in another, or
 * in one that cannot be told from it. The intruder has session s1, and copies at minute 30. */
#include "made_findings.h"

#define UNKNOWN MIA_TIME_UNKNOWN

struct at {
	const char *id, *path, *name;
	int minute; /* -1: not known */
};

static void
make_at(struct made *m, unsigned key, const char *session, const struct at *at)
{
	make(m, key, "r", session, at->minute * 60);
	if (at->minute < 0)
		m->event.time = UNKNOWN;
	m->folder = (struct mia_folder){ text_of(at->id), text_of(at->path), text_of(at->name) };
}

/* <p> is named by records of the owner alone. */
static struct mia_exposure *
placed(const struct mia_scope *scope, const struct mia_texts *list, const char *session,
	const struct at *copy, const struct at *first, const struct at *second)
{
	struct mia_exposure_options options = { .size = sizeof(options), .scope = scope, .list = list };
	struct mia_exposure *exposure = NULL;
	struct made m;

	assert_int_equal(mia_exposure_new(&exposure, NULL, &options, NULL), MIA_OK);
	make_at(&m, 1, session, copy);
	make_sync(&m.event, &m.sync);
	add(exposure, &m.event);
	for (unsigned i = 0; i < (second ? 2 : 1); i++) {
		const struct at *at = i ? second : first;
		make_at(&m, 2 + i, "own", at);
		make_items(&m, "<p>", NULL);
		if (!at->id && !at->path && !at->name) {
			m.event.folder_count = 0;
			m.items[0].folder = MIA_NO_FOLDER;
		}
		add(exposure, &m.event);
	}
	seal_exposure(exposure);
	return exposure;
}

/* The basis of the one row of <p>. */
static mia_basis
answer(const struct mia_exposure *exposure, const struct mia_texts *list, enum mia_sync_reading sync,
	bool ours)
{
	struct mia_finding_messages *m = NULL;
	const struct mia_message *row;
	struct made_view v;

	begin_view(&v);
	v.view.asked.list = list;
	v.view.asked.sync = sync;
	add_exposed(&v, "ann@x", "guid-a")->basis = ours ? MIA_BASIS_SYNC_FOLDER : MIA_BASIS_SYNC_UNATTR;
	add_covered(&v, "ann@x", "guid-a", 1);
	add_span(&v, "ann@x", MIA_COVERAGE_COVERED, UNKNOWN, UNKNOWN);
	struct mia_findings *f = make_findings(exposure, &v);
	assert_int_equal(mia_finding_messages_new(&m, f, NULL), MIA_OK);
	assert_int_equal(mia_finding_messages_next(m, &row, NULL), MIA_OK);
	assert_same_text(row->internet_message_id, TEXT("<p>"));
	mia_basis basis = row->basis;
	assert_int_equal(mia_finding_messages_next(m, &row, NULL), MIA_END);
	mia_finding_messages_free(m);
	mia_findings_free(f);
	return basis;
}

#define COPIED MIA_BASIS_SYNC_FOLDER
#define MAYBE MIA_BASIS_SYNC_UNATTR
#define DOUBT MIA_BASIS_UNNAMED
#define NONE MIA_BASIS_COVERED_NONE

static void
each_place_by_itself(void **state)
{
	static const struct {
		struct at copy, place;
		mia_basis ours, whose; /* the copy is the intruder's; it cannot be told whose it is */
	} rows[] = {
		/* By its id: there at the moment of the copy, or before. */
		{ { "F1", "\\Inbox", NULL, 30 }, { "F1", "\\Inbox", NULL, 20 }, COPIED, MAYBE },
		{ { "F1", "\\Inbox", NULL, 30 }, { "F1", NULL, NULL, 30 }, COPIED, MAYBE },
		{ { "F1", "\\Inbox", NULL, 30 }, { "F1", "\\Inbox", NULL, 31 }, DOUBT, DOUBT },
		{ { "F1", "\\Inbox", NULL, 30 }, { "F1", "\\Inbox", NULL, -1 }, DOUBT, DOUBT },
		{ { "F1", "\\Inbox", NULL, -1 }, { "F1", "\\Inbox", NULL, 31 }, COPIED, MAYBE },
		/* In another folder, whatever both are known by. */
		{ { "F1", "\\Inbox", NULL, 30 }, { "F9", "\\Archive", NULL, 20 }, NONE, NONE },
		{ { "F1", "\\Inbox", NULL, 30 }, { "F9", NULL, NULL, 20 }, NONE, NONE },
		{ { "F1", "\\Inbox", NULL, 30 }, { NULL, "\\Archive", NULL, 20 }, NONE, NONE },
		/* One path, two ids: it may have been given to another folder since. */
		{ { "F1", "\\Inbox", NULL, 30 }, { "F9", "\\Inbox", NULL, 20 }, DOUBT, DOUBT },
		/* By the path alone. */
		{ { NULL, "\\Inbox", NULL, 30 }, { NULL, "\\Inbox", NULL, 20 }, COPIED, MAYBE },
		{ { NULL, "\\Inbox", NULL, 30 }, { NULL, "\\Inbox", NULL, 30 }, COPIED, MAYBE },
		{ { NULL, "\\Inbox", NULL, 30 }, { NULL, "\\Inbox", NULL, 31 }, DOUBT, DOUBT },
		{ { NULL, "\\Inbox", NULL, 30 }, { NULL, "\\Inbox", NULL, -1 }, DOUBT, DOUBT },
		{ { "F1", "\\Inbox", NULL, 30 }, { NULL, "\\Inbox", NULL, 20 }, COPIED, MAYBE },
		{ { NULL, "\\Inbox", NULL, 30 }, { NULL, "\\Archive", NULL, 20 }, NONE, NONE },
		{ { NULL, "\\Inbox", NULL, 30 }, { "F9", "\\Archive", NULL, 20 }, NONE, NONE },
		/* One folder alone has the path: it is meant. */
		{ { NULL, "\\Inbox", NULL, 30 }, { "F9", "\\Inbox", NULL, 20 }, COPIED, MAYBE },
		/* Nothing by which both are known. */
		{ { NULL, "\\Inbox", NULL, 30 }, { "F9", NULL, NULL, 20 }, DOUBT, DOUBT },
		{ { "F1", NULL, NULL, 30 }, { NULL, "\\Archive", NULL, 20 }, DOUBT, DOUBT },
		{ { "F1", NULL, NULL, 30 }, { "F9", NULL, NULL, 20 }, NONE, NONE },
		{ { "F1", NULL, NULL, 30 }, { "F9", "\\Archive", NULL, 20 }, NONE, NONE },
		{ { "F1", "\\Inbox", NULL, 30 }, { NULL, NULL, NULL, 20 }, DOUBT, DOUBT },
		/* A bare name is no path, a damaged id no id. */
		{ { NULL, NULL, "Inbox", 30 }, { NULL, NULL, "Inbox", 20 }, DOUBT, DOUBT },
		{ { NULL, NULL, "Inbox", 30 }, { NULL, NULL, "Archive", 20 }, DOUBT, DOUBT },
		{ { "F1", "\\Inbox", NULL, 30 }, { NULL, NULL, "Archive", 20 }, DOUBT, DOUBT },
		{ { "F1", NULL, NULL, 30 }, { "F\xef\xbf\xbd", NULL, NULL, 20 }, DOUBT, DOUBT },
		{ { "F\xef\xbf\xbd", NULL, NULL, 30 }, { "F9", NULL, NULL, 20 }, DOUBT, DOUBT },
		{ { "F\xef\xbf\xbd", "\\Inbox", NULL, 30 }, { "F9", "\\Archive", NULL, 20 }, NONE, NONE },
	};
	struct mia_text id = TEXT("<p>");
	struct mia_texts list = { &id, 1 };
	struct mia_scope *scope = session_scope("s1");

	(void)state;
	for (size_t i = 0; i < 2 * COUNT(rows); i++) {
		bool ours = i % 2 == 0;
		mia_basis wanted = ours ? rows[i / 2].ours : rows[i / 2].whose;
		struct mia_exposure *exposure =
			placed(scope, &list, ours ? "s1" : NULL, &rows[i / 2].copy, &rows[i / 2].place, NULL);
		mia_basis is = answer(exposure, &list, MIA_SYNC_FOLDER, ours);
		if (is != wanted)
			fail_msg("row %zu: %llx", i / 2, (unsigned long long)is);
		mia_exposure_free(exposure);
	}
	mia_scope_free(scope);
}

/* Of two places the graver counts, whichever comes first. */
static void
two_places(void **state)
{
	static const struct at copy = { "F1", "\\Inbox", NULL, 30 };
	static const struct {
		struct at places[2];
		mia_basis basis;
	} rows[] = {
		{ { { "F1", NULL, NULL, 20 }, { "F9", NULL, NULL, 10 } }, COPIED },
		{ { { "F1", NULL, NULL, 31 }, { "F9", NULL, NULL, 10 } }, DOUBT },
		{ { { "F8", NULL, NULL, 31 }, { "F9", NULL, NULL, 10 } }, NONE },
		{ { { "F8", NULL, NULL, 31 }, { NULL, NULL, NULL, 10 } }, DOUBT },
	};
	struct mia_text id = TEXT("<p>");
	struct mia_texts list = { &id, 1 };
	struct mia_scope *scope = session_scope("s1");

	(void)state;
	for (size_t i = 0; i < 2 * COUNT(rows); i++) {
		const struct at *places = rows[i / 2].places;
		struct mia_exposure *exposure =
			placed(scope, &list, "s1", &copy, &places[i % 2], &places[!(i % 2)]);
		assert_int_equal(answer(exposure, &list, MIA_SYNC_FOLDER, true), rows[i / 2].basis);
		mia_exposure_free(exposure);
	}
	mia_scope_free(scope);
}

/* Where a sync is taken for one of the whole mailbox: whatever lay there by then. */
static void
the_mailbox_as_a_whole(void **state)
{
	static const struct {
		struct at copy, place;
		mia_basis basis;
	} rows[] = {
		{ { "F1", NULL, NULL, 30 }, { "F9", NULL, NULL, 29 }, MIA_BASIS_SYNC_CONTEXT },
		{ { "F1", NULL, NULL, 30 }, { "F9", NULL, NULL, 30 }, MIA_BASIS_SYNC_CONTEXT },
		{ { "F1", NULL, NULL, 30 }, { "F1", NULL, NULL, 30 }, COPIED | MIA_BASIS_SYNC_CONTEXT },
		{ { "F1", NULL, NULL, -1 }, { "F9", NULL, NULL, 31 }, MIA_BASIS_SYNC_CONTEXT },
		{ { "F1", NULL, NULL, 30 }, { "F9", NULL, NULL, 31 }, DOUBT },
		{ { "F1", NULL, NULL, 30 }, { "F9", NULL, NULL, -1 }, DOUBT },
	};
	struct mia_text id = TEXT("<p>");
	struct mia_texts list = { &id, 1 };
	struct mia_scope *scope = session_scope("s1");

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct mia_exposure *exposure =
			placed(scope, &list, "s1", &rows[i].copy, &rows[i].place, NULL);
		assert_int_equal(answer(exposure, &list, MIA_SYNC_MAILBOX, true), rows[i].basis);
		mia_exposure_free(exposure);
		/* A copy that may be another's is none of the whole mailbox. */
		exposure = placed(scope, &list, NULL, &rows[i].copy, &rows[i].place, NULL);
		assert_false(answer(exposure, &list, MIA_SYNC_MAILBOX, false) & MIA_BASIS_SYNC_CONTEXT);
		mia_exposure_free(exposure);
	}
	mia_scope_free(scope);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_place_by_itself),
		cmocka_unit_test(two_places),
		cmocka_unit_test(the_mailbox_as_a_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
