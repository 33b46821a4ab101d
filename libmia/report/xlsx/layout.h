/* How a table lies on a sheet: the order of its columns, how wide they are, and
 * which of them are printed. */
#ifndef MIA_REPORT_XLSX_LAYOUT_H
#define MIA_REPORT_XLSX_LAYOUT_H

#include "format/table.h"
#include "report/xlsx/styles.h"
#include "texts/texts.h"

struct xlsx_layout {
	size_t count;                            /* of what follows; without columns that only JSON has */
	size_t order[TABLE_COLUMNS];             /* columns of the table, as they stand */
	double width[TABLE_COLUMNS];             /* of each place; in characters */
	size_t printed;                          /* how many of the first go onto paper */
	struct xlsx_column shown[TABLE_COLUMNS]; /* by column of the table */
	uint64_t rows;                           /* of the table */
	uint64_t last_filled;                    /* the last of them that has a cell, from 1; 0: none */
	struct xlsx_uses uses;
};

/* Reads the table once, to its end. row_limit: rows a sheet. */
enum mia_status mia__xlsx_layout_of(struct xlsx_layout *ret, const struct table *table,
	enum mia_language language, uint32_t row_limit, struct mia_error *err);
/* What a column is called; its name where no language has words for it. */
const char *mia__xlsx_heading(const struct table *table, const char *column, enum mia_language language);
/* Whether a time is a date to Excel, exactly; and which. */
bool mia__xlsx_is_serial(mia_time time);
double mia__xlsx_serial(mia_time time);
/* The name of the sheet of a report. */
enum text_id mia__xlsx_sheet_of(enum mia_report_kind report);

#endif
