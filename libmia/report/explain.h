/* The rows of explain, with the hash of the file that each stands in. */
#ifndef MIA_REPORT_EXPLAIN_H
#define MIA_REPORT_EXPLAIN_H

#include "report/report.h"

struct explain_rows {
	const struct mia_timeline *timeline;
	const struct mia_evidence *evidence;
	size_t at;
	size_t source; /* where the last one was found */
	struct mia_text flags[MIA_FLAG_COUNT];
};
enum mia_status mia__explain_rewind(void *rows, struct mia_error *err);
/* MIA_END after the last. */
enum mia_status mia__explain_row(struct explain_rows *rows, struct mia_timeline_row *ret,
	struct mia_error *err);
/* Absent where the evidence is gone or was not read to its end. */
struct mia_text mia__explain_sha256(struct explain_rows *rows, struct mia_text source);
/* A block of lines a record, in words. */
enum mia_status mia__explain_blocks(struct sink *sink, struct explain_rows *rows,
	const struct mia_report_options *options, struct mia_error *err);

#endif
