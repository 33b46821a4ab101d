/* The rows of a long table, put together and written on several threads. */
#ifndef MIA_FORMAT_PARTS_H
#define MIA_FORMAT_PARTS_H

#include "format/table.h"

/* How a format writes one row. first: none was written before. */
typedef void write_row(struct sink *sink, const struct table *table, const union cell *row, bool first);

/*
 * All rows of the table, from the first, each by write. Where the table can be
 * parted and is long, that is done on up to `threads` threads; the bytes are the
 * same on any number. joint: by how many bytes at its front a row is longer that is
 * not the first. *any, unless NULL: there was a row. Returns as table->next, but MIA_OK at the end, also where the sink failed.
 */
enum mia_status mia__write_rows(struct sink *sink, const struct table *table, unsigned threads,
	write_row *write, size_t joint, bool *any, struct mia_error *err);

#endif
