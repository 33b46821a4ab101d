/* 'mia coverage': where the log is blind, and where it is whole. */
#include "commands/coverage_notes.h"
#include "options/evidence.h"
#include "notes.h"
#include "run.h"

static void
note_blind(const struct mia_coverage *coverage)
{
	size_t count = mia_coverage_count(coverage), blind = 0;

	for (size_t i = 0; i < count; i++)
		blind += mia_coverage_span(coverage, i)->blind != 0;
	coverage_note_outside(coverage);
	note(NOTE_RESULT, "%zu span%s, %zu of them blind", count, count == 1 ? "" : "s", blind);
}

static void
execute(struct run *run)
{
	struct mia_coverage *coverage = companions_load(run) ? evidence_coverage(run) : NULL;
	struct mia_error err = { 0 };

	if (coverage == NULL)
		return;
	struct mia_fold *folds[] = { mia_coverage_fold(coverage) };
	if (run_load(run, folds, 1)) {
		struct mia_report_options report = run_report(run);

		run_reported(run, mia_report_coverage(coverage, &report, &err), &err);
		if (run_notes(run))
			note_blind(coverage);
	}
	mia_coverage_free(coverage);
}

const struct command command_coverage = {
	.name = "coverage",
	.summary = "where the log is blind, and why",
	.operands = "EVIDENCE...",
	.groups = GROUP_SPAN | GROUP_COVERAGE | GROUP_REDACT | GROUP_ROWS | GROUP_FORMAT | GROUP_FILE |
		GROUP_LOAD | GROUP_STORE | GROUP_LIMIT | GROUP_COMMON,
	.description =
		"Lists the spans of time in which the log could not have told of an access, with "
		"the reason and the record or file it rests on, and the spans that the rules show "
		"to be covered. Looks at all records of a mailbox, whoever caused them: a mailbox is "
		"throttled for everybody.\n\n"
		"Of what lies neither in a covered nor in a blind span nothing is known either way. Say "
		"with --since and --until what you ask about, with --exported what the export is "
		"said to hold, and give exports of the configuration with --readiness: the more is "
		"known, the more can be told.",
	.report = MIA_REPORT_COVERAGE,
	.examples = "# Where is the log blind, as far as the evidence itself tells?\n"
		    "mia coverage fixtures/incident\n"
		    "# The same with what is known of the export and of the configuration:\n"
		    "mia coverage --exported 2026-03-01..2026-03-08 --retention 180 --readiness "
		    "fixtures/readiness/get-mailbox.csv fixtures/incident",
	.execute = execute,
};
