/* Rows in parts: the same bytes and the same failure on any number of threads. */
#include "report_fake.h"

#include "format/parts.h"

/* Rows 0 to count - 1, of which those that end in 7 are left out. */
struct numbers {
	size_t at, start, end, count;
	size_t fails_at; /* the row that cannot be had; 0: none */
	size_t length;   /* of a cell */
};

static enum mia_status
numbers_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct numbers *n = ctx;

	while (n->at < n->end && n->at % 10 == 7)
		n->at++;
	if (n->at >= n->end)
		return MIA_END;
	if (n->fails_at && n->at >= n->fails_at)
		return mia_error_set(err, MIA_ERR_IO, "row %zu", n->fails_at);
	row[0].count = n->at++;
	return MIA_OK;
}

static enum mia_status
numbers_rewind(void *ctx, struct mia_error *err)
{
	struct numbers *n = ctx;

	(void)err;
	n->at = n->start;
	return MIA_OK;
}

static size_t
numbers_count(const void *ctx)
{
	return ((const struct numbers *)ctx)->count;
}

static const struct table_parts table_parts;

static enum mia_status
numbers_part(void *ctx, size_t start, size_t end, struct table *ret, struct mia_error *err)
{
	struct numbers *all = ctx, *part = malloc(sizeof(*part));

	(void)err;
	assert_non_null(part);
	*part = *all;
	part->start = start;
	part->end = end;
	*ret = (struct table){ .next = numbers_next,
		.rewind = numbers_rewind,
		.rows = part,
		.parts = &table_parts };
	return MIA_OK;
}

static void
numbers_close(struct table *part)
{
	free(part->rows);
}

static const struct table_parts table_parts = { numbers_next, numbers_count, numbers_part, numbers_close };

/* "1:xxxx" and a comma in front of all but the first. */
static void
write_number(struct sink *sink, const struct table *table, const union cell *row, bool first)
{
	const struct numbers *n = table->rows;

	if (!first)
		mia__sink_byte(sink, ',');
	mia__sink_uint(sink, row[0].count);
	mia__sink_byte(sink, ':');
	mia__sink_blanks(sink, n->length);
}

static struct kept
write_numbers(struct numbers *n, unsigned threads, size_t refuse_after, enum mia_status *status, bool *any)
{
	const struct table table = { .next = numbers_next,
		.rewind = numbers_rewind,
		.rows = n,
		.parts = &table_parts };
	struct kept kept = { .refuse_after = refuse_after };
	struct sink *sink = malloc(sizeof(*sink));
	struct mia_error err = { 0 };

	assert_non_null(sink);
	n->end = n->count;
	mia__sink_init(sink, keep, &kept);
	*any = false;
	*status = mia__write_rows(sink, &table, threads, write_number, 1, any, &err);
	if (*status < 0)
		assert_string_equal(err.text, "row 3001");
	if (mia__sink_finish(sink, NULL) < 0)
		*status = MIA_ERR_SINK;
	free(sink);
	return kept;
}

static void
assert_same_on_any_number(struct numbers n, size_t refuse_after, enum mia_status wanted)
{
	enum mia_status status;
	bool any, any_alone;
	struct kept alone = write_numbers(&n, 1, refuse_after, &status, &any_alone);

	assert_int_equal(status, wanted);
	for (unsigned threads = 2; threads <= 40; threads += threads < 4 ? 1 : 12) {
		struct kept kept = write_numbers(&n, threads, refuse_after, &status, &any);
		assert_int_equal(status, wanted);
		assert_int_equal(any, any_alone);
		if (!refuse_after) {
			assert_int_equal(kept.len, alone.len);
			if (kept.len)
				assert_memory_equal(kept.ptr, alone.ptr, kept.len);
		}
		free(kept.ptr);
	}
	free(alone.ptr);
}

static void
the_same_bytes(void **state)
{
	(void)state;
	static const size_t counts[] = { 0, 1, 8, 1024, 1025, 1536, 5000, 20000 };

	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++)
		assert_same_on_any_number((struct numbers){ .count = counts[i], .length = 3 }, 0, MIA_OK);
	/* Rows so long that no buffer takes a part: 512 of 10,000 bytes. */
	assert_same_on_any_number((struct numbers){ .count = 3000, .length = 10000 }, 0, MIA_OK);
}

static void
the_same_failure(void **state)
{
	(void)state;
	assert_same_on_any_number((struct numbers){ .count = 5000, .fails_at = 3001, .length = 3 }, 0,
		MIA_ERR_IO);
	assert_same_on_any_number((struct numbers){ .count = 20000, .length = 100 }, 300000, MIA_ERR_SINK);
}

/* A table that stands over another one and forgot its parts has none. */
static void
another_next_has_no_parts(void **state)
{
	struct table table = { .next = numbers_next, .parts = &table_parts };
	struct numbers n = { .count = 77 };

	(void)state;
	table.rows = &n;
	assert_int_equal(mia__table_count(&table), 77);
	table.next = fake_next;
	assert_int_equal(mia__table_count(&table), 0);
	table.parts = NULL;
	assert_int_equal(mia__table_count(&table), 0);
}

/* Each format by its name, and the reports that it suits: all, or these letters of them. */
static void
each_format(void **state)
{
	static const struct {
		const char *name, *reports;
	} rows[] = { { "table", "*" }, { "csv", "*" }, { "csv excel", "*" }, { "json", "*" },
		{ "ndjson", "*" }, { "timesketch", "MFSCT" }, { "ecs", "MT" }, { "tln", "T" },
		{ "bodyfile", "T" }, { "dat", "M" }, { "ids", "M" }, { "graph", "M" }, { "kql", "F" } };
	static const struct {
		enum mia_report_kind kind;
		char letter;
	} reports[] = { { MIA_REPORT_MESSAGES, 'M' }, { MIA_REPORT_FOLDERS, 'F' },
		{ MIA_REPORT_SESSIONS, 'S' }, { MIA_REPORT_COVERAGE, 'C' }, { MIA_REPORT_TIMELINE, 'T' } };

	(void)state;
	assert_int_equal(sizeof(rows) / sizeof(*rows), MIA_FORMAT_COUNT);
	for (size_t i = 0; i < MIA_FORMAT_COUNT; i++) {
		bool named = false;
		for (size_t k = 0; k < MIA_FORMAT_COUNT; k++)
			named |= strcmp(mia_format_name((enum mia_format)k), rows[i].name) == 0;
		assert_true(named);
		for (int kind = 0; kind < MIA_REPORT_COUNT; kind++) {
			char letter = '-';
			for (size_t k = 0; k < sizeof(reports) / sizeof(*reports); k++)
				if ((int)reports[k].kind == kind)
					letter = reports[k].letter;
			for (size_t k = 0; k < MIA_FORMAT_COUNT; k++)
				if (strcmp(mia_format_name((enum mia_format)k), rows[i].name) == 0)
					assert_int_equal(mia_format_suits((enum mia_format)k,
								 (enum mia_report_kind)kind),
						rows[i].reports[0] == '*' ||
							strchr(rows[i].reports, letter) != NULL);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_bytes),
		cmocka_unit_test(the_same_failure),
		cmocka_unit_test(another_next_has_no_parts),
		cmocka_unit_test(each_format),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
