/* The rows of messages and folders: which pairs of record and item each is
 * made of, and their order. */
#include "base/sort.h"
#include "base/text.h"
#include "exposure/exposure.h"

static int
compare_starts(const struct mia_exposure *e, const struct exposure_record *a, const struct exposure_row *x,
	const struct exposure_record *b, const struct exposure_row *y)
{
	int c = number_compare(e->mailbox_ranks[a->mailbox], e->mailbox_ranks[b->mailbox]);

	return c ? c : time_compare(x->first, y->first);
}

static int
compare_message_rows(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_exposure *e = ctx;
	const struct exposure_row *row_x = &e->messages.rows[x], *row_y = &e->messages.rows[y];
	const struct exposure_pair *a = &e->pairs[row_x->start], *b = &e->pairs[row_y->start];
	int c = compare_starts(e, &e->records[a->record], row_x, &e->records[b->record], row_y);

	if (c)
		return c;
	struct mia_text name_a = intern_text(&e->texts, a->identity),
			name_b = intern_text(&e->texts, b->identity);
	c = text_compare((struct mia_text){ name_a.ptr + 1, name_a.len - 1 },
		(struct mia_text){ name_b.ptr + 1, name_b.len - 1 });
	return c ? c : name_a.ptr[0] - name_b.ptr[0];
}

/* What the order of messages is worked out from. */
struct message_order {
	const struct mia_exposure *e;
	mia_time least;
	unsigned shift; /* a time less `least`, without so many bits, fits beside a rank */
	unsigned time_bits;
};

static int
compare_messages(const void *ctx, uint32_t x, uint32_t y)
{
	return compare_message_rows(((const struct message_order *)ctx)->e, x, y);
}

/* Rank and time; then the id, a piece a level. */
static uint64_t
message_key(const void *ctx, uint32_t x, unsigned level)
{
	const struct message_order *o = ctx;
	const struct exposure_row *row = &o->e->messages.rows[x];
	const struct exposure_pair *pair = &o->e->pairs[row->start];

	if (level) {
		struct mia_text name = intern_text(&o->e->texts, pair->identity);
		return sort_key_of_bytes(name.ptr + 1, name.len - 1, 8 * (level - 1));
	}
	uint64_t unknown = UINT64_MAX >> (64 - o->time_bits);
	uint64_t time = row->first == MIA_TIME_UNKNOWN
		? unknown
		: ((uint64_t)row->first - (uint64_t)o->least) >> o->shift;
	return (uint64_t)o->e->mailbox_ranks[o->e->records[pair->record].mailbox] << o->time_bits | time;
}

static const struct sort_keys message_keys = { message_key, 5, compare_messages };

static bool
sort_messages(struct mia_exposure *e)
{
	struct message_order o = { .e = e, .least = INT64_MAX, .time_bits = 32 };
	mia_time most = INT64_MIN;

	for (size_t i = 0; i < e->messages.count; i++) {
		mia_time time = e->messages.rows[i].first;
		if (time == MIA_TIME_UNKNOWN)
			continue;
		o.least = time < o.least ? time : o.least;
		most = time > most ? time : most;
	}
	while (o.time_bits < 63 && e->mailboxes.count <= UINT64_MAX >> (o.time_bits + 1))
		o.time_bits++;
	while (most > o.least &&
		((uint64_t)most - (uint64_t)o.least) >> o.shift >= UINT64_MAX >> (64 - o.time_bits))
		o.shift++;
	return mia__sort_keyed(&e->a, e->threads, e->messages.order, e->messages.count, &message_keys, &o);
}

static int
compare_names(struct mia_texts x, struct mia_texts y)
{
	for (size_t i = 0; i < x.count && i < y.count; i++) {
		int c = text_compare(x.ptr[i], y.ptr[i]);
		if (c)
			return c;
	}
	return (x.count > y.count) - (x.count < y.count);
}

/* Folders may bear one name and no id; then their records tell them apart. */
static int
compare_folder_rows(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_exposure *e = ctx;
	const struct exposure_row *row_x = &e->folders.rows[x], *row_y = &e->folders.rows[y];
	const struct exposure_pair *a = exposure_pair_at(e, e->by_folder, row_x->start);
	const struct exposure_pair *b = exposure_pair_at(e, e->by_folder, row_y->start);
	int c = compare_starts(e, &e->records[a->record], row_x, &e->records[b->record], row_y);

	if (c == 0)
		c = text_compare(mia__folder_names_id(&e->foldernames, a->folder),
			mia__folder_names_id(&e->foldernames, b->folder));
	if (c == 0)
		c = compare_names(mia__folder_names_of(&e->foldernames, a->folder),
			mia__folder_names_of(&e->foldernames, b->folder));
	if (c == 0)
		c = memcmp(e->records[a->record].key, e->records[b->record].key, sizeof(e->records->key));
	return c ? c : number_compare(row_x->count, row_y->count);
}

static void
add_row(struct mia_exposure *e, struct exposure_rows *rows, const uint32_t *index, size_t start, size_t count)
{
	mia_basis basis = exposure_row_basis(e, index, start, count);
	struct exposure_row row = { MIA_TIME_UNKNOWN, basis, (uint32_t)start, (uint32_t)count };

	for (size_t i = start; i < start + count; i++) {
		const struct exposure_pair *pair = exposure_pair_at(e, index, i);
		const struct exposure_record *record = &e->records[pair->record];
		if (exposure_covers(basis, exposure_basis(record, pair)) &&
			time_compare(record->time, row.first) < 0)
			row.first = record->time;
	}
	rows->rows[rows->count++] = row;
	if (index)
		e->sums.folders_synced += (basis & MIA_BASIS_SYNC_FOLDER) != 0;
	else
		e->sums.messages++;
}

static bool
same_message(const struct mia_exposure *e, size_t x, size_t y)
{
	const struct exposure_pair *a = &e->pairs[x], *b = &e->pairs[y];

	return a->identity == b->identity && e->records[a->record].mailbox == e->records[b->record].mailbox;
}

/* The end of the run of pairs that speak of one message. */
static size_t
message_end(const struct mia_exposure *e, size_t start)
{
	size_t end = start + 1;

	while (end < e->pair_count && same_message(e, start, end))
		end++;
	return end;
}

static size_t
folder_end(const struct mia_exposure *e, size_t start)
{
	size_t end = start + 1;
	uint32_t folder = exposure_pair_at(e, e->by_folder, start)->folder;

	while (end < e->by_folder_count && exposure_pair_at(e, e->by_folder, end)->folder == folder)
		end++;
	return end;
}

/* Numbers the rows and brings them into the order of the output. */
static bool
allocate_rows(const struct mia_exposure *e, struct exposure_rows *rows, size_t count)
{
	rows->cap = count + 1;
	rows->rows = mia__alloc(&e->a, rows->cap, sizeof(*rows->rows));
	rows->order = mia__alloc(&e->a, rows->cap, sizeof(*rows->order));
	for (size_t i = 0; rows->order && i < count; i++)
		rows->order[i] = (uint32_t)i;
	return rows->rows && rows->order;
}

static bool
make_messages(struct mia_exposure *e)
{
	size_t count = 0;

	for (size_t at = 0; at < e->pair_count; at = message_end(e, at))
		count += e->pairs[at].identity != 0;
	if (!allocate_rows(e, &e->messages, count))
		return false;
	for (size_t at = 0, end; at < e->pair_count; at = end) {
		end = message_end(e, at);
		if (e->pairs[at].identity != 0)
			add_row(e, &e->messages, NULL, at, end - at);
	}
	return sort_messages(e);
}

static int
compare_by_folder(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_exposure *e = ctx;
	const struct exposure_pair *a = &e->pairs[x], *b = &e->pairs[y];
	int c = number_compare(a->folder, b->folder);

	return c ? c : number_compare(a->record, b->record);
}

static uint64_t
folder_key(const void *ctx, uint32_t x, unsigned level)
{
	const struct exposure_pair *pair = &((const struct mia_exposure *)ctx)->pairs[x];

	(void)level;
	return (uint64_t)pair->folder << 32 | pair->record;
}

static const struct sort_keys folder_keys = { folder_key, 1, compare_by_folder };

/* Attachments and what was handled make no row of a folder. */
static bool
in_a_folder(const struct mia_exposure *e, const struct exposure_pair *pair)
{
	uint8_t access = e->records[pair->record].access;

	return pair->folder != MIA_NO_FOLDER && access != EXPOSURE_ATTACHMENT && access != EXPOSURE_HANDLED;
}

static bool
index_folders(struct mia_exposure *e)
{
	size_t count = 0;

	for (size_t i = 0; i < e->pair_count; i++)
		count += in_a_folder(e, &e->pairs[i]);
	if (count == 0)
		return true;
	e->by_folder = mia__alloc(&e->a, count, sizeof(*e->by_folder));
	if (!e->by_folder)
		return false;
	for (uint32_t i = 0; i < e->pair_count; i++)
		if (in_a_folder(e, &e->pairs[i]))
			e->by_folder[e->by_folder_count++] = i;
	return mia__sort_keyed(&e->a, e->threads, e->by_folder, count, &folder_keys, e);
}

static bool
make_folders(struct mia_exposure *e)
{
	size_t count = 0;

	for (size_t at = 0; at < e->by_folder_count; at = folder_end(e, at))
		count++;
	if (!allocate_rows(e, &e->folders, count))
		return false;
	for (size_t at = 0, end; at < e->by_folder_count; at = end) {
		end = folder_end(e, at);
		add_row(e, &e->folders, e->by_folder, at, end - at);
	}
	return mia__sort_numbers(&e->a, e->folders.order, count, compare_folder_rows, e);
}

bool
mia__exposure_make_rows(struct mia_exposure *e)
{
	return make_messages(e) && index_folders(e) && make_folders(e);
}
