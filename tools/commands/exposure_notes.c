/* What standard error says below a list of messages or folders. */
#include "commands/exposure_notes.h"

#include <inttypes.h>
#include <stdio.h>

#include "commands/coverage_notes.h"
#include "notes.h"
#include "say.h"

void
note_count(enum note_weight weight, uint64_t count, const char *word, const char *text)
{
	note(weight, "%" PRIu64 " %s%s%s", count, word, count == 1 ? "" : "s", text);
}

void
note_levels(const uint64_t by_level[MIA_LEVEL_COUNT], const char *word)
{
	static const char *const words[MIA_LEVEL_COUNT] = {
		[MIA_LEVEL_ACCESS_RECORDED] = "with access recorded",
		[MIA_LEVEL_PRESUMED_COPIED] = "presumed copied",
		[MIA_LEVEL_HANDLED] = "handled",
		[MIA_LEVEL_UNATTRIBUTED] = "unattributed",
		[MIA_LEVEL_CANNOT_EXCLUDE] = "that cannot be excluded",
		[MIA_LEVEL_NONE] = "with nothing recorded",
	};
	char line[256];
	size_t len = 0;

	line[0] = '\0';
	for (size_t i = 0; i < MIA_LEVEL_COUNT; i++) {
		if (by_level[i] == 0)
			continue;
		if (len == 0)
			len += (size_t)snprintf(line, sizeof(line), "%" PRIu64 " %s%s %s", by_level[i], word,
				by_level[i] == 1 ? "" : "s", words[i]);
		else
			len += (size_t)snprintf(line + len, sizeof(line) - len, ", %" PRIu64 " %s",
				by_level[i], words[i]);
	}
	if (len == 0)
		note_count(NOTE_RESULT, 0, word, "");
	else
		note(NOTE_RESULT, "%s", line);
}

const char *
what_is_missing(const struct mia_untold *untold)
{
	static char text[MIA_MISSING_TEXT + 32];
	char missing[MIA_MISSING_TEXT];

	(void)mia_missing_format(untold->missing, missing);
	(void)snprintf(text, sizeof(text), "%s state%s %s", untold->records == 1 ? "it" : "they",
		untold->records == 1 ? "s" : "", missing);
	return text;
}

void
note_renamed(uint64_t count, const struct mia_text names[2])
{
	if (count)
		note(NOTE_SCOPE,
			"%s is called %s in other records (the same MailboxGuid); --mailbox asks by what the record says%s",
			quoted_text(names[0]), quoted_text(names[1]),
			count > 1 ? ": more mailboxes or names like this" : "");
}

/* The same of an exposure. */
static void
note_other_names(const struct mia_exposure *exposure)
{
	struct mia_text names[2];
	uint64_t count = 0;

	for (size_t i = mia_exposure_mailbox_count(exposure); i-- > 0;) {
		const struct mia_mailbox_exposure *mailbox = mia_exposure_mailbox(exposure, i);

		if (mailbox->other_names.count == 0)
			continue;
		names[0] = mailbox->mailbox;
		names[1] = mailbox->other_names.ptr[0];
		count += mailbox->other_names.count;
	}
	note_renamed(count, names);
}

void
note_conflicts(uint64_t records)
{
	if (records)
		note(NOTE_SCOPE,
			"%" PRIu64
			" record%s in versions that contradict each other: copies of the same id, time, "
			"operation and mailbox name another session, address or account (ID_CONFLICT)",
			records, records == 1 ? " stands" : "s stand");
}

void
note_untold(const struct run *run, const struct mia_untold *untold)
{
	int left_out = !(rows_matches(&run->options) & 1u << MIA_MATCH_CANNOT_TELL);

	if (untold->records == 0)
		return;
	note(NOTE_UNTOLD, "%" PRIu64 " record%s cannot be told%s: %s%s", untold->records,
		untold->records == 1 ? "" : "s",
		!left_out                      ? ""
			: untold->records == 1 ? " and is not shown"
					       : " and are not shown",
		what_is_missing(untold), left_out ? "; '--match all' shows all" : "");
}

/* Whose mail it takes is not known, so that no row of a message or folder may say it. */
static void
note_unplaced(const struct mia_exposure *exposure)
{
	uint64_t unplaced = 0;

	for (size_t i = 0; i < mia_exposure_forwarding_count(exposure); i++)
		unplaced += mia_exposure_forwarding(exposure, i)->unplaced != 0;
	if (unplaced > 0)
		note_count(NOTE_LOSS, unplaced, "forwarding",
			" of a mailbox that cannot be told: mail of any may have gone out; see 'mia mailboxes'");
}

void
exposure_notes(const struct run *run, const struct mia_exposure *exposure)
{
	const struct mia_exposure_sums *sums = mia_exposure_sums(exposure);
	const struct mia_untold *untold = mia_exposure_untold(exposure);

	if (run_notes(run)) {
		note_other_names(exposure);
		note_unplaced(exposure);
		if (untold->records > 0)
			note(NOTE_UNTOLD, "%" PRIu64 " record%s unattributed: %s", untold->records,
				untold->records == 1 ? "" : "s", what_is_missing(untold));
		if (sums->unnamed > 0)
			note_count(NOTE_LOSS, sums->unnamed, "operation",
				" unnamed: counted by the log, but no item is named");
		if (sums->binds_without_items > 0)
			note_count(NOTE_LOSS, sums->binds_without_items, "bind",
				" without items: access is recorded, to what is not");
		if (sums->failed > 0)
			note_count(NOTE_HINT, sums->failed, "record",
				" in scope with ResultStatus Failed: expose nothing");
		/* A list with holes must not pass for a whole one. */
		if (sums->throttled_in_evidence > 0)
			note_count(NOTE_LOSS, sums->throttled_in_evidence, "record",
				" with IsThrottled true: for 24 hours after each, binds of that mailbox are "
				"missing from the log");
	}
	/* A list that holds the owner's own accesses must not pass for a list
	 * of the intruder's, however quiet the run. */
	if (mia_scope_is_everything(run->options.scope))
		note(NOTE_SCOPE, "no scope given: every access counts, the owner's own included");
}

static void
inventory_notes(const struct mia_findings_sums *sums)
{
	if (sums->inventory_elsewhere > 0)
		note_count(NOTE_HINT, sums->inventory_elsewhere, "item",
			" of the inventory in mailboxes without a recorded exposure");
	if (sums->not_in_inventory > 0)
		note_count(NOTE_LOSS, sums->not_in_inventory, "message",
			" named by the log and not by the inventory: moved away or deleted, perhaps");
	if (sums->inventory_differs > 0)
		note_count(NOTE_LOSS, sums->inventory_differs, "message",
			" of which log and inventory contradict each other");
}

void
findings_notes(const struct run *run, const struct findings *found)
{
	if (run_notes(run)) {
		coverage_notes(run, found->coverage);
		if (run->companions.inventory != NULL)
			inventory_notes(mia_findings_sums(found->findings));
	}
	exposure_notes(run, found->exposure);
}

void
exposure_note_silence(void)
{
	note(NOTE_EMPTY,
		"no MailItemsAccessed of type Bind or Sync at all in the evidence: it proves neither access to "
		"messages nor its absence; 'mia timeline' has what else happened");
	note(NOTE_EMPTY,
		"auditing may have been off, or the export cut: no licence with it, bypassed, Exchange Server, older "
		"than the retention, filtered by operation, user or time");
}
