/* The evidence read a second time for a fold that left out what it then needed. */
#ifndef MIA_LOAD_AGAIN_H
#define MIA_LOAD_AGAIN_H

#include <stdbool.h>

#include <mia/load.h>

/* Takes a reject of a source whose bytes were others, or could not be read, the second time; false: stop. */
struct read_again_tell {
	bool (*reject)(void *ctx, const struct mia_reject *reject);
	void *ctx;
};

/*
 * Adds every event once more. Repeats change nothing, and rejects were told already, if the bytes are the
 * same: where they are not, the source is told of once, by INPUT_CHANGED. What such bytes made the fold note
 * stays noted. On one thread; no fold may be sealed yet.
 */
enum mia_status mia__read_again(struct mia_evidence *evidence, struct mia_fold *fold,
	const struct mia_cancel *cancel, const struct read_again_tell *tell, struct mia_error *err);

#endif
