/* --store: what an earlier run kept of the evidence, for this one to answer from; or for this one to write. */
#ifndef MIA_TOOLS_KEPT_H
#define MIA_TOOLS_KEPT_H

#include <mia/mia.h>

#include "commands/command.h"

struct kept {
	int wanted; /* the store is to be written */
	int told;   /* that it is used, or not */
	struct mia_store_writer *writer;
	int directory, guard; /* of what is not whole yet */
};

/* Has the evidence, once it is complete, taken from the store, if it fits. */
enum exit_status kept_use(struct run *run);
/* The fold that writes the store; NULL: none is to be written. */
struct mia_fold *kept_begin(struct run *run);
/* After the load. That a store could not be written changes no result. */
void kept_end(struct run *run, int loaded);

#endif
