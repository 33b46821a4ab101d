/*
 * Bytes -> a 32-bit number, from 1. Number 0 is the absent text. Equal bytes
 * get equal numbers; numbers come in order of arrival, so they must never
 * decide the order of an output. The hash is keyed.
 *
 * There may be millions: a text takes its bytes, its length in front, and at most
 * three bytes to end even; its number takes four bytes, and eight more in a table
 * that is a quarter to a half empty. Looking up touches one place of that table,
 * and a text only where half of its hash fits.
 */
#ifndef MIA_BASE_INTERN_H
#define MIA_BASE_INTERN_H

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/slots.h"

/* Texts stand in chunks, each at a multiple of the unit; where one stands is the
 * number of the chunk and, in the low bits, of the unit. */
enum { INTERN_UNIT = 4, INTERN_UNIT_BITS = 14 };

struct intern {
	struct mia_allocator a;
	struct hash_key key;
	struct intern_chunk {
		char *bytes;
		size_t allocated; /* 0: a further part of the block before it */
	} * chunks;
	size_t chunk_count, chunk_cap;
	size_t current, used; /* the chunk that is being filled, and how many of its units */
	uint32_t *entries;    /* where each text stands; that of 0 is not used */
	size_t count, cap;    /* count includes entry 0 */
	struct slots slots;   /* half of a hash, and the number of the entry */
};

void mia__intern_init(struct intern *in, const struct mia_allocator *a);
void mia__intern_release(struct intern *in);
/* Copies the bytes. false when memory is refused (or 2^32-1 is reached). */
bool mia__intern_add(struct intern *in, struct mia_text t, uint32_t *ret);
/* 0 where the text is not known. */
uint32_t mia__intern_find(const struct intern *in, struct mia_text t);

/* The same in two steps, so that several texts can be looked for at a time: the
 * first asks for the memory that the second will look at. */
uint32_t mia__intern_begin(const struct intern *in, struct mia_text t);
bool mia__intern_end(struct intern *in, struct mia_text t, uint32_t begun, uint32_t *ret);

/*
 * Takes all texts of from, which is empty afterwards and may only be released;
 * map[i], of from->count numbers, becomes the number of its text i. Texts are not
 * copied, and not hashed where `in` and from have one key. false: memory; map is
 * of no use then, and both may only be released.
 */
bool mia__intern_merge(struct intern *in, struct intern *from, uint32_t *map);
/* After the last add and find: what only they need. */
void mia__intern_close(struct intern *in);

/* Where a text stands, its length in front; number 0 does not. */
static inline char *
intern_place(const struct intern *in, size_t id)
{
	uint32_t at = in->entries[id];

	return in->chunks[at >> INTERN_UNIT_BITS].bytes +
		(size_t)(at & ((1u << INTERN_UNIT_BITS) - 1)) * INTERN_UNIT;
}

/* Ask for the memory that intern_text will look at: first for where the text
 * stands, then, when that has come, for the text. */
static inline void
intern_ask_place(const struct intern *in, size_t id)
{
	if (id)
		__builtin_prefetch(&in->entries[id]);
}

static inline void
intern_ask_text(const struct intern *in, size_t id)
{
	if (id == 0)
		return;
	__builtin_prefetch(intern_place(in, id));
	__builtin_prefetch(intern_place(in, id) + 64);
}

static inline struct mia_text
intern_text(const struct intern *in, size_t id)
{
	uint32_t length;

	if (id == 0)
		return (struct mia_text){ NULL, 0 };
	const char *text = intern_place(in, id);
	memcpy(&length, text, sizeof(length));
	return (struct mia_text){ text + sizeof(length), length };
}

/* The bytes of a text that is there, for an owner that writes another way to say
 * the same; no two texts may become equal. */
static inline char *
intern_bytes(const struct intern *in, size_t id)
{
	return intern_place(in, id) + sizeof(uint32_t);
}

#endif
