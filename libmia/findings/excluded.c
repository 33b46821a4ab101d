/*
 * In which times access cannot be excluded, and why. Spans of one cause that
 * overlap or touch are one time to whoever quotes it, and what lies inside a
 * wider time is told with that one: the answer for it is the same already.
 */
#include "findings/excluded.h"

#define TIMES_TOLD 5

struct blind_time {
	const struct mia_span *span; /* the first */
	enum text_id why;
	mia_time from, until;
	size_t within; /* the wider one; its own place: none */
};

struct blind_times {
	struct blind_time list[BLIND_TIMES_KEPT];
	size_t count;
	uint64_t more; /* spans beyond them */
};

void
mia__excluded_clip(struct sentence *s, const struct mia_span *span)
{
	const struct mia_findings_options *asked = &s->facts->view->asked;

	between(s, span->start, span->end);
	if (asked->since != MIA_TIME_UNKNOWN && (s->from == MIA_TIME_UNKNOWN || s->from < asked->since))
		s->from = asked->since;
	if (asked->until != MIA_TIME_UNKNOWN && (s->until == MIA_TIME_UNKNOWN || s->until > asked->until))
		s->until = asked->until;
}

static bool
same_cause(const struct blind_time *a, const struct mia_span *span, enum text_id why)
{
	return a->why == why && text_equal_nocase(a->span->actor, span->actor);
}

static bool
goes_on(const struct blind_time *last, const struct mia_span *span, enum text_id why, mia_time from)
{
	return (last->until == MIA_TIME_UNKNOWN || from <= last->until) && last->span->blind == span->blind &&
		same_cause(last, span, why);
}

/* Spans come by start, so a time only grows at its end. */
static void
join(struct sentence *s, struct blind_times *t, const struct spans_of_box *spans)
{
	t->count = 0;
	t->more = spans->more;
	for (size_t i = 0; i < spans->told_count; i++) {
		const struct mia_span *span = spans->told[i];
		enum text_id why = mia__why_of_span(span);
		size_t k = 0;
		if (mia__finding_span_basis(span) == 0)
			continue;
		mia__excluded_clip(s, span);
		while (k < t->count && !goes_on(&t->list[k], span, why, s->from))
			k++;
		if (k < t->count) {
			struct blind_time *time = &t->list[k];
			if (time->until != MIA_TIME_UNKNOWN &&
				(s->until == MIA_TIME_UNKNOWN || s->until > time->until))
				time->until = s->until;
		} else if (k < BLIND_TIMES_KEPT) {
			t->list[t->count++] = (struct blind_time){ span, why, s->from, s->until, k };
		} else {
			t->more++;
		}
	}
}

static bool
same_time(const struct blind_time *a, const struct blind_time *b)
{
	return a->from == b->from && a->until == b->until;
}

/* An open start is the smallest number there is, an open end is the same number. */
static bool
holds(const struct blind_time *wide, const struct blind_time *narrow)
{
	return wide->from <= narrow->from && (narrow->span->blind & ~wide->span->blind) == 0 &&
		(wide->until == MIA_TIME_UNKNOWN ||
			(narrow->until != MIA_TIME_UNKNOWN && narrow->until <= wide->until));
}

static void
nest(struct blind_times *t)
{
	for (size_t i = 0; i < t->count; i++)
		for (size_t k = 0; k < t->count && t->list[i].within == i; k++)
			/* Of two that hold each other the first is told. */
			if (k != i && holds(&t->list[k], &t->list[i]) &&
				(k < i || !holds(&t->list[i], &t->list[k])))
				t->list[i].within = k;
	for (size_t i = 0; i < t->count; i++)
		while (t->list[t->list[i].within].within != t->list[i].within)
			t->list[i].within = t->list[t->list[i].within].within;
}

/* Whether the cause of the i-th is told by another one that lies in the same
 * wide time: as a cause of all of it, or of parts of it. */
static bool
told_already(const struct blind_times *t, size_t wide, size_t i, bool parts)
{
	if (i == wide)
		return false;
	for (size_t k = 0; k < t->count; k++) {
		const struct blind_time *other = &t->list[k];
		bool whole = same_time(other, &t->list[wide]);
		if (k == i || other->within != wide || !same_cause(other, t->list[i].span, t->list[i].why))
			continue;
		if (k == wide || (whole && parts) || (whole != parts && k < i))
			return true;
	}
	return false;
}

/* The causes of one time, or those of parts of it, into `out`; how many. */
static size_t
add_causes(const struct sentence *s, const struct blind_times *t, size_t wide, bool parts, struct buf *out)
{
	size_t total = 0, told = 0;

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < t->count; i++) {
			const struct blind_time *time = &t->list[i];
			if (time->within != wide || same_time(time, &t->list[wide]) == parts ||
				told_already(t, wide, i, parts))
				continue;
			if (pass == 0) {
				total++;
				continue;
			}
			if (told++)
				mia__buf_str(out,
					mia__said(s->language,
						told == total ? T_LIST_AND_CAUSE : T_LIST_COMMA));
			mia__why_into(out, s->language, time->why, time->span->actor);
		}
	return total;
}

static enum text_id
blind_text(const struct sentence *s, unsigned blind, bool further)
{
	if (blind == MIA_BLIND_BINDS)
		return further ? T_SAY_BLIND_BINDS_FURTHER : T_SAY_BLIND_BINDS;
	if (blind == MIA_BLIND_SYNCS)
		return (s->of_all ? further : s->facts->finding->folders_synced > 0)
			? T_SAY_BLIND_SYNCS_FURTHER
			: T_SAY_BLIND_SYNCS;
	return further ? T_SAY_BLIND_FURTHER : T_SAY_BLIND;
}

static void
say_time(struct sentence *s, const struct blind_times *t, size_t wide, bool further)
{
	struct buf causes, parts;

	mia__buf_init(&causes, &s->out->a);
	mia__buf_init(&parts, &s->out->a);
	add_causes(s, t, wide, false, &causes);
	if (add_causes(s, t, wide, true, &parts))
		mia__wording_part(s, T_BLIND_IN_PARTS, buf_view(&causes), buf_view(&parts));
	else
		mia__buf_text(&s->text, buf_view(&causes));
	s->text.failed = s->text.failed || causes.failed || parts.failed;
	mia__buf_release(&causes);
	mia__buf_release(&parts);
	between(s, t->list[wide].from, t->list[wide].until);
	mia__wording_say(s, blind_text(s, t->list[wide].span->blind, further), 0);
}

size_t
mia__excluded_say(struct sentence *s, const struct spans_of_box *spans, bool further)
{
	struct blind_times t;
	size_t told = 0;

	join(s, &t, spans);
	nest(&t);
	s->open_ended = true;
	for (size_t i = 0; i < t.count; i++) {
		if (t.list[i].within != i)
			continue;
		if (told < TIMES_TOLD)
			say_time(s, &t, i, further);
		else
			t.more++;
		told++;
	}
	s->open_ended = false;
	between(s, MIA_TIME_UNKNOWN, MIA_TIME_UNKNOWN);
	if (t.more)
		mia__wording_say(s, T_SAY_BLIND_MORE, t.more);
	return told;
}
