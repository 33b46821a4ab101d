/* TLN, after H. Carvey: Time|Source|Host|User|Description, seconds since 1970.
 * Nothing in a value may look like the next field or the next line. */
#include "base/error.h"
#include "base/text.h"
#include "format/formats.h"
#include "format/safe.h"

static void
write_line(struct sink *sink, const struct table *table, const union cell *row, const struct moment *moment)
{
	mia_time time = moment->time;

	mia__sink_int(sink, time == MIA_TIME_UNKNOWN ? 0 : mia__time_floor(time, MIA_TIME_SECOND));
	mia__sink_str(sink, "|M365|");
	mia__safe_piped(sink, mia__table_text(table, row, "mailbox"));
	mia__sink_byte(sink, '|');
	mia__safe_piped(sink, mia__table_text(table, row, "actor"));
	mia__sink_byte(sink, '|');
	if (time == MIA_TIME_UNKNOWN)
		mia__sink_str(sink, "time not stated; ");
	mia__describe_row(sink, table, row, mia__safe_piped);
	mia__sink_byte(sink, '\n');
}

static enum mia_status
write_table(struct sink *sink, const struct table *table, const struct format_look *look,
	struct mia_error *err)
{
	(void)look;
	return mia__each_moment(sink, table, write_line, err);
}

const struct format mia__format_tln = {
	.name = "tln",
	.reports = FORMAT_SUITS(TIMELINE),
	.write = write_table,
};
