/*
 * For people at a terminal. The rows are passed twice, first to measure, so
 * that nothing is kept in memory. A cell wraps within its column; what needs
 * more than TABLE_LINES lines is shortened, and a line below says so.
 */
#include <string.h>

#include "base/error.h"
#include "format/formats.h"
#include "format/safe.h"

#define TABLE_LINES 4
#define TABLE_GAP 2

struct layout {
	size_t width[TABLE_COLUMNS]; /* 0: not shown */
	bool left_out;
	bool shortened;
	bool any;
};

/* Where the showing of one cell stands. */
struct cursor {
	struct cell_pieces pieces;
	struct mia_text rest;
	struct safe_unit unit;
	bool held;
};

static bool
cursor_peek(struct cursor *cursor)
{
	while (!cursor->held) {
		if (cursor->rest.len == 0) {
			if (!mia__cell_pieces_next(&cursor->pieces, &cursor->rest))
				return false;
			continue;
		}
		mia__safe_terminal_unit(cursor->rest.ptr, cursor->rest.len, &cursor->unit);
		cursor->rest.ptr += cursor->unit.taken;
		cursor->rest.len -= cursor->unit.taken;
		cursor->held = true;
	}
	return true;
}

static void
cursor_init(struct cursor *cursor, const struct column *column, const union cell *cell)
{
	mia__cell_pieces_init(&cursor->pieces, column, cell);
	cursor->rest.len = 0;
	cursor->held = false;
}

/* Stops counting beyond max. */
static size_t
cell_width(const struct column *column, const union cell *cell, size_t max)
{
	struct cursor cursor;
	size_t width = 0;

	cursor_init(&cursor, column, cell);
	for (; width < max && cursor_peek(&cursor); cursor.held = false)
		width += cursor.unit.width;
	return width < max ? width : max;
}

static enum mia_status
measure(const struct table *table, size_t *natural, bool *any, struct mia_error *err)
{
	union cell row[TABLE_COLUMNS];
	enum mia_status status;

	for (size_t i = 0; i < table->column_count; i++)
		natural[i] = strlen(table->columns[i].name);
	MIA_TRY(table->rewind(table->rows, err));
	while ((status = table->next(table->rows, row, err)) != MIA_END) {
		MIA_TRY(status);
		*any = true;
		for (size_t i = 0; i < table->column_count; i++) {
			const struct column *column = &table->columns[i];
			size_t width = column->rank && natural[i] < column->max
				? cell_width(column, &row[i], column->max)
				: 0;
			if (width > natural[i])
				natural[i] = width;
		}
	}
	return MIA_OK;
}

static size_t
least(const struct column *column, size_t natural)
{
	size_t header = strlen(column->name);
	size_t min = column->min > header ? column->min : header;

	return natural < min ? natural : min;
}

/* The column of this rank, or column_count. */
static size_t
ranked(const struct table *table, unsigned rank)
{
	size_t i = 0;

	while (i < table->column_count && table->columns[i].rank != rank)
		i++;
	return i;
}

static void
choose(struct layout *layout, const struct table *table, const size_t *natural, size_t room)
{
	size_t used = 0;

	for (unsigned rank = 1; rank <= TABLE_COLUMNS; rank++) {
		size_t i = ranked(table, rank);
		if (i == table->column_count)
			continue;
		size_t width = least(&table->columns[i], natural[i]) + (used ? TABLE_GAP : 0);
		if (used && width > room - used)
			continue;
		layout->width[i] = least(&table->columns[i], natural[i]);
		used += width;
		if (used > room)
			used = room;
	}
	for (unsigned rank = 1; rank <= TABLE_COLUMNS; rank++) {
		size_t i = ranked(table, rank);
		if (i == table->column_count || layout->width[i] == 0)
			continue;
		size_t more = natural[i] - layout->width[i];
		if (more > room - used)
			more = room - used;
		layout->width[i] += more;
		used += more;
	}
	for (size_t i = 0; i < table->column_count; i++)
		if (layout->width[i] == 0 && !table->columns[i].json_only)
			layout->left_out = true;
}

static void
show_header(struct sink *sink, const struct table *table, const struct layout *layout, bool color)
{
	size_t pending = 0;

	if (color)
		mia__sink_str(sink, "\x1b[1m");
	for (size_t i = 0; i < table->column_count; i++) {
		if (layout->width[i] == 0)
			continue;
		mia__sink_blanks(sink, pending);
		mia__sink_str(sink, table->columns[i].name);
		pending = layout->width[i] - strlen(table->columns[i].name) + TABLE_GAP;
	}
	mia__sink_str(sink, color ? "\x1b[0m\n" : "\n");
}

static bool
is_number(const struct column *column)
{
	return column->kind == MIA_COLUMN_COUNT || column->kind == MIA_COLUMN_SIZE;
}

static void
show_line(struct sink *sink, const struct table *table, const union cell *row, struct layout *layout,
	struct cursor *cursors, bool last)
{
	size_t pending = 0;

	for (size_t i = 0; i < table->column_count; i++) {
		struct cursor *cursor = &cursors[i];
		size_t width = layout->width[i], used = 0;

		if (width == 0)
			continue;
		if (is_number(&table->columns[i]) && cursor_peek(cursor))
			used = width - cell_width(&table->columns[i], &row[i], width);
		pending += used;
		/* On the last line one column is kept for the mark. */
		for (; cursor_peek(cursor); cursor->held = false) {
			size_t room = last && !is_number(&table->columns[i]) ? width - 1 : width;
			if (used && used + cursor->unit.width > room)
				break;
			mia__sink_blanks(sink, pending);
			pending = 0;
			mia__sink_add(sink, cursor->unit.text, cursor->unit.len);
			used += cursor->unit.width;
		}
		if (last && cursor_peek(cursor)) {
			mia__sink_str(sink, "\xe2\x80\xa6");
			used++;
			layout->shortened = true;
		}
		pending += (used < width ? width - used : 0) + TABLE_GAP;
	}
	mia__sink_byte(sink, '\n');
}

static void
show_row(struct sink *sink, const struct table *table, const union cell *row, struct layout *layout)
{
	struct cursor cursors[TABLE_COLUMNS];
	bool more = true;

	for (size_t i = 0; i < table->column_count; i++)
		cursor_init(&cursors[i], &table->columns[i], &row[i]);
	for (int line = 1; more && line <= TABLE_LINES; line++) {
		show_line(sink, table, row, layout, cursors, line == TABLE_LINES);
		more = false;
		for (size_t i = 0; i < table->column_count && !more; i++)
			more = layout->width[i] && cursor_peek(&cursors[i]);
	}
}

static void
show_notes(struct sink *sink, const struct table *table, const struct layout *layout)
{
	if (!layout->any) {
		mia__sink_str(sink, table->none);
		mia__sink_byte(sink, '\n');
	}
	if (layout->left_out)
		mia__sink_str(sink, "(more columns: -f csv)\n");
	if (layout->shortened)
		mia__sink_str(sink, "(\xe2\x80\xa6 marks values shortened here; whole: -f csv)\n");
}

static size_t
shown_width(struct mia_text text)
{
	struct safe_unit unit;
	size_t width = 0;

	for (size_t at = 0; at < text.len; at += unit.taken) {
		mia__safe_terminal_unit(text.ptr + at, text.len - at, &unit);
		width += unit.width;
	}
	return width;
}

/* A word that is wider than the terminal is broken, not cut. */
static size_t
show_word(struct sink *sink, struct mia_text word, size_t at, size_t room)
{
	struct safe_unit unit;

	for (size_t i = 0; i < word.len; i += unit.taken) {
		mia__safe_terminal_unit(word.ptr + i, word.len - i, &unit);
		if (at && at + unit.width > room) {
			mia__sink_byte(sink, '\n');
			at = 0;
		}
		mia__sink_add(sink, unit.text, unit.len);
		at += unit.width;
	}
	return at;
}

static void
show_wrapped(struct sink *sink, struct mia_text text, size_t room)
{
	size_t column = 0;

	for (size_t at = 0; at < text.len;) {
		size_t end = at;
		while (end < text.len && text.ptr[end] != ' ')
			end++;
		struct mia_text word = { text.ptr + at, end - at };
		if (column && column + 1 + shown_width(word) > room) {
			mia__sink_byte(sink, '\n');
			column = 0;
		} else if (column) {
			mia__sink_byte(sink, ' ');
			column++;
		}
		column = show_word(sink, word, column, room);
		at = end + 1;
	}
	mia__sink_byte(sink, '\n');
}

/* Sentences have no room in a column. */
static enum mia_status
show_below(struct sink *sink, const struct table *table, size_t room, struct mia_error *err)
{
	union cell row[TABLE_COLUMNS];
	enum mia_status status;
	size_t at = 0;

	while (at < table->column_count && !table->columns[at].below)
		at++;
	if (at == table->column_count)
		return MIA_OK;
	MIA_TRY(table->rewind(table->rows, err));
	while (!sink->failed && (status = table->next(table->rows, row, err)) != MIA_END) {
		MIA_TRY(status);
		mia__sink_byte(sink, '\n');
		show_wrapped(sink, row[at].text, room);
	}
	return MIA_OK;
}

static enum mia_status
write_table(struct sink *sink, const struct table *table, const struct format_look *look,
	struct mia_error *err)
{
	struct layout layout = { .left_out = false };
	size_t natural[TABLE_COLUMNS];
	union cell row[TABLE_COLUMNS];
	enum mia_status status;

	MIA_TRY(measure(table, natural, &layout.any, err));
	choose(&layout, table, natural, look->width ? look->width : FORMAT_WIDTH);
	MIA_TRY(table->rewind(table->rows, err));
	show_header(sink, table, &layout, look->color != 0);
	while (!sink->failed && (status = table->next(table->rows, row, err)) != MIA_END) {
		MIA_TRY(status);
		show_row(sink, table, row, &layout);
	}
	show_notes(sink, table, &layout);
	return show_below(sink, table, look->width ? look->width : FORMAT_WIDTH, err);
}

const struct format mia__format_table = {
	.name = "table",
	.reports = FORMAT_SUITS_ALL,
	.write = write_table,
};
