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
/*
 * The rule for the sizes of options (base.h), in one place. `own` holds the
 * defaults, `known` bytes that begin with the size; what the caller gave goes
 * over them, as far as it reaches. given may be NULL. name: of the struct, for
 * the error text.
 */
enum mia_status mia__options_take(void *own, size_t known, const void *given, const char *name,
	struct mia_error *err);
/* What every public _init does: `size` bytes of the caller's struct become the
 * defaults, as far as the library knows them, and zero beyond. */
void mia__options_init(void *options, size_t size, const void *defaults, size_t known);
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
