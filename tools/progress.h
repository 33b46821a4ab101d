/* How far the load is, on standard error. */
#ifndef MIA_TOOLS_PROGRESS_H
#define MIA_TOOLS_PROGRESS_H

#include <time.h>

#include <mia/mia.h>

#include "options/options.h"

struct progress {
	int active;
	int terminal; /* one line, written over; else one line a second */
	int keep;     /* the last line stays */
	size_t width;
	int shown;
	int64_t start, last;    /* milliseconds */
	struct mia_progress at; /* the newest news */
};

void progress_begin(struct progress *progress, const struct options *options);
void progress_show(struct progress *progress, const struct mia_progress *at);
/* What was read in the end. */
void progress_end(struct progress *progress, const struct mia_progress *at);

#endif
