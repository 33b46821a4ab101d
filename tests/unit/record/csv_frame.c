/* Where CSV rows end, also when a quote is left open. */
#include "framed.h"

#include "record/csv.h"
#include "record/csv_escapes.h"

#define HEAD "CreationDate,UserIds,Operations,AuditData\n"
#define A "d,u,o,\"{\"\"a\"\":1}\""
#define B "d,u,o,\"{\"\"b\"\":\"\"x,y\"\"}\""

static void
rows_end_at_line_feeds_outside_quotes(void **state)
{
	(void)state;
	struct framed f;
	frame(&f, TEXT(HEAD A "\n" B "\n"));
	assert_int_equal(f.count, 2);
	assert_record(f, 0, NONE, A);
	assert_record(f, 1, NONE, B);
	assert_int_equal(f.records[0].line, 2);
	assert_int_equal(f.records[0].offset, sizeof(HEAD) - 1);
	assert_int_equal(f.records[1].line, 3);
	assert_int_equal(f.records[1].number, 2);
	/* The header and three line feeds, one of them the header's. */
	assert_int_equal(f.framing_bytes, sizeof(HEAD) - 1 + 2);
}

static void
the_last_line_needs_no_end(void **state)
{
	(void)state;
	struct framed f;
	frame(&f, TEXT(HEAD A "\n" B));
	assert_int_equal(f.count, 2);
	assert_record(f, 1, NONE, B);
}

static void
line_feeds_in_quotes_belong_to_the_cell(void **state)
{
	(void)state;
	struct framed f;
	frame(&f, TEXT(HEAD "d,u,o,\"{\n\"\"a\"\":\r\n1}\"\r\n" B "\r\n"));
	assert_int_equal(f.count, 2);
	assert_record(f, 0, NONE, "d,u,o,\"{\n\"\"a\"\":\r\n1}\"");
	assert_record(f, 1, NONE, B);
	assert_int_equal(f.records[1].line, 5);
}

static void
blank_and_type_lines_and_headers_are_framing(void **state)
{
	(void)state;
	struct framed f;
	frame(&f,
		TEXT("#TYPE Selected.System.Object\r\n" HEAD "\n  \n" A "\n" HEAD "#TYPE again\n" B "\n\n"));
	assert_int_equal(f.count, 2);
	assert_record(f, 0, NONE, A);
	assert_record(f, 1, NONE, B);
}

/* Two exports in one file; the second has other columns. */
static void
another_header_counts_from_there(void **state)
{
	(void)state;
	struct framed f;
	frame(&f, TEXT(HEAD A "\nAuditData,Operation\n\"{}\",Send\n"));
	assert_int_equal(f.count, 2);
	assert_record(f, 1, NONE, "\"{}\",Send");
	/* In another dialect, and behind a byte order mark. */
	frame(&f,
		TEXT(HEAD A "\n\xef\xbb\xbf"
			    "AuditData;Operation\n\"{}\";Send\n"));
	assert_int_equal(f.count, 2);
	assert_record(f, 1, NONE, "\"{}\";Send");
}

/* Behind an open quote a piece of a cell is no row, although it has as many cells as one. */
static void
a_fragment_is_no_row(void **state)
{
	(void)state;
	struct framed f;
	frame(&f, TEXT(HEAD "d,u,o,\"{\"\"a\"\":\"\"cut of\nd,u,o,\"x\"\nd,u,o,x\n" B "\n"));
	assert_int_equal(f.count, 2);
	assert_record(f, 0, UNCLOSED_QUOTE, "d,u,o,\"{\"\"a\"\":\"\"cut of\nd,u,o,\"x\"\nd,u,o,x");
	assert_record(f, 1, NONE, B);
	/* Nor one with fewer cells, or with more, though a record stands in its place. */
	frame(&f, TEXT(HEAD "d,u,o,\"{\"\"a\"\":\"\"cut of\nd,u\nd,u,o,\"{\"\"b\"\":2}\",more\n" B "\n"));
	assert_int_equal(f.count, 2);
	assert_record(f, 0, UNCLOSED_QUOTE,
		"d,u,o,\"{\"\"a\"\":\"\"cut of\nd,u\nd,u,o,\"{\"\"b\"\":2}\",more");
	assert_record(f, 1, NONE, B);
}

/* Where JSON stands without quotes, damage to one row costs that row. */
static void
a_row_without_quotes_is_found_again(void **state)
{
	(void)state;
	struct framed f;
	frame(&f, TEXT("Operation\tAuditData\nSend\t{\"a\":1}\nSe\"nd\nx\"\nSend\t{\"a\":2}\n"));
	assert_record(f, 0, NONE, "Send\t{\"a\":1}");
	assert_record(f, f.count - 1, NONE, "Send\t{\"a\":2}");
}

/* A log platform cut the event with its quote open (domain: framing has to
 * find back at the next line that is a whole row). */
static void
an_open_quote_costs_one_record(void **state)
{
	(void)state;
	struct framed f;
	frame(&f, TEXT(HEAD A "\nd,u,o,\"{\"\"a\"\":\"\"cut of\n" B "\n" A "\n"));
	assert_int_equal(f.count, 4);
	assert_record(f, 0, NONE, A);
	assert_record(f, 1, UNCLOSED_QUOTE, "d,u,o,\"{\"\"a\"\":\"\"cut of");
	assert_record(f, 2, NONE, B);
	assert_record(f, 3, NONE, A);
	assert_int_equal(f.records[2].line, 4);
}

static void
an_open_quote_in_the_last_row(void **state)
{
	(void)state;
	struct framed f;
	frame(&f, TEXT(HEAD A "\nd,u,o,\"{\"\"a\"\":\"\"cut of\n"));
	assert_int_equal(f.count, 2);
	assert_record(f, 0, NONE, A);
	assert_int_equal(f.records[1].reason, MIA_REASON_UNCLOSED_QUOTE);
}

/* A row over several lines behind the cut one. */
static void
a_pretty_row_is_found_again(void **state)
{
	(void)state;
	struct framed f;
	frame(&f, TEXT(HEAD "d,u,o,\"{\"\"a\"\":\"\"cut of\nd,u,o,\"{\n  \"\"b\"\": 1\n}\"\n" A "\n"));
	assert_int_equal(f.count, 3);
	assert_record(f, 0, UNCLOSED_QUOTE, "d,u,o,\"{\"\"a\"\":\"\"cut of");
	assert_record(f, 1, NONE, "d,u,o,\"{\n  \"\"b\"\": 1\n}\"");
	assert_record(f, 2, NONE, A);
}

static void
quotes_inside_an_unquoted_cell_are_text(void **state)
{
	(void)state;
	struct framed f;
	frame(&f, TEXT(HEAD "d,a \"b\" c,o,\"{}\"\n" A "\n"));
	assert_int_equal(f.count, 2);
	assert_record(f, 0, NONE, "d,a \"b\" c,o,\"{}\"");
	assert_record(f, 1, NONE, A);
}

/* Each comma of the JSON became a border: one row, and decoding says so. */
static void
json_without_quotes_is_one_row(void **state)
{
	(void)state;
	struct framed f;
	frame(&f, TEXT(HEAD "d,u,o,{\"Id\":\"\",\"Operation\":\"Send\",\"x\":\"y\"}\n" A "\n"));
	assert_int_equal(f.count, 2);
	assert_record(f, 0, NONE, "d,u,o,{\"Id\":\"\",\"Operation\":\"Send\",\"x\":\"y\"}");
	assert_record(f, 1, NONE, A);
}

static void
too_long_a_row_is_one_reject(void **state)
{
	(void)state;
	static struct framed f;
	char text[1200] = HEAD;
	size_t len = strlen(text);
	len += (size_t)snprintf(text + len, sizeof(text) - len, "d,u,o,\"{");
	memset(text + len, 'x', 700);
	len += 700;
	len += (size_t)snprintf(text + len, sizeof(text) - len, "}\"\n" A "\n");
	frame_limited(&f, (struct mia_text){ text, len }, 200);
	assert_int_equal(f.count, 2);
	assert_int_equal(f.records[0].reason, MIA_REASON_TOO_LONG);
	assert_int_equal(f.records[0].len, 700 + 10);
	assert_record(f, 1, NONE, A);
	assert_int_equal(f.records[1].number, 2);
	assert_int_equal(f.records[1].line, 3);
}

/* A row of exactly the limit is not too long, with CRLF neither. */
static void
the_limit_is_exact(void **state)
{
	(void)state;
	static struct framed f;
	frame_limited(&f, TEXT("a,b,c,AuditData\n" A "\r\n" A "\n" A), sizeof(A) - 1);
	assert_int_equal(f.count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_record(f, i, NONE, A);
	frame_limited(&f, TEXT("a,b,c,AuditData\n" A "\r\n" A "\n" A), sizeof(A) - 2);
	assert_int_equal(f.count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_record(f, i, TOO_LONG, A);
}

static void
cells_are_cut_and_undoubled(void **state)
{
	(void)state;
	const struct csv_manner rfc4180 = { ',', CSV_DOUBLED };
	struct csv_cell cell;
	size_t pos = 0;
	char out[32];
	struct mia_text row = TEXT("a,\"b,\"\"c\"\"\",,\"\"");
	assert_int_equal(mia__csv_cell(row, rfc4180, &pos, false, &cell), 1);
	assert_text(cell.text, "a");
	assert_int_equal(cell.escapes, CSV_PLAIN);
	assert_int_equal(mia__csv_cell(row, rfc4180, &pos, false, &cell), 1);
	assert_int_equal(cell.escapes, CSV_DOUBLED);
	assert_text(((struct mia_text){ out, mia__csv_undouble(cell.text, out) }), "b,\"c\"");
	assert_int_equal(mia__csv_cell(row, rfc4180, &pos, false, &cell), 1);
	assert_int_equal(cell.text.len, 0);
	assert_int_equal(mia__csv_cell(row, rfc4180, &pos, false, &cell), 0);
	assert_int_equal(cell.text.len, 0);
	/* Something behind a closing quote: only when lenient. */
	row = TEXT("\"a\"b,c");
	pos = 0;
	assert_int_equal(mia__csv_cell(row, rfc4180, &pos, false, &cell), -1);
	pos = 0;
	assert_int_equal(mia__csv_cell(row, rfc4180, &pos, true, &cell), -1);
}

/* ---- the way over a row ---- */

/* Goes over the row, held against a header of two columns; the last answer of mia__csv_row_next. */
static int
walk(struct csv_row *row, const char *text, const struct csv_header *header)
{
	struct csv_cell cell;
	int got;

	mia__csv_row_begin(row, text_of(text), header);
	while ((got = mia__csv_row_next(row, &cell)) > 0)
		;
	return got;
}

static void
a_row_has_as_many_cells_as_its_header(void **state)
{
	bool no_memory = false;
	struct csv_header *h = mia__csv_table_header_new(&mia__malloc_allocator, TEXT("one,two"), &no_memory);
	struct csv_row row;

	(void)state;
	assert_non_null(h);
	assert_int_equal(walk(&row, "a,b", h), 0);
	assert_int_equal(row.bad_at, 2); /* where the last cell begins */
	assert_int_equal(walk(&row, ",", h), 0);
	/* A quote in a cell is text, where the cell ends all the same. */
	assert_int_equal(walk(&row, "\"a\"b\",c", h), 0);
	assert_int_equal(row.bad_at, 6);
	/* Too few: at the end of the row. */
	assert_int_equal(walk(&row, "abc", h), -1);
	assert_int_equal(row.reason, MIA_REASON_TOO_FEW_COLUMNS);
	assert_int_equal(row.bad_at, 3);
	assert_string_equal(row.detail, "1 columns where the header has 2");
	/* Too many: at the first that is too much; all are counted. */
	assert_int_equal(walk(&row, "a,b,c,d,", h), -1);
	assert_int_equal(row.reason, MIA_REASON_TOO_MANY_COLUMNS);
	assert_int_equal(row.bad_at, 4);
	assert_string_equal(row.detail, "5 columns where the header has 2");
	/* As far as they can be counted. */
	assert_int_equal(walk(&row, "a,b,c,\"d", h), -1);
	assert_int_equal(row.reason, MIA_REASON_TOO_MANY_COLUMNS);
	assert_string_equal(row.detail, "3 columns where the header has 2");
	assert_int_equal(walk(&row, "a,\"b", h), -1);
	assert_int_equal(row.reason, MIA_REASON_UNCLOSED_QUOTE);
	assert_int_equal(row.bad_at, 2);
	mia__csv_header_free(h);
}

static void
a_cell_may_be_taken_by_other_means(void **state)
{
	bool no_memory = false;
	struct csv_header *h = mia__csv_table_header_new(&mia__malloc_allocator, TEXT("one,two"), &no_memory);
	struct csv_cell cell;
	struct csv_row row;

	(void)state;
	assert_non_null(h);
	mia__csv_row_begin(&row, TEXT("abc,d"), h);
	mia__csv_row_took(&row, 3);
	assert_int_equal(row.column, 1);
	assert_int_equal(mia__csv_row_next(&row, &cell), 1);
	assert_text(cell.text, "d");
	assert_int_equal(mia__csv_row_next(&row, &cell), 0);
	/* The last cell. */
	mia__csv_row_begin(&row, TEXT("abc,d"), h);
	assert_int_equal(mia__csv_row_next(&row, &cell), 1);
	mia__csv_row_took(&row, 5);
	assert_int_equal(mia__csv_row_next(&row, &cell), 0);
	mia__csv_header_free(h);
}

/* What a manner of writing makes of a cell. */
static void
assert_cell(const char *row, struct csv_manner manner, const char *expected)
{
	struct arena arena;
	struct csv_cell cell;
	size_t pos = 0;

	mia__arena_init(&arena, &mia__malloc_allocator);
	assert_in_range(mia__csv_cell(text_of(row), manner, &pos, false, &cell), 0, 1);
	assert_true(text_equal(mia__csv_cell_value(&cell, &arena), text_of(expected)));
	mia__arena_release(&arena);
}

static void
cells_are_unescaped_as_they_were_written(void **state)
{
	(void)state;
	const struct csv_manner spark = { ',', CSV_BACKSLASH }, tsv = { '\t', CSV_LETTERS },
				row = { CSV_ROW, CSV_JSON };
	assert_cell("\"{\\\"p\\\":\\\"\\\\Inbox\\\"}\",x", spark, "{\"p\":\"\\\\Inbox\"}");
	assert_cell("\"say \\\\\"x\\\\\"\"", spark, "say \\\"x\\\"");
	assert_cell("\"\",x", spark, "");
	assert_cell("{\"p\":\"\\\\\\\\Inbox\\t\"}\tx", tsv, "{\"p\":\"\\\\Inbox\t\"}");
	assert_cell("\"x\"\ty", tsv, "\"x\"");
	/* No letter, so the backslash before it was there. */
	char out[4];
	assert_int_equal(mia__csv_unescape(&(struct csv_cell){ TEXT("a\\\0b"), CSV_LETTERS }, out), 4);
	assert_memory_equal(out, "a\\\0b", 4);
	assert_cell("[ \"a\\u00e4\\ud83d\\ude00\\n\\ud83d\" , 1]", row,
		"a\xc3\xa4\xf0\x9f\x98\x80\n\xef\xbf\xbd");
	assert_cell("[{\"a\":[1,\"]\"]},2]", row, "{\"a\":[1,\"]\"]}");
	assert_cell("[null]", row, "");
	assert_cell("[ 12.5,1]", row, "12.5");
}

static void
the_rows_tell_how_they_are_escaped(void **state)
{
	(void)state;
	assert_int_equal(mia__csv_escapes_of(TEXT("x,\"{\"\"a\"\":\"\"\\\"\"\"\"}\"\n"), ','), CSV_DOUBLED);
	assert_int_equal(mia__csv_escapes_of(TEXT("x,\"{\\\"a\\\":1}\"\n"), ','), CSV_BACKSLASH);
	assert_int_equal(mia__csv_escapes_of(TEXT("\"[{\\\"a\\\":1}]\",x\n"), ','), CSV_BACKSLASH);
	assert_int_equal(mia__csv_escapes_of(TEXT("x\t{\"p\":\"\\\\\\\\Inbox\"}\n"), '\t'), CSV_LETTERS);
	assert_int_equal(mia__csv_escapes_of(TEXT("x\t{\"p\":\"\\\\u003ca\"}\n"), '\t'), CSV_LETTERS);
	assert_int_equal(mia__csv_escapes_of(TEXT("x\t{\"p\":\"a\\\\\"b\\\\\"\"}\n"), '\t'), CSV_LETTERS);
	/* One cell is damaged. */
	assert_int_equal(mia__csv_escapes_of(
				 TEXT("x\t{\"p\":\"\\\\\\\\a\"}\nx\t{\"p\":\\;}\nx\t{\"p\":\"\\\\\\\\a\"}\n"),
				 '\t'),
		CSV_LETTERS);
	/* JSON as it is: a path, an escape of its own. */
	assert_int_equal(mia__csv_escapes_of(TEXT("x\t{\"p\":\"\\\\Inbox\"}\n"), '\t'), CSV_DOUBLED);
	assert_int_equal(mia__csv_escapes_of(TEXT("x\t{\"p\":\"\\\\\\\\host\\\\Share\"}\n"), '\t'),
		CSV_DOUBLED);
	assert_int_equal(mia__csv_escapes_of(TEXT("x\t{\"p\":\"\\u003ca\"}\n"), '\t'), CSV_DOUBLED);
}

static void
line_ends_may_be_cr(void **state)
{
	(void)state;
	struct framed f;
	frame(&f, TEXT("Operation,AuditData\rSend,\"{\"\"a\"\":1}\"\rSend,\"{\"\"a\"\":2}\"\r"));
	assert_int_equal(f.count, 2);
	assert_record(f, 0, NONE, "Send,\"{\"\"a\"\":1}\"");
	assert_record(f, 1, NONE, "Send,\"{\"\"a\"\":2}\"");
	assert_int_equal(f.records[1].line, 3);
	/* A line feed that came in with damage does not change that. */
	frame(&f, TEXT("Operation,AuditData\rSend,\"{\"\"a\"\":1}\"\rx\ny\rSend,\"{\"\"a\"\":2}\"\r"));
	assert_record(f, 0, NONE, "Send,\"{\"\"a\"\":1}\"");
	assert_record(f, f.count - 1, NONE, "Send,\"{\"\"a\"\":2}\"");
}

static void
quotes_behind_backslashes_are_text(void **state)
{
	(void)state;
	struct framed f;
	frame(&f, TEXT("Operation,AuditData\nSend,\"{\\\"a\\\":\\\"x,y\\\"}\"\nSend,\"{\\\"a\\\":2}\"\n"));
	assert_int_equal(f.count, 2);
	assert_record(f, 0, NONE, "Send,\"{\\\"a\\\":\\\"x,y\\\"}\"");
	assert_record(f, 1, NONE, "Send,\"{\\\"a\\\":2}\"");
	/* One that is cut costs itself. */
	frame(&f, TEXT("Operation,AuditData\nSend,\"{\\\"a\\\":\\\"x\nSend,\"{\\\"a\\\":2}\"\n"));
	assert_int_equal(f.count, 2);
	assert_int_equal(f.records[0].reason, MIA_REASON_UNCLOSED_QUOTE);
	assert_record(f, 1, NONE, "Send,\"{\\\"a\\\":2}\"");
}

/* A cell byte by byte: where it ends, or 0: it does not. Quotes count where the first byte is one. */
static size_t
end_of_cell(const char *s, size_t len, bool lenient, bool *doubled)
{
	bool quoted = len && s[0] == '"';

	*doubled = false;
	for (size_t i = quoted; i < len; i++) {
		if (!quoted && s[i] == ',')
			return i;
		if (!quoted || s[i] != '"')
			continue;
		if (i + 1 < len && s[i + 1] == '"') {
			*doubled = true;
			i++;
		} else if (i + 1 == len || s[i + 1] == ',') {
			return i + 1;
		} else if (!lenient) {
			return 0;
		}
	}
	return quoted ? 0 : len;
}

static void
cells_end_where_byte_by_byte_they_end(void **state)
{
	bool no_memory = false;
	struct csv_header *h =
		mia__csv_table_header_new(&mia__malloc_allocator, TEXT("one,two,three"), &no_memory);
	uint64_t random = 20261129;

	(void)state;
	assert_non_null(h);
	for (int round = 0; round < 100000; round++) {
		size_t len = (size_t)round % 70, at = 0;
		char text[70], *row_text = malloc(len ? len : 1);
		struct csv_row row;
		struct csv_cell cell;

		assert_non_null(row_text);
		for (size_t i = 0; i < len; i++) {
			random = random * UINT64_C(6364136223846793005) + 1442695040888963407u;
			/* Now many letters, now nothing but quotes and commas. */
			text[i] = "\"\",\"abcdefghijkl"[(random >> 40) % (4 + (unsigned)(round / 70 % 12))];
		}
		memcpy(row_text, text, len);
		mia__csv_row_begin(&row, (struct mia_text){ row_text, len }, h);
		for (int column = 0; column < 3; column++) {
			bool quoted = at < len && text[at] == '"', doubled;
			size_t n = end_of_cell(text + at, len - at, false, &doubled);
			if (quoted && n == 0)
				n = end_of_cell(text + at, len - at, true, &doubled);
			int got = mia__csv_row_next(&row, &cell);
			if (quoted && n == 0) {
				assert_int_equal(got, -1);
				assert_int_equal(row.reason, MIA_REASON_UNCLOSED_QUOTE);
				break;
			}
			assert_int_equal(got, 1);
			assert_int_equal(row.bad_at, at);
			assert_ptr_equal(cell.text.ptr, row_text + at + quoted);
			assert_int_equal(cell.text.len, quoted ? n - 2 : n);
			assert_int_equal(cell.escapes, doubled ? CSV_DOUBLED : CSV_PLAIN);
			at += n;
			if (at == len)
				break;
			at++;
		}
		free(row_text);
	}
	mia__csv_header_free(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_end_where_byte_by_byte_they_end),
		cmocka_unit_test(cells_are_unescaped_as_they_were_written),
		cmocka_unit_test(the_rows_tell_how_they_are_escaped),
		cmocka_unit_test(line_ends_may_be_cr),
		cmocka_unit_test(quotes_behind_backslashes_are_text),
		cmocka_unit_test(rows_end_at_line_feeds_outside_quotes),
		cmocka_unit_test(the_last_line_needs_no_end),
		cmocka_unit_test(line_feeds_in_quotes_belong_to_the_cell),
		cmocka_unit_test(blank_and_type_lines_and_headers_are_framing),
		cmocka_unit_test(another_header_counts_from_there),
		cmocka_unit_test(an_open_quote_costs_one_record),
		cmocka_unit_test(a_fragment_is_no_row),
		cmocka_unit_test(a_row_without_quotes_is_found_again),
		cmocka_unit_test(an_open_quote_in_the_last_row),
		cmocka_unit_test(a_pretty_row_is_found_again),
		cmocka_unit_test(quotes_inside_an_unquoted_cell_are_text),
		cmocka_unit_test(json_without_quotes_is_one_row),
		cmocka_unit_test(too_long_a_row_is_one_reject),
		cmocka_unit_test(the_limit_is_exact),
		cmocka_unit_test(cells_are_cut_and_undoubled),
		cmocka_unit_test(a_row_has_as_many_cells_as_its_header),
		cmocka_unit_test(a_cell_may_be_taken_by_other_means),
	};
	return cmocka_run_group_tests_name("csv_frame", tests, NULL, NULL);
}
