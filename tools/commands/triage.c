/* 'mia triage': where to look first. */
#include <stdlib.h>
#include <string.h>

#include "host/terminal.h"
#include "run.h"

struct results {
	struct mia_sums *sums;
	struct mia_coverage *coverage;
	struct mia_triage *triage;
};

static void
report(struct run *run, const struct results *results)
{
	struct mia_report_options options = run_report(run);
	struct mia_error err = { 0 };
	struct mia_triage_page page = {
		.size = sizeof(page),
		.evidence = run->evidence,
		.sums = results->sums,
		.coverage = results->coverage,
		.operands = (const char *const *)run->options.operands,
		.operand_count = run->options.operand_count,
		.ascii = !terminal_shows_utf8(),
	};

	if (options.format != MIA_FORMAT_TABLE || options.columns || options.sort || options.top) {
		run_reported(run, mia_report_triage(results->triage, &options, &err), &err);
		return;
	}
	run_reported(run, mia_report_triage_page(results->triage, &page, &options, &err), &err);
}

static enum mia_status
make(const struct run *run, struct results *results, struct mia_error *err)
{
	struct mia_triage_options asked = { .size = sizeof(asked), .all = run->options.all };
	enum mia_status status = mia_sums_new(&results->sums, run->allocator, err);

	if (status >= 0)
		status = mia_coverage_new(&results->coverage, run->allocator, NULL, err);
	return status < 0 ? status : mia_triage_new(&results->triage, run->allocator, &asked, err);
}

static void
execute(struct run *run)
{
	struct results results = { NULL, NULL, NULL };
	struct mia_error err = { 0 };

	if (make(run, &results, &err) < 0) {
		run_failed(run, "cannot start", &err);
	} else {
		struct mia_fold *folds[] = { mia_sums_fold(results.sums), mia_coverage_fold(results.coverage),
			mia_triage_fold(results.triage) };
		if (run_load(run, folds, sizeof(folds) / sizeof(*folds)))
			report(run, &results);
	}
	mia_triage_free(results.triage);
	mia_coverage_free(results.coverage);
	mia_sums_free(results.sums);
}

const struct command command_triage = {
	.name = "triage",
	.summary = "where to look first, and why (also: mia EVIDENCE)",
	.operands = "EVIDENCE...",
	.groups = GROUP_TRIAGE | GROUP_REDACT | GROUP_ROWS | GROUP_FORMAT | GROUP_FILE | GROUP_LOAD |
		GROUP_STORE | GROUP_LIMIT | GROUP_COMMON,
	.description =
		"One screen, and the first thing to run: 'mia EVIDENCE' is the same. It tells the span, what "
		"is lost, how often mail was accessed, and then applications, addresses, sessions and "
		"accounts in the order of what speaks for looking at them: consents and what the "
		"application was handed after them, wrong passwords, rules and forwardings, copies of "
		"folders, changes of rights and of auditing. Each row has its reasons with their numbers. At "
		"the end stand commands to paste.\n\n"
		"A reason says where to look. It is no verdict: the owner may have done it. Where no reason "
		"holds, an intruder may still have been there.\n\n"
		"Microsoft's own background clients are folded into one line; --all shows them. "
		"docs/triage.md has each reason with its weight and its source, and says what is folded.",
	.report = MIA_REPORT_TRIAGE,
	.examples = "# The first thing to run:\n"
		    "mia triage fixtures/incident\n"
		    "# As a table of all that has a reason, for a spreadsheet:\n"
		    "mia triage --csv excel fixtures/incident\n"
		    "# Nothing folded, and what has no reason too:\n"
		    "mia triage --all -f csv fixtures/incident",
	.execute = execute,
};
