/*
 * For people at a terminal: a row a line, whatever it holds. The rows are
 * passed several times, first to find out what they hold, so that nothing is
 * kept in memory.
 */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "format/eyes.h"
#include "format/formats.h"
#include "format/safe.h"

static const char *const paints[] = {
	[PAINT_NONE] = "",
	[PAINT_RED] = "\x1b[31m",
	[PAINT_MAGENTA] = "\x1b[35m",
	[PAINT_YELLOW] = "\x1b[33m",
	[PAINT_CYAN] = "\x1b[36m",
};

/* Of several words in one cell the one that weighs most decides. */
static enum paint
paint_of(const struct column *column, const union cell *cell)
{
	const struct mia_text *texts = column->kind == MIA_COLUMN_TEXTS ? cell->texts.ptr : &cell->text;
	size_t count = column->kind == MIA_COLUMN_TEXTS ? cell->texts.count : cell->text.len > 0;

	if (column->words == NULL || count == 0)
		return PAINT_NONE;
	for (const struct column_word *word = column->words;; word++) {
		if (word->text == NULL)
			return word->paint;
		for (size_t i = 0; i < count; i++)
			if (text_equal(texts[i], text_of(word->text)))
				return word->paint;
	}
}

static void
show_header(struct sink *sink, const struct eyes *eyes, bool color)
{
	size_t pending = 0;

	if (color)
		mia__sink_str(sink, "\x1b[1m");
	for (size_t k = 0; k < eyes->shown_count; k++) {
		const struct column *column = &eyes->table->columns[eyes->shown[k]];
		size_t rest = eyes->columns[eyes->shown[k]].width - strlen(column_title(column));
		/* Above the last digit. */
		if (column_is_number(column))
			pending += rest;
		mia__sink_blanks(sink, pending);
		mia__sink_str(sink, column_title(column));
		pending = EYES_GAP + (column_is_number(column) ? 0 : rest);
	}
	mia__sink_str(sink, color ? "\x1b[0m\n" : "\n");
}

static void
show_row(struct sink *sink, struct eyes *eyes, const union cell *row, bool color)
{
	size_t pending = 0;

	for (size_t k = 0; k < eyes->shown_count; k++) {
		size_t i = eyes->shown[k], width = eyes->columns[i].width;
		size_t need = mia__eyes_width(eyes, i, &row[i], width);
		enum paint paint = color ? paint_of(&eyes->table->columns[i], &row[i]) : PAINT_NONE;
		size_t used = 0;

		if (column_is_number(&eyes->table->columns[i])) {
			pending += width - need;
			used = width - need;
		}
		if (need > 0) {
			mia__sink_blanks(sink, pending);
			pending = 0;
			mia__sink_str(sink, paints[paint]);
			used += mia__eyes_cell(sink, eyes, i, &row[i], width);
			mia__sink_str(sink, paint ? "\x1b[0m" : "");
		}
		pending += (used < width ? width - used : 0) + EYES_GAP;
	}
	mia__sink_byte(sink, '\n');
}

/* What all rows say alike. Texts have a line each, so that none can pass for
 * another. */
static void
show_lifted(struct sink *sink, struct eyes *eyes, const union cell *row, size_t room, bool color)
{
	/* Of rows that are not shown it says nothing. */
	const char *before = eyes->table->of_all > eyes->rows ? "all shown: " : "all rows: ";
	bool any = false;

	for (size_t i = 0; i < eyes->table->column_count; i++) {
		const struct column *column = &eyes->table->columns[i];
		if (!eyes->columns[i].lifted || column_is_number(column))
			continue;
		size_t said = strlen(before) + strlen(column_title(column)) + 1;
		enum paint paint = color ? paint_of(column, &row[i]) : PAINT_NONE;
		mia__sink_str(sink, before);
		mia__sink_str(sink, column_title(column));
		mia__sink_byte(sink, ' ');
		mia__sink_str(sink, paints[paint]);
		(void)mia__eyes_cell(sink, eyes, i, &row[i], room > said + 20 ? room - said : 20);
		mia__sink_str(sink, paint ? "\x1b[0m\n" : "\n");
	}
	for (size_t i = 0; i < eyes->table->column_count; i++) {
		const struct column *column = &eyes->table->columns[i];
		if (!eyes->columns[i].lifted || !column_is_number(column))
			continue;
		mia__sink_str(sink, any ? ", " : before);
		mia__sink_str(sink, column_title(column));
		mia__sink_byte(sink, ' ');
		(void)mia__eyes_cell(sink, eyes, i, &row[i], SIZE_MAX);
		any = true;
	}
	if (any)
		mia__sink_byte(sink, '\n');
}

static bool
names_people(const struct eyes *eyes)
{
	for (size_t i = 0; i < eyes->table->column_count; i++)
		if (eyes->table->columns[i].names == MIA_NAMES_PERSON &&
			(eyes->columns[i].width || eyes->columns[i].lifted))
			return true;
	return false;
}

static bool
names_times(const struct eyes *eyes)
{
	for (size_t i = 0; i < eyes->table->column_count; i++)
		if (eyes->table->columns[i].kind == MIA_COLUMN_TIME &&
			(eyes->columns[i].width || eyes->columns[i].lifted) && eyes->columns[i].filled)
			return true;
	return false;
}

static void
show_shortened(struct sink *sink, const struct eyes *eyes)
{
	bool times = names_times(eyes);

	if (times) {
		mia__sink_str(sink, "times are UTC");
		if (eyes->one_year) {
			mia__sink_str(sink, ", of ");
			mia__sink_add(sink, eyes->year, sizeof(eyes->year));
		}
	}
	if (eyes->domain_len && names_people(eyes)) {
		mia__sink_str(sink, times ? "; NAME@ stands for NAME@" : "NAME@ stands for NAME@");
		mia__safe_terminal(sink, (struct mia_text){ eyes->domain, eyes->domain_len });
		times = true;
	}
	if (times)
		mia__sink_byte(sink, '\n');
}

static enum mia_status
show_above(struct sink *sink, struct eyes *eyes, size_t room, bool color, struct mia_error *err)
{
	const struct table *table = eyes->table;
	union cell row[TABLE_COLUMNS];

	if (eyes->rows == 0)
		return MIA_OK;
	MIA_TRY(table->rewind(table->rows, err));
	MIA_TRY(table->next(table->rows, row, err));
	show_shortened(sink, eyes);
	show_lifted(sink, eyes, row, room, color);
	return MIA_OK;
}

static size_t
shown_width(struct mia_text text)
{
	struct safe_unit unit;
	size_t width = 0;

	for (size_t at = 0; at < text.len; at += unit.taken) {
		mia__safe_prose_unit(text, at, &unit);
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
		mia__safe_prose_unit(word, i, &unit);
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

/* What is not seen is counted. */
static void
show_notes(struct sink *sink, const struct eyes *eyes, size_t room)
{
	uint64_t all = eyes->table->of_all > eyes->rows ? eyes->table->of_all : eyes->rows;
	char text[200];
	size_t len = 0;

	if (eyes->rows == 0) {
		mia__sink_str(sink, eyes->table->none);
		mia__sink_byte(sink, '\n');
		return;
	}
	if (eyes->table->bare || (all == eyes->rows && eyes->hidden == 0 && !eyes->cut))
		return;
	len = (size_t)snprintf(text, sizeof(text), "(%llu row%s", (unsigned long long)all,
		all == 1 ? "" : "s");
	if (all > eyes->rows)
		len += (size_t)snprintf(text + len, sizeof(text) - len, ", %llu shown",
			(unsigned long long)eyes->rows);
	if (eyes->hidden)
		len += (size_t)snprintf(text + len, sizeof(text) - len,
			"; %zu column%s hidden: --columns all", eyes->hidden, eyes->hidden == 1 ? "" : "s");
	if (eyes->cut)
		len += (size_t)snprintf(text + len, sizeof(text) - len,
			"; \xe2\x80\xa6 and +N mark what is cut: -f csv");
	len += (size_t)snprintf(text + len, sizeof(text) - len, ")");
	show_wrapped(sink, (struct mia_text){ text, len }, room);
}

static enum mia_status
show_all(struct sink *sink, struct eyes *eyes, size_t room, bool color, struct mia_error *err)
{
	const struct table *table = eyes->table;
	union cell row[TABLE_COLUMNS];
	enum mia_status status;

	MIA_TRY(show_above(sink, eyes, room, color, err));
	show_header(sink, eyes, color);
	MIA_TRY(table->rewind(table->rows, err));
	while (!sink->failed && (status = table->next(table->rows, row, err)) != MIA_END) {
		MIA_TRY(status);
		show_row(sink, eyes, row, color);
	}
	show_notes(sink, eyes, room);
	return show_below(sink, table, room, err);
}

static enum mia_status
write_table(struct sink *sink, const struct table *table, const struct format_look *look,
	struct mia_error *err)
{
	size_t room = look->width ? look->width : FORMAT_WIDTH;
	struct eyes eyes;

	enum mia_status status = mia__eyes_look(&eyes, table, room, err);
	if (status >= 0)
		status = show_all(sink, &eyes, room, look->color != 0, err);
	mia__eyes_release(&eyes);
	return status;
}

const struct format mia__format_table = {
	.name = "table",
	.reports = FORMAT_SUITS_ALL,
	.write = write_table,
};
