/* Help in the form of man pages, from the tables of commands and options. */
#ifndef MIA_TOOLS_HELP_HELP_H
#define MIA_TOOLS_HELP_HELP_H

#include <stdio.h>

#include <mia/mia.h>

#include "commands/command.h"

/* On one screen; and all of it. */
void help_usage(FILE *stream);
void help_overview(FILE *stream);
/* The same of a command. */
void help_brief(FILE *stream, const struct command *command);
void help_command(FILE *stream, const struct command *command);
/* Words from column `at` on, wrapped with an indent; "\n\n" splits paragraphs. */
void help_wrap(FILE *stream, const char *text, size_t at, size_t indent);

/* What the manual pages share with the help. */
struct help_section {
	unsigned groups; /* options of these groups */
	const char *title;
	const char *text; /* before the options; or NULL */
};
/* NULL past the last. */
const struct help_section *help_section(size_t i);
/* The next column of what the command writes that is not in JSON alone, *at
 * being 0 at first; 0 behind the last. */
int help_column(const struct command *command, size_t *at, struct mia_column *ret);
/* Ends with a NULL status. */
const struct exit_meaning *help_statuses(const struct command *command);

#endif
