/*
 * JSONL as Timesketch imports it: message, datetime, timestamp_desc, and
 * timestamp in microseconds. Its importer takes a time without zone for the
 * server's local one and drops a line whose time it cannot read, so each line
 * has a time with its zone, and a row without one is put at 1970 and says so.
 */
#include "base/error.h"
#include "base/text.h"
#include "format/formats.h"
#include "format/safe.h"

static const char *const data_types[MIA_REPORT_COUNT] = {
	[MIA_REPORT_MESSAGES] = "libmia:message",
	[MIA_REPORT_FOLDERS] = "libmia:folder",
	[MIA_REPORT_SESSIONS] = "libmia:session",
	[MIA_REPORT_COVERAGE] = "libmia:coverage",
	[MIA_REPORT_TIMELINE] = "libmia:timeline",
};

static void
write_line(struct sink *sink, const struct table *table, const union cell *row, const struct moment *moment)
{
	mia_time time = moment->time == MIA_TIME_UNKNOWN ? 0 : moment->time;

	mia__sink_str(sink, "{\"message\":\"");
	mia__describe_row(sink, table, row, mia__safe_json_visible);
	mia__sink_str(sink, "\",\"datetime\":\"");
	mia__sink_micro_time(sink, time, "+00:00");
	mia__sink_str(sink, "\",\"timestamp\":");
	mia__sink_int(sink, mia__time_floor(time, MIA_TIME_SECOND / 1000000));
	mia__sink_str(sink, ",\"timestamp_desc\":");
	mia__safe_json(sink, text_of(moment->what));
	mia__sink_str(sink, ",\"data_type\":");
	mia__safe_json(sink, text_of(data_types[table->kind]));
	if (moment->time == MIA_TIME_UNKNOWN)
		mia__sink_str(sink, ",\"time_not_stated\":true");
	mia__as_json_members(sink, ",", table->columns, table->column_count, row, mia__safe_json_visible);
	mia__sink_str(sink, "}\n");
}

static enum mia_status
write_table(struct sink *sink, const struct table *table, const struct format_look *look,
	struct mia_error *err)
{
	(void)look;
	return mia__each_moment(sink, table, write_line, err);
}

const struct format mia__format_timesketch = {
	.name = "timesketch",
	.reports = FORMAT_SUITS(MESSAGES) | FORMAT_SUITS(FOLDERS) | FORMAT_SUITS(SESSIONS) |
		FORMAT_SUITS(COVERAGE) | FORMAT_SUITS(TIMELINE),
	.write = write_table,
};
