/* Scopes that consist of scopes. */
#include "base/error.h"
#include "scope/criteria.h"

void
mia__scopes_release(const struct mia_allocator *a, struct scopes *list)
{
	for (size_t i = 0; i < list->count; i++)
		mia_scope_free(list->ptr[i]);
	mia__dealloc(a, list->ptr, list->cap, sizeof(struct mia_scope *));
	*list = (struct scopes){ .ptr = NULL };
}

enum mia_status
mia__scope_take(struct mia_scope *scope, struct scopes *list, struct mia_scope *part, struct mia_error *err)
{
	if (!mia__grow(&scope->a, &list->ptr, &list->cap, list->count + 1, sizeof(struct mia_scope *))) {
		mia_scope_free(part);
		return mia__fail_memory(err);
	}
	list->ptr[list->count++] = part;
	return MIA_OK;
}

static bool
has_alternatives(const struct mia_scope *scope)
{
	if (scope->any.count)
		return true;
	for (size_t i = 0; i < scope->all.count; i++)
		if (has_alternatives(scope->all.ptr[i]))
			return true;
	return false;
}

/* It asks nothing itself, so that its parts are all there is. */
static bool
asks_nothing_itself(const struct mia_scope *scope)
{
	for (int t = 0; t < MIA_TRAIT_COUNT; t++)
		if (scope_asks_for(scope, (enum mia_trait)t))
			return false;
	return scope->from == MIA_TIME_UNKNOWN && scope->until == MIA_TIME_UNKNOWN && !scope->none.count &&
		!scope->ids && !scope->note.len;
}

/* The one part that it consists of, in its place; freed, but for that. */
static struct mia_scope *
unwrap(struct mia_scope *scope)
{
	while (asks_nothing_itself(scope) && scope->all.count == 1 && !scope->any.count) {
		struct mia_scope *part = scope->all.ptr[0];
		scope->all.count = 0;
		mia_scope_free(scope);
		scope = part;
	}
	return scope;
}

static bool
is_but_alternatives(const struct mia_scope *scope)
{
	return asks_nothing_itself(scope) && !scope->all.count && scope->any.count;
}

static enum mia_status
take_alternatives(struct mia_scope *scope, struct mia_scope *from, struct mia_error *err)
{
	enum mia_status status = MIA_OK;

	if (!mia__grow(&scope->a, &scope->any.ptr, &scope->any.cap, scope->any.count + from->any.count,
		    sizeof(struct mia_scope *)))
		status = mia__fail_memory(err);
	for (size_t i = 0; status >= 0 && i < from->any.count; i++)
		scope->any.ptr[scope->any.count++] = from->any.ptr[i];
	if (status >= 0)
		from->any.count = 0;
	mia_scope_free(from);
	return status;
}

enum mia_status
mia_scope_add_alternative(struct mia_scope *scope, struct mia_scope *alternative, struct mia_error *err)
{
	if (!scope || !alternative || scope == alternative) {
		if (scope != alternative)
			mia_scope_free(alternative);
		return mia__fail(err, MIA_ERR_ARGUMENT, "no scope, or no alternative of its own");
	}
	alternative = unwrap(alternative);
	if (is_but_alternatives(alternative))
		return take_alternatives(scope, alternative, err);
	if (has_alternatives(alternative)) {
		mia_scope_free(alternative);
		return mia__fail(err, MIA_ERR_ARGUMENT, "an alternative may not have alternatives itself");
	}
	return mia__scope_take(scope, &scope->any, alternative, err);
}

static mia_time
earlier_end(mia_time x, mia_time y)
{
	if (x == MIA_TIME_UNKNOWN || y == MIA_TIME_UNKNOWN)
		return x == MIA_TIME_UNKNOWN ? y : x;
	return x < y ? x : y;
}

static mia_time
later_end(mia_time x, mia_time y)
{
	if (x == MIA_TIME_UNKNOWN || y == MIA_TIME_UNKNOWN)
		return MIA_TIME_UNKNOWN;
	return x > y ? x : y;
}

/* An open start is the least of all times, so it needs no case of its own. */
static void
narrow(mia_time *from, mia_time *until, mia_time part_from, mia_time part_until)
{
	if (part_from > *from)
		*from = part_from;
	*until = earlier_end(*until, part_until);
	/* Nothing is left: an empty span, not one that ends before it begins. */
	if (*until != MIA_TIME_UNKNOWN && *until < *from)
		*until = *from;
}

void
mia_scope_span(const struct mia_scope *scope, mia_time *from, mia_time *until)
{
	mia_time part_from, part_until, widest_from = MIA_TIME_UNKNOWN, widest_until = MIA_TIME_UNKNOWN;

	*from = *until = MIA_TIME_UNKNOWN;
	if (!scope)
		return;
	*from = scope->from;
	*until = scope->until;
	for (size_t i = 0; i < scope->all.count; i++) {
		mia_scope_span(scope->all.ptr[i], &part_from, &part_until);
		narrow(from, until, part_from, part_until);
	}
	for (size_t i = 0; i < scope->any.count; i++) {
		mia_scope_span(scope->any.ptr[i], &part_from, &part_until);
		widest_from = i == 0 || part_from < widest_from ? part_from : widest_from;
		widest_until = i == 0 ? part_until : later_end(widest_until, part_until);
	}
	narrow(from, until, widest_from, widest_until);
}

int
mia_scope_is_everything(const struct mia_scope *scope)
{
	int any = 0;

	if (!scope)
		return 1;
	for (int t = 0; t < MIA_TRAIT_COUNT; t++)
		if (scope_asks_for(scope, (enum mia_trait)t))
			return 0;
	if (scope->from != MIA_TIME_UNKNOWN || scope->until != MIA_TIME_UNKNOWN || scope->none.count ||
		scope->ids)
		return 0;
	for (size_t i = 0; i < scope->all.count; i++)
		if (!mia_scope_is_everything(scope->all.ptr[i]))
			return 0;
	for (size_t i = 0; i < scope->any.count; i++)
		any |= mia_scope_is_everything(scope->any.ptr[i]);
	return scope->any.count == 0 || any;
}

static enum mia_status
copy_values(struct mia_scope *into, enum mia_trait trait, int exclude, const struct values *values,
	struct mia_error *err)
{
	for (size_t i = 0; i < values->count; i++)
		MIA_TRY(mia_scope_add(into, trait, exclude, values->ptr[i].text, err));
	return MIA_OK;
}

static enum mia_status
copy_list(struct mia_scope *into, struct scopes *list, const struct scopes *from, struct mia_error *err)
{
	for (size_t i = 0; i < from->count; i++) {
		struct mia_scope *copy;

		MIA_TRY(mia__scope_copy(from->ptr[i], &into->a, &copy, err));
		MIA_TRY(mia__scope_take(into, list, copy, err));
	}
	return MIA_OK;
}

static enum mia_status
fill_copy(struct mia_scope *copy, const struct mia_scope *scope, struct mia_error *err)
{
	copy->from = scope->from;
	copy->until = scope->until;
	MIA_TRY(mia_scope_set_note(copy, scope->note, err));
	for (int t = 0; t < MIA_TRAIT_COUNT; t++) {
		MIA_TRY(copy_values(copy, (enum mia_trait)t, 0, &scope->wanted[t], err));
		MIA_TRY(copy_values(copy, (enum mia_trait)t, 1, &scope->excluded[t], err));
	}
	MIA_TRY(copy_list(copy, &copy->all, &scope->all, err));
	MIA_TRY(copy_list(copy, &copy->any, &scope->any, err));
	MIA_TRY(copy_list(copy, &copy->none, &scope->none, err));
	if (scope->ids && (copy->ids = mia__idset_copy(scope->ids, &copy->a)) == NULL)
		return mia__fail_memory(err);
	return MIA_OK;
}

static enum mia_status
fill_limits(struct mia_scope *limits, const struct mia_scope *scope, struct mia_error *err)
{
	limits->from = scope->from;
	limits->until = scope->until;
	MIA_TRY(copy_values(limits, MIA_TRAIT_MAILBOX, 0, &scope->wanted[MIA_TRAIT_MAILBOX], err));
	for (int t = 0; t < MIA_TRAIT_COUNT; t++)
		MIA_TRY(copy_values(limits, (enum mia_trait)t, 1, &scope->excluded[t], err));
	MIA_TRY(copy_list(limits, &limits->none, &scope->none, err));
	for (size_t i = 0; i < scope->all.count; i++) {
		struct mia_scope *part;

		MIA_TRY(mia__scope_limits(scope->all.ptr[i], &limits->a, &part, err));
		MIA_TRY(mia__scope_take(limits, &limits->all, part, err));
	}
	return MIA_OK;
}

static enum mia_status
make_from(const struct mia_scope *scope, const struct mia_allocator *a, struct mia_scope **ret,
	enum mia_status (*fill)(struct mia_scope *, const struct mia_scope *, struct mia_error *),
	struct mia_error *err)
{
	struct mia_scope *made;
	enum mia_status status;

	MIA_TRY(mia_scope_new(&made, a, err));
	/* What is in it was taken already. */
	made->limits.pattern_bytes = SIZE_MAX;
	status = fill(made, scope, err);
	made->limits = scope->limits;
	if (status < 0) {
		mia_scope_free(made);
		return status;
	}
	*ret = made;
	return MIA_OK;
}

enum mia_status
mia__scope_copy(const struct mia_scope *scope, const struct mia_allocator *a, struct mia_scope **ret,
	struct mia_error *err)
{
	return make_from(scope, a, ret, fill_copy, err);
}

enum mia_status
mia__scope_limits(const struct mia_scope *scope, const struct mia_allocator *a, struct mia_scope **ret,
	struct mia_error *err)
{
	return make_from(scope, a, ret, fill_limits, err);
}
