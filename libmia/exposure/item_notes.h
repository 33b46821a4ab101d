/*
 * Subject and size of items that the evidence names, in scope or not: many
 * binds say no subject, deletes and sends mostly do. What records in scope say
 * of subjects comes before what others say. An item is
 * known by 96 bits of a hash of mailbox and identity, since the names
 * themselves would take more room than all that is reported.
 */
#ifndef MIA_EXPOSURE_ITEM_NOTES_H
#define MIA_EXPOSURE_ITEM_NOTES_H

#include "base/intern.h"
#include "event/identity.h"
#include "names/mailboxes.h"

struct item_key {
	uint64_t high;
	uint32_t low;
};

/* Neither size nor subject: an empty slot. */
struct item_value {
	uint32_t high[2]; /* of the key; in halves, so that nothing is between two slots */
	uint32_t low;     /* and whether a record in scope said the subject */
	uint32_t size;    /* + 1, and whether an access in scope said it */
	uint32_t subject; /* its number in texts */
};

struct item_notes {
	struct mia_allocator a;
	uint64_t multiplier;  /* random: the hash itself could be aimed at */
	struct intern *texts; /* borrowed */
	struct item_value *slots;
	size_t slot_count, count;
	uint32_t mailbox; /* whose hash is kept */
	bool mailbox_known;
	struct item_key mailbox_hash;
};

void mia__item_notes_init(struct item_notes *s, const struct mia_allocator *a, struct intern *texts);
void mia__item_notes_release(struct item_notes *s);
/* No message is near 2 GiB: such a size is nothing to hand on. */
static inline bool
item_is_sized(const struct mia_item *item)
{
	return item->size_bytes >= 0 && item->size_bytes < INT32_MAX;
}

/* What a record is that names items. */
enum {
	NOTE_IN_SCOPE = 1,        /* the record is in scope, or may be */
	NOTE_ACCESS_IN_SCOPE = 2, /* it is an access besides: its sizes come first */
};
/* Takes notice of items; of several subjects the bytewise least is kept, of
 * several sizes the largest. The mailbox is that of one record: its GUID, else
 * the owner. how: NOTE_*. false: out of memory. */
bool mia__item_notes_add(struct item_notes *s, const struct mailbox_names *m, uint32_t mailbox,
	const struct mia_item *items, size_t count, unsigned how);
/* Takes what from knows; from is empty afterwards. numbers: of each text of
 * from's in those of s. */
bool mia__item_notes_merge(struct item_notes *s, struct item_notes *from, const uint32_t *numbers);
/* What records of exactly this mailbox entry said of an item. */
struct item_note {
	struct mia_text subject; /* absent if none said one; borrowed */
	bool in_scope;           /* a record in scope said the subject */
	uint32_t size;           /* its rank: of several entries of one mailbox the highest counts */
};
/* By what it is looked for, and any thread may: that of a mailbox entry is the
 * same for all its items, and that of an item asks for the memory at the same time. */
struct item_key mia__item_notes_mailbox(const struct mailbox_entry *entry, const struct mailbox_names *m);
struct item_key mia__item_notes_begin(const struct item_notes *s, struct item_key mailbox,
	enum item_identity kind, struct mia_text identity);
struct item_note mia__item_notes_find(const struct item_notes *s, struct item_key key);
/* Whether records in scope said all that there is to say. */
bool mia__item_note_is_full(const struct item_note *note);
int64_t mia__item_notes_size(uint32_t rank);

#endif
