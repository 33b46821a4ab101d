/* The reports of a case in one list: what each is called in the folder, in the
 * workbook, on the page and in a case file, and where it stands there. */
#ifndef MIA_REPORT_CASE_REPORTS_H
#define MIA_REPORT_CASE_REPORTS_H

#include <mia/case.h>

#include "report/tables.h"

enum case_output {
	CASE_FOLDER,   /* report/case */
	CASE_WORKBOOK, /* report/xlsx */
	CASE_PAGE,     /* report/html */
	CASE_FILE,     /* casefile */
	CASE_OUTPUTS
};

struct case_report {
	enum mia_report_kind kind;
	/* for_people: as in report/tables.h. */
	enum mia_status (*open)(struct open_table *ret, const struct mia_case *c, bool for_people,
		struct mia_error *err);
	/* Why this case has it not; NULL where it has. The function may be NULL. */
	const char *(*absent)(const struct mia_case *c);
	/* Of the file, the sheet, the section, the table of SQL; place 0: it is
	 * not there, else the places are in order, from 1. */
	struct {
		unsigned char place;
		const char *name;
	} in[CASE_OUTPUTS];
};

/* The report at this place, from 1; NULL behind the last. */
const struct case_report *mia__case_report_at(enum case_output output, size_t place);
/* Why the case has it not; NULL where it has. */
const char *mia__case_report_absent(const struct case_report *report, const struct mia_case *c);

#endif
