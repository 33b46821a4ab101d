/* How far the evidence reaches. */
#ifndef MIA_COVERAGE_EXTENT_H
#define MIA_COVERAGE_EXTENT_H

#include <mia/coverage.h>

/* From where to where the evidence reaches: its records, or what the export is
 * said to hold where that is more. */
static inline mia_time
extent_start(const struct mia_coverage_extent *e)
{
	return e->stated_from != MIA_TIME_UNKNOWN &&
			(e->first == MIA_TIME_UNKNOWN || e->stated_from < e->first)
		? e->stated_from
		: e->first;
}

static inline mia_time
extent_end(const struct mia_coverage_extent *e)
{
	return e->stated_until > e->last ? e->stated_until : e->last; /* unknown is the least */
}

#endif
