/* Bytes against hexadecimal digits. */
#ifndef TESTS_UNIT_HEX_H
#define TESTS_UNIT_HEX_H

#include "test.h"

static inline void
assert_hex(const unsigned char *bytes, size_t size, const char *expected)
{
	char text[129] = "";

	assert_true(2 * size < sizeof(text));
	for (size_t i = 0; i < size; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	assert_string_equal(text, expected);
}

#endif
