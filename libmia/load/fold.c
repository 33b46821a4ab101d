/* A fold's functions, called by hand; and what they may answer. */
#include <mia/load.h>

#include "base/error.h"
#include "load/options.h"

enum mia_status
mia__fold_check(const struct mia_fold *fold, struct mia_error *err)
{
	if (!fold || !fold->ops || fold->ops->size < sizeof(struct mia_fold_ops))
		return mia__fail(err, MIA_ERR_ARGUMENT, "not a fold, or one of another version of libmia");
	return MIA_OK;
}

enum mia_status
mia__fold_answer(enum mia_status status, const char *function, struct mia_error *err)
{
	if (status > 0)
		return mia__fail(err, MIA_ERR_ARGUMENT,
			"%s of a fold answered %d, which is neither MIA_OK nor a failure", function,
			(int)status);
	if (status < 0 && err && (err->status != status || !err->text[0]))
		return mia__fail(err, status, "%s of a fold failed without saying why (%s)", function,
			mia_status_name(status));
	return status;
}

/* A fold that may still be added to. */
static enum mia_status
check_open(const struct mia_fold *fold, struct mia_error *err)
{
	MIA_TRY(mia__fold_check(fold, err));
	if (fold->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the fold is sealed");
	return MIA_OK;
}

/* `own` was empty before the call, so that an older failure of the caller's
 * does not pass for the reason of this one. */
static enum mia_status
settle(enum mia_status status, const char *function, struct mia_error *own, struct mia_error *err)
{
	status = mia__fold_answer(status, function, own);
	if (status < 0 && err)
		*err = *own;
	return status;
}

enum mia_status
mia_fold_add(struct mia_fold *fold, const struct mia_event *event, struct mia_error *err)
{
	struct mia_error own = { 0 };

	MIA_TRY(check_open(fold, err));
	if (!event)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no event to add");
	return settle(fold->ops->add(fold, event, &own), "add", &own, err);
}

enum mia_status
mia_fold_reject(struct mia_fold *fold, const struct mia_reject *reject, struct mia_error *err)
{
	struct mia_error own = { 0 };

	MIA_TRY(check_open(fold, err));
	if (!reject)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no reject to take notice of");
	if (!fold->ops->reject || !reject->last)
		return MIA_OK;
	return settle(fold->ops->reject(fold, reject, &own), "reject", &own, err);
}

enum mia_status
mia_fold_stop(struct mia_fold *fold, const struct mia_place *last, struct mia_error *err)
{
	struct mia_reject reject = { .reason = MIA_REASON_CUT,
		.last = 1,
		.detail = "reading was stopped here" };

	if (!last || !last->source)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no place at which reading stopped");
	reject.place = *last;
	reject.place.record++;
	reject.place.offset += last->length;
	reject.place.length = 0;
	reject.bad_offset = reject.place.offset;
	return mia_fold_reject(fold, &reject, err);
}

enum mia_status
mia_fold_merge(struct mia_fold *fold, struct mia_fold *from, struct mia_error *err)
{
	struct mia_error own = { 0 };

	MIA_TRY(check_open(fold, err));
	MIA_TRY(check_open(from, err));
	if (fold->ops != from->ops)
		return mia__fail(err, MIA_ERR_ARGUMENT, "folds of different kinds cannot be merged");
	if (fold == from)
		return mia__fail(err, MIA_ERR_ARGUMENT, "a fold cannot be merged with itself");
	return settle(fold->ops->merge(fold, from, &own), "merge", &own, err);
}

enum mia_status
mia_fold_seal(struct mia_fold *fold, struct mia_error *err)
{
	struct mia_error own = { 0 };

	MIA_TRY(mia__fold_check(fold, err));
	if (fold->sealed)
		return MIA_OK;
	MIA_TRY(settle(fold->ops->seal(fold, &own), "seal", &own, err));
	fold->sealed = 1;
	return MIA_OK;
}
