/*
 * Which records speak of the same mailbox: the same MailboxGuid; where that
 * is missing, the same owner UPN without regard to case; records with both
 * join the two. Numbers are local to one table and provisional until seal.
 */
#ifndef MIA_NAMES_MAILBOXES_H
#define MIA_NAMES_MAILBOXES_H

#include "base/intern.h"

#include <mia/event.h>

struct mailbox_entry {
	uint32_t guid;       /* interned, lower case; 0: not stated */
	uint32_t upn_lower;  /* interned, lower case; 0: not stated */
	uint32_t upn;        /* interned, as written last */
	mia_time upn_time;   /* when it was written so */
	uint32_t root;       /* after seal: the entry that stands for all joined */
};
enum { MAILBOXES_RECENT = 512 };
struct mailboxes {
	struct mia_allocator a;
	struct intern names;
	struct mailbox_entry *entries;
	size_t count, cap;
	uint32_t *slots; /* (guid, upn_lower) -> entry + 1 */
	size_t slot_count;
	/* Entry + 1 by a quick hash of the texts as written: most records name a
	 * mailbox that was named shortly before. */
	uint32_t recent[MAILBOXES_RECENT];
};

void mailboxes_init(struct mailboxes *m, const struct mia_allocator *a);
void mailboxes_release(struct mailboxes *m);
/* The number (from 0) of the event's (guid, upn) pair. false: out of memory. */
bool mailboxes_add(struct mailboxes *m, const struct mia_event *event, uint32_t *ret);
/* Takes all entries of from; map[i] becomes the number of from's entry i. map
 * has from->count elements. */
bool mailboxes_merge(struct mailboxes *m, const struct mailboxes *from, uint32_t *map);
/* Joins. A UPN that stands with several GUIDs joins none of them. */
bool mailboxes_seal(struct mailboxes *m);
/* After seal. The name is the UPN as last written (by time, then bytewise),
 * else the GUID, else absent. */
uint32_t mailboxes_root(const struct mailboxes *m, uint32_t number);
struct mia_text mailboxes_name(const struct mailboxes *m, uint32_t number);
struct mia_text mailboxes_guid(const struct mailboxes *m, uint32_t number);

#endif
