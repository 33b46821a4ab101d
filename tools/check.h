/* The values of a scope held against the evidence: what no record bears is told. */
#ifndef MIA_TOOLS_CHECK_H
#define MIA_TOOLS_CHECK_H

#include "run.h"

/*
 * Reads the evidence once where an id of the scope may be the beginning of one,
 * and puts the scope in its place in which all are written out. Where the
 * evidence can be read only once it does nothing: scope_check_tell refuses such
 * ids after the load. False: run->status says that it failed.
 */
int scope_write_out(struct run *run);
/* A check for the load of the results; NULL: there is nothing to check, or
 * run->status says that it failed. */
struct mia_scope_check *scope_check_new(struct run *run);
/* Says what no record bears. False: it is an id, so there is no result. */
int scope_check_tell(struct run *run, const struct mia_scope_check *check);

#endif
