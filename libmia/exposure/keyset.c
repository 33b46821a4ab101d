#include "exposure/keyset.h"

#include <string.h>

void
mia__keyset_init(struct keyset *set, const struct mia_allocator *a)
{
	*set = (struct keyset){ .a = *a, .factor = mia__hash_random_key().k0 | 1 };
}

void
mia__keyset_release(struct keyset *set)
{
	mia__dealloc(&set->a, set->slots, set->slot_count, sizeof(*set->slots));
	set->slots = NULL;
	set->slot_count = set->count = 0;
}

static size_t
find_slot(const struct keyset *set, uint64_t half)
{
	size_t mask = set->slot_count - 1;
	/* The keys are parts of SHA-256: a random factor is enough to keep anyone
	 * from aiming at slots. */
	size_t slot = (size_t)(half * set->factor >> 32) & mask;

	while (set->slots[slot] && set->slots[slot] != half)
		slot = (slot + 1) & mask;
	return slot;
}

static bool
grow(struct keyset *set)
{
	uint64_t *old = set->slots;
	size_t old_count = set->slot_count;
	size_t count = old_count ? old_count * 2 : 64;
	uint64_t *slots = mia__alloc(&set->a, count, sizeof(*slots));

	if (!slots)
		return false;
	set->slots = slots;
	set->slot_count = count;
	for (size_t i = 0; i < old_count; i++)
		if (old[i])
			slots[find_slot(set, old[i])] = old[i];
	mia__dealloc(&set->a, old, old_count, sizeof(*old));
	return true;
}

static bool
add_half(struct keyset *set, uint64_t half)
{
	if (set->count >= set->slot_count / 4 * 3 && !grow(set))
		return false;
	size_t slot = find_slot(set, half);
	set->count += set->slots[slot] == 0;
	set->slots[slot] = half;
	return true;
}

/* 0 marks an empty slot. */
static uint64_t
half_of(const unsigned char key[16])
{
	uint64_t halves[2];

	memcpy(halves, key, sizeof(halves));
	uint64_t half = halves[0] ^ halves[1];
	return half ? half : 1;
}

bool
mia__keyset_add(struct keyset *set, const unsigned char key[16])
{
	return add_half(set, half_of(key));
}

bool
mia__keyset_merge(struct keyset *set, const struct keyset *from)
{
	for (size_t i = 0; i < from->slot_count; i++)
		if (from->slots[i] && !add_half(set, from->slots[i]))
			return false;
	return true;
}

bool
mia__keyset_has(const struct keyset *set, const unsigned char key[16])
{
	uint64_t half = half_of(key);

	return set->slot_count && set->slots[find_slot(set, half)] == half;
}
