/* HMAC-SHA-256 (RFC 2104). */
#include "bytes/hmac.h"

#include <string.h>

#include "system/machine.h"

enum { BLOCK = 64 };

static void
wipe(struct sha256 *s)
{
	mia__sha256_release(s);
	mia__wipe(s, sizeof(*s));
}

/* The state after a block of the key, each byte of it turned by `with`. */
static bool
take_key(struct sha256 *s, const unsigned char key[BLOCK], unsigned char with)
{
	unsigned char block[BLOCK];

	for (size_t i = 0; i < BLOCK; i++)
		block[i] = key[i] ^ with;
	bool ok = mia__sha256_init(s) && mia__sha256_begin(s) && mia__sha256_update(s, block, BLOCK);
	mia__wipe(block, sizeof(block));
	return ok;
}

bool
mia__hmac_init(struct hmac *hmac, struct mia_text key)
{
	unsigned char block[BLOCK] = { 0 };
	struct sha256 s = { 0 };
	bool ok = true;

	memset(hmac, 0, sizeof(*hmac));
	/* A longer key counts by its hash. */
	if (key.len > BLOCK)
		ok = mia__sha256_init(&s) && mia__sha256_begin(&s) &&
			mia__sha256_update(&s, key.ptr, key.len) && mia__sha256_end(&s, block);
	else if (key.len)
		memcpy(block, key.ptr, key.len);
	ok = ok && take_key(&hmac->inner, block, 0x36) && take_key(&hmac->outer, block, 0x5c);
	wipe(&s);
	mia__wipe(block, sizeof(block));
	if (!ok)
		mia__hmac_release(hmac);
	return ok;
}

void
mia__hmac_release(struct hmac *hmac)
{
	wipe(&hmac->inner);
	wipe(&hmac->outer);
}

bool
mia__hmac_of(const struct hmac *hmac, const struct mia_text *parts, size_t count, unsigned char out[32])
{
	struct sha256 inner = { 0 }, outer = { 0 };
	unsigned char hash[32];
	bool ok = mia__sha256_copy(&inner, &hmac->inner) && mia__sha256_copy(&outer, &hmac->outer);

	for (size_t i = 0; ok && i < count; i++)
		if (parts[i].len)
			ok = mia__sha256_update(&inner, parts[i].ptr, parts[i].len);
	ok = ok && mia__sha256_end(&inner, hash) && mia__sha256_update(&outer, hash, sizeof(hash)) &&
		mia__sha256_end(&outer, out);
	wipe(&inner);
	wipe(&outer);
	return ok;
}
