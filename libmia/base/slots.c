/* How a table of slots grows; looking up stands in the header. */
#include "base/slots.h"

enum { FEWEST = 64 };

/* Inline, so that a size that is known where it is called needs no call for
 * each slot. */
static inline __attribute__((always_inline)) void
copy_all(struct slots *to, const struct slots *from, const struct slot_kind *kind, const void *owner)
{
	size_t mask = to->count - 1;

	for (size_t i = 0; i < from->count; i++) {
		const void *slot = slots_at(from, kind, i);
		if (slot_empty(slot, kind))
			continue;
		/* No two hold the same, so the next empty one is right. */
		size_t k = (size_t)kind->hash(owner, slot) & mask;
		while (!slot_empty(slots_at(to, kind, k), kind))
			k = (k + 1) & mask;
		memcpy(slots_at(to, kind, k), slot, kind->size);
	}
}

bool
mia__slots_grow(struct slots *s, const struct mia_allocator *a, const struct slot_kind *kind,
	const void *owner)
{
	struct slots grown = { .count = s->count ? s->count * 2 : FEWEST, .used = s->used };

	grown.bytes = mia__alloc(a, grown.count, kind->size);
	if (!grown.bytes)
		return false;
	if (kind->size == sizeof(uint32_t))
		copy_all(&grown, s, &(struct slot_kind){ .size = sizeof(uint32_t), .hash = kind->hash },
			owner);
	else if (kind->size == sizeof(uint64_t))
		copy_all(&grown, s, &(struct slot_kind){ .size = sizeof(uint64_t), .hash = kind->hash },
			owner);
	else
		copy_all(&grown, s, kind, owner);
	mia__slots_release(s, a, kind);
	*s = grown;
	return true;
}

void
mia__slots_release(struct slots *s, const struct mia_allocator *a, const struct slot_kind *kind)
{
	mia__dealloc(a, s->bytes, s->count, kind->size);
	*s = (struct slots){ .bytes = NULL };
}
