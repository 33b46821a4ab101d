/* Defaults of an ingest, and the rule for the size of its options. */
#include "casefile/ingest_options.h"

#include "base/error.h"

static const struct mia_ingest_options defaults = { .size = sizeof(defaults) };

#undef mia_ingest_options_init
void
mia_ingest_options_init(struct mia_ingest_options *options, size_t size)
{
	mia__options_init(options, size, &defaults, sizeof(defaults));
}

enum mia_status
mia__ingest_options_take(struct mia_ingest_options *own, const struct mia_ingest_options *options,
	struct mia_error *err)
{
	*own = defaults;
	return mia__options_take(own, sizeof(*own), options, "mia_ingest_options", err);
}
