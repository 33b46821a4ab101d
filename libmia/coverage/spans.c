/* Spans: added by the rules, brought into order, asked what they blind. */
#include <stdarg.h>
#include <stdio.h>

#include "base/sort.h"
#include "base/text.h"
#include "coverage/coverage.h"

static bool
copy_text(struct mia_coverage *c, struct mia_text *t)
{
	struct mia_text copy = mia__arena_text(&c->kept, *t);

	if (t->ptr && !copy.ptr)
		return false;
	*t = copy;
	return true;
}

bool
mia__coverage_add_span(struct mia_coverage *c, size_t box, const struct mia_span *span)
{
	struct coverage_span added = { .pub = *span, .box = box };

	if (span->start != MIA_TIME_UNKNOWN && span->end != MIA_TIME_UNKNOWN && span->end <= span->start)
		return true;
	if (box != NO_BOX) {
		added.pub.mailbox = c->boxes[box].mailbox;
		added.pub.mailbox_guid = c->boxes[box].guid;
	}
	if (!added.pub.until_rule)
		added.pub.until_rule = "";
	if ((box == NO_BOX &&
		    (!copy_text(c, &added.pub.mailbox) || !copy_text(c, &added.pub.mailbox_guid))) ||
		!copy_text(c, &added.pub.actor) || !copy_text(c, &added.pub.record_id) ||
		!copy_text(c, &added.pub.source) || !copy_text(c, &added.pub.detail) ||
		c->span_count >= UINT32_MAX - 1 ||
		!mia__grow(&c->a, &c->spans, &c->span_cap, c->span_count + 1, sizeof(*c->spans)))
		return false;
	c->spans[c->span_count++] = added;
	return true;
}

struct mia_text
mia__coverage_detail(struct mia_coverage *c, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	int n = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	size_t length = n < 0 ? 0 : (size_t)n < sizeof(text) ? (size_t)n : sizeof(text) - 1;
	return mia__arena_text(&c->kept, (struct mia_text){ text, length });
}

const char *
mia__time_span_text(mia_time span, char out[SPAN_TEXT])
{
	snprintf(out, SPAN_TEXT, "%lld h %02d min", (long long)(span / HOUR), (int)(span % HOUR / MINUTE));
	return out;
}

/* An open start comes first by itself (it is the least number), an open end
 * must come last. */
static int
compare_times(mia_time a, mia_time b, bool ends)
{
	if (ends && (a == MIA_TIME_UNKNOWN || b == MIA_TIME_UNKNOWN))
		return (a == MIA_TIME_UNKNOWN) - (b == MIA_TIME_UNKNOWN);
	return (a > b) - (a < b);
}

static int
compare_pub(const struct mia_span *a, const struct mia_span *b)
{
	int c = text_compare(a->mailbox, b->mailbox);

	if (c == 0)
		c = text_compare(a->mailbox_guid, b->mailbox_guid);
	if (c == 0)
		c = text_compare(a->actor, b->actor);
	if (c == 0)
		c = compare_times(a->start, b->start, false);
	if (c == 0)
		c = (a->reason > b->reason) - (a->reason < b->reason);
	if (c == 0)
		c = compare_times(a->end, b->end, true);
	if (c == 0)
		c = strcmp(a->rule, b->rule);
	if (c == 0)
		c = text_compare(a->record_id, b->record_id);
	if (c == 0)
		c = text_compare(a->source, b->source);
	if (c == 0)
		c = (a->blind > b->blind) - (a->blind < b->blind);
	if (c == 0)
		c = strcmp(a->until_rule, b->until_rule);
	return c ? c : text_compare(a->detail, b->detail);
}

static int
compare_spans(const void *ctx, uint32_t x, uint32_t y)
{
	const struct coverage_span *spans = ctx;

	return compare_pub(&spans[x].pub, &spans[y].pub);
}

bool
mia__coverage_spans_sort(struct mia_coverage *c)
{
	size_t n = c->span_count, kept = 0;

	if (n == 0)
		return true;
	uint32_t *order = mia__alloc(&c->a, n, sizeof(*order));
	struct coverage_span *sorted = mia__alloc(&c->a, n, sizeof(*sorted));
	bool ok = order && sorted;
	for (size_t i = 0; ok && i < n; i++)
		order[i] = (uint32_t)i;
	ok = ok && mia__sort_numbers(&c->a, order, n, compare_spans, c->spans);
	/* Two records may lead a rule to the very same statement. */
	for (size_t i = 0; ok && i < n; i++)
		if (i == 0 || compare_spans(c->spans, order[i - 1], order[i]) != 0)
			sorted[kept++] = c->spans[order[i]];
	mia__dealloc(&c->a, order, n, sizeof(*order));
	if (!ok) {
		mia__dealloc(&c->a, sorted, n, sizeof(*sorted));
		return false;
	}
	mia__dealloc(&c->a, c->spans, c->span_cap, sizeof(*c->spans));
	c->spans = sorted;
	c->span_count = kept;
	c->span_cap = n;
	return true;
}

/* ---- what blinds a mailbox ---- */

/* Spans that blind a box or the tenant, not one that has no box. */
static bool
has_place(const struct coverage_span *span)
{
	return span->pub.blind && (span->box != NO_BOX || !span->pub.mailbox.ptr);
}

static size_t
place_of(const struct coverage_span *span)
{
	return span->box == NO_BOX ? 0 : span->box + 1;
}

static int
compare_starts(const void *ctx, uint32_t x, uint32_t y)
{
	const struct coverage_span *spans = ctx, *a = &spans[x], *b = &spans[y];

	if (place_of(a) != place_of(b))
		return place_of(a) < place_of(b) ? -1 : 1;
	return compare_times(a->pub.start, b->pub.start, false);
}

static void
release_index(struct mia_coverage *c)
{
	mia__dealloc(&c->a, c->by_start, c->by_start_cap, sizeof(*c->by_start));
	mia__dealloc(&c->a, c->span_runs, c->span_run_cap, sizeof(*c->span_runs));
	c->by_start = NULL;
	c->span_runs = NULL;
}

bool
mia__coverage_spans_index(struct mia_coverage *c)
{
	size_t n = 0;

	release_index(c);
	c->by_start_cap = c->span_count + 1;
	c->span_run_cap = c->box_count + 2;
	c->by_start = mia__alloc(&c->a, c->by_start_cap, sizeof(*c->by_start));
	c->span_runs = mia__alloc(&c->a, c->span_run_cap, sizeof(*c->span_runs));
	if (!c->by_start || !c->span_runs)
		return false;
	for (size_t i = 0; i < c->span_count; i++)
		if (has_place(&c->spans[i])) {
			c->by_start[n++] = (uint32_t)i;
			c->span_runs[place_of(&c->spans[i]) + 1]++;
		}
	for (size_t i = 1; i < c->span_run_cap; i++)
		c->span_runs[i] += c->span_runs[i - 1];
	return mia__sort_numbers(&c->a, c->by_start, n, compare_starts, c->spans);
}

void
mia__coverage_spans_release(struct mia_coverage *c)
{
	release_index(c);
	mia__dealloc(&c->a, c->spans, c->span_cap, sizeof(*c->spans));
}

void
mia__coverage_walk_begin(struct span_walk *walk, const struct mia_coverage *c, size_t box, unsigned blind,
	bool actors)
{
	*walk = (struct span_walk){
		.c = c,
		.tenant_end = c->span_runs[1],
		.own = c->span_runs[box + 1],
		.own_end = c->span_runs[box + 2],
		.blind = blind,
		.actors = actors,
	};
}

const struct mia_span *
mia__coverage_walk_next(struct span_walk *walk)
{
	const struct mia_coverage *c = walk->c;

	while (walk->tenant < walk->tenant_end || walk->own < walk->own_end) {
		const struct mia_span *tenant = NULL, *own = NULL, *next;
		if (walk->tenant < walk->tenant_end)
			tenant = &c->spans[c->by_start[walk->tenant]].pub;
		if (walk->own < walk->own_end)
			own = &c->spans[c->by_start[walk->own]].pub;
		next = !own || (tenant && tenant->start <= own->start) ? tenant : own;
		if (next == tenant)
			walk->tenant++;
		else
			walk->own++;
		if ((next->blind & walk->blind) && (walk->actors || !next->actor.ptr))
			return next;
	}
	return NULL;
}

mia_time
mia_coverage_blind(const struct mia_coverage *coverage, size_t mailbox, unsigned blind, int actors,
	mia_time from, mia_time until)
{
	const struct mia_span *span;
	struct span_walk walk;
	mia_time sum = 0;

	if (mailbox >= mia_coverage_mailbox_count(coverage))
		return 0;
	if (from == MIA_TIME_UNKNOWN)
		from = extent_start(&coverage->extent);
	if (until == MIA_TIME_UNKNOWN)
		until = extent_end(&coverage->extent);
	if (from == MIA_TIME_UNKNOWN || until == MIA_TIME_UNKNOWN)
		return 0;
	mia__coverage_walk_begin(&walk, coverage, mailbox, blind, actors != 0);
	/* Starts rise, so what lies before `from` was counted. */
	while (from < until && (span = mia__coverage_walk_next(&walk)) != NULL) {
		mia_time start = span->start > from ? span->start : from;
		mia_time end = span->end == MIA_TIME_UNKNOWN || span->end > until ? until : span->end;
		if (end <= start)
			continue;
		sum = time_plus(sum, time_between(start, end));
		from = end;
	}
	return sum;
}

size_t
mia_coverage_count(const struct mia_coverage *coverage)
{
	return coverage && coverage->sealed ? coverage->span_count : 0;
}

const struct mia_span *
mia_coverage_span(const struct mia_coverage *coverage, size_t i)
{
	return i < mia_coverage_count(coverage) ? &coverage->spans[i].pub : NULL;
}
