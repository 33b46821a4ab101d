/* HMAC-SHA-256 (RFC 2104). */
#ifndef MIA_BYTES_HMAC_H
#define MIA_BYTES_HMAC_H

#include <mia/base.h>

#include "bytes/sha256.h"

/* SHA-256 with the key taken in, inside and outside; only copied after mia__hmac_init, so any thread may use
 * one at the same time. */
struct hmac {
	struct sha256 inner, outer;
};

/* False: there is nothing to release. */
bool mia__hmac_init(struct hmac *hmac, struct mia_text key);
/* Wipes what the key was made into. */
void mia__hmac_release(struct hmac *hmac);
/* Over all parts one after the other. */
bool mia__hmac_of(const struct hmac *hmac, const struct mia_text *parts, size_t count, unsigned char out[32]);

#endif
