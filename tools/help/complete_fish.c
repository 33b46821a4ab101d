/* Writes the completion for fish. */
#include <string.h>

#include "help/manual.h"

static void
quoted(FILE *stream, const char *text, size_t len)
{
	(void)fputc('\'', stream);
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\'' || text[i] == '\\')
			(void)fputc('\\', stream);
		(void)fputc(text[i], stream);
	}
	(void)fputc('\'', stream);
}

/* One line an option, for all commands that take it, or for one alone. */
static void
way(FILE *stream, const struct option *option, const char *prefix, const struct command *alone)
{
	enum value_kind kind = complete_kind(option);

	(void)fputs("complete -c mia -n '__mia_command_is", stream);
	for (size_t i = 0; commands[i] != NULL; i++) {
		if (alone != NULL ? alone == commands[i] : complete_takes(commands[i], option))
			(void)fprintf(stream, " %s", commands[i]->name);
	}
	(void)fprintf(stream, "' -l %s%s", prefix, option->name);
	if (option->letter != 0)
		(void)fprintf(stream, " -s %c", option->letter);
	if (kind == VALUE_FILE) {
		(void)fputs(" -r -F", stream);
	} else if (kind == VALUE_DIRECTORY) {
		(void)fputs(" -x -a '(__fish_complete_directories)'", stream);
	} else if (kind != VALUE_NONE) {
		(void)fputs(" -x", stream);
	}
	if (kind == VALUE_CHOICES) {
		(void)fputs(" -a '", stream);
		complete_choices(stream, option);
		(void)fputc('\'', stream);
	}
	(void)fputs(" -d ", stream);
	quoted(stream, option->help, complete_sentence(option->help));
	(void)fputc('\n', stream);
}

void
complete_fish(FILE *stream)
{
	const struct option *option;

	(void)fputs("# Completion for fish, made from the tables of mia.\n"
		    "function __mia_needs_command\n"
		    "\ttest (count (commandline -opc)) -eq 1\n"
		    "end\n"
		    "function __mia_command_is\n"
		    "\tset -l words (commandline -opc)\n"
		    "\ttest (count $words) -gt 1; and contains -- $words[2] $argv\n"
		    "end\n"
		    "complete -c mia -n '__mia_needs_command; or __mia_command_is help' -f\n"
		    "complete -c mia -n __mia_needs_command -s h -l help -d Help\n"
		    "complete -c mia -n __mia_needs_command -l version -d 'The version'\n"
		    "complete -c mia -n __mia_needs_command -l licences -d 'The licences'\n"
		    "complete -c mia -n __mia_needs_command -a help -d 'help on a command'\n",
		stream);
	for (size_t i = 0; commands[i] != NULL; i++) {
		(void)fprintf(stream,
			"complete -c mia -n '__mia_needs_command; or __mia_command_is help' -a %s -d ",
			commands[i]->name);
		quoted(stream, commands[i]->summary, strlen(commands[i]->summary));
		(void)fputc('\n', stream);
	}
	for (size_t i = 0; (option = options_entry(i)) != NULL; i++) {
		for (size_t c = 0; option->take == format_take && commands[c] != NULL; c++) {
			struct option own = complete_option(option, commands[c]);

			if (complete_takes(commands[c], option))
				way(stream, &own, "", commands[c]);
		}
		if (option->take == format_take)
			continue;
		way(stream, option, "", NULL);
		if (option->twin)
			way(stream, option, "not-", NULL);
	}
}
