/* mia_report_xlsx in parts. */
#ifndef MIA_REPORT_XLSX_XLSX_H
#define MIA_REPORT_XLSX_XLSX_H

#include <mia/case.h>

#include "report/xlsx/lines.h"

/* row_limit: data rows a sheet, at most XLSX_ROWS; smaller in tests. */
enum mia_status mia__xlsx_write(const struct mia_case *c, const struct mia_allocator *allocator,
	uint32_t row_limit, mia_write_fn *write, void *ctx, struct mia_error *err);
/* Into sheet `at`: the answer, its numbers, whose access counts, and each mailbox. */
enum mia_status mia__xlsx_summary(struct xlsx_book *book, size_t at, const struct mia_case *c,
	struct mia_error *err);
/* Into sheet `at`, the last one: how to understand the others, and their rows. */
enum mia_status mia__xlsx_about(struct xlsx_book *book, size_t at, const struct mia_case *c,
	struct mia_error *err);
/* The options of the case, one a line. */
void mia__xlsx_add_options(struct xlsx_lines *lines);

#endif
