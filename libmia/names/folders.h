/*
 * Which records speak of the same folder, and what it is called: the same id
 * in the same mailbox; a record with only a path joins the folder of that
 * path. Any record of the evidence, in scope or not, may give the path
 * (real syncs name the folder by id and a localised name only).
 */
#ifndef MIA_NAMES_FOLDERS_H
#define MIA_NAMES_FOLDERS_H

#include "names/mailboxes.h"

struct folder_entry; /* private to folders.c */
enum { FOLDERNAMES_RECENT = 8192, FOLDERNAMES_AT_ONE_PLACE = 4 };

/* A folder as records named it shortly before: what decides is looked at here, and the text of its id
 * where it stands for good, so that most records touch two places. */
struct folder_recent {
	const char *id; /* interned */
	uint32_t id_length;
	uint32_t tag; /* of the quick hash */
	uint32_t mailbox;
	uint32_t path, name; /* interned; 0: not stated */
	uint32_t number;     /* what is handed out, + 1; 0: none */
};
struct folder_recents {
	struct folder_recent v[FOLDERNAMES_AT_ONE_PLACE];
};
struct folder_names {
	struct mia_allocator a;
	struct intern texts;
	struct folder_entry *entries;
	size_t count, cap;
	struct slots slots;     /* by all that is stated: entry + 1 */
	struct mia_text *lists; /* after seal: the sorted names, one run a folder */
	size_t list_count, list_cap;
	bool sealed;
	struct folder_recents *recent; /* by a quick hash of what was written; NULL before the first */
};

void mia__folder_names_init(struct folder_names *f, const struct mia_allocator *a);
void mia__folder_names_release(struct folder_names *f);
/* The number (from 0) of (mailbox, id), or of (mailbox, path) without an id,
 * or of (mailbox, name) with neither; remembers path and name. false: memory. */
bool mia__folder_names_add(struct folder_names *f, uint32_t mailbox, const struct mia_folder *folder,
	uint32_t *ret);
/* As mia__mailbox_names_merge; mailbox_map translates from's mailbox numbers. */
bool mia__folder_names_merge(struct folder_names *f, const struct folder_names *from,
	const uint32_t *mailbox_map, uint32_t *map);
/* After mia__mailbox_names_seal. Joins by mailbox root; path-only entries join the
 * folder with that path (of several, the one whose id is bytewise least);
 * name-only entries join nothing. */
bool mia__folder_names_seal(struct folder_names *f, const struct mailbox_names *m);
/* After seal. Paths, sorted, without repeats; bare names only where no path
 * is known; beyond 32 only how many there are. Borrowed. */
uint32_t mia__folder_names_root(const struct folder_names *f, uint32_t number);
struct mia_texts mia__folder_names_of(const struct folder_names *f, uint32_t number);
struct mia_text mia__folder_names_id(const struct folder_names *f, uint32_t number);

#endif
