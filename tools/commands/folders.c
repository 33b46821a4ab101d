/* 'mia folders': exposure, one row a folder. */
#include <inttypes.h>

#include "commands/exposure_notes.h"
#include "commands/found.h"
#include "notes.h"
#include "run.h"

/* What the rows say together. */
struct folder_sums {
	uint64_t rows, by_level[MIA_LEVEL_COUNT];
	uint64_t copied, untold; /* folders with syncs in scope; with such that cannot be told alone */
};

static int
count_rows(struct run *run, const struct mia_findings *findings, struct folder_sums *ret)
{
	struct mia_finding_folders *folders = NULL;
	const struct mia_folder_exposure *folder;
	struct mia_error err = { 0 };
	enum mia_status status = mia_finding_folders_new(&folders, findings, &err);

	*ret = (struct folder_sums){ .rows = 0 };
	while (status == MIA_OK && (status = mia_finding_folders_next(folders, &folder, &err)) == MIA_OK) {
		ret->rows++;
		ret->by_level[folder->level]++;
		ret->copied += folder->sync_count > 0;
		ret->untold += folder->sync_count == 0 && folder->syncs_unattributed > 0;
	}
	mia_finding_folders_free(folders);
	if (status == MIA_END)
		return 1;
	run_failed(run, "cannot count the folders", &err);
	return 0;
}

/* Copies that nobody can attribute are the gravest that is open: never a zero alone. */
static void
note_copies(const struct folder_sums *folders)
{
	if (folders->untold > 0)
		note(NOTE_RESULT,
			"%" PRIu64 " of them copied by a sync in scope; of %" PRIu64
			" more a copy is recorded that "
			"cannot be told",
			folders->copied, folders->untold);
	else
		note(NOTE_RESULT, "%" PRIu64 " of them copied by a sync", folders->copied);
}

static void
tell(struct run *run, const struct findings *found)
{
	const struct mia_exposure *exposure = found->exposure;
	const struct mia_exposure_sums *sums = mia_exposure_sums(exposure);
	struct folder_sums folders;

	if (!count_rows(run, found->findings, &folders))
		return;
	if (run_notes(run)) {
		note_levels(folders.by_level, "folder");
		note_copies(&folders);
	}
	findings_left_out(run, found, "copied folder");
	findings_notes(run, found);
	if (sums->binds_in_evidence == 0 && sums->syncs_in_evidence == 0)
		exposure_note_silence();
	else if (folders.rows == 0 && run_notes(run))
		note(NOTE_EMPTY,
			"no bind and no sync in scope names a folder, of %" PRIu64 " binds and %" PRIu64
			" syncs in the evidence: the scope may be too narrow, see 'mia "
			"sessions'",
			sums->binds_in_evidence, sums->syncs_in_evidence);
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

		run_reported(run, mia_report_folders(found.findings, &report, &err), &err);
	}
	if (found.findings != NULL && run->status <= EXIT_PARTIAL)
		tell(run, &found);
	findings_free(&found);
}

const struct command command_folders = {
	.name = "folders",
	.summary = "exposure, one row a folder",
	.operands = "EVIDENCE...",
	.groups = GROUP_SCOPE | GROUP_LEVEL | GROUP_COVERAGE | GROUP_INVENTORY | GROUP_HANDLED |
		GROUP_REDACT | GROUP_ROWS | GROUP_FORMAT | GROUP_FILE | GROUP_LOAD | GROUP_STORE |
		GROUP_LIMIT | GROUP_COMMON,
	.description = "Lists the folders that MailItemsAccessed records of type Sync copied to a client, "
		       "and those in which binds name items; one row for each mailbox and folder. Sync and "
		       "bind are two different facts in columns of their own, never added up.\n\n"
		       "A sync names no message: all that lay in the folder then is presumed copied. With "
		       "--sync mailbox and folder statistics the other folders of a mailbox that was copied "
		       "from are listed too. "
		       "Without scope options every access counts, the owner's own included.",
	.report = MIA_REPORT_FOLDERS,
	.examples = "# The folders that were copied, or in which binds name items:\n"
		    "mia folders --session 5e55a77a-0000-4000-8000-00000000000a fixtures/incident\n"
		    "# What one account did in mailboxes of others:\n"
		    "mia folders --logon delegate --user anna.berg@fjordlight.example -f json "
		    "fixtures/incident",
	.execute = execute,
};
