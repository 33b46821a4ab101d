/* Folders as findings: those of the log, and those that only statistics name where a sync is read as one
 * of the whole mailbox. The intruder has session s1. */
#include "made_findings.h"

/* Ann's and Bob's \Inbox are copied; Cyd's is bound alone. */
static struct mia_exposure *
three_mailboxes(void)
{
	struct mia_scope *scope = session_scope("s1");
	struct mia_exposure *exposure = new_exposure(scope);
	static const char *const names[][2] = { { "ann@x", "guid-a" }, { "bob@x", "guid-b" },
		{ "cyd@x", "guid-c" } };

	for (unsigned i = 0; i < 3; i++) {
		struct made m;
		make(&m, 1 + i, "r", "s1", 600);
		m.event.mailbox_owner = text_of(names[i][0]);
		m.event.mailbox_guid = text_of(names[i][1]);
		m.folder = (struct mia_folder){ .id = TEXT("F1"), .path = TEXT("\\Inbox") };
		if (i < 2)
			make_sync(&m.event, &m.sync);
		else
			make_bind_of(&m, "<a>", NULL);
		add(exposure, &m.event);
	}
	seal_exposure(exposure);
	mia_scope_free(scope);
	return exposure;
}

static void
count(struct made_view *v, const char *mailbox, const char *id, const char *path, int64_t items)
{
	v->statistics[v->view.statistics_count++] = (struct mia_inventory_folder){
		.mailbox = text_of(mailbox),
		.folder_id = text_of(id),
		.folder_path = text_of(path),
		.items = items,
		.size_bytes = MIA_SIZE_UNKNOWN,
		.oldest = MIA_TIME_UNKNOWN,
		.newest = MIA_TIME_UNKNOWN,
	};
}

/* "mailbox id path items basis", a line each. */
static void
assert_folders(const struct mia_exposure *exposure, struct made_view *v, const char *wanted)
{
	struct mia_finding_folders *folders = NULL;
	const struct mia_folder_exposure *row;
	struct buf out;
	char number[32];

	struct mia_findings *f = make_findings(exposure, v);
	mia__buf_init(&out, NULL);
	assert_int_equal(mia_finding_folders_new(&folders, f, NULL), MIA_OK);
	while (mia_finding_folders_next(folders, &row, NULL) == MIA_OK) {
		mia__buf_text(&out, row->mailbox);
		mia__buf_byte(&out, ' ');
		mia__buf_text(&out, row->folder_id.len ? row->folder_id : TEXT("-"));
		mia__buf_byte(&out, ' ');
		mia__buf_text(&out, row->folder.count ? row->folder.ptr[0] : TEXT("-"));
		snprintf(number, sizeof(number), " %lld%s%s%s\n", (long long)row->items,
			row->basis & MIA_BASIS_BIND ? " bind" : "",
			row->basis & MIA_BASIS_SYNC_FOLDER ? " sync" : "",
			row->basis & MIA_BASIS_SYNC_CONTEXT ? " context" : "");
		mia__buf_str(&out, number);
		assert_int_equal(row->level, mia_level_of(row->basis));
	}
	mia__buf_byte(&out, '\0');
	assert_string_equal(out.ptr, wanted);
	mia__buf_release(&out);
	mia_finding_folders_free(folders);
	mia_findings_free(f);
}

static void
begin(struct made_view *v)
{
	begin_view(v);
	add_exposed(v, "ann@x", "guid-a")->basis = MIA_BASIS_SYNC_FOLDER;
	add_exposed(v, "bob@x", "guid-b")->basis = MIA_BASIS_SYNC_FOLDER;
	add_exposed(v, "cyd@x", "guid-c")->basis = MIA_BASIS_BIND;
}

/* Each folder once, however many exports count it and in whatever order; the largest number counts. */
static void
statistics_name_folders_once(void **state)
{
	struct mia_exposure *exposure = three_mailboxes();
	struct made_view v;

	(void)state;
	for (unsigned order = 0; order < 6; order++) {
		static const struct {
			const char *mailbox, *id, *path;
			int64_t items;
		} rows[6] = {
			{ "ann@x", "F9", "\\Z", 1 },
			{ "ann@x", NULL, "\\B", 2 },
			{ "bob@x", NULL, "\\B", 4 },
			{ "ann@x", "F9", "\\Z", 5 },
			{ "ann@x", NULL, "\\A", 3 },
			{ "ANN@x", NULL, "\\B", 7 },
		};
		begin(&v);
		v.view.asked.sync = MIA_SYNC_MAILBOX;
		for (unsigned i = 0; i < 6; i++) {
			unsigned n = order < 3 ? (i * (order == 1 ? 5 : 1) + order) % 6 : 5 - (i + order) % 6;
			count(&v, rows[n].mailbox, rows[n].id, rows[n].path, rows[n].items);
		}
		assert_folders(exposure, &v,
			"ann@x F1 \\Inbox -1 sync context\n"
			"ann@x - \\A 3 context\n"
			"ann@x - \\B 7 context\n"
			"ann@x F9 \\Z 5 context\n"
			"bob@x F1 \\Inbox -1 sync context\n"
			"bob@x - \\B 4 context\n"
			"cyd@x F1 \\Inbox -1 bind\n");
	}
	mia_exposure_free(exposure);
}

/* A folder of the log by its id or path is no other; nor is one of a mailbox without a sync. */
static void
what_the_log_names_is_no_other_folder(void **state)
{
	struct mia_exposure *exposure = three_mailboxes();
	struct made_view v;

	(void)state;
	for (int whole = 0; whole < 2; whole++) {
		begin(&v);
		v.view.asked.sync = whole ? MIA_SYNC_MAILBOX : MIA_SYNC_FOLDER;
		count(&v, "ann@x", "F1", "\\Other", 8);
		count(&v, "bob@x", NULL, "\\inbox", 9);
		count(&v, "cyd@x", NULL, "\\More", 3);
		count(&v, "zoe@x", NULL, "\\More", 3);
		count(&v, "cyd@x", "F1", NULL, MIA_SIZE_UNKNOWN);
		assert_folders(exposure, &v,
			whole ? "ann@x F1 \\Inbox 8 sync context\n"
				"bob@x F1 \\Inbox 9 sync context\n"
				"cyd@x F1 \\Inbox -1 bind\n"
			      : "ann@x F1 \\Inbox 8 sync\n"
				"bob@x F1 \\Inbox 9 sync\n"
				"cyd@x F1 \\Inbox -1 bind\n");
	}
	mia_exposure_free(exposure);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(statistics_name_folders_once),
		cmocka_unit_test(what_the_log_names_is_no_other_folder),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
