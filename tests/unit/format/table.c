/* Tables on a terminal: widths, wrapping, and what is said below. */
#include "report_fake.h"

#include "base/utf8.h"

static const struct column columns[] = {
	{ .name = "id", .kind = MIA_COLUMN_TEXT, .rank = 1, .min = 10, .max = 40 },
	{ .name = "n", .kind = MIA_COLUMN_COUNT, .rank = 2, .min = 20, .max = 20 },
	{ .name = "subject", .kind = MIA_COLUMN_TEXT, .rank = 3, .min = 10, .max = 40 },
	{ .name = "folders", .kind = MIA_COLUMN_TEXTS, .rank = 4, .min = 10, .max = 40 },
};

static void
columns_are_aligned(void **state)
{
	struct mia_text folders[] = { BYTES("\\Inbox"), BYTES("B") };
	union cell rows[] = {
		{ .text = BYTES("<a@b>") },
		{ .count = 7 },
		{ .text = BYTES("caf\xc3\xa9") },
		{ .texts = { folders, 2 } },
		{ .text = BYTES("<c>") },
		{ .count = 1234 },
		{ .text = BYTES("\xe4\xbc\x9a") },
		{ .texts = { folders + 1, 1 } },
		{ .text = TEXT_ABSENT },
		{ .count = 0 },
		{ .text = TEXT_ABSENT },
		{ .texts = { NULL, 0 } },
	};

	(void)state;
	/* A CJK character is two columns wide; a backslash shows as two. */
	assert_kept(written_in(MIA_FORMAT_TABLE, 80, columns, 4, rows, 3),
		"id     n     subject  folders\n"
		"<a@b>     7  caf\xc3\xa9     \\Inbox | B\n"
		"<c>    1234  \xe4\xbc\x9a       B\n"
		"          0\n");
}

static void
no_row_is_said(void **state)
{
	(void)state;
	assert_kept(written_in(MIA_FORMAT_TABLE, 80, columns, 4, NULL, 0), "id  n  subject  folders\nnone\n");
}

static void
columns_that_do_not_fit_are_told(void **state)
{
	union cell row[] = {
		{ .text = BYTES("0123456789") },
		{ .count = 7 },
		{ .text = BYTES("abcdefghij") },
		{ .texts = { NULL, 0 } },
	};

	(void)state;
	/* 10 + 2 + 1 leave 7 of 20: too few for subject and its gap, and for folders. */
	assert_kept(written_in(MIA_FORMAT_TABLE, 20, columns, 4, row, 1),
		"id          n\n"
		"0123456789  7\n"
		"(more columns: -f csv)\n");
}

static void
long_values_wrap_and_very_long_ones_are_marked(void **state)
{
	static const struct column one[] = {
		{ .name = "v", .kind = MIA_COLUMN_TEXT, .rank = 1, .min = 10, .max = 10 }
	};
	static const struct column two[] = {
		{ .name = "v", .kind = MIA_COLUMN_TEXT, .rank = 1, .min = 10, .max = 10 },
		{ .name = "w", .kind = MIA_COLUMN_TEXT, .rank = 2, .min = 10, .max = 10 },
	};
	union cell wraps[] = { { .text = BYTES("abcdefghijKLMNOPQRSTuv") }, { .text = BYTES("x") } };
	union cell marked = { .text = BYTES("0123456789012345678901234567890123456789abc") };
	union cell escapes = { .text = BYTES("12345678\x1b"
					     "9") };

	(void)state;
	assert_kept(written_in(MIA_FORMAT_TABLE, 80, two, 2, wraps, 1),
		"v           w\n"
		"abcdefghij  x\n"
		"KLMNOPQRST\n"
		"uv\n");
	assert_kept(written_in(MIA_FORMAT_TABLE, 80, one, 1, &marked, 1),
		"v\n0123456789\n0123456789\n0123456789\n012345678\xe2\x80\xa6\n"
		"(\xe2\x80\xa6 marks values shortened here; whole: -f csv)\n");
	/* An escape is never torn apart. */
	assert_kept(written_in(MIA_FORMAT_TABLE, 80, one, 1, &escapes, 1), "v\n12345678\n\\x1b9\n");
}

static void
header_is_bold_only_if_asked(void **state)
{
	struct kept kept = { .ptr = NULL };
	struct fake_rows rows = { .column_count = 4 };
	struct table table = {
		.columns = columns,
		.column_count = 4,
		.none = "none",
		.next = fake_next,
		.rewind = fake_rewind,
		.rows = &rows,
	};
	struct mia_report_options options = { .size = sizeof(options),
		.format = MIA_FORMAT_TABLE,
		.width = 80,
		.color = 1,
		.write = keep,
		.ctx = &kept };

	(void)state;
	assert_int_equal(mia__report_write(&table, &options, NULL), MIA_OK);
	assert_kept(kept, "\x1b[1mid  n  subject  folders\x1b[0m\nnone\n");
}

static void
no_evidence_controls_the_terminal(void **state)
{
	char text[8] = "a";

	(void)state;
	for (uint32_t c = 0; c < 0x3000; c++) {
		size_t n = 1 + mia__utf8_encode(c, text + 1);
		struct mia_text value = { text, n };
		union cell row[] = { { .text = value }, { .count = 1 }, { .text = value },
			{ .texts = { &value, 1 } } };
		struct kept kept = written_in(MIA_FORMAT_TABLE, 80, columns, 4, row, 1);
		size_t lines = 0;
		for (size_t i = 0, taken; i < kept.len; i += taken) {
			uint32_t seen;
			taken = mia__utf8_decode(kept.ptr + i, kept.len - i, &seen);
			assert_true(taken > 0);
			lines += seen == '\n';
			assert_true(seen == '\n' || seen >= 0x20);
			assert_false(seen >= 0x7f && seen <= 0x9f);
			assert_false(seen == 0x61c || (seen >= 0x200b && seen <= 0x200f));
			assert_false(
				(seen >= 0x2028 && seen <= 0x202e) || (seen >= 0x2066 && seen <= 0x2069));
		}
		assert_int_equal(lines, 2);
		free(kept.ptr);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_aligned),
		cmocka_unit_test(no_row_is_said),
		cmocka_unit_test(columns_that_do_not_fit_are_told),
		cmocka_unit_test(long_values_wrap_and_very_long_ones_are_marked),
		cmocka_unit_test(header_is_bold_only_if_asked),
		cmocka_unit_test(no_evidence_controls_the_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
