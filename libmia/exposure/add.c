/* What an exposure keeps of one event. */
#include "base/error.h"
#include "base/text.h"
#include "event/marks.h"
#include "exposure/exposure.h"

_Static_assert(sizeof(struct exposure_record) == 64, "the memory budget counts on it");

/* What an operation is, if its records state no access: EXPOSURE_*, or of
 * EXPOSURE_HANDLED which, as HANDLED_AS; and MAY_BE_RULE. */
#define HANDLED_AS 16
#define MAY_BE_RULE 128

static uint8_t
ask_operation(struct mia_text operation)
{
	bool may_be_rule =
		mia__mark_can_be(operation, MARK_INBOX_RULE) || mia__mark_can_be(operation, MARK_FORWARDING);
	uint8_t rule = may_be_rule ? MAY_BE_RULE : 0;

	if (text_equal_nocase(operation, TEXT("AttachmentAccess")))
		return EXPOSURE_ATTACHMENT | rule;
	if (text_equal_nocase(operation, TEXT("MessageBind")))
		return EXPOSURE_MESSAGE_BIND | rule;
	if (text_equal_nocase(operation, TEXT("FolderBind")))
		return EXPOSURE_FOLDER_BIND | rule;
	for (uint8_t i = 0; i < MIA_HANDLED_COUNT; i++) {
		const char *name =
			mia_basis_name(UINT64_C(1) << (MIA_BASIS_HANDLED_FIRST + i)) + sizeof("HANDLED:") - 1;
		if (text_equal_nocase(operation, text_of(name)))
			return (uint8_t)(HANDLED_AS + i) | rule;
	}
	return MIA_ACCESS_NONE | rule;
}

_Static_assert(HANDLED_AS + MIA_HANDLED_COUNT <= MAY_BE_RULE, "what is handled has numbers below");

/* What the event is to an exposure: enum mia_access or EXPOSURE_*; *operation:
 * of EXPOSURE_HANDLED, which. */
static uint8_t
kind_of(const struct mia_exposure *e, const struct mia_event *event, uint8_t answer, uint8_t *operation)
{
	uint8_t kind = answer & (MAY_BE_RULE - 1);

	*operation = 0;
	if (event->access != MIA_ACCESS_NONE)
		return (uint8_t)event->access;
	if (kind < HANDLED_AS)
		return kind;
	if (!e->options.handled || !event->item_count)
		return MIA_ACCESS_NONE;
	*operation = (uint8_t)(MIA_BASIS_HANDLED_FIRST + kind - HANDLED_AS);
	return EXPOSURE_HANDLED;
}

/* Every record may tell where a folder lies and what an item is called. */
static bool
add_names(struct mia_exposure *e, const struct mia_event *event, uint32_t mailbox)
{
	if (!mia__grow(&e->a, &e->folder_uses, &e->folder_use_cap, event->folder_count,
		    sizeof(*e->folder_uses)))
		return false;
	for (size_t i = 0; i < event->folder_count; i++) {
		e->folder_uses[i].used = false;
		if (!mia__folder_names_add(&e->foldernames, mailbox, &event->folders[i],
			    &e->folder_uses[i].number))
			return false;
	}
	return true;
}

static bool
add_pair(struct mia_exposure *e, struct exposure_pair pair)
{
	if (e->pair_count >= UINT32_MAX - 1 ||
		!mia__grow(&e->a, &e->pairs, &e->pair_cap, e->pair_count + 1, sizeof(*e->pairs)))
		return false;
	e->pairs[e->pair_count++] = pair;
	return true;
}

enum { ITEMS_AT_ONCE = 8 };

/* An item on its way into the texts. */
struct coming_item {
	enum item_identity kind;
	size_t start, length;       /* of its identity, its kind as first byte, in the scratch */
	uint32_t identity, item_id; /* hashes of both */
};

static struct mia_text
identity_of(const struct mia_exposure *e, const struct coming_item *coming)
{
	return coming->kind == ITEM_NAMELESS
		? TEXT_ABSENT
		: (struct mia_text){ e->scratch.ptr + coming->start, coming->length };
}

/* Each text that is looked for is a cache miss: ask for all before the first. */
static bool
begin_items(struct mia_exposure *e, const struct mia_item *items, size_t count, struct coming_item *coming)
{
	buf_clear(&e->scratch);
	for (size_t i = 0; i < count; i++) {
		struct mia_text identity = TEXT_ABSENT;
		coming[i].kind = mia__item_identity(&items[i], &identity);
		coming[i].start = e->scratch.len;
		coming[i].length = identity.len + 1;
		mia__buf_byte(&e->scratch, (char)coming[i].kind);
		mia__buf_text(&e->scratch, identity);
	}
	if (e->scratch.failed)
		return false;
	for (size_t i = 0; i < count; i++) {
		coming[i].identity = mia__intern_begin(&e->texts, identity_of(e, &coming[i]));
		coming[i].item_id = mia__item_ids_begin(&e->item_ids, mia__item_printed_id(&items[i]));
	}
	return true;
}

static bool
add_item(struct mia_exposure *e, const struct mia_event *event, const struct mia_item *item,
	const struct coming_item *coming, struct exposure_record *record)
{
	struct exposure_pair pair = { .record = (uint32_t)e->record_count, .folder = MIA_NO_FOLDER };

	if (!mia__intern_end(&e->texts, identity_of(e, coming), coming->identity, &pair.identity) ||
		!mia__item_ids_end(&e->item_ids, mia__item_printed_id(item), coming->item_id, &pair.item_id))
		return false;
	if (item->folder < event->folder_count) {
		e->folder_uses[item->folder].used = true;
		pair.folder = e->folder_uses[item->folder].number;
	}
	if (pair.identity)
		record->names |= NAMES_ITEM;
	if (pair.identity && record->access >= EXPOSURE_ATTACHMENT &&
		coming->kind != ITEM_BY_INTERNET_MESSAGE_ID)
		e->aliases_wanted = true;
	return (!pair.identity && pair.folder == MIA_NO_FOLDER) || add_pair(e, pair);
}

static bool
add_items(struct mia_exposure *e, const struct mia_event *event, const struct mia_item *items, size_t count,
	struct exposure_record *record)
{
	struct coming_item coming[ITEMS_AT_ONCE];

	mia__exposure_want_notes(e, items, count, record->access < EXPOSURE_ATTACHMENT);
	for (size_t at = 0; at < count; at += ITEMS_AT_ONCE) {
		size_t n = count - at < ITEMS_AT_ONCE ? count - at : ITEMS_AT_ONCE;
		if (!begin_items(e, items + at, n, coming))
			return false;
		for (size_t i = 0; i < n; i++)
			if (!add_item(e, event, &items[at + i], &coming[i], record))
				return false;
	}
	return true;
}

static bool
add_whole_folder(struct mia_exposure *e, uint32_t folder)
{
	return add_pair(e,
		(struct exposure_pair){
			.record = (uint32_t)e->record_count,
			.folder = folder,
			.item_id = WHOLE_FOLDER,
		});
}

/* A sync that names no folder is still a sync: of a folder without a name. */
static bool
add_synced_folders(struct mia_exposure *e, const struct mia_sync *sync, uint32_t mailbox)
{
	static const struct mia_folder unknown;
	size_t count = sync && sync->folder_count ? sync->folder_count : 1;

	for (size_t i = 0; i < count; i++) {
		uint32_t folder;
		const struct mia_folder *named = sync && sync->folder_count ? &sync->folders[i] : &unknown;
		if (!mia__folder_names_add(&e->foldernames, mailbox, named, &folder) ||
			!add_whole_folder(e, folder))
			return false;
	}
	return true;
}

static bool
add_named(struct mia_exposure *e, const struct mia_event *event, struct exposure_record *record)
{
	if (event->access == MIA_ACCESS_SYNC)
		return add_synced_folders(e, event->sync, record->mailbox) &&
			(!event->sync ||
				add_items(e, event, event->sync->items, event->sync->item_count, record));
	/* The item of a FolderBind is the folder. */
	if (record->access != EXPOSURE_FOLDER_BIND &&
		!add_items(e, event, event->bind ? event->bind->items : event->items,
			event->bind ? event->bind->item_count : event->item_count, record))
		return false;
	if (record->access >= EXPOSURE_ATTACHMENT && record->access != EXPOSURE_FOLDER_BIND)
		return true;
	/* A folder is named even where the names of its items are missing. */
	for (size_t i = 0; i < event->folder_count; i++)
		if (!e->folder_uses[i].used && !add_whole_folder(e, e->folder_uses[i].number))
			return false;
	return true;
}

/* What is no address can only be shown as it is written. */
static bool
intern_address(struct mia_exposure *e, const struct mia_event *event, uint32_t *ret)
{
	char text[MIA_ADDRESS_TEXT];

	if (!event->address.family)
		return mia__intern_add(&e->texts, event->client_ip, ret);
	size_t length = mia_address_format(&event->address, text);
	return mia__intern_add(&e->texts, (struct mia_text){ text, length }, ret);
}

static bool
add_appearance(struct mia_exposure *e, const struct mia_event *event, uint32_t mailbox)
{
	uint32_t pair[2] = { mailbox, 0 }, ignored;

	return mia__intern_add(&e->texts, text_of(event->place.source ? event->place.source->name : NULL),
		       &pair[1]) &&
		mia__intern_add(&e->appearances, (struct mia_text){ (const char *)pair, sizeof(pair) },
			&ignored);
}

static enum mia_status
add_record(struct mia_exposure *e, const struct mia_event *event, struct exposure_record record,
	struct mia_error *err)
{
	memcpy(record.key, event->key, sizeof(record.key));
	if (e->record_count >= UINT32_MAX - 1)
		return mia__fail(err, MIA_ERR_LIMIT, "too many records for one exposure");
	struct mia_text session = event->session_id.len ? event->session_id : event->aad_session_id;
	if (!mia__intern_add(&e->texts, session, &record.session) || !intern_address(e, event, &record.ip) ||
		!mia__intern_add(&e->texts, event->client_ip, &record.ip_raw) ||
		!mia__intern_add(&e->texts, event->client, &record.client) ||
		!mia__intern_add(&e->texts, event->actor, &record.actor) ||
		!mia__intern_add(&e->texts, event->id, &record.id) ||
		!add_appearance(e, event, record.mailbox) || !add_named(e, event, &record) ||
		!mia__grow(&e->a, &e->records, &e->record_cap, e->record_count + 1, sizeof(*e->records)))
		return mia__fail_memory(err);
	e->records[e->record_count++] = record;
	return MIA_OK;
}

/* Which message each of several attachments belongs to is not kept: at least
 * one for each message. */
static uint64_t
attachments(const struct mia_event *event)
{
	return event->item_count == 1 ? event->attachment_count : event->attachment_count != 0;
}

/* Of an access whose kind is not stated, what it counts beyond the items that
 * it names. */
static uint64_t
unnamed(const struct mia_event *event, uint8_t kind)
{
	uint64_t named = 0;

	if (event->bind)
		return event->bind->unnamed;
	if (kind == EXPOSURE_ATTACHMENT)
		return attachments(event);
	if (kind != EXPOSURE_MESSAGE_BIND && (kind != MIA_ACCESS_UNSTATED || event->stated_count < 0))
		return UNNAMED_NOT_STATED;
	for (size_t i = 0; i < event->item_count; i++)
		named += mia__item_identity(&event->items[i], &(struct mia_text){ 0 }) != ITEM_NAMELESS;
	if (kind == EXPOSURE_MESSAGE_BIND)
		return named ? UNNAMED_NOT_STATED : 1; /* each is an access to one message */
	return (uint64_t)event->stated_count > named ? (uint64_t)event->stated_count - named : 0;
}

/* An event that no row rests on. */
static bool
count_other(struct mia_exposure *e, const struct mia_event *event, enum mia_match match)
{
	if (event->access == MIA_ACCESS_BIND && !mia__keyset_add(&e->other_binds, event->key))
		return false;
	if (event->access == MIA_ACCESS_SYNC && !mia__keyset_add(&e->other_syncs, event->key))
		return false;
	if (match != MIA_MATCH_NO && event->flags & MIA_FLAG_FAILED && event->access != MIA_ACCESS_NONE &&
		!mia__keyset_add(&e->not_excluded, event->key))
		return false;
	if (match != MIA_MATCH_YES)
		return true;
	if ((event->flags & MIA_FLAG_FAILED) && !mia__keyset_add(&e->failed, event->key))
		return false;
	return mia__keyset_add(&e->other_in_scope, event->key);
}

enum mia_status
mia__exposure_add(struct mia_fold *fold, const struct mia_event *event, struct mia_error *err)
{
	struct mia_exposure *e = (struct mia_exposure *)fold;
	uint32_t mailbox;
	uint8_t answer = answer_to(&e->operations, event->operation, ask_operation);
	uint8_t operation, kind = kind_of(e, event, answer, &operation);

	if (e->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the exposure is sealed");
	/* Most records are of no row: count_other. */
	if (event->access == MIA_ACCESS_BIND || event->access == MIA_ACCESS_SYNC)
		mia__keyset_expect(event->access == MIA_ACCESS_BIND ? &e->other_binds : &e->other_syncs,
			event->key);
	if (!mia__mailbox_names_add(&e->mailboxes, event, &mailbox) || !add_names(e, event, mailbox))
		return mia__fail_memory(err);
	enum mia_match match = e->asked ? e->answered
		: e->matcher            ? mia_matcher_match(e->matcher, event)
					: MIA_MATCH_YES;
	e->asked = false;
	/* A second reading brings what was left out and no row: whatever the bytes say by then. */
	if (e->again)
		return mia__exposure_note_items(e, event, mailbox, match) &&
				mia__exposure_note_aliases(e, event, mailbox)
			? MIA_OK
			: mia__fail_memory(err);
	if (!mia__exposure_note_places(e, event, mailbox) ||
		!mia__exposure_note_items(e, event, mailbox, match) ||
		!mia__exposure_note_aliases(e, event, mailbox) ||
		(((answer & MAY_BE_RULE) || (event->flags & MIA_FLAG_OPERATION_ODD)) &&
			event->access == MIA_ACCESS_NONE &&
			(event->parameter_count || event->object_id.len) &&
			!mia__exposure_note_rule(e, event, match)))
		return mia__fail_memory(err);
	if (event->throttled == MIA_YES && !mia__keyset_add(&e->throttled, event->key))
		return mia__fail_memory(err);
	if (match != MIA_MATCH_NO && kind != MIA_ACCESS_NONE && !(event->flags & MIA_FLAG_FAILED)) {
		if (match == MIA_MATCH_CANNOT_TELL)
			e->untold.missing |= mia_matcher_missing(e->matcher, event);
		return add_record(e, event,
			(struct exposure_record){
				.time = event->time,
				.unnamed = unnamed(event, kind),
				.mailbox = mailbox,
				.match = (uint8_t)match,
				.access = kind,
				.names = event->flags & MIA_FLAG_ITEMS_LOST ? LOST_ITEMS : 0,
				.operation = operation,
			},
			err);
	}
	return count_other(e, event, match) ? MIA_OK : mia__fail_memory(err);
}
