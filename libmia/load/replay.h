/*
 * An evidence whose events come from elsewhere than its bytes: from what an
 * earlier reading of the same bytes kept (store/). mia_load asks it instead of
 * the sources; everything else of a load stays as it is.
 */
#ifndef MIA_LOAD_REPLAY_H
#define MIA_LOAD_REPLAY_H

#include <mia/evidence.h>

struct mia_evidence;

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

#endif
