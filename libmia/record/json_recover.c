/* Which line begins the next JSON record, and which bracket was wrong. */
#include "record/json_recover.h"

#include <string.h>

size_t
mia__json_next_start(const struct framer *f, const struct batch *batch, size_t bad, bool at_end)
{
	const char *buf = batch->buf, *lf;
	size_t line = bad;

	while ((lf = memchr(buf + line, '\n', batch->len - line)) != NULL) {
		size_t p = line = (size_t)(lf - buf) + 1;
		while (p < batch->len && (buf[p] == ' ' || buf[p] == '\t'))
			p++;
		if (p >= batch->len)
			break;
		if (f->of.json.level == 0 && !f->of.json.line_start)
			return line;
		if (buf[p] == '{' && p - line <= f->of.json.column)
			return line;
		if (f->of.json.level > 0 && buf[p] == ']' && p - line <= f->of.json.column)
			return line;
	}
	return at_end ? batch->len : 0;
}

int
mia__json_goes_on(const struct framer *f, const struct batch *batch, size_t end, bool at_end)
{
	const char *buf = batch->buf;
	bool comma = false;
	size_t p = end;

	for (; p < batch->len; p++) {
		if (buf[p] == ',')
			comma = true;
		else if (buf[p] != ' ' && buf[p] != '\t' && buf[p] != '\r' && buf[p] != '\n')
			return buf[p] == '}' || (comma && buf[p] == '"');
		else if (buf[p] == '\n' && !comma)
			return 0;
	}
	return at_end || p - end > f->limit ? 0 : -1;
}

size_t
mia__json_wrong_bracket(const char *buf, size_t start, size_t end)
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
