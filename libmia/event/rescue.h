/*
 * The second reading of a record, where the first found no body: flattened,
 * wrapped in what nobody announced, in other case, under any column. Nothing
 * that the first reading found is overruled.
 */
#ifndef MIA_EVENT_RESCUE_H
#define MIA_EVENT_RESCUE_H

#include "event/parse.h"

/* Whether what was read by names that are known is less than a record of its
 * operation has. */
bool mia__rescue_wanted(const struct decoder *d, struct mia_text record);
/* Whether the names of members stand in it that only records of access have. */
bool mia__rescue_speaks_of_access(struct mia_text record);
/* Whether a folder or item was found. */
bool mia__rescue_has_body(const struct decoder *d);
/* The first value of either slot that is there. */
struct mia_text mia__rescue_first(const struct decoder *d, enum slot a, enum slot b);
/* text: the record, or the row of this header. MIA_OK or MIA_ERR_MEMORY. */
enum mia_status mia__rescue(struct decoder *d, struct mia_text text, const struct csv_header *header);

#endif
