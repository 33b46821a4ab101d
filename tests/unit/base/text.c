/* Views, numbers, errors, hashes, versions. */
#include <errno.h>

#include "test.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/number.h"
#include "base/text.h"
#include "crypto/version.h"

static void
views_compare_and_cut(void **state)
{
	(void)state;
	assert_true(text_equal_nocase(TEXT("Inbox"), TEXT("iNBOX")));
	assert_false(text_equal_nocase(TEXT("\xc3\x84"), TEXT("\xc3\xa4")));
	assert_true(text_starts_nocase(TEXT("Client=OWA;"), TEXT("client=")));
	assert_false(text_starts(TEXT("Cli"), TEXT("Client")));
	assert_true(text_compare(TEXT("a"), TEXT("ab")) < 0);
	assert_true(text_compare(TEXT("b"), TEXT("ab")) > 0);
	assert_true(text_compare(TEXT_ABSENT, TEXT("")) < 0);
	assert_int_equal(text_compare(TEXT("\xff"), TEXT("a")) > 0, 1);
	assert_text(text_trim(TEXT(" \t a b\r\n")), "a b");
	assert_int_equal(text_trim(TEXT(" \n")).len, 0);

	assert_int_equal(mia__text_find(TEXT("a\0needle"), TEXT("needle")), 2);
	assert_int_equal(mia__text_find(TEXT("needl"), TEXT("needle")), -1);
	assert_int_equal(mia__text_find(TEXT("Needle"), TEXT("needle")), -1);
	assert_int_equal(mia__text_find_nocase(TEXT("neNeeDLE"), TEXT("nEEdle")), 2);
	assert_int_equal(mia__text_find_nocase(TEXT("needl"), TEXT("needle")), -1);
	assert_int_equal(mia__text_find_nocase(TEXT("nee needl"), TEXT("needle")), -1);
	assert_int_equal(mia__text_find(TEXT("x"), TEXT("")), 0);
	assert_int_equal(mia__text_find_nocase(TEXT("x"), TEXT("")), 0);
	assert_int_equal(mia__text_find(TEXT_ABSENT, TEXT("")), -1);
	assert_int_equal(mia__text_find_nocase(TEXT_ABSENT, TEXT("")), -1);

	assert_true(mia__text_is_guid(TEXT("9cef02e9-4bfa-4C73-BE7D-9dad68b9cea8")));
	assert_false(mia__text_is_guid(TEXT("9cef02e9-4bfa-4c73-be7d-9dad68b9cea")));
	assert_false(mia__text_is_guid(TEXT("9cef02e9-4bfa-4c73-be7d-9dad68b9ceag")));
	assert_false(mia__text_is_guid(TEXT("9cef02e94-bfa-4c73-be7d-9dad68b9cea8")));
	assert_false(mia__text_is_guid(TEXT_ABSENT));
}

/* Every byte at every place of one. */
static void
guids_are_digits_and_four_hyphens(void **state)
{
	(void)state;
	for (size_t at = 0; at < 36; at++)
		for (unsigned c = 0; c < 256; c++) {
			char text[] = "9cef02e9-4bfa-4C73-BE7D-9dad68b9cea8";
			bool hyphen = text[at] == '-',
			     digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
				(c >= 'A' && c <= 'F');
			text[at] = (char)c;
			assert_int_equal(mia__text_is_guid((struct mia_text){ text, 36 }),
				hyphen ? c == '-' : digit);
		}
}

/* Every byte at every place: only A to Z change. */
static void
lower_case_is_that_of_ascii(void **state)
{
	(void)state;
	for (unsigned c = 0; c < 256; c++)
		for (size_t len = 0; len < 20; len++)
			for (size_t at = 0; at < len; at++) {
				char text[20], out[21];
				memset(text, 'Z', len);
				memset(out, '!', sizeof(out));
				text[at] = (char)c;
				mia__text_lower((struct mia_text){ text, len }, out);
				for (size_t i = 0; i < len; i++)
					assert_int_equal((unsigned char)out[i],
						i != at                        ? 'z'
							: c >= 'A' && c <= 'Z' ? c - 'A' + 'a'
									       : c);
				assert_int_equal(out[len], '!');
			}
}

static void
numbers_are_read_whole_or_not_at_all(void **state)
{
	(void)state;
	static const struct {
		struct mia_text text;
		int64_t value;
	} good[] = {
		{ { "0", 1 }, 0 },
		{ { "-0", 2 }, 0 },
		{ { "+7", 2 }, 7 },
		{ { "007", 3 }, 7 },
		{ { "1156492.00", 10 }, 1156492 },
		{ { "-5.0", 4 }, -5 },
		{ { "2.54740993E8", 12 }, 254740993 },
		{ { "1e3", 3 }, 1000 },
		{ { "50.0e-1", 7 }, 5 },
		{ { "0e9", 3 }, 0 },
		{ { "9223372036854775807", 19 }, INT64_MAX },
		{ { "-9223372036854775808", 20 }, INT64_MIN },
	};
	int64_t n;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		assert_true(mia__number_parse(good[i].text, &n));
		assert_true(n == good[i].value);
	}
	static const char *const bad[] = { "", "-", "+", ".0", "1.", "1.5", "1.000000000000000000001", "1e",
		"1e-1", "1.5e0", "2.55E1", "1e19", "1e1000", "1e+", "1,234", "1.234.567", " 1", "1 ", "1,000",
		"0x10", "--1", "9223372036854775808", "-9223372036854775809", "99999999999999999999999999",
		"\xd9\xa1" };
	n = 42;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(mia__number_parse(text_of(bad[i]), &n));
	assert_false(mia__number_parse(TEXT("1\0"), &n));
	assert_false(mia__number_parse(TEXT_ABSENT, &n));
	assert_int_equal(n, 42);

	char out[20];
	assert_int_equal(mia__number_format(0, out), 1);
	assert_memory_equal(out, "0", 1);
	assert_int_equal(mia__number_format(UINT64_MAX, out), 20);
	assert_memory_equal(out, "18446744073709551615", 20);
}

static void
errors_are_ascii_and_bounded(void **state)
{
	(void)state;
	struct mia_error err = { .record = 9, .offset = 9, .sys_errno = 9 };
	assert_int_equal(mia__fail(NULL, MIA_ERR_STATE, "x"), MIA_ERR_STATE);
	assert_int_equal(mia__fail(&err, MIA_ERR_LIMIT, "depth %d", 65), MIA_ERR_LIMIT);
	assert_int_equal(err.status, MIA_ERR_LIMIT);
	assert_string_equal(err.text, "depth 65");
	assert_int_equal(err.record + err.offset, 0);
	assert_int_equal(err.sys_errno, 0);

	/* A file name may hold an escape sequence; a terminal must not see it. */
	mia__fail(&err, MIA_ERR_IO, "%s: gone", "a\x1b[2Jb\xc3\xa4");
	assert_string_equal(err.text, "a\\x1b[2Jb\\xc3\\xa4: gone");
	/* An error may be told again with more around it. */
	mia__fail(&err, MIA_ERR_IO, "in %s", err.text);
	assert_string_equal(err.text, "in a\\x1b[2Jb\\xc3\\xa4: gone");

	char longest[1000];
	memset(longest, 'n', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	mia__fail(&err, MIA_ERR_IO, "%s", longest);
	assert_int_equal(strlen(err.text), 255);
	assert_string_equal(err.text + 250, "nn...");

	mia__fail_errno(&err, MIA_ERR_IO, ENOENT, "open %s", "x");
	assert_int_equal(err.sys_errno, ENOENT);
	assert_memory_equal(err.text, "open x: ", 8);
	assert_non_null(strstr(err.text, "(errno 2)"));
	/* The reason stays when the name is too long. */
	mia__fail_errno(&err, MIA_ERR_IO, ENOENT, "%s", longest);
	assert_true(strlen(err.text) <= 255);
	assert_non_null(strstr(err.text, "n...: "));
	assert_non_null(strstr(err.text, "(errno 2)"));
	assert_int_equal(mia__fail_errno(NULL, MIA_ERR_IO, 1, "x"), MIA_ERR_IO);

	assert_int_equal(mia__fail_memory(&err), MIA_ERR_MEMORY);
	assert_string_equal(err.text, "out of memory");
	assert_non_null(mia_status_name((enum mia_status)99));
#define assert_named(status) assert_string_equal(mia_status_name(status), #status)
	assert_named(MIA_OK);
	assert_named(MIA_END);
	assert_named(MIA_REJECTED);
	assert_named(MIA_ERR_MEMORY);
	assert_named(MIA_ERR_IO);
	assert_named(MIA_ERR_LIMIT);
	assert_named(MIA_ERR_ARGUMENT);
	assert_named(MIA_ERR_STATE);
	assert_named(MIA_ERR_PATTERN);
	assert_named(MIA_ERR_SINK);
	assert_named(MIA_ERR_CANCELLED);
}

static void
escaping_shortens_whole_escapes(void **state)
{
	(void)state;
	char out[16];
	mia__escape_ascii(TEXT("a\0\x7f~"), out, sizeof(out));
	assert_string_equal(out, "a\\x00\\x7f~");
	/* Eleven characters fit in twelve bytes, twelve do not. */
	mia__escape_ascii(TEXT("elevenchars"), out, 12);
	assert_string_equal(out, "elevenchars");
	mia__escape_ascii(TEXT("twelve chars"), out, 12);
	assert_string_equal(out, "twelve c...");
	/* No half of an escape is left. */
	mia__escape_ascii(TEXT("abcde\x01\x02\x03"), out, 12);
	assert_string_equal(out, "abcde...");
	mia__escape_ascii(TEXT("abc"), out, 3);
	assert_string_equal(out, "..");
	mia__escape_ascii(TEXT("abc"), out, 1);
	assert_string_equal(out, "");
	mia__escape_ascii(TEXT_ABSENT, out, sizeof(out));
	assert_string_equal(out, "");
	out[0] = '!';
	mia__escape_ascii(TEXT("abc"), out, 0);
	assert_int_equal(out[0], '!');
}

/* Published vectors: key 00..0f, input 00, 01, 02, ... of each length
 * (vectors_sip128 of the reference code; SipHash-1-3 computed by OpenSSL). */
static void
hashes_agree_with_siphash(void **state)
{
	(void)state;
	static const struct {
		size_t size;
		const char *identity, *table;
	} vectors[] = {
		{ 0, "a3817f04ba25a8e66df67214c7550293", "dcc40f055801acab" },
		{ 1, "da87c1d86b99af44347659119b22fc45", "93ca577df39bf4c9" },
		{ 7, "a1f1ebbed8dbc153c0b84aa61ff08239", "4011b19b987d92d3" },
		{ 8, "3b62a9ba6258f5610f83e264f31497b4", "8e9a298d11959036" },
		{ 15, "5493e99933b0a8117e08ec0f97cfc3d9", "5699512a6dd820d3" },
		{ 16, "6ee2a4ca67b054bbfd3315bf85230577", "668b907d1add4fcc" },
		{ 63, "5150d1772f50834a503e069a973fbd7c", "a8b3bbb76290199d" },
	};
	static const struct hash_key key = { UINT64_C(0x0706050403020100), UINT64_C(0x0f0e0d0c0b0a0908) };
	unsigned char input[64], out[16];
	char hex[33];
	for (size_t i = 0; i < sizeof(input); i++)
		input[i] = (unsigned char)i;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(*vectors); i++) {
		mia__hash_identity(input, vectors[i].size, out);
		for (size_t k = 0; k < 16; k++)
			snprintf(hex + 2 * k, 3, "%02x", out[k]);
		assert_string_equal(hex, vectors[i].identity);
		uint64_t table = mia__hash_table(key, input, vectors[i].size);
		for (size_t k = 0; k < 8; k++)
			snprintf(hex + 2 * k, 3, "%02x", (unsigned)(table >> (8 * k) & 0xff));
		assert_string_equal(hex, vectors[i].table);
	}
}

static void
content_tells_texts_and_borders_apart(void **state)
{
	(void)state;
	struct hash_key one = mia__hash_random_key(), two = mia__hash_random_key();
	assert_false(one.k0 == two.k0 && one.k1 == two.k1);

	assert_true(mia__hash_content(1, TEXT("abcdefghij")) == mia__hash_content(1, TEXT("abcdefghij")));
	assert_true(mia__hash_content(1, TEXT("a")) != mia__hash_content(2, TEXT("a")));
	assert_true(mia__hash_content(1, TEXT_ABSENT) != mia__hash_content(1, TEXT("")));
	assert_true(mia__hash_content(1, TEXT("a")) != mia__hash_content(1, TEXT("a\0")));
	assert_true(mia__hash_content(mia__hash_content(1, TEXT("ab")), TEXT("c")) !=
		mia__hash_content(mia__hash_content(1, TEXT("a")), TEXT("bc")));
	assert_true(mia__hash_content(mia__hash_content(1, TEXT_ABSENT), TEXT("x")) !=
		mia__hash_content(mia__hash_content(1, TEXT("x")), TEXT_ABSENT));
	/* Each single bit of a longer text counts. */
	char text[40] = "0123456789012345678901234567890123456";
	uint64_t whole = mia__hash_content(0, text_of(text));
	for (size_t i = 0; i < strlen(text) * 8; i++) {
		text[i / 8] = (char)(text[i / 8] ^ (1 << i % 8));
		assert_true(mia__hash_content(0, (struct mia_text){ text, 37 }) != whole);
		text[i / 8] = (char)(text[i / 8] ^ (1 << i % 8));
	}
}

static void
versions_are_named(void **state)
{
	(void)state;
	char line[200], small[8];
	assert_string_equal(mia_version(), MIA_VERSION);
	size_t n = mia_version_libraries(line, sizeof(line));
	assert_int_equal(n, strlen(line));
	int yajl[3], pcre2[2], zlib[2], end = 0;
	assert_int_equal(sscanf(line, "yajl %d.%d.%d%*[^,], PCRE2 %d.%d, zlib %d.%d%*[^,]%n", &yajl[0],
				 &yajl[1], &yajl[2], &pcre2[0], &pcre2[1], &zlib[0], &zlib[1], &end),
		7);
	size_t crypto_len;
	const char *crypto = mia__crypto_version(&crypto_len);
	assert_memory_equal(line + end, ", ", 2);
	assert_memory_equal(line + end + 2, crypto, crypto_len);
	assert_null(strstr(line, "  "));
	assert_int_equal(mia_version_libraries(small, sizeof(small)), 7);
	assert_memory_equal(small, line, 7);
	assert_int_equal(small[7], '\0');
	assert_int_equal(mia_version_libraries(small, 0), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(views_compare_and_cut),
		cmocka_unit_test(guids_are_digits_and_four_hyphens),
		cmocka_unit_test(lower_case_is_that_of_ascii),
		cmocka_unit_test(numbers_are_read_whole_or_not_at_all),
		cmocka_unit_test(errors_are_ascii_and_bounded),
		cmocka_unit_test(escaping_shortens_whole_escapes),
		cmocka_unit_test(hashes_agree_with_siphash),
		cmocka_unit_test(content_tells_texts_and_borders_apart),
		cmocka_unit_test(versions_are_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
