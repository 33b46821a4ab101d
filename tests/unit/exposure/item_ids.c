/* Item ids in two parts: each comes back as it was written and has one number,
 * whichever of two sets that are merged had it, and whatever their keys. */
#include "made_events.h"

#include "exposure/item_ids.h"

enum { COUNT = 600 };

/* Lengths 0 to 99, so that some are shorter than what ids share; three beginnings. */
static struct mia_text
make_id(uint32_t n, char room[128])
{
	size_t length = n % 100;

	memset(room, 'A' + (int)(n / 100 % 3), 128);
	if (length >= 8)
		(void)snprintf(room + length - 8, 9, "%08u", n % 100000000);
	return (struct mia_text){ room, length };
}

static uint32_t
add(struct item_ids *ids, uint32_t n)
{
	char room[128];
	struct mia_text id = make_id(n, room);
	uint32_t number;

	assert_true(mia__item_ids_end(ids, id, mia__item_ids_begin(ids, id), &number));
	return number;
}

static void
check(const struct item_ids *ids, uint32_t number, uint32_t n)
{
	char room[128];
	struct mia_text id = make_id(n, room);
	struct buf b;

	mia__buf_init(&b, NULL);
	mia__item_ids_write(ids, number, &b);
	assert_int_equal(b.len, id.len);
	assert_int_equal(mia__item_ids_length(ids, number), id.len);
	assert_memory_equal(buf_view(&b).ptr, id.ptr, id.len);
	mia__buf_release(&b);
}

static void
merge(bool one_key)
{
	struct item_ids a, b;
	uint32_t map[COUNT + 1], other[COUNT];

	mia__item_ids_init(&a, NULL);
	mia__item_ids_init(&b, NULL);
	if (one_key)
		mia__item_ids_like(&b, &a);
	for (uint32_t n = 0; n < COUNT / 2; n++)
		(void)add(&a, n);
	for (uint32_t n = COUNT; n-- > COUNT / 3;)
		other[n] = add(&b, n);
	assert_true(mia__item_ids_merge(&a, &b, map));
	assert_int_equal(map[0], 0);
	for (uint32_t n = COUNT / 3; n < COUNT; n++) {
		check(&a, map[other[n]], n);
		assert_int_equal(add(&a, n), map[other[n]]);
	}
	mia__item_ids_release(&a);
	mia__item_ids_release(&b);
}

static void
test_item_ids_come_back_and_have_one_number(void **state)
{
	(void)state;
	merge(true);
	merge(false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_item_ids_come_back_and_have_one_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
