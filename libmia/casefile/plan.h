/* What a new state of a case file is to hold: what the old one held, and the
 * sources of an evidence. */
#ifndef MIA_CASEFILE_PLAN_H
#define MIA_CASEFILE_PLAN_H

#include "casefile/casefile.h"

struct entry { /* a source of the new state */
	char *name;
	size_t name_size;
	size_t content; /* index in the new file */
	char fault[160];
};

struct plan {
	struct casefile *old;  /* or NULL */
	struct casefile *file; /* the new one */
	struct store store;
	struct entry *entries;
	size_t count, cap;
	size_t renamed; /* of them, as "NAME (2)" */
	const struct mia_ingest_options *options;
	struct mia_ingest_sums sums;
};

/* Brings all bytes in; then the tables of the evidence are whole. */
enum mia_status mia__plan_fill(struct plan *plan, const struct mia_evidence *evidence, struct mia_error *err);
void mia__plan_release(struct plan *plan);

#endif
