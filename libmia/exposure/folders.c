/* Reading the folders of a sealed exposure, a row at a time. */
#include "base/error.h"
#include "base/sort.h"
#include "base/text.h"
#include "exposure/exposure.h"
#include "exposure/ids.h"
#include "exposure/lists.h"

struct mia_folders {
	const struct mia_exposure *e;
	size_t at;
	struct record_lists lists;
	uint32_t *identities; /* items of the row that binds name */
	size_t identity_count, identity_cap;
	struct mia_folder_exposure folder;
};

enum mia_status
mia_folders_new(struct mia_folders **ret, const struct mia_exposure *exposure, struct mia_error *err)
{
	if (!ret || !exposure)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no exposure to read folders from");
	if (!exposure->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the exposure is not sealed");
	struct mia_folders *folders = mia__alloc(&exposure->a, 1, sizeof(*folders));
	if (!folders)
		return mia__fail_memory(err);
	folders->e = exposure;
	*ret = folders;
	return MIA_OK;
}

void
mia_folders_free(struct mia_folders *folders)
{
	if (!folders)
		return;
	const struct mia_allocator *a = &folders->e->a;
	mia__record_lists_release(a, &folders->lists);
	mia__dealloc(a, folders->identities, folders->identity_cap, sizeof(*folders->identities));
	mia__dealloc(a, folders, 1, sizeof(*folders));
}

/* Syncs and binds are two facts and have numbers of their own. */
#define SYNC_BASIS (MIA_BASIS_SYNC_FOLDER | MIA_BASIS_SYNC_UNATTR)

/* What a record counts as; its versions together count once as each. */
enum { AS_SYNC = 1, AS_BIND = 2, AS_UNTOLD_SYNC = 4, AS_UNTOLD_BIND = 8 };
#define UNTOLD_BIND (MIA_BASIS_BIND_UNATTR | MIA_BASIS_ATTACHMENT_UNATTR | MIA_BASIS_HANDLED_UNATTR)

static unsigned
counts_as(const struct exposure_pair *pair, mia_basis basis)
{
	if (basis & MIA_BASIS_SYNC_FOLDER)
		return AS_SYNC;
	if (basis & MIA_BASIS_FOLDER_BIND)
		return 0;
	/* A kind that is not stated may be a copy where no item is named. */
	if (basis & MIA_BASIS_SYNC_UNATTR ||
		(basis & MIA_BASIS_KIND_NOT_STATED && pair->item_id == WHOLE_FOLDER))
		return AS_UNTOLD_SYNC;
	return basis & UNTOLD_BIND ? AS_UNTOLD_BIND : AS_BIND;
}

static void
count_record(struct mia_folder_exposure *folder, unsigned as, mia_basis basis, mia_time time)
{
	folder->sync_count += as == AS_SYNC;
	folder->bind_count += as == AS_BIND;
	if (basis & SYNC_BASIS)
		time_widen(&folder->first_sync, &folder->last_sync, time);
	else
		time_widen(&folder->first_bind, &folder->last_bind, time);
}

static bool
add_identity(struct mia_folders *f, uint32_t identity)
{
	if (!mia__grow(&f->e->a, &f->identities, &f->identity_cap, f->identity_count + 1,
		    sizeof(*f->identities)))
		return false;
	f->identities[f->identity_count++] = identity;
	return true;
}

static bool
gather(struct mia_folders *f, const struct exposure_row *row)
{
	const struct mia_exposure *e = f->e;
	const struct exposure_record *last = NULL;
	const struct exposure_record *before = NULL;
	unsigned counted = 0; /* as what the versions of one record were counted */

	for (size_t i = row->start; i < row->start + row->count; i++) {
		const struct exposure_pair *pair = exposure_pair_at(e, e->by_folder, i);
		const struct exposure_record *record = &e->records[pair->record];
		mia_basis basis = exposure_basis(record, pair);
		unsigned as = counts_as(pair, basis);
		if (!before || memcmp(before->key, record->key, sizeof(record->key)) != 0)
			counted = 0;
		before = record;
		if (!(counted & as)) {
			f->folder.syncs_unattributed += as == AS_UNTOLD_SYNC;
			f->folder.binds_unattributed += as == AS_UNTOLD_BIND;
		}
		if (as == AS_UNTOLD_SYNC || as == AS_UNTOLD_BIND)
			counted |= as;
		if (!exposure_covers(f->folder.basis, basis))
			continue;
		count_record(&f->folder, counted & as ? 0 : as, basis, record->time);
		counted |= as;
		if (record != last && !mia__record_lists_add(e, &f->lists, record))
			return false;
		last = record;
		if (pair->identity && !(basis & SYNC_BASIS) && !add_identity(f, pair->identity))
			return false;
	}
	return mia__record_lists_finish(&e->a, &f->lists);
}

static int
compare_identities(const void *ctx, uint32_t x, uint32_t y)
{
	(void)ctx;
	return (x > y) - (x < y);
}

static bool
count_items(struct mia_folders *f)
{
	if (!mia__sort_numbers(&f->e->a, f->identities, f->identity_count, compare_identities, NULL))
		return false;
	for (size_t i = 0; i < f->identity_count; i++)
		f->folder.messages_accessed += i == 0 || f->identities[i] != f->identities[i - 1];
	return true;
}

static bool
fill(struct mia_folders *f, const struct exposure_row *row)
{
	const struct mia_exposure *e = f->e;
	const struct exposure_pair *first = exposure_pair_at(e, e->by_folder, row->start);

	mia__record_lists_clear(&f->lists);
	f->identity_count = 0;
	f->folder = (struct mia_folder_exposure){
		.mailbox = mia__mailbox_names_name(&e->mailboxes, e->records[first->record].mailbox),
		.mailbox_guid = mia__mailbox_names_guid(&e->mailboxes, e->records[first->record].mailbox),
		.folder = mia__folder_names_of(&e->foldernames, first->folder),
		.folder_id = mia__folder_names_id(&e->foldernames, first->folder),
		.basis = row->basis,
		.first_sync = MIA_TIME_UNKNOWN,
		.last_sync = MIA_TIME_UNKNOWN,
		.first_bind = MIA_TIME_UNKNOWN,
		.last_bind = MIA_TIME_UNKNOWN,
		.items = MIA_SIZE_UNKNOWN,
	};
	f->folder.level = mia_level_of(f->folder.basis);
	if (!gather(f, row) || !count_items(f))
		return false;
	f->folder.sessions = list_texts(&f->lists.sessions);
	f->folder.client_ips = list_texts(&f->lists.ips);
	f->folder.client_ips_raw = list_texts(&f->lists.ips_raw);
	f->folder.clients = list_texts(&f->lists.clients);
	f->folder.actors = list_texts(&f->lists.actors);
	f->folder.record_ids = list_texts(&f->lists.ids);
	mia__ids_folder_kql(f->folder.folder_id, f->folder.folder_kql);
	return true;
}

enum mia_status
mia_folders_next(struct mia_folders *folders, const struct mia_folder_exposure **ret, struct mia_error *err)
{
	if (!folders || !ret)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no folders to read");
	const struct exposure_rows *rows = &folders->e->folders;
	if (folders->at >= rows->count)
		return MIA_END;
	if (!fill(folders, &rows->rows[rows->order[folders->at]]))
		return mia__fail_memory(err);
	folders->at++;
	*ret = &folders->folder;
	return MIA_OK;
}
