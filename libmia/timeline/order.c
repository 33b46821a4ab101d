/*
 * Sealing: repeats out, everything in order. No interned number decides an
 * order here, since numbers come as the records came.
 */
#include "base/buf.h"
#include "base/parallel.h"
#include "base/sort.h"
#include "base/text.h"
#include "event/identity.h"
#include "timeline/store.h"

enum { NO_COPY = UINT32_MAX, PIECES_MOST = 64 };

/* Records in order whose rows one thread brings into order. */
struct piece {
	size_t from, to;     /* places in `list` */
	size_t start, count; /* of its rows in t->order */
	struct arena stored; /* things that are neither copy's own */
	struct mia_untold untold;
};

struct ordering {
	struct mia_timeline *t;
	uint32_t *list;  /* records being sorted; then copies that are printed, in order */
	uint32_t *next;  /* by record: its next copy, or NO_COPY */
	uint32_t *first; /* by record: its first row; one more than there are */
	size_t count, printed;
	struct piece pieces[PIECES_MOST];
	size_t piece_count;
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
		c = number_compare(a->content_more, b->content_more);
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
		c = compare_mailboxes(&t->names, mia__kept_context_of(&t->names, a->context).mailbox,
			mia__kept_context_of(&t->names, b->context).mailbox);
	if (c == 0)
		c = text_compare((struct mia_text){ a->id, a->id_length },
			(struct mia_text){ b->id, b->id_length });
	/* Of one record versions that contradict each other are printed both. */
	return c != 0 ? c : compare_copies(ctx, x, y);
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

/* What is stated before what is not. */
static int
compare_stated(struct mia_text a, struct mia_text b)
{
	int c = (a.ptr == NULL) - (b.ptr == NULL);

	return c != 0 ? c : text_compare(a, b);
}

/* What identifies the item; what has a message id before what has not. */
static int
compare_items(const struct thing *a, const struct thing *b)
{
	if (a == b)
		return 0;
	int c = compare_stated(thing_text(a, THING_MESSAGE_ID), thing_text(b, THING_MESSAGE_ID));
	return c != 0 ? c : compare_stated(thing_text(a, THING_ITEM_ID), thing_text(b, THING_ITEM_ID));
}

/*
 * 0 for rows that are the same thing of the same record: where a message id or
 * an item id stands, subject and size are only what is known of it.
 */
static int
compare_things(const struct mia_timeline *t, const struct row *x, const struct row *y)
{
	const struct thing *a = x->thing, *b = y->thing;
	int c;

	if (row_kind(t, x) == ROW_WHOLE) {
		c = compare_items(a, b);
		if (c == 0)
			c = compare_folders(t, x->folder, y->folder);
	} else {
		c = compare_folders(t, x->folder, y->folder);
		if (c == 0)
			c = compare_items(a, b);
	}
	if (c != 0 || a->stated & (1u << THING_MESSAGE_ID | 1u << THING_ITEM_ID))
		return c;
	c = text_compare(thing_text(a, THING_SUBJECT), thing_text(b, THING_SUBJECT));
	return c != 0 ? c : (a->size_bytes > b->size_bytes) - (a->size_bytes < b->size_bytes);
}

/* Rows of one record. */
static int
compare_rows(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_timeline *t = ctx;
	const struct row *a = &t->rows[x], *b = &t->rows[y];

	if (row_kind(t, a) != row_kind(t, b))
		return row_kind(t, a) < row_kind(t, b) ? -1 : 1;
	return compare_things(t, a, b);
}

/* The copies of one record that are printed: the first, and each that says that somebody
 * else came, since nobody knows which of them is right. */
enum { VERSIONS_MOST = 16 };
struct versions {
	struct timeline_record *v[VERSIONS_MOST];
	size_t count;
};

/* The version that the copy belongs to; a new one of itself. Beyond the most there are it
 * is one alone, unless it says what the last one says. */
static struct timeline_record *
version_of(struct mia_timeline *t, struct versions *versions, struct timeline_record *copy)
{
	for (size_t i = 0; i < versions->count; i++)
		if (!mia__kept_contradict(&t->names, versions->v[i]->context, copy->context))
			return versions->v[i];
	if (versions->count) {
		t->conflicts += versions->count == 1;
		versions->v[0]->flags |= (uint32_t)MIA_FLAG_ID_CONFLICT;
		copy->flags |= (uint32_t)MIA_FLAG_ID_CONFLICT;
	}
	versions->count -= versions->count == VERSIONS_MOST;
	versions->v[versions->count++] = copy;
	return copy;
}

/* What speaks of any copy is kept on the one that is printed. */
static void
join_copy(struct ordering *o, struct timeline_record *first, uint32_t copy)
{
	struct mia_timeline *t = o->t;
	const struct timeline_record *r = &t->records[copy];

	/* Behind the first: which copy a row is of changes nothing. */
	o->next[copy] = o->next[first - t->records];
	o->next[first - t->records] = copy;
	first->flags = (uint32_t)unite_flags(first->flags, r->flags);
	if (first->content != r->content || first->content_more != r->content_more)
		first->flags |= (uint32_t)MIA_FLAG_ID_CONFLICT;
	if (first->match < r->match)
		first->match = r->match;
	first->missing = first->match == MIA_MATCH_YES ? 0 : (uint16_t)(first->missing | r->missing);
	if (first->throttled < r->throttled)
		first->throttled = r->throttled;
}

static void
choose_copies(struct ordering *o)
{
	struct mia_timeline *t = o->t;
	struct versions versions = { .count = 0 };

	for (size_t i = 0; i < o->count; i++) {
		uint32_t at = o->list[i];
		struct timeline_record *r = &t->records[at];
		o->next[at] = NO_COPY;
		if (versions.count && memcmp(versions.v[0]->key, r->key, sizeof(r->key)) != 0)
			versions.count = 0;
		struct timeline_record *first = version_of(t, &versions, r);
		if (first == r)
			o->list[o->printed++] = at;
		else
			join_copy(o, first, at);
	}
}

static uint64_t
key_of_record(const void *ctx, uint32_t x, unsigned level)
{
	const struct mia_timeline *t = ctx;
	const struct timeline_record *r = &t->records[x];

	return sort_key_of_bytes((const char *)r->key, sizeof(r->key), 8 * level);
}

static uint64_t
time_of_record(const void *ctx, uint32_t x, unsigned level)
{
	const struct mia_timeline *t = ctx;

	(void)level;
	return sort_key_of_time(t->records[x].time);
}

static bool
order_records(struct ordering *o)
{
	static const struct sort_keys by_key = { key_of_record, 1, compare_copies };
	static const struct sort_keys by_time = { time_of_record, 1, compare_records };
	struct mia_timeline *t = o->t;
	const struct mia_allocator *a = &t->names.a;

	for (size_t i = 0; i < o->count; i++)
		o->list[i] = (uint32_t)i;
	if (!mia__sort_keyed(a, t->threads, o->list, o->count, &by_key, t))
		return false;
	choose_copies(o);
	return mia__sort_keyed(a, t->threads, o->list, o->printed, &by_time, t);
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
static bool
keep_known(struct arena *stored, struct row *kept, const struct row *row)
{
	struct mia_text known = thing_text(kept->thing, THING_SUBJECT);
	struct mia_text subject = thing_text(row->thing, THING_SUBJECT);
	struct thing head;

	if (kept->thing == row->thing)
		return true;
	memcpy(&head, kept->thing, sizeof(head));
	if (head.size_bytes < row->thing->size_bytes)
		head.size_bytes = row->thing->size_bytes;
	if (known.ptr && (!subject.ptr || text_compare(subject, known) >= 0))
		subject = known;
	/* The ids stand before the subject, and stay. */
	uint32_t ids = head.ends[THING_SUBJECT - 1];
	if (subject.len > UINT32_MAX - ids)
		return false;
	head.ends[THING_SUBJECT] = ids + (uint32_t)subject.len;
	head.stated |= (uint8_t)((subject.ptr != NULL) << THING_SUBJECT);
	struct thing *united = mia__arena_take(stored, sizeof(head) + head.ends[THING_SUBJECT]);
	if (!united)
		return false;
	memcpy(united, &head, sizeof(head));
	memcpy(united->texts, kept->thing->texts, ids);
	if (subject.len)
		memcpy(united->texts + ids, subject.ptr, subject.len);
	kept->thing = united;
	return true;
}

/* Of `count` rows of one record those that are printed; -1: out of memory. */
static ptrdiff_t
drop_repeats(const struct mia_timeline *t, uint32_t *order, size_t count, struct arena *stored)
{
	size_t kept = 1;

	for (size_t i = 1; i < count; i++) {
		struct row *last = &t->rows[order[kept - 1]], *row = &t->rows[order[i]];
		if (row_kind(t, last) == row_kind(t, row) && compare_things(t, last, row) == 0) {
			if (!keep_known(stored, last, row))
				return -1;
		} else if (row_kind(t, row) != ROW_WHOLE) {
			order[kept++] = order[i];
		}
	}
	return (ptrdiff_t)kept;
}

/* The rows of one record and of all its copies. */
static bool
order_rows_of(const struct ordering *o, uint32_t record, struct piece *p)
{
	struct mia_timeline *t = o->t;
	uint32_t *order = t->order + p->start + p->count;
	size_t count = 0;

	for (uint32_t copy = record; copy != NO_COPY; copy = o->next[copy])
		for (uint32_t i = o->first[copy]; i < o->first[copy + 1]; i++) {
			struct row *row = &t->rows[i];
			row->record = record;
			if (row->folder != MIA_NO_FOLDER)
				row->folder = mia__folder_names_root(&t->names.folders, row->folder);
			if (is_wanted_row(t, row))
				order[count++] = i;
		}
	if (count == 0)
		return true;
	if (!mia__sort_numbers(&t->names.a, order, count, compare_rows, t))
		return false;
	ptrdiff_t kept = drop_repeats(t, order, count, &p->stored);
	if (kept < 0)
		return false;
	p->count += (size_t)kept;
	if (t->records[record].missing) {
		p->untold.records++;
		p->untold.missing |= t->records[record].missing;
	}
	return true;
}

static enum mia_status
order_piece(void *ctx, size_t i)
{
	struct ordering *o = ctx;
	struct piece *p = &o->pieces[i];

	for (size_t at = p->from; at < p->to; at++)
		if (!order_rows_of(o, o->list[at], p))
			return MIA_ERR_MEMORY;
	return MIA_OK;
}

/* Where the rows of each record begin: they stand as the records do. */
static void
find_first_rows(struct ordering *o)
{
	const struct mia_timeline *t = o->t;
	size_t row = 0;

	for (size_t i = 0; i <= o->count; i++) {
		while (row < t->row_count && t->rows[row].record < i)
			row++;
		o->first[i] = (uint32_t)row;
	}
}

/* Each piece has room for all rows of its records. */
static void
cut_pieces(struct ordering *o)
{
	struct mia_timeline *t = o->t;
	size_t start = 0, threads = t->threads > 1 ? t->threads : 1;

	o->piece_count = threads == 1 ? 1 : threads * 4 < PIECES_MOST ? threads * 4 : PIECES_MOST;
	for (size_t i = 0; i < o->piece_count; i++) {
		struct piece *p = &o->pieces[i];
		*p = (struct piece){
			.from = parallel_start(o->printed, o->piece_count, i),
			.to = parallel_start(o->printed, o->piece_count, i + 1),
			.start = start,
		};
		mia__arena_init(&p->stored, &t->names.a);
		for (size_t at = p->from; at < p->to; at++)
			for (uint32_t copy = o->list[at]; copy != NO_COPY; copy = o->next[copy])
				start += o->first[copy + 1] - o->first[copy];
	}
}

static bool
order_rows(struct ordering *o)
{
	struct mia_timeline *t = o->t;

	find_first_rows(o);
	cut_pieces(o);
	enum mia_status status = mia__parallel(t->threads, o->piece_count, order_piece, o);
	for (size_t i = 0; i < o->piece_count; i++) {
		struct piece *p = &o->pieces[i];
		memmove(t->order + t->order_count, t->order + p->start, p->count * sizeof(*t->order));
		t->order_count += p->count;
		t->untold.records += p->untold.records;
		t->untold.missing |= p->untold.missing;
		mia__arena_adopt(&t->stored, &p->stored);
	}
	return status == MIA_OK;
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
	o.next = mia__alloc(a, o.count, sizeof(*o.next));
	o.first = mia__alloc(a, o.count + 1, sizeof(*o.first));
	if (o.list && o.next && o.first)
		ok = order_records(&o) && order_rows(&o);
	mia__dealloc(a, o.list, o.count, sizeof(*o.list));
	mia__dealloc(a, o.next, o.count, sizeof(*o.next));
	mia__dealloc(a, o.first, o.count + 1, sizeof(*o.first));
	return ok;
}
