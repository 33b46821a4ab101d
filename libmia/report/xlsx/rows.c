/* Cells are put down with a pointer into room that was made for the whole cell. */
#include "report/xlsx/rows.h"

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "format/plain_bytes.h"
#include "report/xlsx/cell_text.h"

/* What surrounds a cell at most; and what a byte of its text becomes at most ("_x000D_"). */
#define AROUND 128
#define BYTE_MOST 7
/* Digits of a serial, and bits behind the leading one of a double. */
#define DIGITS 16
#define MANTISSA 52

static char *
add(char *at, const void *bytes, size_t size)
{
	memcpy(at, bytes, size);
	return at + size;
}
#define ADD(at, literal) add((at), (literal), sizeof(literal) - 1)

/* The digits behind the point, rounded half to even as printf does; without
 * the zeros at the end. fraction: of 2 to the `bits`. */
static size_t
fraction_text(uint64_t fraction, unsigned bits, size_t wanted, char *out)
{
	const uint64_t mask = (UINT64_C(1) << bits) - 1, half = UINT64_C(1) << (bits - 1);
	size_t n = 0;

	while (n < wanted) {
		fraction *= 10;
		out[n++] = (char)('0' + (fraction >> bits));
		fraction &= mask;
	}
	if (fraction > half || (fraction == half && (out[n - 1] - '0') % 2)) {
		/* No day has so many seconds that all digits are nines. */
		while (n && out[n - 1] == '9')
			n--;
		if (n)
			out[n - 1]++;
	}
	while (n && out[n - 1] == '0')
		n--;
	return n;
}

size_t
mia__xlsx_serial_text(mia_time time, char out[SERIAL_TEXT])
{
	double serial = mia__xlsx_serial(time);
	uint64_t whole = (uint64_t)serial, fraction;
	size_t n = mia__number_format(whole, out);
	unsigned bits = MANTISSA;

	for (uint64_t high = whole; high > 1; high >>= 1)
		bits--;
	/* Exact: what is left has `bits` bits at most. */
	fraction = (uint64_t)((serial - (double)whole) * (double)(UINT64_C(1) << bits));
	if (fraction == 0)
		return n;
	size_t more = fraction_text(fraction, bits, DIGITS - n, out + n + 1);
	if (more == 0)
		return n;
	out[n] = '.';
	return n + 1 + more;
}

static void
name_column(char *out, size_t column)
{
	size_t n = 0;

	if (column >= 26)
		out[n++] = (char)('A' + column / 26 - 1);
	out[n++] = (char)('A' + column % 26);
	out[n] = '\0';
}

static void
name_style(char *out, int index)
{
	char *at = out;

	if (index) {
		at = ADD(at, " s=\"");
		at += mia__number_format((uint64_t)index, at);
		at = ADD(at, "\"");
	}
	*at = '\0';
}

void
mia__xlsx_rows_init(struct xlsx_row_writer *w, const struct mia_allocator *a, const struct table *table,
	const struct xlsx_layout *layout, enum mia_language language, const int *indexes)
{
	*w = (struct xlsx_row_writer){ .table = table, .layout = layout, .language = language };
	mia__buf_init(&w->xml, a);
	mia__buf_init(&w->text, a);
	mia__buf_init(&w->escaped, a);
	for (size_t i = 0; i < STYLES; i++)
		name_style(w->style[i], indexes[i]);
	for (size_t k = 0; k <= TABLE_COLUMNS; k++)
		name_column(w->column[k], k);
}

void
mia__xlsx_rows_release(struct xlsx_row_writer *w)
{
	mia__buf_release(&w->xml);
	mia__buf_release(&w->text);
	mia__buf_release(&w->escaped);
}

const char *
mia__xlsx_shown_text(struct buf *out, const struct column *column, const union cell *cell, bool *changed)
{
	struct cell_pieces pieces;
	struct xlsx_text text;
	struct mia_text piece;

	mia__xlsx_text_init(&text, out, XLSX_CELL);
	mia__cell_pieces_init(&pieces, column, cell);
	while (!text.full && mia__cell_pieces_next(&pieces, &piece))
		mia__xlsx_text_add(&text, piece);
	if (!mia__xlsx_text_end(&text))
		return NULL;
	*changed = text.changed;
	return out->ptr;
}

void
mia__xlsx_add_escaped(struct buf *escaped, const char *heading)
{
	mia__buf_str(escaped, escaped->len ? " | " : "");
	mia__buf_str(escaped, heading);
}

unsigned
mia__xlsx_points(size_t lines)
{
	enum { LINE_HEIGHT = 15, HEIGHT_MOST = 405 /* what Excel takes */ };

	return lines < HEIGHT_MOST / LINE_HEIGHT ? (unsigned)lines * LINE_HEIGHT : HEIGHT_MOST;
}

size_t
mia__xlsx_wrapped_lines(struct mia_text text, double width)
{
	/* The width is that of digits, and most letters are narrower: rather a line
	 * too many than one that is hidden. */
	size_t most = width > 4 ? (size_t)width : 4, line = 0, lines = 1, word = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (((unsigned char)c & 0xc0) == 0x80)
			continue;
		word = c == ' ' ? 0 : word + 1;
		if (c == '\n' || ++line > most) {
			lines++;
			/* A word that does not fit goes on with the next line. */
			line = c == '\n' || word > most ? 0 : word;
		}
	}
	return lines;
}

static char *
begin_cell(char *at, const struct xlsx_row_writer *w, size_t k, enum xlsx_style style, struct mia_text number)
{
	at = ADD(at, "<c r=\"");
	at = add(at, w->column[k], strlen(w->column[k]));
	at = add(at, number.ptr, number.len);
	at = ADD(at, "\"");
	return add(at, w->style[style], strlen(w->style[style]));
}

static char *
add_xml(char *at, const char *text, size_t size)
{
	while (size) {
		size_t n = plain_in_xml(text, size);
		at = add(at, text, n);
		if (n == size)
			break;
		switch (text[n]) {
		case '&':
			at = ADD(at, "&amp;");
			break;
		case '<':
			at = ADD(at, "&lt;");
			break;
		case '>':
			at = ADD(at, "&gt;");
			break;
		default:
			at = ADD(at, "_x000D_");
			break;
		}
		text += n + 1;
		size -= n + 1;
	}
	return at;
}

/* A text cell has no other. */
static bool
is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static bool
add_text_cell(struct xlsx_row_writer *w, size_t k, enum xlsx_style style, struct mia_text number,
	const char *text)
{
	size_t len = strlen(text);

	if (!mia__buf_reserve(&w->xml, AROUND + len * BYTE_MOST))
		return false;
	char *at = begin_cell(w->xml.ptr + w->xml.len, w, k, style, number);
	if (is_white(text[0]) || is_white(text[len - 1]))
		at = ADD(at, " t=\"inlineStr\"><is><t xml:space=\"preserve\">");
	else
		at = ADD(at, " t=\"inlineStr\"><is><t>");
	at = add_xml(at, text, len);
	at = ADD(at, "</t></is></c>");
	w->xml.len = (size_t)(at - w->xml.ptr);
	return true;
}

static bool
add_number_cell(struct xlsx_row_writer *w, size_t k, enum xlsx_style style, struct mia_text number,
	const struct column *column, const union cell *cell)
{
	if (!mia__buf_reserve(&w->xml, AROUND))
		return false;
	char *at = begin_cell(w->xml.ptr + w->xml.len, w, k, style, number);
	at = ADD(at, "><v>");
	if (style == STYLE_TIME) {
		at += mia__xlsx_serial_text(cell->time, at);
	} else if (column->kind == MIA_COLUMN_COUNT) {
		at += mia__number_format(cell->count, at);
	} else {
		if (cell->size < 0)
			*at++ = '-';
		at += mia__number_format((uint64_t)(cell->size < 0 ? -cell->size : cell->size), at);
	}
	at = ADD(at, "</v></c>");
	w->xml.len = (size_t)(at - w->xml.ptr);
	return true;
}

/* *lines: of text in the row. */
static bool
add_cell(struct xlsx_row_writer *w, size_t k, struct mia_text number, const union cell *row, size_t *lines)
{
	size_t i = w->layout->order[k];
	const struct column *column = &w->table->columns[i];
	const char *text;
	bool changed = false;
	enum xlsx_style style = mia__xlsx_style_of(&w->layout->shown[i], column, &row[i], w->language, &text);

	if (style == STYLE_NONE)
		return true;
	if (style == STYLE_NUMBER || style == STYLE_TIME)
		return add_number_cell(w, k, style, number, column, &row[i]);
	if (text == NULL) {
		text = mia__xlsx_shown_text(&w->text, column, &row[i], &changed);
		if (text == NULL)
			return false;
	}
	if (changed)
		mia__xlsx_add_escaped(&w->escaped, mia__xlsx_heading(w->table, column->name, w->language));
	if (style == STYLE_WRAPPED) {
		size_t n = mia__xlsx_wrapped_lines(text_of(text), w->layout->width[k]);
		*lines = n > *lines ? n : *lines;
	}
	return add_text_cell(w, k, style, number, text);
}

/* The room for the beginning of the row, which tells its height, is before the
 * cells: they are moved where it needs less. */
#define ROW_BEGIN 64

static void
begin_row(struct xlsx_row_writer *w, size_t start, struct mia_text number, size_t lines)
{
	char begin[ROW_BEGIN], *at = ADD(begin, "<row r=\"");

	at = add(at, number.ptr, number.len);
	at = ADD(at, "\"");
	if (lines > 1) {
		at = ADD(at, " ht=\"");
		at += mia__number_format(mia__xlsx_points(lines), at);
		at = ADD(at, "\" customHeight=\"1\"");
	}
	at = ADD(at, ">");
	size_t size = (size_t)(at - begin), cells = w->xml.len - start - ROW_BEGIN;
	memcpy(w->xml.ptr + start, begin, size);
	memmove(w->xml.ptr + start + size, w->xml.ptr + start + ROW_BEGIN, cells);
	w->xml.len = start + size + cells;
}

enum mia_status
mia__xlsx_rows_add(struct xlsx_row_writer *w, uint64_t number, const union cell *row, struct mia_error *err)
{
	const struct xlsx_layout *layout = w->layout;
	char digits[20];
	const struct mia_text named = { digits, mia__number_format(number, digits) };
	size_t start = w->xml.len, lines = 1;

	buf_clear(&w->escaped);
	if (!mia__buf_reserve(&w->xml, ROW_BEGIN))
		return mia__fail_memory(err);
	w->xml.len += ROW_BEGIN;
	for (size_t k = 0; k < layout->count; k++)
		if (!add_cell(w, k, named, row, &lines))
			return mia__fail_memory(err);
	if (w->escaped.len) {
		mia__buf_byte(&w->escaped, '\0');
		if (w->escaped.failed || !add_text_cell(w, layout->count, STYLE_TEXT, named, w->escaped.ptr))
			return mia__fail_memory(err);
	}
	/* A row without a cell is none. */
	if (w->xml.len == start + ROW_BEGIN) {
		w->xml.len = start;
		return MIA_OK;
	}
	begin_row(w, start, named, lines);
	mia__buf_str(&w->xml, "</row>");
	return w->xml.failed ? mia__fail_memory(err) : MIA_OK;
}
