/* Workbooks of invented tables: what goes where, and what may fail. */
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "failing.h"
#include "report_fake.h"

#include "report/xlsx/book.h"

#include <zlib.h>

static char scratch[] = "xlsx-book-XXXXXX";

static const struct column columns[] = {
	{ .name = "text", .kind = MIA_COLUMN_TEXT },
	{ .name = "time", .kind = MIA_COLUMN_TIME },
	{ .name = "count", .kind = MIA_COLUMN_COUNT },
	{ .name = "size", .kind = MIA_COLUMN_SIZE },
	{ .name = "raw", .kind = MIA_COLUMN_TEXT, .json_only = true },
};
#define COLUMNS (sizeof(columns) / sizeof(*columns))

static enum mia_status
make(const struct mia_allocator *a, struct fake_rows *rows, uint32_t row_limit, const char *dir,
	struct kept *kept)
{
	struct table table = {
		.columns = columns,
		.column_count = COLUMNS,
		.none = "none",
		.next = fake_next,
		.rewind = fake_rewind,
		.rows = rows,
	};
	struct xlsx_book book;
	struct xlsx_layout layout;
	struct mia_error err;
	size_t at;

	enum mia_status status = mia__xlsx_book_open(&book, a, dir, 0, row_limit, &err);
	if (status == MIA_OK)
		status = mia__xlsx_book_add(&book, "made", &at, &err);
	if (status == MIA_OK)
		status = mia__xlsx_layout_of(&layout, &table, MIA_ENGLISH, row_limit, &err);
	if (status == MIA_OK)
		status = mia__xlsx_book_fill(&book, at, &table, &layout, &err);
	if (status == MIA_OK)
		status = mia__xlsx_book_finish(&book, keep, kept, &err);
	mia__xlsx_book_release(&book);
	return status;
}

/* Whether nothing is left in the directory for temporary files. */
static void
assert_clean(void)
{
	DIR *dir = opendir(scratch);
	size_t count = 0;

	assert_non_null(dir);
	while (readdir(dir))
		count++;
	closedir(dir);
	assert_int_equal(count, 2);
}

/* The n-th member whose name begins so, inflated and terminated. */
static char *
member_of(const struct kept *kept, const char *name)
{
	for (size_t i = 0; i + 30 < kept->len; i++) {
		const char *p = kept->ptr + i;
		if (memcmp(p, "PK\3\4", 4) != 0 || memcmp(p + 30, name, strlen(name)) != 0)
			continue;
		size_t skip = 30u + (unsigned char)p[26] + (unsigned char)p[28];
		z_stream z = { .next_in = (Bytef *)(uintptr_t)(p + skip),
			.avail_in = (uInt)(kept->len - i - skip) };
		char *text = calloc(1, 100000);
		assert_non_null(text);
		z.next_out = (Bytef *)text;
		z.avail_out = 99999;
		assert_int_equal(inflateInit2(&z, -MAX_WBITS), Z_OK);
		assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
		inflateEnd(&z);
		return text;
	}
	return NULL;
}

static void
assert_member_has(const struct kept *kept, const char *name, const char *what, bool has)
{
	char *text = member_of(kept, name);

	assert_non_null(text);
	if ((strstr(text, what) != NULL) != has)
		fail_msg("%s %s %s", name, has ? "lacks" : "has", what);
	free(text);
}

#define SHEET1 "xl/worksheets/sheet1.xml"
#define WHOLE (INT64_C(1767225600) * MIA_TIME_SECOND) /* 2026-01-01 */

static struct kept
of_cells(const union cell *cells, size_t count, uint32_t limit)
{
	struct fake_rows rows = { .cells = cells, .row_count = count, .column_count = COLUMNS };
	struct kept kept = { .ptr = NULL };

	assert_int_equal(make(NULL, &rows, limit, scratch, &kept), MIA_OK);
	assert_clean();
	return kept;
}

static void
cells_have_types(void **state)
{
	const union cell cells[COLUMNS * 2] = {
		{ .text = BYTES("=1+1") },
		{ .time = WHOLE + MIA_TIME_SECOND * 43200 },
		{ .count = 0 },
		{ .size = -5 },
		{ .text = BYTES("unseen") },
		{ .text = TEXT_ABSENT },
		{ .time = MIA_TIME_UNKNOWN },
		{ .count = 999999999999999 },
		{ .size = MIA_SIZE_UNKNOWN },
		{ .text = TEXT_ABSENT },
	};
	struct kept kept = of_cells(cells, 2, XLSX_ROWS);

	(void)state;
	assert_member_has(&kept, SHEET1, "t=\"inlineStr\"><is><t>=1+1</t>", true);
	/* 2026-01-01 is day 46023 of Excel; noon is a half. */
	assert_member_has(&kept, SHEET1, "<v>46023.5</v>", true);
	assert_member_has(&kept, SHEET1, "<v>0</v>", true);
	assert_member_has(&kept, SHEET1, "<v>-5</v>", true);
	assert_member_has(&kept, SHEET1, "<v>999999999999999</v>", true);
	assert_member_has(&kept, SHEET1, "unseen", false);
	assert_member_has(&kept, SHEET1, "<c r=\"A3\"", false);
	assert_member_has(&kept, SHEET1, "<c r=\"B3\"", false);
	assert_member_has(&kept, SHEET1, "<c r=\"D3\"", false);
	/* Headings in words; the name of the column is a note. */
	assert_member_has(&kept, SHEET1, "<t>Time (UTC)</t>", true);
	assert_member_has(&kept, SHEET1, "xlsx_escaped", false);
	assert_member_has(&kept, "xl/comments1.xml", "xlsx_escaped", true);
	assert_member_has(&kept, "xl/comments1.xml", ">text<", false);
	free(kept.ptr);
}

static void
what_no_double_holds_is_text(void **state)
{
	static const mia_time fine[] = {
		WHOLE + 1,
		INT64_C(-2203891201) * MIA_TIME_SECOND,
		INT64_C(253402300800) * MIA_TIME_SECOND,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(fine) / sizeof(*fine); i++) {
		const union cell cells[COLUMNS * 2] = {
			{ .text = TEXT_ABSENT },
			{ .time = WHOLE },
			{ .count = 1000000000000000 },
			{ .size = INT64_C(1000000000000000) },
			{ .text = TEXT_ABSENT },
			{ .text = TEXT_ABSENT },
			{ .time = fine[i] },
			{ .count = 1 },
			{ .size = 1 },
			{ .text = TEXT_ABSENT },
		};
		/* One time that is finer makes the whole column text. */
		struct kept kept = of_cells(cells, 2, XLSX_ROWS);
		assert_member_has(&kept, SHEET1, "<t>2026-01-01T00:00:00Z</t>", true);
		assert_member_has(&kept, SHEET1, "<v>46023", false);
		assert_member_has(&kept, SHEET1, "<t>1000000000000000</t>", true);
		free(kept.ptr);
	}
	const union cell edge[COLUMNS] = {
		{ .text = TEXT_ABSENT },
		{ .time = INT64_C(-2203891200) * MIA_TIME_SECOND },
		{ .count = 1 },
		{ .size = 1 },
		{ .text = TEXT_ABSENT },
	};
	struct kept kept = of_cells(edge, 1, XLSX_ROWS);
	assert_member_has(&kept, SHEET1, "<v>61</v>", true);
	free(kept.ptr);
}

static union cell *
many(size_t count)
{
	union cell *cells = calloc(count * COLUMNS, sizeof(*cells));

	assert_non_null(cells);
	for (size_t i = 0; i < count; i++) {
		cells[i * COLUMNS].text = BYTES("hello");
		cells[i * COLUMNS + 1].time = WHOLE;
		cells[i * COLUMNS + 2].count = 1000 + i;
	}
	return cells;
}

static void
rows_go_on_in_a_next_sheet(void **state)
{
	union cell *cells = many(7);

	(void)state;
	/* Exactly full is one sheet. */
	struct kept kept = of_cells(cells, 3, 3);
	assert_member_has(&kept, "xl/workbook.xml", "\"made 2\"", false);
	free(kept.ptr);
	kept = of_cells(cells, 7, 3);
	assert_member_has(&kept, "xl/workbook.xml", "\"made 3\"", true);
	assert_member_has(&kept, "xl/workbook.xml", "\"made 4\"", false);
	assert_member_has(&kept, SHEET1, "<v>1002</v>", true);
	assert_member_has(&kept, SHEET1, "<v>1003</v>", false);
	assert_member_has(&kept, "xl/worksheets/sheet2.xml", "<t>text</t>", true);
	assert_member_has(&kept, "xl/worksheets/sheet2.xml", "<v>1003</v>", true);
	assert_member_has(&kept, "xl/worksheets/sheet2.xml", "<v>1005</v>", true);
	assert_member_has(&kept, "xl/worksheets/sheet3.xml", "<v>1006</v>", true);
	free(kept.ptr);
	kept = of_cells(cells, 0, 3);
	assert_member_has(&kept, SHEET1, "<t>text</t>", true);
	free(kept.ptr);
	free(cells);
}

static void
a_sink_or_a_directory_may_refuse(void **state)
{
	union cell *cells = many(3);
	struct fake_rows rows = { .cells = cells, .row_count = 3, .column_count = COLUMNS };
	struct kept kept = { .refuse_after = 1 };

	(void)state;
	assert_int_equal(make(NULL, &rows, 2, scratch, &kept), MIA_ERR_SINK);
	assert_int_equal(kept.refused, 1);
	assert_clean();
	assert_int_equal(make(NULL, &rows, 2, "no-such-directory", &kept), MIA_ERR_IO);
	rows.fail_at_end = true;
	assert_int_equal(make(NULL, &rows, 2, scratch, &kept), MIA_ERR_MEMORY);
	assert_clean();
	free(kept.ptr);
	free(cells);
}

static void
any_allocation_may_fail(void **state)
{
	union cell *cells = many(3);
	size_t refused = 0;
	enum mia_status status;

	(void)state;
	do {
		struct failing f = { .refuse_at = ++refused };
		struct mia_allocator a = failing_allocator(&f);
		struct fake_rows rows = { .cells = cells, .row_count = 3, .column_count = COLUMNS };
		struct kept kept = { .ptr = NULL };
		status = make(&a, &rows, 2, scratch, &kept);
		assert_int_equal(f.bytes, 0);
		assert_clean();
		assert_true(status == MIA_OK || (status < 0 && kept.len == 0));
		free(kept.ptr);
	} while (status != MIA_OK);
	assert_true(refused > 5);
	free(cells);
}

/* No handle stays open, whatever failed. */
static void
handles_are_closed(void **state)
{
	union cell *cells = many(3);
	struct fake_rows rows = { .cells = cells,
		.row_count = 3,
		.column_count = COLUMNS,
		.fail_at_end = true };
	struct kept kept = { .ptr = NULL };
	int before = open("/dev/null", O_RDONLY);

	(void)state;
	close(before);
	assert_int_equal(make(NULL, &rows, 2, scratch, &kept), MIA_ERR_MEMORY);
	rows.fail_at_end = false;
	assert_int_equal(make(NULL, &rows, 2, scratch, &kept), MIA_OK);
	int after = open("/dev/null", O_RDONLY);
	close(after);
	assert_int_equal(before, after);
	free(kept.ptr);
	free(cells);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_have_types),
		cmocka_unit_test(what_no_double_holds_is_text),
		cmocka_unit_test(rows_go_on_in_a_next_sheet),
		cmocka_unit_test(a_sink_or_a_directory_may_refuse),
		cmocka_unit_test(any_allocation_may_fail),
		cmocka_unit_test(handles_are_closed),
	};

	if (mkdtemp(scratch) == NULL)
		return 1;
	int failed = cmocka_run_group_tests_name("xlsx_book", tests, NULL, NULL);
	rmdir(scratch);
	return failed;
}
