/*
 * Throttling suspected: a mailbox has 1000 bind records or more within 24
 * hours, then none for 20 hours, and no record at their end says IsThrottled
 * true: one that says so earlier or later leaves a part of the silence unsaid.
 *
 * The threshold is that of throttling [MS] "Use MailItemsAccessed to
 * investigate compromised accounts": more than 1000 MailItemsAccessed records
 * in less than 24 hours. That a sudden end is a sign of it even where the
 * record that says so is missing (outside the export, or masked) is
 * [INFERRED]; so are the 20 hours: throttling lasts 24, and binds that arrive
 * late or are aggregated may shorten what one sees of it.
 *
 * Binds alone are counted, since syncs are not throttled. The evidence must go
 * on, in this mailbox or another: else the end of the export explains the
 * silence. The span ends with the next bind, at most 24 hours after the last; it is 14
 * hours longer on both sides where the zone of that one's time is not known.
 * That no span is found proves nothing: Microsoft may change the threshold.
 */
#include "base/text.h"
#include "coverage/coverage.h"

#define THRESHOLD 1000
#define WINDOW DAY
#define QUIET (20 * HOUR)
#define LASTS DAY
/* A bind record stands for up to two minutes. */
#define AT_THE_END (2 * MINUTE)

/* The times of the binds of one box, as numbers of records. */
struct binds {
	uint32_t *v;
	size_t count;
};

static bool
says_throttled(const struct mia_coverage *c, size_t box, mia_time last)
{
	const struct coverage_run *run = &c->runs[box];

	for (size_t i = run->start; i < run->start + run->count; i++)
		if (c->records[i].throttled == MIA_YES &&
			c->records[i].time >= time_plus(last, -AT_THE_END) &&
			c->records[i].time <= time_plus(last, AT_THE_END))
			return true;
	return false;
}

static bool
add_suspected(struct mia_coverage *c, size_t box, size_t in_window, mia_time last, mia_time next,
	bool zone_unknown)
{
	char when[MIA_TIME_TEXT], quiet[SPAN_TEXT];
	mia_time end = time_plus(last, LASTS);
	bool again = next != MIA_TIME_UNKNOWN && next < end;
	mia_time goes_on = next != MIA_TIME_UNKNOWN ? next : c->extent.last;
	struct mia_span span = {
		.start = last,
		.end = again ? next : end,
		.reason = MIA_COVERAGE_THROTTLING_SUSPECTED,
		.blind = MIA_BLIND_BINDS,
		.rule = "throttling-suspected",
		.until_rule = again ? "next bind" : "24 hours",
	};

	mia_time_format(last, when);
	span.detail = mia__coverage_detail(c,
		"%zu bind records in the 24 hours up to %s, then none for %s%s, and no record with "
		"IsThrottled true at their end; throttling begins at more than 1000 in 24 hours and lasts 24 hours",
		in_window, when, next == MIA_TIME_UNKNOWN ? "at least " : "",
		mia__time_span_text(time_between(last, goes_on), quiet));
	if (zone_unknown) {
		span.start = time_plus(span.start, -MIA_ZONE_MOST);
		span.end = time_plus(span.end, MIA_ZONE_MOST);
	}
	return span.detail.ptr && mia__coverage_add_span(c, box, &span);
}

static bool
suspected_box(struct mia_coverage *c, size_t box, const struct binds *binds)
{
	size_t first = 0; /* of the window that ends with bind i */

	for (size_t i = 0; i < binds->count; i++) {
		mia_time time = c->records[binds->v[i]].time;
		mia_time next = i + 1 < binds->count ? c->records[binds->v[i + 1]].time : MIA_TIME_UNKNOWN;
		while (time_between(c->records[binds->v[first]].time, time) >= WINDOW)
			first++;
		if (i + 1 - first < THRESHOLD)
			continue;
		if (time_between(time, next == MIA_TIME_UNKNOWN ? c->extent.last : next) < QUIET)
			continue;
		if (says_throttled(c, box, time))
			continue;
		if (!add_suspected(c, box, i + 1 - first, time, next, c->records[binds->v[i]].zone_unknown))
			return false;
	}
	return true;
}

bool
mia__rule_throttling_suspected(struct mia_coverage *c)
{
	struct binds binds = { .count = 0 };
	size_t cap = 0;
	bool ok = true;

	for (size_t box = 0; ok && box < c->box_count; box++) {
		if (c->boxes[box].binds < THRESHOLD)
			continue;
		binds.count = 0;
		ok = mia__grow(&c->a, &binds.v, &cap, (size_t)c->boxes[box].binds, sizeof(*binds.v));
		for (size_t i = c->runs[box].start; ok && i < c->runs[box].start + c->runs[box].count; i++)
			if (c->records[i].access == MIA_ACCESS_BIND && c->records[i].time != MIA_TIME_UNKNOWN)
				binds.v[binds.count++] = (uint32_t)i;
		ok = ok && suspected_box(c, box, &binds);
	}
	mia__dealloc(&c->a, binds.v, cap, sizeof(*binds.v));
	return ok;
}
