/*
 * Subject and size of every item that the evidence names, in scope or not:
 * binds rarely say a subject, deletes and sends mostly do. An item is known by
 * 96 bits of a hash of mailbox and identity, since the names themselves would
 * take more room than all that is reported.
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

struct item_value {
	uint64_t high;
	uint32_t low;
	uint32_t value; /* 0: empty slot */
};

struct item_map {
	struct item_value *slots;
	size_t slot_count, count;
};

struct item_notes {
	struct mia_allocator a;
	uint64_t multiplier;     /* random: the hash itself could be aimed at */
	struct intern *texts;    /* borrowed */
	struct item_map by_text; /* number of the subject in texts */
	struct item_map by_size; /* size + 1, and ACCESS_IN_SCOPE */
	uint32_t mailbox;        /* whose hash is kept */
	bool mailbox_known;
	struct item_key mailbox_hash;
};

void mia__item_notes_init(struct item_notes *s, const struct mia_allocator *a, struct intern *texts);
void mia__item_notes_release(struct item_notes *s);
/* Takes notice of items; of several subjects the bytewise least is kept, of
 * several sizes the largest, and what accesses in scope say before all else. The mailbox is that of one record: its GUID, else
 * the owner. false: out of memory. */
bool mia__item_notes_add(struct item_notes *s, const struct mailbox_names *m, uint32_t mailbox,
	const struct mia_item *items, size_t count, bool in_scope);
/* Takes what from knows; from is empty afterwards. */
bool mia__item_notes_merge(struct item_notes *s, struct item_notes *from);
/*
 * What records of exactly this mailbox entry said: the subject, absent if
 * none did, and the rank of the size. Of several entries of one mailbox the
 * highest rank counts; mia__item_notes_size tells the size. Any thread.
 */
uint32_t mia__item_notes_find(const struct item_notes *s, const struct mailbox_entry *entry,
	const struct mailbox_names *m, enum item_identity kind, struct mia_text identity,
	struct mia_text *subject);
int64_t mia__item_notes_size(uint32_t rank);

#endif
