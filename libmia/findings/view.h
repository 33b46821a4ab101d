/*
 * The view: what findings are made of. Plain arrays that mia_findings_new fills from
 * the getters of exposure, coverage and inventory, and functions over them
 * that can be tried without any of the three. Private.
 *
 * The messages of the log are not among the arrays: there may be millions, and
 * a row is put together only when a cursor of the exposure comes to it.
 */
#ifndef MIA_FINDINGS_VIEW_H
#define MIA_FINDINGS_VIEW_H

#include <mia/findings.h>

/* A folder that an access in scope names, as the log knows it. */
struct finding_folder {
	struct mia_text mailbox, guid, id;
	struct mia_texts names;
	mia_basis basis;
	mia_time last_sync; /* in scope, else of what the scope cannot tell; or unknown */
	uint32_t box;       /* filled by mia__finding_boxes_take */
};

struct finding_view {
	const struct mia_mailbox_exposure *const *exposed;
	size_t exposed_count;
	const struct mia_coverage_mailbox *const *covered;
	size_t covered_count;
	const struct mia_span *const *spans; /* in the order of the coverage */
	size_t span_count;
	const struct mia_forwarding *const *forwardings;
	size_t forwarding_count;
	struct finding_folder *folders;
	size_t folder_count;
	const struct mia_inventory_item *const *items;
	size_t item_count;
	const struct mia_inventory_folder *const *statistics;
	size_t statistics_count;
	struct mia_coverage_extent extent;
	struct mia_findings_options asked; /* times that are not asked: unknown */
	bool by_someone;                   /* the scope asks who came, not only when and where */
};

#endif
