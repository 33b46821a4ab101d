/* Comma-separated values: exact after RFC 4180, or in a form that is harmless in a spreadsheet. */
#include "base/error.h"
#include "base/text.h"
#include "format/formats.h"
#include "format/parts.h"
#include "format/safe.h"

/* The most characters that a spreadsheet keeps of one cell. */
#define EXCEL_CELL 32767
#define EXCEL_CUT TEXT(" [cut: see csv exact or json]")

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool
needs_quotes(const struct column *column, const union cell *cell)
{
	struct cell_pieces pieces;
	struct mia_text piece;
	char last = 0;
	bool begun = false;

	mia__cell_pieces_init(&pieces, column, cell);
	while (mia__cell_pieces_next(&pieces, &piece)) {
		if (piece.len == 0)
			continue;
		if (!begun && is_blank(*piece.ptr))
			return true;
		for (size_t i = 0; i < piece.len; i++) {
			char c = piece.ptr[i];
			if (c == ',' || c == '"' || c == '\r' || c == '\n')
				return true;
		}
		begun = true;
		last = piece.ptr[piece.len - 1];
	}
	return begun && is_blank(last);
}

static void
exact_cell(struct sink *sink, const struct column *column, const union cell *cell)
{
	bool quoted = needs_quotes(column, cell);
	struct cell_pieces pieces;
	struct mia_text piece;

	if (quoted)
		mia__sink_byte(sink, '"');
	mia__cell_pieces_init(&pieces, column, cell);
	while (mia__cell_pieces_next(&pieces, &piece))
		mia__safe_csv(sink, piece);
	if (quoted)
		mia__sink_byte(sink, '"');
}

static void
excel_fill(struct safe_excel *state, const struct column *column, const union cell *cell)
{
	struct cell_pieces pieces;
	struct mia_text piece;

	mia__cell_pieces_init(&pieces, column, cell);
	while (!state->full && mia__cell_pieces_next(&pieces, &piece))
		mia__safe_excel_add(state, piece);
}

/* Whether a spreadsheet has room for the text whatever it holds: a byte takes
 * three characters at most. */
static bool
surely_fits(const struct column *column, const union cell *cell)
{
	size_t size = 0;

	if (column->kind == MIA_COLUMN_TEXT)
		return cell->text.len <= EXCEL_CELL / 3;
	if (column->kind != MIA_COLUMN_TEXTS || cell->texts.count > EXCEL_CELL / 30)
		return false;
	for (size_t i = 0; i < cell->texts.count && size <= EXCEL_CELL; i++)
		size += cell->texts.ptr[i].len + 3;
	return size <= EXCEL_CELL / 3;
}

/* Returns whether the cell is not what the evidence holds. */
static bool
excel_cell(struct sink *sink, const struct column *column, const union cell *cell)
{
	struct safe_excel measure = { .limit = EXCEL_CELL };
	struct safe_excel state = { .sink = sink, .limit = EXCEL_CELL };

	if (column->kind == MIA_COLUMN_TIME || column->kind == MIA_COLUMN_COUNT ||
		column->kind == MIA_COLUMN_SIZE) {
		exact_cell(sink, column, cell);
		return false;
	}
	if (!surely_fits(column, cell))
		excel_fill(&measure, column, cell);
	if (measure.full)
		state.limit -= EXCEL_CUT.len;
	mia__sink_byte(sink, '"');
	excel_fill(&state, column, cell);
	if (measure.full)
		mia__sink_text(sink, EXCEL_CUT);
	mia__sink_byte(sink, '"');
	return measure.full || state.changed;
}

static void
csv_header(struct sink *sink, const struct table *table, bool excel)
{
	const char *before = "";

	if (excel)
		mia__sink_str(sink, "\xef\xbb\xbf");
	for (size_t i = 0; i < table->column_count; i++) {
		if (table->columns[i].json_only)
			continue;
		mia__sink_str(sink, before);
		mia__sink_str(sink, table->columns[i].name);
		before = ",";
	}
	mia__sink_str(sink, excel ? ",csv_escaped\r\n" : "\n");
}

static void
csv_row(struct sink *sink, const struct table *table, const union cell *row, bool excel)
{
	const char *before = "";
	bool changed = false;

	for (size_t i = 0; i < table->column_count; i++) {
		if (table->columns[i].json_only)
			continue;
		mia__sink_str(sink, before);
		if (!excel)
			exact_cell(sink, &table->columns[i], &row[i]);
		else if (excel_cell(sink, &table->columns[i], &row[i]))
			changed = true;
		before = ",";
	}
	if (excel)
		mia__sink_str(sink, changed ? ",1\r\n" : ",0\r\n");
	else
		mia__sink_byte(sink, '\n');
}

static void
exact_row(struct sink *sink, const struct table *table, const union cell *row, bool first)
{
	(void)first;
	csv_row(sink, table, row, false);
}

static void
excel_row(struct sink *sink, const struct table *table, const union cell *row, bool first)
{
	(void)first;
	csv_row(sink, table, row, true);
}

static enum mia_status
write_exact(struct sink *sink, const struct table *table, const struct format_look *look,
	struct mia_error *err)
{
	MIA_TRY(table->rewind(table->rows, err));
	csv_header(sink, table, false);
	return mia__write_rows(sink, table, look->threads, exact_row, 0, NULL, err);
}

static enum mia_status
write_excel(struct sink *sink, const struct table *table, const struct format_look *look,
	struct mia_error *err)
{
	MIA_TRY(table->rewind(table->rows, err));
	csv_header(sink, table, true);
	return mia__write_rows(sink, table, look->threads, excel_row, 0, NULL, err);
}

const struct format mia__format_csv = {
	.name = "csv",
	.reports = FORMAT_SUITS_ALL,
	.write = write_exact,
};

const struct format mia__format_csv_excel = {
	.name = "csv excel",
	.reports = FORMAT_SUITS_ALL,
	.write = write_excel,
};
