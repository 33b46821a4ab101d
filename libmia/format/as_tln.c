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

	sink_int(sink, time == MIA_TIME_UNKNOWN ? 0 : time_in(time, MIA_TIME_SECOND));
	sink_str(sink, "|M365|");
	safe_piped(sink, table_text(table, row, "mailbox"));
	sink_byte(sink, '|');
	safe_piped(sink, table_text(table, row, "actor"));
	sink_byte(sink, '|');
	if (time == MIA_TIME_UNKNOWN)
		sink_str(sink, "time not stated; ");
	describe_row(sink, table, row, safe_piped);
	sink_byte(sink, '\n');
}

enum mia_status
as_tln(struct sink *sink, const struct table *table, struct mia_error *err)
{
	return each_moment(sink, table, write_line, err);
}
