/* A scope as it is told to people: in their language, and whom it names. */
#include "report/scope_told.h"

#include "base/text.h"
#include "scope/criteria.h"
#include "texts/texts.h"

enum mia_status
mia__scope_words(struct mia_scope_words **ret, const struct mia_allocator *a, const struct mia_scope *scope,
	enum mia_language language, struct mia_error *err)
{
	struct mia_scope_terms terms = { .size = sizeof(terms) };

	for (int trait = 0; trait < MIA_TRAIT_COUNT; trait++)
		terms.traits[trait] = mia__said(language, (enum text_id)(T_TRAIT_0 + trait));
	terms.or_ = mia__said(language, T_TERM_OR);
	terms.from = mia__said(language, T_TERM_FROM);
	terms.until = mia__said(language, T_TERM_UNTIL);
	terms.not_ = mia__said(language, T_TERM_NOT);
	terms.widened = mia__said(language, T_TERM_WIDENED);
	terms.nothing = mia__said(language, T_TERM_NOTHING);
	return mia_scope_words_new(ret, a, scope, &terms, err);
}

static bool
add_values(struct redact_people *people, const struct values *values)
{
	for (size_t i = 0; i < values->count; i++)
		if (!mia__redact_people_add(people, values->ptr[i].text))
			return false;
	return true;
}

static bool
add_parts(struct redact_people *people, const struct scopes *parts)
{
	for (size_t i = 0; i < parts->count; i++)
		if (!mia__redact_people_of_scope(people, parts->ptr[i]))
			return false;
	return true;
}

bool
mia__redact_people_of_scope(struct redact_people *people, const struct mia_scope *scope)
{
	static const enum mia_trait traits[] = { MIA_TRAIT_USER, MIA_TRAIT_MAILBOX };

	if (!scope)
		return true;
	for (size_t i = 0; i < sizeof(traits) / sizeof(*traits); i++)
		if (!add_values(people, &scope->wanted[traits[i]]) ||
			!add_values(people, &scope->excluded[traits[i]]))
			return false;
	return add_parts(people, &scope->all) && add_parts(people, &scope->any) &&
		add_parts(people, &scope->none);
}

static bool
any_names_app(const struct scopes *parts, struct mia_text app_id)
{
	for (size_t i = 0; i < parts->count; i++)
		if (mia__scope_names_app(parts->ptr[i], app_id))
			return true;
	return false;
}

bool
mia__scope_names_app(const struct mia_scope *scope, struct mia_text app_id)
{
	if (!scope || !app_id.len)
		return false;
	for (size_t i = 0; i < scope->wanted[MIA_TRAIT_APP].count; i++)
		if (text_equal_nocase(scope->wanted[MIA_TRAIT_APP].ptr[i].text, app_id))
			return true;
	return any_names_app(&scope->all, app_id) || any_names_app(&scope->any, app_id);
}
