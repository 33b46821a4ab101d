/* mia: a thin command over libmia, with nothing but its public API. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "commands/command.h"
#include "commands/expand.h"
#include "help/help.h"
#include "host/host.h"
#include "licences.h"
#include "options/suggest.h"
#include "pick.h"
#include "run.h"
#include "say.h"
#include "system/file.h"
#include "system/path.h"

/* A file or folder, or standard input, in the place of a command. */
static int
is_evidence(const char *word)
{
	struct file_facts facts;

	return strcmp(word, "-") == 0 || mia__file_facts_of(SYSTEM_HERE, word, true, &facts);
}

/* nor: what else the word might have been, in words. */
static const struct command *
find_command(const char *name, const char *nor)
{
	struct suggestion suggestion;

	suggestion_begin(&suggestion, name, strlen(name));
	for (size_t i = 0; commands[i] != NULL; i++) {
		if (strcmp(name, commands[i]->name) == 0)
			return commands[i];
		suggestion_offer(&suggestion, commands[i]->name);
	}
	if (mia__path_base(name) != name)
		say("%s is no command, and there is no such file or folder", quoted(name));
	else if (suggestion.best != NULL)
		say("unknown command %s; did you mean '%s'?", quoted(name), suggestion.best);
	else
		say("unknown command %s%s; see 'mia --help'", quoted(name), nor);
	return NULL;
}

static int
is_command(const char *word)
{
	for (size_t i = 0; commands[i] != NULL; i++)
		if (strcmp(word, commands[i]->name) == 0)
			return 1;
	return 0;
}

static enum exit_status
print_version(void)
{
	char libraries[256], layers[SANDBOX_TEXT];

	(void)mia_version_libraries(libraries, sizeof(libraries));
	(void)printf("mia %s\n%s\nsandbox on this machine: %s\n", mia_version(), libraries,
		confine_trial(layers));
	return output_close_standard();
}

static enum exit_status
print_help(const struct command *command, int full)
{
	if (command != NULL && full)
		help_command(stdout, command);
	else if (command != NULL)
		help_brief(stdout, command);
	else if (full)
		help_overview(stdout);
	else
		help_usage(stdout);
	return output_close_standard();
}

static enum exit_status
run_command(const struct command *command, int argc, char **argv)
{
	struct run run = { .command = command };
	enum exit_status status = options_new(&run.options);

	run.output.directory = run.output.guard = -1;
	run.rejects.file.directory = run.rejects.file.guard = -1;
	run.companions.rejects.file.directory = run.companions.rejects.file.guard = -1;
	if (status == EXIT_COMPLETE)
		status = options_parse(&run.options, command, argc, argv);
	if (status == EXIT_COMPLETE && run.options.help) {
		status = print_help(command, run.options.help_full);
	} else if (status == EXIT_COMPLETE && run.options.list_columns) {
		rows_list(&run.options);
		status = output_close_standard();
	} else if (status == EXIT_COMPLETE && run.options.version) {
		status = print_version();
	} else {
		if (status == EXIT_COMPLETE && command->prepare != NULL)
			status = command->prepare(&run.options);
		if (status == EXIT_COMPLETE)
			status = rows_finish(&run.options);
		run.status = status;
		if (status == EXIT_COMPLETE)
			run_open(&run);
		if (run.status == EXIT_COMPLETE && pick_scope(&run) && scope_write_out(&run) &&
			expand_scope(&run))
			command->execute(&run);
		status = run_close(&run);
	}
	options_free(&run.options);
	return status;
}

static enum exit_status
help_on(int argc, char **argv)
{
	const struct command *command = NULL;

	if (argc > 1) {
		say("'mia help' takes one command");
		return EXIT_USAGE;
	}
	if (argc == 1) {
		command = find_command(argv[0], "");
		if (command == NULL)
			return EXIT_USAGE;
	}
	return print_help(command, 0);
}

static enum exit_status
dispatch(int argc, char **argv)
{
	if (argc < 2) {
		help_usage(stderr);
		return EXIT_USAGE;
	}
	const char *word = argv[1];
	if (strcmp(word, "help") == 0)
		return help_on(argc - 2, argv + 2);
	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
		return print_help(NULL, 0);
	if (strcmp(word, "--help=full") == 0)
		return print_help(NULL, 1);
	if (strcmp(word, "--version") == 0)
		return print_version();
	if (strcmp(word, "--licences") == 0)
		return print_licences();
	if (word[0] == '-' && word[1] != '\0') {
		say("unknown option %s before the command; see 'mia --help'", quoted(word));
		return EXIT_USAGE;
	}
	if (!is_command(word) && is_evidence(word))
		return run_command(&command_triage, argc - 1, argv + 1);
	const struct command *command = find_command(word, ", and no such file or folder");
	if (command == NULL)
		return EXIT_USAGE;
	if (argc == 2 && is_evidence(word))
		say("%s is a command; for the file of that name: mia triage ./%s", quoted(word), word);
	return run_command(command, argc - 2, argv + 2);
}

int
main(int argc, char **argv)
{
	host_begin();
	return (int)dispatch(argc, argv);
}
