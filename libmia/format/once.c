/* A set of 16-byte keys, open-addressed under a secret key. */
#include "format/once.h"

#include <string.h>

static const unsigned char zero[16];

void
mia__once_init(struct once *once, const struct mia_allocator *a)
{
	*once = (struct once){ .a = *a, .key = mia__hash_random_key() };
}

void
mia__once_release(struct once *once)
{
	if (once->slots)
		mia__dealloc(&once->a, once->slots, once->slot_count, sizeof(*once->slots));
	once->slots = NULL;
	once->slot_count = once->count = 0;
}

static unsigned char *
find_slot(const struct once *once, const unsigned char key[16])
{
	size_t mask = once->slot_count - 1;
	size_t slot = (size_t)mia__hash_table(once->key, key, 16) & mask;

	while (memcmp(once->slots[slot], zero, 16) != 0 && memcmp(once->slots[slot], key, 16) != 0)
		slot = (slot + 1) & mask;
	return once->slots[slot];
}

static bool
grow(struct once *once)
{
	struct once old = *once;
	size_t count = old.slot_count ? old.slot_count * 2 : 64;

	once->slots = mia__alloc(&once->a, count, sizeof(*once->slots));
	if (!once->slots) {
		once->slots = old.slots;
		return false;
	}
	once->slot_count = count;
	for (size_t i = 0; i < old.slot_count; i++)
		if (memcmp(old.slots[i], zero, 16) != 0)
			memcpy(find_slot(once, old.slots[i]), old.slots[i], 16);
	mia__once_release(&old);
	return true;
}

bool
mia__once_add(struct once *once, const unsigned char key[16], bool *first)
{
	if (memcmp(key, zero, 16) == 0) {
		*first = !once->zero;
		once->zero = true;
		return true;
	}
	if (once->count >= once->slot_count / 4 * 3 && !grow(once))
		return false;
	unsigned char *slot = find_slot(once, key);
	*first = memcmp(slot, zero, 16) == 0;
	once->count += *first;
	memcpy(slot, key, 16);
	return true;
}
