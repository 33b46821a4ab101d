/* 'mia mailboxes': exposure, one row a mailbox, with a sentence to quote. */
#include <inttypes.h>

#include "commands/coverage_notes.h"
#include "commands/exposure_notes.h"
#include "commands/found.h"
#include "notes.h"
#include "run.h"
#include "say.h"

static void
tell(const struct run *run, const struct findings *found)
{
	size_t count = mia_findings_mailbox_count(found->findings), exposed = 0, blind = 0;

	for (size_t i = 0; i < count; i++) {
		const struct mia_mailbox_finding *finding = mia_findings_mailbox(found->findings, i);

		exposed += finding->level <= MIA_LEVEL_HANDLED;
		blind += (finding->basis & MIA_BASIS_CANNOT_EXCLUDE) != 0;
	}
	if (run_notes(run))
		note(NOTE_RESULT,
			"%zu mailbox%s, %zu with something in scope, %zu in which access "
			"cannot be excluded",
			count, count == 1 ? "" : "es", exposed, blind);
}

static void
execute(struct run *run)
{
	struct findings found;

	if (!findings_load(run, &found, NULL))
		return;
	if (found.findings != NULL) {
		struct mia_report_options report = run_report(run);
		struct mia_error err = { 0 };

		run_reported(run, mia_report_mailboxes(found.findings, &report, &err), &err);
		if (run->status <= EXIT_PARTIAL) {
			tell(run, &found);
			findings_notes(run, &found);
		}
	}
	findings_free(&found);
}

const struct command command_mailboxes = {
	.name = "mailboxes",
	.summary = "exposure, one row and one quotable sentence a mailbox",
	.operands = "EVIDENCE...",
	.groups = GROUP_SCOPE | GROUP_LEVEL | GROUP_COVERAGE | GROUP_INVENTORY | GROUP_LANGUAGE |
		GROUP_HANDLED | GROUP_REDACT | GROUP_ROWS | GROUP_FORMAT | GROUP_FILE | GROUP_LOAD |
		GROUP_STORE | GROUP_LIMIT | GROUP_COMMON,
	.description =
		"Says of every mailbox that the evidence names what is recorded there in scope, what "
		"is presumed, what cannot be excluded and why, and on which files that rests; also "
		"of mailboxes without an access in scope. The sentence is made to be quoted, for "
		"instance in a notification under GDPR Art. 33.\n\n"
		"'none recorded' is said only of a mailbox in whose log no rule found a sign of missing "
		"records in the time asked for; see 'mia coverage'. Without scope options every access counts, the "
		"owner's own included.",
	.report = MIA_REPORT_MAILBOXES,
	.examples = "# What can be said of each mailbox on the day in question, to quote:\n"
		    "mia mailboxes --session 5e55a77a-0000-4000-8000-00000000000a --exported "
		    "2026-03-01..2026-03-08 --since 2026-03-04 --until 2026-03-05 fixtures/incident\n"
		    "# With what other operations and an inventory tell:\n"
		    "mia mailboxes --ip 203.0.113.0/24 --handled --inventory "
		    "fixtures/inventory/ediscovery-results.csv --inventory-mailbox "
		    "anna.berg@fjordlight.example -f json fixtures/incident",
	.execute = execute,
};
