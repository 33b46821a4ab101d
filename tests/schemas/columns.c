/* The columns of each report as the library has them, for columns.py. */
#include <stdio.h>

#include <mia/mia.h>

/* The name of its schema, or of its file. */
static const char *const reports[MIA_REPORT_COUNT] = {
	[MIA_REPORT_MESSAGES] = "messages",
	[MIA_REPORT_FOLDERS] = "folders",
	[MIA_REPORT_MAILBOXES] = "mailboxes",
	[MIA_REPORT_SESSIONS] = "sessions",
	[MIA_REPORT_COVERAGE] = "coverage",
	[MIA_REPORT_TIMELINE] = "timeline",
	[MIA_REPORT_SUBJECTS] = "subjects",
	[MIA_REPORT_READINESS] = "readiness",
	[MIA_REPORT_EXPANSION] = "expansion",
	[MIA_REPORT_EXPLAIN] = "explain",
	[MIA_REPORT_DIFF] = "difference",
	[MIA_REPORT_VERIFICATION] = "verification",
	[MIA_REPORT_INFO] = "info",
	[MIA_REPORT_REJECTS] = "rejects",
	[MIA_REPORT_TRIAGE] = "triage",
};

static const char *const types[] = {
	[MIA_COLUMN_TEXT] = "text",
	[MIA_COLUMN_TEXTS] = "texts",
	[MIA_COLUMN_TIME] = "time",
	[MIA_COLUMN_COUNT] = "count",
	[MIA_COLUMN_SIZE] = "size",
	[MIA_COLUMN_COUNTS] = "counts",
};

int
main(void)
{
	struct mia_column column;

	for (int kind = MIA_REPORT_OTHER + 1; kind < MIA_REPORT_COUNT; kind++) {
		for (size_t i = 0; mia_report_column((enum mia_report_kind)kind, i, &column) == MIA_OK; i++)
			printf("%s\t%s\t%s\t%d\n", reports[kind] ? reports[kind] : "unnamed", column.name,
				types[column.type], column.json_only);
	}
	return 0;
}
