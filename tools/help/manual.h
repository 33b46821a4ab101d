/* What the build makes of the tables: manual pages and completion. */
#ifndef MIA_TOOLS_HELP_MANUAL_H
#define MIA_TOOLS_HELP_MANUAL_H

#include <stdio.h>

#include "commands/command.h"
#include "options/options.h"

/* mia-COMMAND(1); date as .Dd has it. */
void manual_page(FILE *stream, const struct command *command, const char *date);
/* The commands as an mdoc list, for mia(1). */
void manual_commands(FILE *stream);
/* The pages of all commands, for SEE ALSO of mia(1). */
void manual_see_also(FILE *stream);

void complete_bash(FILE *stream);
void complete_zsh(FILE *stream);
void complete_fish(FILE *stream);

/* What may stand behind an option, by the word for it in the help. */
enum value_kind { VALUE_NONE, VALUE_FREE, VALUE_CHOICES, VALUE_FILE, VALUE_DIRECTORY };
/* As the command takes it; until it is asked for another. */
struct option complete_option(const struct option *option, const struct command *command);
enum value_kind complete_kind(const struct option *option);
/* The choices of VALUE_CHOICES, blanks between them. */
void complete_choices(FILE *stream, const struct option *option);
/* The first sentence of the help, without its full stop: its length. */
size_t complete_sentence(const char *help);
int complete_takes(const struct command *command, const struct option *option);

#endif
