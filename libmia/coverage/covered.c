/*
 * Covered: where the rules show no reason why MailItemsAccessed should be
 * missing. The last rule, since it is what the others leave.
 *
 * A mailbox that has MailItemsAccessed records, of a stated kind, was logged
 * between two of them that stand a week apart or less [INFERRED from MS: the action is logged
 * by default for all or for none]; where the zone of a time is not known, from 14 hours behind
 * the first to 14 hours before the last. Further apart they show nothing of what lies
 * between: one record of a far time would do for years. Nor does a record that lies outside
 * of what the export is stated to hold. Beyond them nothing shows it, unless the analyst states
 * what the export holds and the readiness says that the owner's access was
 * logged: then what he states. Each piece that no blind span of binds, of the
 * mailbox or the tenant, takes away is one span.
 *
 * It speaks of binds: a span that blinds to syncs alone may lie over it. It is
 * no proof: a rule can only find what leaves a trace. An account whose actions
 * are not logged anywhere (spans with an actor) is not taken away here, since
 * it says nothing of all others.
 */
#include "base/text.h"
#include "coverage/coverage.h"

/* Access records of one mailbox that stand close to each other. */
struct covered {
	struct mia_coverage *c;
	size_t box, pieces;
	uint64_t records;
	mia_time start, end;
	bool stated_start, stated_end;
	struct mia_text detail;
	struct span_walk walk;
	mia_time reach; /* what the spans that the walk has passed blind, as far as they go */
	mia_time next_start, next_end;
	bool has_next; /* the span that the walk gave last is not passed */
};

static bool
logged_by_readiness(const struct mia_coverage *c, size_t box)
{
	size_t i = c->runs[box].readiness;

	return c->options.readiness && i != NO_BOX &&
		mia_readiness_get(c->options.readiness, i)->owner == MIA_YES;
}

static bool
describe(struct covered *covered)
{
	char start[MIA_TIME_TEXT], end[MIA_TIME_TEXT];

	mia_time_format(covered->start, start);
	mia_time_format(covered->end, end);
	covered->detail = mia__coverage_detail(covered->c,
		"%llu MailItemsAccessed record%s between %s (%s) and %s (%s), and no sign that "
		"binds are missing here",
		(unsigned long long)covered->records, covered->records == 1 ? "" : "s", start,
		covered->stated_start ? "stated by the analyst" : "first record", end,
		covered->stated_end ? "stated by the analyst" : "last record");
	return covered->detail.ptr != NULL;
}

static bool
add_piece(const struct covered *covered, mia_time start, mia_time end)
{
	struct mia_span span = {
		.start = start,
		.end = end,
		.reason = MIA_COVERAGE_COVERED,
		.rule = "covered",
		.until_rule = end < covered->end ? "blind span"
			: covered->stated_end    ? "stated"
						 : "last access record",
		.detail = covered->detail,
	};

	return mia__coverage_add_span(covered->c, covered->box, &span);
}

/* Beyond these nothing is called covered: whoever switches auditing off and on
 * decides how many there are, for every mailbox. */
enum { PIECES_MOST = 100 };

/* The next span that begins before `end`. Adding a piece may move the spans, so that
 * nothing but its times is kept. */
static bool
span_before(struct covered *covered, mia_time end)
{
	if (!covered->has_next) {
		const struct mia_span *span = mia__coverage_walk_next(&covered->walk);
		if (!span)
			return false;
		covered->has_next = true;
		covered->next_start = span->start;
		covered->next_end = span->end == MIA_TIME_UNKNOWN ? INT64_MAX : span->end;
	}
	return covered->next_start < end;
}

/* What no span blinds from start to end. Both rise from call to call, so that the spans
 * are walked through once. */
static bool
cover(struct covered *covered)
{
	mia_time at = covered->start;

	if (covered->start >= covered->end)
		return true;
	if (!describe(covered))
		return false;
	if (covered->reach > at)
		at = covered->reach;
	while (at < covered->end && span_before(covered, covered->end)) {
		if (at < covered->next_start) {
			if (++covered->pieces > PIECES_MOST)
				return true;
			if (!add_piece(covered, at, covered->next_start))
				return false;
		}
		covered->has_next = false;
		if (covered->next_end > covered->reach)
			covered->reach = covered->next_end;
		if (covered->reach > at)
			at = covered->reach;
	}
	return at >= covered->end || ++covered->pieces > PIECES_MOST || add_piece(covered, at, covered->end);
}

/* ---- which records show it ---- */

/* A record that does not say its kind, or has lost it, shows no kind to be
 * logged. */
static bool
shows(const struct mia_coverage *c, const struct coverage_record *record)
{
	return record->time != MIA_TIME_UNKNOWN &&
		(record->access == MIA_ACCESS_BIND || record->access == MIA_ACCESS_SYNC) &&
		!mia__coverage_is_outside(c, record->time);
}

/* Stated for the whole export, so it never makes the span shorter. */
static void
extend(struct covered *covered, bool first, bool last)
{
	const struct mia_coverage_extent *extent = &covered->c->extent;

	if (!logged_by_readiness(covered->c, covered->box))
		return;
	if (first && extent->stated_from != MIA_TIME_UNKNOWN && extent->stated_from < covered->start) {
		covered->start = extent->stated_from;
		covered->stated_start = true;
	}
	if (last && extent->stated_until != MIA_TIME_UNKNOWN && extent->stated_until > covered->end) {
		covered->end = extent->stated_until;
		covered->stated_end = true;
	}
}

/* Where both ends are stated and the configuration says that the owner's access was logged,
 * records need not stand close to each other. */
static bool
needs_no_neighbours(const struct covered *covered)
{
	const struct mia_coverage_extent *extent = &covered->c->extent;

	return extent->stated_from != MIA_TIME_UNKNOWN && extent->stated_until != MIA_TIME_UNKNOWN &&
		logged_by_readiness(covered->c, covered->box);
}

static bool
covered_box(struct covered *covered)
{
	const struct mia_coverage *c = covered->c;
	const struct coverage_run *run = &c->runs[covered->box];
	bool alone = needs_no_neighbours(covered), first = true;
	mia_time last = MIA_TIME_UNKNOWN;

	covered->start = covered->end = MIA_TIME_UNKNOWN;
	for (size_t i = run->start; i < run->start + run->count; i++) {
		const struct coverage_record *record = &c->records[i];
		if (!shows(c, record)) {
			covered->records +=
				record->access != MIA_ACCESS_NONE && record->time != MIA_TIME_UNKNOWN;
			continue;
		}
		if (last != MIA_TIME_UNKNOWN && !alone &&
			time_between(last, record_latest(record)) > COVERAGE_GOES_ON) {
			extend(covered, first, false);
			if (!cover(covered))
				return false;
			first = false;
			covered->start = covered->end = MIA_TIME_UNKNOWN;
			covered->records = 0;
			covered->stated_start = false;
		}
		covered->records++;
		mia__coverage_note_access(record, &covered->start, &covered->end);
		/* Of an unknown zone: not later than the earliest that it may be. */
		mia_time earliest = record_earliest(record);
		last = last == MIA_TIME_UNKNOWN || earliest > last ? earliest : last;
	}
	if (covered->start == MIA_TIME_UNKNOWN)
		return true;
	extend(covered, first, true);
	return cover(covered);
}

bool
mia__rule_covered(struct mia_coverage *c)
{
	for (size_t box = 0; box < c->box_count; box++) {
		struct covered covered = { .c = c, .box = box, .reach = MIA_TIME_UNKNOWN };
		/* Spans that are added here were not indexed and have no part in the walk. */
		mia__coverage_walk_begin(&covered.walk, c, box, MIA_BLIND_BINDS, false);
		if (!covered_box(&covered))
			return false;
	}
	return true;
}
