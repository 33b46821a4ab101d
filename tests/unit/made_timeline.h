/* Making a timeline and asking it for its rows; shared by the tests of it. */
#ifndef MIA_TESTS_MADE_TIMELINE_H
#define MIA_TESTS_MADE_TIMELINE_H

#include "made_events.h"

static inline struct mia_timeline *
timeline_asking(const struct mia_scope *scope, const char *message, const char *folder)
{
	struct mia_timeline_options options = {
		.size = sizeof(options),
		.scope = scope,
		.message = text_of(message),
		.folder = text_of(folder),
	};
	struct mia_timeline *t = NULL;

	assert_int_equal(mia_timeline_new(&t, NULL, &options, NULL), MIA_OK);
	return t;
}

static inline struct mia_timeline *
timeline_new(void)
{
	struct mia_timeline *t = NULL;

	assert_int_equal(mia_timeline_new(&t, NULL, NULL, NULL), MIA_OK);
	return t;
}

static inline void
add(struct mia_timeline *t, const struct mia_event *event)
{
	add_event(mia_timeline_fold(t), event);
}

static inline void
seal_with(struct mia_timeline *t, size_t rows)
{
	seal(mia_timeline_fold(t));
	assert_int_equal(mia_timeline_count(t), rows);
}

static inline struct mia_timeline_row
row_of(const struct mia_timeline *t, size_t i)
{
	struct mia_timeline_row row;

	assert_int_equal(mia_timeline_row(t, i, &row), MIA_OK);
	return row;
}

#endif
