/* A table as sheets: typed cells, a header that stays, filters. */
#include <stdio.h>

#include "base/error.h"
#include "base/text.h"
#include "report/xlsx/book.h"
#include "report/xlsx/cell_text.h"

#define ESCAPED "xlsx_escaped"
/* Excel shows 15 digits; behind them it would show zeros. */
#define NUMBER_LAST 999999999999999
/* Serial 61, 1900-03-01: before it Excel and the calendar differ; and the end
 * of the year 9999. In seconds since 1970. */
#define SERIAL_FIRST (-INT64_C(2203891200))
#define SERIAL_LAST INT64_C(253402300799)
#define SERIAL_OF_1970 25569

struct filling {
	struct xlsx_book *book;
	const struct table *table;
	size_t first, at; /* sheets */
	unsigned part;    /* 1: the first sheet */
	lxw_row_t row;    /* the last one written; 0: the header */
	/* Columns whose times are text. */
	bool inexact[TABLE_COLUMNS];
};

static bool
is_serial(mia_time time)
{
	return time % MIA_TIME_SECOND == 0 && time / MIA_TIME_SECOND >= SERIAL_FIRST &&
		time / MIA_TIME_SECOND <= SERIAL_LAST;
}

/*
 * Times are dates, which Excel filters by year, month and day; shown as
 * elsewhere, in UTC and with its Z. But a date is a double: it is exact to the
 * second only, and records state up to 100 ns. And a column with dates beside
 * texts is sorted wrongly. So a column in which any time is finer, or beyond
 * the calendar of Excel, is text throughout.
 */
static enum mia_status
find_inexact(struct filling *f, struct mia_error *err)
{
	const struct table *table = f->table;
	union cell row[TABLE_COLUMNS];
	enum mia_status status;
	size_t times[TABLE_COLUMNS], count = 0;

	for (size_t i = 0; i < table->column_count; i++)
		if (table->columns[i].kind == MIA_COLUMN_TIME && !table->columns[i].json_only)
			times[count++] = i;
	if (count == 0)
		return MIA_OK;
	MIA_TRY(table->rewind(table->rows, err));
	while ((status = table->next(table->rows, row, err)) != MIA_END) {
		MIA_TRY(status);
		for (size_t i = 0; i < count; i++) {
			mia_time time = row[times[i]].time;
			if (time != MIA_TIME_UNKNOWN && !is_serial(time))
				f->inexact[times[i]] = true;
		}
	}
	return MIA_OK;
}

static double
width_of(const struct column *column)
{
	/* The button of the filter hides three characters. */
	size_t least = strlen(column->name) + 3, want;

	switch (column->kind) {
	case MIA_COLUMN_TIME:
		want = 22;
		break;
	case MIA_COLUMN_COUNT:
	case MIA_COLUMN_SIZE:
		want = 9;
		break;
	default:
		want = column->max ? column->max : 24;
		if (want > 60)
			want = 60;
		if (want < column->min)
			want = column->min;
		break;
	}
	return (double)(want > least ? want : least);
}

static enum mia_status
put(lxw_error code, struct mia_error *err)
{
	if (code == LXW_NO_ERROR)
		return MIA_OK;
	if (code == LXW_ERROR_MEMORY_MALLOC_FAILED)
		return mia__fail_memory(err);
	return mia__fail(err, MIA_ERR_STATE,
		"a cell of the workbook cannot be written (libxlsxwriter error %d)", (int)code);
}

static enum mia_status
begin_sheet(struct filling *f, struct mia_error *err)
{
	lxw_worksheet *sheet = f->book->sheets[f->at].sheet;
	lxw_format *header = f->book->header;
	lxw_col_t at = 0;

	f->row = 0;
	f->book->sheets[f->at].none = f->table->none;
	f->book->sheets[f->at].part = f->part;
	worksheet_freeze_panes(sheet, 1, 0);
	for (size_t i = 0; i < f->table->column_count; i++) {
		const struct column *column = &f->table->columns[i];
		if (column->json_only)
			continue;
		MIA_TRY(put(worksheet_set_column(sheet, at, at, width_of(column), NULL), err));
		MIA_TRY(put(worksheet_write_string(sheet, 0, at++, column->name, header), err));
	}
	MIA_TRY(put(worksheet_set_column(sheet, at, at, sizeof(ESCAPED) + 3, NULL), err));
	return put(worksheet_write_string(sheet, 0, at, ESCAPED, header), err);
}

static enum mia_status
end_sheet(struct filling *f, struct mia_error *err)
{
	lxw_col_t last = 0;

	for (size_t i = 0; i < f->table->column_count; i++)
		last = (lxw_col_t)(last + !f->table->columns[i].json_only);
	f->book->sheets[f->at].rows = f->row;
	MIA_TRY(put(worksheet_autofilter(f->book->sheets[f->at].sheet, 0, 0, f->row, last), err));
	return mia__xlsx_book_look(&f->book->sheets[f->at], err);
}

/* Behind the last row that fits. */
static enum mia_status
next_sheet(struct filling *f, struct mia_error *err)
{
	char name[sizeof(f->book->sheets->name)];

	MIA_TRY(end_sheet(f, err));
	int n = snprintf(name, sizeof(name), "%.18s %u", f->book->sheets[f->first].name, ++f->part);
	if (n < 0 || (size_t)n >= sizeof(name))
		return mia__fail(err, MIA_ERR_LIMIT, "too many sheets");
	MIA_TRY(mia__xlsx_book_add(f->book, name, &f->at, err));
	return begin_sheet(f, err);
}

static enum mia_status
text_cell(struct filling *f, size_t i, lxw_col_t at, const union cell *cell, struct mia_error *err)
{
	struct xlsx_book *book = f->book;
	struct cell_pieces pieces;
	struct xlsx_text text;
	struct mia_text piece;

	mia__xlsx_text_init(&text, &book->cell, XLSX_CELL);
	mia__cell_pieces_init(&pieces, &f->table->columns[i], cell);
	while (!text.full && mia__cell_pieces_next(&pieces, &piece))
		mia__xlsx_text_add(&text, piece);
	if (!mia__xlsx_text_end(&text))
		return mia__fail_memory(err);
	if (text.changed) {
		mia__buf_str(&book->escaped, book->escaped.len ? " | " : "");
		mia__buf_str(&book->escaped, f->table->columns[i].name);
	}
	/* An absent text is no cell at all. */
	if (book->cell.len == 1)
		return MIA_OK;
	return put(worksheet_write_string(book->sheets[f->at].sheet, f->row, at, book->cell.ptr, book->text),
		err);
}

static enum mia_status
number_cell(struct filling *f, lxw_col_t at, double number, lxw_format *format, struct mia_error *err)
{
	return put(worksheet_write_number(f->book->sheets[f->at].sheet, f->row, at, number, format), err);
}

static enum mia_status
write_cell(struct filling *f, size_t i, lxw_col_t at, const union cell *cell, struct mia_error *err)
{
	switch (f->table->columns[i].kind) {
	case MIA_COLUMN_TIME:
		if (cell->time == MIA_TIME_UNKNOWN)
			return MIA_OK;
		if (f->inexact[i])
			break;
		return number_cell(f, at,
			(double)(cell->time / MIA_TIME_SECOND + INT64_C(86400) * SERIAL_OF_1970) / 86400,
			f->book->time, err);
	case MIA_COLUMN_COUNT:
		if (cell->count > NUMBER_LAST)
			break;
		return number_cell(f, at, (double)cell->count, f->book->number, err);
	case MIA_COLUMN_SIZE:
		if (cell->size == MIA_SIZE_UNKNOWN)
			return MIA_OK;
		if (cell->size > NUMBER_LAST || cell->size < -NUMBER_LAST)
			break;
		return number_cell(f, at, (double)cell->size, f->book->number, err);
	default:
		break;
	}
	return text_cell(f, i, at, cell, err);
}

static enum mia_status
write_row(struct filling *f, const union cell *row, struct mia_error *err)
{
	struct xlsx_book *book = f->book;
	lxw_col_t at = 0;

	f->row++;
	buf_clear(&book->escaped);
	for (size_t i = 0; i < f->table->column_count; i++)
		if (!f->table->columns[i].json_only)
			MIA_TRY(write_cell(f, i, at++, &row[i], err));
	if (book->escaped.len) {
		mia__buf_byte(&book->escaped, '\0');
		if (book->escaped.failed)
			return mia__fail_memory(err);
		MIA_TRY(put(worksheet_write_string(book->sheets[f->at].sheet, f->row, at, book->escaped.ptr,
				    book->text),
			err));
	}
	/* Not only at the end: a full disk should not take minutes to notice. */
	return f->row % 1024 ? MIA_OK : mia__xlsx_book_look(&book->sheets[f->at], err);
}

enum mia_status
mia__xlsx_book_fill(struct xlsx_book *book, size_t first, const struct table *table, struct mia_error *err)
{
	struct filling f = { .book = book, .table = table, .first = first, .at = first, .part = 1 };
	union cell row[TABLE_COLUMNS];
	enum mia_status status;

	MIA_TRY(find_inexact(&f, err));
	MIA_TRY(begin_sheet(&f, err));
	MIA_TRY(table->rewind(table->rows, err));
	while ((status = table->next(table->rows, row, err)) != MIA_END) {
		MIA_TRY(status);
		if (f.row == book->row_limit)
			MIA_TRY(next_sheet(&f, err));
		MIA_TRY(write_row(&f, row, err));
	}
	return end_sheet(&f, err);
}
