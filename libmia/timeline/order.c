/*
 * Sealing: repeats out, everything in order. No interned number decides an
 * order here, since numbers come as the records came.
 */
#include "base/buf.h"
#include "base/sort.h"
#include "base/text.h"
#include "event/identity.h"
#include "timeline/store.h"

/* A number to each record, twice: the copy that is printed, and its rank. */
struct ordering {
	struct mia_timeline *t;
	uint32_t *list; /* records being sorted */
	uint32_t *copy; /* by record: the copy that is printed */
	uint32_t *rank; /* by record: place in the order, of copies printed */
	size_t count;
	size_t printed;
};

static int
compare_ids(const struct kept *n, uint32_t x, uint32_t y)
{
	return x == y ? 0 : text_compare(names_text(n, x), names_text(n, y));
}

static int
compare_worth(const struct timeline_record *a, const struct timeline_record *b)
{
	bool kind_a = a->access != MIA_ACCESS_UNSTATED, kind_b = b->access != MIA_ACCESS_UNSTATED;
	uint64_t lost_a = a->flags & FLAGS_OF_LOSS, lost_b = b->flags & FLAGS_OF_LOSS;

	if (kind_a != kind_b)
		return kind_a ? -1 : 1;
	return (lost_a > lost_b) - (lost_a < lost_b);
}

/* Copies of one record together, the one to print first: the one that has lost
 * the least, so that no name of a file decides. */
static int
compare_copies(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_timeline *t = ctx;
	const struct timeline_record *a = &t->records[x], *b = &t->records[y];
	int c = memcmp(a->key, b->key, sizeof(a->key));

	if (c == 0)
		c = compare_worth(a, b);
	if (c == 0)
		c = number_compare(a->content, b->content);
	if (c == 0)
		c = compare_ids(&t->names, a->source, b->source);
	if (c == 0)
		c = number_compare(a->record, b->record);
	if (c == 0)
		c = number_compare(a->offset, b->offset);
	return c != 0 ? c : number_compare(a->length, b->length);
}

static int
compare_mailboxes(const struct kept *n, uint32_t x, uint32_t y)
{
	if (x == y)
		return 0;
	int c = text_compare(mia__mailbox_names_name(&n->mailboxes, x),
		mia__mailbox_names_name(&n->mailboxes, y));
	return c != 0 ? c
		      : text_compare(mia__mailbox_names_guid(&n->mailboxes, x),
				mia__mailbox_names_guid(&n->mailboxes, y));
}

/* The order of the timeline. */
static int
compare_records(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_timeline *t = ctx;
	const struct timeline_record *a = &t->records[x], *b = &t->records[y];
	int c = time_compare(a->time, b->time);

	if (c == 0)
		c = compare_mailboxes(&t->names, a->mailbox, b->mailbox);
	if (c == 0)
		c = compare_ids(&t->names, a->id, b->id);
	return c != 0 ? c : memcmp(a->key, b->key, sizeof(a->key));
}

static int
compare_folders(const struct mia_timeline *t, uint32_t x, uint32_t y)
{
	if (x == y)
		return 0;
	if (x == MIA_NO_FOLDER || y == MIA_NO_FOLDER)
		return x == MIA_NO_FOLDER ? 1 : -1;
	int c = text_compare(t->folder_texts[x], t->folder_texts[y]);
	return c != 0 ? c
		      : text_compare(mia__folder_names_id(&t->names.folders, x),
				mia__folder_names_id(&t->names.folders, y));
}

/* What identifies the item; what has a message id before what has not. */
static int
compare_items(const struct mia_timeline *t, const struct row *a, const struct row *b)
{
	int c = (a->message_id == 0) - (b->message_id == 0);

	if (c == 0)
		c = compare_ids(&t->names, a->message_id, b->message_id);
	if (c == 0)
		c = (a->item_id == 0) - (b->item_id == 0);
	return c != 0 ? c : compare_ids(&t->names, a->item_id, b->item_id);
}

/*
 * 0 for rows that are the same thing of the same record: where a message id or
 * an item id stands, subject and size are only what is known of it.
 */
static int
compare_things(const struct mia_timeline *t, const struct row *a, const struct row *b)
{
	int c;

	if (a->kind == ROW_WHOLE) {
		c = compare_items(t, a, b);
		if (c == 0)
			c = compare_folders(t, a->folder, b->folder);
	} else {
		c = compare_folders(t, a->folder, b->folder);
		if (c == 0)
			c = compare_items(t, a, b);
	}
	if (c != 0 || a->message_id || a->item_id)
		return c;
	c = compare_ids(&t->names, a->subject, b->subject);
	return c != 0 ? c : (a->size_bytes > b->size_bytes) - (a->size_bytes < b->size_bytes);
}

static int
compare_rows(const void *ctx, uint32_t x, uint32_t y)
{
	const struct ordering *o = ctx;
	const struct row *a = &o->t->rows[x], *b = &o->t->rows[y];

	if (a->record != b->record)
		return o->rank[a->record] < o->rank[b->record] ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return compare_things(o->t, a, b);
}

/* The first of the copies is printed; what speaks of any copy is kept on it. */
static void
choose_copies(struct ordering *o)
{
	struct mia_timeline *t = o->t;
	struct timeline_record *first = NULL;

	for (size_t i = 0; i < o->count; i++) {
		struct timeline_record *r = &t->records[o->list[i]];
		if (!first || memcmp(first->key, r->key, sizeof(r->key)) != 0) {
			first = r;
			o->list[o->printed++] = o->list[i];
		} else {
			first->flags = unite_flags(first->flags, r->flags);
			if (first->content != r->content)
				first->flags |= MIA_FLAG_ID_CONFLICT;
			if (first->match < r->match)
				first->match = r->match;
			first->missing =
				first->match == MIA_MATCH_YES ? 0 : (uint16_t)(first->missing | r->missing);
			if (first->throttled < r->throttled)
				first->throttled = r->throttled;
		}
		o->copy[r - t->records] = (uint32_t)(first - t->records);
	}
}

static bool
order_records(struct ordering *o)
{
	struct mia_timeline *t = o->t;

	for (size_t i = 0; i < o->count; i++)
		o->list[i] = (uint32_t)i;
	if (!mia__sort_numbers(&t->names.a, o->list, o->count, compare_copies, t))
		return false;
	choose_copies(o);
	if (!mia__sort_numbers(&t->names.a, o->list, o->printed, compare_records, t))
		return false;
	for (size_t i = 0; i < o->printed; i++)
		o->rank[o->list[i]] = (uint32_t)i;
	return true;
}

static bool
join_names(struct mia_timeline *t, struct mia_texts names, struct mia_text *ret)
{
	struct buf joined;

	if (names.count < 2) {
		*ret = names.count ? names.ptr[0] : TEXT_ABSENT;
		return true;
	}
	mia__buf_init(&joined, &t->names.a);
	for (size_t i = 0; i < names.count; i++) {
		if (i)
			mia__buf_str(&joined, " | ");
		mia__buf_text(&joined, names.ptr[i]);
	}
	bool ok = !joined.failed;
	if (ok) {
		*ret = mia__arena_text(&t->kept, buf_view(&joined));
		ok = ret->ptr != NULL;
	}
	mia__buf_release(&joined);
	return ok;
}

static bool
name_folders(struct mia_timeline *t)
{
	const struct folder_names *f = &t->names.folders;

	if (f->count == 0)
		return true;
	t->folder_texts = mia__alloc(&t->names.a, f->count, sizeof(*t->folder_texts));
	if (!t->folder_texts)
		return false;
	t->folder_text_count = f->count;
	for (size_t i = 0; i < f->count; i++)
		if (mia__folder_names_root(f, (uint32_t)i) == i &&
			!join_names(t, mia__folder_names_of(f, (uint32_t)i), &t->folder_texts[i]))
			return false;
	for (size_t i = 0; i < t->wanted_cap && i < f->count; i++)
		if (t->wanted[i] && !mia__timeline_want(t, mia__folder_names_root(f, (uint32_t)i)))
			return false;
	return true;
}

static bool
is_wanted_row(const struct mia_timeline *t, const struct row *row)
{
	if (!t->folder.ptr)
		return true;
	return row->folder < t->wanted_cap && t->wanted[row->folder];
}

/* Of one thing's subjects and sizes one is kept, whichever copy came first. */
static void
keep_known(const struct mia_timeline *t, struct row *kept, const struct row *row)
{
	if (kept->size_bytes < row->size_bytes)
		kept->size_bytes = row->size_bytes;
	if (!kept->subject || (row->subject && compare_ids(&t->names, row->subject, kept->subject) < 0))
		kept->subject = row->subject;
}

static void
drop_repeats(struct mia_timeline *t)
{
	struct row *last = NULL;
	size_t kept = 0;

	for (size_t i = 0; i < t->order_count; i++) {
		struct row *row = &t->rows[t->order[i]];
		if (last && last->record == row->record) {
			if (last->kind == row->kind && compare_things(t, last, row) == 0) {
				keep_known(t, last, row);
				continue;
			}
			if (row->kind == ROW_WHOLE)
				continue;
		}
		last = row;
		t->order[kept++] = t->order[i];
	}
	t->order_count = kept;
}

/* Rows of one record stand together. */
static void
count_untold(struct mia_timeline *t)
{
	uint32_t last = UINT32_MAX;

	for (size_t i = 0; i < t->order_count; i++) {
		uint32_t record = t->rows[t->order[i]].record;
		if (record != last && t->records[record].missing) {
			t->untold.records++;
			t->untold.missing |= t->records[record].missing;
		}
		last = record;
	}
}

static bool
order_rows(struct ordering *o)
{
	struct mia_timeline *t = o->t;

	for (size_t i = 0; i < t->row_count; i++) {
		struct row *row = &t->rows[i];
		row->record = o->copy[row->record];
		if (row->folder != MIA_NO_FOLDER)
			row->folder = mia__folder_names_root(&t->names.folders, row->folder);
		if (is_wanted_row(t, row))
			t->order[t->order_count++] = (uint32_t)i;
	}
	if (!mia__sort_numbers(&t->names.a, t->order, t->order_count, compare_rows, o))
		return false;
	drop_repeats(t);
	count_untold(t);
	return true;
}

bool
mia__timeline_order(struct mia_timeline *t)
{
	const struct mia_allocator *a = &t->names.a;
	struct ordering o = { .t = t, .count = t->record_count };
	bool ok = false;

	if (!name_folders(t))
		return false;
	if (t->row_count == 0)
		return true;
	t->order = mia__alloc(a, t->row_count, sizeof(*t->order));
	if (!t->order)
		return false;
	t->order_cap = t->row_count;
	o.list = mia__alloc(a, o.count, sizeof(*o.list));
	o.copy = mia__alloc(a, o.count, sizeof(*o.copy));
	o.rank = mia__alloc(a, o.count, sizeof(*o.rank));
	if (o.list && o.copy && o.rank)
		ok = order_records(&o) && order_rows(&o);
	mia__dealloc(a, o.list, o.count, sizeof(*o.list));
	mia__dealloc(a, o.copy, o.count, sizeof(*o.copy));
	mia__dealloc(a, o.rank, o.count, sizeof(*o.rank));
	return ok;
}
