/* HMAC-SHA-256 (RFC 2104). */
#include "bytes/hmac.h"

#include <string.h>

enum { BLOCK = 64 };

/* The state after a block of the key, each byte of it turned by `with`. */
static bool
take_key(struct sha256 *s, const unsigned char key[BLOCK], unsigned char with)
{
	unsigned char block[BLOCK];

	for (size_t i = 0; i < BLOCK; i++)
		block[i] = key[i] ^ with;
	bool ok = mia__sha256_init(s) && mia__sha256_begin(s) && mia__sha256_update(s, block, BLOCK);
	explicit_bzero(block, sizeof(block));
	return ok;
}

bool
mia__hmac_init(struct hmac *hmac, struct mia_text key)
{
	unsigned char block[BLOCK] = { 0 };
	struct sha256 *s = &hmac->inner;
	bool ok = true;

	/* A longer key counts by its hash. */
	if (key.len > BLOCK)
		ok = mia__sha256_init(s) && mia__sha256_begin(s) && mia__sha256_update(s, key.ptr, key.len) &&
			mia__sha256_end(s, block);
	else if (key.len)
		memcpy(block, key.ptr, key.len);
	ok = ok && take_key(&hmac->inner, block, 0x36) && take_key(&hmac->outer, block, 0x5c);
	explicit_bzero(block, sizeof(block));
	return ok;
}

void
mia__hmac_release(struct hmac *hmac)
{
	explicit_bzero(hmac, sizeof(*hmac));
}

bool
mia__hmac_of(const struct hmac *hmac, const struct mia_text *parts, size_t count, unsigned char out[32])
{
	struct sha256 inner = hmac->inner, outer = hmac->outer;
	unsigned char hash[32];
	bool ok = true;

	for (size_t i = 0; ok && i < count; i++)
		if (parts[i].len)
			ok = mia__sha256_update(&inner, parts[i].ptr, parts[i].len);
	ok = ok && mia__sha256_end(&inner, hash) && mia__sha256_update(&outer, hash, sizeof(hash)) &&
		mia__sha256_end(&outer, out);
	explicit_bzero(&inner, sizeof(inner));
	explicit_bzero(&outer, sizeof(outer));
	return ok;
}
