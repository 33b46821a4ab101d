/* Which characters are hidden or obey no reader, and how a terminal, JSON and CSV show them. */
#include <mia/format.h>

#include "base/text.h"
#include "base/utf8.h"
#include "format/code_width.h"
#include "format/safe.h"

/* Unicode 15: Cc, Cf, Zl, Zp, and Default_Ignorable_Code_Point. */
static const struct code_range hidden[] = {
	{ 0x0000, 0x001f },
	{ 0x007f, 0x009f },
	{ 0x00ad, 0x00ad },
	{ 0x034f, 0x034f },
	{ 0x0600, 0x0605 },
	{ 0x061c, 0x061c },
	{ 0x06dd, 0x06dd },
	{ 0x070f, 0x070f },
	{ 0x0890, 0x0891 },
	{ 0x08e2, 0x08e2 },
	{ 0x115f, 0x1160 },
	{ 0x17b4, 0x17b5 },
	{ 0x180b, 0x180f },
	{ 0x200b, 0x200f },
	{ 0x2028, 0x202e },
	{ 0x2060, 0x206f },
	{ 0x3164, 0x3164 },
	{ 0xfe00, 0xfe0f },
	{ 0xfeff, 0xfeff },
	{ 0xffa0, 0xffa0 },
	{ 0xfff0, 0xfffb },
	{ 0xfffe, 0xffff },
	{ 0x110bd, 0x110bd },
	{ 0x110cd, 0x110cd },
	{ 0x13430, 0x1343f },
	{ 0x1bca0, 0x1bca3 },
	{ 0x1d173, 0x1d17a },
	{ 0xe0000, 0xe0fff },
};

bool
mia__safe_is_hidden(uint32_t code_point)
{
	return code_point < 0x7f ? code_point < 0x20
				 : code_in_ranges(hidden, sizeof(hidden) / sizeof(*hidden), code_point);
}

/* Unicode 15: Zs but the blank itself, and the Braille pattern without dots. */
bool
mia__safe_is_blank(uint32_t code_point)
{
	return code_point == 0xa0 || code_point == 0x1680 || (code_point >= 0x2000 && code_point <= 0x200a) ||
		code_point == 0x202f || code_point == 0x205f || code_point == 0x2800 || code_point == 0x3000;
}

static bool
is_marked(uint32_t code_point)
{
	return mia__safe_is_hidden(code_point) || mia__safe_is_blank(code_point);
}

bool
mia__safe_is_french(struct mia_text text, size_t at)
{
	const char *next = text.ptr + at + 2;

	if (at >= 2 && memcmp(text.ptr + at - 2, "\xc2\xab", 2) == 0)
		return true;
	if (text.len - at < 3)
		return false;
	return memchr(";:?!%0123456789", *next, 15) != NULL ||
		(text.len - at >= 4 && memcmp(next, "\xc2\xbb", 2) == 0);
}

static const char digits_lower[] = "0123456789abcdef";
static const char digits_upper[] = "0123456789ABCDEF";

static size_t
escape_byte(unsigned char byte, char *out)
{
	out[0] = '\\';
	out[1] = 'x';
	out[2] = digits_lower[byte >> 4];
	out[3] = digits_lower[byte & 15];
	return 4;
}

static size_t
escape_code_point(uint32_t code_point, char *out)
{
	size_t n = 0;
	int shift = 20;

	out[n++] = '\\';
	out[n++] = 'u';
	out[n++] = '{';
	while (shift > 0 && code_point >> shift == 0)
		shift -= 4;
	for (; shift >= 0; shift -= 4)
		out[n++] = digits_lower[(code_point >> shift) & 15];
	out[n++] = '}';
	return n;
}

static bool
is_lower_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

static bool
must_go(uint32_t code_point, safe_also *also)
{
	return mia__safe_is_hidden(code_point) || (also && also(code_point));
}

/*
 * A backslash is doubled only where it could be taken for the beginning of an
 * escape, or stands before one: folder paths begin with it and stay readable.
 */
static bool
looks_like_escape(const char *s, size_t size, safe_also *also)
{
	uint32_t code_point;
	size_t n = 0;

	while (n < size && s[n] == '\\')
		n++;
	if (n == size)
		return false;
	if (size - n >= 3 && s[n] == 'x' && is_lower_hex(s[n + 1]) && is_lower_hex(s[n + 2]))
		return true;
	if (size - n >= 2 && s[n] == 'u' && s[n + 1] == '{')
		return true;
	return mia__utf8_decode(s + n, size - n, &code_point) == 0 || must_go(code_point, also);
}

static void
unit_without(const char *s, size_t size, safe_also *also, struct safe_unit *ret)
{
	uint32_t code_point = 0;
	size_t taken = mia__utf8_decode(s, size, &code_point);
	size_t len;

	ret->taken = (unsigned char)(taken ? taken : 1);
	if (taken == 0 || (taken == 1 && must_go(code_point, also))) {
		len = escape_byte((unsigned char)*s, ret->text);
	} else if (must_go(code_point, also)) {
		/* Not \x: U+009B and the stray byte 9B must stay different. */
		len = escape_code_point(code_point, ret->text);
	} else if (code_point == '\\' && looks_like_escape(s, size, also)) {
		ret->text[0] = ret->text[1] = '\\';
		len = 2;
	} else {
		memcpy(ret->text, s, taken);
		ret->len = (unsigned char)taken;
		ret->width = (unsigned char)(taken > 1 ? mia__code_width(code_point) : 1);
		return;
	}
	ret->len = (unsigned char)len;
	ret->width = (unsigned char)len;
}

void
mia__safe_terminal_unit(const char *s, size_t size, struct safe_unit *ret)
{
	unit_without(s, size, mia__safe_is_blank, ret);
}

void
mia__safe_prose_unit(struct mia_text text, size_t at, struct safe_unit *ret)
{
	if (text.len - at >= 2 && memcmp(text.ptr + at, "\xc2\xa0", 2) == 0 && mia__safe_is_french(text, at))
		*ret = (struct safe_unit){ .text = "\xc2\xa0", .len = 2, .width = 1, .taken = 2 };
	else
		mia__safe_terminal_unit(text.ptr + at, text.len - at, ret);
}

bool
mia__safe_without(struct sink *sink, struct mia_text text, safe_also *also)
{
	struct safe_unit unit;
	bool changed = false;

	for (size_t i = 0; i < text.len; i += unit.taken) {
		unit_without(text.ptr + i, text.len - i, also, &unit);
		changed |= unit.len != unit.taken;
		mia__sink_add(sink, unit.text, unit.len);
	}
	return changed;
}

/* A byte that is no UTF-8, written as mia__utf8_repair does. */
static size_t
repair_byte(unsigned char byte, char *out)
{
	memcpy(out, "\xef\xbf\xbd", 3);
	out[3] = digits_upper[byte >> 4];
	out[4] = digits_upper[byte & 15];
	return 5;
}

static bool
is_hex(char c)
{
	return is_lower_hex(c) || (c >= 'A' && c <= 'F');
}

/* At a backslash: whether what comes behind it must not. */
static bool
must_not_follow(const char *s, size_t size)
{
	uint32_t code_point = 0;

	if (size == 1 || s[1] == '\\' || s[1] == '|')
		return true;
	if ((s[1] == 'x' && size > 3 && is_hex(s[2]) && is_hex(s[3])) ||
		(s[1] == 'u' && size > 2 && s[2] == '{'))
		return true;
	return mia__utf8_decode(s + 1, size - 1, &code_point) > 0 && is_marked(code_point);
}

static size_t
add_name_unit(struct sink *sink, const char *s, size_t size)
{
	uint32_t code_point = 0;
	size_t n = mia__utf8_decode(s, size, &code_point);
	char out[12];

	if (n == 0)
		mia__sink_add(sink, out, repair_byte((unsigned char)*s, out));
	else if (code_point == '|' || code_point == '%')
		mia__sink_str(sink, code_point == '|' ? "%7C" : "%25");
	else if (is_marked(code_point) || (code_point == '\\' && must_not_follow(s, size)))
		mia__sink_add(sink, out, escape_code_point(code_point, out));
	else
		mia__sink_add(sink, s, n);
	return n ? n : 1;
}

void
mia__safe_name(struct sink *sink, struct mia_text text)
{
	for (size_t i = 0; i < text.len;)
		i += add_name_unit(sink, text.ptr + i, text.len - i);
}

static bool
is_pipe(uint32_t code_point)
{
	return code_point == '|' || mia__safe_is_blank(code_point);
}

void
mia__safe_piped(struct sink *sink, struct mia_text text)
{
	(void)mia__safe_without(sink, text, is_pipe);
}

/* How many bytes at the front need no look at all. */
static size_t
plain_run(const char *s, size_t size)
{
	size_t n = 0;

	while (n < size && s[n] >= 0x20 && s[n] < 0x7f && s[n] != '\\' && s[n] != '"')
		n++;
	return n;
}

enum mia_status
mia_safe_terminal(struct mia_text text, mia_write_fn *write, void *ctx)
{
	struct safe_unit unit;

	for (size_t i = 0; i < text.len;) {
		size_t run = plain_run(text.ptr + i, text.len - i);
		if (run && write(ctx, text.ptr + i, run) != 0)
			return MIA_ERR_SINK;
		i += run;
		if (i == text.len)
			break;
		mia__safe_terminal_unit(text.ptr + i, text.len - i, &unit);
		if (write(ctx, unit.text, unit.len) != 0)
			return MIA_ERR_SINK;
		i += unit.taken;
	}
	return MIA_OK;
}

static int
into_sink(void *ctx, const void *bytes, size_t size)
{
	mia__sink_add(ctx, bytes, size);
	return 0;
}

void
mia__safe_terminal(struct sink *sink, struct mia_text text)
{
	(void)mia_safe_terminal(text, into_sink, sink);
}

static bool
shows_as_is(struct mia_text text)
{
	uint32_t code_point;

	for (size_t i = 0, n; i < text.len; i += n) {
		n = mia__utf8_decode(text.ptr + i, text.len - i, &code_point);
		if (n == 0 || is_marked(code_point))
			return false;
	}
	return true;
}

void
mia__safe_shell(struct sink *sink, struct mia_text word, struct mia_text end)
{
	bool plain = shows_as_is(word);

	/* $'...' (POSIX.1-2024) is the only quoting that can name a control. */
	mia__sink_str(sink, plain ? "'" : "$'");
	for (size_t i = 0; i < word.len; i++) {
		unsigned char c = (unsigned char)word.ptr[i];
		char escape[4];
		if (plain && c == '\'')
			mia__sink_str(sink, "'\\''");
		else if (!plain && (c < 0x20 || c >= 0x7f || c == '\'' || c == '\\'))
			mia__sink_add(sink, escape, escape_byte(c, escape));
		else
			mia__sink_byte(sink, (char)c);
	}
	mia__sink_text(sink, end);
	mia__sink_byte(sink, '\'');
}

/* In double quotes; PowerShell takes the typographic ones for such quotes too. */
static bool
is_more_in_windows(uint32_t code_point)
{
	return is_marked(code_point) || (code_point >= 0x201c && code_point <= 0x201e) || code_point == '"' ||
		code_point == '$' || code_point == '`' || code_point == '%' || code_point == '!';
}

void
mia__safe_windows_shell(struct sink *sink, struct mia_text word, struct mia_text end)
{
	uint32_t code_point;
	size_t backslashes = 0;

	mia__sink_byte(sink, '"');
	for (size_t i = 0, n; i < word.len; i += n) {
		n = mia__utf8_decode(word.ptr + i, word.len - i, &code_point);
		if (n == 0 || is_more_in_windows(code_point))
			mia__sink_byte(sink, '?');
		else
			mia__sink_add(sink, word.ptr + i, n);
		backslashes = n == 1 && code_point == '\\' ? backslashes + 1 : 0;
		n += n == 0;
	}
	/* Before the quote each would have to stand for itself twice. */
	for (; end.len == 0 && backslashes > 0; backslashes--)
		mia__sink_byte(sink, '\\');
	mia__sink_text(sink, end);
	mia__sink_byte(sink, '"');
}

void
mia__safe_csv(struct sink *sink, struct mia_text text)
{
	char repaired[5];

	while (text.len) {
		size_t valid = mia__utf8_valid_prefix(text.ptr, text.len);
		const char *from = text.ptr, *end = text.ptr + valid, *quote;

		while (from < end && (quote = memchr(from, '"', (size_t)(end - from))) != NULL) {
			mia__sink_add(sink, from, (size_t)(quote + 1 - from));
			mia__sink_byte(sink, '"');
			from = quote + 1;
		}
		mia__sink_add(sink, from, (size_t)(end - from));
		if (valid == text.len)
			return;
		mia__sink_add(sink, repaired, repair_byte((unsigned char)*end, repaired));
		text.ptr += valid + 1;
		text.len -= valid + 1;
	}
}

static void
json_escape(struct sink *sink, uint32_t code_unit)
{
	char out[6] = { '\\', 'u' };

	for (int i = 0; i < 4; i++)
		out[2 + i] = digits_lower[(code_unit >> (12 - 4 * i)) & 15];
	mia__sink_add(sink, out, sizeof(out));
}

void
mia__safe_json_inside(struct sink *sink, struct mia_text text)
{
	char repaired[5];
	uint32_t code_point = 0;

	for (size_t i = 0, n; i < text.len; i += n) {
		n = plain_run(text.ptr + i, text.len - i);
		if (n) {
			mia__sink_add(sink, text.ptr + i, n);
			continue;
		}
		n = mia__utf8_decode(text.ptr + i, text.len - i, &code_point);
		if (n == 0) {
			n = 1;
			mia__sink_add(sink, repaired, repair_byte((unsigned char)text.ptr[i], repaired));
		} else if (code_point == '"' || code_point == '\\') {
			mia__sink_byte(sink, '\\');
			mia__sink_byte(sink, (char)code_point);
		} else if (!mia__safe_is_hidden(code_point)) {
			mia__sink_add(sink, text.ptr + i, n);
		} else if (code_point < 0x10000) {
			json_escape(sink, code_point);
		} else {
			json_escape(sink, 0xd800 + ((code_point - 0x10000) >> 10));
			json_escape(sink, 0xdc00 + ((code_point - 0x10000) & 0x3ff));
		}
	}
}

/* The end of what can stand as it is: a NUL, a backslash before "u{", or all. */
static size_t
visible_run(struct mia_text text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c == '\0' ||
			(c == '\\' && text.len - i > 2 && text.ptr[i + 1] == 'u' && text.ptr[i + 2] == '{'))
			return i;
	}
	return text.len;
}

void
mia__safe_json_visible(struct sink *sink, struct mia_text text)
{
	for (size_t run; text.len; text.ptr += run + 1, text.len -= run + 1) {
		run = visible_run(text);
		mia__safe_json_inside(sink, (struct mia_text){ text.ptr, run });
		if (run == text.len)
			return;
		mia__sink_str(sink, text.ptr[run] ? "\\\\u{5c}" : "\\\\u{0}");
	}
}

void
mia__safe_json(struct sink *sink, struct mia_text text)
{
	mia__sink_byte(sink, '"');
	mia__safe_json_inside(sink, text);
	mia__sink_byte(sink, '"');
}
