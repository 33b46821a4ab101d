/*
 * Cells that are written otherwise than RFC 4180 has it.
 */
#ifndef MIA_RECORD_CSV_ESCAPES_H
#define MIA_RECORD_CSV_ESCAPES_H

#include "record/csv.h"

/* mia__csv_cell for a row that is an array of JSON. */
int mia__json_cell(struct mia_text row, size_t *pos, struct csv_cell *ret);
/* What the cell says, into out (at least its length); returns the length. Not for CSV_DOUBLED. */
size_t mia__csv_unescape(const struct csv_cell *cell, char *out);

#endif
