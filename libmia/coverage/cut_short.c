/*
 * Rule: a source does not hold all that was asked of it.
 *
 * Sources: ResultCount is the total for the query and ResultIndex the number of
 * a row in it [MS, Search-UnifiedAuditLog] (result_count.c); 100 rows by
 * default, at most 5,000 a call and 50,000 a session there, 1,000 by default of
 * Search-MailboxAuditLog [MS], 50,000 a search in the portal [MS], 100,000 with
 * Audit Premium [FIELD], 10,000 a window of Microsoft's own script PAX, 30,000 of
 * advanced hunting, 1,000,000 a query of Microsoft Graph [MS]: exactly so many
 * rows are to be held for cut [INFERRED], also where ResultCount is the same
 * number, which it repeats since April 2026 [FIELD, Microsoft-Extractor-Suite
 * #199]. A row that states ResultCount 0 comes from a search that
 * failed on its way, as public export scripts have it [FIELD]. Answers of services
 * say themselves that they go on or are not whole [MS] (more_records.c). What a source
 * that broke off would have held is not known [INFERRED].
 *
 * Where the missing rows lie in time is not known either: exports are sorted
 * newest first, oldest first, or not at all (ReturnLargeSet is unsorted [MS]),
 * so they may be older or newer than those at hand. The span is open on both
 * sides, or reaches over the range that --exported states.
 *
 * Limits. All spans concern the whole tenant: a row that is missing may speak
 * of any mailbox. A file that lost whole lines at its end and has no ResultCount
 * gives no sign; neither does an export made by an administrator who may see
 * some users only. An empty file is told of, although an export without hits
 * looks the same. A file that could not be used blinds the whole (passed-over) if
 * the name of an operation of access stands in it, or if it is packed; other files
 * that are no export (NOT_AN_EXPORT) are left to the list of rejects.
 */
#include <inttypes.h>

#include <mia/evidence.h>

#include "coverage/rules.h"

static bool
tell_cut(struct mia_coverage *c, const struct coverage_source *source, const char *rule,
	struct mia_text detail)
{
	struct mia_span span = {
		.reason = MIA_COVERAGE_CUT_SHORT,
		.blind = MIA_BLIND_BINDS | MIA_BLIND_SYNCS,
		.rule = rule,
		.until_rule = "",
		.source = intern_text(&c->texts, source->name),
		.detail = detail,
	};

	mia__missing_range(c, source->first, source->last, &span);
	return detail.ptr && mia__coverage_add_span(c, NO_BOX, &span);
}

/* Whatever ResultCount says: since April 2026 it repeats ResultSize. Of a query
 * that is here in parts, all of them, the total counts: 5,000 rows are one page
 * of it. Of several queries in one file each counts for itself, and the file as
 * well: whether they are several is a guess. */
static bool
tell_round_number(struct mia_coverage *c, const struct coverage_source *source,
	const struct coverage_queries *q, bool whole)
{
	uint64_t rows = whole ? (uint64_t)source->result_count : mia__rows_of(source);
	bool of_query = !mia__export_ends_at(rows);

	if (of_query)
		rows = whole ? 0 : q->round ? q->round : q->plain_round;
	if (!rows)
		return true;
	return tell_cut(c, source, "round-number",
		mia__coverage_detail(c,
			"exactly %" PRIu64 " rows%s: at this number an export ends although there is more",
			rows, of_query ? " of one query in this file" : ""));
}

static bool
tell_failed_search(struct mia_coverage *c, const struct coverage_source *source)
{
	return source->result_count_least != 0 ||
		tell_cut(c, source, "search-failed",
			mia__coverage_detail(c,
				"a row states ResultCount 0, the mark of a search that timed out: rows may be missing"));
}

static bool
tell_broken_off(struct mia_coverage *c, const struct coverage_source *source)
{
	const struct coverage_reject *first = NULL;

	for (size_t i = 0; i < source->reject_count && !first; i++)
		if (mia__reject_breaks_off(source, &source->rejects[i]))
			first = &source->rejects[i];
	if (!first)
		return true;
	return tell_cut(c, source, "broken-off",
		mia__coverage_detail(c,
			"the source breaks off at record %" PRIu64
			" (%s); what would have followed is not known",
			first->record, mia_reason_name((enum mia_reason)first->reason)));
}

static bool
tell_empty(struct mia_coverage *c, const struct coverage_source *source)
{
	for (size_t i = 0; i < source->reject_count; i++)
		if (source->rejects[i].reason == MIA_REASON_EMPTY)
			return tell_cut(c, source, "empty-source",
				mia__coverage_detail(c,
					"the source is empty: an export without hits looks so, and one that failed as well"));
	return true;
}

static bool
tell_more_records(struct mia_coverage *c, const struct coverage_source *source)
{
	for (size_t i = 0; i < source->reject_count; i++)
		if (source->rejects[i].reason == MIA_REASON_MORE_RECORDS)
			return tell_cut(c, source, "more-records",
				mia__coverage_detail(c,
					"it says itself that it does not hold all: a page behind it is missing, or a limit was reached"));
	return true;
}

static bool
tell_changed(struct mia_coverage *c, const struct coverage_source *source)
{
	for (size_t i = 0; i < source->reject_count; i++)
		if (source->rejects[i].reason == MIA_REASON_INPUT_CHANGED)
			return tell_cut(c, source, "input-changed",
				mia__coverage_detail(c,
					"the file was changed while mia worked on it: it may have held other records"));
	return true;
}

/* Of all of the time, whatever was asked for: the file may hold anything. */
static bool
tell_passed_over(struct mia_coverage *c, const struct coverage_source *source)
{
	struct mia_span span = {
		.start = MIA_TIME_UNKNOWN,
		.end = MIA_TIME_UNKNOWN,
		.reason = MIA_COVERAGE_REJECTED,
		.blind = MIA_BLIND_BINDS | MIA_BLIND_SYNCS,
		.rule = "passed-over",
		.until_rule = "",
		.source = intern_text(&c->texts, source->name),
	};

	for (size_t i = 0; i < source->reject_count; i++) {
		if (source->rejects[i].reason != MIA_REASON_PASSED_OVER)
			continue;
		span.detail = mia__coverage_detail(c,
			"the file could not be used, and records of access may stand in it: they were not counted");
		return span.detail.ptr && mia__coverage_add_span(c, NO_BOX, &span);
	}
	return true;
}

bool
mia__rule_cut_short(struct mia_coverage *c)
{
	if (c->source_count == 0)
		return true;
	bool *whole = mia__alloc(&c->a, c->source_count, sizeof(*whole));
	bool ok = whole && mia__sources_in_parts(c, whole);
	for (size_t i = 0; ok && i < c->source_count; i++) {
		const struct coverage_source *source = &c->sources[i];
		const struct coverage_queries q = mia__queries_of(source);
		ok = (whole[i] ||
			     (mia__tell_result_count(c, source, &q) &&
				     mia__tell_result_index(c, source, &q))) &&
			tell_failed_search(c, source) && tell_round_number(c, source, &q, whole[i]) &&
			tell_broken_off(c, source) && tell_empty(c, source) && tell_more_records(c, source) &&
			tell_changed(c, source) && tell_passed_over(c, source);
	}
	mia__dealloc(&c->a, whole, c->source_count, sizeof(*whole));
	return ok;
}
