/* UTF-8: what is well formed, and what is made of damage. */
#include "failing.h"

#include "base/text.h"
#include "base/utf8.h"

/* Well-formed by the definition: decode the bit pattern, then ask whether the
 * value needs that length and is a scalar value. Written apart from the code
 * under test, which goes by the table of byte ranges. */
static size_t
plain_length(const unsigned char *s, size_t len)
{
	static const struct {
		unsigned char mask, lead;
		uint32_t least;
	} forms[] = { { 0x80, 0x00, 0 }, { 0xe0, 0xc0, 0x80 }, { 0xf0, 0xe0, 0x800 },
		{ 0xf8, 0xf0, 0x10000 } };
	for (size_t n = 1; n <= 4 && n <= len; n++) {
		if ((s[0] & forms[n - 1].mask) != forms[n - 1].lead)
			continue;
		uint32_t c = s[0] & (unsigned)(unsigned char)~forms[n - 1].mask;
		for (size_t i = 1; i < n; i++) {
			if (s[i] < 0x80 || s[i] > 0xbf)
				return 0;
			c = c * 64 + (s[i] - 0x80u);
		}
		return c < forms[n - 1].least || c > 0x10ffff || (c >= 0xd800 && c < 0xe000) ? 0 : n;
	}
	return 0;
}

static void
decode_agrees_with_the_definition(void **state)
{
	(void)state;
	/* All pairs of first bytes, with the third and fourth at their borders. */
	static const unsigned char ends[] = { 0x00, 0x41, 0x7f, 0x80, 0xbf, 0xc0, 0xff };
	for (unsigned pair = 0; pair < 0x10000; pair++)
		for (size_t k = 0; k < 49; k++)
			for (size_t len = 1; len <= 4; len++) {
				unsigned char s[4] = { (unsigned char)(pair >> 8),
					(unsigned char)(pair & 0xff), ends[k / 7], ends[k % 7] };
				uint32_t c = 0;
				size_t n = mia__utf8_decode((const char *)s, len, &c);
				if (n != plain_length(s, len))
					fail_msg("%02x %02x %02x %02x of %zu", s[0], s[1], s[2], s[3], len);
				char back[4];
				if (n > 0 && (mia__utf8_encode(c, back) != n || memcmp(back, s, n) != 0))
					fail_msg("U+%04X does not come back", (unsigned)c);
			}
}

static void
encode_writes_no_surrogates(void **state)
{
	(void)state;
	char out[4];
	assert_int_equal(mia__utf8_encode(0x20ac, out), 3);
	assert_memory_equal(out, "\xe2\x82\xac", 3);
	assert_int_equal(mia__utf8_encode(0x1f600, out), 4);
	assert_memory_equal(out, "\xf0\x9f\x98\x80", 4);
	assert_int_equal(mia__utf8_encode(0xd800, out), 3);
	assert_memory_equal(out, "\xef\xbf\xbd", 3);
	assert_int_equal(mia__utf8_encode(0x110000, out), 3);
	assert_memory_equal(out, "\xef\xbf\xbd", 3);
}

/* One bad byte, or a good sequence, at every place of texts of every length
 * around the widths in which ASCII is skipped. */
static void
prefix_ends_at_the_first_bad_byte(void **state)
{
	(void)state;
	char text[200];
	assert_int_equal(mia__utf8_valid_prefix("", 0), 0);
	for (size_t len = 1; len < 140; len++)
		for (size_t at = 0; at < len; at++) {
			/* A block of its own, so that the sanitizer sees one byte too far. */
			char *s = malloc(len);
			memset(s, 'a', len);
			assert_int_equal(mia__utf8_valid_prefix(s, len), len);
			s[at] = '\xff';
			assert_int_equal(mia__utf8_valid_prefix(s, len), at);
			free(s);
		}
	for (size_t at = 0; at + 4 < sizeof(text); at++) {
		memset(text, 'a', sizeof(text));
		memcpy(text + at, "\xf0\x9f\x98\x80", 4);
		assert_int_equal(mia__utf8_valid_prefix(text, sizeof(text)), sizeof(text));
		/* Cut inside the sequence: the prefix ends before it. */
		for (size_t part = 1; part < 4; part++)
			assert_int_equal(mia__utf8_valid_prefix(text, at + part), at);
	}
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = "\xc3\xa9"[i % 2];
	assert_int_equal(mia__utf8_valid_prefix(text, sizeof(text)), sizeof(text));
	assert_int_equal(mia__utf8_valid_prefix(text, 77), 76);
}

/* Letters of all lengths between stretches of ASCII, some of them damaged, by the definition, in steps
 * of one byte, and in steps of many. */
static void
prefixes_agree_in_mixed_text(void **state)
{
	static const char *const letters[] = { "e", "plain text of some length ", "\xc3\xa9", "\xe2\x82\xac",
		"\xf0\x9f\x98\x80", "\xd1\x82\xd0\xb5", "\xed\xa0\x80", "\xc0\xaf", "\xe2\x82", "\x80",
		"\xf5", "\xff" };
	uint64_t random = 20261129;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		char text[400], *s;
		size_t len = 0, wanted = 0, n;
		/* Damage in every fourth text only: most are valid to their end. */
		unsigned kinds = round % 4 ? 6 : 12;
		random = random * UINT64_C(6364136223846793005) + 1442695040888963407u;
		for (uint64_t bits = random, most = bits >> 55; len < 360 && most--;) {
			bits = bits * UINT64_C(6364136223846793005) + 1;
			const char *letter =
				letters[(bits >> 40) % 3 ? (bits >> 33) % 2 : (bits >> 33) % kinds];
			memcpy(text + len, letter, strlen(letter));
			len += strlen(letter);
		}
		s = malloc(len + 1);
		memcpy(s, text, len);
		s = realloc(s, len ? len : 1);
		assert_non_null(s);
		while (wanted < len && (n = plain_length((unsigned char *)s + wanted, len - wanted)) > 0)
			wanted += n;
		assert_int_equal(mia__utf8_valid_prefix_plain(s, len), wanted);
		assert_int_equal(mia__utf8_valid_prefix(s, len), wanted);
		free(s);
	}
}

static void
repair_keeps_damage_apart(void **state)
{
	(void)state;
	struct buf b;
	mia__buf_init(&b, NULL);
	mia__utf8_repair(&b, "caf\xe9 \xc3\xa9\xc3", 8);
	assert_text(buf_view(&b),
		"caf\xef\xbf\xbd"
		"E9 \xc3\xa9\xef\xbf\xbd"
		"C3");
	buf_clear(&b);
	/* A surrogate is three bytes that belong to nothing. */
	mia__utf8_repair(&b, "\xed\xa0\x80", 3);
	assert_text(buf_view(&b),
		"\xef\xbf\xbd"
		"ED\xef\xbf\xbd"
		"A0\xef\xbf\xbd"
		"80");
	buf_clear(&b);
	mia__utf8_repair(&b, NULL, 0);
	assert_text(buf_view(&b), "");
	mia__buf_release(&b);

	struct failing f = { .refuse_at = 1 };
	struct mia_allocator a = failing_allocator(&f);
	mia__buf_init(&b, &a);
	mia__utf8_repair(&b, "\xff", 1);
	assert_true(b.failed);
	mia__buf_release(&b);
	assert_int_equal(f.bytes, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decode_agrees_with_the_definition),
		cmocka_unit_test(encode_writes_no_surrogates),
		cmocka_unit_test(prefix_ends_at_the_first_bad_byte),
		cmocka_unit_test(prefixes_agree_in_mixed_text),
		cmocka_unit_test(repair_keeps_damage_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
