/*
 * Where JSON values begin and end: objects one after another, in arrays, in
 * pages such as {"value":[...]}, behind a collector's prefix. Found by
 * counting brackets outside strings; yajl judges each value later. A raw line
 * feed inside a string, or a line that begins the next record before this one
 * has ended, is the sign of a broken record: only that one is lost.
 */
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "record/csv.h"
#include "record/json_cursor.h"
#include "record/json_page.h"
#include "record/json_recover.h"
#include "record/json_shape.h"
#include "record/sniff.h"

static void
end_value(struct cursor *c, size_t end)
{
	c->j->in_value = c->j->in_string_value = c->j->in_quote = c->j->escaped = false;
	c->j->line_start = false;
	c->pos = end;
}

/* The value is whole: does what follows it say that it cannot be? -1: cannot tell yet. */
static int
ends_wrong(struct cursor *c, size_t at)
{
	const char *buf = c->batch->buf;
	size_t p = at + 1;

	if (c->f->skipping)
		return 0;
	while (p < c->batch->len && (buf[p] == ' ' || buf[p] == '\t'))
		p++;
	if (p >= c->batch->len && !c->at_end)
		return -1;
	if (p >= c->batch->len || (buf[p] && strchr(",]}\r\n{[\x1e", buf[p])))
		return 0;
	c->why = "a value ends where none may end";
	return c->j->in_string_value ||
		mia__json_walk(buf + c->start, at + 1 - c->start, NULL) != (ptrdiff_t)(at + 1 - c->start);
}

/* The value broke at `at`, or does not end: it is lost, and reading goes on at `next`. */
static void
lose_value(struct cursor *c, size_t at, size_t next)
{
	const char *buf = c->batch->buf;
	size_t end = next;

	at = at < next ? at : next;
	/* The line feed in front of the next record is framing. */
	while (end > c->start && (buf[end - 1] == '\n' || buf[end - 1] == '\r'))
		end--;
	mia__frame_emit(c->f, c->batch, c->start, end - c->start, MIA_REASON_BAD_JSON, at - c->start, c->why);
	end_value(c, next);
	c->j->column = 0;
	c->j->line_start = true;
}

/* More of the value is needed than there is. false: wait for it. */
static bool
work_open_end(struct cursor *c)
{
	struct framer *f = c->f;
	size_t len = c->batch->len, next = len;
	bool too_long = len - c->start > f->limit;

	if (!c->at_end && !too_long)
		return false;
	if (!f->skipping)
		next = mia__json_whole_record(f, c->batch, c->start + 1, len, true);
	if (next < len) {
		c->why = "this record does not end";
		lose_value(c, next, next);
		return true;
	}
	if (c->at_end) {
		mia__frame_emit(f, c->batch, c->start, len - c->start, MIA_REASON_CUT, len - c->start,
			"the text ends inside this record");
		end_value(c, len);
		c->j->level = 0; /* said once, for the record and the array around it */
		return true;
	}
	/* Only what was looked at: a line may wait for its beginning. */
	if (c->pos > c->start) {
		mia__frame_emit_part(f, c->batch, c->start, c->pos - c->start, false);
		c->start = c->pos;
	}
	return false;
}

/* Goes on in a value; false: more bytes are needed. */
static bool
work_value(struct cursor *c)
{
	struct framer *f = c->f;
	struct json_framing *j = c->j;
	size_t at = 0, next;
	enum verdict v = j->in_string_value ? mia__json_scan_string(c, &at) : mia__json_scan_value(c, &at);

	if (v == DONE) {
		int r = ends_wrong(c, at);
		if (r < 0)
			return false;
		if (r > 0)
			v = BROKEN;
	}
	if (v == DONE) {
		struct mia_text whole = { c->batch->buf + c->start, at + 1 - c->start };
		/* What tells of a query names no operation; a record does. */
		if (!j->is_framing || mia__page_look(&f->marks, whole))
			mia__frame_emit(f, c->batch, c->start, at + 1 - c->start, MIA_REASON_NONE, 0, NULL);
		end_value(c, at + 1);
		j->column += 1;
		return true;
	}
	if (v == MORE)
		return work_open_end(c);
	next = mia__json_resume(f, c->batch, c->start + 1, at, c->at_end);
	if (next == 0 && c->batch->len - c->start <= f->limit)
		return false;
	lose_value(c, at, next ? next : c->batch->len);
	return true;
}

static void
begin_value(struct cursor *c)
{
	struct json_framing *j = c->j;
	char first = c->batch->buf[c->pos];

	j->in_value = true;
	j->in_string_value = first == '"';
	j->in_quote = j->escaped = j->zero_indent = j->is_framing = false;
	j->open = (struct json_open){ 0 };
	j->is_row = first == '[' && mia__json_row_columns(c->f);
	c->f->header = j->is_row ? j->table : NULL;
	if (!j->begun)
		j->bare = j->line_start;
	j->begun = true;
	c->start = c->pos;
}

/* The first brace of the line with which an object may begin; `line`: none. */
static size_t
object_in_line(const char *p, size_t line, size_t left)
{
	for (const char *q = p; (q = memchr(q, '{', line - (size_t)(q - p))) != NULL; q++) {
		size_t i = (size_t)(q - p) + 1;
		if (i >= left || (p[i] && strchr("\" \t\r\n}", p[i])))
			return (size_t)(q - p);
	}
	return line;
}

/* What a collector puts in front of a record is text. */
static bool
is_prefix(const struct json_framing *j, struct mia_text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (((unsigned char)text.ptr[i] < ' ' && text.ptr[i] != '\t') || text.ptr[i] == 0x7f)
			return false;
	if (mia__json_names_operation(text))
		return false; /* of a record whose beginning was lost */
	return !j->begun || !j->bare || mia__utf8_valid_prefix(text.ptr, text.len) == text.len;
}

/* Bytes that are no value: to the next record that is whole, or to the end of the line. */
static bool
work_rubbish(struct cursor *c)
{
	struct framer *f = c->f;
	const char *p = c->batch->buf + c->pos;
	size_t left = c->batch->len - c->pos;
	const char *lf = memchr(p, f->feed, left);
	size_t line = lf ? (size_t)(lf - p) : left, end;
	size_t next = mia__json_whole_record(f, c->batch, c->pos + 1, c->pos + line, c->at_end);

	if ((next == SIZE_MAX || (next == c->pos + line && !lf)) && !c->at_end && left <= f->limit)
		return false;
	end = next = next == SIZE_MAX ? c->pos + line : next;
	while (end > c->pos && c->batch->buf[end - 1] == '\r')
		end--;
	c->j->line_start = false;
	mia__frame_emit(f, c->batch, c->pos, end - c->pos, MIA_REASON_BAD_JSON, 0,
		"no JSON value in this line");
	c->pos = next;
	return true;
}

/* A line without a value, or the prefix that a collector put before one. */
static bool
work_prefix(struct cursor *c)
{
	struct json_framing *j = c->j;
	const char *p = c->batch->buf + c->pos;
	size_t left = c->batch->len - c->pos;
	const char *lf = memchr(p, c->f->feed, left);
	size_t line = lf ? (size_t)(lf - p) : left;
	size_t brace = j->level == 0 ? object_in_line(p, line, left) : line;

	if (brace == left && !c->at_end && left <= c->f->limit && j->level == 0)
		return false;
	if (brace + 1 == left && !c->at_end)
		return false;
	if (brace == line || !is_prefix(j, (struct mia_text){ p, brace }))
		return work_rubbish(c);
	j->line_start = false;
	j->column = 0;
	c->pos += brace;
	begin_value(c);
	return true;
}

/* null, true, 12: an element, but no record. */
static bool
work_scalar(struct cursor *c)
{
	const char *buf = c->batch->buf;
	size_t p = c->pos + mia__json_scalar_length(buf + c->pos, c->batch->len - c->pos);

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

/* Behind the blanks from `from` on; false: they may go on behind the buffer. */
static bool
behind_blanks(const struct cursor *c, size_t from, size_t *ret)
{
	const char *buf = c->batch->buf;
	size_t p = from;

	while (p < c->batch->len && (buf[p] == ' ' || buf[p] == '\t' || buf[p] == '\r' || buf[p] == '\n'))
		p++;
	*ret = p;
	return p < c->batch->len || c->at_end || p - from > c->f->limit;
}

/* '[': an array of values, a row, or the beginning of a collector's prefix. */
static bool
work_bracket(struct cursor *c)
{
	struct framer *f = c->f;
	struct json_framing *j = c->j;
	size_t p, left = c->batch->len - c->pos;

	if (!behind_blanks(c, c->pos + 1, &p))
		return false;
	if (mia__json_row_columns(f)) {
		if (p < c->batch->len &&
			(!c->batch->buf[p] || !strchr("\"{[]ntf-0123456789", c->batch->buf[p])))
			return work_prefix(c);
		/* Rubbish in front of a row, or a row that begins with an array. */
		if (p < c->batch->len && c->batch->buf[p] == '[') {
			size_t at = mia__json_whole_record(f, c->batch, c->pos, c->pos + 1, c->at_end);
			if (at == SIZE_MAX && left <= f->limit)
				return false;
			if (at != c->pos)
				return work_prefix(c);
		}
		begin_value(c);
		return true;
	}
	if (p < c->batch->len && !strchr("{[]\"ntf-", c->batch->buf[p])) {
		ptrdiff_t n = j->level ? mia__json_walk(c->batch->buf + c->pos, left, NULL) : 0;
		if (n < 0 && !c->at_end && left <= f->limit)
			return false;
		if (n <= 0)
			return work_prefix(c);
		begin_value(c); /* an element, but no record */
		return true;
	}
	if (j->level == JSON_LEVELS) {
		begin_value(c); /* yajl will say that it is no record */
		return true;
	}
	j->levels[j->level++] = JSON_ARRAY;
	if (f->container == MIA_CONTAINER_JSON)
		f->container = MIA_CONTAINER_JSON_ARRAY;
	j->line_start = false;
	j->column++;
	c->pos++;
	return true;
}

enum { PAGE_HEAD_KEPT = 4096 };

static void
open_page(struct cursor *c, const struct json_page *page)
{
	struct framer *f = c->f;
	struct json_framing *j = c->j;

	j->levels[j->level++] = (unsigned char)(page->objects | (page->of_tables ? JSON_OF_TABLES : 0) |
		(page->of_rows ? JSON_OF_ROWS : 0));
	f->container = MIA_CONTAINER_JSON_PAGE;
	if (mia__page_begin(&f->marks, (struct mia_text){ c->batch->buf + c->pos, page->inside }) &&
		!f->tables)
		mia__frame_emit(f, c->batch, c->pos, page->inside, MIA_REASON_BAD_JSON, 0,
			"a record is open around these records: what it says is lost");
	if (f->tables && page->inside <= PAGE_HEAD_KEPT) {
		f->page =
			mia__arena_text(&f->pages, (struct mia_text){ c->batch->buf + c->pos, page->inside });
		f->failed |= !f->page.ptr;
	}
	j->line_start = false;
	j->column = 0;
	c->pos += page->inside;
}

static bool
work_brace(struct cursor *c)
{
	struct framer *f = c->f;
	struct json_framing *j = c->j;
	int above = j->level ? j->levels[j->level - 1] : JSON_ARRAY;
	struct json_page page = { .inside = 0 };
	size_t left = c->batch->len - c->pos;
	int begins = mia__json_begins_object(c->batch->buf + c->pos, left);

	if (begins < 0 && !c->at_end && left <= f->limit)
		return false;
	if (begins == 0)
		return work_prefix(c);
	/* On a line of its own a page begins also where the end of the one before it was damaged. */
	if (j->level < JSON_LEVELS && (above == JSON_ARRAY || above & JSON_OF_TABLES || j->line_start) &&
		!mia__json_page_open(c->batch->buf + c->pos, c->batch->len - c->pos, c->at_end, &page))
		return false;
	if (page.columns.ptr && (page.of_rows || page.beside) && !mia__json_know_columns(f, page.columns))
		return true;
	if (page.inside && !(page.of_rows && mia__json_tells_of_query(j->table))) {
		j->level -= above != JSON_ARRAY && !(above & JSON_OF_TABLES);
		open_page(c, &page);
		return true;
	}
	begin_value(c);
	j->is_framing = page.beside || page.inside;
	return true;
}

/* ']': behind that of a page its object goes on or ends; else it is rubbish. */
static bool
work_array_end(struct cursor *c)
{
	struct json_framing *j = c->j;
	const char *buf = c->batch->buf;
	size_t p;

	if (!behind_blanks(c, c->pos + 1, &p))
		return false;
	bool of_page = j->level && j->levels[j->level - 1] != JSON_ARRAY && p < c->batch->len;
	bool ends = !of_page || buf[p] == '}' || buf[p] == ',';
	/* Behind the comma the page has another member; a record there says that the bracket is one too many. */
	if (of_page && buf[p] == ',' && !behind_blanks(c, p + 1, &p))
		return false;
	if (j->level == 0 || !ends || (of_page && p < c->batch->len && strchr("{[", buf[p]) && buf[p]))
		return work_prefix(c);
	if (j->levels[--j->level] != JSON_ARRAY) {
		c->f->page = (struct mia_text){ NULL, 0 };
		j->in_page_rest = true;
		j->open = (struct json_open){ .depth = j->levels[j->level] & JSON_OBJECTS };
		j->in_quote = j->escaped = false;
		j->zero_indent = true;
	}
	j->line_start = false;
	c->pos++;
	return true;
}

/* What stands behind the records of a page; as a whole, since it says whether there are more. */
static bool
work_page_rest(struct cursor *c)
{
	struct framer *f = c->f;
	const struct json_framing before = *c->j;
	size_t from = c->pos, at = 0;
	const char *rest = c->batch->buf + from;
	unsigned of = c->j->levels[c->j->level] & (JSON_OF_TABLES | JSON_OF_ROWS);
	enum verdict v = mia__json_scan_value(c, &at);

	if (v == MORE && !c->at_end && c->batch->len - from <= f->limit) {
		*c->j = before;
		c->pos = from;
		return false;
	}
	struct mia_text behind = { rest, (v == MORE ? c->pos : at + 1) - from };
	if (mia__page_look(&f->marks, behind) && !f->tables)
		mia__frame_emit(f, c->batch, from, behind.len, MIA_REASON_BAD_JSON, 0,
			"a record was open around the records before it: what it says is lost");
	if (v == MORE)
		return false;
	f->failed |= !mia__page_end(&f->marks, &f->a, v == DONE && !of);
	c->j->in_page_rest = false;
	end_value(c, at + 1);
	return true;
}

/* One step between values; false: more bytes are needed. */
static bool
work_between(struct cursor *c)
{
	struct framer *f = c->f;
	struct json_framing *j = c->j;
	char ch = c->batch->buf[c->pos];

	if (j->in_page_rest)
		return work_page_rest(c);
	switch (ch) {
	case '\n':
	case '\r':
		j->column++;
		if (ch == f->feed)
			j->line_start = true, j->column = 0;
		c->pos++;
		return true;
	case ' ':
	case '\t':
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
		return work_array_end(c);
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
