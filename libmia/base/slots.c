/* How a table of slots grows; looking up stands in the header. */
#include "base/slots.h"

enum { FEWEST = 64 };

/* No two hold the same, so the next empty one is right. */
static inline __attribute__((always_inline)) void
put_again(struct slots *s, const struct slot_kind *kind, const void *owner, const void *slot)
{
	size_t mask = s->count - 1, k = (size_t)kind->hash(owner, slot) & mask;

	while (!slot_empty(slots_at(s, kind, k), kind))
		k = (k + 1) & mask;
	memcpy(slots_at(s, kind, k), slot, kind->size);
}

/*
 * Each slot of the lower half, which was all, finds its place from where its hash
 * points, in either half. From an empty slot on, in order, a place is never behind
 * where the slot stood, nor looked for over slots that are yet to be moved. What
 * stood before the first empty slot comes last: some of it may belong to the end.
 * Inline, so that a size that is known where it is called needs no call for each.
 */
static inline __attribute__((always_inline)) void
spread(struct slots *s, const struct slot_kind *kind, const void *owner, const void *first, size_t count)
{
	unsigned char slot[16];

	for (size_t i = count; i < s->count / 2; i++) {
		if (slot_empty(slots_at(s, kind, i), kind))
			continue;
		memcpy(slot, slots_at(s, kind, i), kind->size);
		memset(slots_at(s, kind, i), 0, kind->size);
		put_again(s, kind, owner, slot);
	}
	for (size_t i = 0; i < count; i++)
		put_again(s, kind, owner, (const unsigned char *)first + i * kind->size);
}

static void
spread_all(struct slots *s, const struct slot_kind *kind, const void *owner, const void *first, size_t count)
{
	struct slot_kind small = { .size = sizeof(uint32_t), .hash = kind->hash };
	struct slot_kind large = { .size = sizeof(uint64_t), .hash = kind->hash };

	if (kind->size == sizeof(uint32_t))
		spread(s, &small, owner, first, count);
	else if (kind->size == sizeof(uint64_t))
		spread(s, &large, owner, first, count);
	else
		spread(s, kind, owner, first, count);
}

/* In place: two tables at a time would be the most memory that many a user takes. */
bool
mia__slots_grow(struct slots *s, const struct mia_allocator *a, const struct slot_kind *kind,
	const void *owner)
{
	size_t half = s->count, count = 0, room;
	void *first, *bytes;

	if (!half) {
		s->bytes = mia__alloc(a, FEWEST, kind->size);
		s->count = s->bytes ? FEWEST : 0;
		return s->bytes != NULL;
	}
	while (count < half && !slot_empty(slots_at(s, kind, count), kind))
		count++;
	/* Asked for always: where things stand is chance, how often memory is asked for is not. */
	room = count ? count : 1;
	first = mia__alloc(a, room, kind->size);
	if (!first)
		return false;
	bytes = mia__realloc(a, s->bytes, half, half * 2, kind->size);
	if (bytes) {
		s->bytes = bytes;
		s->count = half * 2;
		memset(slots_at(s, kind, half), 0, half * kind->size);
		memcpy(first, bytes, count * kind->size);
		memset(bytes, 0, count * kind->size);
		spread_all(s, kind, owner, first, count);
	}
	mia__dealloc(a, first, room, kind->size);
	return bytes != NULL;
}

void
mia__slots_release(struct slots *s, const struct mia_allocator *a, const struct slot_kind *kind)
{
	mia__dealloc(a, s->bytes, s->count, kind->size);
	*s = (struct slots){ .bytes = NULL };
}
