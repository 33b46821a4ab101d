#include "base/error.h"
#include "selftest/known.h"

enum mia_status
mia_selftest(const struct mia_allocator *allocator, unsigned threads,
	int (*callback)(void *ctx, const struct mia_check *check), void *ctx, size_t *failed, struct mia_error *err)
{
	struct checks checks = { .a = mia_allocator_or_default(allocator), .tell = callback, .ctx = ctx };
	struct known one, many;

	if (failed == NULL)
		return mia_fail(err, MIA_ERR_ARGUMENT, "no place for the number of failed checks");
	MIA_TRY(checks_of_library(&checks, err));
	MIA_TRY(known_run(&one, allocator, 1, err));
	enum mia_status status = checks_of_case(&checks, &one, err);
	if (status >= 0)
		status = known_run(&many, allocator, threads, err);
	if (status >= 0) {
		status = checks_of_threads(&checks, &one, &many, err);
		known_free(&many);
	}
	known_free(&one);
	if (status >= 0 && checks.stopped)
		return mia_fail(err, MIA_ERR_CANCELLED, "stopped by the caller");
	if (status >= 0)
		*failed = checks.failed;
	return status < 0 ? status : MIA_OK;
}
