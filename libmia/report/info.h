/* What info has to say, as rows; info.c writes them, info_text.c tells them. */
#ifndef MIA_REPORT_INFO_H
#define MIA_REPORT_INFO_H

#include "report/report.h"

/* Those that are not zero, in order of their numbers. */
size_t mia__info_rejects(const uint64_t by[static MIA_REASON_COUNT], struct named_count *ret);
size_t mia__info_flags(const uint64_t by[static MIA_FLAG_COUNT], struct named_count *ret);

/* Each over struct info_rows: mia__info_open. */
extern const struct table mia__info_sources, mia__info_totals, mia__info_operations, mia__info_mailboxes;

enum mia_status mia__info_text(struct sink *sink, struct info_rows *info,
	const struct mia_report_options *options, struct mia_error *err);

#endif
