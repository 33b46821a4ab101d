/* Calls of the functions of a fold, with the arguments checked. */
#include <mia/load.h>

#include "base/error.h"

static enum mia_status
check_fold(const struct mia_fold *fold, struct mia_error *err)
{
	if (!fold || !fold->ops || fold->ops->size < sizeof(struct mia_fold_ops))
		return mia__fail(err, MIA_ERR_ARGUMENT, "not a fold, or one of another version of libmia");
	return MIA_OK;
}

enum mia_status
mia_fold_add(struct mia_fold *fold, const struct mia_event *event, struct mia_error *err)
{
	MIA_TRY(check_fold(fold, err));
	if (!event)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no event to add");
	return fold->ops->add(fold, event, err);
}

enum mia_status
mia_fold_merge(struct mia_fold *fold, struct mia_fold *from, struct mia_error *err)
{
	MIA_TRY(check_fold(fold, err));
	MIA_TRY(check_fold(from, err));
	if (fold->ops != from->ops)
		return mia__fail(err, MIA_ERR_ARGUMENT, "folds of different kinds cannot be merged");
	if (fold == from)
		return mia__fail(err, MIA_ERR_ARGUMENT, "a fold cannot be merged with itself");
	return fold->ops->merge(fold, from, err);
}

enum mia_status
mia_fold_seal(struct mia_fold *fold, struct mia_error *err)
{
	MIA_TRY(check_fold(fold, err));
	return fold->ops->seal(fold, err);
}
