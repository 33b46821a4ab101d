/*
 * When an account acted in a mailbox: what shows that a bypass had no effect.
 * Left out where the evidence can be read again, which is done only if a
 * record sets a bypass, so that evidence without one pays nothing.
 */
#include "base/sort.h"
#include "base/text.h"
#include "coverage/rules.h"

static bool
intern_lower(struct mia_coverage *c, struct mia_text t, bool add, uint32_t *ret)
{
	struct buf b;
	bool ok;

	mia__buf_init(&b, &c->a);
	for (size_t i = 0; i < t.len; i++)
		mia__buf_byte(&b, (char)ascii_lower((unsigned char)t.ptr[i]));
	ok = !b.failed;
	if (ok && add)
		ok = mia__intern_add(&c->texts, buf_view(&b), ret);
	else if (ok)
		*ret = mia__intern_find(&c->texts, buf_view(&b));
	mia__buf_release(&b);
	return ok;
}

static bool
is_bypass(const struct mia_coverage *c, const struct coverage_change *change)
{
	return !change->failed && mia__coverage_change_is(c, change, "Set-MailboxAuditBypassAssociation") &&
		mia__coverage_change_boolean(c, change, "AuditBypassEnabled", MIA_YES) == MIA_YES;
}

bool
mia__acts_wanted(const struct mia_coverage *c)
{
	if (!c->acts_left_out)
		return false;
	for (size_t i = 0; i < c->change_count; i++)
		if (is_bypass(c, &c->changes[i]))
			return true;
	return false;
}

bool
mia__acts_note(struct mia_coverage *c, const struct mia_event *event)
{
	struct coverage_act act = { .time = event->time };

	if (c->lean || !event->actor.len || event->time == MIA_TIME_UNKNOWN ||
		!mia__operation_of_mailbox(&c->operations, event)) {
		c->acts_left_out |= c->lean;
		return true;
	}
	if (!intern_lower(c, event->actor, true, &act.actor) ||
		!mia__grow(&c->a, &c->acts, &c->act_cap, c->act_count + 1, sizeof(act)))
		return false;
	c->acts[c->act_count++] = act;
	return true;
}

bool
mia__acts_merge(struct mia_coverage *c, const struct mia_coverage *from)
{
	if (!mia__grow(&c->a, &c->acts, &c->act_cap, c->act_count + from->act_count, sizeof(*c->acts)))
		return false;
	for (size_t i = 0; i < from->act_count; i++) {
		struct coverage_act act = from->acts[i];
		if (!mia__intern_add(&c->texts, intern_text(&from->texts, act.actor), &act.actor))
			return false;
		c->acts[c->act_count++] = act;
	}
	return true;
}

static int
compare_acts(const void *ctx, uint32_t x, uint32_t y)
{
	const struct coverage_act *a = (const struct coverage_act *)ctx + x,
				  *b = (const struct coverage_act *)ctx + y;

	if (a->actor != b->actor)
		return a->actor < b->actor ? -1 : 1;
	return (a->time > b->time) - (a->time < b->time);
}

bool
mia__acts_seal(struct mia_coverage *c)
{
	if (c->act_count == 0)
		return true;
	c->act_order = mia__alloc(&c->a, c->act_count, sizeof(*c->act_order));
	for (size_t i = 0; c->act_order && i < c->act_count; i++)
		c->act_order[i] = (uint32_t)i;
	return c->act_order && mia__sort_numbers(&c->a, c->act_order, c->act_count, compare_acts, c->acts);
}

bool
mia__acts_first(struct mia_coverage *c, struct mia_text account, mia_time from, mia_time *ret)
{
	size_t low = 0, high = c->act_count;
	uint32_t actor;

	*ret = MIA_TIME_UNKNOWN;
	if (!intern_lower(c, account, false, &actor))
		return false;
	while (actor && low < high) {
		size_t middle = low + (high - low) / 2;
		const struct coverage_act *act = &c->acts[c->act_order[middle]];
		if (act->actor < actor || (act->actor == actor && act->time < from))
			low = middle + 1;
		else
			high = middle;
	}
	if (actor && low < c->act_count && c->acts[c->act_order[low]].actor == actor)
		*ret = c->acts[c->act_order[low]].time;
	return true;
}

void
mia__acts_release(struct mia_coverage *c)
{
	if (c->act_order)
		mia__dealloc(&c->a, c->act_order, c->act_count, sizeof(*c->act_order));
	c->act_order = NULL;
	mia__dealloc(&c->a, c->acts, c->act_cap, sizeof(*c->acts));
	c->acts = NULL;
	c->act_count = c->act_cap = 0;
}
