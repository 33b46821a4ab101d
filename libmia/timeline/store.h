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
	uint64_t content, content_more;
	mia_time time;
	uint64_t record, line, offset, length;
	const char *id; /* NULL: absent */
	uint32_t id_length;
	uint32_t flags;
	uint32_t source, operation, access_text; /* interned */
	uint32_t context;                        /* interned in names */
	uint32_t act;                            /* interned acts; 0: none */
	uint16_t missing;                        /* why the scope cannot tell; 0 unless match says so */
	uint8_t mark;
	uint8_t access : 2, throttled : 2, match : 2;
};
_Static_assert(sizeof(struct timeline_record) == 112 || sizeof(void *) != 8, "kept once a copy of a record");

/* The texts of an act, interned; once for all records that say the same. */
enum { ACT_TEXTS = sizeof(struct mia_act) / sizeof(struct mia_text) };
struct act_texts {
	uint32_t v[ACT_TEXTS];
};

enum row_kind {
	ROW_DETAIL = 0, /* an item, or a folder of a sync */
	ROW_WHOLE = 1   /* the event; one candidate for each thing it names */
};

enum { THING_TEXTS = 3 };
enum thing_text { THING_MESSAGE_ID, THING_ITEM_ID, THING_SUBJECT };

/* What a row says beside its record and folder; the same one for all rows of one
 * thread that say the same. The texts stand behind one another. */
struct thing {
	int64_t size_bytes;
	uint32_t ends[THING_TEXTS]; /* where each text ends */
	uint8_t kind;
	uint8_t stated; /* a bit for each text that is not absent */
	char texts[];
};

struct row {
	const struct thing *thing;
	uint32_t record; /* index; after seal of the copy that is printed */
	uint32_t folder; /* number, after seal a root, or MIA_NO_FOLDER */
};
_Static_assert(sizeof(struct row) == 16 || sizeof(void *) != 8, "kept once a row");

/* Finds a thing that was kept before. */
struct thing_slot {
	uint64_t hash;
	const struct thing *thing;
};

struct mia_timeline {
	struct mia_fold fold;
	struct kept names;
	struct lasting_notes lasting;
	struct intern acts;  /* the bytes of a struct act_texts */
	struct arena stored; /* things, ids of records */
	struct slots things; /* of struct thing_slot */
	struct hash_key thing_key;
	struct buf packed; /* the thing that is looked for */
	unsigned threads;
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
	uint64_t conflicts;       /* after seal: records whose copies contradict each other */
	bool marks_only;
	bool sealed;
};

/* rows.c: the rows of one event, for the record that was added last. */
bool mia__timeline_add_rows(struct mia_timeline *t, const struct mia_event *event);
/* rows.c: takes notice of folders that have the name that was asked for. */
bool mia__timeline_note_wanted(struct mia_timeline *t, const struct mia_event *event);
bool mia__timeline_want(struct mia_timeline *t, uint32_t folder);

/* things.c: the thing of these texts, kept once. NULL: out of memory. */
const struct thing *mia__timeline_thing(struct mia_timeline *t, enum row_kind kind, int64_t size_bytes,
	const struct mia_text texts[THING_TEXTS]);
/* Forgets which things there are, not the things. */
void mia__timeline_release_things(struct mia_timeline *t);

static inline struct mia_text
thing_text(const struct thing *thing, enum thing_text which)
{
	uint32_t start = which ? thing->ends[which - 1] : 0;

	if (!(thing->stated & (1u << which)))
		return (struct mia_text){ NULL, 0 };
	return (struct mia_text){ thing->texts + start, thing->ends[which] - start };
}

/* acts.c: what a record was about, kept as a number; 0 for no mark. */
bool mia__timeline_keep_act(struct mia_timeline *t, const struct mia_event *event, enum mark mark,
	uint32_t *ret);
struct mia_act mia__timeline_act(const struct mia_timeline *t, uint32_t number);
/* acts.c: from the numbers of another timeline to ours; map has room for all of from->acts. */
bool mia__timeline_merge_acts(struct mia_timeline *t, const struct mia_timeline *from,
	const struct kept_maps *maps, uint32_t *map);

/* What a version names that does not state its kind is named, where another one states it. */
static inline unsigned
row_kind(const struct mia_timeline *t, const struct row *row)
{
	enum mia_access access = (enum mia_access)t->records[row->record].access;
	bool named = row->thing->stated & (1u << THING_MESSAGE_ID | 1u << THING_ITEM_ID);

	return named && (access == MIA_ACCESS_BIND || access == MIA_ACCESS_SYNC) ? ROW_DETAIL
										 : row->thing->kind;
}

/* order.c: repeats out, everything in order. */
bool mia__timeline_order(struct mia_timeline *t);

#endif
