/* Pictures: what is recorded over time, and where the log is blind. What a
 * picture shows stands in words below it. */
#include "base/error.h"
#include "findings/findings.h"
#include "report/html/lanes.h"

/* In units of the drawing; lengths between them in tenths. */
enum { WIDTH = 800, LEFT = 140, RIGHT = 790, TOP = 8, LANE_HEIGHT = 40, LANE_STEP = 50, BAR = 34, AXIS = 40 };
#define PLOT ((RIGHT - LEFT) * 10)

#define SPANS_LISTED 20
#define TICKS 6

struct drawing {
	struct page *page;
	const struct pictures *pictures;
	const struct picture *picture;
	bool shown[LANES];
	int height; /* of all lanes */
};

static const char *const lane_classes[LANES] = { "b", "s", "u", "o" };

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

/* Spans that overlap would be hatched twice, which looks like something else. */
static void
put_hatching(const struct drawing *d, int lane, uint64_t y)
{
	const struct mia_findings *findings = d->page->c->findings;
	bool blind[PLOT / 10] = { false };
	const struct mia_span *span;
	size_t at = 0;

	while ((span = mia__html_blind_next(findings, d->picture->mailbox, &at)) != NULL) {
		if (!(span->blind & blind_bit(lane)))
			continue;
		size_t from = span->start == MIA_TIME_UNKNOWN ? 0 : (size_t)place_of(d, span->start) / 10;
		size_t until =
			span->end == MIA_TIME_UNKNOWN ? PLOT / 10 : ((size_t)place_of(d, span->end) + 9) / 10;
		for (size_t x = from; x < until; x++)
			blind[x] = true;
	}
	for (size_t x = 0, end; x < PLOT / 10; x = end + 1) {
		for (end = x; end < PLOT / 10 && blind[end]; end++)
			;
		if (end == x)
			continue;
		mia__html_put(d->page, "<rect class=\"edge\" fill=\"url(#h");
		put_number(d->page, d->page->ids);
		put_attribute(d->page, ")\" x", (LEFT + x) * 10);
		put_attribute(d->page, " y", y);
		put_attribute(d->page, " width", (end - x) * 10);
		put_attribute(d->page, " height", LANE_HEIGHT * 10);
		mia__html_put(d->page, "/>");
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
	static const enum text_id names[LANES] = { T_LANE_BINDS, T_LANE_SYNCS, T_LANE_UNSTATED,
		T_LANE_OTHER };
	uint64_t y = TOP * 10;
	char room[NUMBER_TEXT];

	for (int kind = 0; kind < LANES; kind++) {
		const struct lane *lane = &d->picture->lanes[kind];
		if (!d->shown[kind])
			continue;
		put_text_at(d->page, "name", "end", (LEFT - 10) * 10, y + 170);
		mia__html_tell(d->page, names[kind]);
		mia__html_put(d->page, "</text>");
		put_text_at(d->page, "small", "end", (LEFT - 10) * 10, y + 330);
		mia__sink_text(&d->page->sink,
			mia__html_number_text(lane->sure_total + lane->unsure_total, room));
		mia__html_put(d->page, "</text>");
		put_hatching(d, kind, y);
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
	struct mia_text moment = mia__html_moment_text(time, room);
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
	mia__html_tell(d->page, T_AXIS_UTC);
	mia__html_put(d->page, "</text>");
}

static void
put_pattern(const struct drawing *d)
{
	mia__html_put(d->page, "<defs><pattern id=\"h");
	put_number(d->page, d->page->ids);
	mia__html_put(d->page,
		"\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
		"<line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"7\"/></pattern></defs>\n");
}

static void
put_name(const struct drawing *d, bool plain)
{
	const struct mia_mailbox_finding *finding =
		mia_findings_mailbox(d->page->c->findings, d->picture->mailbox);

	if (!plain)
		mia__html_put_mailbox(d->page, finding->mailbox, finding->mailbox_guid);
	else if (finding->mailbox.len)
		mia__html_put_evidence_plain(d->page, HTML_PERSON, finding->mailbox);
	else if (finding->mailbox_guid.len)
		mia__html_put_evidence_plain(d->page, HTML_ID, finding->mailbox_guid);
	else
		mia__html_tell(d->page, T_NO_MAILBOX_NAME);
}

/* The axis ends a tick behind the last record, which is nothing to be told. */
static mia_time
whole_second(mia_time time)
{
	return time - time % MIA_TIME_SECOND;
}

static void
put_drawing(struct drawing *d)
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
	mia__html_tell(page, T_PICTURE_TITLE);
	mia__html_put(page, " ");
	put_name(d, true);
	mia__html_put(page, "</title><desc id=\"d");
	put_number(page, id);
	mia__html_put(page, "\">");
	mia__html_tell_filled(page, T_PICTURE_DESC,
		mia__html_moment_text(whole_second(d->pictures->from), from),
		mia__html_moment_text(whole_second(d->pictures->until), until), TEXT_ABSENT);
	mia__html_put(page, "</desc>");
	put_pattern(d);
	put_axis(d);
	put_lanes(d);
	mia__html_put(page, "</svg></div>\n");
}

/* ---- the same in words ---- */

static void
put_lane_row(const struct drawing *d, int kind)
{
	static const enum text_id names[LANES] = { T_LANE_BINDS, T_LANE_SYNCS, T_LANE_UNSTATED,
		T_LANE_OTHER };
	const struct lane *lane = &d->picture->lanes[kind];
	char number[NUMBER_TEXT];

	mia__html_put(d->page, "<tr><th scope=\"row\">");
	mia__html_tell(d->page, names[kind]);
	mia__html_put(d->page, "</th><td class=\"n\">");
	mia__sink_text(&d->page->sink, mia__html_number_text(lane->sure_total, number));
	mia__html_put(d->page, "</td><td class=\"n\">");
	mia__sink_text(&d->page->sink, mia__html_number_text(lane->unsure_total, number));
	mia__html_put(d->page, "</td><td class=\"t\">");
	mia__html_put_moment(d->page, lane->first);
	mia__html_put(d->page, "</td><td class=\"t\">");
	mia__html_put_moment(d->page, lane->last);
	mia__html_put(d->page, "</td></tr>\n");
}

static void
put_span(struct page *page, const struct mia_span *span)
{
	char start[MIA_TIME_TEXT], end[MIA_TIME_TEXT];
	bool from = span->start != MIA_TIME_UNKNOWN, until = span->end != MIA_TIME_UNKNOWN;

	mia__html_put(page, "<li>");
	mia__html_tell_filled(page,
		from && until   ? T_BLIND_FROM_TO
			: from  ? T_BLIND_FROM
			: until ? T_BLIND_BEFORE
				: T_BLIND_EVER,
		mia__html_moment_text(span->start, start), mia__html_moment_text(span->end, end),
		TEXT_ABSENT);
	mia__html_put(page, ", ");
	mia__html_tell(page,
		span->blind == MIA_BLIND_BINDS           ? T_BLIND_TO_BINDS
			: span->blind == MIA_BLIND_SYNCS ? T_BLIND_TO_SYNCS
							 : T_BLIND_TO_BOTH);
	mia__html_put(page, ": ");
	if (span->actor.len) {
		mia__html_tell(page, T_BLIND_ACCOUNT);
		mia__html_put(page, " ");
		mia__html_put_evidence(page, HTML_PERSON, span->actor);
		mia__html_put(page, ", ");
	}
	mia__html_put(page, mia_coverage_reason_name(span->reason));
	mia__html_put(page, " (");
	mia__html_put(page, span->rule);
	mia__html_put(page, ")</li>\n");
}

static void
put_blind_list(const struct drawing *d)
{
	const struct mia_span *span;
	uint64_t count = 0;
	size_t at = 0;

	while ((span = mia__html_blind_next(d->page->c->findings, d->picture->mailbox, &at)) != NULL) {
		if (count++ == 0) {
			mia__html_tell_paragraph(d->page, T_BLIND_LIST);
			mia__html_put(d->page, "<ul>\n");
		}
		if (count <= SPANS_LISTED)
			put_span(d->page, span);
	}
	if (count == 0) {
		mia__html_tell_paragraph(d->page, T_BLIND_LIST_NONE);
		return;
	}
	if (count > SPANS_LISTED) {
		mia__html_put(d->page, "<li>");
		mia__html_tell_number(d->page, T_BLIND_MORE, count - SPANS_LISTED);
		mia__html_put(d->page, "</li>\n");
	}
	mia__html_put(d->page, "</ul>\n");
}

static void
put_words(const struct drawing *d)
{
	static const enum text_id headings[] = { T_COL_ROW, T_COL_SURE, T_COL_UNSURE, T_COL_FIRST,
		T_COL_LAST };

	mia__html_table_open(d->page, T_CAP_PICTURE, headings, sizeof(headings) / sizeof(*headings));
	for (int kind = 0; kind < LANES; kind++)
		if (d->shown[kind])
			put_lane_row(d, kind);
	mia__html_table_close(d->page);
	put_blind_list(d);
	if (d->picture->failed) {
		mia__html_put(d->page, "<p>");
		mia__html_tell_number(d->page, T_LANE_FAILED, d->picture->failed);
		mia__html_put(d->page, "</p>\n");
	}
	if (d->picture->timeless) {
		mia__html_put(d->page, "<p>");
		mia__html_tell_number(d->page, T_LANE_TIMELESS, d->picture->timeless);
		mia__html_put(d->page, "</p>\n");
	}
}

static void
put_picture(struct page *page, const struct pictures *pictures, const struct picture *picture)
{
	struct drawing d = { .page = page, .pictures = pictures, .picture = picture, .height = TOP };

	for (int kind = 0; kind < LANES; kind++) {
		const struct lane *lane = &picture->lanes[kind];
		/* That nothing stands in them says something of binds and syncs alone. */
		d.shown[kind] = kind != LANE_UNSTATED || lane->sure_total || lane->unsure_total;
		d.height += d.shown[kind] ? LANE_STEP : 0;
	}
	mia__html_put(page, "<h3>");
	put_name(&d, false);
	mia__html_put(page, "</h3>\n<figure>\n");
	put_drawing(&d);
	mia__html_put(page, "<figcaption>\n");
	put_words(&d);
	mia__html_put(page, "</figcaption></figure>\n");
}

static void
put_all(struct page *page, const struct pictures *pictures)
{
	char first[NUMBER_TEXT], all[NUMBER_TEXT];

	if (pictures->from == MIA_TIME_UNKNOWN || pictures->count == 0) {
		mia__html_tell_paragraph(page, T_PICTURES_NONE);
		return;
	}
	/* Where nobody was asked about, nothing is the intruder's. */
	mia__html_tell_paragraph(page,
		page->c->findings->view.by_someone ? T_PICTURES_NOTE : T_PICTURES_NOTE_ALL);
	if (pictures->count < pictures->total) {
		mia__html_put(page, "<p>");
		mia__html_tell_filled(page, T_PICTURES_FIRST, mia__html_number_text(pictures->count, first),
			mia__html_number_text(pictures->total, all), TEXT_ABSENT);
		mia__html_put(page, "</p>\n");
	}
	for (size_t i = 0; i < pictures->count && !page->sink.failed; i++)
		put_picture(page, pictures, &pictures->list[i]);
	if (pictures->elsewhere) {
		mia__html_put(page, "<p>");
		mia__html_tell_number(page, T_PICTURES_ELSEWHERE, pictures->elsewhere);
		mia__html_put(page, "</p>\n");
	}
}

enum mia_status
mia__html_put_pictures(struct page *page, struct mia_error *err)
{
	struct pictures pictures;
	enum mia_status status = mia__html_pictures_make(&pictures, page, err);

	if (status >= 0) {
		mia__html_put(page, "<section id=\"pictures\">\n");
		mia__html_tell_heading(page, 2, NULL, T_H_PICTURES);
		put_all(page, &pictures);
		mia__html_put(page, "</section>\n");
	}
	mia__html_pictures_release(&pictures);
	return status;
}
