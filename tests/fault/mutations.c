/*
 * Changes to members of objects, which are found by a scan that knows strings
 * and brackets and nothing else, so that it works on what was damaged before.
 */
#include "mutant_text.h"

#include <stdio.h>

enum { MOST_MEMBERS = 48 };

/* Parts of the text of one object, without the commas between them. */
struct members {
	size_t start[MOST_MEMBERS], end[MOST_MEMBERS];
	unsigned count;
	size_t open, close; /* of its brackets */
};

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
		unsigned size = below(m, 3) ? 20 + below(m, 40) : 35;
		char name[64];
		memset(name, 'k', size);
		snprintf(name + size - 4, 5, "%04x", below(m, below(m, 4) ? 3 : 65536));
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

/* The object of one place in another: its keys mean something else there. */
static void
move_object(struct mutant *m)
{
	struct members found;
	char piece[PIECE];
	size_t at;

	if (!choose(m, '{', &at) || !find_members(m, &found))
		return;
	size_t len = found.close + 1 - found.open;
	if (len >= PIECE || (at >= found.open && at <= found.close))
		return;
	memcpy(piece, m->bytes + found.open, len);
	if (below(m, 2)) { /* beside it */
		piece[len++] = ',';
		paste(m, at, piece, len);
	} else {
		piece[len - 1] = ',';
		replace(m, at, 1, piece, len);
	}
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
		shuffle_members, add_member, add_member, change_value, move_value, move_object, wrap_object,
		mutate_blanks, mutate_escape, change_case, mutate_structure, mutate_end, mutate_bytes };
	unsigned i = below(m, sizeof(changes) / sizeof(*changes) + 1);

	if (i < sizeof(changes) / sizeof(*changes))
		changes[i](m);
	else
		mutate_splice(m, other, other_len);
}
