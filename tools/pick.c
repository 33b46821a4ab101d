/* --pick: rows of triage become the alternatives of a scope. */
#include "pick.h"

#include "again.h"
#include "say.h"

static struct mia_scope *
scope_of(struct run *run, const struct mia_triage *triage)
{
	struct mia_scope *scope = NULL;
	struct mia_error err = { 0 };
	enum mia_status status = mia_scope_new(&scope, NULL, &err);

	for (size_t i = 0; status >= 0 && i < run->options.pick_count; i++) {
		size_t place = run->options.picked[i];
		const struct mia_triage_row *row = mia_triage_get(triage, place - 1);

		status = mia_triage_pick(triage, place - 1, scope, &err);
		if (status >= 0 && row->kind == MIA_TRIAGE_ACCOUNT && run_notes(run))
			say("place %zu is an account: all that its owner did is then in scope; put since and "
			    "until into the file",
				place);
	}
	if (status >= 0)
		return scope;
	mia_scope_free(scope);
	if (status != MIA_ERR_ARGUMENT) {
		run_failed(run, "cannot make the scope", &err);
		return NULL;
	}
	say("cannot use '--pick': %s", err.text);
	run_worse(run, EXIT_USAGE);
	return NULL;
}

static struct mia_scope *
read_triage(struct run *run)
{
	struct mia_triage *triage = NULL;
	struct mia_scope *scope = NULL;
	struct mia_error err = { 0 };

	if (mia_triage_new(&triage, run->allocator, NULL, &err) < 0) {
		run_failed(run, "cannot start", &err);
		return NULL;
	}
	struct mia_fold *folds[] = { mia_triage_fold(triage) };
	if (run_load_ahead(run, folds, 1))
		scope = scope_of(run, triage);
	mia_triage_free(triage);
	return scope;
}

int
pick_scope(struct run *run)
{
	struct mia_scope *scope;

	if (run->options.pick_count == 0)
		return 1;
	if (!again_can_be_read(run, "pick"))
		return 0;
	scope = read_triage(run);
	return scope != NULL && again_with(run, scope);
}
