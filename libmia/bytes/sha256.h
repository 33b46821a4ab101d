/* SHA-256 by libcrypto; the only file besides ids that knows it. */
#ifndef MIA_BYTES_SHA256_H
#define MIA_BYTES_SHA256_H

#include <stdbool.h>

#include <mia/base.h>

struct sha256 {
	void *md;  /* EVP_MD, fetched when it is first needed: that costs more than a short hash, and
		    * libcrypto sets itself up for it */
	void *ctx; /* EVP_MD_CTX */
};

/* Takes nothing yet, and so is always true. */
bool mia__sha256_init(struct sha256 *s);
void mia__sha256_release(struct sha256 *s);
/* Begin (false: no memory), any number of updates, end: 32 bytes. */
bool mia__sha256_begin(struct sha256 *s);
bool mia__sha256_update(struct sha256 *s, const void *bytes, size_t size);
bool mia__sha256_end(struct sha256 *s, unsigned char out[32]);
/* 64 lower-case hexadecimal digits and a terminator. */
void mia__sha256_hex(const unsigned char hash[32], char out[65]);

#endif
