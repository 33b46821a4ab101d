/* Defaults of a case, the rule for its size, and its date. */
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

mia_time
mia__case_made(const struct mia_case *c)
{
	if (c->made <= INT64_MIN / MIA_TIME_SECOND || c->made >= INT64_MAX / MIA_TIME_SECOND)
		return MIA_TIME_UNKNOWN;
	return c->made * MIA_TIME_SECOND;
}
