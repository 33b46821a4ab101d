/* Keeps the values of an option that may be given several times. */
#include "options/strings.h"

#include <stdlib.h>

#include "say.h"

enum exit_status
strings_add(struct strings *strings, const char *text)
{
	const char **more = realloc(strings->ptr, (strings->count + 1) * sizeof(*more));

	if (more == NULL) {
		say("cannot start: out of memory");
		return EXIT_NOTHING;
	}
	strings->ptr = more;
	strings->ptr[strings->count++] = text;
	return EXIT_COMPLETE;
}

void
strings_free(struct strings *strings)
{
	free(strings->ptr);
	strings->ptr = NULL;
	strings->count = 0;
}
