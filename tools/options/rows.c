/* Takes the options that say which rows of a report to show. */
#include <stdio.h>
#include <string.h>

#include "options/options.h"
#include "say.h"

#define MATCH_YES (1u << MIA_MATCH_YES)
#define MATCH_CANNOT_TELL (1u << MIA_MATCH_CANNOT_TELL)

enum exit_status
rows_take_match(struct options *options, const struct option *option, int exclude, const char *value)
{
	(void)exclude;
	if (strcmp(value, "yes") == 0) {
		options->matches = MATCH_YES;
	} else if (strcmp(value, "cannot-tell") == 0 || strcmp(value, "cannot tell") == 0) {
		options->matches = MATCH_CANNOT_TELL;
	} else if (strcmp(value, "all") == 0) {
		options->matches = MATCH_YES | MATCH_CANNOT_TELL;
	} else {
		say("cannot use %s for '--%s': it takes %s", quoted(value), option->name, option->argument);
		return EXIT_USAGE;
	}
	return EXIT_COMPLETE;
}

unsigned
rows_matches(const struct options *options)
{
	if (options->matches)
		return options->matches;
	return mia_scope_is_everything(options->scope) ? 0 : MATCH_YES;
}

enum exit_status
rows_take_level(struct options *options, const struct option *option, int exclude, const char *value)
{
	enum mia_level level;

	(void)exclude;
	if (mia_level_parse(text_of(value), &level) == MIA_OK) {
		options->levels |= 1u << level;
		return EXIT_COMPLETE;
	}
	say("cannot use %s for '--%s': it takes recorded, copied, handled, unattributed, cannot-exclude, none",
		quoted(value), option->name);
	return EXIT_USAGE;
}
