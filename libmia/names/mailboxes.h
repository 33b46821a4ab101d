/*
 * Which records speak of the same mailbox: the same MailboxGuid; where that
 * is missing, the same owner UPN without regard to case; records with both
 * join the two. Numbers are local to one table and provisional until seal.
 */
#ifndef MIA_NAMES_MAILBOXES_H
#define MIA_NAMES_MAILBOXES_H

#include "base/arena.h"
#include "base/intern.h"

#include <mia/event.h>

struct mailbox_entry {
	uint32_t guid;      /* interned, lower case; 0: not stated */
	uint32_t upn_lower; /* interned, lower case; 0: not stated */
	uint32_t upn;       /* interned, as written last */
	mia_time upn_time;  /* when it was written so */
	uint32_t root;      /* after seal: the entry that stands for all joined */
};
enum { MAILBOXES_RECENT = 512, MAILBOXES_AT_ONE_PLACE = 4, MAILBOX_RECENT_TEXT = 118 };

/* A mailbox as a record wrote it: most records name one that was named shortly
 * before. The texts stand here, so that finding it again touches nothing else. */
struct mailbox_recent {
	uint32_t entry;    /* + 1; 0: none */
	uint32_t written;  /* the UPN as written, interned; 0: not known */
	uint8_t guid, upn; /* lengths in text, of the GUID as stated */
	char text[MAILBOX_RECENT_TEXT];
};
struct mailbox_recents {
	struct mailbox_recent v[MAILBOXES_AT_ONE_PLACE];
};
/* What tells them apart without touching them, and which is to go next. */
struct mailbox_tags {
	uint16_t v[MAILBOXES_AT_ONE_PLACE];
	uint8_t next;
};
struct mailbox_names {
	struct mia_allocator a;
	struct intern names;
	struct mailbox_entry *entries;
	size_t count, cap;
	struct slots slots;             /* by (guid, upn_lower): entry + 1 */
	struct mailbox_recents *recent; /* by a quick hash; NULL before the first */
	struct mailbox_tags tags[MAILBOXES_RECENT];
};

/* Is it a display name? Nothing joins it to a mailbox, so a record that has no
 * other name may be of any. */
bool mia__mailbox_name_is_display(struct mia_text name);
void mia__mailbox_names_init(struct mailbox_names *m, const struct mia_allocator *a);
void mia__mailbox_names_release(struct mailbox_names *m);
/* The number (from 0) of the event's (guid, upn) pair. false: out of memory. */
bool mia__mailbox_names_add(struct mailbox_names *m, const struct mia_event *event, uint32_t *ret);
/* Takes all entries of from; map[i] becomes the number of from's entry i. map
 * has from->count elements. */
bool mia__mailbox_names_merge(struct mailbox_names *m, const struct mailbox_names *from, uint32_t *map);
/* Joins. A UPN that stands with several GUIDs joins none of them. */
bool mia__mailbox_names_seal(struct mailbox_names *m);
/* After seal. The name is the UPN as last written (by time, then bytewise),
 * else the GUID, else absent. */
uint32_t mia__mailbox_names_root(const struct mailbox_names *m, uint32_t number);
struct mia_text mia__mailbox_names_name(const struct mailbox_names *m, uint32_t number);
struct mia_text mia__mailbox_names_guid(const struct mailbox_names *m, uint32_t number);
/* After seal: how many names stand with a GUID beside the one that is printed; names: of one of
 * them (the bytewise least pair) the printed and the other one. */
size_t mia__mailbox_names_renamed(const struct mailbox_names *m, struct mia_text names[2]);
/* After seal: beside the name, the other ones that records give each mailbox (in lower case,
 * bytewise), by the number of its root; the lists of all others stay as they are.
 * others: m->count elements. false: out of memory. */
bool mia__mailbox_names_others(const struct mailbox_names *m, struct arena *kept, struct mia_texts *others);

#endif
