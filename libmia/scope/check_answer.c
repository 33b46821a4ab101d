/* What the evidence says of each value of a scope, and the scope written out. */
#include "base/error.h"
#include "base/sort.h"
#include "base/text.h"
#include "scope/check.h"

#define MOST_CANDIDATES 5
/* Comparisons in all; for more the nearest are not sought. A list of thousands holds no
 * mistyped id, and every one of them would be held against every text. */
#define MOST_COMPARED 2000000
/* Letters in which a slip of the pen may differ; two that changed places are 2. */
#define SLIP 4

struct candidate {
	struct mia_text text;
	size_t distance;
};

/* The best so far, the nearest first. */
struct candidates {
	struct candidate best[MOST_CANDIDATES];
	size_t count, offered;
};

static void
offer(struct candidates *c, struct mia_text text, size_t distance)
{
	size_t at = c->count;

	c->offered++;
	while (at > 0 &&
		(distance < c->best[at - 1].distance ||
			(distance == c->best[at - 1].distance &&
				text_compare(text, c->best[at - 1].text) < 0)))
		at--;
	if (at == MOST_CANDIDATES)
		return;
	c->count += c->count < MOST_CANDIDATES;
	for (size_t i = c->count - 1; i > at; i--)
		c->best[i] = c->best[i - 1];
	c->best[at] = (struct candidate){ text, distance };
}

static void
offer_longer(const struct mia_scope_check *c, const struct asked *asked, struct candidates *ret)
{
	const struct intern *longer = &c->longer[asked->trait];

	for (size_t i = 1; i < longer->count; i++)
		if (mia__scope_check_begins(asked->trait, intern_text(longer, i), asked->value->text))
			offer(ret, intern_text(longer, i), 0);
}

/* "joey*": there are no wildcards, but it is plain which accounts are meant. */
static bool
offer_starred(const struct mia_scope_check *c, const struct asked *asked, struct candidates *ret)
{
	const struct intern *known = &c->known[asked->trait];
	ptrdiff_t star = mia__text_find(asked->value->text, TEXT("*"));

	if (star < 0 || (asked->trait != MIA_TRAIT_USER && asked->trait != MIA_TRAIT_MAILBOX))
		return false;
	for (size_t i = 1; i < known->count; i++)
		if (text_starts_nocase(intern_text(known, i),
			    (struct mia_text){ asked->value->text.ptr, (size_t)star }))
			offer(ret, intern_text(known, i), 0);
	return true;
}

/* How far a text is from what was asked for, or SIZE_MAX: it is another thing. */
static size_t
distance_of_account(struct mia_text asked, struct mia_text text)
{
	size_t most = asked.len / 8 < 2 ? 2 : asked.len / 8, distance;

	/* Without its domain. */
	if (text_starts_nocase(text, asked))
		return 0;
	distance = mia_text_distance(asked, text, most);
	return distance <= most ? distance : SIZE_MAX;
}

/* To the beginning of an id the nearest beginning; what has the first part of a
 * GUID in common is near, whatever the rest. */
static size_t
distance_of_id(struct mia_text asked, struct mia_text text)
{
	size_t most = asked.len / 3, distance;

	if (text.len > asked.len)
		text.len = asked.len;
	distance = mia_text_distance(asked, text, most);
	if (distance <= most)
		return distance;
	return asked.len > 8 && text.len > 8 && memcmp(asked.ptr, text.ptr, 8) == 0 ? most : SIZE_MAX;
}

static void
offer_nearest(const struct mia_scope_check *c, const struct asked *asked, struct candidates *ret)
{
	const struct intern *known = &c->known[asked->trait];
	bool account = asked->trait == MIA_TRAIT_USER || asked->trait == MIA_TRAIT_MAILBOX;
	char room[36];
	struct mia_text text =
		asked->value->guid ? mia__session_id_canonical(asked->value->text, room) : asked->value->text;

	for (size_t i = 1; i < known->count; i++) {
		size_t distance = account ? distance_of_account(text, intern_text(known, i))
					  : distance_of_id(text, intern_text(known, i));
		if (distance != SIZE_MAX)
			offer(ret, intern_text(known, i), distance);
	}
	/* Where one is near, what is much farther is no guess. */
	while (ret->count && ret->best[ret->count - 1].distance > ret->best[0].distance + 2)
		ret->count--;
	ret->offered = ret->count;
}

static bool
keep(struct mia_scope_check *c, const struct candidates *from, struct mia_scope_value *ret)
{
	struct mia_text *texts = mia__arena_take(&c->kept, MOST_CANDIDATES * sizeof(*texts));

	for (size_t i = 0; texts && i < from->count; i++)
		texts[i] = from->best[i].text;
	ret->candidates = (struct mia_texts){ texts, from->count };
	ret->candidate_count = from->offered;
	return texts != NULL;
}

static bool
answer(struct mia_scope_check *c, const struct asked *asked, struct mia_scope_value *ret)
{
	struct candidates found = { .count = 0 };

	*ret = (struct mia_scope_value){
		.trait = asked->trait,
		.value = asked->value->text,
		.stated = c->known[asked->trait].count > 1,
	};
	if (asked->borne) {
		ret->bearing = MIA_BORNE;
		ret->only_named = !asked->by_it;
		return true;
	}
	offer_longer(c, asked, &found);
	if (found.offered) {
		ret->bearing = found.offered == 1 ? MIA_BORNE_LONGER : MIA_AMBIGUOUS;
		return keep(c, &found, ret);
	}
	ret->bearing = MIA_NOT_BORNE;
	if (asked->trait == MIA_TRAIT_ADDRESS)
		return true;
	if (asked->value->text.len < MIA_ID_BEGINNING && asked->trait != MIA_TRAIT_USER &&
		asked->trait != MIA_TRAIT_MAILBOX)
		ret->bearing = MIA_TOO_SHORT;
	else if (!c->too_many[asked->trait] && !offer_starred(c, asked, &found))
		offer_nearest(c, asked, &found);
	ret->may_be_silent = asked->value->guid && c->silent & 1u << asked->trait &&
		(found.count == 0 || found.best[0].distance > SLIP);
	return keep(c, &found, ret);
}

bool
mia__scope_check_answer(struct mia_scope_check *c)
{
	uint64_t absent[MIA_TRAIT_COUNT] = { 0 };

	c->values = mia__arena_take(&c->kept, (c->asked_count + 1) * sizeof(*c->values));
	for (size_t i = 0; i < c->asked_count; i++)
		absent[c->asked[i].trait] += !c->asked[i].borne;
	for (size_t i = 0; i < MIA_TRAIT_COUNT; i++)
		c->too_many[i] = absent[i] > 1 && absent[i] * c->known[i].count > MOST_COMPARED;
	for (size_t i = 0; c->values && i < c->asked_count; i++)
		if (!answer(c, &c->asked[i], &c->values[i]))
			return false;
	return c->values != NULL;
}

size_t
mia_scope_check_count(const struct mia_scope_check *c)
{
	return c && c->sealed ? c->asked_count : 0;
}

const struct mia_scope_value *
mia_scope_check_value(const struct mia_scope_check *c, size_t i)
{
	return i < mia_scope_check_count(c) ? &c->values[i] : NULL;
}

static const struct mia_scope_value *
find_value(const struct mia_scope_check *c, enum mia_trait trait, const struct value *value)
{
	const struct asked wanted = { .trait = trait, .value = value };
	size_t low = 0, high = c->asked_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = asked_compare(&c->asked[middle], &wanted);
		if (order == 0)
			return &c->values[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static enum mia_status
write_out_values(const struct mia_scope_check *c, struct mia_scope *scope, enum mia_trait trait,
	struct values *values, struct mia_error *err)
{
	for (size_t i = 0; i < values->count; i++) {
		const struct mia_scope_value *known = find_value(c, trait, &values->ptr[i]);
		if (known && known->bearing == MIA_BORNE_LONGER)
			MIA_TRY(mia__scope_value_replace(scope, trait, &values->ptr[i],
				known->candidates.ptr[0], err));
	}
	return MIA_OK;
}

static enum mia_status
write_out(const struct mia_scope_check *c, struct mia_scope *scope, struct mia_error *err)
{
	const struct scopes *lists[] = { &scope->all, &scope->any, &scope->none };

	for (int t = 0; t < MIA_TRAIT_COUNT; t++) {
		MIA_TRY(write_out_values(c, scope, (enum mia_trait)t, &scope->wanted[t], err));
		MIA_TRY(write_out_values(c, scope, (enum mia_trait)t, &scope->excluded[t], err));
	}
	for (size_t k = 0; k < sizeof(lists) / sizeof(*lists); k++)
		for (size_t i = 0; i < lists[k]->count; i++)
			MIA_TRY(write_out(c, lists[k]->ptr[i], err));
	return MIA_OK;
}

enum mia_status
mia_scope_check_scope(const struct mia_scope_check *c, struct mia_scope **ret, struct mia_error *err)
{
	struct mia_scope *scope;
	enum mia_status status;

	if (!c || !ret)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no check, or no place for the scope");
	if (!c->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the check is not sealed");
	MIA_TRY(mia__scope_copy(c->scope, &c->a, &scope, err));
	status = write_out(c, scope, err);
	if (status < 0) {
		mia_scope_free(scope);
		return status;
	}
	*ret = scope;
	return MIA_OK;
}
