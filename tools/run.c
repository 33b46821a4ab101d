/* Carries one run of a command from the evidence to the exit status. */
#include "notes.h"
#include "run.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "host/terminal.h"
#include "say.h"
#include "slurp.h"
#include "spare.h"
#include "system/file.h"
#include "system/machine.h"

void
run_worse(struct run *run, enum exit_status status)
{
	if (status > run->status)
		run->status = status;
}

void
run_failed(struct run *run, const char *what, const struct mia_error *err)
{
	say_error(what, err);
	run_worse(run, EXIT_NOTHING);
}

static ptrdiff_t
read_standard(void *ctx, void *buf, size_t size)
{
	(void)ctx;
	return mia__file_read(TERMINAL_INPUT, buf, size);
}

static enum exit_status
add_operand(struct run *run, const char *path, int *standard_taken)
{
	struct mia_error err = { 0 };
	enum mia_status status;

	if (mia_casefile_is(path)) {
		status = mia_casefile_add_to(run->evidence, path, &err);
		if (status == MIA_ERR_ARGUMENT) {
			say("cannot use %s: %s", quoted(path), err.text);
			return EXIT_NOTHING;
		}
	} else if (strcmp(path, "-") != 0) {
		status = mia_evidence_add_path(run->evidence, path, &err);
	} else if (*standard_taken) {
		say("standard input can be evidence only once");
		return EXIT_USAGE;
	} else {
		*standard_taken = 1;
		status = mia_evidence_add_stream(run->evidence, "-", read_standard, NULL, &err);
	}
	if (status >= 0)
		return EXIT_COMPLETE;
	if (status == MIA_ERR_IO)
		say("cannot use %s: %s", quoted(path),
			err.sys_errno ? mia__errno_text(err.sys_errno) : err.text);
	else
		say_error("cannot take evidence", &err);
	return EXIT_NOTHING;
}

enum mia_status
run_new_evidence(const struct run *run, struct mia_evidence **ret, struct mia_error *err)
{
	enum mia_status status = mia_evidence_new(ret, run->allocator, &run->options.limits, err);
	if (status < 0 || !run->options.offset_stated)
		return status;
	return mia_evidence_state_offset(*ret, run->options.offset_minutes, err);
}

static enum exit_status
ignore_files(const struct run *run)
{
	const struct strings *files = &run->options.ignored;
	struct mia_error err = { 0 };

	for (size_t i = 0; i < files->count; i++) {
		if (mia_evidence_ignore(run->evidence, files->ptr[i], &err) < 0) {
			say("cannot use %s for '--ignore': it is no file of the evidence",
				quoted(files->ptr[i]));
			return EXIT_USAGE;
		}
		if (!run->options.quiet)
			say("ignoring %s, if it cannot be used: you say that no record of access is lost "
			    "with it",
				quoted(files->ptr[i]));
	}
	return EXIT_COMPLETE;
}

enum exit_status
run_add_evidence(struct run *run)
{
	struct mia_error err = { 0 };
	enum exit_status status = EXIT_COMPLETE;
	int standard_taken = 0;

	if (run->options.operand_count == 0) {
		say("no evidence named; see 'mia %s --help'", run->command->name);
		return EXIT_USAGE;
	}
	if (run_new_evidence(run, &run->evidence, &err) < 0) {
		say_error("cannot start", &err);
		return EXIT_NOTHING;
	}
	for (size_t i = 0; i < run->options.operand_count && status == EXIT_COMPLETE; i++)
		status = add_operand(run, run->options.operands[i], &standard_taken);
	if (status == EXIT_COMPLETE && mia_evidence_count(run->evidence) == 0) {
		say("no file in the evidence named");
		return EXIT_NOTHING;
	}
	if (status == EXIT_COMPLETE)
		status = ignore_files(run);
	if (status == EXIT_COMPLETE)
		status = run_name_sources(run, run->evidence);
	if (status == EXIT_COMPLETE)
		status = kept_use(run);
	return status;
}

enum exit_status
run_name_sources(const struct run *run, struct mia_evidence *evidence)
{
	struct mia_error err = { 0 };

	if (!run->command->makes_folder || mia_evidence_name_relative(evidence, &err) >= 0)
		return EXIT_COMPLETE;
	say_error("cannot name the files", &err);
	return EXIT_NOTHING;
}

static enum exit_status
take_key(struct run *run)
{
	struct mia_error err = { 0 };
	struct mia_text key;

	if (run->options.redact == NULL)
		return EXIT_COMPLETE;
	if (slurp(run->options.redact, "redact", &key) < 0)
		return EXIT_USAGE;
	enum mia_status status = mia_redaction_new(&run->redaction, run->allocator, key, &err);
	mia__wipe((void *)(uintptr_t)key.ptr, key.len);
	free((void *)(uintptr_t)key.ptr);
	if (status == MIA_ERR_ARGUMENT)
		say("cannot use %s for '--redact': %s", quoted(run->options.redact), err.text);
	else if (status < 0)
		say_error("cannot start", &err);
	return status == MIA_ERR_ARGUMENT ? EXIT_USAGE : status < 0 ? EXIT_NOTHING : EXIT_COMPLETE;
}

static enum exit_status
take_ceiling(struct run *run)
{
	struct mia_error err = { 0 };

	if (run->options.memory == 0)
		return EXIT_COMPLETE;
	if (mia_ceiling_new(&run->ceiling, NULL, run->options.memory, &err) < 0) {
		say_error("cannot start", &err);
		return EXIT_NOTHING;
	}
	run->allocator = mia_ceiling_allocator(run->ceiling);
	return EXIT_COMPLETE;
}

void
run_open(struct run *run)
{
	enum exit_status status = take_ceiling(run);

	if (status == EXIT_COMPLETE)
		status = take_key(run);

	if (status == EXIT_COMPLETE)
		status = confine_run(run);
	if (status == EXIT_COMPLETE && !run->command->no_evidence) {
		status = run_add_evidence(run);
		if (status == EXIT_COMPLETE)
			status = companions_open(run);
	}
	if (run->command->makes_folder) {
		run_worse(run, status);
		return;
	}
	if (status == EXIT_COMPLETE)
		status = output_open(&run->output, run->command->own_output ? NULL : run->options.output,
			run->evidence);
	if (status == EXIT_COMPLETE)
		status = output_spare(&run->output, run->companions.inventory_files);
	if (status == EXIT_COMPLETE)
		status = output_spare(&run->output, run->companions.readiness_files);
	if (status == EXIT_COMPLETE && run->command->own_output && run->options.output != NULL)
		status = spare_given_by(run, run->options.output, "output");
	if (status == EXIT_COMPLETE)
		status = spare_given(run, &run->output);
	if (status == EXIT_COMPLETE)
		status = rejects_begin(&run->rejects, run->options.rejects, run->evidence);
	if (status == EXIT_COMPLETE && run->options.rejects != NULL)
		status = spare_given(run, &run->rejects.file);
	if (status == EXIT_COMPLETE && output_same(&run->output, &run->rejects.file)) {
		say("'--output' and '--rejects' are the same file");
		status = EXIT_USAGE;
	}
	if (status == EXIT_COMPLETE)
		status = confine_outputs(run, NULL);
	run_worse(run, status);
}

int
run_reject(void *ctx, const struct mia_reject *reject)
{
	struct run *run = ctx;

	return rejects_add(&run->rejects, reject);
}

static int
on_event(void *ctx, const struct mia_event *event)
{
	struct run *run = ctx;

	return rejects_add_event(&run->rejects, event);
}

static int
on_progress(void *ctx, const struct mia_progress *at)
{
	struct run *run = ctx;

	progress_show(&run->progress, at);
	return 0;
}

/* The last news came before the end. */
static void
final_progress(struct run *run)
{
	size_t count = mia_evidence_count(run->evidence);
	struct mia_progress at = { .sources_done = count, .sources = count };

	for (size_t i = 0; i < count; i++) {
		const struct mia_source *source = mia_evidence_source(run->evidence, i);

		at.stored_bytes += source->stored_bytes;
		at.records += source->records;
		at.rejected += source->rejected;
	}
	at.total_bytes = at.stored_bytes;
	progress_end(&run->progress, &at);
}

static int
was_read(struct run *run, enum mia_status status, const struct mia_error *err)
{
	final_progress(run);
	if (run->rejects.error != 0) {
		say("cannot keep rejects: %s", mia__errno_text(run->rejects.error));
		run_worse(run, EXIT_NOTHING);
	} else if (status < 0) {
		run_failed(run, run->task ? run->task : "cannot read the evidence", err);
	} else {
		run->loaded = 1;
		run_worse(run, rejects_write(&run->rejects));
		if (rejects_any(&run->rejects))
			run_worse(run, run->options.strict ? EXIT_NOTHING : EXIT_PARTIAL);
	}
	return run->status <= EXIT_PARTIAL;
}

int
run_load_ahead(struct run *run, struct mia_fold *const *folds, size_t count)
{
	struct mia_load_options load = {
		.size = sizeof(load),
		.threads = run->options.threads,
		.without_sha256 = 1,
		.on_progress = on_progress,
		.ctx = run,
	};
	struct mia_error err = { 0 };

	progress_begin(&run->progress, &run->options);
	enum mia_status status = mia_load(run->evidence, folds, count, &load, &err);
	final_progress(run);
	if (status < 0)
		run_failed(run, "cannot read the evidence", &err);
	return status >= 0;
}

struct mia_load_options
run_load_options(struct run *run)
{
	return (struct mia_load_options){
		.size = sizeof(struct mia_load_options),
		.threads = run->options.threads,
		.without_sha256 = !run->command->shows_sha256,
		.text_sha256 = run->command->makes_folder,
		.on_reject = run_reject,
		.on_event = on_event,
		.on_progress = on_progress,
		.ctx = run,
	};
}

/* More than any command needs. */
#define FOLDS 16

int
run_load(struct run *run, struct mia_fold *const *folds, size_t count)
{
	struct mia_load_options load = run_load_options(run);
	struct mia_scope_check *check = scope_check_new(run);
	struct mia_fold *all[FOLDS];
	struct mia_error err = { 0 };

	if (run->status > EXIT_PARTIAL)
		return 0;
	for (size_t i = 0; i < count; i++)
		all[i] = folds[i];
	if (check != NULL)
		all[count++] = mia_scope_check_fold(check);
	struct mia_fold *keeping = kept_begin(run);
	if (keeping != NULL) {
		all[count++] = keeping;
		load.without_sha256 = 0;
		load.text_sha256 = 1;
	}
	progress_begin(&run->progress, &run->options);
	enum mia_status status = mia_load(run->evidence, all, count, &load, &err);
	kept_end(run, status >= 0);
	int usable = was_read(run, status, &err) && scope_check_tell(run, check);
	mia_scope_check_free(check);
	return usable;
}

int
run_read(struct run *run, enum mia_status (*read)(struct run *run, void *into, struct mia_error *err),
	void *into)
{
	struct mia_error err = { 0 };

	progress_begin(&run->progress, &run->options);
	enum mia_status status = read(run, into, &err);
	return was_read(run, status, &err);
}

static int
use_color(const struct options *options, int terminal)
{
	const char *no_color = getenv("NO_COLOR");

	if (options->color != WHEN_AUTO)
		return options->color == WHEN_ALWAYS;
	return terminal && (no_color == NULL || no_color[0] == '\0') && terminal_takes_escapes();
}

/* A load takes 0 for one a core. */
unsigned
run_threads(const struct options *options)
{
	return options->threads != 0 ? options->threads : mia__cores();
}

struct mia_report_options
run_report(struct run *run)
{
	const struct options *options = &run->options;
	int terminal = run->output.path == NULL && terminal_is(TERMINAL_OUTPUT);
	struct mia_report_options report = { .size = sizeof(report),
		.write = output_write,
		.ctx = &run->output,
		.redaction = run->redaction,
		.matches = options->matches,
		.levels = options->levels,
		.threads = run_threads(options) };
	unsigned width, lines;

	if (options->csv >= 0)
		report.format = (enum mia_format)options->csv;
	else if (options->format >= 0)
		report.format = (enum mia_format)options->format;
	else
		report.format = terminal ? MIA_FORMAT_TABLE : MIA_FORMAT_CSV;
	/* What holds controls as the evidence does; all other formats write them as text. */
	run->output.screened = terminal &&
		(options->auditdata || report.format == MIA_FORMAT_CSV ||
			report.format == MIA_FORMAT_CSV_EXCEL || report.format == MIA_FORMAT_DAT);
	if (terminal && terminal_size(TERMINAL_OUTPUT, &width, &lines)) {
		report.width = width;
		if (report.format == MIA_FORMAT_TABLE && !options->no_pager &&
			run->output.pager.state == PAGER_OFF)
			pager_begin(&run->output.pager, stdout, lines, width);
	}
	report.color = use_color(options, terminal);
	report.columns = options->columns;
	report.sort = options->sort;
	report.top = options->top;
	return report;
}

void
run_reported(struct run *run, enum mia_status status, const struct mia_error *err)
{
	/* Before any note, so that the two do not mix on a terminal. What the
	 * sink refused is told when the output is committed. */
	(void)output_settle(&run->output);
	if (status < 0 && status != MIA_ERR_SINK)
		run_failed(run, "cannot write the report", err);
	else if (status < 0 || run->output.error != 0)
		run_worse(run, EXIT_NOTHING);
}

int
run_notes(const struct run *run)
{
	return run->status <= EXIT_PARTIAL && !run->options.quiet;
}

enum exit_status
run_close(struct run *run)
{
	notes_tell(run->options.verbose);
	rejects_tell(&run->companions.rejects, run->options.verbose);
	if (run->loaded) {
		/* A person sees them under each result; a script that keeps them wants all. */
		if (terminal_is(TERMINAL_ERRORS) && !run->options.verbose && run->rejects.where == NULL)
			rejects_tell_briefly(&run->rejects);
		else
			rejects_tell(&run->rejects, run->options.verbose);
		if (run->options.strict &&
			(rejects_any(&run->rejects) || rejects_any(&run->companions.rejects)))
			say("no results: some evidence was rejected or damaged (--strict)");
	}
	/* Rejects are worth having even where the results are not. */
	if (run->rejects.written)
		run_worse(run, output_commit(&run->rejects.file));
	if (run->output.stream != NULL && (run->status <= EXIT_PARTIAL || run->output.error != 0))
		run_worse(run, output_commit(&run->output));
	output_discard(&run->output);
	rejects_free(&run->rejects);
	companions_free(&run->companions);
	mia_evidence_free(run->evidence);
	mia_redaction_free(run->redaction);
	confine_end(run);
	if (mia_ceiling_refused(run->ceiling) && run->status >= EXIT_NOTHING)
		say("no results: they want more memory than '--memory' allows; allow more, or ask for less "
		    "(a scope, fewer files)");
	mia_ceiling_free(run->ceiling);
	return run->status;
}
