/* What sessions keep until they are sealed: no counts, since a record that
 * comes twice counts once, but what has to be counted. */
#ifndef MIA_TIMELINE_GATHER_H
#define MIA_TIMELINE_GATHER_H

#include "base/buf.h"
#include "timeline/names.h"

#include <mia/timeline.h>

enum visit_kind {
	VISIT_OTHER = 0,
	VISIT_BIND = 1,
	VISIT_SYNC = 2
};

/* One copy of one record. */
struct visit {
	unsigned char key[16];
	mia_time time;
	uint64_t unnamed;
	uint64_t record, content;
	uint32_t source;
	uint32_t who;
	uint8_t kind, throttled;
};

struct visit_item {
	unsigned char identity[16];
	uint32_t visit; /* index; after seal of the session */
};

struct visit_folder {
	uint32_t folder;
	uint32_t visit; /* index; after seal of the session */
};

/* Interned as bytes. */
struct who {
	uint32_t mailbox, context;
};

struct session {
	struct mia_session printed;
	uint32_t mailbox;
};

struct mia_sessions {
	struct mia_fold fold;
	struct names names;
	struct intern whos;
	struct buf scratch;
	struct visit *visits;
	size_t visit_count, visit_cap;
	struct visit_item *items;
	size_t item_count, item_cap;
	struct visit_folder *folders;
	size_t folder_count, folder_cap;
	struct session *sessions; /* after seal */
	size_t session_count, session_cap;
	uint32_t *order;          /* after seal: sessions in order */
	size_t order_count;
	bool sealed;
};

static inline struct who
sessions_who(const struct mia_sessions *s, uint32_t number)
{
	struct who who;

	memcpy(&who, intern_text(&s->whos, number).ptr, sizeof(who));
	return who;
}

/* tally.c: counts everything into sessions and brings these into order. */
bool sessions_tally(struct mia_sessions *s);

#endif
