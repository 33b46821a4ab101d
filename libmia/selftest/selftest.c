/* The self-test: runs the checks one after the other. */
#include "base/error.h"
#include "selftest/known.h"

enum mia_status
mia_selftest(const struct mia_allocator *allocator, unsigned threads,
	int (*callback)(void *ctx, const struct mia_check *check), void *ctx, size_t *failed,
	struct mia_error *err)
{
	struct checks checks = { .a = mia__allocator_or_default(allocator), .tell = callback, .ctx = ctx };
	struct known one, many;

	if (failed == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no place for the number of failed checks");
	MIA_TRY(mia__checks_of_library(&checks, err));
	MIA_TRY(mia__known_run(&one, allocator, 1, err));
	enum mia_status status = mia__checks_of_case(&checks, &one, err);
	if (status >= 0)
		status = mia__known_run(&many, allocator, threads, err);
	if (status >= 0) {
		status = mia__checks_of_threads(&checks, &one, &many, err);
		mia__known_free(&many);
	}
	mia__known_free(&one);
	if (status >= 0 && checks.stopped)
		return mia__fail(err, MIA_ERR_CANCELLED, "stopped by the caller");
	if (status >= 0)
		*failed = checks.failed;
	return status < 0 ? status : MIA_OK;
}
