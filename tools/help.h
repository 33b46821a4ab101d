/* Help in the form of man pages, from the tables of commands and options. */
#ifndef MIA_TOOLS_HELP_H
#define MIA_TOOLS_HELP_H

#include <stdio.h>

#include "command.h"

/* `commands` ends with NULL. */
void help_usage(FILE *stream, const struct command *const *commands);
void help_overview(FILE *stream, const struct command *const *commands);
void help_command(FILE *stream, const struct command *command);

#endif
