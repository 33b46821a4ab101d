/* What an inventory, forwarding and a list add to the messages and folders of
 * the log. The intruder is whoever has session s1. */
#include "made_findings.h"

#define UNKNOWN MIA_TIME_UNKNOWN
#define DISCOVERY MIA_INVENTORY_EDISCOVERY
#define TRACE MIA_INVENTORY_MESSAGE_TRACE

/*
 * Ann's mailbox: <a> is bound at minute 10 in \Inbox; \Inbox is copied at 20
 * and at 40, \Archive at 30; the owner copies \Private at 50.
 */
static struct mia_exposure *
ann(void)
{
	struct mia_scope *scope = session_scope("s1");
	struct mia_exposure *exposure = new_exposure(scope);
	struct made m;
	static const struct {
		const char *id, *path, *session;
		int minute;
	} syncs[] = {
		{ "F1", "\\Inbox", "s1", 20 },
		{ "F1", "\\Inbox", "s1", 40 },
		{ "F2", "\\Archive", "s1", 30 },
		{ "F3", "\\Private", "s2", 50 },
	};

	make(&m, 1, "r1", "s1", 600);
	m.folder.path = TEXT("\\Inbox");
	make_bind_of(&m, "<a>", NULL);
	m.items[0].subject = TEXT("Offer");
	add(exposure, &m.event);
	for (unsigned i = 0; i < COUNT(syncs); i++) {
		make(&m, 2 + i, "r", syncs[i].session, syncs[i].minute * 60);
		m.folder = (struct mia_folder){ .id = text_of(syncs[i].id), .path = text_of(syncs[i].path) };
		make_sync(&m.event, &m.sync);
		add(exposure, &m.event);
	}
	seal_exposure(exposure);
	mia_scope_free(scope);
	return exposure;
}

static void
begin(struct made_view *v)
{
	begin_view(v);
	add_exposed(v, "ann@x", "guid-a")->basis = MIA_BASIS_BIND | MIA_BASIS_SYNC_FOLDER;
	v->exposed[0].folders_synced = 2;
	add_covered(v, "ann@x", "guid-a", 1);
}

/* The rows as "id level basis", a line each. */
static void
assert_rows(const struct mia_findings *f, const char *wanted)
{
	struct mia_finding_messages *m = NULL;
	const struct mia_message *row;
	struct buf out;
	size_t count = 0;

	mia__buf_init(&out, NULL);
	assert_int_equal(mia_finding_messages_new(&m, f, NULL), MIA_OK);
	for (; mia_finding_messages_next(m, &row, NULL) == MIA_OK; count++) {
		mia__buf_text(&out, row->internet_message_id);
		mia__buf_str(&out, ": ");
		mia__buf_str(&out, mia_level_name(row->level));
		for (unsigned bit = 0; bit < MIA_BASIS_COUNT; bit++)
			if (row->basis >> bit & 1) {
				mia__buf_str(&out, " ");
				mia__buf_str(&out, mia_basis_name(UINT64_C(1) << bit));
			}
		mia__buf_byte(&out, '\n');
	}
	mia_finding_messages_free(m);
	mia__buf_byte(&out, '\0');
	assert_string_equal(out.ptr, wanted);
	assert_int_equal(mia_findings_sums(f)->messages, count);
	mia__buf_release(&out);
}

static void
copied_folders_presume_what_had_come(void **state)
{
	struct mia_exposure *exposure = ann();
	struct made_view v;

	(void)state;
	begin(&v);
	add_listed(&v, DISCOVERY, "<a>", "\\inbox", MINUTES(5));
	add_listed(&v, DISCOVERY, "<b>", "\\inbox", MINUTES(40));
	add_listed(&v, DISCOVERY, "<c>", "\\Inbox", MINUTES(40) + 1);
	add_listed(&v, DISCOVERY, "<d>", "\\Archive", MINUTES(31));
	add_listed(&v, DISCOVERY, "<e>", "\\Archive", UNKNOWN);
	add_listed(&v, DISCOVERY, "<f>", "\\Private", MINUTES(1));
	add_listed(&v, TRACE, "<g>", NULL, MINUTES(40));
	add_listed(&v, TRACE, "<h>", NULL, MINUTES(41));
	add_listed(&v, TRACE, "<i>", NULL, MINUTES(2))->undelivered = 1;
	/* Both rows speak of one message; the place is known after all. */
	add_listed(&v, TRACE, "<j>", NULL, MINUTES(3));
	add_listed(&v, DISCOVERY, "<j>", "\\Private", MINUTES(4));
	/* Another mailbox, of which nothing is known. */
	add_listed(&v, TRACE, "<k>", NULL, MINUTES(3))->mailbox = TEXT("zoe@x");
	struct mia_findings *f = make_findings(exposure, &v);
	assert_rows(f,
		"<a>: access recorded BIND SYNC_FOLDER\n"
		"<b>: presumed copied SYNC_FOLDER\n"
		"<e>: presumed copied SYNC_FOLDER INVENTORY_NO_DATE\n"
		"<g>: presumed copied SYNC_FOLDER INVENTORY_NO_FOLDER\n");
	const struct mia_findings_sums *sums = mia_findings_sums(f);
	assert_int_equal(sums->by_level[MIA_LEVEL_ACCESS_RECORDED], 1);
	assert_int_equal(sums->by_level[MIA_LEVEL_PRESUMED_COPIED], 3);
	assert_int_equal(sums->inventory_elsewhere, 1);
	const struct mia_mailbox_finding *mailbox = mia_findings_mailbox(f, 0);
	assert_true(mailbox->presumed_known);
	assert_int_equal(mailbox->messages_presumed, 4);
	assert_true(mia__text_find(mailbox->sentence,
			    TEXT("is presumed copied (4 messages, according to the inventory).")) > 0);
	mia_findings_free(f);
	/* The mailbox as a whole, up to its last sync at 40. */
	v.view.asked.sync = MIA_SYNC_MAILBOX;
	f = make_findings(exposure, &v);
	assert_rows(f,
		"<a>: access recorded BIND SYNC_FOLDER SYNC_CONTEXT\n"
		"<b>: presumed copied SYNC_FOLDER SYNC_CONTEXT\n"
		"<d>: presumed copied SYNC_CONTEXT\n"
		"<e>: presumed copied SYNC_FOLDER SYNC_CONTEXT INVENTORY_NO_DATE\n"
		"<f>: presumed copied SYNC_CONTEXT\n"
		"<g>: presumed copied SYNC_FOLDER SYNC_CONTEXT INVENTORY_NO_FOLDER\n"
		"<j>: presumed copied SYNC_CONTEXT\n");
	assert_int_equal(mia_findings_mailbox(f, 0)->messages_presumed, 7);
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

static void
the_inventory_tells_more_and_may_contradict(void **state)
{
	struct mia_exposure *exposure = ann();
	struct made_view v;
	struct mia_finding_messages *m = NULL;
	const struct mia_message *row = NULL;

	(void)state;
	begin(&v);
	struct mia_inventory_item *item = add_listed(&v, TRACE, "<a>", "\\Later", MINUTES(15));
	item->subject = TEXT("Offer ");
	item->sender = TEXT("sales@y");
	item->size_bytes = 77;
	add_listed(&v, TRACE, "<a>", NULL, MINUTES(15) + 1);
	struct mia_findings *f = make_findings(exposure, &v);
	assert_int_equal(mia_finding_messages_new(&m, f, NULL), MIA_OK);
	assert_int_equal(mia_finding_messages_next(m, &row, NULL), MIA_OK);
	assert_text(row->subject, "Offer");
	assert_text(row->sender, "sales@y");
	assert_int_equal(row->size_bytes, 77);
	assert_int_equal(row->received, MINUTES(15));
	assert_list(row->folders, "\\Inbox|\\Later");
	/* Accessed at 10, come at 15: within what clocks may differ. */
	assert_false(row->basis & MIA_BASIS_INVENTORY_DIFFERS);
	mia_finding_messages_free(m);
	mia_findings_free(f);
	/* A second more is a contradiction; so is another subject. */
	v.items[0].received = MINUTES(15) + 1;
	f = make_findings(exposure, &v);
	assert_rows(f, "<a>: access recorded BIND SYNC_FOLDER INVENTORY_DIFFERS\n");
	mia_findings_free(f);
	v.items[0].received = v.items[1].received = MINUTES(1);
	v.items[0].subject = TEXT("Order");
	f = make_findings(exposure, &v);
	assert_rows(f, "<a>: access recorded BIND SYNC_FOLDER INVENTORY_DIFFERS\n");
	assert_int_equal(mia_findings_sums(f)->inventory_differs, 1);
	mia_findings_free(f);
	/* What a list of the contents lacks was deleted since; what a trace
	 * lacks was not. */
	v.items[0].internet_message_id = v.items[1].internet_message_id = TEXT("<z>");
	v.items[0].received = v.items[1].received = MINUTES(59);
	f = make_findings(exposure, &v);
	assert_rows(f, "<a>: access recorded BIND\n");
	mia_findings_free(f);
	v.items[0].kind = DISCOVERY;
	f = make_findings(exposure, &v);
	assert_rows(f, "<a>: access recorded BIND NOT_IN_INVENTORY\n");
	assert_int_equal(mia_findings_sums(f)->not_in_inventory, 1);
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

/* A rule that began before another may outlive it. */
static void
forwarding_rules_overlap(void **state)
{
	struct mia_exposure *exposure = ann();
	struct made_view v;
	static const int spans[][2] = { { 70, 75 }, { 60, 80 }, { 90, 95 } };

	(void)state;
	begin(&v);
	for (size_t i = 0; i < COUNT(spans); i++)
		v.forwardings[v.view.forwarding_count++] = (struct mia_forwarding){
			.mailbox = TEXT("ann@x"),
			.match = MIA_MATCH_YES,
			.start = MINUTES(spans[i][0]),
			.end = MINUTES(spans[i][1]),
		};
	add_listed(&v, TRACE, "<b>", NULL, MINUTES(59));
	add_listed(&v, TRACE, "<c>", NULL, MINUTES(77));
	add_listed(&v, TRACE, "<d>", NULL, MINUTES(85));
	add_listed(&v, TRACE, "<e>", NULL, MINUTES(94));
	add_listed(&v, TRACE, "<f>", NULL, MINUTES(99));
	struct mia_findings *f = make_findings(exposure, &v);
	assert_rows(f,
		"<a>: access recorded BIND\n"
		"<c>: presumed copied FORWARDED\n"
		"<e>: presumed copied FORWARDED\n");
	mia_findings_free(f);
	v.forwardings[1].start = v.forwardings[1].end = UNKNOWN;
	f = make_findings(exposure, &v);
	assert_int_equal(mia_findings_sums(f)->messages, 6);
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

static void
forwarding_presumes_what_came_while_it_stood(void **state)
{
	static const struct mia_text targets[] = { { "drop@z", 6 } };
	struct mia_exposure *exposure = ann();
	struct made_view v;

	(void)state;
	begin(&v);
	v.forwardings[v.view.forwarding_count++] = (struct mia_forwarding){
		.mailbox = TEXT("Ann@X"),
		.match = MIA_MATCH_YES,
		.start = MINUTES(60),
		.end = MINUTES(70),
		.operation = TEXT("Set-Mailbox"),
		.targets = { targets, 1 },
	};
	v.forwardings[v.view.forwarding_count++] = (struct mia_forwarding){
		.mailbox = TEXT("ann@x"),
		.match = MIA_MATCH_CANNOT_TELL,
		.start = MINUTES(80),
		.end = UNKNOWN,
	};
	add_listed(&v, TRACE, "<a>", NULL, MINUTES(60) - 1);
	add_listed(&v, TRACE, "<b>", NULL, MINUTES(60));
	add_listed(&v, TRACE, "<c>", NULL, MINUTES(70) - 1);
	add_listed(&v, TRACE, "<d>", NULL, MINUTES(70));
	add_listed(&v, TRACE, "<e>", NULL, MINUTES(90));
	struct mia_findings *f = make_findings(exposure, &v);
	assert_rows(f,
		"<a>: access recorded BIND INVENTORY_DIFFERS\n"
		"<b>: presumed copied FORWARDED\n"
		"<c>: presumed copied FORWARDED\n");
	const struct mia_mailbox_finding *mailbox = mia_findings_mailbox(f, 0);
	assert_true(mailbox->basis & MIA_BASIS_FORWARDED);
	assert_true(
		mia__text_find(mailbox->sentence,
			TEXT("1 rule or setting that forwards mail was made in such sessions at 2016-07-18 "
			     "01:00:00 UTC. All mail that arrived while it was in force is presumed forwarded to "
			     "drop@z (in force between 2016-07-18 01:00:00 UTC and 2016-07-18 01:10:00 UTC). According to "
			     "the inventory, 2 messages arrived while mail was being forwarded.")) > 0);
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

/* The log knows the copied folder by a bare name only. */
static void
a_bare_name_is_a_weak_match(void **state)
{
	struct mia_exposure *exposure = new_exposure(NULL);
	struct made_view v;
	struct made m;

	(void)state;
	make(&m, 1, "r1", "s1", 60);
	m.folder = (struct mia_folder){ .id = TEXT("F9"), .name = TEXT("Pay") };
	make_sync(&m.event, &m.sync);
	add(exposure, &m.event);
	seal_exposure(exposure);
	begin(&v);
	add_listed(&v, DISCOVERY, "<a>", "\\Staff\\pay", MINUTES(0));
	add_listed(&v, DISCOVERY, "<b>", "\\Staff\\Repay", MINUTES(0));
	struct mia_findings *f = make_findings(exposure, &v);
	assert_rows(f, "<a>: presumed copied SYNC_FOLDER INVENTORY_NO_FOLDER\n");
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

static void
statistics_count_and_name_folders(void **state)
{
	struct mia_exposure *exposure = ann();
	struct made_view v;
	struct mia_finding_folders *folders = NULL;
	const struct mia_folder_exposure *row = NULL;
	static const struct {
		const char *path;
		int64_t items;
	} counted[] = {
		{ "\\Archive", 30 },
		{ "\\Drafts", 4 },
		{ "\\Inbox", 12 },
		{ "\\Private", 5 },
	};

	(void)state;
	begin(&v);
	for (size_t i = 0; i < COUNT(counted); i++)
		v.statistics[v.view.statistics_count++] = (struct mia_inventory_folder){
			.mailbox = TEXT("ann@x"),
			.folder_path = text_of(counted[i].path),
			.items = counted[i].items,
			.size_bytes = MIA_SIZE_UNKNOWN,
			.oldest = UNKNOWN,
			.newest = UNKNOWN,
		};
	struct mia_findings *f = make_findings(exposure, &v);
	assert_int_equal(mia_findings_mailbox(f, 0)->messages_presumed, 42);
	assert_true(mia__text_find(mia_findings_mailbox(f, 0)->sentence,
			    TEXT("(42 items, according to the folder statistics)")) > 0);
	assert_int_equal(mia_finding_folders_new(&folders, f, NULL), MIA_OK);
	assert_int_equal(mia_finding_folders_next(folders, &row, NULL), MIA_OK);
	assert_list(row->folder, "\\Inbox");
	assert_int_equal(row->items, 12);
	assert_int_equal(row->basis, MIA_BASIS_BIND | MIA_BASIS_SYNC_FOLDER);
	assert_int_equal(mia_finding_folders_next(folders, &row, NULL), MIA_OK);
	assert_list(row->folder, "\\Archive");
	assert_int_equal(mia_finding_folders_next(folders, &row, NULL), MIA_END);
	mia_finding_folders_free(folders);
	mia_findings_free(f);
	v.view.asked.sync = MIA_SYNC_MAILBOX;
	f = make_findings(exposure, &v);
	assert_int_equal(mia_findings_mailbox(f, 0)->messages_presumed, 51);
	assert_int_equal(mia_finding_folders_new(&folders, f, NULL), MIA_OK);
	assert_int_equal(mia_finding_folders_next(folders, &row, NULL), MIA_OK);
	assert_int_equal(row->basis, MIA_BASIS_BIND | MIA_BASIS_SYNC_FOLDER | MIA_BASIS_SYNC_CONTEXT);
	assert_int_equal(mia_finding_folders_next(folders, &row, NULL), MIA_OK);
	assert_int_equal(mia_finding_folders_next(folders, &row, NULL), MIA_OK);
	assert_list(row->folder, "\\Drafts");
	assert_int_equal(row->items, 4);
	assert_int_equal(row->level, MIA_LEVEL_PRESUMED_COPIED);
	assert_int_equal(row->basis, MIA_BASIS_SYNC_CONTEXT);
	assert_true(row->first_sync == UNKNOWN);
	assert_int_equal(mia_finding_folders_next(folders, &row, NULL), MIA_OK);
	assert_list(row->folder, "\\Private");
	assert_int_equal(mia_finding_folders_next(folders, &row, NULL), MIA_END);
	mia_finding_folders_free(folders);
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

/* Two exports of one folder, and numbers that nothing adds up to. */
static void
statistics_of_one_folder_count_once(void **state)
{
	struct mia_exposure *exposure = ann();
	struct made_view v;
	static const struct {
		const char *path;
		int64_t items;
		uint64_t sum;
	} counted[] = {
		{ "\\Archive", 30, 30 },
		{ "\\Inbox", 12, 42 },
		{ "\\Inbox", 14, 44 },
		{ "\\Inbox\\A", 5, 44 },
		{ "/archive", INT64_MAX, 44 + (uint64_t)INT64_MAX },
		{ "/inbox", INT64_MAX, UINT64_MAX },
	};

	(void)state;
	begin(&v);
	for (size_t i = 0; i < COUNT(counted); i++) {
		v.statistics[v.view.statistics_count++] = (struct mia_inventory_folder){
			.mailbox = TEXT("ann@x"),
			.folder_path = text_of(counted[i].path),
			.items = counted[i].items,
			.size_bytes = MIA_SIZE_UNKNOWN,
			.oldest = UNKNOWN,
			.newest = UNKNOWN,
		};
		struct mia_findings *f = make_findings(exposure, &v);
		assert_true(mia_findings_mailbox(f, 0)->messages_presumed == counted[i].sum);
		mia_findings_free(f);
	}
	mia_exposure_free(exposure);
}

static void
a_list_is_answered_id_by_id(void **state)
{
	struct mia_text ids[] = { TEXT("nobody@y"), TEXT(" <p> "), TEXT("<a"), TEXT("<A>"), TEXT("<a>"),
		TEXT("late@y") };
	struct mia_texts list = { ids, COUNT(ids) };
	struct mia_exposure *exposure = ann();
	struct made_view v;

	(void)state;
	begin(&v);
	v.view.asked.list = &list;
	add_span(&v, "ann@x", MIA_COVERAGE_COVERED, HOURS(0), HOURS(10));
	add_listed(&v, DISCOVERY, "<a>", "\\Inbox", MINUTES(5));
	add_listed(&v, DISCOVERY, "<b>", "\\Inbox", MINUTES(5));
	add_listed(&v, DISCOVERY, "<p>", "\\Private", MINUTES(5));
	add_listed(&v, DISCOVERY, "<late@y>", "\\Private", MINUTES(41));
	struct mia_findings *f = make_findings(exposure, &v);
	/* A copied folder names no message; <late@y> came after the last copy.
	 * <A> is another id than <a>; the second <a> adds nothing. */
	assert_rows(f,
		"<nobody@y>: cannot exclude UNNAMED\n"
		"<p>: cannot exclude UNNAMED\n"
		"<a>: access recorded BIND SYNC_FOLDER\n"
		"<A>: cannot exclude UNNAMED\n"
		"<late@y>: none recorded COVERED_NONE\n");
	mia_findings_free(f);
	/* The same where the log was throttled. */
	add_span(&v, NULL, MIA_COVERAGE_THROTTLED, HOURS(3), HOURS(27));
	v.view.asked.list = &(struct mia_texts){ ids + 5, 1 };
	f = make_findings(exposure, &v);
	assert_rows(f, "<late@y>: cannot exclude THROTTLED\n");
	mia_findings_free(f);
	mia_exposure_free(exposure);
	/* Nobody was named, nothing copied: what the mailboxes allow to say. */
	exposure = empty_exposure();
	begin_view(&v);
	v.view.asked.list = &(struct mia_texts){ ids, 1 };
	f = make_findings(exposure, &v);
	assert_rows(f, "<nobody@y>: cannot exclude GAP_EXPORT\n");
	mia_findings_free(f);
	add_covered(&v, "ann@x", NULL, 3);
	add_covered(&v, "bob@x", NULL, 3);
	add_span(&v, NULL, MIA_COVERAGE_COVERED, HOURS(0), HOURS(10));
	f = make_findings(exposure, &v);
	assert_rows(f, "<nobody@y>: none recorded COVERED_NONE\n");
	mia_findings_free(f);
	/* An access in scope lost its names: any message may be among them. */
	add_exposed(&v, "bob@x", NULL)->basis = MIA_BASIS_BIND | MIA_BASIS_ITEMS_LOST;
	f = make_findings(exposure, &v);
	assert_rows(f, "<nobody@y>: cannot exclude ITEMS_LOST\n");
	mia_findings_free(f);
	v.view.exposed_count = 0;
	add_span(&v, "bob@x", MIA_COVERAGE_REJECTED, HOURS(1), HOURS(2));
	f = make_findings(exposure, &v);
	assert_rows(f, "<nobody@y>: cannot exclude REJECTED\n");
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

static void
any_allocation_may_fail(void **state)
{
	struct mia_text ids[] = { TEXT("<a>"), TEXT("<f>"), TEXT("<x>") };
	struct mia_exposure *exposure = ann();
	struct made_view v;
	enum mia_status status = MIA_ERR_MEMORY;

	(void)state;
	begin(&v);
	v.view.asked.list = &(struct mia_texts){ ids, COUNT(ids) };
	v.view.asked.sync = MIA_SYNC_MAILBOX;
	add_listed(&v, DISCOVERY, "<a>", "\\Inbox", MINUTES(5));
	add_listed(&v, DISCOVERY, "<b>", "\\Inbox", MINUTES(5));
	add_listed(&v, DISCOVERY, "<f>", "\\Private", MINUTES(50));
	v.statistics[v.view.statistics_count++] =
		(struct mia_inventory_folder){ .mailbox = TEXT("ann@x"), .folder_path = TEXT("\\Z") };
	for (size_t at = 1; status != MIA_OK; at++) {
		struct failing failing = { .refuse_at = at };
		struct mia_allocator a = failing_allocator(&failing);
		struct mia_findings *f = NULL;
		status = mia__findings_over(&f, &a, exposure, &v.view, NULL);
		assert_true(status == MIA_OK || status == MIA_ERR_MEMORY);
		assert_told(&failing, status == MIA_OK);
		mia_findings_free(f);
		assert_int_equal(failing.bytes, 0);
	}
	mia_exposure_free(exposure);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copied_folders_presume_what_had_come),
		cmocka_unit_test(the_inventory_tells_more_and_may_contradict),
		cmocka_unit_test(forwarding_presumes_what_came_while_it_stood),
		cmocka_unit_test(forwarding_rules_overlap),
		cmocka_unit_test(a_bare_name_is_a_weak_match),
		cmocka_unit_test(statistics_count_and_name_folders),
		cmocka_unit_test(statistics_of_one_folder_count_once),
		cmocka_unit_test(a_list_is_answered_id_by_id),
		cmocka_unit_test(any_allocation_may_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
