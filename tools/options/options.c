/* Parses the command line by the table of options. */
#include "options/options.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options/evidence.h"
#include "options/suggest.h"
#include "say.h"

enum exit_status
options_new(struct options *options)
{
	struct mia_error err = { 0 };

	memset(options, 0, sizeof(*options));
	mia_limits_init(&options->limits);
	mia_scope_limits_init(&options->patterns);
	options->since = MIA_TIME_UNKNOWN;
	options->until = MIA_TIME_UNKNOWN;
	options->exported_from = MIA_TIME_UNKNOWN;
	options->exported_until = MIA_TIME_UNKNOWN;
	options->format = -1;
	options->csv = -1;
	if (mia_scope_new(&options->scope, NULL, &err) < 0) {
		say_error("cannot start", &err);
		return EXIT_NOTHING;
	}
	return EXIT_COMPLETE;
}

void
options_free(struct options *options)
{
	mia_scope_free(options->scope);
	mia_scope_free(options->alternatives);
	mia_scope_free(options->asked);
	options->scope = options->alternatives = options->asked = NULL;
	free(options->given);
	strings_free(&options->users);
	strings_free(&options->mailboxes);
	strings_free(&options->readiness);
	strings_free(&options->inventories);
	strings_free(&options->own_domains);
	strings_free(&options->ignored);
}

static int
has_name(const struct option *option, const char *name, size_t len, int *exclude)
{
	size_t not_len = strlen("not-"), option_len = strlen(option->name);

	*exclude = 0;
	if (len == option_len && memcmp(name, option->name, len) == 0)
		return 1;
	*exclude = 1;
	return option->twin && len == option_len + not_len && memcmp(name, "not-", not_len) == 0 &&
		memcmp(name + not_len, option->name, option_len) == 0;
}

/* Two commands may mean different things by one name: that of this command,
 * else that of any. */
static const struct option *
find_long(const struct command *command, const char *name, size_t len, int *exclude)
{
	const struct option *option, *found = NULL;
	int excluded;

	for (size_t i = 0; (option = options_entry(i)) != NULL; i++) {
		if (!has_name(option, name, len, &excluded) ||
			(found != NULL && !(option->group & command->groups)))
			continue;
		found = option;
		*exclude = excluded;
		if (option->group & command->groups)
			break;
	}
	return found;
}

static const struct option *
find_letter(const struct command *command, char letter)
{
	const struct option *option, *found = NULL;

	for (size_t i = 0; (option = options_entry(i)) != NULL; i++) {
		if (option->letter == letter && (found == NULL || option->group & command->groups))
			found = option;
	}
	return found;
}

static enum exit_status
take(struct options *options, const struct option *option, int exclude, const char *value)
{
	struct given *given = realloc(options->given, (options->given_count + 1) * sizeof(*given));

	if (given == NULL) {
		say("cannot take '--%s': out of memory", option->name);
		return EXIT_NOTHING;
	}
	options->given = given;
	given[options->given_count++] = (struct given){ option, exclude, value };
	return option->take(options, option, exclude, value);
}

/* name stands behind its two dashes. */
static enum exit_status
unknown_long(const struct command *command, const char *name, size_t len)
{
	int excluding = len > 4 && memcmp(name, "not-", 4) == 0;
	struct mia_text shown = { name - 2, len + 2 };
	const struct option *option;
	struct suggestion suggestion;

	if (excluding) {
		name += 4;
		len -= 4;
	}
	suggestion_begin(&suggestion, name, len);
	for (size_t i = 0; (option = options_entry(i)) != NULL; i++) {
		if ((option->group & command->groups) && (!excluding || option->twin))
			suggestion_offer(&suggestion, option->name);
	}
	if (suggestion.best != NULL)
		say("unknown option %s; did you mean '--%s%s'?", quoted_text(shown), excluding ? "not-" : "",
			suggestion.best);
	else
		say("unknown option %s; see 'mia %s --help'", quoted_text(shown), command->name);
	return EXIT_USAGE;
}

static enum exit_status
refuse(const struct command *command, const struct option *option, int exclude, const char *why)
{
	say("option '--%s%s' %s; see 'mia %s --help'", exclude ? "not-" : "", option->name, why,
		command->name);
	return EXIT_USAGE;
}

/* The arguments that are still to come. */
struct arguments {
	char **next;
	char **end;
};

/* A switch that has more to give. */
static int
is_full_help(const struct option *option, const char *value)
{
	return strcmp(option->name, "help") == 0 && strcmp(value, "full") == 0;
}

static enum exit_status
take_long(struct options *options, const struct command *command, const char *text,
	struct arguments *arguments)
{
	const char *equals = strchr(text, '=');
	size_t len = equals ? (size_t)(equals - text) : strlen(text);
	const char *value = equals ? equals + 1 : NULL;
	int exclude;
	const struct option *option = find_long(command, text, len, &exclude);

	if (option == NULL)
		return unknown_long(command, text, len);
	if (!(option->group & command->groups))
		return refuse(command, option, exclude, "is not one of this command");
	if (option->argument == NULL) {
		if (value != NULL && !is_full_help(option, value))
			return refuse(command, option, exclude, "takes no value");
	} else if (value == NULL) {
		if (arguments->next == arguments->end)
			return refuse(command, option, exclude, "needs a value");
		value = *arguments->next++;
	}
	return take(options, option, exclude, value);
}

/* One or more letters behind one dash; the last may have its value attached. */
static enum exit_status
take_letters(struct options *options, const struct command *command, const char *text,
	struct arguments *arguments)
{
	enum exit_status status = EXIT_COMPLETE;

	while (*text != '\0' && status == EXIT_COMPLETE) {
		const struct option *option = find_letter(command, *text);
		const char *value = NULL;

		if (option == NULL) {
			char shown[] = { '-', *text, '\0' };

			say("unknown option %s; see 'mia %s --help'", quoted(shown), command->name);
			return EXIT_USAGE;
		}
		text++;
		if (!(option->group & command->groups))
			return refuse(command, option, 0, "is not one of this command");
		if (option->argument != NULL) {
			if (*text == '\0' && arguments->next == arguments->end)
				return refuse(command, option, 0, "needs a value");
			value = *text != '\0' ? text : *arguments->next++;
			text = "";
		}
		status = take(options, option, 0, value);
	}
	return status;
}

enum exit_status
options_parse(struct options *options, const struct command *command, int argc, char **argv)
{
	struct arguments arguments = { argv, argv + argc };
	int ended = 0;
	enum exit_status status = EXIT_COMPLETE;

	/* Operands move to the front of argv; they never overtake the reading. */
	options->operands = argv;
	options->report = command->report;
	while (arguments.next < arguments.end && status == EXIT_COMPLETE) {
		char *text = *arguments.next++;

		if (ended || text[0] != '-' || text[1] == '\0')
			options->operands[options->operand_count++] = text;
		else if (strcmp(text, "--") == 0)
			ended = 1;
		else if (text[1] == '-')
			status = take_long(options, command, text + 2, &arguments);
		else
			status = take_letters(options, command, text + 1, &arguments);
		if (options->help || options->version)
			return status;
	}
	if (status == EXIT_COMPLETE)
		status = scope_finish(options);
	if (status == EXIT_COMPLETE)
		status = format_finish(options);
	return status;
}
