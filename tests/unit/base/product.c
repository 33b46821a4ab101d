/* The product of two numbers of 64 bits: what is done where the compiler has no 128 bits. */
#include "test.h"

#include "base/product.h"

static void
assert_product(uint64_t a, uint64_t b, uint64_t high, uint64_t low)
{
	struct product by_halves = product_by_halves(a, b), p = product_of(a, b);

	assert_true(by_halves.high == high && by_halves.low == low);
	assert_true(p.high == high && p.low == low);
}

/* (2^64-1)^2 = 2^128 - 2^65 + 1; (2^32-1)(2^32+1) = 2^64 - 1; 2^63 * 2 = 2^64;
 * (2^64-1) * 2^32 = 2^96 - 2^32; (2^33-1)^2 = 2^66 - 2^34 + 1. */
static void
products_by_hand(void **state)
{
	(void)state;
	assert_product(0, UINT64_MAX, 0, 0);
	assert_product(1, UINT64_MAX, 0, UINT64_MAX);
	assert_product(UINT64_MAX, UINT64_MAX, UINT64_MAX - 1, 1);
	assert_product(UINT32_MAX, UINT64_C(1) << 32 | 1, 0, UINT64_MAX);
	assert_product(UINT64_C(1) << 63, 2, 1, 0);
	assert_product(UINT64_MAX, UINT64_C(1) << 32, UINT32_MAX, UINT64_C(0xffffffff00000000));
	assert_product((UINT64_C(1) << 33) - 1, (UINT64_C(1) << 33) - 1, 3, UINT64_C(0xfffffffc00000001));
}

/* Each half carries into the next in some of these. Without 128 bits both sides are the same code. */
static void
halves_agree_with_128_bits(void **state)
{
	static const uint64_t edges[] = { 0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000,
		0x8000000000000000, 0xffffffff00000000, 0xffffffff00000001, UINT64_MAX - 1, UINT64_MAX };
	const size_t count = sizeof(edges) / sizeof(*edges);
	uint64_t a = 1, b = 2;

	(void)state;
	for (size_t i = 0; i < count * count + 100000; i++) {
		if (i < count * count) {
			a = edges[i / count];
			b = edges[i % count];
		} else {
			a = a * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
			b = b * UINT64_C(3935559000370003845) + UINT64_C(2691343689449507681);
		}
		struct product by_halves = product_by_halves(a, b), p = product_of(a, b);
		assert_true(by_halves.high == p.high && by_halves.low == p.low);
	}
}

static void
places_are_spread_over_the_count(void **state)
{
	(void)state;
	assert_int_equal(place_among(0, 10), 0);
	assert_int_equal(place_among(UINT64_C(1) << 63, 10), 5);
	assert_int_equal(place_among(UINT64_MAX, 10), 9);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(products_by_hand),
		cmocka_unit_test(halves_agree_with_128_bits),
		cmocka_unit_test(places_are_spread_over_the_count),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
