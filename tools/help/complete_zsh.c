/* Writes the completion for zsh. */
#include <string.h>

#include "help/manual.h"

/* Inside of '...': `special` takes a backslash. */
static void
quoted(FILE *stream, const char *text, size_t len, const char *special)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\'')
			(void)fputs("'\\''", stream);
		else if (strchr(special, text[i]) != NULL)
			(void)fprintf(stream, "\\%c", text[i]);
		else
			(void)fputc(text[i], stream);
	}
}

/* One way to write an option: '*--name=[what it does]:WORD:what may follow'. */
static void
way(FILE *stream, const struct option *option, const char *dashes, const char *name, const char *joint)
{
	enum value_kind kind = complete_kind(option);
	int excluding = strcmp(dashes, "--not-") == 0;

	(void)fprintf(stream, "\t\t\t\t'*%s%s%s[%s", dashes, name, kind == VALUE_NONE ? "" : joint,
		excluding ? "Takes away: " : "");
	quoted(stream, option->help, complete_sentence(option->help), "[]\\");
	(void)fputc(']', stream);
	if (kind != VALUE_NONE) {
		(void)fputc(':', stream);
		quoted(stream, option->argument, strlen(option->argument), ":\\");
		(void)fputc(':', stream);
	}
	if (kind == VALUE_CHOICES) {
		(void)fputc('(', stream);
		complete_choices(stream, option);
		(void)fputc(')', stream);
	} else if (kind != VALUE_NONE) {
		(void)fputs(kind == VALUE_FILE            ? "_files"
				: kind == VALUE_DIRECTORY ? "_files -/"
							  : " ",
			stream);
	}
	(void)fputs("' \\\n", stream);
}

static void
command(FILE *stream, const struct command *of)
{
	const struct option *option;

	(void)fprintf(stream, "\t\t%s)\n\t\t\t_arguments -s -S \\\n", of->name);
	for (size_t i = 0; (option = options_entry(i)) != NULL; i++) {
		char letter[2] = { option->letter, '\0' };

		struct option own = complete_option(option, of);

		if (!complete_takes(of, option))
			continue;
		way(stream, &own, "--", option->name, "=");
		if (option->twin)
			way(stream, &own, "--not-", option->name, "=");
		if (option->letter != 0)
			way(stream, &own, "-", letter, "+");
	}
	(void)fprintf(stream, "\t\t\t\t'*:%s:_files'\n\t\t\t;;\n", of->operands);
}

void
complete_zsh(FILE *stream)
{
	(void)fputs("#compdef mia\n"
		    "# Completion for zsh, made from the tables of mia.\n"
		    "_mia()\n"
		    "{\n"
		    "\tlocal context curcontext=$curcontext state state_descr line\n"
		    "\ttypeset -A opt_args\n"
		    "\tlocal -a commands\n\n"
		    "\tcommands=(\n",
		stream);
	for (size_t i = 0; commands[i] != NULL; i++) {
		(void)fprintf(stream, "\t\t'%s:", commands[i]->name);
		quoted(stream, commands[i]->summary, strlen(commands[i]->summary), "\\");
		(void)fputs("'\n", stream);
	}
	(void)fputs("\t)\n"
		    "\t_arguments -C '(- *)'{-h,--help}'[Help]' '(- *)--version[The version]' "
		    "'(- *)--licences[The licences]' \\\n"
		    "\t\t'1:command:->command' '*::argument:->argument' && return\n"
		    "\tcase $state in\n"
		    "\tcommand)\n"
		    "\t\t_describe -t commands command commands -- '(help:help\\ on\\ a\\ command)'\n"
		    "\t\t;;\n"
		    "\targument)\n"
		    "\t\tcase $words[1] in\n"
		    "\t\thelp)\n"
		    "\t\t\t(( CURRENT != 2 )) || _describe -t commands command commands\n"
		    "\t\t\t;;\n",
		stream);
	for (size_t i = 0; commands[i] != NULL; i++)
		command(stream, commands[i]);
	(void)fputs("\t\tesac\n"
		    "\t\t;;\n"
		    "\tesac\n"
		    "}\n"
		    "_mia \"$@\"\n",
		stream);
}
