/*
 * Flattened records: tools that know no nesting give every value of a record a
 * name of its own, such as Folders.0.FolderItems.1.InternetMessageId. The names
 * are read in every spelling that is known, and the documents that they were
 * taken from are put together again as JSON, for the decoder to read.
 *
 * Spellings [FIELD]: a.0.b (Miller counts from 1), a/0/b (csvkit), a_0_b (Hawk),
 * a[0].b (LogScale, pandas), a{}.b with several values in a cell (Splunk); in
 * front of them the names of wrappers (AuditData.Folders.0.Path). Case does not
 * count.
 */
#ifndef MIA_EVENT_FLAT_H
#define MIA_EVENT_FLAT_H

#include "base/arena.h"
#include "event/fields.h"

enum { FLAT_STEPS = 8 };

/* One step of a path: a member's name, or a place in an array. */
struct flat_step {
	struct mia_text key; /* as the schema writes it; absent: a place */
	uint32_t place;
	bool any; /* "{}": the place is not stated */
};

struct flat_path {
	enum slot doc; /* SLOT_FOLDERS and its like; or the scalar that the name stands for */
	unsigned char count;
	bool wrapped;    /* names of wrappers stand in front, or a type behind */
	bool typed;      /* a type stands behind: a custom table of Log Analytics */
	bool beside;     /* what stands beside the record says it: client.address */
	bool other_case; /* the document is named in another case than the schema's */
	struct flat_step steps[FLAT_STEPS];
};

/*
 * Whether the name is that of a flattened value; *ret: where it belongs. A name
 * that is a field already (a scalar without wrapper) is not flattened.
 */
bool mia__flat_name(struct mia_text name, struct flat_path *ret);

/* Whether what has this path is a list of objects, and no value. */
bool mia__flat_list(const struct flat_path *path);

struct flat_leaf {
	struct flat_path path;
	struct mia_text value;
};

/*
 * The document of these leaves as JSON, in the arena; all leaves of one doc,
 * whose order they lose. *uneven: columns of several values do not fit each
 * other, so that something was lost. ptr NULL: memory.
 */
struct mia_text mia__flat_document(struct arena *arena, const struct mia_allocator *a,
	struct flat_leaf *leaves, size_t count, bool *uneven);

#endif
