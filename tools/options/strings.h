/* The values of an option that may be given several times; borrowed from argv. */
#ifndef MIA_TOOLS_OPTIONS_STRINGS_H
#define MIA_TOOLS_OPTIONS_STRINGS_H

#include <stddef.h>

#include "commands/command.h"

struct strings {
	const char **ptr;
	size_t count;
};

/* Says on standard error if there is no memory. */
enum exit_status strings_add(struct strings *strings, const char *text);
void strings_free(struct strings *strings);

#endif
