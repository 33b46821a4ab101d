/* A table as sheets: typed cells, a header that stays, filters. */
#include <stdio.h>

#include "base/error.h"
#include "base/text.h"
#include "report/xlsx/book.h"
#include "report/xlsx/rows.h"

#include <mia/exposure.h>

#define ESCAPED "xlsx_escaped"
#define ESCAPED_WIDTH 24
/* Pixels. */
#define NOTE_WIDTH 180
#define NOTE_HEIGHT 24
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
	const struct xlsx_layout *layout;
	size_t first, at; /* sheets */
	unsigned part;    /* 1: the first sheet */
	lxw_row_t row;    /* the last one; 0: the header */
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
	const struct xlsx_layout *layout = f->layout;

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
	const struct xlsx_layout *layout = f->layout;
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
	lxw_col_t last = (lxw_col_t)f->layout->count;

	sheet->rows = f->row;
	MIA_TRY(mia__xlsx_put(worksheet_autofilter(sheet->sheet, 0, 0, f->row, last), err));
	MIA_TRY(mia__xlsx_put(worksheet_print_area(sheet->sheet, 0, 0, f->row,
				      (lxw_col_t)(f->layout->printed - 1)),
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

/* Where the format numbers are given as they are met. Times that are text
 * throughout were taken for dates. */
static enum xlsx_style
style_in(const struct xlsx_layout *layout, size_t column, enum xlsx_style style)
{
	if (column == TABLE_COLUMNS || style != STYLE_TIME || !layout->shown[column].inexact)
		return style;
	return layout->shown[column].wrapped ? STYLE_WRAPPED : STYLE_TEXT;
}

struct met {
	uint64_t row;
	size_t place;
	enum xlsx_style style;
};

static void
meet(struct met *met, uint64_t row, size_t place)
{
	if (row && (met->row == 0 || row < met->row || (row == met->row && place < met->place))) {
		met->row = row;
		met->place = place;
	}
}

void
mia__xlsx_number_styles(const struct xlsx_book *book, struct xlsx_filled *filled, bool last)
{
	const struct xlsx_layout *layout = filled->layout;
	struct met met[STYLES] = { { 0 } };

	for (size_t k = 0; k <= layout->count; k++) {
		size_t column = k < layout->count ? layout->order[k] : TABLE_COLUMNS;
		const uint64_t *rows = last ? layout->uses.last[column] : layout->uses.before[column];
		for (size_t i = 1; i < STYLES; i++)
			meet(&met[style_in(layout, column, (enum xlsx_style)i)], rows[i], k);
	}
	for (;;) {
		size_t next = 0;
		for (size_t i = 1; i < STYLES; i++)
			if (met[i].row &&
				(next == 0 || met[i].row < met[next].row ||
					(met[i].row == met[next].row && met[i].place < met[next].place)))
				next = i;
		if (next == 0)
			return;
		met[next].row = 0;
		filled->indexes[next] =
			lxw_format_get_xf_index(mia__xlsx_format_of(book, (enum xlsx_style)next));
	}
}

/* As if the rows had been written: how far the sheet reaches. The header is
 * written out before the styles of other rows are numbered. */
static void
reach(struct filling *f, uint64_t filled)
{
	lxw_worksheet *sheet = f->book->sheets[f->at].sheet;

	if (filled == 0)
		return;
	lxw_worksheet_write_single_row(sheet);
	sheet->dim_rowmax = (lxw_row_t)filled;
}

enum mia_status
mia__xlsx_book_fill(struct xlsx_book *book, size_t first, const struct table *table,
	const struct xlsx_layout *layout, struct mia_error *err)
{
	struct filling f = { .book = book,
		.table = table,
		.layout = layout,
		.first = first,
		.at = first,
		.part = 1 };
	struct xlsx_filled filled = { .table = table, .layout = layout, .first = first };
	uint64_t before = 0;

	if (!mia__grow(&book->a, &book->filled, &book->filled_cap, book->filled_count + 1,
		    sizeof(*book->filled)))
		return mia__fail_memory(err);
	MIA_TRY(begin_sheet(&f, err));
	for (; layout->rows - before > book->row_limit; before += book->row_limit) {
		reach(&f, book->row_limit);
		f.row = book->row_limit;
		MIA_TRY(next_sheet(&f, err));
	}
	reach(&f, layout->last_filled > before ? layout->last_filled - before : 0);
	f.row = (lxw_row_t)(layout->rows - before);
	filled.parts = f.part;
	mia__xlsx_number_styles(book, &filled, false);
	book->filled[book->filled_count++] = filled;
	return end_sheet(&f, err);
}

/* Of a table that is not alone on its sheet: libxlsxwriter writes its rows. */
static enum mia_status
block_cell(struct filling *f, size_t i, lxw_col_t at, const union cell *cell, struct mia_error *err)
{
	struct xlsx_book *book = f->book;
	const struct column *column = &f->table->columns[i];
	lxw_worksheet *sheet = book->sheets[f->at].sheet;
	const char *text;
	bool changed;
	enum xlsx_style style = mia__xlsx_style_of(&f->layout->shown[i], column, cell, book->language, &text);
	lxw_format *format = mia__xlsx_format_of(book, style);

	if (style == STYLE_NONE)
		return MIA_OK;
	if (style == STYLE_TIME)
		return mia__xlsx_put(worksheet_write_number(sheet, f->row, at, mia__xlsx_serial(cell->time),
					     format),
			err);
	if (style == STYLE_NUMBER)
		return mia__xlsx_put(worksheet_write_number(sheet, f->row, at,
					     column->kind == MIA_COLUMN_COUNT ? (double)cell->count
									      : (double)cell->size,
					     format),
			err);
	if (text == NULL && (text = mia__xlsx_shown_text(&book->cell, column, cell, &changed)) == NULL)
		return mia__fail_memory(err);
	if (style == STYLE_WRAPPED) {
		size_t lines = mia__xlsx_wrapped_lines(text_of(text), f->layout->width[at]);
		f->lines = lines > f->lines ? lines : f->lines;
	}
	return mia__xlsx_put(worksheet_write_string(sheet, f->row, at, text, format), err);
}

static enum mia_status
write_block(struct filling *f, struct mia_error *err)
{
	const struct table *table = f->table;
	union cell row[TABLE_COLUMNS];
	enum mia_status status;

	MIA_TRY(write_headings(f, err));
	MIA_TRY(table->rewind(table->rows, err));
	while ((status = table->next(table->rows, row, err)) != MIA_END) {
		MIA_TRY(status);
		f->row++;
		f->lines = 1;
		for (size_t k = 0; k < f->layout->count; k++)
			MIA_TRY(block_cell(f, f->layout->order[k], (lxw_col_t)k, &row[f->layout->order[k]],
				err));
		MIA_TRY(mia__xlsx_height(f->book->sheets[f->at].sheet, f->row, f->lines, err));
	}
	return MIA_OK;
}

enum mia_status
mia__xlsx_book_block(struct xlsx_book *book, size_t at, lxw_row_t *row_at, const double *widths,
	const struct table *table, struct mia_error *err)
{
	struct xlsx_layout layout;
	struct filling f = { .book = book,
		.table = table,
		.layout = &layout,
		.at = at,
		.top = *row_at,
		.widths = widths };

	MIA_TRY(mia__xlsx_layout_of(&layout, table, book->language, XLSX_ROWS, err));
	/* The columns of the sheet are as they are. */
	for (size_t k = 0; k < layout.count; k++)
		layout.order[k] = k;
	MIA_TRY(write_block(&f, err));
	*row_at = f.row + 1;
	return mia__xlsx_put(worksheet_autofilter(book->sheets[at].sheet, f.top, 0, f.row,
				     (lxw_col_t)(layout.count - 1)),
		err);
}
