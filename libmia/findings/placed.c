/* The rows of the inventory by mailbox and message. */
#include "base/number.h"
#include "base/sort.h"
#include "findings/placed.h"

/* An item in one mailbox. */
struct entry {
	uint32_t item, box;
};

struct sorting {
	const struct finding_view *view;
	struct entry *entries;
	size_t count, cap;
};

static int
compare_keys(int kind_x, struct mia_text x, int kind_y, struct mia_text y)
{
	return kind_x != kind_y ? kind_x - kind_y : text_compare(x, y);
}

static int
compare_items(const void *ctx, uint32_t x, uint32_t y)
{
	const struct sorting *s = ctx;
	const struct entry *a = &s->entries[x], *b = &s->entries[y];
	int kind_x, kind_y;

	if (a->box != b->box)
		return a->box < b->box ? -1 : 1;
	struct mia_text key_x = mia__placed_key(s->view->items[a->item], &kind_x);
	struct mia_text key_y = mia__placed_key(s->view->items[b->item], &kind_y);
	int c = compare_keys(kind_x, key_x, kind_y, key_y);
	return c ? c : (a->item > b->item) - (a->item < b->item);
}

/* A row that names no mailbox belongs to that in which the log knows its
 * folder. */
static uint32_t
box_by_folder(const struct finding_view *view, const struct finding_boxes *b,
	const struct mia_inventory_item *item)
{
	int64_t at;

	if (!mia__places_find_id(&b->folders, NO_FINDING_BOX, item->folder_id, &at))
		return NO_FINDING_BOX;
	return view->folders[-at].box;
}

static bool
lists_contents(enum mia_inventory_kind kind)
{
	return kind == MIA_INVENTORY_EDISCOVERY || kind == MIA_INVENTORY_GRAPH;
}

static bool
place_item(struct sorting *s, struct finding_boxes *b, uint32_t item, uint32_t box)
{
	if (s->count >= UINT32_MAX - 1 ||
		!mia__grow(&b->a, &s->entries, &s->cap, s->count + 1, sizeof(*s->entries)))
		return false;
	s->entries[s->count++] = (struct entry){ item, box };
	b->boxes[box].lists_messages = true;
	b->boxes[box].lists_contents =
		b->boxes[box].lists_contents || lists_contents(s->view->items[item]->kind);
	return true;
}

/* What names its mailbox by a name that several share may lie in each of these: left out of
 * all of them it would be presumed copied in none. */
static bool
place_all(struct placed *p, struct sorting *s, struct finding_boxes *b)
{
	struct box_sharers sharers;
	bool ok = true;

	mia__box_sharers_init(&sharers, b);
	for (uint32_t i = 0; ok && i < s->view->item_count; i++) {
		const struct mia_inventory_item *item = s->view->items[i];
		uint32_t box = item->mailbox.len ? mia__finding_boxes_find(b, item->mailbox, TEXT_ABSENT)
						 : box_by_folder(s->view, b, item);
		const uint32_t *several = &box;
		size_t count = box != NO_FINDING_BOX;
		if (count == 0)
			ok = mia__box_sharers_of(&sharers, b, item->mailbox, &several, &count);
		p->elsewhere += ok && count == 0;
		for (size_t k = 0; ok && k < count; k++)
			ok = place_item(s, b, i, several[k]);
	}
	mia__box_sharers_release(&sharers, b);
	return ok;
}

static bool
place_items(struct placed *p, const struct finding_view *view, struct finding_boxes *b)
{
	struct sorting s = { .view = view };
	bool ok = place_all(p, &s, b);

	p->order_count = ok ? s.count : 0;
	ok = ok && mia__grow(&p->a, &p->box_of, &p->box_cap, s.count + 1, sizeof(*p->box_of)) &&
		mia__grow(&p->a, &p->order, &p->order_cap, s.count + 1, sizeof(*p->order));
	for (uint32_t i = 0; ok && i < s.count; i++)
		p->order[i] = i;
	ok = ok && mia__sort_numbers(&p->a, p->order, s.count, compare_items, &s);
	for (size_t i = 0; ok && i < s.count; i++) {
		const struct entry *entry = &s.entries[p->order[i]];
		p->order[i] = entry->item;
		p->box_of[i] = entry->box;
	}
	mia__dealloc(&p->a, s.entries, s.cap, sizeof(*s.entries));
	return ok;
}

static bool
same_run(const struct finding_view *view, const struct placed *p, size_t x, size_t y)
{
	int kind_x, kind_y;
	struct mia_text key_x = mia__placed_key(view->items[p->order[x]], &kind_x),
			key_y = mia__placed_key(view->items[p->order[y]], &kind_y);

	return p->box_of[x] == p->box_of[y] && kind_x == kind_y && kind_x != 2 && text_equal(key_x, key_y);
}

static void
date_run(struct inventory_run *run, const struct placed *p, const struct finding_view *view)
{
	run->received = MIA_TIME_UNKNOWN;
	for (size_t i = run->start; i < run->start + run->count; i++) {
		const struct mia_inventory_item *item = view->items[p->order[i]];
		if (!item->undelivered && item->received != MIA_TIME_UNKNOWN &&
			(run->received == MIA_TIME_UNKNOWN || item->received < run->received))
			run->received = item->received;
	}
}

/* Of several exports that count one folder the largest number stands last. */
static bool
counted_again(const struct finding_view *view, size_t i)
{
	const struct mia_inventory_folder *a = view->statistics[i], *b;

	if (i + 1 == view->statistics_count)
		return false;
	b = view->statistics[i + 1];
	return text_equal(a->mailbox, b->mailbox) && text_equal(a->folder_path, b->folder_path) &&
		text_equal(a->folder_id, b->folder_id) && b->items >= a->items;
}

static void
count_statistics(const struct finding_view *view, struct finding_boxes *b)
{
	for (size_t i = 0; i < view->statistics_count; i++) {
		const struct mia_inventory_folder *counted = view->statistics[i];
		uint32_t at = mia__finding_boxes_gravest(b, counted->mailbox);
		if (at == NO_FINDING_BOX || counted->items == MIA_SIZE_UNKNOWN || counted_again(view, i))
			continue;
		struct finding_box *box = &b->boxes[at];
		bool copied = (box->synced && view->asked.sync == MIA_SYNC_MAILBOX) ||
			mia__places_match(&b->copied, at, counted->folder_id, counted->folder_path,
				INT64_MIN) == CERTAIN;
		if (copied && counted->items >= 0) {
			box->counted_folders++;
			box->counted_items = number_sum(box->counted_items, (uint64_t)counted->items);
		}
	}
}

bool
mia__placed_make(struct placed *p, const struct mia_allocator *a, const struct finding_view *view,
	struct finding_boxes *b)
{
	*p = (struct placed){ .a = *a };
	count_statistics(view, b);
	if (view->item_count == 0)
		return true;
	if (view->item_count >= UINT32_MAX || !place_items(p, view, b))
		return false;
	for (size_t at = 0, end; at < p->order_count; at = end) {
		for (end = at + 1; end < p->order_count; end++)
			if (!same_run(view, p, at, end))
				break;
		if (!mia__grow(a, &p->runs, &p->cap, p->count + 1, sizeof(*p->runs)))
			return false;
		struct inventory_run *run = &p->runs[p->count++];
		*run = (struct inventory_run){ .start = (uint32_t)at,
			.count = (uint32_t)(end - at),
			.box = p->box_of[at] };
		date_run(run, p, view);
		run->basis = mia__finding_presumed(view, b, p, run, (struct mia_texts){ NULL, 0 });
	}
	return true;
}

static struct inventory_run *
find(const struct placed *p, const struct finding_view *view, uint32_t box, int kind, struct mia_text key)
{
	size_t low = 0, high = p->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct inventory_run *run = &p->runs[middle];
		int run_kind;
		struct mia_text run_key = mia__placed_key(view->items[p->order[run->start]], &run_kind);
		int c = run->box != box ? (run->box < box ? -1 : 1)
					: compare_keys(run_kind, run_key, kind, key);
		if (c == 0)
			return &p->runs[middle];
		if (c < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

struct inventory_run *
mia__placed_find(const struct placed *p, const struct finding_view *view, uint32_t box,
	const struct mia_message *message)
{
	struct inventory_run *run = NULL;

	if (box == NO_FINDING_BOX)
		return NULL;
	if (message->internet_message_id.len)
		run = find(p, view, box, 0, message->internet_message_id);
	for (size_t i = 0; i < message->item_ids.count && !run; i++)
		run = find(p, view, box, 1, message->item_ids.ptr[i]);
	return run;
}
