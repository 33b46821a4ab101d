/* The rows of a report into a table of its name. */
#ifndef MIA_CASEFILE_SQL_ROWS_H
#define MIA_CASEFILE_SQL_ROWS_H

#include "casefile/casefile.h"
#include "format/table.h"

struct rows_into {
	sqlite3 *db;
	const struct mia_allocator *a;
	const char *name;
};
/* Makes the table, its columns those of the CSV, and fills it. */
enum mia_status mia__sql_rows_write(const struct rows_into *into, const struct table *table,
	struct mia_error *err);
/* The timeline: what an event says once, and what it names. */
enum mia_status mia__sql_rows_write_timeline(const struct rows_into *into, const struct table *table,
	struct mia_error *err);

#endif
