/* The tally of sessions while it goes on: tally.c says who is the same and in
 * which order, count.c counts, unusual.c and shared.c look for what is odd, and
 * printed.c puts together what is handed out. */
#ifndef MIA_TIMELINE_TALLY_H
#define MIA_TIMELINE_TALLY_H

#include "base/hash.h"
#include "base/sort.h"
#include "timeline/gather.h"

/* What makes two of them one session; interned texts, folded where case does
 * not matter, an empty text as an absent one. */
struct who_key {
	uint32_t mailbox, actor, logon, session_id, client_ip, client_info, app_id;
	uint32_t actor_info, device_id, token_object_id, by_application;
};

struct tally {
	struct mia_sessions *s;
	struct who_key *keys;     /* by who */
	struct hash_key hash;     /* brings equal ones together */
	uint32_t *session_of_who; /* and NO_SESSION for number 0 */
	uint32_t *members;        /* whos, those of one session together */
	uint8_t *in;              /* by who: it has records in scope */
	size_t who_count;
	uint32_t *copy; /* by visit: the copy that counts */
	struct session *sessions;
	size_t session_count;
	struct mia_address *addresses; /* by session */
	mia_time *mailbox_first;       /* by root: first record of the mailbox */
	size_t mailbox_count;
	/* What is being sorted. */
	uint32_t *list;
	size_t list_cap;
	struct sort_pair *pairs; /* sessions, or folders */
	size_t pair_cap;
};

#define NO_SESSION UINT32_MAX

/* Each answers false when memory is refused. */

/* copies.c: fills `copy`, and brings the visits into the order of their keys in `list`. */
bool mia__tally_join_copies(struct tally *t);
/* count.c: into the sessions; the visits stand in t->list in the order of their
 * keys, and t->copy is known. */
bool mia__tally_count(struct tally *t);
/* unusual.c: what is unusual of whom. */
bool mia__tally_find_unusual(struct tally *t);
/* shared.c: whose session id came with several clients, apps, networks. */
bool mia__tally_find_shared(struct tally *t);
/* printed.c: the `count` sessions of the list, as they are handed out. */
bool mia__tally_print(struct tally *t, const uint32_t *list, size_t count);

#endif
