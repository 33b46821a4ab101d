/*
 * Finds in a long list of values the one that an event bears, without asking
 * one value after the other: a scope may hold a hundred thousand addresses,
 * and there may be millions of records to ask it of.
 */
#ifndef MIA_SCOPE_VALUE_INDEX_H
#define MIA_SCOPE_VALUE_INDEX_H

#include "scope/criteria.h"
#include "scope/networks.h"

/* Shorter lists are asked value by value. */
enum { VALUES_INDEXED = 16 };

struct value_index {
	struct mia_allocator a;
	struct networks networks;
	struct intern exact, any_case;
	size_t longest;  /* of any_case */
	char *room;      /* so many bytes, for a text in lower case */
	size_t kinds[4]; /* numbers + 1 of values that stand for all that answer alike where none is borne */
};

/* NULL: out of memory. */
struct value_index *mia__value_index_new(const struct mia_allocator *a, enum mia_trait trait,
	const struct values *values);
void mia__value_index_free(struct value_index *index);
/* One of the values is borne by the event. */
bool mia__value_index_holds(const struct value_index *index, enum mia_trait trait,
	const struct mia_event *event);
/* Patterns and the three types of logon are not worth it. */
bool mia__value_index_serves(enum mia_trait trait);

#endif
