/*
 * What a result is: a fold over events. Merging is commutative, associative
 * and idempotent: a record that comes twice counts once, in whichever thread,
 * file or earlier run it came. Sums, timeline, sessions and exposure are
 * folds; a program may bring its own.
 */
#ifndef MIA_FOLD_H
#define MIA_FOLD_H

#include <mia/evidence.h>

#ifdef __cplusplus
extern "C" {
#endif

struct mia_fold;

struct mia_fold_ops {
	size_t size; /* sizeof(struct mia_fold_ops) */
	/* A new, empty fold of the same kind and question. */
	enum mia_status (*spawn)(const struct mia_fold *like, struct mia_fold **ret, struct mia_error *err);
	/* Takes what it needs of the event; copies. */
	enum mia_status (*add)(struct mia_fold *fold, const struct mia_event *event, struct mia_error *err);
	/* Takes notice of a reject (called once a reject, with `last`); may be NULL. */
	enum mia_status (
		*reject)(struct mia_fold *fold, const struct mia_reject *reject, struct mia_error *err);
	/* Takes everything of `from`, of the same kind, which may only be freed after. */
	enum mia_status (*merge)(struct mia_fold *fold, struct mia_fold *from, struct mia_error *err);
	/* Removes repeats and brings everything into canonical order. After it
	 * the fold is immutable and any number of threads may read it. */
	enum mia_status (*seal)(struct mia_fold *fold, struct mia_error *err);
	void (*free)(struct mia_fold *fold);
	/*
	 * A fold may leave out what is seldom needed, if the evidence can be read
	 * again. mia_load then calls may_leave_out before the first add, and
	 * wants_more after the last merge; where that is true, every event is
	 * added once more (which changes nothing that is known) after
	 * may_leave_out(fold, 0). Both NULL, or both set.
	 */
	void (*may_leave_out)(struct mia_fold *fold, int may);
	int (*wants_more)(const struct mia_fold *fold);
	/* True: mia_load fills event->raw, which takes a third of the time again
	 * where the evidence is CSV. It does so for all its folds, or for none. */
	int wants_raw;
};

/* The first member of every fold. */
struct mia_fold {
	const struct mia_fold_ops *ops;
};

#ifdef __cplusplus
}
#endif

#endif
