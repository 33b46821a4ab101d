/* 'mia explain': the records behind a message or a folder. */
#include "commands/expand.h"
#include "run.h"
#include "say.h"
#include "system/file.h"

static enum exit_status
prepare(struct options *options)
{
	struct file_facts facts;

	if (options->message != NULL && options->folder != NULL) {
		say("'--message' and '--folder' cannot both be explained at once");
		return EXIT_USAGE;
	}
	if (options->message != NULL || options->folder != NULL)
		return EXIT_COMPLETE;
	options->chain = options->expand != 0;
	if (options->chain)
		return EXIT_COMPLETE;
	if (options->operand_count == 0) {
		say("nothing to explain named; see 'mia explain --help'");
		return EXIT_USAGE;
	}
	options->message = *options->operands++;
	options->operand_count--;
	/* Taking a file for the id would answer a question nobody asked. */
	if (options->message[0] == '\0' || mia__file_facts_of(SYSTEM_HERE, options->message, true, &facts)) {
		say("%s is no message id: name the message before the evidence, or with "
		    "'--message'",
			quoted(options->message));
		return EXIT_USAGE;
	}
	return EXIT_COMPLETE;
}

static void
note_nothing(const struct options *options)
{
	say("no record%s names the %s %s; where the log is blind, none would",
		mia_scope_is_everything(options->scope) ? "" : " in scope",
		options->message ? "message" : "folder",
		quoted(options->message ? options->message : options->folder));
}

static void
execute(struct run *run)
{
	struct mia_timeline_options options = {
		.size = sizeof(options),
		.scope = run->options.scope,
		.message = text_of(run->options.message),
		.folder = text_of(run->options.folder),
	};
	struct mia_timeline *timeline = NULL;
	struct mia_error err = { 0 };

	if (run->options.chain) {
		expand_explain(run);
		return;
	}
	if (mia_timeline_new(&timeline, run->allocator, &options, &err) < 0) {
		run_failed(run, "cannot start", &err);
		return;
	}
	struct mia_fold *folds[] = { mia_timeline_fold(timeline) };
	if (run_load(run, folds, 1)) {
		struct mia_report_options report = run_report(run);

		run_reported(run, mia_report_explain(timeline, run->evidence, &report, &err), &err);
		/* Nothing found is an answer too, and one that must be heard. */
		if (run->status <= EXIT_PARTIAL && mia_timeline_count(timeline) == 0)
			note_nothing(&run->options);
	}
	mia_timeline_free(timeline);
}

const struct command command_explain = {
	.name = "explain",
	.shows_sha256 = 1,
	.summary = "the proof of a message or folder: each record and its place",
	.operands = "ID EVIDENCE...",
	.groups = GROUP_SCOPE | GROUP_TARGET | GROUP_ROWS | GROUP_FORMAT | GROUP_FILE | GROUP_LOAD |
		GROUP_LIMIT | GROUP_COMMON,
	.description = "Shows every record that names the message or folder, with the file it stands in, "
		       "the SHA-256 of that file, the record's number, line, byte offset and length. ID is "
		       "any id of a message; --message and --folder say outright what is meant, and then "
		       "all operands are evidence.\n\n"
		       "With --expand and neither of these, all operands are evidence too, and what is "
		       "shown is the chain by which the scope is widened: one row an id, with the record "
		       "that led to it (round, by, id, from_id, record_id, time, operation, actor, "
		       "client_ip, records, added, source, record): round is 0 for ids of records in scope "
		       "itself, from_id is the id that the record shares with the rounds before, added "
		       "counts the records that bear the id and that the scope itself does not hold.\n\n"
		       "If no record names it, standard error says so; the status is 0.",
	.report = MIA_REPORT_EXPLAIN,
	.examples = "# Every record behind one message, by its message id:\n"
		    "mia explain '<invoice-7731@supplier.example.net>' fixtures/incident\n"
		    "# Those behind a folder, as far as one session caused them:\n"
		    "mia explain --folder '\\Innboks' --session 5e55a77a-0000-4000-8000-00000000000a "
		    "fixtures/incident\n"
		    "# Which session ids an address leads to, and by which records:\n"
		    "mia explain --ip 203.0.113.7 --expand session,token fixtures/incident",
	.prepare = prepare,
	.execute = execute,
};
