/* What info has to say, as rows; info.c writes them, info_text.c tells them. */
#ifndef MIA_REPORT_INFO_H
#define MIA_REPORT_INFO_H

#include "report/report.h"

/* Those that are not zero, in order of their numbers. */
size_t mia__info_rejects(const uint64_t by[static MIA_REASON_COUNT], struct named_count *ret);
size_t mia__info_flags(const uint64_t by[static MIA_FLAG_COUNT], struct named_count *ret);

/* Each over struct info_rows: mia__info_open. */
extern const struct table mia__info_sources, mia__info_totals, mia__info_operations, mia__info_mailboxes;

/* Those of mia__info_mailboxes that have a name. */
extern const struct table mia__info_named_mailboxes;
bool mia__info_is_named(const struct mia_mailbox_sum *sum);

/* "bad-utf8 3, no-time 1\n" behind `before`; of none nothing. */
void mia__info_counts(struct sink *sink, const char *before, const struct named_count *counts, size_t count);
void mia__info_time(struct sink *sink, mia_time time);

/* One screen of text; and all there is to tell. */
enum mia_status mia__info_short(struct sink *sink, struct info_rows *info,
	const struct mia_report_options *options, struct mia_error *err);
enum mia_status mia__info_text(struct sink *sink, struct info_rows *info,
	const struct mia_report_options *options, struct mia_error *err);

#endif
