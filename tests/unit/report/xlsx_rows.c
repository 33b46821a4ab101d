/* Rows that libmia writes into a workbook by itself: the bytes are those of libxlsxwriter. */
#include <stdio.h>
#include <unistd.h>

#include "failing.h"
#include "report_fake.h"

#include "format/plain_bytes.h"
#include "report/xlsx/archive.h"
#include "report/xlsx/book.h"
#include "report/xlsx/rows.h"

#define WHOLE (INT64_C(1767225600) * MIA_TIME_SECOND) /* 2026-01-01 */
#define LONG_TEXT \
	"a rather long text that goes on and on, so that a cell that wraps it needs several lines, more " \
	"than two of them at least, and a wrapped row has a height of its own"

static const struct column columns[] = {
	{ .name = "exposure", .kind = MIA_COLUMN_TEXT },
	{ .name = "detail", .kind = MIA_COLUMN_TEXT },
	{ .name = "time", .kind = MIA_COLUMN_TIME },
	{ .name = "fine", .kind = MIA_COLUMN_TIME },
	{ .name = "count", .kind = MIA_COLUMN_COUNT },
	{ .name = "size", .kind = MIA_COLUMN_SIZE },
	{ .name = "texts", .kind = MIA_COLUMN_TEXTS },
};
#define COLUMNS (sizeof(columns) / sizeof(*columns))
#define ROWS 9

static union cell cells[ROWS * COLUMNS];

static void
make_cells(void)
{
	static const struct mia_text texts[] = { BYTES("a & b"), BYTES(" <c>"), BYTES("") };
	static const struct mia_text odd[] = {
		BYTES("plain"),
		BYTES(" begins with a blank"),
		BYTES("_x0041_ and \xe2\x80\xae hidden \x1b"),
		BYTES("two\nlines\r\n"),
		BYTES(LONG_TEXT),
		BYTES("\xf0\x9f\x93\xa7 <&> \xc3\xbc"),
	};

	for (size_t i = 0; i < ROWS; i++) {
		union cell *row = &cells[i * COLUMNS];
		/* A sheet whose last row has a level that no other row has. */
		row[0].text = i == 4 ? text_of(mia_level_name(MIA_LEVEL_UNATTRIBUTED))
				     : text_of(mia_level_name(MIA_LEVEL_ACCESS_RECORDED));
		row[1].text = odd[i % 6];
		row[2].time = WHOLE + MIA_TIME_SECOND * (int64_t)(i * 7919 + 1);
		row[3].time = i % 2 ? MIA_TIME_UNKNOWN : WHOLE + (int64_t)i;
		row[4].count = i == 3 ? UINT64_MAX : i * 1000003;
		row[5].size = i == 1 ? MIA_SIZE_UNKNOWN : -(int64_t)i;
		row[6].texts = (struct mia_texts){ texts, i % 4 };
	}
}

static struct table
table_of(struct fake_rows *rows)
{
	return (struct table){
		.columns = columns,
		.column_count = COLUMNS,
		.next = fake_next,
		.rewind = fake_rewind,
		.rows = rows,
	};
}

/* What the tool did before it wrote rows by itself: a call a cell. */
static void
write_by_calls(struct xlsx_book *book, const struct xlsx_layout *layout)
{
	struct buf text, escaped;

	mia__buf_init(&text, &book->a);
	mia__buf_init(&escaped, &book->a);
	for (size_t i = 0; i < ROWS; i++) {
		lxw_worksheet *sheet = book->sheets[i / book->row_limit].sheet;
		lxw_row_t at = (lxw_row_t)(i % book->row_limit) + 1;
		size_t lines = 1;
		buf_clear(&escaped);
		for (size_t k = 0; k < layout->count; k++) {
			size_t c = layout->order[k];
			const union cell *cell = &cells[i * COLUMNS + c];
			const char *shown;
			bool changed = false;
			enum xlsx_style style =
				mia__xlsx_style_of(&layout->shown[c], &columns[c], cell, MIA_ENGLISH, &shown);
			lxw_format *format = mia__xlsx_format_of(book, style);
			double number = columns[c].kind == MIA_COLUMN_TIME ? mia__xlsx_serial(cell->time)
				: columns[c].kind == MIA_COLUMN_COUNT      ? (double)cell->count
									   : (double)cell->size;
			if (style == STYLE_NONE)
				continue;
			if (style == STYLE_TIME || style == STYLE_NUMBER) {
				worksheet_write_number(sheet, at, (lxw_col_t)k, number, format);
				continue;
			}
			if (shown == NULL)
				shown = mia__xlsx_shown_text(&text, &columns[c], cell, &changed);
			if (changed)
				mia__xlsx_add_escaped(&escaped,
					columns[c].name[0] == 'd' ? "Detail" : "texts");
			size_t n = mia__xlsx_wrapped_lines(text_of(shown), layout->width[k]);
			lines = style == STYLE_WRAPPED && n > lines ? n : lines;
			worksheet_write_string(sheet, at, (lxw_col_t)k, shown, format);
		}
		mia__buf_byte(&escaped, '\0');
		if (escaped.len > 1)
			worksheet_write_string(sheet, at, (lxw_col_t)layout->count, escaped.ptr, book->text);
		assert_int_equal(mia__xlsx_height(sheet, at, lines, NULL), MIA_OK);
	}
	mia__buf_release(&text);
	mia__buf_release(&escaped);
}

static struct kept
made(bool by_calls, uint32_t row_limit, unsigned threads, bool twice)
{
	struct fake_rows rows = { .cells = cells, .row_count = ROWS, .column_count = COLUMNS }, more = rows;
	struct table table = table_of(&rows), other = table_of(&more);
	struct kept kept = { .ptr = NULL };
	struct xlsx_layout layout;
	struct xlsx_book book;
	size_t at;

	assert_int_equal(mia__xlsx_book_open(&book, NULL, NULL, 0, row_limit, NULL), MIA_OK);
	book.threads = threads;
	assert_int_equal(mia__xlsx_layout_of(&layout, &table, MIA_ENGLISH, row_limit, NULL), MIA_OK);
	assert_int_equal(mia__xlsx_book_add(&book, "made", &at, NULL), MIA_OK);
	assert_int_equal(mia__xlsx_book_fill(&book, at, &table, &layout, NULL), MIA_OK);
	if (twice) {
		assert_int_equal(mia__xlsx_book_add(&book, "again", &at, NULL), MIA_OK);
		assert_int_equal(mia__xlsx_book_fill(&book, at, &other, &layout, NULL), MIA_OK);
	}
	if (by_calls) {
		write_by_calls(&book, &layout);
		book.filled_count = 0;
	}
	assert_int_equal(mia__xlsx_book_finish(&book, keep, &kept, NULL), MIA_OK);
	mia__xlsx_book_release(&book);
	return kept;
}

static void
assert_same(struct kept a, struct kept b)
{
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.ptr, b.ptr, a.len);
	free(a.ptr);
	free(b.ptr);
}

static void
rows_are_those_of_libxlsxwriter(void **state)
{
	(void)state;
	for (uint32_t limit = 1; limit <= ROWS + 1; limit++)
		assert_same(made(false, limit, 1, false), made(true, limit, 1, false));
}

static void
threads_change_nothing(void **state)
{
	(void)state;
	for (unsigned threads = 2; threads < 5; threads++)
		assert_same(made(false, 4, 1, true), made(false, 4, threads, true));
}

/* The archive that libxlsxwriter made of no rows, read and written again. */
static void
an_archive_is_written_as_it_was_read(void **state)
{
	(void)state;
	for (unsigned long_form = 0; long_form < 2; long_form++) {
		struct xlsx_archive archive;
		struct xlsx_book book;
		struct kept first = { .ptr = NULL }, again = { .ptr = NULL };
		size_t at;

		assert_int_equal(mia__xlsx_book_open(&book, NULL, NULL, 0, 9, NULL), MIA_OK);
		assert_int_equal(mia__xlsx_book_add(&book, "made", &at, NULL), MIA_OK);
		assert_int_equal(worksheet_write_number(book.sheets[at].sheet, 0, 0, 1, NULL), LXW_NO_ERROR);
		book.workbook->options.use_zip64 = (uint8_t)long_form;
		assert_int_equal(mia__xlsx_book_finish(&book, keep, &first, NULL), MIA_OK);
		assert_int_equal(mia__xlsx_archive_read(&archive, &book.a, book.fd, NULL), MIA_OK);
		assert_int_equal(mia__xlsx_archive_write(&archive, long_form, keep, &again, NULL), MIA_OK);
		assert_int_equal(again.len, archive.bytes.len);
		assert_memory_equal(again.ptr, archive.bytes.ptr, again.len);
		mia__xlsx_archive_release(&archive);
		mia__xlsx_book_release(&book);
		free(first.ptr);
		free(again.ptr);
	}
}

static void
assert_serial(mia_time time)
{
	char wanted[64], found[SERIAL_TEXT + 1];

	snprintf(wanted, sizeof(wanted), "%.16G", mia__xlsx_serial(time));
	found[mia__xlsx_serial_text(time, found)] = '\0';
	assert_string_equal(found, wanted);
}

static void
serials_are_those_of_printf(void **state)
{
	uint64_t random = 1;

	(void)state;
	/* Each second of a day; the first and last days; and days between. */
	for (int64_t i = 0; i < 86400; i++)
		assert_serial(WHOLE + i * MIA_TIME_SECOND);
	assert_serial(INT64_C(-2203891200) * MIA_TIME_SECOND);
	assert_serial(INT64_C(253402300799) * MIA_TIME_SECOND);
	for (int i = 0; i < 200000; i++) {
		random = random * UINT64_C(6364136223846793005) + 1442695040888963407u;
		assert_serial(((int64_t)((random >> 20) % UINT64_C(255606192000)) - INT64_C(2203891200)) *
			MIA_TIME_SECOND);
	}
}

/* However long the run, and wherever it begins. */
static void
runs_are_told_byte_by_byte(void **state)
{
	char text[64];

	(void)state;
	for (size_t len = 0; len < sizeof(text); len++)
		for (int c = 0; c < 256; c++) {
			memset(text, 'a', sizeof(text));
			text[len] = (char)c;
			assert_int_equal(plain_in_cell(text, sizeof(text)),
				is_plain_in_cell((char)c) ? sizeof(text) : len);
			assert_int_equal(plain_in_xml(text, sizeof(text)),
				is_plain_in_xml((char)c) ? sizeof(text) : len);
			assert_int_equal(plain_in_excel(text, sizeof(text)),
				is_plain_in_excel((char)c) ? sizeof(text) : len);
			assert_int_equal(plain_in_cell(text, len), len);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_those_of_libxlsxwriter),
		cmocka_unit_test(threads_change_nothing),
		cmocka_unit_test(an_archive_is_written_as_it_was_read),
		cmocka_unit_test(serials_are_those_of_printf),
		cmocka_unit_test(runs_are_told_byte_by_byte),
	};

	make_cells();
	return cmocka_run_group_tests_name("xlsx_rows", tests, NULL, NULL);
}
