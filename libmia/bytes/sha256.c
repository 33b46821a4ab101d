/* SHA-256 by the EVP functions of libcrypto. */
#include "bytes/sha256.h"

#include <openssl/evp.h>

bool
mia__sha256_init(struct sha256 *s)
{
	s->md = s->ctx = NULL;
	return true;
}

void
mia__sha256_release(struct sha256 *s)
{
	EVP_MD_CTX_free(s->ctx);
	EVP_MD_free(s->md);
	s->ctx = NULL;
	s->md = NULL;
}

bool
mia__sha256_begin(struct sha256 *s)
{
	if (!s->md)
		s->md = EVP_MD_fetch(NULL, "SHA2-256", NULL);
	if (!s->ctx)
		s->ctx = EVP_MD_CTX_new();
	return s->md && s->ctx && EVP_DigestInit_ex2(s->ctx, s->md, NULL) == 1;
}

bool
mia__sha256_update(struct sha256 *s, const void *bytes, size_t size)
{
	return EVP_DigestUpdate(s->ctx, bytes, size) == 1;
}

bool
mia__sha256_end(struct sha256 *s, unsigned char out[32])
{
	return EVP_DigestFinal_ex(s->ctx, out, NULL) == 1;
}

void
mia__sha256_hex(const unsigned char hash[32], char out[65])
{
	static const char digits[] = "0123456789abcdef";
	for (int i = 0; i < 32; i++) {
		out[2 * i] = digits[hash[i] >> 4];
		out[2 * i + 1] = digits[hash[i] & 15];
	}
	out[64] = 0;
}
