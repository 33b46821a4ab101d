/* The rows of a sheet as XML, as libxlsxwriter writes them in its constant
 * memory mode, without its calls for each cell. */
#ifndef MIA_REPORT_XLSX_ROWS_H
#define MIA_REPORT_XLSX_ROWS_H

#include "base/buf.h"
#include "report/xlsx/layout.h"

#define SERIAL_TEXT 24
/* A time as mia__xlsx_serial has it, with 16 digits, as printf's %.16G writes
 * it in English; the length. */
size_t mia__xlsx_serial_text(mia_time time, char out[SERIAL_TEXT]);

/* What libxlsxwriter calls a style: a number; 0: none that is stated. */
struct xlsx_row_writer {
	const struct table *table;
	const struct xlsx_layout *layout;
	enum mia_language language;
	struct buf xml;                    /* what was written and not taken yet */
	struct buf text, escaped;          /* of one cell; of one row */
	char style[STYLES][16];            /* ' s="11"' */
	char column[TABLE_COLUMNS + 1][4]; /* "A" and so on */
};
/* indexes: by style, those that occur. */
void mia__xlsx_rows_init(struct xlsx_row_writer *w, const struct mia_allocator *a, const struct table *table,
	const struct xlsx_layout *layout, enum mia_language language, const int *indexes);
void mia__xlsx_rows_release(struct xlsx_row_writer *w);
/* number: of the row on its sheet; the header is row 1. */
enum mia_status mia__xlsx_rows_add(struct xlsx_row_writer *w, uint64_t number, const union cell *row,
	struct mia_error *err);

/* A cell's text as it is shown, terminated, in text, or a word of the report.
 * NULL: memory was refused. *changed: whether the evidence says something else. */
const char *mia__xlsx_shown_text(struct buf *text, const struct column *column, const union cell *cell,
	bool *changed);
/* Another column for the one that names those whose cells were changed. */
void mia__xlsx_add_escaped(struct buf *escaped, const char *heading);

/* The height of so many lines of text, in points. */
unsigned mia__xlsx_points(size_t lines);
/* About how many lines a text takes in a cell so wide that wraps it. */
size_t mia__xlsx_wrapped_lines(struct mia_text text, double width);

#endif
