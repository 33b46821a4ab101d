/* Which mailbox of the exposure is which of the coverage, of a span, of the
 * inventory. */
#include "base/sort.h"
#include "exposure/finding.h"
#include "exposure/ids.h"

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

	return compare_nocase(entries[x].guid, entries[y].guid);
}

/* Of one name, those with a GUID come first. */
static int
compare_entry_names(const void *ctx, uint32_t x, uint32_t y)
{
	const struct entry *entries = ctx;
	int c = compare_nocase(entries[x].name, entries[y].name);

	return c ? c : (entries[x].guid.len == 0) - (entries[y].guid.len == 0);
}

static struct entry
entry_of(struct mia_text name, struct mia_text guid)
{
	if (guid.len == 0 && text_is_guid(name))
		guid = name;
	return (struct entry){ name, guid, NO_FINDING_BOX };
}

static bool
join_by_guid(struct joining *j, const struct mia_allocator *a)
{
	if (!sort_numbers(a, j->order, j->count, compare_guids, j->entries))
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
	if (!sort_numbers(a, j->order, j->count, compare_entry_names, j->entries))
		return false;
	for (size_t start = 0, end; start < j->count; start = end) {
		for (end = start + 1; end < j->count; end++)
			if (!text_equal_nocase(j->entries[j->order[start]].name, j->entries[j->order[end]].name))
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
		else if (i >= view->exposed_count && !box->covered)
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
sort_boxes(struct boxes *b, const struct finding_box *unsorted, uint32_t *order, uint32_t *map)
{
	for (uint32_t i = 0; i < b->count; i++)
		order[i] = i;
	if (!sort_numbers(&b->a, order, b->count, compare_boxes, unsorted))
		return false;
	for (uint32_t i = 0; i < b->count; i++) {
		b->boxes[i] = unsorted[order[i]];
		map[order[i]] = i;
	}
	return true;
}

static int
compare_box_names(const void *ctx, uint32_t x, uint32_t y)
{
	const struct box_name *names = ctx;
	int c = compare_nocase(names[x].text, names[y].text);

	return c ? c : (names[x].box > names[y].box) - (names[x].box < names[y].box);
}

/* Sorted and without repeats. */
static bool
make_names(const struct boxes *b, const struct joining *j, const uint32_t *map, bool guids, struct box_name *ret,
	size_t *ret_count)
{
	size_t count = 0, kept = 0;
	struct box_name *unsorted = mia_alloc(&b->a, j->count, sizeof(*unsorted));

	for (size_t i = 0; unsorted && i < j->count; i++) {
		struct mia_text text = guids ? j->entries[i].guid : j->entries[i].name;
		if (text.len)
			unsorted[count++] = (struct box_name){ text, map[j->entries[i].box] };
	}
	for (uint32_t i = 0; i < count; i++)
		j->order[i] = i;
	bool ok = unsorted && sort_numbers(&b->a, j->order, count, compare_box_names, unsorted);
	for (size_t i = 0; ok && i < count; i++) {
		const struct box_name *name = &unsorted[j->order[i]];
		if (kept && ret[kept - 1].box == name->box && text_equal_nocase(ret[kept - 1].text, name->text))
			continue;
		ret[kept++] = *name;
	}
	mia_dealloc(&b->a, unsorted, j->count, sizeof(*unsorted));
	*ret_count = kept;
	return ok;
}

static bool
make(struct boxes *b, struct joining *j, const struct finding_view *view)
{
	if (!join_by_guid(j, &b->a) || !join_by_name(j, &b->a))
		return false;
	b->count = j->boxes;
	struct finding_box *unsorted = mia_alloc(&b->a, b->count, sizeof(*unsorted));
	uint32_t *map = mia_alloc(&b->a, b->count, sizeof(*map));
	bool ok = unsorted && map;
	if (ok)
		fill_boxes(unsorted, j, view);
	ok = ok && mia_grow(&b->a, &b->boxes, &b->cap, b->count, sizeof(*b->boxes)) &&
		sort_boxes(b, unsorted, j->order, map) &&
		mia_grow(&b->a, &b->names, &b->name_cap, j->count, sizeof(*b->names)) &&
		mia_grow(&b->a, &b->guids, &b->guid_cap, j->count, sizeof(*b->guids)) &&
		make_names(b, j, map, false, b->names, &b->name_count) &&
		make_names(b, j, map, true, b->guids, &b->guid_count);
	mia_dealloc(&b->a, unsorted, b->count, sizeof(*unsorted));
	mia_dealloc(&b->a, map, b->count, sizeof(*map));
	return ok;
}

bool
finding_boxes_make(struct boxes *b, const struct mia_allocator *a, const struct finding_view *view)
{
	size_t total = view->exposed_count + view->covered_count;
	struct joining j = { .count = total };

	*b = (struct boxes){ .a = *a };
	if (total == 0)
		return true;
	if (total >= UINT32_MAX)
		return false;
	j.entries = mia_alloc(a, total, sizeof(*j.entries));
	j.order = mia_alloc(a, total, sizeof(*j.order));
	for (uint32_t i = 0; j.entries && j.order && i < total; i++) {
		j.order[i] = i;
		j.entries[i] = i < view->exposed_count ? entry_of(view->exposed[i]->mailbox, view->exposed[i]->guid) :
			entry_of(view->covered[i - view->exposed_count]->mailbox, view->covered[i - view->exposed_count]->guid);
	}
	bool ok = j.entries && j.order && make(b, &j, view);
	mia_dealloc(a, j.entries, total, sizeof(*j.entries));
	mia_dealloc(a, j.order, total, sizeof(*j.order));
	return ok;
}

void
finding_boxes_release(struct boxes *b)
{
	mia_dealloc(&b->a, b->boxes, b->cap, sizeof(*b->boxes));
	mia_dealloc(&b->a, b->names, b->name_cap, sizeof(*b->names));
	mia_dealloc(&b->a, b->guids, b->guid_cap, sizeof(*b->guids));
	mia_dealloc(&b->a, b->folders, b->folder_cap, sizeof(*b->folders));
	mia_dealloc(&b->a, b->rule_boxes, b->rule_cap, sizeof(*b->rule_boxes));
	*b = (struct boxes){ .a = b->a };
}

static void
named(const struct box_name *names, size_t count, struct mia_text text, size_t *start, size_t *end)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare_nocase(names[middle].text, text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*start = low;
	while (low < count && text_equal_nocase(names[low].text, text))
		low++;
	*end = low;
}

void
boxes_named(const struct boxes *b, struct mia_text name, size_t *start, size_t *end)
{
	named(b->names, b->name_count, name, start, end);
}

uint32_t
boxes_find(const struct boxes *b, struct mia_text name, struct mia_text guid)
{
	size_t start, end;
	bool stated = guid.len != 0;

	if (!stated && text_is_guid(name))
		guid = name;
	if (guid.len) {
		named(b->guids, b->guid_count, guid, &start, &end);
		if (start < end)
			return b->guids[start].box;
	}
	if (name.len == 0)
		return NO_FINDING_BOX;
	named(b->names, b->name_count, name, &start, &end);
	if (end - start != 1 || (stated && b->boxes[b->names[start].box].guid.len))
		return NO_FINDING_BOX;
	return b->names[start].box;
}

static int
compare_folders(const void *ctx, uint32_t x, uint32_t y)
{
	const struct finding_folder *folders = ctx;

	return (folders[x].box > folders[y].box) - (folders[x].box < folders[y].box);
}

static void
note_sync(struct finding_box *box, const struct finding_folder *folder)
{
	/* A sync at an unknown time limits nothing. */
	if (!box->synced || (box->last_sync != MIA_TIME_UNKNOWN &&
	    (folder->last_sync == MIA_TIME_UNKNOWN || folder->last_sync > box->last_sync)))
		box->last_sync = folder->last_sync;
	box->synced = true;
}

static bool
take_folders(struct boxes *b, struct finding_view *view)
{
	size_t count = view->folder_count;

	if (count == 0)
		return true;
	if (!mia_grow(&b->a, &b->folders, &b->folder_cap, count, sizeof(*b->folders)))
		return false;
	for (uint32_t i = 0; i < count; i++) {
		struct finding_folder *folder = &view->folders[i];
		folder->box = boxes_find(b, folder->mailbox, TEXT_ABSENT);
		folder->has_key = ids_folder_bytes(folder->id, folder->key);
		b->folders[i] = i;
	}
	if (!sort_numbers(&b->a, b->folders, count, compare_folders, view->folders))
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct finding_folder *folder = &view->folders[b->folders[i]];
		if (folder->box == NO_FINDING_BOX)
			break;
		struct finding_box *box = &b->boxes[folder->box];
		if (box->folder_count++ == 0)
			box->folder_start = i;
		if (folder->basis & MIA_BASIS_SYNC_FOLDER)
			note_sync(box, folder);
	}
	return true;
}

bool
boxes_take(struct boxes *b, struct finding_view *view)
{
	if (!take_folders(b, view))
		return false;
	if (view->forwarding_count == 0)
		return true;
	if (!mia_grow(&b->a, &b->rule_boxes, &b->rule_cap, view->forwarding_count, sizeof(*b->rule_boxes)))
		return false;
	for (size_t i = 0; i < view->forwarding_count; i++)
		b->rule_boxes[i] = boxes_find(b, view->forwardings[i]->mailbox, TEXT_ABSENT);
	return true;
}
