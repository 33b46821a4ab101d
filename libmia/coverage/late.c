/*
 * Rule: the last hours before an export are not complete.
 *
 * Source: records of Exchange reach the log 60 to 90 minutes late as a rule, up
 * to 24 hours, without a guarantee [MS, Search the audit log].
 *
 * Limits. Where --exported does not state the time of the export, the last
 * record stands in for it: a quiet night makes the export older than it was,
 * and the span lies too early. So does every record that none follows for a week: else one
 * record of a far time would take the span away. Of several exports without such a
 * gap only the latest has a span; what an earlier one missed may stand in the later one. Where the zone of the last
 * record's time is not known, both sides are 14 hours longer.
 */
#include "coverage/rules.h"

static bool
add_late(struct mia_coverage *c, mia_time first, mia_time export, mia_time slack, const char *how)
{
	struct mia_span span = {
		.start = time_plus(first, -DAY - slack),
		.end = time_plus(export, slack),
		.reason = MIA_COVERAGE_LATE,
		.blind = MIA_BLIND_BINDS | MIA_BLIND_SYNCS,
		.rule = "late-records",
		.until_rule = "time of the export",
		.detail = mia__coverage_detail(c,
			"records reach the log 60 to 90 minutes late, up to 24 hours; the time of the export is %s%s",
			how, slack ? ", of a zone that is not known" : ""),
	};
	return span.detail.ptr && mia__coverage_add_span(c, NO_BOX, &span);
}

/* Beyond these all that is left is one span: an attacker decides how many there are. */
enum { HOLES_MOST = 16 };

/* Where no record follows for a week, an export may have been made. */
static bool
late_before_holes(struct mia_coverage *c)
{
	mia_time slack = 0;
	bool ok = true;

	for (size_t i = 0; i < c->source_count; i++)
		slack = c->sources[i].zone_unknown ? MIA_ZONE_MOST : slack;
	for (size_t i = 0; ok && i < c->hole_count; i++) {
		size_t last = i + 1 == HOLES_MOST ? c->hole_count - 1 : i;
		ok = add_late(c, c->holes[i].start, c->holes[last].start, slack,
			"not stated; no record follows for more than 7 days, so it may have been then");
		i = last;
	}
	return ok;
}

bool
mia__rule_late(struct mia_coverage *c)
{
	bool stated = c->options.exported_until != MIA_TIME_UNKNOWN;
	mia_time export = stated ? c->options.exported_until : c->extent.last;

	if (export == MIA_TIME_UNKNOWN)
		return true;
	return add_late(c, export, export, stated ? 0 : mia__extent_slack(c, export),
		       stated ? "stated" : "not stated and assumed to be that of the last record") &&
		(stated || late_before_holes(c));
}
