/*
 * Files that are no export: whether records of access may stand in one all the
 * same, and which are leftovers of other programs.
 */
#ifndef MIA_LOAD_PASSED_OVER_H
#define MIA_LOAD_PASSED_OVER_H

#include <stdbool.h>

#include <mia/base.h>

enum { ACCESS_NAME_MOST = 2 * 17 }; /* bytes that such a name may take */

/* Whether the name of an operation that records access stands in these bytes, in whatever case, as
 * ASCII or as UTF-16. */
bool mia__names_access(struct mia_text bytes);
/* Whether a file of this name is one that Spark, macOS or Windows leaves beside files. */
bool mia__is_leftover(const char *path);

#endif
