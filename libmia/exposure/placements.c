/*
 * Where the log says that the messages on an analyst's list lay, whoever had
 * access to them: a copied folder names no message, so that only this tells a
 * message that was in it from one that was not.
 */
#include "exposure/exposure.h"

#include "base/sort.h"
#include "base/text.h"

/* More folders in one record that is no access than a move has: which of them
 * an item lay in is not taken apart. */
enum { FOLDERS_MOST = 4 };

bool
mia__exposure_canonical_id(struct arena *kept, struct mia_text text, struct mia_text *ret)
{
	struct mia_text canonical;

	if (!mia__message_id_canonical(kept, text, &canonical))
		return false;
	*ret = mia__arena_text(kept, canonical.len ? canonical : TEXT("<>"));
	return ret->ptr != NULL;
}

bool
mia__exposure_want_places(struct mia_exposure *e)
{
	const struct mia_texts *list = e->options.list;
	struct arena kept;
	bool ok = true;

	mia__arena_init(&kept, &e->a);
	for (size_t i = 0; list && ok && i < list->count; i++) {
		struct mia_text id;
		uint32_t number;
		ok = mia__exposure_canonical_id(&kept, list->ptr[i], &id) &&
			mia__intern_add(&e->placements.message_ids, id, &number) &&
			mia__intern_add(&e->placements.item_ids, text_trim(list->ptr[i]), &number);
	}
	mia__arena_release(&kept);
	return ok;
}

static bool
add_place(struct mia_exposure *e, struct exposure_placement place)
{
	struct exposure_placements *p = &e->placements;
	struct exposure_placement *last = p->count ? &p->v[p->count - 1] : NULL;

	if (last && last->listed == place.listed && last->mailbox == place.mailbox &&
		last->folder == place.folder && time_compare(last->first, place.first) <= 0)
		return true;
	if (!mia__grow(&e->a, &p->v, &p->cap, p->count + 1, sizeof(*p->v)))
		return false;
	p->v[p->count++] = place;
	return true;
}

/* A folder whose id was damaged is one that is not known. */
static uint32_t
folder_number(const struct mia_exposure *e, const struct mia_event *event, size_t i)
{
	return mia__text_repaired(event->folders[i].id) ? MIA_NO_FOLDER : e->folder_uses[i].number;
}

static bool
note_item(struct mia_exposure *e, const struct mia_event *event, const struct mia_item *item,
	struct exposure_placement place)
{
	bool access = event->access != MIA_ACCESS_NONE;

	place.folder = MIA_NO_FOLDER;
	if (access || event->folder_count > FOLDERS_MOST || event->folder_count == 0) {
		if (item->folder < event->folder_count && (access || event->folder_count == 1))
			place.folder = folder_number(e, event, item->folder);
		return add_place(e, place);
	}
	/* A move names the folder that an item left and the one it came to. */
	for (size_t i = 0; i < event->folder_count; i++) {
		place.folder = folder_number(e, event, i);
		if (!add_place(e, place))
			return false;
	}
	return true;
}

/* Message ids and item ids have numbers of their own, told apart by parity. */
static uint32_t
number_of(const struct intern *ids, bool items, struct mia_text id)
{
	uint32_t number = id.len ? mia__intern_find(ids, id) : 0;

	return number ? 2 * number + items : 0;
}

bool
mia__exposure_note_places(struct mia_exposure *e, const struct mia_event *event, uint32_t mailbox)
{
	const struct exposure_placements *p = &e->placements;

	for (size_t i = 0; p->message_ids.count > 1 && i < event->item_count; i++) {
		const struct mia_item *item = &event->items[i];
		uint32_t numbers[] = {
			number_of(&p->message_ids, false, item->internet_message_id),
			number_of(&p->item_ids, true, item->id),
			number_of(&p->item_ids, true, item->immutable_id),
		};
		for (size_t k = 0; k < sizeof(numbers) / sizeof(*numbers); k++)
			if (numbers[k] &&
				!note_item(e, event, item,
					(struct exposure_placement){ numbers[k], mailbox, MIA_NO_FOLDER,
						event->time }))
				return false;
	}
	return true;
}

/* ---- at the seal ---- */

static int
compare_places(const void *ctx, uint32_t x, uint32_t y)
{
	const struct exposure_placement *a = (const struct exposure_placement *)ctx + x,
					*b = (const struct exposure_placement *)ctx + y;

	if (a->listed != b->listed)
		return a->listed < b->listed ? -1 : 1;
	if (a->mailbox != b->mailbox)
		return a->mailbox < b->mailbox ? -1 : 1;
	if (a->folder != b->folder)
		return a->folder < b->folder ? -1 : 1;
	return time_compare(a->first, b->first);
}

static bool
same_place(const struct exposure_placement *a, const struct exposure_placement *b)
{
	return a->listed == b->listed && a->mailbox == b->mailbox && a->folder == b->folder;
}

bool
mia__exposure_seal_places(struct mia_exposure *e)
{
	struct exposure_placements *p = &e->placements;
	size_t all = p->count;

	if (all == 0)
		return true;
	for (size_t i = 0; i < all; i++) {
		p->v[i].mailbox = mia__mailbox_names_root(&e->mailboxes, p->v[i].mailbox);
		if (p->v[i].folder != MIA_NO_FOLDER)
			p->v[i].folder = mia__folder_names_root(&e->foldernames, p->v[i].folder);
	}
	uint32_t *order = mia__alloc(&e->a, all, sizeof(*order));
	struct exposure_placement *sorted = mia__alloc(&e->a, all, sizeof(*sorted));
	for (size_t i = 0; order && i < all; i++)
		order[i] = (uint32_t)i;
	bool ok = all < UINT32_MAX && order && sorted &&
		mia__sort_numbers(&e->a, order, all, compare_places, p->v);
	if (ok) {
		p->count = 0;
		for (size_t i = 0; i < all; i++)
			if (p->count == 0 || !same_place(&sorted[p->count - 1], &p->v[order[i]]))
				sorted[p->count++] = p->v[order[i]];
		mia__dealloc(&e->a, p->v, p->cap, sizeof(*p->v));
		p->v = sorted;
		p->cap = all;
	} else {
		mia__dealloc(&e->a, sorted, all, sizeof(*sorted));
	}
	mia__dealloc(&e->a, order, all, sizeof(*order));
	return ok;
}

size_t
mia__exposure_places_of(const struct mia_exposure *e, bool item, struct mia_text id,
	const struct exposure_placement **ret)
{
	const struct exposure_placements *p = &e->placements;
	uint32_t listed = number_of(item ? &p->item_ids : &p->message_ids, item, id);
	size_t low = 0, high = p->count, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (p->v[middle].listed < listed)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < p->count && p->v[end].listed == listed;)
		end++;
	*ret = end > low ? &p->v[low] : NULL;
	return listed ? end - low : 0;
}
