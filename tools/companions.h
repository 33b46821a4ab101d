/* The companions of the evidence: inventories and exports of the configuration.
 * They are read before the evidence and never written over. */
#ifndef MIA_TOOLS_COMPANIONS_H
#define MIA_TOOLS_COMPANIONS_H

#include <mia/mia.h>

#include "options/options.h"
#include "rejects.h"

struct run;

struct companions {
	struct mia_evidence *inventory_files, *readiness_files; /* NULL: not asked for */
	struct mia_inventory *inventory;
	struct mia_readiness *readiness;
	struct rejects rejects;
};

/* Takes the files that the options name; says what is wrong itself. */
enum exit_status companions_open(struct run *run);
/* Reads them. True if the evidence may be read. */
int companions_load(struct run *run);
void companions_free(struct companions *companions);

#endif
