/* A libmia that was built without SQLite. */
#include "base/error.h"

#include <mia/casefile.h>

int
mia_casefile_supported(void)
{
	return 0;
}

enum mia_status
mia_casefile_add_to(struct mia_evidence *evidence, const char *path, struct mia_error *err)
{
	(void)evidence, (void)path;
	return mia__fail(err, MIA_ERR_ARGUMENT,
		"this libmia was built without SQLite and knows no case files");
}

enum mia_status
mia_ingest(const char *path, const struct mia_allocator *allocator, struct mia_evidence *evidence,
	const struct mia_ingest_options *options, struct mia_ingest_sums *ret, struct mia_error *err)
{
	(void)path, (void)allocator, (void)evidence, (void)options, (void)ret;
	return mia__fail(err, MIA_ERR_ARGUMENT,
		"this libmia was built without SQLite and knows no case files");
}
