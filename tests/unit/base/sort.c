/* Sorting numbers through a comparison: ordered, stable, nothing lost. */
#include "failing.h"

#include "base/sort.h"

/* Only the upper digits count, the lower ones show whether order is kept. */
static int
by_hundreds(const void *ctx, uint32_t x, uint32_t y)
{
	(void)ctx;
	return (x / 100 > y / 100) - (x / 100 < y / 100);
}

static void
every_length_and_shape(void **state)
{
	(void)state;
	uint32_t v[140];

	for (uint32_t n = 0; n <= 140; n++)
		for (uint32_t shape = 1; shape <= 5; shape++) {
			/* keys 0..n-1 times shape, modulo a few: in order, falling, mixed */
			for (uint32_t i = 0; i < n; i++)
				v[i] = (shape == 5 ? 6 - i * 7 / (n + 1) : i * shape % 7) * 100;
			for (uint32_t i = 0, count[7] = { 0 }; i < n; i++)
				v[i] += count[v[i] / 100]++;
			assert_true(mia__sort_numbers(&mia__malloc_allocator, v, n, by_hundreds, NULL));
			/* equal keys were numbered as they stood, so all must rise */
			for (uint32_t i = 1; i < n; i++)
				assert_true(v[i - 1] < v[i]);
		}
}

static void
refused_memory_changes_nothing(void **state)
{
	(void)state;
	struct failing f = { .refuse_at = 1 };
	struct mia_allocator a = failing_allocator(&f);
	uint32_t v[100];

	for (uint32_t i = 0; i < 100; i++)
		v[i] = (100 - i) * 100;
	assert_false(mia__sort_numbers(&a, v, 100, by_hundreds, NULL));
	for (uint32_t i = 0; i < 100; i++)
		assert_int_equal(v[i], (100 - i) * 100);
	assert_true(mia__sort_numbers(&a, v, 100, by_hundreds, NULL));
	assert_int_equal(v[0], 100);
	assert_int_equal(f.bytes, 0);
}

/* Keys of every width, falling, mixed and equal; the value shows whether
 * order is kept. */
static void
pairs_of_every_shape(void **state)
{
	(void)state;
	struct sort_pair v[300];

	for (uint32_t n = 0; n <= 300; n += n < 40 ? 1 : 13)
		for (unsigned shape = 0; shape < 6; shape++) {
			for (uint32_t i = 0; i < n; i++) {
				uint64_t mixed = (i * UINT64_C(0x9e3779b97f4a7c15)) >> (shape * 12);
				v[i] = (struct sort_pair){ shape == 5 ? 5
						: shape == 4          ? n - i / 3
								      : mixed,
					i };
			}
			assert_true(mia__sort_by_key(&mia__malloc_allocator, v, n));
			uint64_t sum = 0;
			for (uint32_t i = 0; i < n; i++) {
				sum += v[i].value;
				uint64_t mixed = (v[i].value * UINT64_C(0x9e3779b97f4a7c15)) >> (shape * 12);
				assert_true(v[i].key ==
					(shape == 5                  ? 5
							: shape == 4 ? n - v[i].value / 3
								     : mixed));
				assert_true(i == 0 || v[i - 1].key < v[i].key ||
					(v[i - 1].key == v[i].key && v[i - 1].value < v[i].value));
			}
			assert_int_equal(sum, n ? (uint64_t)n * (n - 1) / 2 : 0);
		}
}

static void
pairs_without_memory_stay(void **state)
{
	(void)state;
	struct failing f = { .refuse_at = 1 };
	struct mia_allocator a = failing_allocator(&f);
	struct sort_pair v[] = { { 1, 0 }, { 3, 1 }, { 2, 2 } };

	assert_false(mia__sort_by_key(&a, v, 3));
	assert_int_equal(v[1].key, 3);
	assert_true(mia__sort_by_key(&a, v, 3));
	assert_int_equal(v[1].key, 2);
	assert_int_equal(v[1].value, 2);
	assert_int_equal(f.bytes, 0);
	/* what is in order asks for nothing */
	size_t calls = f.calls;
	assert_true(mia__sort_by_key(&a, v, 3));
	assert_int_equal(f.calls, calls);
}

/* Things of two digits a level: x % 7, then x % 100, then all of x. */
static uint64_t
digits_key(const void *ctx, uint32_t x, unsigned level)
{
	const uint64_t *scale = ctx;

	return level ? x % 100 : x % 7 * *scale;
}

static int
digits_compare(const void *ctx, uint32_t x, uint32_t y)
{
	(void)ctx;
	if (x % 7 != y % 7)
		return x % 7 < y % 7 ? -1 : 1;
	if (x % 100 != y % 100)
		return x % 100 < y % 100 ? -1 : 1;
	return (x / 3000 > y / 3000) - (x / 3000 < y / 3000);
}

enum { MANY = 5000 };

/* As sorting by the comparison alone, which is stable. */
static void
keys_sort_as_the_comparison(void **state)
{
	(void)state;
	static const uint64_t scales[] = { 0, 1, 1000, UINT64_MAX / 6 };
	static uint32_t v[MANY], wanted[MANY];

	for (size_t s = 0; s < 4; s++)
		for (unsigned levels = 1; levels <= 2; levels++)
			for (unsigned threads = 0; threads <= 4; threads++)
				for (size_t n = 0; n <= MANY; n += n < 70 ? 23 : 1233) {
					struct sort_keys keys = { digits_key, scales[s] ? levels : 1,
						digits_compare };
					for (size_t i = 0; i < n; i++)
						v[i] = wanted[i] =
							(uint32_t)(i * 7919 % (threads == 4 ? 61 : MANY)) * 3;
					assert_true(mia__sort_numbers(&mia__malloc_allocator, wanted, n,
						digits_compare, NULL));
					assert_true(mia__sort_keyed(&mia__malloc_allocator, threads, v, n,
						&keys, &scales[s]));
					assert_memory_equal(v, wanted, n * sizeof(*v) + (n == 0));
					/* what is in order stays */
					assert_true(mia__sort_keyed(&mia__malloc_allocator, threads, v, n,
						&keys, &scales[s]));
					assert_memory_equal(v, wanted, n * sizeof(*v) + (n == 0));
				}
}

static void
keys_of_bytes_compare_as_the_bytes(void **state)
{
	(void)state;
	assert_true(sort_key_of_bytes("abcdefgh", 8, 0) == UINT64_C(0x6162636465666768));
	assert_true(sort_key_of_bytes("abcdefgh", 8, 1) == UINT64_C(0x6263646566676800));
	assert_true(sort_key_of_bytes("abcdefghi", 9, 1) == UINT64_C(0x6263646566676869));
	assert_true(sort_key_of_bytes("ab", 2, 0) == UINT64_C(0x6162) << 48);
	assert_true(sort_key_of_bytes("\xff", 1, 0) == UINT64_C(0xff) << 56);
	assert_true(sort_key_of_bytes("ab", 2, 8) == 0);
	assert_true(sort_key_of_bytes("", 0, 0) == 0);
}

static void
keyed_without_memory_gives_all_back(void **state)
{
	(void)state;
	static uint32_t v[MANY];

	for (size_t n = 1;; n++) {
		struct failing f = { .refuse_at = n };
		struct mia_allocator a = failing_allocator(&f);
		uint64_t scale = 1;
		struct sort_keys keys = { digits_key, 2, digits_compare };
		for (size_t i = 0; i < MANY; i++)
			v[i] = (uint32_t)(i * 7919 % 997);
		bool ok = mia__sort_keyed(&a, 1, v, MANY, &keys, &scale);
		assert_int_equal(f.bytes, 0);
		assert_int_equal(ok, f.calls < n);
		if (ok)
			break;
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_length_and_shape),
		cmocka_unit_test(refused_memory_changes_nothing),
		cmocka_unit_test(pairs_of_every_shape),
		cmocka_unit_test(pairs_without_memory_stay),
		cmocka_unit_test(keys_sort_as_the_comparison),
		cmocka_unit_test(keys_of_bytes_compare_as_the_bytes),
		cmocka_unit_test(keyed_without_memory_gives_all_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
