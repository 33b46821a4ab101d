/*
 * Rule: a user loses the licence that MailItemsAccessed needs.
 *
 * Sources: the service plan "Microsoft 365 Advanced Auditing"
 * (M365_ADVANCED_AUDITING, 2f442157-a11c-46b9-ae5b-6e39ff4e5849) must be on for
 * the user; logging starts within 24 hours [MS, set-up of Audit Premium]. Later
 * any E3 or E5 licence is enough [MS]; whether from June or from late 2024 is
 * in dispute [FIELD], so the plan is taken to matter until the year's end.
 * Entra writes the licences in ModifiedProperties of the user's record:
 *   AssignedLicense  ["[SkuName=SPE_E5, AccountId=..., SkuId=..., DisabledPlans=[]]"]
 *   AssignedPlan     [{"CapabilityStatus":0,"ServicePlanId":"2f44...", ...}]
 * [FIELD]; 0 stands on plans newly assigned [FIELD], the names of the statuses
 * are documented for Graph [MS], that the numbers follow their order is
 * [INFERRED].
 *
 * Limits. Only what the record names: the plan among DisabledPlans, the plan
 * with a status that is none of use, or no licence at all ("[]"). The value
 * before is not kept, so that going from E5 to a smaller licence is not seen
 * unless the plan is named. A licence is taken for given again only where it is
 * one of the four that Microsoft's pages name (E3 and E5).
 */
#include "base/number.h"
#include "base/text.h"
#include "coverage/rules.h"

#define ADVANCED_AUDITING TEXT("M365_ADVANCED_AUDITING")
#define ADVANCED_AUDITING_ID TEXT("2f442157-a11c-46b9-ae5b-6e39ff4e5849")
/* 2025-01-01: from here on the plan alone decides nothing. */
#define STANDARD_HAS_IT ((mia_time)20089 * DAY)

#define ASSIGNED_AGAIN "assigned again"

enum licence_kind { ANY_LICENCE, THE_PLAN };

/* What a record says of each; not stated where it says nothing. */
struct licence_state {
	enum mia_known licence, plan;
};

static struct mia_text
from(struct mia_text t, size_t at)
{
	return (struct mia_text){ t.ptr + at, t.len - at };
}

static struct mia_text
until(struct mia_text t, const char *ends)
{
	size_t n = 0;

	while (n < t.len && !byte_is_one_of(t.ptr[n], ends))
		n++;
	return (struct mia_text){ t.ptr, n };
}

/* What stands behind the first `key`, or absent. */
static struct mia_text
behind(struct mia_text t, struct mia_text key)
{
	ptrdiff_t at = mia__text_find_nocase(t, key);

	return at < 0 ? TEXT_ABSENT : from(t, (size_t)at + key.len);
}

static bool
names_the_plan(struct mia_text t)
{
	return mia__text_find_nocase(t, ADVANCED_AUDITING) >= 0 ||
		mia__text_find_nocase(t, ADVANCED_AUDITING_ID) >= 0;
}

static bool
is_empty_list(struct mia_text t)
{
	size_t brackets = 0;

	for (size_t i = 0; i < t.len; i++) {
		if (t.ptr[i] == '[' || t.ptr[i] == ']')
			brackets++;
		else if (t.ptr[i] != ' ' && t.ptr[i] != '\t' && t.ptr[i] != '\r' && t.ptr[i] != '\n')
			return false;
	}
	return brackets == 2;
}

static void
read_licences(struct mia_text t, struct licence_state *state)
{
	bool disabled = false;

	if (is_empty_list(t)) {
		state->licence = MIA_NO;
		return;
	}
	for (struct mia_text rest = behind(t, TEXT("SkuName=")); rest.ptr;
		rest = behind(rest, TEXT("SkuName="))) {
		ptrdiff_t next = mia__text_find_nocase(rest, TEXT("SkuName="));
		struct mia_text entry = next < 0 ? rest : (struct mia_text){ rest.ptr, (size_t)next };
		struct mia_text sku = text_trim(until(entry, ",]\""));
		bool without = names_the_plan(until(behind(entry, TEXT("DisabledPlans=")), "]"));
		bool e5 = text_equal_nocase(sku, TEXT("SPE_E5")) ||
			text_equal_nocase(sku, TEXT("ENTERPRISEPREMIUM"));
		bool e3 = text_equal_nocase(sku, TEXT("SPE_E3")) ||
			text_equal_nocase(sku, TEXT("ENTERPRISEPACK"));
		if (e5 || e3)
			state->licence = MIA_YES;
		if (e5 && !without)
			state->plan = MIA_YES;
		disabled = disabled || without;
	}
	if (disabled && state->plan != MIA_YES)
		state->plan = MIA_NO;
}

static enum mia_known
plan_is_on(struct mia_text plan)
{
	static const struct mia_text off[] = {
		{ "Suspended", 9 },
		{ "Deleted", 7 },
		{ "LockedOut", 9 },
	};
	struct mia_text status = behind(plan, TEXT("CapabilityStatus"));
	int64_t number;

	while (status.len && byte_is_one_of(*status.ptr, "\": \\"))
		status = from(status, 1);
	status = text_trim(until(status, "\"\\,}"));
	if (status.len && mia__number_parse(status, &number))
		return number == 0 || number == 1 ? MIA_YES : MIA_NO;
	if (text_equal_nocase(status, TEXT("Enabled")) || text_equal_nocase(status, TEXT("Warning")))
		return MIA_YES;
	for (size_t i = 0; i < sizeof(off) / sizeof(*off); i++)
		if (text_equal_nocase(status, off[i]))
			return MIA_NO;
	return MIA_NOT_STATED;
}

/* A plan may be listed more than once, as left over from an earlier licence;
 * one that is on is enough. Plans hold no objects, so the next brace of either
 * kind ends one: what never closes would be looked through again and again. */
static void
read_plans(struct mia_text t, struct licence_state *state)
{
	enum mia_known plan = MIA_NOT_STATED;

	for (struct mia_text rest = behind(t, TEXT("{")); rest.ptr; rest = behind(rest, TEXT("{"))) {
		struct mia_text entry = until(rest, "{}");
		enum mia_known on = names_the_plan(entry) ? plan_is_on(entry) : MIA_NOT_STATED;
		if (on == MIA_YES || plan == MIA_NOT_STATED)
			plan = on;
	}
	if (plan == MIA_YES)
		state->plan = state->licence = MIA_YES;
	else if (plan == MIA_NO && state->plan == MIA_NOT_STATED)
		state->plan = MIA_NO;
}

static bool
note_changes(struct mia_coverage *c, struct switches *s)
{
	for (size_t i = 0; i < c->change_count; i++) {
		const struct coverage_change *change = &c->changes[i];
		struct licence_state state = { MIA_NOT_STATED, MIA_NOT_STATED };
		if (change->failed)
			continue;
		read_licences(mia__coverage_change_parameter(c, change, "AssignedLicense"), &state);
		read_plans(mia__coverage_change_parameter(c, change, "AssignedPlan"), &state);
		struct change_target target = mia__coverage_change_target(c, change);
		/* Without a name it could be any of thousands of users. */
		if (!target.name.ptr)
			continue;
		if (state.licence != MIA_NOT_STATED &&
			!mia__switches_add(c, s, target, ANY_LICENCE, state.licence == MIA_YES, i))
			return false;
		/* Who has no licence at all has no plan either: said once. */
		if (state.plan != MIA_NOT_STATED && (state.plan == MIA_YES || state.licence != MIA_NO) &&
			!mia__switches_add(c, s, target, THE_PLAN, state.plan == MIA_YES, i))
			return false;
	}
	return true;
}

static bool
shows_licensed(const struct coverage_record *record, unsigned kind)
{
	(void)kind;
	return record->access != MIA_ACCESS_NONE;
}

/* The first access of the mailbox from `from` on, at most `until`. */
static mia_time
first_access(const struct mia_coverage *c, size_t box, mia_time from, mia_time until)
{
	if (box == NO_BOX)
		return until;
	const struct coverage_run *run = &c->runs[box];
	for (size_t i = run->start; i < run->start + run->count; i++) {
		const struct coverage_record *record = &c->records[i];
		if (record->access != MIA_ACCESS_NONE && record->time != MIA_TIME_UNKNOWN &&
			record->time >= from)
			return record->time < until ? record->time : until;
	}
	return until;
}

static bool
tell_licence(struct mia_coverage *c, const struct coverage_switch *off, struct mia_span *span)
{
	span->reason = MIA_COVERAGE_AUDITING_OFF;
	span->rule = "licence";
	/* Logging takes up to a day to begin; an access shows that it has. */
	if (strcmp(span->until_rule, ASSIGNED_AGAIN) == 0)
		span->end = first_access(c, off->target.box, span->end, time_plus(span->end, DAY));
	if (off->kind == ANY_LICENCE) {
		span->detail = mia__coverage_detail(c,
			"the record says that the user has no licence left; MailItemsAccessed needs one");
	} else {
		if (span->start != MIA_TIME_UNKNOWN && span->start >= STANDARD_HAS_IT)
			return true;
		if (span->end == MIA_TIME_UNKNOWN || span->end > STANDARD_HAS_IT) {
			span->end = STANDARD_HAS_IT;
			span->until_rule = "any E3 or E5 licence";
		}
		span->detail = mia__coverage_detail(c,
			"the record takes the service plan M365_ADVANCED_AUDITING from the user; until 2024 MailItemsAccessed needed it");
	}
	return span->detail.ptr && mia__coverage_add_span(c, off->target.box, span);
}

bool
mia__rule_licence(struct mia_coverage *c)
{
	static const struct switch_rule rule = {
		.on_word = ASSIGNED_AGAIN,
		.settling = DAY,
		.shows = shows_licensed,
		.tell = tell_licence,
	};
	struct switches s = { 0 };
	bool ok = note_changes(c, &s);

	return mia__switches_tell(c, &s, &rule, ok);
}
