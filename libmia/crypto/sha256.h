/*
 * SHA-256, by what -Dcrypto says: libcrypto, the BCrypt of Windows, or the
 * code of this folder. Nothing outside this folder can see which.
 */
#ifndef MIA_CRYPTO_SHA256_H
#define MIA_CRYPTO_SHA256_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Large enough for each of them. All zeros: nothing to release. */
struct sha256 {
	uint64_t state[16];
};

/* These fail only where the system has no memory or no SHA-256 to give. */
bool mia__sha256_init(struct sha256 *s);
/* Twice does no harm. */
void mia__sha256_release(struct sha256 *s);
/* Begin, any number of updates, end: 32 bytes. Then begin again, or release. */
bool mia__sha256_begin(struct sha256 *s);
bool mia__sha256_update(struct sha256 *s, const void *bytes, size_t size);
bool mia__sha256_end(struct sha256 *s, unsigned char out[32]);
/* What was taken in so far, to go on with apart; an assignment would not do. Is released on its own. */
bool mia__sha256_copy(struct sha256 *to, const struct sha256 *from);

#endif
