/*
 * Throttled: a record of a mailbox says IsThrottled true.
 *
 * Where more than 1000 MailItemsAccessed records are made for a mailbox in
 * less than 24 hours, Exchange Online stops making bind records of it for 24
 * hours; sync records and all other records go on. Whoever caused it: a busy
 * owner or an application blinds the log to everybody. [MS] "Use MailItemsAccessed
 * to investigate compromised accounts": a record with IsThrottled true
 * means that for 24 hours no access by bind was audited, and that all mail of
 * the mailbox is to be regarded as compromised.
 *
 * The two minutes before [INFERRED]: a bind record stands for up to two
 * minutes, and it is not documented whether its time is the first or the last.
 * The end is "not before": the log begins again after a period of 24 hours,
 * at no stated second. Whether the record failed does not matter. Where the zone of
 * the time is not known, both sides are 14 hours longer.
 *
 * Throttling not stated: a record of access that may be a bind says neither yes nor no, or
 * nothing that could be read. Every genuine record of MailItemsAccessed says one of the two
 * [FIELD], so the log may have stopped with it: what is not stated is no "no" [INFERRED].
 */
#include "base/text.h"
#include "coverage/coverage.h"

#define BEFORE (2 * MINUTE)
#define AFTER DAY

/* ---- the ids of throttled records, which are few ---- */

bool
mia__throttled_note(struct mia_coverage *c, const struct mia_event *event)
{
	struct coverage_throttled throttled = { .key = coverage_half_key(event->key) };

	if (!event->id.ptr)
		return true;
	if (!mia__intern_add(&c->texts, event->id, &throttled.id) ||
		!mia__grow(&c->a, &c->throttled, &c->throttled_cap, c->throttled_count + 1,
			sizeof(throttled)))
		return false;
	c->throttled[c->throttled_count++] = throttled;
	return true;
}

bool
mia__throttled_merge(struct mia_coverage *c, const struct mia_coverage *from)
{
	if (!mia__grow(&c->a, &c->throttled, &c->throttled_cap, c->throttled_count + from->throttled_count,
		    sizeof(*c->throttled)))
		return false;
	for (size_t i = 0; i < from->throttled_count; i++) {
		struct coverage_throttled throttled = from->throttled[i];
		if (!mia__intern_add(&c->texts, intern_text(&from->texts, throttled.id), &throttled.id))
			return false;
		c->throttled[c->throttled_count++] = throttled;
	}
	return true;
}

static int
compare_throttled(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_coverage *c = ctx;
	const struct coverage_throttled *a = &c->throttled[x], *b = &c->throttled[y];

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return text_compare(intern_text(&c->texts, a->id), intern_text(&c->texts, b->id));
}

bool
mia__throttled_seal(struct mia_coverage *c)
{
	size_t n = c->throttled_count;

	if (n == 0)
		return true;
	uint32_t *order = mia__alloc(&c->a, n, sizeof(*order));
	struct coverage_throttled *sorted = mia__alloc(&c->a, n, sizeof(*sorted));
	for (size_t i = 0; order && i < n; i++)
		order[i] = (uint32_t)i;
	bool ok =
		n < UINT32_MAX && order && sorted && mia__sort_numbers(&c->a, order, n, compare_throttled, c);
	for (size_t i = 0; ok && i < n; i++)
		sorted[i] = c->throttled[order[i]];
	if (ok)
		memcpy(c->throttled, sorted, n * sizeof(*sorted));
	mia__dealloc(&c->a, order, n, sizeof(*order));
	mia__dealloc(&c->a, sorted, n, sizeof(*sorted));
	return ok;
}

/* Of a throttled record; of several spellings the least. */
static struct mia_text
id_of(const struct mia_coverage *c, const struct coverage_record *record)
{
	size_t low = 0, high = c->throttled_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (c->throttled[middle].key < record->key)
			low = middle + 1;
		else
			high = middle;
	}
	return low < c->throttled_count && c->throttled[low].key == record->key
		? intern_text(&c->texts, c->throttled[low].id)
		: TEXT_ABSENT;
}

/* ---- the rules ---- */

/* Records whose spans overlap or touch. */
struct joined {
	const struct coverage_record *first, *last;
	mia_time start, end;
	size_t records;
	bool zone_unknown;
};

/* The log had stopped, or may have: which records, and what is said of them. */
struct stop {
	enum mia_known throttled;
	enum mia_coverage_reason reason;
	const char *rule, *says, *one, *several;
	const char *timeless;
};

static const struct stop stops[] = {
	{
		.throttled = MIA_YES,
		.reason = MIA_COVERAGE_THROTTLED,
		.rule = "throttled",
		.says = "IsThrottled is true on",
		.one = "binds were not logged for 24 hours after it",
		.several = "binds were not logged for 24 hours after each",
		.timeless =
			"IsThrottled is true on a record without a usable time, so the 24 hours without binds may lie "
			"anywhere; syncs are logged all the same",
	},
	{
		.throttled = MIA_NOT_STATED,
		.reason = MIA_COVERAGE_THROTTLING_SUSPECTED,
		.rule = "throttling-not-stated",
		.says = "IsThrottled is not stated, or not in a form that is known, on",
		.one = "binds may not have been logged for 24 hours after it",
		.several = "binds may not have been logged for 24 hours after each",
		.timeless =
			"IsThrottled is not stated, or not in a form that is known, on a record of access without a "
			"usable time, so 24 hours without binds may lie anywhere; syncs are logged all the same",
	},
};

static bool
concerns(const struct stop *stop, const struct coverage_record *record)
{
	unsigned throttled = record->throttled == COVERAGE_UNCLEAR ? MIA_NOT_STATED : record->throttled;

	if ((enum mia_known)throttled != stop->throttled)
		return false;
	return stop->throttled == MIA_YES || record->access == MIA_ACCESS_BIND ||
		record->access == MIA_ACCESS_UNSTATED;
}

static bool
add_joined(struct mia_coverage *c, size_t box, const struct stop *stop, const struct joined *joined)
{
	bool nameless = box == NO_BOX;
	const char *zone = joined->zone_unknown
		? "; the zone of the time is not known, so the span is 14 hours longer on both sides"
		: "";
	char first[MIA_TIME_TEXT], last[MIA_TIME_TEXT];
	struct mia_span span = {
		.start = joined->start,
		.end = joined->end,
		.reason = stop->reason,
		.blind = MIA_BLIND_BINDS,
		.rule = stop->rule,
		.until_rule = "24 hours",
		.record_id = stop->throttled == MIA_YES ? id_of(c, joined->first) : TEXT_ABSENT,
		.source = intern_text(&c->texts, c->sources[joined->first->source].name),
	};

	mia_time_format(joined->first->time, first);
	mia_time_format(joined->last->time, last);
	if (joined->records == 1)
		span.detail = mia__coverage_detail(c,
			"%s 1 record%s, at %s; %s, the end is not before the time given; syncs are logged all "
			"the same%s",
			stop->says, nameless ? " that names no mailbox" : "", first, stop->one, zone);
	else
		span.detail = mia__coverage_detail(c,
			"%s %zu records%s, from %s to %s; %s, the end is not before the time given; syncs are "
			"logged all the same%s",
			stop->says, joined->records, nameless ? " that name no mailbox" : "", first, last,
			stop->several, zone);
	return span.detail.ptr && mia__coverage_add_span(c, box, &span);
}

/* The 24 hours may lie anywhere. */
static bool
add_timeless(struct mia_coverage *c, size_t box, const struct stop *stop,
	const struct coverage_record *record)
{
	struct mia_span span = {
		.start = MIA_TIME_UNKNOWN,
		.end = MIA_TIME_UNKNOWN,
		.reason = stop->reason,
		.blind = MIA_BLIND_BINDS,
		.rule = stop->rule,
		.record_id = stop->throttled == MIA_YES ? id_of(c, record) : TEXT_ABSENT,
		.source = intern_text(&c->texts, c->sources[record->source].name),
		.detail = text_of(stop->timeless),
	};

	return mia__coverage_add_span(c, box, &span);
}

static bool
stopped_run(struct mia_coverage *c, size_t box, const struct coverage_run *run, const struct stop *stop)
{
	struct joined joined = { .records = 0 };
	bool timeless = false;

	for (size_t i = run->start; i < run->start + run->count; i++) {
		const struct coverage_record *record = &c->records[i];
		if (!concerns(stop, record))
			continue;
		if (record->time == MIA_TIME_UNKNOWN) {
			/* One says it of all that do not state it: there may be very many. */
			if ((stop->throttled == MIA_YES || !timeless) && !add_timeless(c, box, stop, record))
				return false;
			timeless = true;
			continue;
		}
		mia_time start = time_plus(record_earliest(record), -BEFORE);
		mia_time end = time_plus(record_latest(record), AFTER);
		if (joined.records && start > joined.end) {
			if (!add_joined(c, box, stop, &joined))
				return false;
			joined.records = 0;
		}
		if (!joined.records++)
			joined = (struct joined){ .first = record, .start = start, .end = end, .records = 1 };
		joined.last = record;
		joined.start = start < joined.start ? start : joined.start;
		joined.end = end > joined.end ? end : joined.end;
		joined.zone_unknown |= record->zone_unknown;
	}
	return !joined.records || add_joined(c, box, stop, &joined);
}

bool
mia__rule_throttled(struct mia_coverage *c)
{
	for (size_t k = 0; k < sizeof(stops) / sizeof(*stops); k++) {
		for (size_t i = 0; i < c->box_count; i++)
			if (!stopped_run(c, i, &c->runs[i], &stops[k]))
				return false;
		/* Some mailbox is blind, and it is not said which. */
		if (!stopped_run(c, NO_BOX, &c->rest, &stops[k]))
			return false;
	}
	return true;
}
