/* Where JSON values begin and end, whatever stands around them. */
#include "framed.h"

#define A "{\"Id\":\"a\",\"Operation\":\"Send\"}"
#define B "{\"Id\":\"b\",\"Operation\":\"Send\",\"n\":{\"x\":[1,\"]}\\\"\"]}}"

static void
assert_a_and_b(const char *text)
{
	struct framed f;
	frame(&f, text_of(text));
	if (f.count != 2)
		print_message("# %s\n", text);
	assert_int_equal(f.count, 2);
	assert_record(f, 0, NONE, A);
	assert_record(f, 1, NONE, B);
}

static void
values_one_after_another(void **state)
{
	(void)state;
	assert_a_and_b(A "\n" B "\n");
	assert_a_and_b(A "\r\n\r\n" B);
	assert_a_and_b(A B);
	assert_a_and_b(A "," B);
	assert_a_and_b(A " \t " B);
	assert_a_and_b("\x1e" A "\n\x1e" B "\n"); /* RFC 7464 */
}

static void
arrays_and_pages_are_opened(void **state)
{
	(void)state;
	struct framed f;
	assert_a_and_b("[" A "," B "]");
	assert_a_and_b("[\n  " A ",\n  " B "\n]\n");
	assert_a_and_b("[" A "]\n[]\n[" B "]");
	assert_a_and_b("[[" A "],[" B "]]");
	assert_a_and_b("{\"value\":[" A "," B "]}");
	assert_a_and_b("{\"@odata.context\":\"https://graph.example/\",\"value\":[" A "," B
		       "],\"@odata.nextLink\":\"x[{\"}");
	assert_a_and_b("{\"value\":[" A "]}{\"value\":[" B "]}");
	assert_a_and_b("{\"took\":3,\"hits\":{\"total\":2,\"hits\":[" A "," B "]}}\n");
	assert_a_and_b("{\"events\":[" A "," B "]}");
	frame(&f, TEXT("{\"value\":[]}"));
	assert_int_equal(f.count, 0);
	assert_int_equal(f.container, MIA_CONTAINER_JSON_PAGE);
	frame(&f, TEXT("[ ]"));
	assert_int_equal(f.count, 0);
	assert_int_equal(f.container, MIA_CONTAINER_JSON_ARRAY);
}

/* An array in a record does not make it a page. */
static void
a_record_with_arrays_is_no_page(void **state)
{
	(void)state;
	struct framed f;
	frame(&f,
		TEXT("{\"Folders\":[{\"Id\":\"x\"}],\"Operation\":\"o\"}\n{\"Id\":\"x\",\"records\":[{\"a\":1}]}\n"));
	assert_int_equal(f.count, 2);
	assert_record(f, 0, NONE, "{\"Folders\":[{\"Id\":\"x\"}],\"Operation\":\"o\"}");
	assert_record(f, 1, NONE, "{\"Id\":\"x\",\"records\":[{\"a\":1}]}");
}

static void
elements_may_be_strings(void **state)
{
	(void)state;
	struct framed f;
	frame(&f, TEXT("[\"{\\\"Operation\\\":\\\"Send\\\"}\",\"{}\"]"));
	assert_int_equal(f.count, 2);
	assert_record(f, 0, NONE, "\"{\\\"Operation\\\":\\\"Send\\\"}\"");
	assert_record(f, 1, NONE, "\"{}\"");
	frame(&f, TEXT("\"{\\\"Operation\\\":\\\"Send\\\"}\"\n\"{}\"\n"));
	assert_int_equal(f.count, 2);
	assert_record(f, 1, NONE, "\"{}\"");
}

/* null, numbers, words: elements, but no records. */
static void
other_elements_are_no_records(void **state)
{
	(void)state;
	struct framed f;
	frame(&f, TEXT("[" A ",null, 12 ,\n-1.5e+3,true]"));
	assert_int_equal(f.count, 5);
	assert_record(f, 1, NOT_A_RECORD, "null");
	assert_record(f, 2, NOT_A_RECORD, "12");
	assert_record(f, 3, NOT_A_RECORD, "-1.5e+3");
	assert_record(f, 4, NOT_A_RECORD, "true");
}

static void
what_a_collector_put_in_front_is_framing(void **state)
{
	(void)state;
	assert_a_and_b("Mar  4 10:00:00 host o365[123]: " A "\nMar  4 10:00:01 host o365[124]: " B "\n");
	assert_a_and_b("[2026-03-04 10:00:00] " A "\n[2026-03-04 10:00:01] " B "\n");
}

static void
a_line_without_a_value_is_rejected(void **state)
{
	(void)state;
	struct framed f;
	frame(&f, TEXT(A "\r\nsomething else\r\n" B "\r\n"));
	assert_int_equal(f.count, 3);
	assert_record(f, 1, BAD_JSON, "something else");
	assert_record(f, 2, NONE, B);
	assert_int_equal(f.records[2].line, 3);
}

static void
a_line_feed_in_a_string_ends_the_record(void **state)
{
	(void)state;
	struct framed f;
	frame(&f, TEXT(A "\n{\"Operation\":\"Se\n" B "\n"));
	assert_int_equal(f.count, 3);
	assert_record(f, 1, BAD_JSON, "{\"Operation\":\"Se");
	assert_record(f, 2, NONE, B);
	assert_int_equal(f.records[1].bad_at, sizeof("{\"Operation\":\"Se") - 1);
	/* Behind a backslash too: an escape cannot reach over the line. */
	frame(&f, TEXT(A "\n{\"Operation\":\"Se\\\n" B "\n"));
	assert_int_equal(f.count, 3);
	assert_record(f, 1, BAD_JSON, "{\"Operation\":\"Se\\");
	assert_record(f, 2, NONE, B);
}

static void
a_missing_end_costs_one_record(void **state)
{
	(void)state;
	struct framed f;
	frame(&f, TEXT(A "\n{\"Operation\":{\"x\":[1}\n" B "\n"));
	assert_int_equal(f.count, 3);
	assert_record(f, 1, BAD_JSON, "{\"Operation\":{\"x\":[1}");
	assert_record(f, 2, NONE, B);
	frame(&f, TEXT("[\n" A ",\n{\"Operation\":[,\n" B "\n]\n"));
	assert_int_equal(f.count, 3);
	assert_record(f, 1, BAD_JSON, "{\"Operation\":[,");
	assert_record(f, 2, NONE, B);
}

/* An opening bracket is missing, so that counting ends too early. */
static void
a_missing_beginning_costs_one_record(void **state)
{
	(void)state;
	struct framed f;
	const char *bad = "{\"Folders\":[{\"Items\":[\"m\":1}],\"n\":2}],\"Count\":1}";
	char text[512];
	snprintf(text, sizeof(text), A "\n%s\n" B "\n", bad);
	frame(&f, text_of(text));
	assert_int_equal(f.count, 3);
	assert_record(f, 1, BAD_JSON, bad);
	assert_record(f, 2, NONE, B);
	/* A stray end behind a whole record does not cost the record. */
	frame(&f, TEXT(A "}\n" B "\n"));
	assert_record(f, 0, NONE, A);
	assert_record(f, 1, BAD_JSON, "}");
	assert_record(f, 2, NONE, B);
}

static void
indented_records_are_whole(void **state)
{
	(void)state;
	struct framed f;
	frame(&f,
		TEXT("[\r\n    {\r\n        \"Operation\":  \"Send\",\r\n        \"x\":  {\r\n        }\r\n    },\r\n    {\r\n        \"y\": 1\r\n    }\r\n]\r\n"));
	assert_int_equal(f.count, 2);
	assert_record(f, 0, NONE,
		"{\r\n        \"Operation\":  \"Send\",\r\n        \"x\":  {\r\n        }\r\n    }");
	assert_record(f, 1, NONE, "{\r\n        \"y\": 1\r\n    }");
	assert_int_equal(f.records[0].line, 2);
	assert_int_equal(f.records[1].line, 7);
	/* Members as far left as the record itself. */
	frame(&f, TEXT("{\n\"Operation\": \"Send\",\n\"x\":\n{\n}\n}\n" A "\n"));
	assert_int_equal(f.count, 2);
	assert_record(f, 0, NONE, "{\n\"Operation\": \"Send\",\n\"x\":\n{\n}\n}");
	assert_record(f, 1, NONE, A);
}

/* The second of three indented records breaks off inside a string. */
static void
a_broken_indented_record_costs_itself(void **state)
{
	(void)state;
	struct framed f;
	frame(&f,
		TEXT("[\n  {\n    \"a\": 1\n  },\n  {\n    \"b\": \"cut\n  },\n  {\n    \"c\": 3\n  }\n]\n"));
	assert_int_equal(f.count, 3);
	assert_record(f, 0, NONE, "{\n    \"a\": 1\n  }");
	assert_int_equal(f.records[1].reason, MIA_REASON_BAD_JSON);
	assert_record(f, 2, NONE, "{\n    \"c\": 3\n  }");
}

static void
a_text_that_ends_early_is_cut(void **state)
{
	(void)state;
	struct framed f;
	frame(&f, TEXT(A "\n{\"Operation\":\"Se"));
	assert_int_equal(f.count, 2);
	assert_record(f, 1, CUT, "{\"Operation\":\"Se");
	/* The record and the array around it are one loss. */
	frame(&f, TEXT("[" A ",{\"Operation\":"));
	assert_int_equal(f.count, 2);
	assert_record(f, 1, CUT, "{\"Operation\":");
	frame(&f, TEXT("[" A ",\n"));
	assert_int_equal(f.count, 2);
	assert_record(f, 1, CUT, "");
	frame(&f, TEXT("{\"value\":[" A "],\"@odata.nextLink\":\"htt"));
	assert_int_equal(f.count, 2);
	assert_record(f, 1, CUT, "");
}

static void
too_long_a_record_is_one_reject(void **state)
{
	(void)state;
	static struct framed f;
	char text[1400];
	size_t len = (size_t)snprintf(text, sizeof(text), A "\n{\"Operation\":\"");
	memset(text + len, 'x', 900);
	len += 900;
	len += (size_t)snprintf(text + len, sizeof(text) - len, "\"}\n" B "\n");
	frame_limited(&f, (struct mia_text){ text, len }, 100);
	assert_int_equal(f.count, 3);
	assert_record(f, 0, NONE, A);
	assert_int_equal(f.records[1].reason, MIA_REASON_TOO_LONG);
	assert_int_equal(f.records[1].len, 900 + 16);
	assert_int_equal(f.records[1].length, 900 + 16);
	assert_record(f, 2, NONE, B);
	assert_int_equal(f.records[2].line, 3);
	frame_pieces(&f, (struct mia_text){ text, len }, 64, 100);
	assert_true(f.records[1].parts > 2);
}

/* Line by line, so that lines wait for their beginning at the end of a block. */
static void
too_long_an_indented_record_is_one_reject(void **state)
{
	(void)state;
	static struct framed f;
	char text[1800];
	size_t len = (size_t)snprintf(text, sizeof(text), "[\n  {\n");
	for (int i = 0; i < 60; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len, "    \"k%d\": {},\n", i);
	len += (size_t)snprintf(text + len, sizeof(text) - len, "    \"k\": {}\n  },\n  " B "\n]\n");
	frame_limited(&f, (struct mia_text){ text, len }, 100);
	assert_int_equal(f.count, 2);
	assert_int_equal(f.records[0].reason, MIA_REASON_TOO_LONG);
	assert_record(f, 1, NONE, B);
}

static void
too_long_a_string_is_one_reject(void **state)
{
	(void)state;
	static struct framed f;
	char text[700] = "[\"";
	memset(text + 2, 'x', 500);
	text[300] = text[302] = '\\'; /* an escape may fall on any border */
	text[303] = '"';
	strcpy(text + 502, "\"," B "]");
	frame_limited(&f, text_of(text), 100);
	assert_int_equal(f.count, 2);
	assert_int_equal(f.records[0].reason, MIA_REASON_TOO_LONG);
	assert_int_equal(f.records[0].len, 502);
	assert_record(f, 1, NONE, B);
}

/* A record that is never closed swallows what follows on its line only. */
static void
too_long_and_never_closed(void **state)
{
	(void)state;
	static struct framed f;
	char text[1400];
	size_t len = (size_t)snprintf(text, sizeof(text), A "\n{\"Operation\":\"");
	memset(text + len, 'x', 900);
	len += 900;
	len += (size_t)snprintf(text + len, sizeof(text) - len, "\n" B "\n");
	frame_limited(&f, (struct mia_text){ text, len }, 100);
	assert_int_equal(f.count, 3);
	assert_int_equal(f.records[1].reason, MIA_REASON_TOO_LONG);
	assert_record(f, 2, NONE, B);
}

static void
the_limit_is_exact(void **state)
{
	(void)state;
	static struct framed f;
	frame_limited(&f, TEXT(A "\n" A "\r\n" A), sizeof(A) - 1);
	assert_int_equal(f.count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_record(f, i, NONE, A);
	frame_limited(&f, TEXT(A "\n" A "\r\n" A), sizeof(A) - 2);
	assert_int_equal(f.count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_record(f, i, TOO_LONG, A);
}

/* ---- answers of queries ---- */

static void
other_members_stand_around_a_page(void **state)
{
	(void)state;
	struct framed f;
	assert_a_and_b("{\"took\":3,\"_shards\":{\"total\":1},\"hits\":{\"total\":{\"value\":2},\"hits\":[" A
		       "," B "]},\"aggregations\":{\"x\":[{}]}}");
	assert_a_and_b("{\"schema\":[{\"name\":\"x\"}],\"results\":[" A "," B "]}");
	assert_a_and_b("{\"preview\":false,\"messages\":[],\"fields\":[{\"name\":\"x\"}],\"results\":[" A
		       "," B "]}");
	/* The key is damaged, or not known. */
	assert_a_and_b("{\"valu\xe5\":[" A "," B "]}");
	assert_a_and_b("{\"meta\":{\"n\":[1,2]},\"things\":[" A "," B "]}");
	frame(&f, TEXT("{\"schema\":[{\"name\":\"x\"}],\"results\":[]}"));
	assert_int_equal(f.count, 0);
	/* Arrays of objects in a record, in front of what tells that it is one. */
	frame(&f, TEXT("{\"a\":{\"b\":1},\"data\":[{\"c\":1}],\"Operation\":\"o\"}\n" A "\n"));
	assert_int_equal(f.count, 2);
	assert_record(f, 0, NONE, "{\"a\":{\"b\":1},\"data\":[{\"c\":1}],\"Operation\":\"o\"}");
}

#define R1 "[\"2026-03-04\",\"Send\",{\"Id\":\"a\"}]"
#define R2 "[\"2026-03-05\",\"Send\",{\"Id\":\"b\"}]"

static void
assert_rows(const char *text)
{
	struct framed f;
	frame(&f, text_of(text));
	assert_int_equal(f.count, 2);
	assert_int_equal(f.container, MIA_CONTAINER_JSON_PAGE);
	assert_record(f, 0, NONE, R1);
	assert_record(f, 1, NONE, R2);
}

static void
rows_of_tables_are_records(void **state)
{
	(void)state;
#define COLUMNS(name) \
	"[{\"" name "\":\"CreationTime\"},{\"" name "\":\"Operation\"},{\"" name "\":\"AuditData\"}]"
	assert_rows(
		"{\"tables\":[{\"name\":\"t\",\"columns\":" COLUMNS("name") ",\"rows\":[" R1 "," R2 "]}]}");
	assert_rows(
		"{\"tables\":[{\"columns\":" COLUMNS("name") ",\"rows\":[\n" R1 "\n]},{\"columns\":" COLUMNS(
			"name") ",\"rows\":[" R2 "]}],\"statistics\":{}}");
	assert_rows(
		"[{\"FrameType\":\"DataSetHeader\",\"Version\":\"v2.0\"},"
		"{\"FrameType\":\"DataTable\",\"TableKind\":\"QueryProperties\",\"Columns\":" COLUMNS(
			"ColumnName") ",\"Rows\":[[1,2,3]]},"
				      "{\"FrameType\":\"DataTable\",\"TableKind\":\"PrimaryResult\",\"Columns\":" COLUMNS(
					      "ColumnName") ",\"Rows\":[" R1 "," R2
							    "]},{\"FrameType\":\"DataSetCompletion\"}]");
	/* Fragments of a table whose columns a frame of their own names. */
	assert_rows("[{\"FrameType\":\"TableHeader\",\"Columns\":" COLUMNS(
		"ColumnName") "},{\"FrameType\":\"TableFragment\",\"Rows\":[" R1
			      "]},{\"FrameType\":\"TableFragment\",\"Rows\":[" R2 "]}]");
	/* Columns by their names alone: Splunk's json_rows. */
	assert_rows(
		"{\"preview\":false,\"fields\":[\"CreationTime\",\"Operation\",\"AuditData\"],\"rows\":[" R1
		"," R2 "]}");
	/* Kusto's older answers hold tables of their own. */
	assert_rows("{\"Tables\":[{\"TableName\":\"Table_0\",\"Columns\":" COLUMNS(
		"ColumnName") ",\"Rows\":[" R1 "," R2
			      "]},{\"TableName\":\"Table_1\",\"Columns\":[{\"ColumnName\":\"Value\"}],\"Rows\":[[\"x\"]]}]}");
#undef COLUMNS
}

/* ---- damage in one line ---- */

/* Rubbish in front of a row, that might begin one, or an object around what follows. */
static void
rubbish_among_rows_costs_itself(void **state)
{
	(void)state;
	static const char *const bad[] = { "\x01[", "\x01:", "{\"x\"[" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct framed f;
		char text[400];
		snprintf(text, sizeof(text),
			"{\"tables\":[{\"columns\":[{\"name\":\"t\"},{\"name\":\"o\"},{\"name\":\"AuditData\"}],"
			"\"rows\":[" R1 ",%s" R2 "]}]}",
			bad[i]);
		frame(&f, text_of(text));
		assert_int_equal(f.count, 3);
		assert_record(f, 0, NONE, R1);
		assert_record(f, 1, BAD_JSON, bad[i]);
		assert_record(f, 2, NONE, R2);
	}
}

static void
damage_costs_one_record_in_one_line(void **state)
{
	(void)state;
	struct framed f;
	/* A line feed in a string, a quote that is lost, a bracket that is. */
	static const char *const bad[] = { "{\"Operation\":\"Se\nnd\"}", "{\"Operation\":\"Send,\"x\":1}",
		"{\"Operation\":{\"x\":[1}", "\x01\"{[", "{\"x\"" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		static const char *const forms[] = { "[%s,%s,%s]", "{\"value\":[%s,%s,%s],\"x\":1}" };
		for (size_t k = 0; k < 2; k++) {
			char text[600];
			snprintf(text, sizeof(text), forms[k], A, bad[i], B);
			frame(&f, text_of(text));
			if (f.count != 3)
				print_message("# %s: %zu\n", text, f.count);
			assert_int_equal(f.count, 3);
			assert_record(f, 0, NONE, A);
			assert_int_equal(f.records[1].reason, MIA_REASON_BAD_JSON);
			assert_record(f, 2, NONE, B);
		}
	}
}

static void
rubbish_with_quotes_and_brackets_costs_itself(void **state)
{
	(void)state;
	struct framed f;
	static const char *const bad[] = { "\x01{ab", "\x01\"ab", "\x01[ab", "{ab", "\"ab", "\x01}]ab",
		"x{\x01\"" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		char text[400];
		snprintf(text, sizeof(text), A "\n%s\n" B "\n", bad[i]);
		frame(&f, text_of(text));
		assert_int_equal(f.count, 3);
		assert_record(f, 0, NONE, A);
		assert_record(f, 1, BAD_JSON, bad[i]);
		assert_record(f, 2, NONE, B);
	}
}

static void
line_ends_may_be_cr(void **state)
{
	(void)state;
	struct framed f;
	frame(&f, TEXT(A "\r{\"Operation\":\"Se\r" B "\r"));
	assert_int_equal(f.count, 3);
	assert_record(f, 1, BAD_JSON, "{\"Operation\":\"Se");
	assert_record(f, 2, NONE, B);
	assert_int_equal(f.records[2].line, 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(other_members_stand_around_a_page),
		cmocka_unit_test(rows_of_tables_are_records),
		cmocka_unit_test(damage_costs_one_record_in_one_line),
		cmocka_unit_test(rubbish_with_quotes_and_brackets_costs_itself),
		cmocka_unit_test(rubbish_among_rows_costs_itself),
		cmocka_unit_test(line_ends_may_be_cr),
		cmocka_unit_test(values_one_after_another),
		cmocka_unit_test(arrays_and_pages_are_opened),
		cmocka_unit_test(a_record_with_arrays_is_no_page),
		cmocka_unit_test(elements_may_be_strings),
		cmocka_unit_test(other_elements_are_no_records),
		cmocka_unit_test(what_a_collector_put_in_front_is_framing),
		cmocka_unit_test(a_line_without_a_value_is_rejected),
		cmocka_unit_test(a_line_feed_in_a_string_ends_the_record),
		cmocka_unit_test(a_missing_end_costs_one_record),
		cmocka_unit_test(a_missing_beginning_costs_one_record),
		cmocka_unit_test(indented_records_are_whole),
		cmocka_unit_test(a_broken_indented_record_costs_itself),
		cmocka_unit_test(a_text_that_ends_early_is_cut),
		cmocka_unit_test(too_long_a_record_is_one_reject),
		cmocka_unit_test(too_long_an_indented_record_is_one_reject),
		cmocka_unit_test(too_long_a_string_is_one_reject),
		cmocka_unit_test(too_long_and_never_closed),
		cmocka_unit_test(the_limit_is_exact),
	};
	return cmocka_run_group_tests_name("json_frame", tests, NULL, NULL);
}
