/*
 * Rule: records of a source could not be used, and what they said is not known.
 *
 * Source: [INFERRED]; a reject is never a "no" (docs/reasons.md). What broke the
 * source off, and what is no export, is the matter of cut_short.c.
 *
 * A rejected record stands between records of its source, so it is sought
 * between the first and the last of them; where the rejected one is itself the
 * first or the last record there, that side is open. Which side of time that is
 * the neighbour tells: if the record next to the edge is the earliest of the
 * source, the rejected one is older; if it is the latest, newer; otherwise both
 * sides are open.
 *
 * Limits. A source that is not in order of time may have held the rejected
 * record anywhere; it is sought in its range all the same. The span concerns
 * the whole tenant, since the mailbox is among what is not known.
 */
#include <inttypes.h>

#include "base/buf.h"
#include "base/number.h"
#include "coverage/rules.h"

static bool
counts(const struct coverage_source *source, const struct coverage_reject *reject)
{
	return reject->reason != MIA_REASON_NOT_AN_EXPORT && reject->reason != MIA_REASON_EMPTY &&
		!reject_breaks_off(source, reject);
}

struct sides {
	bool older, newer;
};

static struct sides
open_sides(const struct coverage_source *source, const struct coverage_reject *reject)
{
	struct sides sides = { false, false };

	for (int edge = 0; edge < 2; edge++) {
		if (reject->record != (edge ? source->records : 1))
			continue;
		mia_time neighbour = edge ? reject->before : reject->after;
		bool earliest = neighbour != MIA_TIME_UNKNOWN && neighbour == source->first;
		bool latest = neighbour != MIA_TIME_UNKNOWN && neighbour == source->last;
		if (earliest == latest)
			sides.older = sides.newer = true;
		else if (earliest)
			sides.older = true;
		else
			sides.newer = true;
	}
	return sides;
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
			buf_str(b, ", ");
		buf_str(b, mia_reason_name((enum mia_reason)reason));
		buf_byte(b, ' ');
		buf_add(b, digits, number_format(by_reason[reason], digits));
	}
}

static bool
tell(struct mia_coverage *c, const struct coverage_source *source, uint64_t count, const uint64_t *by_reason,
	struct sides open)
{
	struct mia_span range = { 0 };
	struct mia_span span = {
		.start = source->first,
		.end = source->last == MIA_TIME_UNKNOWN ? MIA_TIME_UNKNOWN : time_plus(source->last, A_MOMENT),
		.reason = MIA_COVERAGE_REJECTED,
		.blind = MIA_BLIND_BINDS | MIA_BLIND_SYNCS,
		.rule = "rejected-records",
		.until_rule = "",
		.source = intern_text(&c->texts, source->name),
	};
	struct buf reasons;

	missing_range(c, source->first, source->last, &range);
	if (open.older || span.start == MIA_TIME_UNKNOWN)
		span.start = range.start;
	if (open.newer || span.end == MIA_TIME_UNKNOWN)
		span.end = range.end;
	buf_init(&reasons, &c->a);
	write_reasons(&reasons, by_reason);
	bool ok = !reasons.failed;
	if (ok)
		span.detail = coverage_detail(c, "%" PRIu64 " %s could not be used (%.*s); what they said is not known", count,
			count == 1 ? "record" : "records", (int)reasons.len, reasons.ptr);
	ok = ok && span.detail.ptr && coverage_add_span(c, NO_BOX, &span);
	buf_release(&reasons);
	return ok;
}

bool
rule_rejected(struct mia_coverage *c)
{
	for (size_t i = 0; i < c->source_count; i++) {
		const struct coverage_source *source = &c->sources[i];
		uint64_t by_reason[MIA_REASON_COUNT] = { 0 }, count = 0;
		struct sides open = { false, false };
		for (size_t k = 0; k < source->reject_count; k++) {
			const struct coverage_reject *reject = &source->rejects[k];
			if (!counts(source, reject) || reject->reason < 0 || reject->reason >= MIA_REASON_COUNT)
				continue;
			struct sides sides = open_sides(source, reject);
			open.older |= sides.older;
			open.newer |= sides.newer;
			by_reason[reject->reason]++;
			count++;
		}
		if (count && !tell(c, source, count, by_reason, open))
			return false;
	}
	return true;
}
