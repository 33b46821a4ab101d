/* Record keys, folded to half their size, in a table that knows which are there. */
#include "exposure/keyset.h"

#include <string.h>

/* The keys are parts of SHA-256: a random factor is enough to keep anyone
 * from aiming at slots. */
static uint64_t
hash_slot(const void *owner, const void *slot)
{
	const struct keyset *set = owner;
	const uint64_t *half = slot;

	return *half * set->factor >> 32;
}

static bool
slot_holds(const void *owner, const void *slot, const void *wanted)
{
	(void)owner;
	return *(const uint64_t *)slot == *(const uint64_t *)wanted;
}

static const struct slot_kind slot_kind = { sizeof(uint64_t), 3, hash_slot, slot_holds };

void
mia__keyset_init(struct keyset *set, const struct mia_allocator *a)
{
	*set = (struct keyset){ .a = *a, .factor = mia__hash_random_key().k0 | 1 };
}

void
mia__keyset_release(struct keyset *set)
{
	mia__slots_release(&set->slots, &set->a, &slot_kind);
}

static bool
add_half(struct keyset *set, uint64_t half)
{
	if (!slots_reserve(&set->slots, &set->a, &slot_kind, set))
		return false;
	uint64_t *slot = slots_find(&set->slots, &slot_kind, hash_slot(set, &half), set, &half);
	if (!*slot)
		slots_put(&set->slots, &slot_kind, slot, &half);
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
	for (size_t i = 0; i < from->slots.count; i++) {
		const uint64_t *half = slots_at(&from->slots, &slot_kind, i);
		if (*half && !add_half(set, *half))
			return false;
	}
	return true;
}

bool
mia__keyset_has(const struct keyset *set, const unsigned char key[16])
{
	uint64_t half = half_of(key);

	if (set->slots.count == 0)
		return false;
	const uint64_t *slot = slots_find(&set->slots, &slot_kind, hash_slot(set, &half), set, &half);
	return *slot != 0;
}
