/*
 * Subject and size of every item that the evidence names, in scope or not:
 * binds rarely say them, deletes and sends mostly do. An item is known by a
 * hash of mailbox and identity, since its names alone would take more room
 * than all that is reported.
 */
#ifndef MIA_EXPOSURE_SUBJECTS_H
#define MIA_EXPOSURE_SUBJECTS_H

#include "base/buf.h"
#include "event/identity.h"
#include "event/mailboxes.h"

struct subject {
	unsigned char key[16];
	int64_t size;
	uint32_t text; /* in the texts of the exposure; 0: not stated */
	uint32_t used;
};

struct subjects {
	struct mia_allocator a;
	struct hash_key hash;
	struct intern *texts; /* borrowed */
	struct buf name;
	struct subject *slots;
	size_t slot_count, count;
};

void subjects_init(struct subjects *s, const struct mia_allocator *a, struct intern *texts);
void subjects_release(struct subjects *s);
/* Takes notice of an item; of several subjects the bytewise least is kept, of
 * several sizes the largest. The mailbox is that of one record: its GUID, else
 * the owner. false: out of memory. */
bool subjects_add(struct subjects *s, const struct mailboxes *m, uint32_t mailbox, const struct mia_item *item);
bool subjects_merge(struct subjects *s, const struct subjects *from);
/*
 * What records of exactly this mailbox entry said. NULL: nothing. `name` is
 * scratch, so that many threads may ask; it may fail (sticky).
 */
const struct subject *subjects_find(const struct subjects *s, const struct mailbox_entry *entry,
	const struct mailboxes *m, enum item_identity kind, struct mia_text identity, struct buf *name);

#endif
