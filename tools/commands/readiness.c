/* 'mia readiness': whether the log would have told, by exports of the configuration. */
#include <inttypes.h>

#include "commands/exposure_notes.h"
#include "notes.h"
#include "run.h"

static enum mia_status
read_settings(struct run *run, void *into, struct mia_error *err)
{
	return mia_readiness_read(into, run->evidence, run_reject, run, err);
}

static void
notes(const struct mia_readiness *readiness)
{
	size_t count = mia_readiness_count(readiness);
	uint64_t blind = 0, untold = 0;

	if (count == 0 && !mia_readiness_tenant(readiness)->stated) {
		note(NOTE_EMPTY,
			"no audit setting and no licence in what was given; docs/readiness.md says what to export");
		return;
	}
	if (count == 0)
		note(NOTE_SCOPE, "no mailbox in what was given, only settings of the tenant");
	for (size_t i = 0; i < count; i++) {
		const struct mia_readiness_mailbox *m = mia_readiness_get(readiness, i);

		if (m->owner == MIA_NO || m->delegate == MIA_NO || m->admin == MIA_NO)
			blind++;
		else if (m->owner != MIA_YES || m->delegate != MIA_YES || m->admin != MIA_YES)
			untold++;
	}
	if (blind > 0)
		note_count(NOTE_RESULT, blind, "account",
			" with MailItemsAccessed not logged for owner, delegate or admin");
	if (untold > 0)
		note_count(NOTE_UNTOLD, untold, "account", " of which the exports do not tell");
	note(NOTE_LOSS, "the exports show the settings of their day: that may be later than the incident");
}

static void
execute(struct run *run)
{
	struct mia_readiness *readiness = NULL;
	struct mia_error err = { 0 };

	if (mia_readiness_new(&readiness, run->allocator, &err) < 0) {
		run_failed(run, "cannot start", &err);
		return;
	}
	if (run_read(run, read_settings, readiness)) {
		struct mia_report_options report = run_report(run);

		if (mia_readiness_seal(readiness, &err) < 0)
			run_failed(run, "cannot judge the settings", &err);
		else
			run_reported(run, mia_report_readiness(readiness, &report, &err), &err);
		if (run_notes(run))
			notes(readiness);
	}
	mia_readiness_free(readiness);
}

const struct command command_readiness = {
	.name = "readiness",
	.summary = "was auditing on, for whom; if not, why, and how to put it right",
	.operands = "SETTINGS...",
	.groups = GROUP_ROWS | GROUP_FORMAT | GROUP_FILE | GROUP_LOAD | GROUP_LIMIT | GROUP_COMMON,
	.description =
		"SETTINGS are exports of Get-Mailbox, Get-MailboxAuditBypassAssociation, "
		"Get-OrganizationConfig, Get-AdminAuditLogConfig and of licences, as CSV or JSON; also "
		"MailboxAuditStatus.csv and MailboxAuditingReport.csv as known scripts write them. "
		"They are told apart by their columns, and rows about one account are joined.\n\n"
		"Says for each mailbox whether MailItemsAccessed was logged, and gives the PowerShell "
		"that puts it right. What an export leaves out is not stated, never a no. Where "
		"exports contradict each other, the worse counts.\n\n"
		"The exports show the state of their day. Whether it was so at the time of the "
		"incident, they do not tell.",
	.report = MIA_REPORT_READINESS,
	.examples = "# Was auditing on, for whom, and how is it put right?\n"
		    "mia readiness fixtures/readiness/get-mailbox.csv fixtures/readiness/bypass.csv "
		    "fixtures/readiness/organization.json fixtures/readiness/licences.json\n"
		    "# The accounts for whose owners nothing was logged:\n"
		    "mia readiness -f json fixtures/readiness/get-mailbox.csv | jq '.[] | select(.owner "
		    "== \"no\") | .mailbox'",
	.execute = execute,
};
