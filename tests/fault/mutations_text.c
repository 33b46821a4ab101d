/* Changes to the text of a record: blanks, escapes, signs, bytes; and the row of CSV around it. */
#include "mutant_text.h"

#include <stdio.h>

/* Blanks between tokens, at some places or at all. */
void
mutate_blanks(struct mutant *m)
{
	static const char *const blanks[] = { " ", "\n", "\r\n", "\t", "  ", "\n    ", " \v", "\xc2\xa0",
		"" };
	unsigned every = 1 + below(m, 30);
	/* Mostly those that JSON knows, mostly the same ones: as a program prints them. */
	unsigned kind = below(m, below(m, 8) ? 6 : 9);
	bool before = below(m, 2), string = false;

	for (size_t i = 0; i < m->len; i++) {
		char c = m->bytes[i];
		string ^= c == '"' && (i == 0 || m->bytes[i - 1] != '\\');
		if (string || c == '\0' || !strchr("{}[],:", c) || (every > 3 && below(m, every)))
			continue;
		size_t len = strlen(blanks[kind]);
		if (!paste(m, before ? i : i + 1, blanks[kind], len))
			return;
		i += len;
	}
}

/* A letter inside a string as an escape, or an escape of another kind there. */
void
mutate_escape(struct mutant *m)
{
	static const char *const odd[] = { "\\u003c", "\\u003C", "\\ud800", "\\udc00", "\\ud83d\\ude00",
		"\\u0000", "\\u12", "\\x41", "\\", "\\\"", "\\\\", "\\/", "\\n", "\\b", "\\u00e9", "\\ufeff",
		"\\uD83D", "\\U0041" };
	char text[8];
	size_t at = below(m, m->len);

	if (below(m, 3) == 0 && m->len > 0 && (unsigned char)m->bytes[at] >= ' ' && m->bytes[at] != '"' &&
		m->bytes[at] != '\\') {
		int len = snprintf(text, sizeof(text), below(m, 2) ? "\\u%04x" : "\\u%04X",
			(unsigned char)m->bytes[at]);
		replace(m, at, 1, text, (size_t)len);
		return;
	}
	const char *escape = odd[below(m, sizeof(odd) / sizeof(*odd))];
	paste(m, at, escape, strlen(escape));
}

/* Commas, colons and brackets where none belong, or gone. */
void
mutate_structure(struct mutant *m)
{
	static const char *const odd[] = { "{,", ",}", ",,", "{\"a\":1}{", "}{", "]", "[", "\"",
		"::", "{\"a\"}", "{:1", "null", "\"\"", "//", "/**/", "'" };
	size_t at;

	if (!choose(m, "{}[],:"[below(m, 6)], &at))
		return;
	if (below(m, 3) == 0) { /* a sign that looks like it */
		m->bytes[at] = ";,:.|={}[]()<>'`"[below(m, 16)];
		return;
	}
	const char *text = odd[below(m, sizeof(odd) / sizeof(*odd))];
	if (below(m, 3) == 0)
		cut(m, at, 1);
	else
		replace(m, at, below(m, 2), text, strlen(text));
}

/* What stands behind a record, or is missing there. */
void
mutate_end(struct mutant *m)
{
	static const char *const odd[] = { "\"", " ", "\n", ",", "}", "{}", "{", "null", "\"a", "\\", " \"",
		"\x00", "]" };
	const char *text = odd[below(m, sizeof(odd) / sizeof(*odd))];

	if (below(m, 2) == 0)
		paste(m, m->len, text, *text ? strlen(text) : 1);
	else
		m->len -= below(m, m->len < 40 ? m->len : 40);
}

/* The beginning of this record and the end of another. */
void
mutate_splice(struct mutant *m, const char *other, size_t other_len)
{
	size_t at = below(m, m->len), from = below(m, other_len), len = other_len - from;

	if (below(m, 2) && len > 200)
		len = 1 + below(m, 200);
	if (at + len > sizeof(m->bytes))
		return;
	if (below(m, 2)) {
		paste(m, at, other + from, len);
		return;
	}
	memcpy(m->bytes + at, other + from, len);
	if (at + len > m->len || below(m, 2))
		m->len = at + len;
}

void
mutate_bytes(struct mutant *m)
{
	static const char palette[] =
		"\"\"\\\\{}[],,::0123456789eE.-+ntf/u \n\r\tdDiI\x00\x01\x7f\x80\xc3\xa9\xed\xa0\xf4\xff";
	size_t at = below(m, m->len), run = 1 + below(m, below(m, 4) ? 8 : 200), from = below(m, m->len);

	if (m->len < 2)
		return;
	switch (below(m, 7)) {
	case 0:
		m->bytes[at] = palette[below(m, sizeof(palette) - 1)];
		break;
	case 1:
		m->bytes[at] = (char)((unsigned char)m->bytes[at] ^ 1u << below(m, 8));
		break;
	case 2:
		cut(m, at, run < m->len - at ? run : m->len - at);
		break;
	case 3:
		paste(m, at, palette + below(m, sizeof(palette) - 1), 1);
		break;
	case 4: /* doubled */
		if (from + run <= m->len && run < PIECE) {
			char piece[PIECE];
			memcpy(piece, m->bytes + from, run);
			paste(m, below(m, 2) ? from : at, piece, run);
		}
		break;
	case 5:
		m->bytes[at] = (char)below(m, 256);
		break;
	default:
		if (below(m, 4) == 0)
			m->len = at + 1;
	}
}

int
mutate_into_row(struct mutant *m)
{
	static const char head[] = "fc7ad4aa-2278-8b33-137b-b4d5657a4572,2026-03-23T09:10:09.0000000Z,50,"
				   "MailItemsAccessed,mei.dahl@fjordlight.example,\"";
	size_t quotes = 0, len = m->len;

	for (size_t i = 0; i < m->len; i++)
		quotes += m->bytes[i] == '"';
	if (len + quotes + sizeof(head) + 3 > sizeof(m->bytes))
		return 0;
	for (size_t from = len, to = len + quotes; from > 0;) {
		char c = m->bytes[--from];
		m->bytes[--to] = c;
		if (c == '"')
			m->bytes[--to] = c;
	}
	m->len = len + quotes;
	paste(m, 0, head, sizeof(head) - 1);
	return paste(m, m->len, "\",,", 3);
}
