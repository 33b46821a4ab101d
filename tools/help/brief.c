/* Writes the help of a command on about one screen; --help=full has the rest. */
#include <string.h>

#include "help/help.h"
#include "help/manual.h"
#include "help/shell_line.h"
#include "options/options.h"
#include "system/machine.h"

#define WIDTH 79
#define TEXT_AT 30
#define EXAMPLES 2
/* Named in a line or two, since every command has them. */
#define NAMED (GROUP_SCOPE | GROUP_LOAD | GROUP_STORE | GROUP_LIMIT | GROUP_COMMON)

static void
first_paragraph(FILE *stream, const char *text)
{
	const char *end = strstr(text, "\n\n");
	char paragraph[1024];

	(void)snprintf(paragraph, sizeof(paragraph), "%.*s",
		end != NULL ? (int)(end - text) : (int)strlen(text), text);
	(void)fputc('\n', stream);
	help_wrap(stream, paragraph, 0, 0);
}

/* As much of the first sentence as the line has room for. */
static void
first_words(FILE *stream, const char *help)
{
	static const char more[] = " ...";
	size_t len = complete_sentence(help), room = WIDTH - TEXT_AT;

	if (len <= room) {
		(void)fprintf(stream, "%.*s\n", (int)len, help);
		return;
	}
	len = room - (sizeof(more) - 1);
	while (len > 0 && help[len] != ' ')
		len--;
	(void)fprintf(stream, "%.*s%s\n", (int)len, help, more);
}

static void
one_option(FILE *stream, const struct option *option)
{
	char label[80];
	char letter[5] = "";

	if (option->letter != 0)
		(void)snprintf(letter, sizeof(letter), "-%c, ", option->letter);
	(void)snprintf(label, sizeof(label), "  %s--%s%s%s", letter, option->name,
		option->argument ? " " : "", option->argument ? option->argument : "");
	if (strlen(label) + 2 <= TEXT_AT)
		(void)fprintf(stream, "%-*s", TEXT_AT, label);
	else
		(void)fprintf(stream, "%s\n%*s", label, TEXT_AT, "");
	first_words(stream, option->help);
}

static void
own_options(FILE *stream, const struct command *command)
{
	const struct option *option;

	(void)fputc('\n', stream);
	for (size_t i = 0; (option = options_entry(i)) != NULL; i++) {
		if ((option->group & command->groups) && !(option->group & command->groups & NAMED))
			one_option(stream, option);
	}
}

/* The names of the options of some groups, in a line or two. */
static void
names(FILE *stream, const struct command *command, unsigned groups, const char *before)
{
	const struct option *option;
	char text[1024];
	size_t len = (size_t)snprintf(text, sizeof(text), "%s", before);

	if (!(command->groups & groups))
		return;
	for (size_t i = 0; (option = options_entry(i)) != NULL; i++) {
		if ((option->group & command->groups & groups) && len < sizeof(text))
			len += (size_t)snprintf(text + len, sizeof(text) - len, " --%s", option->name);
	}
	help_wrap(stream, text, 0, 0);
}

static void
columns(FILE *stream, const struct command *command)
{
	struct mia_column column;
	char text[2048] = "Columns:";
	size_t len = strlen(text);

	for (size_t at = 0; help_column(command, &at, &column);)
		if (len < sizeof(text))
			len += (size_t)snprintf(text + len, sizeof(text) - len, " %s", column.name);
	if (len == strlen("Columns:"))
		return;
	(void)fputc('\n', stream);
	help_wrap(stream, text, 0, 0);
}

static void
put(FILE *stream, const char *text, size_t len)
{
	(void)fwrite(text, 1, len, stream);
}

static void
examples(FILE *stream, const char *text)
{
	const struct shell_style style = { 2, WIDTH - 2, mia__shell_is_posix() ? "\\" : NULL, put };
	int shown = 0;

	(void)fputc('\n', stream);
	for (size_t len; *text != '\0'; text += len + (text[len] == '\n')) {
		len = strcspn(text, "\n");
		if (text[0] == '#')
			continue;
		if (shown++ == EXAMPLES)
			return;
		shell_line(stream, &style, text, len);
	}
}

void
help_brief(FILE *stream, const struct command *command)
{
	(void)fprintf(stream, "mia %s - %s\n", command->name, command->summary);
	(void)fprintf(stream, "usage: mia %s [OPTIONS] %s\n", command->name, command->operands);
	first_paragraph(stream, command->description);
	own_options(stream, command);
	(void)fputc('\n', stream);
	names(stream, command, GROUP_SCOPE,
		"Scope, what is held to be the intruder (most can be repeated, and stand as --not-... too):");
	names(stream, command, NAMED & ~(unsigned)GROUP_SCOPE, "And:");
	columns(stream, command);
	examples(stream, command->examples);
	(void)fprintf(stream, "\nAll of it: mia %s --help=full\n", command->name);
}
