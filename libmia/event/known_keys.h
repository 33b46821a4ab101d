/*
 * What came once comes again: the keys of an object, with all that stands
 * between two values, and which key followed which. Exports write the members
 * of one kind of record in one order, so the next key is nearly always one of
 * those that followed here before; to compare it costs less than to read it
 * and look it up. Nothing is taken for granted: a key counts as known only
 * where its bytes stand, and what it means is what mia__decode_find_key said
 * of these bytes in this context.
 */
#ifndef MIA_EVENT_KNOWN_KEYS_H
#define MIA_EVENT_KNOWN_KEYS_H

#include <stdbool.h>
#include <string.h>
#if defined(__AVX2__)
#include <immintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <mia/base.h>

enum {
	KNOWN_LONGEST = 36, /* bytes of a key with its quotes, comma and colon */
	KNOWN_MOST = 512,   /* keys; when there are more, all are forgotten */
	KNOWN_NEXT = 3,     /* keys that followed one key */
	KNOWN_TABLE = 2048
};

struct known_key {
	char text[KNOWN_LONGEST];  /* from the end of the value before, or behind the brace */
	uint32_t mask;             /* bit n: byte n of the text counts; of its first 32 */
	uint64_t seen;             /* its bit of the word of struct level's seen; 0: it has no slot */
	uint16_t next[KNOWN_NEXT]; /* keys that followed it; KNOWN_NONE: no more */
	uint16_t within;           /* the key whose value the object is */
	unsigned char len;
	unsigned char slot, rank; /* as in struct level */
	unsigned char word;       /* of seen */
	bool other_case;          /* see decoder */
	bool string;              /* its value is a string, whose opening quote is part of the text */
};
_Static_assert(sizeof(struct known_key) == 64, "one cache line");

/* A kind of object: the context of its keys, and how quotes stand in it. */
enum { KNOWN_KIND = 0x40, KNOWN_DOUBLED = 0x80 };

/* The roots: a record as it stands, and one in a CSV cell with doubled quotes. */
enum { KNOWN_NONE, KNOWN_ROOT, KNOWN_ROOT_DOUBLED, KNOWN_FIRST };

struct known_keys {
	unsigned count;
	struct known_key keys[KNOWN_MOST];
	uint16_t first[KNOWN_MOST][KNOWN_NEXT]; /* that began the object that is the value of each key */
	unsigned char kinds[KNOWN_MOST];        /* of that object; 0: not met */
	uint16_t table[KNOWN_TABLE];            /* keys by their hash */
};

void mia__known_init(struct known_keys *known);
/* Before each record: forgets all where there was no room any more. Not within one, whose positions
 * would mean other keys then. */
static inline void
known_begin(struct known_keys *known)
{
	if (known->count == KNOWN_MOST)
		mia__known_init(known);
}
/*
 * An object of this kind begins, as the value of `within` or an element of it: what to ask for its keys
 * with. KNOWN_NONE where objects of another kind were met there, since what a key means hangs on the kind.
 */
static inline unsigned
known_object(struct known_keys *known, unsigned within, unsigned kind)
{
	unsigned char *met = &known->kinds[within];

	if (!within || (*met && *met != kind))
		return KNOWN_NONE;
	*met = (unsigned char)kind;
	return within;
}
/* Learns that a key with this text came next where `next` is: of the key before it, or first of the
 * object. what: all else of it. It as learned; or the one without a number, behind which nothing is
 * learned. */
struct known_key *mia__known_add(struct known_keys *known, uint16_t *next, struct mia_text text,
	const struct known_key *what);

/* Whether the key stands at p; KNOWN_LONGEST bytes from p on are readable. */
static inline bool
known_stands(const struct known_key *k, const char *p)
{
#if defined(__AVX2__)
	unsigned same = (unsigned)_mm256_movemask_epi8(
		_mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(const void *)p),
			_mm256_loadu_si256((const __m256i *)(const void *)k->text)));
#elif defined(__SSE2__)
	const __m128i *a = (const __m128i *)(const void *)p, *b = (const __m128i *)(const void *)k->text;
	unsigned same = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128(a), _mm_loadu_si128(b))) |
		(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128(a + 1), _mm_loadu_si128(b + 1)))
			<< 16;
#else
	return memcmp(p, k->text, k->len) == 0;
#endif
#ifdef __SSE2__
	return !(k->mask & ~same) && (k->len <= 32 || memcmp(p + 32, k->text + 32, k->len - 32u) == 0);
#endif
}

/* The number of the key of which this is what came next. */
static inline unsigned
known_number(const struct known_keys *known, const uint16_t *next)
{
	size_t bytes = (size_t)((const char *)next - (const char *)known->keys);

	return (unsigned)(bytes / sizeof(*known->keys));
}

/* Of the keys that came next here, the one that stands at p; NULL: none of them. */
static inline struct known_key *
known_find(struct known_keys *known, const uint16_t *next, const char *p)
{
	for (int i = 0; i < KNOWN_NEXT && next[i]; i++)
		if (known_stands(&known->keys[next[i]], p))
			return &known->keys[next[i]];
	return NULL;
}

#endif
