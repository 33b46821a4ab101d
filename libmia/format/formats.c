#include "format/formats.h"

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "base/utf8.h"
#include "format/safe.h"

#define SUITS(kind) (1u << MIA_REPORT_##kind)
#define EVERY_REPORT \
	(SUITS(MESSAGES) | SUITS(FOLDERS) | SUITS(MAILBOXES) | SUITS(SESSIONS) | SUITS(COVERAGE) | \
		SUITS(TIMELINE) | SUITS(OTHER))

static const struct {
	const char *name;
	unsigned reports;
} formats[] = {
	[MIA_FORMAT_TABLE] = { "table", EVERY_REPORT },
	[MIA_FORMAT_CSV] = { "csv", EVERY_REPORT },
	[MIA_FORMAT_CSV_EXCEL] = { "csv excel", EVERY_REPORT },
	[MIA_FORMAT_JSON] = { "json", EVERY_REPORT },
	[MIA_FORMAT_NDJSON] = { "ndjson", EVERY_REPORT },
	[MIA_FORMAT_TIMESKETCH] = { "timesketch",
		SUITS(MESSAGES) | SUITS(FOLDERS) | SUITS(SESSIONS) | SUITS(COVERAGE) | SUITS(TIMELINE) },
	[MIA_FORMAT_ECS] = { "ecs", SUITS(MESSAGES) | SUITS(TIMELINE) },
	[MIA_FORMAT_TLN] = { "tln", SUITS(TIMELINE) },
	[MIA_FORMAT_BODYFILE] = { "bodyfile", SUITS(TIMELINE) },
	[MIA_FORMAT_DAT] = { "dat", SUITS(MESSAGES) },
	[MIA_FORMAT_IDS] = { "ids", SUITS(MESSAGES) },
	[MIA_FORMAT_GRAPH] = { "graph", SUITS(MESSAGES) },
	[MIA_FORMAT_KQL] = { "kql", SUITS(FOLDERS) },
};
#define FORMATS (sizeof(formats) / sizeof(*formats))

int
mia_format_suits(enum mia_format format, enum mia_report_kind report)
{
	if ((size_t)format >= FORMATS || (unsigned)report > MIA_REPORT_OTHER)
		return 0;
	return formats[format].reports >> report & 1;
}

const char *
mia_format_name(enum mia_format format)
{
	return (size_t)format < FORMATS ? formats[format].name : "";
}

size_t
mia__table_column(const struct table *table, const char *name)
{
	for (size_t i = 0; i < table->column_count; i++)
		if (strcmp(table->columns[i].name, name) == 0)
			return i;
	return NO_COLUMN;
}

struct mia_text
mia__table_text(const struct table *table, const union cell *row, const char *name)
{
	size_t i = mia__table_column(table, name);

	return i != NO_COLUMN && table->columns[i].kind == COLUMN_TEXT ? row[i].text : TEXT_ABSENT;
}

enum mia_report_kind
mia__table_kind(const struct table *table)
{
	static const struct {
		const char *column;
		enum mia_report_kind kind;
	} marks[] = {
		{ "access_count", MIA_REPORT_MESSAGES },
		{ "folder_kql", MIA_REPORT_FOLDERS },
		{ "bind_records", MIA_REPORT_SESSIONS },
		{ "blind", MIA_REPORT_COVERAGE },
		{ "mark", MIA_REPORT_TIMELINE },
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (mia__table_column(table, marks[i].column) != NO_COLUMN)
			return marks[i].kind;
	return MIA_REPORT_OTHER;
}

enum mia_status
mia__formats_check(const struct table *table, enum mia_format format, struct mia_error *err)
{
	if (format > MIA_FORMAT_NDJSON && !mia_format_suits(format, mia__table_kind(table)))
		return mia__fail(err, MIA_ERR_ARGUMENT, "this report cannot be written as %s",
			mia_format_name(format));
	return MIA_OK;
}

enum mia_status
mia__formats_write(struct sink *sink, const struct table *table, enum mia_format format,
	const struct format_look *look, struct mia_error *err)
{
	switch (format) {
	case MIA_FORMAT_CSV:
	case MIA_FORMAT_CSV_EXCEL:
		return mia__as_csv(sink, table, format == MIA_FORMAT_CSV_EXCEL, err);
	case MIA_FORMAT_JSON:
	case MIA_FORMAT_NDJSON:
		return mia__as_json(sink, table, format == MIA_FORMAT_NDJSON, err);
	case MIA_FORMAT_TIMESKETCH:
		return mia__as_timesketch(sink, table, err);
	case MIA_FORMAT_ECS:
		return mia__as_ecs(sink, table, err);
	case MIA_FORMAT_TLN:
		return mia__as_tln(sink, table, err);
	case MIA_FORMAT_BODYFILE:
		return mia__as_bodyfile(sink, table, err);
	case MIA_FORMAT_DAT:
		return mia__as_dat(sink, table, err);
	case MIA_FORMAT_IDS:
		return mia__fail(err, MIA_ERR_STATE, "ids want memory: see ids_use");
	case MIA_FORMAT_GRAPH:
		return mia__as_graph(sink, table, err);
	case MIA_FORMAT_KQL:
		return mia__as_kql(sink, table, err);
	case MIA_FORMAT_TABLE:
		break;
	}
	return mia__as_table(sink, table, look, err);
}

int64_t
mia__time_floor(mia_time time, int64_t unit)
{
	return time / unit - (time % unit < 0);
}

void
mia__sink_int(struct sink *sink, int64_t number)
{
	if (number < 0)
		mia__sink_byte(sink, '-');
	mia__sink_uint(sink, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
}

void
mia__sink_micro_time(struct sink *sink, mia_time time, const char *zone)
{
	char text[MIA_TIME_TEXT], digits[20];
	mia_time known = time == MIA_TIME_UNKNOWN ? 0 : time;
	int64_t second = mia__time_floor(known, MIA_TIME_SECOND);
	size_t len = mia_time_format(second * MIA_TIME_SECOND, text);
	size_t n = mia__number_format((uint64_t)mia__time_floor(known - second * MIA_TIME_SECOND,
					      MIA_TIME_SECOND / 1000000),
		digits);

	/* Without the Z of a whole second. */
	mia__sink_add(sink, text, len - 1);
	mia__sink_byte(sink, '.');
	for (size_t i = n; i < 6; i++)
		mia__sink_byte(sink, '0');
	mia__sink_add(sink, digits, n);
	mia__sink_str(sink, zone);
}

#define ID_MOST 998 /* RFC 5322, 2.1.1 */

bool
mia__id_is_plain(struct mia_text id)
{
	uint32_t code_point;

	if (id.len == 0 || id.len > ID_MOST)
		return false;
	for (size_t i = 0, n; i < id.len; i += n) {
		n = mia__utf8_decode(id.ptr + i, id.len - i, &code_point);
		if (n == 0 || code_point == ' ' || code_point == 0xa0 || mia__safe_is_hidden(code_point))
			return false;
	}
	return true;
}

bool
mia__mailbox_is_plain(struct mia_text mailbox)
{
	return mia__id_is_plain(mailbox) && *mailbox.ptr != '$' &&
		memchr(mailbox.ptr, '@', mailbox.len) != NULL;
}
