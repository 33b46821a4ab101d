/*
 * Rule: an account is exempted from mailbox auditing.
 *
 * Source: "Manage mailbox auditing", Set-MailboxAuditBypassAssociation [MS]:
 * with AuditBypassEnabled True nothing that this account does is logged, in any
 * mailbox, as owner, delegate or administrator.
 *
 * Limits. The span concerns an account, not a mailbox: its actor is the
 * account as the evidence names its mailbox, else as the record writes it. It
 * ends at the record that sets False, or at the first thing that the account is
 * recorded to have done in a mailbox an hour or more after (it had no effect;
 * within the hour records may still come). For that its name must be an
 * address, as actors are. A bypass that was set before the evidence begins is found only
 * in an export of Get-MailboxAuditBypassAssociation (by_readiness.c). While
 * AuditDisabled of the organisation is True, bypasses are ignored; then nothing
 * is logged at all.
 */
#include "base/text.h"
#include "coverage/rules.h"

/* What Identity says is preferred where it is an address: a scope names actors
 * so, while ObjectId may be a path. */
static struct mia_text
account(const struct mia_coverage *c, const struct coverage_switch *off)
{
	struct mia_text identity =
		text_trim(mia__coverage_change_parameter(c, &c->changes[off->change], "Identity"));

	if (off->target.box != NO_BOX)
		return c->boxes[off->target.box].mailbox;
	return mia__text_find(identity, TEXT("@")) >= 0 ? identity : off->target.name;
}

static bool
note_changes(struct mia_coverage *c, struct switches *s)
{
	for (size_t i = 0; i < c->change_count; i++) {
		const struct coverage_change *change = &c->changes[i];
		if (change->failed ||
			!mia__coverage_change_is(c, change, "Set-MailboxAuditBypassAssociation"))
			continue;
		enum mia_known bypass =
			mia__coverage_change_boolean(c, change, "AuditBypassEnabled", MIA_YES);
		if (bypass == MIA_NOT_STATED || (bypass == MIA_NO && change->odd))
			continue;
		if (!mia__switches_add(c, s, mia__coverage_change_target(c, change), 0, bypass == MIA_NO, i))
			return false;
		struct coverage_switch *added = &s->items[s->count - 1];
		if (bypass == MIA_YES && change->time != MIA_TIME_UNKNOWN &&
			!mia__acts_first(c, account(c, added), time_plus(change->time, HOUR), &added->shown))
			return false;
	}
	return true;
}

static bool
tell_bypass(struct mia_coverage *c, const struct coverage_switch *off, struct mia_span *span)
{
	span->reason = MIA_COVERAGE_AUDITING_OFF;
	span->rule = "audit-bypass";
	span->mailbox = TEXT_ABSENT;
	span->actor = account(c, off);
	span->detail = mia__coverage_detail(c,
		"AuditBypassEnabled was set to True for %s: nothing it does is logged in any mailbox%s%s",
		span->actor.ptr ? "this account" : "an account that the record does not name",
		span->start == MIA_TIME_UNKNOWN ? "; the time of the record is not known" : "",
		mia__coverage_odd_words(c, off->change));
	return span->detail.ptr && mia__coverage_add_span(c, NO_BOX, span);
}

bool
mia__rule_bypass(struct mia_coverage *c)
{
	static const struct switch_rule rule = {
		.on_word = "switched on",
		.tell = tell_bypass,
	};
	struct switches s = { 0 };
	bool ok = note_changes(c, &s);

	return mia__switches_tell(c, &s, &rule, ok);
}
