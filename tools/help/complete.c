/* What completion needs to know of an option; each shell is in a file of its own. */
#include <string.h>

#include "help/manual.h"

int
complete_takes(const struct command *command, const struct option *option)
{
	return (option->group & command->groups) != 0;
}

/* The formats differ from command to command. */
struct option
complete_option(const struct option *option, const struct command *command)
{
	struct option of = *option;

	if (option->take == format_take)
		of.argument = format_choices(command->report, "", "|", "");
	return of;
}

/* "table|csv" are choices, and so is "session[,token]"; "ADDR|PREFIX" is not. */
enum value_kind
complete_kind(const struct option *option)
{
	const char *argument = option->argument;

	if (argument == NULL)
		return VALUE_NONE;
	if (argument[strspn(argument, "abcdefghijklmnopqrstuvwxyz0123456789-|,[]")] == '\0')
		return VALUE_CHOICES;
	if (strcmp(argument, "DIR") == 0)
		return VALUE_DIRECTORY;
	return strstr(argument, "FILE") != NULL ? VALUE_FILE : VALUE_FREE;
}

void
complete_choices(FILE *stream, const struct option *option)
{
	const char *word = option->argument;

	while (*word != '\0') {
		size_t len = strcspn(word, "|");
		size_t least = strcspn(word, "|[");

		(void)fprintf(stream, "%s%.*s", word == option->argument ? "" : " ", (int)least, word);
		if (least < len) {
			/* All of it too, without the brackets. */
			(void)fputc(' ', stream);
			for (size_t i = 0; i < len; i++) {
				if (word[i] != '[' && word[i] != ']')
					(void)fputc(word[i], stream);
			}
		}
		word += len + (word[len] == '|');
	}
}

size_t
complete_sentence(const char *help)
{
	const char *end = strstr(help, ". ");
	size_t len = end != NULL ? (size_t)(end - help) : strlen(help);

	return len > 0 && help[len - 1] == '.' ? len - 1 : len;
}
