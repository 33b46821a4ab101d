/*
 * Rule: what was asked about lies before or behind what the evidence holds, or
 * had expired when it was exported.
 *
 * Sources: the log is kept 180 days (90 for what was made before October 2023),
 * a year with Audit Premium, ten with an add-on; policies shorten or lengthen
 * it [MS]. Which of these holds is not in the evidence: the analyst states the
 * days. That a log ends at its first and last record if nothing else is known
 * is [INFERRED]; where the zone of that record's time is not known, it is taken to be 14
 * hours later, or earlier.
 *
 * Records that stand more than a week apart do not show what lies between them, if nothing
 * states that the export holds it [INFERRED]: of two exports nobody knows where the one
 * ends, and one record of a far time, which costs nothing to write, would stretch the
 * evidence over years.
 *
 * Limits. A first record is no proof that the export began there, and no
 * record before it no proof that nothing was logged: the detail says which of
 * the two ends was used. Retention counts from the time of the export; a
 * case put together from exports of several days has one time only.
 */
#include "coverage/rules.h"

/* The longest time that fits: more than the log can be kept. */
#define MOST_DAYS 3650000

static bool
known(mia_time t)
{
	return t != MIA_TIME_UNKNOWN;
}

static bool
add(struct mia_coverage *c, struct mia_span span, struct mia_text detail)
{
	span.blind = MIA_BLIND_BINDS | MIA_BLIND_SYNCS;
	span.until_rule = "";
	span.detail = detail;
	return detail.ptr && mia__coverage_add_span(c, NO_BOX, &span);
}

static bool
tell_nothing_held(struct mia_coverage *c)
{
	const struct mia_coverage_options *o = &c->options;
	struct mia_span span = {
		.start = o->since,
		.end = o->until,
		.reason = MIA_COVERAGE_BEFORE_EVIDENCE,
		.rule = "asked-before",
	};

	if (!known(o->since) && !known(o->until))
		return true;
	return add(c, span,
		mia__coverage_detail(c,
			"no record of the evidence has a time, and no range of the export is stated"));
}

static bool
tell_before(struct mia_coverage *c, mia_time from, bool stated)
{
	const struct mia_coverage_options *o = &c->options;
	char text[MIA_TIME_TEXT];
	mia_time slack = stated ? 0 : mia__extent_slack(c, from);
	mia_time end = known(from) ? time_plus(from, slack) : from;
	struct mia_span span = {
		.start = o->since,
		.end = end,
		.reason = MIA_COVERAGE_BEFORE_EVIDENCE,
		.rule = "asked-before",
	};

	if (!known(o->since) || !known(end) || o->since >= end)
		return true;
	if (known(o->until) && o->until < end)
		span.end = o->until;
	mia_time_format(from, text);
	return add(c, span,
		mia__coverage_detail(c,
			stated ? "the export is stated to begin at %s%s"
			       : "the first record is of %s%s; when the export begins is not stated",
			text, slack ? ", of a zone that is not known" : ""));
}

static bool
tell_after(struct mia_coverage *c, mia_time until, bool stated)
{
	const struct mia_coverage_options *o = &c->options;
	char text[MIA_TIME_TEXT];
	mia_time slack = stated ? 0 : mia__extent_slack(c, until);
	mia_time start = known(until) ? time_plus(until, -slack) : until;
	struct mia_span span = {
		.start = start,
		.end = o->until,
		.reason = MIA_COVERAGE_AFTER_EVIDENCE,
		.rule = "asked-after",
	};

	if (!known(o->until) || !known(start) || o->until <= start)
		return true;
	if (known(o->since) && o->since > start)
		span.start = o->since;
	mia_time_format(until, text);
	return add(c, span,
		mia__coverage_detail(c,
			stated ? "the export is stated to end at %s%s"
			       : "the last record is of %s%s; when the export ends is not stated",
			text, slack ? ", of a zone that is not known" : ""));
}

static bool
tell_expired(struct mia_coverage *c, mia_time export, bool stated)
{
	const struct mia_coverage_options *o = &c->options;
	char text[MIA_TIME_TEXT];

	if (o->retention_days <= 0 || o->retention_days > MOST_DAYS || !known(export))
		return true;
	mia_time slack = stated ? 0 : mia__extent_slack(c, export);
	mia_time limit = time_plus(export, slack - o->retention_days * DAY);
	struct mia_span span = {
		.start = o->since,
		.end = limit,
		.reason = MIA_COVERAGE_BEFORE_EVIDENCE,
		.rule = "retention",
	};
	mia_time_format(export, text);
	return add(c, span,
		mia__coverage_detail(c, "the log is stated to be kept %lld day%s, counted from %s (%s)%s",
			(long long)o->retention_days, o->retention_days == 1 ? "" : "s", text,
			stated ? "the stated end of the export"
			       : "the last record; the time of the export is not stated",
			known(c->extent.first) && c->extent.first < limit
				? "; the evidence holds older records all the same, kept longer or exported earlier"
				: ""));
}

/* Beyond these the holes that are left are one span: an attacker decides how many there are. */
enum { HOLES_MOST = 16 };

static bool
add_hole(struct mia_coverage *c, mia_time start, mia_time end, bool several)
{
	const struct mia_coverage_options *o = &c->options;
	char from[MIA_TIME_TEXT], until[MIA_TIME_TEXT];
	struct mia_span span = {
		.start = known(o->since) && o->since > start ? o->since : start,
		.end = known(o->until) && o->until < end ? o->until : end,
		.reason = MIA_COVERAGE_SILENCE,
		.rule = "asked-between",
	};

	if (span.start >= span.end)
		return true;
	mia_time_format(start, from);
	mia_time_format(end, until);
	return add(c, span,
		mia__coverage_detail(c,
			several ? "between %s and %s records of the evidence stand more than 7 days apart many "
				  "times; what the export holds there is not stated"
				: "no record of the evidence lies between %s and %s, which is more than 7 days; "
				  "that the export holds this time is not stated",
			from, until));
}

/* A record of a far time would else stretch what the evidence holds over years. */
static bool
tell_holes(struct mia_coverage *c)
{
	const struct mia_coverage_options *o = &c->options;
	bool asked = known(o->since) || known(o->until), ok = true;
	mia_time slack = 0;

	if (!asked || (known(o->exported_from) && known(o->exported_until)))
		return true;
	for (size_t i = 0; i < c->source_count; i++)
		slack = c->sources[i].zone_unknown ? MIA_ZONE_MOST : slack;
	for (size_t i = 0; ok && i < c->hole_count; i++) {
		bool rest = i + 1 == HOLES_MOST && c->hole_count > HOLES_MOST;
		size_t last = rest ? c->hole_count - 1 : i;
		ok = add_hole(c, time_plus(c->holes[i].start, -slack), time_plus(c->holes[last].end, slack),
			rest);
		i = last;
	}
	return ok;
}

bool
mia__rule_asked(struct mia_coverage *c)
{
	const struct mia_coverage_options *o = &c->options;
	bool from_stated = known(o->exported_from), until_stated = known(o->exported_until);
	mia_time from = from_stated ? o->exported_from : c->extent.first;
	mia_time until = until_stated ? o->exported_until : c->extent.last;

	if (!known(from) && !known(until))
		return tell_nothing_held(c);
	return tell_before(c, from, from_stated) && tell_after(c, until, until_stated) &&
		tell_expired(c, until, until_stated) && tell_holes(c);
}
