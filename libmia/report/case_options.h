/* What a caller says of a case, as this library knows it. */
#ifndef MIA_REPORT_CASE_OPTIONS_H
#define MIA_REPORT_CASE_OPTIONS_H

#include <mia/case.h>

/* MIA_ERR_ARGUMENT where there is no case, or one whose size breaks the rule of
 * base.h. */
enum mia_status mia__case_take(struct mia_case *own, const struct mia_case *c, struct mia_error *err);

/* When the case was made; unknown: it does not say, or no calendar has it. */
mia_time mia__case_made(const struct mia_case *c);

#endif
