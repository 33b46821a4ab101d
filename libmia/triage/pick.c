/* A row of triage as an alternative of a scope, with its reasons as the note. */
#include "base/error.h"
#include "base/text.h"
#include "triage/gather.h"

#include <mia/scope.h>

/* "1 inbox rule; new": why this row was looked at. */
static bool
say_why(const struct mia_triage_row *row, struct buf *note)
{
	for (size_t i = 0; i < row->reason_count; i++) {
		mia__buf_str(note, i ? "; " : "");
		mia__buf_text(note, row->reasons[i].text);
	}
	return !note->failed;
}

static enum mia_status
fill(const struct mia_triage *t, const struct mia_triage_row *row, struct mia_scope *alternative,
	struct mia_error *err)
{
	static const enum mia_trait traits[MIA_TRIAGE_KIND_COUNT] = {
		[MIA_TRIAGE_APP] = MIA_TRAIT_APP,
		[MIA_TRIAGE_ADDRESS] = MIA_TRAIT_ADDRESS,
		[MIA_TRIAGE_SESSION] = MIA_TRAIT_SESSION,
		[MIA_TRIAGE_ACCOUNT] = MIA_TRAIT_USER,
	};
	struct buf note;
	enum mia_status status = mia_scope_add(alternative, traits[row->kind], 0, row->subject, err);

	if (status < 0)
		return status;
	mia__buf_init(&note, &t->a);
	status = say_why(row, &note) ? mia_scope_set_note(alternative, buf_view(&note), err)
				     : mia__fail_memory(err);
	mia__buf_release(&note);
	return status;
}

enum mia_status
mia_triage_pick(const struct mia_triage *t, size_t i, struct mia_scope *scope, struct mia_error *err)
{
	const struct mia_triage_row *row = mia_triage_get(t, i);
	struct mia_scope *alternative = NULL;

	if (!scope || !t)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no triage, or no scope");
	if (!mia_triage_sums(t))
		return mia__fail(err, MIA_ERR_STATE, "the triage is not sealed");
	if (!row)
		return mia__fail(err, MIA_ERR_ARGUMENT, "there is no place %zu; there are %zu", i + 1,
			mia_triage_count(t));
	MIA_TRY(mia_scope_new(&alternative, &t->a, err));
	enum mia_status status = fill(t, row, alternative, err);
	if (status < 0) {
		mia_scope_free(alternative);
		return status;
	}
	return mia_scope_add_alternative(scope, alternative, err);
}
