/* What may be missing: the time that an export was asked for or names, and
 * rejects that lose the rest of a source. */
#include <mia/evidence.h>

#include "coverage/rules.h"

mia_time
mia__behind_moment(mia_time t)
{
	return t == MIA_TIME_UNKNOWN ? t : time_plus(t, MIA_TIME_SECOND);
}

mia_time
mia__extent_slack(const struct mia_coverage *c, mia_time time)
{
	for (size_t i = 0; time != MIA_TIME_UNKNOWN && i < c->source_count; i++)
		if (c->sources[i].zone_unknown && (c->sources[i].first == time || c->sources[i].last == time))
			return MIA_ZONE_MOST;
	return 0;
}

/* Such a record and what was stated contradict each other: which of the two is
 * wrong is not known, so that it shows nothing. The audit log writes whole seconds. */
bool
mia__coverage_is_outside(const struct mia_coverage *c, mia_time time)
{
	const struct mia_coverage_options *o = &c->options;

	return time != MIA_TIME_UNKNOWN &&
		((o->exported_from != MIA_TIME_UNKNOWN && time < o->exported_from) ||
			(o->exported_until != MIA_TIME_UNKNOWN &&
				time > mia__behind_moment(o->exported_until)));
}

void
mia__coverage_count_outside(struct mia_coverage *c)
{
	struct mia_coverage_extent *e = &c->extent;

	for (size_t i = 0; i < c->record_count; i++) {
		mia_time time = c->records[i].time;
		/* A time of an unknown zone may lie inside. */
		if (!mia__coverage_is_outside(c, time) ||
			(c->records[i].zone_unknown &&
				!(mia__coverage_is_outside(c, record_earliest(&c->records[i])) &&
					mia__coverage_is_outside(c, record_latest(&c->records[i])))))
			continue;
		e->outside++;
		time_widen(&e->outside_first, &e->outside_last, time);
	}
}

void
mia__missing_range(const struct mia_coverage *c, mia_time first, mia_time last, struct mia_span *span)
{
	span->start = c->options.exported_from;
	span->end = c->options.exported_until;
	if (span->start != MIA_TIME_UNKNOWN && first != MIA_TIME_UNKNOWN && first < span->start)
		span->start = first;
	if (span->end != MIA_TIME_UNKNOWN && mia__behind_moment(last) > span->end)
		span->end = mia__behind_moment(last);
}

bool
mia__reject_of_source(const struct coverage_reject *reject)
{
	return reject->reason >= MIA_REASON_NOT_AN_EXPORT;
}

/* A row without an end, or with too few columns, is the last line of a
 * download that broke off if nothing stands behind it. */
bool
mia__reject_breaks_off(const struct coverage_source *source, const struct coverage_reject *reject)
{
	switch (reject->reason) {
	case MIA_REASON_CUT:
	case MIA_REASON_GZIP_CUT:
	case MIA_REASON_GZIP_DAMAGED:
	case MIA_REASON_GZIP_TRAILING:
	case MIA_REASON_OVER_LIMIT:
	case MIA_REASON_OVER_RATIO:
	case MIA_REASON_CANNOT_READ:
		return true;
	case MIA_REASON_UNCLOSED_QUOTE:
	case MIA_REASON_TOO_FEW_COLUMNS:
		return reject->record == source->records;
	default:
		return false;
	}
}
