/* 'mia timeline': the events in scope, in order of time. */
#include <inttypes.h>

#include "commands/exposure_notes.h"
#include "notes.h"
#include "run.h"
#include "say.h"

static enum mia_status
copy_records(struct run *run, void *into, struct mia_error *err)
{
	struct mia_report_options report = run_report(run);

	return mia_report_auditdata(run->evidence, run->options.scope, &report, run_reject, run, into, err);
}

/* What comes out instead of a report is evidence; what is missing in it is
 * missing from the results. */
static void
execute_auditdata(struct run *run)
{
	struct mia_error err = { 0 };
	uint64_t without = 0;

	if (!run_read(run, copy_records, &without))
		return;
	run_reported(run, MIA_OK, &err);
	if (without == 0)
		return;
	say("%" PRIu64 " record%s in scope %s not in the output: no JSON, only columns", without,
		without == 1 ? "" : "s", without == 1 ? "is" : "are");
	run_worse(run, run->options.strict ? EXIT_NOTHING : EXIT_PARTIAL);
}

/* Whether the scope holds any event of the timeline. */
static int
is_empty(const struct mia_timeline *timeline)
{
	struct mia_timeline_row row;

	for (size_t i = 0; mia_timeline_row(timeline, i, &row) == MIA_OK; i++) {
		if (row.match == MIA_MATCH_YES)
			return 0;
	}
	return 1;
}

static void
tell(const struct run *run, const struct mia_timeline *timeline)
{
	struct mia_text names[2];

	if (is_empty(timeline))
		note(NOTE_EMPTY, "no event in scope%s", run->options.marks ? " bears a mark" : "");
	note_renamed(mia_timeline_renamed(timeline, names), names);
	note_conflicts(mia_timeline_conflicts(timeline));
	note_untold(run, mia_timeline_untold(timeline));
}

static void
execute(struct run *run)
{
	if (run->options.auditdata) {
		execute_auditdata(run);
		return;
	}
	struct mia_timeline_options options = {
		.size = sizeof(options),
		.scope = run->options.scope,
		.marks_only = run->options.marks,
	};
	struct mia_timeline *timeline = NULL;
	struct mia_error err = { 0 };

	if (mia_timeline_new(&timeline, run->allocator, &options, &err) < 0) {
		run_failed(run, "cannot start", &err);
		return;
	}
	struct mia_fold *folds[] = { mia_timeline_fold(timeline) };
	if (run_load(run, folds, 1)) {
		struct mia_report_options report = run_report(run);

		report.matches = rows_matches(&run->options);
		run_reported(run, mia_report_timeline(timeline, &report, &err), &err);
		if (run_notes(run))
			tell(run, timeline);
	}
	mia_timeline_free(timeline);
}

const struct command command_timeline = {
	.name = "timeline",
	.summary = "every event in order",
	.operands = "EVIDENCE...",
	.groups = GROUP_SCOPE | GROUP_MATCH | GROUP_TIMELINE | GROUP_REDACT | GROUP_ROWS | GROUP_FORMAT |
		GROUP_FILE | GROUP_LOAD | GROUP_STORE | GROUP_LIMIT | GROUP_COMMON,
	.description =
		"One row for each item of a bind, for each folder of a sync, and for any other event "
		"as a whole, in the order of time. With --format auditdata the bare records instead, in "
		"the order of the evidence. A record that stands in the evidence more than "
		"once counts once.\n\n"
		"Where a scope is given, the events that it holds are shown, and standard error says how many "
		"it cannot tell and for want of what ('--match all' shows these too). Bare records are all "
		"of both kinds.",
	.report = MIA_REPORT_TIMELINE,
	.examples = "# All that one session did, in order:\n"
		    "mia timeline --session 5e55a77a-0000-4000-8000-00000000000a fixtures/incident\n"
		    "# Inbox rules, forwarding, delegates, consent and the like, by anyone:\n"
		    "mia timeline --marks fixtures/incident\n"
		    "# One hour, as a file:\n"
		    "mia timeline --since 2026-03-04T09:00 --until 2026-03-04T10:00 -o hour.csv "
		    "fixtures/incident",
	.execute = execute,
};
