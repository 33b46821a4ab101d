/*
 * Records into the order of boxes, time and keys, each once. Exports come
 * sorted, sorted backwards or in blocks, in hundreds of thousands of records:
 * they are dealt to boxes in place, and each box is sorted by the digits of its
 * times, on all threads.
 */
#include "base/parallel.h"
#include "base/text.h"
#include "coverage/coverage.h"

struct ordering {
	struct mia_coverage *c;
	size_t *starts;   /* of each box in order, of the rest, and the end */
	size_t *next;     /* where the next record of each is put; then how many are kept */
	uint32_t *stamps; /* by source: the last box that it was found in, + 1 */
	uint32_t *found;  /* sources of the box at hand; room for all */
	size_t found_count;
};

static size_t
box_of_record(const struct mia_coverage *c, const struct coverage_record *record)
{
	return record->mailbox == NO_MAILBOX ? c->box_count : record->mailbox;
}

/* From numbers of mailboxes to those of boxes, which are counted. */
static void
count_boxes(struct ordering *o)
{
	struct mia_coverage *c = o->c;
	size_t sum = 0;

	for (size_t i = 0; i < c->record_count; i++) {
		struct coverage_record *record = &c->records[i];
		if (record->mailbox != NO_MAILBOX)
			record->mailbox = c->box_of[record->mailbox];
		o->starts[box_of_record(c, record)]++;
	}
	for (size_t i = 0; i <= c->box_count; i++) {
		size_t count = o->starts[i];
		o->starts[i] = o->next[i] = sum;
		sum += count;
	}
	o->starts[c->box_count + 1] = sum;
}

/* In place: what stands where another box is goes there, and what stood there on. */
static void
deal(struct ordering *o)
{
	struct coverage_record *v = o->c->records;

	for (size_t box = 0; box <= o->c->box_count; box++)
		while (o->next[box] < o->starts[box + 1]) {
			struct coverage_record record = v[o->next[box]];
			for (size_t to; (to = box_of_record(o->c, &record)) != box;) {
				struct coverage_record other = v[o->next[to]];
				v[o->next[to]++] = record;
				record = other;
			}
			v[o->next[box]++] = record;
		}
}

static int
compare_numbers(const void *ctx, uint32_t x, uint32_t y)
{
	(void)ctx;
	return (x > y) - (x < y);
}

/* The names of the files that name the box, in any copy of a record; files are
 * in order by now. */
static bool
list_sources(struct ordering *o, size_t box)
{
	struct mia_coverage *c = o->c;

	o->found_count = 0;
	for (size_t i = o->starts[box]; i < o->starts[box + 1]; i++) {
		uint32_t source = c->records[i].source;
		if (o->stamps[source] != (uint32_t)box + 1) {
			o->stamps[source] = (uint32_t)box + 1;
			o->found[o->found_count++] = source;
		}
	}
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

/* ---- sorting the records of a box ---- */

/* So few are put where they belong one by one. */
#define FEW 32
#define DIGITS 8
#define DIGIT_VALUES 256

static bool
stands_before(const struct coverage_record *a, const struct coverage_record *b)
{
	/* An unknown time is less than any other. */
	return a->time != b->time ? a->time < b->time : a->key < b->key;
}

static void
insert_few(struct coverage_record *v, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct coverage_record record = v[i];
		size_t at = i;
		for (; at > 0 && stands_before(&record, &v[at - 1]); at--)
			v[at] = v[at - 1];
		v[at] = record;
	}
}

static inline uint64_t
value_of(const struct coverage_record *record, bool key)
{
	/* Moved up, so that times compare as numbers without a sign. */
	return key ? record->key : (uint64_t)record->time + ((uint64_t)1 << 63);
}

/* By time, or by key; stable. room: for n records. */
static void
sort_digits(struct coverage_record *v, size_t n, struct coverage_record *room, bool key)
{
	uint32_t counts[DIGITS][DIGIT_VALUES];
	struct coverage_record *from = v, *to = room;

	memset(counts, 0, sizeof(counts));
	for (size_t i = 0; i < n; i++) {
		uint64_t value = value_of(&v[i], key);
		for (unsigned digit = 0; digit < DIGITS; digit++)
			counts[digit][value >> 8 * digit & (DIGIT_VALUES - 1)]++;
	}
	for (unsigned digit = 0; digit < DIGITS; digit++) {
		uint32_t *at = counts[digit], sum = 0;
		if (at[value_of(&v[0], key) >> 8 * digit & (DIGIT_VALUES - 1)] == n)
			continue;
		for (size_t i = 0; i < DIGIT_VALUES; i++) {
			uint32_t count = at[i];
			at[i] = sum;
			sum += count;
		}
		for (size_t i = 0; i < n; i++)
			to[at[value_of(&from[i], key) >> 8 * digit & (DIGIT_VALUES - 1)]++] = from[i];
		struct coverage_record *swap = from;
		from = to;
		to = swap;
	}
	if (from != v)
		memcpy(v, from, n * sizeof(*v));
}

static bool
in_order_of_time(const struct coverage_record *v, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (v[i - 1].time > v[i].time)
			return false;
	return true;
}

static void
sort_box(struct coverage_record *v, size_t n, struct coverage_record *room)
{
	if (!in_order_of_time(v, n))
		sort_digits(v, n, room, false);
	for (size_t start = 0, end; start < n; start = end) {
		for (end = start + 1; end < n && v[end].time == v[start].time;)
			end++;
		if (end - start <= FEW)
			insert_few(v + start, end - start);
		else
			sort_digits(v + start, end - start, room, true);
	}
}

/* What any copy states is stated. */
static void
unite(struct coverage_record *kept, const struct coverage_record *copy)
{
	if (copy->source < kept->source)
		kept->source = copy->source;
	if (kept->throttled != MIA_YES && (copy->throttled == MIA_YES || copy->throttled > kept->throttled))
		kept->throttled = copy->throttled;
	/* An access of a stated type before one of none, that before no access. */
	if (copy->access != MIA_ACCESS_NONE &&
		(kept->access == MIA_ACCESS_NONE || copy->access < kept->access))
		kept->access = copy->access;
	kept->record_type50 |= copy->record_type50;
	kept->mailbox_op |= copy->mailbox_op;
	kept->zone_unknown &= copy->zone_unknown;
}

static size_t
unite_copies(struct coverage_record *v, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		if (count && v[count - 1].time == v[i].time && v[count - 1].key == v[i].key)
			unite(&v[count - 1], &v[i]);
		else
			v[count++] = v[i];
	return count;
}

static enum mia_status
order_box(void *ctx, size_t box)
{
	struct ordering *o = ctx;
	size_t n = o->starts[box + 1] - o->starts[box];
	struct coverage_record *v = o->c->records + o->starts[box], *room = NULL;

	if (n > FEW) {
		room = mia__realloc(&o->c->a, NULL, 0, n, sizeof(*room));
		if (!room)
			return MIA_ERR_MEMORY;
		sort_box(v, n, room);
		mia__dealloc(&o->c->a, room, n, sizeof(*room));
	} else {
		insert_few(v, n);
	}
	o->next[box] = unite_copies(v, n);
	return MIA_OK;
}

/* The boxes close up behind copies. */
static void
close_up(struct ordering *o)
{
	struct mia_coverage *c = o->c;
	size_t count = 0;

	for (size_t box = 0; box <= c->box_count; box++) {
		struct coverage_run *run = box < c->box_count ? &c->runs[box] : &c->rest;
		if (o->next[box] && count != o->starts[box])
			memmove(c->records + count, c->records + o->starts[box],
				o->next[box] * sizeof(*c->records));
		run->start = count;
		run->count = o->next[box];
		count += o->next[box];
	}
	c->record_count = count;
}

static bool
order_all(struct ordering *o)
{
	struct mia_coverage *c = o->c;

	count_boxes(o);
	deal(o);
	for (size_t box = 0; box < c->box_count; box++)
		if (!list_sources(o, box))
			return false;
	if (mia__parallel(c->threads, c->box_count + 1, order_box, o) != MIA_OK)
		return false;
	close_up(o);
	return true;
}

bool
mia__coverage_order_records(struct mia_coverage *c)
{
	struct ordering o = { .c = c };
	size_t starts = c->box_count + 2;

	for (size_t i = 0; i < c->record_count; i++)
		time_widen(&c->extent.first, &c->extent.last, c->records[i].time);
	if (c->record_count == 0)
		return true;
	o.starts = mia__alloc(&c->a, starts, sizeof(*o.starts));
	o.next = mia__alloc(&c->a, starts, sizeof(*o.next));
	o.stamps = mia__alloc(&c->a, c->source_count, sizeof(*o.stamps));
	o.found = mia__alloc(&c->a, c->source_count, sizeof(*o.found));
	bool ok = o.starts && o.next && o.stamps && o.found && order_all(&o);
	mia__dealloc(&c->a, o.starts, starts, sizeof(*o.starts));
	mia__dealloc(&c->a, o.next, starts, sizeof(*o.next));
	mia__dealloc(&c->a, o.stamps, c->source_count, sizeof(*o.stamps));
	mia__dealloc(&c->a, o.found, c->source_count, sizeof(*o.found));
	return ok;
}
