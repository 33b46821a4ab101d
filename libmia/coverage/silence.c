/*
 * Silence: the log of a busy mailbox, or of the tenant, stops for longer than
 * its own habit explains.
 *
 * Nobody documents such a rule; all of it is [INFERRED]. A log is busy that
 * has 50 records with a time, on 3 days (UTC). A gap between two neighbours is
 * a silence if it is longer than 72 hours, which a weekend is not, and longer
 * than twice every other gap of this log, so that who works on some days of
 * the week only, or writes seldom, has a habit of long gaps. Up to three gaps
 * that are each longer than a week, longer than any weekly habit, are measured
 * together against the longest of the rest. Once more they are measured without
 * the gaps that have less than a tenth of the records in front of them or behind:
 * two records far from the others, which anybody can write, make no habit.
 *
 * What it cannot tell: a holiday, or the absence of a mailbox's owner, looks
 * the same. Gaps shorter than that stay unseen, and so does what is missing
 * before the first and after the last record. Records outside of what the export is
 * stated to hold do not count. Where the zone of a time is not known, the
 * span is 14 hours longer on both sides.
 */
#include "base/sort.h"
#include "base/text.h"
#include "coverage/coverage.h"

#define BUSY_RECORDS 50
#define BUSY_DAYS 3
#define SHORTEST (72 * HOUR)
#define WEEK (7 * DAY)
#define TOGETHER 3
#define FEW 10 /* one in so many */

_Static_assert(TOGETHER < COVERAGE_GAPS, "the longest of the rest must be known");

static mia_time
day_of(mia_time time)
{
	return time / DAY - (time % DAY < 0);
}

static mia_time
length_of(const struct coverage_gap *gap)
{
	return time_between(gap->start, gap->end);
}

void
mia__coverage_gaps_begin(struct coverage_gaps *gaps, uint64_t all)
{
	*gaps = (struct coverage_gaps){ .all = all, .first = MIA_TIME_UNKNOWN, .last = MIA_TIME_UNKNOWN };
}

static void
note_gap(struct coverage_gap_list *gaps, struct coverage_gap gap)
{
	size_t at = gaps->count;

	if (at == COVERAGE_GAPS && length_of(&gap) <= length_of(&gaps->longest[at - 1]))
		return;
	if (at < COVERAGE_GAPS)
		gaps->count++;
	else
		at--;
	for (; at > 0 && length_of(&gap) > length_of(&gaps->longest[at - 1]); at--)
		gaps->longest[at] = gaps->longest[at - 1];
	gaps->longest[at] = gap;
}

void
mia__coverage_gaps_add(struct coverage_gaps *gaps, mia_time time)
{
	if (time == MIA_TIME_UNKNOWN)
		return;
	gaps->records++;
	if (gaps->last == MIA_TIME_UNKNOWN) {
		gaps->first = time;
		gaps->days = 1;
	} else if (time > gaps->last) {
		gaps->days += day_of(time) != day_of(gaps->last);
		struct coverage_gap gap = { gaps->last, time };
		uint64_t before = gaps->records - 1,
			 least = before < gaps->all - before ? before : gaps->all - before;
		note_gap(&gaps->of_all, gap);
		if (least * FEW >= gaps->all)
			note_gap(&gaps->inner, gap);
	}
	gaps->last = time;
}

/* ---- gaps of the tenant ---- */

/* Of the records of a part of the time. */
struct part {
	mia_time least, most; /* or unknown: there are none */
};
#define PARTS 4096

/*
 * Whether a gap may be longer than a silence is at least. Gaps within a part of
 * the time are shorter than the part, and those between parts are known: nothing
 * needs to be in order for that.
 */
static bool
may_be_silent(const struct mia_coverage *c, struct part *parts)
{
	uint64_t first = (uint64_t)c->extent.first, each = ((uint64_t)c->extent.last - first) / PARTS + 1;
	const struct part *before = NULL;

	for (size_t i = 0; i < PARTS; i++)
		parts[i] = (struct part){ MIA_TIME_UNKNOWN, MIA_TIME_UNKNOWN };
	for (size_t i = 0; i < c->record_count; i++) {
		mia_time time = c->records[i].time;
		if (time == MIA_TIME_UNKNOWN)
			continue;
		struct part *part = &parts[((uint64_t)time - first) / each];
		time_widen(&part->least, &part->most, time);
	}
	for (const struct part *part = parts; part < parts + PARTS; part++) {
		if (part->least == MIA_TIME_UNKNOWN)
			continue;
		if (before && time_between(before->most, part->least) > SHORTEST)
			return true;
		before = part;
	}
	return each > (uint64_t)SHORTEST;
}

/* Between two records that stand so far apart nothing shows that the export goes on. */
static bool
note_hole(struct mia_coverage *c, mia_time start, mia_time end)
{
	if (start == MIA_TIME_UNKNOWN || time_between(start, end) <= COVERAGE_GOES_ON)
		return true;
	if (!mia__grow(&c->a, &c->holes, &c->hole_cap, c->hole_count + 1, sizeof(*c->holes)))
		return false;
	c->holes[c->hole_count++] = (struct coverage_gap){ start, end };
	return true;
}

void
mia__coverage_gaps_release(struct mia_coverage *c)
{
	mia__dealloc(&c->a, c->holes, c->hole_cap, sizeof(*c->holes));
	c->holes = NULL;
	c->hole_count = c->hole_cap = 0;
}

/* What lies outside of what the export is stated to hold makes no habit. */
static void
add_inside(const struct mia_coverage *c, struct coverage_gaps *gaps, mia_time time)
{
	if (time != MIA_TIME_UNKNOWN && !mia__coverage_is_outside(c, time))
		mia__coverage_gaps_add(gaps, time);
}

/* Of a mailbox, or with NO_BOX of all. */
static uint64_t
count_inside(const struct mia_coverage *c, size_t box)
{
	size_t start = box == NO_BOX ? 0 : c->runs[box].start;
	size_t end = box == NO_BOX ? c->record_count : start + c->runs[box].count;
	uint64_t count = 0;

	for (size_t i = start; i < end; i++)
		count += c->records[i].time != MIA_TIME_UNKNOWN &&
			!mia__coverage_is_outside(c, c->records[i].time);
	return count;
}

static bool
measure_gaps(struct mia_coverage *c)
{
	size_t n = c->record_count, count = 0;
	struct sort_pair *pairs = mia__alloc(&c->a, n, sizeof(*pairs));

	for (size_t i = 0; pairs && i < n; i++)
		if (c->records[i].time != MIA_TIME_UNKNOWN)
			pairs[count++].key = (uint64_t)c->records[i].time - (uint64_t)c->extent.first;
	bool ok = pairs && mia__sort_by_key(&c->a, pairs, count);
	mia__coverage_gaps_begin(&c->gaps, count_inside(c, NO_BOX));
	mia_time before = MIA_TIME_UNKNOWN;
	for (size_t i = 0; ok && i < count; i++) {
		mia_time time = (mia_time)(pairs[i].key + (uint64_t)c->extent.first);
		ok = note_hole(c, before, time);
		before = time;
		add_inside(c, &c->gaps, time);
	}
	mia__dealloc(&c->a, pairs, n, sizeof(*pairs));
	return ok;
}

bool
mia__coverage_gaps_find(struct mia_coverage *c)
{
	mia__coverage_gaps_begin(&c->gaps, 0);
	if (c->extent.first == MIA_TIME_UNKNOWN)
		return true;
	struct part *parts = mia__alloc(&c->a, PARTS, sizeof(*parts));
	bool silent = parts && may_be_silent(c, parts);
	mia__dealloc(&c->a, parts, PARTS, sizeof(*parts));
	return parts && (!silent || measure_gaps(c));
}

/* How many of the longest gaps are longer than a habit of the others explains. */
static size_t
count_long(const struct coverage_gap_list *gaps)
{
	for (size_t n = TOGETHER; n > 0; n--) {
		if (n >= gaps->count)
			continue;
		mia_time least = length_of(&gaps->longest[n - 1]), other = length_of(&gaps->longest[n]);
		if (least > (n > 1 ? WEEK : SHORTEST) && least - other > other)
			return n;
	}
	return 0;
}

struct silences {
	size_t count;
	struct silence {
		struct coverage_gap gap;
		mia_time other; /* the longest of the others */
		bool inner;     /* of those with records on both sides */
	} of[2 * TOGETHER];
};

static bool
same_gap(const struct coverage_gap *a, const struct coverage_gap *b)
{
	return a->start == b->start && a->end == b->end;
}

static void
take_silences(struct silences *s, const struct coverage_gap_list *gaps, bool inner)
{
	size_t n = count_long(gaps), before = s->count, k;

	for (size_t i = 0; i < n; i++) {
		for (k = 0; k < before && !same_gap(&s->of[k].gap, &gaps->longest[i]); k++)
			;
		if (k == before)
			s->of[s->count++] =
				(struct silence){ gaps->longest[i], length_of(&gaps->longest[n]), inner };
	}
}

static struct silences
find_silences(const struct coverage_gaps *gaps)
{
	struct silences s = { 0 };

	if (gaps->records < BUSY_RECORDS || gaps->days < BUSY_DAYS)
		return s;
	take_silences(&s, &gaps->of_all, false);
	take_silences(&s, &gaps->inner, true);
	return s;
}

/* Of a record of the mailbox, or with NO_BOX of any. */
static bool
zone_unknown(const struct mia_coverage *c, size_t box)
{
	size_t start = box == NO_BOX ? 0 : c->runs[box].start;
	size_t end = box == NO_BOX ? c->record_count : start + c->runs[box].count;

	while (start < end && !c->records[start].zone_unknown)
		start++;
	return start < end;
}

static bool
add_silences(struct mia_coverage *c, size_t box, const struct coverage_gaps *gaps,
	const struct silences *found)
{
	char length[SPAN_TEXT], other[SPAN_TEXT];
	mia_time slack = found->count && zone_unknown(c, box) ? MIA_ZONE_MOST : 0;

	for (size_t i = 0; i < found->count; i++) {
		const struct silence *silence = &found->of[i];
		struct mia_span span = {
			.start = time_plus(silence->gap.start, -slack),
			.end = time_plus(silence->gap.end, slack),
			.reason = MIA_COVERAGE_SILENCE,
			.blind = MIA_BLIND_BINDS | MIA_BLIND_SYNCS,
			.rule = "silence",
			.until_rule = "next record",
		};
		span.detail = mia__coverage_detail(c,
			"no record of %s for %s, although %llu records stand on %llu days and no gap is "
			"longer than %s otherwise%s; a silence is longer than 72 h and than twice any other gap",
			box == NO_BOX ? "any mailbox or account" : "this mailbox",
			mia__time_span_text(length_of(&silence->gap), length),
			(unsigned long long)gaps->records, (unsigned long long)gaps->days,
			mia__time_span_text(silence->other, other),
			silence->inner
				? ", but where less than a tenth of the records stand before or behind it"
				: "");
		if (!span.detail.ptr || !mia__coverage_add_span(c, box, &span))
			return false;
	}
	return true;
}

/* Where every record is of one mailbox, its silence is the tenant's. */
static bool
same_silences(const struct silences *a, const struct silences *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!same_gap(&a->of[i].gap, &b->of[i].gap))
			return false;
	return true;
}

bool
mia__rule_silence(struct mia_coverage *c)
{
	struct silences tenant, own;
	struct coverage_gaps gaps;

	c->gaps.records = count_inside(c, NO_BOX);
	tenant = find_silences(&c->gaps);
	if (!add_silences(c, NO_BOX, &c->gaps, &tenant))
		return false;
	for (size_t box = 0; box < c->box_count; box++) {
		mia__coverage_gaps_begin(&gaps, count_inside(c, box));
		for (size_t i = c->runs[box].start; i < c->runs[box].start + c->runs[box].count; i++)
			add_inside(c, &gaps, c->records[i].time);
		own = find_silences(&gaps);
		if (!same_silences(&own, &tenant) && !add_silences(c, box, &gaps, &own))
			return false;
	}
	return true;
}
