/* The options that were given and on which a result rests, as a manifest states them. */
#ifndef MIA_TOOLS_OPTIONS_GIVEN_H
#define MIA_TOOLS_OPTIONS_GIVEN_H

#include "options/options.h"

/* Those that were given, in the order of the help; not those that change no
 * byte of a result. Files by their last part and, where nothing else tells
 * their hash, SHA-256. *ret lives in memory of its own: given_free. False: out
 * of memory. */
struct given_list {
	struct mia_case_option *options;
	char **texts;
	size_t count;
};
int given_list(const struct options *options, struct given_list *ret);
void given_free(struct given_list *list);

#endif
