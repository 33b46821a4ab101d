/* Texts as numbers. */
#include "base/intern.h"

#include <string.h>

#include "base/text.h"

/* The hash stands beside the number, so that neither looking up nor growing
 * touches a text that is not the one wanted, or nearly so. */
struct tagged {
	uint32_t hash; /* low half */
	uint32_t number;
};

struct hashed_text {
	struct mia_text text;
	uint32_t hash;
};

static struct tagged
read_slot(const void *slot)
{
	struct tagged t;

	memcpy(&t, slot, sizeof(t));
	return t;
}

static uint64_t
hash_slot(const void *owner, const void *slot)
{
	(void)owner;
	return read_slot(slot).hash;
}

static bool
slot_holds(const void *owner, const void *slot, const void *wanted)
{
	const struct intern *in = owner;
	const struct hashed_text *t = wanted;
	struct tagged tagged = read_slot(slot);

	return tagged.hash == t->hash && text_equal(in->entries[tagged.number], t->text);
}

static const struct slot_kind slot_kind = { sizeof(struct tagged), 3, hash_slot, slot_holds };

void
mia__intern_init(struct intern *in, const struct mia_allocator *a)
{
	*in = (struct intern){ .key = mia__hash_random_key(), .count = 1 };
	mia__arena_init(&in->texts, a);
}

void
mia__intern_release(struct intern *in)
{
	const struct mia_allocator *a = &in->texts.a;
	mia__dealloc(a, in->entries, in->cap, sizeof(*in->entries));
	mia__slots_release(&in->slots, a, &slot_kind);
	in->entries = NULL;
	in->cap = 0;
	in->count = 1;
	mia__arena_release(&in->texts);
}

static struct hashed_text
hash_text(const struct intern *in, struct mia_text t)
{
	return (struct hashed_text){ t, (uint32_t)mia__hash_table(in->key, t.ptr, t.len) };
}

uint32_t
mia__intern_find(const struct intern *in, struct mia_text t)
{
	if (!t.ptr || in->slots.count == 0)
		return 0;
	struct hashed_text wanted = hash_text(in, t);
	return read_slot(slots_find(&in->slots, &slot_kind, wanted.hash, in, &wanted)).number;
}

static bool
grow_entries(struct intern *in)
{
	if (in->count < in->cap)
		return true;
	const struct mia_allocator *a = &in->texts.a;
	size_t cap = in->cap ? in->cap * 2 : 32;
	struct mia_text *entries = mia__realloc(a, in->entries, in->cap, cap, sizeof(*entries));
	if (!entries)
		return false;
	if (!in->cap)
		entries[0] = TEXT_ABSENT;
	in->entries = entries;
	in->cap = cap;
	return true;
}

bool
mia__intern_add(struct intern *in, struct mia_text t, uint32_t *ret)
{
	if (!t.ptr) {
		*ret = 0;
		return true;
	}
	struct hashed_text wanted = hash_text(in, t);
	if (in->slots.count) {
		uint32_t id = read_slot(slots_find(&in->slots, &slot_kind, wanted.hash, in, &wanted)).number;
		if (id) {
			*ret = id;
			return true;
		}
	}
	if (in->count >= UINT32_MAX || !grow_entries(in) ||
		!slots_reserve(&in->slots, &in->texts.a, &slot_kind, in))
		return false;
	struct mia_text copy = mia__arena_text(&in->texts, t);
	if (!copy.ptr)
		return false;
	uint32_t id = (uint32_t)in->count++;
	struct tagged tagged = { wanted.hash, id };
	in->entries[id] = copy;
	slots_put(&in->slots, &slot_kind, slots_find(&in->slots, &slot_kind, wanted.hash, in, &wanted),
		&tagged);
	*ret = id;
	return true;
}
