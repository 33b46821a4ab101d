/* The exposure as a fold: making, merging, freeing. */
#include "exposure/exposure.h"

#include "base/error.h"
#include "base/text.h"

static const struct mia_fold_ops exposure_ops;

static const struct mia_exposure_options defaults = { .size = sizeof(defaults) };

#undef mia_exposure_options_init
void
mia_exposure_options_init(struct mia_exposure_options *options, size_t size)
{
	mia__options_init(options, size, &defaults, sizeof(defaults));
}

enum mia_status
mia_exposure_new(struct mia_exposure **ret, const struct mia_allocator *allocator,
	const struct mia_exposure_options *options, struct mia_error *err)
{
	if (!ret)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no place for the new exposure");
	struct mia_exposure_options own = defaults;
	MIA_TRY(mia__options_take(&own, sizeof(own), options, "mia_exposure_options", err));
	struct mia_allocator a = mia__allocator_or_default(allocator);
	struct mia_exposure *e = mia__alloc(&a, 1, sizeof(*e));
	if (!e)
		return mia__fail_memory(err);
	e->fold.ops = &exposure_ops;
	e->a = a;
	e->options = own;
	mia__mailbox_names_init(&e->mailboxes, &a);
	mia__folder_names_init(&e->foldernames, &a);
	mia__intern_init(&e->texts, &a);
	mia__item_ids_init(&e->item_ids, &a);
	mia__intern_init(&e->appearances, &a);
	mia__arena_init(&e->kept, &a);
	mia__lasting_init(&e->lasting, &e->a);
	mia__item_notes_init(&e->subjects, &a, &e->texts);
	mia__buf_init(&e->scratch, &a);
	mia__keyset_init(&e->other_in_scope, &a);
	mia__keyset_init(&e->not_excluded, &a);
	mia__keyset_init(&e->other_binds, &a);
	mia__keyset_init(&e->other_syncs, &a);
	mia__keyset_init(&e->failed, &a);
	mia__keyset_init(&e->throttled, &a);
	mia__intern_init(&e->placements.message_ids, &a);
	mia__intern_init(&e->placements.item_ids, &a);
	if (!mia__exposure_want_places(e) || !mia__exposure_keep_question(e)) {
		mia_exposure_free(e);
		return mia__fail_memory(err);
	}
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
	mia__dealloc(a, rows->rows, rows->cap, sizeof(*rows->rows));
	mia__dealloc(a, rows->order, rows->cap, sizeof(*rows->order));
}

void
mia_exposure_free(struct mia_exposure *e)
{
	if (!e)
		return;
	struct mia_allocator a = e->a;
	mia_matcher_free(e->matcher);
	mia__mailbox_names_release(&e->mailboxes);
	mia__folder_names_release(&e->foldernames);
	mia__intern_release(&e->texts);
	mia__item_ids_release(&e->item_ids);
	mia__intern_release(&e->appearances);
	mia__arena_release(&e->kept);
	mia__dealloc(&a, e->aliases, e->alias_cap, sizeof(*e->aliases));
	mia__dealloc(&a, e->rules, e->rule_cap, sizeof(*e->rules));
	mia__lasting_release(&e->lasting);
	mia__dealloc(&a, e->rule_texts, e->rule_text_cap, sizeof(*e->rule_texts));
	mia__intern_release(&e->placements.message_ids);
	mia__intern_release(&e->placements.item_ids);
	mia__dealloc(&a, e->placements.v, e->placements.cap, sizeof(*e->placements.v));
	mia__item_notes_release(&e->subjects);
	mia__buf_release(&e->scratch);
	mia__dealloc(&a, e->folder_uses, e->folder_use_cap, sizeof(*e->folder_uses));
	mia__dealloc(&a, e->records, e->record_cap, sizeof(*e->records));
	mia__dealloc(&a, e->pairs, e->pair_cap, sizeof(*e->pairs));
	mia__keyset_release(&e->other_in_scope);
	mia__keyset_release(&e->not_excluded);
	mia__keyset_release(&e->other_binds);
	mia__keyset_release(&e->other_syncs);
	mia__keyset_release(&e->failed);
	mia__keyset_release(&e->throttled);
	mia__dealloc(&a, e->by_folder, e->by_folder_count, sizeof(*e->by_folder));
	mia__dealloc(&a, e->mailbox_ranks, e->mailbox_cap, sizeof(*e->mailbox_ranks));
	mia__dealloc(&a, e->mailbox_members, e->mailbox_cap, sizeof(*e->mailbox_members));
	release_rows(&a, &e->messages);
	release_rows(&a, &e->folders);
	mia__dealloc(&a, e, 1, sizeof(*e));
}

struct mia_fold *
mia_exposure_fold(struct mia_exposure *exposure)
{
	return exposure ? &exposure->fold : NULL;
}

/* What numbers of another's tables mean in ours. */
struct exposure_maps {
	uint32_t *mailboxes, *folders, *texts, *item_ids;
};

static void
map_records(struct mia_exposure *e, const struct mia_exposure *from, const struct exposure_maps *maps)
{
	for (size_t i = 0; i < from->record_count; i++) {
		struct exposure_record record = from->records[i];
		record.mailbox = maps->mailboxes[record.mailbox];
		record.session = maps->texts[record.session];
		record.ip = maps->texts[record.ip];
		record.ip_raw = maps->texts[record.ip_raw];
		record.client = maps->texts[record.client];
		record.actor = maps->texts[record.actor];
		record.id = maps->texts[record.id];
		e->records[e->record_count++] = record;
	}
}

static bool
merge_records(struct mia_exposure *e, struct mia_exposure *from, const struct exposure_maps *maps)
{
	uint32_t base = (uint32_t)e->record_count;
	size_t records = e->record_count + from->record_count, pairs = e->pair_count + from->pair_count;

	if (records >= UINT32_MAX || pairs >= UINT32_MAX ||
		!mia__grow(&e->a, &e->records, &e->record_cap, records, sizeof(*e->records)))
		return false;
	map_records(e, from, maps);
	mia__dealloc(&e->a, from->records, from->record_cap, sizeof(*from->records));
	from->records = NULL;
	from->record_count = from->record_cap = 0;
	if (!mia__grow(&e->a, &e->pairs, &e->pair_cap, pairs, sizeof(*e->pairs)))
		return false;
	for (size_t i = 0; i < from->pair_count; i++) {
		struct exposure_pair pair = from->pairs[i];
		pair.record += base;
		if (pair.folder != MIA_NO_FOLDER)
			pair.folder = maps->folders[pair.folder];
		pair.identity = maps->texts[pair.identity];
		if (pair.item_id != WHOLE_FOLDER)
			pair.item_id = maps->item_ids[pair.item_id];
		e->pairs[e->pair_count++] = pair;
	}
	return true;
}

static bool
merge_appearances(struct mia_exposure *e, const struct mia_exposure *from, const struct exposure_maps *maps)
{
	for (uint32_t i = 1; i < from->appearances.count; i++) {
		uint32_t pair[2], ignored;
		memcpy(pair, intern_text(&from->appearances, i).ptr, sizeof(pair));
		pair[0] = maps->mailboxes[pair[0]];
		pair[1] = maps->texts[pair[1]];
		if (!mia__intern_add(&e->appearances, (struct mia_text){ (const char *)pair, sizeof(pair) },
			    &ignored))
			return false;
	}
	return true;
}

static bool
merge_aliases(struct mia_exposure *e, const struct mia_exposure *from, const struct exposure_maps *maps)
{
	if (!mia__grow(&e->a, &e->aliases, &e->alias_cap, e->alias_count + from->alias_count,
		    sizeof(*e->aliases)))
		return false;
	for (size_t i = 0; i < from->alias_count; i++) {
		struct exposure_alias alias = from->aliases[i];
		alias.mailbox = maps->mailboxes[alias.mailbox];
		alias.identity = maps->texts[alias.identity];
		alias.message_id = maps->texts[alias.message_id];
		e->aliases[e->alias_count++] = alias;
	}
	return true;
}

/* Both made their numbers of one list. */
static bool
merge_places(struct mia_exposure *e, const struct mia_exposure *from, const struct exposure_maps *maps)
{
	struct exposure_placements *p = &e->placements;
	size_t count = from->placements.count;

	if (!mia__grow(&e->a, &p->v, &p->cap, p->count + count, sizeof(*p->v)))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct exposure_placement place = from->placements.v[i];
		place.mailbox = maps->mailboxes[place.mailbox];
		if (place.folder != MIA_NO_FOLDER)
			place.folder = maps->folders[place.folder];
		p->v[p->count++] = place;
	}
	return true;
}

static bool
merge_rules(struct mia_exposure *e, const struct mia_exposure *from, const struct exposure_maps *maps)
{
	uint32_t base = (uint32_t)e->rule_text_count;

	if (!mia__grow(&e->a, &e->rules, &e->rule_cap, e->rule_count + from->rule_count, sizeof(*e->rules)) ||
		!mia__grow(&e->a, &e->rule_texts, &e->rule_text_cap, base + from->rule_text_count,
			sizeof(*e->rule_texts)))
		return false;
	for (size_t i = 0; i < from->rule_text_count; i++)
		e->rule_texts[e->rule_text_count++] = maps->texts[from->rule_texts[i]];
	for (size_t i = 0; i < from->rule_count; i++) {
		struct exposure_rule rule = from->rules[i];
		rule.texts += base;
		rule.mailbox = maps->texts[rule.mailbox];
		rule.alternative = maps->texts[rule.alternative];
		rule.operation = maps->texts[rule.operation];
		rule.name = maps->texts[rule.name];
		rule.id = maps->texts[rule.id];
		e->rules[e->rule_count++] = rule;
	}
	return true;
}

static bool
merge_all(struct mia_exposure *e, struct mia_exposure *from, const struct exposure_maps *maps)
{
	return mia__item_ids_merge(&e->item_ids, &from->item_ids, maps->item_ids) &&
		mia__intern_merge(&e->texts, &from->texts, maps->texts) &&
		mia__mailbox_names_merge(&e->mailboxes, &from->mailboxes, maps->mailboxes) &&
		mia__folder_names_merge(&e->foldernames, &from->foldernames, maps->mailboxes,
			maps->folders) &&
		mia__item_notes_merge(&e->subjects, &from->subjects, maps->texts) &&
		mia__keyset_merge(&e->failed, &from->failed) &&
		mia__keyset_merge(&e->throttled, &from->throttled) &&
		mia__keyset_merge(&e->other_in_scope, &from->other_in_scope) &&
		mia__keyset_merge(&e->not_excluded, &from->not_excluded) &&
		mia__keyset_merge(&e->other_binds, &from->other_binds) &&
		mia__keyset_merge(&e->other_syncs, &from->other_syncs) && merge_records(e, from, maps) &&
		merge_appearances(e, from, maps) && merge_aliases(e, from, maps) &&
		merge_places(e, from, maps) && merge_rules(e, from, maps) &&
		mia__lasting_merge(&e->lasting, &from->lasting);
}

static enum mia_status
exposure_merge(struct mia_fold *fold, struct mia_fold *other, struct mia_error *err)
{
	struct mia_exposure *e = (struct mia_exposure *)fold;
	struct mia_exposure *from = (struct mia_exposure *)other;

	if (e->sealed || from->sealed)
		return mia__fail(err, MIA_ERR_STATE, "a sealed exposure cannot be merged");
	if (e->options.scope != from->options.scope || e->options.handled != from->options.handled ||
		e->options.list != from->options.list)
		return mia__fail(err, MIA_ERR_ARGUMENT, "exposures of different questions cannot be merged");
	/* One more than needed, so that nothing asks for no memory. */
	size_t mailboxes = from->mailboxes.count + 1, folders = from->foldernames.count + 1;
	size_t texts = from->texts.count, item_ids = from->item_ids.rests.count;
	struct exposure_maps maps = {
		.mailboxes = mia__alloc(&e->a, mailboxes, sizeof(uint32_t)),
		.folders = mia__alloc(&e->a, folders, sizeof(uint32_t)),
		.texts = mia__alloc(&e->a, texts, sizeof(uint32_t)),
		.item_ids = mia__alloc(&e->a, item_ids, sizeof(uint32_t)),
	};
	e->left_out |= from->left_out;
	e->unsized |= from->unsized;
	e->others_left_out |= from->others_left_out;
	e->others_wanted |= from->others_wanted;
	e->aliases_left_out |= from->aliases_left_out;
	e->aliases_wanted |= from->aliases_wanted;
	e->untold.missing |= from->untold.missing;
	bool ok = maps.mailboxes && maps.folders && maps.texts && maps.item_ids && merge_all(e, from, &maps);
	mia__dealloc(&e->a, maps.mailboxes, mailboxes, sizeof(uint32_t));
	mia__dealloc(&e->a, maps.folders, folders, sizeof(uint32_t));
	mia__dealloc(&e->a, maps.texts, texts, sizeof(uint32_t));
	mia__dealloc(&e->a, maps.item_ids, item_ids, sizeof(uint32_t));
	return ok ? MIA_OK : mia__fail_memory(err);
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
	spawned->texts.key = e->texts.key;
	mia__item_ids_like(&spawned->item_ids, &e->item_ids);
	spawned->other_in_scope.factor = e->other_in_scope.factor;
	spawned->not_excluded.factor = e->not_excluded.factor;
	spawned->other_binds.factor = e->other_binds.factor;
	spawned->other_syncs.factor = e->other_syncs.factor;
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
	struct mia_exposure *e = (struct mia_exposure *)fold;

	if (e->lean && !may)
		mia__exposure_note_again(e);
	e->lean = may != 0;
}

static int
exposure_wants_more(const struct mia_fold *fold)
{
	const struct mia_exposure *e = (const struct mia_exposure *)fold;

	return mia__exposure_wants_notes(e) || (e->aliases_left_out && e->aliases_wanted);
}

static void
exposure_may_use_threads(struct mia_fold *fold, unsigned threads)
{
	((struct mia_exposure *)fold)->threads = threads;
}

static const struct mia_fold_ops exposure_ops = {
	.size = sizeof(struct mia_fold_ops),
	.spawn = exposure_spawn,
	.add = mia__exposure_add,
	.merge = exposure_merge,
	.seal = mia__exposure_seal,
	.free = exposure_free,
	.wants_items = mia__exposure_wants_items,
	.may_leave_out = exposure_may_leave_out,
	.wants_more = exposure_wants_more,
	.without_content = 1,
	.may_use_threads = exposure_may_use_threads,
};

const struct mia_exposure_sums *
mia_exposure_sums(const struct mia_exposure *exposure)
{
	return exposure && exposure->sealed ? &exposure->sums : NULL;
}

const struct mia_untold *
mia_exposure_untold(const struct mia_exposure *exposure)
{
	return exposure && exposure->sealed ? &exposure->untold : NULL;
}
