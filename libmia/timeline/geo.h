/* Country and network of an address, from the database of the analyst. */
#ifndef MIA_TIMELINE_GEO_H
#define MIA_TIMELINE_GEO_H

#include "base/buf.h"

#include <mia/timeline.h>

/*
 * What the databases know of the address: the country's ISO code; the network
 * as "AS64500 Example", built in scratch. Absent where they know nothing, or
 * something of another type. The texts live until the next call. false: out
 * of memory.
 */
bool mia__geo_find(const struct mia_geo *geo, const struct mia_address *address, struct buf *scratch,
	struct mia_text *country, struct mia_text *network);

#endif
