/* A set of 16-byte keys, for leaving out what was written already. */
#ifndef MIA_FORMAT_ONCE_H
#define MIA_FORMAT_ONCE_H

#include "base/hash.h"
#include "base/slots.h"

struct once {
	struct mia_allocator a;
	struct hash_key key;
	struct slots slots; /* keys */
	bool zero;          /* the key that is all zero, which a slot cannot hold */
};

void mia__once_init(struct once *once, const struct mia_allocator *a);
void mia__once_release(struct once *once);
/* *first: it was not there. false: out of memory, and nothing was added. */
bool mia__once_add(struct once *once, const unsigned char key[16], bool *first);

#endif
