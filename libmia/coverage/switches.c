/* Switches of auditing in order of time: from when until when each was off,
 * and whether a record shows otherwise. */
#include "base/sort.h"
#include "base/text.h"
#include "coverage/rules.h"

bool
mia__switches_add(struct mia_coverage *c, struct switches *s, struct change_target target, unsigned kind,
	bool on, size_t change)
{
	/* What only looks like a record that switches may have switched off. */
	if (on && c->changes[change].odd)
		return true;
	if (s->count >= UINT32_MAX || !mia__grow(&c->a, &s->items, &s->cap, s->count + 1, sizeof(*s->items)))
		return false;
	s->items[s->count++] = (struct coverage_switch){
		.target = target,
		.kind = kind,
		.on = on,
		.change = change,
		.shown = MIA_TIME_UNKNOWN,
	};
	return true;
}

struct sorting {
	const struct mia_coverage *c;
	const struct coverage_switch *items;
};

/* Groups: what is switched. A name counts only where no box was found. */
static int
compare_groups(const struct coverage_switch *x, const struct coverage_switch *y)
{
	if (x->target.box != y->target.box)
		return x->target.box < y->target.box ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return x->target.box == NO_BOX ? text_compare_nocase(x->target.name, y->target.name) : 0;
}

/* Of two records of one second nobody knows which came first (a script that
 * switches off and on again takes less): the one that switches off counts. */
static int
compare_switches(const void *ctx, uint32_t x, uint32_t y)
{
	const struct sorting *sorting = ctx;
	const struct coverage_switch *a = &sorting->items[x], *b = &sorting->items[y];
	mia_time s = sorting->c->changes[a->change].time, t = sorting->c->changes[b->change].time;
	int order = compare_groups(a, b);

	if (order != 0)
		return order;
	if (s != t)
		return s < t ? -1 : 1;
	if (a->on != b->on)
		return a->on ? -1 : 1;
	return a->change < b->change ? -1 : a->change > b->change;
}

struct group {
	struct coverage_switch *items;
	const uint32_t *order;
	size_t count;
};

static struct coverage_switch *
at(const struct group *g, size_t i)
{
	return &g->items[g->order[i]];
}

static mia_time
time_at(const struct mia_coverage *c, const struct group *g, size_t i)
{
	return c->changes[at(g, i)->change].time;
}

/* How many of the group were settled by then; those of unknown time come first
 * and never are. */
static size_t
settled_by(const struct mia_coverage *c, const struct group *g, mia_time settling, mia_time time)
{
	size_t low = 0, high = g->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		mia_time t = time_at(c, g, middle);
		if (t == MIA_TIME_UNKNOWN || time_plus(t, settling) <= time)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
earlier(mia_time *shown, mia_time time)
{
	if (time != MIA_TIME_UNKNOWN && (*shown == MIA_TIME_UNKNOWN || time < *shown))
		*shown = time;
}

/* One pass over the records however many switches there are: the evidence
 * decides how many. */
static void
note_shown(struct mia_coverage *c, struct group *g, const struct switch_rule *rule)
{
	const struct coverage_switch *first = at(g, 0);
	const struct coverage_record *records = c->records;
	size_t count = c->record_count;

	if (!rule->shows || (first->target.box == NO_BOX && first->target.name.ptr))
		return;
	if (first->target.box != NO_BOX) {
		records += c->runs[first->target.box].start;
		count = c->runs[first->target.box].count;
	}
	for (size_t i = 0; i < count; i++) {
		if (records[i].time == MIA_TIME_UNKNOWN || !rule->shows(&records[i], first->kind))
			continue;
		size_t n = settled_by(c, g, rule->settling, records[i].time);
		if (n && time_at(c, g, n - 1) != MIA_TIME_UNKNOWN)
			earlier(&at(g, n - 1)->shown, records[i].time);
	}
	for (size_t i = g->count; i > 1; i--)
		if (time_at(c, g, i - 2) != MIA_TIME_UNKNOWN)
			earlier(&at(g, i - 2)->shown, at(g, i - 1)->shown);
}

static bool
tell_switch(struct mia_coverage *c, const struct coverage_switch *off, mia_time end, const char *until,
	const struct switch_rule *rule)
{
	const struct coverage_change *change = &c->changes[off->change];
	struct mia_span span = {
		.start = change->time,
		.end = end,
		.blind = MIA_BLIND_BINDS | MIA_BLIND_SYNCS,
		.until_rule = until,
		.record_id = intern_text(&c->texts, change->id),
		.source = intern_text(&c->texts, change->source),
	};

	if (off->target.box == NO_BOX)
		span.mailbox = off->target.name;
	return rule->tell(c, off, &span);
}

/* Off again while off: the span goes on, and a record must come late enough
 * after both to show that neither had an effect. */
static bool
tell_group(struct mia_coverage *c, struct group *g, const struct switch_rule *rule)
{
	const struct coverage_switch *off = NULL;
	mia_time shown = MIA_TIME_UNKNOWN;

	note_shown(c, g, rule);
	for (size_t i = 0; i < g->count; i++) {
		const struct coverage_switch *s = at(g, i);
		mia_time time = time_at(c, g, i);
		if (time == MIA_TIME_UNKNOWN) {
			if (!s->on && !tell_switch(c, s, MIA_TIME_UNKNOWN, "end of evidence", rule))
				return false;
			continue;
		}
		/* The record that switches on is no sign that it was on before. */
		if (off && shown != MIA_TIME_UNKNOWN && (shown < time || (shown == time && !s->on))) {
			if (!tell_switch(c, off, shown, "no effect", rule))
				return false;
			off = NULL;
		}
		if (!s->on) {
			off = off ? off : s;
			shown = s->shown;
		} else if (off) {
			if (!tell_switch(c, off, time, rule->on_word, rule))
				return false;
			off = NULL;
		}
	}
	if (!off)
		return true;
	return tell_switch(c, off, shown, shown == MIA_TIME_UNKNOWN ? "end of evidence" : "no effect", rule);
}

static bool
tell_groups(struct mia_coverage *c, struct switches *s, uint32_t *order, const struct switch_rule *rule)
{
	struct sorting sorting = { c, s->items };

	for (size_t i = 0; i < s->count; i++)
		order[i] = (uint32_t)i;
	if (!mia__sort_numbers(&c->a, order, s->count, compare_switches, &sorting))
		return false;
	for (size_t i = 0, n; i < s->count; i += n) {
		for (n = 1; i + n < s->count; n++)
			if (compare_groups(&s->items[order[i]], &s->items[order[i + n]]) != 0)
				break;
		struct group g = { s->items, order + i, n };
		if (!tell_group(c, &g, rule))
			return false;
	}
	return true;
}

bool
mia__switches_tell(struct mia_coverage *c, struct switches *s, const struct switch_rule *rule, bool ok)
{
	if (ok && s->count) {
		uint32_t *order = mia__alloc(&c->a, s->count, sizeof(*order));
		ok = order && tell_groups(c, s, order, rule);
		mia__dealloc(&c->a, order, s->count, sizeof(*order));
	}
	mia__dealloc(&c->a, s->items, s->cap, sizeof(*s->items));
	return ok;
}
