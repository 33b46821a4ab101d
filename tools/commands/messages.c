/* 'mia messages': exposure, one row a message. */
#include <inttypes.h>

#include "commands/exposure_notes.h"
#include "commands/found.h"
#include "notes.h"
#include "run.h"

/* An empty list must not pass for an answer. */
static void
note_no_bind(const struct mia_exposure_sums *sums)
{
	if (sums->binds_in_evidence == 0 && sums->syncs_in_evidence == 0) {
		exposure_note_silence();
	} else if (sums->binds_in_evidence == 0) {
		note(NOTE_EMPTY,
			"no bind in the evidence, only syncs (%" PRIu64 "): these name folders, not "
			"messages; see 'mia folders'",
			sums->syncs_in_evidence);
	} else {
		note(NOTE_EMPTY,
			"no bind in scope, of %" PRIu64 " in the evidence: the scope may be too "
			"narrow, see 'mia sessions'",
			sums->binds_in_evidence);
		if (sums->syncs > 0)
			note(NOTE_EMPTY,
				"syncs in scope: %" PRIu64 "; they name folders, not messages; see "
				"'mia folders'",
				sums->syncs);
	}
}

static void
execute(struct run *run)
{
	struct findings found;
	const struct mia_exposure *exposure;

	if (!findings_load(run, &found, NULL))
		return;
	exposure = found.exposure;
	if (found.findings != NULL) {
		struct mia_report_options report = run_report(run);
		struct mia_error err = { 0 };

		run_reported(run, mia_report_messages(found.findings, &report, &err), &err);
	}
	if (found.findings != NULL && run->status <= EXIT_PARTIAL) {
		const struct mia_exposure_sums *sums = mia_exposure_sums(exposure);

		if (run_notes(run))
			note_levels(mia_findings_sums(found.findings)->by_level, "message");
		findings_left_out(run, &found, "message");
		findings_notes(run, &found);
		if (sums->binds == 0)
			note_no_bind(sums);
	}
	findings_free(&found);
}

const struct command command_messages = {
	.name = "messages",
	.summary = "exposure, one row a message",
	.operands = "EVIDENCE...",
	.groups = GROUP_SCOPE | GROUP_LEVEL | GROUP_COVERAGE | GROUP_INVENTORY | GROUP_HANDLED | GROUP_LIST |
		GROUP_REDACT | GROUP_ROWS | GROUP_FORMAT | GROUP_FILE | GROUP_LOAD | GROUP_STORE |
		GROUP_LIMIT | GROUP_COMMON,
	.description = "Lists the messages that MailItemsAccessed records of type Bind name, one row for "
		       "each mailbox and message, in the order of mailbox, first access and id. A bind says "
		       "that an item was handed to a client; it does not say what a person saw.\n\n"
		       "Syncs copy whole folders and name no message: see 'mia folders'. The two are never "
		       "added up. With --inventory, the messages that lay in a copied folder when it was "
		       "copied are listed as presumed copied, and so is what came while mail was "
		       "forwarded. With --list, the answer is for the messages on the list. Without scope "
		       "options every access counts, the owner's own included.\n\n"
		       "If no bind is in scope, standard error says so and why that may be; the status is 0.",
	.report = MIA_REPORT_MESSAGES,
	.examples = "# The messages that one session had access to, as a file:\n"
		    "mia messages --session 5e55a77a-0000-4000-8000-00000000000a -o messages.csv "
		    "fixtures/incident\n"
		    "# By addresses, in the hours in question:\n"
		    "mia messages --ip 203.0.113.0/24 --ip 2001:db8:7::/64 --since 2026-03-04T09:00 "
		    "--until 2026-03-04T12:00 fixtures/incident\n"
		    "# With what lay in copied folders, and what was sent, moved or deleted:\n"
		    "mia messages --session 5e55a77a-0000-4000-8000-00000000000a --handled --inventory "
		    "fixtures/inventory/ediscovery-results.csv --inventory-mailbox "
		    "anna.berg@fjordlight.example fixtures/incident\n"
		    "# The other way round: an answer for each message on your own list.\n"
		    "echo '<draft-contract-5@fjordlight.example>' > sensitive.txt\n"
		    "mia messages --session 5e55a77a-0000-4000-8000-00000000000a --list sensitive.txt "
		    "fixtures/incident\n"
		    "# One kind of client, not from the company's network, as a spreadsheet:\n"
		    "mia messages --client '^Client=REST' --not-ip 198.51.100.0/24 --csv excel "
		    "fixtures/incident",
	.execute = execute,
};
