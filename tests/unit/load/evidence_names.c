/* Names of sources that do not tell where the evidence lay. */
#include <sys/stat.h>
#include <unistd.h>

#include "failing.h"
#include "system/path.h"

static char room[4096]; /* the working directory of the tests */

static struct mia_evidence *
new_evidence(void)
{
	struct mia_evidence *evidence = NULL;

	assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
	return evidence;
}

/* The names that the paths come to, joined by blanks. */
static void
assert_named(const char *const *paths, const char *expected)
{
	struct mia_evidence *evidence = new_evidence();
	char got[1024] = "";

	for (; *paths; paths++)
		assert_int_equal(mia_evidence_add_path(evidence, *paths, NULL), MIA_OK);
	for (int twice = 0; twice < 2; twice++) {
		assert_int_equal(mia_evidence_name_relative(evidence, NULL), MIA_OK);
		got[0] = 0;
		for (size_t i = 0; i < mia_evidence_count(evidence); i++) {
			if (i)
				strcat(got, " ");
			strcat(got, mia_evidence_source(evidence, i)->name);
		}
		assert_string_equal(got, expected);
	}
	mia_evidence_free(evidence);
}
#define NAMED(expected, ...) assert_named((const char *const[]){ __VA_ARGS__, NULL }, expected)

static const char *
rooted(const char *path)
{
	static char ret[4][8192];
	static unsigned at;
	char *full = ret[at++ % 4];

	snprintf(full, sizeof(*ret), "%s/%s", room, path);
	return full;
}

/* e/a.csv, e/deep/b.csv, f/a.csv, x.csv */
static void
shared_directories_go(void **state)
{
	(void)state;
	NAMED("a.csv deep/b.csv", "e");
	NAMED("a.csv deep/b.csv", "./e/");
	NAMED("a.csv deep/b.csv", "e//.", "e/a.csv");
	NAMED("a.csv deep/b.csv", rooted("e"));
	NAMED("a.csv deep/b.csv", "e/deep/../../f/..//e");
	NAMED("b.csv", "e/deep");
	NAMED("a.csv", "e/a.csv");
	NAMED("x.csv", rooted("x.csv"));
	NAMED("e/a.csv e/deep/b.csv f/a.csv x.csv", ".");
	NAMED("e/a.csv e/deep/b.csv f/a.csv", "e", rooted("f"));
	NAMED("e/a.csv f/a.csv", "f/a.csv", "e/a.csv");
	NAMED("e/a.csv e/deep/b.csv x.csv", "./x.csv", "e");
	NAMED("e/a.csv x.csv", rooted("x.csv"), "e/a.csv");
}

static void
the_working_directory_does_not_matter(void **state)
{
	(void)state;
	assert_int_equal(chdir("e"), 0);
	NAMED("a.csv deep/b.csv", ".");
	NAMED("e/a.csv e/deep/b.csv f/a.csv", ".", "../f");
	NAMED("e/deep/b.csv x.csv", "deep/b.csv", "../x.csv");
	assert_int_equal(chdir("deep"), 0);
	NAMED("a.csv deep/b.csv", "..");
	NAMED("x.csv", "../../x.csv");
	assert_int_equal(chdir(room), 0);
}

/* One file by two spellings is one source, as one path given twice is. */
static void
spellings_of_a_path_are_one(void **state)
{
	(void)state;
	NAMED("x.csv", "x.csv", "./x.csv", rooted("x.csv"), "e/../x.csv");
	NAMED("e/a.csv x.csv", "x.csv", "e/a.csv", "e//a.csv", "./x.csv");
}

/* A link to a file has a name of its own. Behind a link to a directory ".."
 * leads elsewhere than it seems: should two files come to one name by that,
 * both keep theirs. */
static void
links(void **state)
{
	(void)state;
	assert_int_equal(symlink("x.csv", "y.csv"), 0);
	NAMED("x.csv y.csv", "x.csv", "y.csv");
	assert_int_equal(symlink("e/deep", "link"), 0);
	NAMED("b.csv", "link");
	assert_int_equal(symlink(rooted("f/a.csv"), "a.csv"), 0);
	NAMED("a.csv link/../a.csv", "a.csv", "link/../a.csv");
	assert_int_equal(unlink("y.csv") | unlink("link") | unlink("a.csv"), 0);
}

static void
sums_and_places_bear_the_name(void **state)
{
	(void)state;
	struct mia_evidence *evidence = new_evidence();
	struct mia_sums *sums = NULL;
	uint64_t events = 0;
	FILE *file = fopen("e/a.csv", "w");
	assert_non_null(file);
	assert_true(fputs("{\"Operation\":\"X\",\"Id\":\"1\"}\n", file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(mia_evidence_add_path(evidence, rooted("e"), NULL), MIA_OK);
	assert_int_equal(mia_evidence_name_relative(evidence, NULL), MIA_OK);
	assert_int_equal(mia_sums_new(&sums, NULL, NULL), MIA_OK);
	assert_int_equal(mia_load(evidence, (struct mia_fold *[]){ mia_sums_fold(sums) }, 1, NULL, NULL),
		MIA_OK);
	assert_int_equal(mia_sums_source(sums, "a.csv", &events, NULL, NULL), MIA_OK);
	assert_int_equal(events, 1);
	assert_int_equal(mia_evidence_name_relative(evidence, NULL), MIA_ERR_STATE);
	const struct mia_source *source = mia_evidence_source(evidence, 0);
	assert_string_equal(source->name, "a.csv");
	assert_int_equal(source->stored_bytes, 27);
	mia_sums_free(sums);
	mia_evidence_free(evidence);
}

static int
collect(void *ctx, const void *bytes, size_t size)
{
	strncat(ctx, bytes, size);
	return 0;
}

static void
a_renamed_file_can_be_copied_from(void **state)
{
	(void)state;
	struct mia_evidence *evidence = new_evidence();
	struct mia_reader *reader = NULL;
	const struct mia_event *event;
	const struct mia_reject *reject;
	char got[64] = "";
	assert_int_equal(mia_evidence_add_path(evidence, "e/a.csv", NULL), MIA_OK);
	assert_int_equal(mia_evidence_name_relative(evidence, NULL), MIA_OK);
	assert_int_equal(mia_reader_new(&reader, evidence, NULL), MIA_OK);
	assert_int_equal(mia_reader_next(reader, &event, &reject, NULL), MIA_OK);
	assert_string_equal(event->place.source->name, "a.csv");
	assert_int_equal(mia_evidence_copy(evidence, 0, event->place.offset, event->place.length, collect,
				 got, NULL, NULL),
		MIA_OK);
	assert_string_equal(got, "{\"Operation\":\"X\",\"Id\":\"1\"}");
	mia_reader_free(reader);
	mia_evidence_free(evidence);
}

static ptrdiff_t
read_nothing(void *ctx, void *buf, size_t size)
{
	(void)ctx, (void)buf, (void)size;
	return 0;
}

static void
assert_name(const struct mia_evidence *evidence, size_t i, const char *name)
{
	const struct mia_source *source = mia_evidence_source(evidence, i);

	assert_non_null(source);
	assert_string_equal(source->name, name);
}

/* What is no file is shortened by itself; a stream is not. */
static void
other_sources(void **state)
{
	(void)state;
	struct mia_evidence *evidence = new_evidence();
	assert_int_equal(mia_evidence_add_memory(evidence, "export//2024/./b", "", 0, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_memory(evidence, "export/2023/../c", "", 0, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_stream(evidence, "-", read_nothing, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_stream(evidence, "export/pipe", read_nothing, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_path(evidence, rooted("f"), NULL), MIA_OK);
	assert_int_equal(mia_evidence_name_relative(evidence, NULL), MIA_OK);
	assert_int_equal(mia_evidence_count(evidence), 5);
	assert_name(evidence, 0, "-");
	assert_name(evidence, 1, "2024/b");
	assert_name(evidence, 2, "a.csv");
	assert_name(evidence, 3, "c");
	assert_name(evidence, 4, "export/pipe");
	assert_int_equal(mia_evidence_add_path(evidence, "e/deep", NULL), MIA_OK);
	assert_name(evidence, 4, "e/deep/b.csv");
	mia_evidence_free(evidence);
}

/* No name may stand for two sources, and none may be empty. */
static void
names_that_would_collide_stay(void **state)
{
	(void)state;
	struct mia_evidence *evidence = new_evidence();
	assert_int_equal(mia_evidence_add_memory(evidence, "export/a.csv", "", 0, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_path(evidence, "e/a.csv", NULL), MIA_OK);
	assert_int_equal(mia_evidence_name_relative(evidence, NULL), MIA_OK);
	assert_name(evidence, 0, "e/a.csv");
	assert_name(evidence, 1, "export/a.csv");
	mia_evidence_free(evidence);
	evidence = new_evidence();
	assert_int_equal(mia_evidence_add_memory(evidence, "./.", "", 0, NULL), MIA_OK);
	assert_int_equal(mia_evidence_name_relative(evidence, NULL), MIA_OK);
	assert_name(evidence, 0, "./.");
	mia_evidence_free(evidence);
	evidence = new_evidence();
	assert_int_equal(mia_evidence_name_relative(evidence, NULL), MIA_OK);
	assert_int_equal(mia_evidence_name_relative(NULL, NULL), MIA_ERR_ARGUMENT);
	mia_evidence_free(evidence);
}

static enum mia_status
name_with(const struct mia_allocator *a)
{
	struct mia_evidence *evidence = NULL;
	enum mia_status status = mia_evidence_new(&evidence, a, NULL, NULL);

	if (status == MIA_OK)
		status = mia_evidence_add_path(evidence, "e", NULL);
	if (status == MIA_OK)
		status = mia_evidence_add_memory(evidence, "export/c", "", 0, NULL);
	if (status == MIA_OK)
		status = mia_evidence_name_relative(evidence, NULL);
	if (status == MIA_OK)
		assert_name(evidence, 1, "c");
	mia_evidence_free(evidence);
	return status;
}

static void
any_allocation_may_fail(void **state)
{
	(void)state;
	enum mia_status status = MIA_ERR_MEMORY;
	for (size_t n = 1; status != MIA_OK; n++) {
		struct failing f = { .refuse_at = n };
		struct mia_allocator a = failing_allocator(&f);
		status = name_with(&a);
		assert_told(&f, status == MIA_OK);
		assert_true(status == MIA_OK || status == MIA_ERR_MEMORY);
		assert_int_equal(f.bytes, 0);
		assert_true(n < 1000);
	}
}

static int
make_room(void **state)
{
	static const char *const files[] = { "e/a.csv", "e/deep/b.csv", "f/a.csv", "x.csv" };

	(void)state;
	const char *base = getenv("TMPDIR");
	snprintf(room, sizeof(room), "%s/mia-names-XXXXXX", base ? base : P_tmpdir);
	assert_non_null(mkdtemp(room));
	assert_int_equal(chdir(room), 0);
	assert_int_equal(mkdir("e", 0700) | mkdir("e/deep", 0700) | mkdir("f", 0700), 0);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		FILE *file = fopen(files[i], "w");
		assert_non_null(file);
		fclose(file);
	}
	return 0;
}

static int
clear_room(void **state)
{
	(void)state;
	return unlink("e/a.csv") | unlink("e/deep/b.csv") | unlink("f/a.csv") | unlink("x.csv") |
		rmdir("e/deep") | rmdir("e") | rmdir("f") | chdir("/") | rmdir(room);
}

/* A backslash is a letter, but where the system parts names by it: there the name is told with '/'. */
static void
backslashes(void **state)
{
	bool parts = mia__path_parts_at('\\');
	struct mia_evidence *evidence = new_evidence();

	(void)state;
	assert_int_equal(mia_evidence_add_path(evidence, "e\\deep\\b.csv", NULL),
		parts ? MIA_OK : MIA_ERR_IO);
	assert_int_equal(mia_evidence_add_path(evidence, "f/a.csv", NULL), MIA_OK);
	assert_int_equal(mia_evidence_count(evidence), parts ? 2 : 1);
	assert_string_equal(mia_evidence_source(evidence, 0)->name, parts ? "e/deep/b.csv" : "f/a.csv");
	mia_evidence_free(evidence);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shared_directories_go),
		cmocka_unit_test(the_working_directory_does_not_matter),
		cmocka_unit_test(spellings_of_a_path_are_one),
		cmocka_unit_test(links),
		cmocka_unit_test(backslashes),
		cmocka_unit_test(sums_and_places_bear_the_name),
		cmocka_unit_test(a_renamed_file_can_be_copied_from),
		cmocka_unit_test(other_sources),
		cmocka_unit_test(names_that_would_collide_stay),
		cmocka_unit_test(any_allocation_may_fail),
	};
	return cmocka_run_group_tests_name("evidence names", tests, make_room, clear_room);
}
