/* 'mia subjects': the people who stand on exposed messages. */
#include <inttypes.h>

#include "commands/exposure_notes.h"
#include "commands/found.h"
#include "notes.h"
#include "run.h"
#include "say.h"

static enum exit_status
prepare(struct options *options)
{
	if (options->inventories.count > 0)
		return EXIT_COMPLETE;
	say("'mia subjects' needs '--inventory': the audit log names messages, not who is on "
	    "them; give a message trace, an eDiscovery item list, EmailEvents or messages of "
	    "Microsoft Graph of the mailboxes in question; docs/inventories.md says how each is made");
	return EXIT_USAGE;
}

static const char *
plural(uint64_t count, const char *one, const char *many)
{
	return count == 1 ? one : many;
}

static void
tell_numbers(const struct run *run, const struct mia_subjects_sums *sums)
{
	note(NOTE_RESULT, "%" PRIu64 " %s at least (recorded, presumed or handled), %" PRIu64 " at most%s",
		sums->records_least, plural(sums->records_least, "message", "messages"), sums->records_most,
		sums->unbounded ? " as far as known" : "");
	note(NOTE_RESULT,
		"%" PRIu64 " %s at least, %" PRIu64 " at most%s, named as sender or recipient; an "
		"address counts as one",
		sums->people_least, plural(sums->people_least, "person", "people"), sums->people_most,
		sums->unbounded || sums->messages_without_people ? " as far as known" : "");
	if (run->options.own_domains.count > 0)
		note(NOTE_HINT,
			"%" PRIu64 " of own domains, %" PRIu64 " outside, %" PRIu64 " without a domain",
			sums->people_own, sums->people_outside,
			sums->people_most - sums->people_own - sums->people_outside);
	else
		note(NOTE_HINT, "own addresses are not told from others: give '--own-domain'");
}

/* Numbers like these go into notifications: what they leave out must go along. */
static void
tell_limits(const struct mia_subjects_sums *sums)
{
	if (sums->messages_without_people > 0)
		note_count(NOTE_LOSS, sums->messages_without_people, "exposed message",
			" of which no inventory names sender or recipients: the addresses are no "
			"upper bound");
	if (sums->unbounded)
		note(NOTE_BLIND,
			"more than \"at most\" is possible: where the log is blind, where accesses "
			"name no message, and where an inventory does not list a copied folder or forwarded mail");
	note(NOTE_SCOPE,
		"who is only spoken of is not in the list: nor is Bcc that the inventory does not show, nor who "
		"stands in mailboxes without evidence");
}

static void
execute(struct run *run)
{
	struct findings found;
	struct mia_subjects *subjects = NULL;

	if (!findings_load(run, &found, NULL))
		return;
	if (found.findings != NULL)
		subjects = findings_subjects(run, found.findings);
	if (subjects != NULL) {
		struct mia_report_options report = run_report(run);
		struct mia_error err = { 0 };

		run_reported(run, mia_report_subjects(subjects, &report, &err), &err);
	}
	if (subjects != NULL && run->status <= EXIT_PARTIAL) {
		const struct mia_subjects_sums *sums = mia_subjects_sums(subjects);

		if (run_notes(run)) {
			tell_numbers(run, sums);
			tell_limits(sums);
		}
		findings_notes(run, &found);
	}
	mia_subjects_free(subjects);
	findings_free(&found);
}

const struct command command_subjects = {
	.name = "subjects",
	.summary = "people named on exposed messages, one row an address",
	.operands = "--inventory FILE EVIDENCE...",
	.groups = GROUP_SCOPE | GROUP_COVERAGE | GROUP_INVENTORY | GROUP_SUBJECTS | GROUP_HANDLED |
		GROUP_LIST | GROUP_REDACT | GROUP_ROWS | GROUP_FORMAT | GROUP_FILE | GROUP_LOAD |
		GROUP_STORE | GROUP_LIMIT | GROUP_COMMON,
	.description =
		"Lists the senders and recipients of the messages that 'mia messages' lists with the "
		"same options, as the inventory names them: the list from which those to be "
		"notified are chosen. Needs --inventory, since the audit log does not say who is on "
		"a message. Messages of which nothing is recorded (--list) do not count.\n\n"
		"Standard error gives the numbers that GDPR Art. 33(3)(a) asks for, as far as they "
		"can be told: messages, and addresses, at least and at most. These are people "
		"named as sender or recipient. Whom a message speaks of no log and no inventory tells.",
	.report = MIA_REPORT_SUBJECTS,
	.examples =
		"# Who wrote to whom on the messages that a session had access to:\n"
		"mia subjects --session 5e55a77a-0000-4000-8000-00000000000a --inventory fixtures/inventory/ediscovery-results.csv "
		"--own-domain fjordlight.example fixtures/incident\n"
		"# For a spreadsheet, from several inventories:\n"
		"mia subjects --ip 203.0.113.7 --inventory fixtures/inventory/message-trace.csv "
		"--inventory fixtures/inventory/ediscovery-results.csv --csv excel -o people.csv fixtures/incident",
	.prepare = prepare,
	.execute = execute,
};
