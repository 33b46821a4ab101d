/* What the analyst has beside the evidence: inventories, and exports of the
 * configuration. Read before the evidence; never written over. */
#ifndef MIA_TOOLS_COMPANIONS_H
#define MIA_TOOLS_COMPANIONS_H

#include <mia/mia.h>

#include "options/options.h"
#include "rejects.h"

struct run;

struct beside {
	struct mia_evidence *inventory_files, *readiness_files; /* NULL: not asked for */
	struct mia_inventory *inventory;
	struct mia_readiness *readiness;
	struct rejects rejects;
};

/* Takes the files that the options name; says what is wrong itself. */
enum exit_status beside_open(struct run *run);
/* Reads them. True if the evidence may be read. */
int beside_load(struct run *run);
void beside_free(struct beside *beside);

#endif
