/*
 * The spans that hold for every mailbox, put together once, and what they say
 * of one together with its own. The evidence decides how many spans and how
 * many mailboxes there are: walking all of the one for each of the other would
 * let a small file take hours.
 */
#include "base/sort.h"
#include "coverage/extent.h"
#include "findings/wording.h"

#define DAY (INT64_C(24) * 3600 * MIA_TIME_SECOND)

static int64_t
floor_day(mia_time time)
{
	return time / DAY - (time % DAY < 0);
}

/* Times of records are exact to about two minutes, so a span shorter than that
 * holds nothing that could be told from its neighbours. */
#define SPAN_WORTH_TELLING (120 * MIA_TIME_SECOND)

bool
mia__finding_span_is_moment(const struct mia_span *span)
{
	return span->start != MIA_TIME_UNKNOWN && span->end != MIA_TIME_UNKNOWN &&
		span->end - span->start < SPAN_WORTH_TELLING;
}

struct asked {
	mia_time from, until;
};

static struct asked
asked_times(const struct finding_view *view)
{
	const struct mia_findings_options *asked = &view->asked;

	return (struct asked){
		asked->since != MIA_TIME_UNKNOWN ? asked->since : extent_start(&view->extent),
		asked->until != MIA_TIME_UNKNOWN ? asked->until : extent_end(&view->extent),
	};
}

/* ---- times that rise ---- */

/* Later than all before by their start. */
static bool
add_time(struct finding_times *t, const struct mia_allocator *a, mia_time from, mia_time until)
{
	struct finding_time *last = t->count ? &t->list[t->count - 1] : NULL;

	if (last && from <= last->until) {
		last->until = until > last->until ? until : last->until;
		return true;
	}
	if (!mia__grow(a, &t->list, &t->cap, t->count + 1, sizeof(*t->list)))
		return false;
	t->list[t->count++] = (struct finding_time){ from, until, 0 };
	return true;
}

/* The last that begins at that time or before; NULL: none. */
static const struct finding_time *
time_at(const struct finding_times *t, mia_time at)
{
	size_t low = 0, high = t->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (t->list[middle].from <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &t->list[low - 1] : NULL;
}

/* How long they are until that time. */
static mia_time
length_until(const struct finding_times *t, mia_time until)
{
	const struct finding_time *last = time_at(t, until);

	return last ? last->before + (until < last->until ? until : last->until) - last->from : 0;
}

/* ---- how long it is blind ---- */

/* What of a span lies in the time asked for. */
static bool
clip_blind(const struct mia_span *span, const struct asked *asked, mia_time *from, mia_time *until)
{
	*from = span->start == MIA_TIME_UNKNOWN || span->start < asked->from ? asked->from : span->start;
	*until = span->end == MIA_TIME_UNKNOWN || span->end > asked->until ? asked->until : span->end;
	return span->blind != 0 && *from < *until;
}

static bool
make_blind(struct everybodys_spans *e, const struct mia_allocator *a, const struct asked *asked,
	const struct mia_span *const *spans, size_t count)
{
	mia_time from, until, before = 0;

	if (asked->from == MIA_TIME_UNKNOWN || asked->until == MIA_TIME_UNKNOWN)
		return true;
	for (size_t i = 0; i < count; i++)
		if (clip_blind(spans[i], asked, &from, &until) && !add_time(&e->blind, a, from, until))
			return false;
	for (size_t i = 0; i < e->blind.count; i++) {
		e->blind.list[i].before = before;
		before += e->blind.list[i].until - e->blind.list[i].from;
	}
	return true;
}

/* As mia_coverage_blind, but for the accounts asked for. */
mia_time
mia__finding_spans_blind(const struct finding_view *view, const struct spans_of_box *spans)
{
	static const struct finding_times none;
	const struct finding_times *all = spans->everybodys ? &spans->everybodys->blind : &none;
	struct asked asked = asked_times(view);
	mia_time from, until, total;

	if (asked.from == MIA_TIME_UNKNOWN || asked.until == MIA_TIME_UNKNOWN)
		return 0;
	total = length_until(all, asked.until);
	/* Starts rise, so what lies before asked.from was counted. */
	for (size_t i = 0; i < spans->own_count; i++) {
		if (!clip_blind(spans->own[i], &asked, &from, &until))
			continue;
		total += until - from - (length_until(all, until) - length_until(all, from));
		asked.from = until;
	}
	return total;
}

bool
mia__finding_spans_any_blind(const struct spans_of_box *spans)
{
	bool blind = spans->everybodys && spans->everybodys->any_blind;

	for (size_t i = 0; i < spans->own_count && !blind; i++)
		blind = mia__finding_span_basis(spans->own[i]) != 0;
	return blind;
}

/* ---- whether all is held ---- */

/* Goes through the spans that hold a time, by its start: a covered one holds the
 * whole of a day that it holds in part, so those and the blind ones have an order each. */
struct held {
	const struct mia_span *const *spans;
	size_t count;
	size_t at[2]; /* of blind ones, of covered ones */
};

static mia_time
held_from(const struct mia_span *span)
{
	if (span->reason != MIA_COVERAGE_COVERED || span->start < INT64_MIN + DAY)
		return span->start;
	return floor_day(span->start) * DAY;
}

static mia_time
held_until(const struct mia_span *span)
{
	if (span->end == MIA_TIME_UNKNOWN)
		return INT64_MAX;
	if (span->reason != MIA_COVERAGE_COVERED)
		return span->end;
	return span->end > INT64_MAX - DAY ? INT64_MAX : (floor_day(span->end - 1) + 1) * DAY;
}

static const struct mia_span *
next_of_kind(struct held *h, int covered)
{
	for (; h->at[covered] < h->count; h->at[covered]++) {
		const struct mia_span *span = h->spans[h->at[covered]];
		bool is_covered = span->reason == MIA_COVERAGE_COVERED;
		if (is_covered == covered && span->actor.len == 0 &&
			(covered || span->blind & MIA_BLIND_BINDS))
			return span;
	}
	return NULL;
}

/* The next that begins at that time or before; NULL: none. */
static const struct mia_span *
next_held(struct held *h, mia_time from)
{
	const struct mia_span *blind = next_of_kind(h, 0), *covered = next_of_kind(h, 1);
	int kind = !blind || (covered && held_from(covered) < held_from(blind));
	const struct mia_span *next = kind ? covered : blind;

	if (!next || held_from(next) > from)
		return NULL;
	h->at[kind]++;
	return next;
}

static bool
make_held(struct everybodys_spans *e, const struct mia_allocator *a, const struct mia_span *const *spans,
	size_t count)
{
	struct held h = { .spans = spans, .count = count };
	const struct mia_span *span;
	bool ok = true;

	while (ok && (span = next_held(&h, INT64_MAX)) != NULL)
		ok = add_time(&e->held, a, held_from(span), held_until(span));
	return ok;
}

bool
mia__finding_spans_hold_all(const struct finding_view *view, const struct spans_of_box *spans)
{
	static const struct finding_times none;
	const struct finding_times *all = spans->everybodys ? &spans->everybodys->held : &none;
	struct held own = { .spans = spans->own, .count = spans->own_count };
	struct asked asked = asked_times(view);
	mia_time from = asked.from, before;

	if (from == MIA_TIME_UNKNOWN || asked.until == MIA_TIME_UNKNOWN)
		return true;
	do {
		const struct finding_time *time = time_at(all, from);
		const struct mia_span *span;
		before = from;
		if (time && time->until > from)
			from = time->until;
		while ((span = next_held(&own, from)) != NULL)
			if (held_until(span) > from)
				from = held_until(span);
	} while (from < asked.until && from > before);
	return from >= asked.until;
}

/* ---- what may be told ---- */

static bool
goes_on(const struct mia_span *last, const struct mia_span *span)
{
	return (last->end == MIA_TIME_UNKNOWN || span->start <= last->end) && last->blind == span->blind &&
		mia__why_of_span(last) == mia__why_of_span(span) &&
		text_equal_nocase(last->actor, span->actor);
}

/* As excluded.c puts together what it tells, and as much as it keeps. */
static void
choose_told(struct everybodys_spans *e, const struct mia_span *const *spans, size_t count)
{
	size_t times = 0, covered = 0;

	for (size_t i = 0; i < count; i++) {
		const struct mia_span *span = spans[i];
		size_t k = 0;
		if (span->reason == MIA_COVERAGE_COVERED && !mia__finding_span_is_moment(span) &&
			covered < COVERED_TOLD) {
			e->told[e->told_count++] = span;
			covered++;
		}
		if (mia__finding_span_basis(span) == 0)
			continue;
		e->any_blind = true;
		while (k < times && !goes_on(&e->blind_times[k], span))
			k++;
		if (k < times) {
			struct mia_span *time = &e->blind_times[k];
			if (time->end != MIA_TIME_UNKNOWN &&
				(span->end == MIA_TIME_UNKNOWN || span->end > time->end))
				time->end = span->end;
		} else if (k < BLIND_TIMES_KEPT) {
			e->blind_times[times] = *span;
			e->told[e->told_count++] = &e->blind_times[times++];
		} else {
			e->more++;
		}
	}
}

bool
mia__everybodys_make(struct everybodys_spans *e, const struct mia_allocator *a,
	const struct finding_view *view, const struct mia_span *const *spans, size_t count)
{
	struct asked asked = asked_times(view);

	choose_told(e, spans, count);
	return make_blind(e, a, &asked, spans, count) && make_held(e, a, spans, count);
}

void
mia__everybodys_release(struct everybodys_spans *e, const struct mia_allocator *a)
{
	mia__dealloc(a, e->blind.list, e->blind.cap, sizeof(*e->blind.list));
	mia__dealloc(a, e->held.list, e->held.cap, sizeof(*e->held.list));
}
