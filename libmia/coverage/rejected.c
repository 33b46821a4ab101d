/*
 * Rule: records of a source could not be used, and what they said is not known.
 *
 * Source: [INFERRED]; a reject is never a "no" (docs/reasons.md). What broke the
 * source off, and what is no export, is the matter of cut_short.c.
 *
 * Where what is left of a record says when it was logged, it lies in that
 * second. Else, where the file is in order of time (four records or more, all in order), a
 * rejected record lies between its neighbours; at an end of the file it is
 * open on that side. Rejects with the same neighbours are one span, and all of
 * a file are one where that would be more than sixteen. Else it is sought
 * between the first and the last record of the file in time; where the first
 * or the last is itself rejected, the span is open on both sides. Open sides
 * reach over the range that --exported states. Where the zone of a time of the
 * file is not known, sides that are not open are 14 hours longer.
 *
 * Limits. A file that is not in order may have held any rejected record
 * outside its range; it is sought inside all the same. The span concerns the
 * whole tenant, since the mailbox is among what is not known.
 */
#include <inttypes.h>

#include "base/buf.h"
#include "base/number.h"
#include "coverage/rules.h"

static bool
counts(const struct coverage_source *source, const struct coverage_reject *reject)
{
	return reject->reason != MIA_REASON_NOT_AN_EXPORT && reject->reason != MIA_REASON_EMPTY &&
		reject->reason != MIA_REASON_PASSED_OVER && reject->reason != MIA_REASON_MORE_RECORDS &&
		reject->reason != MIA_REASON_INPUT_CHANGED && !mia__reject_breaks_off(source, reject);
}

/* "BAD_JSON 2, TOO_LONG 1", in the order of the reasons. */
static void
write_reasons(struct buf *b, const uint64_t *by_reason)
{
	char digits[20];

	for (int reason = 0; reason < MIA_REASON_COUNT; reason++) {
		if (!by_reason[reason])
			continue;
		if (b->len)
			mia__buf_str(b, ", ");
		mia__buf_str(b, mia_reason_name((enum mia_reason)reason));
		mia__buf_byte(b, ' ');
		mia__buf_add(b, digits, mia__number_format(by_reason[reason], digits));
	}
}

enum { SPANS_MOST = 16 };

/* Rejects that may fall into one span. */
struct rejected {
	mia_time before, after;
	uint64_t count, by_reason[MIA_REASON_COUNT];
	bool at_edge;
};

static bool
tell_rejected(struct mia_coverage *c, const struct coverage_source *source, const struct rejected *r)
{
	bool open_start = r->before == MIA_TIME_UNKNOWN || (r->at_edge && !source->in_order);
	bool open_end = r->after == MIA_TIME_UNKNOWN || (r->at_edge && !source->in_order);
	struct mia_span open,
		span = {
			.start = r->before,
			.end = mia__behind_moment(r->after),
			.reason = MIA_COVERAGE_REJECTED,
			.blind = MIA_BLIND_BINDS | MIA_BLIND_SYNCS,
			.rule = "rejected-records",
			.until_rule = "",
			.source = intern_text(&c->texts, source->name),
		};
	struct buf reasons;

	mia__missing_range(c, source->first, source->last, &open);
	if (open_start)
		span.start = open.start;
	if (open_end)
		span.end = open.end;
	if (source->zone_unknown && !open_start)
		span.start = time_plus(span.start, -MIA_ZONE_MOST);
	if (source->zone_unknown && !open_end)
		span.end = time_plus(span.end, MIA_ZONE_MOST);
	mia__buf_init(&reasons, &c->a);
	write_reasons(&reasons, r->by_reason);
	bool ok = !reasons.failed;
	if (ok)
		span.detail = mia__coverage_detail(c,
			"%" PRIu64 " %s could not be used (%.*s); what %s said is not known", r->count,
			r->count == 1 ? "record" : "records", (int)reasons.len, reasons.ptr,
			r->count == 1 ? "it" : "they");
	ok = ok && span.detail.ptr && mia__coverage_add_span(c, NO_BOX, &span);
	mia__buf_release(&reasons);
	return ok;
}

static bool
same_neighbours(const struct coverage_reject *reject, const struct rejected *r)
{
	return r->count && reject->before == r->before && reject->after == r->after;
}

/* together: all of the file as one. Adds spans, or with add false counts them. */
static bool
tell_source(struct mia_coverage *c, const struct coverage_source *source, bool together, bool add,
	size_t *spans)
{
	struct rejected r = { .count = 0 };

	*spans = 0;
	for (size_t k = 0; k < source->reject_count; k++) {
		const struct coverage_reject *reject = &source->rejects[k];
		if (!counts(source, reject) || reject->reason < 0 || reject->reason >= MIA_REASON_COUNT)
			continue;
		if (!same_neighbours(reject, &r) && !(together && r.count)) {
			if (r.count && add && !tell_rejected(c, source, &r))
				return false;
			r = (struct rejected){ .before = reject->before, .after = reject->after };
			++*spans;
		}
		if (reject->before == MIA_TIME_UNKNOWN ||
			(r.before != MIA_TIME_UNKNOWN && reject->before < r.before))
			r.before = reject->before;
		if (reject->after == MIA_TIME_UNKNOWN ||
			(r.after != MIA_TIME_UNKNOWN && reject->after > r.after))
			r.after = reject->after;
		r.at_edge |= reject->stated == MIA_TIME_UNKNOWN &&
			(reject->record == 1 || reject->record == source->records);
		r.by_reason[reject->reason]++;
		r.count++;
	}
	return !r.count || !add || tell_rejected(c, source, &r);
}

bool
mia__rule_rejected(struct mia_coverage *c)
{
	for (size_t i = 0; i < c->source_count; i++) {
		size_t spans;
		if (!tell_source(c, &c->sources[i], false, false, &spans) ||
			!tell_source(c, &c->sources[i], spans > SPANS_MOST, true, &spans))
			return false;
	}
	return true;
}
