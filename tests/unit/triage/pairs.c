/* Pairs as numbers: each once, found again, and none that was not added. */
#include "failing.h"

#include "triage/tally.h"

static void
each_pair_has_one_number(void **state)
{
	(void)state;
	struct tally y = { .a = &mia__malloc_allocator };
	struct pairs pairs;
	uint32_t number;

	mia__triage_pairs_init(&pairs, true);
	assert_int_equal(mia__triage_find_pair(&pairs, 1, 0), 0);
	for (unsigned round = 0; round < 2; round++)
		for (uint32_t i = 0; i < 5000; i++) {
			/* subjects 1 to 50 and 100 others, 0 among them */
			assert_true(mia__triage_pair(&y, &pairs, 1 + i % 50, i / 50, &number));
			assert_int_equal(number, i + 1);
			assert_int_equal(pairs.of[number].subject, 1 + i % 50);
			assert_int_equal(pairs.of[number].other, i / 50);
			assert_int_equal(pairs.stats[number].first, round ? (mia_time)i : MIA_TIME_UNKNOWN);
			pairs.stats[number].first = i;
		}
	assert_int_equal(pairs.count, 5001);
	assert_int_equal(mia__triage_find_pair(&pairs, 7, 3), 3 * 50 + 6 + 1);
	assert_int_equal(mia__triage_find_pair(&pairs, 51, 3), 0);
	assert_int_equal(mia__triage_find_pair(&pairs, 3, 100), 0);
	mia__triage_pairs_release(&y, &pairs);
}

static void
refused_memory_leaves_the_pairs(void **state)
{
	(void)state;
	for (size_t n = 1; n < 20; n++) {
		struct failing f = { .refuse_at = n };
		struct mia_allocator a = failing_allocator(&f);
		struct tally y = { .a = &a };
		struct pairs pairs;
		uint32_t number, before = 0;

		mia__triage_pairs_init(&pairs, true);
		for (uint32_t i = 0; i < 200; i++)
			if (mia__triage_pair(&y, &pairs, 1, i, &number))
				assert_int_equal(number, ++before);
		for (uint32_t i = 0, found = 0; i < 200; i++) {
			uint32_t known = mia__triage_find_pair(&pairs, 1, i);
			assert_int_equal(known, known ? ++found : 0);
		}
		mia__triage_pairs_release(&y, &pairs);
		assert_int_equal(f.bytes, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_pair_has_one_number),
		cmocka_unit_test(refused_memory_leaves_the_pairs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
