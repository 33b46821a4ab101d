/* Text of the evidence on a terminal: nothing of it is obeyed, and it can be had back. */
#include "report_fake.h"

#include "base/utf8.h"
#include "format/safe.h"

static struct kept
on_terminal(struct mia_text text)
{
	struct kept kept = { .ptr = NULL };

	assert_int_equal(mia_safe_terminal(text, keep, &kept), MIA_OK);
	return kept;
}

static void
terminal_shows_what_it_would_obey(void **state)
{
	(void)state;
	assert_kept(on_terminal(BYTES("plain \"text\" \xc3\xa9")), "plain \"text\" \xc3\xa9");
	assert_kept(on_terminal(BYTES("\x1b[2Jgone\r\n\t\0end")), "\\x1b[2Jgone\\x0d\\x0a\\x09\\x00end");
	assert_kept(on_terminal(BYTES("\x7f")), "\\x7f");
	/* invoice<U+202E>fdp.exe */
	assert_kept(on_terminal(BYTES("invoice\xe2\x80\xae"
				      "fdp.exe")),
		"invoice\\u{202e}fdp.exe");
	assert_kept(on_terminal(BYTES("a\xe2\x80\xa8"
				      "b\xe2\x80\x8b"
				      "c\xef\xbb\xbf")),
		"a\\u{2028}b\\u{200b}c\\u{feff}");
	assert_kept(on_terminal(BYTES("\xf3\xa0\x80\x81")), "\\u{e0001}");
	assert_kept(on_terminal((struct mia_text){ NULL, 0 }), "");
}

static void
terminal_escapes_can_be_undone(void **state)
{
	(void)state;
	/* The control U+009B, the stray byte 9B, and both spelled out. */
	assert_kept(on_terminal(BYTES("\xc2\x9b")), "\\u{9b}");
	assert_kept(on_terminal(BYTES("\x9b")), "\\x9b");
	assert_kept(on_terminal(BYTES("\\x9b")), "\\\\x9b");
	/* An overlong slash and half of a surrogate pair are no UTF-8. */
	assert_kept(on_terminal(BYTES("\xc0\xaf")), "\\xc0\\xaf");
	assert_kept(on_terminal(BYTES("\xed\xa0\x80")), "\\xed\\xa0\\x80");
}

/* A subject of U+2800 alone is not an empty cell. */
static void
terminal_shows_what_looks_like_a_blank(void **state)
{
	(void)state;
	assert_kept(on_terminal(BYTES("a\xc2\xa0:\xe1\x9a\x80\xe2\x80\x80\xe2\x80\x8a\xe2\x80\xaf")),
		"a\\u{a0}:\\u{1680}\\u{2000}\\u{200a}\\u{202f}");
	assert_kept(on_terminal(BYTES("\xe2\x81\x9f\xe2\xa0\x80\xe3\x80\x80\xe3\x85\xa4")),
		"\\u{205f}\\u{2800}\\u{3000}\\u{3164}");
	/* A backslash before one can be told from ours. */
	assert_kept(on_terminal(BYTES("\\\xc2\xa0")), "\\\\\\u{a0}");
	assert_kept(on_terminal(BYTES("\xc2\xa1\xe2\xa0\x81\xe3\x80\x81")),
		"\xc2\xa1\xe2\xa0\x81\xe3\x80\x81");
}

static struct kept
through_sink(void (*put)(struct sink *sink, struct mia_text text), struct mia_text text)
{
	struct kept kept = { .ptr = NULL };
	struct sink sink;

	mia__sink_init(&sink, keep, &kept);
	put(&sink, text);
	assert_int_equal(mia__sink_finish(&sink, NULL), MIA_OK);
	return kept;
}

/* plaso turns \x00 to \x1f, \x7f to \x9f, \| and \\ back; mactime %XX. */
static void
names_hold_nothing_that_a_reader_turns_back(void **state)
{
	(void)state;
	assert_kept(through_sink(mia__safe_name, BYTES("\x1b[2J\n\0\x7f\xc2\x9b\xc2\xa0")),
		"\\u{1b}[2J\\u{a}\\u{0}\\u{7f}\\u{9b}\\u{a0}");
	assert_kept(through_sink(mia__safe_name, BYTES("a|b %41 %7C")), "a%7Cb %2541 %257C");
	/* Written out by the evidence itself. */
	assert_kept(through_sink(mia__safe_name, BYTES("\\x1b \\x9B \\u{1b} \\| \\\\x1b")),
		"\\u{5c}x1b \\u{5c}x9B \\u{5c}u{1b} \\u{5c}%7C \\u{5c}\\u{5c}x1b");
	/* Before what is written so, and at the end. */
	assert_kept(through_sink(mia__safe_name, BYTES("\\\x1b a\\")), "\\u{5c}\\u{1b} a\\u{5c}");
	/* A folder's path stays readable. */
	assert_kept(through_sink(mia__safe_name, BYTES("\\Inbox\\xmas\\users")), "\\Inbox\\xmas\\users");
	assert_kept(through_sink(mia__safe_name, BYTES("\x9b")),
		"\xef\xbf\xbd"
		"9B");
}

/* For a reader that does not finish on a NUL. */
static void
json_can_be_without_nul(void **state)
{
	(void)state;
	assert_kept(through_sink(mia__safe_json_visible, BYTES("\0a\0\0b\0")),
		"\\\\u{0}a\\\\u{0}\\\\u{0}b\\\\u{0}");
	assert_kept(through_sink(mia__safe_json_visible, BYTES("\\u{0} \\\\u{0} \\\0")),
		"\\\\u{5c}u{0} \\\\\\\\u{5c}u{0} \\\\\\\\u{0}");
	/* All else is as in JSON: exact. */
	assert_kept(through_sink(mia__safe_json_visible, BYTES("\x1b\"\\x00\\u0000\\u")),
		"\\u001b\\\"\\\\x00\\\\u0000\\\\u");
	assert_kept(through_sink(mia__safe_json_visible, (struct mia_text){ NULL, 0 }), "");
}

/* What no output for people may hold, told independently of safe.c. */
static bool
dangerous(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x61c || c == 0x200e || c == 0x200f ||
		(c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200b || c == 0x200c ||
		c == 0x200d || c == 0x2060 || c == 0xfeff;
}

static void
assert_harmless(const char *bytes, size_t size)
{
	uint32_t code_point;

	for (size_t i = 0, n; i < size; i += n) {
		n = mia__utf8_decode(bytes + i, size - i, &code_point);
		assert_true(n > 0);
		assert_false(dangerous(code_point));
	}
}

static void
no_code_point_reaches_the_terminal_as_a_control(void **state)
{
	char text[4];

	(void)state;
	for (uint32_t c = 0; c < 0x3000; c++) {
		struct kept kept = on_terminal((struct mia_text){ text, mia__utf8_encode(c, text) });
		assert_true(kept.len > 0);
		assert_harmless(kept.ptr, kept.len);
		free(kept.ptr);
	}
}

static void
terminal_stops_where_the_writer_refuses(void **state)
{
	struct kept kept = { .refuse_after = 2 };

	(void)state;
	assert_int_equal(mia_safe_terminal(BYTES("abc\x1b"), keep, &kept), MIA_ERR_SINK);
	assert_int_equal(kept.calls, 1);
	free(kept.ptr);
}

static struct kept
in_windows_shell(struct mia_text word, struct mia_text end)
{
	struct kept kept = { .ptr = NULL };
	struct sink sink;

	mia__sink_init(&sink, keep, &kept);
	mia__safe_windows_shell(&sink, word, end);
	assert_int_equal(mia__sink_finish(&sink, NULL), MIA_OK);
	return kept;
}

static void
words_of_cmd_and_powershell_stay_one_word(void **state)
{
	(void)state;
	assert_kept(in_windows_shell(BYTES("C:\\a b.csv"), BYTES("#7")), "\"C:\\a b.csv#7\"");
	assert_kept(in_windows_shell(BYTES("it's & \xc3\xa9;,^"), BYTES("")), "\"it's & \xc3\xa9;,^\"");
	/* Nothing is run, nothing is put in. */
	assert_kept(in_windows_shell(BYTES("$(x)`%PATH%!y!\""), BYTES("")), "\"?(x)??PATH??y??\"");
	assert_kept(in_windows_shell(BYTES("a\xe2\x80\x9c\n\xff"), BYTES("")), "\"a???\"");
	/* The quote that ends it is not escaped by what stands before. */
	assert_kept(in_windows_shell(BYTES("C:\\dir\\"), BYTES("")), "\"C:\\dir\\\\\"");
	assert_kept(in_windows_shell(BYTES("C:\\dir\\"), BYTES("#1")), "\"C:\\dir\\#1\"");
}

static struct kept
in_shell(struct mia_text word, struct mia_text end)
{
	struct kept kept = { .ptr = NULL };
	struct sink sink;

	mia__sink_init(&sink, keep, &kept);
	mia__safe_shell(&sink, word, end);
	assert_int_equal(mia__sink_finish(&sink, NULL), MIA_OK);
	return kept;
}

static void
shell_words_stay_one_word(void **state)
{
	(void)state;
	assert_kept(in_shell(BYTES("a b.csv"), BYTES("#7")), "'a b.csv#7'");
	assert_kept(in_shell(BYTES("$(reboot)`x`\\"), BYTES("")), "'$(reboot)`x`\\'");
	assert_kept(in_shell(BYTES("it's"), BYTES("")), "'it'\\''s'");
	/* With a control, every byte that matters is named. */
	assert_kept(in_shell(BYTES("a\nb'\\\xc3\xa9"), BYTES("")), "$'a\\x0ab\\x27\\x5c\\xc3\\xa9'");
}

static void
sink_gathers_and_keeps_the_order(void **state)
{
	struct kept kept = { .ptr = NULL };
	char *big = malloc(3 * SINK_BYTES);
	struct sink sink;

	(void)state;
	assert_non_null(big);
	memset(big, 'x', 3 * SINK_BYTES);
	mia__sink_init(&sink, keep, &kept);
	for (int i = 0; i < 1000; i++)
		mia__sink_uint(&sink, 7);
	assert_int_equal(kept.calls, 0);
	mia__sink_add(&sink, big, 3 * SINK_BYTES);
	mia__sink_str(&sink, "end");
	assert_int_equal(mia__sink_finish(&sink, NULL), MIA_OK);
	assert_int_equal(kept.len, 1000 + 3 * SINK_BYTES + 3);
	assert_memory_equal(kept.ptr + 998, "77xx", 4);
	assert_memory_equal(kept.ptr + kept.len - 4, "xend", 4);
	free(kept.ptr);
	free(big);
}

static void
sink_failure_is_sticky(void **state)
{
	struct kept kept = { .refuse_after = SINK_BYTES + 10 };
	struct mia_error err;
	struct sink sink;

	(void)state;
	mia__sink_init(&sink, keep, &kept);
	for (size_t i = 0; i < 4 * SINK_BYTES; i++)
		mia__sink_byte(&sink, 'x');
	assert_int_equal(mia__sink_finish(&sink, &err), MIA_ERR_SINK);
	assert_int_equal(err.status, MIA_ERR_SINK);
	/* After the first refusal the writer is left alone. */
	assert_int_equal(kept.refused, 1);
	assert_int_equal(kept.len, SINK_BYTES);
	free(kept.ptr);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(terminal_shows_what_it_would_obey),
		cmocka_unit_test(terminal_escapes_can_be_undone),
		cmocka_unit_test(terminal_shows_what_looks_like_a_blank),
		cmocka_unit_test(names_hold_nothing_that_a_reader_turns_back),
		cmocka_unit_test(json_can_be_without_nul),
		cmocka_unit_test(no_code_point_reaches_the_terminal_as_a_control),
		cmocka_unit_test(terminal_stops_where_the_writer_refuses),
		cmocka_unit_test(words_of_cmd_and_powershell_stay_one_word),
		cmocka_unit_test(shell_words_stay_one_word),
		cmocka_unit_test(sink_gathers_and_keeps_the_order),
		cmocka_unit_test(sink_failure_is_sticky),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
