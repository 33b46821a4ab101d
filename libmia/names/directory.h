/* Which mailbox a text means: a UPN, a GUID, or the local part of exactly one
 * UPN, as admin records name their objects; without regard to case. */
#ifndef MIA_NAMES_DIRECTORY_H
#define MIA_NAMES_DIRECTORY_H

#include "base/buf.h"
#include "names/mailboxes.h"

struct directory {
	struct intern names;
	uint32_t *roots; /* by number of the name */
	size_t root_cap;
	size_t fixed; /* numbers below it were given in a better way */
	struct buf scratch;
};
#define NOT_IN_DIRECTORY UINT32_MAX

/* From sealed mailboxes. false: out of memory; release all the same. */
bool mia__directory_init(struct directory *d, const struct mia_allocator *a, const struct mailbox_names *m);
void mia__directory_release(struct directory *d);
/* The root of the mailbox in *ret, or NOT_IN_DIRECTORY. false: out of memory. */
bool mia__directory_find(struct directory *d, struct mia_text name, uint32_t *ret);

#endif
