/* Every fixture gives what fixtures/README.md derives by hand. */
#include "suite.h"

static int
check_flags(const struct expected *row, const struct mia_totals *t)
{
	char copy[sizeof(row->flags)], *rest = copy, *one;
	int wrong = 0;

	if (strcmp(row->flags, "-") == 0)
		return 0;
	if (strcmp(row->flags, "none") == 0) {
		for (int i = 0; i < MIA_FLAG_COUNT; i++)
			if (t->flagged[i])
				print_message("# %s: flagged %s\n", row->name,
					mia_flag_name(UINT64_C(1) << i)),
					wrong++;
		return wrong;
	}
	snprintf(copy, sizeof(copy), "%s", row->flags);
	while ((one = strsep(&rest, " ")) != NULL) {
		char *colon = strchr(one, ':');
		uint64_t count = 0;
		if (colon)
			*colon = 0;
		for (int i = 0; i < MIA_FLAG_COUNT; i++)
			if (strcmp(one, mia_flag_name(UINT64_C(1) << i)) == 0)
				count = t->flagged[i];
		if (colon ? count != strtoull(colon + 1, NULL, 10) : count == 0)
			print_message("# %s: %llu events flagged %s\n", row->name, (unsigned long long)count,
				one),
				wrong++;
	}
	return wrong;
}

#define IS(member, value) (row->member == NOT_STATED || (uint64_t)row->member == (value))

static int
check_row(const struct expected *row, const struct run *run)
{
	const struct mia_totals *t = mia_sums_totals(run->sums);
	uint64_t messages = 0, folders = 0, rejected = 0;
	const struct mia_message *message;
	const struct mia_folder_exposure *folder;
	struct mia_messages *m;
	struct mia_folders *f;
	int wrong = 0;

	assert_int_equal(mia_messages_new(&m, run->exposure, NULL), MIA_OK);
	while (mia_messages_next(m, &message, NULL) == MIA_OK)
		messages++;
	mia_messages_free(m);
	assert_int_equal(mia_folders_new(&f, run->exposure, NULL), MIA_OK);
	while (mia_folders_next(f, &folder, NULL) == MIA_OK)
		folders++;
	mia_folders_free(f);
	for (int i = 0; i < MIA_REASON_COUNT; i++)
		if (strcmp(row->reason, mia_reason_name((enum mia_reason)i)) == 0)
			rejected = t->rejected_by[i];
	wrong += CHECK(row->name, IS(records, t->records));
	wrong += CHECK(row->name, IS(events, t->events));
	wrong += CHECK(row->name, IS(repeats, t->repeats));
	wrong += CHECK(row->name, IS(rejected, t->rejected));
	wrong += CHECK(row->name, strcmp(row->reason, "-") == 0 || rejected == t->rejected);
	wrong += CHECK(row->name, IS(binds, t->binds));
	wrong += CHECK(row->name, IS(syncs, t->syncs));
	wrong += CHECK(row->name, IS(messages, messages));
	wrong += CHECK(row->name, IS(folders, folders));
	wrong += CHECK(row->name, IS(timeline, mia_timeline_count(run->timeline)));
	return wrong + check_flags(row, t);
}

static void
every_fixture_gives_what_was_derived(void **state)
{
	const struct table *table = *state;
	int wrong = 0;

	for (size_t i = 0; i < table->count; i++) {
		const struct expected *row = &table->rows[i];
		struct how how = { .from_disk = 1, .threads = 2, .record_bytes = record_limit(row) };
		struct run run = run_files(row->files, row->file_count, &how);
		if (run.status != MIA_OK)
			fail_msg("%s: %s: %s", row->name, mia_status_name(run.status), run.err.text);
		wrong += check_row(row, &run);
		run_free(&run);
	}
	assert_int_equal(wrong, 0);
}

static uint64_t
reason_number(const char *name)
{
	for (unsigned i = 1; i < MIA_REASON_COUNT; i++)
		if (strcmp(name, mia_reason_name((enum mia_reason)i)) == 0)
			return i;
	return 0;
}

/* The number of a flag "NAME:n" of the table, all flags otherwise. */
static uint64_t
flag_bits(const char *flags)
{
	size_t len = strcspn(flags, ":");

	for (unsigned i = 0; i < MIA_FLAG_COUNT; i++) {
		const char *name = mia_flag_name(UINT64_C(1) << i);
		if (strlen(name) == len && strncmp(name, flags, len) == 0)
			return UINT64_C(1) << i;
	}
	return ~UINT64_C(0);
}

static void
the_bad_record_is_told_by_number_and_line(void **state)
{
	const struct table *table = *state;
	int wrong = 0;

	for (size_t i = 0; i < table->count; i++) {
		const struct expected *row = &table->rows[i];
		struct mia_limits limits = { .size = sizeof(limits), .record_bytes = record_limit(row) };
		struct mia_evidence *evidence;
		struct mia_reader *reader;
		const struct mia_event *event;
		const struct mia_reject *reject;
		enum mia_status status;
		size_t found = 0;
		if (row->bad_record == NOT_STATED)
			continue;
		assert_int_equal(mia_evidence_new(&evidence, NULL, &limits, NULL), MIA_OK);
		assert_int_equal(mia_evidence_add_path(evidence, row->files[0].path, NULL), MIA_OK);
		assert_int_equal(mia_reader_new(&reader, evidence, NULL), MIA_OK);
		while ((status = mia_reader_next(reader, &event, &reject, NULL)) > MIA_END ||
			status == MIA_OK) {
			const struct mia_place *p = status == MIA_OK ? &event->place : &reject->place;
			if (status == MIA_OK ? row->rejected != 0 || !(event->flags & flag_bits(row->flags))
					     : row->rejected == 0)
				continue;
			found++;
			if ((long)p->record != row->bad_record || (long)p->line != row->bad_line ||
				(status == MIA_REJECTED && reject->reason != reason_number(row->reason)))
				print_message("# %s: record %llu, line %llu, %s\n", row->name,
					(unsigned long long)p->record, (unsigned long long)p->line,
					status == MIA_OK ? "flagged" : mia_reason_name(reject->reason)),
					wrong++;
		}
		wrong += CHECK(row->name, status == MIA_END);
		wrong += CHECK(row->name, found > 0);
		mia_reader_free(reader);
		mia_evidence_free(evidence);
	}
	assert_int_equal(wrong, 0);
}

/* Whatever wraps them, they are the same four records: once each, however often
 * they stand in the evidence. */
static void
all_containers_hold_the_same_four_records(void **state)
{
	const struct table *table = *state;
	struct file *files = calloc(table->count, sizeof(*files));
	size_t count = 0, records = 0;

	assert_non_null(files);
	for (size_t i = 0; i < table->count; i++) {
		const struct expected *row = &table->rows[i];
		/* The mailbox log has no ids; a damaged record is another version, and so
		 * is one that does not tell its folders apart (flattened-cells, -commas). */
		if (row->file_count != 1 || strstr(row->name, "search-mailbox") ||
			strstr(row->name, "depth-damage") || strstr(row->name, "flattened-c") ||
			(strncmp(row->name, "containers/", 11) != 0 &&
				strncmp(row->name, "variants/encodings/", 19) != 0))
			continue;
		files[count++] = row->files[0];
		records += (size_t)row->records;
	}
	assert_true(count > 60);
	struct run run = run_files(files, count, &(struct how){ .threads = 2 });
	assert_int_equal(run.status, MIA_OK);
	const struct mia_totals *t = mia_sums_totals(run.sums);
	assert_int_equal(t->records, records);
	assert_int_equal(t->events, 4);
	assert_int_equal(t->repeats, records - 4);
	assert_int_equal(t->binds, 2);
	assert_int_equal(t->syncs, 1);
	assert_int_equal(t->shared_ids, 0);
	assert_int_equal(mia_exposure_sums(run.exposure)->messages, 4);
	assert_int_equal(mia_timeline_count(run.timeline), 6);
	run_free(&run);
	free(files);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_fixture_gives_what_was_derived),
		cmocka_unit_test(all_containers_hold_the_same_four_records),
		cmocka_unit_test(the_bad_record_is_told_by_number_and_line),
	};
	return cmocka_run_group_tests_name("fault-expected", tests, table_set_up, table_tear_down);
}
