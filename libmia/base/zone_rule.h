/* The rule of a time zone in the words of POSIX: "CET-1CEST,M3.5.0,M10.5.0/3". */
#ifndef MIA_BASE_ZONE_RULE_H
#define MIA_BASE_ZONE_RULE_H

#include <stdbool.h>

#include <mia/base.h>

/* The day `day` (0: Sunday) of the week `week` (5: the last) of a month, and seconds
 * behind its midnight. */
struct zone_change {
	int month, week, day;
	int32_t at;
};
struct zone_rule {
	bool any;                   /* one was stated, in a form that is known here */
	bool summer;                /* there is summer time */
	int32_t standard, daylight; /* seconds east of UTC */
	struct zone_change begin, end;
};

/* any is false where it cannot be understood. */
struct zone_rule mia__zone_rule(struct mia_text text);
/* Seconds east of UTC, at seconds since 1970. */
int32_t mia__zone_rule_at(const struct zone_rule *rule, int64_t seconds);

#endif
