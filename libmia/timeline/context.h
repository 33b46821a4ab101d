/* What timeline and sessions both keep of every event: its texts, its context,
 * the mailbox and the folders it names, and what the scope says of it. */
#ifndef MIA_TIMELINE_CONTEXT_H
#define MIA_TIMELINE_CONTEXT_H

#include "names/folders.h"

#include <mia/scope.h>

/* Who came how; interned texts. Kept once for all records that share it. */
struct context {
	uint32_t actor, logon, session_id, client_ip, client_ip_raw, client, client_info, app_id, service;
};

struct names {
	struct mia_allocator a;
	const struct mia_scope *scope; /* borrowed; NULL: everything */
	struct mia_matcher *matcher;
	struct intern texts;
	struct intern contexts;        /* the bytes of a struct context */
	struct mailboxes mailboxes;
	struct foldernames folders;
	/* Of the event last noted: the numbers of event->folders, then those of
	 * sync->folders. */
	uint32_t *numbers;
	size_t number_cap;
};

/* From the numbers of a merged fold to ours. */
struct names_maps {
	uint32_t *texts, *contexts, *mailboxes, *folders;
	size_t text_count, context_count, mailbox_count, folder_count;
};

enum mia_status names_init(struct names *n, const struct mia_allocator *a,
	const struct mia_scope *scope, struct mia_error *err);
void names_release(struct names *n);
/* Mailbox and folders of any event, in scope or not: they may name what events
 * in scope know only by number. */
bool names_note(struct names *n, const struct mia_event *event, uint32_t *mailbox);
enum mia_match names_match(struct names *n, const struct mia_event *event);
bool names_context(struct names *n, const struct mia_event *event, uint32_t *ret);
struct context names_context_of(const struct names *n, uint32_t number);
/* Release the maps also after false. */
bool names_merge(struct names *n, const struct names *from, struct names_maps *maps);
void names_maps_release(const struct names *n, struct names_maps *maps);
bool names_seal(struct names *n);

static inline struct mia_text
names_text(const struct names *n, uint32_t id)
{
	return intern_text(&n->texts, id);
}

#endif
