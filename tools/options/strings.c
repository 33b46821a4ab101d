#include "options/strings.h"

#include <stdlib.h>

#include "say.h"

enum exit_status
words_add(struct words *words, const char *word)
{
	const char **more = realloc(words->ptr, (words->count + 1) * sizeof(*more));

	if (more == NULL) {
		say("cannot start: out of memory");
		return EXIT_NOTHING;
	}
	words->ptr = more;
	words->ptr[words->count++] = word;
	return EXIT_COMPLETE;
}

void
words_free(struct words *words)
{
	free(words->ptr);
	words->ptr = NULL;
	words->count = 0;
}
