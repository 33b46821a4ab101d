/* Reading a list again: whatever is not just as libmia writes it is refused,
 * since a difference would be guessed. */
#include "base/error.h"
#include "base/sort.h"
#include "base/text.h"
#include "format/safe.h"
#include "load/table_reader.h"
#include "report/diff.h"

#define CUT TEXT(" [cut: see csv exact or json]")

enum { MAILBOX, MESSAGE_ID, ITEM_ID, FOLDER, FOLDER_ID, EXPOSURE, BASIS, SUBJECT, ESCAPED, CELLS };

static const struct {
	const char *name;
	bool list; /* in JSON an array */
	bool key;  /* what is cut from it makes another item */
} cells[CELLS] = {
	[MAILBOX] = { "mailbox", false, true },
	[MESSAGE_ID] = { "internet_message_id", false, true },
	[ITEM_ID] = { "item_id", true, true },
	[FOLDER] = { "folder", true, true },
	[FOLDER_ID] = { "folder_id", false, true },
	[EXPOSURE] = { "exposure", false, true },
	[BASIS] = { "basis", true, true },
	[SUBJECT] = { "subject", false, false },
	[ESCAPED] = { "csv_escaped", false, false },
};

/* One row while it is taken apart. */
struct taking {
	struct item_list *list;
	const struct table_row *row;
	struct mia_text text[CELLS]; /* absent: the row does not have it, or nothing in it */
	bool there[CELLS];
	bool counts_accesses, counts_syncs;
};

void
mia__item_list_init(struct item_list *list, const struct mia_allocator *a)
{
	*list = (struct item_list){ .a = *a };
	mia__arena_init(&list->kept, a);
}

void
mia__item_list_release(struct item_list *list)
{
	if (list->items)
		mia__dealloc(&list->a, list->items, list->cap, sizeof(*list->items));
	mia__arena_release(&list->kept);
}

static enum mia_status
refuse(const struct mia_place *place, struct mia_error *err, const char *why)
{
	char name[96];

	mia__escape_ascii(text_of(place->source->name), name, sizeof(name));
	mia__fail(err, MIA_ERR_ARGUMENT, "%s, record %llu: %s", name, (unsigned long long)place->record, why);
	if (err) {
		err->record = place->record;
		err->offset = place->offset;
	}
	return MIA_ERR_ARGUMENT;
}

/* ---- one row ---- */

/* The elements of an array come one by one; CSV has them joined. */
static bool
take_cell(struct taking *t, size_t cell, size_t elements, size_t bytes)
{
	const struct mia_text with = TEXT(" | ");
	size_t len = 0;
	char *out;

	t->there[cell] = elements != 0;
	if (bytes == 0)
		return true;
	out = mia__arena_take(&t->list->kept, bytes + with.len * (elements - 1));
	if (out == NULL)
		return false;
	for (size_t i = 0, left = elements; i < t->row->count && left; i++) {
		const struct row_cell *from = &t->row->cells[i];
		if (!text_equal(from->name, text_of(cells[cell].name)))
			continue;
		if (from->value.len)
			memcpy(out + len, from->value.ptr, from->value.len);
		len += from->value.len;
		if (--left) {
			memcpy(out + len, with.ptr, with.len);
			len += with.len;
		}
	}
	t->text[cell] = (struct mia_text){ out, len };
	return true;
}

static const char *
take_cells(struct taking *t, bool *no_memory)
{
	size_t elements[CELLS] = { 0 }, bytes[CELLS] = { 0 };

	for (size_t i = 0; i < t->row->count; i++) {
		const struct row_cell *from = &t->row->cells[i];
		t->counts_accesses |= text_equal(from->name, TEXT("access_count"));
		t->counts_syncs |= text_equal(from->name, TEXT("sync_count"));
		for (size_t k = 0; k < CELLS; k++) {
			if (!text_equal(from->name, text_of(cells[k].name)))
				continue;
			if (elements[k]++ && (t->row->csv || !cells[k].list))
				return "a column that counts stands twice";
			bytes[k] += from->value.len;
		}
	}
	for (size_t k = 0; k < CELLS && !*no_memory; k++)
		*no_memory = !take_cell(t, k, elements[k], bytes[k]);
	return NULL;
}

static bool
is_level(struct mia_text word)
{
	for (int level = 0; level <= MIA_LEVEL_NONE; level++)
		if (text_equal(word, text_of(mia_level_name((enum mia_level)level))))
			return true;
	return false;
}

static const char *
undo_excel(struct taking *t, bool *no_memory)
{
	struct mia_text escaped = t->text[ESCAPED];

	if (!t->there[ESCAPED] || text_equal(escaped, TEXT("0")))
		return NULL;
	if (!text_equal(escaped, TEXT("1")))
		return "csv_escaped is neither 0 nor 1";
	for (size_t i = 0; i < ESCAPED; i++) {
		struct mia_text cell = t->text[i];
		if (cell.len == 0)
			continue;
		if (cells[i].key && cell.len > CUT.len &&
			text_equal((struct mia_text){ cell.ptr + cell.len - CUT.len, CUT.len }, CUT))
			return "a cell was cut for a spreadsheet; take csv exact or json";
		char *out = mia__arena_take(&t->list->kept, cell.len);
		if (out == NULL) {
			*no_memory = true;
			return NULL;
		}
		t->text[i] = (struct mia_text){ out, mia__excel_undo(cell, out) };
	}
	return NULL;
}

static enum list_kind
kind_of(const struct taking *t)
{
	bool messages = t->there[MESSAGE_ID] || t->there[ITEM_ID] || t->counts_accesses;
	bool folders = t->there[FOLDER_ID] || t->there[FOLDER] || t->counts_syncs;

	return messages == folders ? LIST_UNKNOWN : messages ? LIST_MESSAGES : LIST_FOLDERS;
}

static const char *
judge(struct taking *t)
{
	enum list_kind kind = kind_of(t);

	if (!t->there[EXPOSURE] || kind == LIST_UNKNOWN ||
		(t->row->csv && !(t->there[MAILBOX] && t->there[BASIS])))
		return "no row of a list of messages or folders as libmia writes it";
	/* The name of the level before version 0.1.0. */
	if (text_equal(t->text[EXPOSURE], TEXT("presumed acquired")))
		t->text[EXPOSURE] = text_of(mia_level_name(MIA_LEVEL_PRESUMED_COPIED));
	if (!is_level(t->text[EXPOSURE]))
		return "its exposure is none that libmia writes";
	if (t->list->kind != LIST_UNKNOWN && kind != t->list->kind)
		return "messages and folders in one list";
	t->list->kind = kind;
	return NULL;
}

static bool
keep(struct taking *t)
{
	struct item_list *list = t->list;
	const struct mia_text *text = t->text;
	struct listed_item item = {
		.mailbox = text[MAILBOX],
		.internet_message_id = text[MESSAGE_ID],
		.item_id = text[ITEM_ID],
		.folder = text[FOLDER],
		.folder_id = text[FOLDER_ID],
		.exposure = text[EXPOSURE],
		.basis = text[BASIS],
		.subject = text[SUBJECT],
		.record = t->row->place.record,
		.offset = t->row->place.offset,
		.source = t->row->place.source->name,
	};
	char *lower = mia__arena_take(&list->kept, item.mailbox.len);

	if (lower == NULL ||
		(list->count == list->cap &&
			!mia__grow(&list->a, &list->items, &list->cap, list->count + 1,
				sizeof(*list->items))))
		return false;
	mia__text_lower(item.mailbox, lower);
	item.mailbox_key = (struct mia_text){ lower, item.mailbox.len };
	list->items[list->count++] = item;
	return true;
}

static enum mia_status
take_row(struct item_list *list, const struct table_row *row, struct mia_error *err)
{
	struct taking t = { .list = list, .row = row };
	bool no_memory = false;
	const char *why = take_cells(&t, &no_memory);

	if (!why && !no_memory)
		why = undo_excel(&t, &no_memory);
	if (!why && !no_memory)
		why = judge(&t);
	if (why)
		return refuse(&row->place, err, why);
	if (list->count == UINT32_MAX)
		return mia__fail(err, MIA_ERR_LIMIT, "more rows than can be compared");
	return !no_memory && keep(&t) ? MIA_OK : mia__fail_memory(err);
}

/* ---- the list ---- */

int
mia__item_list_compare(enum list_kind kind, const struct listed_item *a, const struct listed_item *b)
{
	bool messages = kind == LIST_MESSAGES;
	struct mia_text x = messages ? a->internet_message_id : a->folder_id;
	struct mia_text y = messages ? b->internet_message_id : b->folder_id;
	int c = text_compare(a->mailbox_key, b->mailbox_key);

	if (c == 0)
		c = text_compare(x, y);
	if (c || x.ptr)
		return c;
	return messages ? text_compare(a->item_id, b->item_id) : text_compare(a->folder, b->folder);
}

static int
compare(const void *ctx, uint32_t x, uint32_t y)
{
	const struct item_list *list = ctx;

	return mia__item_list_compare(list->kind, &list->items[x], &list->items[y]);
}

static enum mia_status
add_item(struct item_list *list, struct listed_item *sorted, size_t *kept, const struct listed_item *item,
	struct mia_error *err)
{
	const struct listed_item *last = *kept ? &sorted[*kept - 1] : NULL;
	char name[96];

	if (!last || mia__item_list_compare(list->kind, last, item) != 0) {
		sorted[(*kept)++] = *item;
		return MIA_OK;
	}
	if (text_equal(last->exposure, item->exposure) && text_equal(last->basis, item->basis))
		return MIA_OK;
	mia__escape_ascii(text_of(item->source), name, sizeof(name));
	mia__fail(err, MIA_ERR_ARGUMENT,
		"%s, record %llu: the item stands in record %llu too, with another exposure or basis", name,
		(unsigned long long)item->record, (unsigned long long)last->record);
	if (err) {
		err->record = item->record;
		err->offset = item->offset;
	}
	return MIA_ERR_ARGUMENT;
}

static enum mia_status
sort_items(struct item_list *list, struct mia_error *err)
{
	size_t n = list->count, kept = 0;
	struct listed_item *sorted;
	enum mia_status status;
	uint32_t *order;

	if (n == 0)
		return MIA_OK;
	order = mia__alloc(&list->a, n, sizeof(*order));
	sorted = mia__alloc(&list->a, n, sizeof(*sorted));
	for (size_t i = 0; order && i < n; i++)
		order[i] = (uint32_t)i;
	status = order && sorted && mia__sort_numbers(&list->a, order, n, compare, list)
		? MIA_OK
		: mia__fail_memory(err);
	for (size_t i = 0; status == MIA_OK && i < n; i++)
		status = add_item(list, sorted, &kept, &list->items[order[i]], err);
	if (order)
		mia__dealloc(&list->a, order, n, sizeof(*order));
	if (sorted && status == MIA_OK) {
		memcpy(list->items, sorted, kept * sizeof(*sorted));
		list->count = kept;
	}
	if (sorted)
		mia__dealloc(&list->a, sorted, n, sizeof(*sorted));
	return status;
}

static enum mia_status
refuse_reject(const struct mia_reject *reject, struct mia_error *err)
{
	const char *reason = mia_reason_name(reject->reason);
	size_t len = strlen(reason);
	char why[sizeof(reject->detail) + 64];

	/* Names of reasons are short; the detail is ASCII and terminated. */
	memcpy(why, reason, len);
	memcpy(why + len, ": ", 2);
	memcpy(why + len + 2, reject->detail, strlen(reject->detail) + 1);
	return refuse(&reject->place, err, why);
}

enum mia_status
mia__item_list_read(struct item_list *list, struct mia_evidence *evidence, struct mia_error *err)
{
	struct table_reader *reader;
	const struct table_row *row;
	const struct mia_reject *reject;
	enum mia_status status;

	MIA_TRY(mia__table_reader_new(&reader, evidence, err));
	while ((status = mia__table_reader_next(reader, &row, &reject, err)) != MIA_END) {
		if (status == MIA_OK)
			status = take_row(list, row, err);
		else if (status == MIA_REJECTED)
			status = refuse_reject(reject, err);
		if (status < 0)
			break;
	}
	mia__table_reader_free(reader);
	MIA_TRY(status);
	return sort_items(list, err);
}
