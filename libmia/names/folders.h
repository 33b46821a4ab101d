/*
 * Which records speak of the same folder, and what it is called: the same id
 * in the same mailbox; a record with only a path joins the folder of that
 * path. Any record of the evidence, in scope or not, may give the path
 * (real syncs name the folder by id and a localised name only).
 */
#ifndef MIA_NAMES_FOLDERS_H
#define MIA_NAMES_FOLDERS_H

#include "names/mailboxes.h"

struct folder_entry; /* private to foldernames.c */
enum { FOLDERNAMES_RECENT = 4096 };
struct foldernames {
	struct mia_allocator a;
	struct intern texts;
	struct folder_entry *entries;
	size_t count, cap;
	uint32_t *slots;
	size_t slot_count;
	struct mia_text *lists; /* after seal: the sorted names, one run a folder */
	size_t list_count, list_cap;
	bool sealed;
	/* Entry + 1 by a quick hash of what was written. */
	uint32_t recent[FOLDERNAMES_RECENT];
};

void foldernames_init(struct foldernames *f, const struct mia_allocator *a);
void foldernames_release(struct foldernames *f);
/* The number (from 0) of (mailbox, id), or of (mailbox, path) without an id,
 * or of (mailbox, name) with neither; remembers path and name. false: memory. */
bool foldernames_add(struct foldernames *f, uint32_t mailbox, const struct mia_folder *folder, uint32_t *ret);
/* As mailboxes_merge; mailbox_map translates from's mailbox numbers. */
bool foldernames_merge(struct foldernames *f, const struct foldernames *from, const uint32_t *mailbox_map, uint32_t *map);
/* After mailboxes_seal. Joins by mailbox root; path-only entries join the
 * folder with that path (of several, the one whose id is bytewise least);
 * name-only entries join nothing. */
bool foldernames_seal(struct foldernames *f, const struct mailboxes *m);
/* After seal. Paths, sorted, without repeats; bare names only where no path
 * is known; beyond 32 only how many there are. Borrowed. */
uint32_t foldernames_root(const struct foldernames *f, uint32_t number);
struct mia_texts foldernames_of(const struct foldernames *f, uint32_t number);
struct mia_text foldernames_id(const struct foldernames *f, uint32_t number);

#endif
