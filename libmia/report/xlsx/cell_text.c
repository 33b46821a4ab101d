/*
 * What a cell may hold: XML 1.0 section 2.2; ECMA-376 part 1, 22.9.2.19
 * (ST_Xstring: _xHHHH_); Microsoft, Excel specifications and limits.
 */
#include "base/text.h"
#include "base/utf8.h"
#include "format/plain_bytes.h"
#include "format/safe.h"
#include "report/xlsx/cell_text.h"

#define OPEN "\xe2\x9f\xa8"
#define CLOSE "\xe2\x9f\xa9"
#define OPEN_POINT 0x27e8

static const char digits[] = "0123456789ABCDEF";

void
mia__xlsx_text_init(struct xlsx_text *cell, struct buf *out, size_t limit)
{
	*cell = (struct xlsx_text){ .out = out, .limit = limit };
	if (out)
		buf_clear(out);
}

static void
put(struct xlsx_text *cell, const char *bytes, size_t size, size_t units)
{
	if (cell->full || cell->units + units > cell->limit) {
		cell->full = true;
		return;
	}
	cell->units += units;
	if (cell->out == NULL)
		return;
	mia__buf_add(cell->out, bytes, size);
	if (cell->units + sizeof(XLSX_CUT) - 1 <= cell->limit)
		cell->fits = cell->out->len;
}

static void
put_token(struct xlsx_text *cell, const char *kind, uint32_t number, int shift)
{
	char token[sizeof(OPEN) + sizeof(CLOSE) + 8] = OPEN;
	size_t n = sizeof(OPEN) - 1;

	token[n++] = kind[0];
	token[n++] = kind[1];
	for (; shift >= 0; shift -= 4)
		token[n++] = digits[(number >> shift) & 15];
	memcpy(token + n, CLOSE, sizeof(CLOSE) - 1);
	n += sizeof(CLOSE) - 1;
	put(cell, token, n, n - 4);
	cell->changed = true;
}

static void
put_code_point(struct xlsx_text *cell, uint32_t code_point)
{
	int shift = 12;

	while (code_point >> shift >> 4)
		shift += 4;
	put_token(cell, "U+", code_point, shift);
}

static bool
is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* At an underscore. */
static bool
begins_escape(struct mia_text text)
{
	return text.len >= 7 && text.ptr[1] == 'x' && is_hex(text.ptr[2]) && is_hex(text.ptr[3]) &&
		is_hex(text.ptr[4]) && is_hex(text.ptr[5]) && text.ptr[6] == '_';
}

/* At U+27E8. */
static bool
begins_token(struct mia_text text)
{
	struct mia_text rest = { text.ptr + 3, text.len - 3 };

	return text_starts(rest, TEXT("U+")) || text_starts(rest, TEXT("\\x"));
}

static bool
is_kept(uint32_t code_point)
{
	return code_point == '\t' || code_point == '\n' || code_point == '\r' ||
		!mia__safe_is_hidden(code_point);
}

static size_t
add_unit(struct xlsx_text *cell, struct mia_text rest)
{
	uint32_t code_point = 0;
	size_t n = mia__utf8_decode(rest.ptr, rest.len, &code_point);

	if (n == 0) {
		put_token(cell, "\\x", (unsigned char)*rest.ptr, 4);
		return 1;
	}
	if (code_point == '_' && begins_escape(rest))
		/* libxlsxwriter counts the seven characters, Excel one. */
		put(cell, "_x005F_", 7, 7);
	else if (!is_kept(code_point) || (code_point == OPEN_POINT && begins_token(rest)))
		put_code_point(cell, code_point);
	else
		put(cell, rest.ptr, n, code_point > 0xffff ? 2 : 1);
	return n;
}

void
mia__xlsx_text_add(struct xlsx_text *cell, struct mia_text piece)
{
	while (piece.len && !cell->full) {
		/* Where a cut may come to lie, each character by itself. */
		size_t used = cell->units + sizeof(XLSX_CUT) - 1;
		size_t room = used < cell->limit ? cell->limit - used : 0;
		size_t n = plain_in_cell(piece.ptr, piece.len < room ? piece.len : room);

		if (n)
			put(cell, piece.ptr, n, n);
		else
			n = add_unit(cell, piece);
		piece.ptr += n;
		piece.len -= n;
	}
}

bool
mia__xlsx_text_end(struct xlsx_text *cell)
{
	if (cell->full) {
		cell->out->len = cell->fits;
		mia__buf_str(cell->out, XLSX_CUT);
		cell->changed = true;
	}
	mia__buf_byte(cell->out, '\0');
	return !cell->out->failed;
}
