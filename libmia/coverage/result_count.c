/*
 * What ResultCount and ResultIndex of Search-UnifiedAuditLog say of a source
 * (the rule stands in cut_short.c). Numbers begin with 1 [FIELD]. A file may
 * hold several queries; each is judged by its own rows (queries.c).
 *
 * Limits. Several files are taken for parts of one query only where each holds
 * nothing else, their ResultCount is the same and their numbers, all different,
 * fill it up.
 */
#include <inttypes.h>

#include "base/sort.h"
#include "coverage/rules.h"

static uint64_t
rejected_rows(const struct coverage_source *source)
{
	uint64_t rows = 0;

	for (size_t i = 0; i < source->reject_count; i++)
		rows += !mia__reject_of_source(&source->rejects[i]);
	return rows;
}

/* Every row is numbered, of one total, and no number has two records. */
static bool
one_query(const struct coverage_source *source)
{
	const struct coverage_row *v = source->rows;

	if (source->result_count <= 0 || source->result_count != source->result_count_least ||
		source->row_count == 0 || v[0].count != source->result_count || v[0].index == MIA_NOT_COUNTED)
		return false;
	for (size_t i = 1; i < source->row_count; i++)
		if (v[i].index == v[i - 1].index && v[i].key != v[i - 1].key)
			return false;
	return true;
}

static int
compare_counts(const void *ctx, uint32_t x, uint32_t y)
{
	const struct coverage_source *sources = ctx;
	int64_t a = sources[x].result_count, b = sources[y].result_count;

	return a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y;
}

static int
compare_indexes(const void *ctx, uint32_t x, uint32_t y)
{
	const uint64_t *indexes = ctx;

	return indexes[x] < indexes[y] ? -1 : indexes[x] > indexes[y];
}

static bool
all_different(struct mia_coverage *c, const uint64_t *indexes, size_t count, bool *ret)
{
	uint32_t *order = mia__alloc(&c->a, count, sizeof(*order));

	if (!order)
		return false;
	for (size_t i = 0; i < count; i++)
		order[i] = (uint32_t)i;
	bool ok = mia__sort_numbers(&c->a, order, count, compare_indexes, indexes);
	*ret = ok;
	for (size_t i = 1; i < count && *ret; i++)
		*ret = indexes[order[i - 1]] != indexes[order[i]];
	mia__dealloc(&c->a, order, count, sizeof(*order));
	return ok;
}

/* Do the sources of order[0..n) together hold the numbers 1 to ResultCount?
 * Sums first: most often that settles it. */
static bool
fill_up(struct mia_coverage *c, const uint32_t *order, size_t n, bool *ret)
{
	uint64_t total = (uint64_t)c->sources[order[0]].result_count;
	size_t count = 0, at = 0;

	*ret = false;
	for (size_t i = 0; i < n; i++) {
		const struct coverage_source *source = &c->sources[order[i]];
		const struct coverage_row *v = source->rows;
		if (v[0].index < 1 || (uint64_t)v[source->row_count - 1].index > total)
			return true;
		for (size_t k = 0; k < source->row_count; k++)
			count += k == 0 || v[k].index != v[k - 1].index;
	}
	if (count != total || count > UINT32_MAX)
		return true;
	uint64_t *indexes = mia__alloc(&c->a, count, sizeof(*indexes));
	if (!indexes)
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct coverage_row *v = c->sources[order[i]].rows;
		for (size_t k = 0; k < c->sources[order[i]].row_count; k++)
			if (k == 0 || v[k].index != v[k - 1].index)
				indexes[at++] = (uint64_t)v[k].index;
	}
	bool ok = all_different(c, indexes, count, ret);
	mia__dealloc(&c->a, indexes, count, sizeof(*indexes));
	return ok;
}

bool
mia__sources_in_parts(struct mia_coverage *c, bool *whole)
{
	size_t count = 0;
	bool ok = true;
	uint32_t *order = mia__alloc(&c->a, c->source_count, sizeof(*order));

	if (!order)
		return false;
	for (size_t i = 0; i < c->source_count; i++)
		if (one_query(&c->sources[i]))
			order[count++] = (uint32_t)i;
	ok = mia__sort_numbers(&c->a, order, count, compare_counts, c->sources);
	for (size_t i = 0, n; ok && i < count; i += n) {
		bool filled;
		for (n = 1; i + n < count; n++)
			if (c->sources[order[i]].result_count != c->sources[order[i + n]].result_count)
				break;
		ok = fill_up(c, order + i, n, &filled);
		for (size_t k = 0; ok && filled && k < n; k++)
			whole[order[i + k]] = true;
	}
	mia__dealloc(&c->a, order, c->source_count, sizeof(*order));
	return ok;
}

static struct mia_span
span_of(struct mia_coverage *c, const struct coverage_source *source, const char *rule)
{
	return (struct mia_span){
		.reason = MIA_COVERAGE_CUT_SHORT,
		.blind = MIA_BLIND_BINDS | MIA_BLIND_SYNCS,
		.rule = rule,
		.until_rule = "",
		.source = intern_text(&c->texts, source->name),
	};
}

/* Rejected rows may be among the missing; rejected.c tells of them. */
bool
mia__tell_result_count(struct mia_coverage *c, const struct coverage_source *source,
	const struct coverage_queries *q)
{
	uint64_t rejected = rejected_rows(source);
	uint64_t here = q->worst.here + rejected;

	if (q->missing <= rejected)
		return true;
	struct mia_span span = span_of(c, source, "result-count");
	mia__missing_range(c, source->first, source->last, &span);
	/* Rejected rows are of some query: never told as more than was promised. */
	if (here >= q->worst.promised)
		here = q->worst.here;
	if (q->queries > 1)
		span.detail = mia__coverage_detail(c,
			"the file holds %" PRIu64 " queries or more; of %" PRIu64 " with ResultCount %" PRId64
			", %" PRIu64 " of %" PRIu64 " rows %s here",
			q->queries, q->worst.queries, q->worst.count, here, q->worst.promised,
			here == 1 ? "is" : "are");
	else
		span.detail = mia__coverage_detail(c,
			"ResultCount is %" PRId64 ", %" PRIu64 " of these rows %s here", q->worst.count, here,
			here == 1 ? "is" : "are");
	return span.detail.ptr && mia__coverage_add_span(c, NO_BOX, &span);
}

bool
mia__tell_result_index(struct mia_coverage *c, const struct coverage_source *source,
	const struct coverage_queries *q)
{
	uint64_t rejected = rejected_rows(source);
	/* Saturating: the numbers are the evidence's. */
	uint64_t missing = q->before > UINT64_MAX - q->inside ? UINT64_MAX : q->inside + q->before;

	if (missing <= rejected)
		return true;
	struct mia_span span = span_of(c, source, "result-index");
	if (q->before) {
		/* The list goes on in front of what is here: in which direction
		 * of time depends on how it was sorted. */
		mia__missing_range(c, source->first, source->last, &span);
	} else {
		span.start = source->first;
		span.end = mia__behind_moment(source->last);
	}
	span.detail = mia__coverage_detail(c, "%" PRIu64 " number%s of ResultIndex %s missing%s%" PRIu64 "%s",
		missing, missing == 1 ? "" : "s", missing == 1 ? "is" : "are",
		missing == 1 ? ": " : ", the first of them ", q->hole,
		rejected ? ", more than rows were rejected" : "");
	return span.detail.ptr && mia__coverage_add_span(c, NO_BOX, &span);
}
