/* Which reasons hold for whom. */
#include "event/apps.h"
#include "triage/imitation.h"
#include "triage/tally.h"

#define BIT(reason) (UINT64_C(1) << (reason))

static uint64_t
when(bool holds, enum reason reason)
{
	return holds ? BIT(reason) : 0;
}

static uint64_t
by_acts(const struct deeds *d)
{
	uint64_t reasons = 0;

	for (unsigned r = 0; r < REASON_COUNT; r++)
		reasons |= when(d->of[r] > 0, (enum reason)r);
	/* What leads outside is told once. */
	if (reasons & BIT(REASON_FORWARD_OUTSIDE))
		reasons &= ~BIT(REASON_FORWARD);
	if (d->of[REASON_RULE] >= RULES_MANY)
		reasons = (reasons & ~BIT(REASON_RULE)) | BIT(REASON_MANY_RULES);
	return reasons;
}

static uint64_t
by_volume(const struct subject *s)
{
	return when(s->burst_messages >= BURST_MESSAGES, REASON_BURST);
}

/* Of an account only what nothing else bears would be told; see who else did. */
static uint64_t
by_copies(const struct subject *s)
{
	if (s->s.syncs == 0)
		return 0;
	return BIT(s->copies_new ? REASON_COPIES_NEW : REASON_COPIES);
}

static uint64_t
of_app(const struct subject *s)
{
	bool known = mia__app_name(s->shown).ptr != NULL;

	return when(s->imitation == IMITATION_LOOKS, REASON_IMITATES) |
		when(s->imitation == IMITATION_SAYS && !known, REASON_SAYS_MICROSOFT) |
		when(mia__app_is_abused(s->shown), REASON_ABUSED_APP) |
		when(s->last_mail != MIA_TIME_UNKNOWN && s->consented != MIA_TIME_UNKNOWN &&
				s->consented <= s->last_mail,
			REASON_CONSENT_THEN_MAIL) |
		when(s->mailboxes > 1 && !known, REASON_APP_MAILBOXES) |
		when(s->consenting > 1, REASON_CONSENTS_SEVERAL) | when(s->new_here > 0, REASON_NEW);
}

static uint64_t
of_address(const struct subject *s)
{
	return when(s->guessed >= SPRAY_ACCOUNTS, REASON_SPRAY) |
		when(s->before_ok >= FAILURES_BEFORE, REASON_FAILED_THEN_OK) |
		when(s->stopped > 0, REASON_PASSWORD_RIGHT) |
		when(s->acting >= ACCOUNTS_OF_ADDRESS, REASON_ACCOUNTS) |
		when(s->not_owner, REASON_NOT_OWNER) | when(s->new_here > 0, REASON_NEW) | by_copies(s);
}

static uint64_t
of_session(const struct subject *s)
{
	return when(s->networks > 1, REASON_NETWORKS) | when(s->not_owner, REASON_NOT_OWNER) | by_copies(s);
}

void
mia__triage_judge(struct tally *y)
{
	for (size_t i = 0; i < y->subject_count; i++) {
		struct subject *s = &y->subjects[i];

		s->reasons = by_acts(deeds_of(y, s)) | by_volume(s);
		if (s->kind == MIA_TRIAGE_APP)
			s->reasons |= of_app(s);
		else if (s->kind == MIA_TRIAGE_ADDRESS)
			s->reasons |= of_address(s);
		else if (s->kind == MIA_TRIAGE_SESSION)
			s->reasons |= of_session(s);
		else
			s->reasons |= when(s->addresses_wrong >= MANY_ADDRESSES, REASON_FAILED_FROM_MANY);
		if (s->kind != MIA_TRIAGE_ACCOUNT)
			s->reasons |= when(s->s.throttled > 0, REASON_THROTTLED);
		for (unsigned r = 0; r < REASON_COUNT; r++)
			if (s->reasons & BIT(r))
				s->weight += mia__triage_rule_of((enum reason)r)->weight;
	}
}
