/* Case files from the inside: chunks and their edges, what is known again,
 * refused memory, and each byte of the file damaged. */
#include "failing.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#ifdef MIA_WITH_SQLITE
#include <sqlite3.h>

#include "casefile/casefile.h"

#define RECORD(id) \
	"{\"CreationTime\":\"2026-03-04T10:00:00\",\"Id\":\"" id \
	"\",\"Operation\":\"Send\",\"UserId\":\"anna@fjordlight.example\"}\n"

static char room[] = "casefile-XXXXXX";

static int
set_up(void **state)
{
	(void)state;
	return mkdtemp(room) && chdir(room) == 0 ? 0 : -1;
}

/* Empties the directory; how many files there were. */
static int
clear(void)
{
	DIR *dir = opendir(".");
	struct dirent *entry;
	int count = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.' || strncmp(entry->d_name, ".mia-", 5) == 0)
			count += unlink(entry->d_name) == 0;
	closedir(dir);
	return count;
}

static int
tear_down(void **state)
{
	(void)state;
	clear();
	return chdir("..") == 0 && rmdir(room) == 0 ? 0 : -1;
}

struct bytes_out {
	char *ptr;
	size_t len, cap;
};

static int
gather(void *ctx, const void *bytes, size_t size)
{
	struct bytes_out *out = ctx;

	if (out->len + size > out->cap) {
		out->cap = 2 * (out->len + size);
		out->ptr = realloc(out->ptr, out->cap);
		assert_non_null(out->ptr);
	}
	if (size)
		memcpy(out->ptr + out->len, bytes, size);
	out->len += size;
	return 0;
}

static struct bytes_out
whole_file(const char *path)
{
	struct bytes_out out = { 0 };
	char piece[4096];
	ptrdiff_t n;
	int fd = mia__file_open(SYSTEM_HERE, path, FILE_READ);

	assert_true(fd >= 0);
	while ((n = mia__file_read(fd, piece, sizeof(piece))) > 0)
		gather(&out, piece, (size_t)n);
	mia__file_close(fd);
	return out;
}

static void
assert_same_file(const char *path, const struct bytes_out *want)
{
	struct bytes_out got = whole_file(path);

	assert_int_equal(got.len, want->len);
	assert_memory_equal(got.ptr, want->ptr, want->len);
	free(got.ptr);
}

struct given {
	const char *name, *bytes;
	size_t size;
};

static enum mia_status
ingest(const char *path, const struct mia_allocator *a, const struct given *given, size_t count,
	const struct mia_ingest_options *options, struct mia_ingest_sums *sums)
{
	struct mia_evidence *e = NULL;
	enum mia_status status = mia_evidence_new(&e, a, NULL, NULL);

	for (size_t i = 0; status == MIA_OK && i < count; i++)
		status = mia_evidence_add_memory(e, given[i].name, given[i].bytes, given[i].size, NULL);
	if (status == MIA_OK)
		status = mia_ingest(path, a, e, options, sums, NULL);
	mia_evidence_free(e);
	return status;
}

/* ---- bytes ---- */

/* Bytes that no deflate makes smaller. */
static void
fill(char *bytes, size_t size)
{
	uint64_t state = 2026;

	for (size_t i = 0; i < size; i++) {
		state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		bytes[i] = (char)(state >> 56);
	}
}

static void
assert_held(const char *path, const struct given *given, size_t count)
{
	struct mia_evidence *e = NULL;

	assert_int_equal(mia_evidence_new(&e, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_casefile_add_to(e, path, NULL), MIA_OK);
	assert_int_equal(mia_evidence_count(e), count);
	for (size_t i = 0; i < count; i++) {
		struct casefile *file = NULL;
		struct reading *reading = NULL;
		char *got = malloc(given[i].size + 1);
		size_t len = 0;
		ptrdiff_t n;

		assert_non_null(got);
		assert_string_equal(mia_evidence_source(e, i)->name, given[i].name);
		/* not inflated: the bytes as stored */
		assert_int_equal(mia__casefile_open(&file, &mia__malloc_allocator, path, NULL), MIA_OK);
		assert_int_equal(mia__reading_new(&reading, file, &file->sources[i]), MIA_OK);
		while ((n = mia__reading_read(reading, got + len,
				70000 < given[i].size + 1 - len ? 70000 : given[i].size + 1 - len)) > 0)
			len += (size_t)n;
		assert_int_equal(n, 0);
		assert_int_equal(len, given[i].size);
		assert_memory_equal(got, given[i].bytes, len);
		mia__reading_free(reading);
		mia__casefile_free(file);
		free(got);
	}
	mia_evidence_free(e);
}

static void
bytes_come_back_as_they_were(void **state)
{
	(void)state;
	static const size_t sizes[] = { 0, 1, CASEFILE_CHUNK - 1, CASEFILE_CHUNK, CASEFILE_CHUNK + 1,
		2 * CASEFILE_CHUNK };
	size_t most = 2 * CASEFILE_CHUNK;
	char *noise = malloc(most), *plain = malloc(most), *packed = malloc(most);
	struct bytes_out file;

	assert_true(noise && plain && packed);
	fill(noise, most);
	memset(plain, ' ', most);
	memcpy(packed, noise, most);
	memcpy(packed, "\x1f\x8b", 2);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		const struct given given[] = { { "a noise", noise, sizes[i] }, { "b plain", plain, sizes[i] },
			{ "c gzip", packed, sizes[i] } };
		assert_int_equal(ingest("c.db", NULL, given, 3, NULL, NULL), MIA_OK);
		assert_held("c.db", given, 3);
		/* What shrinks is shrunk, what does not is not. */
		file = whole_file("c.db");
		assert_in_range(file.len, 2 * sizes[i], 2 * sizes[i] + sizes[i] / 50 + 200000);
		free(file.ptr);
		clear();
	}
	free(noise);
	free(plain);
	free(packed);
}

static void
the_same_evidence_is_the_same_file(void **state)
{
	(void)state;
	const struct given one = { "b", RECORD("1"), sizeof(RECORD("1")) - 1 },
			   two = { "a", RECORD("2"), sizeof(RECORD("2")) - 1 };
	const struct given both[] = { one, two }, other[] = { two, one };
	struct mia_ingest_sums sums;
	struct bytes_out want;

	assert_int_equal(ingest("c.db", NULL, both, 2, NULL, &sums), MIA_OK);
	assert_int_equal(sums.sources_added, 2);
	assert_int_equal(sums.events, 2);
	want = whole_file("c.db");
	assert_int_equal(ingest("d.db", NULL, other, 2, NULL, NULL), MIA_OK);
	assert_same_file("d.db", &want);
	assert_int_equal(ingest("e.db", NULL, &one, 1, NULL, NULL), MIA_OK);
	assert_int_equal(ingest("e.db", NULL, &two, 1, NULL, &sums), MIA_OK);
	assert_int_equal(sums.sources_added, 1);
	assert_int_equal(sums.sources_known, 0);
	assert_same_file("e.db", &want);
	/* A source that is known leaves no trace, though it was written first. */
	assert_int_equal(ingest("e.db", NULL, (const struct given[]){ { "0", one.bytes, one.size } }, 1, NULL,
				 &sums),
		MIA_OK);
	assert_int_equal(sums.sources_added, 0);
	assert_int_equal(sums.sources_known, 1);
	assert_same_file("e.db", &want);
	free(want.ptr);
	assert_int_equal(clear(), 3);
}

/* ---- names ---- */

struct told {
	char text[400];
	int stop;
};

static int
on_source(void *ctx, const struct mia_ingested *source)
{
	struct told *told = ctx;
	size_t len = strlen(told->text);

	snprintf(told->text + len, sizeof(told->text) - len, "%s>%s%s;", source->name,
		source->held_as ? source->held_as : "", source->known ? " known" : "");
	return told->stop;
}

#define R1 RECORD("1")
#define R2 RECORD("2")
#define R3 RECORD("3")
#define GIVEN(name, bytes) \
	{ \
		name, bytes, sizeof(bytes) - 1 \
	}

static void
names_are_never_taken_over(void **state)
{
	(void)state;
	struct told told = { .text = "" };
	struct mia_ingest_options options = { .size = sizeof(options), .on_source = on_source, .ctx = &told };

	assert_int_equal(ingest("c.db", NULL, (const struct given[]){ GIVEN("a", R1), GIVEN("a (2)", R2) }, 2,
				 &options, NULL),
		MIA_OK);
	assert_string_equal(told.text, "a>a;a (2)>a (2);");
	told.text[0] = '\0';
	/* "a (2)" is another's name. */
	assert_int_equal(ingest("c.db", NULL, (const struct given[]){ GIVEN("a", R3) }, 1, &options, NULL),
		MIA_OK);
	assert_string_equal(told.text, "a>a (3);");
	told.text[0] = '\0';
	/* Of two of one name in one evidence both stay; and in one of equal bytes too. */
	assert_int_equal(ingest("c.db", NULL,
				 (const struct given[]){ GIVEN("a", R3), GIVEN("b", "x"), GIVEN("b", "y"),
					 GIVEN("c", "y") },
				 4, &options, NULL),
		MIA_OK);
	assert_string_equal(told.text, "a>a (3) known;b>b;b>b (2);c>c;");
	assert_held("c.db",
		(const struct given[]){ GIVEN("a", R1), GIVEN("a (2)", R2), GIVEN("a (3)", R3),
			GIVEN("b", "x"), GIVEN("b (2)", "y"), GIVEN("c", "y") },
		6);
	clear();
}

static void
who_stops_it_leaves_the_old_state(void **state)
{
	(void)state;
	struct told told = { .stop = 1 };
	struct mia_ingest_options options = { .size = sizeof(options), .on_source = on_source, .ctx = &told };
	const struct given one = GIVEN("a", R1), two = GIVEN("b", R2);
	struct bytes_out want;

	assert_int_equal(ingest("c.db", NULL, &one, 1, &options, NULL), MIA_ERR_CANCELLED);
	assert_int_equal(clear(), 0);
	assert_int_equal(ingest("c.db", NULL, &one, 1, NULL, NULL), MIA_OK);
	want = whole_file("c.db");
	assert_int_equal(ingest("c.db", NULL, &two, 1, &options, NULL), MIA_ERR_CANCELLED);
	assert_same_file("c.db", &want);
	options.on_source = NULL;
	/* The name of the new state is the caller's, and nobody's file is written over. */
	options.temporary = "c.db";
	assert_int_equal(ingest("c.db", NULL, &two, 1, &options, NULL), MIA_ERR_IO);
	assert_same_file("c.db", &want);
	free(want.ptr);
	assert_int_equal(clear(), 1);
}

/* ---- memory ---- */

/* The timeline of a case file as JSON, and whether all of it could be had. */
static enum mia_status
look(const char *path, const struct mia_allocator *a, struct bytes_out *out, uint64_t *rejected)
{
	struct mia_load_options load = { .size = sizeof(load), .threads = 1 };
	struct mia_report_options report = { .size = sizeof(report),
		.format = MIA_FORMAT_JSON,
		.write = gather,
		.ctx = out };
	struct mia_evidence *e = NULL;
	struct mia_timeline *timeline = NULL;
	struct mia_sums *sums = NULL;
	enum mia_status status;

	out->len = 0;
	if ((status = mia_evidence_new(&e, a, NULL, NULL)) == MIA_OK &&
		(status = mia_casefile_add_to(e, path, NULL)) == MIA_OK &&
		(status = mia_sums_new(&sums, a, NULL)) == MIA_OK &&
		(status = mia_timeline_new(&timeline, a, NULL, NULL)) == MIA_OK) {
		struct mia_fold *folds[] = { mia_sums_fold(sums), mia_timeline_fold(timeline) };
		status = mia_load(e, folds, 2, &load, NULL);
	}
	if (status == MIA_OK)
		status = mia_report_info(e, sums, &report, NULL);
	if (status == MIA_OK)
		status = mia_report_timeline(timeline, &report, NULL);
	if (status == MIA_OK)
		*rejected = mia_sums_totals(sums)->rejected;
	mia_timeline_free(timeline);
	mia_sums_free(sums);
	mia_evidence_free(e);
	return status;
}

static void
any_allocation_may_fail(void **state)
{
	(void)state;
	const struct given given[] = { GIVEN("a", R1), GIVEN("b", R2 "broken\n"), GIVEN("c", R1) };
	struct mia_load_options load = { .size = sizeof(load), .threads = 1 };
	struct mia_ingest_options options = { .size = sizeof(options), .load = &load };
	struct bytes_out out = { 0 };
	struct bytes_out want;
	uint64_t rejected;

	assert_int_equal(ingest("c.db", NULL, given, 1, NULL, NULL), MIA_OK);
	want = whole_file("c.db");
	for (size_t n = 1, refused = 1; refused; n += fewer(1, 17)) {
		struct failing failing = { .refuse_at = n };
		struct mia_allocator a = failing_allocator(&failing);
		enum mia_status status = ingest("c.db", &a, given, 3, &options, NULL);
		refused = failing.calls >= n;
		assert_int_equal(status, refused ? MIA_ERR_MEMORY : MIA_OK);
		assert_int_equal(failing.bytes, 0);
		if (refused)
			assert_same_file("c.db", &want);
	}
	for (size_t n = 1, refused = 1; refused; n += fewer(1, 17)) {
		struct failing failing = { .refuse_at = n };
		struct mia_allocator a = failing_allocator(&failing);
		enum mia_status status = look("c.db", &a, &out, &rejected);
		refused = failing.calls >= n;
		assert_int_equal(status, refused ? MIA_ERR_MEMORY : MIA_OK);
		assert_int_equal(failing.bytes, 0);
	}
	assert_int_equal(rejected, 1);
	free(want.ptr);
	free(out.ptr);
	assert_int_equal(clear(), 1);
}

/* SQLite has an allocator of its own, which can be given less and less. */
static void
so_may_those_of_sqlite(void **state)
{
	(void)state;
	const struct given given[] = { GIVEN("a", R1), GIVEN("b", R2) };
	struct bytes_out out = { 0 }, want = { 0 };
	uint64_t rejected = 0;
	int failed = 0;

	assert_int_equal(ingest("c.db", NULL, given, 2, NULL, NULL), MIA_OK);
	assert_int_equal(look("c.db", NULL, &want, &rejected), MIA_OK);
	for (sqlite3_int64 most = 10000; most < 400000; most += (sqlite3_int64)fewer(3000, 24000)) {
		sqlite3_hard_heap_limit64(most);
		enum mia_status status = ingest("d.db", NULL, given, 2, NULL, NULL);
		assert_true(status == MIA_OK || status == MIA_ERR_MEMORY);
		assert_int_equal(access("d.db", F_OK), status == MIA_OK ? 0 : -1);
		unlink("d.db");
		failed += status != MIA_OK;
		status = look("c.db", NULL, &out, &rejected);
		assert_true(status == MIA_OK || status == MIA_ERR_MEMORY);
		if (status == MIA_OK) {
			assert_int_equal(out.len, want.len);
			assert_memory_equal(out.ptr, want.ptr, want.len);
		}
		sqlite3_hard_heap_limit64(0);
	}
	assert_true(failed > 0 && failed < 130);
	free(out.ptr);
	free(want.ptr);
	clear();
}

/* ---- damage ---- */

/* Whatever byte is damaged: the same answer, an error, or a reject. */
static void
no_damage_changes_an_answer(void **state)
{
	(void)state;
	const struct given given[] = { GIVEN("a", R1 R1 R2), GIVEN("b", R2 R3) };
	struct bytes_out want = { 0 }, got = { 0 }, file;
	/* Each byte takes a quarter of a minute. */
	size_t step = fewer(11, 97), same = 0, told = 0, failed = 0;
	uint64_t rejected = 0, wanted;

	assert_int_equal(ingest("c.db", NULL, given, 2, NULL, NULL), MIA_OK);
	assert_int_equal(look("c.db", NULL, &want, &wanted), MIA_OK);
	assert_int_equal(wanted, 0);
	step = getenv("MIA_EACH_BYTE") ? 1 : step;
	file = whole_file("c.db");
	int fd = open("c.db", O_WRONLY);
	assert_true(fd >= 0);
	for (size_t i = 0; i < file.len; i += i < 100 ? 1 : step) {
		char byte = (char)(file.ptr[i] ^ (i % 3 == 0 ? 0xff : i % 3 == 1 ? 1 : 0x80));
		assert_true(mia__file_write_at(fd, &byte, 1, i));
		enum mia_status status = look("c.db", NULL, &got, &rejected);
		if (status != MIA_OK) {
			assert_true(status == MIA_ERR_ARGUMENT || status == MIA_ERR_IO);
			failed++;
		} else if (rejected) {
			told++;
		} else {
			if (got.len != want.len || memcmp(got.ptr, want.ptr, want.len) != 0)
				fail_msg("byte %zu: another answer", i);
			same++;
		}
		assert_true(mia__file_write_at(fd, file.ptr + i, 1, i));
	}
	close(fd);
	assert_true(same > 11000 / step && failed > 50 && told > 55 / step);
	assert_int_equal(look("c.db", NULL, &got, &rejected), MIA_OK);
	free(want.ptr);
	free(got.ptr);
	free(file.ptr);
	clear();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_come_back_as_they_were),
		cmocka_unit_test(the_same_evidence_is_the_same_file),
		cmocka_unit_test(names_are_never_taken_over),
		cmocka_unit_test(who_stops_it_leaves_the_old_state),
		cmocka_unit_test(any_allocation_may_fail),
		cmocka_unit_test(so_may_those_of_sqlite),
		cmocka_unit_test(no_damage_changes_an_answer),
	};
	return cmocka_run_group_tests_name("casefile", tests, set_up, tear_down);
}

#else

static void
without_sqlite_it_is_said(void **state)
{
	(void)state;
	struct mia_evidence *e = NULL;
	struct mia_error err = { 0 };

	assert_false(mia_casefile_supported());
	assert_int_equal(mia_evidence_new(&e, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_casefile_add_to(e, "case.db", &err), MIA_ERR_ARGUMENT);
	assert_non_null(strstr(err.text, "without SQLite"));
	assert_int_equal(mia_ingest("case.db", NULL, e, NULL, NULL, &err), MIA_ERR_ARGUMENT);
	assert_int_equal(access("case.db", F_OK), -1);
	mia_evidence_free(e);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(without_sqlite_it_is_said) };

	return cmocka_run_group_tests_name("casefile", tests, NULL, NULL);
}

#endif
