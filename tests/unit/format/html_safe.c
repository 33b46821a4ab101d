/* Text of the evidence inside HTML: nothing of it becomes markup, nothing is lost. */
#include "report_fake.h"

#include "base/utf8.h"
#include "format/safe.h"

static struct kept
through(void (*safe)(struct sink *, struct mia_text), struct mia_text text)
{
	struct kept kept = { .ptr = NULL };
	struct sink *sink = malloc(sizeof(*sink));

	assert_non_null(sink);
	mia__sink_init(sink, keep, &kept);
	safe(sink, text);
	assert_int_equal(mia__sink_finish(sink, NULL), MIA_OK);
	free(sink);
	return kept;
}

#define TOKEN(name) "<b class=\"hid\">\xe2\x9f\xa8" name "\xe2\x9f\xa9</b>"
#define PLAIN_TOKEN(name) "\xe2\x9f\xa8" name "\xe2\x9f\xa9"

static void
markup_becomes_text(void **state)
{
	(void)state;
	assert_kept(through(mia__safe_html, BYTES("<a href=\"x\" id='y'>&amp;</a>")),
		"&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
	assert_kept(through(mia__safe_html, BYTES("plain \xc3\xa9 \xe6\x97\xa5 ` = / ; % # +")),
		"plain \xc3\xa9 \xe6\x97\xa5 ` = / ; % # +");
	assert_kept(through(mia__safe_html, (struct mia_text){ NULL, 0 }), "");
}

static void
what_is_hidden_is_shown_on_both_sides_of_each_boundary(void **state)
{
	(void)state;
	assert_kept(through(mia__safe_html, BYTES("a\0b")), "a" TOKEN("U+0000") "b");
	assert_kept(through(mia__safe_html, BYTES("\x1f ~\x7f")), TOKEN("U+001F") " ~" TOKEN("U+007F"));
	/* C1 ends at U+009F; U+00A0 looks like a blank; U+00A1 is a sign. */
	assert_kept(through(mia__safe_html, BYTES("\xc2\x80\xc2\x9f\xc2\xa0\xc2\xa1")),
		TOKEN("U+0080") TOKEN("U+009F") TOKEN("U+00A0") "\xc2\xa1");
	/* 2000 to 200A are blanks, 200B to 200F are hidden, 2010 is a hyphen. */
	assert_kept(through(mia__safe_html, BYTES("\xe2\x80\x8a\xe2\x80\x8b\xe2\x80\x8f\xe2\x80\x90")),
		TOKEN("U+200A") TOKEN("U+200B") TOKEN("U+200F") "\xe2\x80\x90");
	/* U+2027 is a point; line separators and bidi marks go from 2028 to 202E; 202F is a blank. */
	assert_kept(through(mia__safe_html, BYTES("\xe2\x80\xa7\xe2\x80\xa8\xe2\x80\xae\xe2\x80\xaf")),
		"\xe2\x80\xa7" TOKEN("U+2028") TOKEN("U+202E") TOKEN("U+202F"));
	/* Isolates: 2066 to 2069; 2070 is a raised zero. */
	assert_kept(through(mia__safe_html, BYTES("\xe2\x81\xa6\xe2\x81\xa9\xe2\x81\xb0")),
		TOKEN("U+2066") TOKEN("U+2069") "\xe2\x81\xb0");
	/* Five digits where four do not do. */
	assert_kept(through(mia__safe_html, BYTES("\xf3\xa0\x80\x81")), TOKEN("U+E0001"));
}

/* A folder "Inbox" and U+00A0 is not the Inbox. French sentences have U+00A0 before a colon. */
static void
what_looks_like_a_blank_is_shown_but_in_french_sentences(void **state)
{
	(void)state;
	assert_kept(through(mia__safe_html, BYTES("a\xe1\x9a\x80\xe2\x81\x9f\xe2\xa0\x80\xe3\x80\x80")),
		"a" TOKEN("U+1680") TOKEN("U+205F") TOKEN("U+2800") TOKEN("U+3000"));
	/* What stands beside U+2800 and U+3000 is to be seen. */
	assert_kept(through(mia__safe_html, BYTES("\xe2\xa0\x81\xe3\x80\x81")), "\xe2\xa0\x81\xe3\x80\x81");
	assert_kept(through(mia__safe_html_prose, BYTES("a\xc2\xa0:\xe3\x80\x80\x1b")),
		"a\xc2\xa0:" TOKEN("U+3000") TOKEN("U+001B"));
	assert_kept(through(mia__safe_html_prose_plain, BYTES("a\xc2\xa0:\xe2\xa0\x80")),
		"a\xc2\xa0:" PLAIN_TOKEN("U+2800"));
}

static void
bytes_that_are_no_text_stay_different(void **state)
{
	(void)state;
	assert_kept(through(mia__safe_html, BYTES("\xc2\x9b\x9b")), TOKEN("U+009B") TOKEN("0x9B"));
	assert_kept(through(mia__safe_html, BYTES("\xed\xa0\x80")),
		TOKEN("0xED") TOKEN("0xA0") TOKEN("0x80"));
	assert_kept(through(mia__safe_html, BYTES("\xc0\xaf\xff")),
		TOKEN("0xC0") TOKEN("0xAF") TOKEN("0xFF"));
	/* A character that is cut at the end. */
	assert_kept(through(mia__safe_html, BYTES("a\xe2\x80")), "a" TOKEN("0xE2") TOKEN("0x80"));
}

/* What spells a token out is no token. */
static void
a_token_cannot_be_forged(void **state)
{
	(void)state;
	assert_kept(through(mia__safe_html, BYTES(PLAIN_TOKEN("U+202E"))), PLAIN_TOKEN("U+202E"));
	assert_kept(through(mia__safe_html, BYTES("<b class=\"hid\">")), "&lt;b class=&quot;hid&quot;&gt;");
}

static void
titles_hold_no_element(void **state)
{
	(void)state;
	assert_kept(through(mia__safe_html_plain, BYTES("<\xe2\x80\xae\x9b\">")),
		"&lt;" PLAIN_TOKEN("U+202E") PLAIN_TOKEN("0x9B") "&quot;&gt;");
}

/* Told independently of safe.c. */
static bool
dangerous(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0xad || c == 0x61c ||
		(c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
		(c >= 0x2060 && c <= 0x2069) || c == 0xfeff;
}

static void
no_code_point_reaches_the_page_as_a_control(void **state)
{
	uint32_t code_point;
	char text[4];

	(void)state;
	for (uint32_t c = 0; c < 0x10000; c++) {
		if (c >= 0xd800 && c < 0xe000)
			continue;
		struct kept kept =
			through(mia__safe_html_plain, (struct mia_text){ text, mia__utf8_encode(c, text) });
		assert_true(kept.len > 0);
		for (size_t i = 0, n; i < kept.len; i += n) {
			n = mia__utf8_decode(kept.ptr + i, kept.len - i, &code_point);
			assert_true(n > 0);
			assert_false(dangerous(code_point));
		}
		assert_null(strpbrk(kept.ptr, "<>\"'"));
		free(kept.ptr);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(markup_becomes_text),
		cmocka_unit_test(what_is_hidden_is_shown_on_both_sides_of_each_boundary),
		cmocka_unit_test(what_looks_like_a_blank_is_shown_but_in_french_sentences),
		cmocka_unit_test(bytes_that_are_no_text_stay_different),
		cmocka_unit_test(a_token_cannot_be_forged),
		cmocka_unit_test(titles_hold_no_element),
		cmocka_unit_test(no_code_point_reaches_the_page_as_a_control),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
