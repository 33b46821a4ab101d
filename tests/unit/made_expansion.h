/* Making an expansion and asking for its steps; shared by the tests of it. */
#ifndef MIA_TESTS_MADE_EXPANSION_H
#define MIA_TESTS_MADE_EXPANSION_H

#include "made_events.h"

static inline struct mia_scope *
scope_of(enum mia_trait trait, const char *value)
{
	struct mia_scope *scope = NULL;

	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	assert_int_equal(mia_scope_add(scope, trait, 0, text_of(value), NULL), MIA_OK);
	return scope;
}

static inline struct mia_expansion *
expansion_new(const struct mia_scope *scope, unsigned by)
{
	struct mia_expansion *e = NULL;

	assert_int_equal(mia_expansion_new(&e, NULL, scope, by, NULL), MIA_OK);
	return e;
}

static inline void
expect_step(const struct mia_expansion *e, size_t i, unsigned round, const char *id, const char *from,
	uint64_t record, uint64_t records, uint64_t added)
{
	const struct mia_expansion_step *step = mia_expansion_step(e, i);

	assert_non_null(step);
	assert_same_text(step->id, text_of(id));
	assert_same_text(step->from_id, text_of(from));
	assert_int_equal(step->round, round);
	assert_int_equal(step->record, record);
	assert_int_equal(step->records, records);
	assert_int_equal(step->added, added);
}

#endif
