/* The findings as a whole, and the passes that make their rows. Private. */
#ifndef MIA_FINDINGS_FINDINGS_H
#define MIA_FINDINGS_FINDINGS_H

#include "base/arena.h"
#include "findings/blindness.h"
#include "findings/placed.h"

struct listed_row {
	size_t listed;                   /* place on the list */
	const struct inventory_run *run; /* or NULL */
	struct mia_message message;
};

struct mia_findings {
	struct mia_allocator a;
	const struct mia_exposure *exposure;
	struct finding_view view;
	/* What the view's arrays point to. */
	const struct mia_mailbox_exposure **exposed;
	const struct mia_coverage_mailbox **covered;
	const struct mia_span **spans;
	const struct mia_forwarding **forwardings;
	const struct mia_inventory_item **items;
	const struct mia_inventory_folder **statistics;
	struct finding_folder *folders;
	size_t exposed_cap, covered_cap, span_cap, forwarding_cap, item_cap, statistic_cap, folder_cap;
	struct arena kept;
	struct finding_boxes boxes;
	struct finding_spans blind_spans;
	struct placed placed;
	struct mia_mailbox_finding *mailboxes;
	size_t mailbox_cap;
	struct mia_texts caveats; /* of all mailboxes */
	uint32_t *extras;         /* runs that only the inventory names, in order */
	size_t extra_count, extra_cap;
	uint32_t *unnamed_folders; /* statistics of folders that no row has */
	size_t unnamed_folder_count, unnamed_folder_cap;
	uint32_t *statistics_boxes;
	size_t statistics_cap;
	struct places counted; /* statistics by how many items they count */
	struct listed_row *listed;
	size_t listed_count, listed_cap;
	struct mia_findings_sums sums;
};

/* The language of its sentences. */
enum mia_language mia__findings_language(const struct mia_findings *f);

/* What the inventory adds to a row of the log. */
void mia__finding_messages_enrich(const struct mia_findings *f, struct mia_message *row,
	const struct inventory_run *run, uint32_t box);
/* The rows of the log and those of the inventory, without regard to a list. */
enum mia_status mia__finding_messages_begin(struct mia_finding_messages **ret, const struct mia_findings *f,
	struct mia_error *err);
/* How many rows the cursors have, where one may begin at any of them; else 0. */
size_t mia__finding_messages_count(const struct mia_findings *f);
/* Rows start to end - 1 alone, of a new cursor where they are counted. */
void mia__finding_messages_limit(struct mia_finding_messages *m, size_t start, size_t end);
/* Of a new cursor of which only mailbox and level of each row are looked at: the
 * rest need not be put together, where the log alone tells. */
void mia__finding_messages_brief(struct mia_finding_messages *m);
/* What the inventory says of the row that was handed out last; or NULL. */
const struct inventory_run *mia__finding_messages_run(const struct mia_finding_messages *m);
/* Over a view that is filled but for its folders; mia_findings_new fills it
 * from the getters. The view's arrays are borrowed. */
enum mia_status mia__findings_over(struct mia_findings **ret, const struct mia_allocator *allocator,
	const struct mia_exposure *exposure, const struct finding_view *view, struct mia_error *err);
/* The folders of the log, for the view. */
enum mia_status mia__findings_take_folders(struct mia_findings *f, struct mia_error *err);
/* Where folder statistics belong, and which of them have no row. */
bool mia__findings_take_statistics(struct mia_findings *f);
/* Copies the texts of a list. */
bool mia__finding_keep_texts(struct arena *kept, struct mia_texts *texts);
/* What holds for all mailboxes, and the short form of their sentences. */
bool mia__findings_common(struct mia_findings *f);
/* Counts, marks what the log names, orders the rest. */
enum mia_status mia__findings_count(struct mia_findings *f, struct mia_error *err);
/* With a list: the rows. */
enum mia_status mia__findings_list(struct mia_findings *f, struct mia_error *err);

#endif
