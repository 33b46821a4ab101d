/* Numbers and bytes out of a store, which may be anything: nothing is read behind
 * the end, and what is wrong once stays wrong. */
#ifndef MIA_STORE_UNPACK_H
#define MIA_STORE_UNPACK_H

#include <stdbool.h>
#include <string.h>

#include <mia/base.h>

struct store_cursor {
	const unsigned char *at, *end;
	bool bad;
};

static inline uint64_t
store_bad(struct store_cursor *c)
{
	c->bad = true;
	c->at = c->end;
	return 0;
}

static inline uint64_t
store_number(struct store_cursor *c)
{
	uint64_t n = 0;

	for (unsigned shift = 0; shift < 64; shift += 7) {
		if (c->at == c->end)
			return store_bad(c);
		unsigned char byte = *c->at++;
		n |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			return n;
	}
	return store_bad(c);
}

static inline uint64_t
store_fixed(struct store_cursor *c)
{
	uint64_t n = 0;

	if (c->end - c->at < 8)
		return store_bad(c);
	for (int i = 0; i < 8; i++)
		n |= (uint64_t)c->at[i] << 8 * i;
	c->at += 8;
	return n;
}

/* n bytes; NULL where there are fewer. */
static inline const unsigned char *
store_bytes(struct store_cursor *c, uint64_t n)
{
	const unsigned char *ret = c->at;

	if (n > (uint64_t)(c->end - c->at)) {
		(void)store_bad(c);
		return NULL;
	}
	c->at += n;
	return ret;
}

static inline struct mia_text
store_plain(struct store_cursor *c)
{
	uint64_t n = store_number(c);
	const unsigned char *p = n ? store_bytes(c, n - 1) : NULL;

	return p ? (struct mia_text){ (const char *)p, (size_t)n - 1 } : (struct mia_text){ NULL, 0 };
}

/* pack.c: at most room bytes. */
bool mia__store_unpack(struct store_cursor *c, char *out, size_t room, size_t *len);

#endif
