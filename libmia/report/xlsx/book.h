/*
 * A workbook on its way: libxlsxwriter (constant memory) kept to what it can
 * do safely. It prints on some failures, loses what does not fit into its
 * temporary files, obeys the locale, and falls back to $TMPDIR, /tmp and the
 * working directory: so all of that is tried out before, and looked at
 * afterwards.
 */
#ifndef MIA_REPORT_XLSX_BOOK_H
#define MIA_REPORT_XLSX_BOOK_H

#include <xlsxwriter.h>

#include <mia/exposure.h>

#include "base/buf.h"
#include "format/table.h"
#include "report/xlsx/layout.h"
#include "system/machine.h"
#include "texts/texts.h"

/* Data rows that a sheet of Excel holds below its header. */
#define XLSX_ROWS 1048575

struct xlsx_sheet {
	lxw_worksheet *sheet;
	char name[32];
	uint64_t rows;
	unsigned part; /* 1: the first sheet of its table */
};

/* A table whose rows are written when all else is there. */
struct xlsx_filled {
	const struct table *table;
	const struct xlsx_layout *layout;
	size_t first, parts; /* sheets */
	int indexes[STYLES]; /* what the file calls a style; 0: it does not occur */
};

struct xlsx_book {
	struct mia_allocator a;
	lxw_workbook *workbook;
	/* levels: by enum mia_level */
	lxw_format *header, *text, *wrapped, *number, *time, *title, *label, *levels[MIA_LEVEL_COUNT];
	enum mia_language language;
	struct xlsx_sheet *sheets;
	size_t sheet_count, sheet_cap;
	struct xlsx_filled *filled;
	size_t filled_count, filled_cap;
	unsigned threads; /* to write rows on */
	uint32_t row_limit;
	struct buf cell;
	struct buf of;        /* what the workbook is of, as a foot of a page may hold it */
	struct buf dir, path; /* terminated; private to this workbook */
	int fd;               /* of path */
	struct plain_locale locale;
};

/* scratch: NULL means where the system has it. After a failure too, mia__xlsx_book_release. */
enum mia_status mia__xlsx_book_open(struct xlsx_book *book, const struct mia_allocator *a,
	const char *scratch, int64_t made, uint32_t row_limit, struct mia_error *err);
/* For the foot of each page: the case, or nothing. */
enum mia_status mia__xlsx_book_of(struct xlsx_book *book, struct mia_text text, struct mia_error *err);
/* A new last sheet; *ret is its number. */
enum mia_status mia__xlsx_book_add(struct xlsx_book *book, const char *name, size_t *ret,
	struct mia_error *err);
/* The table comes onto sheet `first`, which is empty, and onto sheets behind the
 * last where the rows do not fit into one. Table and layout live until the book is
 * finished: then the rows are read once more, on any thread, each table on one. */
enum mia_status mia__xlsx_book_fill(struct xlsx_book *book, size_t first, const struct table *table,
	const struct xlsx_layout *layout, struct mia_error *err);
/* A table on a sheet from *row on, with columns so wide, and below what is
 * there; few rows, and no column that only JSON has. *row is then the row behind it. */
enum mia_status mia__xlsx_book_block(struct xlsx_book *book, size_t at, lxw_row_t *row, const double *widths,
	const struct table *table, struct mia_error *err);
/* The finished file, checked, to write; nothing can be added afterwards. */
enum mia_status mia__xlsx_book_finish(struct xlsx_book *book, mia_write_fn *write, void *ctx,
	struct mia_error *err);
/* Removes everything from the disk. */
void mia__xlsx_book_release(struct xlsx_book *book);

bool mia__xlsx_formats(struct xlsx_book *book);
lxw_format *mia__xlsx_format_of(const struct xlsx_book *book, enum xlsx_style style);
/* Gives the styles of a table their numbers: those of its last rows, or of the others. */
void mia__xlsx_number_styles(const struct xlsx_book *book, struct xlsx_filled *filled, bool last);
/* The rows of all tables, put into the workbook in fd, which has everything
 * else; the whole to write. sum: bytes of the rows that are there. */
enum mia_status mia__xlsx_book_write(struct xlsx_book *book, uint64_t sum, mia_write_fn *write, void *ctx,
	struct mia_error *err);
/* A file that has no name, or -1 and errno. */
int mia__xlsx_open_nameless(struct xlsx_book *book);
/* How the sheet is printed: landscape, as wide as a page, the first rows on
 * each, and a foot. */
enum mia_status mia__xlsx_page(struct xlsx_book *book, size_t at, lxw_row_t repeated, struct mia_error *err);
/* Room for so many lines in a row, while it is the last one. Without it no
 * reader makes a row higher for text that wraps. */
enum mia_status mia__xlsx_height(lxw_worksheet *sheet, lxw_row_t row, size_t lines, struct mia_error *err);
/* What a call of libxlsxwriter came to. */
enum mia_status mia__xlsx_put(lxw_error code, struct mia_error *err);

/* Whether what was written to a sheet so far arrived. */
enum mia_status mia__xlsx_book_look(const struct xlsx_sheet *sheet, struct mia_error *err);

#endif
