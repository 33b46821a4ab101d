/* --expand: a scope widened by ids that its records share, before the command itself runs. */
#include "commands/expand.h"

#include "again.h"
#include "notes.h"

static void
note_expansion(const struct run *run, const struct mia_expansion *expansion)
{
	size_t count = mia_expansion_count(expansion), sessions = 0;
	unsigned rounds;

	if (!run_notes(run))
		return;
	if (count == 0) {
		note(NOTE_SCOPE, "no record in scope states an id to widen the scope by: it stays as it was");
		return;
	}
	for (size_t i = 0; i < count; i++)
		sessions += mia_expansion_step(expansion, i)->by == MIA_EXPAND_SESSION;
	rounds = mia_expansion_step(expansion, count - 1)->round + 1;
	note(NOTE_SCOPE,
		"scope widened by %zu session id%s and %zu token id%s in %u round%s; 'mia explain "
		"--expand' shows how each was come by, 'mia sessions' which are shared",
		sessions, sessions == 1 ? "" : "s", count - sessions, count - sessions == 1 ? "" : "s",
		rounds, rounds == 1 ? "" : "s");
}

static struct mia_expansion *
new_expansion(struct run *run)
{
	struct mia_expansion *expansion = NULL;
	struct mia_error err = { 0 };

	if (mia_expansion_new(&expansion, run->allocator, run->options.scope, run->options.expand, &err) < 0)
		run_failed(run, "cannot start", &err);
	return expansion;
}

static struct mia_scope *
find_wider(struct run *run, struct mia_expansion *expansion)
{
	struct mia_fold *folds[] = { mia_expansion_fold(expansion) };
	struct mia_scope *wider = NULL;
	struct mia_error err = { 0 };

	if (!run_load_ahead(run, folds, 1))
		return NULL;
	if (mia_expansion_scope(expansion, &wider, &err) < 0)
		run_failed(run, "cannot widen the scope", &err);
	else
		note_expansion(run, expansion);
	return wider;
}

int
expand_scope(struct run *run)
{
	struct mia_expansion *expansion;
	struct mia_scope *wider;

	if (!run->options.expand || run->options.chain)
		return 1;
	if (!again_can_be_read(run, "expand") || (expansion = new_expansion(run)) == NULL)
		return 0;
	wider = find_wider(run, expansion);
	/* It borrows the scope that is replaced. */
	mia_expansion_free(expansion);
	if (wider == NULL)
		return 0;
	run->options.asked = run->options.scope;
	run->options.scope = NULL;
	return again_with(run, wider);
}

void
expand_explain(struct run *run)
{
	struct mia_expansion *expansion = new_expansion(run);
	struct mia_error err = { 0 };

	if (expansion == NULL)
		return;
	struct mia_fold *folds[] = { mia_expansion_fold(expansion) };
	if (run_load(run, folds, 1)) {
		struct mia_report_options report = run_report(run);

		run_reported(run, mia_report_expansion(expansion, &report, &err), &err);
		if (run_notes(run) && mia_expansion_count(expansion) == 0)
			note(NOTE_EMPTY, "no record in scope states an id to widen the scope by");
	}
	mia_expansion_free(expansion);
}
