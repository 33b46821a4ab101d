/* Sessions as a fold. */
#include "base/error.h"
#include "base/text.h"
#include "event/identity.h"
#include "timeline/gather.h"

static const struct mia_fold_ops sessions_ops;

static struct mia_sessions *
sessions_of(struct mia_fold *fold)
{
	return (struct mia_sessions *)(void *)fold;
}

static const struct mia_sessions_options defaults = { .size = sizeof(defaults) };

#undef mia_sessions_options_init
void
mia_sessions_options_init(struct mia_sessions_options *options, size_t size)
{
	mia__options_init(options, size, &defaults, sizeof(defaults));
}

enum mia_status
mia_sessions_new(struct mia_sessions **ret, const struct mia_allocator *allocator,
	const struct mia_sessions_options *options, struct mia_error *err)
{
	struct mia_allocator a = mia__allocator_or_default(allocator);
	struct mia_sessions *s;

	struct mia_sessions_options own = defaults;
	if (!ret)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no place for the new sessions");
	MIA_TRY(mia__options_take(&own, sizeof(own), options, "mia_sessions_options", err));
	s = mia__alloc(&a, 1, sizeof(*s));
	if (!s)
		return mia__fail_memory(err);
	s->fold.ops = &sessions_ops;
	mia__buf_init(&s->scratch, &a);
	s->watch = own.watch;
	s->geo = own.geo;
	enum mia_status status = mia__kept_init(&s->names, &a, own.scope, err);
	if (status < 0) {
		mia_sessions_free(s);
		return status;
	}
	*ret = s;
	return MIA_OK;
}

void
mia__sessions_release_records(struct mia_sessions *s)
{
	const struct mia_allocator *a = &s->names.a;

	mia__dealloc(a, s->visits, s->visit_cap, sizeof(*s->visits));
	mia__dealloc(a, s->items, s->item_cap, sizeof(*s->items));
	mia__dealloc(a, s->folders, s->folder_cap, sizeof(*s->folders));
	mia__dealloc(a, s->asides, s->aside_cap, sizeof(*s->asides));
	mia__dealloc(a, s->firsts, s->first_cap, sizeof(*s->firsts));
	s->visits = NULL;
	s->items = NULL;
	s->folders = NULL;
	s->asides = NULL;
	s->firsts = NULL;
	s->visit_count = s->visit_cap = s->item_count = s->item_cap = 0;
	s->folder_count = s->folder_cap = s->aside_count = s->aside_cap = s->first_cap = 0;
}

void
mia_sessions_free(struct mia_sessions *s)
{
	if (!s)
		return;
	struct mia_allocator a = s->names.a;
	mia__sessions_release_records(s);
	mia__kept_release(&s->names);
	mia__buf_release(&s->scratch);
	mia__dealloc(&a, s->labels, s->label_cap, sizeof(*s->labels));
	mia__dealloc(&a, s->printed, s->printed_count, sizeof(*s->printed));
	mia__dealloc(&a, s->order, s->printed_count, sizeof(*s->order));
	mia__dealloc(&a, s, 1, sizeof(*s));
}

struct mia_fold *
mia_sessions_fold(struct mia_sessions *s)
{
	return s ? &s->fold : NULL;
}

static enum mia_status
sessions_spawn(const struct mia_fold *like, struct mia_fold **ret, struct mia_error *err)
{
	const struct mia_sessions *s = (const struct mia_sessions *)(const void *)like;
	struct mia_sessions_options options = {
		.size = sizeof(options),
		.scope = s->names.scope,
		.watch = s->watch,
		.geo = s->geo,
	};
	struct mia_sessions *spawned;

	MIA_TRY(mia_sessions_new(&spawned, &s->names.a, &options, err));
	mia__kept_share(&spawned->names, &s->names);
	*ret = &spawned->fold;
	return MIA_OK;
}

/* A failed access gave nothing away. */
static enum visit_kind
visit_kind(const struct mia_event *event)
{
	if (event->flags & MIA_FLAG_FAILED)
		return VISIT_OTHER;
	if (event->bind)
		return VISIT_BIND;
	return event->sync ? VISIT_SYNC : VISIT_OTHER;
}

static bool
add_items(struct mia_sessions *s, const struct mia_bind *bind)
{
	for (size_t i = 0; i < bind->item_count; i++) {
		struct visit_item item = { .visit = (uint32_t)(s->visit_count - 1) };
		struct mia_text text;
		enum item_identity kind = mia__item_identity(&bind->items[i], &text);
		if (kind == ITEM_NAMELESS)
			continue;
		buf_clear(&s->scratch);
		mia__buf_byte(&s->scratch, (char)kind);
		mia__buf_text(&s->scratch, text);
		if (s->scratch.failed || s->item_count >= UINT32_MAX - 1 ||
			!mia__grow(&s->names.a, &s->items, &s->item_cap, s->item_count + 1,
				sizeof(*s->items)))
			return false;
		mia__hash_identity(s->scratch.ptr, s->scratch.len, item.identity);
		s->items[s->item_count++] = item;
	}
	return true;
}

/* The numbers of sync->folders stand behind those of event->folders. */
static bool
add_folders(struct mia_sessions *s, const struct mia_event *event)
{
	for (size_t i = 0; i < event->sync->folder_count; i++) {
		if (s->folder_count >= UINT32_MAX - 1 ||
			!mia__grow(&s->names.a, &s->folders, &s->folder_cap, s->folder_count + 1,
				sizeof(*s->folders)))
			return false;
		s->folders[s->folder_count++] = (struct visit_folder){
			.folder = s->names.numbers[event->folder_count + i],
			.visit = (uint32_t)(s->visit_count - 1),
		};
	}
	return true;
}

/* The first record of a who, in scope or not. */
static bool
note_first(struct mia_sessions *s, uint32_t who, mia_time time)
{
	size_t before = s->first_cap;

	if (!mia__grow(&s->names.a, &s->firsts, &s->first_cap, (size_t)who + 1, sizeof(*s->firsts)))
		return false;
	for (size_t i = before; i < s->first_cap; i++)
		s->firsts[i] = MIA_TIME_UNKNOWN;
	if (s->firsts[who] == MIA_TIME_UNKNOWN || (time != MIA_TIME_UNKNOWN && time < s->firsts[who]))
		s->firsts[who] = time;
	return true;
}

static uint32_t
items_listed(const struct mia_event *event)
{
	return event->bind->item_count < UINT32_MAX ? (uint32_t)event->bind->item_count : UINT32_MAX;
}

static bool
add_aside(struct mia_sessions *s, const struct mia_event *event, uint32_t who)
{
	struct aside a = { .who = who };

	if (visit_kind(event) != VISIT_BIND || event->bind->item_count == 0)
		return true;
	memcpy(a.key, event->key, sizeof(a.key));
	a.listed = items_listed(event);
	if (!mia__grow(&s->names.a, &s->asides, &s->aside_cap, s->aside_count + 1, sizeof(*s->asides)))
		return false;
	s->asides[s->aside_count++] = a;
	return true;
}

static bool
add_visit(struct mia_sessions *s, const struct mia_event *event, uint32_t who)
{
	const struct mia_source *source = event->place.source;
	struct visit v = {
		.who = who,
		.time = event->time,
		.record = event->place.record,
		.missing = (uint16_t)mia__kept_missing(&s->names, event),
		.kind = (uint8_t)visit_kind(event),
		.throttled = event->throttled == MIA_YES,
	};

	memcpy(v.key, event->key, sizeof(v.key));
	if (v.kind == VISIT_BIND) {
		v.unnamed = event->bind->unnamed;
		v.listed = items_listed(event);
	}
	if (!mia__kept_text(&s->names, KEPT_SOURCE, text_of(source ? source->name : NULL), &v.source) ||
		!mia__grow(&s->names.a, &s->visits, &s->visit_cap, s->visit_count + 1, sizeof(*s->visits)))
		return false;
	s->visits[s->visit_count++] = v;
	if (v.kind == VISIT_BIND)
		return add_items(s, event->bind);
	return v.kind != VISIT_SYNC || add_folders(s, event);
}

static enum mia_status
sessions_add(struct mia_fold *fold, const struct mia_event *event, struct mia_error *err)
{
	struct mia_sessions *s = sessions_of(fold);
	uint32_t mailbox, who;
	bool ok;

	if (s->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the sessions are sealed");
	if (s->visit_count >= UINT32_MAX - 1 || s->aside_count >= UINT32_MAX - 1)
		return mia__fail(err, MIA_ERR_LIMIT, "more than 2^32 records");
	/* What is unusual is so by the whole evidence: in scope or not. */
	if (!mia__kept_note(&s->names, event, &mailbox) ||
		!mia__kept_context(&s->names, event, mailbox, &who) || !note_first(s, who, event->time))
		return mia__fail_memory(err);
	ok = mia__kept_match(&s->names, event) == MIA_MATCH_NO ? add_aside(s, event, who)
							       : add_visit(s, event, who);
	return ok ? MIA_OK : mia__fail_memory(err);
}

static bool
merge_firsts(struct mia_sessions *s, const struct mia_sessions *from, const struct kept_maps *maps)
{
	for (size_t i = 1; i < from->names.contexts.count; i++)
		if (!note_first(s, maps->contexts[i], from->firsts[i]))
			return false;
	return true;
}

static void
take_visits(struct mia_sessions *s, const struct mia_sessions *from, const struct kept_maps *maps)
{
	uint32_t before = (uint32_t)s->visit_count;

	for (size_t i = 0; i < from->visit_count; i++) {
		struct visit v = from->visits[i];
		v.source = maps->texts[v.source];
		v.who = maps->contexts[v.who];
		s->visits[s->visit_count++] = v;
	}
	for (size_t i = 0; i < from->item_count; i++) {
		struct visit_item item = from->items[i];
		item.visit += before;
		s->items[s->item_count++] = item;
	}
	for (size_t i = 0; i < from->folder_count; i++)
		s->folders[s->folder_count++] = (struct visit_folder){
			.folder = maps->folders[from->folders[i].folder],
			.visit = from->folders[i].visit + before,
		};
	for (size_t i = 0; i < from->aside_count; i++) {
		struct aside aside = from->asides[i];
		aside.who = maps->contexts[aside.who];
		s->asides[s->aside_count++] = aside;
	}
}

static enum mia_status
merge_all(struct mia_sessions *s, struct mia_sessions *from, struct kept_maps *maps, struct mia_error *err)
{
	const struct mia_allocator *a = &s->names.a;
	size_t visits = s->visit_count + from->visit_count;
	size_t items = s->item_count + from->item_count;
	size_t folders = s->folder_count + from->folder_count;
	size_t asides = s->aside_count + from->aside_count;

	if (visits >= UINT32_MAX || items >= UINT32_MAX || folders >= UINT32_MAX || asides >= UINT32_MAX)
		return mia__fail(err, MIA_ERR_LIMIT, "more than 2^32 records");
	if (!mia__kept_merge(&s->names, &from->names, maps) || !merge_firsts(s, from, maps) ||
		!mia__grow(a, &s->visits, &s->visit_cap, visits, sizeof(*s->visits)) ||
		!mia__grow(a, &s->items, &s->item_cap, items, sizeof(*s->items)) ||
		!mia__grow(a, &s->folders, &s->folder_cap, folders, sizeof(*s->folders)) ||
		!mia__grow(a, &s->asides, &s->aside_cap, asides, sizeof(*s->asides)))
		return mia__fail_memory(err);
	take_visits(s, from, maps);
	return MIA_OK;
}

static enum mia_status
sessions_merge(struct mia_fold *fold, struct mia_fold *other, struct mia_error *err)
{
	struct mia_sessions *s = sessions_of(fold), *from = sessions_of(other);
	struct kept_maps maps = { .texts = NULL };

	if (s->sealed || from->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the sessions are sealed");
	enum mia_status status = merge_all(s, from, &maps, err);
	mia__kept_maps_release(&s->names, &maps);
	return status;
}

static enum mia_status
sessions_seal(struct mia_fold *fold, struct mia_error *err)
{
	struct mia_sessions *s = sessions_of(fold);

	if (s->sealed)
		return MIA_OK;
	mia__intern_close(&s->names.contexts);
	if (!mia__kept_seal(&s->names) || !mia__sessions_tally(s))
		return mia__fail_memory(err);
	s->sealed = true;
	return MIA_OK;
}

static void
sessions_may_use_threads(struct mia_fold *fold, unsigned threads)
{
	sessions_of(fold)->threads = threads;
}

static void
sessions_free(struct mia_fold *fold)
{
	mia_sessions_free(sessions_of(fold));
}

/* A sync is counted by its folders; of a bind out of scope the count of its items is kept. */
static int
sessions_wants_items(struct mia_fold *fold, const struct mia_event *event)
{
	(void)fold;
	return visit_kind(event) == VISIT_BIND;
}

static const struct mia_fold_ops sessions_ops = {
	.size = sizeof(sessions_ops),
	.wants_items = sessions_wants_items,
	.spawn = sessions_spawn,
	.add = sessions_add,
	.merge = sessions_merge,
	.seal = sessions_seal,
	.free = sessions_free,
	.may_use_threads = sessions_may_use_threads,
};

size_t
mia_sessions_count(const struct mia_sessions *s)
{
	return s && s->sealed ? s->printed_count : 0;
}

const struct mia_session *
mia_sessions_get(const struct mia_sessions *s, size_t i)
{
	return i < mia_sessions_count(s) ? &s->printed[s->order[i]] : NULL;
}

uint64_t
mia_sessions_renamed(const struct mia_sessions *s, struct mia_text names[2])
{
	return s && s->sealed ? mia__mailbox_names_renamed(&s->names.mailboxes, names) : 0;
}

uint64_t
mia_sessions_conflicts(const struct mia_sessions *s)
{
	return s && s->sealed ? s->conflicts : 0;
}

const struct mia_untold *
mia_sessions_untold(const struct mia_sessions *s)
{
	return s && s->sealed ? &s->untold : NULL;
}
