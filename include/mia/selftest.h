/*
 * A known-answer case that is part of the library, for a laboratory's
 * validation record (SWGDE 18-Q-001: each version of a tool is to be tested
 * where it is used). The answers were worked out by hand from the records.
 */
#ifndef MIA_SELFTEST_H
#define MIA_SELFTEST_H

#include <mia/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One check. */
struct mia_check {
	const char *name;     /* static: what is shown */
	const char *expected; /* ASCII; until the callback returns */
	const char *found;
	int passed;
};

/* Runs every check on `threads` threads (0: one a core) and tells each, on the
 * calling thread; an answer other than 0 stops. tell may be NULL. *failed: how
 * many did not pass. Returns the usual statuses, MIA_OK also when some did not
 * pass; MIA_ERR_CANCELLED: the callback asked to stop. */
MIA_API enum mia_status mia_selftest(const struct mia_allocator *allocator, unsigned threads,
	int (*tell)(void *ctx, const struct mia_check *check), void *ctx, size_t *failed,
	struct mia_error *err);

#ifdef __cplusplus
}
#endif

#endif
