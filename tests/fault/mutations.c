/*
 * The changes: some to bytes, some to members of an object, which are found by
 * a scan that knows strings and brackets and nothing else, so that it works on
 * what was damaged before.
 */
#include "mutations.h"

#include "random.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { MOST_MEMBERS = 48, PIECE = 4096 };

/* Parts of the text of one object, without the commas between them. */
struct members {
	size_t start[MOST_MEMBERS], end[MOST_MEMBERS];
	unsigned count;
	size_t open, close; /* of its brackets */
};

static uint32_t
below(struct mutant *m, size_t n)
{
	return n ? random_below(&m->random, (uint32_t)n) : 0;
}

static void
cut(struct mutant *m, size_t at, size_t len)
{
	memmove(m->bytes + at, m->bytes + at + len, m->len - at - len);
	m->len -= len;
}

static bool
paste(struct mutant *m, size_t at, const char *text, size_t len)
{
	if (m->len + len > sizeof(m->bytes))
		return false;
	memmove(m->bytes + at + len, m->bytes + at, m->len - at);
	memcpy(m->bytes + at, text, len);
	m->len += len;
	return true;
}

static void
replace(struct mutant *m, size_t at, size_t len, const char *text, size_t text_len)
{
	if (m->len - len + text_len > sizeof(m->bytes))
		return;
	cut(m, at, len);
	paste(m, at, text, text_len);
}

/* Behind the string whose opening quote stands at `at`. */
static size_t
string_end(const struct mutant *m, size_t at)
{
	for (at++; at < m->len && m->bytes[at] != '"'; at++)
		if (m->bytes[at] == '\\')
			at++;
	return at < m->len ? at + 1 : m->len;
}

/* A bracket, chosen by chance; false: there is none. */
static bool
choose(struct mutant *m, char wanted, size_t *ret)
{
	size_t from = below(m, m->len);

	for (size_t i = 0; i < m->len; i++) {
		size_t at = from + i < m->len ? from + i : from + i - m->len;
		if (m->bytes[at] == wanted) {
			*ret = at;
			return true;
		}
	}
	return false;
}

/* The members of an object, of the outermost one as often as of all others. */
static bool
find_members(struct mutant *m, struct members *ret)
{
	size_t at, start, depth = 0;

	if (below(m, 2) == 0)
		at = 0;
	else if (!choose(m, '{', &at))
		return false;
	ret->count = 0;
	ret->open = at;
	for (start = ++at; at < m->len && ret->count < MOST_MEMBERS;) {
		char c = m->bytes[at];
		if (c == '"') {
			at = string_end(m, at);
			continue;
		}
		if ((c == ',' || c == '}') && depth == 0) {
			ret->start[ret->count] = start;
			ret->end[ret->count++] = at;
			start = at + 1;
			if (c == '}') {
				ret->close = at;
				return true;
			}
		}
		depth += c == '{' || c == '[';
		depth -= depth > 0 && (c == '}' || c == ']');
		at++;
	}
	return false;
}

/* A piece of the text, to paste elsewhere. */
static size_t
copy_member(const struct mutant *m, const struct members *found, unsigned i, char piece[PIECE])
{
	size_t len = found->end[i] - found->start[i];

	if (len == 0 || len >= PIECE)
		return 0;
	memcpy(piece, m->bytes + found->start[i], len);
	return len;
}

/* ---- members ---- */

static void
repeat_member(struct mutant *m)
{
	struct members found;
	char piece[PIECE];

	if (!find_members(m, &found) || found.count == 0)
		return;
	size_t len = copy_member(m, &found, below(m, found.count), piece);
	if (len == 0)
		return;
	piece[len] = ',';
	paste(m, found.start[below(m, found.count)], piece, len + 1);
}

static void
drop_member(struct mutant *m)
{
	struct members found;

	if (!find_members(m, &found) || found.count < 2)
		return;
	unsigned i = below(m, found.count - 1);
	cut(m, found.start[i], found.start[i + 1] - found.start[i]);
}

/* All members in another order. */
static void
shuffle_members(struct mutant *m)
{
	static char text[MUTANT_ROOM];
	struct members found;
	unsigned order[MOST_MEMBERS];
	size_t len = 0;

	if (!find_members(m, &found))
		return;
	for (unsigned i = 0; i < found.count; i++) {
		unsigned j = below(m, i + 1);
		order[i] = order[j];
		order[j] = i;
	}
	for (unsigned i = 0; i < found.count; i++) {
		size_t part = found.end[order[i]] - found.start[order[i]];
		if (i)
			text[len++] = ',';
		memcpy(text + len, m->bytes + found.start[order[i]], part);
		len += part;
	}
	memcpy(m->bytes + found.open + 1, text, len);
}

/* A member of another object of this record, or a made-up one. */
static void
add_member(struct mutant *m)
{
	static const char *const names[] = { "Id", "I", "Ids", "Operation", "OperationX", "Opera",
		"CreationTime", "Folders", "FolderItems", "Path", "Name", "Value", "SessionId", "ClientIP",
		"ClientIPAddress", "MailboxGuid", "AuditData", "RawEventData", "Parameters", "Item",
		"ParentFolder", "id", "OPERATION", "", "\\u0049d", "S\\\\", "\xc3\xa9", "InternetMessageId",
		"SizeInBytes", "Subject" };
	static const char *const values[] = { "1", "-0", "\"x\"", "\"\"", "null", "true", "false", "{}", "[]",
		"{\"Id\":\"a\"}", "[{\"Name\":\"MailAccessType\",\"Value\":\"Sync\"}]",
		"\"{\\\"Id\\\":\\\"a\\\"}\"", "[\"a\"]", "[[]]", "{\"Id\":{\"Id\":1}}",
		"\"\\u003ca@b\\u003e\"", "1e2" };
	struct members found;
	char text[256];
	unsigned kind = below(m, 3);
	int len;

	if (!find_members(m, &found))
		return;
	if (kind == 0) { /* near the longest that is remembered; all but the end the same */
		unsigned size = 20 + below(m, 40);
		char name[64];
		memset(name, 'k', size);
		snprintf(name + size - 4, 5, "%04x", below(m, 65536));
		len = snprintf(text, sizeof(text), "\"%s\":%s", name,
			values[below(m, sizeof(values) / sizeof(*values))]);
	} else {
		const char *name = names[below(m, sizeof(names) / sizeof(*names))];
		len = snprintf(text, sizeof(text), kind == 1 ? "\"%s\":%s" : "\"%s\" : %s", name,
			values[below(m, sizeof(values) / sizeof(*values))]);
	}
	text[len++] = ',';
	paste(m, found.start[below(m, found.count)], text, (size_t)len);
}

/* Behind the key of a member and its colon; 0: it has none. */
static size_t
value_start(const struct mutant *m, size_t start, size_t end)
{
	size_t at = start;

	while (at < end && m->bytes[at] != '"')
		at++;
	at = at < end ? string_end(m, at) : end;
	while (at < end && m->bytes[at] != ':')
		at++;
	return at < end ? at + 1 : 0;
}

/* Another value for a member: a number of an odd look, another type, nesting. */
static void
change_value(struct mutant *m)
{
	static const char *const values[] = { "1e5", "-0", "01", "1.", ".5", "-", "+1", "0x10", "1E+2", "0.0",
		"-1", "123456789012345678", "1234567890123456789", "99999999999999999999",
		"9223372036854775807", "9223372036854775808", "-9223372036854775808", "1.5e-3", "0e", "NaN",
		"nul", "nullx", "tru", "True", "false", "null", "\"\"", "\"a\"", "[]", "{}", "{\"a\":1}",
		"[1,\"b\",{\"c\":[]}]", "\"[]\"", "\"{}\"", "\"\\ud800\"", "\"\\ud83d\\ude00\"",
		"\"\\u0000\"", "\"a\\qb\"", "\"\t\"" };
	struct members found;
	char text[256];
	size_t len;

	if (!find_members(m, &found))
		return;
	unsigned i = below(m, found.count);
	size_t at = value_start(m, found.start[i], found.end[i]);
	if (!at)
		return;
	if (below(m, 8)) {
		len = (size_t)snprintf(text, sizeof(text), "%s",
			values[below(m, sizeof(values) / sizeof(*values))]);
	} else {
		unsigned depth = 1 + below(m, 100);
		memset(text, '[', depth);
		memset(text + depth, ']', depth);
		len = 2 * depth - (below(m, 4) == 0);
	}
	replace(m, at, found.end[i] - at, text, len);
}

/* The value of one member under the key of another. */
static void
move_value(struct mutant *m)
{
	struct members found;
	char piece[PIECE];

	if (!find_members(m, &found))
		return;
	unsigned i = below(m, found.count), j = below(m, found.count);
	size_t from = value_start(m, found.start[i], found.end[i]),
	       to = value_start(m, found.start[j], found.end[j]);
	if (!from || !to || found.end[i] - from >= PIECE)
		return;
	size_t len = found.end[i] - from;
	memcpy(piece, m->bytes + from, len);
	replace(m, to, found.end[j] - to, piece, len);
}

/* The outermost brackets of an object around it once more, as an envelope has them. */
static void
wrap_object(struct mutant *m)
{
	static const char *const heads[] = { "{\"a\":", "{\"AuditData\":", "{\"RawEventData\":", "[",
		"{\"Item\":", "{\"ResultIndex\":1,\"AuditData\":", "{\"Folders\":[" };
	unsigned i = below(m, sizeof(heads) / sizeof(*heads));
	struct members found;

	if (find_members(m, &found) &&
		paste(m, found.close + 1,
			i == 3           ? "]"
				: i == 6 ? "]}"
					 : "}",
			i == 6 ? 2 : 1))
		paste(m, found.open, heads[i], strlen(heads[i]));
}

/* ---- spelling ---- */

/* Blanks between tokens, at some places or at all. */
static void
add_blanks(struct mutant *m)
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
static void
add_escape(struct mutant *m)
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

/* One letter of a key in the other case, or all. */
static void
change_case(struct mutant *m)
{
	struct members found;

	if (!find_members(m, &found))
		return;
	unsigned i = below(m, found.count);
	size_t at = found.start[i];
	while (at < found.end[i] && m->bytes[at] != '"')
		at++;
	if (at >= found.end[i])
		return;
	size_t end = string_end(m, at), only = below(m, 2) ? at + 1 + below(m, end - at) : 0;
	for (; at < end; at++) {
		char c = m->bytes[at], lower = (char)(c | 0x20);
		if (lower >= 'a' && lower <= 'z' && (!only || at == only))
			m->bytes[at] = (char)(c ^ 0x20);
	}
}

/* Commas, colons and brackets where none belong, or gone. */
static void
change_structure(struct mutant *m)
{
	static const char *const odd[] = { "{,", ",}", ",,", "{\"a\":1}{", "}{", "]", "[", "\"",
		"::", "{\"a\"}", "{:1", "null", "\"\"", "//", "/**/", "'" };
	size_t at;

	if (!choose(m, "{}[],:"[below(m, 6)], &at))
		return;
	const char *text = odd[below(m, sizeof(odd) / sizeof(*odd))];
	if (below(m, 3) == 0)
		cut(m, at, 1);
	else
		replace(m, at, below(m, 2), text, strlen(text));
}

/* What stands behind a record, or is missing there. */
static void
change_end(struct mutant *m)
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
static void
splice(struct mutant *m, const char *other, size_t other_len)
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

void
mutate_members(struct mutant *m)
{
	if (below(m, 3))
		shuffle_members(m);
	else
		add_member(m);
}

void
mutate_json(struct mutant *m, const char *other, size_t other_len)
{
	static void (*const changes[])(struct mutant *) = { repeat_member, drop_member, shuffle_members,
		shuffle_members, add_member, add_member, change_value, move_value, wrap_object, add_blanks,
		add_escape, change_case, change_structure, change_end, mutate_bytes };
	unsigned i = below(m, sizeof(changes) / sizeof(*changes) + 1);

	if (i < sizeof(changes) / sizeof(*changes))
		changes[i](m);
	else
		splice(m, other, other_len);
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
