/* How a table lies on a sheet: the order of its columns, how wide they are, and
 * which of them are printed. */
#ifndef MIA_REPORT_XLSX_LAYOUT_H
#define MIA_REPORT_XLSX_LAYOUT_H

#include "format/table.h"
#include "texts/texts.h"

struct xlsx_layout {
	size_t count;                /* of what follows; without columns that only JSON has */
	size_t order[TABLE_COLUMNS]; /* columns of the table, as they stand */
	double width[TABLE_COLUMNS]; /* of each place; in characters */
	size_t printed;              /* how many of the first go onto paper */
	bool inexact[TABLE_COLUMNS]; /* by column of the table: times are text */
	bool wrapped[TABLE_COLUMNS]; /* likewise: long texts in several lines */
};

/* Reads the table once, to its end. */
enum mia_status mia__xlsx_layout_of(struct xlsx_layout *ret, const struct table *table,
	enum mia_language language, struct mia_error *err);
/* What a column is called; its name where no language has words for it. */
const char *mia__xlsx_heading(const struct table *table, const char *column, enum mia_language language);
/* Whether a time is a date to Excel, exactly; and which. */
bool mia__xlsx_is_serial(mia_time time);
double mia__xlsx_serial(mia_time time);
/* The name of the sheet of a report. */
enum text_id mia__xlsx_sheet_of(enum mia_report_kind report);

#endif
