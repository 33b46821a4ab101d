/* What a scope holds; written by scope.c, read by matcher.c. */
#ifndef MIA_SCOPE_CRITERIA_H
#define MIA_SCOPE_CRITERIA_H

#include <mia/scope.h>

#include "base/alloc.h"
#include "scope/pattern.h"
#include "scope/prefix.h"

struct value {
	bool guid; /* text is a GUID, so its case does not matter */
	union {
		struct mia_text text;
		struct prefix prefix;
		enum mia_logon logon;
		struct pattern *pattern;
	};
};

struct values {
	struct value *ptr;
	size_t count, cap;
};

struct mia_scope {
	struct mia_allocator a;
	struct values wanted[MIA_TRAIT_COUNT];
	struct values excluded[MIA_TRAIT_COUNT];
	mia_time from, until;
};

static inline bool
scope_asks_for(const struct mia_scope *scope, enum mia_trait trait)
{
	return scope->wanted[trait].count || scope->excluded[trait].count;
}

#endif
