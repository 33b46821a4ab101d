/*
 * SHA-256 and MD5 by the BCrypt of Windows. The handles of the algorithms are those that Windows 10 keeps ready;
 * to open an algorithm for each source would cost more than its hash.
 */
#include "crypto/md5.h"
#include "crypto/sha256.h"
#include "crypto/version.h"

#include <string.h>

#include <windows.h>

#include <bcrypt.h>

/* BCRYPT_MD5_ALG_HANDLE and BCRYPT_SHA256_ALG_HANDLE, which the headers of mingw-w64 lack. */
#define MD5 ((BCRYPT_ALG_HANDLE)0x00000021)
#define SHA256 ((BCRYPT_ALG_HANDLE)0x00000041)

/* BCrypt counts in 32 bits. */
#define PIECE ((size_t)1 << 30)

_Static_assert(sizeof(BCRYPT_HASH_HANDLE) <= sizeof(uint64_t), "the state has no room");

/* Of what was begun and neither ended nor released; else NULL. */
static BCRYPT_HASH_HANDLE
handle_of(const struct sha256 *s)
{
	return (BCRYPT_HASH_HANDLE)(uintptr_t)s->state[0];
}

static void
keep(struct sha256 *s, BCRYPT_HASH_HANDLE handle)
{
	s->state[0] = (uintptr_t)handle;
}

static bool
take(BCRYPT_HASH_HANDLE handle, const void *bytes, size_t size)
{
	/* BCrypt takes bytes that it does not change as if it did. */
	unsigned char *p = (unsigned char *)(uintptr_t)bytes;

	while (size) {
		size_t n = size < PIECE ? size : PIECE;
		if (!BCRYPT_SUCCESS(BCryptHashData(handle, p, (ULONG)n, 0)))
			return false;
		p += n;
		size -= n;
	}
	return true;
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
	if (handle_of(s))
		BCryptDestroyHash(handle_of(s));
	keep(s, NULL);
}

bool
mia__sha256_begin(struct sha256 *s)
{
	BCRYPT_HASH_HANDLE handle = NULL;

	mia__sha256_release(s);
	if (!BCRYPT_SUCCESS(BCryptCreateHash(SHA256, &handle, NULL, 0, NULL, 0, 0)))
		return false;
	keep(s, handle);
	return true;
}

bool
mia__sha256_update(struct sha256 *s, const void *bytes, size_t size)
{
	return take(handle_of(s), bytes, size);
}

bool
mia__sha256_end(struct sha256 *s, unsigned char out[32])
{
	bool ok = BCRYPT_SUCCESS(BCryptFinishHash(handle_of(s), out, 32, 0));

	mia__sha256_release(s);
	return ok;
}

bool
mia__sha256_copy(struct sha256 *to, const struct sha256 *from)
{
	BCRYPT_HASH_HANDLE handle = NULL;

	memset(to, 0, sizeof(*to));
	if (!BCRYPT_SUCCESS(BCryptDuplicateHash(handle_of(from), &handle, NULL, 0, 0)))
		return false;
	keep(to, handle);
	return true;
}

bool
mia__md5(const void *bytes, size_t size, unsigned char out[16])
{
	BCRYPT_HASH_HANDLE handle = NULL;

	if (!BCRYPT_SUCCESS(BCryptCreateHash(MD5, &handle, NULL, 0, NULL, 0, 0)))
		return false;
	bool ok = take(handle, bytes, size) && BCRYPT_SUCCESS(BCryptFinishHash(handle, out, 16, 0));
	BCryptDestroyHash(handle);
	return ok;
}

const char *
mia__crypto_version(size_t *len)
{
	static const char name[] = "Windows BCrypt";

	*len = sizeof(name) - 1;
	return name;
}
