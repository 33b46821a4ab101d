/*
 * The hashes of -Dcrypto=builtin against those of libcrypto, each code that this processor can run. It is linked with
 * both, and not with libmia.
 */
#include "test.h"

#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/md5.h>
#include <openssl/sha.h>

#include "crypto/builtin.h"
#include "crypto/md5.h"
#include "crypto/sha256.h"

/* No pattern that comes again with the blocks. */
static void
fill(unsigned char *bytes, size_t size)
{
	uint32_t x = 1;

	for (size_t i = 0; i < size; i++) {
		x = x * 1664525 + 1013904223;
		bytes[i] = (unsigned char)(x >> 24);
	}
}

static void
assert_same(mia__sha256_blocks *blocks, const unsigned char *bytes, size_t size, size_t first, size_t second)
{
	struct sha256 s;
	unsigned char hash[32], expected[32];

	assert_true(mia__sha256_init(&s) && mia__sha256_begin(&s));
	((struct sha256_builtin *)s.state)->blocks = blocks;
	assert_true(mia__sha256_update(&s, bytes, first) && mia__sha256_update(&s, bytes + first, second) &&
		mia__sha256_update(&s, bytes + first + second, size - first - second));
	assert_true(mia__sha256_end(&s, hash));
	assert_non_null(SHA256(bytes, size, expected));
	assert_memory_equal(hash, expected, sizeof(hash));
}

/* All lengths up to three blocks, cut in two at each place and in three at some; then long ones. None is aligned. */
static void
all_lengths_and_cuts(mia__sha256_blocks *blocks)
{
	static unsigned char bytes[300000];

	fill(bytes, sizeof(bytes));
	for (size_t size = 0; size <= 192; size++)
		for (size_t first = 0; first <= size; first++)
			for (size_t second = 0; second <= size - first; second += 1 + size / 2)
				assert_same(blocks, bytes + size % 17, size, first, second);
	for (size_t size = 1000; size < sizeof(bytes) - 20; size += size / 3)
		assert_same(blocks, bytes + size % 17, size, size / 5, size / 2);
}

static void
plain(void **state)
{
	(void)state;
	all_lengths_and_cuts(mia__sha256_plain);
}

static void
what_the_processor_has(void **state)
{
	(void)state;
	if (mia__sha256_choose() == mia__sha256_plain) {
		/* Not skip(): cmocka 1.1 says "not ok" of it, which meson takes for a failure. */
		print_message("# left out: this processor has no instructions for SHA-256\n");
		return;
	}
	all_lengths_and_cuts(mia__sha256_choose());
}

static void
md5(void **state)
{
	unsigned char bytes[400], hash[16], expected[16];

	(void)state;
	fill(bytes, sizeof(bytes));
	for (size_t size = 0; size < sizeof(bytes); size++) {
		assert_true(mia__md5(bytes, size, hash));
		assert_non_null(MD5(bytes, size, expected));
		assert_memory_equal(hash, expected, sizeof(hash));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain),
		cmocka_unit_test(what_the_processor_has),
		cmocka_unit_test(md5),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
