/* Whose the acts are: the session's, the address's and the application's that did them,
 * else the account's; a consent is told of the application that it was for. */
#include "base/text.h"
#include "event/apps.h"
#include "event/marks.h"
#include "triage/imitation.h"
#include "triage/tally.h"

static bool
give(struct tally *y, uint32_t subject, uint32_t act, uint64_t reasons)
{
	struct subject *s = &y->subjects[subject - 1];

	if (reasons == 0)
		return true;
	if (s->deeds == 0) {
		if (!mia__grow(y->a, &y->deeds, &y->deed_cap, y->deed_count + 1, sizeof(*y->deeds)))
			return false;
		y->deeds[y->deed_count++] = (struct deeds){ .of = { 0 } };
		s->deeds = (uint32_t)y->deed_count;
	}
	struct deeds *d = &y->deeds[s->deeds - 1];
	for (unsigned r = 0; r < REASON_COUNT; r++) {
		if (!(reasons & UINT64_C(1) << r))
			continue;
		d->of[r]++;
		if (d->first[r] == 0)
			d->first[r] = act + 1; /* they come in order of time */
	}
	return true;
}

/* SYSTEM makes such changes in every tenant, each week. */
static bool
give_to_doers(struct tally *y, uint32_t act, uint64_t reasons)
{
	uint32_t context = y->t->records[y->t->acts[act].record].context;
	uint32_t account = subject_in(y, context, MIA_TRIAGE_ACCOUNT);

	if (triage_context(y->t, context).system)
		reasons = UINT64_C(1) << REASON_SYSTEM;
	if (y->no_other[context] && account && !give(y, account, act, reasons))
		return false;
	for (unsigned kind = 0; kind < MIA_TRIAGE_ACCOUNT; kind++) {
		uint32_t subject = subject_in(y, context, kind);
		if (subject && !give(y, subject, act, reasons))
			return false;
	}
	return true;
}

/* Of several names the one that imitates most, of these the first in order of bytes. */
static void
keep_name(struct tally *y, struct subject *s, uint32_t name)
{
	struct mia_text text = triage_text(y->t, name), kept = triage_text(y->t, s->name);
	enum imitation imitation = mia__triage_imitation(text);

	if (!text.len)
		return;
	if (!kept.len || imitation > s->imitation ||
		(imitation == s->imitation && text_compare(text, kept) < 0))
		s->name = name;
	if (imitation > s->imitation)
		s->imitation = (uint8_t)imitation;
}

/* The consent that came last before mail was handed over, else the first. */
static void
keep_consent(struct subject *s, mia_time time)
{
	mia_time mail = s->burst_first != MIA_TIME_UNKNOWN ? s->burst_first : s->first_mail;

	if (time == MIA_TIME_UNKNOWN)
		return;
	if (s->consented == MIA_TIME_UNKNOWN || (mail != MIA_TIME_UNKNOWN && time <= mail))
		s->consented = time;
}

static bool
give_to_app(struct tally *y, uint32_t act, uint64_t reasons)
{
	const struct act *a = &y->t->acts[act];
	const struct noted *r = &y->t->records[a->record];
	struct context c = triage_context(y->t, r->context);
	uint32_t subject, actor, pair;

	if (!mia__triage_subject(y, MIA_TRIAGE_APP, triage_text(y->t, a->app_id), &subject) ||
		!mia__triage_fold_text(y, c.actor, &actor))
		return false;
	struct subject *s = &y->subjects[subject - 1];
	keep_name(y, s, a->app_name);
	if (a->failed && reasons & UINT64_C(1) << REASON_CONSENT)
		reasons = UINT64_C(1) << REASON_CONSENT_REFUSED;
	else if (a->failed || a->undoes)
		reasons = 0;
	if (!give(y, subject, act, reasons))
		return false;
	if (!reasons)
		return true;
	time_widen(&s->s.first, &s->s.last, r->time);
	if (reasons & UINT64_C(1) << REASON_CONSENT)
		keep_consent(s, r->time);
	if (!actor)
		return true;
	if (!mia__triage_pair(y, &y->accounts, subject, actor, &pair))
		return false;
	struct pair_stats *p = &y->accounts.stats[pair];
	if (reasons & UINT64_C(1) << REASON_CONSENT && !p->consented) {
		p->consented = 1;
		s->consenting++;
	}
	return true;
}

/*
 * A consent writes several records; those of permissions need not name the application.
 * Beside a consent of the same account that does, within seconds, they tell nothing new,
 * unless they allow what that consent does not say.
 * app: the application that it has to be of, if any.
 */
static bool
goes_with_consent(const struct tally *y, size_t at, int step, struct mia_text app)
{
	enum { NEIGHBOURS = 16, SECONDS = 10 };
	const struct noted *r = &y->t->records[y->t->acts[y->act_order[at]].record];
	uint32_t actor = triage_context(y->t, r->context).actor;
	uint64_t reasons = y->told[y->act_order[at]].reasons;

	for (size_t n = 0, i = at; n < NEIGHBOURS; n++) {
		if (step < 0 ? i == 0 : i + 1 == y->act_count)
			return false;
		i = step < 0 ? i - 1 : i + 1;
		const struct act *a = &y->t->acts[y->act_order[i]];
		const struct noted *other = &y->t->records[a->record];
		mia_time apart = other->time < r->time ? r->time - other->time : other->time - r->time;
		if (r->time == MIA_TIME_UNKNOWN || other->time == MIA_TIME_UNKNOWN ||
			apart > SECONDS * MIA_TIME_SECOND)
			return false;
		const struct told_act *told = &y->told[y->act_order[i]];
		if (a->mark == MARK_CONSENT && a->app_id && told->counts &&
			(app.len || !(reasons & ~told->reasons)) &&
			triage_context(y->t, other->context).actor == actor &&
			!mia__app_is_gateway(triage_text(y->t, a->app_id)) &&
			(!app.len || text_equal_nocase(app, triage_text(y->t, a->app_id))))
			return true;
	}
	return false;
}

/* Of a consent that itself went through it is no news that one right of it did not. */
static bool
is_failed_part(const struct tally *y, const struct act *a)
{
	return a->failed &&
		!text_starts_nocase(triage_text(y->t, a->operation), TEXT("Consent to application"));
}

bool
mia__triage_count_acts(struct tally *y)
{
	for (size_t i = 0; i < y->act_count; i++) {
		uint32_t act = y->act_order[i];
		const struct act *a = &y->t->acts[act];
		const struct told_act *told = &y->told[act];
		bool consent = a->mark == MARK_CONSENT || a->mark == MARK_CONSENT_EXPORT;
		bool of_app = consent && a->app_id && !mia__app_is_gateway(triage_text(y->t, a->app_id));

		struct mia_text app = of_app ? triage_text(y->t, a->app_id) : TEXT_ABSENT;
		if (consent && (!of_app || is_failed_part(y, a)) &&
			(goes_with_consent(y, i, -1, app) || goes_with_consent(y, i, 1, app)))
			continue;
		if (of_app && !give_to_app(y, act, told->reasons))
			return false;
		if (!of_app && told->counts && !give_to_doers(y, act, told->reasons))
			return false;
	}
	return true;
}
