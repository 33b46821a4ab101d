/* How a report is written. */
#ifndef MIA_REPORT_REPORT_H
#define MIA_REPORT_REPORT_H

#include "report/tables.h"

/* The caller's options as this library knows them; MIA_ERR_ARGUMENT where they
 * cannot be used. Only what a report cannot do without (format, write, ctx) may
 * be read from the caller's own after the check. */
enum mia_status mia__report_take(struct mia_report_options *own, const struct mia_report_options *options,
	struct mia_error *err);
enum mia_status mia__report_check(const struct mia_report_options *options, struct mia_error *err);
/* The whole table in the format that the options name. */
enum mia_status mia__report_write(const struct table *table, const struct mia_report_options *options,
	struct mia_error *err);
/* The same of a table that was opened for that; it is closed. */
enum mia_status mia__report_write_open(struct open_table *open, const struct mia_report_options *options,
	struct mia_error *err);

#endif
