/*
 * What a scope holds; written by scope.c and tree.c, read by matcher.c. A
 * scope is its own traits and span and, where it has parts, more scopes: an
 * event must be held by each of `all`, by one of `any`, by none of `none`.
 */
#ifndef MIA_SCOPE_CRITERIA_H
#define MIA_SCOPE_CRITERIA_H

#include <mia/scope.h>

#include "base/alloc.h"
#include "base/prefix.h"
#include "scope/idset.h"
#include "scope/pattern.h"

struct value {
	struct mia_text text; /* as it was given; owned */
	bool guid;            /* text is a GUID, so its case does not matter */
	union {
		struct prefix prefix;
		enum mia_logon logon;
		struct pattern *pattern;
	};
};

struct values {
	struct value *ptr;
	size_t count, cap;
};

struct scopes {
	struct mia_scope **ptr;
	size_t count, cap;
};

struct mia_scope {
	struct mia_allocator a;
	struct values wanted[MIA_TRAIT_COUNT];
	struct values excluded[MIA_TRAIT_COUNT];
	mia_time from, until;
	struct scopes all, any, none;
	struct mia_text note; /* why; owned; absent: none was given */
	struct idset *ids;    /* or NULL: an event must bear one of them */
	struct mia_scope_limits limits;
};

static inline bool
scope_asks_for(const struct mia_scope *scope, enum mia_trait trait)
{
	return scope->wanted[trait].count || scope->excluded[trait].count;
}

/* scope.c: another text for a value, by the rules of mia_scope_add. */
enum mia_status mia__scope_value_replace(struct mia_scope *scope, enum mia_trait trait, struct value *value,
	struct mia_text text, struct mia_error *err);
/* tree.c */
/* Takes part over into one of scope's lists; frees it where that fails. */
enum mia_status mia__scope_take(struct mia_scope *scope, struct scopes *list, struct mia_scope *part,
	struct mia_error *err);
void mia__scopes_release(const struct mia_allocator *a, struct scopes *list);
enum mia_status mia__scope_copy(const struct mia_scope *scope, const struct mia_allocator *a,
	struct mia_scope **ret, struct mia_error *err);
/*
 * What limits the scope as a whole and says nothing of who came: exclusions,
 * span, mailboxes. Those of an alternative limit that alternative only.
 */
enum mia_status mia__scope_limits(const struct mia_scope *scope, const struct mia_allocator *a,
	struct mia_scope **ret, struct mia_error *err);

/* words.c: the words of a scope in that language. */
struct mia_scope_terms mia__scope_terms(enum mia_language language);

#endif
