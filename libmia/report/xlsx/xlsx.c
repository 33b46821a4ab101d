/* The workbook: which tables become its sheets. */
#include "base/error.h"
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

static enum mia_status
fill_sheet(struct xlsx_book *book, enum text_id name, const struct table *table,
	const struct mia_redaction *redaction, struct mia_error *err)
{
	struct redacted_table redacted;
	size_t at;

	MIA_TRY(mia__redacted_open(&redacted, table, redaction, err));
	enum mia_status status = add_named(book, name, &at, err);
	if (status >= 0)
		status = mia__xlsx_book_fill(book, at, &redacted.table, err);
	mia__redacted_close(&redacted);
	return status;
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

/* What the intruder did, without or before what others did in between. Where
 * nothing tells him from others, that would be all of it. */
static enum mia_status
fill_held(struct xlsx_book *book, enum text_id name, const struct table *inner, bool alone,
	const struct mia_case *c, struct mia_error *err)
{
	struct held_rows held = { inner, mia__table_column(inner, "match"), alone, false };
	struct table table = *inner;

	table.next = held_next;
	table.rewind = held_rewind;
	table.people = held_people;
	table.rows = &held;
	return fill_sheet(book, name, &table, c->redaction, err);
}

static enum mia_status
fill_report(struct xlsx_book *book, const struct table *table, const struct mia_case *c,
	struct mia_error *err)
{
	enum text_id name = mia__xlsx_sheet_of(table->kind);

	if (c->findings->view.by_someone && table->kind == MIA_REPORT_SESSIONS)
		return fill_held(book, name, table, false, c, err);
	if (c->findings->view.by_someone && table->kind == MIA_REPORT_TIMELINE)
		MIA_TRY(fill_held(book, T_BOOK_SHEET_IN_SCOPE, table, true, c, err));
	return fill_sheet(book, name, table, c->redaction, err);
}

static enum mia_status
add_report(struct xlsx_book *book, const struct case_report *report, const struct mia_case *c,
	struct mia_error *err)
{
	struct open_table open;

	if (mia__case_report_absent(report, c))
		return MIA_OK;
	/* Of what does not exist there is no sheet. */
	if (report->kind == MIA_REPORT_REJECTS && mia_reject_list_count(c->rejects) == 0)
		return MIA_OK;
	MIA_TRY(report->open(&open, c, false, err));
	enum mia_status status = fill_report(book, &open.table, c, err);
	mia__table_close(&open);
	return status;
}

/* The tables are those of the CSV, cell for cell; their columns in another order. */
static enum mia_status
add_sheets(struct xlsx_book *book, const struct mia_case *c, struct mia_error *err)
{
	const struct case_report *report;
	size_t summary, about;

	MIA_TRY(add_named(book, T_BOOK_SHEET_SUMMARY, &summary, err));
	MIA_TRY(mia__xlsx_summary(book, summary, c, err));
	for (size_t place = 1; (report = mia__case_report_at(CASE_WORKBOOK, place)); place++)
		MIA_TRY(add_report(book, report, c, err));
	MIA_TRY(add_named(book, T_BOOK_SHEET_ABOUT, &about, err));
	return mia__xlsx_about(book, about, c, err);
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
	enum mia_status status = mia__xlsx_book_open(&book, allocator, c->scratch, c->made, row_limit, err);

	if (status == MIA_OK) {
		book.language = mia__findings_language(c->findings);
		status = say_case(&book, c, err);
	}
	if (status == MIA_OK)
		status = add_sheets(&book, c, err);
	if (status == MIA_OK)
		status = mia__xlsx_book_finish(&book, write, ctx, err);
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
