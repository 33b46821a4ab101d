/*
 * A hash table with open addressing: finds which of the things that its owner
 * keeps is the one wanted. A slot holds a number of such a thing or a whole
 * key; one whose bytes are all zero is empty. Nothing is ever taken out. What
 * stands where depends on a random hash, so slots must never be walked to make
 * an output.
 */
#ifndef MIA_BASE_SLOTS_H
#define MIA_BASE_SLOTS_H

#include <string.h>

#include "base/alloc.h"

struct slots {
	void *bytes;
	size_t count; /* of slots: a power of two, or 0 before the first is reserved */
	size_t used;
};

/* What differs from table to table; constant, so that all of it is known where
 * a table is used, and looking up calls nothing. */
struct slot_kind {
	size_t size;       /* of a slot in bytes, at most 16 */
	unsigned quarters; /* how many quarters of the slots may be used: 3, or 2 for shorter walks */
	/* Of what the slot holds. */
	uint64_t (*hash)(const void *owner, const void *slot);
	/* Whether the slot, which is not empty, holds what is wanted. */
	bool (*holds)(const void *owner, const void *slot, const void *wanted);
};

/* Twice the slots. false: out of memory; the table is as it was then. */
bool mia__slots_grow(struct slots *s, const struct mia_allocator *a, const struct slot_kind *kind,
	const void *owner);
void mia__slots_release(struct slots *s, const struct mia_allocator *a, const struct slot_kind *kind);

static inline void *
slots_at(const struct slots *s, const struct slot_kind *kind, size_t i)
{
	return (unsigned char *)s->bytes + i * kind->size;
}

/* Of a slot that holds a number. */
static inline uint32_t
slot_number(const void *slot)
{
	return *(const uint32_t *)slot;
}

static inline bool
slot_empty(const void *slot, const struct slot_kind *kind)
{
	static const unsigned char zero[16];

	return memcmp(slot, zero, kind->size) == 0;
}

/* The slot that holds what is wanted, or the empty one where it would stand.
 * hash: as kind->hash gives it for a slot that holds it. Some slot is reserved. */
static inline __attribute__((always_inline)) void *
slots_find(const struct slots *s, const struct slot_kind *kind, uint64_t hash, const void *owner,
	const void *wanted)
{
	size_t mask = s->count - 1;

	for (size_t i = (size_t)hash & mask;; i = (i + 1) & mask) {
		void *slot = slots_at(s, kind, i);
		if (slot_empty(slot, kind) || kind->holds(owner, slot, wanted))
			return slot;
	}
}

/* Room for one more. false: out of memory. */
static inline bool
slots_reserve(struct slots *s, const struct mia_allocator *a, const struct slot_kind *kind, const void *owner)
{
	return s->used < s->count / 4 * kind->quarters || mia__slots_grow(s, a, kind, owner);
}

/* Into an empty slot that slots_find gave, after slots_reserve. */
static inline void
slots_put(struct slots *s, const struct slot_kind *kind, void *slot, const void *value)
{
	memcpy(slot, value, kind->size);
	s->used++;
}

#endif
