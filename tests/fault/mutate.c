/*
 * Damaged evidence of every kind: nothing crashes, nothing hangs, and the
 * books balance whatever the bytes are. Fixtures and their variants with
 * random changes; the seed is fixed, MIA_ROUNDS makes a campaign of it.
 */
#include "test.h"

#include "random.h"

#include <dirent.h>
#include <sys/stat.h>

static uint64_t random_state = 4711;

static void
load(const char *name, const char *bytes, size_t size)
{
	static const size_t blocks[] = { 8, 31, 64, 100, 4096, 262144 };
	struct mia_limits limits = { .size = sizeof(limits),
		.block_bytes = blocks[random_below(&random_state, 6)],
		.record_bytes = 4096 + random_below(&random_state, 65536) };
	struct mia_load_options options = { .size = sizeof(options),
		.threads = 1 + random_below(&random_state, 2) };
	struct mia_evidence *evidence = NULL;
	struct mia_sums *sums = NULL;
	struct mia_timeline *timeline = NULL;
	struct mia_sessions *sessions = NULL;
	struct mia_exposure *exposure = NULL;
	struct mia_timeline_options asked = { .size = sizeof(asked) };
	const struct mia_source *source;
	const struct mia_totals *totals;

	assert_int_equal(mia_evidence_new(&evidence, NULL, &limits, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_memory(evidence, name, bytes, size, NULL), MIA_OK);
	assert_int_equal(mia_sums_new(&sums, NULL, NULL), MIA_OK);
	assert_int_equal(mia_timeline_new(&timeline, NULL, &asked, NULL), MIA_OK);
	assert_int_equal(mia_sessions_new(&sessions, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_exposure_new(&exposure, NULL, NULL, NULL), MIA_OK);
	struct mia_fold *folds[] = { mia_sums_fold(sums), mia_timeline_fold(timeline),
		mia_sessions_fold(sessions), mia_exposure_fold(exposure) };
	assert_int_equal(mia_load(evidence, folds, 4, &options, NULL), MIA_OK);
	source = mia_evidence_source(evidence, 0);
	totals = mia_sums_totals(sums);
	assert_true(source->complete);
	assert_int_equal(source->records, source->decoded + source->rejected);
	assert_int_equal(source->text_bytes, source->record_bytes + source->framing_bytes);
	assert_int_equal(source->stored_bytes, size);
	assert_int_equal(totals->records, totals->events + totals->repeats + totals->rejected);
	assert_int_equal(totals->records, source->records);
	mia_exposure_free(exposure);
	mia_sessions_free(sessions);
	mia_timeline_free(timeline);
	mia_sums_free(sums);
	mia_evidence_free(evidence);
}

static size_t
change(char *bytes, size_t size, size_t cap)
{
	static const char palette[] = "\"\"\"\\{}[],:\n\n\r;\t\x1f\x8b\xff\xfe\x00\xed#0aR";

	for (uint32_t n = 1 + random_below(&random_state, 6); n > 0 && size > 4; n--) {
		size_t at = random_below(&random_state, (uint32_t)size),
		       from = random_below(&random_state, (uint32_t)size),
		       run = 1 + random_below(&random_state, 200);
		switch (random_below(&random_state, 6)) {
		case 0:
			bytes[at] = (char)random_below(&random_state, 256);
			break;
		case 1:
			bytes[at] = palette[random_below(&random_state, sizeof(palette) - 1)];
			break;
		case 2:
			run = run < size - at ? run : size - at;
			memmove(bytes + at, bytes + at + run, size - at - run);
			size -= run;
			break;
		case 3:
			if (from + run > size || size + run > cap)
				break;
			memmove(bytes + at + run, bytes + at, size - at);
			memmove(bytes + at, bytes + from + (from >= at ? run : 0), run);
			size += run;
			break;
		case 4:
			if (size + 1 > cap)
				break;
			memmove(bytes + at + 1, bytes + at, size - at);
			bytes[at] = palette[random_below(&random_state, sizeof(palette) - 1)];
			size++;
			break;
		default:
			if (random_below(&random_state, 4) == 0)
				size = at + 1;
		}
	}
	return size;
}

static unsigned files;

static void
file(const char *path, unsigned rounds)
{
	enum { MOST = 200000 };
	FILE *f = fopen(path, "rb");
	char *bytes = malloc(MOST), *copy = malloc(MOST + 4096);
	size_t size;

	assert_non_null(f);
	size = fread(bytes, 1, MOST, f);
	fclose(f);
	files++;
	load(path, bytes, size);
	for (unsigned i = 0; i < rounds && size > 4; i++) {
		memcpy(copy, bytes, size);
		load(path, copy, change(copy, size, MOST + 4096));
	}
	free(copy);
	free(bytes);
}

static void
tree(const char *path, unsigned rounds)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	struct stat st;
	char child[4096];

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(child, sizeof(child), "%s/%s", path, entry->d_name);
		assert_int_equal(stat(child, &st), 0);
		if (S_ISDIR(st.st_mode))
			tree(child, rounds);
		else
			file(child, rounds);
	}
	closedir(dir);
}

static void
damaged_evidence(void **state)
{
	const char *rounds = getenv("MIA_ROUNDS"), *seed = getenv("MIA_SEED");
	unsigned n = rounds ? (unsigned)atoi(rounds) : (unsigned)fewer(12, 4);

	(void)state;
	if (seed)
		random_state += (uint64_t)atoi(seed) * 1000003;
	tree(getenv("MIA_FIXTURES"), n);
	tree(getenv("MIA_VARIANTS"), n);
	assert_true(files > 80);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(damaged_evidence),
	};
	return cmocka_run_group_tests_name("fault-mutate", tests, NULL, NULL);
}
