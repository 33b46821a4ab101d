#include "exposure/subjects.h"

#include "base/text.h"

_Static_assert(sizeof(struct subject) == 32, "the memory budget counts on it");

void
subjects_init(struct subjects *s, const struct mia_allocator *a, struct intern *texts)
{
	*s = (struct subjects){ .a = *a, .hash = hash_random_key(), .texts = texts };
	buf_init(&s->name, a);
}

void
subjects_release(struct subjects *s)
{
	mia_dealloc(&s->a, s->slots, s->slot_count, sizeof(*s->slots));
	s->slots = NULL;
	s->slot_count = s->count = 0;
	buf_release(&s->name);
}

/* The bytes are fixed by the evidence and the hash by the program, so that
 * folds of several runs know an item by the same key. */
static bool
name_item(struct buf *name, const struct mailbox_entry *entry, const struct mailboxes *m,
	enum item_identity kind, struct mia_text identity, unsigned char key[16])
{
	buf_clear(name);
	buf_byte(name, entry->guid ? 'G' : 'U');
	buf_text(name, intern_text(&m->names, entry->guid ? entry->guid : entry->upn_lower));
	buf_byte(name, '\0');
	buf_byte(name, (char)('0' + kind));
	buf_text(name, identity);
	if (name->failed)
		return false;
	hash_identity(name->ptr, name->len, key);
	return true;
}

/* The identity's hash is not keyed, so its low bits could be aimed at. */
static size_t
find_slot(const struct subjects *s, const unsigned char key[16])
{
	size_t mask = s->slot_count - 1;
	size_t slot = (size_t)hash_table(s->hash, key, 16) & mask;

	while (s->slots[slot].used && memcmp(s->slots[slot].key, key, 16) != 0)
		slot = (slot + 1) & mask;
	return slot;
}

static bool
grow(struct subjects *s)
{
	struct subject *old = s->slots;
	size_t old_count = s->slot_count;
	size_t count = old_count ? old_count * 2 : 64;
	struct subject *slots = mia_alloc(&s->a, count, sizeof(*slots));

	if (!slots)
		return false;
	s->slots = slots;
	s->slot_count = count;
	for (size_t i = 0; i < old_count; i++)
		if (old[i].used)
			slots[find_slot(s, old[i].key)] = old[i];
	mia_dealloc(&s->a, old, old_count, sizeof(*old));
	return true;
}

static bool
note(struct subjects *s, const unsigned char key[16], struct mia_text text, int64_t size)
{
	if (s->count >= s->slot_count / 4 * 3 && !grow(s))
		return false;
	struct subject *subject = &s->slots[find_slot(s, key)];
	if (!subject->used) {
		*subject = (struct subject){ .size = MIA_SIZE_UNKNOWN, .used = 1 };
		memcpy(subject->key, key, 16);
		s->count++;
	}
	if (size > subject->size)
		subject->size = size;
	if (!text.ptr || (subject->text && text_compare(text, intern_text(s->texts, subject->text)) >= 0))
		return true;
	return intern_add(s->texts, text, &subject->text);
}

bool
subjects_add(struct subjects *s, const struct mailboxes *m, uint32_t mailbox, const struct mia_item *item)
{
	unsigned char key[16];
	struct mia_text identity;
	enum item_identity kind = item_identity(item, &identity);

	if (kind == ITEM_NAMELESS || (!item->subject.ptr && item->size_bytes < 0))
		return true;
	return name_item(&s->name, &m->entries[mailbox], m, kind, identity, key) &&
		note(s, key, item->subject, item->size_bytes);
}

bool
subjects_merge(struct subjects *s, const struct subjects *from)
{
	for (size_t i = 0; i < from->slot_count; i++) {
		const struct subject *subject = &from->slots[i];
		if (subject->used && !note(s, subject->key, intern_text(from->texts, subject->text), subject->size))
			return false;
	}
	return true;
}

const struct subject *
subjects_find(const struct subjects *s, const struct mailbox_entry *entry, const struct mailboxes *m,
	enum item_identity kind, struct mia_text identity, struct buf *name)
{
	unsigned char key[16];

	if (s->slot_count == 0 || !name_item(name, entry, m, kind, identity, key))
		return NULL;
	const struct subject *subject = &s->slots[find_slot(s, key)];
	return subject->used ? subject : NULL;
}
