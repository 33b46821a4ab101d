/* Which blind spans concern a mailbox in the time asked for, and what may be
 * said there where nothing is recorded. */
#include "base/sort.h"
#include "coverage/extent.h"
#include "findings/blindness.h"

mia_basis
mia__finding_span_basis(const struct mia_span *span)
{
	switch (span->reason) {
	case MIA_COVERAGE_THROTTLED:
		return MIA_BASIS_THROTTLED;
	case MIA_COVERAGE_THROTTLING_SUSPECTED:
		return MIA_BASIS_THROTTLED_SUSPECTED;
	case MIA_COVERAGE_NOT_LOGGED:
		return MIA_BASIS_NOT_LOGGED;
	case MIA_COVERAGE_AUDITING_OFF:
		return MIA_BASIS_AUDIT_OFF;
	case MIA_COVERAGE_BEFORE_EVIDENCE:
		return span->rule && strstr(span->rule, "retention") ? MIA_BASIS_GAP_RETENTION
								     : MIA_BASIS_GAP_EXPORT;
	case MIA_COVERAGE_AFTER_EVIDENCE:
	case MIA_COVERAGE_CUT_SHORT:
	case MIA_COVERAGE_LATE:
		return MIA_BASIS_GAP_EXPORT;
	case MIA_COVERAGE_SILENCE:
		return MIA_BASIS_SILENCE;
	case MIA_COVERAGE_REJECTED:
		return MIA_BASIS_REJECTED;
	case MIA_COVERAGE_COVERED:
	case MIA_COVERAGE_REASON_COUNT:
		break;
	}
	return 0;
}

/* Open ends reach as far as one likes. */
static bool
overlaps(const struct mia_span *span, mia_time since, mia_time until)
{
	return (span->start == MIA_TIME_UNKNOWN || until == MIA_TIME_UNKNOWN || span->start < until) &&
		(span->end == MIA_TIME_UNKNOWN || since == MIA_TIME_UNKNOWN || since < span->end);
}

static bool
counts(const struct finding_view *view, const struct mia_span *span)
{
	const struct mia_texts *actors = &view->asked.actors;
	/* An alias, a display name or a path may be anybody's. */
	bool ours = actors->count == 0 || mia__text_find(span->actor, TEXT("@")) < 0;

	for (size_t i = 0; i < actors->count && !ours; i++)
		ours = text_equal_nocase(actors->ptr[i], span->actor);
	return ours && overlaps(span, view->asked.since, view->asked.until);
}

static bool
add(struct finding_spans *s, uint32_t box, size_t span)
{
	if (!mia__grow(&s->a, &s->list, &s->cap, s->count + 1, sizeof(*s->list)))
		return false;
	s->list[s->count++] = (struct box_span){ box, (uint32_t)span };
	return true;
}

#define DAY (INT64_C(24) * 3600 * MIA_TIME_SECOND)

static int64_t
floor_day(mia_time time)
{
	return time / DAY - (time % DAY < 0);
}

/* Does a covered span hold all of the time asked for? A day (UTC) of which it
 * holds a part is one on which access was logged; a day before its first record
 * or behind its last is one of which nothing is known, unless the configuration
 * tells (domain.md: logged if seen on that day, or before and after it). */
static bool
holds_all(const struct finding_view *view, const struct mia_span *span)
{
	const struct mia_findings_options *asked = &view->asked;
	mia_time from = asked->since != MIA_TIME_UNKNOWN ? asked->since : extent_start(&view->extent);
	mia_time until = asked->until != MIA_TIME_UNKNOWN ? asked->until : extent_end(&view->extent);

	if (span->start != MIA_TIME_UNKNOWN && from < span->start &&
		(from == MIA_TIME_UNKNOWN || floor_day(from) < floor_day(span->start)))
		return false;
	return span->end == MIA_TIME_UNKNOWN ||
		(until != MIA_TIME_UNKNOWN &&
			(until <= span->end || floor_day(until - 1) <= floor_day(span->end - 1)));
}

static void
mark(struct finding_box *box, const struct finding_view *view, const struct mia_span *span)
{
	box->blind |= mia__finding_span_basis(span);
	if (span->reason != MIA_COVERAGE_COVERED)
		return;
	box->any_covered = true;
	box->whole = box->whole || holds_all(view, span);
}

/* What one span of every mailbox says of each of them is put to all of them at the end. */
static bool
take_any(struct finding_spans *s, const struct finding_view *view, struct finding_box *any, size_t i)
{
	mark(any, view, view->spans[i]);
	return add(s, NO_FINDING_BOX, i);
}

static void
mark_all(struct finding_boxes *b, const struct finding_box *any)
{
	for (size_t k = 0; k < b->count; k++) {
		b->boxes[k].blind |= any->blind;
		b->boxes[k].any_covered = b->boxes[k].any_covered || any->any_covered;
		b->boxes[k].whole = b->boxes[k].whole || any->whole;
	}
}

/* Which of several mailboxes of that name is not told: any. An administrator
 * may give an alias, or a path that ends in one. */
static bool
take_shared(struct finding_spans *s, const struct finding_view *view, struct finding_boxes *b,
	struct finding_box *any, size_t i)
{
	struct mia_text name = view->spans[i]->mailbox;
	struct directory_answer meant = mia__finding_boxes_meant(b, name);

	/* What covers a mailbox that cannot be told covers none. */
	if (meant.count != 1 && view->spans[i]->reason == MIA_COVERAGE_COVERED)
		return true;
	/* Admin records often name a mailbox by an id of the directory, by a display name or by a
	 * second address, which no other record bears: whose it is cannot be told. */
	if (meant.count > SHARED_BY || meant.count == 0)
		return take_any(s, view, any, i);
	for (size_t k = 0; k < meant.count; k++) {
		uint32_t box = meant.names[k].number;
		mark(&b->boxes[box], view, view->spans[i]);
		if (!add(s, box, i))
			return false;
	}
	return true;
}

static bool
take(struct finding_spans *s, const struct finding_view *view, struct finding_boxes *b,
	struct finding_box *any, size_t i)
{
	const struct mia_span *span = view->spans[i];

	if (span->mailbox.len == 0 && span->mailbox_guid.len == 0)
		/* What an account is blind for covers nothing for the others. */
		return (span->actor.len && span->reason == MIA_COVERAGE_COVERED) || take_any(s, view, any, i);
	uint32_t box = mia__finding_boxes_find(b, span->mailbox, span->mailbox_guid);
	if (box == NO_FINDING_BOX)
		return span->mailbox_guid.len || take_shared(s, view, b, any, i);
	mark(&b->boxes[box], view, span);
	return add(s, box, i);
}

static int
compare_list(const void *ctx, uint32_t x, uint32_t y)
{
	const struct box_span *list = ctx;

	if (list[x].box != list[y].box)
		return list[x].box < list[y].box ? -1 : 1;
	return (list[x].span > list[y].span) - (list[x].span < list[y].span);
}

/* An access that names no mailbox may have been to any of them. */
static void
mark_nameless(struct finding_boxes *b)
{
	if (mia__finding_boxes_nameless(b) == 0)
		return;
	for (size_t i = 0; i < b->count; i++)
		if (mia__finding_box_is_told(&b->boxes[i]))
			b->boxes[i].blind |= MIA_BASIS_UNNAMED;
}

/* An open start is the smallest number there is, so it comes first. */
static int
compare_starts(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_span *const *spans = ctx;

	return (spans[x]->start > spans[y]->start) - (spans[x]->start < spans[y]->start);
}

static size_t
first_of(const struct finding_spans *s, uint32_t box)
{
	size_t low = 0, high = s->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (s->list[middle].box < box)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The spans of one box by start, into of_box from `to` on. */
static bool
gather(struct finding_spans *s, const struct finding_view *view, uint32_t box, size_t to, size_t *count)
{
	size_t first = first_of(s, box), n = 0;

	while (first + n < s->count && s->list[first + n].box == box)
		n++;
	*count = n;
	if (n == 0)
		return true;
	/* They are ordered behind the place that they go to. */
	if (!mia__grow(&s->a, &s->of_box, &s->of_box_cap, to + 2 * n, sizeof(*s->of_box)) ||
		!mia__grow(&s->a, &s->order, &s->order_cap, n, sizeof(*s->order)))
		return false;
	for (size_t i = 0; i < n; i++) {
		s->of_box[to + n + i] = view->spans[s->list[first + i].span];
		s->order[i] = (uint32_t)i;
	}
	if (!mia__sort_numbers(&s->a, s->order, n, compare_starts, s->of_box + to + n))
		return false;
	for (size_t i = 0; i < n; i++)
		s->of_box[to + i] = s->of_box[to + n + s->order[i]];
	return true;
}

/* By box; then in the order of the coverage. */
static bool
sort_list(struct finding_spans *s)
{
	const struct mia_allocator *a = &s->a;

	if (!mia__grow(a, &s->order, &s->order_cap, s->count, sizeof(*s->order)))
		return false;
	for (uint32_t i = 0; i < s->count; i++)
		s->order[i] = i;
	if (!mia__sort_numbers(a, s->order, s->count, compare_list, s->list))
		return false;
	struct box_span *sorted = mia__alloc(a, s->count, sizeof(*sorted));
	if (!sorted)
		return false;
	for (size_t i = 0; i < s->count; i++)
		sorted[i] = s->list[s->order[i]];
	mia__dealloc(a, s->list, s->cap, sizeof(*s->list));
	s->list = sorted;
	s->cap = s->count;
	return true;
}

bool
mia__finding_spans_make(struct finding_spans *s, const struct mia_allocator *a,
	const struct finding_view *view, struct finding_boxes *b)
{
	struct finding_box any = { .blind = 0 };
	size_t shared;

	*s = (struct finding_spans){ .a = *a };
	mark_nameless(b);
	for (size_t i = 0; i < view->span_count; i++)
		if (counts(view, view->spans[i]) && !take(s, view, b, &any, i))
			return false;
	mark_all(b, &any);
	if (s->count == 0)
		return true;
	return sort_list(s) && gather(s, view, NO_FINDING_BOX, 0, &shared) &&
		mia__everybodys_make(&s->everybodys, a, view, s->of_box, shared);
}

void
mia__finding_spans_release(struct finding_spans *s)
{
	mia__everybodys_release(&s->everybodys, &s->a);
	mia__dealloc(&s->a, s->list, s->cap, sizeof(*s->list));
	mia__dealloc(&s->a, s->of_box, s->of_box_cap, sizeof(*s->of_box));
	mia__dealloc(&s->a, s->order, s->order_cap, sizeof(*s->order));
	*s = (struct finding_spans){ .a = s->a };
}

/* Of two that begin together the mailbox's own comes first. */
static void
merge(const struct mia_span **to, const struct mia_span *const *own, size_t own_count,
	const struct mia_span *const *all, size_t all_count)
{
	size_t i = 0, k = 0;

	while (i < own_count || k < all_count)
		if (k == all_count || (i < own_count && own[i]->start <= all[k]->start))
			*to++ = own[i++];
		else
			*to++ = all[k++];
}

bool
mia__finding_spans_of(struct finding_spans *s, const struct finding_view *view, uint32_t box,
	enum spans_wanted wanted, struct spans_of_box *ret)
{
	const struct everybodys_spans *e = &s->everybodys;
	size_t own = 0, all = wanted == EVERYBODYS_SPANS ? e->told_count : 0;

	*ret = (struct spans_of_box){ .everybodys = wanted == EVERYBODYS_SPANS ? e : NULL };
	if (s->count == 0)
		return true;
	if (box != NO_FINDING_BOX && !gather(s, view, box, 0, &own))
		return false;
	/* Nothing may be there to point into yet. */
	if (own + all == 0)
		return true;
	if (!mia__grow(&s->a, &s->of_box, &s->of_box_cap, 2 * own + all, sizeof(*s->of_box)))
		return false;
	merge(s->of_box + own, s->of_box, own, e->told, all);
	ret->own = s->of_box;
	ret->own_count = own;
	ret->told = s->of_box + own;
	ret->told_count = own + all;
	ret->more = all ? e->more : 0;
	return true;
}

mia_basis
mia__finding_box_touched(const struct finding_box *box)
{
	const struct mia_mailbox_exposure *e = box->exposed;
	mia_basis basis = e ? e->basis & (MIA_BASIS_UNNAMED | MIA_BASIS_ITEMS_LOST) : 0;

	return basis | (box->nameless_access || (e && e->unclear_accesses) ? MIA_BASIS_UNNAMED : 0);
}

mia_basis
mia__finding_box_doubt(const struct finding_box *box)
{
	mia_basis basis = box->blind | mia__finding_box_touched(box);

	/* Where no rule shows the log to be whole, silence proves nothing. */
	return basis | (box->whole || box->blind ? 0 : MIA_BASIS_GAP_EXPORT);
}

/* A copied folder names no message. */
static bool
may_be_copied(const struct finding_box *box, const struct known_of_message *known)
{
	if (known->elsewhere)
		return false;
	return (box->synced &&
		       (known->received == MIA_TIME_UNKNOWN || box->last_sync == MIA_TIME_UNKNOWN ||
			       known->received <= box->last_sync)) ||
		(box->exposed && box->exposed->basis & MIA_BASIS_SYNC_UNATTR);
}

/* Nor does a rule that forwards say what it forwarded; an inventory that dates
 * the message has been asked before. */
static bool
may_be_forwarded(const struct finding_box *box, const struct known_of_message *known)
{
	return (box->rule_count || box->untold_rules || box->maybe_rules) &&
		known->received == MIA_TIME_UNKNOWN &&
		(known->existed == MIA_TIME_UNKNOWN || box->first_rule == MIA_TIME_UNKNOWN ||
			known->existed >= box->first_rule);
}

mia_basis
mia__finding_box_silence(const struct finding_box *box, const struct known_of_message *known)
{
	mia_basis basis = mia__finding_box_doubt(box);

	if (may_be_copied(box, known) || may_be_forwarded(box, known))
		basis |= MIA_BASIS_UNNAMED;
	return basis ? basis : MIA_BASIS_COVERED_NONE;
}
