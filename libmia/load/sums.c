/* The sums as a fold: what each record adds to them while it is read. */
#include "load/sums.h"

#include "base/error.h"
#include "base/text.h"

_Static_assert(sizeof(struct sums_record) == 40, "the memory budget counts on it");
_Static_assert(SUMS_THROTTLED_SHIFT + 3 <= 32, "flags and the rest share one word");

static const struct mia_fold_ops sums_ops;

enum mia_status
mia_sums_new(struct mia_sums **ret, const struct mia_allocator *allocator, struct mia_error *err)
{
	if (!ret)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no place for the new sums");
	struct mia_allocator a = mia__allocator_or_default(allocator);
	struct mia_sums *sums = mia__alloc(&a, 1, sizeof(*sums));
	if (!sums)
		return mia__fail_memory(err);
	sums->fold.ops = &sums_ops;
	sums->a = a;
	sums->class_key = mia__hash_random_key();
	/* One for all sums of this process, which may be merged. */
	sums->content_key = mia__hash_process_key();
	sums->totals.first = sums->totals.last = MIA_TIME_UNKNOWN;
	mia__mailbox_names_init(&sums->mailboxes, &a);
	mia__intern_init(&sums->sources, &a);
	mia__intern_init(&sums->operations, &a);
	mia__buf_init(&sums->lower, &a);
	*ret = sums;
	return MIA_OK;
}

static uint64_t
hash_class(const struct mia_sums *sums, const struct sums_class *class)
{
	uint32_t words[3] = { class->operation, class->mailbox, class->bits };

	return mia__hash_table(sums->class_key, words, sizeof(words));
}

static uint64_t
hash_slot(const void *owner, const void *slot)
{
	const struct mia_sums *sums = owner;

	return hash_class(sums, &sums->classes[slot_number(slot) - 1]);
}

static bool
slot_holds(const void *owner, const void *slot, const void *wanted)
{
	const struct mia_sums *sums = owner;
	const struct sums_class *a = &sums->classes[slot_number(slot) - 1], *b = wanted;

	return a->operation == b->operation && a->mailbox == b->mailbox && a->bits == b->bits;
}

static const struct slot_kind slot_kind = { sizeof(uint32_t), 2, hash_slot, slot_holds };

void
mia__sums_release_records(struct mia_sums *sums)
{
	mia__dealloc(&sums->a, sums->records, sums->cap, sizeof(*sums->records));
	mia__dealloc(&sums->a, sums->classes, sums->class_cap, sizeof(*sums->classes));
	mia__slots_release(&sums->class_slots, &sums->a, &slot_kind);
	mia__dealloc(&sums->a, sums->spans, sums->span_cap, sizeof(*sums->spans));
	sums->records = NULL;
	sums->classes = NULL;
	sums->spans = NULL;
	sums->count = sums->cap = 0;
	sums->class_count = sums->class_cap = 0;
	memset(sums->recent_classes, 0, sizeof(sums->recent_classes));
	sums->span_count = sums->span_cap = 0;
}

void
mia_sums_free(struct mia_sums *sums)
{
	if (!sums)
		return;
	struct mia_allocator a = sums->a;
	mia__sums_release_records(sums);
	mia__mailbox_names_release(&sums->mailboxes);
	mia__intern_release(&sums->sources);
	mia__intern_release(&sums->operations);
	mia__buf_release(&sums->lower);
	mia__dealloc(&a, sums->source_sums, sums->source_cap, sizeof(*sums->source_sums));
	mia__dealloc(&a, sums->operation_sums, sums->operation_cap, sizeof(*sums->operation_sums));
	mia__dealloc(&a, sums->mailbox_sums, sums->mailbox_cap, sizeof(*sums->mailbox_sums));
	mia__dealloc(&a, sums, 1, sizeof(*sums));
}

struct mia_fold *
mia_sums_fold(struct mia_sums *sums)
{
	return sums ? &sums->fold : NULL;
}

static bool
find_class(struct mia_sums *sums, struct sums_class class, uint32_t *ret)
{
	if (!slots_reserve(&sums->class_slots, &sums->a, &slot_kind, sums))
		return false;
	void *slot = slots_find(&sums->class_slots, &slot_kind, hash_class(sums, &class), sums, &class);
	if (!slot_number(slot)) {
		if (!mia__grow(&sums->a, &sums->classes, &sums->class_cap, sums->class_count + 1,
			    sizeof(*sums->classes)))
			return false;
		sums->classes[sums->class_count++] = class;
		slots_put(&sums->class_slots, &slot_kind, slot, &(uint32_t){ (uint32_t)sums->class_count });
	}
	*ret = slot_number(slot) - 1;
	return true;
}

static bool
add_class(struct mia_sums *sums, struct sums_class class, uint32_t *ret)
{
	uint64_t mixed = ((uint64_t) class.mailbox << 32 | class.bits) * UINT64_C(0x9e3779b97f4a7c15) +
		class.operation * UINT64_C(0xc2b2ae3d27d4eb4f);
	uint32_t *recent = &sums->recent_classes[(mixed >> 40) % SUMS_RECENT];

	if (!*recent || !slot_holds(sums, recent, &class)) {
		if (!find_class(sums, class, ret))
			return false;
		*recent = *ret + 1;
	}
	*ret = *recent - 1;
	return true;
}

static bool
widen_mailbox(struct mia_sums *sums, uint32_t mailbox, mia_time first, mia_time last)
{
	if (mailbox >= sums->span_count) {
		if (!mia__grow(&sums->a, &sums->spans, &sums->span_cap, (size_t)mailbox + 1,
			    sizeof(*sums->spans)))
			return false;
		for (; sums->span_count <= mailbox; sums->span_count++)
			sums->spans[sums->span_count] =
				(struct sums_span){ MIA_TIME_UNKNOWN, MIA_TIME_UNKNOWN };
	}
	sums_span_widen(&sums->spans[mailbox], first, last);
	return true;
}

/* The time is part of a record's key, so that repeats cannot widen a span. */
static void
widen_totals(struct mia_sums *sums, mia_time first, mia_time last)
{
	struct sums_span span = { sums->totals.first, sums->totals.last };

	sums_span_widen(&span, first, last);
	sums->totals.first = span.first;
	sums->totals.last = span.last;
}

static struct mia_text
source_name(const struct mia_place *place)
{
	return place->source && place->source->name ? text_of(place->source->name) : TEXT("");
}

static enum mia_status
add_source(struct mia_sums *sums, struct mia_text name, uint32_t *ret, struct mia_error *err)
{
	*ret = sums->last_source;
	if (*ret && text_equal(intern_text(&sums->sources, *ret), name))
		return MIA_OK;
	if (!mia__intern_add(&sums->sources, name, ret))
		return mia__fail_memory(err);
	if (*ret >= SUMS_SOURCES_MAX)
		return mia__fail(err, MIA_ERR_LIMIT, "more than %llu sources",
			(unsigned long long)SUMS_SOURCES_MAX - 1);
	sums->last_source = *ret;
	return MIA_OK;
}

static bool
add_operation(struct mia_sums *sums, struct mia_text name, uint32_t *ret)
{
	size_t at = name.len * 7;

	if (name.len)
		at += (unsigned char)name.ptr[0] + (size_t)(unsigned char)name.ptr[name.len / 2] * 5;
	uint32_t *recent = &sums->recent_operations[at % SUMS_RECENT];
	if (!*recent || !text_equal(intern_text(&sums->operations, *recent), name)) {
		if (!mia__intern_add(&sums->operations, name, ret))
			return false;
		*recent = *ret;
	}
	*ret = *recent;
	return true;
}

/* Ids are GUIDs, which exports write in either case. */
static bool
hash_id(struct mia_sums *sums, const struct mia_event *event, uint64_t *ret)
{
	struct mia_text id = event->id;
	char room[64], *lower = room;

	*ret = 0;
	if ((event->flags & MIA_FLAG_NO_ID) || id.len == 0)
		return true;
	if (id.len > sizeof(room)) {
		buf_clear(&sums->lower);
		if (!mia__buf_reserve(&sums->lower, id.len))
			return false;
		lower = sums->lower.ptr;
	}
	mia__text_lower(id, lower);
	*ret = mia__hash_content(0, (struct mia_text){ lower, id.len });
	return true;
}

static uint32_t
class_bits(const struct mia_event *event)
{
	uint32_t bits = (uint32_t)(event->flags & ((UINT64_C(1) << MIA_FLAG_COUNT) - 1));

	bits |= (uint32_t)event->access << SUMS_ACCESS_SHIFT;
	bits |= (uint32_t)event->throttled << SUMS_THROTTLED_SHIFT;
	return event->time == MIA_TIME_UNKNOWN ? bits | SUMS_NO_TIME : bits;
}

static enum mia_status
sums_add(struct mia_fold *fold, const struct mia_event *event, struct mia_error *err)
{
	struct mia_sums *sums = (struct mia_sums *)fold;
	struct sums_class class = { .bits = class_bits(event) };
	struct sums_record record;
	uint32_t source;

	if (sums->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the sums are sealed");
	if (sums->count >= UINT32_MAX || event->place.record >= SUMS_RECORDS_MAX)
		return mia__fail(err, MIA_ERR_LIMIT, "too many records for one set of sums");
	MIA_TRY(add_source(sums, source_name(&event->place), &source, err));
	struct mia_text operation = event->operation.ptr ? event->operation : TEXT("");
	if (!add_operation(sums, operation, &class.operation) ||
		!mia__mailbox_names_add(&sums->mailboxes, event, &class.mailbox) ||
		!widen_mailbox(sums, class.mailbox, event->time, event->time) ||
		!add_class(sums, class, &record.class) || !hash_id(sums, event, &record.id) ||
		!mia__grow(&sums->a, &sums->records, &sums->cap, sums->count + 1, sizeof(*sums->records)))
		return mia__fail_memory(err);
	widen_totals(sums, event->time, event->time);
	memcpy(record.key, event->key, sizeof(record.key));
	record.place = (uint64_t)source << SUMS_RECORD_BITS | event->place.record;
	const uint64_t content[] = { event->content, event->content_more };
	record.content = (uint32_t)mia__hash_table(sums->content_key, content, sizeof(content));
	sums->records[sums->count++] = record;
	return MIA_OK;
}

static enum mia_status
sums_reject(struct mia_fold *fold, const struct mia_reject *reject, struct mia_error *err)
{
	struct mia_sums *sums = (struct mia_sums *)fold;
	uint32_t source;

	if (sums->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the sums are sealed");
	if (!reject->last)
		return MIA_OK;
	MIA_TRY(add_source(sums, source_name(&reject->place), &source, err));
	sums->totals.rejected++;
	if ((unsigned)reject->reason < MIA_REASON_COUNT)
		sums->totals.rejected_by[reject->reason]++;
	return MIA_OK;
}

/* What numbers of another's tables mean in ours. */
struct sums_maps {
	uint32_t *sources, *mailboxes, *classes;
};

static enum mia_status
merge_tables(struct mia_sums *sums, const struct mia_sums *from, struct sums_maps *maps,
	struct mia_error *err)
{
	for (uint32_t i = 1; i < from->sources.count; i++)
		MIA_TRY(add_source(sums, intern_text(&from->sources, i), &maps->sources[i], err));
	if (from->mailboxes.count &&
		!mia__mailbox_names_merge(&sums->mailboxes, &from->mailboxes, maps->mailboxes))
		return mia__fail_memory(err);
	for (uint32_t i = 0; i < from->span_count; i++)
		if (!widen_mailbox(sums, maps->mailboxes[i], from->spans[i].first, from->spans[i].last))
			return mia__fail_memory(err);
	for (size_t i = 0; i < from->class_count; i++) {
		struct sums_class class = from->classes[i];
		class.mailbox = maps->mailboxes[class.mailbox];
		if (!mia__intern_add(&sums->operations, intern_text(&from->operations, class.operation),
			    &class.operation) ||
			!add_class(sums, class, &maps->classes[i]))
			return mia__fail_memory(err);
	}
	return MIA_OK;
}

static enum mia_status
merge_records(struct mia_sums *sums, struct mia_sums *from, const struct sums_maps *maps,
	struct mia_error *err)
{
	for (size_t i = 0; i < from->count; i++) {
		struct sums_record *record = &from->records[i];
		uint64_t source = maps->sources[record->place >> SUMS_RECORD_BITS];
		record->place = source << SUMS_RECORD_BITS | (record->place & (SUMS_RECORDS_MAX - 1));
		record->class = maps->classes[record->class];
	}
	if (sums->count == 0) {
		/* With one worker thread nothing is copied. */
		mia__dealloc(&sums->a, sums->records, sums->cap, sizeof(*sums->records));
		sums->records = from->records;
		sums->count = from->count;
		sums->cap = from->cap;
		from->records = NULL;
		from->cap = 0;
	} else if (from->count) {
		if (from->count > UINT32_MAX - sums->count)
			return mia__fail(err, MIA_ERR_LIMIT, "too many records for one set of sums");
		if (!mia__grow(&sums->a, &sums->records, &sums->cap, sums->count + from->count,
			    sizeof(*sums->records)))
			return mia__fail_memory(err);
		memcpy(sums->records + sums->count, from->records, from->count * sizeof(*sums->records));
		sums->count += from->count;
	}
	return MIA_OK;
}

static enum mia_status
sums_merge(struct mia_fold *fold, struct mia_fold *other, struct mia_error *err)
{
	struct mia_sums *sums = (struct mia_sums *)fold, *from = (struct mia_sums *)other;
	struct sums_maps maps;
	enum mia_status status;

	if (sums->sealed || from->sealed)
		return mia__fail(err, MIA_ERR_STATE, "sealed sums cannot be merged");
	/* One more than needed, so that nothing asks for no memory. */
	size_t sources = from->sources.count + 1, mailboxes = from->mailboxes.count + 1;
	size_t classes = from->class_count + 1;
	maps.sources = mia__alloc(&sums->a, sources, sizeof(uint32_t));
	maps.mailboxes = mia__alloc(&sums->a, mailboxes, sizeof(uint32_t));
	maps.classes = mia__alloc(&sums->a, classes, sizeof(uint32_t));
	if (maps.sources && maps.mailboxes && maps.classes)
		status = merge_tables(sums, from, &maps, err);
	else
		status = mia__fail_memory(err);
	if (status == MIA_OK)
		status = merge_records(sums, from, &maps, err);
	mia__dealloc(&sums->a, maps.sources, sources, sizeof(uint32_t));
	mia__dealloc(&sums->a, maps.mailboxes, mailboxes, sizeof(uint32_t));
	mia__dealloc(&sums->a, maps.classes, classes, sizeof(uint32_t));
	if (status < 0)
		return status;
	widen_totals(sums, from->totals.first, from->totals.last);
	sums->totals.rejected += from->totals.rejected;
	for (size_t i = 0; i < MIA_REASON_COUNT; i++)
		sums->totals.rejected_by[i] += from->totals.rejected_by[i];
	mia__sums_release_records(from);
	return MIA_OK;
}

static enum mia_status
sums_spawn(const struct mia_fold *like, struct mia_fold **ret, struct mia_error *err)
{
	struct mia_sums *sums;

	MIA_TRY(mia_sums_new(&sums, &((const struct mia_sums *)like)->a, err));
	*ret = &sums->fold;
	return MIA_OK;
}

static void
sums_may_use_threads(struct mia_fold *fold, unsigned threads)
{
	((struct mia_sums *)fold)->threads = threads;
}

static void
sums_free(struct mia_fold *fold)
{
	mia_sums_free((struct mia_sums *)fold);
}

/* Whatever its items are. */
static int
sums_wants_items(struct mia_fold *fold, const struct mia_event *event)
{
	(void)fold, (void)event;
	return 0;
}

static const struct mia_fold_ops sums_ops = {
	.size = sizeof(struct mia_fold_ops),
	.spawn = sums_spawn,
	.add = sums_add,
	.reject = sums_reject,
	.merge = sums_merge,
	.seal = mia__sums_seal,
	.free = sums_free,
	.may_use_threads = sums_may_use_threads,
	.wants_items = sums_wants_items,
};
