/* What sessions keep until they are sealed: no counts, since a record that
 * comes twice counts once, but what has to be counted. */
#ifndef MIA_TIMELINE_GATHER_H
#define MIA_TIMELINE_GATHER_H

#include "base/buf.h"
#include "timeline/kept.h"

#include <mia/timeline.h>

enum visit_kind { VISIT_OTHER = 0, VISIT_BIND = 1, VISIT_SYNC = 2 };

/* One copy of one record. */
struct visit {
	unsigned char key[16];
	mia_time time;
	uint64_t unnamed;
	uint64_t record;
	uint32_t source;
	uint32_t who;
	uint32_t listed;  /* items that a bind names, without regard to repeats */
	uint16_t missing; /* why the scope cannot tell; 0: it holds the record */
	uint8_t kind;
	uint8_t throttled : 1;
	uint8_t contradicted : 1; /* after seal: a copy of the record says that somebody else came */
};
_Static_assert(sizeof(struct visit) == 56, "one for each copy of a record in scope");

/* One copy of a bind that is out of scope: only how much it is. */
struct aside {
	unsigned char key[16];
	uint32_t who, listed;
};

struct visit_item {
	unsigned char identity[16];
	uint32_t visit; /* index; after seal of the session */
};

struct visit_folder {
	uint32_t folder;
	uint32_t visit; /* index; after seal of the session */
};

/* What may be new to a mailbox. */
enum trait { TRAIT_ADDRESS, TRAIT_CLIENT, TRAIT_APP, TRAIT_LOGON, TRAIT_COUNT };

/* What a session may be found unusual by; in the order in which it is told. */
enum unusual {
	UNUSUAL_ADDRESS = 1 << 0,
	UNUSUAL_CLIENT = 1 << 1,
	UNUSUAL_APP = 1 << 2,
	UNUSUAL_LOGON = 1 << 3,
	UNUSUAL_VOLUME = 1 << 4,
	UNUSUAL_ABUSED_APP = 1 << 5,
	UNUSUAL_VERSIONS = 1 << 6
};

/* What one session id came with more than one of; in the order in which it is told. */
enum shared { SHARED_CLIENTS = 1 << 0, SHARED_APPS = 1 << 1, SHARED_NETWORKS = 1 << 2 };

/* While it is counted; what is printed is put together at the end. A who is the
 * number of a context, which names the mailbox too. */
struct session {
	/* By the whole evidence, in scope or not. */
	uint64_t listed;
	mia_time first;
	/* Of the records that it is told over. */
	uint64_t unnamed;
	mia_time first_seen, last_seen;
	uint32_t binds, syncs, others, throttled, messages, folders;
	uint32_t untold;
	uint32_t traits[TRAIT_COUNT]; /* interned texts; 0: not stated */
	uint32_t mailbox;
	uint32_t mailbox_root;
	uint32_t id;         /* session id, interned, folded; 0: not stated */
	uint32_t other_apps; /* interned */
	uint32_t whos;       /* where its whos begin in a tally's members */
	uint32_t who_count;
	uint8_t unusual, shared;
	uint8_t match; /* enum mia_match */
};

struct mia_sessions {
	struct mia_fold fold;
	struct kept names;
	const struct mia_watch *watch; /* borrowed; may be NULL */
	const struct mia_geo *geo;     /* borrowed; may be NULL */
	unsigned threads;
	mia_time *firsts; /* by who: its first record, in scope or not */
	size_t first_cap;
	struct buf scratch;
	struct visit *visits;
	size_t visit_count, visit_cap;
	struct visit_item *items;
	size_t item_count, item_cap;
	struct visit_folder *folders;
	size_t folder_count, folder_cap;
	struct aside *asides;
	size_t aside_count, aside_cap;
	struct mia_session *printed; /* after seal */
	size_t printed_count;
	uint32_t *order;         /* after seal: those printed, in order */
	struct mia_text *labels; /* after seal: what the lists of printed sessions hold */
	size_t label_count, label_cap;
	struct mia_untold untold; /* after seal */
	uint64_t conflicts;       /* after seal: records whose copies contradict each other */
	bool sealed;
};

/* sessions.c: visits, items, folders and asides. */
void mia__sessions_release_records(struct mia_sessions *s);
/* tally.c: counts everything into sessions and brings these into order. */
bool mia__sessions_tally(struct mia_sessions *s);

#endif
