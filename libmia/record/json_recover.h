/*
 * Where a JSON value is broken, and where reading goes on behind it.
 */
#ifndef MIA_RECORD_JSON_RECOVER_H
#define MIA_RECORD_JSON_RECOVER_H

#include "record/framing.h"

/*
 * Behind the place where a record broke: the line on which the next one (or
 * the end of the array) begins. 0: not in the buffer.
 */
size_t mia__json_next_start(const struct framer *f, const struct batch *batch, size_t bad, bool at_end);

/* Inside a table's rows: how many columns they have; else 0. */
size_t mia__json_row_columns(const struct framer *f);
/*
 * Where reading goes on behind damage that begins at `from` and was noticed at
 * `bad`: at the next record that is whole and shows itself as one, or at the line
 * above, whichever is first. 0: not in the buffer.
 */
size_t mia__json_resume(struct framer *f, const struct batch *batch, size_t from, size_t bad, bool at_end);
/* The first whole record from `from` on and before `to`; `to`: none; SIZE_MAX: more bytes are needed. */
size_t mia__json_whole_record(struct framer *f, const struct batch *batch, size_t from, size_t to,
	bool at_end);

#endif
