/*
 * Record keys, folded to half their size, in a table that knows which are
 * there. Slots are in the order of the keys, multiplied: growing and merging
 * tables of one factor walks through both instead of jumping about.
 */
#include "exposure/keyset.h"

#include <string.h>

#include "base/product.h"

static const struct slot_kind slot_kind = { .size = sizeof(uint64_t) };

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

static size_t
place_of(const struct keyset *set, const struct slots *slots, uint64_t half)
{
	return (size_t)place_among(half * set->factor, slots->count);
}

/* Where it stands, or the empty slot where it would. The keys are parts of
 * SHA-256: a random factor is enough to keep anyone from aiming at slots. */
static uint64_t *
find_half(const struct keyset *set, const struct slots *slots, uint64_t half)
{
	uint64_t *v = slots->bytes;
	size_t i = place_of(set, slots, half);

	while (v[i] && v[i] != half)
		i = i + 1 < slots->count ? i + 1 : 0;
	return &v[i];
}

/* Room for so many more. */
static bool
reserve(struct keyset *set, size_t more)
{
	struct slots larger = { .count = set->slots.count < 64 ? 64 : set->slots.count };
	const uint64_t *v = set->slots.bytes;

	if (set->slots.used + more <= set->slots.count / 4 * 3)
		return true;
	while (set->slots.used + more > larger.count / 4 * 3)
		larger.count += larger.count / 2;
	larger.used = set->slots.used;
	larger.bytes = mia__alloc(&set->a, larger.count, sizeof(*v));
	if (!larger.bytes)
		return false;
	for (size_t i = 0; i < set->slots.count; i++)
		if (v[i])
			*find_half(set, &larger, v[i]) = v[i];
	mia__slots_release(&set->slots, &set->a, &slot_kind);
	set->slots = larger;
	return true;
}

static bool
add_half(struct keyset *set, uint64_t half)
{
	if (!reserve(set, 1))
		return false;
	uint64_t *slot = find_half(set, &set->slots, half);
	set->slots.used += !*slot;
	*slot = half;
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

void
mia__keyset_expect(const struct keyset *set, const unsigned char key[16])
{
	if (set->slots.count)
		__builtin_prefetch((uint64_t *)set->slots.bytes + place_of(set, &set->slots, half_of(key)),
			1);
}

bool
mia__keyset_merge(struct keyset *set, const struct keyset *from)
{
	const uint64_t *v = from->slots.bytes;

	if (from->slots.used && !reserve(set, from->slots.used))
		return false;
	for (size_t i = 0; i < from->slots.count; i++)
		if (v[i] && !add_half(set, v[i]))
			return false;
	return true;
}

bool
mia__keyset_has(const struct keyset *set, const unsigned char key[16])
{
	return set->slots.count && *find_half(set, &set->slots, half_of(key));
}
