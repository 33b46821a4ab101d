/* One cell on one line of a terminal: what is too wide loses its middle, and shows it. */
#include <stdio.h>

#include "base/text.h"
#include "format/eyes.h"
#include "format/safe.h"

#define ELLIPSIS "\xe2\x80\xa6"

size_t
mia__eyes_domain(struct mia_text text)
{
	size_t at = text.len;

	while (at > 0 && text.ptr[at - 1] != '@')
		at--;
	return at;
}

/* The pieces of a cell as they are shown: long ids, the common domain and the
 * common year are shortened. */
struct eyes_pieces {
	const struct eyes *eyes;
	size_t column;
	size_t left; /* that may still come */
	struct cell_pieces pieces;
};

static void
pieces_init(struct eyes_pieces *pieces, const struct eyes *eyes, size_t column, const union cell *cell)
{
	pieces->eyes = eyes;
	pieces->column = column;
	pieces->left = SIZE_MAX;
	mia__cell_pieces_init(&pieces->pieces, &eyes->table->columns[column], cell);
}

/* 2026-03-04T09:52:33Z: without what is said above the rows. */
static void
shorten_time(struct eyes_pieces *pieces, struct mia_text *time)
{
	size_t before = pieces->eyes->one_year ? sizeof("2026-") - 1 : 0;

	if (time->len < sizeof("2026-03-04T09:52:33Z") - 1)
		return;
	pieces->pieces.scratch[sizeof("2026-03-04") - 1] = ' ';
	time->ptr += before;
	time->len -= before + 1;
}

static bool
pieces_next(struct eyes_pieces *pieces, struct mia_text *ret)
{
	const struct eyes *eyes = pieces->eyes;
	const struct column *column = &eyes->table->columns[pieces->column];
	const struct eyes_guids *guids = &eyes->columns[pieces->column].guids;

	if (pieces->left == 0 || !mia__cell_pieces_next(&pieces->pieces, ret))
		return false;
	pieces->left--;
	if (column->kind == MIA_COLUMN_TIME)
		shorten_time(pieces, ret);
	if (column->kind != MIA_COLUMN_TEXT && column->kind != MIA_COLUMN_TEXTS)
		return true;
	if (guids->count && mia__text_is_guid(*ret)) {
		ret->len = mia__eyes_guid_shown(guids, *ret);
	} else if (eyes->domain_len && column->names == MIA_NAMES_PERSON) {
		size_t at = mia__eyes_domain(*ret);
		if (at &&
			text_equal_nocase((struct mia_text){ ret->ptr + at, ret->len - at },
				(struct mia_text){ eyes->domain, eyes->domain_len }))
			ret->len = at;
	}
	return true;
}

/* Where the showing of one cell stands. */
struct cursor {
	struct eyes_pieces pieces;
	struct mia_text rest;
	struct safe_unit unit;
};

static void
cursor_init(struct cursor *cursor, const struct eyes *eyes, size_t column, const union cell *cell)
{
	pieces_init(&cursor->pieces, eyes, column, cell);
	cursor->rest.len = 0;
}

/* An escape is one unit, and never torn apart. */
static bool
cursor_next(struct cursor *cursor)
{
	while (cursor->rest.len == 0)
		if (!pieces_next(&cursor->pieces, &cursor->rest))
			return false;
	mia__safe_terminal_unit(cursor->rest.ptr, cursor->rest.len, &cursor->unit);
	cursor->rest.ptr += cursor->unit.taken;
	cursor->rest.len -= cursor->unit.taken;
	return true;
}

static size_t
width_of(const struct eyes *eyes, size_t column, const union cell *cell, size_t pieces, size_t most)
{
	struct cursor cursor;
	size_t width = 0;

	cursor_init(&cursor, eyes, column, cell);
	cursor.pieces.left = pieces;
	while (width < most && cursor_next(&cursor))
		width += cursor.unit.width;
	return width < most ? width : most;
}

size_t
mia__eyes_width(const struct eyes *eyes, size_t column, const union cell *cell, size_t most)
{
	return width_of(eyes, column, cell, SIZE_MAX, most);
}

/* Shows what ends within the first `head` columns, one mark, and what begins
 * from column `tail` on. A mark that combines goes with what it stands on. */
static size_t
show_without_middle(struct sink *sink, struct cursor *cursor, size_t head, size_t tail)
{
	size_t at = 0, used = 0;
	bool more = cursor_next(cursor);

	for (; more && at + cursor->unit.width <= head; more = cursor_next(cursor)) {
		mia__sink_add(sink, cursor->unit.text, cursor->unit.len);
		at += cursor->unit.width;
		used = at;
	}
	if (!more)
		return used;
	mia__sink_str(sink, ELLIPSIS);
	used++;
	for (; more && (at < tail || cursor->unit.width == 0); more = cursor_next(cursor))
		at += cursor->unit.width;
	for (; more; more = cursor_next(cursor)) {
		mia__sink_add(sink, cursor->unit.text, cursor->unit.len);
		used += cursor->unit.width;
	}
	return used;
}

/* The first `pieces` pieces in width columns. */
static size_t
show_pieces(struct sink *sink, const struct eyes *eyes, size_t column, const union cell *cell, size_t pieces,
	size_t width)
{
	size_t whole = width_of(eyes, column, cell, pieces, SIZE_MAX);
	struct cursor cursor;

	cursor_init(&cursor, eyes, column, cell);
	cursor.pieces.left = pieces;
	if (whole <= width)
		return show_without_middle(sink, &cursor, whole, 0);
	/* The end of a path is its name. */
	size_t head = eyes->table->columns[column].names == MIA_NAMES_FILE ? 0 : width / 2;
	return show_without_middle(sink, &cursor, head, whole - (width - head - 1));
}

/* Two addresses with a gap between them would read as one: of a list the first
 * are shown whole, as far as that goes. */
static size_t
show_list(struct sink *sink, const struct eyes *eyes, size_t column, const union cell *cell, size_t width)
{
	size_t count = cell->texts.count, shown = 1;
	char more[32];
	size_t len = (size_t)snprintf(more, sizeof(more), " +%zu", count - 1);

	if (width < len + 3)
		return show_pieces(sink, eyes, column, cell, SIZE_MAX, width);
	while (shown + 1 < count && width_of(eyes, column, cell, 2 * shown + 1, width) + len <= width)
		shown++;
	size_t used = show_pieces(sink, eyes, column, cell, 2 * shown - 1, width - len);
	len = (size_t)snprintf(more, sizeof(more), " +%zu", count - shown);
	mia__sink_add(sink, more, len);
	return used + len;
}

size_t
mia__eyes_cell(struct sink *sink, struct eyes *eyes, size_t column, const union cell *cell, size_t width)
{
	const struct column *of = &eyes->table->columns[column];

	if (mia__eyes_width(eyes, column, cell, width == SIZE_MAX ? width : width + 1) <= width)
		return show_pieces(sink, eyes, column, cell, SIZE_MAX, width);
	eyes->cut = true;
	if (of->kind == MIA_COLUMN_TEXTS && cell->texts.count > 1)
		return show_list(sink, eyes, column, cell, width);
	return show_pieces(sink, eyes, column, cell, SIZE_MAX, width);
}
