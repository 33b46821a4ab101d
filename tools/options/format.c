/* --format and --csv: which forms a command has is the library's word. */
#include <stdio.h>
#include <string.h>

#include "options/options.h"
#include "say.h"

/* No enum mia_format: the records of the evidence, not rows of a report. */
#define AUDITDATA "auditdata"

static int
has_auditdata(int report)
{
	return report == MIA_REPORT_TIMELINE;
}

static int
suits(enum mia_format format, int report)
{
	/* '--csv' tells the two forms of csv apart. */
	return format != MIA_FORMAT_CSV_EXCEL && mia_format_suits(format, (enum mia_report_kind)report);
}

const char *
format_choices(int report, const char *before, const char *between, const char *after)
{
	static char list[200];
	size_t len = (size_t)snprintf(list, sizeof(list), "%s", before);

	for (enum mia_format format = MIA_FORMAT_TABLE; mia_format_name(format)[0] != '\0'; format++) {
		if (suits(format, report))
			len += (size_t)snprintf(list + len, sizeof(list) - len, "%s%s",
				format > MIA_FORMAT_TABLE ? between : "", mia_format_name(format));
	}
	if (has_auditdata(report))
		len += (size_t)snprintf(list + len, sizeof(list) - len, "%s" AUDITDATA, between);
	(void)snprintf(list + len, sizeof(list) - len, "%s", after);
	return list;
}

enum exit_status
format_take(struct options *options, const struct option *option, int exclude, const char *value)
{
	(void)exclude;
	options->auditdata = has_auditdata(options->report) && strcmp(value, AUDITDATA) == 0;
	options->format = -1;
	for (enum mia_format format = MIA_FORMAT_TABLE; mia_format_name(format)[0] != '\0'; format++) {
		if (suits(format, options->report) && strcmp(value, mia_format_name(format)) == 0)
			options->format = (int)format;
	}
	if (options->format >= 0 || options->auditdata)
		return EXIT_COMPLETE;
	say("cannot use %s for '--%s': it takes %s", quoted(value), option->name,
		format_choices(options->report, "", "|", ""));
	return EXIT_USAGE;
}

enum exit_status
format_take_csv(struct options *options, const struct option *option, int exclude, const char *value)
{
	(void)exclude;
	if (strcmp(value, "exact") == 0) {
		options->csv = MIA_FORMAT_CSV;
	} else if (strcmp(value, "excel") == 0) {
		options->csv = MIA_FORMAT_CSV_EXCEL;
	} else {
		say("cannot use %s for '--%s': it takes %s", quoted(value), option->name, option->argument);
		return EXIT_USAGE;
	}
	return EXIT_COMPLETE;
}

enum exit_status
format_finish(const struct options *options)
{
	if (options->csv >= 0 &&
		(options->auditdata || (options->format >= 0 && options->format != MIA_FORMAT_CSV))) {
		say("'--csv' and another '--format' than csv cannot both be had");
		return EXIT_USAGE;
	}
	if (options->auditdata && options->matches) {
		say("'--match' chooses rows; '--format " AUDITDATA "' has none");
		return EXIT_USAGE;
	}
	if (options->auditdata && options->marks) {
		say("'--marks' chooses rows; '--format " AUDITDATA "' has none");
		return EXIT_USAGE;
	}
	return EXIT_COMPLETE;
}
