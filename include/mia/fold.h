/*
 * What a result is: a fold over events. Sums, timeline, sessions, coverage,
 * expansion, exposure and the list of rejects are folds; a program may bring
 * its own (docs/examples/fold.c).
 *
 * Merging is commutative, associative and idempotent: a record that comes twice
 * counts once, in whichever thread, file or earlier run it came. So nothing is
 * counted in `add`. What has to be counted is kept with the record's key, and
 * counted when it is sealed. mia_key_set does that for numbers of records.
 */
#ifndef MIA_FOLD_H
#define MIA_FOLD_H

#include <mia/evidence.h>

#ifdef __cplusplus
extern "C" {
#endif

struct mia_fold;

/*
 * The functions of a kind of fold; static, shared by all folds of that kind.
 * All but reject, may_leave_out, wants_more, may_use_threads and wants_items are needed.
 *
 * Each answers MIA_OK, or a failure < 0 with the reason in err (mia_error_set;
 * err is never NULL here), which ends the load and is what mia_load returns.
 * A positive status is no answer that a fold may give: the load fails with
 * MIA_ERR_ARGUMENT. A failure without a text gets one that names the function.
 *
 * Who calls them, with mia_load on n threads: the thread that called mia_load
 * calls spawn n - 1 times before the first event is read (never where n is 1);
 * it fills the caller's own fold itself, while each other thread fills the fold
 * that was spawned for it. When all threads have ended, the calling thread
 * merges the spawned folds into the caller's, frees each after its merge, and
 * seals the caller's. So one fold is never used by two threads at a time, and
 * needs no lock; what `spawn` shares with the new fold does. When a load fails,
 * spawned folds are freed unmerged. The caller's own folds are never freed by
 * mia_load.
 */
struct mia_fold_ops {
	size_t size; /* sizeof(struct mia_fold_ops); one that is smaller is refused */
	/* A new, empty fold of the same kind and question, in *ret. Where it fails it
	 * frees what it made. */
	enum mia_status (*spawn)(const struct mia_fold *like, struct mia_fold **ret, struct mia_error *err);
	/* Takes what it needs of the event, as a copy: the event lives until add
	 * returns. Repeats come too. Two events are the same record exactly if their
	 * keys (event->key) are equal; where they differ in content they are versions
	 * of it (ID_CONFLICT). */
	enum mia_status (*add)(struct mia_fold *fold, const struct mia_event *event, struct mia_error *err);
	/* Takes notice of a reject, as a copy; may be NULL. Called once for each,
	 * with `last` set. */
	enum mia_status (
		*reject)(struct mia_fold *fold, const struct mia_reject *reject, struct mia_error *err);
	/* Takes everything of `from`, of the same kind, which may only be freed after. */
	enum mia_status (*merge)(struct mia_fold *fold, struct mia_fold *from, struct mia_error *err);
	/* Removes repeats and brings everything into an order that does not depend on
	 * the order in which events came. Called once; after it the fold is never
	 * changed, and any number of threads may read it. */
	enum mia_status (*seal)(struct mia_fold *fold, struct mia_error *err);
	/* Releases the fold, in whatever state it is. Never fails. */
	void (*free)(struct mia_fold *fold);
	/*
	 * A fold may leave out what is seldom needed, if the evidence can be read
	 * again. mia_load then calls may_leave_out before the first add, and
	 * wants_more after the last merge; where that is true, every event is
	 * added once more (which changes nothing that is known) after
	 * may_leave_out(fold, 0), on the calling thread. Both NULL, or both set.
	 */
	void (*may_leave_out)(struct mia_fold *fold, int may);
	int (*wants_more)(const struct mia_fold *fold);
	/* True: mia_load fills event->raw, which takes a third of the time again
	 * where the evidence is CSV. It does so for all its folds, or for none. */
	int wants_raw;
	/* True: this fold does not read event->content. Where that is so of all its
	 * folds mia_load leaves it 0 and saves to hash what the records say; a fold
	 * that says nothing (0) finds it filled, beside whatever other folds. */
	int without_content;
	/*
	 * Tells how many threads the load has, 1 or more, that of the caller among
	 * them; may be NULL. mia_load calls it once for each of the caller's folds,
	 * before spawn and before the first add. merge and seal run when all other
	 * threads have ended: a fold may then use as many for a part of its own work,
	 * and what it makes must not depend on how many. It has ended them when it
	 * answers. A fold that is never told, since it is fed by hand, uses one.
	 */
	void (*may_use_threads)(struct mia_fold *fold, unsigned threads);
	/* Whether the fold looks at the items of this event (event->items, and those of
	 * event->bind and event->sync), which is given without them: a hint, asked before
	 * `add` where they are not at hand (mia_store_use). If no fold of the load wants
	 * them, `add` gets the event with no items. NULL: it wants those of every event. */
	int (*wants_items)(struct mia_fold *fold, const struct mia_event *event);
};

/* The first member of every fold. Begin with `fold->base = (struct mia_fold){
 * &ops, 0 };` (all else 0). */
struct mia_fold {
	const struct mia_fold_ops *ops;
	int sealed; /* set by mia_load and mia_fold_seal; not to be written by a fold */
};

/*
 * A set of record keys (event->key), for authors of folds: half of a fold is to
 * know a record again. Used by one thread at a time. It has no order, so nothing
 * in it can make a result depend on the order in which events came.
 */
struct mia_key_set;
/* An empty set. Returns the usual statuses. */
MIA_API enum mia_status mia_key_set_new(struct mia_key_set **ret, const struct mia_allocator *allocator,
	struct mia_error *err);
MIA_API void mia_key_set_free(struct mia_key_set *set);
/* Adds a copy of the 16 bytes at `key`. *is_new becomes 1 where they were not in
 * the set, else 0; is_new may be NULL. Returns the usual statuses; after
 * MIA_ERR_MEMORY the set is as it was and may be used. */
MIA_API enum mia_status mia_key_set_add(struct mia_key_set *set, const unsigned char *key, int *is_new,
	struct mia_error *err);
/* True if the 16 bytes at `key` are in the set. */
MIA_API int mia_key_set_has(const struct mia_key_set *set, const unsigned char *key);
/* How many different keys are in the set; 0 for NULL. */
MIA_API size_t mia_key_set_count(const struct mia_key_set *set);
/* Adds every key of `from`, which stays as it is. Returns the usual statuses;
 * after MIA_ERR_MEMORY a part of the keys may have been added. */
MIA_API enum mia_status mia_key_set_merge(struct mia_key_set *set, const struct mia_key_set *from,
	struct mia_error *err);

#ifdef __cplusplus
}
#endif

#endif
