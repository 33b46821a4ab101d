/* A sheet for reading: lines of what, a number or a time, and words. */
#ifndef MIA_REPORT_XLSX_LINES_H
#define MIA_REPORT_XLSX_LINES_H

#include <mia/case.h>

#include "base/arena.h"
#include "report/xlsx/book.h"

enum xlsx_line_kind {
	LINE_FACT = 0,
	LINE_TITLE,   /* of the sheet */
	LINE_SECTION, /* of what follows */
	LINE_LEVEL    /* a fact about a level, in its colour */
};
struct xlsx_line {
	enum xlsx_line_kind kind;
	enum mia_level level;
	struct mia_text what, words; /* words may name people */
	bool counts, dates;          /* whether it has a number, a time */
	uint64_t number;
	mia_time time;
};
/* The first columns of such a sheet; words take the third and what is given to
 * them beside it, and the second where no number stands. */
enum { LINES_WHAT, LINES_NUMBER, LINES_WORDS };
#define LINES_WHAT_WIDTH 52
#define LINES_NUMBER_WIDTH 28

struct xlsx_lines {
	size_t at; /* first: mia__table_rewind */
	const struct mia_case *c;
	enum mia_language language;
	struct mia_allocator a;
	struct arena kept;
	struct buf said;
	struct xlsx_line *lines;
	size_t count, cap;
	bool failed; /* memory was refused */
};
void mia__xlsx_lines_init(struct xlsx_lines *lines, const struct xlsx_book *book, const struct mia_case *c);
void mia__xlsx_lines_release(struct xlsx_lines *lines);
/* what and words are copied. */
void mia__xlsx_lines_add(struct xlsx_lines *lines, struct xlsx_line line);
/* A text of the language, filled in; it lives as long as the lines. */
struct mia_text mia__xlsx_say(struct xlsx_lines *lines, enum text_id text);
struct mia_text mia__xlsx_say_of(struct xlsx_lines *lines, enum text_id text, uint64_t number,
	struct mia_text first, struct mia_text second, struct mia_text third);
/* A number, a time in digits; "" for what is unknown. It lives as long as the lines. */
struct mia_text mia__xlsx_digits(struct xlsx_lines *lines, uint64_t number);
struct mia_text mia__xlsx_moment(struct xlsx_lines *lines, mia_time time);

/* Onto sheet `at` from *row on, which is then the row behind them; words as far
 * as column `last`, so wide in all. Redacted as the case is. Then
 * there are no lines. */
enum mia_status mia__xlsx_lines_write(struct xlsx_lines *lines, struct xlsx_book *book, size_t at,
	lxw_row_t *row, lxw_col_t last, double width, struct mia_error *err);

#endif
