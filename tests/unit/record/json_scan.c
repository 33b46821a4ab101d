/* Values of JSON are looked through in blocks of many bytes: where the ends of blocks lie changes
 * nothing. Scalars among records. */
#include "framed.h"

enum { PADS = 150 }; /* more than two blocks of the widest */

#define A "{\"Operation\":\"Send\"}"
#define B "{\"Operation\":\"Move\"}"

/* Every part of it stands once at the end and once at the beginning of a block. */
static void
assert_wherever_it_stands(const char *part)
{
	static struct framed f;
	char record[512], text[1024];

	for (int pad = 0; pad < PADS; pad++) {
		int len = snprintf(record, sizeof(record), "{\"Operation\":\"Send\",\"x\":\"%.*s%s\"}", pad,
			"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
			"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
			part);
		assert_true(len > 0 && len < (int)sizeof(record));
		snprintf(text, sizeof(text), "%s\n" B "\n", record);
		frame_pieces(&f, text_of(text), strlen(text), 0);
		if (f.count != 2 || strcmp(f.records[0].text, record) != 0)
			fail_msg("%d: %s", pad, text);
		assert_record(f, 1, NONE, B);
	}
}

static void
escapes_at_the_ends_of_blocks(void **state)
{
	(void)state;
	assert_wherever_it_stands("\\\"}{\\\"]");
	assert_wherever_it_stands("\\\\\",\"y\":[{\"z\":\"\\\\\"}],\"w\":\"");
	assert_wherever_it_stands("\\\\\\\"}");
	assert_wherever_it_stands("{[\\\"]}\\\\");
	/* Brackets behind, outside of strings, in the block of the escape. */
	assert_wherever_it_stands("\\\"\",\"y\":{\"z\":[1,[2]]},\"w\":\"\\\"");
}

static void
brackets_at_the_ends_of_blocks(void **state)
{
	(void)state;
	assert_wherever_it_stands("\",\"y\":[[[[{\"a\":[]}]]]],\"w\":\"]]]]");
	assert_wherever_it_stands("\",\"y\":{},\"w\":\"{{{{[[[[");
	assert_wherever_it_stands("\",\"y\":[\"[\",\"]\",\"{\"],\"w\":\"}");
}

/* What ends a number or a word among records; behind anything else it is none. */
static void
scalars_among_records(void **state)
{
	static const char *const ends[] = { ",", " ,", "\t,", "\n,", "\r\n,", " \t\r\n ," };
	static const char *const others[] = { "#,", "\",", ":,", "_,", "/,", "\v," };
	static struct framed f;
	char text[256];

	(void)state;
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		snprintf(text, sizeof(text), "[" A ",12%s" B ",true%s-1.5E+3]", ends[i], ends[i]);
		frame(&f, text_of(text));
		assert_int_equal(f.count, 5);
		assert_record(f, 0, NONE, A);
		assert_record(f, 1, NOT_A_RECORD, "12");
		assert_record(f, 2, NONE, B);
		assert_record(f, 3, NOT_A_RECORD, "true");
		assert_record(f, 4, NOT_A_RECORD, "-1.5E+3");
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		snprintf(text, sizeof(text), "[" A ",\n12%s\n" B "]", others[i]);
		frame(&f, text_of(text));
		assert_true(f.count > 1);
		assert_record(f, 0, NONE, A);
		if (f.records[1].reason != MIA_REASON_BAD_JSON)
			fail_msg("%s: %s", text, f.records[1].text);
		/* It costs its line. */
		assert_record(f, f.count - 1, NONE, B);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(escapes_at_the_ends_of_blocks),
		cmocka_unit_test(brackets_at_the_ends_of_blocks),
		cmocka_unit_test(scalars_among_records),
	};
	return cmocka_run_group_tests_name("json_scan", tests, NULL, NULL);
}
