/*
 * Every cause why access cannot be excluded, over all mailboxes: how many it
 * concerns, in which time, and what would settle it. A cause is a text; each is
 * counted in a place of its own, so that all of it is linear in the spans.
 */
#include "base/sort.h"
#include "findings/summary.h"

struct cause {
	struct mia_doubt doubt;
	enum text_id why;
	uint32_t box_seen; /* the last mailbox that was counted, and 1 */
	bool named;        /* the account is named, and only one */
	struct mia_text actor;
};

struct gathering {
	const struct mia_findings *f;
	struct cause causes[T_WHY_LOST - T_WHY_THROTTLED + 1];
};

static struct cause *
cause_of(struct gathering *g, enum text_id why)
{
	struct cause *c = &g->causes[why - T_WHY_THROTTLED];

	c->why = why;
	return c;
}

static mia_time
clipped(mia_time time, mia_time asked, bool start)
{
	if (asked == MIA_TIME_UNKNOWN)
		return time;
	return time == MIA_TIME_UNKNOWN || (start ? time < asked : time > asked) ? asked : time;
}

/* An open end stays open whatever else is there. */
static void
widen(struct mia_doubt *d, const struct mia_span *span, const struct mia_findings_options *asked)
{
	mia_time start = clipped(span->start, asked->since, true);
	mia_time end = clipped(span->end, asked->until, false);

	if (d->spans == 0) {
		d->start = start;
		d->end = end;
		return;
	}
	if (start < d->start)
		d->start = start; /* an open start is the smallest number there is */
	if (end == MIA_TIME_UNKNOWN || (d->end != MIA_TIME_UNKNOWN && end > d->end))
		d->end = end;
}

static void
take_span(struct gathering *g, const struct box_span *at)
{
	const struct mia_span *span = g->f->view.spans[at->span];
	mia_basis basis = mia__finding_span_basis(span);
	enum text_id why = mia__why_of_span(span);

	if (basis == 0)
		return;
	/* Several accounts are one cause; only one of them can be named. */
	struct cause *c = cause_of(g, why);
	if (c->doubt.spans == 0) {
		c->actor = span->actor;
		c->named = true;
		c->doubt.rule = span->rule;
		c->doubt.basis = basis;
	} else if (!text_equal_nocase(c->actor, span->actor)) {
		c->named = false;
	}
	widen(&c->doubt, span, &g->f->view.asked);
	c->doubt.blind |= span->blind;
	c->doubt.spans++;
	if (at->box == NO_FINDING_BOX) {
		c->doubt.mailboxes = g->f->boxes.count;
	} else if (c->box_seen != at->box + 1 && c->doubt.mailboxes < g->f->boxes.count) {
		c->box_seen = at->box + 1;
		c->doubt.mailboxes++;
	}
}

static void
take_basis(struct gathering *g, const struct mia_mailbox_finding *finding, mia_basis basis, enum text_id why)
{
	struct cause *c = cause_of(g, why);

	if (!(finding->basis & basis))
		return;
	if (c->doubt.mailboxes++ == 0)
		c->doubt.start = c->doubt.end = MIA_TIME_UNKNOWN;
	c->doubt.blind = MIA_BLIND_BINDS;
	c->doubt.basis |= basis;
}

static void
take_all(struct gathering *g)
{
	const struct mia_findings *f = g->f;

	for (size_t i = 0; i < f->blind_spans.count; i++)
		take_span(g, &f->blind_spans.list[i]);
	for (size_t i = 0; i < f->boxes.count; i++) {
		if (!f->boxes.boxes[i].maybe_rules ||
			(mia__finding_box_doubt(&f->boxes.boxes[i]) & MIA_BASIS_UNNAMED))
			take_basis(g, &f->mailboxes[i], MIA_BASIS_UNNAMED, T_WHY_NAMELESS);
		if (f->boxes.boxes[i].maybe_rules)
			take_basis(g, &f->mailboxes[i], MIA_BASIS_UNNAMED, T_WHY_FORWARDED);
		take_basis(g, &f->mailboxes[i], MIA_BASIS_ITEMS_LOST, T_WHY_LOST);
		if (f->boxes.boxes[i].open || !mia__sentence_is_logged(&f->boxes.boxes[i]))
			take_basis(g, &f->mailboxes[i], MIA_BASIS_CANNOT_EXCLUDE, T_WHY_NO_RULE);
	}
}

static uint64_t
length(const struct mia_doubt *d)
{
	if (d->start == MIA_TIME_UNKNOWN || d->end == MIA_TIME_UNKNOWN)
		return UINT64_MAX;
	return d->end > d->start ? (uint64_t)d->end - (uint64_t)d->start : 0;
}

/* That completeness is not shown is the weakest cause, and comes last of equals. */
static int
compare(const void *ctx, uint32_t x, uint32_t y)
{
	const struct cause *causes = ctx, *a = &causes[x], *b = &causes[y];

	if (a->doubt.mailboxes != b->doubt.mailboxes)
		return a->doubt.mailboxes > b->doubt.mailboxes ? -1 : 1;
	if ((a->why == T_WHY_NO_RULE) != (b->why == T_WHY_NO_RULE))
		return a->why == T_WHY_NO_RULE ? 1 : -1;
	if (length(&a->doubt) != length(&b->doubt))
		return length(&a->doubt) > length(&b->doubt) ? -1 : 1;
	if (a->doubt.spans != b->doubt.spans)
		return a->doubt.spans > b->doubt.spans ? -1 : 1;
	return x < y ? -1 : 1;
}

static bool
keep(struct mia_doubt *ret, const struct cause *c, const struct mia_findings *f, struct arena *kept)
{
	enum mia_language language = f->view.asked.language;
	enum text_id why = c->why == T_WHY_BYPASS && !c->named ? T_WHY_BYPASS_SEVERAL : c->why;
	enum text_id cure = mia__cure_of(c->why);
	struct buf text;

	*ret = c->doubt;
	ret->all = ret->mailboxes == f->boxes.count;
	ret->rule = ret->rule ? ret->rule : "";
	ret->cure = cure == TEXTS ? TEXT_ABSENT : text_of(mia__said(language, cure));
	mia__buf_init(&text, &kept->a);
	mia__why_into(&text, language, why, c->actor);
	ret->why = mia__arena_text(kept, buf_view(&text));
	bool ok = !text.failed && ret->why.ptr;
	mia__buf_release(&text);
	return ok;
}

bool
mia__doubts_gather(struct doubts *ret, const struct mia_findings *f, struct arena *kept)
{
	enum { MOST = T_WHY_LOST - T_WHY_THROTTLED + 1 };
	struct gathering g = { .f = f };
	uint32_t order[MOST];

	take_all(&g);
	for (uint32_t i = 0; i < MOST; i++)
		if (g.causes[i].doubt.mailboxes)
			order[ret->count++] = i;
	if (!mia__sort_numbers(&kept->a, order, ret->count, compare, g.causes))
		return false;
	ret->list = mia__arena_take(kept, ret->count * sizeof(*ret->list));
	if (!ret->list)
		return false;
	for (size_t i = 0; i < ret->count; i++)
		if (!keep(&ret->list[i], &g.causes[order[i]], f, kept))
			return false;
	return true;
}
