/* Chosen columns, another order, the first rows: over any report, with the memory refused too. */
#include "report_fake.h"

#include "failing.h"
#include "report/select.h"

enum { WHO, N, SIZE, WHEN, LEVEL, LISTED, HIDDEN, COLUMN_TOTAL };

static const struct column_word words[] = { { "bad", PAINT_RED }, { "fair", PAINT_NONE },
	{ NULL, PAINT_NONE } };
static const struct column columns[COLUMN_TOTAL] = {
	[WHO] = { .name = "who", .kind = MIA_COLUMN_TEXT, .rank = 1, .max = 40 },
	[N] = { .name = "count", .kind = MIA_COLUMN_COUNT, .rank = 2, .max = 20, .title = "n" },
	[SIZE] = { .name = "size", .kind = MIA_COLUMN_SIZE, .rank = 3, .max = 20 },
	[WHEN] = { .name = "when", .kind = MIA_COLUMN_TIME, .rank = 4, .max = 28 },
	[LEVEL] = { .name = "level", .kind = MIA_COLUMN_TEXT, .rank = 5, .max = 20, .words = words },
	[LISTED] = { .name = "listed", .kind = MIA_COLUMN_TEXTS, .rank = 6, .max = 20 },
	[HIDDEN] = { .name = "hidden", .kind = MIA_COLUMN_TEXT, .json_only = true },
};

static struct mia_text listed[] = { BYTES("x"), BYTES("y") };
#define ROW(name, n, bytes, at, word, items) \
	{ .text = BYTES(name) }, { .count = n }, { .size = bytes }, { .time = at }, { .text = BYTES(word) }, \
		{ .texts = { listed, items } }, \
	{ \
		.text = BYTES("h") \
	}
static const union cell cells[] = {
	ROW("b", 9, MIA_SIZE_UNKNOWN, 2, "good", 0),
	ROW("A", 10, -5, MIA_TIME_UNKNOWN, "fair", 2),
	ROW("c", 10, 3, 1, "bad", 1),
};

static enum mia_status
written(const char *chosen, const char *sort, uint64_t top, enum mia_format format,
	const struct mia_allocator *allocator, struct kept *kept)
{
	struct fake_rows rows = { .cells = cells, .row_count = 3, .column_count = COLUMN_TOTAL };
	struct table table = {
		.columns = columns,
		.column_count = COLUMN_TOTAL,
		.none = "none",
		.next = fake_next,
		.rewind = fake_rewind,
		.rows = &rows,
		.allocator = allocator,
	};
	struct mia_report_options options = {
		.size = sizeof(options),
		.format = format,
		.write = keep,
		.ctx = kept,
		.columns = chosen,
		.sort = sort,
		.top = top,
	};
	struct mia_error err;

	*kept = (struct kept){ .ptr = NULL };
	return mia__report_write(&table, &options, &err);
}

static struct kept
table_of(const union cell *of, size_t count, uint64_t top)
{
	struct kept kept = { .ptr = NULL };
	struct fake_rows rows = { .cells = of, .row_count = count, .column_count = COLUMN_TOTAL };
	struct table table = {
		.columns = columns,
		.column_count = COLUMN_TOTAL,
		.none = "none",
		.next = fake_next,
		.rewind = fake_rewind,
		.rows = &rows,
	};
	struct mia_report_options options = { .size = sizeof(options),
		.write = keep,
		.ctx = &kept,
		.top = top };

	assert_int_equal(mia__report_write(&table, &options, NULL), MIA_OK);
	return kept;
}

static struct kept
csv(const char *chosen, const char *sort, uint64_t top)
{
	struct kept kept;

	assert_int_equal(written(chosen, sort, top, MIA_FORMAT_CSV, NULL, &kept), MIA_OK);
	return kept;
}

static void
columns_come_in_the_order_asked_for(void **state)
{
	(void)state;
	assert_kept(csv("count,who", NULL, 0), "count,who\n9,b\n10,A\n10,c\n");
	assert_kept(csv(" n , who", NULL, 0), "count,who\n9,b\n10,A\n10,c\n");
	/* Whoever names one that JSON alone has, gets it. */
	assert_kept(csv("hidden", NULL, 2), "hidden\nh\nh\n");
	assert_kept(csv("all", NULL, 1),
		"who,count,size,when,level,listed\nb,9,,1970-01-01T00:00:00.0000002Z,good,\n");
}

static void
each_kind_has_its_order(void **state)
{
	(void)state;
	assert_kept(csv("who", "who", 0), "who\nA\nb\nc\n");
	assert_kept(csv("who", "-who", 0), "who\nc\nb\nA\n");
	/* 9 before 10; equal ones stay as they were. */
	assert_kept(csv("who", "count", 0), "who\nb\nA\nc\n");
	assert_kept(csv("who", "-count", 0), "who\nA\nc\nb\n");
	assert_kept(csv("who", "-count,-who", 0), "who\nc\nA\nb\n");
	/* What is not known comes last, whichever way. */
	assert_kept(csv("who", "size", 0), "who\nA\nc\nb\n");
	assert_kept(csv("who", "-size", 0), "who\nc\nA\nb\n");
	assert_kept(csv("who", "when", 0), "who\nc\nb\nA\n");
	assert_kept(csv("who", "-when", 0), "who\nb\nc\nA\n");
	/* By weight, not by letter; and by a column that is not shown. */
	assert_kept(csv("who", "level", 0), "who\nc\nA\nb\n");
	assert_kept(csv("who", "-listed", 0), "who\nA\nc\nb\n");
}

static void
the_first_rows_are_those_of_the_order(void **state)
{
	struct kept kept;

	(void)state;
	assert_kept(csv("who", "-who", 2), "who\nc\nb\n");
	assert_kept(csv("who", NULL, 2), "who\nb\nA\n");
	assert_kept(csv("who", NULL, 9), "who\nb\nA\nc\n");
	assert_int_equal(written("who", NULL, 2, MIA_FORMAT_TABLE, NULL, &kept), MIA_OK);
	assert_kept(kept, "who\nb\nA\n(3 rows, 2 shown)\n");
	assert_int_equal(written("who", "who", 1, MIA_FORMAT_TABLE, NULL, &kept), MIA_OK);
	assert_kept(kept, "who\nA\n(3 rows, 1 shown)\n");
	/* What is alike in them need not be so in the others. */
	static const union cell more[] = {
		ROW("b", 9, 1, 2, "good", 0),
		ROW("A", 9, 2, 2, "good", 0),
		ROW("c", 9, 3, 2, "good", 0),
		ROW("d", 8, 3, 2, "fair", 0),
	};
	struct kept said = table_of(more, 4, 3);
	assert_non_null(strstr(said.ptr, "all shown: level good\n"));
	assert_null(strstr(said.ptr, "all rows"));
	free(said.ptr);
}

static void
what_cannot_be_had_is_refused(void **state)
{
	static const char *const wrong[] = { "nobody", "", "who,", "who,who", "who,n,count" };
	struct kept kept;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		assert_int_equal(written(wrong[i], NULL, 0, MIA_FORMAT_CSV, NULL, &kept), MIA_ERR_ARGUMENT);
		assert_int_equal(written(NULL, wrong[i], 0, MIA_FORMAT_CSV, NULL, &kept), MIA_ERR_ARGUMENT);
		assert_int_equal(kept.len, 0);
	}
	assert_int_equal(mia_report_choice_check(MIA_REPORT_SESSIONS, "actor,binds", "-client_ip", NULL),
		MIA_OK);
	assert_int_equal(mia_report_choice_check(MIA_REPORT_SESSIONS, "all", NULL, NULL), MIA_OK);
	assert_int_equal(mia_report_choice_check(MIA_REPORT_SESSIONS, NULL, "all", NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_report_choice_check(MIA_REPORT_OTHER, "actor", NULL, NULL), MIA_ERR_ARGUMENT);
}

static void
refused_memory_is_told(void **state)
{
	struct kept kept;
	size_t needed = 1;

	(void)state;
	for (size_t refuse = 0; refuse <= needed; refuse++) {
		struct failing failing = { .refuse_at = refuse };
		struct mia_allocator a = failing_allocator(&failing);
		enum mia_status status = written("who", "who", 0, MIA_FORMAT_CSV, &a, &kept);

		assert_int_equal(status, refuse ? MIA_ERR_MEMORY : MIA_OK);
		if (refuse == 0)
			needed = failing.calls;
		assert_int_equal(failing.bytes, 0);
		free(kept.ptr);
	}
	assert_true(needed > 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_come_in_the_order_asked_for),
		cmocka_unit_test(each_kind_has_its_order),
		cmocka_unit_test(the_first_rows_are_those_of_the_order),
		cmocka_unit_test(what_cannot_be_had_is_refused),
		cmocka_unit_test(refused_memory_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
