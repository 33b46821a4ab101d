/* Finds the name that a mistyped word is nearest to. */
#include "options/suggest.h"

#include <string.h>

#define WORD_MAX 40

/* Levenshtein distance of two short words. */
static size_t
distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t row[WORD_MAX + 1];

	for (size_t j = 0; j <= b_len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			size_t best = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[b_len];
}

void
suggestion_begin(struct suggestion *suggestion, const char *word, size_t len)
{
	suggestion->word = word;
	suggestion->word_len = len;
	suggestion->best = NULL;
	/* A word of which more than a third is wrong meant something else. */
	suggestion->distance = len / 3 + 2;
}

void
suggestion_offer(struct suggestion *suggestion, const char *candidate)
{
	size_t len = strlen(candidate);

	if (suggestion->word_len > WORD_MAX || len > WORD_MAX)
		return;
	size_t found = distance(suggestion->word, suggestion->word_len, candidate, len);
	if (found < suggestion->distance) {
		suggestion->distance = found;
		suggestion->best = candidate;
	}
}
