/* SHA-256 and MD5, whoever computes them, against published values. */
#include "test.h"

#include "crypto/md5.h"
#include "crypto/sha256.h"
#include "crypto/version.h"
#include "hex.h"

/* In pieces of `piece` bytes. */
static void
assert_sha256(const void *bytes, size_t size, size_t piece, const char *expected)
{
	struct sha256 s;
	unsigned char hash[32];

	assert_true(mia__sha256_init(&s) && mia__sha256_begin(&s));
	for (size_t at = 0; at < size; at += piece)
		assert_true(mia__sha256_update(&s, (const char *)bytes + at,
			size - at < piece ? size - at : piece));
	assert_true(mia__sha256_end(&s, hash));
	mia__sha256_release(&s);
	assert_hex(hash, sizeof(hash), expected);
}

static void
assert_md5(const void *bytes, size_t size, const char *expected)
{
	unsigned char hash[16];

	assert_true(mia__md5(bytes, size, hash));
	assert_hex(hash, sizeof(hash), expected);
}

/* The examples of FIPS 180-4 (NIST, SHA256.pdf and SHA2_Additional.pdf). */
static void
sha256_of_the_examples_of_nist(void **state)
{
	static const char *const rows[][2] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
			"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
		{ "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
		  "lmnopqrsmnopqrstnopqrstu",
			"cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1" },
	};
	static char million[1000000];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		for (size_t piece = 1; piece <= 120; piece++)
			assert_sha256(rows[i][0], strlen(rows[i][0]), piece, rows[i][1]);
	memset(million, 'a', sizeof(million));
	for (size_t piece = 1; piece <= sizeof(million); piece = 10 * piece + 3)
		assert_sha256(million, sizeof(million), piece,
			"cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	assert_sha256(million, sizeof(million), sizeof(million),
		"cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* The test suite of RFC 1321, A.5. */
static void
md5_of_the_test_suite_of_its_rfc(void **state)
{
	(void)state;
	assert_md5("", 0, "d41d8cd98f00b204e9800998ecf8427e");
	assert_md5(NULL, 0, "d41d8cd98f00b204e9800998ecf8427e");
	assert_md5("a", 1, "0cc175b9c0f1b6a831c399e269772661");
	assert_md5("abc", 3, "900150983cd24fb0d6963f7d28e17f72");
	assert_md5("message digest", 14, "f96b697d7cb7938d525a2f31aaf161d0");
	assert_md5("abcdefghijklmnopqrstuvwxyz", 26, "c3fcd3d76192e4007dfb496cca67e13b");
	assert_md5("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 62,
		"d174ab98d277d9f5a5611c2c9f419d9f");
	assert_md5("12345678901234567890123456789012345678901234567890123456789012345678901234567890", 80,
		"57edf4a22be3c955ac49da2e2107b67a");
}

/* So many a: what sha256sum and md5sum of GNU coreutils say. The end of a text goes into its last block as
 * long as that has 55 bytes at the most. */
static void
lengths_around_the_border_of_a_block(void **state)
{
	static const struct {
		size_t size;
		const char *sha256, *md5;
	} rows[] = {
		{ 55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318",
			"ef1772b6dff9a122358552954ad0df65" },
		{ 56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a",
			"3b0c8ac703f828b04c6c197006d17218" },
		{ 57, "f13b2d724659eb3bf47f2dd6af1accc87b81f09f59f2b75e5c0bed6589dfe8c6",
			"652b906d60af96844ebd21b674f35e93" },
		{ 63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34",
			"b06521f39153d618550606be297466d5" },
		{ 64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb",
			"014842d480b571495a4a0363793f7367" },
		{ 65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0",
			"c743a45e0d2e6a95cb859adae0248435" },
		{ 119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb",
			"8a7bd0732ed6a28ce75f6dabc90e1613" },
		{ 120, "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c",
			"5f61c0ccad4cac44c75ff505e1f1e537" },
		{ 127, "c57e9278af78fa3cab38667bef4ce29d783787a2f731d4e12200270f0c32320a",
			"020406e1d05cdc2aa287641f7ae2cc39" },
		{ 128, "6836cf13bac400e9105071cd6af47084dfacad4e5e302c94bfed24e013afb73e",
			"e510683b3f5ffe4093d021808bc6ff70" },
		{ 129, "c12cb024a2e5551cca0e08fce8f1c5e314555cc3fef6329ee994a3db752166ae",
			"b325dc1c6f5e7a2b7cf465b9feab7948" },
	};
	char text[129];

	(void)state;
	memset(text, 'a', sizeof(text));
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		for (size_t piece = 1; piece <= rows[i].size; piece++)
			assert_sha256(text, rows[i].size, piece, rows[i].sha256);
		assert_md5(text, rows[i].size, rows[i].md5);
	}
}

static void
a_copy_goes_on_apart(void **state)
{
	struct sha256 s, copy;
	unsigned char hash[32];

	(void)state;
	assert_true(mia__sha256_init(&s) && mia__sha256_begin(&s) && mia__sha256_update(&s, "ab", 2));
	assert_true(mia__sha256_copy(&copy, &s));
	assert_true(mia__sha256_update(&s, "x", 1) && mia__sha256_update(&copy, "c", 1));
	assert_true(mia__sha256_end(&copy, hash));
	mia__sha256_release(&copy);
	assert_hex(hash, sizeof(hash), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	/* What was begun and not ended is no more after the next begin. */
	assert_true(mia__sha256_begin(&s) && mia__sha256_update(&s, NULL, 0) && mia__sha256_end(&s, hash));
	mia__sha256_release(&s);
	mia__sha256_release(&s);
	assert_hex(hash, sizeof(hash), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void
who_hashes_is_named(void **state)
{
	size_t len = 0;
	const char *version = mia__crypto_version(&len);

	(void)state;
	/* As meson.build says for each value of -Dcrypto. */
	assert_true(len >= strlen(MIA_TEST_CRYPTO));
	assert_memory_equal(version, MIA_TEST_CRYPTO, strlen(MIA_TEST_CRYPTO));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha256_of_the_examples_of_nist),
		cmocka_unit_test(md5_of_the_test_suite_of_its_rfc),
		cmocka_unit_test(lengths_around_the_border_of_a_block),
		cmocka_unit_test(a_copy_goes_on_apart),
		cmocka_unit_test(who_hashes_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
