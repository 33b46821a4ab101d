/*
 * Rule: the last hours before an export are not complete.
 *
 * Source: records of Exchange reach the log 60 to 90 minutes late as a rule, up
 * to 24 hours, without a guarantee [MS, Search the audit log].
 *
 * Limits. Where --exported does not state the time of the export, the last
 * record stands in for it: a quiet night makes the export older than it was,
 * and the span lies too early. Of several exports only the latest has a span;
 * what an earlier one missed may stand in the later one. Where the zone of the last
 * record's time is not known, both sides are 14 hours longer.
 */
#include "coverage/rules.h"

bool
mia__rule_late(struct mia_coverage *c)
{
	bool stated = c->options.exported_until != MIA_TIME_UNKNOWN;
	mia_time export = stated ? c->options.exported_until : c->extent.last;

	if (export == MIA_TIME_UNKNOWN)
		return true;
	mia_time slack = stated ? 0 : mia__extent_slack(c, export);
	struct mia_span span = {
		.start = time_plus(export, -DAY - slack),
		.end = time_plus(export, slack),
		.reason = MIA_COVERAGE_LATE,
		.blind = MIA_BLIND_BINDS | MIA_BLIND_SYNCS,
		.rule = "late-records",
		.until_rule = "time of the export",
		.detail = mia__coverage_detail(c,
			"records reach the log 60 to 90 minutes late, up to 24 hours; the time of the export is %s%s",
			stated ? "stated" : "not stated and assumed to be that of the last record",
			slack ? ", of a zone that is not known" : ""),
	};
	return span.detail.ptr && mia__coverage_add_span(c, NO_BOX, &span);
}
