/*
 * What is left of a record that was cut or broken. yajl has delivered what stands
 * before the fault, so a record whose operation is known is kept with it; of one
 * that is not, the time places the loss.
 */
#include <string.h>

#include "base/text.h"
#include "base/time_text.h"
#include "base/utf8.h"
#include "event/parse.h"
#include "system/machine.h"

/* Damage among columns puts anything into them. */
static bool
is_name(struct mia_text t)
{
	for (size_t i = 0; i < t.len; i++)
		if (t.ptr[i] < ' ' || t.ptr[i] > '~' || strchr("\"\\{}[]", t.ptr[i]))
			return false;
	return t.len > 1 && (*t.ptr | 32) >= 'a' && (*t.ptr | 32) <= 'z';
}

static bool
operation_known(const struct decoder *d)
{
	for (int set = SET_RECORD; set < SET_COUNT; set++)
		if (is_name(d->sets[set].v[SLOT_OPERATION]) || is_name(d->sets[set].v[SLOT_OPERATION_ALT]))
			return true;
	return false;
}

bool
mia__cut_keep(struct decoder *d)
{
	/* A NUL is no cut: whatever wrote it may have written anything. */
	if (d->no_memory || d->too_deep || !operation_known(d) ||
		(d->text.len && memchr(d->text.ptr, 0, d->text.len)))
		return false;
	d->flags |= MIA_FLAG_ITEMS_LOST;
	/* Cut JSON is none; who asks for the JSON is told nothing. */
	d->raw = TEXT_ABSENT;
	return true;
}

/*
 * Limits of cells: Excel 32,767 UTF-16 units (Excel specifications), one less
 * where XlsxWriter and excelize would cut a pair; openpyxl 32,767 code points;
 * LibreOffice 65,535 in CSV and ODS (findings/xlsx-long-cells.sh, measured).
 */
enum { CELL_LEAST = 32766 };

bool
mia__cut_by_spreadsheet(struct mia_text text)
{
	uint64_t units = mia__bytes_source_length(MIA_ENCODING_UTF16LE, text.ptr, text.len) / 2, points = 0;

	for (size_t i = 0; i < text.len; i++)
		points += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
	return units == 32767 || points == 32767 || units == 65535 || points == 65535 ||
		(units == 32766 && units != points);
}

/* "[{" and a quote, in front of what is none of PowerShell's "{Name:Value}". */
bool
mia__cut_is_json(struct mia_text text)
{
	size_t i = 0;

	while (i < text.len && (text.ptr[i] == '[' || text.ptr[i] == '{' || text.ptr[i] == ' '))
		i++;
	return i == text.len || text.ptr[i] == '"' || (i && text.ptr[0] == '[');
}

struct mia_text
mia__cut_list(struct decoder *d, struct mia_text list)
{
	if (list.len < CELL_LEAST || !mia__cut_by_spreadsheet(list))
		return list;
	d->flags |= MIA_FLAG_ITEMS_LOST;
	while (list.len && list.ptr[list.len - 1] != ',')
		list.len--;
	return list;
}

/* How often a key ends so: in JSON, in a string or a cell that holds JSON. Two
 * is enough. */
static unsigned
count_key(struct mia_text text, struct mia_text key)
{
	unsigned count = 0;
	const char *p = text.ptr, *end = p + text.len, *q;

	while (count < 2 && (size_t)(end - p) > key.len &&
		(q = mia__find_bytes(p, (size_t)(end - p), key.ptr, key.len)) != NULL) {
		p = q + key.len;
		count += q > text.ptr && q[-1] == '"' && p < end && (*p == '"' || *p == '\\');
	}
	return count;
}

/* A fault may have swallowed the record behind it, whose time is another. */
bool
mia__cut_holds_one(struct mia_text text)
{
	static const struct mia_text keys[] = { { "Operation", 9 }, { "operation", 9 }, { "Operations", 10 },
		{ "CreationTime", 12 }, { "TimeGenerated", 13 } };
	const char *feed;

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (count_key(text, keys[i]) > 1)
			return false;
	text = text_trim(text);
	feed = text.len ? memchr(text.ptr, '\n', text.len) : NULL;
	/* A line feed in front of what may begin a record, or a row. */
	while (feed) {
		const char *next = feed + 1, *end = text.ptr + text.len;
		if (next < end && *next != ' ' && *next != '\t' && *next != '\n' && *next != '\r' &&
			*next != '}' && *next != ']')
			return false;
		feed = memchr(next, '\n', (size_t)(end - next));
	}
	return true;
}

static mia_time
time_of(const struct decoder *d, enum slot slot)
{
	mia_time time, other;

	for (int set = SET_RECORD; set < SET_COUNT; set++)
		if (d->sets[set].v[slot].len)
			return mia__time_parse_any(d->sets[set].v[slot], &time, &other) == TIME_EXACT
				? time
				: MIA_TIME_UNKNOWN;
	return MIA_TIME_UNKNOWN;
}

/* A platform's time of arrival says nothing of it: TimeGenerated is one, but in
 * a table whose columns are those of the record. */
mia_time
mia__cut_time(const struct decoder *d, struct mia_text text)
{
	mia_time time;

	if (!mia__cut_holds_one(text))
		return MIA_TIME_UNKNOWN;
	time = time_of(d, SLOT_TIME);
	if (time != MIA_TIME_UNKNOWN || !operation_known(d))
		return time;
	time = time_of(d, SLOT_TIME_ENVELOPE);
	return time == MIA_TIME_UNKNOWN ? time_of(d, SLOT_TIME_TABLE) : time;
}
