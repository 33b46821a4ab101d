/* CSV: exact, and harmless in a spreadsheet. */
#include "report_fake.h"

#include "format/safe.h"

#include "base/utf8.h"

static const struct column columns[] = {
	{ .name = "subject", .kind = MIA_COLUMN_TEXT },
	{ .name = "ids", .kind = MIA_COLUMN_TEXTS },
	{ .name = "first", .kind = MIA_COLUMN_TIME },
	{ .name = "count", .kind = MIA_COLUMN_COUNT },
	{ .name = "size_bytes", .kind = MIA_COLUMN_SIZE },
	{ .name = "rejects", .kind = MIA_COLUMN_COUNTS },
	{ .name = "raw", .kind = MIA_COLUMN_TEXTS, .json_only = true },
};
#define COLUMNS (sizeof(columns) / sizeof(*columns))

static const struct column one[] = { { .name = "v", .kind = MIA_COLUMN_TEXT } };

static struct kept
one_cell(enum mia_format format, struct mia_text value)
{
	union cell cell = { .text = value };

	return written_in(format, 0, one, 1, &cell, 1);
}

static void
exact_has_the_values_as_they_are(void **state)
{
	struct mia_text ids[] = { BYTES("<a@b>"), BYTES("<c,d>") };
	struct named_count rejects[] = { { "BAD_JSON", 2 }, { "CUT", 1 } };
	union cell rows[2 * COLUMNS] = {
		{ .text = BYTES("=1+1") },
		{ .texts = { ids, 2 } },
		{ .time = 0 },
		{ .count = 12 },
		{ .size = 0 },
		{ .counts = { rejects, 2 } },
		{ .texts = { ids, 2 } },
		{ .text = TEXT_ABSENT },
		{ .texts = { ids, 1 } },
		{ .time = MIA_TIME_UNKNOWN },
		{ .count = 0 },
		{ .size = MIA_SIZE_UNKNOWN },
		{ .counts = { rejects, 0 } },
		{ .texts = { NULL, 0 } },
	};

	(void)state;
	assert_kept(written_in(MIA_FORMAT_CSV, 0, columns, COLUMNS, rows, 2),
		"subject,ids,first,count,size_bytes,rejects\n"
		"=1+1,\"<a@b> | <c,d>\",1970-01-01T00:00:00Z,12,0,BAD_JSON=2 | CUT=1\n"
		",<a@b>,,0,,\n");
	assert_kept(written_in(MIA_FORMAT_CSV, 0, columns, COLUMNS, rows, 0),
		"subject,ids,first,count,size_bytes,rejects\n");
}

static void
exact_quotes_only_where_needed(void **state)
{
	(void)state;
	assert_kept(one_cell(MIA_FORMAT_CSV, BYTES("a b;c'd|e")), "v\na b;c'd|e\n");
	assert_kept(one_cell(MIA_FORMAT_CSV, BYTES("a,b")), "v\n\"a,b\"\n");
	assert_kept(one_cell(MIA_FORMAT_CSV, BYTES("say \"hi\"")), "v\n\"say \"\"hi\"\"\"\n");
	assert_kept(one_cell(MIA_FORMAT_CSV, BYTES("a\r\nb")), "v\n\"a\r\nb\"\n");
	assert_kept(one_cell(MIA_FORMAT_CSV, BYTES(" a")), "v\n\" a\"\n");
	assert_kept(one_cell(MIA_FORMAT_CSV, BYTES("a\t")), "v\n\"a\t\"\n");
	/* Only a file name can hold bytes that are no UTF-8. */
	assert_kept(one_cell(MIA_FORMAT_CSV, BYTES("a\xff.csv")),
		"v\na\xef\xbf\xbd"
		"FF.csv\n");
}

/* The next field of RFC 4180 text into out; returns where to go on. */
static const char *
read_field(const char *s, const char *end, char *out, size_t *len)
{
	*len = 0;
	if (s < end && *s == '"') {
		for (s++; s < end; s++) {
			if (*s == '"' && (s + 1 == end || s[1] != '"'))
				return s + 1;
			if (*s == '"')
				s++;
			out[(*len)++] = *s;
		}
		fail_msg("a quote is never closed");
	}
	while (s < end && *s != ',' && *s != '\n' && *s != '\r')
		out[(*len)++] = *s++;
	return s;
}

static void
exact_is_read_back_byte_for_byte(void **state)
{
	static const struct column two[] = {
		{ .name = "a", .kind = MIA_COLUMN_TEXT },
		{ .name = "b", .kind = MIA_COLUMN_TEXT },
	};
	char text[8], field[64];

	(void)state;
	for (uint32_t c = 0; c < 0x3000; c++) {
		size_t n = mia__utf8_encode(c, text), len;
		memcpy(text + n, "\"x", 2);
		union cell row[] = { { .text = { text, n } }, { .text = { text, n + 2 } } };
		struct kept kept = written_in(MIA_FORMAT_CSV, 0, two, 2, row, 1);
		const char *end = kept.ptr + kept.len;
		const char *at = read_field(kept.ptr + 4, end, field, &len);
		assert_int_equal(len, n);
		assert_memory_equal(field, text, n);
		assert_int_equal(*at, ',');
		at = read_field(at + 1, end, field, &len);
		assert_int_equal(len, n + 2);
		assert_memory_equal(field, text, n + 2);
		assert_ptr_equal(at + 1, end);
		free(kept.ptr);
	}
}

#define EXCEL(cell, mark) "\xef\xbb\xbfv,csv_escaped\r\n\"" cell "\"," mark "\r\n"

static void
excel_defuses_formulas(void **state)
{
	(void)state;
	assert_kept(one_cell(MIA_FORMAT_CSV_EXCEL, BYTES("hello")), EXCEL("hello", "0"));
	assert_kept(one_cell(MIA_FORMAT_CSV_EXCEL, BYTES("a=b")), EXCEL("a=b", "0"));
	assert_kept(one_cell(MIA_FORMAT_CSV_EXCEL, BYTES("=HYPERLINK(\"x\")")),
		EXCEL("'=HYPERLINK(\"\"x\"\")", "1"));
	assert_kept(one_cell(MIA_FORMAT_CSV_EXCEL, BYTES("+1")), EXCEL("'+1", "1"));
	assert_kept(one_cell(MIA_FORMAT_CSV_EXCEL, BYTES("-1")), EXCEL("'-1", "1"));
	assert_kept(one_cell(MIA_FORMAT_CSV_EXCEL, BYTES("@SUM(1)")), EXCEL("'@SUM(1)", "1"));
	assert_kept(one_cell(MIA_FORMAT_CSV_EXCEL,
			    BYTES("\xef\xbc\x9d"
				  "1")),
		EXCEL("'\xef\xbc\x9d"
		      "1",
			"1"));
	/* Behind blanks, NBSP, quotes, a zero-width space. */
	assert_kept(one_cell(MIA_FORMAT_CSV_EXCEL, BYTES("  =1")), EXCEL("'  =1", "1"));
	assert_kept(one_cell(MIA_FORMAT_CSV_EXCEL, BYTES("\xc2\xa0=1")), EXCEL("'\xc2\xa0=1", "1"));
	assert_kept(one_cell(MIA_FORMAT_CSV_EXCEL, BYTES("\"=1")), EXCEL("'\"\"=1", "1"));
	assert_kept(one_cell(MIA_FORMAT_CSV_EXCEL, BYTES("\xe2\x80\x8b=1")), EXCEL("'\xe2\x80\x8b=1", "1"));
	/* One that already has an apostrophe gets another, so that taking one
	 * away always gives the original. */
	assert_kept(one_cell(MIA_FORMAT_CSV_EXCEL, BYTES("'=1")), EXCEL("''=1", "1"));
	/* Where the semicolon separates cells, this would begin one. */
	assert_kept(one_cell(MIA_FORMAT_CSV_EXCEL, BYTES("a;=1")), EXCEL("a;'=1", "1"));
}

static void
excel_keeps_a_row_on_one_line(void **state)
{
	(void)state;
	assert_kept(one_cell(MIA_FORMAT_CSV_EXCEL, BYTES("a\r\nb")), EXCEL("a  b", "1"));
	assert_kept(one_cell(MIA_FORMAT_CSV_EXCEL,
			    BYTES("a\xe2\x80\xa8"
				  "b\xc2\x85"
				  "c")),
		EXCEL("a b c", "1"));
	assert_kept(one_cell(MIA_FORMAT_CSV_EXCEL, BYTES("\n=1")), EXCEL("' =1", "1"));
}

/* A list in CSV for spreadsheets can be held against another one (mia diff). */
static void
excel_can_be_undone(void **state)
{
	static const struct {
		const char *text, *back;
	} cases[] = {
		{ "=1", "=1" },
		{ "'=1", "'=1" },
		{ "''=1", "''=1" },
		{ "a;=1;'-1", "a;=1;'-1" },
		{ "\t=1", "\t=1" },
		/* A line break is a blank, and its apostrophe goes. */
		{ "\n=1", " =1" },
		{ "\r1", " 1" },
		{ "\"\n1", "\" 1" },
		{ "a\t\r\n1", "a\t  1" },
		/* An apostrophe of the evidence stays. */
		{ "' 1", "' 1" },
		{ "'' 1", "'' 1" },
		{ "'\n1", "' 1" },
		{ "'\xc2\xa0 1", "'\xc2\xa0 1" },
		{ "'plain", "'plain" },
		{ "' ", "' " },
		{ "'", "'" },
		{ "a;'", "a;'" },
	};
	char back[64];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct kept kept = { .ptr = NULL };
		struct sink sink;
		struct safe_excel cell = { .sink = &sink, .limit = 32767 };

		mia__sink_init(&sink, keep, &kept);
		mia__safe_excel_add(&cell, text_of(cases[i].text));
		assert_int_equal(mia__sink_finish(&sink, NULL), MIA_OK);
		/* As a reader of CSV has it. */
		size_t len = 0;
		for (size_t j = 0; j < kept.len; j++)
			if (kept.ptr[j] != '"' || kept.ptr[++j] == '"')
				kept.ptr[len++] = kept.ptr[j];
		len = mia__excel_undo((struct mia_text){ kept.ptr, len }, back);
		back[len] = '\0';
		assert_string_equal(back, cases[i].back);
		free(kept.ptr);
	}
}

static void
excel_marks_the_row_that_was_changed(void **state)
{
	struct mia_text ids[] = { BYTES("x"), BYTES("=y") };
	union cell rows[2 * COLUMNS] = {
		{ .text = BYTES("a") },
		{ .texts = { ids, 2 } },
		{ .time = -MIA_TIME_SECOND },
		{ .count = 1 },
		{ .size = -5 },
		{ .counts = { NULL, 0 } },
		{ .texts = { ids + 1, 1 } },
		{ .text = BYTES("a") },
		{ .texts = { ids + 1, 1 } },
		{ .time = 0 },
		{ .count = 1 },
		{ .size = 5 },
		{ .counts = { NULL, 0 } },
		{ .texts = { NULL, 0 } },
	};

	(void)state;
	/* A number that we wrote is no formula, and what stands only in JSON
	 * changes nothing here. */
	assert_kept(written_in(MIA_FORMAT_CSV_EXCEL, 0, columns, COLUMNS, rows, 2),
		"\xef\xbb\xbfsubject,ids,first,count,size_bytes,rejects,csv_escaped\r\n"
		"\"a\",\"x | =y\",1969-12-31T23:59:59Z,1,-5,\"\",0\r\n"
		"\"a\",\"'=y\",1970-01-01T00:00:00Z,1,5,\"\",1\r\n");
}

static void
excel_cells_never_begin_a_formula(void **state)
{
	static const char *const before[] = { "", " ", "\xc2\xa0", "\"", "'", "\t", "\n", "\x01", "a;",
		"a\t" };
	static const char *const signs[] = { "=", "+", "-", "@", "\t", "\r", "\xef\xbc\x9d", "\xef\xbc\x8b",
		"\xef\xbc\x8d", "\xef\xbc\xa0" };
	char text[32];

	(void)state;
	for (size_t i = 0; i < sizeof(before) / sizeof(*before); i++) {
		for (size_t j = 0; j < sizeof(signs) / sizeof(*signs); j++) {
			snprintf(text, sizeof(text), "%s%s1", before[i], signs[j]);
			struct kept kept = one_cell(MIA_FORMAT_CSV_EXCEL, text_of(text));
			const char *cell = strchr(kept.ptr, '\n') + 2;
			if (*before[i] == 'a')
				cell += 2;
			assert_int_equal(*cell, '\'');
			assert_int_equal(kept.ptr[kept.len - 3], '1');
			free(kept.ptr);
		}
	}
}

static void
excel_cuts_what_a_cell_cannot_hold(void **state)
{
	static char long_text[40000];
	struct kept kept;
	const size_t around = sizeof(EXCEL("", "1")) - 1;

	(void)state;
	memset(long_text, 'x', sizeof(long_text));
	kept = one_cell(MIA_FORMAT_CSV_EXCEL, (struct mia_text){ long_text, 32767 });
	assert_int_equal(kept.len, around + 32767);
	assert_int_equal(kept.ptr[kept.len - 3], '0');
	free(kept.ptr);
	kept = one_cell(MIA_FORMAT_CSV_EXCEL, (struct mia_text){ long_text, 32768 });
	assert_int_equal(kept.len, around + 32767);
	assert_non_null(strstr(kept.ptr, "xx [cut: see csv exact or json]\",1\r\n"));
	free(kept.ptr);
	/* Exact has it whole. */
	kept = one_cell(MIA_FORMAT_CSV, (struct mia_text){ long_text, 40000 });
	assert_int_equal(kept.len, 40000 + sizeof("v\n\n") - 1);
	free(kept.ptr);
}

static void
failures_are_told(void **state)
{
	union cell cell = { .text = BYTES("x") };
	struct fake_rows rows = { .cells = &cell, .row_count = 1, .column_count = 1, .fail_at_end = true };
	struct table table = {
		.columns = one,
		.column_count = 1,
		.none = "none",
		.next = fake_next,
		.rewind = fake_rewind,
		.rows = &rows,
	};
	struct kept kept = { .refuse_after = 1 };
	struct mia_report_options options = { .size = sizeof(options),
		.format = MIA_FORMAT_CSV,
		.write = keep,
		.ctx = &kept };
	struct mia_error err;

	(void)state;
	for (int format = MIA_FORMAT_TABLE; format <= MIA_FORMAT_NDJSON; format++) {
		options.format = (enum mia_format)format;
		rows.fail_at_end = true;
		assert_int_equal(mia__report_write(&table, &options, &err), MIA_ERR_MEMORY);
		rows.fail_at_end = false;
		assert_int_equal(mia__report_write(&table, &options, &err), MIA_ERR_SINK);
	}
	options.format = (enum mia_format)99;
	assert_int_equal(mia__report_write(&table, &options, &err), MIA_ERR_ARGUMENT);
	options.format = MIA_FORMAT_CSV;
	options.size = 0;
	assert_int_equal(mia__report_write(&table, &options, &err), MIA_ERR_ARGUMENT);
	assert_int_equal(mia__report_write(&table, NULL, &err), MIA_ERR_ARGUMENT);
	free(kept.ptr);
}

/* Cells are looked at sixteen bytes at a time: whatever the length, and wherever
 * the byte that matters stands. */
static void
exact_finds_what_needs_quotes_anywhere(void **state)
{
	static const char matter[] = ",\"\r\n \txA";
	char value[50], wanted[120];

	(void)state;
	for (size_t length = 1; length < sizeof(value); length++)
		for (size_t at = 0; at < length; at++)
			for (const char *c = matter; *c; c++) {
				bool end = at == 0 || at + 1 == length;
				bool quoted = strchr(",\"\r\n", *c) || (end && (*c == ' ' || *c == '\t'));
				size_t n = 0;
				memset(value, 'v', length);
				value[at] = *c;
				wanted[n++] = 'v';
				wanted[n++] = '\n';
				if (quoted)
					wanted[n++] = '"';
				for (size_t i = 0; i < length; i++) {
					wanted[n++] = value[i];
					if (value[i] == '"')
						wanted[n++] = '"';
				}
				if (quoted)
					wanted[n++] = '"';
				wanted[n++] = '\n';
				wanted[n] = '\0';
				assert_kept_bytes(one_cell(MIA_FORMAT_CSV,
							  (struct mia_text){ value, length }),
					wanted, n);
			}
}

/* What parts two texts begins and ends with a blank. */
static void
exact_looks_at_lists_as_a_whole(void **state)
{
	static const struct column list[] = { { .name = "v", .kind = MIA_COLUMN_TEXTS } };
	struct mia_text texts[][2] = {
		{ BYTES("a"), BYTES("b") },
		{ BYTES(""), BYTES("b") },
		{ BYTES("a"), BYTES("") },
		{ BYTES(" a"), BYTES("b") },
		{ BYTES("a "), BYTES(" b") },
		{ BYTES("a"), BYTES("b\t") },
		{ BYTES("a\"b"), BYTES("c") },
	};
	static const char *const wanted[] = {
		"v\na | b\n",
		"v\n\" | b\"\n",
		"v\n\"a | \"\n",
		"v\n\" a | b\"\n",
		"v\na  |  b\n",
		"v\n\"a | b\t\"\n",
		"v\n\"a\"\"b | c\"\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++) {
		union cell cell = { .texts = { texts[i], 2 } };
		assert_kept_bytes(written_in(MIA_FORMAT_CSV, 0, list, 1, &cell, 1), wanted[i],
			strlen(wanted[i]));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exact_has_the_values_as_they_are),
		cmocka_unit_test(exact_finds_what_needs_quotes_anywhere),
		cmocka_unit_test(exact_looks_at_lists_as_a_whole),
		cmocka_unit_test(exact_quotes_only_where_needed),
		cmocka_unit_test(exact_is_read_back_byte_for_byte),
		cmocka_unit_test(excel_defuses_formulas),
		cmocka_unit_test(excel_keeps_a_row_on_one_line),
		cmocka_unit_test(excel_can_be_undone),
		cmocka_unit_test(excel_marks_the_row_that_was_changed),
		cmocka_unit_test(excel_cells_never_begin_a_formula),
		cmocka_unit_test(excel_cuts_what_a_cell_cannot_hold),
		cmocka_unit_test(failures_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
