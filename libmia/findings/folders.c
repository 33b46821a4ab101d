/* Folders as findings: the rows of the log with what folder statistics count,
 * and, where a copied folder stands for the mailbox, the other folders. */
#include "base/error.h"
#include "base/sort.h"
#include "exposure/ids.h"
#include "findings/findings.h"

struct mia_finding_folders {
	const struct mia_findings *f;
	struct mia_folders *recorded;
	const struct mia_folder_exposure *held;
	bool recorded_ended;
	size_t at; /* in unnamed_folders */
	struct mia_folder_exposure folder;
	struct mia_text path;
};

enum mia_status
mia_finding_folders_new(struct mia_finding_folders **ret, const struct mia_findings *f, struct mia_error *err)
{
	if (!ret || !f)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no findings to read folders from");
	struct mia_finding_folders *m = mia__alloc(&f->a, 1, sizeof(*m));
	if (!m)
		return mia__fail_memory(err);
	m->f = f;
	enum mia_status status = mia_folders_new(&m->recorded, f->exposure, err);
	if (status < 0) {
		mia__dealloc(&f->a, m, 1, sizeof(*m));
		return status;
	}
	*ret = m;
	return MIA_OK;
}

void
mia_finding_folders_free(struct mia_finding_folders *m)
{
	if (!m)
		return;
	mia_folders_free(m->recorded);
	mia__dealloc(&m->f->a, m, 1, sizeof(*m));
}

static bool
whole_mailbox(const struct mia_findings *f, uint32_t box)
{
	return f->view.asked.sync == MIA_SYNC_MAILBOX && box != NO_FINDING_BOX && f->boxes.boxes[box].synced;
}

/* Statistics may come from several exports; the largest number is the one
 * that leaves nothing out. */
static int64_t
items_of(const struct mia_findings *f, uint32_t box, const struct mia_folder_exposure *row)
{
	return mia__places_highest(&f->counted, box, row->folder_id, row->folder, MIA_SIZE_UNKNOWN);
}

static void
take_recorded(struct mia_finding_folders *m)
{
	uint32_t box = mia__finding_boxes_find(&m->f->boxes, m->held->mailbox, m->held->mailbox_guid);

	m->folder = *m->held;
	m->held = NULL;
	m->folder.items = items_of(m->f, box, &m->folder);
	if (whole_mailbox(m->f, box)) {
		m->folder.basis |= MIA_BASIS_SYNC_CONTEXT;
		m->folder.level = mia_level_of(m->folder.basis);
	}
}

static void
take_unnamed(struct mia_finding_folders *m)
{
	const struct mia_findings *f = m->f;
	uint32_t at = f->unnamed_folders[m->at++];
	const struct mia_inventory_folder *counted = f->view.statistics[at];

	m->path = counted->folder_path;
	m->folder = (struct mia_folder_exposure){
		.mailbox = f->boxes.boxes[f->statistics_boxes[at]].mailbox,
		.mailbox_guid = f->boxes.boxes[f->statistics_boxes[at]].guid,
		.folder = { &m->path, m->path.len != 0 },
		.folder_id = counted->folder_id.len ? counted->folder_id : TEXT_ABSENT,
		.basis = MIA_BASIS_SYNC_CONTEXT,
		.level = mia_level_of(MIA_BASIS_SYNC_CONTEXT),
		.first_sync = MIA_TIME_UNKNOWN,
		.last_sync = MIA_TIME_UNKNOWN,
		.first_bind = MIA_TIME_UNKNOWN,
		.last_bind = MIA_TIME_UNKNOWN,
		.items = counted->items,
	};
	/* Of several exports that count it, as in take_recorded. */
	int64_t most = items_of(f, f->statistics_boxes[at], &m->folder);
	if (most > m->folder.items)
		m->folder.items = most;
	mia__ids_folder_kql(m->folder.folder_id, m->folder.folder_kql);
}

static bool
unnamed_comes_first(const struct mia_finding_folders *m)
{
	const struct mia_findings *f = m->f;

	if (m->at >= f->unnamed_folder_count)
		return false;
	if (!m->held)
		return true;
	uint32_t at = f->unnamed_folders[m->at];
	int c = text_compare(f->boxes.boxes[f->statistics_boxes[at]].mailbox, m->held->mailbox);
	if (c || m->held->first_sync != MIA_TIME_UNKNOWN || m->held->first_bind != MIA_TIME_UNKNOWN)
		return c < 0;
	return text_compare(f->view.statistics[at]->folder_id, m->held->folder_id) < 0;
}

enum mia_status
mia_finding_folders_next(struct mia_finding_folders *m, const struct mia_folder_exposure **ret,
	struct mia_error *err)
{
	if (!m || !ret)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no folders to read");
	if (!m->held && !m->recorded_ended) {
		enum mia_status status = mia_folders_next(m->recorded, &m->held, err);
		MIA_TRY(status);
		m->recorded_ended = status == MIA_END;
		if (m->recorded_ended)
			m->held = NULL;
	}
	bool unnamed = unnamed_comes_first(m);
	if (!unnamed && !m->held)
		return MIA_END;
	if (unnamed)
		take_unnamed(m);
	else
		take_recorded(m);
	*ret = &m->folder;
	return MIA_OK;
}

/* ---- while the findings are made ---- */

bool
mia__finding_keep_texts(struct arena *kept, struct mia_texts *texts)
{
	struct mia_text *copy = texts->count ? mia__arena_take(kept, texts->count * sizeof(*copy)) : NULL;

	if (texts->count && !copy)
		return false;
	for (size_t i = 0; i < texts->count; i++) {
		copy[i] = mia__arena_text(kept, texts->ptr[i]);
		if (texts->ptr[i].ptr && !copy[i].ptr)
			return false;
	}
	texts->ptr = copy;
	return true;
}

static bool
keep_folder(struct mia_findings *f, const struct mia_folder_exposure *row, size_t *cap)
{
	struct finding_view *view = &f->view;

	if (!mia__grow(&f->a, &f->folders, cap, view->folder_count + 1, sizeof(*f->folders)))
		return false;
	struct finding_folder *folder = &f->folders[view->folder_count];
	*folder = (struct finding_folder){ .names = row->folder,
		.basis = row->basis,
		.last_sync = row->last_sync };
	folder->mailbox = mia__arena_text(&f->kept, row->mailbox);
	folder->guid = mia__arena_text(&f->kept, row->mailbox_guid);
	folder->id = mia__arena_text(&f->kept, row->folder_id);
	if ((row->mailbox.ptr && !folder->mailbox.ptr) || (row->mailbox_guid.ptr && !folder->guid.ptr) ||
		(row->folder_id.ptr && !folder->id.ptr) || !mia__finding_keep_texts(&f->kept, &folder->names))
		return false;
	view->folders = f->folders;
	view->folder_count++;
	return true;
}

enum mia_status
mia__findings_take_folders(struct mia_findings *f, struct mia_error *err)
{
	struct mia_folders *folders;
	const struct mia_folder_exposure *row;
	enum mia_status status;

	MIA_TRY(mia_folders_new(&folders, f->exposure, err));
	while ((status = mia_folders_next(folders, &row, err)) == MIA_OK)
		if (!keep_folder(f, row, &f->folder_cap)) {
			status = mia__fail_memory(err);
			break;
		}
	mia_folders_free(folders);
	return status == MIA_END ? MIA_OK : status;
}

static bool
has_row(const struct mia_findings *f, uint32_t box, const struct mia_inventory_folder *counted)
{
	return mia__places_match(&f->boxes.folders, box, counted->folder_id, counted->folder_path,
		       INT64_MIN) == CERTAIN;
}

/* The inventory's order is mailbox as written, path, id; the output's begins
 * with the mailbox of the log, and the folder id. */
static int
compare_unnamed(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_findings *f = ctx;
	const struct mia_inventory_folder *a = f->view.statistics[x], *b = f->view.statistics[y];

	if (f->statistics_boxes[x] != f->statistics_boxes[y])
		return f->statistics_boxes[x] < f->statistics_boxes[y] ? -1 : 1;
	int c = text_compare(a->folder_id, b->folder_id);
	if (c == 0)
		c = text_compare(a->folder_path, b->folder_path);
	return c ? c : x < y ? -1 : 1;
}

static bool
same_unnamed(const struct mia_findings *f, uint32_t x, uint32_t y)
{
	const struct mia_inventory_folder *a = f->view.statistics[x], *b = f->view.statistics[y];

	return f->statistics_boxes[x] == f->statistics_boxes[y] && text_equal(a->folder_id, b->folder_id) &&
		text_equal(a->folder_path, b->folder_path);
}

bool
mia__findings_take_statistics(struct mia_findings *f)
{
	size_t count = f->view.statistics_count, kept = 0;

	if (count == 0)
		return true;
	if (count >= UINT32_MAX ||
		!mia__grow(&f->a, &f->statistics_boxes, &f->statistics_cap, count,
			sizeof(*f->statistics_boxes)) ||
		!mia__grow(&f->a, &f->unnamed_folders, &f->unnamed_folder_cap, count,
			sizeof(*f->unnamed_folders)))
		return false;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t box = mia__finding_boxes_gravest(&f->boxes, f->view.statistics[i]->mailbox);
		f->statistics_boxes[i] = box;
		if (box != NO_FINDING_BOX && f->view.statistics[i]->items > MIA_SIZE_UNKNOWN &&
			!mia__places_add_listed(&f->counted, box, f->view.statistics[i]->folder_id,
				f->view.statistics[i]->folder_path, f->view.statistics[i]->items))
			return false;
		if (whole_mailbox(f, box) && !has_row(f, box, f->view.statistics[i]))
			f->unnamed_folders[f->unnamed_folder_count++] = i;
	}
	if (!mia__places_sort(&f->counted) ||
		!mia__sort_numbers(&f->a, f->unnamed_folders, f->unnamed_folder_count, compare_unnamed, f))
		return false;
	for (size_t i = 0; i < f->unnamed_folder_count; i++)
		if (kept == 0 || !same_unnamed(f, f->unnamed_folders[kept - 1], f->unnamed_folders[i]))
			f->unnamed_folders[kept++] = f->unnamed_folders[i];
	f->unnamed_folder_count = kept;
	return true;
}
