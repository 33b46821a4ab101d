/*
 * Rows of CSV that are no records: what stands between records, or in front of them. Whoever wrote the
 * evidence chose texts in it, so a row counts as one of these only where no record could look so.
 */
#ifndef MIA_RECORD_CSV_BETWEEN_H
#define MIA_RECORD_CSV_BETWEEN_H

#include "record/framing.h"

/* A blank row, a #TYPE or sep= line, a header (again); of another header its columns count from here on. */
bool mia__csv_is_between(struct framer *f, struct mia_text row);
/* A line in front of the header: a #TYPE or sep= line. */
bool mia__csv_is_preamble(struct mia_text row);

#endif
