/*
 * Evidence on a page. A browser obeys markup, and bidi marks and what has no
 * width make text look like other text; all of it is shown instead.
 */
#include "base/utf8.h"
#include "format/safe.h"

static const char digits[] = "0123456789ABCDEF";

/* U+27E8 and U+27E9, which no address and no id holds. */
#define OPENING "\xe2\x9f\xa8"
#define CLOSING "\xe2\x9f\xa9"
#define SET_APART "<b class=\"hid\">" OPENING
#define END_APART CLOSING "</b>"

static size_t
token_of_byte(unsigned char byte, char *out)
{
	size_t n = 0;

	out[n++] = '0';
	out[n++] = 'x';
	out[n++] = digits[byte >> 4];
	out[n++] = digits[byte & 15];
	return n;
}

/* At least four digits, as Unicode writes it. */
static size_t
token_of_code_point(uint32_t code_point, char *out)
{
	size_t n = 0;
	int shift = 20;

	out[n++] = 'U';
	out[n++] = '+';
	while (shift > 12 && code_point >> shift == 0)
		shift -= 4;
	for (; shift >= 0; shift -= 4)
		out[n++] = digits[(code_point >> shift) & 15];
	return n;
}

static const char *
reference_of(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

static size_t
plain_run(const char *s, size_t size)
{
	size_t n = 0;

	while (n < size && s[n] >= 0x20 && s[n] < 0x7f && !reference_of(s[n]))
		n++;
	return n;
}

static bool
shown_by_number(struct mia_text text, size_t at, uint32_t code_point, bool prose)
{
	if (mia__safe_is_blank(code_point))
		return !prose || code_point != 0xa0 || !mia__safe_is_french(text, at);
	return mia__safe_is_hidden(code_point);
}

/* before and after set a token apart from a text that only looks like one. */
static void
add_text(struct sink *sink, struct mia_text text, const char *before, const char *after, bool prose)
{
	char token[16];

	for (size_t i = 0; i < text.len;) {
		size_t run = plain_run(text.ptr + i, text.len - i), taken, len;
		uint32_t code_point = 0;
		mia__sink_add(sink, text.ptr + i, run);
		i += run;
		if (i == text.len)
			break;
		taken = mia__utf8_decode(text.ptr + i, text.len - i, &code_point);
		if (taken == 1 && reference_of(text.ptr[i])) {
			mia__sink_str(sink, reference_of(text.ptr[i++]));
			continue;
		}
		if (taken && !shown_by_number(text, i, code_point, prose)) {
			mia__sink_add(sink, text.ptr + i, taken);
			i += taken;
			continue;
		}
		len = taken ? token_of_code_point(code_point, token)
			    : token_of_byte((unsigned char)text.ptr[i], token);
		mia__sink_str(sink, before);
		mia__sink_add(sink, token, len);
		mia__sink_str(sink, after);
		i += taken ? taken : 1;
	}
}

void
mia__safe_html(struct sink *sink, struct mia_text text)
{
	add_text(sink, text, SET_APART, END_APART, false);
}

void
mia__safe_html_plain(struct sink *sink, struct mia_text text)
{
	add_text(sink, text, OPENING, CLOSING, false);
}

void
mia__safe_html_prose(struct sink *sink, struct mia_text text)
{
	add_text(sink, text, SET_APART, END_APART, true);
}

void
mia__safe_html_prose_plain(struct sink *sink, struct mia_text text)
{
	add_text(sink, text, OPENING, CLOSING, true);
}
