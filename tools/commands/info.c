/* 'mia info': what the evidence is. */
#include "run.h"

static void
execute(struct run *run)
{
	struct mia_sums *sums = NULL;
	struct mia_error err = { 0 };

	if (mia_sums_new(&sums, NULL, &err) < 0) {
		run_failed(run, "cannot start", &err);
		return;
	}
	struct mia_fold *folds[] = { mia_sums_fold(sums) };
	if (run_load(run, folds, 1)) {
		struct mia_report_options report = run_report(run);

		run_reported(run, mia_report_info(run->evidence, sums, &report, &err), &err);
	}
	mia_sums_free(sums);
}

const struct command command_info = {
	.name = "info",
	.shows_sha256 = 1,
	.summary = "what is here: sources, hashes, the sums, operations, mailboxes, time span",
	.operands = "EVIDENCE...",
	.groups = GROUP_FORMAT | GROUP_FILE | GROUP_LOAD | GROUP_LIMIT | GROUP_COMMON,
	.description = "The first thing to run. Says of each source what it is, its SHA-256 and how it was "
		       "decoded; whether the books balance (every record is an event, a repeat or a reject "
		       "with a reason; every byte belongs to a record or to framing); which operations and "
		       "mailboxes the evidence names, and its time span.\n\n"
		       "A file that is no audit export is named as what it is. The sums do not depend on any "
		       "scope.\n\n"
		       "CSV has the sources only, one row each. JSON is one object with sources, totals, "
		       "operations and mailboxes; NDJSON has each of these on a line of its own, with its "
		       "kind.",
	.report = MIA_REPORT_INFO,
	.examples = "# The first thing to run: what is here, and can it be used?\n"
		    "mia info fixtures/incident\n"
		    "# For a script: no word unless something is wrong, and then no result.\n"
		    "mia info --strict -q -f json fixtures/incident > info.json\n"
		    "# What could not be used, byte for byte (status 1 tells that some was):\n"
		    "mia info --rejects rejected.mia fixtures/bad",
	.execute = execute,
};
