/*
 * Until when what a record set lasted: notes of every record that sets or ends
 * something, in scope or not, paired at the seal. Commutative: the order of
 * records and of merges decides nothing.
 */
#ifndef MIA_NAMES_LASTING_H
#define MIA_NAMES_LASTING_H

#include "base/intern.h"
#include "event/lasting.h"
#include "names/mailboxes.h"

struct lasting_note {
	unsigned char key[16]; /* of the record */
	mia_time time;
	uint32_t sets, ends, left;                /* bits; after seal: which of them stand */
	uint32_t mailbox, second, name, part, id; /* interned */
	uint32_t owner;                           /* after seal: root of the mailbox, or NOT_IN_DIRECTORY */
	uint32_t end;                             /* after seal: the note that ended it, or NO_NOTE */
	uint32_t forwarded_until;                 /* the same of the bits that forward */
	uint8_t kind, makes, resumes, forgets, own;
	uint8_t copy; /* after seal: another note of the record speaks for it */
};
#define NO_NOTE UINT32_MAX

struct lasting_notes {
	struct mia_allocator a;
	struct intern texts;
	struct lasting_note *v;
	size_t count, cap;
	uint32_t *by_key; /* after seal: one note of each record, in order of keys */
	size_t key_count;
};

void mia__lasting_init(struct lasting_notes *n, const struct mia_allocator *a);
void mia__lasting_release(struct lasting_notes *n);
/* These answer false when memory is refused. */
bool mia__lasting_note(struct lasting_notes *n, const struct mia_event *event, enum mark mark);
bool mia__lasting_merge(struct lasting_notes *n, const struct lasting_notes *from);
/* The mailboxes are sealed. */
bool mia__lasting_seal(struct lasting_notes *n, const struct mailbox_names *mailboxes);
/* The note that ended what the record of this key set; NULL: none did. */
const struct lasting_note *mia__lasting_end(const struct lasting_notes *n, const unsigned char key[16]);
/* The same of the forwarding that it set, beside all else. */
const struct lasting_note *mia__lasting_end_of_forwarding(const struct lasting_notes *n,
	const unsigned char key[16]);

#endif
