/* The coverage as a fold: what it keeps of each record until the seal. */
#include "coverage/coverage.h"

#include "base/error.h"
#include "base/text.h"

_Static_assert(sizeof(struct coverage_record) == 24, "every record of the evidence has one");

static const struct mia_fold_ops coverage_ops;

static const struct mia_coverage_options defaults = {
	.size = sizeof(defaults),
	.since = MIA_TIME_UNKNOWN,
	.until = MIA_TIME_UNKNOWN,
	.exported_from = MIA_TIME_UNKNOWN,
	.exported_until = MIA_TIME_UNKNOWN,
};

#undef mia_coverage_options_init
void
mia_coverage_options_init(struct mia_coverage_options *options, size_t size)
{
	mia__options_init(options, size, &defaults, sizeof(defaults));
}

enum mia_status
mia_coverage_new(struct mia_coverage **ret, const struct mia_allocator *allocator,
	const struct mia_coverage_options *options, struct mia_error *err)
{
	if (!ret)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no place for the new coverage");
	struct mia_coverage_options own = defaults;
	MIA_TRY(mia__options_take(&own, sizeof(own), options, "mia_coverage_options", err));
	/* What a member has that was left out of an initialiser: no time of a log. */
	mia_time *times[] = { &own.since, &own.until, &own.exported_from, &own.exported_until };
	for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++)
		if (*times[i] == 0)
			*times[i] = MIA_TIME_UNKNOWN;
	struct mia_allocator a = mia__allocator_or_default(allocator);
	struct mia_coverage *c = mia__alloc(&a, 1, sizeof(*c));
	if (!c)
		return mia__fail_memory(err);
	c->fold.ops = &coverage_ops;
	c->a = a;
	c->options = own;
	mia__mailbox_names_init(&c->mailboxes, &a);
	mia__intern_init(&c->texts, &a);
	mia__intern_init(&c->source_names, &a);
	mia__directory_init(&c->directory, &a);
	mia__arena_init(&c->kept, &a);
	c->extent = (struct mia_coverage_extent){ MIA_TIME_UNKNOWN, MIA_TIME_UNKNOWN,
		c->options.exported_from, c->options.exported_until, 0, MIA_TIME_UNKNOWN, MIA_TIME_UNKNOWN };
	*ret = c;
	return MIA_OK;
}

void
mia_coverage_free(struct mia_coverage *c)
{
	if (!c)
		return;
	struct mia_allocator a = c->a;
	mia__mailbox_names_release(&c->mailboxes);
	mia__dealloc(&a, c->records, c->record_cap, sizeof(*c->records));
	mia__dealloc(&a, c->throttled, c->throttled_cap, sizeof(*c->throttled));
	mia__coverage_tables_release(c);
	mia__acts_release(c);
	mia__coverage_boxes_release(c);
	mia__coverage_spans_release(c);
	mia__coverage_gaps_release(c);
	mia__intern_release(&c->source_names);
	mia__intern_release(&c->texts);
	mia__arena_release(&c->kept);
	mia__dealloc(&a, c, 1, sizeof(*c));
}

struct mia_fold *
mia_coverage_fold(struct mia_coverage *coverage)
{
	return coverage ? &coverage->fold : NULL;
}

static enum mia_status
coverage_spawn(const struct mia_fold *like, struct mia_fold **ret, struct mia_error *err)
{
	const struct mia_coverage *c = (const struct mia_coverage *)like;
	struct mia_coverage *spawned;

	MIA_TRY(mia_coverage_new(&spawned, &c->a, &c->options, err));
	spawned->lean = c->lean;
	*ret = &spawned->fold;
	return MIA_OK;
}

/* A number, its name, or both in one column, as exports have it. */
static bool
is_type50(struct mia_text type)
{
	return text_equal(type, TEXT("50")) || text_equal_nocase(type, TEXT("ExchangeItemAggregated"));
}

static bool
add_record(struct mia_coverage *c, const struct mia_event *event, uint32_t source, bool type50)
{
	struct coverage_record record = {
		.key = coverage_half_key(event->key),
		.time = event->time,
		.zone_unknown = (event->flags & MIA_FLAG_TIME_ZONE_UNKNOWN) != 0,
		.mailbox = NO_MAILBOX,
		.source = source & (COVERAGE_SOURCES_MOST - 1),
		.access = (unsigned)event->access & 3,
		.throttled = event->throttled == MIA_NOT_STATED && (event->flags & MIA_FLAG_THROTTLED_UNCLEAR)
			? COVERAGE_UNCLEAR
			: (unsigned)event->throttled & 3,
		.record_type50 = type50,
		.mailbox_op = mia__operation_of_mailbox(&c->operations, event),
	};

	if ((event->mailbox_guid.len ||
		    (event->mailbox_owner.len && !mia__mailbox_name_is_display(event->mailbox_owner))) &&
		!mia__mailbox_names_add(&c->mailboxes, event, &record.mailbox))
		return false;
	if (event->throttled == MIA_YES && !mia__throttled_note(c, event))
		return false;
	if (!mia__grow(&c->a, &c->records, &c->record_cap, c->record_count + 1, sizeof(*c->records)))
		return false;
	c->records[c->record_count++] = record;
	return true;
}

static enum mia_status
add_source(struct mia_coverage *c, const struct mia_place *place, uint32_t *ret, struct mia_error *err)
{
	if (!mia__coverage_add_source(c, place, ret))
		return mia__fail_memory(err);
	return *ret < COVERAGE_SOURCES_MOST
		? MIA_OK
		: mia__fail(err, MIA_ERR_LIMIT, "too many files for one coverage");
}

static enum mia_status
coverage_add(struct mia_fold *fold, const struct mia_event *event, struct mia_error *err)
{
	struct mia_coverage *c = (struct mia_coverage *)fold;
	uint32_t number;

	if (c->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the coverage is sealed");
	if (!mia__acts_note(c, event))
		return mia__fail_memory(err);
	if (c->again)
		return MIA_OK;
	if (c->record_count >= UINT32_MAX - 1)
		return mia__fail(err, MIA_ERR_LIMIT, "too many records for one coverage");
	MIA_TRY(add_source(c, &event->place, &number, err));
	struct coverage_source *source = &c->sources[number];
	bool type50 = is_type50(event->record_type);
	time_widen(&source->first, &source->last, event->time);
	source->zone_unknown |= (event->flags & MIA_FLAG_TIME_ZONE_UNKNOWN) != 0;
	mia__coverage_note_kind(source, event, type50);
	if (!mia__neighbours_note(c, source, event->place.record, event->time) ||
		!mia__rows_note(c, source, event) || !add_record(c, event, number, type50) ||
		(mia__operation_of_change(&c->operations, event) &&
			!mia__coverage_add_change(c, event, number)))
		return mia__fail_memory(err);
	return MIA_OK;
}

static enum mia_status
coverage_reject(struct mia_fold *fold, const struct mia_reject *reject, struct mia_error *err)
{
	struct mia_coverage *c = (struct mia_coverage *)fold;
	uint32_t number;

	if (c->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the coverage is sealed");
	if (!reject->last)
		return MIA_OK;
	MIA_TRY(add_source(c, &reject->place, &number, err));
	struct coverage_source *source = &c->sources[number];
	if (!mia__grow(&c->a, &source->rejects, &source->reject_cap, source->reject_count + 1,
		    sizeof(*source->rejects)))
		return mia__fail_memory(err);
	source->rejects[source->reject_count++] = (struct coverage_reject){
		.record = reject->place.record,
		.offset = reject->place.offset,
		.before = MIA_TIME_UNKNOWN,
		.after = MIA_TIME_UNKNOWN,
		.reason = (int)reject->reason,
		.stated = reject->time ? reject->time : MIA_TIME_UNKNOWN,
	};
	return MIA_OK;
}

static bool
merge_records(struct mia_coverage *c, const struct mia_coverage *from, const uint32_t *mailboxes,
	const uint32_t *sources)
{
	if (from->record_count == 0)
		return true;
	if (!mia__grow(&c->a, &c->records, &c->record_cap, c->record_count + from->record_count,
		    sizeof(*c->records)))
		return false;
	for (size_t i = 0; i < from->record_count; i++) {
		struct coverage_record record = from->records[i];
		if (record.mailbox != NO_MAILBOX)
			record.mailbox = mailboxes[record.mailbox];
		record.source = sources[record.source] & (COVERAGE_SOURCES_MOST - 1);
		c->records[c->record_count++] = record;
	}
	return true;
}

static bool
same_question(const struct mia_coverage_options *a, const struct mia_coverage_options *b)
{
	return a->since == b->since && a->until == b->until && a->exported_from == b->exported_from &&
		a->exported_until == b->exported_until && a->retention_days == b->retention_days &&
		a->readiness == b->readiness;
}

static enum mia_status
coverage_merge(struct mia_fold *fold, struct mia_fold *other, struct mia_error *err)
{
	struct mia_coverage *c = (struct mia_coverage *)fold, *from = (struct mia_coverage *)other;

	if (c->sealed || from->sealed)
		return mia__fail(err, MIA_ERR_STATE, "a sealed coverage cannot be merged");
	if (!same_question(&c->options, &from->options))
		return mia__fail(err, MIA_ERR_ARGUMENT, "coverages of different questions cannot be merged");
	if (from->record_count >= UINT32_MAX - c->record_count)
		return mia__fail(err, MIA_ERR_LIMIT, "too many records for one coverage");
	if (c->source_count + from->source_count > COVERAGE_SOURCES_MOST)
		return mia__fail(err, MIA_ERR_LIMIT, "too many files for one coverage");
	/* One more than needed, so that nothing asks for no memory. */
	size_t mailboxes = from->mailboxes.count + 1, sources = from->source_count + 1;
	uint32_t *mailbox_map = mia__alloc(&c->a, mailboxes, sizeof(*mailbox_map));
	uint32_t *source_map = mia__alloc(&c->a, sources, sizeof(*source_map));
	bool ok = mailbox_map && source_map &&
		mia__mailbox_names_merge(&c->mailboxes, &from->mailboxes, mailbox_map) &&
		mia__coverage_merge_sources(c, from, source_map) && mia__coverage_merge_changes(c, from) &&
		merge_records(c, from, mailbox_map, source_map) && mia__acts_merge(c, from) &&
		mia__throttled_merge(c, from);
	c->acts_left_out |= from->acts_left_out;
	mia__dealloc(&c->a, mailbox_map, mailboxes, sizeof(*mailbox_map));
	mia__dealloc(&c->a, source_map, sources, sizeof(*source_map));
	return ok ? MIA_OK : mia__fail_memory(err);
}

static void
coverage_free(struct mia_fold *fold)
{
	mia_coverage_free((struct mia_coverage *)fold);
}

static void
coverage_may_leave_out(struct mia_fold *fold, int may)
{
	struct mia_coverage *c = (struct mia_coverage *)fold;

	c->again |= c->lean && !may;
	c->lean = may != 0;
}

static int
coverage_wants_more(const struct mia_fold *fold)
{
	return mia__acts_wanted((const struct mia_coverage *)fold);
}

static void
coverage_may_use_threads(struct mia_fold *fold, unsigned threads)
{
	((struct mia_coverage *)fold)->threads = threads;
}

/* Whatever its items are. */
static int
coverage_wants_items(struct mia_fold *fold, const struct mia_event *event)
{
	(void)fold, (void)event;
	return 0;
}

static const struct mia_fold_ops coverage_ops = {
	.size = sizeof(struct mia_fold_ops),
	.spawn = coverage_spawn,
	.add = coverage_add,
	.reject = coverage_reject,
	.merge = coverage_merge,
	.seal = mia__coverage_seal,
	.free = coverage_free,
	.wants_items = coverage_wants_items,
	.may_leave_out = coverage_may_leave_out,
	.wants_more = coverage_wants_more,
	.without_content = 1,
	.may_use_threads = coverage_may_use_threads,
};

const char *
mia_coverage_reason_name(enum mia_coverage_reason reason)
{
	static const char *const names[MIA_COVERAGE_REASON_COUNT] = {
		[MIA_COVERAGE_COVERED] = "covered",
		[MIA_COVERAGE_THROTTLED] = "throttled",
		[MIA_COVERAGE_THROTTLING_SUSPECTED] = "throttling suspected",
		[MIA_COVERAGE_NOT_LOGGED] = "not logged",
		[MIA_COVERAGE_AUDITING_OFF] = "auditing switched off",
		[MIA_COVERAGE_BEFORE_EVIDENCE] = "before the evidence",
		[MIA_COVERAGE_AFTER_EVIDENCE] = "after the evidence",
		[MIA_COVERAGE_SILENCE] = "silence",
		[MIA_COVERAGE_CUT_SHORT] = "export cut short",
		[MIA_COVERAGE_REJECTED] = "rejected records",
		[MIA_COVERAGE_LATE] = "late records",
	};

	return (unsigned)reason < MIA_COVERAGE_REASON_COUNT ? names[reason] : "";
}

void
mia_coverage_extent(const struct mia_coverage *coverage, struct mia_coverage_extent *ret)
{
	*ret = coverage->extent;
}
