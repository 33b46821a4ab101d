/* Finds the name that a mistyped word is nearest to. */
#include "options/suggest.h"

#include "say.h"

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
	struct mia_text word = { suggestion->word, suggestion->word_len };
	size_t found = mia_text_distance(word, text_of(candidate), suggestion->distance);

	if (found < suggestion->distance) {
		suggestion->distance = found;
		suggestion->best = candidate;
	}
}
