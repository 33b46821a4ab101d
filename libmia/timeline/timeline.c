/* The timeline as a fold. */
#include "base/error.h"
#include "base/text.h"
#include "event/marks.h"
#include "timeline/store.h"

static const struct mia_fold_ops timeline_ops;

static struct mia_timeline *
timeline_of(struct mia_fold *fold)
{
	return (struct mia_timeline *)(void *)fold;
}

static const struct mia_timeline_options defaults = { .size = sizeof(defaults) };

#undef mia_timeline_options_init
void
mia_timeline_options_init(struct mia_timeline_options *options, size_t size)
{
	mia__options_init(options, size, &defaults, sizeof(defaults));
}

enum mia_status
mia_timeline_new(struct mia_timeline **ret, const struct mia_allocator *allocator,
	const struct mia_timeline_options *options, struct mia_error *err)
{
	struct mia_allocator a = mia__allocator_or_default(allocator);
	enum mia_status status;

	struct mia_timeline_options own = defaults;
	if (!ret)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no place for the new timeline");
	MIA_TRY(mia__options_take(&own, sizeof(own), options, "mia_timeline_options", err));
	struct mia_timeline *t = mia__alloc(&a, 1, sizeof(*t));
	if (!t)
		return mia__fail_memory(err);
	t->fold.ops = &timeline_ops;
	mia__arena_init(&t->kept, &a);
	mia__lasting_init(&t->lasting, &a);
	mia__intern_init(&t->acts, &a);
	mia__arena_init(&t->stored, &a);
	mia__buf_init(&t->packed, &a);
	t->thing_key = mia__hash_random_key();
	mia__act_init(&t->builder, &a);
	status = mia__kept_init(&t->names, &a, own.scope, err);
	if (status < 0)
		goto fail;
	t->marks_only = own.marks_only != 0;
	t->message = mia__arena_text(&t->kept, text_trim(own.message));
	t->folder = mia__arena_text(&t->kept, own.folder);
	if ((own.message.ptr && !t->message.ptr) || (own.folder.ptr && !t->folder.ptr)) {
		status = mia__fail_memory(err);
		goto fail;
	}
	*ret = t;
	return MIA_OK;
fail:
	mia_timeline_free(t);
	return status;
}

void
mia_timeline_free(struct mia_timeline *t)
{
	if (!t)
		return;
	struct mia_allocator a = t->names.a;
	mia__kept_release(&t->names);
	mia__arena_release(&t->kept);
	mia__lasting_release(&t->lasting);
	mia__intern_release(&t->acts);
	mia__timeline_release_things(t);
	mia__arena_release(&t->stored);
	mia__buf_release(&t->packed);
	mia__act_release(&t->builder);
	mia__dealloc(&a, t->records, t->record_cap, sizeof(*t->records));
	mia__dealloc(&a, t->rows, t->row_cap, sizeof(*t->rows));
	mia__dealloc(&a, t->wanted, t->wanted_cap, sizeof(*t->wanted));
	mia__dealloc(&a, t->folder_texts, t->folder_text_count, sizeof(*t->folder_texts));
	mia__dealloc(&a, t->order, t->order_cap, sizeof(*t->order));
	mia__dealloc(&a, t, 1, sizeof(*t));
}

struct mia_fold *
mia_timeline_fold(struct mia_timeline *t)
{
	return t ? &t->fold : NULL;
}

static enum mia_status
timeline_spawn(const struct mia_fold *like, struct mia_fold **ret, struct mia_error *err)
{
	const struct mia_timeline *t = (const struct mia_timeline *)(const void *)like;
	struct mia_timeline_options options = {
		.size = sizeof(options),
		.scope = t->names.scope,
		.message = t->message,
		.folder = t->folder,
		.marks_only = t->marks_only,
	};
	struct mia_timeline *spawned;

	MIA_TRY(mia_timeline_new(&spawned, &t->names.a, &options, err));
	mia__kept_share(&spawned->names, &t->names);
	*ret = &spawned->fold;
	return MIA_OK;
}

_Static_assert(MIA_FLAG_COUNT <= 32, "flags are kept in a word");
_Static_assert(MIA_ACCESS_UNSTATED <= 3 && MIA_NO <= 3 && MIA_YES <= 3 && MIA_MATCH_CANNOT_TELL <= 3 &&
		MIA_MATCH_YES <= 3,
	"two bits each");

static const char *
store_text(struct mia_timeline *t, struct mia_text text)
{
	return mia__arena_text(&t->stored, text).ptr;
}

static bool
add_record(struct mia_timeline *t, const struct mia_event *event, uint32_t mailbox, enum mia_match match,
	enum mark mark)
{
	const struct mia_place *place = &event->place;
	struct kept *names = &t->names;
	struct timeline_record r = {
		.content = event->content,
		.content_more = event->content_more,
		.flags = (uint32_t)event->flags,
		.time = event->time,
		.record = place->record,
		.line = place->line,
		.offset = place->offset,
		.length = place->length,
		.id_length = (uint32_t)event->id.len,
		.access = (uint8_t)(event->access & 3),
		.throttled = (uint8_t)(event->throttled & 3),
		.match = (uint8_t)(match & 3),
		.missing = (uint16_t)(match == MIA_MATCH_YES ? 0 : mia__kept_missing(names, event)),
		.mark = (uint8_t)mark,
	};

	memcpy(r.key, event->key, sizeof(r.key));
	if (event->id.len > UINT32_MAX)
		return false;
	r.id = store_text(t, event->id);
	if ((event->id.ptr && !r.id) ||
		!mia__kept_text(names, KEPT_SOURCE, text_of(place->source ? place->source->name : NULL),
			&r.source) ||
		!mia__kept_text(names, KEPT_OPERATION, event->operation, &r.operation) ||
		!mia__intern_add(&names->texts, event->access_text, &r.access_text) ||
		!mia__kept_context(names, event, mailbox, &r.context) ||
		!mia__timeline_keep_act(t, event, mark, &r.act) ||
		!mia__grow(&names->a, &t->records, &t->record_cap, t->record_count + 1, sizeof(*t->records)))
		return false;
	t->records[t->record_count++] = r;
	return true;
}

static enum mia_status
timeline_add(struct mia_fold *fold, const struct mia_event *event, struct mia_error *err)
{
	struct mia_timeline *t = timeline_of(fold);
	uint32_t mailbox;

	if (t->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the timeline is sealed");
	enum mark mark = mia__mark_of(event);
	if (!mia__kept_note(&t->names, event, &mailbox) || !mia__timeline_note_wanted(t, event) ||
		!mia__lasting_note(&t->lasting, event, mark))
		return mia__fail_memory(err);
	enum mia_match match = mia__kept_match(&t->names, event);
	if (match == MIA_MATCH_NO || (t->marks_only && mark == MARK_NONE))
		return MIA_OK;
	if (t->record_count >= UINT32_MAX - 1)
		return mia__fail(err, MIA_ERR_LIMIT, "more than 2^32 records");
	if (!add_record(t, event, mailbox, match, mark) || !mia__timeline_add_rows(t, event))
		return mia__fail_memory(err);
	return MIA_OK;
}

static void
take_records(struct mia_timeline *t, struct mia_timeline *from, const struct kept_maps *maps,
	const uint32_t *acts)
{
	for (size_t i = 0; i < from->record_count; i++) {
		struct timeline_record r = from->records[i];
		r.source = maps->texts[r.source];
		r.operation = maps->texts[r.operation];
		r.access_text = maps->texts[r.access_text];
		r.context = maps->contexts[r.context];
		r.act = acts[r.act];
		t->records[t->record_count + i] = r;
	}
	for (size_t i = 0; i < from->row_count; i++) {
		struct row row = from->rows[i];
		row.record += (uint32_t)t->record_count;
		if (row.folder != MIA_NO_FOLDER)
			row.folder = maps->folders[row.folder];
		t->rows[t->row_count + i] = row;
	}
	t->record_count += from->record_count;
	t->row_count += from->row_count;
	mia__arena_adopt(&t->stored, &from->stored);
}

static bool
merge_names(struct mia_timeline *t, struct mia_timeline *from, struct kept_maps *maps, uint32_t *acts)
{
	if (!acts || !mia__kept_merge(&t->names, &from->names, maps) ||
		!mia__timeline_merge_acts(t, from, maps, acts) ||
		!mia__lasting_merge(&t->lasting, &from->lasting))
		return false;
	for (size_t i = 0; i < from->wanted_cap; i++)
		if (from->wanted[i] && !mia__timeline_want(t, maps->folders[i]))
			return false;
	return true;
}

static enum mia_status
merge_all(struct mia_timeline *t, struct mia_timeline *from, struct kept_maps *maps, uint32_t *acts,
	struct mia_error *err)
{
	size_t records = t->record_count + from->record_count;
	size_t rows = t->row_count + from->row_count;

	/* What is not needed any more is given back before more is asked for. */
	mia__timeline_release_things(t);
	mia__timeline_release_things(from);
	if (records >= UINT32_MAX || rows >= UINT32_MAX)
		return mia__fail(err, MIA_ERR_LIMIT, "more than 2^32 rows");
	if (!merge_names(t, from, maps, acts))
		return mia__fail_memory(err);
	mia__kept_release(&from->names);
	if (!mia__grow(&t->names.a, &t->records, &t->record_cap, records, sizeof(*t->records)) ||
		!mia__grow(&t->names.a, &t->rows, &t->row_cap, rows, sizeof(*t->rows)))
		return mia__fail_memory(err);
	take_records(t, from, maps, acts);
	return MIA_OK;
}

static enum mia_status
timeline_merge(struct mia_fold *fold, struct mia_fold *other, struct mia_error *err)
{
	struct mia_timeline *t = timeline_of(fold), *from = timeline_of(other);
	struct kept_maps maps = { .texts = NULL };

	if (t->sealed || from->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the timeline is sealed");
	size_t count = from->acts.count;
	uint32_t *acts = mia__alloc(&t->names.a, count, sizeof(*acts));
	enum mia_status status = merge_all(t, from, &maps, acts, err);
	mia__dealloc(&t->names.a, acts, count, sizeof(*acts));
	mia__kept_maps_release(&t->names, &maps);
	return status;
}

static enum mia_status
timeline_seal(struct mia_fold *fold, struct mia_error *err)
{
	struct mia_timeline *t = timeline_of(fold);

	if (t->sealed)
		return MIA_OK;
	mia__timeline_release_things(t);
	mia__intern_close(&t->names.texts);
	mia__intern_close(&t->names.contexts);
	if (!mia__kept_seal(&t->names) || !mia__lasting_seal(&t->lasting, &t->names.mailboxes) ||
		!mia__timeline_order(t))
		return mia__fail_memory(err);
	t->sealed = true;
	return MIA_OK;
}

static void
timeline_may_use_threads(struct mia_fold *fold, unsigned threads)
{
	timeline_of(fold)->threads = threads;
}

static void
timeline_free(struct mia_fold *fold)
{
	mia_timeline_free(timeline_of(fold));
}

/* Those of records in scope; of others only folders are kept. */
static int
timeline_wants_items(struct mia_fold *fold, const struct mia_event *event)
{
	return mia__kept_match(&timeline_of(fold)->names, event) != MIA_MATCH_NO;
}

static const struct mia_fold_ops timeline_ops = {
	.size = sizeof(timeline_ops),
	.wants_items = timeline_wants_items,
	.spawn = timeline_spawn,
	.add = timeline_add,
	.merge = timeline_merge,
	.seal = timeline_seal,
	.free = timeline_free,
	.may_use_threads = timeline_may_use_threads,
};

size_t
mia_timeline_count(const struct mia_timeline *t)
{
	return t && t->sealed ? t->order_count : 0;
}

uint64_t
mia_timeline_renamed(const struct mia_timeline *t, struct mia_text names[2])
{
	return t && t->sealed ? mia__mailbox_names_renamed(&t->names.mailboxes, names) : 0;
}

uint64_t
mia_timeline_conflicts(const struct mia_timeline *t)
{
	return t && t->sealed ? t->conflicts : 0;
}

const struct mia_untold *
mia_timeline_untold(const struct mia_timeline *t)
{
	return t && t->sealed ? &t->untold : NULL;
}

enum mia_status
mia_timeline_row(const struct mia_timeline *t, size_t i, struct mia_timeline_row *ret)
{
	if (!t || !ret)
		return MIA_ERR_ARGUMENT;
	if (!t->sealed)
		return MIA_ERR_STATE;
	if (i >= t->order_count)
		return MIA_ERR_ARGUMENT;
	const struct kept *n = &t->names;
	const struct row *row = &t->rows[t->order[i]];
	const struct timeline_record *r = &t->records[row->record];
	struct context c = mia__kept_context_of(n, r->context);
	*ret = (struct mia_timeline_row){
		.time = r->time,
		.access = (enum mia_access)r->access,
		.throttled = (enum mia_known)r->throttled,
		.match = (enum mia_match)r->match,
		.flags = r->flags,
		.record = r->record,
		.line = r->line,
		.offset = r->offset,
		.length = r->length,
		.size_bytes = row->thing->size_bytes,
		.operation = names_text(n, r->operation),
		.access_text = names_text(n, r->access_text),
		.mailbox = mia__mailbox_names_name(&n->mailboxes, c.mailbox),
		.actor = names_text(n, c.actor),
		.logon = names_text(n, c.logon),
		.client_ip = names_text(n, c.client_ip),
		.client_ip_raw = names_text(n, c.client_ip_raw),
		.session_id = names_text(n, c.session_id),
		.client = names_text(n, c.client),
		.client_info = names_text(n, c.client_info),
		.app_id = names_text(n, c.app_id),
		.internet_message_id = thing_text(row->thing, THING_MESSAGE_ID),
		.item_id = thing_text(row->thing, THING_ITEM_ID),
		.subject = thing_text(row->thing, THING_SUBJECT),
		.record_id = { r->id, r->id_length },
		.source = names_text(n, r->source),
		.mark = r->mark ? text_of(mia__mark_name((enum mark)r->mark)) : TEXT_ABSENT,
		.act = mia__timeline_act(t, r->act),
		.until = MIA_TIME_UNKNOWN,
	};
	const struct lasting_note *end = r->mark ? mia__lasting_end(&t->lasting, r->key) : NULL;
	if (end) {
		ret->until = end->time;
		ret->until_record_id = intern_text(&t->lasting.texts, end->id);
	}
	if (row->folder != MIA_NO_FOLDER) {
		ret->folder = t->folder_texts[row->folder];
		ret->folder_id = mia__folder_names_id(&n->folders, row->folder);
	}
	return MIA_OK;
}
