/*
 * Made and run by the build, not installed: writes manual pages and completion
 * from the tables that the tool itself works by, so that they cannot tell
 * otherwise.
 */
#include <stdio.h>
#include <string.h>

#include "help/manual.h"

/* mia(1) is written by hand, but for the commands. */
static int
overview(const char *path)
{
	static const char here[] = ".\\\" The commands stand here.\n";
	static const char pages[] = ".\\\" The pages of the commands stand here.\n";
	FILE *file = fopen(path, "r");
	char line[512];
	int found = 0, failed;

	if (file == NULL) {
		perror(path);
		return 1;
	}
	while (fgets(line, sizeof(line), file) != NULL) {
		if (strcmp(line, here) == 0) {
			manual_commands(stdout);
			found |= 1;
		} else if (strcmp(line, pages) == 0) {
			manual_see_also(stdout);
			found |= 2;
		} else {
			(void)fputs(line, stdout);
		}
	}
	failed = ferror(file);
	(void)fclose(file);
	if (failed || found != 3)
		(void)fprintf(stderr, "%s: no place for the commands\n", path);
	return failed || found != 3;
}

static int
page(const char *name, const char *date)
{
	for (size_t i = 0; commands[i] != NULL; i++) {
		if (strcmp(commands[i]->name, name) == 0) {
			manual_page(stdout, commands[i], date);
			return 0;
		}
	}
	(void)fprintf(stderr, "no command %s\n", name);
	return 1;
}

static int
completion(const char *shell)
{
	if (strcmp(shell, "bash") == 0)
		complete_bash(stdout);
	else if (strcmp(shell, "zsh") == 0)
		complete_zsh(stdout);
	else if (strcmp(shell, "fish") == 0)
		complete_fish(stdout);
	else
		return 1;
	return 0;
}

int
main(int argc, char **argv)
{
	int failed = 1;

	if (argc == 3 && strcmp(argv[1], "overview") == 0)
		failed = overview(argv[2]);
	else if (argc == 4 && strcmp(argv[1], "page") == 0)
		failed = page(argv[2], argv[3]);
	else if (argc == 3 && strcmp(argv[1], "completion") == 0)
		failed = completion(argv[2]);
	else
		(void)fputs("usage: manual overview FILE | page COMMAND DATE | completion SHELL\n", stderr);
	return failed || fflush(stdout) != 0 || ferror(stdout);
}
