/* JSON and CSV are looked through in blocks of many bytes: where the ends of blocks lie changes nothing.
 * Scalars among records. */
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

#define X75 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

/* Rows as RFC 4180 has them are whole; a quote where none may stand is seen, wherever it stands. */
static void
quotes_at_the_ends_of_blocks(void **state)
{
	static const struct {
		const char *open, *close; /* of the cell of any length */
		enum mia_reason reason;   /* of the first row */
		size_t count;
	} rows[] = {
		{ "\"", "\",Send,3/17/2026 9:16:20 AM\n", MIA_REASON_NONE, 2 },
		{ "\"", "\"\"\",\"Send\",3/17/2026 9:16:20 AM\r\n", MIA_REASON_NONE, 2 },
		{ "\"", ",\n\",\"Send\",\"3/17/2026 9:16:20 AM\"\n", MIA_REASON_NONE, 2 },
		{ "\"", "\",\"\",\"3/17/2026\"\r\n", MIA_REASON_NONE, 2 },
		{ "", ",Send,\"\"\n", MIA_REASON_NONE, 2 },
		{ "", "x,\"Se\"\"nd\",x\n", MIA_REASON_NONE, 2 },
		{ "\"", ",Send,3/17/2026 9:16:20 AM\n", MIA_REASON_UNCLOSED_QUOTE, 2 },
	};
	static struct framed f;
	char text[1024];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		for (int pad = 0; pad < PADS; pad++) {
			snprintf(text, sizeof(text),
				"ItemSubject,Operation,LastAccessed\n%s%.*s%sb,Send,3/17/2026 9:16:20 AM\n",
				rows[i].open, pad, X75 X75, rows[i].close);
			frame_pieces(&f, text_of(text), strlen(text), 0);
			if (f.count != rows[i].count || f.records[0].reason != rows[i].reason ||
				strcmp(f.records[1].text, "b,Send,3/17/2026 9:16:20 AM") != 0)
				fail_msg("%d %zu %s: %s", pad, f.count, mia_reason_name(f.records[0].reason),
					text);
		}
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

/* What may begin a record at the very end of the text is one that was cut. */
static void
a_brace_at_the_end(void **state)
{
	static const char *const texts[] = { A "\nMar 4 host: {", A "\n{", A "\nMar 4 host: {\"" };
	static struct framed f;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		frame(&f, text_of(texts[i]));
		assert_int_equal(f.count, 2);
		assert_record(f, 0, NONE, A);
		assert_record(f, 1, CUT, strrchr(texts[i], '{'));
	}
}

/* A list of numbers among records is an element, whatever it holds, and no record. */
static void
lists_among_records(void **state)
{
	static const char *const lists[] = { "[1,2]", "[ 1 ]", "[1,{\"a\":[2]}]", "[7,\"]\"]" };
	static struct framed f;
	char text[256];

	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		snprintf(text, sizeof(text), "[" A ",%s," B "]", lists[i]);
		frame(&f, text_of(text));
		assert_int_equal(f.count, 3);
		assert_record(f, 0, NONE, A);
		assert_string_equal(f.records[1].text, lists[i]);
		assert_record(f, 2, NONE, B);
		snprintf(text, sizeof(text), "[" A ",%s]", lists[i]);
		frame(&f, text_of(text));
		assert_int_equal(f.count, 2);
		assert_string_equal(f.records[1].text, lists[i]);
	}
}

/* A collector that writes other bytes than UTF-8 in front of records does so from the first one on. */
static void
prefixes_of_other_bytes(void **state)
{
	static struct framed f;

	(void)state;
	frame(&f, TEXT("\xff host: " A "\n\xff host: " B "\n"));
	assert_int_equal(f.count, 2);
	assert_record(f, 0, NONE, A);
	assert_record(f, 1, NONE, B);
	frame(&f, TEXT(A "\n\xff host: " B "\n" A "\n"));
	assert_int_equal(f.count, 4);
	assert_int_equal(f.records[1].reason, MIA_REASON_BAD_JSON);
	assert_record(f, 2, NONE, B);
	assert_record(f, 3, NONE, A);
	frame(&f, TEXT(A "\nhost: " B "\n"));
	assert_int_equal(f.count, 2);
	assert_record(f, 1, NONE, B);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(escapes_at_the_ends_of_blocks),
		cmocka_unit_test(brackets_at_the_ends_of_blocks),
		cmocka_unit_test(quotes_at_the_ends_of_blocks),
		cmocka_unit_test(scalars_among_records),
		cmocka_unit_test(lists_among_records),
		cmocka_unit_test(a_brace_at_the_end),
		cmocka_unit_test(prefixes_of_other_bytes),
	};
	return cmocka_run_group_tests_name("record_blocks", tests, NULL, NULL);
}
