/* What both kinds of changes stand on: dice, and pieces cut out and put in. */
#ifndef MIA_TESTS_FAULT_MUTANT_TEXT_H
#define MIA_TESTS_FAULT_MUTANT_TEXT_H

#include "mutations.h"

#include "random.h"

#include <stdbool.h>
#include <string.h>

enum { PIECE = 4096 };

static inline uint32_t
below(struct mutant *m, size_t n)
{
	return n ? random_below(&m->random, (uint32_t)n) : 0;
}

static inline void
cut(struct mutant *m, size_t at, size_t len)
{
	memmove(m->bytes + at, m->bytes + at + len, m->len - at - len);
	m->len -= len;
}

static inline bool
paste(struct mutant *m, size_t at, const char *text, size_t len)
{
	if (m->len + len > sizeof(m->bytes))
		return false;
	memmove(m->bytes + at + len, m->bytes + at, m->len - at);
	memcpy(m->bytes + at, text, len);
	m->len += len;
	return true;
}

static inline void
replace(struct mutant *m, size_t at, size_t len, const char *text, size_t text_len)
{
	if (m->len - len + text_len > sizeof(m->bytes))
		return;
	cut(m, at, len);
	paste(m, at, text, text_len);
}

/* Behind the string whose opening quote stands at `at`. */
static inline size_t
string_end(const struct mutant *m, size_t at)
{
	for (at++; at < m->len && m->bytes[at] != '"'; at++)
		if (m->bytes[at] == '\\')
			at++;
	return at < m->len ? at + 1 : m->len;
}

/* A bracket, chosen by chance; false: there is none. */
static inline bool
choose(struct mutant *m, char wanted, size_t *ret)
{
	size_t from = below(m, m->len);

	for (size_t i = 0; i < m->len; i++) {
		size_t at = from + i < m->len ? from + i : from + i - m->len;
		if (m->bytes[at] == wanted) {
			*ret = at;
			return true;
		}
	}
	return false;
}

/* mutations_text.c */
void mutate_blanks(struct mutant *m);
void mutate_escape(struct mutant *m);
void mutate_structure(struct mutant *m);
void mutate_end(struct mutant *m);
void mutate_splice(struct mutant *m, const char *other, size_t other_len);

#endif
