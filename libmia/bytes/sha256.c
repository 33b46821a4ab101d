/*
 * SHA-256 by the plain functions of libcrypto. They take no memory. What came after them (EVP) does, when it is
 * first used and for each hash, and libcrypto 3.0 goes on with what it did not get and crashes.
 */
#include "bytes/sha256.h"

#include <string.h>

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
	return SHA256_Init(&s->state) == 1;
}

bool
mia__sha256_update(struct sha256 *s, const void *bytes, size_t size)
{
	return SHA256_Update(&s->state, bytes, size) == 1;
}

bool
mia__sha256_end(struct sha256 *s, unsigned char out[32])
{
	return SHA256_Final(out, &s->state) == 1;
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
