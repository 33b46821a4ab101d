/* The list of the reports of a case. A new one is a line here (and, where it
 * stands on the page, its headings in html/parts.c). */
#include "report/case_reports.h"

#include "report/info.h"

static enum mia_status
open_messages(struct open_table *ret, const struct mia_case *c, bool for_people, struct mia_error *err)
{
	return mia__messages_open(ret, c->findings, for_people, err);
}

static enum mia_status
open_folders(struct open_table *ret, const struct mia_case *c, bool for_people, struct mia_error *err)
{
	(void)for_people;
	return mia__folders_open(ret, c->findings, err);
}

static enum mia_status
open_mailboxes(struct open_table *ret, const struct mia_case *c, bool for_people, struct mia_error *err)
{
	(void)for_people;
	return mia__mailboxes_open(ret, c->findings, err);
}

static enum mia_status
open_sessions(struct open_table *ret, const struct mia_case *c, bool for_people, struct mia_error *err)
{
	(void)for_people;
	return mia__sessions_open(ret, c->sessions, err);
}

static enum mia_status
open_coverage(struct open_table *ret, const struct mia_case *c, bool for_people, struct mia_error *err)
{
	return mia__coverage_open(ret, c->coverage, for_people, err);
}

static enum mia_status
open_timeline(struct open_table *ret, const struct mia_case *c, bool for_people, struct mia_error *err)
{
	(void)for_people;
	return mia__timeline_open(ret, c->timeline, err);
}

static enum mia_status
open_people(struct open_table *ret, const struct mia_case *c, bool for_people, struct mia_error *err)
{
	(void)for_people;
	return mia__people_open(ret, c->subjects, err);
}

static enum mia_status
open_rejects(struct open_table *ret, const struct mia_case *c, bool for_people, struct mia_error *err)
{
	(void)for_people, (void)err;
	mia__rejects_open(ret, c->rejects);
	return MIA_OK;
}

static enum mia_status
open_info(struct open_table *ret, const struct table *part, const struct mia_case *c)
{
	mia__info_open(ret, part, c->evidence, c->sums);
	return MIA_OK;
}

static enum mia_status
open_sources(struct open_table *ret, const struct mia_case *c, bool for_people, struct mia_error *err)
{
	(void)for_people, (void)err;
	return open_info(ret, &mia__info_sources, c);
}

static enum mia_status
open_totals(struct open_table *ret, const struct mia_case *c, bool for_people, struct mia_error *err)
{
	(void)for_people, (void)err;
	return open_info(ret, &mia__info_totals, c);
}

static enum mia_status
open_operations(struct open_table *ret, const struct mia_case *c, bool for_people, struct mia_error *err)
{
	(void)for_people, (void)err;
	return open_info(ret, &mia__info_operations, c);
}

static enum mia_status
open_mailbox_sums(struct open_table *ret, const struct mia_case *c, bool for_people, struct mia_error *err)
{
	(void)for_people, (void)err;
	return open_info(ret, &mia__info_mailboxes, c);
}

static const char *
without_people(const struct mia_case *c)
{
	return c->subjects ? NULL : "no inventory was given, and the audit log names nobody on a message";
}

static const char *
without_rejects(const struct mia_case *c)
{
	return c->redaction ? "this is a redacted copy, and rejects are the evidence as it is" : NULL;
}

static const struct case_report reports[] = {
	/* in the folder, the workbook, the page, the case file */
	{ MIA_REPORT_MESSAGES, open_messages, NULL,
		{ { 1, "messages.csv" }, { 1, "messages" }, { 1, "messages" }, { 7, "messages" } } },
	{ MIA_REPORT_FOLDERS, open_folders, NULL,
		{ { 2, "folders.csv" }, { 2, "folders" }, { 2, "folders" }, { 8, "folders" } } },
	{ MIA_REPORT_MAILBOXES, open_mailboxes, NULL,
		{ { 3, "mailboxes.csv" }, { 3, "mailboxes" }, { 0, NULL }, { 9, "mailboxes" } } },
	{ MIA_REPORT_SESSIONS, open_sessions, NULL,
		{ { 4, "sessions.csv" }, { 4, "sessions" }, { 4, "sessions" }, { 6, "sessions" } } },
	{ MIA_REPORT_COVERAGE, open_coverage, NULL,
		{ { 5, "coverage.csv" }, { 5, "coverage" }, { 5, "coverage" }, { 10, "coverage" } } },
	{ MIA_REPORT_TIMELINE, open_timeline, NULL,
		{ { 6, "timeline.csv" }, { 6, "timeline" }, { 0, NULL }, { 11, "timeline" } } },
	{ MIA_REPORT_SUBJECTS, open_people, without_people,
		{ { 7, "subjects.csv" }, { 7, "subjects" }, { 3, "people" }, { 0, NULL } } },
	{ MIA_REPORT_REJECTS, open_rejects, without_rejects,
		{ { 8, "rejects/rejects.csv" }, { 9, "rejects" }, { 0, NULL }, { 5, "rejects" } } },
	{ MIA_REPORT_INFO, open_sources, NULL,
		{ { 0, NULL }, { 8, "sources" }, { 0, NULL }, { 1, "info" } } },
	{ MIA_REPORT_OTHER, open_totals, NULL, { { 0, NULL }, { 0, NULL }, { 0, NULL }, { 2, "sums" } } },
	{ MIA_REPORT_OTHER, open_operations, NULL,
		{ { 0, NULL }, { 0, NULL }, { 0, NULL }, { 3, "operations" } } },
	{ MIA_REPORT_OTHER, open_mailbox_sums, NULL,
		{ { 0, NULL }, { 0, NULL }, { 0, NULL }, { 4, "mailbox_sums" } } },
};

const struct case_report *
mia__case_report_at(enum case_output output, size_t place)
{
	for (size_t i = 0; place && i < sizeof(reports) / sizeof(*reports); i++)
		if (reports[i].in[output].place == place)
			return &reports[i];
	return NULL;
}

const char *
mia__case_report_absent(const struct case_report *report, const struct mia_case *c)
{
	return report->absent ? report->absent(c) : NULL;
}
