/* Bytes on their way out, gathered into large writes. Failure is sticky:
 * write everything, ask once. Nothing here allocates. */
#ifndef MIA_FORMAT_SINK_H
#define MIA_FORMAT_SINK_H

#include <stdbool.h>

#include <mia/base.h>

#define SINK_BYTES 65536

struct sink {
	mia_write_fn *write;
	void *ctx;
	size_t len;
	bool failed;
	char bytes[SINK_BYTES];
};

void mia__sink_init(struct sink *sink, mia_write_fn *write, void *ctx);
void mia__sink_add(struct sink *sink, const void *bytes, size_t size);
void mia__sink_text(struct sink *sink, struct mia_text text);
void mia__sink_str(struct sink *sink, const char *text);
void mia__sink_byte(struct sink *sink, char byte);
void mia__sink_uint(struct sink *sink, uint64_t number);
void mia__sink_int(struct sink *sink, int64_t number);
/* "2026-03-04T09:52:33.000000" and the zone behind it; 1970 for an unknown time. */
void mia__sink_micro_time(struct sink *sink, mia_time time, const char *zone);
/* The floor of time divided by unit (in 100 ns). */
int64_t mia__time_floor(mia_time time, int64_t unit);
void mia__sink_blanks(struct sink *sink, size_t count);
/* Hands over what is left. MIA_ERR_SINK if any write was refused. */
enum mia_status mia__sink_finish(struct sink *sink, struct mia_error *err);

#endif
