/* Values of an option that may be repeated; borrowed from argv. */
#ifndef MIA_TOOLS_OPTIONS_STRINGS_H
#define MIA_TOOLS_OPTIONS_STRINGS_H

#include <stddef.h>

#include "commands/command.h"

struct words {
	const char **ptr;
	size_t count;
};

/* Says on standard error if there is no memory. */
enum exit_status words_add(struct words *words, const char *word);
void words_free(struct words *words);

#endif
