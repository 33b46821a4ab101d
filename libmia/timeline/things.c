/*
 * What rows say of an item, packed and kept once: a message that was handed out
 * a thousand times has a thousand rows and one thing. Each thread has its own;
 * merging takes them over as they are, so that nothing is looked up twice.
 */
#include "base/text.h"
#include "timeline/store.h"

static uint64_t
hash_slot(const void *owner, const void *slot)
{
	(void)owner;
	return ((const struct thing_slot *)slot)->hash;
}

struct wanted {
	uint64_t hash;
	struct mia_text bytes;
};

static size_t
size_of(const struct thing *thing)
{
	return offsetof(struct thing, texts) + thing->ends[THING_TEXTS - 1];
}

/* Nothing stands behind an equal head that differs in length. */
static bool
slot_holds(const void *owner, const void *slot, const void *wanted)
{
	const struct thing_slot *s = slot;
	const struct wanted *w = wanted;

	(void)owner;
	return s->hash == w->hash && size_of(s->thing) == w->bytes.len &&
		memcmp(s->thing, w->bytes.ptr, w->bytes.len) == 0;
}

static const struct slot_kind slot_kind = { sizeof(struct thing_slot), 3, hash_slot, slot_holds };

void
mia__timeline_release_things(struct mia_timeline *t)
{
	mia__slots_release(&t->things, &t->names.a, &slot_kind);
}

/* The bytes of the thing, in t->packed. */
static bool
pack(struct mia_timeline *t, enum row_kind kind, int64_t size_bytes, const struct mia_text texts[THING_TEXTS])
{
	struct thing head;
	uint64_t end = 0;

	/* No byte between the members is left as it was. */
	memset(&head, 0, sizeof(head));
	head.size_bytes = size_bytes;
	head.kind = (uint8_t)kind;
	for (size_t i = 0; i < THING_TEXTS; i++) {
		end += texts[i].len;
		if (end > UINT32_MAX)
			return false;
		head.ends[i] = (uint32_t)end;
		head.stated |= (uint8_t)((texts[i].ptr != NULL) << i);
	}
	buf_clear(&t->packed);
	mia__buf_add(&t->packed, &head, offsetof(struct thing, texts));
	for (size_t i = 0; i < THING_TEXTS; i++)
		mia__buf_text(&t->packed, texts[i]);
	return !t->packed.failed;
}

const struct thing *
mia__timeline_thing(struct mia_timeline *t, enum row_kind kind, int64_t size_bytes,
	const struct mia_text texts[THING_TEXTS])
{
	const struct mia_allocator *a = &t->names.a;

	if (!pack(t, kind, size_bytes, texts) || !slots_reserve(&t->things, a, &slot_kind, t))
		return NULL;
	struct wanted wanted = { .bytes = buf_view(&t->packed) };
	wanted.hash = mia__hash_table(t->thing_key, wanted.bytes.ptr, wanted.bytes.len);
	struct thing_slot *slot = slots_find(&t->things, &slot_kind, wanted.hash, t, &wanted);
	if (slot->thing)
		return slot->thing;
	/* At least a whole head is read, where there is no text behind it. */
	size_t size = wanted.bytes.len > sizeof(struct thing) ? wanted.bytes.len : sizeof(struct thing);
	struct thing *thing = mia__arena_take(&t->stored, size);
	if (!thing)
		return NULL;
	memcpy(thing, wanted.bytes.ptr, wanted.bytes.len);
	slots_put(&t->things, &slot_kind, slot, &(struct thing_slot){ wanted.hash, thing });
	return thing;
}
