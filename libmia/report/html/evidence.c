/* The files, their hashes and their sums; what could not be used. */
#include "base/error.h"
#include "report/html/page.h"
#include "report/info.h"

enum {
	SOURCE,
	FORM,
	BYTES,
	SHA256,
	TEXT_BYTES,
	TEXT_SHA256,
	RECORDS,
	EVENTS,
	REPEATS,
	REJECTED,
	REJECTS,
	NOTE,
	SOURCE_COLUMNS
};

static const struct column source_cells[SOURCE_COLUMNS] = {
	[SOURCE] = { .name = "source", .kind = MIA_COLUMN_TEXT, .names = MIA_NAMES_FILE },
	[FORM] = { .name = "container", .kind = MIA_COLUMN_TEXT },
	[BYTES] = { .name = "stored_bytes", .kind = MIA_COLUMN_COUNT },
	[SHA256] = { .name = "sha256", .kind = MIA_COLUMN_TEXT },
	[TEXT_BYTES] = { .name = "text_bytes", .kind = MIA_COLUMN_SIZE },
	[TEXT_SHA256] = { .name = "text_sha256", .kind = MIA_COLUMN_TEXT },
	[RECORDS] = { .name = "records", .kind = MIA_COLUMN_COUNT },
	[EVENTS] = { .name = "events", .kind = MIA_COLUMN_SIZE },
	[REPEATS] = { .name = "repeats", .kind = MIA_COLUMN_SIZE },
	[REJECTED] = { .name = "rejected", .kind = MIA_COLUMN_COUNT },
	[REJECTS] = { .name = "rejects", .kind = MIA_COLUMN_COUNTS },
	[NOTE] = { .name = "note", .kind = MIA_COLUMN_TEXT, .names = MIA_NAMES_PROSE },
};

static const struct html_column source_columns[] = {
	{ "source", T_COL_SOURCE, HTML_PLAIN },
	{ "container", T_COL_FORM, HTML_WORD },
	{ "stored_bytes", T_COL_BYTES, HTML_PLAIN },
	{ "sha256", T_COL_SHA256, HTML_ID },
	{ "text_bytes", T_COL_TEXT_BYTES, HTML_PLAIN },
	{ "text_sha256", T_COL_TEXT_SHA256, HTML_ID },
	{ "records", T_COL_RECORDS, HTML_PLAIN },
	{ "events", T_COL_EVENTS, HTML_PLAIN },
	{ "repeats", T_COL_REPEATS, HTML_PLAIN },
	{ "rejected", T_COL_REJECTED, HTML_PLAIN },
	{ "rejects", T_COL_REJECTS, HTML_PLAIN },
	{ "note", T_COL_NOTE, HTML_PLAIN },
};
static const struct html_table sources = HTML_TABLE(T_CAP_SOURCES, T_NONE_SOURCES, NULL, source_columns);
static const struct html_table inventories =
	HTML_TABLE(T_CAP_INVENTORIES, T_NONE_SOURCES, NULL, source_columns);
static const struct html_table readiness = HTML_TABLE(T_CAP_READINESS, T_NONE_SOURCES, NULL, source_columns);

struct source_rows {
	size_t at; /* first: mia__table_rewind */
	const struct mia_evidence *evidence;
	const struct mia_sums *sums; /* NULL: not of these files */
	struct named_count rejects[MIA_REASON_COUNT];
};

static struct mia_text
text_or_absent(const char *text)
{
	return *text ? text_of(text) : TEXT_ABSENT;
}

static enum mia_status
source_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct source_rows *rows = ctx;
	uint64_t events = 0, repeats = 0;

	if (rows->at == mia_evidence_count(rows->evidence))
		return MIA_END;
	const struct mia_source *source = mia_evidence_source(rows->evidence, rows->at++);
	/* A source without a single event is unknown to the sums. */
	if (rows->sums && mia_sums_source(rows->sums, source->name, &events, &repeats, NULL) != MIA_OK &&
		source->decoded)
		return mia__fail(err, MIA_ERR_ARGUMENT, "the sums were not made from this evidence");
	row[SOURCE].text = text_of(source->name);
	row[FORM].text = text_of(mia_container_name(source->container));
	row[BYTES].count = source->stored_bytes;
	row[SHA256].text = text_or_absent(source->sha256);
	row[TEXT_BYTES].size = source->gzip_members ? (int64_t)source->text_bytes : MIA_SIZE_UNKNOWN;
	row[TEXT_SHA256].text = source->gzip_members ? text_or_absent(source->text_sha256) : TEXT_ABSENT;
	row[RECORDS].count = source->records;
	row[EVENTS].size = rows->sums ? (int64_t)events : MIA_SIZE_UNKNOWN;
	row[REPEATS].size = rows->sums ? (int64_t)repeats : MIA_SIZE_UNKNOWN;
	row[REJECTED].count = source->rejected;
	row[REJECTS].counts.ptr = rows->rejects;
	row[REJECTS].counts.count = mia__info_rejects(source->rejected_by, rows->rejects);
	row[NOTE].text = text_or_absent(source->note);
	return MIA_OK;
}

static enum mia_status
put_sources(struct page *page, const struct html_table *spec, const struct mia_evidence *evidence,
	const struct mia_sums *sums, struct mia_error *err)
{
	struct source_rows rows = { .evidence = evidence, .sums = sums };
	const struct table table = {
		.columns = source_cells,
		.column_count = SOURCE_COLUMNS,
		.next = source_next,
		.rewind = mia__table_rewind,
		.rows = &rows,
	};

	if (!evidence || (!sums && mia_evidence_count(evidence) == 0))
		return MIA_OK;
	return mia__html_put_table(page, spec, &(struct html_rows){ .file = "manifest.json" }, &table, err);
}

/* ---- sums ---- */

static void
put_sum(struct page *page, enum text_id what, struct mia_text value)
{
	mia__html_put(page, "<tr><th scope=\"row\">");
	mia__html_tell(page, what);
	mia__html_put(page, "</th><td class=\"n\">");
	mia__sink_text(&page->sink, value);
	mia__html_put(page, "</td></tr>\n");
}

static void
put_totals(struct page *page)
{
	static const enum text_id headings[] = { T_COL_WHAT, T_COL_NUMBER };
	const struct mia_totals *totals = mia_sums_totals(page->c->sums);
	const struct {
		enum text_id what;
		uint64_t number;
	} sums[] = {
		{ T_TOTAL_RECORDS, totals->records },
		{ T_TOTAL_EVENTS, totals->events },
		{ T_TOTAL_REPEATS, totals->repeats },
		{ T_TOTAL_REJECTED, totals->rejected },
		{ T_TOTAL_BINDS, totals->binds },
		{ T_TOTAL_SYNCS, totals->syncs },
		{ T_TOTAL_UNSTATED, totals->unstated },
		{ T_TOTAL_THROTTLED, totals->throttled },
		{ T_TOTAL_THROTTLED_NOT_STATED, totals->throttled_not_stated },
		{ T_TOTAL_NO_TIME, totals->no_time },
	};
	char number[NUMBER_TEXT], time[MIA_TIME_TEXT];

	mia__html_table_open(page, T_CAP_TOTALS, headings, 2);
	for (size_t i = 0; i < sizeof(sums) / sizeof(*sums); i++)
		put_sum(page, sums[i].what, mia__html_number_text(page, sums[i].number, number));
	if (totals->first != MIA_TIME_UNKNOWN)
		put_sum(page, T_TOTAL_FIRST, mia__time_plain(totals->first, time));
	if (totals->last != MIA_TIME_UNKNOWN)
		put_sum(page, T_TOTAL_LAST, mia__time_plain(totals->last, time));
	mia__html_table_close(page);
}

_Static_assert(T_MADE - T_REASON_1 + 1 == MIA_REASON_COUNT, "a text for each reason");

static void
put_reasons(struct page *page)
{
	static const enum text_id headings[] = { T_COL_REASON, T_COL_MEANING, T_COL_COUNT };
	const struct mia_totals *totals = mia_sums_totals(page->c->sums);
	char number[NUMBER_TEXT];

	if (totals->rejected == 0) {
		mia__html_tell_paragraph(page, T_REASONS_NONE);
		return;
	}
	mia__html_table_open(page, T_CAP_REASONS, headings, 3);
	for (int i = MIA_REASON_NONE + 1; i < MIA_REASON_COUNT; i++) {
		if (totals->rejected_by[i] == 0)
			continue;
		mia__html_put(page, "<tr><th scope=\"row\">");
		mia__html_put(page, mia_reason_name((enum mia_reason)i));
		mia__html_put(page, "</th><td class=\"p\">");
		mia__html_tell(page, (enum text_id)(T_REASON_1 + i - 1));
		mia__html_put(page, "</td><td class=\"n\">");
		mia__sink_text(&page->sink, mia__html_number_text(page, totals->rejected_by[i], number));
		mia__html_put(page, "</td></tr>\n");
	}
	mia__html_table_close(page);
}

/* ---- rejects ---- */

static const struct html_column reject_columns[] = {
	{ "source", T_COL_SOURCE, HTML_PLAIN },
	{ "record", T_COL_RECORD, HTML_PLAIN },
	{ "line", T_COL_LINE, HTML_PLAIN },
	{ "offset", T_COL_OFFSET, HTML_PLAIN },
	{ "length", T_COL_LENGTH, HTML_PLAIN },
	{ "reason", T_COL_REASON, HTML_WORD },
	{ "detail", T_COL_DETAIL, HTML_PROSE },
};
static const struct html_table rejects = HTML_TABLE(T_CAP_REJECTS, T_NONE_REJECTS, NULL, reject_columns);

static enum mia_status
put_rejects(struct page *page, struct mia_error *err)
{
	struct open_table open;

	mia__html_tell_heading(page, 2, "rejects", T_H_REJECTS);
	if (page->c->redaction) {
		mia__html_tell_paragraph(page, T_REJECTS_REDACTED);
		return MIA_OK;
	}
	if (mia_reject_list_count(page->c->rejects))
		mia__html_tell_paragraph(page, T_REJECTS_NOTE);
	mia__rejects_open(&open, page->c->rejects);
	return mia__html_put_table(page, &rejects, &(struct html_rows){ .file = "rejects/rejects.csv" },
		&open.table, err);
}

static void
put_versions(struct page *page)
{
	char libraries[256];

	mia_version_libraries(libraries, sizeof(libraries));
	mia__html_tell_heading(page, 2, "versions", T_H_VERSIONS);
	mia__html_put(page, "<p>");
	mia__html_tell_filled(page, T_VERSIONS, text_of(mia_version()), text_of(libraries), TEXT_ABSENT);
	mia__html_put(page, "</p>\n");
}

enum mia_status
mia__html_put_evidence_sums(struct page *page, struct mia_error *err)
{
	const struct mia_case *c = page->c;

	mia__html_put(page, "<section class=\"wide\">\n");
	mia__html_tell_heading(page, 2, "evidence", T_H_EVIDENCE);
	mia__html_tell_paragraph(page, T_EVIDENCE_NOTE);
	MIA_TRY(put_sources(page, &sources, c->evidence, c->sums, err));
	MIA_TRY(put_sources(page, &inventories, c->inventories, NULL, err));
	MIA_TRY(put_sources(page, &readiness, c->readiness, NULL, err));
	put_totals(page);
	put_reasons(page);
	mia__html_put(page, "</section>\n<section class=\"wide\">\n");
	MIA_TRY(put_rejects(page, err));
	mia__html_put(page, "</section>\n<section>\n");
	put_versions(page);
	mia__html_put(page, "</section>\n");
	return MIA_OK;
}
