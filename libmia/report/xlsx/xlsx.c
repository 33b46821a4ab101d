/* The workbook: which tables become its sheets. */
#include "base/error.h"
#include "base/parallel.h"
#include "base/text.h"

#include <mia/case.h>

#ifdef MIA_WITH_XLSXWRITER
#include "findings/findings.h"
#include "report/case_options.h"
#include "report/case_reports.h"
#include "report/redact.h"
#include "report/xlsx/layout.h"
#include "report/xlsx/xlsx.h"

int
mia_report_has_xlsx(void)
{
	return 1;
}

static enum mia_status
add_named(struct xlsx_book *book, enum text_id name, size_t *ret, struct mia_error *err)
{
	return mia__xlsx_book_add(book, mia__said(book->language, name), ret, err);
}

/* A table that says which of its rows the scope holds: these alone, or before the
 * others. */
struct held_rows {
	const struct table *inner;
	size_t match; /* the column */
	bool alone;
	bool others; /* those held were all handed out */
};

static enum mia_status
held_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct held_rows *held = ctx;

	for (;;) {
		enum mia_status status = held->inner->next(held->inner->rows, row, err);
		if (status == MIA_END && !held->alone && !held->others) {
			held->others = true;
			MIA_TRY(held->inner->rewind(held->inner->rows, err));
			continue;
		}
		if (status != MIA_OK || text_equal(row[held->match].text, TEXT("yes")) != held->others)
			return status;
	}
}

static enum mia_status
held_rewind(void *ctx, struct mia_error *err)
{
	struct held_rows *held = ctx;

	held->others = false;
	return held->inner->rewind(held->inner->rows, err);
}

static bool
held_people(void *ctx, struct redact_people *people)
{
	const struct held_rows *held = ctx;

	return held->inner->people == NULL || held->inner->people(held->inner->rows, people);
}

/* Which rows of a report a sheet has. */
enum rows_of { ROWS_ALL, ROWS_HELD_FIRST, ROWS_HELD_ALONE };

/* A report on its way onto its sheets; it stays where it is. */
struct sheet_of_report {
	enum text_id name;
	struct open_table open;
	struct held_rows held;
	struct table table; /* of held */
	struct redacted_table redacted;
	struct xlsx_layout layout;
	struct mia_error err;
};

struct sheets {
	const struct mia_case *c;
	enum mia_language language;
	uint32_t row_limit;
	struct sheet_of_report *ptr;
	size_t count, cap;
};

/* What the intruder did, without or before what others did in between. Where
 * nothing tells him from others, that would be all of it. */
static void
hold(struct sheet_of_report *sheet, enum rows_of rows)
{
	const struct table *inner = &sheet->open.table;

	sheet->table = *inner;
	if (rows == ROWS_ALL)
		return;
	sheet->held = (struct held_rows){ inner, mia__table_column(inner, "match"), rows == ROWS_HELD_ALONE,
		false };
	sheet->table.next = held_next;
	sheet->table.rewind = held_rewind;
	sheet->table.people = held_people;
	sheet->table.rows = &sheet->held;
}

static enum mia_status
open_sheet(struct sheets *sheets, const struct case_report *report, enum text_id name, enum rows_of rows,
	struct mia_error *err)
{
	struct sheet_of_report *sheet = &sheets->ptr[sheets->count];

	sheet->name = name;
	MIA_TRY(report->open(&sheet->open, sheets->c, false, err));
	hold(sheet, rows);
	enum mia_status status =
		mia__redacted_open(&sheet->redacted, &sheet->table, sheets->c->redaction, err);
	if (status < 0)
		mia__table_close(&sheet->open);
	else
		sheets->count++;
	return status;
}

static enum mia_status
open_report(struct sheets *sheets, const struct case_report *report, struct mia_error *err)
{
	const struct mia_case *c = sheets->c;
	enum text_id name = mia__xlsx_sheet_of(report->kind);

	if (mia__case_report_absent(report, c))
		return MIA_OK;
	/* Of what does not exist there is no sheet. */
	if (report->kind == MIA_REPORT_REJECTS && mia_reject_list_count(c->rejects) == 0)
		return MIA_OK;
	if (c->findings->view.by_someone && report->kind == MIA_REPORT_SESSIONS)
		return open_sheet(sheets, report, name, ROWS_HELD_FIRST, err);
	if (c->findings->view.by_someone && report->kind == MIA_REPORT_TIMELINE)
		MIA_TRY(open_sheet(sheets, report, T_BOOK_SHEET_IN_SCOPE, ROWS_HELD_ALONE, err));
	return open_sheet(sheets, report, name, ROWS_ALL, err);
}

static enum mia_status
lay_out(void *ctx, size_t i)
{
	struct sheets *sheets = ctx;
	struct sheet_of_report *sheet = &sheets->ptr[i];

	return mia__xlsx_layout_of(&sheet->layout, &sheet->redacted.table, sheets->language,
		sheets->row_limit, &sheet->err);
}

static enum mia_status
lay_out_all(struct sheets *sheets, struct mia_error *err)
{
	enum mia_status status = mia__parallel(sheets->c->threads, sheets->count, lay_out, sheets);

	for (size_t i = 0; i < sheets->count && status < 0; i++) {
		if (sheets->ptr[i].err.status >= 0)
			continue;
		if (err)
			*err = sheets->ptr[i].err;
		break;
	}
	return status;
}

/* The tables are those of the CSV, cell for cell; their columns in another order. */
static enum mia_status
add_sheets(struct xlsx_book *book, struct sheets *sheets, struct mia_error *err)
{
	const struct mia_case *c = sheets->c;
	size_t summary, about, at;

	MIA_TRY(lay_out_all(sheets, err));
	MIA_TRY(add_named(book, T_BOOK_SHEET_SUMMARY, &summary, err));
	MIA_TRY(mia__xlsx_summary(book, summary, c, err));
	for (size_t i = 0; i < sheets->count; i++) {
		struct sheet_of_report *sheet = &sheets->ptr[i];
		MIA_TRY(add_named(book, sheet->name, &at, err));
		MIA_TRY(mia__xlsx_book_fill(book, at, &sheet->redacted.table, &sheet->layout, err));
	}
	MIA_TRY(add_named(book, T_BOOK_SHEET_ABOUT, &about, err));
	return mia__xlsx_about(book, about, c, err);
}

static enum mia_status
open_sheets(struct sheets *sheets, const struct xlsx_book *book, struct mia_error *err)
{
	const struct case_report *report;

	while (mia__case_report_at(CASE_WORKBOOK, sheets->cap + 1))
		sheets->cap++;
	/* What the intruder did is one more. */
	sheets->cap++;
	sheets->ptr = mia__alloc(&book->a, sheets->cap, sizeof(*sheets->ptr));
	if (sheets->ptr == NULL)
		return mia__fail_memory(err);
	for (size_t place = 1; (report = mia__case_report_at(CASE_WORKBOOK, place)); place++)
		MIA_TRY(open_report(sheets, report, err));
	return MIA_OK;
}

static void
close_sheets(struct sheets *sheets, const struct xlsx_book *book)
{
	for (size_t i = 0; i < sheets->count; i++) {
		mia__redacted_close(&sheets->ptr[i].redacted);
		mia__table_close(&sheets->ptr[i].open);
	}
	mia__dealloc(&book->a, sheets->ptr, sheets->cap, sizeof(*sheets->ptr));
}

/* Into the foot of each page. */
static enum mia_status
say_case(struct xlsx_book *book, const struct mia_case *c, struct mia_error *err)
{
	struct redact_people people;
	struct buf text;
	enum mia_status status = MIA_OK;

	if (c->case_id.len == 0 || c->redaction == NULL)
		return mia__xlsx_book_of(book, c->case_id, err);
	mia__buf_init(&text, &book->a);
	mia__redact_people_init(&people, &book->a);
	if (!mia__redact_people_of_findings(&people, c->findings) || !mia__redact_people_seal(&people))
		status = mia__fail_memory(err);
	else
		status = mia__redact_prose(c->redaction, &people, (struct mia_texts){ NULL, 0 }, c->case_id,
			&text, err);
	if (status == MIA_OK)
		status = mia__xlsx_book_of(book, buf_view(&text), err);
	mia__redact_people_release(&people);
	mia__buf_release(&text);
	return status;
}

enum mia_status
mia__xlsx_write(const struct mia_case *c, const struct mia_allocator *allocator, uint32_t row_limit,
	mia_write_fn *write, void *ctx, struct mia_error *err)
{
	struct xlsx_book book;
	struct sheets sheets = { .c = c, .row_limit = row_limit };
	enum mia_status status = mia__xlsx_book_open(&book, allocator, c->scratch, c->made, row_limit, err);

	if (status == MIA_OK) {
		book.language = sheets.language = mia__findings_language(c->findings);
		book.threads = c->threads;
		status = say_case(&book, c, err);
	}
	if (status == MIA_OK)
		status = open_sheets(&sheets, &book, err);
	if (status == MIA_OK)
		status = add_sheets(&book, &sheets, err);
	if (status == MIA_OK)
		status = mia__xlsx_book_finish(&book, write, ctx, err);
	close_sheets(&sheets, &book);
	mia__xlsx_book_release(&book);
	return status;
}

enum mia_status
mia_report_xlsx(const struct mia_case *c, const struct mia_allocator *allocator, mia_write_fn *write,
	void *ctx, struct mia_error *err)
{
	struct mia_case own;

	MIA_TRY(mia__case_take(&own, c, err));
	if (write == NULL || own.evidence == NULL || own.sums == NULL || own.findings == NULL ||
		own.coverage == NULL || own.sessions == NULL || own.timeline == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT,
			"a workbook needs a case with all results and a write function");
	return mia__xlsx_write(&own, allocator, XLSX_ROWS, write, ctx, err);
}

#else

int
mia_report_has_xlsx(void)
{
	return 0;
}

enum mia_status
mia_report_xlsx(const struct mia_case *c, const struct mia_allocator *allocator, mia_write_fn *write,
	void *ctx, struct mia_error *err)
{
	(void)c, (void)allocator, (void)write, (void)ctx;
	return mia__fail(err, MIA_ERR_ARGUMENT, "built without libxlsxwriter");
}

#endif
