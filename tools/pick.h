/* Rows of triage put into the scope. */
#ifndef MIA_TOOLS_PICK_H
#define MIA_TOOLS_PICK_H

#include "run.h"

/*
 * With '--pick' reads the evidence once for its triage, puts the rows of these
 * places into the scope as alternatives, and takes the evidence anew. False:
 * run->status says that it failed.
 */
int pick_scope(struct run *run);

#endif
