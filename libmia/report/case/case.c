/* The case folder: its files in their order, each hashed on its way. */
#include "report/case/case.h"

#include <stdatomic.h>

#include "base/error.h"
#include "base/text.h"
#include "report/case_options.h"
#include "report/case_reports.h"
#include "report/report.h"

int
mia__case_write_bytes(void *writer, const void *bytes, size_t size)
{
	struct case_writer *w = writer;

	w->results[w->count - 1].size += size;
	if (!mia__sha256_update(&w->sha, bytes, size))
		return 1;
	return w->files->write(w->files->ctx, bytes, size);
}

static enum mia_status
begin_file(struct case_writer *w, const char *name, struct mia_error *err)
{
	w->results[w->count++] = (struct case_result){ .name = name };
	if (!mia__sha256_begin(&w->sha))
		return mia__fail_memory(err);
	if (w->files->open(w->files->ctx, name) != 0)
		return mia__fail(err, MIA_ERR_SINK, "%s could not be opened", name);
	return MIA_OK;
}

/* status: how the writing went; it is what is answered where it failed. */
static enum mia_status
end_file(struct case_writer *w, enum mia_status status, struct mia_error *err)
{
	struct case_result *result = &w->results[w->count - 1];
	unsigned char hash[32];

	if (w->files->close(w->files->ctx) != 0 && status >= 0)
		status = mia__fail(err, MIA_ERR_SINK, "%s could not be closed", result->name);
	MIA_TRY(status);
	if (!mia__sha256_end(&w->sha, hash))
		return mia__fail_memory(err);
	mia__sha256_hex(hash, result->sha256);
	return MIA_OK;
}

/* What is in a file that is no table. */
typedef enum mia_status case_content(struct case_writer *w, struct mia_error *err);

static enum mia_status
write_file(struct case_writer *w, const char *name, case_content *content, struct mia_error *err)
{
	MIA_TRY(begin_file(w, name, err));
	return end_file(w, content(w, err), err);
}

static void
leave_out(struct case_writer *w, const char *name, const char *why)
{
	w->absences[w->absence_count++] = (struct case_absence){ name, why };
}

/* A table over a table: the same rows, counted. A part of it, which another
 * thread may read, adds its rows to those of the whole when it is closed. */
struct counted {
	const struct table *inner;
	uint64_t rows;
	struct counted *whole;
	_Atomic uint64_t of_parts;
	struct table part; /* the inner table of a part */
};

static enum mia_status
counted_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct counted *counted = ctx;
	enum mia_status status = counted->inner->next(counted->inner->rows, row, err);

	counted->rows += status == MIA_OK;
	return status;
}

static enum mia_status
counted_rewind(void *ctx, struct mia_error *err)
{
	struct counted *counted = ctx;

	counted->rows = 0;
	return counted->inner->rewind(counted->inner->rows, err);
}

static bool
counted_people(void *ctx, struct redact_people *people)
{
	const struct counted *counted = ctx;

	return counted->inner->people(counted->inner->rows, people);
}

static size_t
counted_count(const void *ctx)
{
	return mia__table_count(((const struct counted *)ctx)->inner);
}

static void count_rows_of(struct table *table, struct counted *counted);

static enum mia_status
counted_part(void *ctx, size_t start, size_t end, struct table *ret, struct mia_error *err)
{
	struct counted *whole = ctx;
	struct mia_allocator a = mia__allocator_or_default(whole->inner->allocator);
	struct counted *counted = mia__alloc(&a, 1, sizeof(*counted));

	if (counted == NULL)
		return mia__fail_memory(err);
	enum mia_status status =
		whole->inner->parts->part(whole->inner->rows, start, end, &counted->part, err);
	if (status != MIA_OK) {
		mia__dealloc(&a, counted, 1, sizeof(*counted));
		return status;
	}
	counted->inner = &counted->part;
	counted->whole = whole;
	*ret = counted->part;
	count_rows_of(ret, counted);
	return MIA_OK;
}

static void
counted_close_part(struct table *table)
{
	struct counted *counted = table->rows;
	struct mia_allocator a = mia__allocator_or_default(counted->whole->inner->allocator);

	atomic_fetch_add(&counted->whole->of_parts, counted->rows);
	counted->part.parts->close(&counted->part);
	mia__dealloc(&a, counted, 1, sizeof(*counted));
}

static const struct table_parts counted_parts = { counted_next, counted_count, counted_part,
	counted_close_part };

/* table: that of the rows that are counted. */
static void
count_rows_of(struct table *table, struct counted *counted)
{
	table->next = counted_next;
	table->rewind = counted_rewind;
	table->rows = counted;
	table->parts = &counted_parts;
	if (table->people)
		table->people = counted_people;
}

static enum mia_status
write_counted(struct case_writer *w, const struct table *inner, struct mia_error *err)
{
	struct mia_report_options options = {
		.size = sizeof(options),
		.format = w->c->csv_exact ? MIA_FORMAT_CSV : MIA_FORMAT_CSV_EXCEL,
		.write = mia__case_write_bytes,
		.ctx = w,
		.redaction = w->c->redaction,
		.threads = w->c->threads,
	};
	struct counted counted = { .inner = inner };
	struct table table = *inner;

	count_rows_of(&table, &counted);
	MIA_TRY(mia__report_write(&table, &options, err));
	w->results[w->count - 1].is_table = true;
	w->results[w->count - 1].rows = counted.rows + atomic_load(&counted.of_parts);
	return MIA_OK;
}

static enum mia_status
write_report(struct case_writer *w, const struct case_report *report, struct mia_error *err)
{
	struct open_table open;

	MIA_TRY(begin_file(w, report->in[CASE_FOLDER].name, err));
	enum mia_status status = report->open(&open, w->c, false, err);
	if (status >= 0) {
		status = write_counted(w, &open.table, err);
		mia__table_close(&open);
	}
	return end_file(w, status, err);
}

static enum mia_status
write_html(struct case_writer *w, struct mia_error *err)
{
	return mia_report_html(w->c, &w->a, mia__case_write_bytes, w, err);
}

static enum mia_status
write_xlsx(struct case_writer *w, struct mia_error *err)
{
	return mia_report_xlsx(w->c, &w->a, mia__case_write_bytes, w, err);
}

static enum mia_status
write_reject_bytes(struct case_writer *w, struct mia_error *err)
{
	return w->c->write_rejects(w->c->write_rejects_ctx, mia__case_write_bytes, w, err);
}

/* As sha256sum -c eats it; no name here needs its escapes. */
static enum mia_status
write_sums(struct case_writer *w, struct mia_error *err)
{
	struct sink sink;

	mia__sink_init(&sink, mia__case_write_bytes, w);
	for (size_t i = 0; i + 1 < w->count; i++) {
		mia__sink_str(&sink, w->results[i].sha256);
		mia__sink_str(&sink, "  ");
		mia__sink_str(&sink, w->results[i].name);
		mia__sink_byte(&sink, '\n');
	}
	return mia__sink_finish(&sink, err);
}

static enum mia_status
write_rejects(struct case_writer *w, const struct case_report *report, struct mia_error *err)
{
	const char *absent = mia__case_report_absent(report, w->c);

	if (absent) {
		leave_out(w, "rejects", absent);
		return MIA_OK;
	}
	MIA_TRY(write_report(w, report, err));
	if (w->c->write_rejects)
		return write_file(w, "rejects/rejects.txt", write_reject_bytes, err);
	leave_out(w, "rejects/rejects.txt", "the rejected records themselves were not asked for");
	return MIA_OK;
}

static enum mia_status
write_for_people(struct case_writer *w, struct mia_error *err)
{
	MIA_TRY(write_file(w, "report.html", write_html, err));
	if (mia_report_has_xlsx())
		return write_file(w, "exposure.xlsx", write_xlsx, err);
	leave_out(w, "exposure.xlsx", "this libmia was built without libxlsxwriter");
	return MIA_OK;
}

static enum mia_status
write_all(struct case_writer *w, struct mia_error *err)
{
	const struct case_report *report;
	const char *absent = mia__case_take_scope(w);
	size_t place = 1;

	MIA_TRY(write_file(w, "READ-ME-FIRST.txt", mia__case_read_me, err));
	if (absent)
		leave_out(w, "scope.json", absent);
	else
		MIA_TRY(write_file(w, "scope.json", mia__case_scope, err));
	/* The rejects are the last, behind what is for people. */
	for (; (report = mia__case_report_at(CASE_FOLDER, place)) && report->kind != MIA_REPORT_REJECTS;
		place++) {
		absent = mia__case_report_absent(report, w->c);
		if (absent)
			leave_out(w, report->in[CASE_FOLDER].name, absent);
		else
			MIA_TRY(write_report(w, report, err));
	}
	MIA_TRY(write_for_people(w, err));
	MIA_TRY(write_rejects(w, report, err));
	MIA_TRY(write_file(w, "manifest.json", mia__case_manifest, err));
	return write_file(w, "SHA256SUMS", write_sums, err);
}

static enum mia_status
check(const struct mia_case *c, const struct mia_case_files *files, struct mia_error *err)
{
	if (!files || !files->open || !files->write || !files->close)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no functions to write files with");
	if (!c->evidence || !c->sums || !c->rejects || !c->findings || !c->coverage || !c->sessions ||
		!c->timeline)
		return mia__fail(err, MIA_ERR_ARGUMENT, "a result of the case is missing");
	if (c->option_count && !c->options)
		return mia__fail(err, MIA_ERR_ARGUMENT, "the options of the case are missing");
	if (!mia_sums_totals(c->sums))
		return mia__fail(err, MIA_ERR_STATE, "the sums are not sealed");
	return MIA_OK;
}

enum mia_status
mia_case_write(const struct mia_case *c, const struct mia_allocator *allocator,
	const struct mia_case_files *files, struct mia_error *err)
{
	struct mia_case own;
	struct case_writer w = { .c = &own, .files = files };

	MIA_TRY(mia__case_take(&own, c, err));
	MIA_TRY(check(&own, files, err));
	w.a = mia__allocator_or_default(allocator);
	if (!mia__sha256_init(&w.sha))
		return mia__fail_memory(err);
	mia__buf_init(&w.scope, &w.a);
	enum mia_status status = write_all(&w, err);
	mia__buf_release(&w.scope);
	mia__sha256_release(&w.sha);
	return status;
}
