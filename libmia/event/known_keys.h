/*
 * What came once comes again: the keys of an object, with all that stands
 * between two values, and which key followed which. Exports write the members
 * of one kind of record in one order, so the next key is nearly always one of
 * those that followed here before; to compare it costs less than to read it
 * and look it up. Nothing is taken for granted: a key counts as known only
 * where its bytes stand, and what it means is what mia__decode_key said of
 * these bytes in this context.
 */
#ifndef MIA_EVENT_KNOWN_KEYS_H
#define MIA_EVENT_KNOWN_KEYS_H

#include <stdbool.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <mia/base.h>

enum {
	KNOWN_LONGEST = 48, /* bytes of a key with its quotes, comma and colon */
	KNOWN_MOST = 512,   /* keys; when there are more, all are forgotten */
	KNOWN_NEXT = 3,     /* keys that followed one key */
	KNOWN_TABLE = 2048,
	KNOWN_PADDING = KNOWN_LONGEST /* readable bytes behind the text */
};

struct known_key {
	char text[KNOWN_LONGEST]; /* from the end of the value before, or behind the brace */
	uint32_t mask;            /* bit n: byte n of the text counts; of its first 32 */
	uint16_t within;          /* the key whose value the object is */
	uint16_t number;          /* its own */
	unsigned char len, kind;  /* enum context of its object, and KNOWN_DOUBLED */
	unsigned char slot, rank; /* as in struct level */
	unsigned char bit;        /* of seen, where it has a slot */
	bool other_case;          /* see decoder */
	bool string;              /* its value is a string, whose opening quote is part of the text */
};
_Static_assert(sizeof(struct known_key) <= 64, "one cache line");

enum { KNOWN_DOUBLED = 0x80 };

/* A position in the order of keys: behind a key, or at the beginning of its value's object. */
#define KNOWN_BEHIND(key) (2u * (key))
#define KNOWN_INSIDE(key) (2u * (key) + 1)

/* The roots: a record as it stands, and one in a CSV cell with doubled quotes. */
enum { KNOWN_NONE, KNOWN_ROOT, KNOWN_ROOT_DOUBLED, KNOWN_FIRST };

struct known_keys {
	unsigned count;
	struct known_key keys[KNOWN_MOST];
	uint16_t next[2 * KNOWN_MOST][KNOWN_NEXT]; /* by position; KNOWN_NONE: no more */
	uint16_t table[KNOWN_TABLE];               /* keys by their hash */
};

void mia__known_init(struct known_keys *known);
/* Learns that a key with this text stood at `position`; what: all else of it. Its number. */
unsigned mia__known_add(struct known_keys *known, unsigned position, struct mia_text text,
	const struct known_key *what);

/* Whether the key stands at p, in an object of this kind; KNOWN_PADDING bytes behind p are readable. */
static inline bool
known_stands(const struct known_key *k, unsigned char kind, const char *p, const char *end)
{
#ifdef __SSE2__
	const __m128i *a = (const __m128i *)(const void *)p, *b = (const __m128i *)(const void *)k->text;
	unsigned same =
		(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128(a), _mm_loadu_si128(b))) |
		(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128(a + 1), _mm_loadu_si128(b + 1)))
			<< 16;

	return !(k->mask & ~same) && k->kind == kind && end - p >= k->len &&
		(k->len <= 32 || memcmp(p + 32, k->text + 32, k->len - 32u) == 0);
#else
	return k->kind == kind && end - p >= k->len && memcmp(p, k->text, k->len) == 0;
#endif
}

/* Of the keys that followed here, the one that stands at p; NULL: none of them. */
static inline const struct known_key *
known_find(const struct known_keys *known, unsigned position, unsigned char kind, const char *p,
	const char *end)
{
	const uint16_t *next = known->next[position];

	for (int i = 0; i < KNOWN_NEXT && next[i]; i++)
		if (known_stands(&known->keys[next[i]], kind, p, end))
			return &known->keys[next[i]];
	return NULL;
}

#endif
