#include "base/error.h"

#include <mia/case.h>

enum mia_status
mia_report_xlsx(const struct mia_case *c, const struct mia_allocator *allocator, mia_write_fn *write, void *ctx, struct mia_error *err)
{
	(void)c, (void)allocator, (void)write, (void)ctx;
	return mia_fail(err, MIA_ERR_STATE, "not written yet");
}

int
mia_report_has_xlsx(void)
{
	return 0;
}
