/* Subject and size of every item, in the largest table that there is. */
#include "base/little.h"
#include "exposure/item_notes.h"

#include "base/hash.h"
#include "base/product.h"
#include "base/text.h"

_Static_assert(sizeof(struct item_value) == 20, "the memory budget counts on it");

enum { ITEMS_AT_ONCE = 16 };

/* In the size: as the highest bit it wins over any size. */
#define ACCESS_IN_SCOPE (UINT32_C(1) << 31)
/* In the low part of a key, which leaves the bit: a record in scope said the subject. */
#define SUBJECT_IN_SCOPE (UINT32_C(1) << 27)

void
mia__item_notes_init(struct item_notes *s, const struct mia_allocator *a, struct intern *texts)
{
	*s = (struct item_notes){ .a = *a, .multiplier = mia__hash_random_key().k0 | 1, .texts = texts };
}

void
mia__item_notes_release(struct item_notes *s)
{
	mia__dealloc(&s->a, s->slots, s->slot_count, sizeof(*s->slots));
	s->slots = NULL;
	s->slot_count = s->count = 0;
}

/* The bytes are fixed by the evidence and the hash by the program, so that
 * folds of several runs know an item by the same key. */
static struct item_key
hash_text(struct mia_text t)
{
	unsigned char hash[16];
	struct item_key key;

	mia__hash_identity(t.ptr, t.len, hash);
	key.high = little_load(hash);
	key.low = (uint32_t)little_load(hash + 8);
	return key;
}

struct item_key
mia__item_notes_mailbox(const struct mailbox_entry *entry, const struct mailbox_names *m)
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
	key.low &= ~SUBJECT_IN_SCOPE;
	return key;
}

static struct item_key
key_of(const struct item_value *v)
{
	return (struct item_key){ (uint64_t)v->high[1] << 32 | v->high[0], v->low & ~SUBJECT_IN_SCOPE };
}

static bool
is_empty(const struct item_value *v)
{
	return !v->size && !v->subject;
}

static size_t
first_slot(const struct item_notes *s, struct item_key key)
{
	return (size_t)place_among(key.high * s->multiplier, s->slot_count);
}

/* Its slot, or the empty one where it would stand. */
static struct item_value *
find_slot(const struct item_notes *s, struct item_key key)
{
	size_t slot = first_slot(s, key);

	while (!is_empty(&s->slots[slot])) {
		struct item_key held = key_of(&s->slots[slot]);
		if (held.high == key.high && held.low == key.low)
			break;
		slot = slot + 1 < s->slot_count ? slot + 1 : 0;
	}
	return &s->slots[slot];
}

static bool
grow(struct item_notes *s, size_t slot_count)
{
	struct item_notes larger = *s;

	larger.slot_count = slot_count;
	larger.slots = mia__alloc(&s->a, larger.slot_count, sizeof(*larger.slots));
	if (!larger.slots)
		return false;
	/* Fresh pages that are read before they are written cost two faults each,
	 * the second with an interrupt to every other thread's core. */
	memset(larger.slots, 0, larger.slot_count * sizeof(*larger.slots));
	for (size_t i = 0; i < s->slot_count; i++)
		if (!is_empty(&s->slots[i]))
			*find_slot(&larger, key_of(&s->slots[i])) = s->slots[i];
	mia__dealloc(&s->a, s->slots, s->slot_count, sizeof(*s->slots));
	*s = larger;
	return true;
}

/* The slot of the key, which may be new; NULL: out of memory. */
static struct item_value *
slot_for(struct item_notes *s, struct item_key key)
{
	struct item_value *v;

	if (s->count >= s->slot_count - s->slot_count / 8 &&
		!grow(s, s->slot_count < 64 ? 64 : s->slot_count + s->slot_count / 4))
		return NULL;
	v = find_slot(s, key);
	if (is_empty(v)) {
		v->high[0] = (uint32_t)key.high;
		v->high[1] = (uint32_t)(key.high >> 32);
		v->low = key.low;
		s->count++;
	}
	return v;
}

static bool
is_better(const struct item_notes *s, const struct item_value *v, uint32_t subject, bool in_scope)
{
	bool held_in_scope = (v->low & SUBJECT_IN_SCOPE) != 0;

	if (!v->subject || in_scope != held_in_scope)
		return !v->subject || in_scope;
	return subject != v->subject &&
		text_compare(intern_text(s->texts, subject), intern_text(s->texts, v->subject)) < 0;
}

/* What is 0 was not said; something was. */
static bool
note(struct item_notes *s, struct item_key key, uint32_t size, uint32_t subject, bool in_scope)
{
	struct item_value *v = slot_for(s, key);

	if (!v)
		return false;
	if (v->size < size)
		v->size = size;
	if (subject && is_better(s, v, subject, in_scope)) {
		v->subject = subject;
		v->low |= in_scope ? SUBJECT_IN_SCOPE : 0;
	}
	return true;
}

static bool
add_few(struct item_notes *s, const struct mia_item *items, size_t count, unsigned how)
{
	uint32_t mark = how & NOTE_ACCESS_IN_SCOPE ? ACCESS_IN_SCOPE : 0, begun[ITEMS_AT_ONCE];
	struct item_key keys[ITEMS_AT_ONCE];
	enum item_identity kinds[ITEMS_AT_ONCE];

	/* Each slot is a cache miss: ask for all before the first is used. */
	for (size_t i = 0; i < count; i++) {
		struct mia_text identity;
		kinds[i] = mia__item_identity(&items[i], &identity);
		if (kinds[i] == ITEM_NAMELESS)
			continue;
		keys[i] = join(s->mailbox_hash, kinds[i], identity);
		if (s->slot_count)
			__builtin_prefetch(&s->slots[first_slot(s, keys[i])]);
		begun[i] = mia__intern_begin(s->texts, items[i].subject);
	}
	for (size_t i = 0; i < count; i++) {
		uint32_t size = item_is_sized(&items[i]) ? ((uint32_t)items[i].size_bytes + 1) | mark : 0;
		uint32_t subject;
		if (kinds[i] == ITEM_NAMELESS)
			continue;
		if (!mia__intern_end(s->texts, items[i].subject, begun[i], &subject) ||
			((size || subject) && !note(s, keys[i], size, subject, how & NOTE_IN_SCOPE)))
			return false;
	}
	return true;
}

bool
mia__item_notes_add(struct item_notes *s, const struct mailbox_names *m, uint32_t mailbox,
	const struct mia_item *items, size_t count, unsigned how)
{
	if (!s->mailbox_known || s->mailbox != mailbox) {
		s->mailbox_hash = mia__item_notes_mailbox(&m->entries[mailbox], m);
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
make_room(struct item_notes *s, const struct item_notes *from)
{
	size_t count = s->count + from->count, slots = count + count / 7 + 64;

	return from->count == 0 || slots <= s->slot_count || grow(s, slots);
}

bool
mia__item_notes_merge(struct item_notes *s, struct item_notes *from, const uint32_t *numbers)
{
	if (!make_room(s, from))
		return false;
	for (size_t i = 0; i < from->slot_count; i++) {
		const struct item_value *v = &from->slots[i];
		if (!is_empty(v) &&
			!note(s, key_of(v), v->size, v->subject ? numbers[v->subject] : 0,
				(v->low & SUBJECT_IN_SCOPE) != 0))
			return false;
	}
	mia__item_notes_release(from);
	return true;
}

struct item_key
mia__item_notes_begin(const struct item_notes *s, struct item_key mailbox, enum item_identity kind,
	struct mia_text identity)
{
	struct item_key key = join(mailbox, kind, identity);

	if (s->slot_count)
		__builtin_prefetch(&s->slots[first_slot(s, key)]);
	return key;
}

struct item_note
mia__item_notes_find(const struct item_notes *s, struct item_key key)
{
	const struct item_value *v = s->slot_count ? find_slot(s, key) : NULL;

	if (!v || is_empty(v))
		return (struct item_note){ .subject = TEXT_ABSENT };
	return (struct item_note){
		.subject = intern_text(s->texts, v->subject),
		.in_scope = v->subject && (v->low & SUBJECT_IN_SCOPE),
		.size = v->size,
	};
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
