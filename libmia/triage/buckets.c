/* How often: the span of the events in equal parts that a person can name. */
#include "triage/tally.h"

/* An hour, a day, a week, four weeks, and longer ones for evidence with wild dates. */
static mia_time
width_for(mia_time span)
{
	static const int64_t hours[] = { 1, 24, 7 * 24, 28 * 24, 364 * 24, 3640 * 24 };
	size_t i = 0;

	while (i + 1 < sizeof(hours) / sizeof(*hours) &&
		span / (hours[i] * 3600 * MIA_TIME_SECOND) >= MIA_TRIAGE_BUCKETS - 1)
		i++;
	return hours[i] * 3600 * MIA_TIME_SECOND;
}

void
mia__triage_fill_buckets(struct tally *y)
{
	struct mia_triage_sums *sums = &y->t->sums;

	if (y->timed == 0)
		return;
	mia_time first = y->t->records[y->by_time[0]].time;
	mia_time last = y->t->records[y->by_time[y->timed - 1]].time;
	sums->bucket_width = width_for(last - first);
	/* From a whole hour, day or week (Monday, since 1970-01-01 was a Thursday) on. */
	mia_time origin = -3 * 86400 * MIA_TIME_SECOND, width = sums->bucket_width;
	mia_time from = first - ((first - origin) % width + width) % width;
	for (size_t i = 0; i < y->timed; i++) {
		const struct noted *r = &y->t->records[y->by_time[i]];
		size_t at = (size_t)((r->time - from) / width);

		if (at >= MIA_TRIAGE_BUCKETS)
			at = MIA_TRIAGE_BUCKETS - 1;
		if (at >= sums->bucket_count)
			sums->bucket_count = at + 1;
		sums->buckets[at].events++;
		sums->buckets[at].binds += r->deed == DEED_BIND;
		sums->buckets[at].syncs += r->deed == DEED_SYNC;
	}
	for (size_t i = 0; i < sums->bucket_count; i++)
		sums->buckets[i].from = from + (mia_time)i * width;
}
