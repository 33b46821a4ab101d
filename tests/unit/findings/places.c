/* Which folder of a list is which folder of the log. */
#include "decoded.h"

#include "failing.h"
#include "findings/places.h"

/* Both ways round: a listed folder among those of the log, and a folder of the
 * log among those that are listed. */
static bool
same_folder(const char *logged, struct mia_texts names, const char *id, const char *path)
{
	struct mia_allocator a = mia__allocator_or_default(NULL);
	struct places of_log, listed;

	mia__places_init(&of_log, &a);
	mia__places_init(&listed, &a);
	assert_true(
		mia__places_add_logged(&of_log, 1, text_of(logged), names, 5) && mia__places_sort(&of_log));
	assert_true(mia__places_add_listed(&listed, 1, text_of(id), text_of(path), 5) &&
		mia__places_sort(&listed));
	bool same = mia__places_match(&of_log, 1, text_of(id), text_of(path), 5) == CERTAIN;
	assert_int_equal(mia__places_match(&of_log, 1, text_of(id), text_of(path), 6), ELSEWHERE);
	assert_int_equal(mia__places_match(&of_log, 2, text_of(id), text_of(path), 5), ELSEWHERE);
	assert_int_equal(mia__places_highest(&listed, 1, text_of(logged), names, -1), same ? 5 : -1);
	assert_int_equal(mia__places_highest(&listed, 2, text_of(logged), names, -1), -1);
	mia__places_release(&of_log);
	mia__places_release(&listed);
	return same;
}

static void
folders_are_matched_by_id_else_by_path(void **state)
{
	static const char logged[] = "LgAAAADBwCLOTkcSTpPvPqAu44P4AQBY8xpM8MPnRJFI1LZ3pAMJAAAAAAEMAAAB";
	/* The same folder as Graph writes it, and another one. */
	static const char graph[] =
		"AAMkAGVmMDEzMTM4LTZmYWUtNDdkNC1hMDZiLTU1OGY5OTZhYmY4OAAuAAAAAADBwCLOTkcSTpPvPqAu44P4"
		"AQBY8xpM8MPnRJFI1LZ3pAMJAAAAAAEMAAA=";
	static const char other[] = "LgAAAADBwCLOTkcSTpPvPqAu44P4AQBY8xpM8MPnRJFI1LZ3pAMJAAAAAAENAAAB";
	struct mia_text two[] = { TEXT("\\Inbox\\A"), TEXT("\\Old name") };
	struct mia_texts names = { two, 2 };

	(void)state;
	assert_true(same_folder(logged, names, logged, "\\Elsewhere"));
	assert_true(same_folder(logged, names, graph, NULL));
	assert_false(same_folder(logged, names, other, "\\Inbox\\A"));
	assert_true(same_folder(logged, names, NULL, "\\inbox\\a"));
	assert_true(same_folder(logged, names, "immutable", "/old name"));
	assert_true(same_folder("immutable", names, other, "/old name"));
	assert_false(same_folder(logged, names, NULL, "\\A"));
	assert_false(same_folder(logged, names, NULL, NULL));
	assert_false(same_folder(NULL, (struct mia_texts){ NULL, 0 }, NULL, NULL));
}

/* Of folders that share a path, the one that was copied last decides. */
static void
the_last_copy_of_a_path_counts(void **state)
{
	struct mia_text path = TEXT("\\A");
	struct mia_allocator a = mia__allocator_or_default(NULL);
	struct places p;

	(void)state;
	mia__places_init(&p, &a);
	for (int64_t value = 1; value <= 3; value++)
		assert_true(mia__places_add_logged(&p, 0, TEXT_ABSENT, (struct mia_texts){ &path, 1 },
			value == 2 ? 9 : value));
	assert_true(mia__places_sort(&p));
	assert_int_equal(mia__places_match(&p, 0, TEXT_ABSENT, path, 9), CERTAIN);
	assert_int_equal(mia__places_match(&p, 0, TEXT_ABSENT, path, 10), ELSEWHERE);
	assert_true(mia__places_match_logged(&p, 0, path, 9));
	assert_false(mia__places_match_logged(&p, 0, path, 10));
	assert_false(mia__places_match_logged(&p, 0, TEXT("\\a"), 9));
	mia__places_release(&p);
}

static void
any_allocation_may_fail(void **state)
{
	static const char id[] = "LgAAAADBwCLOTkcSTpPvPqAu44P4AQBY8xpM8MPnRJFI1LZ3pAMJAAAAAAEMAAAB";
	struct mia_text names[] = { TEXT("\\A"), TEXT("B") };
	bool ok = false;

	(void)state;
	for (size_t n = 1; !ok; n++) {
		struct failing f = { .refuse_at = n };
		struct mia_allocator a = failing_allocator(&f);
		struct places p;
		mia__places_init(&p, &a);
		ok = mia__places_add_logged(&p, 1, text_of(id), (struct mia_texts){ names, 2 }, 1) &&
			mia__places_add_listed(&p, 1, text_of(id), TEXT("/A"), 1) && mia__places_sort(&p);
		assert_told(&f, ok);
		mia__places_release(&p);
		assert_int_equal(f.bytes, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folders_are_matched_by_id_else_by_path),
		cmocka_unit_test(the_last_copy_of_a_path_counts),
		cmocka_unit_test(any_allocation_may_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
