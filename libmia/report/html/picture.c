/* One picture: what is recorded of a mailbox over time, and what the log can tell there. */
#include "base/error.h"
#include "findings/findings.h"
#include "report/html/lanes.h"

/* In units of the drawing; lengths between them in tenths. */
enum { WIDTH = 1200, LEFT = 300, RIGHT = 1190, TOP = LANES_TOP, LANE_HEIGHT = 40, BAR = 34, AXIS = 40 };
#define PLOT ((RIGHT - LEFT) * 10)

#define TICKS 8

static const char *const lane_classes[LANES] = { "s", "b", "u", "o" };
const enum text_id mia__html_lane_names[LANES] = { T_LANE_SYNCS, T_LANE_BINDS, T_LANE_UNSTATED,
	T_LANE_OTHER };

static void
put_number(struct page *page, uint64_t number)
{
	mia__sink_uint(&page->sink, number);
}

static void
put_tenths(struct page *page, uint64_t tenths)
{
	put_number(page, tenths / 10);
	if (tenths % 10) {
		mia__html_put(page, ".");
		put_number(page, tenths % 10);
	}
}

static void
put_attribute(struct page *page, const char *name, uint64_t tenths)
{
	mia__html_put(page, name);
	mia__html_put(page, "=\"");
	put_tenths(page, tenths);
	mia__html_put(page, "\"");
}

/* Where a time lies, in tenths from the left of the plot; cut at its ends. */
static uint64_t
place_of(const struct drawing *d, mia_time time)
{
	uint64_t length = (uint64_t)d->pictures->until - (uint64_t)d->pictures->from;

	if (time <= d->pictures->from)
		return 0;
	if (time >= d->pictures->until)
		return PLOT;
	/* Divided first where the product would not fit. */
	uint64_t since = (uint64_t)time - (uint64_t)d->pictures->from;
	return length > UINT64_MAX / PLOT ? since / (length / PLOT) : since * PLOT / length;
}

static void
put_rect(struct page *page, const char *class, uint64_t x, uint64_t y, uint64_t width, uint64_t height)
{
	mia__html_put(page, "<rect class=\"");
	mia__html_put(page, class);
	put_attribute(page, "\" x", LEFT * 10 + x);
	put_attribute(page, " y", y);
	put_attribute(page, " width", width);
	put_attribute(page, " height", height);
	mia__html_put(page, "/>");
}

static void
put_text_at(struct page *page, const char *class, const char *anchor, uint64_t x, uint64_t y)
{
	mia__html_put(page, "<text class=\"");
	mia__html_put(page, class);
	mia__html_put(page, "\" text-anchor=\"");
	mia__html_put(page, anchor);
	put_attribute(page, "\" x", x);
	put_attribute(page, " y", y);
	mia__html_put(page, ">");
}

static unsigned
blind_bit(int lane)
{
	return lane == LANE_BINDS ? MIA_BLIND_BINDS : lane == LANE_SYNCS ? MIA_BLIND_SYNCS : 0;
}

/* What the log can tell of each column of the plot. */
enum sight { NEITHER, COVERED, BLIND };
static const char *const sight_classes[] = { "neither", "covered", "blind" };

static void
mark_sight(const struct drawing *d, const struct mia_span *span, enum sight sight, unsigned char *seen)
{
	size_t from = span->start == MIA_TIME_UNKNOWN ? 0 : (size_t)place_of(d, span->start) / 10;
	size_t until = span->end == MIA_TIME_UNKNOWN ? PLOT / 10 : ((size_t)place_of(d, span->end) + 9) / 10;

	for (size_t x = from; x < until; x++)
		if (sight > seen[x])
			seen[x] = (unsigned char)sight;
}

/* Each column once: what is drawn twice looks like something else. */
static void
put_sight(const struct drawing *d, int lane, uint64_t y)
{
	struct lane_spans spans = { .findings = d->page->c->findings, .mailbox = d->picture->mailbox };
	unsigned char seen[PLOT / 10] = { NEITHER };
	const struct mia_span *span;

	if (!blind_bit(lane) || d->picture->mailbox == NO_MAILBOX)
		return;
	while ((span = mia__html_spans_next(&spans)) != NULL) {
		if (span->blind & blind_bit(lane))
			mark_sight(d, span, BLIND, seen);
		else if (span->reason == MIA_COVERAGE_COVERED)
			mark_sight(d, span, COVERED, seen);
	}
	for (size_t x = 0, end; x < PLOT / 10; x = end) {
		for (end = x; end < PLOT / 10 && seen[end] == seen[x]; end++)
			;
		put_rect(d->page, sight_classes[seen[x]], x * 10, y, (end - x) * 10, LANE_HEIGHT * 10);
		/* A line on top says covered on a print without colour. */
		if (seen[x] == COVERED)
			put_rect(d->page, "line", x * 10, y, (end - x) * 10, 30);
	}
}

/* What is attributed stands at the bottom, the rest hollow upon it. */
static void
put_bars(const struct drawing *d, int kind, uint64_t y)
{
	const struct lane *lane = &d->picture->lanes[kind];
	const char class[] = { 'h', ' ', *lane_classes[kind], '\0' };
	uint64_t most = 1, step = PLOT / LANE_BINS, bottom = y + LANE_HEIGHT * 10;

	for (size_t i = 0; i < LANE_BINS; i++)
		if (lane->sure[i] + lane->unsure[i] > most)
			most = lane->sure[i] + lane->unsure[i];
	for (size_t i = 0; i < LANE_BINS; i++) {
		/* A tenth of the height is the least that can be seen. */
		uint64_t share = BAR * 10 - 60, sure = lane->sure[i], unsure = lane->unsure[i];
		uint64_t solid = sure ? 60 + sure * share / most : 0;
		uint64_t hollow = unsure ? 60 + unsure * share / most : 0;
		uint64_t x = i * (uint64_t)PLOT / LANE_BINS;
		if (solid + hollow > LANE_HEIGHT * 10 - 10)
			hollow = LANE_HEIGHT * 10 - 10 - solid;
		if (solid)
			put_rect(d->page, class + 2, x, bottom - solid, step, solid);
		if (hollow)
			put_rect(d->page, class, x, bottom - solid - hollow, step, hollow);
	}
}

static void
put_lanes(const struct drawing *d)
{
	uint64_t y = TOP * 10;
	char room[NUMBER_TEXT];

	for (int kind = 0; kind < LANES; kind++) {
		const struct lane *lane = &d->picture->lanes[kind];
		if (!d->shown[kind])
			continue;
		put_text_at(d->page, "name", "end", (LEFT - 10) * 10, y + 170);
		mia__html_tell_plain(d->page, mia__html_lane_names[kind]);
		mia__html_put(d->page, "</text>");
		put_text_at(d->page, "small", "end", (LEFT - 10) * 10, y + 330);
		mia__sink_text(&d->page->sink,
			mia__html_number_text(d->page, lane->sure_total + lane->unsure_total, room));
		mia__html_put(d->page, "</text>");
		put_sight(d, kind, y);
		put_rect(d->page, "frame", 0, y, PLOT, LANE_HEIGHT * 10);
		put_bars(d, kind, y);
		mia__html_put(d->page, "\n");
		y += LANE_STEP * 10;
	}
}

/* ---- the axis ---- */

#define MINUTE (60 * MIA_TIME_SECOND)
#define DAY (1440 * MINUTE)

static mia_time
tick_step(uint64_t length)
{
	static const mia_time steps[] = { MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE,
		30 * MINUTE, 60 * MINUTE, 120 * MINUTE, 180 * MINUTE, 360 * MINUTE, 720 * MINUTE, DAY,
		2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 91 * DAY };

	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		if (length / (uint64_t)steps[i] <= TICKS)
			return steps[i];
	return (mia_time)(length / TICKS);
}

static void
put_tick(const struct drawing *d, mia_time time, mia_time step)
{
	char room[MIA_TIME_TEXT];
	struct mia_text moment = mia__time_plain(time, room);
	uint64_t x = LEFT * 10 + place_of(d, time);

	put_attribute(d->page, "<line class=\"tick\" x1", x);
	put_attribute(d->page, " x2", x);
	put_attribute(d->page, " y1", TOP * 10);
	put_attribute(d->page, " y2", (uint64_t)d->height * 10 + 50);
	mia__html_put(d->page, "/>");
	if (moment.len < 16)
		return;
	put_text_at(d->page, "small", "middle", x, (uint64_t)d->height * 10 + 190);
	mia__sink_text(&d->page->sink, (struct mia_text){ moment.ptr, moment.len - 9 });
	mia__html_put(d->page, "</text>");
	if (step >= DAY)
		return;
	put_text_at(d->page, "small", "middle", x, (uint64_t)d->height * 10 + 340);
	mia__sink_text(&d->page->sink, (struct mia_text){ moment.ptr + moment.len - 8, 5 });
	mia__html_put(d->page, "</text>");
}

/* Ticks stand at full steps since the beginning of time, so at midnight and
 * at full hours. */
static void
put_axis(const struct drawing *d)
{
	const struct pictures *p = d->pictures;
	uint64_t length = (uint64_t)p->until - (uint64_t)p->from;
	mia_time step = tick_step(length);
	mia_time rest = p->from % step, first = p->from - rest;

	if (rest > 0)
		first += step;
	/* No more than fit, whatever the step; a label needs room at both ends. */
	for (int i = 0; i <= TICKS + 1; i++) {
		uint64_t x = place_of(d, first);
		if (first < p->from || first >= p->until)
			break;
		if (x + 300 <= PLOT)
			put_tick(d, first, step);
		if (first > INT64_MAX - step)
			break;
		first += step;
	}
	put_text_at(d->page, "small", "end", (LEFT - 45) * 10, (uint64_t)d->height * 10 + 190);
	mia__html_tell_plain(d->page, T_AXIS_UTC);
	mia__html_put(d->page, "</text>");
}

void
mia__html_put_picture_name(const struct drawing *d, bool plain)
{
	struct page *page = d->page;

	if (d->picture->mailbox == NO_MAILBOX) {
		/* Rows of the timeline name a mailbox without its GUID: of one of several of that name nobody can
		 * tell which it is. */
		mia__html_tell_plain(page, T_BOOK_ELSEWHERE);
		return;
	}
	const struct mia_mailbox_finding *finding =
		mia_findings_mailbox(page->c->findings, d->picture->mailbox);
	if (!plain)
		mia__html_put_mailbox(page, finding->mailbox, finding->mailbox_guid);
	else if (finding->mailbox.len)
		mia__html_put_evidence_plain(page, HTML_PERSON, finding->mailbox);
	else if (finding->mailbox_guid.len)
		mia__html_put_evidence_plain(page, HTML_ID, finding->mailbox_guid);
	else
		mia__html_tell_plain(page, T_NO_MAILBOX_NAME);
}

/* The axis ends a tick behind the last record, which is nothing to be told. */
static mia_time
whole_second(mia_time time)
{
	return time - time % MIA_TIME_SECOND;
}

void
mia__html_put_drawing(const struct drawing *d)
{
	struct page *page = d->page;
	char from[MIA_TIME_TEXT], until[MIA_TIME_TEXT];
	unsigned id = ++page->ids;

	mia__html_put(page, "<div class=\"picture\" role=\"group\" tabindex=\"0\" aria-labelledby=\"p");
	put_number(page, id);
	mia__html_put(page, "\"><svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"p");
	put_number(page, id);
	mia__html_put(page, "\" aria-describedby=\"d");
	put_number(page, id);
	mia__html_put(page, "\" viewBox=\"0 0 ");
	put_number(page, WIDTH);
	mia__html_put(page, " ");
	put_number(page, (uint64_t)d->height + AXIS);
	mia__html_put(page, "\"><title id=\"p");
	put_number(page, id);
	mia__html_put(page, "\">");
	mia__html_tell_plain(page, T_PICTURE_TITLE);
	mia__html_put(page, " ");
	mia__html_put_picture_name(d, true);
	mia__html_put(page, "</title><desc id=\"d");
	put_number(page, id);
	mia__html_put(page, "\">");
	mia__html_tell_filled(page, T_PICTURE_DESC, mia__time_plain(whole_second(d->pictures->from), from),
		mia__time_plain(whole_second(d->pictures->until), until), TEXT_ABSENT);
	mia__html_put(page, "</desc>");
	put_axis(d);
	put_lanes(d);
	mia__html_put(page, "</svg></div>\n");
}
