/* Evidence that is read twice: once to find the scope, once to ask it. */
#ifndef MIA_TOOLS_AGAIN_H
#define MIA_TOOLS_AGAIN_H

#include "run.h"

/* The operand that can be read only once: standard input, a pipe; NULL: none. */
const char *again_only_once(const struct run *run);
/* False: one can be read only once, so that the option cannot be used; it was told. */
int again_can_be_read(struct run *run, const char *option);
/* Puts another scope, which it takes over, in the place of the one that was asked
 * for, and takes the evidence anew. False: run->status says that it failed. */
int again_with(struct run *run, struct mia_scope *scope);

#endif
