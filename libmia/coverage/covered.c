/*
 * Covered: where the rules show no reason why MailItemsAccessed should be
 * missing. The last rule, since it is what the others leave.
 *
 * A mailbox that has MailItemsAccessed records, of a stated kind, was logged
 * between the first and the last of them [INFERRED from MS: the action is logged by default for
 * all or for none]; where the zone of a time is not known, from 14 hours behind the first to 14
 * hours before the last. Beyond them nothing shows it, unless the analyst states
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

struct covered {
	struct mia_coverage *c;
	size_t box;
	mia_time start, end;
	bool stated_start, stated_end;
	struct mia_text detail;
};

static bool
logged_by_readiness(const struct mia_coverage *c, size_t box)
{
	size_t i = c->runs[box].readiness;

	return c->options.readiness && i != NO_BOX &&
		mia_readiness_get(c->options.readiness, i)->owner == MIA_YES;
}

/* Stated for the whole export, so it never makes the span shorter. */
static void
extend(struct covered *covered)
{
	const struct mia_coverage_extent *extent = &covered->c->extent;

	if (!logged_by_readiness(covered->c, covered->box))
		return;
	if (extent->stated_from != MIA_TIME_UNKNOWN && extent->stated_from < covered->start) {
		covered->start = extent->stated_from;
		covered->stated_start = true;
	}
	if (extent->stated_until != MIA_TIME_UNKNOWN && extent->stated_until > covered->end) {
		covered->end = extent->stated_until;
		covered->stated_end = true;
	}
}

static bool
describe(struct covered *covered)
{
	const struct mia_coverage_mailbox *box = &covered->c->boxes[covered->box];
	uint64_t count = box->binds + box->syncs + box->unstated;
	char start[MIA_TIME_TEXT], end[MIA_TIME_TEXT];

	mia_time_format(covered->start, start);
	mia_time_format(covered->end, end);
	covered->detail = mia__coverage_detail(covered->c,
		"%llu MailItemsAccessed record%s between %s (%s) and %s (%s), and no sign that "
		"binds are missing here",
		(unsigned long long)count, count == 1 ? "" : "s", start,
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

static bool
covered_box(struct covered *covered)
{
	size_t pieces = 0;

	const struct mia_span *span;
	struct span_walk walk;
	mia_time at = covered->start;

	/* Spans that are added here were not indexed and have no part in the walk. */
	mia__coverage_walk_begin(&walk, covered->c, covered->box, MIA_BLIND_BINDS, false);
	while (at < covered->end && (span = mia__coverage_walk_next(&walk)) != NULL) {
		mia_time start = span->start < covered->end ? span->start : covered->end;
		mia_time end = span->end == MIA_TIME_UNKNOWN ? covered->end : span->end;
		if (at < start && ++pieces > PIECES_MOST)
			return true;
		if (at < start && !add_piece(covered, at, start))
			return false;
		/* Adding may have moved the spans: `span` is gone. */
		if (end > at)
			at = end;
	}
	return at >= covered->end || add_piece(covered, at, covered->end);
}

/* A record that does not say its kind, or has lost it, shows no kind to be
 * logged. */
static void
span_of_kinds(const struct mia_coverage *c, size_t box, mia_time *first, mia_time *last)
{
	const struct coverage_run *run = &c->runs[box];

	*first = *last = MIA_TIME_UNKNOWN;
	for (size_t i = run->start; i < run->start + run->count; i++)
		if (c->records[i].access == MIA_ACCESS_BIND || c->records[i].access == MIA_ACCESS_SYNC)
			mia__coverage_note_access(&c->records[i], first, last);
}

bool
mia__rule_covered(struct mia_coverage *c)
{
	for (size_t box = 0; box < c->box_count; box++) {
		struct covered covered = { .c = c, .box = box };
		span_of_kinds(c, box, &covered.start, &covered.end);
		if (covered.start == MIA_TIME_UNKNOWN)
			continue;
		extend(&covered);
		if (covered.start < covered.end && (!describe(&covered) || !covered_box(&covered)))
			return false;
	}
	return true;
}
