/* Takes the options that choose rows and columns; which columns a report has is the library's word. */
#include <stdio.h>
#include <string.h>

#include "options/options.h"
#include "say.h"

#define MATCH_YES (1u << MIA_MATCH_YES)
#define MATCH_CANNOT_TELL (1u << MIA_MATCH_CANNOT_TELL)

enum exit_status
rows_take_match(struct options *options, const struct option *option, int exclude, const char *value)
{
	(void)exclude;
	if (strcmp(value, "yes") == 0) {
		options->matches = MATCH_YES;
	} else if (strcmp(value, "cannot-tell") == 0 || strcmp(value, "cannot tell") == 0) {
		options->matches = MATCH_CANNOT_TELL;
	} else if (strcmp(value, "all") == 0) {
		options->matches = MATCH_YES | MATCH_CANNOT_TELL;
	} else {
		say("cannot use %s for '--%s': it takes %s", quoted(value), option->name, option->argument);
		return EXIT_USAGE;
	}
	return EXIT_COMPLETE;
}

unsigned
rows_matches(const struct options *options)
{
	if (options->matches)
		return options->matches;
	return mia_scope_is_everything(options->scope) ? 0 : MATCH_YES;
}

enum exit_status
rows_take_level(struct options *options, const struct option *option, int exclude, const char *value)
{
	enum mia_level level;

	(void)exclude;
	if (mia_level_parse(text_of(value), &level) == MIA_OK) {
		options->levels |= 1u << level;
		return EXIT_COMPLETE;
	}
	say("cannot use %s for '--%s': it takes recorded, copied, handled, unattributed, cannot-exclude, none",
		quoted(value), option->name);
	return EXIT_USAGE;
}

/* Of --expand, 'mia explain' shows another report. */
static enum mia_report_kind
report_of(const struct options *options)
{
	return options->chain ? MIA_REPORT_EXPANSION : (enum mia_report_kind)options->report;
}

enum exit_status
rows_take_columns(struct options *options, const struct option *option, int exclude, const char *value)
{
	(void)option, (void)exclude;
	options->list_columns = strcmp(value, "help") == 0;
	options->columns = value;
	return EXIT_COMPLETE;
}

enum exit_status
rows_take_sort(struct options *options, const struct option *option, int exclude, const char *value)
{
	(void)option, (void)exclude;
	options->sort = value;
	return EXIT_COMPLETE;
}

static void
add_name(char *list, size_t size, const char *name)
{
	size_t len = strlen(list);

	(void)snprintf(list + len, size - len, "%s%s", len > 0 ? ", " : "", name);
}

enum exit_status
rows_finish(const struct options *options)
{
	char list[2048] = "";
	struct mia_column column;
	struct mia_error err = { 0 };

	if (options->columns == NULL && options->sort == NULL && options->top == 0)
		return EXIT_COMPLETE;
	if (options->auditdata || options->format > MIA_FORMAT_NDJSON) {
		say("'--columns', '--sort' and '--top' are for table, csv, json and ndjson");
		return EXIT_USAGE;
	}
	if (mia_report_choice_check(report_of(options), options->columns, options->sort, &err) >= 0)
		return EXIT_COMPLETE;
	for (size_t i = 0; mia_report_column(report_of(options), i, &column) == MIA_OK; i++)
		add_name(list, sizeof(list), column.name);
	say("%s; there are: %s", err.text, list);
	return EXIT_USAGE;
}

void
rows_list(const struct options *options)
{
	struct mia_column column;

	for (size_t i = 0; mia_report_column(report_of(options), i, &column) == MIA_OK; i++)
		(void)printf("%-22s %s\n", column.name, column.help);
}
