/* Which mailboxes have a picture, which time it shows, and what lies in each of its lanes. */
#include "report/html/lanes.h"

#include "base/error.h"
#include "coverage/extent.h"
#include "findings/findings.h"

const struct mia_span *
mia__html_spans_next(struct lane_spans *spans)
{
	const struct finding_spans *all = &spans->findings->blind_spans;

	while (spans->at < all->count) {
		const struct box_span *span = &all->list[spans->at++];
		if (span->box == spans->mailbox || span->box == NO_FINDING_BOX)
			return spans->findings->view.spans[span->span];
	}
	return NULL;
}

/* ---- which mailboxes ---- */

static void
choose(struct pictures *pictures, const struct mia_findings *findings)
{
	for (size_t i = 0; i < pictures->total; i++)
		pictures->of[i] = NO_PICTURE;
	for (int level = 0; level <= MIA_LEVEL_NONE; level++) {
		for (size_t i = 0; i < pictures->total && pictures->count < HTML_PICTURES; i++) {
			if ((int)mia_findings_mailbox(findings, i)->level != level)
				continue;
			pictures->of[i] = (uint32_t)pictures->count;
			pictures->list[pictures->count++].mailbox = i;
		}
	}
	pictures->list[pictures->count++].mailbox = NO_MAILBOX;
	for (size_t i = 0; i < pictures->count; i++)
		for (int k = 0; k < LANES; k++)
			pictures->list[i].lanes[k].first = pictures->list[i].lanes[k].last = MIA_TIME_UNKNOWN;
}

/* ---- which time ---- */

static mia_time
row_time(const struct mia_timeline *timeline, size_t i)
{
	struct mia_timeline_row row;

	return mia_timeline_row(timeline, i, &row) == MIA_OK ? row.time : MIA_TIME_UNKNOWN;
}

/* Rows without a time come last. */
static size_t
rows_with_time(const struct mia_timeline *timeline)
{
	size_t low = 0, high = mia_timeline_count(timeline);

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (row_time(timeline, middle) != MIA_TIME_UNKNOWN)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Where a record may claim any year, sums of times need care. */
static mia_time
moved(mia_time time, mia_time by)
{
	if (by > 0)
		return time > INT64_MAX - by ? INT64_MAX : time + by;
	return time < INT64_MIN + 1 - by ? INT64_MIN + 1 : time + by;
}

#define HOUR (3600 * MIA_TIME_SECOND)

/* Ends of blind spans near by are of interest, those far off are not: three
 * hours of an intruder shall not drown in a year of the log. */
static void
widen_to_spans(struct pictures *pictures, const struct mia_findings *findings, mia_time room)
{
	mia_time low = moved(pictures->from, -room), high = moved(pictures->until, room);

	for (size_t i = 0; i < findings->blind_spans.count; i++) {
		const struct mia_span *span = findings->view.spans[findings->blind_spans.list[i].span];
		if (!span->blind)
			continue;
		if (span->start != MIA_TIME_UNKNOWN && span->start < pictures->from && span->start >= low)
			pictures->from = span->start;
		if (span->end != MIA_TIME_UNKNOWN && span->end > pictures->until && span->end <= high)
			pictures->until = span->end;
	}
}

static void
make_axis(struct pictures *pictures, const struct mia_case *c)
{
	const struct finding_view *view = &c->findings->view;
	size_t timed = rows_with_time(c->timeline);
	mia_time from = timed ? row_time(c->timeline, 0) : extent_start(&view->extent);
	mia_time until = timed ? row_time(c->timeline, timed - 1) : extent_end(&view->extent);

	pictures->from = pictures->until = MIA_TIME_UNKNOWN;
	if (view->asked.since != MIA_TIME_UNKNOWN)
		from = view->asked.since;
	if (view->asked.until != MIA_TIME_UNKNOWN)
		until = view->asked.until;
	if (from == MIA_TIME_UNKNOWN || until == MIA_TIME_UNKNOWN || until < from)
		return;
	pictures->from = from;
	pictures->until = moved(until, 1);
	mia_time length = from < 0 && until > INT64_MAX + from ? INT64_MAX : until - from;
	if (view->asked.since == MIA_TIME_UNKNOWN || view->asked.until == MIA_TIME_UNKNOWN)
		widen_to_spans(pictures, c->findings, length < 36 * HOUR ? 36 * HOUR : length);
	mia_time margin = length / 40 < HOUR / 12 ? HOUR / 12 : length / 40;
	pictures->from = moved(pictures->from, -margin);
	pictures->until = moved(pictures->until, margin);
}

/* The bin in which a time of the axis lies. */
static size_t
bin_of(const struct pictures *pictures, mia_time time)
{
	/* As unsigned, the length of any axis fits. */
	uint64_t length = (uint64_t)pictures->until - (uint64_t)pictures->from;
	uint64_t step = length / LANE_BINS + (length % LANE_BINS != 0);
	uint64_t bin;

	if (time <= pictures->from)
		return 0;
	bin = ((uint64_t)time - (uint64_t)pictures->from) / step;
	return bin < LANE_BINS ? (size_t)bin : LANE_BINS - 1;
}

/* ---- the rows ---- */

static enum lane_kind
lane_of(const struct mia_timeline_row *row)
{
	switch (row->access) {
	case MIA_ACCESS_BIND:
		return LANE_BINDS;
	case MIA_ACCESS_SYNC:
		return LANE_SYNCS;
	case MIA_ACCESS_UNSTATED:
		return LANE_UNSTATED;
	case MIA_ACCESS_NONE:
		break;
	}
	return LANE_OTHER;
}

/* A sign-in names an account and no mailbox; it stands with the account's own. */
static uint32_t
box_of(const struct mia_findings *findings, const struct mia_timeline_row *row)
{
	struct mia_text name = row->mailbox.len ? row->mailbox : row->actor;

	return name.len ? mia__finding_boxes_find(&findings->boxes, name, TEXT_ABSENT) : NO_FINDING_BOX;
}

static void
count_row(struct pictures *pictures, struct picture *picture, const struct mia_timeline_row *row)
{
	struct lane *lane = &picture->lanes[lane_of(row)];
	bool sure = row->match == MIA_MATCH_YES;

	picture->rows++;
	if (row->flags & MIA_FLAG_FAILED) {
		picture->failed++;
		return;
	}
	*(sure ? &lane->sure_total : &lane->unsure_total) += 1;
	if (row->time == MIA_TIME_UNKNOWN) {
		picture->timeless++;
		return;
	}
	if (lane->first == MIA_TIME_UNKNOWN)
		lane->first = row->time;
	lane->last = row->time;
	(sure ? lane->sure : lane->unsure)[bin_of(pictures, row->time)]++;
}

/* A record is as many rows as it names items; they stand together. */
static bool
is_same_record(const struct mia_timeline_row *a, const struct mia_timeline_row *b)
{
	return a->record == b->record && a->offset == b->offset && text_equal(a->source, b->source);
}

static void
count_one(struct pictures *pictures, const struct mia_findings *findings, const struct mia_timeline_row *row)
{
	uint32_t box = box_of(findings, row);
	bool nameless = box == NO_FINDING_BOX || box >= pictures->total;
	uint32_t at = nameless ? (uint32_t)pictures->count - 1 : pictures->of[box];

	if (nameless && row->match == MIA_MATCH_YES)
		pictures->nameless_sure++;
	else if (nameless)
		pictures->nameless_unsure++;
	if (at != NO_PICTURE && (row->access != MIA_ACCESS_NONE || row->mark.len))
		count_row(pictures, &pictures->list[at], row);
}

static enum mia_status
count_rows(struct pictures *pictures, const struct mia_case *c, struct mia_error *err)
{
	struct mia_timeline_row row, last = { .source = TEXT_ABSENT };

	for (size_t i = 0; i < mia_timeline_count(c->timeline); i++) {
		if (mia_timeline_row(c->timeline, i, &row) != MIA_OK)
			return mia__fail(err, MIA_ERR_STATE, "the timeline is not sealed");
		if (i == 0 || !is_same_record(&row, &last))
			count_one(pictures, c->findings, &row);
		last = row;
	}
	return MIA_OK;
}

enum mia_status
mia__html_pictures_make(struct pictures *pictures, const struct page *page, struct mia_error *err)
{
	const struct mia_findings *findings = page->c->findings;
	size_t total = mia_findings_mailbox_count(findings);

	*pictures = (struct pictures){ .a = page->a,
		.total = total,
		.from = MIA_TIME_UNKNOWN,
		.until = MIA_TIME_UNKNOWN };
	pictures->list = mia__alloc(&page->a, HTML_PICTURES + 1, sizeof(*pictures->list));
	pictures->of = mia__alloc(&page->a, total, sizeof(*pictures->of));
	if (!pictures->list || (total && !pictures->of))
		return mia__fail_memory(err);
	choose(pictures, findings);
	make_axis(pictures, page->c);
	return pictures->from == MIA_TIME_UNKNOWN ? MIA_OK : count_rows(pictures, page->c, err);
}

void
mia__html_pictures_release(struct pictures *pictures)
{
	mia__dealloc(&pictures->a, pictures->list, HTML_PICTURES + 1, sizeof(*pictures->list));
	mia__dealloc(&pictures->a, pictures->of, pictures->total, sizeof(*pictures->of));
}
