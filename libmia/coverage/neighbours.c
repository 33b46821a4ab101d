/*
 * Where in time a rejected record may lie: where what is left of it says so;
 * else, where a file is in order of time,
 * between its neighbours. What is kept of a file merges by least and most: the
 * earliest and the latest time of each record number, from the 65th on of each
 * eight, so that a long file costs two bytes a record.
 */
#include "base/time_text.h"
#include "coverage/coverage.h"

enum { SINGLE = 64, GROUPED = 8 };

/* By chance three records are in order every third time. */
enum { IN_ORDER_AT_LEAST = 4 };

static size_t
slot_of(uint64_t record)
{
	uint64_t i = record ? record - 1 : 0;

	return (size_t)(i < SINGLE ? i : SINGLE + (i - SINGLE) / GROUPED);
}

static bool
reserve(struct mia_coverage *c, struct coverage_source *source, size_t count)
{
	if (!mia__grow(&c->a, &source->slots, &source->slot_cap, count, sizeof(*source->slots)))
		return false;
	for (; source->slot_count < count; source->slot_count++)
		source->slots[source->slot_count] =
			(struct coverage_slot){ MIA_TIME_UNKNOWN, MIA_TIME_UNKNOWN };
	return true;
}

bool
mia__neighbours_note(struct mia_coverage *c, struct coverage_source *source, uint64_t record, mia_time time)
{
	size_t slot = slot_of(record);

	if (time == MIA_TIME_UNKNOWN)
		return true;
	if (slot >= source->slot_count && !reserve(c, source, slot + 1))
		return false;
	time_widen(&source->slots[slot].least, &source->slots[slot].most, time);
	return true;
}

bool
mia__neighbours_merge(struct mia_coverage *c, struct coverage_source *source,
	const struct coverage_source *from)
{
	if (source->slot_count < from->slot_count && !reserve(c, source, from->slot_count))
		return false;
	for (size_t i = 0; i < from->slot_count; i++) {
		time_widen(&source->slots[i].least, &source->slots[i].most, from->slots[i].least);
		time_widen(&source->slots[i].least, &source->slots[i].most, from->slots[i].most);
	}
	return true;
}

/* 1: oldest first; -1: newest first; 0: in no order, or too short to tell. */
static int
order_of(const struct coverage_source *source)
{
	const struct coverage_slot *last = NULL;
	bool up = true, down = true;
	size_t count = 0;

	for (size_t i = 0; i < source->slot_count; i++) {
		const struct coverage_slot *slot = &source->slots[i];
		if (slot->least == MIA_TIME_UNKNOWN)
			continue;
		up &= !last || last->most <= slot->least;
		down &= !last || last->least >= slot->most;
		last = slot;
		count++;
	}
	/* All of one moment is no order. */
	return count < IN_ORDER_AT_LEAST || up == down ? 0 : up ? 1 : -1;
}

/* Rejects come in order of their numbers, so that nothing is looked at twice. */
static void
stated_before(const struct coverage_source *source, size_t slot, size_t *from,
	const struct coverage_slot **ret)
{
	for (; *from < slot && *from < source->slot_count; ++*from)
		if (source->slots[*from].least != MIA_TIME_UNKNOWN)
			*ret = &source->slots[*from];
}

static const struct coverage_slot *
stated_behind(const struct coverage_source *source, size_t slot, size_t *from)
{
	if (*from <= slot)
		*from = slot + 1;
	for (; *from < source->slot_count; ++*from)
		if (source->slots[*from].least != MIA_TIME_UNKNOWN)
			return &source->slots[*from];
	return NULL;
}

/* The second in which it lies, which is where the log would have it. */
static mia_time
second_of(mia_time time)
{
	mia_time rest = time % MIA_TIME_SECOND;

	return time - rest - (rest < 0 ? MIA_TIME_SECOND : 0);
}

void
mia__neighbours_tell(struct coverage_source *source)
{
	int order = source->reject_count ? order_of(source) : 0;
	const struct coverage_slot *before = NULL;
	size_t ahead = 0, behind = 0;

	source->in_order = order != 0;
	for (size_t i = 0; i < source->reject_count; i++) {
		struct coverage_reject *reject = &source->rejects[i];
		size_t slot = slot_of(reject->record);
		const struct coverage_slot *next = stated_behind(source, slot, &behind);
		if (reject->stated != MIA_TIME_UNKNOWN) {
			reject->before = second_of(reject->stated);
			reject->after = reject->before;
			continue;
		}
		if (!order) {
			reject->before = source->first;
			reject->after = source->last;
			continue;
		}
		/* Of the slot itself nothing is known but that it lies between. */
		stated_before(source, slot, &ahead, &before);
		const struct coverage_slot *older = order > 0 ? before : next,
					   *newer = order > 0 ? next : before;
		reject->before = older ? older->most : MIA_TIME_UNKNOWN;
		reject->after = newer ? newer->least : MIA_TIME_UNKNOWN;
	}
}

void
mia__neighbours_release(struct mia_coverage *c, struct coverage_source *source)
{
	mia__dealloc(&c->a, source->slots, source->slot_cap, sizeof(*source->slots));
}
