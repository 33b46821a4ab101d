/* The reports: how the table of each is made, and how one is written. */
#ifndef MIA_REPORT_REPORT_H
#define MIA_REPORT_REPORT_H

#include <mia/report.h>

#include "format/table.h"

/* The caller's options as this library knows them; MIA_ERR_ARGUMENT where they
 * cannot be used. Only what a report cannot do without (format, write, ctx) may
 * be read from the caller's own after the check. */
enum mia_status mia__report_take(struct mia_report_options *own, const struct mia_report_options *options,
	struct mia_error *err);
enum mia_status mia__report_check(const struct mia_report_options *options, struct mia_error *err);
/* The whole table in the format that the options name. */
enum mia_status mia__report_write(const struct table *table, const struct mia_report_options *options,
	struct mia_error *err);

/* What is done with a table while it lives. */
typedef enum mia_status table_use(void *ctx, const struct table *table, struct mia_error *err);
/* Makes the table of a report and hands it to `use`; what use answers. */
enum mia_status mia__table_of_messages(const struct mia_findings *findings, bool for_people, table_use *use,
	void *ctx, struct mia_error *err);
enum mia_status mia__table_of_folders(const struct mia_findings *findings, table_use *use, void *ctx,
	struct mia_error *err);
enum mia_status mia__table_of_mailboxes(const struct mia_findings *findings, table_use *use, void *ctx,
	struct mia_error *err);
enum mia_status mia__table_of_sessions(const struct mia_sessions *sessions, table_use *use, void *ctx,
	struct mia_error *err);
enum mia_status mia__table_of_coverage(const struct mia_coverage *coverage, bool for_people, table_use *use,
	void *ctx, struct mia_error *err);
enum mia_status mia__table_of_timeline(const struct mia_timeline *timeline, table_use *use, void *ctx,
	struct mia_error *err);
enum mia_status mia__table_of_rejects(const struct mia_reject_list *rejects, table_use *use, void *ctx,
	struct mia_error *err);
enum mia_status mia__table_of_people(const struct mia_subjects *subjects, table_use *use, void *ctx,
	struct mia_error *err);

/* A table_use: mia__report_write with these options. */
struct report_use {
	const struct mia_report_options *options;
};
enum mia_status mia__report_use(void *ctx, const struct table *table, struct mia_error *err);

/* The list of rejects, which a case folder holds. */
enum mia_status mia__report_rejects(const struct mia_reject_list *rejects,
	const struct mia_report_options *options, struct mia_error *err);

#endif
