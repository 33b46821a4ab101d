/* The frame of a test program that works on the whole table. */
#ifndef MIA_TESTS_SUITE_H
#define MIA_TESTS_SUITE_H

#include "run.h"

static inline int
table_set_up(void **state)
{
	static struct table table;

	table = read_table();
	*state = &table;
	return 0;
}

static inline int
table_tear_down(void **state)
{
	free_table(*state);
	return 0;
}

/* A reproducible sequence; the quality of the numbers does not matter here. */
static inline unsigned
dice(uint64_t *seed, unsigned sides)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(*seed >> 33) % sides;
}

#endif
