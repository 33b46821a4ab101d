/* Rows that are missing from an export by their numbers: ResultCount, ResultIndex, round numbers. */
#include "made_changes.h"

#define OPEN MIA_TIME_UNKNOWN

static struct mia_event *
add_row(struct made *m, const char *name, int64_t index, int64_t count)
{
	struct mia_event *e = made_record(m, name, (uint64_t)index, T0 + index * HOUR);

	e->result_index = index;
	e->result_count = count;
	return e;
}

/* The file says 5: with five rows it is whole, with four it is not. */
static void
fewer_rows_than_stated(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	for (int i = 1; i <= 4; i++)
		add_row(&m, EXPORT, i, 5);
	struct mia_coverage *c = made_coverage(&m);
	const struct mia_span *span = assert_span(c, "result-count", OPEN, OPEN, "");
	assert_int_equal(span->reason, MIA_COVERAGE_CUT_SHORT);
	assert_absent(span->mailbox);
	assert_text(span->source, EXPORT);
	assert_detail(span, "ResultCount is 5, 4 of these rows");
	assert_int_equal(count_of(c, "result-index"), 0);
	mia_coverage_free(c);
	/* Where --exported says what was asked for, they are missing there; a
	 * row outside it moves the end. */
	m.options.exported_from = T0 - DAY;
	m.options.exported_until = T0 + 2 * HOUR;
	c = made_coverage(&m);
	assert_span(c, "result-count", T0 - DAY, T0 + 4 * HOUR + MIA_TIME_SECOND, "");
	mia_coverage_free(c);
	add_row(&m, EXPORT, 5, 5);
	assert_none(&m, "result-count");
	assert_none(&m, "result-index");
}

/* A rejected row is a row. */
static void
rejected_rows_are_not_missing(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	for (int i = 1; i <= 5; i++)
		if (i != 3)
			add_row(&m, EXPORT, i, 5);
	add_reject(&m, EXPORT, 3, MIA_REASON_BAD_JSON);
	assert_none(&m, "result-count");
	assert_none(&m, "result-index");
}

static void
holes_in_the_numbers(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_row(&m, EXPORT, 1, MIA_NOT_COUNTED);
	add_row(&m, EXPORT, 2, MIA_NOT_COUNTED);
	add_row(&m, EXPORT, 5, MIA_NOT_COUNTED);
	add_row(&m, EXPORT, 7, MIA_NOT_COUNTED);
	struct mia_coverage *c = made_coverage(&m);
	const struct mia_span *span =
		assert_span(c, "result-index", T0 + HOUR, T0 + 7 * HOUR + MIA_TIME_SECOND, "");
	assert_detail(span, "3 numbers of ResultIndex are missing, the first of them 3");
	mia_coverage_free(c);
	/* What is missing in front may be older or newer. */
	made_begin(&m);
	add_row(&m, EXPORT, 3, MIA_NOT_COUNTED);
	add_row(&m, EXPORT, 4, MIA_NOT_COUNTED);
	c = made_coverage(&m);
	assert_detail(assert_span(c, "result-index", OPEN, OPEN, ""),
		"2 numbers of ResultIndex are missing, the first of them 1");
	mia_coverage_free(c);
	made_begin(&m);
	add_row(&m, EXPORT, 1, MIA_NOT_COUNTED);
	add_row(&m, EXPORT, 2, MIA_NOT_COUNTED);
	assert_none(&m, "result-index");
}

/* Days that were searched one by one and merged: each has its own total, and
 * rows of the one are no rows of the other. In whatever order they stand. */
static void
queries_in_one_file(void **state)
{
	(void)state;
	struct made m;
	for (int turn = 0; turn < 2; turn++) {
		made_begin(&m);
		for (int i = 1; i <= 6; i++)
			add_row(&m, EXPORT, turn ? 7 - i : i, 6);
		for (int i = 1; i <= 4; i++)
			add_row(&m, EXPORT, turn ? 5 - i : i, 5);
		struct mia_coverage *c = made_coverage(&m);
		const struct mia_span *span = assert_span(c, "result-count", OPEN, OPEN, "");
		assert_detail(span, "2 queries or more; of 1 with ResultCount 5, 4 of 5 rows are here");
		assert_int_equal(count_of(c, "result-index"), 0);
		mia_coverage_free(c);
		add_row(&m, EXPORT, 5, 5);
		assert_none(&m, "result-count");
	}
	/* The same total twice: a number that two records bear. */
	made_begin(&m);
	for (int i = 1; i <= 5; i++)
		add_row(&m, EXPORT, i, 5);
	for (int i = 1; i <= 2; i++)
		add_row(&m, EXPORT, i, 5);
	struct mia_coverage *c = made_coverage(&m);
	assert_detail(assert_span(c, "result-count", OPEN, OPEN, ""),
		"of 2 with ResultCount 5, 7 of 10 rows are here");
	mia_coverage_free(c);
	for (int i = 3; i <= 5; i++)
		add_row(&m, EXPORT, i, 5);
	assert_none(&m, "result-count");
	/* Without numbers the rows alone count. */
	made_begin(&m);
	for (int i = 1; i <= 7; i++)
		add_row(&m, EXPORT, i, 5)->result_index = MIA_NOT_COUNTED;
	c = made_coverage(&m);
	assert_detail(span_of(c, "result-count", 0), "of 2 with ResultCount 5, 7 of 10 rows are here");
	mia_coverage_free(c);
	for (int i = 8; i <= 10; i++)
		add_row(&m, EXPORT, i, 5)->result_index = MIA_NOT_COUNTED;
	assert_none(&m, "result-count");
}

/* A row that stands twice is no second query, and a search made twice neither. */
static void
a_repeated_row_is_no_query(void **state)
{
	(void)state;
	for (int repeats = 1; repeats <= 3; repeats++) {
		struct made m;
		made_begin(&m);
		for (int i = 1; i <= 3; i++)
			add_row(&m, EXPORT, i, 3);
		for (int i = 1; i <= repeats; i++)
			memcpy(add_row(&m, EXPORT, i, 3)->key, m.events[i - 1].key, sizeof(m.events[0].key));
		assert_none(&m, "result-count");
		assert_none(&m, "result-index");
	}
}

/* Two queries without totals: what the longer one shows is not asked of the
 * other, what lies below a number that it has is. */
static void
holes_of_several_queries(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	for (int i = 1; i <= 4; i++)
		add_row(&m, EXPORT, i, MIA_NOT_COUNTED);
	for (int i = 1; i <= 3; i++)
		if (i != 2)
			add_row(&m, EXPORT, i, MIA_NOT_COUNTED);
	struct mia_coverage *c = made_coverage(&m);
	assert_detail(span_of(c, "result-index", 0), "1 number of ResultIndex is missing: 2");
	mia_coverage_free(c);
	add_row(&m, EXPORT, 2, MIA_NOT_COUNTED);
	assert_none(&m, "result-index");
}

/* One query in two files is whole; with a row of one missing, or standing in
 * both, neither is. */
static void
parts_of_one_query(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	for (int i = 1; i <= 6; i++)
		add_row(&m, i <= 3 ? "a.csv" : "b.csv", i, 6);
	assert_none(&m, "result-count");
	assert_none(&m, "result-index");
	m.event_count--;
	struct mia_coverage *c = made_coverage(&m);
	assert_int_equal(count_of(c, "result-count"), 2);
	assert_int_equal(count_of(c, "result-index"), 1);
	assert_text(span_of(c, "result-count", 0)->source, "a.csv");
	assert_text(span_of(c, "result-count", 1)->source, "b.csv");
	mia_coverage_free(c);
	add_row(&m, "b.csv", 3, 6);
	c = made_coverage(&m);
	assert_int_equal(count_of(c, "result-count"), 2);
	mia_coverage_free(c);
}

static void
a_failed_search(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_row(&m, EXPORT, 1, 2);
	add_row(&m, EXPORT, 2, 2);
	assert_none(&m, "search-failed");
	struct mia_event *e = add_row(&m, EXPORT, 3, 0);
	e->result_index = MIA_NOT_COUNTED;
	struct mia_coverage *c = made_coverage(&m);
	assert_span(c, "search-failed", OPEN, OPEN, "");
	mia_coverage_free(c);
}

/* The record number says how many rows there are. */
static void
round_numbers(void **state)
{
	(void)state;
	static const uint64_t numbers[] = { 100, 1000, 5000, 10000, 30000, 50000, 100000, 1000000 };
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		for (int off = -1; off <= 1; off++) {
			struct made m;
			made_begin(&m);
			made_record(&m, EXPORT, off < 0 ? numbers[i] - 1 : numbers[i] + (uint64_t)off, T0);
			struct mia_coverage *c = made_coverage(&m);
			assert_int_equal(count_of(c, "round-number"), off == 0);
			if (off == 0)
				assert_span(c, "round-number", OPEN, OPEN, "");
			mia_coverage_free(c);
		}
	/* 100 of 100 may be all, or the size of the page said twice. */
	struct made m;
	made_begin(&m);
	made_record(&m, EXPORT, 100, T0)->result_count = 100;
	struct mia_coverage *c = made_coverage(&m);
	assert_span(c, "round-number", OPEN, OPEN, "");
	mia_coverage_free(c);
	/* Of several queries each ends where its own numbers do, not the file. */
	static const struct {
		int64_t last, other;
		size_t told;
	} queries[] = { { 100, 40, 1 }, { 99, 1, 0 }, { 101, 100, 1 }, { 1000, 100, 1 }, { 101, 99, 0 } };
	for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++) {
		made_begin(&m);
		add_row(&m, EXPORT, queries[i].last, MIA_NOT_COUNTED);
		add_row(&m, EXPORT, queries[i].last - 1, MIA_NOT_COUNTED);
		add_row(&m, EXPORT, queries[i].other, queries[i].other);
		c = made_coverage(&m);
		assert_int_equal(count_of(c, "round-number"), queries[i].told);
		mia_coverage_free(c);
	}
	/* A page of 100 rows is one part of a query whose every row is here; if
	 * one is not, the page may be where it ended. */
	made_begin(&m);
	for (int i = 1; i <= 6; i++) {
		struct mia_event *e = made_record(&m, i <= 3 ? "a.csv" : "b.csv", i == 3 ? 100 : (uint64_t)i,
			T0 + i * HOUR);
		e->result_index = i;
		e->result_count = 6;
	}
	assert_none(&m, "round-number");
	m.event_count--;
	c = made_coverage(&m);
	assert_text(assert_span(c, "round-number", OPEN, OPEN, "")->source, "a.csv");
	mia_coverage_free(c);
	/* What is told of the source is no row. */
	made_begin(&m);
	made_record(&m, EXPORT, 100, T0);
	add_reject(&m, EXPORT, 101, MIA_REASON_CUT);
	c = made_coverage(&m);
	assert_int_equal(count_of(c, "round-number"), 1);
	mia_coverage_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fewer_rows_than_stated),
		cmocka_unit_test(rejected_rows_are_not_missing),
		cmocka_unit_test(holes_in_the_numbers),
		cmocka_unit_test(queries_in_one_file),
		cmocka_unit_test(a_repeated_row_is_no_query),
		cmocka_unit_test(holes_of_several_queries),
		cmocka_unit_test(parts_of_one_query),
		cmocka_unit_test(a_failed_search),
		cmocka_unit_test(round_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
