/* All rejects as a fold, in the order of their places. */
#include <mia/load.h>

#include "base/error.h"
#include "base/intern.h"
#include "base/sort.h"
#include "base/text.h"

struct kept_reject {
	uint64_t record, line, offset, length, bad_offset;
	uint32_t source, detail; /* in texts */
	enum mia_reason reason;
};

struct mia_reject_list {
	struct mia_fold fold;
	struct mia_allocator a;
	struct intern texts;
	struct kept_reject *kept;
	size_t count, cap;
	struct mia_listed_reject *listed;
	size_t listed_count, listed_cap;
	bool sealed;
};

static const struct mia_fold_ops reject_list_ops;

enum mia_status
mia_reject_list_new(struct mia_reject_list **ret, const struct mia_allocator *allocator,
	struct mia_error *err)
{
	if (!ret)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no place for the new list of rejects");
	struct mia_allocator a = mia__allocator_or_default(allocator);
	struct mia_reject_list *list = mia__alloc(&a, 1, sizeof(*list));
	if (!list)
		return mia__fail_memory(err);
	list->fold.ops = &reject_list_ops;
	list->a = a;
	mia__intern_init(&list->texts, &a);
	*ret = list;
	return MIA_OK;
}

static void
release_kept(struct mia_reject_list *list)
{
	mia__dealloc(&list->a, list->kept, list->cap, sizeof(*list->kept));
	list->kept = NULL;
	list->count = list->cap = 0;
}

void
mia_reject_list_free(struct mia_reject_list *rejects)
{
	if (!rejects)
		return;
	struct mia_allocator a = rejects->a;
	release_kept(rejects);
	mia__intern_release(&rejects->texts);
	mia__dealloc(&a, rejects->listed, rejects->listed_cap, sizeof(*rejects->listed));
	mia__dealloc(&a, rejects, 1, sizeof(*rejects));
}

struct mia_fold *
mia_reject_list_fold(struct mia_reject_list *rejects)
{
	return rejects ? &rejects->fold : NULL;
}

static enum mia_status
keep(struct mia_reject_list *list, const struct kept_reject *reject, struct mia_error *err)
{
	if (list->count >= UINT32_MAX)
		return mia__fail(err, MIA_ERR_LIMIT, "too many rejects for one list");
	if (!mia__grow(&list->a, &list->kept, &list->cap, list->count + 1, sizeof(*list->kept)))
		return mia__fail_memory(err);
	list->kept[list->count++] = *reject;
	return MIA_OK;
}

static enum mia_status
list_add(struct mia_fold *fold, const struct mia_event *event, struct mia_error *err)
{
	(void)event;
	if (((struct mia_reject_list *)fold)->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the list of rejects is sealed");
	return MIA_OK;
}

static enum mia_status
list_reject(struct mia_fold *fold, const struct mia_reject *reject, struct mia_error *err)
{
	struct mia_reject_list *list = (struct mia_reject_list *)fold;
	const struct mia_place *place = &reject->place;
	struct kept_reject kept = {
		.record = place->record,
		.line = place->line,
		.offset = place->offset,
		.length = place->length,
		.bad_offset = reject->bad_offset,
		.reason = reject->reason,
	};
	const char *name = place->source && place->source->name ? place->source->name : "";

	if (list->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the list of rejects is sealed");
	if (!reject->last)
		return MIA_OK;
	if (!mia__intern_add(&list->texts, text_of(name), &kept.source) ||
		!mia__intern_add(&list->texts, text_of(reject->detail), &kept.detail))
		return mia__fail_memory(err);
	return keep(list, &kept, err);
}

static enum mia_status
list_merge(struct mia_fold *fold, struct mia_fold *other, struct mia_error *err)
{
	struct mia_reject_list *list = (struct mia_reject_list *)fold,
			       *from = (struct mia_reject_list *)other;

	if (list->sealed || from->sealed)
		return mia__fail(err, MIA_ERR_STATE, "sealed lists of rejects cannot be merged");
	for (size_t i = 0; i < from->count; i++) {
		struct kept_reject kept = from->kept[i];
		if (!mia__intern_add(&list->texts, intern_text(&from->texts, kept.source), &kept.source) ||
			!mia__intern_add(&list->texts, intern_text(&from->texts, kept.detail), &kept.detail))
			return mia__fail_memory(err);
		MIA_TRY(keep(list, &kept, err));
	}
	release_kept(from);
	return MIA_OK;
}

/* Every member decides, so that nothing is left to the order of arrival. */
static int
compare_kept(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_reject_list *list = ctx;
	const struct kept_reject *a = &list->kept[x], *b = &list->kept[y];
	int c = 0;

	if (a->source != b->source)
		c = text_compare(intern_text(&list->texts, a->source), intern_text(&list->texts, b->source));
	if (!c)
		c = number_compare(a->record, b->record);
	if (!c)
		c = number_compare(a->offset, b->offset);
	if (!c)
		c = number_compare(a->length, b->length);
	if (!c)
		c = number_compare(a->reason, b->reason);
	if (!c)
		c = number_compare(a->bad_offset, b->bad_offset);
	if (!c)
		c = number_compare(a->line, b->line);
	if (!c && a->detail != b->detail)
		c = text_compare(intern_text(&list->texts, a->detail), intern_text(&list->texts, b->detail));
	return c;
}

static struct mia_listed_reject
listed(const struct mia_reject_list *list, const struct kept_reject *kept)
{
	return (struct mia_listed_reject){
		.source = intern_text(&list->texts, kept->source),
		.record = kept->record,
		.line = kept->line,
		.offset = kept->offset,
		.length = kept->length,
		.bad_offset = kept->bad_offset,
		.reason = kept->reason,
		.detail = intern_text(&list->texts, kept->detail),
	};
}

static enum mia_status
list_seal(struct mia_fold *fold, struct mia_error *err)
{
	struct mia_reject_list *list = (struct mia_reject_list *)fold;

	if (list->sealed)
		return MIA_OK;
	if (list->count) {
		uint32_t *order = mia__alloc(&list->a, list->count, sizeof(*order));
		bool ok = order &&
			(list->listed ||
				mia__grow(&list->a, &list->listed, &list->listed_cap, list->count,
					sizeof(*list->listed)));
		for (size_t i = 0; ok && i < list->count; i++)
			order[i] = (uint32_t)i;
		ok = ok && mia__sort_numbers(&list->a, order, list->count, compare_kept, list);
		/* What was brought twice is one reject. */
		for (size_t i = 0; ok && i < list->count; i++)
			if (i == 0 || compare_kept(list, order[i - 1], order[i]) != 0)
				list->listed[list->listed_count++] = listed(list, &list->kept[order[i]]);
		mia__dealloc(&list->a, order, list->count, sizeof(*order));
		if (!ok)
			return mia__fail_memory(err);
	}
	release_kept(list);
	list->sealed = true;
	return MIA_OK;
}

static enum mia_status
list_spawn(const struct mia_fold *like, struct mia_fold **ret, struct mia_error *err)
{
	struct mia_reject_list *list;

	MIA_TRY(mia_reject_list_new(&list, &((const struct mia_reject_list *)like)->a, err));
	*ret = &list->fold;
	return MIA_OK;
}

static void
list_free(struct mia_fold *fold)
{
	mia_reject_list_free((struct mia_reject_list *)fold);
}

/* Whatever its items are. */
static int
list_wants_items(struct mia_fold *fold, const struct mia_event *event)
{
	(void)fold, (void)event;
	return 0;
}

static const struct mia_fold_ops reject_list_ops = {
	.size = sizeof(struct mia_fold_ops),
	.spawn = list_spawn,
	.add = list_add,
	.reject = list_reject,
	.merge = list_merge,
	.seal = list_seal,
	.free = list_free,
	.without_content = 1,
	.wants_items = list_wants_items,
};

size_t
mia_reject_list_count(const struct mia_reject_list *rejects)
{
	return rejects && rejects->sealed ? rejects->listed_count : 0;
}

const struct mia_listed_reject *
mia_reject_list_get(const struct mia_reject_list *rejects, size_t i)
{
	return i < mia_reject_list_count(rejects) ? &rejects->listed[i] : NULL;
}
