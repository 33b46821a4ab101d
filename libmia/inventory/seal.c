/* What remains of the rows: repeats removed, copies united, in order. */
#include <string.h>

#include "base/sort.h"
#include "base/text.h"
#include "inventory/inventory.h"

static int
by_text(const struct intern *texts, uint32_t x, uint32_t y)
{
	return x == y ? 0 : text_compare(intern_text(texts, x), intern_text(texts, y));
}

static int
by_number(int64_t x, int64_t y)
{
	return (x > y) - (x < y);
}

static int
by_place(const struct mia_place *x, const struct mia_place *y)
{
	int c = x->source == y->source ? 0 : strcmp(x->source->name, y->source->name);

	return c ? c : (x->record > y->record) - (x->record < y->record);
}

/* Mailbox, message, folder and kind, as the header says; then all the rest, so
 * that rows that tell the same stand together. */
static int
by_group(const struct intern *t, const struct inventory_entry *x, const struct inventory_entry *y)
{
	int c = by_text(t, x->mailbox, y->mailbox);

	c = c ? c : by_text(t, x->message_id, y->message_id);
	c = c ? c : by_text(t, x->folder_path, y->folder_path);
	c = c ? c : by_text(t, x->folder_id, y->folder_id);
	return c ? c : by_number(x->kind, y->kind);
}

static int
by_content(const struct intern *t, const struct inventory_entry *x, const struct inventory_entry *y)
{
	int c = by_group(t, x, y);

	c = c ? c : by_number(x->sent, y->sent);
	c = c ? c : by_number(x->under_way, y->under_way);
	c = c ? c : by_text(t, x->item_id, y->item_id);
	c = c ? c : by_text(t, x->subject, y->subject);
	c = c ? c : by_text(t, x->sender, y->sender);
	c = c ? c : by_text(t, x->sender_name, y->sender_name);
	c = c ? c : by_number(x->received, y->received);
	c = c ? c : by_number(x->size_bytes, y->size_bytes);
	c = c ? c : by_number(x->undelivered, y->undelivered);
	return c ? c : by_text(t, x->recipients, y->recipients);
}

static int
compare_entries(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_inventory *in = ctx;
	int c = by_content(&in->texts, &in->entries[x], &in->entries[y]);

	return c ? c : by_place(&in->entries[x].place, &in->entries[y].place);
}

static int
by_folder(const struct intern *t, const struct inventory_folder *x, const struct inventory_folder *y)
{
	int c = by_text(t, x->mailbox, y->mailbox);

	c = c ? c : by_text(t, x->path, y->path);
	c = c ? c : by_text(t, x->id, y->id);
	c = c ? c : by_number(x->items, y->items);
	c = c ? c : by_number(x->size_bytes, y->size_bytes);
	c = c ? c : by_number(x->oldest, y->oldest);
	return c ? c : by_number(x->newest, y->newest);
}

static int
compare_folders(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_inventory *in = ctx;
	int c = by_folder(&in->texts, &in->folders[x], &in->folders[y]);

	return c ? c : by_place(&in->folders[x].place, &in->folders[y].place);
}

/* 0, 1, 2, ... put in order; NULL: out of memory. */
static uint32_t *
in_order(const struct mia_inventory *in, size_t count, sort_compare *compare)
{
	uint32_t *v = mia__alloc(&in->a, count, sizeof(*v));

	for (size_t i = 0; v && i < count; i++)
		v[i] = (uint32_t)i;
	if (v && !mia__sort_numbers(&in->a, v, count, compare, in)) {
		mia__dealloc(&in->a, v, count, sizeof(*v));
		return NULL;
	}
	return v;
}

static struct mia_text
next_line(struct mia_text *left)
{
	const char *end = memchr(left->ptr, '\n', left->len);
	struct mia_text line = { left->ptr, (size_t)(end - left->ptr) };

	left->ptr = end + 1;
	left->len -= line.len + 1;
	return line;
}

static size_t
count_lines(struct mia_text t)
{
	size_t n = 0;

	for (size_t i = 0; i < t.len; i++)
		n += t.ptr[i] == '\n';
	return n;
}

/* Recipients and their names. */
struct recipients {
	struct mia_texts addresses, names;
};

/* Room for as many; false: out of memory. */
static bool
make_room(struct mia_inventory *in, size_t count, struct mia_text **addresses, struct mia_text **names)
{
	*addresses = mia__arena_take(&in->kept, count * sizeof(**addresses));
	*names = mia__arena_take(&in->kept, count * sizeof(**names));
	return *addresses && *names;
}

/* A list as its row has it; the same list is made once. */
static bool
one_list(struct mia_inventory *in, uint32_t id, struct recipients *lists)
{
	struct mia_text left = intern_text(&in->texts, id), *addresses, *names;

	if (left.len == 0 || lists[id].addresses.ptr)
		return true;
	size_t count = count_lines(left) / 2;
	if (!make_room(in, count, &addresses, &names))
		return false;
	for (size_t i = 0; i < count; i++) {
		addresses[i] = next_line(&left);
		names[i] = next_line(&left);
		if (names[i].len == 0)
			names[i] = TEXT_ABSENT;
	}
	lists[id] = (struct recipients){ { addresses, count }, { names, count } };
	return true;
}

/* All that several rows name. */
struct united {
	struct mia_text *addresses, *names;
	uint32_t *order;
	size_t count;
};

/* A name in front of none. */
static int
compare_united(const void *ctx, uint32_t x, uint32_t y)
{
	const struct united *u = ctx;
	int c = text_compare(u->addresses[x], u->addresses[y]);

	if (c == 0)
		c = (u->names[y].ptr != NULL) - (u->names[x].ptr != NULL);
	return c ? c : text_compare(u->names[x], u->names[y]);
}

static void
gather(struct united *u, const struct recipients *list)
{
	for (size_t k = 0; k < list->addresses.count; k++, u->count++) {
		u->addresses[u->count] = list->addresses.ptr[k];
		u->names[u->count] = list->names.ptr[k];
		u->order[u->count] = (uint32_t)u->count;
	}
}

/* The recipients that several rows name, each once. */
static bool
unite(struct mia_inventory *in, const uint32_t *v, size_t n, const struct recipients *lists,
	struct recipients *ret)
{
	struct mia_text *addresses, *names;
	size_t total = 0, kept = 0;
	bool ok;

	for (size_t i = 0; i < n; i++)
		total += lists[in->entries[v[i]].recipients].addresses.count;
	*ret = (struct recipients){ .addresses = { NULL, 0 } };
	if (total == 0)
		return true;
	struct united u = { mia__alloc(&in->a, total, sizeof(*u.addresses)),
		mia__alloc(&in->a, total, sizeof(*u.names)), mia__alloc(&in->a, total, sizeof(*u.order)), 0 };
	ok = u.addresses && u.names && u.order && make_room(in, total, &addresses, &names);
	for (size_t i = 0; ok && i < n; i++)
		gather(&u, &lists[in->entries[v[i]].recipients]);
	ok = ok && mia__sort_numbers(&in->a, u.order, u.count, compare_united, &u);
	for (size_t i = 0; ok && i < u.count; i++) {
		uint32_t at = u.order[i];
		if (kept && text_equal(addresses[kept - 1], u.addresses[at]))
			continue;
		addresses[kept] = u.addresses[at];
		names[kept++] = u.names[at];
	}
	mia__dealloc(&in->a, u.addresses, total, sizeof(*u.addresses));
	mia__dealloc(&in->a, u.names, total, sizeof(*u.names));
	mia__dealloc(&in->a, u.order, total, sizeof(*u.order));
	if (ok)
		*ret = (struct recipients){ { addresses, kept }, { names, kept } };
	return ok;
}

static bool
list_recipients(struct mia_inventory *in, const uint32_t *v, size_t n, struct recipients *lists,
	struct recipients *ret)
{
	for (size_t i = 0; i < n; i++)
		if (!one_list(in, in->entries[v[i]].recipients, lists))
			return false;
	if (n > 1)
		return unite(in, v, n, lists, ret);
	*ret = lists[in->entries[v[0]].recipients];
	return true;
}

/* v[0..n) tell of one item; the first speaks. */
static bool
keep_item(struct mia_inventory *in, const uint32_t *v, size_t n, struct recipients *lists)
{
	const struct inventory_entry *e = &in->entries[v[0]];
	struct mia_inventory_item *item = &in->items[in->item_count];
	const struct intern *t = &in->texts;
	struct recipients recipients;

	*item = (struct mia_inventory_item){
		.kind = (enum mia_inventory_kind)e->kind,
		.mailbox = intern_text(t, e->mailbox),
		.internet_message_id = intern_text(t, e->message_id),
		.item_id = intern_text(t, e->item_id),
		.folder_path = intern_text(t, e->folder_path),
		.folder_id = intern_text(t, e->folder_id),
		.subject = intern_text(t, e->subject),
		.sender = intern_text(t, e->sender),
		.received = e->received,
		.size_bytes = e->size_bytes,
		.undelivered = e->undelivered,
		.place = e->place,
		.sender_name = intern_text(t, e->sender_name),
	};
	for (size_t i = 1; i < n && item->received == MIA_TIME_UNKNOWN; i++)
		item->received = in->entries[v[i]].received;
	if (!list_recipients(in, v, n, lists, &recipients))
		return false;
	item->recipients = recipients.addresses;
	item->recipient_names = recipients.names;
	in->sums.without_message_id += !item->internet_message_id.ptr;
	in->sums.without_mailbox += !item->mailbox.ptr;
	in->sums.without_received += item->received == MIA_TIME_UNKNOWN;
	in->item_count++;
	return true;
}

/*
 * From v on, how many entries are one item. Entries that tell the same are; of
 * a message with an id also the copies that rows for other recipients tell the
 * sender to have.
 */
static size_t
run_of(const struct mia_inventory *in, const uint32_t *v, size_t left)
{
	const struct inventory_entry *first = &in->entries[v[0]];
	size_t n = 1;

	while (n < left) {
		const struct inventory_entry *e = &in->entries[v[n]];
		bool same = by_content(&in->texts, first, e) == 0;
		bool copies =
			first->sent && e->sent && first->message_id && by_group(&in->texts, first, e) == 0;
		if (!same && !copies)
			break;
		n++;
	}
	return n;
}

/* Another row of the trace knows how it ended, or does not know either: entries
 * that know stand in front of those that do not. */
static bool
superseded(const struct mia_inventory *in, const uint32_t *v, size_t at)
{
	const struct inventory_entry *e = &in->entries[v[at]];

	return e->under_way && e->message_id && at > 0 &&
		by_group(&in->texts, &in->entries[v[at - 1]], e) == 0;
}

static bool
seal_items(struct mia_inventory *in, unsigned char *row_told)
{
	struct recipients *lists; /* of recipients, by the number of their text */
	uint32_t *v;
	size_t n;
	bool ok;

	if (in->entry_count == 0)
		return true;
	in->items = mia__arena_take(&in->kept, in->entry_count * sizeof(*in->items));
	v = in->items ? in_order(in, in->entry_count, compare_entries) : NULL;
	if (!v)
		return false;
	lists = mia__alloc(&in->a, in->texts.count, sizeof(*lists));
	ok = lists != NULL;
	for (size_t i = 0; ok && i < in->entry_count; i += n) {
		n = run_of(in, v + i, in->entry_count - i);
		if (superseded(in, v, i))
			continue;
		if (!in->entries[v[i]].sent)
			row_told[in->entries[v[i]].row] = 1;
		ok = keep_item(in, v + i, in->entries[v[i]].sent ? n : 1, lists);
	}
	if (lists)
		mia__dealloc(&in->a, lists, in->texts.count, sizeof(*lists));
	mia__dealloc(&in->a, v, in->entry_count, sizeof(*v));
	return ok;
}

static bool
seal_folders(struct mia_inventory *in, unsigned char *row_told)
{
	uint32_t *v;

	if (in->folder_count == 0)
		return true;
	in->sealed_folders = mia__arena_take(&in->kept, in->folder_count * sizeof(*in->sealed_folders));
	v = in->sealed_folders ? in_order(in, in->folder_count, compare_folders) : NULL;
	if (!v)
		return false;
	for (size_t i = 0; i < in->folder_count; i++) {
		const struct inventory_folder *f = &in->folders[v[i]];
		if (i > 0 && by_folder(&in->texts, &in->folders[v[i - 1]], f) == 0)
			continue;
		row_told[f->row] = 2;
		in->sealed_folders[in->sealed_folder_count++] = (struct mia_inventory_folder){
			.mailbox = intern_text(&in->texts, f->mailbox),
			.folder_path = intern_text(&in->texts, f->path),
			.folder_id = intern_text(&in->texts, f->id),
			.items = f->items,
			.size_bytes = f->size_bytes,
			.oldest = f->oldest,
			.newest = f->newest,
		};
	}
	mia__dealloc(&in->a, v, in->folder_count, sizeof(*v));
	return true;
}

bool
mia__inventory_seal(struct mia_inventory *in)
{
	unsigned char *row_told; /* 0: nothing new; 1: an item; 2: a folder */
	bool ok;

	if (in->rows == 0)
		return true;
	row_told = mia__alloc(&in->a, in->rows, 1);
	if (!row_told)
		return false;
	ok = seal_items(in, row_told) && seal_folders(in, row_told);
	for (size_t i = 0; ok && i < in->rows; i++) {
		in->sums.items += row_told[i] == 1;
		in->sums.folders += row_told[i] == 2;
		in->sums.repeats += row_told[i] == 0;
	}
	mia__dealloc(&in->a, row_told, in->rows, 1);
	return ok;
}
