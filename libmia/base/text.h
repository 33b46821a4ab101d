/* Views: compare, cut, trim; nothing allocates. */
#ifndef MIA_BASE_TEXT_H
#define MIA_BASE_TEXT_H

#include <stdbool.h>
#include <string.h>

#include <mia/base.h>

/* Windows has one of that name, which comes with the headers of other libraries. */
#undef TEXT
#define TEXT(literal) ((struct mia_text){ (literal), sizeof(literal) - 1 })
#define TEXT_ABSENT ((struct mia_text){ NULL, 0 })

static inline struct mia_text
text_of(const char *s)
{
	return (struct mia_text){ s, s ? strlen(s) : 0 };
}

static inline bool
text_equal(struct mia_text a, struct mia_text b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline unsigned char
ascii_lower(unsigned char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

/* ascii_lower would change nothing. */
static inline bool
text_is_lower(struct mia_text t)
{
	bool upper = false;

	for (size_t i = 0; i < t.len; i++)
		upper |= t.ptr[i] >= 'A' && t.ptr[i] <= 'Z';
	return !upper;
}

/* Without regard to the case of ASCII letters; no locale. */
static inline bool
text_equal_nocase(struct mia_text a, struct mia_text b)
{
	if (a.len != b.len)
		return false;
	/* Nearly always they are the same, or differ at once. */
	if (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0)
		return true;
	for (size_t i = 0; i < a.len; i++)
		if (ascii_lower((unsigned char)a.ptr[i]) != ascii_lower((unsigned char)b.ptr[i]))
			return false;
	return true;
}

static inline bool
text_starts(struct mia_text t, struct mia_text prefix)
{
	return t.len >= prefix.len && memcmp(t.ptr, prefix.ptr, prefix.len) == 0;
}

static inline bool
text_starts_nocase(struct mia_text t, struct mia_text prefix)
{
	return t.len >= prefix.len && text_equal_nocase((struct mia_text){ t.ptr, prefix.len }, prefix);
}

/* Bytewise order, shorter first; an absent text comes before an empty one. */
static inline int
text_compare(struct mia_text a, struct mia_text b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int c = n ? memcmp(a.ptr, b.ptr, n) : 0;
	if (c != 0)
		return c;
	if (a.len != b.len)
		return a.len < b.len ? -1 : 1;
	return (a.ptr != NULL) - (b.ptr != NULL);
}

/* The same without regard to the case of ASCII letters; absent and empty are
 * equal here. */
static inline int
text_compare_nocase(struct mia_text a, struct mia_text b)
{
	for (size_t i = 0; i < a.len && i < b.len; i++) {
		int c = ascii_lower((unsigned char)a.ptr[i]) - ascii_lower((unsigned char)b.ptr[i]);
		if (c)
			return c;
	}
	return (a.len > b.len) - (a.len < b.len);
}

/* Without leading and trailing blanks, tabs, CR and LF. */
static inline struct mia_text
text_trim(struct mia_text t)
{
	while (t.len && (*t.ptr == ' ' || *t.ptr == '\t' || *t.ptr == '\r' || *t.ptr == '\n'))
		t.ptr++, t.len--;
	while (t.len &&
		(t.ptr[t.len - 1] == ' ' || t.ptr[t.len - 1] == '\t' || t.ptr[t.len - 1] == '\r' ||
			t.ptr[t.len - 1] == '\n'))
		t.len--;
	return t;
}

/* The last place of the byte; NULL: nowhere. */
static inline const char *
text_last(struct mia_text t, char byte)
{
	while (t.len)
		if (t.ptr[--t.len] == byte)
			return t.ptr + t.len;
	return NULL;
}

/* The words with their NUL, at a place that has room; returns where they end. */
static inline char *
text_append(char *at, const char *words)
{
	size_t len = strlen(words);

	memcpy(at, words, len + 1);
	return at + len;
}

/* Whether it is one of set. NUL never is, though strchr would find the end of set: evidence may hold NUL. */
static inline bool
byte_is_one_of(char byte, const char *set)
{
	return byte && strchr(set, byte);
}

/* The next of words that one blank parts; false: none is left. */
static inline bool
text_word(struct mia_text *rest, struct mia_text *word)
{
	if (rest->len == 0)
		return false;
	const char *blank = memchr(rest->ptr, ' ', rest->len);
	size_t n = blank ? (size_t)(blank - rest->ptr) : rest->len, used = n + (blank != NULL);

	*word = (struct mia_text){ rest->ptr, n };
	*rest = (struct mia_text){ rest->ptr + used, rest->len - used };
	return true;
}

/* t with its ASCII letters in lower case, into out: t.len bytes. */
void mia__text_lower(struct mia_text t, char *out);
/* Where needle first stands in t (case of ASCII letters ignored), or -1. */
ptrdiff_t mia__text_find_nocase(struct mia_text t, struct mia_text needle);
/* The same with case. */
ptrdiff_t mia__text_find(struct mia_text t, struct mia_text needle);
/* U+FFFD stands in it, where bytes or half characters could not be read. */
bool mia__text_repaired(struct mia_text t);
/* Whether it is one of these; the second without regard to the case of ASCII letters. */
bool mia__text_is_one_of(struct mia_text t, const char *const *words, size_t count);
bool mia__text_is_one_of_nocase(struct mia_text t, const char *const *words, size_t count);
#define TEXT_IS_ONE_OF(t, words) mia__text_is_one_of((t), (words), sizeof(words) / sizeof(*(words)))
#define TEXT_IS_ONE_OF_NOCASE(t, words) \
	mia__text_is_one_of_nocase((t), (words), sizeof(words) / sizeof(*(words)))
/* 8-4-4-4-12 hexadecimal digits. */
bool mia__text_is_guid(struct mia_text t);
/* For eyes: a GUID by its first 8 characters; anything else as it is. */
struct mia_text mia__text_short_id(struct mia_text id);
/* An id without what tools and people write around it: blanks, quotes, braces.
 * A GUID without its hyphens gets them, in room, and loses what is not seen and "urn:uuid:"; one of zeros
 * alone is none, and absent. Case stays. */
struct mia_text mia__id_plain(struct mia_text id, char room[static 36]);

#endif
