/*
 * What a copied folder or a forwarding rule makes of the messages that an
 * inventory lists. Microsoft, "Use MailItemsAccessed to investigate
 * compromised accounts": a sync in the intruder's context copied all items of
 * the folder, presumably of the mailbox. Items that came after the last sync
 * were not there to be copied.
 */
#include "findings/placed.h"

struct mia_text
mia__placed_key(const struct mia_inventory_item *item, int *kind)
{
	if (item->internet_message_id.len) {
		*kind = 0;
		return item->internet_message_id;
	}
	*kind = item->item_id.len ? 1 : 2;
	return item->item_id;
}

/* ---- one message ---- */

/* A time that is not known limits nothing. */
static bool
came_by(mia_time received, mia_time last_sync)
{
	return received == MIA_TIME_UNKNOWN || last_sync == MIA_TIME_UNKNOWN || received <= last_sync;
}

/* Where the item lay, among the folders that were copied when or after it came. */
static enum place_match
match_run(const struct finding_view *view, const struct finding_boxes *b, const struct placed *p,
	const struct inventory_run *run, struct mia_texts logged)
{
	enum place_match best = ELSEWHERE;

	/* A time that is not known is the least: it limits nothing. */
	for (size_t i = 0; i < logged.count; i++)
		if (mia__places_match_logged(&b->copied, run->box, logged.ptr[i], run->received))
			return CERTAIN;
	for (size_t i = run->start; i < run->start + run->count && best != CERTAIN; i++) {
		const struct mia_inventory_item *item = view->items[p->order[i]];
		enum place_match match = item->undelivered
			? ELSEWHERE
			: mia__places_match(&b->copied, run->box, item->folder_id, item->folder_path,
				  run->received);
		if (match > best)
			best = match;
	}
	return best;
}

static bool
place_known(const struct finding_view *view, const struct placed *p, const struct inventory_run *run,
	struct mia_texts logged)
{
	for (size_t i = 0; i < logged.count; i++)
		if (place_is_path(logged.ptr[i]))
			return true;
	for (size_t i = run->start; i < run->start + run->count; i++) {
		const struct mia_inventory_item *item = view->items[p->order[i]];
		if (item->folder_id.len || item->folder_path.len)
			return true;
	}
	return false;
}

static mia_basis
by_sync(const struct finding_view *view, const struct finding_boxes *b, const struct placed *p,
	const struct inventory_run *run, struct mia_texts logged)
{
	const struct finding_box *box = &b->boxes[run->box];
	mia_basis basis = 0;

	if (!box->synced)
		return 0;
	if (!place_known(view, p, run, logged) && came_by(run->received, box->last_sync))
		basis = MIA_BASIS_SYNC_FOLDER | MIA_BASIS_INVENTORY_NO_FOLDER;
	enum place_match match = match_run(view, b, p, run, logged);
	if (match != ELSEWHERE)
		basis = MIA_BASIS_SYNC_FOLDER | (match == BY_BARE_NAME ? MIA_BASIS_INVENTORY_NO_FOLDER : 0);
	if (view->asked.sync == MIA_SYNC_MAILBOX && came_by(run->received, box->last_sync))
		basis |= MIA_BASIS_SYNC_CONTEXT;
	if (basis && run->received == MIA_TIME_UNKNOWN)
		basis |= MIA_BASIS_INVENTORY_NO_DATE;
	return basis;
}

/* Only what is known to have come while the rule stood: a message without a
 * date is mostly an old one. */
static bool
forwarded(const struct finding_boxes *b, const struct inventory_run *run)
{
	return run->received != MIA_TIME_UNKNOWN && mia__finding_boxes_forward(b, run->box, run->received);
}

static bool
delivered(const struct finding_view *view, const struct placed *p, const struct inventory_run *run)
{
	for (size_t i = run->start; i < run->start + run->count; i++)
		if (!view->items[p->order[i]]->undelivered)
			return true;
	return false;
}

mia_basis
mia__finding_presumed(const struct finding_view *view, const struct finding_boxes *b, const struct placed *p,
	const struct inventory_run *run, struct mia_texts logged)
{
	if (!delivered(view, p, run))
		return 0;
	return by_sync(view, b, p, run, logged) | (forwarded(b, run) ? MIA_BASIS_FORWARDED : 0);
}

void
mia__placed_release(struct placed *p)
{
	mia__dealloc(&p->a, p->box_of, p->box_cap, sizeof(*p->box_of));
	mia__dealloc(&p->a, p->order, p->order_cap, sizeof(*p->order));
	mia__dealloc(&p->a, p->runs, p->cap, sizeof(*p->runs));
	*p = (struct placed){ .a = p->a };
}
