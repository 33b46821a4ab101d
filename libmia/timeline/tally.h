/* The tally of sessions while it goes on: tally.c says who is the same and in
 * which order, count.c counts. */
#ifndef MIA_TIMELINE_TALLY_H
#define MIA_TIMELINE_TALLY_H

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
	struct who_key *keys; /* by who */
	uint32_t *session_of_who;
	uint8_t *in;    /* by who: it has records in scope */
	uint32_t *copy; /* by visit: the copy that counts */
	uint32_t *list; /* what is being sorted */
	size_t list_cap;
};

/* Brings t->list, the numbers below count, into order. false: out of memory. */
bool mia__tally_sort(struct tally *t, size_t count, sort_compare *compare);
/* count.c: into the sessions; the visits stand in t->list in the order of their
 * keys, and t->copy is known. false: out of memory. */
bool mia__tally_count(struct tally *t);

#endif
