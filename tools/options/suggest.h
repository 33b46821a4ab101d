/* What a mistyped word may have meant. */
#ifndef MIA_TOOLS_OPTIONS_SUGGEST_H
#define MIA_TOOLS_OPTIONS_SUGGEST_H

#include <stddef.h>

/* Keeps the nearest of the candidates offered; `best` stays NULL while none
 * is near enough to be worth naming. */
struct suggestion {
	const char *word;
	size_t word_len;
	const char *best;
	size_t distance;
};

void suggestion_begin(struct suggestion *suggestion, const char *word, size_t len);
void suggestion_offer(struct suggestion *suggestion, const char *candidate);

#endif
