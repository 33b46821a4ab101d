/* What timeline and sessions both keep of every event: its texts, its context,
 * the mailbox and the folders it names, and what the scope says of it. */
#ifndef MIA_TIMELINE_KEPT_H
#define MIA_TIMELINE_KEPT_H

#include "base/buf.h"
#include "names/folders.h"

#include <mia/scope.h>

/* Who came how to which mailbox; interned texts. Kept once for all records that share it. */
struct context {
	uint32_t mailbox; /* its number in mailboxes */
	uint32_t actor, logon, session_id, client_ip, client_ip_raw, client, client_info, app_id, service;
	uint32_t actor_info, other_app_ids, device_id, token_object_id;
	uint32_t by_application; /* enum mia_known */
};

/* The texts of an event that are kept, each with a memory of its own. */
enum kept_text {
	KEPT_ACTOR,
	KEPT_LOGON,
	KEPT_SESSION,
	KEPT_IP,
	KEPT_CLIENT,
	KEPT_CLIENT_INFO,
	KEPT_APP,
	KEPT_SERVICE,
	KEPT_ACTOR_INFO,
	KEPT_DEVICE,
	KEPT_TOKEN,
	KEPT_OTHER_APP, /* the ids beside the one that is shown, three of them */
	KEPT_OPERATION,
	KEPT_SOURCE,
	KEPT_TEXTS
};
enum { KEPT_RECENT = 128, KEPT_LISTS = 64 };

/* Ids of applications as numbers, and the list that they gave. */
struct kept_list {
	uint32_t of[6];
	uint32_t list;
	bool known;
};

struct kept {
	struct mia_allocator a;
	const struct mia_scope *scope; /* borrowed; NULL: everything */
	struct mia_matcher *matcher;
	struct intern texts;
	struct buf scratch;
	struct intern contexts; /* the bytes of a struct context */
	struct mailbox_names mailboxes;
	struct folder_names folders;
	/* Of the event last noted: the numbers of event->folders, then those of
	 * sync->folders. */
	uint32_t *numbers;
	size_t number_cap;
	/* Numbers of texts by a quick hash: most records say what one shortly before said. */
	uint32_t recent[KEPT_TEXTS][KEPT_RECENT];
	struct kept_list lists[KEPT_LISTS];
};

/* From the numbers of a merged fold to ours. */
struct kept_maps {
	uint32_t *texts, *contexts, *mailboxes, *folders;
	size_t text_count, context_count, mailbox_count, folder_count;
};

enum mia_status mia__kept_init(struct kept *n, const struct mia_allocator *a, const struct mia_scope *scope,
	struct mia_error *err);
void mia__kept_release(struct kept *n);
/* Mailbox and folders of any event, in scope or not: they may name what events
 * in scope know only by number. */
bool mia__kept_note(struct kept *n, const struct mia_event *event, uint32_t *mailbox);
enum mia_match mia__kept_match(struct kept *n, const struct mia_event *event);
/* As mia_matcher_missing: 0 unless the scope cannot tell. */
unsigned mia__kept_missing(struct kept *n, const struct mia_event *event);
/* As mia__intern_add into n->texts. */
bool mia__kept_text(struct kept *n, enum kept_text which, struct mia_text text, uint32_t *ret);
bool mia__kept_context(struct kept *n, const struct mia_event *event, uint32_t mailbox, uint32_t *ret);
/* Do two contexts contradict each other: both state a thing, and not the same? What one of
 * them merely lacks, or writes in another case, is none. */
bool mia__kept_contradict(const struct kept *n, uint32_t x, uint32_t y);
/* Of two contexts, in an order that hangs on their texts alone. */
int mia__kept_compare(const struct kept *n, uint32_t x, uint32_t y);
struct context mia__kept_context_of(const struct kept *n, uint32_t number);
/* Of one that is still empty: so that both can be merged without hashing again. */
void mia__kept_share(struct kept *n, const struct kept *like);
/* Takes the texts of `from` over, which is of no use afterwards. Release the maps
 * also after false. */
bool mia__kept_merge(struct kept *n, struct kept *from, struct kept_maps *maps);
void mia__kept_maps_release(const struct kept *n, struct kept_maps *maps);
bool mia__kept_seal(struct kept *n);

static inline struct mia_text
names_text(const struct kept *n, uint32_t id)
{
	return intern_text(&n->texts, id);
}

#endif
