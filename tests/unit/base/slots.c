/* The table behind interning, names and sets of keys: finds what was put in
 * and nothing else, however hashes fall and whatever memory is refused. */
#include "failing.h"

#include "base/slots.h"

enum { MOST = 1000 };

/* Numbers from 1, each for a value. */
struct owner {
	struct slots slots;
	uint32_t values[MOST];
	uint32_t count;
	uint64_t hash_mask; /* 0: all hashes are the same */
};

static uint64_t
hash_value(const struct owner *o, uint32_t value)
{
	return value * UINT64_C(2654435761) & o->hash_mask;
}

static uint64_t
hash_slot(const void *owner, const void *slot)
{
	const struct owner *o = owner;

	return hash_value(o, o->values[slot_number(slot) - 1]);
}

static bool
slot_holds(const void *owner, const void *slot, const void *wanted)
{
	const struct owner *o = owner;
	uint32_t number = slot_number(slot);

	/* what stands nowhere is never asked for */
	assert_in_range(number, 1, o->count);
	return o->values[number - 1] == *(const uint32_t *)wanted;
}

static const struct slot_kind kind = { sizeof(uint32_t), 2, hash_slot, slot_holds };

static uint32_t
find(const struct owner *o, uint32_t value)
{
	return o->slots.count ? slot_number(slots_find(&o->slots, &kind, hash_value(o, value), o, &value))
			      : 0;
}

static bool
put(struct owner *o, const struct mia_allocator *a, uint32_t value)
{
	if (!slots_reserve(&o->slots, a, &kind, o))
		return false;
	void *slot = slots_find(&o->slots, &kind, hash_value(o, value), o, &value);
	assert_true(slot_empty(slot, &kind));
	o->values[o->count++] = value;
	slots_put(&o->slots, &kind, slot, &o->count);
	return true;
}

static void
finds_what_was_put_in_however_hashes_fall(void **state)
{
	(void)state;
	static const uint64_t masks[] = { 0, 3, UINT64_MAX, UINT64_C(63) << 2 };
	static struct owner o;

	for (size_t m = 0; m < sizeof(masks) / sizeof(*masks); m++) {
		o = (struct owner){ .hash_mask = masks[m] };
		for (uint32_t i = 0; i < MOST; i++) {
			assert_true(put(&o, &mia__malloc_allocator, 7 * i));
			assert_int_equal(find(&o, 7 * i), i + 1);
			assert_int_equal(find(&o, 7 * i + 1), 0);
		}
		for (uint32_t i = 0; i < MOST; i++) {
			assert_int_equal(find(&o, 7 * i), i + 1);
			assert_int_equal(find(&o, 7 * i + 3), 0);
		}
		assert_int_equal(o.slots.used, MOST);
		mia__slots_release(&o.slots, &mia__malloc_allocator, &kind);
		assert_int_equal(o.slots.count, 0);
	}
}

/* A table that is full would be searched for ever; one that is nearly empty
 * would waste memory. */
static void
is_as_full_as_its_kind_says(void **state)
{
	(void)state;
	for (unsigned quarters = 2; quarters <= 3; quarters++) {
		struct slot_kind fuller = { sizeof(uint32_t), quarters, hash_slot, slot_holds };
		static struct owner o;
		o = (struct owner){ .hash_mask = UINT64_MAX };
		for (uint32_t i = 0; i < MOST; i++) {
			assert_true(slots_reserve(&o.slots, &mia__malloc_allocator, &fuller, &o));
			void *slot = slots_find(&o.slots, &fuller, hash_value(&o, i), &o, &i);
			o.values[o.count++] = i;
			slots_put(&o.slots, &fuller, slot, &o.count);
			assert_true(o.slots.used <= o.slots.count / 4 * quarters);
			assert_true(o.slots.count == 64 || o.slots.used > o.slots.count / 8 * quarters);
			assert_int_equal(o.slots.count & (o.slots.count - 1), 0);
		}
		mia__slots_release(&o.slots, &mia__malloc_allocator, &fuller);
	}
}

static void
refused_memory_changes_nothing(void **state)
{
	(void)state;
	static struct owner o;
	struct failing f = { .refuse_at = 1 };
	struct mia_allocator a = failing_allocator(&f);

	o = (struct owner){ .hash_mask = UINT64_MAX };
	assert_false(put(&o, &a, 1));
	assert_int_equal(find(&o, 1), 0);
	f.refuse_at = 0;
	while (o.count < 32)
		assert_true(put(&o, &a, o.count));
	f.refuse_at = f.calls + 1;
	assert_false(put(&o, &a, 500));
	for (uint32_t i = 0; i < 32; i++)
		assert_int_equal(find(&o, i), i + 1);
	f.refuse_at = 0;
	assert_true(put(&o, &a, 500));
	assert_int_equal(find(&o, 500), 33);
	mia__slots_release(&o.slots, &a, &kind);
	assert_int_equal(f.bytes, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_was_put_in_however_hashes_fall),
		cmocka_unit_test(is_as_full_as_its_kind_says),
		cmocka_unit_test(refused_memory_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
