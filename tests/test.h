/* What every cmocka test needs, in the order cmocka wants it. */
#ifndef MIA_TESTS_TEST_H
#define MIA_TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <mia/mia.h>

#define assert_text(t, literal) \
	do { \
		struct mia_text text_ = (t); \
		assert_non_null(text_.ptr); \
		assert_int_equal(text_.len, sizeof(literal) - 1); \
		assert_memory_equal(text_.ptr, literal, sizeof(literal) - 1); \
	} while (0)
#define assert_absent(t) assert_null((t).ptr)

/* A run that repeats another in its own way (with valgrind, with sanitizers) sets
 * MIA_FEW and takes a sample of what is many of one kind. */
static inline size_t
fewer(size_t all, size_t sample)
{
	return getenv("MIA_FEW") ? sample : all;
}

#endif
