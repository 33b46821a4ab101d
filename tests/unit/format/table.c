/* Tables on a terminal: a row a line, what is cut, what is left out, and what is said once. */
#include "report_fake.h"

#include "base/utf8.h"

#define CUT "\xe2\x80\xa6"
#define CUT_NOTE CUT " and +N mark what is cut: -f csv"

static const struct column columns[] = {
	{ .name = "id", .kind = MIA_COLUMN_TEXT, .rank = 1, .min = 10, .max = 40 },
	{ .name = "n", .kind = MIA_COLUMN_COUNT, .rank = 2, .min = 20, .max = 20 },
	{ .name = "subject", .kind = MIA_COLUMN_TEXT, .rank = 3, .min = 10, .max = 40 },
	{ .name = "folders", .kind = MIA_COLUMN_TEXTS, .rank = 4, .min = 10, .max = 40 },
};

static const struct column one[] = {
	{ .name = "v", .kind = MIA_COLUMN_TEXT, .rank = 1, .min = 9, .max = 9 },
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
		{ .text = BYTES("e\xcc\x81") },
		{ .texts = { NULL, 0 } },
	};

	(void)state;
	/* A CJK character is two columns wide, an accent that combines none. */
	assert_kept(written_in(MIA_FORMAT_TABLE, 80, columns, 4, rows, 3),
		"id        n  subject  folders\n"
		"<a@b>     7  caf\xc3\xa9     \\Inbox | B\n"
		"<c>    1234  \xe4\xbc\x9a       B\n"
		"          0  e\xcc\x81\n");
}

static void
no_row_is_said(void **state)
{
	(void)state;
	assert_kept(written_in(MIA_FORMAT_TABLE, 80, columns, 4, NULL, 0), "id  n  subject  folders\nnone\n");
}

static void
columns_that_do_not_fit_are_counted(void **state)
{
	union cell row[] = {
		{ .text = BYTES("0123456789") },
		{ .count = 7 },
		{ .text = BYTES("abcdefghij") },
		{ .texts = { NULL, 0 } },
	};

	(void)state;
	/* 10 + 2 + 1 leave 7 of 20: too few for subject. Nobody misses folders. */
	assert_kept(written_in(MIA_FORMAT_TABLE, 20, columns, 4, row, 1),
		"id          n\n"
		"0123456789  7\n"
		"(1 row; 1 column\n"
		"hidden: --columns\n"
		"all)\n");
}

/* The column of rank 1 is empty: it makes room for one that is not. */
static void
an_empty_column_hides_no_full_one(void **state)
{
	static const struct column two[] = {
		{ .name = "empty", .kind = MIA_COLUMN_TEXT, .rank = 1, .min = 10, .max = 10 },
		{ .name = "full", .kind = MIA_COLUMN_TEXT, .rank = 2, .min = 10, .max = 10 },
	};
	union cell row[] = { { .text = TEXT_ABSENT }, { .text = BYTES("0123456789") } };

	(void)state;
	assert_kept(written_in(MIA_FORMAT_TABLE, 12, two, 2, row, 1), "full\n0123456789\n");
}

/* Where the subject says nothing the id takes its place; where it does, it waits. */
static void
a_column_takes_the_place_of_an_empty_one(void **state)
{
	static const struct column three[] = {
		{ .name = "subject", .kind = MIA_COLUMN_TEXT, .rank = 1, .min = 5, .max = 5 },
		{ .name = "folder", .kind = MIA_COLUMN_TEXT, .rank = 2, .min = 5, .max = 5 },
		{ .name = "id", .kind = MIA_COLUMN_TEXT, .rank = 3, .min = 5, .max = 5, .instead = 1 },
	};
	union cell row[] = { { .text = TEXT_ABSENT }, { .text = BYTES("Inbox") },
		{ .text = BYTES("<a@b>") } };

	struct kept kept;

	(void)state;
	kept = written_in(MIA_FORMAT_TABLE, 11, three, 3, row, 1);
	assert_memory_equal(kept.ptr, "id\n<a@b>\n(", 10);
	free(kept.ptr);
	row[0].text = (struct mia_text)BYTES("Hello");
	kept = written_in(MIA_FORMAT_TABLE, 11, three, 3, row, 1);
	assert_memory_equal(kept.ptr, "subject\nHello\n(", 15);
	free(kept.ptr);
}

static void
what_is_too_wide_loses_its_middle(void **state)
{
	union cell row = { .text = BYTES("203.0.113.44") };
	union cell escapes = { .text = BYTES("abc\x1b"
					     "defghijk") };
	union cell wide = { .text = BYTES("\xe4\xbc\x9a\xe4\xbc\x9a\xe4\xbc\x9a\xe4\xbc\x9a\xe4\xbc\x9a"
					  "x") };

	(void)state;
	assert_kept(written_in(MIA_FORMAT_TABLE, 80, one, 1, &row, 1),
		"v\n203." CUT "3.44\n(1 row; " CUT_NOTE ")\n");
	/* An escape is not torn apart: abc\x1bdefghijk has no room for it. */
	assert_kept(written_in(MIA_FORMAT_TABLE, 80, one, 1, &escapes, 1),
		"v\nabc" CUT "hijk\n(1 row; " CUT_NOTE ")\n");
	/* Neither is a character of two columns: 4, the mark, 3. */
	assert_kept(written_in(MIA_FORMAT_TABLE, 80, one, 1, &wide, 1),
		"v\n\xe4\xbc\x9a\xe4\xbc\x9a" CUT "\xe4\xbc\x9ax\n(1 row; " CUT_NOTE ")\n");
}

/* Two addresses with a gap between them would read as one. */
static void
a_list_shows_its_first_and_how_many_more(void **state)
{
	static const struct column list[] = {
		{ .name = "ips", .kind = MIA_COLUMN_TEXTS, .rank = 1, .min = 12, .max = 12 },
	};
	struct mia_text ips[] = { BYTES("192.0.2.1"), BYTES("192.0.2.2"), BYTES("192.0.2.3") };
	union cell row = { .texts = { ips, 3 } };

	(void)state;
	assert_kept(written_in(MIA_FORMAT_TABLE, 80, list, 1, &row, 1),
		"ips\n192.0.2.1 +2\n(1 row; " CUT_NOTE ")\n");
}

static void
what_all_rows_say_is_said_once(void **state)
{
	union cell rows[12];

	(void)state;
	for (int i = 0; i < 3; i++) {
		rows[4 * i] = (union cell){ .text = { &"abc"[i], 1 } };
		rows[4 * i + 1] = (union cell){ .count = 0 };
		rows[4 * i + 2] = (union cell){ .text = BYTES("same\nfor all") };
		rows[4 * i + 3] = (union cell){ .texts = { NULL, 0 } };
	}
	assert_kept(written_in(MIA_FORMAT_TABLE, 80, columns, 4, rows, 3),
		"all rows: subject same\\x0afor all\n"
		"all rows: n 0\n"
		"id\na\nb\nc\n");
	/* Of two rows it is not worth a line. */
	assert_kept(written_in(MIA_FORMAT_TABLE, 80, columns, 4, rows, 2),
		"id  n  subject\n"
		"a   0  same\\x0afor all\n"
		"b   0  same\\x0afor all\n");
}

static const struct column person[] = {
	{ .name = "mailbox",
		.kind = MIA_COLUMN_TEXT,
		.names = MIA_NAMES_PERSON,
		.rank = 1,
		.min = 8,
		.max = 40 },
};

static void
the_common_domain_is_said_once(void **state)
{
	union cell rows[] = { { .text = BYTES("a@x.example") }, { .text = BYTES("b@X.example") },
		{ .text = BYTES("c@y.example") }, { .text = BYTES("SYSTEM") } };
	union cell bare[] = { { .text = BYTES("a@x.example") }, { .text = BYTES("b@x.example") },
		{ .text = BYTES("a@") } };

	(void)state;
	assert_kept(written_in(MIA_FORMAT_TABLE, 80, person, 1, rows, 4),
		"NAME@ stands for NAME@x.example\n"
		"mailbox\na@\nb@\nc@y.example\nSYSTEM\n");
	/* Nobody may be taken for somebody of that domain. */
	assert_kept(written_in(MIA_FORMAT_TABLE, 80, person, 1, bare, 3),
		"mailbox\na@x.example\nb@x.example\na@\n");
}

static void
a_guid_shows_as_much_as_tells_it_apart(void **state)
{
	static const struct column id[] = { { .name = "id", .kind = MIA_COLUMN_TEXT, .rank = 1, .max = 40 } };
	union cell rows[] = { { .text = BYTES("11111111-2222-3333-4444-555555555555") },
		{ .text = BYTES("AAAAAAAA-0000-0000-0000-000000000001") },
		{ .text = BYTES("aaaaaaaa-0100-0000-0000-000000000001") } };
	union cell trap[] = { { .text = BYTES("11111111-2222-3333-4444-555555555555") },
		{ .text = BYTES("11111111") } };

	(void)state;
	/* The second and third differ in their 10th digit. */
	assert_kept(written_in(MIA_FORMAT_TABLE, 80, id, 1, rows, 3),
		"id\n11111111\nAAAAAAAA-00\naaaaaaaa-01\n");
	/* What looks like the beginning of one must not pass for it. */
	assert_kept(written_in(MIA_FORMAT_TABLE, 80, id, 1, trap, 2),
		"id\n11111111-2222-3333-4444-555555555555\n11111111\n");
}

static void
times_share_their_year(void **state)
{
	static const struct column when[] = {
		{ .name = "time", .kind = MIA_COLUMN_TIME, .rank = 1, .max = 28 }
	};
	union cell rows[] = { { .time = 0 }, { .time = 86400 * MIA_TIME_SECOND } };
	union cell years[] = { { .time = 0 }, { .time = 366 * INT64_C(86400) * MIA_TIME_SECOND } };

	(void)state;
	assert_kept(written_in(MIA_FORMAT_TABLE, 80, when, 1, rows, 2),
		"times are UTC, of 1970\ntime\n01-01 00:00:00\n01-02 00:00:00\n");
	assert_kept(written_in(MIA_FORMAT_TABLE, 80, when, 1, years, 2),
		"times are UTC\ntime\n1970-01-01 00:00:00\n1971-01-02 00:00:00\n");
}

/* Writes with colours. */
static struct kept
painted(const struct column *of, size_t count, const union cell *cells, size_t row_count)
{
	struct kept kept = { .ptr = NULL };
	struct fake_rows rows = { .cells = cells, .row_count = row_count, .column_count = count };
	struct table table = {
		.columns = of,
		.column_count = count,
		.none = "none",
		.next = fake_next,
		.rewind = fake_rewind,
		.rows = &rows,
	};
	struct mia_report_options options = { .size = sizeof(options),
		.width = 80,
		.color = 1,
		.write = keep,
		.ctx = &kept };

	assert_int_equal(mia__report_write(&table, &options, NULL), MIA_OK);
	return kept;
}

static void
only_words_that_are_known_have_a_colour(void **state)
{
	static const struct column_word words[] = { { "bad", PAINT_RED }, { NULL, PAINT_NONE } };
	static const struct column level[] = {
		{ .name = "v", .kind = MIA_COLUMN_TEXT, .rank = 1, .max = 9, .words = words }
	};
	union cell rows[] = { { .text = BYTES("bad") }, { .text = BYTES("good") } };

	(void)state;
	assert_kept(painted(columns, 4, NULL, 0), "\x1b[1mid  n  subject  folders\x1b[0m\nnone\n");
	assert_kept(painted(level, 1, rows, 2), "\x1b[1mv\x1b[0m\n\x1b[31mbad\x1b[0m\ngood\n");
	assert_kept(written_in(MIA_FORMAT_TABLE, 80, level, 1, rows, 2), "v\nbad\ngood\n");
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
		cmocka_unit_test(columns_that_do_not_fit_are_counted),
		cmocka_unit_test(an_empty_column_hides_no_full_one),
		cmocka_unit_test(a_column_takes_the_place_of_an_empty_one),
		cmocka_unit_test(what_is_too_wide_loses_its_middle),
		cmocka_unit_test(a_list_shows_its_first_and_how_many_more),
		cmocka_unit_test(what_all_rows_say_is_said_once),
		cmocka_unit_test(the_common_domain_is_said_once),
		cmocka_unit_test(a_guid_shows_as_much_as_tells_it_apart),
		cmocka_unit_test(times_share_their_year),
		cmocka_unit_test(only_words_that_are_known_have_a_colour),
		cmocka_unit_test(no_evidence_controls_the_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
