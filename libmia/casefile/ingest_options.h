/* What a caller asks of an ingest, as this library knows it. */
#ifndef MIA_CASEFILE_INGEST_OPTIONS_H
#define MIA_CASEFILE_INGEST_OPTIONS_H

#include <mia/casefile.h>

/* options may be NULL: the defaults. MIA_ERR_ARGUMENT: their size breaks the
 * rule of base.h. */
enum mia_status mia__ingest_options_take(struct mia_ingest_options *own,
	const struct mia_ingest_options *options, struct mia_error *err);

#endif
