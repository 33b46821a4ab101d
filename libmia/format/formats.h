/* What the formats for other tools share: which report a table is, and how a
 * row of it reads on a timeline. */
#ifndef MIA_FORMAT_FORMATS_H
#define MIA_FORMAT_FORMATS_H

#include "format/table.h"

/* By the column that only one report has: a table may come through a wrapper
 * that changes cells, columns stay. */
enum mia_report_kind mia__table_kind(const struct table *table);

#define NO_COLUMN SIZE_MAX
size_t mia__table_column(const struct table *table, const char *name);
/* The text of a COLUMN_TEXT by the column's name; absent where there is none. */
struct mia_text mia__table_text(const struct table *table, const union cell *row, const char *name);

/* MIA_ERR_ARGUMENT where the table has no such form. */
enum mia_status mia__formats_check(const struct table *table, enum mia_format format, struct mia_error *err);
/* All of the table; ids want memory and are not written here (mia__as_ids). */
enum mia_status mia__formats_write(struct sink *sink, const struct table *table, enum mia_format format,
	const struct format_look *look, struct mia_error *err);

/* One point in time of a row. */
struct moment {
	mia_time time; /* or unknown: then it is the only one */
	const char *what;
};
#define MOMENTS 4
/* At least one; a last time that is the first is not told twice. */
size_t mia__describe_moments(const struct table *table, const union cell *row, struct moment ret[MOMENTS]);
typedef void write_moment(struct sink *sink, const struct table *table, const union cell *row,
	const struct moment *moment);
/* All rows, a line for each moment. */
enum mia_status mia__each_moment(struct sink *sink, const struct table *table, write_moment *write,
	struct mia_error *err);
/* The row in one line: words of ours, and values of the evidence, each through
 * put. Bind and sync stay two things. */
typedef void put_text(struct sink *sink, struct mia_text text);
void mia__describe_row(struct sink *sink, const struct table *table, const union cell *row, put_text *put);

/* The floor of time divided by unit (in 100 ns). */
int64_t mia__time_floor(mia_time time, int64_t unit);
void mia__sink_int(struct sink *sink, int64_t number);
/* "2026-03-04T09:52:33.000000" and the zone behind it; 1970 for an unknown time. */
void mia__sink_micro_time(struct sink *sink, mia_time time, const char *zone);

/* Whether an internet message id can stand on a line of its own and in a
 * query: not absent, UTF-8, no blank, nothing hidden, no longer than RFC 5322
 * lets a line be. */
bool mia__id_is_plain(struct mia_text id);
/* Whether Graph can be asked for a mailbox of this name: a user principal
 * name (the audit log's MailboxGuid is no id of Graph's) that does not begin
 * with a $, which Graph refuses in a path. */
bool mia__mailbox_is_plain(struct mia_text mailbox);

enum mia_status mia__as_timesketch(struct sink *sink, const struct table *table, struct mia_error *err);
enum mia_status mia__as_ecs(struct sink *sink, const struct table *table, struct mia_error *err);
enum mia_status mia__as_tln(struct sink *sink, const struct table *table, struct mia_error *err);
enum mia_status mia__as_bodyfile(struct sink *sink, const struct table *table, struct mia_error *err);
enum mia_status mia__as_dat(struct sink *sink, const struct table *table, struct mia_error *err);
/* Each id once; a is for what was written already. */
enum mia_status mia__as_ids(struct sink *sink, const struct table *table, const struct mia_allocator *a,
	struct mia_error *err);
enum mia_status mia__as_graph(struct sink *sink, const struct table *table, struct mia_error *err);
enum mia_status mia__as_kql(struct sink *sink, const struct table *table, struct mia_error *err);

#endif
