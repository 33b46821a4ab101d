/* The columns of each report, for who reads or explains what a report says. */
#include "report/tables.h"

static const struct report_columns *const reports[MIA_REPORT_COUNT] = {
	[MIA_REPORT_MESSAGES] = &mia__columns_of_messages,
	[MIA_REPORT_FOLDERS] = &mia__columns_of_folders,
	[MIA_REPORT_MAILBOXES] = &mia__columns_of_mailboxes,
	[MIA_REPORT_SESSIONS] = &mia__columns_of_sessions,
	[MIA_REPORT_COVERAGE] = &mia__columns_of_coverage,
	[MIA_REPORT_TIMELINE] = &mia__columns_of_timeline,
	[MIA_REPORT_TRIAGE] = &mia__columns_of_triage,
	[MIA_REPORT_SUBJECTS] = &mia__columns_of_people,
	[MIA_REPORT_READINESS] = &mia__columns_of_readiness,
	[MIA_REPORT_EXPANSION] = &mia__columns_of_expansion,
	[MIA_REPORT_EXPLAIN] = &mia__columns_of_explain,
	[MIA_REPORT_DIFF] = &mia__columns_of_diff,
	[MIA_REPORT_VERIFICATION] = &mia__columns_of_verification,
	[MIA_REPORT_INFO] = &mia__columns_of_sources,
	[MIA_REPORT_REJECTS] = &mia__columns_of_rejects,
};

const struct report_columns *
mia__columns_of(enum mia_report_kind report)
{
	return (unsigned)report < MIA_REPORT_COUNT ? reports[report] : NULL;
}

size_t
mia_report_column_count(enum mia_report_kind report)
{
	return (unsigned)report < MIA_REPORT_COUNT && reports[report] ? reports[report]->count : 0;
}

enum mia_status
mia_report_column(enum mia_report_kind report, size_t i, struct mia_column *ret)
{
	if (!ret || i >= mia_report_column_count(report))
		return MIA_ERR_ARGUMENT;
	const struct column *column = &reports[report]->ptr[i];
	*ret = (struct mia_column){
		.name = column->name,
		.help = column->help,
		.type = column->kind,
		.names = column->names,
		.json_only = column->json_only,
	};
	return MIA_OK;
}
