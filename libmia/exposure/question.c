/* What an exposure was asked, kept beyond the scope that asked it, so that
 * findings made of it need not be told again. */
#include "base/text.h"
#include "exposure/exposure.h"
#include "scope/criteria.h"

/* A span or a mailbox says nothing of who came: whoever did then is not by
 * that the intruder. Of alternatives, each has to. */
bool
mia__scope_asks_who(const struct mia_scope *scope)
{
	bool alternatives = scope->any.count != 0;

	for (int trait = 0; trait < MIA_TRAIT_COUNT; trait++)
		if (trait != MIA_TRAIT_MAILBOX && scope_asks_for(scope, (enum mia_trait)trait))
			return true;
	for (size_t i = 0; i < scope->all.count; i++)
		if (mia__scope_asks_who(scope->all.ptr[i]))
			return true;
	for (size_t i = 0; i < scope->none.count; i++)
		if (mia__scope_asks_who(scope->none.ptr[i]))
			return true;
	for (size_t i = 0; i < scope->any.count; i++)
		alternatives = alternatives && mia__scope_asks_who(scope->any.ptr[i]);
	return scope->ids || alternatives;
}

/* The accounts that alone can be in scope; none where others may be too, or
 * where a pattern stands for many. */
static const struct values *
users_of(const struct mia_scope *scope)
{
	const struct values *users = &scope->wanted[MIA_TRAIT_USER];

	if (scope->ids)
		return NULL;
	for (size_t i = 0; i < users->count; i++)
		if (mia__text_find(users->ptr[i].text, TEXT("*")) >= 0)
			return NULL;
	return users;
}

bool
mia__exposure_keep_question(struct mia_exposure *e)
{
	const struct mia_scope *scope = e->options.scope;
	struct exposure_question *q = &e->question;

	*q = (struct exposure_question){ .since = MIA_TIME_UNKNOWN, .until = MIA_TIME_UNKNOWN };
	if (!scope)
		return true;
	mia_scope_span(scope, &q->since, &q->until);
	q->by_someone = mia__scope_asks_who(scope);
	const struct values *users = users_of(scope);
	if (!users || users->count == 0)
		return true;
	struct mia_text *kept = mia__arena_take(&e->kept, users->count * sizeof(*kept));
	for (size_t i = 0; kept && i < users->count; i++) {
		kept[i] = mia__arena_text(&e->kept, users->ptr[i].text);
		if (!kept[i].ptr)
			return false;
	}
	q->actors = (struct mia_texts){ kept, users->count };
	return kept != NULL;
}
