/* Python's literals as JSON, byte for byte where the two agree. */
#include "event/python_text.h"

#include "base/buf.h"
#include "base/text.h"

bool
mia__python_begins(struct mia_text text)
{
	size_t i = 0;

	text = text_trim(text);
	while (i < text.len && (text.ptr[i] == '[' || text.ptr[i] == '{' || text.ptr[i] == ' '))
		i++;
	return i > 0 && i < text.len && text.ptr[i] == '\'';
}

static bool
is_hex(struct mia_text text, size_t at, size_t n)
{
	if (text.len - at < n)
		return false;
	for (size_t i = at; i < at + n; i++) {
		char c = text.ptr[i];
		if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f') && !(c >= 'A' && c <= 'F'))
			return false;
	}
	return true;
}

/* The escape whose backslash is at `at`; its length, or 0: JSON has no such. */
static size_t
put_escape(struct mia_text text, size_t at, struct buf *out)
{
	char c = at + 1 < text.len ? text.ptr[at + 1] : '\0';

	if (c == '\'') {
		mia__buf_byte(out, '\'');
		return 2;
	}
	if (c != '\0' && strchr("\\\"nrtbf", c)) {
		mia__buf_add(out, text.ptr + at, 2);
		return 2;
	}
	if (c == 'x' && is_hex(text, at + 2, 2)) {
		mia__buf_str(out, "\\u00");
		mia__buf_add(out, text.ptr + at + 2, 2);
		return 4;
	}
	if (c == 'u' && is_hex(text, at + 2, 4)) {
		mia__buf_add(out, text.ptr + at, 6);
		return 6;
	}
	return 0;
}

/* The string whose quote is at `at`; where it ends, or 0. */
static size_t
put_string(struct mia_text text, size_t at, struct buf *out)
{
	char quote = text.ptr[at++];

	mia__buf_byte(out, '"');
	while (at < text.len && text.ptr[at] != quote) {
		if (text.ptr[at] == '\\') {
			size_t n = put_escape(text, at, out);
			if (n == 0)
				return 0;
			at += n;
			continue;
		}
		if (text.ptr[at] == '"')
			mia__buf_byte(out, '\\');
		mia__buf_byte(out, text.ptr[at++]);
	}
	mia__buf_byte(out, '"');
	return at < text.len ? at + 1 : 0;
}

/* A word, or a number as it stands; its length, or 0. */
static size_t
put_word(struct mia_text text, size_t at, struct buf *out)
{
	static const struct {
		struct mia_text python, json;
	} words[] = {
		{ { "True", 4 }, { "true", 4 } },
		{ { "False", 5 }, { "false", 5 } },
		{ { "None", 4 }, { "null", 4 } },
		{ { "nan", 3 }, { "null", 4 } },
	};
	struct mia_text rest = { text.ptr + at, text.len - at };
	size_t n = 0;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (text_starts(rest, words[i].python)) {
			mia__buf_text(out, words[i].json);
			return words[i].python.len;
		}
	while (n < rest.len && rest.ptr[n] != '\0' && strchr("0123456789+-.eE", rest.ptr[n]))
		n++;
	mia__buf_add(out, rest.ptr, n);
	return n;
}

/* *bad_at: where it is no such notation any more; the length of text where it is all of it. */
static void
to_json(struct mia_text text, struct buf *out, size_t *bad_at)
{
	size_t at = 0;

	while (at < text.len) {
		char c = text.ptr[at];
		size_t n = 0;
		*bad_at = at;
		if (c == '\'' || c == '"') {
			size_t end = put_string(text, at, out);
			if (end == 0)
				return;
			at = end;
			continue;
		}
		if (c != '\0' && strchr("{}[]:, \t\r\n", c)) {
			mia__buf_byte(out, c);
			n = 1;
		} else {
			n = put_word(text, at, out);
		}
		if (n == 0)
			return;
		at += n;
	}
	*bad_at = text.len;
}

struct mia_text
mia__python_as_json(struct mia_text text, struct arena *arena, bool *no_memory)
{
	struct mia_text ret = TEXT_ABSENT;
	size_t bad_at = 0;
	struct buf out;

	mia__buf_init(&out, &arena->a);
	to_json(text, &out, &bad_at);
	if (!out.failed && bad_at == text.len)
		ret = mia__arena_text(arena, buf_view(&out));
	*no_memory |= out.failed || (bad_at == text.len && !ret.ptr);
	mia__buf_release(&out);
	return ret;
}

struct mia_text
mia__python_read(struct mia_text text, struct arena *arena, bool *no_memory)
{
	struct mia_text json =
		mia__python_begins(text) ? mia__python_as_json(text, arena, no_memory) : TEXT_ABSENT;

	return json.ptr ? json : text;
}
