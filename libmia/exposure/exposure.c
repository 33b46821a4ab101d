#include "exposure/exposure.h"

#include "base/error.h"
#include "base/text.h"

_Static_assert(sizeof(struct exposure_record) == 64, "the memory budget counts on it");

/* The number of a folder of the event at hand, and whether an item lies in it. */
struct folder_use {
	uint32_t number;
	bool used;
};

static const struct mia_fold_ops exposure_ops;

enum mia_status
mia_exposure_new(struct mia_exposure **ret, const struct mia_allocator *allocator,
	const struct mia_exposure_options *options, struct mia_error *err)
{
	if (!ret)
		return mia_fail(err, MIA_ERR_ARGUMENT, "no place for the new exposure");
	if (options && options->size != sizeof(*options))
		return mia_fail(err, MIA_ERR_ARGUMENT, "exposure options of another version");
	struct mia_allocator a = mia_allocator_or_default(allocator);
	struct mia_exposure *e = mia_alloc(&a, 1, sizeof(*e));
	if (!e)
		return mia_fail_memory(err);
	e->fold.ops = &exposure_ops;
	e->a = a;
	if (options)
		e->options = *options;
	mailboxes_init(&e->mailboxes, &a);
	foldernames_init(&e->foldernames, &a);
	intern_init(&e->texts, &a);
	subjects_init(&e->subjects, &a, &e->texts);
	buf_init(&e->scratch, &a);
	keyset_init(&e->other_in_scope, &a);
	keyset_init(&e->other_binds, &a);
	keyset_init(&e->other_syncs, &a);
	keyset_init(&e->failed, &a);
	keyset_init(&e->throttled, &a);
	if (e->options.scope) {
		enum mia_status status = mia_matcher_new(&e->matcher, e->options.scope, err);
		if (status < 0) {
			mia_exposure_free(e);
			return status;
		}
	}
	*ret = e;
	return MIA_OK;
}

static void
release_rows(const struct mia_allocator *a, struct exposure_rows *rows)
{
	mia_dealloc(a, rows->rows, rows->cap, sizeof(*rows->rows));
	mia_dealloc(a, rows->order, rows->cap, sizeof(*rows->order));
}

void
mia_exposure_free(struct mia_exposure *e)
{
	if (!e)
		return;
	struct mia_allocator a = e->a;
	mia_matcher_free(e->matcher);
	mailboxes_release(&e->mailboxes);
	foldernames_release(&e->foldernames);
	intern_release(&e->texts);
	subjects_release(&e->subjects);
	buf_release(&e->scratch);
	mia_dealloc(&a, e->folder_uses, e->folder_use_cap, sizeof(*e->folder_uses));
	mia_dealloc(&a, e->records, e->record_cap, sizeof(*e->records));
	mia_dealloc(&a, e->pairs, e->pair_cap, sizeof(*e->pairs));
	keyset_release(&e->other_in_scope);
	keyset_release(&e->other_binds);
	keyset_release(&e->other_syncs);
	keyset_release(&e->failed);
	keyset_release(&e->throttled);
	mia_dealloc(&a, e->by_folder, e->by_folder_count, sizeof(*e->by_folder));
	mia_dealloc(&a, e->mailbox_ranks, e->mailbox_cap, sizeof(*e->mailbox_ranks));
	mia_dealloc(&a, e->mailbox_members, e->mailbox_cap, sizeof(*e->mailbox_members));
	release_rows(&a, &e->messages);
	release_rows(&a, &e->folders);
	mia_dealloc(&a, e, 1, sizeof(*e));
}

struct mia_fold *
mia_exposure_fold(struct mia_exposure *exposure)
{
	return exposure ? &exposure->fold : NULL;
}

/* Every record may tell where a folder lies and what an item is called. */
static bool
add_names(struct mia_exposure *e, const struct mia_event *event, uint32_t mailbox)
{
	if (!mia_grow(&e->a, &e->folder_uses, &e->folder_use_cap, event->folder_count, sizeof(*e->folder_uses)))
		return false;
	for (size_t i = 0; i < event->folder_count; i++) {
		e->folder_uses[i].used = false;
		if (!foldernames_add(&e->foldernames, mailbox, &event->folders[i], &e->folder_uses[i].number))
			return false;
	}
	return true;
}

static bool
add_subjects(struct mia_exposure *e, const struct mia_event *event, uint32_t mailbox, enum mia_match match)
{
	bool access = event->access != MIA_ACCESS_NONE, in_scope = access && match != MIA_MATCH_NO;

	if (!access || in_scope || !e->lean) {
		for (size_t i = 0; in_scope && i < event->item_count; i++)
			e->unsized |= event->items[i].size_bytes < 0;
		return subjects_add(&e->subjects, &e->mailboxes, mailbox, event->items, event->item_count, in_scope);
	}
	for (size_t i = 0; i < event->item_count; i++) {
		e->left_out |= event->items[i].size_bytes >= 0;
		if (event->items[i].subject.ptr && !subjects_add(&e->subjects, &e->mailboxes, mailbox, &event->items[i], 1, false))
			return false;
	}
	return true;
}

static bool
intern_identity(struct mia_exposure *e, const struct mia_item *item, uint32_t *ret)
{
	struct mia_text identity;
	enum item_identity kind = item_identity(item, &identity);

	*ret = 0;
	if (kind == ITEM_NAMELESS)
		return true;
	buf_clear(&e->scratch);
	buf_byte(&e->scratch, (char)kind);
	buf_text(&e->scratch, identity);
	return !e->scratch.failed && intern_add(&e->texts, buf_view(&e->scratch), ret);
}

static bool
add_pair(struct mia_exposure *e, struct exposure_pair pair)
{
	if (e->pair_count >= UINT32_MAX - 1 ||
	    !mia_grow(&e->a, &e->pairs, &e->pair_cap, e->pair_count + 1, sizeof(*e->pairs)))
		return false;
	e->pairs[e->pair_count++] = pair;
	return true;
}

static bool
add_items(struct mia_exposure *e, const struct mia_event *event, const struct mia_item *items, size_t count,
	struct exposure_record *record)
{
	for (size_t i = 0; i < count; i++) {
		struct exposure_pair pair = { .record = (uint32_t)e->record_count, .folder = MIA_NO_FOLDER };
		if (!intern_identity(e, &items[i], &pair.identity) ||
		    !intern_add(&e->texts, item_printed_id(&items[i]), &pair.item_id))
			return false;
		if (items[i].folder < event->folder_count) {
			e->folder_uses[items[i].folder].used = true;
			pair.folder = e->folder_uses[items[i].folder].number;
		}
		if (pair.identity)
			record->names = 1;
		if ((pair.identity || pair.folder != MIA_NO_FOLDER) && !add_pair(e, pair))
			return false;
	}
	return true;
}

static bool
add_whole_folder(struct mia_exposure *e, uint32_t folder)
{
	return add_pair(e, (struct exposure_pair){
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
		if (!foldernames_add(&e->foldernames, mailbox, named, &folder) || !add_whole_folder(e, folder))
			return false;
	}
	return true;
}

static bool
add_named(struct mia_exposure *e, const struct mia_event *event, struct exposure_record *record)
{
	if (event->access == MIA_ACCESS_SYNC)
		return add_synced_folders(e, event->sync, record->mailbox) && (!event->sync ||
			add_items(e, event, event->sync->items, event->sync->item_count, record));
	if (!add_items(e, event, event->bind ? event->bind->items : event->items,
	    event->bind ? event->bind->item_count : event->item_count, record))
		return false;
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
		return intern_add(&e->texts, event->client_ip, ret);
	size_t length = mia_address_format(&event->address, text);
	return intern_add(&e->texts, (struct mia_text){ text, length }, ret);
}

static enum mia_status
add_record(struct mia_exposure *e, const struct mia_event *event, uint32_t mailbox, enum mia_match match,
	struct mia_error *err)
{
	struct exposure_record record = {
		.time = event->time,
		.unnamed = event->bind ? event->bind->unnamed : UNNAMED_NOT_STATED,
		.mailbox = mailbox,
		.match = (uint8_t)match,
		.access = (uint8_t)event->access,
	};

	memcpy(record.key, event->key, sizeof(record.key));
	if (e->record_count >= UINT32_MAX - 1)
		return mia_fail(err, MIA_ERR_LIMIT, "too many records for one exposure");
	struct mia_text session = event->session_id.len ? event->session_id : event->aad_session_id;
	if (!intern_add(&e->texts, session, &record.session) || !intern_address(e, event, &record.ip) ||
	    !intern_add(&e->texts, event->client_ip, &record.ip_raw) ||
	    !intern_add(&e->texts, event->client, &record.client) ||
	    !intern_add(&e->texts, event->actor, &record.actor) || !intern_add(&e->texts, event->id, &record.id) ||
	    !add_named(e, event, &record) ||
	    !mia_grow(&e->a, &e->records, &e->record_cap, e->record_count + 1, sizeof(*e->records)))
		return mia_fail_memory(err);
	e->records[e->record_count++] = record;
	return MIA_OK;
}

/* An event that no row rests on. */
static bool
count_other(struct mia_exposure *e, const struct mia_event *event, enum mia_match match)
{
	if (event->access == MIA_ACCESS_BIND && !keyset_add(&e->other_binds, event->key))
		return false;
	if (event->access == MIA_ACCESS_SYNC && !keyset_add(&e->other_syncs, event->key))
		return false;
	if (match != MIA_MATCH_YES)
		return true;
	if ((event->flags & MIA_FLAG_FAILED) && !keyset_add(&e->failed, event->key))
		return false;
	return keyset_add(&e->other_in_scope, event->key);
}

static enum mia_status
exposure_add(struct mia_fold *fold, const struct mia_event *event, struct mia_error *err)
{
	struct mia_exposure *e = (struct mia_exposure *)fold;
	uint32_t mailbox;

	if (e->sealed)
		return mia_fail(err, MIA_ERR_STATE, "the exposure is sealed");
	if (!mailboxes_add(&e->mailboxes, event, &mailbox) || !add_names(e, event, mailbox))
		return mia_fail_memory(err);
	enum mia_match match = e->matcher ? mia_matcher_match(e->matcher, event) : MIA_MATCH_YES;
	if (!add_subjects(e, event, mailbox, match))
		return mia_fail_memory(err);
	if (event->throttled == MIA_YES && !keyset_add(&e->throttled, event->key))
		return mia_fail_memory(err);
	bool exposes = match != MIA_MATCH_NO && event->access != MIA_ACCESS_NONE && !(event->flags & MIA_FLAG_FAILED);
	if (exposes)
		return add_record(e, event, mailbox, match, err);
	return count_other(e, event, match) ? MIA_OK : mia_fail_memory(err);
}

/* What numbers of another's tables mean in ours. */
struct exposure_maps {
	uint32_t *mailboxes, *folders, *texts; /* texts: 0 until needed */
};

static bool
map_text(struct mia_exposure *e, const struct mia_exposure *from, const struct exposure_maps *maps, uint32_t *number)
{
	uint32_t *known = &maps->texts[*number];

	if (!*known && !intern_add(&e->texts, intern_text(&from->texts, *number), known))
		return false;
	*number = *known;
	return true;
}

static bool
merge_records(struct mia_exposure *e, const struct mia_exposure *from, const struct exposure_maps *maps)
{
	uint32_t base = (uint32_t)e->record_count;
	size_t records = e->record_count + from->record_count, pairs = e->pair_count + from->pair_count;

	if (records >= UINT32_MAX || pairs >= UINT32_MAX ||
	    !mia_grow(&e->a, &e->records, &e->record_cap, records, sizeof(*e->records)) ||
	    !mia_grow(&e->a, &e->pairs, &e->pair_cap, pairs, sizeof(*e->pairs)))
		return false;
	for (size_t i = 0; i < from->record_count; i++) {
		struct exposure_record record = from->records[i];
		record.mailbox = maps->mailboxes[record.mailbox];
		if (!map_text(e, from, maps, &record.session) || !map_text(e, from, maps, &record.ip) ||
		    !map_text(e, from, maps, &record.ip_raw) || !map_text(e, from, maps, &record.client) ||
		    !map_text(e, from, maps, &record.actor) || !map_text(e, from, maps, &record.id))
			return false;
		e->records[e->record_count++] = record;
	}
	for (size_t i = 0; i < from->pair_count; i++) {
		struct exposure_pair pair = from->pairs[i];
		pair.record += base;
		if (pair.folder != MIA_NO_FOLDER)
			pair.folder = maps->folders[pair.folder];
		if (!map_text(e, from, maps, &pair.identity) ||
		    (pair.item_id != WHOLE_FOLDER && !map_text(e, from, maps, &pair.item_id)))
			return false;
		e->pairs[e->pair_count++] = pair;
	}
	return true;
}

static bool
merge_all(struct mia_exposure *e, struct mia_exposure *from, const struct exposure_maps *maps)
{
	return mailboxes_merge(&e->mailboxes, &from->mailboxes, maps->mailboxes) &&
		foldernames_merge(&e->foldernames, &from->foldernames, maps->mailboxes, maps->folders) &&
		subjects_merge(&e->subjects, &from->subjects) && keyset_merge(&e->failed, &from->failed) &&
		keyset_merge(&e->throttled, &from->throttled) &&
		keyset_merge(&e->other_in_scope, &from->other_in_scope) &&
		keyset_merge(&e->other_binds, &from->other_binds) &&
		keyset_merge(&e->other_syncs, &from->other_syncs) && merge_records(e, from, maps);
}

static enum mia_status
exposure_merge(struct mia_fold *fold, struct mia_fold *other, struct mia_error *err)
{
	struct mia_exposure *e = (struct mia_exposure *)fold;
	struct mia_exposure *from = (struct mia_exposure *)other;

	if (e->sealed || from->sealed)
		return mia_fail(err, MIA_ERR_ARGUMENT, "a sealed exposure cannot be merged");
	if (e->options.scope != from->options.scope || e->options.handled != from->options.handled)
		return mia_fail(err, MIA_ERR_ARGUMENT, "exposures of different questions cannot be merged");
	/* One more than needed, so that nothing asks for no memory. */
	size_t mailboxes = from->mailboxes.count + 1, folders = from->foldernames.count + 1;
	size_t texts = from->texts.count;
	struct exposure_maps maps = {
		.mailboxes = mia_alloc(&e->a, mailboxes, sizeof(uint32_t)),
		.folders = mia_alloc(&e->a, folders, sizeof(uint32_t)),
		.texts = mia_alloc(&e->a, texts, sizeof(uint32_t)),
	};
	e->left_out |= from->left_out;
	e->unsized |= from->unsized;
	bool ok = maps.mailboxes && maps.folders && maps.texts && merge_all(e, from, &maps);
	mia_dealloc(&e->a, maps.mailboxes, mailboxes, sizeof(uint32_t));
	mia_dealloc(&e->a, maps.folders, folders, sizeof(uint32_t));
	mia_dealloc(&e->a, maps.texts, texts, sizeof(uint32_t));
	return ok ? MIA_OK : mia_fail_memory(err);
}

static enum mia_status
exposure_spawn(const struct mia_fold *like, struct mia_fold **ret, struct mia_error *err)
{
	const struct mia_exposure *e = (const struct mia_exposure *)like;
	struct mia_exposure *spawned;

	MIA_TRY(mia_exposure_new(&spawned, &e->a, &e->options, err));
	/* Tables of one factor are in one order, so that merging walks through
	 * both instead of jumping about. */
	spawned->subjects.multiplier = e->subjects.multiplier;
	spawned->lean = e->lean;
	*ret = &spawned->fold;
	return MIA_OK;
}

static void
exposure_free(struct mia_fold *fold)
{
	mia_exposure_free((struct mia_exposure *)fold);
}

static void
exposure_may_leave_out(struct mia_fold *fold, int may)
{
	((struct mia_exposure *)fold)->lean = may != 0;
}

static int
exposure_wants_more(const struct mia_fold *fold)
{
	const struct mia_exposure *e = (const struct mia_exposure *)fold;

	return e->left_out && e->unsized;
}

static const struct mia_fold_ops exposure_ops = {
	.size = sizeof(struct mia_fold_ops),
	.spawn = exposure_spawn,
	.add = exposure_add,
	.merge = exposure_merge,
	.seal = exposure_seal,
	.free = exposure_free,
	.may_leave_out = exposure_may_leave_out,
	.wants_more = exposure_wants_more,
};

const struct mia_exposure_sums *
mia_exposure_sums(const struct mia_exposure *exposure)
{
	return exposure && exposure->sealed ? &exposure->sums : NULL;
}
