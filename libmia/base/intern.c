/* Texts as numbers. */
#include "base/intern.h"

#include "base/text.h"

enum { CHUNK_UNITS = 1 << INTERN_UNIT_BITS, CHUNK_BYTES = CHUNK_UNITS * INTERN_UNIT };
#define CHUNKS_MOST ((size_t)1 << (32 - INTERN_UNIT_BITS))

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
	const struct hashed_text *t = wanted;
	struct tagged tagged = read_slot(slot);

	return tagged.hash == t->hash && text_equal(intern_text(owner, tagged.number), t->text);
}

static const struct slot_kind slot_kind = { sizeof(struct tagged), 3, hash_slot, slot_holds };

void
mia__intern_init(struct intern *in, const struct mia_allocator *a)
{
	*in = (struct intern){ .a = mia__allocator_or_default(a), .key = mia__hash_random_key(), .count = 1 };
}

void
mia__intern_close(struct intern *in)
{
	mia__slots_release(&in->slots, &in->a, &slot_kind);
}

void
mia__intern_release(struct intern *in)
{
	mia__intern_close(in);
	for (size_t i = 0; i < in->chunk_count; i++)
		if (in->chunks[i].allocated)
			mia__dealloc(&in->a, in->chunks[i].bytes, in->chunks[i].allocated, 1);
	mia__dealloc(&in->a, in->chunks, in->chunk_cap, sizeof(*in->chunks));
	mia__dealloc(&in->a, in->entries, in->cap, sizeof(*in->entries));
	*in = (struct intern){ .a = in->a, .key = in->key, .count = 1 };
}

static uint32_t
hash_text(const struct intern *in, struct mia_text t)
{
	return (uint32_t)mia__hash_table(in->key, t.ptr, t.len);
}

static struct tagged *
find_slot(const struct intern *in, struct mia_text t, uint32_t hash)
{
	struct hashed_text wanted = { t, hash };

	return slots_find(&in->slots, &slot_kind, hash, in, &wanted);
}

uint32_t
mia__intern_find(const struct intern *in, struct mia_text t)
{
	if (!t.ptr || in->slots.count == 0)
		return 0;
	return find_slot(in, t, hash_text(in, t))->number;
}

/* A chunk of its own, or several, for a text that is longer than one. */
static bool
add_chunks(struct intern *in, size_t count)
{
	if (in->chunk_count + count > CHUNKS_MOST ||
		!mia__grow(&in->a, &in->chunks, &in->chunk_cap, in->chunk_count + count, sizeof(*in->chunks)))
		return false;
	char *bytes = mia__realloc(&in->a, NULL, 0, count, CHUNK_BYTES);
	if (!bytes)
		return false;
	for (size_t i = 0; i < count; i++)
		in->chunks[in->chunk_count + i] =
			(struct intern_chunk){ bytes + i * CHUNK_BYTES, i ? 0 : count * CHUNK_BYTES };
	in->current = in->chunk_count + count - 1;
	in->chunk_count += count;
	return true;
}

/* Of what a text takes in units, and where that stands. */
static bool
take_units(struct intern *in, size_t units, uint32_t *ret)
{
	size_t count = (units + CHUNK_UNITS - 1) / CHUNK_UNITS, first;

	if (in->chunk_count && units <= CHUNK_UNITS - in->used) {
		*ret = (uint32_t)(in->current << INTERN_UNIT_BITS | in->used);
		in->used += units;
		return true;
	}
	if (!add_chunks(in, count))
		return false;
	first = in->chunk_count - count;
	*ret = (uint32_t)(first << INTERN_UNIT_BITS);
	in->used = units - (count - 1) * CHUNK_UNITS;
	return true;
}

static bool
keep_text(struct intern *in, struct mia_text t, uint32_t *ret)
{
	uint32_t length = (uint32_t)t.len;

	if (t.len > UINT32_MAX - CHUNK_BYTES ||
		!take_units(in, (sizeof(length) + t.len + INTERN_UNIT - 1) / INTERN_UNIT, ret))
		return false;
	char *at =
		in->chunks[*ret >> INTERN_UNIT_BITS].bytes + (size_t)(*ret & (CHUNK_UNITS - 1)) * INTERN_UNIT;
	memcpy(at, &length, sizeof(length));
	if (t.len)
		memcpy(at + sizeof(length), t.ptr, t.len);
	return true;
}

uint32_t
mia__intern_begin(const struct intern *in, struct mia_text t)
{
	uint32_t hash = t.ptr ? hash_text(in, t) : 0;

	if (in->slots.count)
		__builtin_prefetch(slots_at(&in->slots, &slot_kind, hash & (in->slots.count - 1)));
	return hash;
}

bool
mia__intern_end(struct intern *in, struct mia_text t, uint32_t hash, uint32_t *ret)
{
	struct tagged *slot = NULL, tagged = { hash, 0 };
	uint32_t at;

	*ret = 0;
	if (!t.ptr)
		return true;
	if (in->slots.count) {
		slot = find_slot(in, t, hash);
		*ret = slot->number;
		if (*ret)
			return true;
	}
	size_t before = in->slots.count;
	if (in->count >= UINT32_MAX ||
		!mia__grow(&in->a, &in->entries, &in->cap, in->count + 1, sizeof(*in->entries)) ||
		!slots_reserve(&in->slots, &in->a, &slot_kind, in) || !keep_text(in, t, &at))
		return false;
	if (before != in->slots.count)
		slot = find_slot(in, t, hash);
	tagged.number = (uint32_t)in->count++;
	in->entries[tagged.number] = at;
	slots_put(&in->slots, &slot_kind, slot, &tagged);
	*ret = tagged.number;
	return true;
}

bool
mia__intern_add(struct intern *in, struct mia_text t, uint32_t *ret)
{
	return mia__intern_end(in, t, t.ptr ? hash_text(in, t) : 0, ret);
}

static bool
same_key(const struct intern *in, const struct intern *from)
{
	return in->key.k0 == from->key.k0 && in->key.k1 == from->key.k1;
}

static bool
copy_all(struct intern *in, const struct intern *from, uint32_t *map)
{
	for (uint32_t i = 1; i < from->count; i++)
		if (!mia__intern_add(in, intern_text(from, i), &map[i]))
			return false;
	return true;
}

/* Room for all of from, as if none were known. */
static bool
make_room(struct intern *in, const struct intern *from)
{
	size_t count = in->count + from->count;

	if (count > UINT32_MAX || in->chunk_count + from->chunk_count > CHUNKS_MOST ||
		!mia__grow(&in->a, &in->entries, &in->cap, count, sizeof(*in->entries)) ||
		!mia__grow(&in->a, &in->chunks, &in->chunk_cap, in->chunk_count + from->chunk_count + 1,
			sizeof(*in->chunks)))
		return false;
	while (in->slots.count / 4 * slot_kind.quarters < in->slots.used + from->slots.used + 1)
		if (!mia__slots_grow(&in->slots, &in->a, &slot_kind, in))
			return false;
	return true;
}

/* Both tables are in one order, so that walking through the one walks through
 * the other. */
static void
take_slots(struct intern *in, const struct intern *from, uint32_t *map)
{
	uint32_t chunks_before = (uint32_t)in->chunk_count << INTERN_UNIT_BITS;

	for (size_t i = 0; i < from->slots.count; i++) {
		struct tagged tagged = read_slot(slots_at(&from->slots, &slot_kind, i));
		if (!tagged.number)
			continue;
		struct tagged *slot = find_slot(in, intern_text(from, tagged.number), tagged.hash);
		if (!slot->number) {
			struct tagged taken = { tagged.hash, (uint32_t)in->count++ };
			in->entries[taken.number] = from->entries[tagged.number] + chunks_before;
			slots_put(&in->slots, &slot_kind, slot, &taken);
			map[tagged.number] = taken.number;
			continue;
		}
		map[tagged.number] = slot->number;
	}
}

static void
take_chunks(struct intern *in, struct intern *from)
{
	for (size_t i = 0; i < from->chunk_count; i++)
		in->chunks[in->chunk_count + i] = from->chunks[i];
}

bool
mia__intern_merge(struct intern *in, struct intern *from, uint32_t *map)
{
	map[0] = 0;
	if (!same_key(in, from))
		return copy_all(in, from, map);
	if (from->count == 1)
		return true;
	if (!make_room(in, from))
		return false;
	/* The texts stand in both until the slots are taken. */
	take_chunks(in, from);
	take_slots(in, from, map);
	if (in->chunk_count == 0) {
		in->current = from->current;
		in->used = from->used;
	}
	in->chunk_count += from->chunk_count;
	from->chunk_count = 0;
	mia__intern_release(from);
	return true;
}
