/* The rows of a report into a table of its name. */
#ifndef MIA_CASEFILE_SQL_ROWS_H
#define MIA_CASEFILE_SQL_ROWS_H

#include "casefile/casefile.h"
#include "report/report.h"

struct rows_into {
	sqlite3 *db;
	const struct mia_allocator *a;
	const char *name;
};
/* A table_use: makes the table, its columns those of the CSV, and fills it. */
enum mia_status mia__sql_rows_use(void *into, const struct table *table, struct mia_error *err);
/* A table_use of the timeline: what an event says once, and what it names. */
enum mia_status mia__sql_rows_use_timeline(void *into, const struct table *table, struct mia_error *err);
/* The rejects, in the order of the evidence. */
enum mia_status mia__sql_rows_write_rejects(const struct rows_into *into,
	const struct mia_reject_list *rejects, struct mia_error *err);

#endif
