/* A table as sheets: typed cells, a header that stays, filters. */
#include <stdio.h>

#include "base/error.h"
#include "base/text.h"
#include "report/xlsx/book.h"
#include "report/xlsx/cell_text.h"
#include "report/xlsx/layout.h"

#include <mia/exposure.h>

#define ESCAPED "xlsx_escaped"
#define ESCAPED_WIDTH 24
/* Pixels. */
#define NOTE_WIDTH 180
#define NOTE_HEIGHT 24
/* Excel shows 15 digits; behind them it would show zeros. */
#define NUMBER_LAST 999999999999999

/*
 * Times are dates, which Excel filters by year, month and day; shown as
 * elsewhere, in UTC and with its Z. But a date is a double: it is exact to the
 * second only, and records state up to 100 ns. And a column with dates beside
 * texts is sorted wrongly. So a column in which any time is finer, or beyond
 * the calendar of Excel, is text throughout.
 */
struct filling {
	struct xlsx_book *book;
	const struct table *table;
	struct xlsx_layout layout;
	size_t first, at; /* sheets */
	unsigned part;    /* 1: the first sheet */
	lxw_row_t row;    /* the last one written; 0: the header */
	size_t lines;     /* of text in that row */
	/* A table on a sheet with something above it: the row of its headings, and
	 * the widths that the columns have. NULL: it has the sheet for itself. */
	lxw_row_t top;
	const double *widths;
};

/* A heading in words, and the name that the column has in CSV and JSON as a
 * note on it. */
static enum mia_status
write_heading(struct filling *f, lxw_col_t at, const char *column, double width, struct mia_error *err)
{
	lxw_worksheet *sheet = f->book->sheets[f->at].sheet;
	const char *heading = mia__xlsx_heading(f->table, column, f->book->language);
	lxw_comment_options note = { .width = NOTE_WIDTH, .height = NOTE_HEIGHT };
	size_t lines = mia__xlsx_wrapped_lines(text_of(heading), width);

	f->lines = lines > f->lines ? lines : f->lines;
	MIA_TRY(mia__xlsx_put(worksheet_write_string(sheet, f->top, at, heading, f->book->header), err));
	if (f->widths || strcmp(heading, column) == 0)
		return MIA_OK;
	return mia__xlsx_put(worksheet_write_comment_opt(sheet, f->top, at, column, &note), err);
}

static enum mia_status
write_headings(struct filling *f, struct mia_error *err)
{
	const struct xlsx_layout *layout = &f->layout;

	f->row = f->top;
	f->lines = 1;
	for (size_t k = 0; k < layout->count; k++)
		MIA_TRY(write_heading(f, (lxw_col_t)k, f->table->columns[layout->order[k]].name,
			f->widths ? f->widths[k] : layout->width[k], err));
	if (!f->widths)
		MIA_TRY(write_heading(f, (lxw_col_t)layout->count, ESCAPED, ESCAPED_WIDTH, err));
	return mia__xlsx_height(f->book->sheets[f->at].sheet, f->top, f->lines, err);
}

static enum mia_status
begin_sheet(struct filling *f, struct mia_error *err)
{
	const struct xlsx_layout *layout = &f->layout;
	struct xlsx_sheet *sheet = &f->book->sheets[f->at];
	lxw_col_t escaped = (lxw_col_t)layout->count;

	sheet->part = f->part;
	worksheet_freeze_panes(sheet->sheet, 1, 0);
	MIA_TRY(mia__xlsx_page(f->book, f->at, 1, err));
	for (size_t k = 0; k < layout->count; k++)
		MIA_TRY(mia__xlsx_put(worksheet_set_column(sheet->sheet, (lxw_col_t)k, (lxw_col_t)k,
					      layout->width[k], NULL),
			err));
	MIA_TRY(mia__xlsx_put(worksheet_set_column(sheet->sheet, escaped, escaped, ESCAPED_WIDTH, NULL),
		err));
	return write_headings(f, err);
}

static enum mia_status
end_sheet(struct filling *f, struct mia_error *err)
{
	struct xlsx_sheet *sheet = &f->book->sheets[f->at];
	lxw_col_t last = (lxw_col_t)f->layout.count;

	sheet->rows = f->row;
	MIA_TRY(mia__xlsx_put(worksheet_autofilter(sheet->sheet, 0, 0, f->row, last), err));
	MIA_TRY(mia__xlsx_put(worksheet_print_area(sheet->sheet, 0, 0, f->row,
				      (lxw_col_t)(f->layout.printed - 1)),
		err));
	return mia__xlsx_book_look(sheet, err);
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

/* Levels, and whether the scope holds a row: as the evidence does not say them,
 * they are in the language of the report, and in colour. */
static const char *
word_of(struct filling *f, const char *column, struct mia_text text, lxw_format **format)
{
	struct xlsx_book *book = f->book;

	if (strcmp(column, "exposure") == 0)
		for (int i = 0; i < MIA_LEVEL_COUNT; i++)
			if (text_equal(text, text_of(mia_level_name((enum mia_level)i)))) {
				*format = book->levels[i];
				return mia__said(book->language, (enum text_id)(T_LEVEL_NAME_0 + i));
			}
	if (strcmp(column, "match") == 0 && text_equal(text, TEXT("yes"))) {
		*format = book->levels[MIA_LEVEL_ACCESS_RECORDED];
		return mia__said(book->language, T_BOOK_MATCH_YES);
	}
	if (strcmp(column, "match") == 0 && text_equal(text, TEXT("cannot tell"))) {
		*format = book->levels[MIA_LEVEL_UNATTRIBUTED];
		return mia__said(book->language, T_BOOK_MATCH_CANNOT_TELL);
	}
	return NULL;
}

static enum mia_status
text_cell(struct filling *f, size_t i, lxw_col_t at, const union cell *cell, struct mia_error *err)
{
	struct xlsx_book *book = f->book;
	const struct column *column = &f->table->columns[i];
	lxw_worksheet *sheet = book->sheets[f->at].sheet;
	lxw_format *format = f->layout.wrapped[i] ? book->wrapped : book->text;
	struct cell_pieces pieces;
	struct xlsx_text text;
	struct mia_text piece;

	const char *word =
		column->kind == MIA_COLUMN_TEXT ? word_of(f, column->name, cell->text, &format) : NULL;
	if (word)
		return mia__xlsx_put(worksheet_write_string(sheet, f->row, at, word, format), err);
	mia__xlsx_text_init(&text, &book->cell, XLSX_CELL);
	mia__cell_pieces_init(&pieces, column, cell);
	while (!text.full && mia__cell_pieces_next(&pieces, &piece))
		mia__xlsx_text_add(&text, piece);
	if (!mia__xlsx_text_end(&text))
		return mia__fail_memory(err);
	if (text.changed) {
		mia__buf_str(&book->escaped, book->escaped.len ? " | " : "");
		mia__buf_str(&book->escaped, mia__xlsx_heading(f->table, column->name, book->language));
	}
	/* An absent text is no cell at all. */
	if (book->cell.len == 1)
		return MIA_OK;
	if (format == book->wrapped) {
		size_t lines = mia__xlsx_wrapped_lines(text_of(book->cell.ptr), f->layout.width[at]);
		f->lines = lines > f->lines ? lines : f->lines;
	}
	return mia__xlsx_put(worksheet_write_string(sheet, f->row, at, book->cell.ptr, format), err);
}

static enum mia_status
number_cell(struct filling *f, lxw_col_t at, double number, lxw_format *format, struct mia_error *err)
{
	return mia__xlsx_put(worksheet_write_number(f->book->sheets[f->at].sheet, f->row, at, number, format),
		err);
}

static enum mia_status
write_cell(struct filling *f, size_t i, lxw_col_t at, const union cell *cell, struct mia_error *err)
{
	switch (f->table->columns[i].kind) {
	case MIA_COLUMN_TIME:
		if (cell->time == MIA_TIME_UNKNOWN)
			return MIA_OK;
		if (f->layout.inexact[i])
			break;
		return number_cell(f, at, mia__xlsx_serial(cell->time), f->book->time, err);
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
	const struct xlsx_layout *layout = &f->layout;

	f->row++;
	f->lines = 1;
	buf_clear(&book->escaped);
	for (size_t k = 0; k < layout->count; k++)
		MIA_TRY(write_cell(f, layout->order[k], (lxw_col_t)k, &row[layout->order[k]], err));
	if (book->escaped.len && !f->widths) {
		mia__buf_byte(&book->escaped, '\0');
		if (book->escaped.failed)
			return mia__fail_memory(err);
		MIA_TRY(mia__xlsx_put(worksheet_write_string(book->sheets[f->at].sheet, f->row,
					      (lxw_col_t)layout->count, book->escaped.ptr, book->text),
			err));
	}
	MIA_TRY(mia__xlsx_height(book->sheets[f->at].sheet, f->row, f->lines, err));
	/* Not only at the end: a full disk should not take minutes to notice. */
	return f->row % 1024 ? MIA_OK : mia__xlsx_book_look(&book->sheets[f->at], err);
}

enum mia_status
mia__xlsx_book_fill(struct xlsx_book *book, size_t first, const struct table *table, struct mia_error *err)
{
	struct filling f = { .book = book, .table = table, .first = first, .at = first, .part = 1 };
	union cell row[TABLE_COLUMNS];
	enum mia_status status;

	MIA_TRY(mia__xlsx_layout_of(&f.layout, table, book->language, err));
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

enum mia_status
mia__xlsx_book_block(struct xlsx_book *book, size_t at, lxw_row_t *row_at, const double *widths,
	const struct table *table, struct mia_error *err)
{
	struct filling f = { .book = book, .table = table, .at = at, .top = *row_at, .widths = widths };
	union cell row[TABLE_COLUMNS];
	enum mia_status status;

	MIA_TRY(mia__xlsx_layout_of(&f.layout, table, book->language, err));
	/* The columns of the sheet are as they are. */
	for (size_t k = 0; k < f.layout.count; k++)
		f.layout.order[k] = k;
	MIA_TRY(write_headings(&f, err));
	MIA_TRY(table->rewind(table->rows, err));
	while ((status = table->next(table->rows, row, err)) != MIA_END) {
		MIA_TRY(status);
		MIA_TRY(write_row(&f, row, err));
	}
	*row_at = f.row + 1;
	return mia__xlsx_put(worksheet_autofilter(book->sheets[at].sheet, f.top, 0, f.row,
				     (lxw_col_t)(f.layout.count - 1)),
		err);
}
