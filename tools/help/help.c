/* Writes the help of the tool and of each command to a terminal. */
#include "help/help.h"

#include <string.h>

#include "help/shell_line.h"
#include "options/options.h"
#include "system/machine.h"

#define WIDTH 79
#define INDENT 7
#define OPTION_INDENT 15
#define COLUMN_INDENT 28

static void
indent_to(FILE *stream, size_t from, size_t to)
{
	(void)fprintf(stream, "%*s", from < to ? (int)(to - from) : 0, "");
}

void
help_wrap(FILE *stream, const char *text, size_t at, size_t indent)
{
	while (*text != '\0') {
		size_t len = strcspn(text, " \n");

		if (at > indent && at + 1 + len > WIDTH) {
			(void)fputc('\n', stream);
			at = 0;
		}
		if (at <= indent) {
			indent_to(stream, at, indent);
			at = indent;
		} else {
			(void)fputc(' ', stream);
			at++;
		}
		(void)fwrite(text, 1, len, stream);
		at += len;
		text += len;
		if (strncmp(text, "\n\n", 2) == 0) {
			(void)fputs("\n\n", stream);
			at = 0;
		}
		text += strspn(text, " \n");
	}
	(void)fputc('\n', stream);
}

static void
heading(FILE *stream, const char *name)
{
	(void)fprintf(stream, "\n%s\n", name);
}

static void
lines(FILE *stream, const char *text)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		if (len > 0)
			indent_to(stream, 0, INDENT);
		(void)fwrite(text, 1, len, stream);
		(void)fputc('\n', stream);
		text += len + (text[len] == '\n');
	}
}

static void
put(FILE *stream, const char *text, size_t len)
{
	(void)fwrite(text, 1, len, stream);
}

static void
show_examples(FILE *stream, const char *text)
{
	const struct shell_style style = { INDENT, WIDTH - INDENT, mia__shell_is_posix() ? "\\" : NULL, put };

	heading(stream, "EXAMPLES");
	for (size_t len; *text != '\0'; text += len + (text[len] == '\n')) {
		len = strcspn(text, "\n");
		if (text[0] == '#')
			(void)fprintf(stream, "%*s%.*s\n", INDENT, "", (int)len, text);
		else
			shell_line(stream, &style, text, len);
	}
}

static void
show_option(FILE *stream, const struct option *option, int report)
{
	indent_to(stream, 0, INDENT);
	if (option->letter != 0 && option->argument != NULL)
		(void)fprintf(stream, "-%c %s, ", option->letter, option->argument);
	else if (option->letter != 0)
		(void)fprintf(stream, "-%c, ", option->letter);
	(void)fprintf(stream, "--%s", option->name);
	if (option->argument != NULL)
		(void)fprintf(stream, " %s", option->argument);
	if (option->twin)
		(void)fprintf(stream, ", --not-%s ...", option->name);
	(void)fputc('\n', stream);
	help_wrap(stream, option->help, 0, OPTION_INDENT);
	if (option->take == format_take) {
		help_wrap(stream, format_choices(report, "One of: ", ", ", "."), 0, OPTION_INDENT);
	}
}

const struct help_section *
help_section(size_t i)
{
	static const struct help_section sections[] = {
		{ GROUP_SCOPE, "SCOPE",
			"What is held to be the intruder. Values of one option are alternatives; "
			"different options must all hold; --not-... takes away. Where a record lacks "
			"what is asked, the answer is 'cannot tell', never 'no'. Each may be "
			"repeated, but for --since, --until and --scope." },
		{ ~(unsigned)GROUP_SCOPE, "OPTIONS", NULL },
	};

	return i < sizeof(sections) / sizeof(sections[0]) ? &sections[i] : NULL;
}

static void
show_options(FILE *stream, unsigned groups, int report)
{
	const struct help_section *section;

	for (size_t s = 0; (section = help_section(s)) != NULL; s++) {
		const struct option *option;

		if (!(section->groups & groups))
			continue;
		heading(stream, section->title);
		if (section->text != NULL)
			help_wrap(stream, section->text, 0, INDENT);
		for (size_t i = 0; (option = options_entry(i)) != NULL; i++) {
			if ((option->group & groups & section->groups) &&
				(s == 0 || !(option->group & groups & GROUP_SCOPE)))
				show_option(stream, option, report);
		}
	}
}

int
help_column(const struct command *command, size_t *at, struct mia_column *ret)
{
	while (mia_report_column((enum mia_report_kind)command->report, (*at)++, ret) == MIA_OK) {
		if (!ret->json_only)
			return 1;
	}
	return 0;
}

static void
show_columns(FILE *stream, const struct command *command)
{
	struct mia_column column;

	for (size_t at = 0, first = 1; help_column(command, &at, &column); first = 0) {
		size_t len = strlen(column.name);

		if (first)
			heading(stream, "COLUMNS");
		indent_to(stream, 0, INDENT);
		(void)fputs(column.name, stream);
		if (INDENT + len + 2 > COLUMN_INDENT) {
			(void)fputc('\n', stream);
			help_wrap(stream, column.help, 0, COLUMN_INDENT);
		} else {
			help_wrap(stream, column.help, INDENT + len, COLUMN_INDENT);
		}
	}
}

const struct exit_meaning *
help_statuses(const struct command *command)
{
	static const struct exit_meaning usual[] = {
		{ "0", "Everything was read." },
		{ "1",
			"Results were written, but some evidence was rejected, damaged or could not "
			"be read. Standard error and 'mia info' say what." },
		{ "2", "Wrong usage." },
		{ "3", "No results." },
		{ NULL, NULL },
	};

	return command != NULL && command->statuses != NULL ? command->statuses : usual;
}

static void
show_exit_status(FILE *stream, const struct command *command)
{
	const struct exit_meaning *statuses = help_statuses(command);

	heading(stream, "EXIT STATUS");
	for (size_t i = 0; statuses[i].status != NULL; i++) {
		indent_to(stream, 0, INDENT);
		(void)fputs(statuses[i].status, stream);
		help_wrap(stream, statuses[i].help, INDENT + 1, INDENT + 4);
	}
	if (command == NULL || command->statuses == NULL)
		help_wrap(stream, "The worst wins.", 0, INDENT);
}

void
help_usage(FILE *stream)
{
	(void)fputs("usage: mia EVIDENCE...   where to look first, as mia triage\n"
		    "       mia COMMAND [OPTIONS] EVIDENCE...\n\n",
		stream);
	for (size_t i = 0; commands[i] != NULL; i++)
		(void)fprintf(stream, "  %-10s%s\n", commands[i]->name, commands[i]->summary);
	(void)fputs("\nEVIDENCE: exports of the audit log, folders of them, case files, or '-'.\n"
		    "'mia COMMAND --help' says more of one, 'mia --help=full' of all.\n",
		stream);
}

void
help_overview(FILE *stream)
{
	(void)fputs("NAME\n", stream);
	lines(stream, "mia - which messages and folders did this intruder have access to");
	heading(stream, "SYNOPSIS");
	lines(stream,
		"mia EVIDENCE...\n"
		"mia COMMAND [OPTIONS] EVIDENCE...\n"
		"mia help [COMMAND]\n"
		"mia --version\n"
		"mia --licences");
	heading(stream, "DESCRIPTION");
	help_wrap(stream,
		"Works on exports of the Microsoft 365 unified audit log, offline: CSV of the "
		"Purview portal, of Search-UnifiedAuditLog and of Search-MailboxAuditLog, and JSON "
		"of the Management Activity API, of Graph and of many log platforms; gzip and UTF-16 "
		"are seen through. EVIDENCE is files, directories (with all below them), case files of "
		"'mia ingest', or '-' for standard input. Evidence is never changed.\n\n"
		"mia says what was recorded, in which span, and from which records. It never says "
		"that a message was opened by a person, and never that nothing happened: where the "
		"log is silent, it says so.",
		0, INDENT);
	heading(stream, "COMMANDS");
	for (size_t i = 0; commands[i] != NULL; i++) {
		indent_to(stream, 0, INDENT);
		(void)fputs(commands[i]->name, stream);
		help_wrap(stream, commands[i]->summary, INDENT + strlen(commands[i]->name), INDENT + 10);
	}
	(void)fputc('\n', stream);
	help_wrap(stream, "'mia COMMAND --help=full' has the options and columns of each.", 0, INDENT);
	show_exit_status(stream, NULL);
	show_examples(stream,
		"mia fixtures/incident\n"
		"mia sessions fixtures/incident\n"
		"mia messages --ip 203.0.113.0/24 -o messages.csv fixtures/incident\n"
		"mia folders --ip 203.0.113.0/24 fixtures/incident");
}

void
help_command(FILE *stream, const struct command *command)
{
	(void)fputs("NAME\n", stream);
	(void)fprintf(stream, "%*smia %s - %s\n", INDENT, "", command->name, command->summary);
	heading(stream, "SYNOPSIS");
	(void)fprintf(stream, "%*smia %s [OPTIONS] %s\n", INDENT, "", command->name, command->operands);
	heading(stream, "DESCRIPTION");
	help_wrap(stream, command->description, 0, INDENT);
	show_options(stream, command->groups, command->report);
	show_columns(stream, command);
	show_exit_status(stream, command);
	show_examples(stream, command->examples);
}
