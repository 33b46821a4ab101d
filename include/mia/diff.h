/*
 * What changed between two item lists that libmia wrote (CSV exact or excel,
 * JSON, NDJSON; messages or folders), since the facts come in phases (GDPR
 * Art. 33(4)).
 */
#ifndef MIA_DIFF_H
#define MIA_DIFF_H

#include <mia/report.h>

#ifdef __cplusplus
extern "C" {
#endif

struct mia_diff;

/* What became of an item. */
enum mia_change {
	MIA_CHANGE_SAME = 0,
	MIA_CHANGE_ADDED, /* only in the new list */
	MIA_CHANGE_GONE,  /* only in the old list */
	MIA_CHANGE_LEVEL, /* in both, with another level of exposure */
	MIA_CHANGE_BASIS  /* in both, same level, another basis */
};
/* "same", "added", "gone", "level changed", "basis changed". */
MIA_API const char *mia_change_name(enum mia_change change);

/* One item: mailbox and message id (else item id), or mailbox and folder id
 * (else folder). Texts live as long as the difference. */
struct mia_difference {
	enum mia_change change;
	struct mia_text mailbox, internet_message_id, item_id, folder, folder_id;
	struct mia_text old_exposure, new_exposure; /* as written; absent where not listed */
	struct mia_text old_basis, new_basis;
	struct mia_text subject;
};

/*
 * Each evidence holds the one list, not read yet; it is read here, on one
 * thread, and borrowed until this returns. What is handed out never changes: any
 * thread. A list that cannot be read whole is refused, since a difference would
 * be guessed.
 * Returns the usual statuses; MIA_ERR_ARGUMENT: a file is no item list of libmia,
 * was cut, lists an item twice with different levels, or the two are of
 * different kinds; err.text says which;
 * MIA_ERR_STATE: a list was read already;
 * MIA_ERR_LIMIT: more rows than can be compared.
 */
MIA_API enum mia_status mia_diff_new(struct mia_diff **ret, const struct mia_allocator *allocator,
	struct mia_evidence *old_list, struct mia_evidence *new_list, struct mia_error *err);
MIA_API void mia_diff_free(struct mia_diff *diff);
/* Getters, as base.h has them. Order: mailbox, message id, item id, folder,
 * folder id. */
MIA_API size_t mia_diff_count(const struct mia_diff *diff);
MIA_API const struct mia_difference *mia_diff_get(const struct mia_diff *diff, size_t i);
/* How many of one change; 0 for NULL. Any thread. */
MIA_API uint64_t mia_diff_sum(const struct mia_diff *diff, enum mia_change change);
/* A row an item. all == 0: without those that are the same. Returns as a report
 * (report.h). */
MIA_API enum mia_status mia_report_diff(const struct mia_diff *diff, int all,
	const struct mia_report_options *options, struct mia_error *err);

#ifdef __cplusplus
}
#endif

#endif
