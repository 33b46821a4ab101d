/* An export may be split at the borders of its records in any way, into
 * sources or into runs that are merged later: the results are the same. */
#include <stdbool.h>

#include "made_records.h"

enum { PARTS = 5 };

/* Parts of the evidence; with_repeats: some records stand in two of them. */
static void
deal(const struct made *made, uint64_t seed, bool with_repeats, struct file parts[PARTS])
{
	struct text_out texts[PARTS] = { 0 };

	for (size_t i = 0; i < made->count; i++) {
		for (int copy = 0; copy < (with_repeats && dice(&seed, 4) == 0 ? 2 : 1); copy++) {
			struct text_out *t = &texts[dice(&seed, PARTS)];
			text_add(t, made->records[i].ptr, made->records[i].len);
			text_add(t, "\n", 1);
		}
	}
	for (int i = 0; i < PARTS; i++) {
		snprintf(parts[i].path, sizeof(parts[i].path), "part-%d", i);
		parts[i].bytes = texts[i].ptr;
		parts[i].size = texts[i].len;
	}
}

static void
free_parts(struct file parts[PARTS])
{
	for (int i = 0; i < PARTS; i++)
		free(parts[i].bytes);
}

static struct text_out
text_cell(struct mia_text t)
{
	return (struct text_out){ (char *)(uintptr_t)t.ptr, t.len, t.ptr != NULL };
}

/* The timeline without the places, which do depend on the split. */
static void
say_timeline(const struct run *run, struct text_out *out)
{
	for (size_t i = 0; i < mia_timeline_count(run->timeline); i++) {
		struct mia_timeline_row r;
		assert_int_equal(mia_timeline_row(run->timeline, i, &r), MIA_OK);
		const struct mia_text texts[] = { r.operation, r.mailbox, r.actor, r.logon, r.client_ip,
			r.client_ip_raw, r.session_id, r.client, r.client_info, r.app_id, r.folder,
			r.folder_id, r.internet_message_id, r.item_id, r.subject, r.record_id };
		text_line(out, "%lld %d %d %d %llx %lld", (long long)r.time, r.access, r.throttled, r.match,
			(unsigned long long)r.flags, (long long)r.size_bytes);
		for (size_t k = 0; k < sizeof(texts) / sizeof(*texts); k++) {
			struct text_out cell = text_cell(texts[k]);
			text_line(out, cell.cap ? " |" : " -");
			text_add(out, cell.ptr, cell.len);
		}
		text_add(out, "\n", 1);
	}
}

/* Of versions that differ in more than their items, one has to be believed in
 * sessions and timeline: the first by its place. The exposure holds them all. */
static void
say_results(struct run *run, enum versions versions, struct text_out *out)
{
	say(run, SAY_MESSAGES | SAY_FOLDERS | (versions == VERSIONS_WILD ? 0 : SAY_SESSIONS), out);
	if (versions != VERSIONS_WILD)
		say_timeline(run, out);
}

/* The results of one part, unsealed, with the loop that a program may bring. */
static struct run
add_part(const struct file *part)
{
	struct run run = { 0 };
	struct mia_fold *folds[FOLDS];
	struct mia_reader *reader;
	const struct mia_event *event;
	const struct mia_reject *reject;
	enum mia_status status;

	assert_int_equal(mia_evidence_new(&run.evidence, NULL, NULL, NULL), MIA_OK);
	if (part->size)
		assert_int_equal(mia_evidence_add_memory(run.evidence, part->path, part->bytes, part->size,
					 NULL),
			MIA_OK);
	assert_int_equal(mia_sums_new(&run.sums, NULL, NULL), MIA_OK);
	assert_int_equal(mia_timeline_new(&run.timeline, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_sessions_new(&run.sessions, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_exposure_new(&run.exposure, NULL, NULL, NULL), MIA_OK);
	run_folds(&run, folds);
	assert_int_equal(mia_reader_new(&reader, run.evidence, NULL), MIA_OK);
	while ((status = mia_reader_next(reader, &event, &reject, NULL)) == MIA_OK)
		for (int i = 0; i < FOLDS; i++)
			assert_int_equal(mia_fold_add(folds[i], event, NULL), MIA_OK);
	assert_int_equal(status, MIA_END);
	if (part->size)
		assert_int_equal(check_source_books(mia_evidence_source(run.evidence, 0)), 0);
	mia_reader_free(reader);
	return run;
}

/* Merges the parts, two of them at a time, in an order by dice. */
static struct run
merge_parts(const struct file parts[PARTS], uint64_t seed)
{
	struct run runs[PARTS];
	struct mia_fold *into[FOLDS], *from[FOLDS];

	for (int i = 0; i < PARTS; i++)
		runs[i] = add_part(&parts[i]);
	for (unsigned left = PARTS; left > 1; left--) {
		unsigned a = dice(&seed, left), b = (a + 1 + dice(&seed, left - 1)) % left;
		run_folds(&runs[a], into);
		run_folds(&runs[b], from);
		for (int i = 0; i < FOLDS; i++)
			assert_int_equal(mia_fold_merge(into[i], from[i], NULL), MIA_OK);
		run_free(&runs[b]);
		runs[b] = runs[left - 1];
	}
	run_folds(&runs[0], into);
	for (int i = 0; i < FOLDS; i++)
		assert_int_equal(mia_fold_seal(into[i], NULL), MIA_OK);
	return runs[0];
}

static int
same_events(const char *name, enum versions versions, const struct run *a, const struct run *b)
{
	const struct mia_totals *x = mia_sums_totals(a->sums), *y = mia_sums_totals(b->sums);

	if (versions == VERSIONS_WILD)
		return CHECK(name, x->events == y->events);
	return CHECK(name, x->events == y->events) + CHECK(name, x->binds == y->binds) +
		CHECK(name, x->syncs == y->syncs) + CHECK(name, x->throttled == y->throttled) +
		CHECK(name, x->shared_ids == y->shared_ids) +
		CHECK(name, x->first == y->first && x->last == y->last) +
		CHECK(name, mia_sums_mailbox_count(a->sums) == mia_sums_mailbox_count(b->sums)) +
		CHECK(name, memcmp(x->flagged, y->flagged, sizeof(x->flagged)) == 0);
}

static int
check_splits(const char *name, const struct made *made, enum versions versions, unsigned seeds)
{
	struct text_out want = { 0 }, got = { 0 };
	struct file parts[PARTS];
	int wrong = 0;

	deal(made, 1, false, parts);
	struct run whole = run_files(parts, PARTS, &(struct how){ .threads = 1 });
	assert_int_equal(whole.status, MIA_OK);
	say_results(&whole, versions, &want);
	free_parts(parts);
	for (unsigned seed = 1; seed <= seeds; seed++) {
		char way[64];
		deal(made, seed * 31, seed % 2 == 0, parts);
		struct run split = run_files(parts, PARTS, &(struct how){ .threads = 2 });
		assert_int_equal(split.status, MIA_OK);
		say_results(&split, versions, &got);
		snprintf(way, sizeof(way), "sources, seed %u", seed);
		wrong += !same_text(name, way, &want, &got) + same_events(name, versions, &whole, &split);
		run_free(&split);
		struct run merged = merge_parts(parts, seed);
		say_results(&merged, versions, &got);
		snprintf(way, sizeof(way), "merged runs, seed %u", seed);
		wrong += !same_text(name, way, &want, &got) + same_events(name, versions, &whole, &merged);
		run_free(&merged);
		free_parts(parts);
	}
	run_free(&whole);
	free(want.ptr);
	free(got.ptr);
	return wrong;
}

static void
made_up_records_in_parts(void **state)
{
	(void)state;
	struct made made = made_records(300, 7, VERSIONS_OF_ITEMS);

	assert_int_equal(check_splits("made up", &made, VERSIONS_OF_ITEMS, 6), 0);
	free_made(&made);
}

static void
versions_that_contradict_each_other(void **state)
{
	(void)state;
	struct made made = made_records(300, 11, VERSIONS_WILD);

	assert_int_equal(check_splits("contradictions", &made, VERSIONS_WILD, 6), 0);
	free_made(&made);
}

/* The records of fixtures, cut out at their places. */
static void
fixtures_in_parts(void **state)
{
	static const char *const names[] = { "incident/", "sample-s/lines.ndjson",
		"bad/FLAG-ID_CONFLICT.ndjson", "bad/SHARED_ID.ndjson" };
	int wrong = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct expected *row = find_row(*state, names[i]);
		struct made made = { calloc(64, sizeof(struct text_out)), 0 };
		assert_non_null(made.records);
		for (size_t k = 0; k < row->file_count; k++) {
			const struct file *file = &row->files[k];
			struct mia_evidence *evidence;
			struct mia_reader *reader;
			const struct mia_event *event;
			const struct mia_reject *reject;
			const char *dot = strrchr(file->path, '.');
			if (strcmp(dot, ".csv") == 0)
				continue; /* a row says nothing without its header */
			assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
			assert_int_equal(mia_evidence_add_memory(evidence, file->path, file->bytes,
						 file->size, NULL),
				MIA_OK);
			assert_int_equal(mia_reader_new(&reader, evidence, NULL), MIA_OK);
			while (mia_reader_next(reader, &event, &reject, NULL) == MIA_OK && made.count < 64)
				text_add(&made.records[made.count++], file->bytes + event->place.offset,
					(size_t)event->place.length);
			mia_reader_free(reader);
			mia_evidence_free(evidence);
		}
		assert_true(made.count > 2);
		wrong += check_splits(names[i], &made, VERSIONS_OF_ITEMS, 4);
		free_made(&made);
	}
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(made_up_records_in_parts),
		cmocka_unit_test(versions_that_contradict_each_other),
		cmocka_unit_test(fixtures_in_parts),
	};
	return cmocka_run_group_tests_name("fault-splits", tests, table_set_up, table_tear_down);
}
