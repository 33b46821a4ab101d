/* Tables: names and values of any CSV or JSON. */
#include "tables.h"

static void
a_csv_of_any_columns_is_a_table(void **state)
{
	static const char *const forms[] = {
		"Name,Value\r\none,1\r\n",
		"Name;Value\none;1\n",
		"Name\tValue\none\t1",
		"\"Name\",\"Value\"\n\"one\",\"1\"\n",
		"#TYPE Selected.System.Management.Automation.PSCustomObject\n\"Name\",\"Value\"\n\"one\",\"1\"\n",
		"sep=;\r\n\r\n Name ;\"Value\"\r\none;\"1\"\r\n",
		"\xef\xbb\xbfName,Value\none,1\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		struct table t = open_text(forms[i]);
		assert_row(t);
		assert_true(t.row->csv);
		assert_int_equal(t.row->count, 2);
		assert_text(t.row->cells[0].name, "Name");
		assert_text(t.row->cells[0].value, "one");
		assert_text(t.row->cells[1].name, "Value");
		assert_text(value(&t, "vaLUE"), "1");
		assert_int_equal(mia_evidence_source(t.files, 0)->container, MIA_CONTAINER_CSV_TABLE);
		next_row(&t);
		assert_int_equal(t.status, MIA_END);
		assert_books(&t, 1, 0);
		close_table(&t);
	}
}

static void
one_column_is_a_table_too(void **state)
{
	struct table t = open_text("Mailbox\nanna.berg@fjordlight.example\n\naccounts@fjordlight.example\n");

	(void)state;
	assert_row(t);
	assert_text(value(&t, "Mailbox"), "anna.berg@fjordlight.example");
	next_row(&t);
	assert_text(value(&t, "Mailbox"), "accounts@fjordlight.example");
	assert_books(&t, 2, 0);
	close_table(&t);
}

static void
cells_are_undoubled_and_may_hold_line_ends(void **state)
{
	struct table t = open_text("Subject,Size\n\"He said \"\"no\"\", twice\r\nOperation,UserId\",3\n,4\n");

	(void)state;
	assert_row(t);
	assert_text(value(&t, "Subject"), "He said \"no\", twice\r\nOperation,UserId");
	next_row(&t);
	assert_row(t);
	assert_text(value(&t, "Subject"), "");
	assert_text(value(&t, "Size"), "4");
	assert_absent(value(&t, "Sender"));
	assert_books(&t, 2, 0);
	close_table(&t);
}

/* A subject can look like a header of an audit export. */
static void
a_row_is_never_another_header(void **state)
{
	struct table t = open_text("a,b,c\nOperation,LastAccessed,1\nlast,2,3\n");

	(void)state;
	assert_row(t);
	assert_text(value(&t, "a"), "Operation");
	next_row(&t);
	assert_text(value(&t, "a"), "last");
	assert_books(&t, 2, 0);
	close_table(&t);
}

static void
the_separator_that_makes_most_columns_counts(void **state)
{
	struct table t = open_text("Name (first, last);Address;Size\nBerg, Anna;a@fjordlight.example;1\n");

	(void)state;
	assert_row(t);
	assert_int_equal(t.row->count, 3);
	assert_text(value(&t, "Name (first, last)"), "Berg, Anna");
	assert_books(&t, 1, 0);
	close_table(&t);
}

static void
json_comes_in_every_framing(void **state)
{
	static const struct {
		const char *text;
		enum mia_container container;
	} forms[] = {
		{ "{\"n\":\"one\",\"v\":1}\n{\"n\":\"two\",\"v\":2}\n", MIA_CONTAINER_JSON },
		{ "[{\"n\":\"one\",\"v\":1},\n{\"n\":\"two\",\"v\":2}]", MIA_CONTAINER_JSON_ARRAY },
		{ "{\"@odata.context\":\"x\",\"value\":[{\"n\":\"one\",\"v\":1},{\"n\":\"two\",\"v\":2}]}",
			MIA_CONTAINER_JSON_PAGE },
		{ "[\n  {\n    \"n\": \"one\",\n    \"v\": 1\n  },\n  {\n    \"n\": \"two\",\n    \"v\": 2\n  }\n]\n",
			MIA_CONTAINER_JSON_ARRAY },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		struct table t = open_text(forms[i].text);
		assert_row(t);
		assert_false(t.row->csv);
		assert_text(value(&t, "n"), "one");
		assert_text(value(&t, "v"), "1");
		next_row(&t);
		assert_row(t);
		assert_text(value(&t, "n"), "two");
		assert_books(&t, 2, 0);
		assert_int_equal(mia_evidence_source(t.files, 0)->container, forms[i].container);
		close_table(&t);
	}
}

static void
a_json_row_is_flattened(void **state)
{
	static const char *const expected[][2] = {
		{ "id", "A\"1" },
		{ "flag", "True" },
		{ "size", "1.50" },
		{ "from.emailAddress.address", "x@y.example" },
		{ "to.emailAddress.address", "a@y.example" },
		{ "to.emailAddress.name", "A" },
		{ "to.emailAddress.address", "b@y.example" },
		{ "tags", "red" },
		{ "tags", "2" },
		{ "tags.deep", "False" },
		{ "tags", "end" },
		{ "last", "" },
	};
	struct table t = open_text(
		"{\"id\":\"A\\\"1\",\"nothing\":null,\"flag\":true,\"size\":1.50,"
		"\"from\":{\"emailAddress\":{\"address\":\"x@y.example\"}},\"none\":[],\"empty\":{},"
		"\"to\":[{\"emailAddress\":{\"address\":\"a@y.example\",\"name\":\"A\"}},{\"emailAddress\":{\"address\":\"b@y.example\"}}],"
		"\"tags\":[\"red\",[2,{\"deep\":false}],\"end\"],\"last\":\"\"}");

	(void)state;
	assert_row(t);
	assert_int_equal(t.row->count, sizeof(expected) / sizeof(*expected));
	for (size_t i = 0; i < t.row->count; i++) {
		assert_true(text_equal(t.row->cells[i].name, text_of(expected[i][0])));
		assert_true(text_equal(t.row->cells[i].value, text_of(expected[i][1])));
	}
	assert_books(&t, 1, 0);
	close_table(&t);
}

static void
the_last_of_several_and_the_first_name_with_a_value_count(void **state)
{
	const char *names[] = { "second", "first", NULL };
	struct table t = open_text("{\"first\":\"1\",\"First\":\"2\",\"second\":\"\"}");

	(void)state;
	assert_text(value(&t, "first"), "2");
	assert_text(mia__row_value(t.row, names), "2");
	assert_text(value(&t, "second"), "");
	close_table(&t);
}

/* A name of 64 KiB around many members would be stored once a member. */
static void
bytes_that_are_no_utf8_are_made_visible(void **state)
{
	struct table t = open_text("Gr\xf6\xdf"
				   "e,b\nM\xfcller,1\n");

	(void)state;
	assert_row(t);
	assert_text(t.row->cells[0].name,
		"Gr\xef\xbf\xbd"
		"F6\xef\xbf\xbd"
		"DFe");
	assert_text(t.row->cells[0].value,
		"M\xef\xbf\xbd"
		"FCller");
	assert_books(&t, 1, 0);
	assert_int_equal(mia_evidence_source(t.files, 0)->flagged[__builtin_ctzll(MIA_FLAG_BAD_UTF8)], 1);
	close_table(&t);
	t = open_text("{\"a\":\"\\ud800x\"}");
	assert_text(value(&t, "a"),
		"\xef\xbf\xbd"
		"d800x");
	close_table(&t);
}

/* Small: all of it is framed when its first row goes out; large: it is not. */
int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_csv_of_any_columns_is_a_table),
		cmocka_unit_test(one_column_is_a_table_too),
		cmocka_unit_test(cells_are_undoubled_and_may_hold_line_ends),
		cmocka_unit_test(a_row_is_never_another_header),
		cmocka_unit_test(the_separator_that_makes_most_columns_counts),
		cmocka_unit_test(json_comes_in_every_framing),
		cmocka_unit_test(a_json_row_is_flattened),
		cmocka_unit_test(the_last_of_several_and_the_first_name_with_a_value_count),
		cmocka_unit_test(bytes_that_are_no_utf8_are_made_visible),
	};
	return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
