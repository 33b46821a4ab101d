/*
 * Where JSON values begin and end: objects one after another, in arrays, in
 * pages such as {"value":[...]}, behind a collector's prefix. Found by
 * counting brackets outside strings; yajl judges each value later. A raw line
 * feed inside a string, or a line that begins the next record before this one
 * has ended, is the sign of a broken record: only that one is lost.
 */
#include <string.h>

#include "record/framing.h"
#include "record/json_page.h"
#include "record/json_recover.h"
#include "record/scan.h"
#include "record/sniff.h"

enum verdict { MORE, DONE, BROKEN };

struct cursor {
	struct framer *f;
	struct json_framing *j; /* of f */
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
	return batch->buf[p] == '{' && j->line_start && !j->zero_indent;
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

/* Scans on in an object or array; *at: its last byte, or where it broke. */
static enum verdict
scan_value(struct cursor *c, size_t *at)
{
	struct json_framing *j = c->j;

	while (c->pos < c->batch->len) {
		size_t n = c->batch->len - c->pos < SCAN_WIDTH ? c->batch->len - c->pos : SCAN_WIDTH;
		uint64_t low = scan_low(n);
		struct scan s = scan_load(c->batch->buf + c->pos);
		uint64_t backslashes = scan_equal(&s, '\\') & low;
		bool escaped = j->escaped;
		uint64_t masked = backslashes || escaped ? escaped_bytes(backslashes, &escaped, n) : 0;
		uint64_t inside =
			scan_parity(scan_equal(&s, '"') & low & ~masked) ^ (j->in_quote ? ~UINT64_C(0) : 0);
		uint64_t feeds = scan_equal(&s, '\n') & low;
		uint64_t opens = scan_equal_or32(&s, '{') & low & ~inside;
		uint64_t closes = scan_equal_or32(&s, '}') & low & ~inside;
		uint64_t stop = feeds & inside;
		unsigned depth = j->depth;
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
		j->depth = depth;
		j->escaped = escaped;
		j->in_quote = inside >> (n - 1) & 1;
		c->pos += n;
	}
	return MORE;
}

/* An element that is itself a string: from its opening quote. */
static enum verdict
scan_string(struct cursor *c, size_t *at)
{
	struct json_framing *j = c->j;

	for (; c->pos < c->batch->len; c->pos++) {
		char ch = c->batch->buf[c->pos];
		*at = c->pos;
		if (ch == '\n') {
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

static void
end_value(struct cursor *c, size_t end)
{
	c->j->in_value = c->j->in_string_value = c->j->in_quote = c->j->escaped = false;
	c->j->line_start = false;
	c->pos = end;
}

/* Goes on in a value; false: more bytes are needed. */
static bool
work_value(struct cursor *c)
{
	struct framer *f = c->f;
	struct json_framing *j = c->j;
	size_t at = 0, next;
	enum verdict v = j->in_string_value ? scan_string(c, &at) : scan_value(c, &at);

	if (v == DONE && !j->in_string_value && !f->skipping) {
		int r = mia__json_goes_on(f, c->batch, at + 1, c->at_end);
		if (r < 0)
			return false;
		if (r > 0 && (next = mia__json_wrong_bracket(c->batch->buf, c->start, at + 1)) <= at) {
			at = next;
			c->why = "a bracket closes what it did not open";
			v = BROKEN;
		}
	}
	if (v == DONE) {
		mia__frame_emit(f, c->batch, c->start, at + 1 - c->start, MIA_REASON_NONE, 0, NULL);
		end_value(c, at + 1);
		j->column += 1;
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
		j->level = 0; /* said once, for the record and the array around it */
		return true;
	}
	next = mia__json_next_start(f, c->batch, at, c->at_end);
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
	j->column = 0;
	j->line_start = true;
	return true;
}

static void
begin_value(struct cursor *c)
{
	struct json_framing *j = c->j;

	j->in_value = true;
	j->in_string_value = c->batch->buf[c->pos] == '"';
	j->in_quote = j->escaped = j->zero_indent = false;
	j->depth = 0;
	c->start = c->pos;
}

/* A line without a value, or the prefix that a collector put before one. */
static bool
work_prefix(struct cursor *c)
{
	struct framer *f = c->f;
	struct json_framing *j = c->j;
	const char *p = c->batch->buf + c->pos;
	size_t left = c->batch->len - c->pos;
	const char *lf = memchr(p, '\n', left);
	size_t line = lf ? (size_t)(lf - p) : left;
	const char *brace = j->level == 0 ? memchr(p, '{', line) : NULL;

	if (!lf && !brace && !c->at_end && left <= f->limit)
		return false;
	j->line_start = false;
	if (brace) {
		j->column += (size_t)(brace - p);
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
	c->j->line_start = false;
	c->pos = p;
	return true;
}

/* '[': an array of values, or the beginning of a collector's prefix. */
static bool
work_bracket(struct cursor *c)
{
	struct framer *f = c->f;
	struct json_framing *j = c->j;
	size_t p = c->pos + 1;

	while (p < c->batch->len && strchr(" \t\r\n", c->batch->buf[p]) && c->batch->buf[p])
		p++;
	if (p >= c->batch->len && !c->at_end && p - c->pos <= f->limit)
		return false;
	if (p < c->batch->len && !strchr("{[]\"ntf-", c->batch->buf[p]))
		return j->level == 0 ? work_prefix(c) : (begin_value(c), true);
	if (j->level == JSON_LEVELS) {
		begin_value(c); /* yajl will say that it is no record */
		return true;
	}
	j->levels[j->level++] = 'A';
	if (f->container == MIA_CONTAINER_JSON)
		f->container = MIA_CONTAINER_JSON_ARRAY;
	j->line_start = false;
	j->column++;
	c->pos++;
	return true;
}

enum { PAGE_HEAD_KEPT = 4096 };

static bool
work_brace(struct cursor *c)
{
	struct framer *f = c->f;
	struct json_framing *j = c->j;
	unsigned objects = 0;
	ptrdiff_t inside = 0;

	if (j->level < JSON_LEVELS && (j->level == 0 || j->levels[j->level - 1] == 'A'))
		inside = mia__json_page_open(c->batch->buf + c->pos, c->batch->len - c->pos, c->at_end,
			&objects);
	if (inside < 0)
		return false;
	if (inside == 0) {
		begin_value(c);
		return true;
	}
	j->levels[j->level++] = (unsigned char)('0' + objects);
	f->container = MIA_CONTAINER_JSON_PAGE;
	if (f->tables && inside <= PAGE_HEAD_KEPT) {
		f->page = mia__arena_text(&f->pages,
			(struct mia_text){ c->batch->buf + c->pos, (size_t)inside });
		f->failed |= !f->page.ptr;
	}
	j->line_start = false;
	j->column = 0;
	c->pos += (size_t)inside;
	return true;
}

/* One step between values; false: more bytes are needed. */
static bool
work_between(struct cursor *c)
{
	struct framer *f = c->f;
	struct json_framing *j = c->j;
	char ch = c->batch->buf[c->pos];

	if (j->in_page_rest) {
		size_t at;
		enum verdict v = scan_value(c, &at);
		if (v == MORE)
			return false;
		j->in_page_rest = false;
		end_value(c, at + 1);
		return true;
	}
	switch (ch) {
	case '\n':
		j->line_start = true;
		j->column = 0;
		c->pos++;
		return true;
	case ' ':
	case '\t':
	case '\r':
	case ',':
	case 0x1e:
		j->column++;
		c->pos++;
		return true;
	case '{':
		return work_brace(c);
	case '[':
		return work_bracket(c);
	case ']':
		if (j->level == 0)
			return work_prefix(c);
		if (j->levels[--j->level] != 'A') {
			f->page = (struct mia_text){ NULL, 0 };
			j->in_page_rest = true;
			j->depth = (unsigned)(j->levels[j->level] - '0');
			j->in_quote = j->escaped = false;
			j->zero_indent = true;
		}
		j->line_start = false;
		c->pos++;
		return true;
	case '"':
		begin_value(c);
		return true;
	default:
		return j->level ? work_scalar(c) : work_prefix(c);
	}
}

static size_t
frame(struct framer *f, struct batch *batch, bool at_end)
{
	struct json_framing *j = &f->of.json;
	struct cursor c = { f, j, batch, j->pos, 0, at_end, NULL };

	while (c.pos < batch->len && !f->failed)
		if (!(j->in_value ? work_value(&c) : work_between(&c)))
			break;
	if (at_end && j->in_value && c.pos >= batch->len && !f->failed)
		work_value(&c);
	if (at_end && (j->level > 0 || j->in_page_rest)) {
		j->level = 0;
		j->in_page_rest = false;
		mia__frame_skip(f, batch, batch->len);
		mia__frame_note(f, batch, MIA_REASON_CUT,
			"the text ends inside an array: records may be missing");
	}
	if (j->in_value) {
		j->pos = c.pos - c.start;
		return c.start;
	}
	j->pos = 0;
	return at_end ? batch->len : c.pos;
}

static bool
begin(struct framer *f, const struct sniffed *what, struct mia_text head)
{
	(void)what;
	(void)head;
	f->of.json.line_start = true;
	return true;
}

const struct framing mia__framing_json = { "json", false, mia__json_bid, begin, frame };
