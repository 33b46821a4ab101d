/* Whether the rows name all that may have been exposed. */
#include "exposure/exposure.h"
#include "findings/people.h"

static bool
leaves_open(const struct mia_findings *f, uint32_t at)
{
	const struct mia_mailbox_finding *finding = &f->mailboxes[at];

	if (finding->blind > 0 || finding->unnamed_accesses || finding->basis & MIA_BASIS_CANNOT_EXCLUDE)
		return true;
	/* No row is made of folders that somebody copied who cannot be told. */
	return finding->basis & MIA_BASIS_SYNC_UNATTR ||
		(finding->basis & PRESUMED && !f->boxes.boxes[at].lists_messages);
}

/* An access, attributed or not, that does not name all it was to. */
static bool
names_too_little(const struct exposure_record *r)
{
	bool counted = r->access != EXPOSURE_ATTACHMENT && r->unnamed != UNNAMED_NOT_STATED;

	if (r->access == EXPOSURE_HANDLED || r->access == MIA_ACCESS_SYNC)
		return false;
	return !(r->names & NAMES_ITEM) || r->names & LOST_ITEMS || (counted && r->unnamed > 0);
}

/* A copied folder in which the inventory lists nothing: was it empty, or was
 * it not asked for? Only folder statistics tell; and an inventory that knows no
 * folders has all that came. */
static bool
copied_unlisted(bool *ret, const struct mia_findings *f)
{
	struct places listed;
	bool *anywhere = f->boxes.count ? mia__alloc(&f->a, f->boxes.count, sizeof(*anywhere)) : NULL;
	bool ok = anywhere || f->boxes.count == 0;

	mia__places_init(&listed, &f->a);
	for (size_t i = 0; ok && i < f->placed.order_count; i++) {
		const struct mia_inventory_item *item = f->view.items[f->placed.order[i]];
		uint32_t box = f->placed.box_of[i];
		anywhere[box] |= !item->folder_id.len && !item->folder_path.len;
		ok = mia__places_add_listed(&listed, box, item->folder_id, item->folder_path, 1);
	}
	ok = ok && mia__places_sort(&listed);
	for (size_t i = 0; ok && i < f->view.folder_count; i++) {
		const struct finding_folder *folder = &f->view.folders[i];
		if (!(folder->basis & MIA_BASIS_SYNC_FOLDER) ||
			(folder->box != NO_FINDING_BOX && anywhere[folder->box]))
			continue;
		*ret = *ret ||
			(mia__places_highest(&listed, folder->box, folder->id, folder->names, 0) == 0 &&
				mia__places_highest(&f->counted, folder->box, folder->id, folder->names,
					MIA_SIZE_UNKNOWN) != 0);
	}
	mia__places_release(&listed);
	mia__dealloc(&f->a, anywhere, f->boxes.count, sizeof(*anywhere));
	return ok;
}

bool
mia__people_unbounded(bool *ret, const struct mia_findings *f)
{
	/* Of a list each message has a row. */
	*ret = false;
	if (f->view.asked.list)
		return true;
	/* A log that names no mailbox says nothing of any. */
	*ret = f->boxes.count == 0;
	for (uint32_t i = 0; i < f->boxes.count && !*ret; i++)
		*ret = leaves_open(f, i);
	for (size_t i = 0; i < f->exposure->record_count && !*ret; i++)
		*ret = names_too_little(&f->exposure->records[i]);
	return *ret || copied_unlisted(ret, f);
}
