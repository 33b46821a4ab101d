/*
 * The timeline's memory: a record once, its rows apart, every text as the
 * number of an interned one.
 */
#ifndef MIA_TIMELINE_STORE_H
#define MIA_TIMELINE_STORE_H

#include "base/arena.h"
#include "event/act.h"
#include "names/lasting.h"
#include "timeline/kept.h"

#include <mia/timeline.h>

struct timeline_record {
	unsigned char key[16];
	uint64_t content, flags;
	mia_time time;
	uint64_t record, line, offset, length;
	uint32_t source, operation, access_text, id, context; /* interned */
	uint32_t mailbox;
	uint32_t act;     /* interned acts; 0: none */
	uint16_t missing; /* why the scope cannot tell; 0 unless match says so */
	uint8_t access, throttled, match, mark;
};

/* The texts of an act, interned; once for all records that say the same. */
enum { ACT_TEXTS = sizeof(struct mia_act) / sizeof(struct mia_text) };
struct act_texts {
	uint32_t v[ACT_TEXTS];
};

enum row_kind {
	ROW_DETAIL = 0, /* an item, or a folder of a sync */
	ROW_WHOLE = 1   /* the event; one candidate for each thing it names */
};

struct row {
	int64_t size_bytes;
	uint32_t record;              /* index; after seal of the copy that is printed */
	uint32_t folder;              /* number, after seal a root, or MIA_NO_FOLDER */
	uint32_t message_id, item_id; /* interned */
	uint32_t subject;
	uint8_t kind;
};

struct mia_timeline {
	struct mia_fold fold;
	struct kept names;
	struct lasting_notes lasting;
	struct intern acts; /* the bytes of a struct act_texts */
	struct act_builder builder;
	struct arena kept;       /* what was asked for; after seal joined names */
	struct mia_text message; /* asked for, without outer blanks */
	struct mia_text folder;  /* asked for */
	struct timeline_record *records;
	size_t record_count, record_cap;
	struct row *rows;
	size_t row_count, row_cap;
	/* By folder number: an event, in scope or not, gives it the name that
	 * was asked for. After seal true of roots. */
	uint8_t *wanted;
	size_t wanted_cap;
	struct mia_text *folder_texts; /* after seal, by root */
	size_t folder_text_count;
	uint32_t *order; /* after seal: rows in order */
	size_t order_count, order_cap;
	struct mia_untold untold; /* after seal: of the records whose rows are printed */
	bool marks_only;
	bool sealed;
};

/* rows.c: the rows of one event, for the record that was added last. */
bool mia__timeline_add_rows(struct mia_timeline *t, const struct mia_event *event);
/* rows.c: takes notice of folders that have the name that was asked for. */
bool mia__timeline_note_wanted(struct mia_timeline *t, const struct mia_event *event);
bool mia__timeline_want(struct mia_timeline *t, uint32_t folder);

/* acts.c: what a record was about, kept as a number; 0 for no mark. */
bool mia__timeline_keep_act(struct mia_timeline *t, const struct mia_event *event, enum mark mark,
	uint32_t *ret);
struct mia_act mia__timeline_act(const struct mia_timeline *t, uint32_t number);
/* acts.c: from the numbers of another timeline to ours; map has room for all of from->acts. */
bool mia__timeline_merge_acts(struct mia_timeline *t, const struct mia_timeline *from,
	const struct kept_maps *maps, uint32_t *map);

/* order.c: repeats out, everything in order. */
bool mia__timeline_order(struct mia_timeline *t);

#endif
