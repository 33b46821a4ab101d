/* What the second reading (rescue.h) knows while it reads one record. */
#ifndef MIA_EVENT_RESCUE_VALUES_H
#define MIA_EVENT_RESCUE_VALUES_H

#include "event/flat.h"
#include "event/parse.h"

/* Longer names are no names of ours; texts in texts are few. */
enum { LONGEST_PATH = 512, TEXTS = 8, MOST_LEAVES = 1 << 18 };

struct walk_level {
	size_t path; /* the length of the name of this object or array */
	uint32_t place;
	bool array;
	uint64_t exact[FIELD_MOST / 64], other[FIELD_MOST / 64]; /* the fields that stood in this object */
};

struct rescue {
	struct decoder *d;
	struct flat_leaf *leaves;
	size_t count, cap;
	struct buf path, joined;
	struct walk_level levels[JSON_DEPTH + 1];
	unsigned depth;
	unsigned joining; /* the depth of the array whose values are one cell; or 0 */
	bool broken;      /* a record in it is not well formed */
	bool holds_two;   /* and may hold another one */
	bool inner;       /* this text is a record, whatever is around it */
	bool other_key;   /* the last key is that of a field in another case */
	/* Bits of documents that stand in two cases in one object; and of those in docs, the ones in another case. */
	unsigned two_docs, other_docs;
	bool outer; /* a record was read by the names of the schema; what is in it overrules nothing */
	struct mia_text texts[TEXTS];
	size_t text_count;
};

/* Whether this document stands in two cases in one object. */
static inline bool
rescue_has_two(const struct rescue *r, enum slot doc)
{
	return r->two_docs >> (doc - SLOT_SCALARS) & 1;
}

/* One value by its whole name. (rescue_values.c) */
void mia__rescue_take(struct rescue *r, struct mia_text name, struct mia_text value);

#endif
