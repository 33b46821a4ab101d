/* Writes the manual page of one command. */
#include <string.h>

#include "help/help.h"
#include "help/manual.h"
#include "help/mdoc.h"

/* "EVIDENCE...", "[EVIDENCE...]" and plain words. */
static void
operands(FILE *stream, const char *text)
{
	while (*text != '\0') {
		size_t len = strcspn(text, " ");
		size_t end = len;
		int optional = text[0] == '[' && text[end - 1] == ']';
		int repeated;

		end -= (size_t)optional;
		repeated = end > 3 && memcmp(text + end - 3, "...", 3) == 0;
		end -= repeated ? 3 : 0;
		(void)fprintf(stream, ".%sAr %.*s%s\n", optional ? "Op " : "", (int)(end - (size_t)optional),
			text + optional, repeated ? " ..." : "");
		text += len;
		text += strspn(text, " ");
	}
}

static void
argument(FILE *stream, const struct option *option)
{
	const char *word = option->argument;

	(void)fputs(complete_kind(option) == VALUE_CHOICES ? " Cm " : " Ar ", stream);
	while (*word != '\0') {
		size_t len = strcspn(word, "|");

		(void)fprintf(stream, "%.*s", (int)len, word);
		word += len;
		if (*word == '|') {
			(void)fputs(" | ", stream);
			word++;
		}
	}
}

static void
show_option(FILE *stream, const struct command *command, const struct option *option)
{
	(void)fputs(".It ", stream);
	if (option->letter != 0)
		(void)fprintf(stream, "Fl %c , ", option->letter);
	(void)fprintf(stream, "Fl Fl %s", option->name);
	if (option->twin)
		(void)fprintf(stream, " , Fl Fl not-%s", option->name);
	struct option own = complete_option(option, command);
	if (own.argument != NULL)
		argument(stream, &own);
	(void)fputc('\n', stream);
	mdoc_text(stream, command->name, option->help);
}

static void
options(FILE *stream, const struct command *command)
{
	const struct help_section *section;

	for (size_t s = 0; (section = help_section(s)) != NULL; s++) {
		const struct option *option;

		if (!(section->groups & command->groups))
			continue;
		(void)fprintf(stream, ".Sh %s\n", section->title);
		if (section->text != NULL)
			mdoc_text(stream, command->name, section->text);
		(void)fputs(".Bl -tag -width Ds\n", stream);
		for (size_t i = 0; (option = options_entry(i)) != NULL; i++) {
			if (option->group & command->groups & section->groups)
				show_option(stream, command, option);
		}
		(void)fputs(".El\n", stream);
	}
}

static void
entry(FILE *stream, const struct command *command, const char *macro, const char *name, const char *help)
{
	(void)fprintf(stream, ".It %s%s\n", macro, name);
	mdoc_text(stream, command->name, help);
}

static void
columns(FILE *stream, const struct command *command)
{
	struct mia_column column;
	size_t at = 0, any = 0;

	while (help_column(command, &at, &column)) {
		if (any++ == 0)
			(void)fputs(".Sh COLUMNS\n.Bl -tag -width Ds\n", stream);
		entry(stream, command, "Va ", column.name, column.help);
	}
	if (any > 0)
		(void)fputs(".El\n", stream);
}

static void
exit_statuses(FILE *stream, const struct command *command)
{
	const struct exit_meaning *meaning = help_statuses(command);

	(void)fputs(".Sh EXIT STATUS\n.Bl -tag -width Ds\n", stream);
	for (; meaning->status != NULL; meaning++)
		entry(stream, command, "", meaning->status, meaning->help);
	(void)fputs(".El\n", stream);
}

/* Lines that begin with "# " are said in words, the others shown. */
static void
examples(FILE *stream, const struct command *command)
{
	const char *text = command->examples;
	int showing = 0, first = 1;

	(void)fputs(".Sh EXAMPLES\n", stream);
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");
		int said = len > 2 && memcmp(text, "# ", 2) == 0;

		if (said && showing)
			(void)fputs(".Ed\n", stream);
		if (said && !first)
			(void)fputs(".Pp\n", stream);
		if (!said && !showing)
			(void)fputs(".Bd -literal -offset indent\n", stream);
		showing = !said;
		first = 0;
		if (said) {
			char sentence[512];

			(void)snprintf(sentence, sizeof(sentence), "%.*s", (int)len - 2, text + 2);
			mdoc_text(stream, command->name, sentence);
		} else {
			(void)fputs("$ ", stream);
			mdoc_shell(stream, text, len);
		}
		text += len + (text[len] == '\n');
	}
	if (showing)
		(void)fputs(".Ed\n", stream);
}

static int
speaks_of(const struct command *command, const char *name)
{
	struct mia_column column;
	char reference[64];
	size_t at = 0;

	(void)snprintf(reference, sizeof(reference), "'mia %s'", name);
	if (strstr(command->description, reference) != NULL)
		return 1;
	while (help_column(command, &at, &column)) {
		if (strstr(column.help, reference) != NULL)
			return 1;
	}
	return 0;
}

/* In the order of the alphabet, as pages are named; of mia(1) (NULL) all. */
static void
pages_named(FILE *stream, const struct command *by)
{
	const char *last = "";

	for (;;) {
		const char *next = NULL;

		for (size_t i = 0; commands[i] != NULL; i++) {
			const char *name = commands[i]->name;

			if (commands[i] != by && strcmp(name, last) > 0 &&
				(next == NULL || strcmp(name, next) < 0) &&
				(by == NULL || speaks_of(by, name)))
				next = name;
		}
		if (next == NULL)
			return;
		(void)fprintf(stream, " ,\n.Xr mia-%s 1", next);
		last = next;
	}
}

void
manual_page(FILE *stream, const struct command *command, const char *date)
{
	(void)fputs(".\\\" Made from the tables of the tool; change these.\n", stream);
	(void)fprintf(stream, ".Dd %s\n.Dt MIA-", date);
	for (const char *c = command->name; *c != '\0'; c++)
		(void)fputc(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c, stream);
	(void)fprintf(stream, " 1\n.Os\n.Sh NAME\n.Nm mia-%s\n.Nd ", command->name);
	mdoc_text(stream, command->name, command->summary);
	(void)fprintf(stream, ".Sh SYNOPSIS\n.Nm \"mia %s\"\n.Op Ar OPTIONS\n", command->name);
	operands(stream, command->operands);
	(void)fputs(".Sh DESCRIPTION\n", stream);
	mdoc_text(stream, command->name, command->description);
	options(stream, command);
	columns(stream, command);
	exit_statuses(stream, command);
	if (command->statuses == NULL)
		(void)fputs(".Pp\nThe worst wins.\n", stream);
	examples(stream, command);
	(void)fputs(".Sh SEE ALSO\n.Xr mia 1", stream);
	pages_named(stream, command);
	(void)fputc('\n', stream);
}

void
manual_commands(FILE *stream)
{
	(void)fputs(".Bl -tag -width \"readiness\"\n", stream);
	for (size_t i = 0; commands[i] != NULL; i++) {
		(void)fprintf(stream, ".It Cm %s\n", commands[i]->name);
		mdoc_text(stream, NULL, commands[i]->summary);
	}
	(void)fputs(".It Cm help Op Ar command\nHelp, as with\n.Fl Fl help .\n.El\n", stream);
}

void
manual_see_also(FILE *stream)
{
	(void)fputs(".Xr jq 1", stream);
	pages_named(stream, NULL);
	(void)fputs(" ,\n.Xr libmia 3\n", stream);
}
