/* Which line begins the next JSON record, and which bracket was wrong. */
#include "record/json_recover.h"

#include <string.h>

#include "record/csv.h"
#include "record/json_shape.h"

size_t
mia__json_row_columns(const struct framer *f)
{
	const struct json_framing *j = &f->of.json;

	return j->level > 0 && j->levels[j->level - 1] & JSON_OF_ROWS && j->table ? j->table->column_count
										  : 0;
}

size_t
mia__json_whole_record(struct framer *f, const struct batch *batch, size_t from, size_t to, bool at_end)
{
	struct json_search search = { batch->buf, from, to, batch->len, mia__json_row_columns(f), at_end };

	/* Hostile text must not make this quadratic: what may be spent grows with what was framed. */
	if (f->of.json.work >= 4 * (uint64_t)f->limit + 32 * f->offset)
		return to;
	return mia__json_find_record(&search, &f->of.json.work);
}

size_t
mia__json_resume(struct framer *f, const struct batch *batch, size_t from, size_t bad, bool at_end)
{
	size_t line = mia__json_next_start(f, batch, bad, at_end), to = line ? line : batch->len;
	size_t found = mia__json_whole_record(f, batch, from, to, at_end);

	if (found == SIZE_MAX)
		return 0;
	return found < to ? found : line;
}

size_t
mia__json_next_start(const struct framer *f, const struct batch *batch, size_t bad, bool at_end)
{
	const char *buf = batch->buf, *lf;
	size_t line = bad;

	while ((lf = memchr(buf + line, f->feed, batch->len - line)) != NULL) {
		size_t p = line = (size_t)(lf - buf) + 1;
		while (p < batch->len && (buf[p] == ' ' || buf[p] == '\t'))
			p++;
		if (p >= batch->len)
			break;
		if (f->of.json.level == 0 && !f->of.json.line_start)
			return line;
		if ((buf[p] == '{' || (buf[p] == '[' && mia__json_row_columns(f))) &&
			p - line <= f->of.json.column)
			return line;
		if (f->of.json.level > 0 && buf[p] == ']' && p - line <= f->of.json.column)
			return line;
	}
	return at_end ? batch->len : 0;
}
