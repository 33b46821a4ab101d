/*
 * Where JSON values begin and end: objects one after another, in arrays, in
 * pages such as {"value":[...]}, behind a collector's prefix. Found by
 * counting brackets outside strings; yajl judges each value later. A raw line
 * feed inside a string, or a line that begins the next record before this one
 * has ended, is the sign of a broken record: only that one is lost.
 */
#include <string.h>

#include "record/json_page.h"
#include "record/record.h"
#include "record/scan.h"

enum verdict { MORE, DONE, BROKEN };

struct cursor {
	struct framer *f;
	struct batch *batch;
	size_t pos;
	size_t start; /* of the value under work; 0 when it was carried over */
	bool at_end;
	const char *why; /* it broke */
};

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
next_record_begins(struct framer *f, const struct batch *batch, size_t at, bool at_end)
{
	size_t p = at + 1, column = 0;

	while (p < batch->len && batch->buf[p] == ' ' && column <= f->column)
		p++, column++;
	if (p >= batch->len)
		return at_end ? 0 : -1;
	if (column > f->column)
		return 0;
	if (batch->buf[p] == '"' || batch->buf[p] == '[')
		f->zero_indent = true; /* members as far left as the record */
	return batch->buf[p] == '{' && f->line_start && !f->zero_indent;
}

/* Looks at the structural line feeds of one block. */
static enum verdict
check_lines(struct cursor *c, uint64_t feeds, size_t *bad)
{
	for (; feeds; feeds &= feeds - 1) {
		int r = next_record_begins(c->f, c->batch, c->pos + scan_first(feeds), c->at_end);
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

/* Scans on in an object or array; *at: its last byte, or where it broke. */
static enum verdict
scan_value(struct cursor *c, size_t *at)
{
	struct framer *f = c->f;

	while (c->pos < c->batch->len) {
		size_t n = c->batch->len - c->pos < SCAN_WIDTH ? c->batch->len - c->pos : SCAN_WIDTH;
		uint64_t low = scan_low(n);
		struct scan s = scan_load(c->batch->buf + c->pos);
		uint64_t backslashes = scan_equal(&s, '\\') & low;
		bool escaped = f->escaped;
		uint64_t masked = backslashes || escaped ? escaped_bytes(backslashes, &escaped, n) : 0;
		uint64_t inside =
			scan_parity(scan_equal(&s, '"') & low & ~masked) ^ (f->in_quote ? ~UINT64_C(0) : 0);
		uint64_t feeds = scan_equal(&s, '\n') & low;
		uint64_t opens = scan_equal_or32(&s, '{') & low & ~inside;
		uint64_t closes = scan_equal_or32(&s, '}') & low & ~inside;
		uint64_t stop = feeds & inside;
		unsigned depth = f->depth;
		uint64_t before = stop ? scan_low(scan_first(stop)) : low;

		if (opens | closes) {
			for (uint64_t m = (opens | closes) & before; m; m &= m - 1) {
				unsigned i = scan_first(m);
				depth = opens >> i & 1 ? depth + 1 : depth - 1;
				if (depth == 0) {
					*at = c->pos + i;
					if ((feeds & scan_low(i)) &&
						check_lines(c, feeds & scan_low(i) & ~inside, at) == BROKEN)
						return BROKEN;
					return DONE;
				}
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
		f->depth = depth;
		f->escaped = escaped;
		f->in_quote = inside >> (n - 1) & 1;
		c->pos += n;
	}
	return MORE;
}

/* An element that is itself a string: from its opening quote. */
static enum verdict
scan_string(struct cursor *c, size_t *at)
{
	struct framer *f = c->f;

	for (; c->pos < c->batch->len; c->pos++) {
		char ch = c->batch->buf[c->pos];
		*at = c->pos;
		if (ch == '\n') {
			c->why = "a line break inside a string";
			return BROKEN;
		}
		if (f->escaped)
			f->escaped = false;
		else if (ch == '\\')
			f->escaped = true;
		else if (ch == '"' && f->in_quote)
			return DONE;
		else if (ch == '"')
			f->in_quote = true;
	}
	return MORE;
}

/*
 * Behind the place where a record broke: the line on which the next one (or
 * the end of the array) begins. 0: not in the buffer.
 */
static size_t
next_start(const struct framer *f, const struct batch *batch, size_t bad, bool at_end)
{
	const char *buf = batch->buf, *lf;
	size_t line = bad;

	while ((lf = memchr(buf + line, '\n', batch->len - line)) != NULL) {
		size_t p = line = (size_t)(lf - buf) + 1;
		while (p < batch->len && (buf[p] == ' ' || buf[p] == '\t'))
			p++;
		if (p >= batch->len)
			break;
		if (f->level == 0 && !f->line_start)
			return line;
		if (buf[p] == '{' && p - line <= f->column)
			return line;
		if (f->level > 0 && buf[p] == ']' && p - line <= f->column)
			return line;
	}
	return at_end ? batch->len : 0;
}

/*
 * The value that ends at `end` is followed by what cannot follow one: members,
 * or one more end. 1: so, 0: not so, -1: cannot tell yet.
 */
static int
goes_on(const struct cursor *c, size_t end)
{
	const char *buf = c->batch->buf;
	bool comma = false;
	size_t p = end;

	for (; p < c->batch->len; p++) {
		if (buf[p] == ',')
			comma = true;
		else if (buf[p] != ' ' && buf[p] != '\t' && buf[p] != '\r' && buf[p] != '\n')
			return buf[p] == '}' || (comma && buf[p] == '"');
		else if (buf[p] == '\n' && !comma)
			return 0;
	}
	return c->at_end || p - end > c->f->limit ? 0 : -1;
}

/*
 * Counting brackets does not tell their kinds, so that a record in which an
 * opening one is missing ends too early. The place of the first bracket that
 * closes another kind; `end` if there is none.
 */
static size_t
wrong_bracket(const char *buf, size_t start, size_t end)
{
	uint64_t arrays = 0;
	unsigned depth = 0;
	bool quoted = false;

	for (size_t p = start; p < end; p++) {
		if (buf[p] == '\\')
			p++;
		else if (buf[p] == '"')
			quoted = !quoted;
		else if (!quoted && (buf[p] == '{' || buf[p] == '[')) {
			if (++depth > 64)
				return end;
			arrays = arrays << 1 | (buf[p] == '[');
		} else if (!quoted && (buf[p] == '}' || buf[p] == ']')) {
			if ((arrays & 1) != (buf[p] == ']'))
				return p;
			arrays >>= 1;
			depth--;
		}
	}
	return end;
}

static void
end_value(struct cursor *c, size_t end)
{
	c->f->in_value = c->f->in_string_value = c->f->in_quote = c->f->escaped = false;
	c->f->line_start = false;
	c->pos = end;
}

/* Goes on in a value; false: more bytes are needed. */
static bool
work_value(struct cursor *c)
{
	struct framer *f = c->f;
	size_t at = 0, next;
	enum verdict v = f->in_string_value ? scan_string(c, &at) : scan_value(c, &at);

	if (v == DONE && !f->in_string_value && !f->skipping) {
		int r = goes_on(c, at + 1);
		if (r < 0)
			return false;
		if (r > 0 && (next = wrong_bracket(c->batch->buf, c->start, at + 1)) <= at) {
			at = next;
			c->why = "a bracket closes what it did not open";
			v = BROKEN;
		}
	}
	if (v == DONE) {
		mia__frame_emit(f, c->batch, c->start, at + 1 - c->start, MIA_REASON_NONE, 0, NULL);
		end_value(c, at + 1);
		f->column += 1;
		return true;
	}
	if (v == MORE && !c->at_end) {
		/* Only what was looked at: a line may wait for its beginning. */
		if (c->batch->len - c->start > f->limit && c->pos > c->start) {
			mia__frame_emit_part(f, c->batch, c->start, c->pos - c->start, false);
			c->start = c->pos;
		}
		return false;
	}
	if (v == MORE) {
		mia__frame_emit(f, c->batch, c->start, c->batch->len - c->start, MIA_REASON_CUT,
			c->batch->len - c->start, "the text ends inside this record");
		end_value(c, c->batch->len);
		f->level = 0; /* said once, for the record and the array around it */
		return true;
	}
	next = next_start(f, c->batch, at, c->at_end);
	if (next == 0 && c->batch->len - c->start <= f->limit)
		return false;
	if (next == 0)
		next = c->batch->len;
	at = at < next ? at : next;
	/* The line feed in front of the next record is framing. */
	size_t end = next;
	while (end > c->start && (c->batch->buf[end - 1] == '\n' || c->batch->buf[end - 1] == '\r'))
		end--;
	mia__frame_emit(f, c->batch, c->start, end - c->start, MIA_REASON_BAD_JSON, at - c->start, c->why);
	end_value(c, next);
	f->column = 0;
	f->line_start = true;
	return true;
}

static void
begin_value(struct cursor *c)
{
	struct framer *f = c->f;

	f->in_value = true;
	f->in_string_value = c->batch->buf[c->pos] == '"';
	f->in_quote = f->escaped = f->zero_indent = false;
	f->depth = 0;
	c->start = c->pos;
}

/* A line without a value, or the prefix that a collector put before one. */
static bool
work_prefix(struct cursor *c)
{
	struct framer *f = c->f;
	const char *p = c->batch->buf + c->pos;
	size_t left = c->batch->len - c->pos;
	const char *lf = memchr(p, '\n', left);
	size_t line = lf ? (size_t)(lf - p) : left;
	const char *brace = f->level == 0 ? memchr(p, '{', line) : NULL;

	if (!lf && !brace && !c->at_end && left <= f->limit)
		return false;
	f->line_start = false;
	if (brace) {
		f->column += (size_t)(brace - p);
		c->pos += (size_t)(brace - p);
		begin_value(c);
		return true;
	}
	if (line && p[line - 1] == '\r')
		line--;
	mia__frame_emit(f, c->batch, c->pos, line, MIA_REASON_BAD_JSON, 0, "no JSON value in this line");
	c->pos += line;
	return true;
}

/* null, true, 12: an element, but no record. */
static bool
work_scalar(struct cursor *c)
{
	const char *buf = c->batch->buf;
	size_t p = c->pos;

	while (p < c->batch->len &&
		((buf[p] >= 'a' && buf[p] <= 'z') || (buf[p] >= '0' && buf[p] <= '9') || buf[p] == '-' ||
			buf[p] == '+' || buf[p] == '.' || buf[p] == 'E'))
		p++;
	if (p == c->batch->len && !c->at_end && p - c->pos <= c->f->limit)
		return false;
	if (p == c->pos ||
		!(buf[p] == ',' || buf[p] == ']' || buf[p] == '\n' || buf[p] == '\r' || buf[p] == ' ' ||
			buf[p] == '\t'))
		return work_prefix(c);
	mia__frame_emit(c->f, c->batch, c->pos, p - c->pos, MIA_REASON_NOT_A_RECORD, 0, "no object");
	c->f->line_start = false;
	c->pos = p;
	return true;
}

/* '[': an array of values, or the beginning of a collector's prefix. */
static bool
work_bracket(struct cursor *c)
{
	struct framer *f = c->f;
	size_t p = c->pos + 1;

	while (p < c->batch->len && strchr(" \t\r\n", c->batch->buf[p]) && c->batch->buf[p])
		p++;
	if (p >= c->batch->len && !c->at_end && p - c->pos <= f->limit)
		return false;
	if (p < c->batch->len && !strchr("{[]\"ntf-", c->batch->buf[p]))
		return f->level == 0 ? work_prefix(c) : (begin_value(c), true);
	if (f->level == JSON_LEVELS) {
		begin_value(c); /* yajl will say that it is no record */
		return true;
	}
	f->levels[f->level++] = 'A';
	f->saw_array = true;
	f->line_start = false;
	f->column++;
	c->pos++;
	return true;
}

enum { PAGE_HEAD_KEPT = 4096 };

static bool
work_brace(struct cursor *c)
{
	struct framer *f = c->f;
	unsigned objects = 0;
	ptrdiff_t inside = 0;

	if (f->level < JSON_LEVELS && (f->level == 0 || f->levels[f->level - 1] == 'A'))
		inside = mia__json_page_open(c->batch->buf + c->pos, c->batch->len - c->pos, c->at_end,
			&objects);
	if (inside < 0)
		return false;
	if (inside == 0) {
		begin_value(c);
		return true;
	}
	f->levels[f->level++] = (unsigned char)('0' + objects);
	f->saw_page = true;
	if (f->table && inside <= PAGE_HEAD_KEPT) {
		f->page = mia__arena_text(&f->pages,
			(struct mia_text){ c->batch->buf + c->pos, (size_t)inside });
		f->failed |= !f->page.ptr;
	}
	f->line_start = false;
	f->column = 0;
	c->pos += (size_t)inside;
	return true;
}

/* One step between values; false: more bytes are needed. */
static bool
work_between(struct cursor *c)
{
	struct framer *f = c->f;
	char ch = c->batch->buf[c->pos];

	if (f->in_page_rest) {
		size_t at;
		enum verdict v = scan_value(c, &at);
		if (v == MORE)
			return false;
		f->in_page_rest = false;
		end_value(c, at + 1);
		return true;
	}
	switch (ch) {
	case '\n':
		f->line_start = true;
		f->column = 0;
		c->pos++;
		return true;
	case ' ':
	case '\t':
	case '\r':
	case ',':
	case 0x1e:
		f->column++;
		c->pos++;
		return true;
	case '{':
		return work_brace(c);
	case '[':
		return work_bracket(c);
	case ']':
		if (f->level == 0)
			return work_prefix(c);
		if (f->levels[--f->level] != 'A') {
			f->page = (struct mia_text){ NULL, 0 };
			f->in_page_rest = true;
			f->depth = (unsigned)(f->levels[f->level] - '0');
			f->in_quote = f->escaped = false;
			f->zero_indent = true;
		}
		f->line_start = false;
		c->pos++;
		return true;
	case '"':
		begin_value(c);
		return true;
	default:
		return f->level ? work_scalar(c) : work_prefix(c);
	}
}

size_t
mia__json_frame(struct framer *f, struct batch *batch, bool at_end)
{
	struct cursor c = { f, batch, f->pos, 0, at_end, NULL };

	while (c.pos < batch->len && !f->failed)
		if (!(f->in_value ? work_value(&c) : work_between(&c)))
			break;
	if (at_end && f->in_value && c.pos >= batch->len && !f->failed)
		work_value(&c);
	if (at_end && (f->level > 0 || f->in_page_rest)) {
		f->level = 0;
		f->in_page_rest = false;
		mia__frame_skip(f, batch, batch->len);
		mia__frame_note(f, batch, MIA_REASON_CUT,
			"the text ends inside an array: records may be missing");
	}
	if (f->in_value) {
		f->pos = c.pos - c.start;
		return c.start;
	}
	f->pos = 0;
	return at_end ? batch->len : c.pos;
}
