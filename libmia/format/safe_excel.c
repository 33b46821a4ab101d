/*
 * Formulas in CSV: OWASP, CSV Injection, and the ways around its first
 * remedies (leading blanks and NBSP, full-width signs, a separator of another
 * country inside the cell).
 */
#include "base/text.h"
#include "base/utf8.h"
#include "format/plain_bytes.h"
#include "format/safe.h"

static bool
is_newline(uint32_t code_point)
{
	return (code_point >= 0x0a && code_point <= 0x0d) || code_point == 0x85 || code_point == 0x2028 ||
		code_point == 0x2029;
}

static bool
begins_formula(uint32_t code_point)
{
	switch (code_point) {
	case '=':
	case '+':
	case '-':
	case '@':
	case '\t':
	case '\r':
	case '\n':
	case 0xff1d:
	case 0xff0b:
	case 0xff0d:
	case 0xff20: /* full-width */
	case 0xfe66:
	case 0xfe62:
	case 0xfe63:
	case 0xfe6b: /* small forms */
	case 0x2212: /* minus sign */
		return true;
	default:
		return false;
	}
}

/* What an import may drop before it looks at the first character. */
static bool
is_passed_over(uint32_t code_point)
{
	return code_point == ' ' || code_point == '"' || code_point == '\'' ||
		mia__safe_is_blank(code_point) || mia__safe_is_hidden(code_point);
}

static bool
would_run(struct mia_text text)
{
	uint32_t code_point;

	while (text.len) {
		size_t n = mia__utf8_decode(text.ptr, text.len, &code_point);
		if (n == 0)
			return false;
		if (begins_formula(code_point))
			return true;
		if (!is_passed_over(code_point))
			return false;
		text.ptr += n;
		text.len -= n;
	}
	return false;
}

/* A line break at the front is a blank once it is written; behind the end of a text of a list one
 * stands, too. */
static bool
has_blank_in_front(struct mia_text text)
{
	uint32_t code_point;

	while (text.len) {
		size_t n = mia__utf8_decode(text.ptr, text.len, &code_point);
		if (n == 0 || !is_passed_over(code_point))
			return false;
		if (code_point == ' ' || is_newline(code_point))
			return true;
		text.ptr += n;
		text.len -= n;
	}
	return true;
}

/* An apostrophe of the evidence that undoing would take for ours gets one, too. */
static bool
wants_apostrophe(struct mia_text text)
{
	return would_run(text) ||
		(*text.ptr == '\'' && has_blank_in_front((struct mia_text){ text.ptr + 1, text.len - 1 }));
}

static void
put(struct safe_excel *cell, struct mia_text bytes, size_t units)
{
	if (cell->full || cell->units + units > cell->limit) {
		cell->full = true;
		return;
	}
	cell->units += units;
	if (cell->sink)
		mia__safe_csv(cell->sink, bytes);
}

static void
put_apostrophe(struct safe_excel *cell)
{
	put(cell, TEXT("'"), 1);
	cell->changed = true;
}

/* UTF-8 without quotes. */
static void
put_as_is(struct safe_excel *cell, struct mia_text bytes, size_t units)
{
	if (cell->full || cell->units + units > cell->limit) {
		cell->full = true;
		return;
	}
	cell->units += units;
	if (cell->sink)
		mia__sink_add(cell->sink, bytes.ptr, bytes.len);
}

/* No cell begins here, or none that begins with this can be a formula. */
static bool
is_harmless(char c, bool at_start)
{
	return !at_start ||
		(is_plain_in_excel(c) && c != '=' && c != '+' && c != '-' && c != '@' && c != ' ' &&
			c != '\'');
}

static size_t
put_plain(struct safe_excel *cell, struct mia_text piece)
{
	size_t room = cell->limit - cell->units;
	size_t n = plain_in_excel(piece.ptr, piece.len < room ? piece.len : room);

	if (n)
		put_as_is(cell, (struct mia_text){ piece.ptr, n }, n);
	return n;
}

/* One character, or a byte that is none; how many bytes. */
static size_t
put_one(struct safe_excel *cell, struct mia_text piece, bool *at_start)
{
	uint32_t code_point = 0;
	size_t n = mia__utf8_decode(piece.ptr, piece.len, &code_point);

	if (*at_start && wants_apostrophe(piece))
		put_apostrophe(cell);
	/* Where the semicolon or the tab separates, a cell may begin here. */
	*at_start = n != 0 && (code_point == ';' || code_point == '\t');
	if (n == 0) {
		n = 1;
		put(cell, (struct mia_text){ piece.ptr, n }, 3);
		cell->changed = true;
	} else if (is_newline(code_point)) {
		put(cell, TEXT(" "), 1);
		cell->changed = true;
	} else if (code_point == '"') {
		put(cell, (struct mia_text){ piece.ptr, n }, 1);
	} else {
		put_as_is(cell, (struct mia_text){ piece.ptr, n }, code_point > 0xffff ? 2 : 1);
	}
	return n;
}

void
mia__safe_excel_add(struct safe_excel *cell, struct mia_text piece)
{
	bool at_start = !cell->begun;

	cell->begun = cell->begun || piece.len != 0;
	while (piece.len && !cell->full) {
		size_t n = is_harmless(*piece.ptr, at_start) ? put_plain(cell, piece) : 0;

		if (n)
			at_start = false;
		else
			n = put_one(cell, piece, &at_start);
		piece.ptr += n;
		piece.len -= n;
	}
}

size_t
mia__excel_undo(struct mia_text cell, char *out)
{
	bool at_start = true;
	size_t len = 0;

	while (cell.len) {
		uint32_t code_point = 0;
		size_t n = mia__utf8_decode(cell.ptr, cell.len, &code_point);
		if (n == 0)
			n = 1;
		/* What stands behind the apostrophe may begin a cell too. */
		struct mia_text rest = { cell.ptr + 1, cell.len - 1 };
		if (at_start && *cell.ptr == '\'' && (would_run(rest) || has_blank_in_front(rest))) {
			cell.ptr++;
			cell.len--;
			at_start = false;
			continue;
		}
		at_start = code_point == ';' || code_point == '\t';
		memcpy(out + len, cell.ptr, n);
		len += n;
		cell.ptr += n;
		cell.len -= n;
	}
	return len;
}
