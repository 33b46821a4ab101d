/* The inventory beside the log: which of its rows speak of which message, and
 * what is presumed of that. */
#ifndef MIA_FINDINGS_PLACED_H
#define MIA_FINDINGS_PLACED_H

#include "findings/mailbox_map.h"

/* Rows of the inventory that speak of one message of one mailbox. */
struct inventory_run {
	uint32_t start, count; /* in placed.order */
	uint32_t box;
	mia_basis basis;   /* SYNC_FOLDER, SYNC_CONTEXT, FORWARDED, INVENTORY_NO_* */
	mia_time received; /* earliest; or unknown */
	bool named;        /* the log names it */
};
struct placed {
	struct mia_allocator a;
	/* Items in the order of the runs, and the mailbox of each: one that names its mailbox by a
	 * name that several share stands under each of these. */
	uint32_t *order, *box_of;
	size_t order_count, order_cap, box_cap;
	struct inventory_run *runs; /* by box, kind of id, id */
	size_t count, cap;
	uint64_t elsewhere; /* items of mailboxes that are not known */
};
bool mia__placed_make(struct placed *p, const struct mia_allocator *a, const struct finding_view *view,
	struct finding_boxes *b);
void mia__placed_release(struct placed *p);
/* The run of a message that the log names; NULL: the inventory has none. */
struct inventory_run *mia__placed_find(const struct placed *p, const struct finding_view *view, uint32_t box,
	const struct mia_message *message);
/* What the inventory makes of it; `logged`: where the log says that it lay. */
mia_basis mia__finding_presumed(const struct finding_view *view, const struct finding_boxes *b,
	const struct placed *p, const struct inventory_run *run, struct mia_texts logged);
/* By message id, else by item id. */
struct mia_text mia__placed_key(const struct mia_inventory_item *item, int *kind);

#define PRESUMED_BY_SYNC (MIA_BASIS_SYNC_FOLDER | MIA_BASIS_SYNC_CONTEXT)
#define PRESUMED (PRESUMED_BY_SYNC | MIA_BASIS_FORWARDED)

#endif
