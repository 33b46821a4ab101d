/* Which mailbox of the exposure is which of the coverage, of a span, of the
 * inventory. */
#include "base/sort.h"
#include "findings/mailbox_map.h"

/* A mailbox as one of the two names it. */
struct entry {
	struct mia_text name, guid;
	uint32_t box;
};

struct joining {
	struct entry *entries;
	uint32_t *order;
	size_t count;
	uint32_t boxes;
};

static int
compare_guids(const void *ctx, uint32_t x, uint32_t y)
{
	const struct entry *entries = ctx;

	return text_compare_nocase(entries[x].guid, entries[y].guid);
}

/* Of one name, those with a GUID come first. */
static int
compare_entry_names(const void *ctx, uint32_t x, uint32_t y)
{
	const struct entry *entries = ctx;
	int c = text_compare_nocase(entries[x].name, entries[y].name);

	return c ? c : (entries[x].guid.len == 0) - (entries[y].guid.len == 0);
}

static struct entry
entry_of(struct mia_text name, struct mia_text guid)
{
	if (guid.len == 0 && mia__text_is_guid(name))
		guid = name;
	return (struct entry){ name, guid, NO_FINDING_BOX };
}

static bool
join_by_guid(struct joining *j, const struct mia_allocator *a)
{
	if (!mia__sort_numbers(a, j->order, j->count, compare_guids, j->entries))
		return false;
	const struct entry *before = NULL;
	for (size_t i = 0; i < j->count; i++) {
		struct entry *entry = &j->entries[j->order[i]];
		if (entry->guid.len == 0)
			continue;
		bool same = before && text_equal_nocase(before->guid, entry->guid);
		entry->box = same ? before->box : j->boxes++;
		before = entry;
	}
	return true;
}

/* The one box of those entries that have one, or NO_FINDING_BOX. */
static uint32_t
only_box(const struct joining *j, size_t start, size_t end)
{
	uint32_t box = NO_FINDING_BOX;

	for (size_t i = start; i < end; i++) {
		uint32_t one = j->entries[j->order[i]].box;
		if (one != NO_FINDING_BOX && box != NO_FINDING_BOX && one != box)
			return NO_FINDING_BOX;
		if (one != NO_FINDING_BOX)
			box = one;
	}
	return box;
}

static bool
join_by_name(struct joining *j, const struct mia_allocator *a)
{
	if (!mia__sort_numbers(a, j->order, j->count, compare_entry_names, j->entries))
		return false;
	for (size_t start = 0, end; start < j->count; start = end) {
		for (end = start + 1; end < j->count; end++)
			if (!text_equal_nocase(j->entries[j->order[start]].name,
				    j->entries[j->order[end]].name))
				break;
		uint32_t box = only_box(j, start, end);
		for (size_t i = start; i < end; i++) {
			struct entry *entry = &j->entries[j->order[i]];
			if (entry->box != NO_FINDING_BOX)
				continue;
			if (box == NO_FINDING_BOX)
				box = j->boxes++;
			entry->box = box;
		}
	}
	return true;
}

static int
compare_boxes(const void *ctx, uint32_t x, uint32_t y)
{
	const struct finding_box *boxes = ctx;
	int c = text_compare(boxes[x].mailbox, boxes[y].mailbox);

	return c ? c : text_compare(boxes[x].guid, boxes[y].guid);
}

static void
fill_boxes(struct finding_box *boxes, const struct joining *j, const struct finding_view *view)
{
	for (size_t i = 0; i < j->count; i++) {
		const struct entry *entry = &j->entries[i];
		struct finding_box *box = &boxes[entry->box];
		if (i < view->exposed_count && !box->exposed)
			box->exposed = view->exposed[i];
		else if (i >= view->exposed_count && i < view->exposed_count + view->covered_count &&
			!box->covered)
			box->covered = view->covered[i - view->exposed_count];
		if (!box->mailbox.ptr)
			box->mailbox = entry->name;
		if (!box->guid.ptr)
			box->guid = entry->guid;
		box->last_sync = MIA_TIME_UNKNOWN;
	}
}

/* Brings the boxes into the order of the output; map: old number to new. */
static bool
sort_boxes(struct finding_boxes *b, const struct finding_box *unsorted, uint32_t *order, uint32_t *map)
{
	for (uint32_t i = 0; i < b->count; i++)
		order[i] = i;
	if (!mia__sort_numbers(&b->a, order, b->count, compare_boxes, unsorted))
		return false;
	for (uint32_t i = 0; i < b->count; i++) {
		b->boxes[i] = unsorted[order[i]];
		map[order[i]] = i;
	}
	return true;
}

static bool
index_names(struct finding_boxes *b, const struct joining *j, const struct finding_view *view,
	const uint32_t *map)
{
	for (size_t i = 0; i < j->count; i++) {
		const struct entry *entry = &j->entries[i];
		if (!mia__directory_add_guid(&b->directory, entry->guid, map[entry->box]) ||
			!mia__directory_add_name(&b->directory, entry->name, map[entry->box]))
			return false;
		/* By an older name too: an inventory may know no other. */
		const struct mia_mailbox_exposure *e = i < view->exposed_count ? view->exposed[i] : NULL;
		for (size_t k = 0; e && k < e->other_names.count; k++)
			if (!mia__directory_add_name(&b->directory, e->other_names.ptr[k], map[entry->box]))
				return false;
	}
	for (uint32_t i = 0; i < b->count; i++)
		if (b->boxes[i].guid.len == 0 &&
			!mia__directory_add_name(&b->guidless, b->boxes[i].mailbox, i))
			return false;
	return mia__directory_sort(&b->directory) && mia__directory_sort(&b->guidless);
}

static bool
make(struct finding_boxes *b, struct joining *j, const struct finding_view *view)
{
	if (!join_by_guid(j, &b->a) || !join_by_name(j, &b->a))
		return false;
	b->count = j->boxes;
	struct finding_box *unsorted = mia__alloc(&b->a, b->count, sizeof(*unsorted));
	uint32_t *map = mia__alloc(&b->a, b->count, sizeof(*map));
	bool ok = unsorted && map;
	if (ok)
		fill_boxes(unsorted, j, view);
	ok = ok && mia__grow(&b->a, &b->boxes, &b->cap, b->count, sizeof(*b->boxes)) &&
		sort_boxes(b, unsorted, j->order, map) && index_names(b, j, view, map);
	mia__dealloc(&b->a, unsorted, b->count, sizeof(*unsorted));
	mia__dealloc(&b->a, map, b->count, sizeof(*map));
	return ok;
}

static void
boxes_init(struct finding_boxes *b, const struct mia_allocator *a)
{
	*b = (struct finding_boxes){ .a = *a };
	mia__directory_init(&b->directory, &b->a);
	mia__directory_init(&b->guidless, &b->a);
	mia__places_init(&b->folders, &b->a);
	mia__places_init(&b->copied, &b->a);
	mia__places_init(&b->maybe_copied, &b->a);
}

static struct entry
entry_at(const struct finding_view *view, size_t i)
{
	if (i < view->exposed_count)
		return entry_of(view->exposed[i]->mailbox, view->exposed[i]->guid);
	i -= view->exposed_count;
	return i < view->covered_count ? entry_of(view->covered[i]->mailbox, view->covered[i]->guid)
				       : entry_of(view->forwardings[i - view->covered_count]->mailbox,
						 view->forwardings[i - view->covered_count]->mailbox_guid);
}

bool
mia__finding_boxes_make(struct finding_boxes *b, const struct mia_allocator *a,
	const struct finding_view *view)
{
	size_t total = view->exposed_count + view->covered_count + view->forwarding_count;
	struct joining j = { .count = total };

	boxes_init(b, a);
	if (total == 0)
		return true;
	if (total >= UINT32_MAX)
		return false;
	j.entries = mia__alloc(a, total, sizeof(*j.entries));
	j.order = mia__alloc(a, total, sizeof(*j.order));
	for (uint32_t i = 0; j.entries && j.order && i < total; i++) {
		j.order[i] = i;
		j.entries[i] = entry_at(view, i);
	}
	bool ok = j.entries && j.order && make(b, &j, view);
	mia__dealloc(a, j.entries, total, sizeof(*j.entries));
	mia__dealloc(a, j.order, total, sizeof(*j.order));
	return ok;
}

void
mia__finding_boxes_release(struct finding_boxes *b)
{
	mia__dealloc(&b->a, b->boxes, b->cap, sizeof(*b->boxes));
	mia__directory_release(&b->directory);
	mia__directory_release(&b->guidless);
	mia__places_release(&b->folders);
	mia__places_release(&b->copied);
	mia__places_release(&b->maybe_copied);
	mia__dealloc(&b->a, b->rules, b->rule_cap, sizeof(*b->rules));
	mia__dealloc(&b->a, b->rules_by_start, b->rule_by_start_cap, sizeof(*b->rules_by_start));
	boxes_init(b, &b->a);
}

uint32_t
mia__finding_boxes_find(const struct finding_boxes *b, struct mia_text name, struct mia_text guid)
{
	bool stated = guid.len != 0;
	uint32_t box = NO_FINDING_BOX;

	if (!stated && mia__text_is_guid(name))
		guid = name;
	if (guid.len)
		box = directory_number(
			mia__directory_find(&b->directory, guid, FIND_BY_GUID, SEVERAL_MEAN_NONE));
	if (box != NO_FINDING_BOX)
		return box;
	box = directory_number(mia__directory_find(&b->directory, name, FIND_BY_NAME, SEVERAL_MEAN_NONE));
	/* Another GUID is stated: another mailbox of that name. */
	return box != NO_FINDING_BOX && stated && b->boxes[box].guid.len ? NO_FINDING_BOX : box;
}

uint32_t
mia__finding_boxes_of_log(const struct finding_boxes *b, struct mia_text name, struct mia_text guid)
{
	uint32_t box = mia__finding_boxes_find(b, name, guid);

	if (box != NO_FINDING_BOX || guid.len)
		return box;
	return directory_number(mia__directory_find(&b->guidless, name, FIND_BY_NAME, SEVERAL_MEAN_FIRST));
}

bool
mia__finding_box_is_told(const struct finding_box *box)
{
	return box->guid.len || (box->mailbox.len && !mia__mailbox_name_is_display(box->mailbox));
}

uint64_t
mia__finding_boxes_nameless(const struct finding_boxes *b)
{
	uint64_t count = 0;

	for (size_t i = 0; i < b->count; i++) {
		const struct mia_mailbox_exposure *e = b->boxes[i].exposed;
		if (e && !mia__finding_box_is_told(&b->boxes[i]))
			count += e->binds + e->syncs + e->unattributed_records;
	}
	return count;
}

static void
note_sync(struct finding_box *box, const struct finding_folder *folder)
{
	/* A sync at an unknown time limits nothing. */
	if (!box->synced ||
		(box->last_sync != MIA_TIME_UNKNOWN &&
			(folder->last_sync == MIA_TIME_UNKNOWN || folder->last_sync > box->last_sync)))
		box->last_sync = folder->last_sync;
	box->synced = true;
}

static bool
has_path(struct mia_texts names)
{
	for (size_t i = 0; i < names.count; i++)
		if (place_is_path(names.ptr[i]))
			return true;
	return false;
}

static bool
take_copy(struct finding_boxes *b, const struct finding_folder *folder, mia_time last)
{
	struct finding_box *box = &b->boxes[folder->box];
	bool in_scope = folder->basis & MIA_BASIS_SYNC_FOLDER;

	box->copies_without_id += !place_has_id(folder->id);
	box->copies_without_path += !has_path(folder->names);
	if (in_scope)
		note_sync(box, folder);
	return mia__places_add_logged(in_scope ? &b->copied : &b->maybe_copied, folder->box, folder->id,
		folder->names, last);
}

static bool
take_folder(struct finding_boxes *b, struct finding_folder *folder, size_t i)
{
	mia_time last = folder->last_sync == MIA_TIME_UNKNOWN ? INT64_MAX : folder->last_sync;

	folder->box = mia__finding_boxes_of_log(b, folder->mailbox, folder->guid);
	/* The first has the highest value, so that it is the one that is found. */
	if (!mia__places_add_id(&b->folders, NO_FINDING_BOX, folder->id, -(int64_t)i))
		return false;
	if (folder->box == NO_FINDING_BOX)
		return true;
	if (!mia__places_add_logged(&b->folders, folder->box, folder->id, folder->names, -(int64_t)i))
		return false;
	return !(folder->basis & (MIA_BASIS_SYNC_FOLDER | MIA_BASIS_SYNC_UNATTR)) ||
		take_copy(b, folder, last);
}

static bool
take_folders(struct finding_boxes *b, struct finding_view *view)
{
	for (size_t i = 0; i < view->folder_count; i++)
		if (!take_folder(b, &view->folders[i], i))
			return false;
	return mia__places_sort(&b->folders) && mia__places_sort(&b->copied) &&
		mia__places_sort(&b->maybe_copied);
}

/* A mailbox that was accessed bears the name in other records: under that name its accesses
 * would be told of whoever bears it now. */
static void
spread_elsewhere(struct finding_boxes *b, const struct finding_box *box, bool *all)
{
	/* So many bear the name that to mark each of them for each of them is too much work. */
	enum { MANY_BEAR = 256 };

	for (size_t k = 0; k < box->exposed->other_names.count; k++) {
		struct directory_answer bearers = mia__directory_find(&b->directory,
			box->exposed->other_names.ptr[k], FIND_BY_NAME, SEVERAL_MEAN_ALL);
		*all = *all || bearers.count > MANY_BEAR;
		for (size_t i = 0; i < bearers.count && bearers.count <= MANY_BEAR; i++) {
			struct finding_box *other = &b->boxes[bearers.names[i].number];
			if (other != box)
				other->nameless_access = other->name_elsewhere = true;
		}
	}
}

/* Records that name a mailbox without its GUID, by a name that several bear, are a row of their
 * own: an access there may have been to any of these. Each name is looked through once. */
static void
spread_shared(struct finding_boxes *b, const struct finding_box *box, bool *all)
{
	const struct mia_mailbox_exposure *e = box->exposed;
	const mia_basis none = MIA_BASIS_HANDLED | MIA_BASIS_HANDLED_UNATTR | MIA_BASIS_FORWARDED |
		MIA_BASIS_FORWARDED_UNATTR;

	if (!e || !(e->basis & ~none))
		return;
	spread_elsewhere(b, box, all);
	if (box->guid.len || !mia__finding_box_is_told(box))
		return;
	struct directory_answer meant =
		mia__directory_find(&b->directory, box->mailbox, FIND_BY_NAME, SEVERAL_MEAN_ALL);
	for (size_t i = 0; i < meant.count; i++) {
		struct finding_box *other = &b->boxes[meant.names[i].number];
		if (other == box)
			continue;
		other->nameless_access = true;
		other->shared_accesses += e->binds + e->syncs + e->kind_not_stated + e->unattributed_records;
	}
}

static void
spread_nameless(struct finding_boxes *b)
{
	bool any = false, all = false;

	for (size_t i = 0; i < b->count && !any; i++)
		any = b->boxes[i].exposed && b->boxes[i].exposed->basis &&
			!mia__finding_box_is_told(&b->boxes[i]);
	for (size_t i = 0; i < b->count; i++)
		b->boxes[i].nameless_access = any;
	for (size_t i = 0; i < b->count; i++)
		spread_shared(b, &b->boxes[i], &all);
	for (size_t i = 0; all && i < b->count; i++)
		b->boxes[i].nameless_access = b->boxes[i].name_elsewhere = true;
}

bool
mia__finding_boxes_take(struct finding_boxes *b, struct finding_view *view)
{
	spread_nameless(b);
	return take_folders(b, view) && mia__finding_rules_take(b, view);
}
