/* What the caller says of the intruder: traits and a span of time. */
#include "scope/criteria.h"

#include "base/error.h"
#include "base/text.h"

enum mia_status
mia_scope_new(struct mia_scope **ret, const struct mia_allocator *allocator, struct mia_error *err)
{
	struct mia_allocator a = mia__allocator_or_default(allocator);
	struct mia_scope *scope;

	if (!ret)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no place for the scope");
	scope = mia__alloc(&a, 1, sizeof(*scope));
	if (!scope)
		return mia__fail_memory(err);
	scope->a = a;
	scope->from = scope->until = MIA_TIME_UNKNOWN;
	scope->limits = mia__pattern_limits;
	*ret = scope;
	return MIA_OK;
}

static void
release_text(const struct mia_allocator *a, struct mia_text text)
{
	mia__dealloc(a, (void *)(uintptr_t)text.ptr, text.len, 1);
}

static void
release_value(const struct mia_allocator *a, enum mia_trait trait, struct value *value)
{
	if (trait == MIA_TRAIT_CLIENT)
		mia__pattern_free(value->pattern);
	release_text(a, value->text);
}

static void
release_values(const struct mia_allocator *a, enum mia_trait trait, struct values *values)
{
	for (size_t i = 0; i < values->count; i++)
		release_value(a, trait, &values->ptr[i]);
	if (values->ptr)
		mia__dealloc(a, values->ptr, values->cap, sizeof(*values->ptr));
}

#undef mia_scope_limits_init
void
mia_scope_limits_init(struct mia_scope_limits *limits, size_t size)
{
	mia__options_init(limits, size, &mia__pattern_limits, sizeof(mia__pattern_limits));
}

static void
set_limits(struct mia_scope *scope, const struct mia_scope_limits *limits)
{
	const struct scopes *lists[] = { &scope->all, &scope->any, &scope->none };

	scope->limits = *limits;
	for (size_t l = 0; l < sizeof(lists) / sizeof(*lists); l++)
		for (size_t i = 0; i < lists[l]->count; i++)
			set_limits(lists[l]->ptr[i], limits);
}

enum mia_status
mia_scope_set_limits(struct mia_scope *scope, const struct mia_scope_limits *limits, struct mia_error *err)
{
	struct mia_scope_limits own = mia__pattern_limits;

	if (!scope || !limits)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no scope, or no limits");
	MIA_TRY(mia__options_take(&own, sizeof(own), limits, "mia_scope_limits", err));
	if (!own.pattern_bytes || !own.match_steps || !own.match_depth || !own.match_kib)
		return mia__fail(err, MIA_ERR_ARGUMENT, "a limit of 0");
	set_limits(scope, &own);
	return MIA_OK;
}

void
mia_scope_free(struct mia_scope *scope)
{
	if (!scope)
		return;
	struct mia_allocator a = scope->a;
	for (int t = 0; t < MIA_TRAIT_COUNT; t++) {
		release_values(&a, (enum mia_trait)t, &scope->wanted[t]);
		release_values(&a, (enum mia_trait)t, &scope->excluded[t]);
	}
	mia__scopes_release(&a, &scope->all);
	mia__scopes_release(&a, &scope->any);
	mia__scopes_release(&a, &scope->none);
	mia__idset_free(scope->ids);
	release_text(&a, scope->note);
	mia__dealloc(&a, scope, 1, sizeof(*scope));
}

static enum mia_status
parse_logon(struct mia_text text, enum mia_logon *ret, struct mia_error *err)
{
	if (text_equal_nocase(text, TEXT("owner")))
		*ret = MIA_LOGON_OWNER;
	else if (text_equal_nocase(text, TEXT("admin")))
		*ret = MIA_LOGON_ADMIN;
	else if (text_equal_nocase(text, TEXT("delegate")) || text_equal_nocase(text, TEXT("delegated")))
		*ret = MIA_LOGON_DELEGATE;
	else {
		char shown[80];

		mia__escape_ascii(text, shown, sizeof(shown));
		return mia__fail(err, MIA_ERR_ARGUMENT, "not a logon type (owner, admin, delegate): %s",
			shown);
	}
	return MIA_OK;
}

static enum mia_status
parse_value(const struct mia_scope *scope, enum mia_trait trait, struct mia_text text, struct value *ret,
	struct mia_error *err)
{
	switch (trait) {
	case MIA_TRAIT_ADDRESS:
		return mia__prefix_parse(text, &ret->prefix, err);
	case MIA_TRAIT_CLIENT:
		return mia__pattern_new(&ret->pattern, &scope->a, text, scope->limits.pattern_bytes, err);
	case MIA_TRAIT_LOGON:
		return parse_logon(text, &ret->logon, err);
	case MIA_TRAIT_SESSION:
	case MIA_TRAIT_APP:
	case MIA_TRAIT_USER:
	case MIA_TRAIT_MAILBOX:
	case MIA_TRAIT_TOKEN:
	case MIA_TRAIT_DEVICE:
	case MIA_TRAIT_TOKEN_OBJECT:
		ret->guid = mia__text_is_guid(text);
		return MIA_OK;
	case MIA_TRAIT_COUNT:
		break;
	}
	return mia__fail(err, MIA_ERR_ARGUMENT, "no such trait");
}

static enum mia_status
make_value(const struct mia_scope *scope, enum mia_trait trait, struct mia_text text, struct value *ret,
	struct mia_error *err)
{
	char *copy;

	MIA_TRY(parse_value(scope, trait, text, ret, err));
	copy = mia__alloc(&scope->a, text.len, 1);
	if (!copy) {
		if (trait == MIA_TRAIT_CLIENT)
			mia__pattern_free(ret->pattern);
		return mia__fail_memory(err);
	}
	memcpy(copy, text.ptr, text.len);
	ret->text = (struct mia_text){ copy, text.len };
	return MIA_OK;
}

/* Braces and hyphens of GUIDs do not matter; of tokens everything does. */
static bool
is_id(enum mia_trait trait)
{
	return trait == MIA_TRAIT_SESSION || trait == MIA_TRAIT_APP || trait == MIA_TRAIT_DEVICE ||
		trait == MIA_TRAIT_TOKEN_OBJECT;
}

enum mia_status
mia_scope_add(struct mia_scope *scope, enum mia_trait trait, int exclude, struct mia_text value,
	struct mia_error *err)
{
	struct values *values;
	struct value made = { .guid = false };
	char room[36];

	if (!scope || (unsigned)trait >= MIA_TRAIT_COUNT)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no scope, or no such trait");
	/* Blanks around a pasted value are none of it; in a pattern they may be. */
	if (value.ptr && trait != MIA_TRAIT_CLIENT)
		value = is_id(trait) ? mia__id_plain(value, room) : text_trim(value);
	if (!value.ptr || value.len == 0)
		return mia__fail(err, MIA_ERR_ARGUMENT, "an empty value selects nothing");

	values = exclude ? &scope->excluded[trait] : &scope->wanted[trait];
	if (!mia__grow(&scope->a, &values->ptr, &values->cap, values->count + 1, sizeof(*values->ptr)))
		return mia__fail_memory(err);
	MIA_TRY(make_value(scope, trait, value, &made, err));
	values->ptr[values->count++] = made;
	return MIA_OK;
}

enum mia_status
mia__scope_value_replace(struct mia_scope *scope, enum mia_trait trait, struct value *value,
	struct mia_text text, struct mia_error *err)
{
	struct value made = { .guid = false };

	MIA_TRY(make_value(scope, trait, text, &made, err));
	release_value(&scope->a, trait, value);
	*value = made;
	return MIA_OK;
}

enum mia_status
mia_scope_between(struct mia_scope *scope, mia_time from, mia_time until, struct mia_error *err)
{
	if (!scope)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no scope");
	if (from != MIA_TIME_UNKNOWN && until != MIA_TIME_UNKNOWN && from >= until)
		return mia__fail(err, MIA_ERR_ARGUMENT, "the span ends before it begins");
	scope->from = from;
	scope->until = until;
	return MIA_OK;
}

enum mia_status
mia_scope_set_note(struct mia_scope *scope, struct mia_text note, struct mia_error *err)
{
	char *copy = NULL;

	if (!scope)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no scope");
	note = text_trim(note);
	if (note.len) {
		copy = mia__alloc(&scope->a, note.len, 1);
		if (!copy)
			return mia__fail_memory(err);
		memcpy(copy, note.ptr, note.len);
	}
	release_text(&scope->a, scope->note);
	scope->note = (struct mia_text){ copy, note.len };
	return MIA_OK;
}

struct mia_text
mia_scope_note(const struct mia_scope *scope)
{
	return scope ? scope->note : TEXT_ABSENT;
}
