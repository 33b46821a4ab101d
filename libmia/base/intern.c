#include "base/intern.h"

#include <string.h>

#include "base/text.h"

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
	mia__dealloc(a, in->hashes, in->cap, sizeof(*in->hashes));
	mia__dealloc(a, in->slots, in->slot_count, sizeof(*in->slots));
	in->entries = NULL;
	in->hashes = NULL;
	in->slots = NULL;
	in->cap = in->slot_count = 0;
	in->count = 1;
	mia__arena_release(&in->texts);
}

/* The slot that holds t, or the empty one where it would stand. */
static uint32_t *
find_slot(const struct intern *in, struct mia_text t, uint32_t hash)
{
	size_t mask = in->slot_count - 1;
	for (size_t i = hash & mask;; i = (i + 1) & mask) {
		uint32_t id = in->slots[i];
		if (id == 0 || (in->hashes[id] == hash && text_equal(in->entries[id], t)))
			return &in->slots[i];
	}
}

uint32_t
mia__intern_find(const struct intern *in, struct mia_text t)
{
	if (!t.ptr || in->slot_count == 0)
		return 0;
	return *find_slot(in, t, (uint32_t)mia__hash_table(in->key, t.ptr, t.len));
}

static bool
grow_entries(struct intern *in)
{
	if (in->count < in->cap)
		return true;
	const struct mia_allocator *a = &in->texts.a;
	size_t cap = in->cap ? in->cap * 2 : 32;
	uint32_t *hashes = mia__alloc(a, cap, sizeof(*hashes));
	if (!hashes)
		return false;
	struct mia_text *entries = mia__realloc(a, in->entries, in->cap, cap, sizeof(*entries));
	if (!entries) {
		mia__dealloc(a, hashes, cap, sizeof(*hashes));
		return false;
	}
	if (in->cap)
		memcpy(hashes, in->hashes, in->count * sizeof(*hashes));
	else
		entries[0] = TEXT_ABSENT;
	mia__dealloc(a, in->hashes, in->cap, sizeof(*in->hashes));
	in->entries = entries;
	in->hashes = hashes;
	in->cap = cap;
	return true;
}

static bool
grow_slots(struct intern *in)
{
	/* At most half full. */
	if (in->count < in->slot_count / 2)
		return true;
	size_t slot_count = in->slot_count ? in->slot_count * 2 : 64;
	uint32_t *slots = mia__alloc(&in->texts.a, slot_count, sizeof(*slots));
	if (!slots)
		return false;
	for (uint32_t id = 1; id < in->count; id++) {
		size_t i = in->hashes[id] & (slot_count - 1);
		while (slots[i])
			i = (i + 1) & (slot_count - 1);
		slots[i] = id;
	}
	mia__dealloc(&in->texts.a, in->slots, in->slot_count, sizeof(*in->slots));
	in->slots = slots;
	in->slot_count = slot_count;
	return true;
}

bool
mia__intern_add(struct intern *in, struct mia_text t, uint32_t *ret)
{
	if (!t.ptr) {
		*ret = 0;
		return true;
	}
	uint32_t hash = (uint32_t)mia__hash_table(in->key, t.ptr, t.len);
	if (in->slot_count) {
		uint32_t id = *find_slot(in, t, hash);
		if (id) {
			*ret = id;
			return true;
		}
	}
	if (in->count >= UINT32_MAX || !grow_entries(in) || !grow_slots(in))
		return false;
	struct mia_text copy = mia__arena_text(&in->texts, t);
	if (!copy.ptr)
		return false;
	uint32_t id = (uint32_t)in->count++;
	in->entries[id] = copy;
	in->hashes[id] = hash;
	*find_slot(in, copy, hash) = id;
	*ret = id;
	return true;
}
