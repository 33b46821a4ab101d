/* Comma-separated values: exact after RFC 4180, or in a form that is harmless in a spreadsheet. */
#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

/* What stands in a cell, as bits. */
enum { HAS_SPECIAL = 1, HAS_QUOTE = 2, HAS_HIGH = 4 };

static unsigned
look_at_byte(char c)
{
	return (c == ',' || c == '"' || c == '\r' || c == '\n' ? HAS_SPECIAL : 0) |
		(c == '"' ? HAS_QUOTE : 0) | (c & 0x80 ? HAS_HIGH : 0);
}

#ifdef __SSE2__
static unsigned
look_at_sixteen(const char *s)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)s);
	__m128i quote = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
	__m128i other = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(',')),
		_mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('\r')), _mm_cmpeq_epi8(v, _mm_set1_epi8('\n'))));
	unsigned quotes = (unsigned)_mm_movemask_epi8(quote), others = (unsigned)_mm_movemask_epi8(other);

	return (quotes | others ? HAS_SPECIAL : 0) | (quotes ? HAS_QUOTE : 0) |
		(_mm_movemask_epi8(v) ? HAS_HIGH : 0);
}
#endif

static unsigned
look_at(struct mia_text text)
{
	unsigned has = 0;
	size_t i = 0;

#ifdef __SSE2__
	if (text.len >= 16) {
		for (; text.len - i >= 16; i += 16)
			has |= look_at_sixteen(text.ptr + i);
		/* Looking at a byte twice finds the same. */
		return i < text.len ? has | look_at_sixteen(text.ptr + text.len - 16) : has;
	}
#endif
	for (; i < text.len; i++)
		has |= look_at_byte(text.ptr[i]);
	return has;
}

/* Needs quotes, too, where it begins or ends with a blank. */
static unsigned
look_at_texts(struct mia_texts texts)
{
	const struct mia_text *first = NULL, *last = NULL;
	unsigned has = 0;

	for (size_t i = 0; i < texts.count; i++) {
		const struct mia_text *text = &texts.ptr[i];
		has |= look_at(*text);
		/* What parts two texts begins and ends with a blank. */
		if (text->len && !first && i == 0)
			first = text;
		last = text;
	}
	if (texts.count > 1 && (texts.ptr[0].len == 0 || last->len == 0))
		return has | HAS_SPECIAL;
	if (first && (is_blank(first->ptr[0]) || is_blank(last->ptr[last->len - 1])))
		has |= HAS_SPECIAL;
	return has;
}

static void
exact_texts(struct sink *sink, struct mia_texts texts)
{
	unsigned has = look_at_texts(texts);

	if (has & HAS_SPECIAL)
		mia__sink_byte(sink, '"');
	for (size_t i = 0; i < texts.count; i++) {
		if (i)
			mia__sink_text(sink, TEXT(" | "));
		if (has & (HAS_HIGH | HAS_QUOTE))
			mia__safe_csv(sink, texts.ptr[i]);
		else
			mia__sink_text(sink, texts.ptr[i]);
	}
	if (has & HAS_SPECIAL)
		mia__sink_byte(sink, '"');
}

/* Names of ours, numbers and times need no quotes. */
static void
exact_cell(struct sink *sink, const struct column *column, const union cell *cell)
{
	struct cell_pieces pieces;
	struct mia_text piece;

	if (column->kind == MIA_COLUMN_TEXT) {
		exact_texts(sink, (struct mia_texts){ &cell->text, 1 });
		return;
	}
	if (column->kind == MIA_COLUMN_TEXTS) {
		exact_texts(sink, cell->texts);
		return;
	}
	mia__cell_pieces_init(&pieces, column, cell);
	while (mia__cell_pieces_next(&pieces, &piece))
		mia__sink_text(sink, piece);
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
	bool changed = false, any = false;

	for (size_t i = 0; i < table->column_count; i++) {
		if (table->columns[i].json_only)
			continue;
		if (any)
			mia__sink_byte(sink, ',');
		any = true;
		if (!excel)
			exact_cell(sink, &table->columns[i], &row[i]);
		else if (excel_cell(sink, &table->columns[i], &row[i]))
			changed = true;
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
