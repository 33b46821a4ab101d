/* Takes the options about the evidence: the exported span, retention, companion files, reading of syncs. */
#include "options/evidence.h"

#include <string.h>

#include "run.h"
#include "say.h"

#define DAYS_MAX 36500

static int
take_end(struct mia_text text, mia_time *ret)
{
	*ret = MIA_TIME_UNKNOWN;
	return text.len == 0 || mia_time_parse(text, ret) == MIA_OK;
}

enum exit_status
evidence_take_exported(struct options *options, const struct option *option, int exclude, const char *value)
{
	const char *dots = strstr(value, "..");
	mia_time from = MIA_TIME_UNKNOWN, until = MIA_TIME_UNKNOWN;

	(void)exclude;
	if (dots == NULL || !take_end((struct mia_text){ value, (size_t)(dots - value) }, &from) ||
		!take_end(text_of(dots + 2), &until) ||
		(from == MIA_TIME_UNKNOWN && until == MIA_TIME_UNKNOWN)) {
		say("cannot use %s for '--%s': not two ISO 8601 times such as "
		    "2024-03-01..2024-03-31",
			quoted(value), option->name);
		return EXIT_USAGE;
	}
	if (from != MIA_TIME_UNKNOWN && until != MIA_TIME_UNKNOWN && from >= until) {
		say("cannot use %s for '--%s': no time is left between the two", quoted(value), option->name);
		return EXIT_USAGE;
	}
	options->exported_from = from;
	options->exported_until = until;
	return EXIT_COMPLETE;
}

enum exit_status
evidence_take_retention(struct options *options, const struct option *option, int exclude, const char *value)
{
	/* The shortest that the unit can mean: what is older counts as gone. */
	static const struct {
		char unit;
		int days;
	} units[] = { { 'd', 1 }, { 'w', 7 }, { 'm', 28 }, { 'y', 365 } };
	int64_t days = 0;
	const char *at = value;

	(void)exclude;
	for (; *at >= '0' && *at <= '9' && days <= DAYS_MAX; at++)
		days = days * 10 + (*at - '0');
	for (size_t i = 0; *at != '\0' && at[1] == '\0' && i < sizeof(units) / sizeof(*units); i++)
		if (*at == units[i].unit) {
			days *= units[i].days;
			at++;
		}
	if (*at != '\0' || days == 0 || days > DAYS_MAX) {
		say("cannot use %s for '--%s': not a number of days from 1 to %d, nor a duration such as 30d, "
		    "4w, 6m or 3y",
			quoted(value), option->name, DAYS_MAX);
		return EXIT_USAGE;
	}
	options->retention_days = days;
	return EXIT_COMPLETE;
}

enum exit_status
evidence_take_sync(struct options *options, const struct option *option, int exclude, const char *value)
{
	(void)exclude;
	if (strcmp(value, "folder") == 0) {
		options->sync = MIA_SYNC_FOLDER;
	} else if (strcmp(value, "mailbox") == 0) {
		options->sync = MIA_SYNC_MAILBOX;
	} else {
		say("cannot use %s for '--%s': it takes %s", quoted(value), option->name, option->argument);
		return EXIT_USAGE;
	}
	return EXIT_COMPLETE;
}

enum exit_status
evidence_take_zone(struct options *options, const struct option *option, int exclude, const char *value)
{
	(void)exclude;
	if (mia_offset_parse(text_of(value), &options->offset_minutes) < 0) {
		say("cannot use %s for '--%s': not an offset from UTC such as -05:00, +02:00 or UTC; a name "
		    "of a zone is not taken, since its offset changes with summer time: give the one that "
		    "held when these records were made",
			quoted(value), option->name);
		return EXIT_USAGE;
	}
	options->offset_stated = 1;
	return EXIT_COMPLETE;
}

/* value: which of the lists of files. */
enum exit_status
evidence_take_file(struct options *options, const struct option *option, int exclude, const char *value)
{
	(void)exclude;
	if (value[0] == '\0' || strcmp(value, "-") == 0) {
		say("'--%s' needs a file", option->name);
		return EXIT_USAGE;
	}
	return strings_add(option->value ? &options->readiness : &options->inventories, value);
}

struct mia_coverage *
evidence_coverage(struct run *run)
{
	struct mia_coverage_options options;
	struct mia_coverage *coverage = NULL;
	struct mia_error err = { 0 };

	mia_coverage_options_init(&options);
	mia_scope_span(run->options.scope, &options.since, &options.until);
	options.exported_from = run->options.exported_from;
	options.exported_until = run->options.exported_until;
	options.retention_days = run->options.retention_days;
	options.readiness = run->companions.readiness;
	if (mia_coverage_new(&coverage, NULL, &options, &err) < 0)
		run_failed(run, "cannot start", &err);
	return coverage;
}
