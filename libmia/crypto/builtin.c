/* SHA-256 without a library: pieces of any size into blocks, and the end. */
#include "crypto/builtin.h"

#include <string.h>

#include "crypto/sha256.h"
#include "crypto/version.h"

_Static_assert(sizeof(struct sha256_builtin) <= sizeof(struct sha256), "the state has no room");

static struct sha256_builtin *
inside(struct sha256 *s)
{
	return (struct sha256_builtin *)s->state;
}

static void
store_be(unsigned char *p, uint64_t word, size_t n)
{
	while (n--) {
		p[n] = (unsigned char)word;
		word >>= 8;
	}
}

bool
mia__sha256_init(struct sha256 *s)
{
	memset(s, 0, sizeof(*s));
	inside(s)->blocks = mia__sha256_choose();
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
	static const uint32_t first[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f,
		0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
	struct sha256_builtin *b = inside(s);

	memcpy(b->h, first, sizeof(b->h));
	b->size = 0;
	return true;
}

bool
mia__sha256_update(struct sha256 *s, const void *bytes, size_t size)
{
	struct sha256_builtin *b = inside(s);
	const unsigned char *p = bytes;
	size_t waiting = b->size % 64;

	if (size == 0)
		return true;
	b->size += size;
	if (waiting) {
		size_t n = 64 - waiting < size ? 64 - waiting : size;
		memcpy(b->rest + waiting, p, n);
		if (waiting + n < 64)
			return true;
		b->blocks(b->h, b->rest, 1);
		p += n;
		size -= n;
	}
	if (size >= 64)
		b->blocks(b->h, p, size / 64);
	if (size % 64)
		memcpy(b->rest, p + size / 64 * 64, size % 64);
	return true;
}

bool
mia__sha256_end(struct sha256 *s, unsigned char out[32])
{
	struct sha256_builtin *b = inside(s);
	size_t waiting = b->size % 64;

	/* A bit, zeros, and the length in bits in the last 8 bytes of a block. */
	b->rest[waiting++] = 0x80;
	memset(b->rest + waiting, 0, 64 - waiting);
	if (waiting > 56) {
		b->blocks(b->h, b->rest, 1);
		memset(b->rest, 0, 56);
	}
	store_be(b->rest + 56, b->size << 3, 8);
	b->blocks(b->h, b->rest, 1);
	for (size_t i = 0; i < 8; i++)
		store_be(out + 4 * i, b->h[i], 4);
	return true;
}

bool
mia__sha256_copy(struct sha256 *to, const struct sha256 *from)
{
	*to = *from;
	return true;
}

const char *
mia__crypto_version(size_t *len)
{
	static const char name[] = "built-in SHA-256";

	*len = sizeof(name) - 1;
	return name;
}
