/* Sets of record keys: each counts once, in growing and merged sets. */
#include "made_events.h"

#include "exposure/keyset.h"

/* Of the hash of a number: as evenly spread as record keys. */
static void
make_key(uint32_t n, unsigned char key[16])
{
	mia__hash_identity(&n, sizeof(n), key);
}

static void
add_run(struct keyset *set, uint32_t from, uint32_t until)
{
	unsigned char key[16];

	for (uint32_t n = from; n < until; n++) {
		make_key(n, key);
		assert_true(mia__keyset_add(set, key));
	}
}

static void
check(const struct keyset *set, uint32_t until, uint32_t count)
{
	unsigned char key[16];

	assert_int_equal(set->slots.used, count);
	for (uint32_t n = 0; n < until; n++) {
		make_key(n, key);
		assert_int_equal(mia__keyset_has(set, key), n < count);
	}
}

static void
merge(bool one_factor)
{
	struct keyset a, b;

	mia__keyset_init(&a, &mia__malloc_allocator);
	mia__keyset_init(&b, &mia__malloc_allocator);
	if (one_factor)
		b.factor = a.factor;
	check(&a, 10, 0);
	assert_true(mia__keyset_merge(&a, &b));
	check(&a, 10, 0);
	add_run(&a, 0, 3000);
	add_run(&a, 1000, 2000);
	check(&a, 4000, 3000);
	add_run(&b, 0, 7000);
	assert_true(mia__keyset_merge(&a, &b));
	check(&a, 8000, 7000);
	assert_true(mia__keyset_merge(&a, &b));
	check(&a, 8000, 7000);
	mia__keyset_release(&a);
	mia__keyset_release(&b);
}

static void
each_counts_once(void **state)
{
	(void)state;
	merge(true);
	merge(false);
}

/* All zeros would be an empty slot. */
static void
a_key_of_zeros(void **state)
{
	static const unsigned char zeros[16];

	(void)state;
	struct keyset set;

	mia__keyset_init(&set, &mia__malloc_allocator);
	assert_false(mia__keyset_has(&set, zeros));
	assert_true(mia__keyset_add(&set, zeros));
	assert_true(mia__keyset_add(&set, zeros));
	assert_true(mia__keyset_has(&set, zeros));
	assert_int_equal(set.slots.used, 1);
	mia__keyset_release(&set);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_counts_once),
		cmocka_unit_test(a_key_of_zeros),
	};
	return cmocka_run_group_tests_name("exposure-keyset", tests, NULL, NULL);
}
