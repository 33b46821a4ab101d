/* Filling a mia_error. */
#ifndef MIA_BASE_ERROR_H
#define MIA_BASE_ERROR_H

#include <mia/base.h>

/* printf-like, ASCII only; returns status so that it can be returned at once.
 * err may be NULL. */
enum mia_status mia__fail(struct mia_error *err, enum mia_status status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The same, with errno's text appended. */
enum mia_status mia__fail_errno(struct mia_error *err, enum mia_status status, int sys_errno,
	const char *format, ...) __attribute__((format(printf, 4, 5)));
/* "out of memory" */
enum mia_status mia__fail_memory(struct mia_error *err);
/* Copies at most size-1 bytes of t into out with everything that is not
 * printable ASCII as \xNN, terminated; "..." when shortened. */
void mia__escape_ascii(struct mia_text t, char *out, size_t size);

#define MIA_TRY(expr) \
	do { \
		enum mia_status mia_try_status_ = (expr); \
		if (mia_try_status_ < 0) \
			return mia_try_status_; \
	} while (0)

#endif
