/* 'mia info': what the evidence is. */
#include <inttypes.h>

#include "notes.h"
#include "run.h"

/* In CSV there is no place for what only comparing the sources finds. */
static void
tell_conflicts(const struct mia_sums *sums, enum mia_format format)
{
	uint64_t records = 0;

	for (int bit = 0; bit < MIA_FLAG_COUNT; bit++)
		if (UINT64_C(1) << bit == MIA_FLAG_ID_CONFLICT)
			records = mia_sums_totals(sums)->flagged[bit];
	if (records && (format == MIA_FORMAT_CSV || format == MIA_FORMAT_CSV_EXCEL))
		note(NOTE_SCOPE, "%" PRIu64 " record%s in versions that differ (ID_CONFLICT)", records,
			records == 1 ? " stands" : "s stand");
}

static void
execute(struct run *run)
{
	struct mia_sums *sums = NULL;
	struct mia_coverage *coverage = NULL;
	struct mia_error err = { 0 };

	if (mia_sums_new(&sums, run->allocator, &err) < 0) {
		run_failed(run, "cannot start", &err);
		return;
	}
	if (mia_coverage_new(&coverage, run->allocator, NULL, &err) < 0) {
		run_failed(run, "cannot start", &err);
		mia_sums_free(sums);
		return;
	}
	struct mia_fold *folds[] = { mia_sums_fold(sums), mia_coverage_fold(coverage) };
	if (run_load(run, folds, 2)) {
		struct mia_report_options report = run_report(run);

		report.coverage = coverage;
		report.details = run->options.verbose ? MIA_DETAILS_ALL
			: run->options.hashes         ? MIA_DETAILS_FILES
						      : MIA_DETAILS_FEW;
		tell_conflicts(sums, report.format);
		run_reported(run, mia_report_info(run->evidence, sums, &report, &err), &err);
	}
	mia_coverage_free(coverage);
	mia_sums_free(sums);
}

const struct command command_info = {
	.name = "info",
	.shows_sha256 = 1,
	.summary = "what is here: files, sums, span, mailboxes, operations, hashes",
	.operands = "EVIDENCE...",
	.groups = GROUP_INFO | GROUP_FORMAT | GROUP_FILE | GROUP_LOAD | GROUP_STORE | GROUP_LIMIT |
		GROUP_COMMON,
	.description =
		"Says on one screen what is here: files by their kind, whether the books balance (every "
		"record is an event, a repeat or a reject with a reason), the time span, accesses, what "
		"is lost or cut, mailboxes and operations. With --hashes each source too, with its "
		"SHA-256 and how it was decoded; with --verbose everything that is counted.\n\n"
		"A file that is no audit export is named as what it is. The sums do not depend on any "
		"scope.\n\n"
		"CSV has the sources only, one row each. JSON is one object with sources, totals, "
		"operations and mailboxes; NDJSON has each of these on a line of its own, with its "
		"kind.",
	.report = MIA_REPORT_INFO,
	.examples = "# What is here, and can it be used?\n"
		    "mia info fixtures/incident\n"
		    "# For a script: no word unless something is wrong, and then no result.\n"
		    "mia info --strict -q -f json fixtures/incident > info.json\n"
		    "# What could not be used, byte for byte (status 1 tells that some was):\n"
		    "mia info --rejects rejected.mia fixtures/bad",
	.execute = execute,
};
