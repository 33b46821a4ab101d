/* A set of record keys that only counts: each key is folded to half its size,
 * so that a collision, were one ever found, would change a sum by one and no
 * row. */
#ifndef MIA_EXPOSURE_KEYSET_H
#define MIA_EXPOSURE_KEYSET_H

#include "base/hash.h"
#include "base/slots.h"

struct keyset {
	struct mia_allocator a;
	uint64_t factor;
	struct slots slots; /* halves of keys */
};

void mia__keyset_init(struct keyset *set, const struct mia_allocator *a);
void mia__keyset_release(struct keyset *set);
/* false: out of memory. */
bool mia__keyset_add(struct keyset *set, const unsigned char key[16]);
/* Asks for the memory that the next add of this key will look at. */
void mia__keyset_expect(const struct keyset *set, const unsigned char key[16]);
bool mia__keyset_merge(struct keyset *set, const struct keyset *from);
bool mia__keyset_has(const struct keyset *set, const unsigned char key[16]);

#endif
