/* Defaults of a case, and the rule for its size. */
#include "report/case_options.h"

#include "base/error.h"

static const struct mia_case defaults = { .size = sizeof(defaults), .made = MIA_CASE_NO_TIME };

#undef mia_case_init
void
mia_case_init(struct mia_case *c, size_t size)
{
	mia__options_init(c, size, &defaults, sizeof(defaults));
}

enum mia_status
mia__case_take(struct mia_case *own, const struct mia_case *c, struct mia_error *err)
{
	*own = defaults;
	if (c == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no case");
	return mia__options_take(own, sizeof(*own), c, "mia_case", err);
}
