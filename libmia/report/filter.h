/* A table without the rows that were not asked for: by match, by level. */
#ifndef MIA_REPORT_FILTER_H
#define MIA_REPORT_FILTER_H

#include <mia/report.h>

#include "format/table.h"

struct filtered_table {
	struct table table; /* in the place of inner */
	const struct table *inner;
	unsigned matches, levels; /* as in struct mia_report_options */
	size_t match_column, level_column;
	struct column columns[TABLE_COLUMNS]; /* in the place of those of inner */
};

/* Both 0: table as it is. MIA_ERR_ARGUMENT: it has no column to go by. Nothing is
 * to be freed; inner must outlive it. */
enum mia_status mia__filtered_open(struct filtered_table *ret, const struct table *inner, unsigned matches,
	unsigned levels, struct mia_error *err);

#endif
