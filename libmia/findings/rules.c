/* Which mailbox each forwarding is of, and of which it may be; and those of a name that
 * several mailboxes share. */
#include "base/sort.h"
#include "base/text.h"
#include "findings/mailbox_map.h"

/* Forwarding that may be of any mailbox, and the row under which it is told: none, if there
 * are several. */
struct rules_of_any {
	uint64_t count;
	mia_time start;
	uint32_t own;
};

static int
compare_rules(const void *ctx, uint32_t x, uint32_t y)
{
	const struct box_rule *rules = ctx, *a = &rules[x], *b = &rules[y];

	if (a->box != b->box)
		return a->box < b->box ? -1 : 1;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return (a->rule > b->rule) - (a->rule < b->rule);
}

static mia_time
later_end(mia_time a, mia_time b)
{
	return a == MIA_TIME_UNKNOWN || b == MIA_TIME_UNKNOWN ? MIA_TIME_UNKNOWN : a > b ? a : b;
}

/* One that names no mailbox is told beside the records that name none. One of a name that
 * several bear is told under the name. */
static uint32_t
box_of_rule(const struct finding_boxes *b, const struct mia_forwarding *f)
{
	for (uint32_t i = 0; f->mailbox.len == 0 && i < b->count && b->boxes[i].mailbox.len == 0; i++)
		if (b->boxes[i].guid.len == 0)
			return i;
	return mia__finding_boxes_of_log(b, f->mailbox, f->mailbox_guid);
}

static void
note_rule(struct finding_box *box, mia_time start)
{
	bool first = box->rule_count + box->untold_rules + box->maybe_rules <= 1;

	/* A time that is not known is the least. */
	if (first || start < box->first_rule)
		box->first_rule = start;
}

static void
sort_rules(struct finding_boxes *b, const struct box_rule *unsorted, const uint32_t *order, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct box_rule *before = i ? &b->rules_by_start[i - 1] : NULL;
		struct box_rule *rule = &b->rules_by_start[i];
		*rule = unsorted[order[i]];
		if (before && before->box == rule->box)
			rule->reach = later_end(before->reach, rule->reach);
		else
			b->boxes[rule->box].rule_start = i;
	}
	/* They came in the order of the view, so dealing them keeps it. */
	for (size_t i = 0; i < count; i++) {
		struct finding_box *box = &b->boxes[unsorted[i].box];
		b->rules[box->rule_start + box->rule_count++] = unsorted[i].rule;
		note_rule(box, unsorted[i].start);
	}
}

static void
note_maybe(struct finding_box *box, mia_time start)
{
	box->maybe_rules++;
	note_rule(box, start);
}

/*
 * Whose the rule may be, if its record does not name a mailbox that can be told from others:
 * each of those that share the name or the alias; else any, since an object may be named by an
 * id of the directory, or by an address that no other record bears.
 */
static void
take_maybe(struct finding_boxes *b, uint32_t own, const struct mia_forwarding *f, struct rules_of_any *any)
{
	struct directory_answer meant = mia__finding_boxes_meant(b, f->mailbox);
	size_t others = 0;

	for (size_t i = 0; i < meant.count && meant.count <= SHARED_BY; i++)
		others += meant.names[i].number != own;
	if (others == 0) {
		any->count++;
		any->start = any->count == 1 || f->start < any->start ? f->start : any->start;
		any->own = any->count == 1 ? own : NO_FINDING_BOX;
		return;
	}
	for (size_t i = 0; i < meant.count; i++)
		if (meant.names[i].number != own)
			note_maybe(&b->boxes[meant.names[i].number], f->start);
}

static void
spread_any(struct finding_boxes *b, const struct rules_of_any *any)
{
	for (uint32_t i = 0; any->count && i < b->count; i++)
		if (i != any->own && mia__finding_box_is_known(&b->boxes[i])) {
			note_maybe(&b->boxes[i], any->start);
			b->boxes[i].maybe_rules += any->count - 1;
		}
}

bool
mia__finding_rules_take(struct finding_boxes *b, const struct finding_view *view)
{
	size_t total = view->forwarding_count, count = 0;
	struct rules_of_any any = { .count = 0 };

	if (total == 0)
		return true;
	if (!mia__grow(&b->a, &b->rules, &b->rule_cap, total, sizeof(*b->rules)) ||
		!mia__grow(&b->a, &b->rules_by_start, &b->rule_by_start_cap, total,
			sizeof(*b->rules_by_start)))
		return false;
	struct box_rule *unsorted = mia__alloc(&b->a, total, sizeof(*unsorted));
	if (!unsorted)
		return false;
	for (uint32_t i = 0; i < total; i++) {
		const struct mia_forwarding *f = view->forwardings[i];
		uint32_t box = box_of_rule(b, f);
		if (f->unplaced)
			take_maybe(b, box, f, &any);
		if (box == NO_FINDING_BOX)
			continue;
		if (f->match != MIA_MATCH_YES) {
			b->boxes[box].untold_rules++;
			note_rule(&b->boxes[box], f->start);
			continue;
		}
		b->rules[count] = (uint32_t)count;
		unsorted[count++] = (struct box_rule){ box, i, f->start, f->end };
	}
	spread_any(b, &any);
	bool ok = mia__sort_numbers(&b->a, b->rules, count, compare_rules, unsorted);
	if (ok)
		sort_rules(b, unsorted, b->rules, count);
	mia__dealloc(&b->a, unsorted, total, sizeof(*unsorted));
	return ok;
}

bool
mia__finding_boxes_forward(const struct finding_boxes *b, uint32_t box, mia_time time)
{
	size_t low = b->boxes[box].rule_start, start = low, high = low + b->boxes[box].rule_count;

	/* A start that is not known is the least number there is. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (b->rules_by_start[middle].start <= time)
			low = middle + 1;
		else
			high = middle;
	}
	return low > start &&
		(b->rules_by_start[low - 1].reach == MIA_TIME_UNKNOWN ||
			time < b->rules_by_start[low - 1].reach);
}

/* ---- names that several share ---- */

struct directory_answer
mia__finding_boxes_meant(const struct finding_boxes *b, struct mia_text name)
{
	struct directory_answer meant =
		mia__directory_find(&b->directory, name, FIND_BY_NAME, SEVERAL_MEAN_ALL);
	bool alone = meant.count == 1 && !mia__finding_box_is_known(&b->boxes[meant.names->number]);

	if (meant.count && !alone)
		return meant;
	for (size_t at = name.len; at > 0; at--)
		if (name.ptr[at - 1] == '/' || name.ptr[at - 1] == '\\') {
			name = (struct mia_text){ name.ptr + at, name.len - at };
			break;
		}
	struct directory_answer parts = name.len
		? mia__directory_find(&b->directory, name, FIND_BY_NAME | FIND_BY_LOCAL_PART,
			  SEVERAL_MEAN_ALL)
		: meant;
	/* The row of the name itself says nothing of whose it is. */
	if (parts.count == 1 && !mia__finding_box_is_known(&b->boxes[parts.names->number]))
		parts = mia__directory_find(&b->directory, name, FIND_BY_LOCAL_PART, SEVERAL_MEAN_ALL);
	return parts.count ? parts : meant;
}

bool
mia__finding_box_is_known(const struct finding_box *box)
{
	return box->exposed || box->covered;
}

/* Something happened there that an item of it would be presumed to have been part of. */
static bool
is_grave(const struct finding_box *box)
{
	return box->synced || box->rule_count || box->untold_rules;
}

uint32_t
mia__finding_boxes_gravest(const struct finding_boxes *b, struct mia_text name)
{
	uint32_t box = mia__finding_boxes_find(b, name, TEXT_ABSENT);
	struct directory_answer meant = { .count = 0 };

	if (box == NO_FINDING_BOX && name.len)
		meant = mia__directory_find(&b->directory, name, FIND_BY_NAME, SEVERAL_MEAN_ALL);
	for (size_t i = 0; i < meant.count && i < SHARED_BY * SHARED_BY; i++)
		if (is_grave(&b->boxes[meant.names[i].number]))
			return meant.names[i].number;
	return box;
}

void
mia__box_sharers_init(struct box_sharers *s, const struct finding_boxes *b)
{
	*s = (struct box_sharers){ .name_count = b->directory.names.count };
}

void
mia__box_sharers_release(struct box_sharers *s, const struct finding_boxes *b)
{
	mia__dealloc(&b->a, s->known, s->known ? s->name_count : 0, sizeof(*s->known));
	mia__dealloc(&b->a, s->lists, s->list_cap, sizeof(*s->lists));
}

/* The gravest of them, SHARED_BY at most: an attacker decides how many bear a name. */
static bool
list_sharers(struct box_sharers *s, const struct finding_boxes *b, struct directory_answer meant)
{
	size_t head = s->list_count;

	if (!mia__grow(&b->a, &s->lists, &s->list_cap, head + 1 + SHARED_BY, sizeof(*s->lists)))
		return false;
	s->list_count++;
	for (int grave = 1; grave >= 0; grave--)
		for (size_t i = 0; i < meant.count && s->list_count - head <= SHARED_BY; i++)
			if (is_grave(&b->boxes[meant.names[i].number]) == (grave != 0))
				s->lists[s->list_count++] = meant.names[i].number;
	s->lists[head] = (uint32_t)(s->list_count - head - 1);
	return true;
}

bool
mia__box_sharers_of(struct box_sharers *s, const struct finding_boxes *b, struct mia_text name,
	const uint32_t **ret, size_t *count)
{
	struct directory_answer meant = { .count = 0 };

	*count = 0;
	if (name.len)
		meant = mia__directory_find(&b->directory, name, FIND_BY_NAME, SEVERAL_MEAN_ALL);
	if (meant.count == 0)
		return true;
	if (!s->known)
		s->known = mia__alloc(&b->a, s->name_count, sizeof(*s->known));
	if (!s->known)
		return false;
	size_t at = (size_t)(meant.names - b->directory.names.v);
	if (!s->known[at]) {
		s->known[at] = (uint32_t)s->list_count + 1;
		if (!list_sharers(s, b, meant))
			return false;
	}
	const uint32_t *list = s->lists + s->known[at] - 1;
	*ret = list + 1;
	*count = *list;
	return true;
}
