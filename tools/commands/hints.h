/* What the analyst knows of addresses and applications: --watch and --geoip. */
#ifndef MIA_TOOLS_COMMANDS_HINTS_H
#define MIA_TOOLS_COMMANDS_HINTS_H

#include "run.h"

struct hints {
	struct mia_watch *watch; /* NULL: not given */
	struct mia_geo *geo;
};

/* 0: one of them cannot be used, which was said. hints_free in any case. */
int hints_open(struct run *run, struct hints *ret);
void hints_free(struct hints *hints);

#endif
