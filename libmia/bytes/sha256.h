/* SHA-256 by libcrypto, which this file and exposure/ids.c know. */
#ifndef MIA_BYTES_SHA256_H
#define MIA_BYTES_SHA256_H

#include <stdbool.h>

/* libcrypto 3 would rather have EVP used: see sha256.c. */
#ifndef OPENSSL_SUPPRESS_DEPRECATED
#define OPENSSL_SUPPRESS_DEPRECATED
#endif
#include <openssl/sha.h>

#include <mia/base.h>

struct sha256 {
	SHA256_CTX state;
};

/* Always true. */
bool mia__sha256_init(struct sha256 *s);
void mia__sha256_release(struct sha256 *s);
/* Begin, any number of updates, end: 32 bytes. */
bool mia__sha256_begin(struct sha256 *s);
bool mia__sha256_update(struct sha256 *s, const void *bytes, size_t size);
bool mia__sha256_end(struct sha256 *s, unsigned char out[32]);
/* 64 lower-case hexadecimal digits and a terminator. */
void mia__sha256_hex(const unsigned char hash[32], char out[65]);

#endif
