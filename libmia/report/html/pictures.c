/* Which pictures there are, what their signs mean, and the same in words below each. */
#include "base/error.h"
#include "base/text.h"
#include "findings/findings.h"
#include "report/html/lanes.h"

#define SPANS_LISTED 20

/* ---- the same in words ---- */

static void
put_lane_row(const struct drawing *d, int kind)
{
	const struct lane *lane = &d->picture->lanes[kind];

	mia__html_put(d->page, "<tr><th scope=\"row\">");
	mia__html_tell(d->page, mia__html_lane_names[kind]);
	mia__html_put(d->page, "</th>");
	mia__html_put_count(d->page, lane->sure_total, NULL);
	mia__html_put_count(d->page, lane->unsure_total, NULL);
	mia__html_put_moments(d->page, lane->first, lane->last);
	mia__html_put(d->page, "</tr>\n");
}

static void
put_span(struct page *page, const struct mia_span *span, uint64_t times)
{
	enum text_id rule = mia__said_of_rule(span->rule);
	char start[MIA_TIME_TEXT], end[MIA_TIME_TEXT];
	bool from = span->start != MIA_TIME_UNKNOWN, until = span->end != MIA_TIME_UNKNOWN;

	mia__html_put(page, "<li>");
	mia__html_tell_filled(page,
		from && until   ? T_BLIND_FROM_TO
			: from  ? T_BLIND_FROM
			: until ? T_BLIND_BEFORE
				: T_BLIND_EVER,
		mia__time_plain(span->start, start), mia__time_plain(span->end, end), TEXT_ABSENT);
	mia__html_put(page, ", ");
	mia__html_tell(page,
		span->blind == MIA_BLIND_BINDS           ? T_BLIND_TO_BINDS
			: span->blind == MIA_BLIND_SYNCS ? T_BLIND_TO_SYNCS
							 : T_BLIND_TO_BOTH);
	mia__html_tell(page, T_LIST_COLON);
	if (span->actor.len) {
		mia__html_tell(page, T_BLIND_ACCOUNT);
		mia__html_put(page, " ");
		mia__html_put_evidence(page, HTML_PERSON, span->actor);
		mia__html_put(page, ", ");
	}
	if (rule == TEXTS)
		mia__html_put(page, mia_coverage_reason_name(span->reason));
	else
		mia__html_tell(page, rule);
	if (times > 1) {
		mia__html_put(page, " ");
		mia__html_tell_number(page, T_BLIND_TIMES, times);
	}
	mia__html_put(page, "</li>\n");
}

/* Spans that would be told in the same words; those of one time stand together. */
static bool
is_told_alike(const struct mia_span *a, const struct mia_span *b)
{
	return a->start == b->start && a->end == b->end && a->blind == b->blind &&
		text_equal(a->actor, b->actor) && strcmp(a->rule, b->rule) == 0;
}

static uint64_t
count_blind(const struct drawing *d)
{
	struct lane_spans spans = { .findings = d->page->c->findings, .mailbox = d->picture->mailbox };
	const struct mia_span *span;
	uint64_t count = 0;

	while ((span = mia__html_spans_next(&spans)) != NULL)
		count += span->blind != 0;
	return count;
}

static void
put_blind_list(const struct drawing *d)
{
	struct lane_spans spans = { .findings = d->page->c->findings, .mailbox = d->picture->mailbox };
	const struct mia_span *span, *last = NULL;
	uint64_t count = count_blind(d), told = 0, lines = 0, times = 0;

	if (count == 0) {
		mia__html_tell_paragraph(d->page, T_BLIND_LIST_NONE);
		return;
	}
	/* The coverage has them all, so they are not printed twice. */
	mia__html_put(d->page, "<details class=\"again\"><summary>");
	mia__html_tell_number(d->page, T_BLIND_LIST, count);
	mia__html_put(d->page, "</summary>\n<ul>\n");
	while (lines < SPANS_LISTED && (span = mia__html_spans_next(&spans)) != NULL) {
		if (!span->blind)
			continue;
		if (last && !is_told_alike(last, span)) {
			put_span(d->page, last, times);
			told += times;
			times = 0;
			lines++;
		}
		last = span;
		times++;
	}
	if (lines < SPANS_LISTED && last) {
		put_span(d->page, last, times);
		told += times;
	}
	if (count > told) {
		mia__html_put(d->page, "<li>");
		mia__html_tell_number(d->page, T_BLIND_MORE, count - told);
		mia__html_put(d->page, "</li>\n");
	}
	mia__html_put(d->page, "</ul>\n</details>\n");
}

static void
put_number_told(struct page *page, enum text_id text, uint64_t number)
{
	if (number == 0)
		return;
	mia__html_tell_count(page, text, number);
}

static void
put_words(const struct drawing *d)
{
	const enum text_id headings[] = { T_COL_ROW,
		d->page->c->findings->view.by_someone ? T_COL_SURE : T_COL_SURE_ANY, T_COL_UNSURE,
		T_COL_FIRST, T_COL_LAST };

	mia__html_table_open(d->page, T_CAP_PICTURE, headings, sizeof(headings) / sizeof(*headings));
	for (int kind = 0; kind < LANES; kind++)
		if (d->shown[kind])
			put_lane_row(d, kind);
	mia__html_table_close(d->page);
	if (d->picture->mailbox != NO_MAILBOX)
		put_blind_list(d);
	put_number_told(d->page, T_LANE_FAILED, d->picture->failed);
	put_number_told(d->page, T_LANE_TIMELESS, d->picture->timeless);
}

/* ---- which ---- */

static bool
is_drawn(const struct picture *picture)
{
	return picture->rows > 0;
}

static void
put_picture(struct page *page, const struct pictures *pictures, const struct picture *picture)
{
	struct drawing d = { .page = page, .pictures = pictures, .picture = picture, .height = LANES_TOP };

	for (int kind = 0; kind < LANES; kind++) {
		const struct lane *lane = &picture->lanes[kind];
		/* That nothing stands in it says something of copies and binds of a mailbox alone. */
		bool says = picture->mailbox != NO_MAILBOX && (kind == LANE_SYNCS || kind == LANE_BINDS);
		d.shown[kind] = says || lane->sure_total || lane->unsure_total;
		d.height += d.shown[kind] ? LANE_STEP : 0;
	}
	mia__html_put(page, "<h3>");
	mia__html_put_picture_name(&d, false);
	mia__html_put(page, "</h3>\n<figure>\n");
	mia__html_put_drawing(&d);
	mia__html_put(page, "<figcaption>\n");
	put_words(&d);
	mia__html_put(page, "</figcaption></figure>\n");
}

static void
put_sign(struct page *page, const char *drawing, enum text_id text)
{
	mia__html_put(page, "<li><svg class=\"sign\" aria-hidden=\"true\" viewBox=\"0 0 40 20\">");
	mia__html_put(page, drawing);
	mia__html_put(page, "</svg> ");
	mia__html_tell(page, text);
	mia__html_put(page, "</li>\n");
}

/* The patterns are of the page: each picture uses them. */
static void
put_legend(struct page *page)
{
	bool by_someone = page->c->findings->view.by_someone;

	mia__html_put(page,
		"<svg class=\"defs\" aria-hidden=\"true\"><defs>"
		"<pattern id=\"blind\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" "
		"patternTransform=\"rotate(45)\"><line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" "
		"y2=\"7\"/></pattern>"
		"<pattern id=\"neither\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">"
		"<circle class=\"dot\" cx=\"4\" cy=\"4\" r=\"1.2\"/></pattern></defs></svg>\n"
		"<ul class=\"legend\">\n");
	put_sign(page, "<rect x=\"16\" y=\"2\" width=\"8\" height=\"18\" class=\"b\"/>",
		by_someone ? T_SIGN_SURE : T_SIGN_ANY);
	if (by_someone)
		put_sign(page, "<rect x=\"16\" y=\"2\" width=\"8\" height=\"17\" class=\"h b\"/>",
			T_SIGN_UNSURE);
	put_sign(page, "<rect class=\"blind\" x=\"0\" y=\"0\" width=\"40\" height=\"20\"/>", T_SIGN_BLIND);
	put_sign(page,
		"<rect class=\"covered\" x=\"0\" y=\"0\" width=\"40\" height=\"20\"/>"
		"<rect class=\"line\" x=\"0\" y=\"0\" width=\"40\" height=\"3\"/>",
		T_SIGN_COVERED);
	put_sign(page, "<rect class=\"neither\" x=\"0\" y=\"0\" width=\"40\" height=\"20\"/>",
		T_SIGN_NEITHER);
	mia__html_put(page, "</ul>\n");
}

/* What names no mailbox is part of the case all the same. */
static void
put_nameless(struct page *page, const struct pictures *pictures)
{
	bool by_someone = page->c->findings->view.by_someone;

	put_number_told(page, by_someone ? T_NAMELESS_SURE : T_NAMELESS_ANY, pictures->nameless_sure);
	put_number_told(page, T_NAMELESS_UNSURE, pictures->nameless_unsure);
}

static void
put_all(struct page *page, const struct pictures *pictures)
{
	size_t drawn = 0;

	for (size_t i = 0; i < pictures->count; i++)
		drawn += is_drawn(&pictures->list[i]);
	put_nameless(page, pictures);
	if (drawn == 0) {
		mia__html_tell_paragraph(page, T_PICTURES_NONE);
		return;
	}
	mia__html_tell_paragraph(page, T_PICTURES_NOTE);
	put_legend(page);
	if (pictures->total > HTML_PICTURES)
		mia__html_tell_counts(page, T_PICTURES_FIRST, HTML_PICTURES, pictures->total, TEXT_ABSENT);
	for (size_t i = 0; i < pictures->count && !page->sink.failed; i++)
		if (is_drawn(&pictures->list[i]))
			put_picture(page, pictures, &pictures->list[i]);
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
