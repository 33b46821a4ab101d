/* The check as a fold: what records bear of what the scope asks for. */
#include "scope/check.h"

#include "base/error.h"
#include "base/sort.h"
#include "base/text.h"
#include "scope/matcher.h"

/* Beyond these the nearest of a value is sought among the first only. */
#define MOST_KNOWN 1000000

static const struct mia_fold_ops check_ops;

static struct mia_scope_check *
check_of(struct mia_fold *fold)
{
	return (struct mia_scope_check *)(void *)fold;
}

/* Of which a beginning stands for the whole. */
static bool
is_id(enum mia_trait trait)
{
	return trait == MIA_TRAIT_SESSION || trait == MIA_TRAIT_APP || trait == MIA_TRAIT_TOKEN ||
		trait == MIA_TRAIT_DEVICE || trait == MIA_TRAIT_TOKEN_OBJECT;
}

static bool
is_checked(enum mia_trait trait)
{
	return trait != MIA_TRAIT_CLIENT && trait != MIA_TRAIT_LOGON;
}

/* A UniqueTokenId is 16 bytes in base64url. */
static bool
may_be_a_beginning(enum mia_trait trait, const struct value *value)
{
	return trait == MIA_TRAIT_TOKEN ? value->text.len < 22 : is_id(trait) && !value->guid;
}

/* Whether a value of the scope or of its parts is one that `is` asks about. */
static bool
holds_value(const struct mia_scope *scope, bool (*is)(enum mia_trait trait, const struct value *value))
{
	const struct scopes *lists[] = { &scope->all, &scope->any, &scope->none };

	for (int t = 0; t < MIA_TRAIT_COUNT; t++) {
		const struct values *values[] = { &scope->wanted[t], &scope->excluded[t] };
		for (size_t k = 0; k < 2; k++)
			for (size_t i = 0; i < values[k]->count; i++)
				if (is((enum mia_trait)t, &values[k]->ptr[i]))
					return true;
	}
	for (size_t k = 0; k < sizeof(lists) / sizeof(*lists); k++)
		for (size_t i = 0; i < lists[k]->count; i++)
			if (holds_value(lists[k]->ptr[i], is))
				return true;
	return false;
}

static bool
can_be_checked(enum mia_trait trait, const struct value *value)
{
	(void)value;
	return is_checked(trait);
}

int
mia_scope_can_be_checked(const struct mia_scope *scope)
{
	return scope && holds_value(scope, can_be_checked);
}

int
mia_scope_has_beginnings(const struct mia_scope *scope)
{
	return scope && holds_value(scope, may_be_a_beginning);
}

static bool
ask_values(struct mia_scope_check *c, enum mia_trait trait, const struct values *values)
{
	for (size_t i = 0; i < values->count; i++) {
		if (!mia__grow(&c->a, &c->asked, &c->asked_cap, c->asked_count + 1, sizeof(*c->asked)))
			return false;
		c->asked[c->asked_count++] = (struct asked){ .trait = trait, .value = &values->ptr[i] };
		c->wants |= 1u << trait;
	}
	return true;
}

static bool
ask_scope(struct mia_scope_check *c, const struct mia_scope *scope)
{
	const struct scopes *lists[] = { &scope->all, &scope->any, &scope->none };

	for (int t = 0; t < MIA_TRAIT_COUNT; t++)
		if (is_checked((enum mia_trait)t) &&
			(!ask_values(c, (enum mia_trait)t, &scope->wanted[t]) ||
				!ask_values(c, (enum mia_trait)t, &scope->excluded[t])))
			return false;
	for (size_t k = 0; k < sizeof(lists) / sizeof(*lists); k++)
		for (size_t i = 0; i < lists[k]->count; i++)
			if (!ask_scope(c, lists[k]->ptr[i]))
				return false;
	return true;
}

static int
compare_asked(const void *ctx, uint32_t x, uint32_t y)
{
	const struct asked *asked = ctx;

	return asked_compare(&asked[x], &asked[y]);
}

/* Each value once, in order. */
static bool
order_asked(struct mia_scope_check *c)
{
	size_t count = c->asked_count, kept = 0;
	uint32_t *order = mia__alloc(&c->a, count + 1, sizeof(*order));
	struct asked *sorted = mia__alloc(&c->a, count + 1, sizeof(*sorted));
	bool ok = order && sorted;

	for (size_t i = 0; ok && i < count; i++)
		order[i] = (uint32_t)i;
	ok = ok && mia__sort_numbers(&c->a, order, count, compare_asked, c->asked);
	for (size_t i = 0; ok && i < count; i++)
		if (i == 0 || compare_asked(c->asked, order[i - 1], order[i]) != 0)
			sorted[kept++] = c->asked[order[i]];
	if (ok && kept)
		memcpy(c->asked, sorted, kept * sizeof(*sorted));
	c->asked_count = kept;
	mia__dealloc(&c->a, order, count + 1, sizeof(*order));
	mia__dealloc(&c->a, sorted, count + 1, sizeof(*sorted));
	return ok;
}

/* Of GUIDs and of accounts the case does not matter. */
static struct mia_text
key_of(struct mia_scope_check *c, enum mia_trait trait, struct mia_text text, bool any_case)
{
	buf_clear(&c->key);
	mia__buf_byte(&c->key, (char)(trait * 2 + (any_case ? 1 : 0)));
	for (size_t i = 0; i < text.len; i++)
		mia__buf_byte(&c->key,
			any_case ? (char)ascii_lower((unsigned char)text.ptr[i]) : text.ptr[i]);
	return buf_view(&c->key);
}

static bool
index_asked(struct mia_scope_check *c)
{
	size_t room = c->asked_count + 1;
	uint32_t number;

	c->first = mia__alloc(&c->a, room, sizeof(*c->first));
	c->beginnings = mia__alloc(&c->a, room, sizeof(*c->beginnings));
	if (!c->first || !c->beginnings)
		return false;
	for (size_t i = 0; i < c->asked_count; i++) {
		struct asked *asked = &c->asked[i];
		enum mia_trait trait = asked->trait;
		bool any_case = asked->value->guid || trait == MIA_TRAIT_USER || trait == MIA_TRAIT_MAILBOX;
		size_t before = c->keys.count;
		if (trait == MIA_TRAIT_ADDRESS &&
			!mia__networks_add(&c->networks, &asked->value->prefix, (uint32_t)i))
			return false;
		struct mia_text key = key_of(c, trait, asked->value->text, any_case);

		if (c->key.failed || !mia__intern_add(&c->keys, key, &number))
			return false;
		asked->next = c->keys.count > before ? 0 : c->first[number - 1] + 1;
		c->first[number - 1] = (uint32_t)i;
		if (is_id(trait) && !asked->value->guid)
			c->beginnings[c->beginning_count++] = (uint32_t)i;
	}
	return true;
}

enum mia_status
mia_scope_check_new(struct mia_scope_check **ret, const struct mia_allocator *allocator,
	const struct mia_scope *scope, struct mia_error *err)
{
	struct mia_allocator a = mia__allocator_or_default(allocator);
	struct mia_scope_check *c;

	if (!ret || !scope)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no scope, or no place for the check");
	c = mia__alloc(&a, 1, sizeof(*c));
	if (!c)
		return mia__fail_memory(err);
	c->fold.ops = &check_ops;
	c->a = a;
	c->scope = scope;
	mia__arena_init(&c->kept, &a);
	mia__networks_init(&c->networks, &a);
	mia__intern_init(&c->keys, &a);
	mia__buf_init(&c->key, &a);
	for (int t = 0; t < MIA_TRAIT_COUNT; t++) {
		mia__intern_init(&c->known[t], &a);
		mia__intern_init(&c->longer[t], &a);
	}
	mia__intern_init(&c->named, &a);
	if (!ask_scope(c, scope) || !order_asked(c) || !index_asked(c) ||
		mia_act_reader_new(&c->acts, &a, err) < 0) {
		mia_scope_check_free(c);
		return mia__fail_memory(err);
	}
	*ret = c;
	return MIA_OK;
}

void
mia_scope_check_free(struct mia_scope_check *c)
{
	if (!c)
		return;
	struct mia_allocator a = c->a;
	for (int t = 0; t < MIA_TRAIT_COUNT; t++) {
		mia__intern_release(&c->known[t]);
		mia__intern_release(&c->longer[t]);
	}
	mia__intern_release(&c->named);
	mia_act_reader_free(c->acts);
	mia__arena_release(&c->kept);
	mia__networks_release(&c->networks);
	mia__intern_release(&c->keys);
	mia__buf_release(&c->key);
	mia__dealloc(&a, c->first, c->asked_count + 1, sizeof(*c->first));
	mia__dealloc(&a, c->beginnings, c->asked_count + 1, sizeof(*c->beginnings));
	mia__dealloc(&a, c->asked, c->asked_cap, sizeof(*c->asked));
	mia__dealloc(&a, c, 1, sizeof(*c));
}

struct mia_fold *
mia_scope_check_fold(struct mia_scope_check *c)
{
	return c ? &c->fold : NULL;
}

static enum mia_status
check_spawn(const struct mia_fold *like, struct mia_fold **ret, struct mia_error *err)
{
	const struct mia_scope_check *c = (const struct mia_scope_check *)(const void *)like;
	struct mia_scope_check *spawned;

	MIA_TRY(mia_scope_check_new(&spawned, &c->a, c->scope, err));
	*ret = &spawned->fold;
	return MIA_OK;
}

/* Whatever the case and the hyphens. */
static bool
guid_begins(struct mia_text guid, struct mia_text with)
{
	size_t at = 0;

	for (size_t i = 0; i < with.len; i++) {
		if (with.ptr[i] == '-')
			continue;
		at += at < guid.len && guid.ptr[at] == '-';
		if (at >= guid.len ||
			ascii_lower((unsigned char)guid.ptr[at]) != ascii_lower((unsigned char)with.ptr[i]))
			return false;
		at++;
	}
	return true;
}

bool
mia__scope_check_begins(enum mia_trait trait, struct mia_text text, struct mia_text with)
{
	if (!is_id(trait) || with.len < MIA_ID_BEGINNING || text.len == 0)
		return false;
	/* Most differ at once. */
	if (*with.ptr != '-' &&
		ascii_lower((unsigned char)*with.ptr) != ascii_lower((unsigned char)*text.ptr))
		return false;
	return trait != MIA_TRAIT_TOKEN && mia__text_is_guid(text) ? guid_begins(text, with)
								   : text_starts(text, with);
}

static bool
note_borne(struct mia_scope_check *c, enum mia_trait trait, struct mia_text text)
{
	for (int any_case = 0; any_case < 2; any_case++) {
		uint32_t number = mia__intern_find(&c->keys, key_of(c, trait, text, any_case));

		for (uint32_t i = number ? c->first[number - 1] + 1 : 0; i; i = c->asked[i - 1].next)
			c->asked[i - 1].borne = true;
	}
	return !c->key.failed;
}

/* A text that records bear, which may be new. false: out of memory. */
static bool
note(struct mia_scope_check *c, enum mia_trait trait, struct mia_text text)
{
	char room[36];
	uint32_t number;

	if (is_id(trait) && trait != MIA_TRAIT_TOKEN)
		text = mia__session_id_canonical(text, room);
	if (text.len == 0 || mia__intern_find(&c->known[trait], text) != 0)
		return true;
	if (!note_borne(c, trait, text))
		return false;
	for (size_t i = 0; i < c->beginning_count; i++) {
		const struct asked *asked = &c->asked[c->beginnings[i]];
		if (asked->trait == trait && text.len > asked->value->text.len &&
			mia__scope_check_begins(trait, text, asked->value->text) &&
			!mia__intern_add(&c->longer[trait], text, &number))
			return false;
	}
	return c->known[trait].count > MOST_KNOWN || mia__intern_add(&c->known[trait], text, &number);
}

static bool
note_apps(struct mia_scope_check *c, const struct mia_event *event)
{
	struct mia_text infos[] = { event->client_info, event->actor_info }, app;

	for (size_t i = 0; i < sizeof(infos) / sizeof(*infos); i++)
		while ((app = mia__next_embedded_app(&infos[i])).ptr != NULL)
			if (!note(c, MIA_TRAIT_APP, app))
				return false;
	return note(c, MIA_TRAIT_APP, event->app_id) && note(c, MIA_TRAIT_APP, event->client_app_id) &&
		note(c, MIA_TRAIT_APP, event->context_app_id) && note(c, MIA_TRAIT_APP, event->api_id);
}

/* An application that nobody came by yet, but that was consented to. */
static bool
note_named(struct mia_scope_check *c, const struct mia_event *event, struct mia_error *err)
{
	char room[36];
	uint32_t number;
	struct mia_act act = { 0 };

	if (mia_act_read(c->acts, event, &act, err) < 0)
		return false;
	return !act.app_id.len ||
		mia__intern_add(&c->named, mia__session_id_canonical(act.app_id, room), &number);
}

#define SILENT_TRAITS \
	(1u << MIA_TRAIT_SESSION | 1u << MIA_TRAIT_APP | 1u << MIA_TRAIT_TOKEN | 1u << MIA_TRAIT_DEVICE | \
		1u << MIA_TRAIT_TOKEN_OBJECT)

/* Which of SILENT_TRAITS a record of access does not state. */
static unsigned
silent_on(const struct mia_event *event)
{
	bool app = event->app_id.len || event->client_app_id.len || event->context_app_id.len ||
		event->api_id.len;

	return (event->session_id.len || event->aad_session_id.len ? 0 : 1u << MIA_TRAIT_SESSION) |
		(app ? 0 : 1u << MIA_TRAIT_APP) | (event->unique_token_id.len ? 0 : 1u << MIA_TRAIT_TOKEN) |
		(event->device_id.len ? 0 : 1u << MIA_TRAIT_DEVICE) |
		(event->token_object_id.len ? 0 : 1u << MIA_TRAIT_TOKEN_OBJECT);
}

static void
tell_borne(void *ctx, uint32_t number)
{
	struct mia_scope_check *c = ctx;

	c->asked[number].borne = true;
}

static void
note_addresses(struct mia_scope_check *c, const struct mia_event *event)
{
	/* As in traits.c: the other address counts only beside a first one. */
	if (event->address.family == 0)
		return;
	mia__networks_each(&c->networks, &event->address, tell_borne, c);
	if (event->other_address.family)
		mia__networks_each(&c->networks, &event->other_address, tell_borne, c);
}

static enum mia_status
check_add(struct mia_fold *fold, const struct mia_event *event, struct mia_error *err)
{
	struct mia_scope_check *c = check_of(fold);
	bool ok = true;

	if (c->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the check is sealed");
	note_addresses(c, event);
	if (c->wants & SILENT_TRAITS & ~c->silent && event->access != MIA_ACCESS_NONE)
		c->silent |= silent_on(event);
	if (c->wants & 1u << MIA_TRAIT_SESSION)
		ok = note(c, MIA_TRAIT_SESSION, event->session_id) &&
			note(c, MIA_TRAIT_SESSION, event->aad_session_id);
	if (ok && c->wants & 1u << MIA_TRAIT_APP)
		ok = note_apps(c, event) && note_named(c, event, err);
	if (ok && c->wants & 1u << MIA_TRAIT_TOKEN)
		ok = note(c, MIA_TRAIT_TOKEN, event->unique_token_id);
	if (ok && c->wants & 1u << MIA_TRAIT_DEVICE)
		ok = note(c, MIA_TRAIT_DEVICE, event->device_id);
	if (ok && c->wants & 1u << MIA_TRAIT_TOKEN_OBJECT)
		ok = note(c, MIA_TRAIT_TOKEN_OBJECT, event->token_object_id);
	if (ok && c->wants & 1u << MIA_TRAIT_USER)
		ok = note(c, MIA_TRAIT_USER, event->actor);
	if (ok && c->wants & 1u << MIA_TRAIT_MAILBOX)
		ok = note(c, MIA_TRAIT_MAILBOX, event->mailbox_owner) &&
			note(c, MIA_TRAIT_MAILBOX, event->mailbox_guid);
	return ok ? MIA_OK : mia__fail_memory(err);
}

static bool
take_all(struct intern *into, const struct intern *from, size_t most)
{
	uint32_t number;

	for (size_t i = 1; i < from->count && into->count <= most; i++)
		if (!mia__intern_add(into, intern_text(from, i), &number))
			return false;
	return true;
}

static enum mia_status
check_merge(struct mia_fold *fold, struct mia_fold *other, struct mia_error *err)
{
	struct mia_scope_check *c = check_of(fold), *from = check_of(other);

	if (c->sealed || from->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the check is sealed");
	if (c->scope != from->scope)
		return mia__fail(err, MIA_ERR_ARGUMENT, "checks of different scopes cannot be merged");
	for (size_t i = 0; i < c->asked_count; i++)
		c->asked[i].borne |= from->asked[i].borne;
	c->silent |= from->silent;
	for (int t = 0; t < MIA_TRAIT_COUNT; t++)
		if (!take_all(&c->longer[t], &from->longer[t], SIZE_MAX) ||
			!take_all(&c->known[t], &from->known[t], MOST_KNOWN))
			return mia__fail_memory(err);
	return take_all(&c->named, &from->named, SIZE_MAX) ? MIA_OK : mia__fail_memory(err);
}

/* What is only named is known last, so that it can be told from what acted. */
static bool
know_named(struct mia_scope_check *c)
{
	for (size_t i = 0; i < c->asked_count; i++)
		c->asked[i].by_it = c->asked[i].borne;
	for (size_t i = 1; i < c->named.count; i++)
		if (!note(c, MIA_TRAIT_APP, intern_text(&c->named, i)))
			return false;
	return true;
}

static enum mia_status
check_seal(struct mia_fold *fold, struct mia_error *err)
{
	struct mia_scope_check *c = check_of(fold);

	if (c->sealed)
		return MIA_OK;
	if (!know_named(c) || !mia__scope_check_answer(c))
		return mia__fail_memory(err);
	c->sealed = true;
	return MIA_OK;
}

static void
check_free(struct mia_fold *fold)
{
	mia_scope_check_free(check_of(fold));
}

/* Whatever its items are. */
static int
check_wants_items(struct mia_fold *fold, const struct mia_event *event)
{
	(void)fold, (void)event;
	return 0;
}

static const struct mia_fold_ops check_ops = {
	.size = sizeof(check_ops),
	.spawn = check_spawn,
	.add = check_add,
	.merge = check_merge,
	.seal = check_seal,
	.free = check_free,
	.without_content = 1,
	.wants_items = check_wants_items,
};
