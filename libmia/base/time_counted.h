/* Times that are a number: what mia__time_parse_any reads beside dates. */
#ifndef MIA_BASE_TIME_COUNTED_H
#define MIA_BASE_TIME_COUNTED_H

#include <stdbool.h>
#include <stddef.h>

#include <mia/base.h>

/* Digits from *at on, in units of 100 ns; those beyond are passed over. False when there
 * is none. */
bool mia__time_fraction(struct mia_text t, size_t *at, unsigned *fraction);

/* Seconds since 1970 with or without a fraction, whole milli-, micro- or nanoseconds
 * since then, or the days of a spreadsheet. */
bool mia__time_counted(struct mia_text t, mia_time *ret);

#endif
