/* All results without a scope, as the commands give them, and their tables. */
#include "base/error.h"
#include "load/options.h"
#include "casefile/sql_rows.h"
#include "report/case_reports.h"

struct results {
	struct mia_allocator a;
	struct mia_sums *sums;
	struct mia_timeline *timeline;
	struct mia_sessions *sessions;
	struct mia_exposure *exposure;
	struct mia_coverage *coverage;
	struct mia_reject_list *rejects;
	struct mia_findings *findings;
};

enum mia_status
mia__results_new(struct results **ret, const struct mia_allocator *a, struct mia_error *err)
{
	struct results *r = mia__alloc(a, 1, sizeof(*r));
	enum mia_status status;

	if (!r)
		return mia__fail_memory(err);
	r->a = *a;
	status = mia_sums_new(&r->sums, a, err);
	if (status >= 0)
		status = mia_timeline_new(&r->timeline, a, NULL, err);
	if (status >= 0)
		status = mia_sessions_new(&r->sessions, a, NULL, err);
	if (status >= 0)
		status = mia_exposure_new(&r->exposure, a, NULL, err);
	if (status >= 0)
		status = mia_coverage_new(&r->coverage, a, NULL, err);
	if (status >= 0)
		status = mia_reject_list_new(&r->rejects, a, err);
	if (status < 0)
		mia__results_free(r);
	else
		*ret = r;
	return status;
}

void
mia__results_free(struct results *results)
{
	struct mia_allocator a;

	if (!results)
		return;
	a = results->a;
	mia_findings_free(results->findings);
	mia_reject_list_free(results->rejects);
	mia_coverage_free(results->coverage);
	mia_exposure_free(results->exposure);
	mia_sessions_free(results->sessions);
	mia_timeline_free(results->timeline);
	mia_sums_free(results->sums);
	mia__dealloc(&a, results, 1, sizeof(*results));
}

enum mia_status
mia__results_load(struct results *results, struct mia_evidence *evidence,
	const struct mia_load_options *options, struct mia_error *err)
{
	struct mia_load_options with;
	struct mia_fold *folds[] = {
		mia_sums_fold(results->sums),
		mia_timeline_fold(results->timeline),
		mia_sessions_fold(results->sessions),
		mia_exposure_fold(results->exposure),
		mia_coverage_fold(results->coverage),
		mia_reject_list_fold(results->rejects),
	};

	MIA_TRY(mia__load_options_take(&with, options, err));
	/* info shows the hashes. */
	with.without_sha256 = 0;
	MIA_TRY(mia_load(evidence, folds, sizeof(folds) / sizeof(*folds), &with, err));
	return mia_findings_new(&results->findings, &results->a, results->exposure, results->coverage, NULL,
		err);
}

const struct mia_totals *
mia__results_totals(const struct results *results)
{
	return mia_sums_totals(results->sums);
}

static enum mia_status
write_report(struct rows_into *into, const struct case_report *report, const struct mia_case *c,
	struct mia_error *err)
{
	struct open_table open;

	into->name = report->in[CASE_FILE].name;
	MIA_TRY(report->open(&open, c, false, err));
	enum mia_status status = report->kind == MIA_REPORT_TIMELINE
		? mia__sql_rows_write_timeline(into, &open.table, err)
		: mia__sql_rows_write(into, &open.table, err);
	mia__table_close(&open);
	return status;
}

enum mia_status
mia__results_write(struct results *results, sqlite3 *db, const struct mia_evidence *evidence,
	struct mia_error *err)
{
	const struct mia_case c = {
		.size = sizeof(c),
		.evidence = evidence,
		.sums = results->sums,
		.rejects = results->rejects,
		.findings = results->findings,
		.coverage = results->coverage,
		.sessions = results->sessions,
		.timeline = results->timeline,
	};
	struct rows_into into = { .db = db, .a = &results->a };
	const struct case_report *report;

	for (size_t place = 1; (report = mia__case_report_at(CASE_FILE, place)); place++)
		MIA_TRY(write_report(&into, report, &c, err));
	return MIA_OK;
}
