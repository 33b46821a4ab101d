/* HMAC-SHA-256 by libcrypto. */
#ifndef MIA_BYTES_HMAC_H
#define MIA_BYTES_HMAC_H

#include <stdbool.h>

#include <mia/base.h>

/* An EVP_MAC_CTX under the key; only copied after mia__hmac_init, so any thread may
 * use one at the same time. libcrypto keeps the key and wipes it. */
struct hmac {
	void *ctx;
};

bool mia__hmac_init(struct hmac *hmac, struct mia_text key);
void mia__hmac_release(struct hmac *hmac);
/* Over all parts one after the other. False when libcrypto refuses. */
bool mia__hmac_of(const struct hmac *hmac, const struct mia_text *parts, size_t count, unsigned char out[32]);

#endif
