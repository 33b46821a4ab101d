/* What triage keeps until it is sealed: no counts, since a record that comes twice
 * counts once, but what has to be counted. */
#ifndef MIA_TRIAGE_GATHER_H
#define MIA_TRIAGE_GATHER_H

#include "base/arena.h"
#include "base/buf.h"
#include "names/folders.h"
#include "names/lasting.h"

#include <mia/triage.h>

/* What a record is. */
enum deed {
	DEED_OTHER = 0,
	DEED_BIND,
	DEED_SYNC,
	DEED_SIGNED_IN,
	DEED_WRONG, /* a sign-in that failed: a wrong password or name, a locked account, or why is not stated */
	DEED_STOPPED,     /* one that failed after the password was found right */
	DEED_INTERRUPTED, /* one that failed for another cause: no consent, a session that ended */
};

/* One copy of one record. */
struct noted {
	unsigned char key[16];
	mia_time time;
	uint32_t context;
	uint32_t listed; /* items that a bind names, without regard to repeats */
	uint8_t deed, throttled, marked;
};

struct noted_item {
	unsigned char identity[16];
	uint32_t record; /* index; after the copies are joined that of the one that counts */
};

struct noted_folder {
	uint32_t folder, record;
};

/* An operation that bears a mark and is no sign-in; texts are interned. */
struct act {
	uint32_t record;
	uint32_t operation, rule, conditions, target, grantee, app_id, app_name, permissions, object, what;
	uint8_t mark, failed;
	uint8_t undoes;        /* removes or switches off */
	uint8_t marks_as_read; /* so that nobody sees new mail */
};

/* Who came how; interned as bytes. Texts are interned, 0: not stated. */
struct context {
	uint32_t actor, session, app, mailbox;
	uint32_t not_owner;
	uint32_t background; /* as mia__triage_is_background has it */
	uint32_t system;
	struct mia_address address;
	unsigned char unused[3]; /* 0, so that equal contexts have equal bytes */
};

struct mia_triage {
	struct mia_fold fold;
	struct mia_allocator a;
	int all;
	unsigned threads;
	struct intern texts;
	struct intern contexts;
	struct mailbox_names mailboxes;
	struct folder_names folders;
	struct lasting_notes lasting;
	struct mia_act_reader *acts_of;
	struct noted *records;
	size_t record_count, record_cap;
	struct noted_item *items;
	size_t item_count, item_cap;
	struct noted_folder *syncs;
	size_t sync_count, sync_cap;
	struct act *acts;
	size_t act_count, act_cap;
	bool sealed;
	/* After the seal. */
	struct arena kept;
	struct mia_triage_row *rows;
	size_t row_count, row_cap;
	struct mia_triage_sent_on *sent_on;
	size_t sent_on_count, sent_on_cap;
	struct mia_triage_sums sums;
};

static inline struct mia_text
triage_text(const struct mia_triage *t, uint32_t id)
{
	return intern_text(&t->texts, id);
}

static inline struct context
triage_context(const struct mia_triage *t, uint32_t number)
{
	struct context c;

	memcpy(&c, intern_text(&t->contexts, number).ptr, sizeof(c));
	return c;
}

/* merge.c */
enum mia_status mia__triage_merge(struct mia_fold *fold, struct mia_fold *from, struct mia_error *err);
/* tally.c: all that follows; false: out of memory. */
bool mia__triage_tally(struct mia_triage *t);

#endif
