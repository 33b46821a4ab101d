/* A walk over one JSON value that judges its form and no more, and the search for the next whole record. */
#include "record/json_shape.h"

#include <string.h>

#include "base/text.h"
#include "record/holders.h"

enum { DEPTH_MOST = 64 };
enum want { VALUE, VALUE_OR_END, KEY, KEY_OR_END, COLON, BEHIND };

struct walk {
	const char *p;
	size_t len, i;
	uint64_t arrays; /* of the open brackets: which are arrays, the innermost lowest */
	unsigned depth;
	enum want want;
	struct json_shape *shape;
};

bool
mia__json_record_key(struct mia_text key)
{
	static const char *const names[] = { "Operation", "CreationTime", "CreationDate", "RecordType",
		"CreatedDateTime", "ActionType", "TimeGenerated", "Timestamp", "@timestamp", "_time" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (text_equal_nocase(key, text_of(names[i])))
			return true;
	return mia__holder_find(key, HOLDS_RECORD, 0) || mia__holder_find(key, HOLDS_HOLDERS, 0) ||
		mia__holder_find(key, HOLDS_EVENT, 0);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Behind a string; 0: no string ends here; -1: it goes on. */
static int
skip_string(struct walk *w)
{
	for (w->i++; w->i < w->len; w->i++) {
		unsigned char c = (unsigned char)w->p[w->i];
		if (c == '"') {
			w->i++;
			return 1;
		}
		if (c < ' ')
			return 0;
		if (c == '\\' && ++w->i < w->len && (unsigned char)w->p[w->i] < ' ')
			return 0;
	}
	return -1;
}

size_t
mia__json_scalar_length(const char *p, size_t len)
{
	size_t n = 0;

	while (n < len &&
		((p[n] >= '0' && p[n] <= '9') || (p[n] >= 'a' && p[n] <= 'z') || p[n] == '-' || p[n] == '+' ||
			p[n] == '.' || p[n] == 'E'))
		n++;
	return n;
}

static int
skip_scalar(struct walk *w)
{
	size_t n = mia__json_scalar_length(w->p + w->i, w->len - w->i);

	w->i += n;
	return w->i == w->len ? -1 : n > 0;
}

static void
close_bracket(struct walk *w)
{
	w->i++;
	w->depth--;
	w->arrays >>= 1;
	w->want = BEHIND;
}

static int
take_value(struct walk *w)
{
	char c = w->p[w->i];
	bool array = c == '[';

	if (w->depth == 1 && w->shape)
		w->shape->members++;
	if (c == '"' || (c != '{' && c != '[')) {
		w->want = BEHIND;
		return c == '"' ? skip_string(w) : skip_scalar(w);
	}
	if (++w->depth > DEPTH_MOST)
		return 0;
	w->arrays = w->arrays << 1 | array;
	w->want = array ? VALUE_OR_END : KEY_OR_END;
	w->i++;
	return 1;
}

static int
take_key(struct walk *w)
{
	size_t start = w->i + 1;
	int r;

	if (w->p[w->i] != '"')
		return 0;
	r = skip_string(w);
	if (r > 0 && w->depth == 1 && w->shape && !w->shape->record)
		w->shape->record = mia__json_record_key((struct mia_text){ w->p + start, w->i - 1 - start });
	w->want = COLON;
	return r;
}

static int
take_behind(struct walk *w)
{
	bool array = w->arrays & 1;
	char c = w->p[w->i];

	if (c == (array ? ']' : '}')) {
		close_bracket(w);
		return 1;
	}
	w->i++;
	w->want = array ? VALUE : KEY;
	return c == ',';
}

static int
take(struct walk *w)
{
	char c = w->p[w->i];

	switch (w->want) {
	case VALUE_OR_END:
		if (c == ']')
			return close_bracket(w), 1;
		return take_value(w);
	case VALUE:
		return take_value(w);
	case KEY_OR_END:
		if (c == '}')
			return close_bracket(w), 1;
		return take_key(w);
	case KEY:
		return take_key(w);
	case COLON:
		w->i++;
		w->want = VALUE;
		return c == ':';
	case BEHIND:
		break;
	}
	return take_behind(w);
}

ptrdiff_t
mia__json_walk(const char *p, size_t len, struct json_shape *shape)
{
	struct walk w = { .p = p, .len = len, .want = VALUE, .shape = shape };

	if (shape)
		*shape = (struct json_shape){ false, 0 };
	do {
		int r = 1;
		if (is_blank(p[w.i]))
			w.i++;
		else
			r = take(&w);
		if (r <= 0)
			return r;
		if (w.depth == 0 && w.want == BEHIND)
			return (ptrdiff_t)w.i;
	} while (w.i < len);
	return -1;
}

int
mia__json_begins_object(const char *p, size_t len)
{
	struct walk w = { .p = p, .len = len, .i = 1, .depth = 1, .want = KEY_OR_END };

	while (w.i < len) {
		int r = 1;
		if (is_blank(p[w.i]))
			w.i++;
		else
			r = take(&w);
		if (r <= 0 || w.want == VALUE || w.want == BEHIND)
			return r;
	}
	return -1;
}

/* Whether a name and a colon stand in front. */
static bool
is_member(const struct json_search *s, size_t at)
{
	size_t before = at;

	while (before > s->from && is_blank(s->buf[before - 1]))
		before--;
	if (before == s->from || s->buf[--before] != ':')
		return false;
	while (before > s->from && is_blank(s->buf[before - 1]))
		before--;
	return before > 0 && s->buf[before - 1] == '"';
}

/* Whether a record may begin here: among rows a row, else no member's value. */
static bool
may_begin(const struct json_search *s, size_t at)
{
	const char *p = s->buf + at;
	size_t left = s->len - at;

	if (s->columns ? *p != '[' : *p == '[')
		return false;
	if (is_member(s, at))
		return false;
	if (*p == '{')
		return left < 2 || p[1] == '"' || is_blank(p[1]);
	return *p == '[' || (left < 4 ? memcmp(p, "\"{\\\"", left) == 0 : memcmp(p, "\"{\\\"", 4) == 0);
}

/* What follows a value: nothing, another one, or the end of an array. -1: it is not there yet. */
static int
may_follow(const struct json_search *s, size_t at)
{
	while (at < s->len && (s->buf[at] == ' ' || s->buf[at] == '\t'))
		at++;
	if (at >= s->len)
		return s->at_end ? 1 : -1;
	return s->buf[at] == ',' || s->buf[at] == ']' || s->buf[at] == '\n' || s->buf[at] == '\r';
}

size_t
mia__json_find_record(const struct json_search *s, uint64_t *work)
{
	for (size_t at = s->from; at < s->to; at++) {
		struct json_shape shape;
		ptrdiff_t n;
		char c = s->buf[at];
		if ((c != '{' && c != '"' && c != '[') || !may_begin(s, at))
			continue;
		n = mia__json_walk(s->buf + at, s->len - at, &shape);
		*work += n > 0 ? (size_t)n : s->len - at;
		if (n < 0 && !s->at_end)
			return SIZE_MAX;
		if (n <= 0 || (c == '[' && shape.members != s->columns))
			continue;
		int r = c == '{' ? shape.record : may_follow(s, at + (size_t)n);
		if (r != 0)
			return r > 0 ? at : SIZE_MAX;
	}
	*work += s->to - s->from;
	return s->to;
}
