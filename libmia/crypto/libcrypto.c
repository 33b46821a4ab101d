/*
 * SHA-256 and MD5 by the plain functions of libcrypto. They take no memory. What came after them (EVP) does, when it
 * is first used and for each hash, and libcrypto 3.0 goes on with what it did not get and crashes.
 */
#include "crypto/md5.h"
#include "crypto/sha256.h"
#include "crypto/version.h"

#include <string.h>

/* libcrypto 3 would rather have EVP used. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/md5.h>
#include <openssl/sha.h>

_Static_assert(sizeof(SHA256_CTX) <= sizeof(struct sha256), "the state has no room");

static SHA256_CTX *
context(struct sha256 *s)
{
	return (SHA256_CTX *)s->state;
}

bool
mia__sha256_init(struct sha256 *s)
{
	memset(s, 0, sizeof(*s));
	return true;
}

void
mia__sha256_release(struct sha256 *s)
{
	(void)s;
}

bool
mia__sha256_begin(struct sha256 *s)
{
	return SHA256_Init(context(s)) == 1;
}

bool
mia__sha256_update(struct sha256 *s, const void *bytes, size_t size)
{
	return SHA256_Update(context(s), bytes, size) == 1;
}

bool
mia__sha256_end(struct sha256 *s, unsigned char out[32])
{
	return SHA256_Final(out, context(s)) == 1;
}

bool
mia__sha256_copy(struct sha256 *to, const struct sha256 *from)
{
	*to = *from;
	return true;
}

bool
mia__md5(const void *bytes, size_t size, unsigned char out[16])
{
	MD5_CTX md5;

	return MD5_Init(&md5) == 1 && MD5_Update(&md5, bytes, size) == 1 && MD5_Final(out, &md5) == 1;
}

const char *
mia__crypto_version(size_t *len)
{
	/* "OpenSSL 3.0.19 27 Jan 2026", also from its forks by their names. */
	const char *version = OpenSSL_version(OPENSSL_VERSION);

	*len = strcspn(version, " ");
	if (version[*len])
		*len += 1 + strcspn(version + *len + 1, " ");
	return version;
}
