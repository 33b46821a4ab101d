/* Brackets are counted outside strings, 64 bytes at a time, and line ends tell where a value broke. */
#include "base/wide.h"
#include "record/json_cursor.h"
#include "record/scan.h"

/* Marks the bytes that a backslash in front of them takes the meaning of. */
static uint64_t
escaped_bytes(uint64_t backslashes, bool *carry, size_t n)
{
	uint64_t escaped = *carry ? 1 : 0;

	backslashes &= ~escaped;
	*carry = false;
	while (backslashes) {
		unsigned i = scan_first(backslashes);
		if (i + 1 >= n) {
			*carry = true;
			break;
		}
		escaped |= UINT64_C(2) << i;
		backslashes &= ~(UINT64_C(3) << i);
	}
	return escaped;
}

/*
 * The line that begins behind the line feed at `at`: does another record
 * begin there although this one is open? -1: cannot tell yet.
 */
static int
next_record_begins(struct json_framing *j, const struct batch *batch, size_t at, bool at_end)
{
	size_t p = at + 1, column = 0;

	while (p < batch->len && batch->buf[p] == ' ' && column <= j->column)
		p++, column++;
	if (p >= batch->len)
		return at_end ? 0 : -1;
	if (column > j->column)
		return 0;
	if (batch->buf[p] == '"' || batch->buf[p] == '[')
		j->zero_indent = true; /* members as far left as the record */
	return batch->buf[p] == '{' && (j->line_start || j->level == 0) && !j->zero_indent;
}

/* Looks at the structural line feeds of one block. */
static enum verdict
check_lines(struct cursor *c, uint64_t feeds, size_t *bad)
{
	for (; feeds; feeds &= feeds - 1) {
		int r = next_record_begins(c->j, c->batch, c->pos + scan_first(feeds), c->at_end);
		if (r < 0)
			return MORE;
		if (r > 0) {
			*bad = c->pos + scan_first(feeds);
			c->why = "the next record begins before this one ends";
			return BROKEN;
		}
	}
	return DONE;
}

enum { KINDS_MOST = 64 };

/* A bracket; false: it closes one of the other kind, which is not seen in what is nested deeper than
 * KINDS_MOST. */
static inline bool
count_bracket(struct json_open *o, char bracket)
{
	bool array = !(bracket & 0x20), fits;

	if (bracket & 2) { /* '[' and '{', not ']' and '}' */
		o->arrays = o->arrays << 1 | array;
		o->deep |= ++o->depth > KINDS_MOST;
		return true;
	}
	fits = (o->arrays & 1) == array || o->deep;
	o->arrays >>= 1;
	o->depth--;
	return fits;
}

/*
 * Behind the whole blocks in which the value neither ends nor breaks, and that hold no line feed: of these
 * most values consist. Strings are told from the rest only where brackets stand.
 */
static void
skip_plain(struct cursor *c)
{
	struct json_framing *j = c->j;
	const char *p = c->batch->buf + c->pos, *end = c->batch->buf + c->batch->len;
	struct json_open open = j->open;
	uint64_t outside = j->in_quote ? 0 : ~UINT64_C(0);

	for (; end - p >= SCAN_WIDTH; p += SCAN_WIDTH) {
		struct scan s = scan_load(p);
		uint64_t quotes = scan_equal(&s, '"');
		bool escaped = j->escaped;
		if (scan_has(&s, c->f->feed))
			break;
		if (scan_has(&s, '\\') || escaped)
			quotes &= ~escaped_bytes(scan_equal(&s, '\\'), &escaped, SCAN_WIDTH);
		if (!scan_has_bracket(&s)) {
			outside ^= UINT64_C(0) - (uint64_t)__builtin_parityll(quotes);
			j->escaped = escaped;
			continue;
		}
		uint64_t here = outside ^ scan_parity(quotes), m = scan_brackets(&s) & here;
		struct json_open then = open;
		while (m && count_bracket(&then, p[scan_first(m)]) && then.depth > 0)
			m &= m - 1;
		if (m)
			break;
		open = then;
		outside = UINT64_C(0) - (here >> (SCAN_WIDTH - 1));
		j->escaped = escaped;
	}
	j->open = open;
	j->in_quote = !outside;
	c->pos = (size_t)(p - c->batch->buf);
}

enum verdict
#ifdef MIA_WIDE
mia__json_scan_value_wide(struct cursor *c, size_t *at)
#else
mia__json_scan_value(struct cursor *c, size_t *at)
#endif
{
	struct json_framing *j = c->j;

#if defined(MIA_WITH_WIDE) && !defined(MIA_WIDE)
	if (has_wide())
		return mia__json_scan_value_wide(c, at);
#endif

	while (skip_plain(c), c->pos < c->batch->len) {
		size_t n = c->batch->len - c->pos < SCAN_WIDTH ? c->batch->len - c->pos : SCAN_WIDTH;
		uint64_t low = scan_low(n);
		struct scan s = scan_load(c->batch->buf + c->pos);
		uint64_t backslashes = scan_equal(&s, '\\') & low;
		bool escaped = j->escaped;
		uint64_t masked = backslashes || escaped ? escaped_bytes(backslashes, &escaped, n) : 0;
		uint64_t inside =
			scan_parity(scan_equal(&s, '"') & low & ~masked) ^ (j->in_quote ? ~UINT64_C(0) : 0);
		uint64_t feeds = scan_equal(&s, c->f->feed) & low;
		uint64_t brackets = scan_brackets(&s) & low & ~inside;
		uint64_t stop = feeds & inside;
		struct json_open open = j->open;
		uint64_t before = stop ? scan_low(scan_first(stop)) : low;

		if (brackets) {
			for (uint64_t m = brackets & before; m; m &= m - 1) {
				unsigned i = scan_first(m);
				bool fits = count_bracket(&open, c->batch->buf[c->pos + i]);
				if (fits && open.depth > 0)
					continue;
				*at = c->pos + i;
				if ((feeds & scan_low(i)) &&
					check_lines(c, feeds & scan_low(i) & ~inside, at) == BROKEN)
					return BROKEN;
				if (!fits)
					c->why = "a bracket closes what it did not open";
				return fits ? DONE : BROKEN;
			}
		}
		if (feeds) {
			enum verdict v = check_lines(c, feeds & before & ~inside, at);
			if (v != DONE)
				return v;
		}
		if (stop) {
			*at = c->pos + scan_first(stop);
			c->why = "a line break inside a string";
			return BROKEN;
		}
		j->open = open;
		j->escaped = escaped;
		j->in_quote = inside >> (n - 1) & 1;
		c->pos += n;
	}
	return MORE;
}

#ifndef MIA_WIDE
enum verdict
mia__json_scan_string(struct cursor *c, size_t *at)
{
	struct json_framing *j = c->j;

	for (; c->pos < c->batch->len; c->pos++) {
		char ch = c->batch->buf[c->pos];
		*at = c->pos;
		if (ch == c->f->feed) {
			c->why = "a line break inside a string";
			return BROKEN;
		}
		if (j->escaped)
			j->escaped = false;
		else if (ch == '\\')
			j->escaped = true;
		else if (ch == '"' && j->in_quote)
			return DONE;
		else if (ch == '"')
			j->in_quote = true;
	}
	return MORE;
}
#endif
