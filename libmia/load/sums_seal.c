/* The sums at the end: repeats found by their keys, events counted, operations and mailboxes in order. */
#include "load/sums.h"

#include "base/error.h"
#include "base/parallel.h"
#include "base/sort.h"
#include "base/text.h"
#include "event/identity.h"

/* Scratch of one sealing. */
struct sealing {
	struct mia_sums *sums;
	uint32_t *ranks;                                /* of each source by its name */
	uint32_t *order;                                /* of the records; then of the events */
	uint32_t *room;                                 /* for as many */
	uint64_t *class_events;                         /* events of each class */
	size_t source_count, record_count, class_count; /* as allocated */
};

static int
compare_sources(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_sums *sums = ctx;

	return text_compare(intern_text(&sums->sources, x), intern_text(&sums->sources, y));
}

/* Of several copies of a record the first is the one that counts as event:
 * least source name, then least record, whoever read it. */
static int
compare_records(const void *ctx, uint32_t x, uint32_t y)
{
	const struct sealing *s = ctx;
	const struct sums_record *a = &s->sums->records[x], *b = &s->sums->records[y];
	int c = memcmp(a->key, b->key, sizeof(a->key));

	if (c)
		return c;
	uint32_t source_a = s->ranks[a->place >> SUMS_RECORD_BITS];
	uint32_t source_b = s->ranks[b->place >> SUMS_RECORD_BITS];
	if (source_a != source_b)
		return source_a < source_b ? -1 : 1;
	uint64_t record_a = a->place & (SUMS_RECORDS_MAX - 1), record_b = b->place & (SUMS_RECORDS_MAX - 1);
	if (record_a != record_b)
		return record_a < record_b ? -1 : 1;
	return 0;
}

static int
compare_ids(const void *ctx, uint32_t x, uint32_t y)
{
	const struct sealing *s = ctx;
	uint64_t a = s->sums->records[x].id, b = s->sums->records[y].id;

	return (a > b) - (a < b);
}

/*
 * Numbers are dealt by the upper bits of a hash, and what has those in common is
 * compared: records of one deal fit into the cache of a core. Takes no more memory
 * than a second list of numbers.
 */
enum { DEAL_BITS = 10, DEALS = 1 << DEAL_BITS };

struct dealing {
	struct sealing *s;
	sort_compare *compare;
	size_t starts[DEALS + 1];
};

static uint64_t
key_of(const struct sealing *s, uint32_t i)
{
	return sort_key_of_bytes((const char *)s->sums->records[i].key, sizeof(s->sums->records[i].key), 0);
}

static uint64_t
id_of(const struct sealing *s, uint32_t i)
{
	return s->sums->records[i].id;
}

static enum mia_status
sort_deal(void *ctx, size_t i)
{
	const struct dealing *d = ctx;
	struct sealing *s = d->s;
	size_t start = d->starts[i], count = d->starts[i + 1] - start;

	return mia__sort_numbers(&s->sums->a, s->order + start, count, d->compare, s) ? MIA_OK
										      : MIA_ERR_MEMORY;
}

/* The first `count` of s->order; of what is equal none before the other. */
static bool
order_by(struct sealing *s, size_t count, uint64_t (*hash)(const struct sealing *s, uint32_t i),
	sort_compare *compare)
{
	struct dealing d = { .s = s, .compare = compare };
	size_t at[DEALS] = { 0 }, sum = 0;
	uint32_t *dealt = s->room;

	for (size_t i = 0; i < count; i++)
		at[hash(s, s->order[i]) >> (64 - DEAL_BITS)]++;
	for (size_t i = 0; i < DEALS; i++) {
		size_t here = at[i];
		d.starts[i] = at[i] = sum;
		sum += here;
	}
	d.starts[DEALS] = sum;
	for (size_t i = 0; i < count; i++)
		dealt[at[hash(s, s->order[i]) >> (64 - DEAL_BITS)]++] = s->order[i];
	s->room = s->order;
	s->order = dealt;
	return mia__parallel(count < DEALS ? 1 : s->sums->threads, DEALS, sort_deal, &d) == MIA_OK;
}

static bool
rank_sources(struct sealing *s)
{
	struct mia_sums *sums = s->sums;
	size_t count = sums->sources.count;
	uint32_t *numbers = mia__alloc(&sums->a, count, sizeof(*numbers));

	if (!numbers)
		return false;
	for (size_t i = 0; i < count; i++)
		numbers[i] = (uint32_t)i;
	bool ok = mia__sort_numbers(&sums->a, numbers + 1, count - 1, compare_sources, sums);
	for (uint32_t i = 0; ok && i < count; i++)
		s->ranks[numbers[i]] = i;
	mia__dealloc(&sums->a, numbers, count, sizeof(*numbers));
	return ok;
}

static uint32_t
part_of(uint32_t bits, unsigned shift)
{
	return bits >> shift & 3;
}

/* What all copies say together, in whatever order they come. */
static uint32_t
unite_bits(uint32_t a, uint32_t b)
{
	const uint32_t parts = UINT32_C(3) << SUMS_ACCESS_SHIFT | UINT32_C(3) << SUMS_THROTTLED_SHIFT;
	uint32_t throttled_a = part_of(a, SUMS_THROTTLED_SHIFT),
		 throttled_b = part_of(b, SUMS_THROTTLED_SHIFT);
	uint32_t access_a = part_of(a, SUMS_ACCESS_SHIFT), access_b = part_of(b, SUMS_ACCESS_SHIFT);

	/* A kind that one copy states is stated. */
	if (access_a == MIA_ACCESS_UNSTATED && access_b != MIA_ACCESS_NONE)
		access_a = access_b;
	else if (access_b != MIA_ACCESS_UNSTATED && access_b > access_a)
		access_a = access_b;
	else if (access_a == MIA_ACCESS_NONE)
		access_a = access_b;
	return (uint32_t)unite_flags(a & ~parts, b & ~parts) | access_a << SUMS_ACCESS_SHIFT |
		(throttled_a > throttled_b ? throttled_a : throttled_b) << SUMS_THROTTLED_SHIFT;
}

static void
count_class(struct mia_totals *totals, uint32_t bits, uint64_t events)
{
	enum mia_access access = (enum mia_access)part_of(bits, SUMS_ACCESS_SHIFT);
	enum mia_known throttled = (enum mia_known)part_of(bits, SUMS_THROTTLED_SHIFT);

	for (size_t i = 0; i < MIA_FLAG_COUNT; i++)
		if (bits >> i & 1)
			totals->flagged[i] += events;
	totals->binds += access == MIA_ACCESS_BIND ? events : 0;
	totals->syncs += access == MIA_ACCESS_SYNC ? events : 0;
	totals->unstated += access == MIA_ACCESS_UNSTATED ? events : 0;
	totals->throttled += throttled == MIA_YES ? events : 0;
	totals->throttled_not_stated += access != MIA_ACCESS_NONE && throttled == MIA_NOT_STATED ? events : 0;
	totals->no_time += bits & SUMS_NO_TIME ? events : 0;
}

static void
count_in_mailbox(struct mia_sums *sums, const struct sums_class *class, uint32_t bits, uint64_t events)
{
	struct mia_mailbox_sum *mailbox =
		&sums->mailbox_sums[mia__mailbox_names_root(&sums->mailboxes, class->mailbox)];
	struct mia_totals part = { .events = 0 };

	count_class(&part, bits, events);
	mailbox->binds += part.binds;
	mailbox->syncs += part.syncs;
	mailbox->throttled += part.throttled;
}

/* The copy that counts as event is counted with its class; here what the
 * others change in it: one less of that, and one of what all say. */
static void
count_united(struct mia_sums *sums, const struct sums_class *class, uint32_t bits)
{
	if (bits == class->bits)
		return;
	count_class(&sums->totals, class->bits, (uint64_t)-1);
	count_class(&sums->totals, bits, 1);
	count_in_mailbox(sums, class, class->bits, (uint64_t)-1);
	count_in_mailbox(sums, class, bits, 1);
}

/* Tells events from repeats; leaves the events alone in `order`. */
static size_t
count_events(struct sealing *s)
{
	struct mia_sums *sums = s->sums;
	size_t events = 0;

	for (size_t i = 0; i < sums->count;) {
		const struct sums_record *first = &sums->records[s->order[i]];
		uint32_t bits = sums->classes[first->class].bits;
		uint32_t event = s->order[i];
		s->class_events[first->class]++;
		sums->source_sums[first->place >> SUMS_RECORD_BITS].events++;
		for (i++; i < sums->count; i++) {
			const struct sums_record *copy = &sums->records[s->order[i]];
			if (memcmp(copy->key, first->key, sizeof(copy->key)) != 0)
				break;
			bits = unite_bits(bits, sums->classes[copy->class].bits);
			if (copy->content != first->content)
				bits |= MIA_FLAG_ID_CONFLICT;
			sums->source_sums[copy->place >> SUMS_RECORD_BITS].repeats++;
			sums->totals.repeats++;
		}
		count_united(sums, &sums->classes[first->class], bits);
		s->order[events++] = event;
	}
	sums->totals.events = events;
	return events;
}

static bool
count_shared_ids(struct sealing *s, size_t events)
{
	struct mia_sums *sums = s->sums;

	if (!order_by(s, events, id_of, compare_ids))
		return false;
	for (size_t i = 0; i < events;) {
		uint64_t id = sums->records[s->order[i]].id;
		size_t first = i;
		while (i < events && sums->records[s->order[i]].id == id)
			i++;
		sums->totals.shared_ids += id != 0 && i - first > 1;
	}
	return true;
}

static void
count_classes(struct sealing *s)
{
	struct mia_sums *sums = s->sums;

	for (size_t i = 0; i < sums->class_count; i++) {
		const struct sums_class *class = &sums->classes[i];
		uint64_t events = s->class_events[i];
		count_class(&sums->totals, class->bits, events);
		sums->operation_sums[class->operation].events += events;
		sums->mailbox_sums[mia__mailbox_names_root(&sums->mailboxes, class->mailbox)].events +=
			events;
		count_in_mailbox(sums, class, class->bits, events);
	}
}

static int
compare_operations(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_operation_sum *sums = ctx;

	return text_compare(sums[x].operation, sums[y].operation);
}

/* Two mailboxes may have borne one name. */
static int
compare_mailboxes(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_mailbox_sum *sums = ctx;
	int c = text_compare(sums[x].mailbox, sums[y].mailbox);

	return c ? c : text_compare(sums[x].guid, sums[y].guid);
}

/* The rows that count an event, in order; a number of a table that stands for
 * none (repeats only, joined mailboxes) is left out. */
static bool
order_operations(struct mia_sums *sums)
{
	size_t all = sums->operations.count, count = 0;
	struct mia_operation_sum *rows = mia__alloc(&sums->a, all, sizeof(*rows));
	uint32_t *order = mia__alloc(&sums->a, all, sizeof(*order));
	bool ok = rows && order;

	for (uint32_t i = 0; ok && i < all; i++) {
		sums->operation_sums[i].operation = intern_text(&sums->operations, i);
		if (sums->operation_sums[i].events)
			order[count++] = i;
	}
	ok = ok && mia__sort_numbers(&sums->a, order, count, compare_operations, sums->operation_sums);
	for (size_t i = 0; ok && i < count; i++)
		rows[i] = sums->operation_sums[order[i]];
	if (ok) {
		memcpy(sums->operation_sums, rows, count * sizeof(*rows));
		sums->operation_count = count;
	}
	mia__dealloc(&sums->a, rows, all, sizeof(*rows));
	mia__dealloc(&sums->a, order, all, sizeof(*order));
	return ok;
}

static bool
order_mailboxes(struct mia_sums *sums)
{
	size_t all = sums->mailbox_cap, count = 0;
	struct mia_mailbox_sum *rows = mia__alloc(&sums->a, all, sizeof(*rows));
	uint32_t *order = mia__alloc(&sums->a, all, sizeof(*order));
	bool ok = rows && order;

	for (uint32_t i = 0; ok && i < sums->mailboxes.count; i++) {
		struct mia_mailbox_sum *row = &sums->mailbox_sums[i];
		if (row->events == 0)
			continue;
		row->mailbox = mia__mailbox_names_name(&sums->mailboxes, i);
		row->guid = mia__mailbox_names_guid(&sums->mailboxes, i);
		order[count++] = i;
	}
	ok = ok && mia__sort_numbers(&sums->a, order, count, compare_mailboxes, sums->mailbox_sums);
	for (size_t i = 0; ok && i < count; i++)
		rows[i] = sums->mailbox_sums[order[i]];
	if (ok) {
		memcpy(sums->mailbox_sums, rows, count * sizeof(*rows));
		sums->mailbox_count = count;
	}
	mia__dealloc(&sums->a, rows, all, sizeof(*rows));
	mia__dealloc(&sums->a, order, all, sizeof(*order));
	return ok;
}

static void
join_mailbox_spans(struct mia_sums *sums)
{
	for (size_t i = 0; i < sums->mailbox_cap; i++)
		sums->mailbox_sums[i].first = sums->mailbox_sums[i].last = MIA_TIME_UNKNOWN;
	for (uint32_t i = 0; i < sums->span_count; i++) {
		struct mia_mailbox_sum *row =
			&sums->mailbox_sums[mia__mailbox_names_root(&sums->mailboxes, i)];
		struct sums_span span = { row->first, row->last };
		sums_span_widen(&span, sums->spans[i].first, sums->spans[i].last);
		row->first = span.first;
		row->last = span.last;
	}
}

static bool
allocate(struct sealing *s)
{
	struct mia_sums *sums = s->sums;

	s->source_count = sums->sources.count;
	s->record_count = sums->count + 1;
	s->class_count = sums->class_count + 1;
	s->ranks = mia__alloc(&sums->a, s->source_count, sizeof(*s->ranks));
	s->order = mia__alloc(&sums->a, s->record_count, sizeof(*s->order));
	s->room = mia__alloc(&sums->a, s->record_count, sizeof(*s->room));
	s->class_events = mia__alloc(&sums->a, s->class_count, sizeof(*s->class_events));
	return s->ranks && s->order && s->room && s->class_events;
}

/* The tables of the result, indexed at first by the numbers that records use. */
static bool
allocate_result(struct mia_sums *sums)
{
	sums->source_cap = sums->sources.count;
	sums->operation_cap = sums->operations.count;
	sums->mailbox_cap = sums->mailboxes.count + 1;
	sums->source_sums = mia__alloc(&sums->a, sums->source_cap, sizeof(*sums->source_sums));
	sums->operation_sums = mia__alloc(&sums->a, sums->operation_cap, sizeof(*sums->operation_sums));
	sums->mailbox_sums = mia__alloc(&sums->a, sums->mailbox_cap, sizeof(*sums->mailbox_sums));
	return sums->source_sums && sums->operation_sums && sums->mailbox_sums;
}

static bool
seal_with(struct sealing *s)
{
	struct mia_sums *sums = s->sums;

	if (!allocate(s) || !allocate_result(sums) || !mia__mailbox_names_seal(&sums->mailboxes) ||
		!rank_sources(s))
		return false;
	for (size_t i = 0; i < sums->count; i++)
		s->order[i] = (uint32_t)i;
	if (!order_by(s, sums->count, key_of, compare_records) || !count_shared_ids(s, count_events(s)))
		return false;
	count_classes(s);
	join_mailbox_spans(sums);
	sums->totals.records = sums->totals.events + sums->totals.repeats + sums->totals.rejected;
	return order_operations(sums) && order_mailboxes(sums);
}

enum mia_status
mia__sums_seal(struct mia_fold *fold, struct mia_error *err)
{
	struct mia_sums *sums = (struct mia_sums *)fold;
	struct sealing s = { .sums = sums };

	if (sums->sealed)
		return MIA_OK;
	bool ok = seal_with(&s);
	mia__dealloc(&sums->a, s.ranks, s.source_count, sizeof(*s.ranks));
	mia__dealloc(&sums->a, s.order, s.record_count, sizeof(*s.order));
	mia__dealloc(&sums->a, s.room, s.record_count, sizeof(*s.room));
	mia__dealloc(&sums->a, s.class_events, s.class_count, sizeof(*s.class_events));
	if (!ok)
		return mia__fail_memory(err);
	mia__sums_release_records(sums);
	sums->sealed = true;
	return MIA_OK;
}

const struct mia_totals *
mia_sums_totals(const struct mia_sums *sums)
{
	return sums && sums->sealed ? &sums->totals : NULL;
}

enum mia_status
mia_sums_source(const struct mia_sums *sums, const char *name, uint64_t *events, uint64_t *repeats,
	struct mia_error *err)
{
	if (!sums || !name)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no sums, or no name of a source");
	if (!sums->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the sums are not sealed");
	uint32_t number = mia__intern_find(&sums->sources, text_of(name));
	if (number == 0)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no event came from a source of this name");
	if (events)
		*events = sums->source_sums[number].events;
	if (repeats)
		*repeats = sums->source_sums[number].repeats;
	return MIA_OK;
}

size_t
mia_sums_operation_count(const struct mia_sums *sums)
{
	return sums && sums->sealed ? sums->operation_count : 0;
}

const struct mia_operation_sum *
mia_sums_operation(const struct mia_sums *sums, size_t i)
{
	return i < mia_sums_operation_count(sums) ? &sums->operation_sums[i] : NULL;
}

size_t
mia_sums_mailbox_count(const struct mia_sums *sums)
{
	return sums && sums->sealed ? sums->mailbox_count : 0;
}

const struct mia_mailbox_sum *
mia_sums_mailbox(const struct mia_sums *sums, size_t i)
{
	return i < mia_sums_mailbox_count(sums) ? &sums->mailbox_sums[i] : NULL;
}
