/* What a caller asks of a load, as this library knows it; and what stops one. */
#ifndef MIA_LOAD_OPTIONS_H
#define MIA_LOAD_OPTIONS_H

#include <stdbool.h>

#include <mia/load.h>

/* options may be NULL: the defaults. MIA_ERR_ARGUMENT: their size breaks the
 * rule of base.h. */
enum mia_status mia__load_options_take(struct mia_load_options *own, const struct mia_load_options *options,
	struct mia_error *err);

/* MIA_ERR_ARGUMENT: no fold, or one without its functions. */
enum mia_status mia__fold_check(const struct mia_fold *fold, struct mia_error *err);
/* The answer of one of a fold's functions, made safe: a positive status is
 * MIA_ERR_ARGUMENT, and a failure without a text gets one. err may be NULL. */
enum mia_status mia__fold_answer(enum mia_status status, const char *function, struct mia_error *err);

/* The flag behind a mia_cancel, to be read while bytes are waited for; NULL
 * for none. */
const int *mia__cancel_flag(const struct mia_cancel *cancel);

#endif
