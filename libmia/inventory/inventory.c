/* The inventory as a whole: reading lists into it, and what it holds after the
 * seal. */
#include "inventory/inventory.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"

const char *
mia_inventory_kind_name(enum mia_inventory_kind kind)
{
	switch (kind) {
	case MIA_INVENTORY_MESSAGE_TRACE:
		return "message trace";
	case MIA_INVENTORY_FOLDER_STATISTICS:
		return "folder statistics";
	case MIA_INVENTORY_EDISCOVERY:
		return "eDiscovery item list";
	case MIA_INVENTORY_EMAIL_EVENTS:
		return "Defender EmailEvents";
	case MIA_INVENTORY_GRAPH:
		return "Graph messages";
	case MIA_INVENTORY_UNKNOWN:
		return "no inventory";
	}
	return "";
}

enum mia_status
mia_inventory_new(struct mia_inventory **ret, const struct mia_allocator *allocator, struct mia_error *err)
{
	struct mia_allocator a = mia__allocator_or_default(allocator);
	struct mia_inventory *in;

	if (!ret)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no place for the inventory");
	in = mia__alloc(&a, 1, sizeof(*in));
	if (!in)
		return mia__fail_memory(err);
	in->a = a;
	mia__intern_init(&in->texts, &a);
	mia__arena_init(&in->kept, &a);
	*ret = in;
	return MIA_OK;
}

void
mia_inventory_free(struct mia_inventory *inventory)
{
	struct mia_allocator a;

	if (!inventory)
		return;
	a = inventory->a;
	if (inventory->entries)
		mia__dealloc(&a, inventory->entries, inventory->entry_cap, sizeof(*inventory->entries));
	if (inventory->folders)
		mia__dealloc(&a, inventory->folders, inventory->folder_cap, sizeof(*inventory->folders));
	mia__intern_release(&inventory->texts);
	mia__arena_release(&inventory->kept);
	mia__dealloc(&a, inventory, 1, sizeof(*inventory));
}

uint32_t
mia__inventory_keep_recipients(struct taking *t, struct buf *to)
{
	uint32_t ret = 0;

	t->no_memory |= to->failed || (to->len && !mia__intern_add(&t->inventory->texts, buf_view(to), &ret));
	mia__buf_release(to);
	return ret;
}

void
mia__inventory_add_item(struct taking *t, enum mia_inventory_kind kind, const struct draft *draft)
{
	struct mia_inventory *in = t->inventory;
	struct inventory_entry e = {
		.row = in->rows,
		.kind = (unsigned char)kind,
		.undelivered = draft->undelivered,
		.under_way = draft->under_way,
		.sent = draft->sent,
		.recipients = draft->recipients,
		.received = draft->received,
		.size_bytes = draft->size_bytes,
		.place = t->row->place,
	};
	const struct {
		struct mia_text text;
		uint32_t *to;
	} texts[] = {
		{ draft->mailbox, &e.mailbox },
		{ draft->message_id, &e.message_id },
		{ draft->item_id, &e.item_id },
		{ draft->folder_path, &e.folder_path },
		{ draft->folder_id, &e.folder_id },
		{ draft->subject, &e.subject },
		{ draft->sender, &e.sender },
		{ draft->sender_name, &e.sender_name },
	};

	/* What is empty is not stated. */
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		t->no_memory |= !mia__intern_add(&in->texts, texts[i].text.len ? texts[i].text : TEXT_ABSENT,
			texts[i].to);
	if (in->entry_count == in->entry_cap &&
		!mia__grow(&in->a, &in->entries, &in->entry_cap, in->entry_count + 1, sizeof(*in->entries)))
		t->no_memory = true;
	if (!t->no_memory)
		in->entries[in->entry_count++] = e;
}

static const struct inventory_format *
find_format(const struct table_row *row)
{
	static const struct inventory_format *const formats[] = { &mia__inventory_message_trace,
		&mia__inventory_folder_statistics, &mia__inventory_email_events, &mia__inventory_graph,
		&mia__inventory_ediscovery };

	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (formats[i]->recognises(row))
			return formats[i];
	return NULL;
}

/* What a source is that is no inventory, by its first row. */
static const char *
name_stranger(const struct table_row *row)
{
	enum mia_container container = row->place.source->container;

	if (container == MIA_CONTAINER_CSV_AUDITDATA || container == MIA_CONTAINER_CSV_MAILBOX ||
		container == MIA_CONTAINER_CSV_COLUMNS || HAS(row, "auditdata", "raweventdata") ||
		(HAS(row, "operation", "operations") &&
			HAS(row, "creationtime", "createddatetime", "lastaccessed")))
		return "audit export: give it as evidence, not as an inventory";
	if (HAS(row, "auditenabled", "defaultauditset", "auditbypassenabled"))
		return "audit configuration, not an inventory";
	if (HAS(row, "parentfolderid") && HAS(row, "childfoldercount"))
		return "Graph mail folders: no messages; list the messages of the folders";
	return row->csv ? "CSV with columns of none of the inventories that mia knows"
			: "JSON with members of none of the inventories that mia knows";
}

struct reading {
	struct mia_inventory *inventory;
	struct table_reader *reader;
	struct taking taking;
	const struct mia_source *source;       /* of the row before */
	const struct inventory_format *format; /* of that source */
	int (*on_reject)(void *ctx, const struct mia_reject *reject);
	void *ctx;
};

static enum mia_status
tell_reject(struct reading *r, const struct mia_reject *reject, struct mia_error *err)
{
	struct mia_inventory_sums *sums = &r->inventory->sums;

	sums->rows += reject->last != 0;
	sums->rejected += reject->last != 0;
	sums->by_kind[MIA_INVENTORY_UNKNOWN] += reject->last != 0;
	if (r->on_reject && r->on_reject(r->ctx, reject) != 0)
		return mia__fail(err, MIA_ERR_CANCELLED, "the callback asked to stop");
	return MIA_OK;
}

static enum mia_status
take_row(struct reading *r, const struct table_row *row, struct mia_error *err)
{
	struct mia_inventory *in = r->inventory;
	const struct mia_reject *reject = NULL;
	const char *why = NULL;

	/* The first row says what a source is; CSV says it once for all. */
	if (row->place.source != r->source) {
		r->format = find_format(row);
		r->source = row->place.source;
		if (!r->format) {
			MIA_TRY(mia__table_reader_refuse_source(r->reader, name_stranger(row), &reject, err));
			return tell_reject(r, reject, err);
		}
	} else if (!row->csv && !r->format->recognises(row)) {
		why = "not of the kind that the source began with";
	}
	if (in->rows == UINT32_MAX)
		return mia__fail(err, MIA_ERR_LIMIT, "more rows than an inventory can hold");
	mia__arena_rewind(r->taking.arena);
	r->taking.row = row;
	if (!why)
		why = r->format->take(&r->taking);
	if (r->taking.no_memory)
		return mia__fail_memory(err);
	if (why) {
		mia__table_reader_refuse(r->reader, MIA_REASON_NOT_A_RECORD, why, &reject);
		return tell_reject(r, reject, err);
	}
	in->rows++;
	in->sums.rows++;
	in->sums.by_kind[r->format->kind]++;
	return MIA_OK;
}

enum mia_status
mia_inventory_read(struct mia_inventory *inventory, struct mia_evidence *files, struct mia_text owner,
	int (*on_reject)(void *ctx, const struct mia_reject *reject), void *ctx, struct mia_error *err)
{
	struct reading r = { .inventory = inventory, .on_reject = on_reject, .ctx = ctx };
	struct arena arena;
	enum mia_status status;

	if (!inventory || !files)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no inventory or no files");
	if (inventory->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the inventory is sealed");
	MIA_TRY(mia__table_reader_new(&r.reader, files, err));
	mia__arena_init(&arena, &inventory->a);
	owner = text_trim(owner);
	r.taking = (struct taking){ .inventory = inventory,
		.owner = owner.len ? owner : TEXT_ABSENT,
		.arena = &arena };
	do {
		const struct table_row *row = NULL;
		const struct mia_reject *reject = NULL;
		status = mia__table_reader_next(r.reader, &row, &reject, err);
		if (status == MIA_OK)
			status = take_row(&r, row, err);
		else if (status == MIA_REJECTED)
			status = tell_reject(&r, reject, err);
	} while (status == MIA_OK);
	mia__arena_release(&arena);
	mia__table_reader_free(r.reader);
	return status == MIA_END ? MIA_OK : status;
}

enum mia_status
mia_inventory_seal(struct mia_inventory *inventory, struct mia_error *err)
{
	if (!inventory)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no inventory");
	if (inventory->sealed)
		return MIA_OK;
	if (!mia__inventory_seal(inventory))
		return mia__fail_memory(err);
	inventory->sealed = true;
	return MIA_OK;
}

size_t
mia_inventory_item_count(const struct mia_inventory *inventory)
{
	return inventory && inventory->sealed ? inventory->item_count : 0;
}

const struct mia_inventory_item *
mia_inventory_item(const struct mia_inventory *inventory, size_t i)
{
	return i < mia_inventory_item_count(inventory) ? &inventory->items[i] : NULL;
}

size_t
mia_inventory_folder_count(const struct mia_inventory *inventory)
{
	return inventory && inventory->sealed ? inventory->sealed_folder_count : 0;
}

const struct mia_inventory_folder *
mia_inventory_folder(const struct mia_inventory *inventory, size_t i)
{
	return i < mia_inventory_folder_count(inventory) ? &inventory->sealed_folders[i] : NULL;
}

const struct mia_inventory_sums *
mia_inventory_sums(const struct mia_inventory *inventory)
{
	return inventory ? &inventory->sums : NULL;
}
