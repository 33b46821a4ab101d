/* Cells with backslashes (Spark), with letters for control characters (jq), and rows that are JSON. */
#include "record/csv_escapes.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/utf8.h"
#include "record/json_shape.h"

static size_t
behind_blanks(struct mia_text row, size_t at)
{
	while (at < row.len && byte_is_one_of(row.ptr[at], " \t\r\n"))
		at++;
	return at;
}

int
mia__json_cell(struct mia_text row, size_t *pos, struct csv_cell *ret)
{
	size_t at = behind_blanks(row, *pos);
	ptrdiff_t n;

	*ret = (struct csv_cell){ { row.ptr + at, 0 }, CSV_PLAIN };
	if (*pos == 0 && at < row.len && row.ptr[at] == '[')
		at = behind_blanks(row, at + 1);
	if (at >= row.len)
		return -1;
	if (row.ptr[at] == ']')
		return 0;
	n = mia__json_walk(row.ptr + at, row.len - at, NULL);
	if (n <= 0)
		return -1;
	ret->text = (struct mia_text){ row.ptr + at, (size_t)n };
	if (*ret->text.ptr == '"') {
		ret->text = (struct mia_text){ row.ptr + at + 1, (size_t)n - 2 };
		if (memchr(ret->text.ptr, '\\', ret->text.len))
			ret->escapes = CSV_JSON;
	} else if (text_equal(ret->text, TEXT("null"))) {
		ret->text.len = 0;
	}
	at = behind_blanks(row, at + (size_t)n);
	*pos = at + 1;
	if (at < row.len && row.ptr[at] == ',')
		return 1;
	*pos = row.len;
	return at < row.len && row.ptr[at] == ']' ? 0 : -1;
}

/* ---- what a cell says ---- */

/* A backslash in front of a quote is the writer's; every other one was there. */
static size_t
drop_backslashes(struct mia_text text, char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] != '\\' || i + 1 == text.len || text.ptr[i + 1] != '"')
			out[n++] = text.ptr[i];
	return n;
}

static char
letter(char c)
{
	switch (c) {
	case 't':
		return '\t';
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case 'b':
		return '\b';
	case 'f':
		return '\f';
	default:
		return c;
	}
}

/* Four hex digits at p; -1: not so. */
static int
hex4(const char *p, const char *end)
{
	int v = 0;

	if (end - p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		char c = p[i];
		int digit = c >= '0' && c <= '9'             ? c - '0'
			: (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
							     : -1;
		if (digit < 0)
			return -1;
		v = v << 4 | digit;
	}
	return v;
}

/* At the u of an escape: its character into out, with both halves of a pair; a half alone is none. */
static const char *
take_unicode(const char *p, const char *end, char *out, size_t *n)
{
	int c = hex4(p + 1, end), low;

	if (c < 0) {
		out[(*n)++] = *p;
		return p + 1;
	}
	p += 5;
	if (c >= 0xd800 && c < 0xdc00 && end - p >= 6 && p[0] == '\\' && p[1] == 'u' &&
		(low = hex4(p + 2, end)) >= 0xdc00 && low < 0xe000) {
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
		p += 6;
	} else if (c >= 0xd800 && c < 0xe000) {
		c = 0xfffd;
	}
	*n += mia__utf8_encode((uint32_t)c, out + *n);
	return p;
}

static size_t
take_letters(struct mia_text text, bool json, char *out)
{
	const char *p = text.ptr, *end = p + text.len;
	size_t n = 0;

	while (p < end) {
		if (*p != '\\' || p + 1 == end) {
			out[n++] = *p++;
			continue;
		}
		p++;
		if (json && *p == 'u') {
			p = take_unicode(p, end, out, &n);
			continue;
		}
		/* @tsv has four; what else stands behind a backslash was there. */
		if (!json && !byte_is_one_of(*p, "tnr\\"))
			out[n++] = '\\';
		out[n++] = json || byte_is_one_of(*p, "tnr") ? letter(*p) : *p;
		p++;
	}
	return n;
}

size_t
mia__csv_unescape(const struct csv_cell *cell, char *out)
{
	if (cell->escapes == CSV_BACKSLASH)
		return drop_backslashes(cell->text, out);
	return take_letters(cell->text, cell->escapes == CSV_JSON, out);
}

/* ---- how it is written ---- */

static bool
is_backslashed(struct mia_text rows, char separator)
{
	for (size_t i = 0; i + 4 < rows.len; i++) {
		const char *p = rows.ptr + i;
		if (*p != '"' || (i && p[-1] != separator && p[-1] != '\n' && p[-1] != '\r'))
			continue;
		p += 1 + (p[1] == '[');
		if (*p == '{' && p[1] == '\\' && p[2] == '"')
			return true;
	}
	return false;
}

/* Behind two backslashes: an escape of which the first of them was doubled, not the end of a text. */
static bool
hides_escape(const char *p, const char *end)
{
	if (*p == '"')
		return p + 1 < end && !byte_is_one_of(p[1], ",:}] ");
	if (*p == 'r')
		return end - p > 3 && memcmp(p + 1, "\\\\n", 3) == 0;
	return *p == '/' || (*p == 'u' && hex4(p + 1, end) >= 0);
}

/*
 * The backslashes of a cell that is JSON tell. Where they were doubled each run of them is even, a
 * run of two stands before what JSON may escape, and somewhere one of JSON's own makes a run of
 * four, or a run of two an escape that makes no sense as text. -1: this cell says no, 1: yes, 0: nothing.
 */
static int
says_doubled(struct mia_text cell)
{
	int ret = 0;

	for (size_t i = 0; i < cell.len; i++) {
		size_t run = 0;
		while (i < cell.len && cell.ptr[i] == '\\')
			run++, i++;
		if (!run || i >= cell.len)
			continue;
		if (run % 2 || (run % 4 == 2 && !byte_is_one_of(cell.ptr[i], "\"/bfnrtu")))
			return -1;
		if (run % 4 == 0 || hides_escape(cell.ptr + i, cell.ptr + cell.len))
			ret = 1;
	}
	return ret;
}

/* Most cells say so: one may be damaged. */
static bool
has_letters(struct mia_text rows)
{
	const char *p = rows.ptr, *end = p + rows.len;
	size_t yes = 0, no = 0;

	while (p < end) {
		const char *q = p;
		while (q < end && *q != '\t' && *q != '\n' && *q != '\r')
			q++;
		/* The last one may be cut. */
		if ((q < end || q[-1] == '}') && *p == '{') {
			int says = says_doubled((struct mia_text){ p, (size_t)(q - p) });
			yes += says > 0;
			no += says < 0;
		}
		p = q + 1;
	}
	return yes > no;
}

enum csv_escapes
mia__csv_escapes_of(struct mia_text rows, char separator)
{
	if (separator == CSV_ROW)
		return CSV_JSON;
	if (separator == '\t' && has_letters(rows))
		return CSV_LETTERS;
	return is_backslashed(rows, separator) ? CSV_BACKSLASH : CSV_DOUBLED;
}

/* ---- tables of JSON ---- */

/* The name of a column: the element, or of its members the one that names it; with its quotes. */
static struct mia_text
column_name(struct mia_text element)
{
	static const char *const names[] = { "\"name\"", "\"ColumnName\"", NULL };
	size_t at = 1;

	if (*element.ptr == '"')
		return element;
	while (*element.ptr == '{' && at < element.len) {
		struct mia_text key, value;
		ptrdiff_t n;
		at = behind_blanks(element, at);
		n = mia__json_walk(element.ptr + at, element.len - at, NULL);
		if (n <= 0)
			break;
		key = (struct mia_text){ element.ptr + at, (size_t)n };
		at = behind_blanks(element, at + (size_t)n) + 1;
		at = behind_blanks(element, at);
		n = at < element.len ? mia__json_walk(element.ptr + at, element.len - at, NULL) : 0;
		if (n <= 0)
			break;
		value = (struct mia_text){ element.ptr + at, (size_t)n };
		for (const char *const *name = names; *name; name++)
			if (text_equal_nocase(key, text_of(*name)) && *value.ptr == '"')
				return value;
		at = behind_blanks(element, at + (size_t)n) + 1;
	}
	return TEXT_ABSENT;
}

struct csv_header *
mia__json_columns(const struct mia_allocator *a, struct mia_text columns, bool tables, bool *no_memory)
{
	struct csv_header *h = NULL;
	struct buf row;
	size_t at = 1;

	mia__buf_init(&row, a);
	mia__buf_byte(&row, '[');
	while ((at = behind_blanks(columns, at)) < columns.len && columns.ptr[at] != ']') {
		ptrdiff_t n = mia__json_walk(columns.ptr + at, columns.len - at, NULL);
		struct mia_text name;
		if (n <= 0)
			break;
		name = column_name((struct mia_text){ columns.ptr + at, (size_t)n });
		if (row.len > 1)
			mia__buf_byte(&row, ',');
		if (name.ptr)
			mia__buf_add(&row, name.ptr, name.len);
		else
			mia__buf_str(&row, "\"\"");
		at = behind_blanks(columns, at + (size_t)n) + 1;
	}
	mia__buf_byte(&row, ']');
	*no_memory |= row.failed;
	if (!row.failed && row.len > 2 && tables)
		h = mia__csv_table_header_new(a, buf_view(&row), no_memory);
	else if (!row.failed && row.len > 2)
		h = mia__csv_header_new(a, buf_view(&row), CSV_ROW, no_memory);
	mia__buf_release(&row);
	return h;
}
