/* How many messages and folders of each mailbox: the rows of the reports, counted. */
#ifndef MIA_REPORT_BY_MAILBOX_H
#define MIA_REPORT_BY_MAILBOX_H

#include <mia/findings.h>

/* Which mailbox of the findings a row is about, by the name that it has;
 * mailbox_count: it cannot be told. */
size_t mia__mailbox_of(const struct mia_findings *findings, struct mia_text mailbox, struct mia_text guid);

struct mailbox_counts {
	uint64_t messages[MIA_LEVEL_COUNT]; /* by enum mia_level */
	uint64_t copied;                    /* folders that a sync in scope copied */
	uint64_t untold;                    /* folders with a sync of which it cannot be told */
};

/* *ret: one for each mailbox of the findings, in their order, and one more for
 * rows of which it cannot be told: the mailbox is not stated, or several share its
 * name. mailbox_count + 1 in all. */
enum mia_status mia__by_mailbox(struct mailbox_counts **ret, const struct mia_allocator *a,
	const struct mia_findings *findings, struct mia_error *err);

#endif
