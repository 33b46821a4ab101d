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

/* More that share a name are not told apart from all there are. */
enum { SHARED_BY = 16 };

/* Where a span is in the walks: 0 in that of the tenant, box + 1 in a box's. */
struct placed_span {
	uint32_t span, place;
};

static size_t
places_of_name(const struct directory_answer meant, size_t count, uint32_t places[SHARED_BY + 1])
{
	if (meant.count == 0 || meant.count > SHARED_BY) {
		places[0] = 0;
		return 1;
	}
	for (size_t i = 0; i < meant.count; i++)
		if (count == 0 || meant.names[i].number + 1 != places[0])
			places[count++] = meant.names[i].number + 1;
	return count;
}

/*
 * What it blinds: a mailbox, the tenant, or nothing. Where it names a mailbox by what does not
 * tell it from others, each that shares the name; and any, where none bears it or too many do.
 */
static size_t
places_of(const struct mia_coverage *c, const struct coverage_span *span, uint32_t places[SHARED_BY + 1])
{
	if (!span->pub.blind)
		return 0;
	if (span->box == NO_BOX) {
		places[0] = 0;
		return !span->pub.mailbox.ptr ? 1
			: span->pub.actor.ptr || span->pub.mailbox_guid.ptr
			? 0
			: places_of_name(mia__coverage_meant(c, span->pub.mailbox), 0, places);
	}
	places[0] = (uint32_t)span->box + 1;
	if (span->pub.mailbox_guid.len || !span->pub.mailbox.len)
		return 1;
	/* Records without a GUID may be of any that bears the name. */
	struct directory_answer meant =
		mia__directory_find(&c->directory, span->pub.mailbox, FIND_BY_NAME, SEVERAL_MEAN_ALL);
	return meant.count > 1 ? places_of_name(meant, 1, places) : 1;
}

static int
compare_starts(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_coverage *c = ctx;
	const struct placed_span *a = &c->placed[x], *b = &c->placed[y];

	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	return compare_times(c->spans[a->span].pub.start, c->spans[b->span].pub.start, false);
}

static void
release_index(struct mia_coverage *c)
{
	mia__dealloc(&c->a, c->by_start, c->by_start_cap, sizeof(*c->by_start));
	mia__dealloc(&c->a, c->span_runs, c->span_run_cap, sizeof(*c->span_runs));
	c->by_start = NULL;
	c->span_runs = NULL;
}

static bool
place_spans(struct mia_coverage *c, size_t *ret)
{
	uint32_t places[SHARED_BY + 1];
	size_t n = 0;

	for (uint32_t i = 0; i < c->span_count; i++) {
		size_t count = places_of(c, &c->spans[i], places);
		if (!mia__grow(&c->a, &c->placed, &c->placed_cap, n + count, sizeof(*c->placed)))
			return false;
		for (size_t k = 0; k < count; k++) {
			c->placed[n++] = (struct placed_span){ i, places[k] };
			c->span_runs[places[k] + 1]++;
		}
	}
	*ret = n;
	return true;
}

bool
mia__coverage_spans_index(struct mia_coverage *c)
{
	size_t n = 0;

	release_index(c);
	c->span_run_cap = c->box_count + 2;
	c->span_runs = mia__alloc(&c->a, c->span_run_cap, sizeof(*c->span_runs));
	bool ok = c->span_runs && place_spans(c, &n);
	c->by_start_cap = n + 1;
	c->by_start = ok ? mia__alloc(&c->a, c->by_start_cap, sizeof(*c->by_start)) : NULL;
	ok = ok && c->by_start;
	for (size_t i = 0; ok && i < n; i++)
		c->by_start[i] = (uint32_t)i;
	for (size_t i = 1; ok && i < c->span_run_cap; i++)
		c->span_runs[i] += c->span_runs[i - 1];
	ok = ok && n < UINT32_MAX && mia__sort_numbers(&c->a, c->by_start, n, compare_starts, c);
	for (size_t i = 0; ok && i < n; i++)
		c->by_start[i] = c->placed[c->by_start[i]].span;
	mia__dealloc(&c->a, c->placed, c->placed_cap, sizeof(*c->placed));
	c->placed = NULL;
	c->placed_cap = 0;
	return ok;
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
