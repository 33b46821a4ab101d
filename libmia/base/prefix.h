/* Address prefixes as an analyst writes them: 203.0.113.7, 2001:db8::/32. */
#ifndef MIA_BASE_PREFIX_H
#define MIA_BASE_PREFIX_H

#include <stdbool.h>
#include <string.h>

#include <mia/event.h>

/* Network and mask are the bytes of the address, so byte order is no matter. */
struct prefix {
	unsigned char family; /* 4 or 6 */
	uint64_t network[2];
	uint64_t mask[2];
};

/*
 * An address alone is a prefix of its whole length. IPv4-mapped prefixes
 * become IPv4 ones, since addresses are unmapped too. MIA_ERR_ARGUMENT: no
 * address, a length that does not fit, or bits set beyond the length: the
 * analyst then meant either the one address or the network, and only the
 * analyst knows which.
 */
enum mia_status mia__prefix_parse(struct mia_text text, struct prefix *ret, struct mia_error *err);

/* An address of the other family is never inside. */
static inline bool
prefix_holds(const struct prefix *prefix, const struct mia_address *address)
{
	uint64_t bytes[2];

	memcpy(bytes, address->bytes, sizeof(bytes));
	return prefix->family == address->family && (bytes[0] & prefix->mask[0]) == prefix->network[0] &&
		(bytes[1] & prefix->mask[1]) == prefix->network[1];
}

#endif
