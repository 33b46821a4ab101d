/* 'mia diff': what changed between two lists of messages or folders. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "notes.h"
#include "run.h"
#include "say.h"
#include "system/file.h"
#include "system/machine.h"

static const struct exit_meaning statuses[] = {
	{ "0", "No difference." },
	{ "1", "The lists differ." },
	{ "2", "Trouble: wrong usage, or a list that cannot be used." },
	{ "3", "The result could not be written." },
	{ NULL, NULL },
};

static enum exit_status
prepare(struct options *options)
{
	if (options->operand_count == 2)
		return EXIT_COMPLETE;
	say("'mia diff' takes two lists, OLD and NEW");
	return EXIT_USAGE;
}

/* A case folder stands for its messages. */
static char *
list_path(const char *path)
{
	static const char in_folder[] = "/messages.csv";
	size_t len = strlen(path);
	char *copy = malloc(len + sizeof(in_folder));
	struct file_facts facts;

	if (copy != NULL) {
		memcpy(copy, path, len + 1);
		if (mia__file_facts_of(SYSTEM_HERE, path, true, &facts) && facts.kind == FILE_DIRECTORY)
			memcpy(copy + len, in_folder, sizeof(in_folder));
	}
	return copy;
}

static struct mia_evidence *
open_list(struct run *run, const char *operand)
{
	struct mia_evidence *list = NULL;
	struct mia_error err = { 0 };
	char *path = list_path(operand);

	if (path == NULL || run_new_evidence(run, &list, &err) < 0) {
		say("cannot start: out of memory");
	} else if (mia_evidence_add_path(list, path, &err) < 0) {
		say("cannot use %s: %s", quoted(path),
			err.sys_errno ? mia__errno_text(err.sys_errno) : err.text);
		mia_evidence_free(list);
		list = NULL;
	}
	free(path);
	if (list == NULL)
		run_worse(run, EXIT_USAGE);
	return list;
}

static void
compare(struct run *run, struct mia_evidence *old_list, struct mia_evidence *new_list)
{
	struct mia_diff *diff = NULL;
	struct mia_error err = { 0 };

	if (mia_diff_new(&diff, run->allocator, old_list, new_list, &err) < 0) {
		if (err.record > 0)
			say("cannot compare: %s (byte %" PRIu64 ")", err.text, err.offset);
		else
			say_error("cannot compare", &err);
		run_worse(run, EXIT_USAGE);
		return;
	}
	struct mia_report_options report = run_report(run);
	uint64_t same = mia_diff_sum(diff, MIA_CHANGE_SAME);

	run_reported(run, mia_report_diff(diff, run->options.all, &report, &err), &err);
	if (run_notes(run))
		note(NOTE_RESULT,
			"%" PRIu64 " added, %" PRIu64 " gone, %" PRIu64 " with another exposure, %" PRIu64
			" with another basis, %" PRIu64 " the same",
			mia_diff_sum(diff, MIA_CHANGE_ADDED), mia_diff_sum(diff, MIA_CHANGE_GONE),
			mia_diff_sum(diff, MIA_CHANGE_LEVEL), mia_diff_sum(diff, MIA_CHANGE_BASIS), same);
	if (mia_diff_count(diff) > same)
		run_worse(run, EXIT_PARTIAL);
	mia_diff_free(diff);
}

static void
execute(struct run *run)
{
	struct mia_evidence *old_list = open_list(run, run->options.operands[0]);
	struct mia_evidence *new_list = old_list ? open_list(run, run->options.operands[1]) : NULL;

	if (new_list != NULL)
		compare(run, old_list, new_list);
	mia_evidence_free(old_list);
	mia_evidence_free(new_list);
}

const struct command command_diff = {
	.name = "diff",
	.summary = "what changed between two lists of messages or folders",
	.operands = "OLD NEW",
	.groups = GROUP_DIFF | GROUP_REDACT | GROUP_ROWS | GROUP_FORMAT | GROUP_FILE | GROUP_LIMIT |
		GROUP_COMMON,
	.description =
		"Compares two lists that 'mia messages' or 'mia folders' wrote, in csv exact, csv excel, "
		"json or ndjson; the two need not be of one form. A case folder stands for its "
		"messages.csv. Further columns and another order of them do no harm.\n\n"
		"A list that is damaged, holds something else, or names one item twice with different "
		"exposure is refused, since a difference would be guessed. That a list was cut at the "
		"end of a row cannot be seen from it; 'mia verify' shows it of a case folder.",
	.report = MIA_REPORT_DIFF,
	.examples = "mia messages --ip 203.0.113.7 -o old.csv fixtures/incident/portal.csv\n"
		    "mia messages --ip 203.0.113.7 -o new.csv fixtures/incident\n"
		    "# What the second phase adds (status 1: the lists differ):\n"
		    "mia diff old.csv new.csv",
	.no_evidence = 1,
	.statuses = statuses,
	.prepare = prepare,
	.execute = execute,
};
