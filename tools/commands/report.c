/* 'mia report': the whole case as a folder to hand over. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "commands/exposure_notes.h"
#include "commands/found.h"
#include "commands/hints.h"
#include "folder.h"
#include "options/given.h"
#include "notes.h"
#include "run.h"
#include "say.h"

/* The last second that has a year of four digits. */
#define EPOCH_MAX INT64_C(253402300799)

/* What mia_case_write needs beside the findings. */
struct report {
	struct folder folder;
	struct mia_sums *sums;
	struct mia_reject_list *rejects;
	struct mia_sessions *sessions;
	struct mia_timeline *timeline;
	struct mia_subjects *subjects;
	struct given_list given;
	struct hints hints;
	struct mia_zone *zone; /* or NULL */
	int64_t made;
};

/* The date as asked for, else https://reproducible-builds.org/specs/source-date-epoch/ */
static int
take_date(const struct options *options, int64_t *ret)
{
	const char *text = getenv("SOURCE_DATE_EPOCH");
	int64_t seconds = 0;
	mia_time date;

	*ret = MIA_CASE_NO_TIME;
	if (options->date != NULL && strcmp(options->date, "now") == 0) {
		*ret = (int64_t)time(NULL);
		return 1;
	}
	if (options->date != NULL) {
		if (mia_time_parse(text_of(options->date), &date) == MIA_OK) {
			*ret = date / MIA_TIME_SECOND;
			return 1;
		}
		say("cannot use %s for '--date': not a date such as 2026-03-08, a time such as "
		    "2026-03-08T12:00:00Z, or now",
			quoted(options->date));
		return 0;
	}
	if (text == NULL)
		return 1;
	for (const char *at = text;; at++) {
		if (*at == '\0' && at > text)
			break;
		if (*at < '0' || *at > '9' || seconds > EPOCH_MAX) {
			say("SOURCE_DATE_EPOCH is %s, not a number of seconds since 1970", quoted(text));
			return 0;
		}
		seconds = seconds * 10 + (*at - '0');
	}
	if (seconds > EPOCH_MAX) {
		say("SOURCE_DATE_EPOCH is %s, which is after the year 9999", quoted(text));
		return 0;
	}
	*ret = seconds;
	return 1;
}

static enum exit_status
prepare(struct options *options)
{
	int64_t made;

	if (options->output == NULL || strcmp(options->output, "-") == 0) {
		say("'mia report' needs '-o DIR', a folder to make");
		return EXIT_USAGE;
	}
	return take_date(options, &made) ? EXIT_COMPLETE : EXIT_USAGE;
}

static int
lies_in(const struct folder *folder, char *const *paths, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!folder_is_inside(folder, paths[i]))
			continue;
		say("cannot make the folder %s: it would lie in %s, and the next run would read it",
			quoted(folder->path), quoted(paths[i]));
		return 1;
	}
	return 0;
}

static int
open_zone(struct run *run, struct mia_zone **ret)
{
	const char *name = run->options.time_zone;
	struct mia_error err = { 0 };

	if (name == NULL || mia_zone_new(ret, run->allocator, text_of(name), getenv("TZDIR"), &err) >= 0)
		return 1;
	say("cannot use %s for '--time-zone': %s; it takes a name such as Europe/Oslo or an offset such as "
	    "+02:00",
		quoted(name), err.text[0] ? err.text : mia_status_name(err.status));
	run_worse(run, err.status == MIA_ERR_MEMORY ? EXIT_NOTHING : EXIT_USAGE);
	return 0;
}

/* All that can go wrong before a long reading shall. */
static int
find_place(struct run *run, struct folder *folder)
{
	const struct options *options = &run->options;
	enum exit_status status = folder_open(folder, options->output);

	if (status == EXIT_COMPLETE &&
		(lies_in(folder, options->operands, options->operand_count) ||
			lies_in(folder, (char *const *)(uintptr_t)options->inventories.ptr,
				options->inventories.count) ||
			lies_in(folder, (char *const *)(uintptr_t)options->readiness.ptr,
				options->readiness.count)))
		status = EXIT_USAGE;
	if (status == EXIT_COMPLETE)
		status = rejects_begin_aside(&run->rejects, folder_scratch(folder), "rejects/ of the folder");
	if (status == EXIT_COMPLETE)
		status = folder_begin(folder);
	if (status == EXIT_COMPLETE)
		status = confine_outputs(run, folder);
	run->rejects.unwritten = options->strict;
	run_worse(run, status);
	return status == EXIT_COMPLETE;
}

static int
make_folds(struct run *run, struct report *report, struct more_folds *folds)
{
	const struct mia_scope *scope = run->options.scope;
	struct mia_sessions_options sessions = { .size = sizeof(sessions),
		.scope = scope,
		.watch = report->hints.watch,
		.geo = report->hints.geo };
	struct mia_timeline_options timeline = { .size = sizeof(timeline), .scope = scope };
	struct mia_error err = { 0 };

	if (mia_sums_new(&report->sums, run->allocator, &err) < 0 ||
		mia_reject_list_new(&report->rejects, run->allocator, &err) < 0 ||
		mia_sessions_new(&report->sessions, run->allocator, &sessions, &err) < 0 ||
		mia_timeline_new(&report->timeline, run->allocator, &timeline, &err) < 0) {
		run_failed(run, "cannot start", &err);
		return 0;
	}
	*folds = (struct more_folds){ { mia_sums_fold(report->sums), mia_reject_list_fold(report->rejects),
					      mia_sessions_fold(report->sessions),
					      mia_timeline_fold(report->timeline) },
		4 };
	return 1;
}

static enum mia_status
write_rejects(void *ctx, mia_write_fn *write, void *write_ctx, struct mia_error *err)
{
	return rejects_copy(ctx, write, write_ctx, err);
}

static struct mia_text
text_or_absent(const char *text)
{
	return text != NULL ? text_of(text) : (struct mia_text){ NULL, 0 };
}

static void
write_folder(struct run *run, struct report *report, const struct findings *found)
{
	struct folder *folder = &report->folder;
	const struct mia_case c = {
		.size = sizeof(c),
		.evidence = run->evidence,
		.sums = report->sums,
		.rejects = report->rejects,
		.findings = found->findings,
		.coverage = found->coverage,
		.sessions = report->sessions,
		.timeline = report->timeline,
		.subjects = report->subjects,
		.inventories = run->companions.inventory_files,
		.readiness = run->companions.readiness_files,
		.case_id = text_or_absent(run->options.case_id),
		.examiner = text_or_absent(run->options.examiner),
		.options = report->given.options,
		.option_count = report->given.count,
		.made = report->made,
		.redaction = run->redaction,
		.csv_exact = run->options.csv == MIA_FORMAT_CSV,
		.write_rejects = write_rejects,
		.write_rejects_ctx = &run->rejects,
		.scratch = run->confined.scratch != NULL ? run->confined.scratch : getenv("TMPDIR"),
		.scope = run->options.scope,
		.zone = report->zone,
		.threads = run_threads(&run->options),
		.sandbox = text_of(run->confined.text),
	};
	struct mia_case_files files = folder_files(folder);
	struct mia_error err = { 0 };
	enum exit_status status = EXIT_COMPLETE;

	if (mia_case_write(&c, run->allocator, &files, &err) < 0) {
		if (folder->error != 0)
			status = folder_failed(folder);
		else
			run_failed(run, "cannot write the report", &err);
	} else {
		status = folder_commit(folder);
	}
	run_worse(run, status);
}

static void
tell(const struct run *run, const struct report *report, const struct findings *found)
{
	const struct mia_totals *totals = mia_sums_totals(report->sums);

	if (run_notes(run)) {
		note(NOTE_RESULT, "the report is in %s; 'mia verify' checks it", quoted(run->options.output));
		note_levels(mia_findings_sums(found->findings)->by_level, "message");
		if (run->options.own_domains.count > 0 && run->options.inventories.count == 0)
			say("'--own-domain' changes nothing without '--inventory': the audit log names "
			    "messages, not who is on them");
		if (totals->events == 0)
			note(NOTE_EMPTY,
				"no event at all in the evidence: the report says so, and nothing else");
		else if (totals->binds + totals->syncs == 0)
			exposure_note_silence();
	}
	findings_notes(run, found);
}

static void
make_report(struct run *run, struct report *report)
{
	struct findings found;
	struct more_folds folds;

	if (!make_folds(run, report, &folds) || !findings_load(run, &found, &folds))
		return;
	if (found.findings != NULL && run->companions.inventory != NULL)
		report->subjects = findings_subjects(run, found.findings);
	if (found.findings != NULL && run->status <= EXIT_PARTIAL)
		write_folder(run, report, &found);
	if (found.findings != NULL && run->status <= EXIT_PARTIAL)
		tell(run, report, &found);
	findings_free(&found);
}

static void
execute(struct run *run)
{
	struct report report = { .folder = { .parent = -1, .self = -1, .guard = -1 } };

	(void)take_date(&run->options, &report.made);
	if (!given_list(&run->options, &report.given)) {
		say("cannot start: out of memory");
		run_worse(run, EXIT_NOTHING);
	} else if (open_zone(run, &report.zone) && hints_open(run, &report.hints) &&
		find_place(run, &report.folder)) {
		make_report(run, &report);
	}
	folder_discard(&report.folder);
	given_free(&report.given);
	mia_subjects_free(report.subjects);
	mia_timeline_free(report.timeline);
	mia_sessions_free(report.sessions);
	mia_reject_list_free(report.rejects);
	mia_sums_free(report.sums);
	hints_free(&report.hints);
	mia_zone_free(report.zone);
}

const struct command command_report = {
	.name = "report",
	.summary = "the whole case as one folder to hand over",
	.operands = "-o DIR EVIDENCE...",
	.groups = GROUP_CASE | GROUP_SCOPE | GROUP_COVERAGE | GROUP_INVENTORY | GROUP_LANGUAGE |
		GROUP_SUBJECTS | GROUP_HANDLED | GROUP_HINTS | GROUP_REDACT | GROUP_LIMIT | GROUP_COMMON,
	.description =
		"Makes the folder DIR, whole or not at all: report.html for people, whose first page "
		"answers; exposure.xlsx and "
		"CSV files for tools (messages, folders, mailboxes, sessions, coverage, timeline, and "
		"with --inventory subjects), scope.json, rejects/ with every record that could not be used, "
		"manifest.json with the sums and hashes of everything that went in and came out, and "
		"SHA256SUMS. 'mia verify' says later whether all that is still so.\n\n"
		"The scope means in each file what it means to the command of that name. Files of the "
		"evidence are named without the directories that all of them share; nothing in DIR "
		"tells when, where or on how many threads it was made, so a second run on the same "
		"evidence gives the same bytes (the manifest names the layers of the sandbox, which another "
		"kernel may give otherwise). --date states when it was made where that shall be told.\n\n"
		"With --strict, evidence that was rejected or damaged means that no folder is made.",
	.examples =
		"# What one session had access to:\n"
		"mia report -o report --session 5e55a77a-0000-4000-8000-00000000000a fixtures/incident\n"
		"# With the names of the case, and the people behind the messages:\n"
		"mia report -o case-17 --case 'CASE 17' --examiner 'A. Examiner' --ip 203.0.113.7 "
		"--inventory fixtures/inventory/ediscovery-results.csv --own-domain fjordlight.example fixtures/incident",
	.shows_sha256 = 1,
	.makes_folder = 1,
	.prepare = prepare,
	.execute = execute,
};
