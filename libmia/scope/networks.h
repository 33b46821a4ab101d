/*
 * A set of networks, each with a number: which of them hold an address, found
 * with one look-up for each length of network that occurs.
 */
#ifndef MIA_SCOPE_NETWORKS_H
#define MIA_SCOPE_NETWORKS_H

#include "base/alloc.h"
#include "base/hash.h"
#include "base/prefix.h"
#include "base/slots.h"

struct network {
	struct prefix prefix;
	uint32_t number;
	uint32_t next; /* place + 1 of another that is the same; 0: none */
};

struct networks {
	struct mia_allocator a;
	struct hash_key key;
	struct network *all;
	size_t count, cap;
	struct prefix *masks; /* what stands there once; their networks are of no account */
	size_t mask_count, mask_cap;
	struct slots slots; /* place + 1 of the first of those that are the same */
};

void mia__networks_init(struct networks *n, const struct mia_allocator *a);
void mia__networks_release(struct networks *n);
/* false: out of memory. */
bool mia__networks_add(struct networks *n, const struct prefix *prefix, uint32_t number);
/* One of them holds the address. */
bool mia__networks_hold(const struct networks *n, const struct mia_address *address);
/* Tells the number of each that does. */
void mia__networks_each(const struct networks *n, const struct mia_address *address,
	void (*tell)(void *ctx, uint32_t number), void *ctx);

#endif
