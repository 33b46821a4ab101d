/*
 * An evidence whose events come from elsewhere than its bytes: from what an
 * earlier reading of the same bytes kept (store/). mia_load asks it instead of
 * the sources; everything else of a load stays as it is.
 */
#ifndef MIA_LOAD_REPLAY_H
#define MIA_LOAD_REPLAY_H

#include <stdbool.h>

#include <mia/load.h>

struct replay {
	/* Fills the books of the sources. Called once, before anything is read. */
	void (*begin)(void *ctx, struct mia_evidence *evidence);
	/* From the first event on again, by readers that are opened after it. */
	void (*rewind)(void *ctx);
	/* A reader for one thread; all readers together give each event once. */
	enum mia_status (*open)(void *ctx, void **ret, struct mia_error *err);
	/* MIA_OK: *event, without its items, until the next call; MIA_REJECTED: *reject,
	 * without its bytes; MIA_END; < 0. */
	enum mia_status (*next)(void *reader, const struct mia_event **event,
		const struct mia_reject **reject, struct mia_error *err);
	/* Puts the items of the event at hand into it. */
	enum mia_status (*fill)(void *reader, struct mia_error *err);
	void (*close)(void *reader);
	void *ctx; /* NULL: the evidence is read */
};

/* What becomes of events; the functions answer false to stop. */
struct replay_into {
	struct mia_fold *const *folds; /* asked whether they want items */
	size_t fold_count;
	bool (*take)(void *ctx, const struct mia_event *event, const struct mia_reject *reject); /* either */
	bool (*go_on)(void *ctx, uint64_t decoded, uint64_t rejected); /* every few thousand rows */
	void *ctx;
};

/* replay.c. Before a load: an evidence that is replayed fills its books; one of whose
 * folds wants what no replay has is read. */
void mia__replay_begin(struct mia_evidence *evidence, struct mia_fold *const *folds, size_t fold_count);
/* One thread's share. MIA_OK at the end, or when it was stopped; < 0. */
enum mia_status mia__replay(const struct replay *replay, const struct replay_into *into,
	struct mia_error *err);
/* All of it once more, into one fold. */
enum mia_status mia__replay_again(const struct replay *replay, struct mia_fold *fold,
	const struct mia_cancel *cancel, struct mia_error *err);

#endif
