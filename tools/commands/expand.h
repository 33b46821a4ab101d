/* '--expand': the scope widened by what the evidence says, before it is asked. */
#ifndef MIA_TOOLS_COMMANDS_EXPAND_H
#define MIA_TOOLS_COMMANDS_EXPAND_H

#include "run.h"

/*
 * Reads the evidence once and puts the wider scope in the place of the one
 * that was asked for; the evidence can be loaded afresh then. Does nothing
 * where no expansion was asked for. False: run->status says that it failed.
 */
int expand_scope(struct run *run);
/* The chain as a report. */
void expand_explain(struct run *run);

#endif
