/*
 * What the fast path (skim.c) reads with: strings, numbers, words, blanks, by the strict grammar of JSON,
 * as they stand or with doubled quotes.
 */
#ifndef MIA_EVENT_SKIM_SCAN_H
#define MIA_EVENT_SKIM_SCAN_H

#include "base/utf8.h"
#include "event/parse.h"
#include "record/scan.h"

struct skim {
	struct decoder *d;
	const char *start, *end;
	const uint64_t *marks;
	unsigned quote;
};

/*
 * Where the bytes stand that matter in a string: quotes, backslashes, controls. Found once for the whole
 * text, 64 at a time, so that a string costs a look at a word or two however long it is. *high: what is no
 * ASCII.
 */
static inline uint64_t
specials(const char *p, uint64_t *high)
{
	uint64_t found = 0;

	*high = 0;
#ifdef SCAN_VECTORS
	for (int i = 0; i < SCAN_WIDTH; i += SCAN_VECTOR) {
		scan_vector v = scan_vector_load(p + i);
		scan_vector hit = scan_vector_or(scan_vector_or(scan_vector_equal(v, scan_vector_of('"')),
							 scan_vector_equal(v, scan_vector_of('\\'))),
			scan_vector_equal(scan_vector_min(v, scan_vector_of(0x1f)), v));
		found |= (uint64_t)scan_vector_mask(hit) << i;
		*high |= (uint64_t)scan_vector_mask(v) << i;
	}
#else
	for (int i = 0; i < SCAN_WIDTH; i++) {
		found |= (uint64_t)(p[i] == '"' || p[i] == '\\' || (unsigned char)p[i] < 0x20) << i;
		*high |= (uint64_t)((unsigned char)p[i] >> 7) << i;
	}
#endif
	return found;
}

/* What is no ASCII in the 64 bytes at `at`: *reach moves behind the last letter; *valid: all so far are. */
static inline void
take_letters(struct mia_text text, size_t at, uint64_t high, size_t *reach, bool *valid)
{
	if (*reach > at)
		high = *reach - at < 64 ? high & UINT64_MAX << (*reach - at) : 0;
	if (high && *valid)
		*reach = at + mia__utf8_letters(text.ptr + at, text.len - at, high, valid);
}

/* *valid: whether the text is valid UTF-8. */
static inline bool
mark_specials(struct decoder *d, struct mia_text text, bool *valid)
{
	size_t whole = text.len / 64, reach = 0;
	size_t words = whole + 3; /* two behind the end: a key may stand over it */
	uint64_t high, end = UINT64_MAX << text.len % 64;

	if (words > d->mark_cap && !mia__grow(&d->a, &d->marks, &d->mark_cap, words, sizeof(*d->marks))) {
		d->no_memory = true;
		return false;
	}
	*valid = true;
	for (size_t i = 0; i < whole; i++) {
		d->marks[i] = specials(text.ptr + 64 * i, &high);
		if (high)
			take_letters(text, 64 * i, high, &reach, valid);
	}
	/* A search ends at the end. */
	d->marks[whole] = specials(text.ptr + 64 * whole, &high) | end;
	take_letters(text, 64 * whole, high & ~end, &reach, valid);
	d->marks[words - 2] = d->marks[words - 1] = UINT64_MAX;
	return true;
}

/* The next byte that matters in a string; end or behind it: none. */
static inline const char *
next_special(const struct skim *s, const char *p)
{
	size_t at = (size_t)(p - s->start), word = at / 64;
	uint64_t marks = s->marks[word] >> at % 64;

	if (marks)
		return p + __builtin_ctzll(marks);
	while (!s->marks[++word])
		;
	return s->start + 64 * word + __builtin_ctzll(s->marks[word]);
}

/*
 * The steps below take where they begin and answer where they ended, or NULL: odd. A step that runs
 * over the end is seen by the next, which reads no more than SKIM_PADDING behind it.
 */

static inline bool
is_hex(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

static inline bool
at_quote(const struct skim *s, const char *p)
{
	return p[0] == '"' && (s->quote == 1 || p[1] == '"');
}

/* Behind the escape at p. */
static inline const char *
escape(const struct skim *s, const char *p)
{
	if (s->end - p < 7)
		return NULL;
	switch (p[1]) {
	case '\\':
	case '/':
	case 'b':
	case 'f':
	case 'n':
	case 'r':
	case 't':
		return p + 2;
	case '"':
		return at_quote(s, p + 1) ? p + 1 + s->quote : NULL;
	case 'u':
		/* Surrogates are for the slow path, which makes them visible. */
		if (!is_hex(p[2]) || !is_hex(p[3]) || !is_hex(p[4]) || !is_hex(p[5]) ||
			((p[2] | 32) == 'd' && p[3] >= '8'))
			return NULL;
		return p + 6;
	default:
		return NULL;
	}
}

/* A string, behind its opening quote; *escaped if it holds escapes. */
static inline const char *
string(const struct skim *s, const char *start, struct mia_text *ret, bool *escaped)
{
	const char *p;

	*escaped = false;
	for (p = next_special(s, start); *p != '"'; p = next_special(s, p)) {
		*escaped = true;
		if (*p != '\\' || !(p = escape(s, p)))
			return NULL;
	}
	if (p >= s->end || !at_quote(s, p))
		return NULL;
	*ret = (struct mia_text){ start, (size_t)(p - start) };
	return p + s->quote;
}

static inline const char *
blanks(const struct skim *s, const char *p)
{
	while (p < s->end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
		p++;
	return p;
}

static inline const char *
word(const struct skim *s, const char *p, const char *text, size_t len)
{
	return (size_t)(s->end - p) >= len && memcmp(p, text, len) == 0 ? p + len : NULL;
}

static inline const char *
digits(const struct skim *s, const char *p)
{
	const char *start = p;

	while (p < s->end && *p >= '0' && *p <= '9')
		p++;
	return p > start ? p : NULL;
}

static inline const char *
number(const struct skim *s, const char *p, struct mia_text *ret)
{
	const char *start = p;

	if (*p == '-')
		p++;
	if (p < s->end && *p == '0')
		p++;
	else if (!(p = digits(s, p)))
		return NULL;
	if (p < s->end && *p == '.' && !(p = digits(s, p + 1)))
		return NULL;
	*ret = (struct mia_text){ start, (size_t)(p - start) };
	/* A digit after a zero, an exponent: seldom enough for the slow path. */
	return p < s->end && *p != 'e' && *p != 'E' && !(*p >= '0' && *p <= '9') ? p : NULL;
}

#endif
