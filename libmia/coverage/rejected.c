/*
 * Rule: records of a source could not be used, and what they said is not known.
 *
 * Source: [INFERRED]; a reject is never a "no" (docs/reasons.md). What broke the
 * source off, and what is no export, is the matter of cut_short.c.
 *
 * A rejected record stands between records of its source, so it is sought
 * between the first and the last of them in time. Where the first or the last
 * record of the source is itself rejected, it may be older or newer than all
 * others: sources are sorted either way, or not at all. Then the span is open
 * on both sides, or reaches over the range that --exported states.
 *
 * Limits. A source that is not in order of time may have held any rejected
 * record outside its range; it is sought inside all the same. The span concerns
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
	bool at_edge)
{
	struct mia_span span = {
		.start = source->first,
		.end = behind_moment(source->last),
		.reason = MIA_COVERAGE_REJECTED,
		.blind = MIA_BLIND_BINDS | MIA_BLIND_SYNCS,
		.rule = "rejected-records",
		.until_rule = "",
		.source = intern_text(&c->texts, source->name),
	};
	struct buf reasons;

	if (at_edge || source->first == MIA_TIME_UNKNOWN)
		missing_range(c, source->first, source->last, &span);
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
		bool at_edge = false;
		for (size_t k = 0; k < source->reject_count; k++) {
			const struct coverage_reject *reject = &source->rejects[k];
			if (!counts(source, reject) || reject->reason < 0 || reject->reason >= MIA_REASON_COUNT)
				continue;
			at_edge |= reject->record == 1 || reject->record == source->records;
			by_reason[reject->reason]++;
			count++;
		}
		if (count && !tell(c, source, count, by_reason, at_edge))
			return false;
	}
	return true;
}
