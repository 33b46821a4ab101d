/*
 * Sources that say themselves that they do not hold all: which of them no
 * other source of the evidence makes whole.
 *
 * A page of Microsoft Graph has @odata.nextLink where another page follows [MS],
 * and the last page has none. Pages of one query have the same @odata.context
 * [INFERRED]. So where all pages of a context in the evidence go on, the last
 * is missing. A page that is missing between two others leaves no sign.
 */
#include <stdio.h>

#include "base/error.h"
#include "base/sort.h"
#include "load/source.h"

/* The pages of one query in one source. */
struct part {
	struct page_chain chain;
	struct source *source;
};

static int
by_context(const void *ctx, uint32_t x, uint32_t y)
{
	const struct part *parts = ctx;
	uint64_t a = parts[x].chain.context, b = parts[y].chain.context;

	return (a > b) - (a < b);
}

/* Marks the sources whose pages go on where no page ends. */
static void
judge(const struct part *parts, const uint32_t *order, size_t n)
{
	for (size_t i = 0, next; i < n; i = next) {
		uint64_t ends = 0;
		for (next = i; next < n && by_context(parts, order[i], order[next]) == 0; next++)
			ends += parts[order[next]].chain.end;
		for (size_t k = i; k < next && ends == 0; k++)
			parts[order[k]].source->more = true;
	}
}

static bool
find(struct mia_evidence *e)
{
	size_t n = 0, filled = 0;
	struct part *parts;
	uint32_t *order;
	bool ok;

	for (size_t i = 0; i < e->count; i++) {
		e->sources[i]->more = e->sources[i]->framer.marks.cut;
		n += e->sources[i]->framer.marks.count;
	}
	if (n == 0)
		return true;
	parts = n < UINT32_MAX ? mia__alloc(&e->a, n, sizeof(*parts)) : NULL;
	order = parts ? mia__alloc(&e->a, n, sizeof(*order)) : NULL;
	for (size_t i = 0; order && i < e->count; i++) {
		const struct page_marks *marks = &e->sources[i]->framer.marks;
		for (size_t k = 0; k < marks->count; k++, filled++) {
			parts[filled] = (struct part){ marks->chains[k], e->sources[i] };
			order[filled] = (uint32_t)filled;
		}
	}
	ok = order && mia__sort_numbers(&e->a, order, n, by_context, parts);
	if (ok)
		judge(parts, order, n);
	if (order)
		mia__dealloc(&e->a, order, n, sizeof(*order));
	if (parts)
		mia__dealloc(&e->a, parts, n, sizeof(*parts));
	return ok;
}

enum mia_status
mia__evidence_next_more(struct mia_evidence *evidence, struct mia_reject *ret, struct mia_error *err)
{
	if (!evidence->more_known && !find(evidence))
		return mia__fail_memory(err);
	evidence->more_known = true;
	for (size_t i = 0; i < evidence->count; i++) {
		struct source *s = evidence->sources[i];
		struct tally tally = { 0 };
		if (!s->more)
			continue;
		s->more = false;
		*ret = (struct mia_reject){
			.place = { &s->pub, ++s->pub.records, s->pub.lines, s->pub.text_bytes, 0 },
			.reason = MIA_REASON_MORE_RECORDS,
			.bad_offset = s->pub.text_bytes,
			.last = 1,
			.time = MIA_TIME_UNKNOWN,
		};
		snprintf(ret->detail, sizeof(ret->detail),
			"it says that there are more records: a page that follows is missing, or a limit was reached");
		mia__tally_reject(&tally, ret);
		mia__source_count(s, &tally);
		return MIA_REJECTED;
	}
	return MIA_END;
}
