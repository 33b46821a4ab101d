/*
 * A copied folder names no message. Of a message that the log itself places, in
 * whatever record, this tells whether it lay in a folder that was copied later,
 * or in others only.
 */
#include "base/sort.h"
#include "findings/lain.h"

struct folder_of_place {
	struct mia_text id;
	struct mia_texts names;
	bool has_id, has_path;
};

static struct folder_of_place
folder_of(const struct mia_exposure *e, const struct exposure_placement *place)
{
	struct folder_of_place f = { .id = TEXT_ABSENT };

	if (place->folder == MIA_NO_FOLDER)
		return f;
	f.id = mia__folder_names_id(&e->foldernames, place->folder);
	f.names = mia__folder_names_of(&e->foldernames, place->folder);
	f.has_id = place_has_id(f.id);
	for (size_t i = 0; i < f.names.count; i++)
		f.has_path = f.has_path || place_is_path(f.names.ptr[i]);
	return f;
}

/* CERTAIN: in one of these folders, and copied at that time or later.
 * BY_BARE_NAME: it may have been. */
static enum place_match
match(const struct places *copied, uint32_t box, const struct folder_of_place *f, mia_time first)
{
	enum place_match best = ELSEWHERE;
	int64_t last;

	if (f->has_id && mia__places_find_logged_id(copied, box, f->id, &last)) {
		if (first != MIA_TIME_UNKNOWN && last >= first)
			return CERTAIN;
		best = BY_BARE_NAME;
	}
	for (size_t i = 0; i < f->names.count; i++) {
		if (!mia__places_match_logged(copied, box, f->names.ptr[i], INT64_MIN))
			continue;
		/* Of two ids one path may have been given to another folder since. */
		if (!f->has_id && first != MIA_TIME_UNKNOWN &&
			mia__places_match_logged(copied, box, f->names.ptr[i], first))
			return CERTAIN;
		best = BY_BARE_NAME;
	}
	return best;
}

static void
judge(struct lain *lain, const struct mia_exposure *e, const struct finding_view *view,
	const struct finding_boxes *b, const struct exposure_placement *place)
{
	const struct finding_box *box = &b->boxes[lain->box];
	struct folder_of_place f = folder_of(e, place);
	enum place_match copied = match(&b->copied, lain->box, &f, place->first);
	enum place_match maybe = match(&b->maybe_copied, lain->box, &f, place->first);

	if (copied == CERTAIN)
		lain->basis |= MIA_BASIS_SYNC_FOLDER;
	if (maybe == CERTAIN)
		lain->basis |= MIA_BASIS_SYNC_UNATTR;
	bool whole = view->asked.sync == MIA_SYNC_MAILBOX && box->synced;
	if (whole && place->first != MIA_TIME_UNKNOWN &&
		(box->last_sync == MIA_TIME_UNKNOWN || place->first <= box->last_sync))
		lain->basis |= MIA_BASIS_SYNC_CONTEXT;
	/* Two folders are told apart by what both are known by; where a sync is read as one of the whole
	 * mailbox it does not matter, and the message may have come before it was first named. */
	if (whole || copied != ELSEWHERE || maybe != ELSEWHERE ||
		!((f.has_id && box->copies_without_id == 0) || (f.has_path && box->copies_without_path == 0)))
		lain->known.elsewhere = false;
	if (time_compare(place->first, lain->known.existed) < 0)
		lain->known.existed = place->first;
}

bool
mia__lain_add(struct lain_list *list, const struct mia_exposure *exposure, const struct finding_view *view,
	const struct finding_boxes *b, size_t listed, bool item, struct mia_text id)
{
	const struct exposure_placement *places;
	size_t count = mia__exposure_places_of(exposure, item, id, &places);
	struct lain *at = NULL;

	/* Those of one mailbox stand together. */
	for (size_t i = 0; i < count; i++) {
		uint32_t box = mia__finding_boxes_find(b,
			mia__mailbox_names_name(&exposure->mailboxes, places[i].mailbox),
			mia__mailbox_names_guid(&exposure->mailboxes, places[i].mailbox));
		if (box == NO_FINDING_BOX)
			continue;
		if (!at || at->box != box) {
			if (!mia__grow(&b->a, &list->v, &list->cap, list->count + 1, sizeof(*list->v)))
				return false;
			at = &list->v[list->count++];
			*at = (struct lain){ .listed = listed,
				.box = box,
				.known = { MIA_TIME_UNKNOWN, MIA_TIME_UNKNOWN, true } };
		}
		judge(at, exposure, view, b, &places[i]);
	}
	return true;
}

static int
compare_lain(const void *ctx, uint32_t x, uint32_t y)
{
	const struct lain *a = (const struct lain *)ctx + x, *b = (const struct lain *)ctx + y;

	if (a->listed != b->listed)
		return a->listed < b->listed ? -1 : 1;
	return (a->box > b->box) - (a->box < b->box);
}

/* One mailbox may have come under two names. */
static void
unite(struct lain *at, const struct lain *more)
{
	at->basis |= more->basis;
	at->known.elsewhere = at->known.elsewhere && more->known.elsewhere;
	if (time_compare(more->known.existed, at->known.existed) < 0)
		at->known.existed = more->known.existed;
}

bool
mia__lain_sort(struct lain_list *list, const struct mia_allocator *a)
{
	size_t all = list->count;
	uint32_t *order = mia__alloc(a, all, sizeof(*order));
	struct lain *sorted = mia__alloc(a, all, sizeof(*sorted));

	for (size_t i = 0; order && i < all; i++)
		order[i] = (uint32_t)i;
	bool ok = order && sorted && mia__sort_numbers(a, order, all, compare_lain, list->v);
	for (size_t i = list->count = 0; ok && i < all; i++) {
		if (i && compare_lain(list->v, order[i - 1], order[i]) == 0)
			unite(&sorted[list->count - 1], &list->v[order[i]]);
		else
			sorted[list->count++] = list->v[order[i]];
	}
	mia__dealloc(a, order, all, sizeof(*order));
	mia__dealloc(a, ok ? list->v : sorted, ok ? list->cap : all, sizeof(*sorted));
	if (ok) {
		list->v = sorted;
		list->cap = all;
	}
	return ok;
}

static size_t
lower_bound(const struct lain_list *list, size_t listed, uint32_t box)
{
	size_t low = 0, high = list->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct lain *lain = &list->v[middle];
		if (lain->listed < listed || (lain->listed == listed && lain->box < box))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct lain *
mia__lain_find(const struct lain_list *list, size_t listed, uint32_t box)
{
	size_t at = lower_bound(list, listed, box);
	bool found = at < list->count && list->v[at].listed == listed && list->v[at].box == box;

	return found ? &list->v[at] : NULL;
}

size_t
mia__lain_first(const struct lain_list *list, size_t listed)
{
	return lower_bound(list, listed, 0);
}
