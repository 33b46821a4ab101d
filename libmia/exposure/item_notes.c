/* Subject and size of every item, in the largest table that there is. */
#include "exposure/item_notes.h"

#include "base/hash.h"
#include "base/text.h"

_Static_assert(sizeof(struct item_value) == 16, "the memory budget counts on it");

enum { ITEMS_AT_ONCE = 16 };

void
mia__item_notes_init(struct item_notes *s, const struct mia_allocator *a, struct intern *texts)
{
	*s = (struct item_notes){ .a = *a, .multiplier = mia__hash_random_key().k0 | 1, .texts = texts };
}

static void
release(struct item_notes *s, struct item_map *map)
{
	mia__dealloc(&s->a, map->slots, map->slot_count, sizeof(*map->slots));
	*map = (struct item_map){ 0 };
}

void
mia__item_notes_release(struct item_notes *s)
{
	release(s, &s->by_text);
	release(s, &s->others);
	release(s, &s->by_size);
}

/* The bytes are fixed by the evidence and the hash by the program, so that
 * folds of several runs know an item by the same key. */
static struct item_key
hash_text(struct mia_text t)
{
	unsigned char hash[16];
	struct item_key key;

	mia__hash_identity(t.ptr, t.len, hash);
	memcpy(&key.high, hash, 8);
	memcpy(&key.low, hash + 8, 4);
	return key;
}

static struct item_key
hash_mailbox(const struct mailbox_entry *entry, const struct mailbox_names *m)
{
	struct item_key key = hash_text(intern_text(&m->names, entry->guid ? entry->guid : entry->upn_lower));

	key.low ^= entry->guid ? 1 : 2;
	return key;
}

static struct item_key
join(struct item_key mailbox, enum item_identity kind, struct mia_text identity)
{
	struct item_key key = hash_text(identity);

	/* Rotated, so that mailbox and item do not change places. */
	key.high ^= mailbox.high << 13 | mailbox.high >> 51;
	key.low ^= mailbox.low ^ (uint32_t)kind << 28;
	return key;
}

static size_t
first_slot(const struct item_notes *s, const struct item_map *map, struct item_key key)
{
	return (size_t)((unsigned __int128)(key.high * s->multiplier) * map->slot_count >> 64);
}

static size_t
find_slot(const struct item_notes *s, const struct item_map *map, struct item_key key)
{
	size_t slot = first_slot(s, map, key);

	while (map->slots[slot].value &&
		(map->slots[slot].high != key.high || map->slots[slot].low != key.low))
		slot = slot + 1 < map->slot_count ? slot + 1 : 0;
	return slot;
}

static bool
grow(struct item_notes *s, struct item_map *map, size_t slot_count)
{
	struct item_map larger = { .slot_count = slot_count, .count = map->count };

	larger.slots = mia__alloc(&s->a, larger.slot_count, sizeof(*larger.slots));
	if (!larger.slots)
		return false;
	/* Fresh pages that are read before they are written cost two faults each,
	 * the second with an interrupt to every other thread's core. */
	memset(larger.slots, 0, larger.slot_count * sizeof(*larger.slots));
	for (size_t i = 0; i < map->slot_count; i++)
		if (map->slots[i].value)
			larger.slots[find_slot(s, &larger,
				(struct item_key){ map->slots[i].high, map->slots[i].low })] = map->slots[i];
	mia__dealloc(&s->a, map->slots, map->slot_count, sizeof(*map->slots));
	*map = larger;
	return true;
}

/* The slot of the key, which may be new; NULL: out of memory. */
static struct item_value *
slot_for(struct item_notes *s, struct item_map *map, struct item_key key)
{
	struct item_value *v;

	if (map->count >= map->slot_count - map->slot_count / 8 &&
		!grow(s, map, map->slot_count < 64 ? 64 : map->slot_count + map->slot_count / 2))
		return NULL;
	v = &map->slots[find_slot(s, map, key)];
	if (!v->value) {
		v->high = key.high;
		v->low = key.low;
		map->count++;
	}
	return v;
}

static bool
note_size(struct item_notes *s, struct item_key key, uint32_t value)
{
	struct item_value *v = slot_for(s, &s->by_size, key);

	if (v && v->value < value)
		v->value = value;
	return v != NULL;
}

static bool
note_text(struct item_notes *s, struct item_map *map, struct item_key key, struct mia_text text)
{
	struct item_value *v;
	uint32_t number;

	if (!mia__intern_add(s->texts, text, &number))
		return false;
	v = slot_for(s, map, key);
	if (v && (!v->value || text_compare(text, intern_text(s->texts, v->value)) < 0))
		v->value = number;
	return v != NULL;
}

/* As the highest bit it wins over any size. */
#define ACCESS_IN_SCOPE (UINT32_C(1) << 31)

static bool
add_few(struct item_notes *s, const struct mia_item *items, size_t count, unsigned how)
{
	struct item_map *texts = how & NOTE_IN_SCOPE ? &s->by_text : &s->others;
	uint32_t mark = how & NOTE_ACCESS_IN_SCOPE ? ACCESS_IN_SCOPE : 0;
	struct item_key keys[ITEMS_AT_ONCE];
	enum item_identity kinds[ITEMS_AT_ONCE];

	/* Each slot is a cache miss: ask for all before the first is used. */
	for (size_t i = 0; i < count; i++) {
		struct mia_text identity;
		kinds[i] = mia__item_identity(&items[i], &identity);
		if (kinds[i] == ITEM_NAMELESS)
			continue;
		keys[i] = join(s->mailbox_hash, kinds[i], identity);
		if (s->by_size.slot_count)
			__builtin_prefetch(&s->by_size.slots[first_slot(s, &s->by_size, keys[i])]);
	}
	for (size_t i = 0; i < count; i++) {
		if (kinds[i] == ITEM_NAMELESS)
			continue;
		if (item_is_sized(&items[i]) &&
			!note_size(s, keys[i], ((uint32_t)items[i].size_bytes + 1) | mark))
			return false;
		if (items[i].subject.ptr && !note_text(s, texts, keys[i], items[i].subject))
			return false;
	}
	return true;
}

bool
mia__item_notes_add(struct item_notes *s, const struct mailbox_names *m, uint32_t mailbox,
	const struct mia_item *items, size_t count, unsigned how)
{
	if (!s->mailbox_known || s->mailbox != mailbox) {
		s->mailbox_hash = hash_mailbox(&m->entries[mailbox], m);
		s->mailbox = mailbox;
		s->mailbox_known = true;
	}
	for (size_t i = 0; i < count; i += ITEMS_AT_ONCE)
		if (!add_few(s, items + i, count - i < ITEMS_AT_ONCE ? count - i : ITEMS_AT_ONCE, how))
			return false;
	return true;
}

/* One step for all that comes: growing by and by would need room for three
 * tables at once. */
static bool
make_room(struct item_notes *s, struct item_map *map, const struct item_map *from)
{
	size_t count = map->count + from->count, slots = count + count / 7 + 64;

	return from->count == 0 || slots <= map->slot_count || grow(s, map, slots);
}

static bool
merge_texts(struct item_notes *s, struct item_map *map, struct item_notes *from, struct item_map *texts)
{
	if (!make_room(s, map, texts))
		return false;
	for (size_t i = 0; i < texts->slot_count; i++) {
		const struct item_value *v = &texts->slots[i];
		if (v->value &&
			!note_text(s, map, (struct item_key){ v->high, v->low },
				intern_text(from->texts, v->value)))
			return false;
	}
	release(from, texts);
	return true;
}

bool
mia__item_notes_merge(struct item_notes *s, struct item_notes *from)
{
	if (!make_room(s, &s->by_size, &from->by_size))
		return false;
	for (size_t i = 0; i < from->by_size.slot_count; i++) {
		const struct item_value *v = &from->by_size.slots[i];
		if (v->value && !note_size(s, (struct item_key){ v->high, v->low }, v->value))
			return false;
	}
	release(from, &from->by_size);
	return merge_texts(s, &s->by_text, from, &from->by_text) &&
		merge_texts(s, &s->others, from, &from->others);
}

static uint32_t
find_value(const struct item_notes *s, const struct item_map *map, struct item_key key)
{
	return map->slot_count ? map->slots[find_slot(s, map, key)].value : 0;
}

struct item_note
mia__item_notes_find(const struct item_notes *s, const struct mailbox_entry *entry,
	const struct mailbox_names *m, enum item_identity kind, struct mia_text identity)
{
	struct item_key key = join(hash_mailbox(entry, m), kind, identity);
	uint32_t text = find_value(s, &s->by_text, key);
	struct item_note note = { .in_scope = text != 0, .size = find_value(s, &s->by_size, key) };

	note.subject = intern_text(s->texts, text ? text : find_value(s, &s->others, key));
	return note;
}

bool
mia__item_note_is_full(const struct item_note *note)
{
	return note->in_scope && (note->size & ACCESS_IN_SCOPE);
}

int64_t
mia__item_notes_size(uint32_t rank)
{
	uint32_t value = rank & ~ACCESS_IN_SCOPE;

	return value ? (int64_t)value - 1 : MIA_SIZE_UNKNOWN;
}
