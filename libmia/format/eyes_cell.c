/* One cell on one line of a terminal: what is too wide loses its middle, and shows it. */
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

void
mia__eyes_pieces_init(struct eyes_pieces *pieces, const struct eyes *eyes, size_t column,
	const union cell *cell)
{
	pieces->eyes = eyes;
	pieces->column = column;
	mia__cell_pieces_init(&pieces->pieces, &eyes->table->columns[column], cell);
}

bool
mia__eyes_pieces_next(struct eyes_pieces *pieces, struct mia_text *ret)
{
	const struct eyes *eyes = pieces->eyes;
	const struct column *column = &eyes->table->columns[pieces->column];
	const struct eyes_guids *guids = &eyes->columns[pieces->column].guids;

	if (!mia__cell_pieces_next(&pieces->pieces, ret))
		return false;
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
	mia__eyes_pieces_init(&cursor->pieces, eyes, column, cell);
	cursor->rest.len = 0;
}

/* An escape is one unit, and never torn apart. */
static bool
cursor_next(struct cursor *cursor)
{
	while (cursor->rest.len == 0)
		if (!mia__eyes_pieces_next(&cursor->pieces, &cursor->rest))
			return false;
	mia__safe_terminal_unit(cursor->rest.ptr, cursor->rest.len, &cursor->unit);
	cursor->rest.ptr += cursor->unit.taken;
	cursor->rest.len -= cursor->unit.taken;
	return true;
}

size_t
mia__eyes_width(const struct eyes *eyes, size_t column, const union cell *cell, size_t most)
{
	struct cursor cursor;
	size_t width = 0;

	cursor_init(&cursor, eyes, column, cell);
	while (width < most && cursor_next(&cursor))
		width += cursor.unit.width;
	return width < most ? width : most;
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

size_t
mia__eyes_cell(struct sink *sink, struct eyes *eyes, size_t column, const union cell *cell, size_t width)
{
	size_t whole = mia__eyes_width(eyes, column, cell, SIZE_MAX);
	struct cursor cursor;

	cursor_init(&cursor, eyes, column, cell);
	if (whole <= width)
		return show_without_middle(sink, &cursor, whole, 0);
	eyes->cut = true;
	return show_without_middle(sink, &cursor, width / 2, whole - (width - width / 2 - 1));
}
