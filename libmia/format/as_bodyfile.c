/*
 * The body file of The Sleuth Kit 3: MD5|name|inode|mode_as_string|UID|GID|
 * size|atime|mtime|ctime|crtime. An access to mail is no change of a file, so
 * its time stands as atime alone. mactime (4.11) splits at every pipe and turns
 * %XX into the byte again, so pipe and per cent stand so; controls do not, since
 * mactime would print them, nor as \x1b, which plaso (20260720) turns back, as it
 * does \| and \\. mactime passes over a line whose four times are all 0.
 */
#include "base/error.h"
#include "base/text.h"
#include "format/formats.h"
#include "format/safe.h"

static void
write_line(struct sink *sink, const struct table *table, const union cell *row, const struct moment *moment)
{
	mia_time time = moment->time;
	size_t size = mia__table_column(table, "size_bytes");
	int64_t seconds = time == MIA_TIME_UNKNOWN ? 0 : mia__time_floor(time, MIA_TIME_SECOND);

	mia__sink_str(sink, "0|");
	if (time == MIA_TIME_UNKNOWN)
		mia__sink_str(sink, "time not stated; ");
	mia__describe_row(sink, table, row, mia__safe_name);
	mia__sink_str(sink, "|0|----------|0|0|");
	mia__sink_int(sink, size != NO_COLUMN && row[size].size > 0 ? row[size].size : 0);
	mia__sink_byte(sink, '|');
	mia__sink_int(sink, seconds ? seconds : 1);
	mia__sink_str(sink, "|0|0|0\n");
}

static enum mia_status
write_table(struct sink *sink, const struct table *table, const struct format_look *look,
	struct mia_error *err)
{
	(void)look;
	return mia__each_moment(sink, table, write_line, err);
}

const struct format mia__format_bodyfile = {
	.name = "bodyfile",
	.reports = FORMAT_SUITS(TIMELINE),
	.write = write_table,
};
