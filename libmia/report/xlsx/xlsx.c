#include "base/error.h"

#include <mia/case.h>

#ifdef MIA_WITH_XLSXWRITER
#include "report/case_options.h"
#include "report/info.h"
#include "report/redact.h"
#include "report/xlsx/xlsx.h"

int
mia_report_has_xlsx(void)
{
	return 1;
}

/* A table_use: the table as the next sheet of this name. */
struct sheet_use {
	struct xlsx_book *book;
	const struct mia_redaction *redaction;
	const char *name;
};

static enum mia_status
fill_sheet(void *ctx, const struct table *table, struct mia_error *err)
{
	const struct sheet_use *use = ctx;
	size_t at;

	MIA_TRY(mia__xlsx_book_add(use->book, use->name, &at, err));
	return mia__xlsx_book_fill(use->book, at, table, err);
}

static enum mia_status
use_sheet(void *ctx, const struct table *table, struct mia_error *err)
{
	const struct sheet_use *use = ctx;

	return mia__redact_table(table, use->redaction, fill_sheet, ctx, err);
}

static enum mia_status
add_sources(struct sheet_use *use, const struct mia_case *c, struct mia_error *err)
{
	struct info info = { .evidence = c->evidence, .sums = c->sums };
	struct table sources = mia__info_sources;

	sources.rows = &info;
	return use_sheet(use, &sources, err);
}

#define SHEET(sheet_name) (use.name = (sheet_name), use_sheet), &use

/* The tables are those of the CSV, cell for cell. */
static enum mia_status
add_sheets(struct xlsx_book *book, const struct mia_case *c, struct mia_error *err)
{
	struct sheet_use use = { .book = book, .redaction = c->redaction };
	size_t about;

	MIA_TRY(mia__xlsx_book_add(book, "about", &about, err));
	MIA_TRY(mia__table_of_messages(c->findings, false, SHEET("messages"), err));
	MIA_TRY(mia__table_of_folders(c->findings, SHEET("folders"), err));
	MIA_TRY(mia__table_of_mailboxes(c->findings, SHEET("mailboxes"), err));
	MIA_TRY(mia__table_of_sessions(c->sessions, SHEET("sessions"), err));
	MIA_TRY(mia__table_of_coverage(c->coverage, false, SHEET("coverage"), err));
	MIA_TRY(mia__table_of_timeline(c->timeline, SHEET("timeline"), err));
	if (c->subjects)
		MIA_TRY(mia__table_of_people(c->subjects, SHEET("subjects"), err));
	use.name = "sources";
	MIA_TRY(add_sources(&use, c, err));
	/* A redacted copy has none: what could not be understood cannot be redacted. */
	if (c->rejects && !c->redaction && mia_reject_list_count(c->rejects))
		MIA_TRY(mia__table_of_rejects(c->rejects, SHEET("rejects"), err));
	/* Last, for now it is known how many rows the others have. */
	return mia__xlsx_about(book, about, c, err);
}

enum mia_status
mia__xlsx_write(const struct mia_case *c, const struct mia_allocator *allocator, uint32_t row_limit,
	mia_write_fn *write, void *ctx, struct mia_error *err)
{
	struct xlsx_book book;
	enum mia_status status = mia__xlsx_book_open(&book, allocator, c->scratch, c->made, row_limit, err);

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
