/*
 * Bytes of the evidence on a terminal, line by line, controls escaped: for what is written exactly
 * elsewhere (CSV, a load file, a record as it stands).
 */
#ifndef MIA_TOOLS_SCREEN_H
#define MIA_TOOLS_SCREEN_H

#include <mia/base.h>

struct screen {
	char held[4096];
	size_t len;
	char last; /* the byte that was shown last */
};

/* What is whole of the bytes goes to write, the rest is held; not 0: write refused. */
int screen_write(struct screen *screen, mia_write_fn *write, void *ctx, const void *bytes, size_t size);
/* The rest, and the end of its line. */
int screen_end(struct screen *screen, mia_write_fn *write, void *ctx);

#endif
