/* Bounded decimal text <-> integer; no locale, no strtol. */
#ifndef MIA_BASE_NUMBER_H
#define MIA_BASE_NUMBER_H

#include <stdbool.h>

#include <mia/base.h>

/* Optional sign, digits, optional fraction and exponent, as tools write whole
 * numbers (1156492.00, 2.5E8). false where it is anything else, no whole number
 * ("1,234" may be one or not), or does not fit. */
bool mia__number_parse(struct mia_text t, int64_t *ret);
/* Writes decimal digits (no terminator); out holds 20 bytes; returns how many. */
size_t mia__number_format(uint64_t n, char *out);
/* As people write it, 12,345: `group` (of 3 bytes at most) between each three digits. In room. */
#define NUMBER_TEXT 40
struct mia_text mia__number_grouped(uint64_t n, struct mia_text group, char room[static NUMBER_TEXT]);

/* Numbers that the evidence states add up to the most there is, not to a small
 * one. */
static inline uint64_t
number_sum(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

#endif
