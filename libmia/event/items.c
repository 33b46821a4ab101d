/* The folders and items of an event: what is which, what is absence, what the log counted beyond, what is lost. */
#include "base/number.h"
#include "base/text.h"
#include "event/assemble.h"
#include "event/identity.h"
#include "event/parse.h"
#include "event/powershell.h"

static void
drop_literal(struct mia_text *t, struct mia_text literal)
{
	if (t->len == 0 || text_equal(*t, literal))
		*t = TEXT_ABSENT;
}

static bool
canonical_message_id(struct decoder *d, struct mia_item *item)
{
	struct mia_text raw = item->internet_message_id_raw, plain;

	if (raw.len > 2 && *raw.ptr == '<' && raw.ptr[raw.len - 1] == '>') {
		/* As it should be, and most are. */
		if (mia__text_repaired(raw))
			d->event.flags |= MIA_FLAG_ITEMS_LOST;
		else
			item->internet_message_id = raw;
		return true;
	}
	if (mia__event_text_lost(text_trim(raw))) {
		d->event.flags |= MIA_FLAG_ITEMS_LOST;
		return true; /* it names no message */
	}
	if (mia__powershell_nothing(raw))
		return true; /* "None" */
	/* One that was cut is completed, as others are, and may be another's. */
	plain = text_trim(raw);
	if (*plain.ptr == '<' && plain.ptr[plain.len - 1] != '>')
		d->event.flags |= MIA_FLAG_ITEMS_LOST;
	if (!mia__message_id_canonical(&d->arena, raw, &item->internet_message_id))
		return false;
	if (item->internet_message_id.ptr && !text_equal(item->internet_message_id, raw))
		d->event.flags |= MIA_FLAG_MESSAGE_ID_REWRITTEN;
	return true;
}

/* Item of a sync, and of folder operations, is the folder itself. */
static void
folder_item(struct decoder *d)
{
	size_t kept = 0;

	for (size_t i = 0; i < d->item_count; i++) {
		struct mia_item *item = &d->items[i];
		bool bare = !filled(item->internet_message_id_raw) && !filled(item->subject) &&
			!filled(item->immutable_id);
		const struct mia_folder *f =
			item->folder < d->folder_count ? &d->folders[item->folder] : NULL;
		bool is_folder = bare &&
			((f && filled(item->id) && text_equal(item->id, f->id)) ||
				(d->event.access == MIA_ACCESS_SYNC && d->sync_items == 0));
		if (is_folder && !f && filled(item->id) && mia__decode_add_folder(d))
			d->folders[d->folder_count - 1].id = item->id;
		else if (is_folder && f && !filled(f->id))
			d->folders[item->folder].id = item->id;
		if (!is_folder)
			d->items[kept++] = *item;
	}
	d->item_count = kept;
}

/* The flat columns of Search-MailboxAuditLog: one folder, one item, or lists
 * of ids parted by commas. */
static void
flat_columns(struct decoder *d)
{
	struct slots *s = &d->sets[d->has_record ? SET_RECORD : SET_TOP];
	struct mia_text list = mia__cut_list(d, s->v[SLOT_SOURCE_MESSAGE_IDS]);
	bool folder = filled(s->v[SLOT_FOLDER_ID]) || filled(s->v[SLOT_FOLDER_PATH]) ||
		filled(s->v[SLOT_FOLDER_NAME]);
	uint32_t number = MIA_NO_FOLDER;

	if (folder && (d->folder_count == 0 || d->columns_again) && mia__decode_add_folder(d)) {
		number = (uint32_t)(d->folder_count - 1);
		d->folders[number].id = s->v[SLOT_FOLDER_ID];
		d->folders[number].path = s->v[SLOT_FOLDER_PATH];
		d->folders[number].name = s->v[SLOT_FOLDER_NAME];
	}
	if (d->item_count && !d->columns_again)
		return;
	if ((filled(s->v[SLOT_ITEM_ID]) || filled(s->v[SLOT_ITEM_MESSAGE_ID])) && mia__decode_add_item(d)) {
		struct mia_item *item = &d->items[d->item_count - 1];
		item->id = s->v[SLOT_ITEM_ID];
		item->internet_message_id_raw = s->v[SLOT_ITEM_MESSAGE_ID];
		item->subject = s->v[SLOT_ITEM_SUBJECT];
		item->folder = number;
	}
	/* Run-MailboxAuditLogSearcher has of an item its subject alone. */
	if (d->item_count == 0 && !list.len && filled(s->v[SLOT_SUBJECT]) &&
		text_equal_nocase(d->event.operation, TEXT("MessageBind")) && mia__decode_add_item(d)) {
		d->items[0].subject = s->v[SLOT_SUBJECT];
		d->items[0].folder = number;
	}
	while (list.len) {
		const char *comma = memchr(list.ptr, ',', list.len);
		size_t n = comma ? (size_t)(comma - list.ptr) : list.len;
		struct mia_text one = text_trim((struct mia_text){ list.ptr, n });
		if (one.len && mia__decode_add_item(d)) {
			d->items[d->item_count - 1].internet_message_id_raw = one;
			d->items[d->item_count - 1].folder = number;
		}
		list.ptr += n + (comma != NULL);
		list.len -= n + (comma != NULL);
	}
}

/* What the log counted or listed without saying which item it was. */
static uint64_t
unnamed(const struct decoder *d, int64_t stated)
{
	uint64_t n = stated > 0 && (uint64_t)stated > d->item_count ? (uint64_t)stated : d->item_count;
	struct mia_text ignored;

	for (size_t i = 0; i < d->item_count; i++)
		n -= mia__item_identity(&d->items[i], &ignored) != ITEM_NAMELESS;
	return n;
}

/* AttachmentAccess (seen in real records of 2025): each entry of Messages is a
 * message by its store id, each of its MessageItems an attachment. */
static bool
attachments(struct decoder *d)
{
	struct mia_event *e = &d->event;

	e->attachment_count = 0;
	if (d->message_count == 0 && !d->attachments_lost)
		return true;
	if (!text_equal_nocase(e->operation, TEXT("AttachmentAccess")))
		return true;
	e->attachment_count = d->attachment_count;
	e->flags |= d->attachments_lost ? MIA_FLAG_ITEMS_LOST : 0;
	for (size_t i = 0; i < d->message_count; i++) {
		if (!mia__decode_add_item(d))
			return false;
		d->items[d->item_count - 1] = d->messages[i];
	}
	return true;
}

/* How many folders say which they are. */
static size_t
told_folders(const struct decoder *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->folder_count; i++)
		n += filled(d->folders[i].id) || filled(d->folders[i].path) || filled(d->folders[i].name);
	return n;
}

/*
 * Is what was accessed not to be found? An export dropped it, or gave it names
 * that nobody knows. (That the operation has lost its name tells event.c.)
 */
static bool
payload_lost(const struct decoder *d, int64_t stated)
{
	const struct mia_event *e = &d->event;
	size_t folders = told_folders(d);
	bool empty = d->item_count == 0 && folders == 0;

	if (e->flags & MIA_FLAG_ITEMS_LOST)
		return false; /* which says the same, and why */
	switch (e->access) {
	case MIA_ACCESS_BIND:
		return d->item_count == 0 && (stated < 0 || (stated > 0 && folders == 0));
	case MIA_ACCESS_SYNC:
		return folders == 0;
	case MIA_ACCESS_UNSTATED:
		return empty || !text_equal_nocase(e->operation, TEXT("MailItemsAccessed"));
	case MIA_ACCESS_NONE:
		break;
	}
	if (text_equal_nocase(e->operation, TEXT("AttachmentAccess")) ||
		text_equal_nocase(e->operation, TEXT("MessageBind")))
		return empty;
	return false;
}

enum mia_status
mia__event_items(struct decoder *d)
{
	struct mia_event *e = &d->event;
	int64_t stated = -1;

	flat_columns(d);
	if (!attachments(d))
		return MIA_ERR_MEMORY;
	if (d->lists_again)
		mia__decode_drop_repeats(d);
	e->flags |= d->flags;
	folder_item(d);
	if (d->no_memory)
		return MIA_ERR_MEMORY;
	for (size_t i = 0; i < d->folder_count; i++) {
		drop_literal(&d->folders[i].id, TEXT("Unknown"));
		drop_literal(&d->folders[i].path, TEXT("Not Available"));
		drop_literal(&d->folders[i].name, TEXT("Not Available"));
	}
	for (size_t i = 0; i < d->item_count; i++) {
		struct mia_item *item = &d->items[i];
		drop_literal(&item->id, TEXT("Unknown"));
		drop_literal(&item->immutable_id, TEXT("ErrorDuringIdConversion"));
		if (!canonical_message_id(d, item))
			return MIA_ERR_MEMORY;
		if (item->subject.len == 0)
			item->subject = TEXT_ABSENT;
	}
	e->folders = d->folders;
	e->folder_count = d->folder_count;
	e->items = d->items;
	e->item_count = d->item_count;
	if (filled(value(d, SLOT_COUNT_STATED)) &&
		(!mia__number_parse(text_trim(value(d, SLOT_COUNT_STATED)), &stated) || stated < 0)) {
		e->flags |= MIA_FLAG_BAD_VALUE;
		stated = -1;
	}
	e->stated_count = e->access == MIA_ACCESS_NONE ? MIA_NOT_COUNTED : stated;
	if (payload_lost(d, stated))
		e->flags |= MIA_FLAG_PAYLOAD_LOST;
	e->bind = NULL;
	e->sync = NULL;
	if (e->access == MIA_ACCESS_BIND) {
		d->bind = (struct mia_bind){ d->items, d->item_count, stated, unnamed(d, stated) };
		if (d->bind.unnamed)
			e->flags |= MIA_FLAG_UNNAMED;
		e->bind = &d->bind;
	} else if (e->access == MIA_ACCESS_SYNC) {
		d->sync = (struct mia_sync){ d->folders, d->folder_count, d->items, d->item_count };
		if (d->item_count)
			e->flags |= MIA_FLAG_ITEMS_UNDER_SYNC;
		e->sync = &d->sync;
	}
	return MIA_OK;
}
