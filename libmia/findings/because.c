/* Why access cannot be excluded, and what would settle it: a text for each rule
 * of coverage (docs/rules.md), else for its reason. */
#include "findings/wording.h"

/* `nameless`: of a mailbox that the record does not name. */
static const struct {
	const char *rule;
	enum text_id why, nameless;
} rules[] = {
	{ "throttled", T_WHY_THROTTLED, T_WHY_THROTTLED_SOMEWHERE },
	{ "throttling-not-stated", T_WHY_THROTTLING_NOT_STATED, T_WHY_THROTTLING_NOT_STATED },
	{ "asked-between", T_WHY_BETWEEN, T_WHY_BETWEEN },
	{ "no-access-records", T_WHY_NO_RECORDS, T_WHY_NO_RECORDS },
	{ "no-access-records-yet", T_WHY_NO_RECORDS_YET, T_WHY_NO_RECORDS_YET },
	{ "syncs-filtered", T_WHY_SYNCS_FILTERED, T_WHY_SYNCS_FILTERED },
	{ "licence", T_WHY_LICENCE, T_WHY_LICENCE },
	{ "audit-enabled", T_WHY_AUDIT_ENABLED, T_WHY_AUDIT_ENABLED_SOMEWHERE },
	{ "audit-actions", T_WHY_AUDIT_ACTIONS, T_WHY_AUDIT_ACTIONS_SOMEWHERE },
	{ "audit-bypass", T_WHY_BYPASS_SOMEBODY, T_WHY_BYPASS_SOMEBODY },
	{ "audit-disabled", T_WHY_AUDIT_DISABLED, T_WHY_AUDIT_DISABLED },
	{ "ingestion-off", T_WHY_INGESTION_OFF, T_WHY_INGESTION_OFF },
	{ "readiness-audit-disabled", T_WHY_READINESS_DISABLED, T_WHY_READINESS_DISABLED },
	{ "readiness-ingestion-off", T_WHY_READINESS_OFF, T_WHY_READINESS_OFF },
	{ "readiness-mailbox", T_WHY_READINESS_MAILBOX, T_WHY_READINESS_MAILBOX },
	{ "readiness-bypass", T_WHY_BYPASS_SOMEBODY, T_WHY_BYPASS_SOMEBODY },
	{ "first-opt-in", T_WHY_FIRST_OPT_IN, T_WHY_FIRST_OPT_IN },
	{ "passed-over", T_WHY_PASSED_OVER, T_WHY_PASSED_OVER },
	{ "more-records", T_WHY_MORE_RECORDS, T_WHY_MORE_RECORDS },
	{ "input-changed", T_WHY_INPUT_CHANGED, T_WHY_INPUT_CHANGED },
	{ "retention", T_WHY_RETENTION, T_WHY_RETENTION },
};

static const enum text_id reasons[MIA_COVERAGE_REASON_COUNT] = {
	[MIA_COVERAGE_COVERED] = T_WHY_BLIND,
	[MIA_COVERAGE_THROTTLED] = T_WHY_THROTTLED,
	[MIA_COVERAGE_THROTTLING_SUSPECTED] = T_WHY_THROTTLING_SUSPECTED,
	[MIA_COVERAGE_NOT_LOGGED] = T_WHY_NOT_LOGGED,
	[MIA_COVERAGE_AUDITING_OFF] = T_WHY_AUDITING_OFF,
	[MIA_COVERAGE_BEFORE_EVIDENCE] = T_WHY_BEFORE,
	[MIA_COVERAGE_AFTER_EVIDENCE] = T_WHY_AFTER,
	[MIA_COVERAGE_SILENCE] = T_WHY_SILENCE,
	[MIA_COVERAGE_CUT_SHORT] = T_WHY_CUT_SHORT,
	[MIA_COVERAGE_REJECTED] = T_WHY_REJECTED,
	[MIA_COVERAGE_LATE] = T_WHY_LATE,
};

/* What never was logged nothing brings back: no cure is named. */
static const struct {
	enum text_id why, cure;
} cures[] = {
	{ T_WHY_SYNCS_FILTERED, T_CURE_FILTERED },
	{ T_WHY_NO_RECORDS, T_CURE_NO_RECORDS },
	{ T_WHY_NO_RECORDS_YET, T_CURE_NO_RECORDS },
	{ T_WHY_NOT_LOGGED, T_CURE_NO_RECORDS },
	{ T_WHY_LICENCE, T_CURE_CONFIGURATION },
	{ T_WHY_AUDIT_ENABLED, T_CURE_CONFIGURATION },
	{ T_WHY_AUDIT_ENABLED_SOMEWHERE, T_CURE_CONFIGURATION },
	{ T_WHY_AUDIT_ACTIONS, T_CURE_CONFIGURATION },
	{ T_WHY_AUDIT_ACTIONS_SOMEWHERE, T_CURE_CONFIGURATION },
	{ T_WHY_AUDIT_DISABLED, T_CURE_CONFIGURATION },
	{ T_WHY_BEFORE, T_CURE_EXPORT_TIME },
	{ T_WHY_AFTER, T_CURE_EXPORT_TIME },
	{ T_WHY_BETWEEN, T_CURE_EXPORT_TIME },
	{ T_WHY_THROTTLING_NOT_STATED, T_CURE_ORIGINAL },
	{ T_WHY_SILENCE, T_CURE_EXPORT_AGAIN },
	{ T_WHY_CUT_SHORT, T_CURE_EXPORT_AGAIN },
	{ T_WHY_MORE_RECORDS, T_CURE_NEXT_PAGES },
	{ T_WHY_INPUT_CHANGED, T_CURE_READ_AGAIN },
	{ T_WHY_PASSED_OVER, T_CURE_UNPACK },
	{ T_WHY_REJECTED, T_CURE_ORIGINAL },
	{ T_WHY_LOST, T_CURE_ORIGINAL },
	{ T_WHY_LATE, T_CURE_EXPORT_LATER },
	{ T_WHY_NO_RULE, T_CURE_STATE },
};

enum text_id
mia__why_of_span(const struct mia_span *span)
{
	bool nameless = span->mailbox.len == 0 && span->mailbox_guid.len == 0;

	if (span->actor.len)
		return T_WHY_BYPASS;
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (strcmp(span->rule, rules[i].rule) == 0)
			return nameless ? rules[i].nameless : rules[i].why;
	return span->reason < MIA_COVERAGE_REASON_COUNT ? reasons[span->reason] : T_WHY_BLIND;
}

void
mia__why_into(struct buf *out, enum mia_language language, enum text_id why, struct mia_text actor)
{
	const struct mia_text places[9] = { actor };

	mia__said_into(out, language, why, 0, places);
}

enum text_id
mia__cure_of(enum text_id why)
{
	for (size_t i = 0; i < sizeof(cures) / sizeof(*cures); i++)
		if (cures[i].why == why)
			return cures[i].cure;
	return TEXTS;
}
