/*
 * What a copied folder or a forwarding rule makes of the messages that an
 * inventory lists. Microsoft, "Use MailItemsAccessed to investigate
 * compromised accounts": a sync in the intruder's context copied all items of
 * the folder, presumably of the mailbox. Items that came after the last sync
 * were not there to be copied.
 */
#include "base/sort.h"
#include "exposure/finding.h"
#include "exposure/ids.h"

struct mia_text
inventory_key(const struct mia_inventory_item *item, int *kind)
{
	if (item->internet_message_id.len) {
		*kind = 0;
		return item->internet_message_id;
	}
	*kind = item->item_id.len ? 1 : 2;
	return item->item_id;
}

/* ---- where an item lay ---- */

/* Get-MailboxFolderStatistics writes "/Inbox", the log "\Inbox". */
static struct mia_text
without_root(struct mia_text path)
{
	while (path.len && (*path.ptr == '\\' || *path.ptr == '/'))
		path.ptr++, path.len--;
	return path;
}

static bool
is_path(struct mia_text name)
{
	return name.len && *name.ptr == '\\';
}

static struct mia_text
last_part(struct mia_text path)
{
	size_t at = path.len;

	while (at && path.ptr[at - 1] != '\\' && path.ptr[at - 1] != '/')
		at--;
	return (struct mia_text){ path.ptr + at, path.len - at };
}

enum place_match { ELSEWHERE, BY_BARE_NAME, CERTAIN };

static enum place_match
match_place(const struct finding_folder *folder, struct mia_text id, struct mia_text path)
{
	unsigned char key[24];
	enum place_match best = ELSEWHERE;

	if (id.len && text_equal(id, folder->id))
		return CERTAIN;
	/* Two ids of one form decide; a path may have been given to another
	 * folder since. */
	if (folder->has_key && ids_folder_bytes(id, key))
		return memcmp(key, folder->key, sizeof key) == 0 ? CERTAIN : ELSEWHERE;
	path = without_root(path);
	for (size_t i = 0; i < folder->names.count && path.len; i++) {
		struct mia_text name = folder->names.ptr[i];
		if (is_path(name) && text_equal_nocase(without_root(name), path))
			return CERTAIN;
		if (!is_path(name) && text_equal_nocase(name, last_part(path)))
			best = BY_BARE_NAME;
	}
	return best;
}

bool
same_folder(const struct finding_folder *folder, struct mia_text id, struct mia_text path)
{
	return match_place(folder, id, path) == CERTAIN;
}

static bool
logged_there(const struct finding_folder *folder, struct mia_texts logged)
{
	for (size_t i = 0; i < logged.count; i++)
		for (size_t k = 0; k < folder->names.count; k++)
			if (is_path(logged.ptr[i]) && text_equal(logged.ptr[i], folder->names.ptr[k]))
				return true;
	return false;
}

/* ---- one message ---- */

/* A time that is not known limits nothing. */
static bool
came_by(mia_time received, mia_time last_sync)
{
	return received == MIA_TIME_UNKNOWN || last_sync == MIA_TIME_UNKNOWN || received <= last_sync;
}

static enum place_match
match_run(const struct finding_view *view, const struct placed *p, const struct inventory_run *run,
	const struct finding_folder *folder, struct mia_texts logged)
{
	enum place_match best = logged_there(folder, logged) ? CERTAIN : ELSEWHERE;

	for (size_t i = run->start; i < run->start + run->count && best != CERTAIN; i++) {
		const struct mia_inventory_item *item = view->items[p->order[i]];
		enum place_match match = item->undelivered ? ELSEWHERE : match_place(folder, item->folder_id, item->folder_path);
		if (match > best)
			best = match;
	}
	return best;
}

static bool
place_known(const struct finding_view *view, const struct placed *p, const struct inventory_run *run, struct mia_texts logged)
{
	for (size_t i = 0; i < logged.count; i++)
		if (is_path(logged.ptr[i]))
			return true;
	for (size_t i = run->start; i < run->start + run->count; i++) {
		const struct mia_inventory_item *item = view->items[p->order[i]];
		if (item->folder_id.len || item->folder_path.len)
			return true;
	}
	return false;
}

static mia_basis
by_sync(const struct finding_view *view, const struct boxes *b, const struct placed *p, const struct inventory_run *run,
	struct mia_texts logged)
{
	const struct finding_box *box = &b->boxes[run->box];
	mia_basis basis = 0;

	if (!box->synced)
		return 0;
	if (!place_known(view, p, run, logged) && came_by(run->received, box->last_sync))
		basis = MIA_BASIS_SYNC_FOLDER | MIA_BASIS_INVENTORY_NO_FOLDER;
	for (size_t i = box->folder_start; i < box->folder_start + box->folder_count; i++) {
		const struct finding_folder *folder = &view->folders[b->folders[i]];
		if (!(folder->basis & MIA_BASIS_SYNC_FOLDER) || !came_by(run->received, folder->last_sync))
			continue;
		enum place_match match = match_run(view, p, run, folder, logged);
		if (match == CERTAIN) {
			basis = MIA_BASIS_SYNC_FOLDER;
			break;
		}
		if (match == BY_BARE_NAME)
			basis = MIA_BASIS_SYNC_FOLDER | MIA_BASIS_INVENTORY_NO_FOLDER;
	}
	if (view->asked.sync == MIA_SYNC_MAILBOX && came_by(run->received, box->last_sync))
		basis |= MIA_BASIS_SYNC_CONTEXT;
	if (basis && run->received == MIA_TIME_UNKNOWN)
		basis |= MIA_BASIS_INVENTORY_NO_DATE;
	return basis;
}

/* Only what is known to have come while the rule stood: a message without a
 * date is mostly an old one. */
static bool
forwarded(const struct finding_view *view, const struct boxes *b, const struct inventory_run *run)
{
	if (run->received == MIA_TIME_UNKNOWN)
		return false;
	for (size_t i = 0; i < view->forwarding_count; i++) {
		const struct mia_forwarding *rule = view->forwardings[i];
		if (boxes_forward(b, view, i, run->box) &&
		    (rule->start == MIA_TIME_UNKNOWN || rule->start <= run->received) &&
		    (rule->end == MIA_TIME_UNKNOWN || run->received < rule->end))
			return true;
	}
	return false;
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
presumed(const struct finding_view *view, const struct boxes *b, const struct placed *p, const struct inventory_run *run,
	struct mia_texts logged)
{
	if (!delivered(view, p, run))
		return 0;
	return by_sync(view, b, p, run, logged) | (forwarded(view, b, run) ? MIA_BASIS_FORWARDED : 0);
}

void
placed_release(struct placed *p)
{
	mia_dealloc(&p->a, p->box_of, p->item_cap, sizeof(*p->box_of));
	mia_dealloc(&p->a, p->order, p->order_cap, sizeof(*p->order));
	mia_dealloc(&p->a, p->runs, p->cap, sizeof(*p->runs));
	*p = (struct placed){ .a = p->a };
}
