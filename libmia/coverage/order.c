/*
 * Records into the order of boxes and time, each once. Exports come sorted,
 * sorted backwards or in blocks, in hundreds of thousands of records, so time
 * is sorted by its digits and boxes are dealt; keys are compared only where
 * times are equal.
 */
#include "base/sort.h"
#include "base/text.h"
#include "coverage/coverage.h"

struct ordering {
	struct mia_coverage *c;
	uint32_t *order;  /* numbers of records; n */
	uint32_t *stamps; /* by source: the last box that it was found in, + 1 */
	uint32_t *found;  /* sources of the box at hand; room for all */
	size_t found_count;
	size_t *starts; /* of each box in order, of the rest, and the end */
	size_t n;
};

/* Records without a time stand first. */
static bool
by_time(struct ordering *o)
{
	struct mia_coverage *c = o->c;
	mia_time first = c->extent.first;
	struct sort_pair *pairs = mia__alloc(&c->a, o->n, sizeof(*pairs));

	if (!pairs)
		return false;
	for (size_t i = 0; i < o->n; i++) {
		mia_time time = c->records[i].time;
		pairs[i].key = time == MIA_TIME_UNKNOWN ? 0 : (uint64_t)time - (uint64_t)first + 1;
		pairs[i].value = (uint32_t)i;
	}
	bool ok = mia__sort_by_key(&c->a, pairs, o->n);
	mia__coverage_gaps_begin(&c->gaps);
	for (size_t i = 0; ok && i < o->n; i++) {
		o->order[i] = pairs[i].value;
		mia__coverage_gaps_add(&c->gaps, c->records[pairs[i].value].time);
	}
	mia__dealloc(&c->a, pairs, o->n, sizeof(*pairs));
	return ok;
}

static size_t
box_of_record(const struct mia_coverage *c, const struct coverage_record *record)
{
	return record->mailbox == NO_MAILBOX ? c->box_count : c->box_of[record->mailbox];
}

/* Keeps the order of time within a box. */
static bool
by_box(struct ordering *o)
{
	const struct mia_coverage *c = o->c;
	uint32_t *dealt = mia__alloc(&c->a, o->n, sizeof(*dealt));
	size_t sum = 0;

	if (!dealt)
		return false;
	for (size_t i = 0; i < o->n; i++)
		o->starts[box_of_record(c, &c->records[i])]++;
	for (size_t i = 0; i < c->box_count + 2; i++) {
		size_t count = o->starts[i];
		o->starts[i] = sum;
		sum += count;
	}
	for (size_t i = 0; i < o->n; i++)
		dealt[o->starts[box_of_record(c, &c->records[o->order[i]])]++] = o->order[i];
	/* Each start has become the next one's. */
	memmove(o->starts + 1, o->starts, (c->box_count + 1) * sizeof(*o->starts));
	o->starts[0] = 0;
	memcpy(o->order, dealt, o->n * sizeof(*dealt));
	mia__dealloc(&c->a, dealt, o->n, sizeof(*dealt));
	return true;
}

static int
compare_keys(const void *ctx, uint32_t x, uint32_t y)
{
	const struct coverage_record *records = ctx, *a = &records[x], *b = &records[y];
	int c = memcmp(a->key, b->key, sizeof(a->key));

	return c ? c : (a->source > b->source) - (a->source < b->source);
}

static bool
by_key(struct ordering *o)
{
	const struct coverage_record *records = o->c->records;

	for (size_t box = 0; box <= o->c->box_count; box++)
		for (size_t i = o->starts[box], end; i < o->starts[box + 1]; i = end) {
			mia_time time = records[o->order[i]].time;
			for (end = i + 1; end < o->starts[box + 1] && records[o->order[end]].time == time;
				end++)
				continue;
			if (end - i > 1 &&
				!mia__sort_numbers(&o->c->a, o->order + i, end - i, compare_keys, records))
				return false;
		}
	return true;
}

/* What any copy states is stated; kept has the least source already. */
static void
unite(const struct mia_coverage *c, struct coverage_record *kept, const struct coverage_record *copy)
{
	if (copy->throttled > kept->throttled)
		kept->throttled = copy->throttled;
	/* An access of a stated type before one of none, that before no access. */
	if (copy->access != MIA_ACCESS_NONE &&
		(kept->access == MIA_ACCESS_NONE || copy->access < kept->access))
		kept->access = copy->access;
	kept->record_type50 |= copy->record_type50;
	kept->mailbox_op |= copy->mailbox_op;
	kept->zone_unknown &= copy->zone_unknown;
	if (copy->id &&
		(!kept->id ||
			text_compare(intern_text(&c->texts, copy->id), intern_text(&c->texts, kept->id)) < 0))
		kept->id = copy->id;
}

static int
compare_numbers(const void *ctx, uint32_t x, uint32_t y)
{
	(void)ctx;
	return (x > y) - (x < y);
}

/* The names of the files that name the box; files are in order by now. */
static bool
list_sources(struct ordering *o, size_t box)
{
	struct mia_coverage *c = o->c;

	if (o->found_count == 0)
		return true;
	if (!mia__sort_numbers(&c->a, o->found, o->found_count, compare_numbers, NULL))
		return false;
	struct mia_text *names = mia__arena_take(&c->kept, o->found_count * sizeof(*names));
	if (!names)
		return false;
	for (size_t i = 0; i < o->found_count; i++)
		names[i] = intern_text(&c->texts, c->sources[o->found[i]].name);
	c->boxes[box].sources = (struct mia_texts){ names, o->found_count };
	return true;
}

static bool
take_box(struct ordering *o, size_t box, struct coverage_record *sorted, size_t *count)
{
	struct mia_coverage *c = o->c;
	size_t first = *count;

	o->found_count = 0;
	for (size_t i = o->starts[box]; i < o->starts[box + 1]; i++) {
		const struct coverage_record *record = &c->records[o->order[i]];
		if (o->stamps[record->source] != (uint32_t)box + 1) {
			o->stamps[record->source] = (uint32_t)box + 1;
			o->found[o->found_count++] = record->source;
		}
		struct coverage_record *last = *count > first ? &sorted[*count - 1] : NULL;
		if (last && last->time == record->time &&
			memcmp(last->key, record->key, sizeof(last->key)) == 0) {
			unite(c, last, record);
			continue;
		}
		sorted[*count] = *record;
		if (record->mailbox != NO_MAILBOX)
			sorted[*count].mailbox = mia__mailbox_names_root(&c->mailboxes, record->mailbox);
		(*count)++;
	}
	struct coverage_run *run = box < c->box_count ? &c->runs[box] : &c->rest;
	run->start = first;
	run->count = *count - first;
	return box == c->box_count || list_sources(o, box);
}

static bool
take_all(struct ordering *o)
{
	struct mia_coverage *c = o->c;
	struct coverage_record *sorted = mia__alloc(&c->a, o->n, sizeof(*sorted));
	size_t count = 0;

	if (!sorted)
		return false;
	for (size_t box = 0; box <= c->box_count; box++)
		if (!take_box(o, box, sorted, &count)) {
			mia__dealloc(&c->a, sorted, o->n, sizeof(*sorted));
			return false;
		}
	mia__dealloc(&c->a, c->records, c->record_cap, sizeof(*c->records));
	c->records = sorted;
	c->record_count = count;
	c->record_cap = o->n;
	return true;
}

bool
mia__coverage_order_records(struct mia_coverage *c)
{
	struct ordering o = { .c = c, .n = c->record_count };
	size_t starts = c->box_count + 3;

	for (size_t i = 0; i < o.n; i++)
		time_widen(&c->extent.first, &c->extent.last, c->records[i].time);
	if (o.n == 0) {
		mia__coverage_gaps_begin(&c->gaps);
		return true;
	}
	o.order = mia__alloc(&c->a, o.n, sizeof(*o.order));
	o.starts = mia__alloc(&c->a, starts, sizeof(*o.starts));
	o.stamps = mia__alloc(&c->a, c->source_count, sizeof(*o.stamps));
	o.found = mia__alloc(&c->a, c->source_count, sizeof(*o.found));
	bool ok = o.order && o.starts && o.stamps && o.found && by_time(&o) && by_box(&o) && by_key(&o) &&
		take_all(&o);
	mia__dealloc(&c->a, o.order, o.n, sizeof(*o.order));
	mia__dealloc(&c->a, o.starts, starts, sizeof(*o.starts));
	mia__dealloc(&c->a, o.stamps, c->source_count, sizeof(*o.stamps));
	mia__dealloc(&c->a, o.found, c->source_count, sizeof(*o.found));
	return ok;
}
