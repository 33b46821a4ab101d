/* The first and the last of several times. */
#ifndef MIA_BASE_WIDEN_H
#define MIA_BASE_WIDEN_H

#include <mia/base.h>

/* What is unknown widens nothing, and is widened to what is known. */
static inline void
time_widen(mia_time *first, mia_time *last, mia_time t)
{
	if (t == MIA_TIME_UNKNOWN)
		return;
	if (*first == MIA_TIME_UNKNOWN || t < *first)
		*first = t;
	if (*last == MIA_TIME_UNKNOWN || t > *last)
		*last = t;
}

#endif
