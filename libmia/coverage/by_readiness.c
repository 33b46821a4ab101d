/*
 * Rule: what exports of the configuration say was not logged.
 *
 * Sources: "Manage mailbox auditing" and Get-AdminAuditLogConfig [MS]; what
 * follows from each cell is decided in readiness.c. UnifiedAuditLogFirstOptInDate
 * bounds the unified log from below [INFERRED].
 *
 * Limits. A configuration is exported at one time, often after the incident and
 * after something was changed; since when it held is not in it. So the evidence
 * goes first: where records show that something was logged, the span begins
 * behind the last of them. Of an access the tables do not keep the logon type:
 * where some types only are said to be off, records cannot contradict that, and
 * the span reaches over all time.
 */
#include "base/text.h"
#include "coverage/rules.h"

#define LATER "so says the export of the configuration, which may have been made after the incident"

static bool
add(struct mia_coverage *c, size_t box, struct mia_span span)
{
	span.blind = MIA_BLIND_BINDS | MIA_BLIND_SYNCS;
	span.until_rule = "";
	return span.detail.ptr && mia__coverage_add_span(c, box, &span);
}

static bool
of_mailbox_auditing(const struct coverage_record *record)
{
	return record->mailbox_op;
}

/* As in auditing_off.c: a mailbox's own log has neither. */
static bool
of_unified_log(const struct coverage_record *record)
{
	return record->record_type50 || record->mailbox == NO_MAILBOX;
}

static mia_time
last_shown(const struct mia_coverage *c, bool (*shows)(const struct coverage_record *record))
{
	mia_time last = MIA_TIME_UNKNOWN;

	/* An unknown time is less than any other. */
	for (size_t i = 0; i < c->record_count; i++)
		if (c->records[i].time > last && shows(&c->records[i]))
			last = c->records[i].time;
	return last;
}

static bool
tell_switch(struct mia_coverage *c, const char *rule, const char *what,
	bool (*shows)(const struct coverage_record *record))
{
	mia_time last = last_shown(c, shows);
	char text[MIA_TIME_TEXT];
	struct mia_span span = {
		.start = mia__behind_moment(last),
		.end = MIA_TIME_UNKNOWN,
		.reason = MIA_COVERAGE_AUDITING_OFF,
		.rule = rule,
	};

	mia_time_format(last, text);
	span.detail = last == MIA_TIME_UNKNOWN
		? mia__coverage_detail(c, "%s: " LATER, what)
		: mia__coverage_detail(c, "%s: " LATER "; records show that it was on until %s", what, text);
	return add(c, NO_BOX, span);
}

bool
mia__readiness_tell_tenant(struct mia_coverage *c, const struct mia_readiness_tenant *tenant)
{
	if (tenant->audit_disabled == MIA_YES &&
		!tell_switch(c, "readiness-audit-disabled", "AuditDisabled of the organisation is True",
			of_mailbox_auditing))
		return false;
	if (tenant->ingestion_enabled == MIA_NO &&
		!tell_switch(c, "readiness-ingestion-off", "UnifiedAuditLogIngestionEnabled is False",
			of_unified_log))
		return false;
	if (tenant->first_opt_in == MIA_TIME_UNKNOWN)
		return true;
	return add(c, NO_BOX,
		(struct mia_span){
			.start = MIA_TIME_UNKNOWN,
			.end = tenant->first_opt_in,
			.reason = MIA_COVERAGE_AUDITING_OFF,
			.rule = "first-opt-in",
			.detail = mia__coverage_detail(c,
				"UnifiedAuditLogFirstOptInDate: the unified log of the organisation begins here"),
		});
}

/* " because of licence and customised set" */
static bool
write_reasons(struct buf *b, struct mia_texts reasons)
{
	for (size_t i = 0; i < reasons.count; i++) {
		mia__buf_str(b, i == 0 ? " because of " : i + 1 == reasons.count ? " and " : ", ");
		mia__buf_text(b, reasons.ptr[i]);
	}
	return !b->failed;
}

/* "s owner, delegate and admin" */
static void
write_logons(struct buf *b, const struct mia_readiness_mailbox *m)
{
	const enum mia_known known[] = { m->owner, m->delegate, m->admin };
	static const char *const names[] = { "owner", "delegate", "admin" };
	int left = (known[0] == MIA_NO) + (known[1] == MIA_NO) + (known[2] == MIA_NO);

	for (size_t i = 0; i < 3; i++) {
		if (known[i] != MIA_NO)
			continue;
		left--;
		mia__buf_str(b, b->len == 0 ? left ? "s " : " " : left ? ", " : " and ");
		mia__buf_str(b, names[i]);
	}
}

/* Something was set; a licence or the kind of mailbox was not. */
static enum mia_coverage_reason
reason_of(struct mia_texts reasons)
{
	static const char *const set[] = {
		"auditing off",
		"ingestion off",
		"bypass",
		"mailbox switch",
		"customised set",
		"not listed",
	};

	for (size_t i = 0; i < reasons.count; i++)
		if (TEXT_IS_ONE_OF(reasons.ptr[i], set))
			return MIA_COVERAGE_AUDITING_OFF;
	return MIA_COVERAGE_NOT_LOGGED;
}

/* What holds for every mailbox has a span of the tenant. */
static bool
told_of_tenant(struct mia_texts reasons)
{
	static const char *const tenant[] = { "auditing off", "ingestion off" };

	for (size_t i = 0; i < reasons.count; i++)
		if (!TEXT_IS_ONE_OF(reasons.ptr[i], tenant))
			return false;
	return reasons.count > 0;
}

static struct mia_text
logging_detail(struct mia_coverage *c, const struct buf *logons, const struct buf *why, mia_time last,
	bool all)
{
	char text[MIA_TIME_TEXT];
	const char *records = "";

	mia_time_format(last, text);
	if (last != MIA_TIME_UNKNOWN)
		records = all
			? "; records of it stand in the evidence, the last of "
			: "; records of it stand in the evidence, of other logon types or from before, the last of ";
	return mia__coverage_detail(c,
		"MailItemsAccessed is not logged for logon type%.*s%.*s: " LATER "%s%s", (int)logons->len,
		logons->ptr, (int)why->len, why->len ? why->ptr : "", records, text);
}

static bool
tell_logging(struct mia_coverage *c, size_t box, const struct mia_readiness_mailbox *m)
{
	bool all = m->owner == MIA_NO && m->delegate == MIA_NO && m->admin == MIA_NO;
	mia_time last = box == NO_BOX ? MIA_TIME_UNKNOWN : c->boxes[box].last_access_record;
	struct mia_span span = {
		.mailbox = m->mailbox,
		.mailbox_guid = m->guid,
		.start = all ? mia__behind_moment(last) : MIA_TIME_UNKNOWN,
		.end = MIA_TIME_UNKNOWN,
		.reason = reason_of(m->reasons),
		.rule = "readiness-mailbox",
	};
	struct buf logons, why;

	mia__buf_init(&logons, &c->a);
	mia__buf_init(&why, &c->a);
	write_logons(&logons, m);
	bool ok = write_reasons(&why, m->reasons) && !logons.failed;
	if (ok)
		span.detail = logging_detail(c, &logons, &why, last, all);
	ok = ok && add(c, box, span);
	mia__buf_release(&logons);
	mia__buf_release(&why);
	return ok;
}

bool
mia__readiness_tell_mailbox(struct mia_coverage *c, const struct mia_readiness_mailbox *m)
{
	size_t box = mia__coverage_find_box(c, m->guid);

	if (box == NO_BOX)
		box = mia__coverage_find_box(c, m->mailbox);
	if (m->bypass == MIA_YES && m->mailbox.ptr &&
		!add(c, NO_BOX,
			(struct mia_span){
				.actor = box == NO_BOX ? m->mailbox : c->boxes[box].mailbox,
				.start = MIA_TIME_UNKNOWN,
				.end = MIA_TIME_UNKNOWN,
				.reason = MIA_COVERAGE_AUDITING_OFF,
				.rule = "readiness-bypass",
				.detail = mia__coverage_detail(c,
					"AuditBypassEnabled is True for this account: " LATER),
			}))
		return false;
	if ((m->owner != MIA_NO && m->delegate != MIA_NO && m->admin != MIA_NO) || told_of_tenant(m->reasons))
		return true;
	/* A span that names nothing would speak of the whole tenant. */
	return (box == NO_BOX && !m->mailbox.ptr) || tell_logging(c, box, m);
}

bool
mia__rule_readiness(struct mia_coverage *c)
{
	const struct mia_readiness *readiness = c->options.readiness;

	if (!readiness)
		return true;
	if (!mia__readiness_tell_tenant(c, mia_readiness_tenant(readiness)))
		return false;
	for (size_t i = 0; i < mia_readiness_count(readiness); i++)
		if (!mia__readiness_tell_mailbox(c, mia_readiness_get(readiness, i)))
			return false;
	return true;
}
