/* Which keys came before. */
#include "format/once.h"

#include <string.h>

enum { KEY = 16 };

static uint64_t
hash_slot(const void *owner, const void *slot)
{
	const struct once *once = owner;

	return mia__hash_table(once->key, slot, KEY);
}

static bool
slot_holds(const void *owner, const void *slot, const void *wanted)
{
	(void)owner;
	return memcmp(slot, wanted, KEY) == 0;
}

static const struct slot_kind slot_kind = { KEY, 3, hash_slot, slot_holds };

void
mia__once_init(struct once *once, const struct mia_allocator *a)
{
	*once = (struct once){ .a = *a, .key = mia__hash_random_key() };
}

void
mia__once_release(struct once *once)
{
	mia__slots_release(&once->slots, &once->a, &slot_kind);
}

bool
mia__once_add(struct once *once, const unsigned char key[16], bool *first)
{
	if (slot_empty(key, &slot_kind)) {
		*first = !once->zero;
		once->zero = true;
		return true;
	}
	if (!slots_reserve(&once->slots, &once->a, &slot_kind, once))
		return false;
	void *slot = slots_find(&once->slots, &slot_kind, hash_slot(once, key), once, key);
	*first = slot_empty(slot, &slot_kind);
	if (*first)
		slots_put(&once->slots, &slot_kind, slot, key);
	return true;
}
