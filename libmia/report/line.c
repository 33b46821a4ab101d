/* Lines of a page for a terminal. */
#include "report/line.h"

#include "base/number.h"
#include "base/text.h"
#include "format/safe.h"

/* One code point as it is shown. */
static void
unit_at(const struct line *line, struct mia_text text, size_t at, struct safe_unit *ret)
{
	mia__safe_terminal_unit(text.ptr + at, text.len - at, ret);
	if (line->ascii && (unsigned char)*ret->text >= 128) {
		ret->text[0] = '?';
		ret->len = ret->width = 1;
	}
}

size_t
mia__line_measure(const struct line *line, struct mia_text text)
{
	size_t width = 0;

	for (size_t at = 0; at < text.len;) {
		struct safe_unit unit;
		unit_at(line, text, at, &unit);
		width += unit.width;
		at += unit.taken;
	}
	return width;
}

/* Head and tail where the text has more columns than there is room. */
static void
write_cut(struct line *line, struct mia_text text, size_t width, size_t most)
{
	bool whole = width <= most;
	const char *gap = line->ascii ? "..." : "\xe2\x80\xa6";
	size_t gap_width = line->ascii ? 3 : 1;
	size_t head = most > gap_width ? (most - gap_width + 1) / 2 : 0;
	size_t tail = most > gap_width ? most - gap_width - head : 0;
	size_t column = 0;
	bool in_gap = false;

	for (size_t at = 0; at < text.len;) {
		struct safe_unit unit;
		unit_at(line, text, at, &unit);
		if (whole || (!in_gap && column + unit.width <= head) || width - column <= tail) {
			mia__sink_add(line->sink, unit.text, unit.len);
			line->used += unit.width;
		} else if (!in_gap) {
			in_gap = true;
			if (most >= gap_width) {
				mia__sink_str(line->sink, gap);
				line->used += gap_width;
			}
		}
		column += unit.width;
		at += unit.taken;
	}
}

void
mia__line_text(struct line *line, struct mia_text text, size_t most)
{
	size_t width = mia__line_measure(line, text);
	size_t room = line->width > line->used ? line->width - line->used : 0;

	if (most > room)
		most = room;
	write_cut(line, text, width, most);
}

void
mia__line_str(struct line *line, const char *text)
{
	mia__line_text(line, text_of(text), SIZE_MAX);
}

void
mia__line_whole(struct line *line, const char *text)
{
	mia__sink_str(line->sink, text);
	line->used += strlen(text);
}

void
mia__line_number(struct line *line, uint64_t number)
{
	char room[NUMBER_TEXT];

	mia__line_text(line, mia__number_grouped(number, TEXT(","), room), SIZE_MAX);
}

void
mia__line_count(struct line *line, uint64_t number, const char *one, const char *several)
{
	mia__line_number(line, number);
	mia__line_str(line, " ");
	mia__line_str(line, number == 1 ? one : several);
}

void
mia__line_pad(struct line *line, size_t column)
{
	if (column > line->used) {
		mia__sink_blanks(line->sink, column - line->used);
		line->used = column;
	}
}

void
mia__line_end(struct line *line)
{
	mia__sink_byte(line->sink, '\n');
	line->used = 0;
}
