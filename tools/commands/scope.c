/* 'mia scope': writes a scope file from chosen values, checked against the evidence. */
#include "options/options.h"
#include "run.h"
#include "say.h"

static enum exit_status
prepare(struct options *options)
{
	if (options->pick_count == 0)
		return alternatives_finish(options);
	if (options->alternatives == NULL && !options->expand && mia_scope_note(options->scope).len == 0 &&
		mia_scope_is_everything(options->scope) && options->since == MIA_TIME_UNKNOWN &&
		options->until == MIA_TIME_UNKNOWN)
		return EXIT_COMPLETE;
	say("'--pick' goes with no other option of the scope: write the file with it, then add to that with "
	    "'--scope FILE --or'");
	return EXIT_USAGE;
}

static void
note(const struct run *run, const struct mia_scope_words *words)
{
	const struct mia_scope_part *part;
	size_t alternatives = 0;

	for (size_t i = 0; (part = mia_scope_words_part(words, i)) != NULL; i++) {
		if (part->choice > 0)
			say("alternative %zu: %s%s%s", ++alternatives, quoted_text(part->words),
				part->note.len > 0 ? ", because " : "",
				part->note.len > 0 ? quoted_text(part->note) : "");
		else
			say("in scope: %s%s%s", quoted_text(part->words),
				part->note.len > 0 ? ", because " : "",
				part->note.len > 0 ? quoted_text(part->note) : "");
	}
	if (run->options.output != NULL)
		say("next: mia messages --scope %s EVIDENCE", quoted(run->options.output));
}

static void
execute(struct run *run)
{
	struct mia_scope_words *words = NULL;
	struct mia_error err = { 0 };

	if (!run_load(run, NULL, 0))
		return;
	run_reported(run, mia_scope_write(run->options.scope, output_write, &run->output, &err), &err);
	if (!run_notes(run))
		return;
	if (mia_scope_words_new(&words, run->allocator, run->options.scope, NULL, &err) < 0)
		run_failed(run, "cannot tell the scope", &err);
	else
		note(run, words);
	mia_scope_words_free(words);
}

const struct command command_scope = {
	.name = "scope",
	.summary = "write down who is held to be the intruder, as a scope file",
	.operands = "EVIDENCE...",
	.groups = GROUP_SCOPE | GROUP_ALTERNATIVE | GROUP_FILE | GROUP_LOAD | GROUP_LIMIT | GROUP_COMMON,
	.description =
		"Scope options make up one alternative; '--or' begins the next. An event is in scope if one "
		"alternative holds it. '--note' says why, in words that the reports print. The values are "
		"held against the evidence: beginnings of ids are written out, and an id that no record "
		"bears is refused (status 2) with the nearest. With --expand the ids that were found are written "
		"too.\n\n"
		"--pick takes rows of 'mia triage'. That they are the intruder's is then your word: look at "
		"them, and put your own reasons in the place of the notes.\n\n"
		"With --scope the alternatives of an earlier file come first. The file is JSON, made to be "
		"read and changed by hand; docs/formats.md has its form. All commands that ask who came take "
		"it with --scope.",
	.examples = "# The first two rows of triage, with their reasons:\n"
		    "mia scope --pick 1,2 -o case.json fixtures/incident\n"
		    "# Two reasons to hold somebody to be the intruder, each with its note:\n"
		    "mia scope --session 5e55 --note 'forwards to a stranger' --or --ip 203.0.113.0/24 "
		    "--since 2026-03-04 --note 'same network' -o case.json fixtures/incident\n"
		    "# Another alternative for a file that is there:\n"
		    "mia scope --scope case.json --or --app c11e --note 'consent by Anna' -o more.json "
		    "fixtures/incident\n"
		    "mia messages --scope more.json fixtures/incident",
	.prepare = prepare,
	.execute = execute,
};
