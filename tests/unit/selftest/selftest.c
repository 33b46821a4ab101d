/* The known-answer case passes, can fail, and survives a lack of memory. */
#include "selftest/known.h"

#include "failing.h"

struct told {
	size_t checks, failed;
	size_t stop_at;
};

static int
count(void *ctx, const struct mia_check *check)
{
	struct told *told = ctx;

	assert_non_null(check->name);
	told->checks++;
	told->failed += !check->passed;
	if (!check->passed)
		print_message("# %s: expected %s, found %s\n", check->name, check->expected, check->found);
	return told->checks == told->stop_at;
}

static void
every_check_passes(void **state)
{
	(void)state;
	for (unsigned threads = 0; threads <= 4; threads++) {
		struct told told = { 0 };
		size_t failed = 99;

		assert_int_equal(mia_selftest(NULL, threads, count, &told, &failed, NULL), MIA_OK);
		assert_int_equal(failed, 0);
		assert_int_equal(told.failed, 0);
		assert_true(told.checks >= 20);
	}
}

/* A check that could not fail would show nothing. */
static void
a_wrong_answer_is_told(void **state)
{
	struct told told = { 0 };
	struct checks checks = { .tell = count, .ctx = &told };

	(void)state;
	mia__check_text(&checks, "made to fail", "right", "wrong");
	mia__check_text(&checks, "made to fail", "right", "righ");
	mia__check_number(&checks, "made to fail", 1, 2);
	mia__check_number(&checks, "made to pass", 18446744073709551615u, 18446744073709551615u);
	assert_int_equal(told.checks, 4);
	assert_int_equal(told.failed, 3);
	assert_int_equal(checks.failed, 3);
}

static void
the_caller_may_stop_it(void **state)
{
	struct told told = { .stop_at = 3 };
	size_t failed = 99;

	(void)state;
	assert_int_equal(mia_selftest(NULL, 1, count, &told, &failed, NULL), MIA_ERR_CANCELLED);
	assert_int_equal(told.checks, 3);
	assert_int_equal(failed, 99);
	assert_int_equal(mia_selftest(NULL, 1, count, &told, NULL, NULL), MIA_ERR_ARGUMENT);
}

static void
any_allocation_may_fail(void **state)
{
	(void)state;
	for (size_t n = 1;; n += fewer(1, 17)) {
		struct failing failing = { .refuse_at = n };
		struct mia_allocator allocator = failing_allocator(&failing);
		struct told told = { 0 };
		size_t failed = 0;
		enum mia_status status = mia_selftest(&allocator, 1, count, &told, &failed, NULL);

		assert_int_equal(failing.bytes, 0);
		assert_int_equal(told.failed, 0);
		if (failing.calls < n) {
			assert_int_equal(status, MIA_OK);
			assert_true(n > 50);
			break;
		}
		assert_int_equal(status, MIA_ERR_MEMORY);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_check_passes),
		cmocka_unit_test(a_wrong_answer_is_told),
		cmocka_unit_test(the_caller_may_stop_it),
		cmocka_unit_test(any_allocation_may_fail),
	};
	return cmocka_run_group_tests_name("selftest", tests, NULL, NULL);
}
