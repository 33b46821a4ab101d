/* The expansion as a fold: which records bear which ids, until the seal. */
#include "base/error.h"
#include "base/text.h"
#include "scope/criteria.h"
#include "scope/expansion.h"

static const struct mia_fold_ops expansion_ops;

static struct mia_expansion *
expansion_of(struct mia_fold *fold)
{
	return (struct mia_expansion *)(void *)fold;
}

enum mia_status
mia_expansion_new(struct mia_expansion **ret, const struct mia_allocator *allocator,
	const struct mia_scope *scope, unsigned by, struct mia_error *err)
{
	struct mia_allocator a = mia__allocator_or_default(allocator);
	struct mia_expansion *e;
	enum mia_status status;

	if (!ret || !scope || mia_scope_is_everything(scope))
		return mia__fail(err, MIA_ERR_ARGUMENT, "a scope that holds everything cannot be widened");
	if (by == 0 || by & ~(MIA_EXPAND_SESSION | MIA_EXPAND_TOKEN))
		return mia__fail(err, MIA_ERR_ARGUMENT, "no such kind of id to widen a scope by");
	e = mia__alloc(&a, 1, sizeof(*e));
	if (!e)
		return mia__fail_memory(err);
	e->fold.ops = &expansion_ops;
	e->a = a;
	e->scope = scope;
	e->by = by;
	mia__intern_init(&e->texts, &a);
	mia__intern_init(&e->bearings, &a);
	status = mia_matcher_new(&e->matcher, scope, err);
	if (status >= 0)
		status = mia__scope_limits(scope, &a, &e->limits, err);
	if (status >= 0)
		status = mia_matcher_new(&e->limit_matcher, e->limits, err);
	if (status < 0) {
		mia_expansion_free(e);
		return status;
	}
	*ret = e;
	return MIA_OK;
}

void
mia_expansion_free(struct mia_expansion *e)
{
	if (!e)
		return;
	struct mia_allocator a = e->a;
	mia_matcher_free(e->matcher);
	mia_matcher_free(e->limit_matcher);
	mia_scope_free(e->limits);
	mia__intern_release(&e->texts);
	mia__intern_release(&e->bearings);
	mia__dealloc(&a, e->carriers, e->carrier_cap, sizeof(*e->carriers));
	mia__dealloc(&a, e->steps, e->step_cap, sizeof(*e->steps));
	mia__dealloc(&a, e, 1, sizeof(*e));
}

struct mia_fold *
mia_expansion_fold(struct mia_expansion *e)
{
	return e ? &e->fold : NULL;
}

static enum mia_status
expansion_spawn(const struct mia_fold *like, struct mia_fold **ret, struct mia_error *err)
{
	const struct mia_expansion *e = (const struct mia_expansion *)(const void *)like;
	struct mia_expansion *spawned;

	MIA_TRY(mia_expansion_new(&spawned, &e->a, e->scope, e->by, err));
	*ret = &spawned->fold;
	return MIA_OK;
}

/* An event that was made by hand may state an id that is none. */
static bool
add_session(struct mia_expansion *e, struct mia_text id, uint32_t *number)
{
	char room[36];

	return mia__id_plain(id, room).len == 0 || mia__intern_add(&e->texts, id, number);
}

static bool
add_ids(struct mia_expansion *e, const struct mia_event *event, struct bearing *b)
{
	if (e->by & MIA_EXPAND_SESSION &&
		!(add_session(e, event->session_id, &b->session) &&
			add_session(e, event->aad_session_id, &b->aad_session)))
		return false;
	return !(e->by & MIA_EXPAND_TOKEN) || !event->unique_token_id.len ||
		mia__intern_add(&e->texts, event->unique_token_id, &b->token);
}

static bool
add_carrier(struct mia_expansion *e, const struct mia_event *event, struct bearing *b)
{
	char address[MIA_ADDRESS_TEXT];
	struct mia_text client_ip = event->client_ip;
	struct carrier c = {
		.time = event->time,
		.record = event->place.record,
		.match = (uint8_t)mia_matcher_match(e->matcher, event),
	};

	memcpy(c.key, event->key, sizeof(c.key));
	c.free = c.match == MIA_MATCH_YES || mia_matcher_match(e->limit_matcher, event) != MIA_MATCH_NO;
	if (event->address.family)
		client_ip = (struct mia_text){ address, mia_address_format(&event->address, address) };
	if (!mia__intern_add(&e->texts, event->operation, &b->operation) ||
		!mia__intern_add(&e->texts, event->actor, &b->actor) ||
		!mia__intern_add(&e->texts, client_ip, &b->client_ip) ||
		!mia__intern_add(&e->texts, event->id, &c.id) ||
		!mia__intern_add(&e->texts, text_of(event->place.source ? event->place.source->name : NULL),
			&c.source) ||
		!mia__intern_add(&e->bearings, (struct mia_text){ (const char *)b, sizeof(*b) },
			&c.bearing) ||
		!mia__grow(&e->a, &e->carriers, &e->carrier_cap, e->carrier_count + 1, sizeof(*e->carriers)))
		return false;
	e->carriers[e->carrier_count++] = c;
	return true;
}

/* Three ids a record, and what is counted by numbers of 32 bits. */
#define MOST_CARRIERS (UINT32_MAX / 3 - 1)

static enum mia_status
expansion_add(struct mia_fold *fold, const struct mia_event *event, struct mia_error *err)
{
	struct mia_expansion *e = expansion_of(fold);
	struct bearing b = { .session = 0 };

	if (e->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the expansion is sealed");
	if (!add_ids(e, event, &b))
		return mia__fail_memory(err);
	if (!b.session && !b.aad_session && !b.token)
		return MIA_OK;
	if (e->carrier_count >= MOST_CARRIERS)
		return mia__fail(err, MIA_ERR_LIMIT, "more records with ids than can be followed");
	return add_carrier(e, event, &b) ? MIA_OK : mia__fail_memory(err);
}

static bool
merge_texts(struct mia_expansion *e, const struct mia_expansion *from, uint32_t *texts, uint32_t *bearings)
{
	for (size_t i = 1; i < from->texts.count; i++)
		if (!mia__intern_add(&e->texts, intern_text(&from->texts, i), &texts[i]))
			return false;
	for (size_t i = 1; i < from->bearings.count; i++) {
		struct bearing old = expansion_bearing(from, (uint32_t)i);
		struct bearing b = {
			.session = texts[old.session],
			.aad_session = texts[old.aad_session],
			.token = texts[old.token],
			.operation = texts[old.operation],
			.actor = texts[old.actor],
			.client_ip = texts[old.client_ip],
		};
		if (!mia__intern_add(&e->bearings, (struct mia_text){ (const char *)&b, sizeof(b) },
			    &bearings[i]))
			return false;
	}
	return true;
}

static enum mia_status
merge_all(struct mia_expansion *e, const struct mia_expansion *from, uint32_t *texts, uint32_t *bearings,
	struct mia_error *err)
{
	size_t count = e->carrier_count + from->carrier_count;

	if (count > MOST_CARRIERS)
		return mia__fail(err, MIA_ERR_LIMIT, "more records with ids than can be followed");
	if (!texts || !bearings || !merge_texts(e, from, texts, bearings) ||
		!mia__grow(&e->a, &e->carriers, &e->carrier_cap, count, sizeof(*e->carriers)))
		return mia__fail_memory(err);
	for (size_t i = 0; i < from->carrier_count; i++) {
		struct carrier c = from->carriers[i];
		c.source = texts[c.source];
		c.id = texts[c.id];
		c.bearing = bearings[c.bearing];
		e->carriers[e->carrier_count++] = c;
	}
	return MIA_OK;
}

static enum mia_status
expansion_merge(struct mia_fold *fold, struct mia_fold *other, struct mia_error *err)
{
	struct mia_expansion *e = expansion_of(fold), *from = expansion_of(other);
	size_t texts = from->texts.count, bearings = from->bearings.count;

	if (e->sealed || from->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the expansion is sealed");
	uint32_t *text_map = mia__alloc(&e->a, texts, sizeof(*text_map));
	uint32_t *bearing_map = mia__alloc(&e->a, bearings, sizeof(*bearing_map));
	enum mia_status status = merge_all(e, from, text_map, bearing_map, err);
	mia__dealloc(&e->a, text_map, texts, sizeof(*text_map));
	mia__dealloc(&e->a, bearing_map, bearings, sizeof(*bearing_map));
	return status;
}

static enum mia_status
expansion_seal(struct mia_fold *fold, struct mia_error *err)
{
	struct mia_expansion *e = expansion_of(fold);

	if (e->sealed)
		return MIA_OK;
	if (!mia__expansion_find_steps(e))
		return mia__fail_memory(err);
	mia__dealloc(&e->a, e->carriers, e->carrier_cap, sizeof(*e->carriers));
	e->carriers = NULL;
	e->carrier_count = e->carrier_cap = 0;
	e->sealed = true;
	return MIA_OK;
}

static void
expansion_free(struct mia_fold *fold)
{
	mia_expansion_free(expansion_of(fold));
}

static const struct mia_fold_ops expansion_ops = {
	.size = sizeof(expansion_ops),
	.spawn = expansion_spawn,
	.add = expansion_add,
	.merge = expansion_merge,
	.seal = expansion_seal,
	.free = expansion_free,
};

size_t
mia_expansion_count(const struct mia_expansion *e)
{
	return e && e->sealed ? e->step_count : 0;
}

const struct mia_expansion_step *
mia_expansion_step(const struct mia_expansion *e, size_t i)
{
	return i < mia_expansion_count(e) ? &e->steps[i] : NULL;
}

static enum mia_status
take_copy(struct mia_scope *wide, struct scopes *list, const struct mia_scope *scope,
	enum mia_status (*copy)(const struct mia_scope *, const struct mia_allocator *, struct mia_scope **,
		struct mia_error *),
	struct mia_error *err)
{
	struct mia_scope *part;

	MIA_TRY(copy(scope, &wide->a, &part, err));
	return mia__scope_take(wide, list, part, err);
}

static enum mia_status
widen(const struct mia_expansion *e, struct mia_scope *wide, struct mia_error *err)
{
	struct mia_scope *bearers;

	/* Without ids nothing is added, and nothing may become doubtful either. */
	if (e->step_count == 0)
		return take_copy(wide, &wide->all, e->scope, mia__scope_copy, err);
	MIA_TRY(take_copy(wide, &wide->all, e->scope, mia__scope_limits, err));
	MIA_TRY(take_copy(wide, &wide->any, e->scope, mia__scope_copy, err));
	MIA_TRY(mia_scope_new(&bearers, &wide->a, err));
	MIA_TRY(mia__scope_take(wide, &wide->any, bearers, err));
	bearers->ids = mia__idset_new(&wide->a, e->by);
	if (!bearers->ids)
		return mia__fail_memory(err);
	for (size_t i = 0; i < e->step_count; i++)
		if (!mia__idset_add(bearers->ids, e->steps[i].by, e->steps[i].id))
			return mia__fail_memory(err);
	return MIA_OK;
}

enum mia_status
mia_expansion_scope(const struct mia_expansion *e, struct mia_scope **ret, struct mia_error *err)
{
	struct mia_scope *wide;
	enum mia_status status;

	if (!e || !ret)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no expansion, or no place for the scope");
	if (!e->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the expansion is not sealed");
	MIA_TRY(mia_scope_new(&wide, &e->a, err));
	status = widen(e, wide, err);
	if (status < 0) {
		mia_scope_free(wide);
		return status;
	}
	*ret = wide;
	return MIA_OK;
}
