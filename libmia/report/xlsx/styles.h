/* The styles of cells: which cell has which, and in what order they are met. */
#ifndef MIA_REPORT_XLSX_STYLES_H
#define MIA_REPORT_XLSX_STYLES_H

#include <mia/exposure.h>

#include "format/table.h"
#include "texts/texts.h"

/* Excel shows 15 digits; behind them it would show zeros. */
#define NUMBER_LAST 999999999999999

/* STYLE_NONE: there is no cell. */
enum xlsx_style {
	STYLE_NONE = 0,
	STYLE_TEXT,
	STYLE_WRAPPED,
	STYLE_NUMBER,
	STYLE_TIME,
	STYLE_LEVEL, /* and the levels behind it, in their order */
	STYLES = STYLE_LEVEL + MIA_LEVEL_COUNT
};

/* Whether a column holds words that are those of the report, and coloured. */
enum xlsx_words { WORDS_NONE = 0, WORDS_LEVEL, WORDS_MATCH };
enum xlsx_words mia__xlsx_words_of(const struct column *column);

/* How the cells of a column are shown. */
struct xlsx_column {
	enum xlsx_words words;
	bool wrapped; /* long texts in several lines */
	bool inexact; /* its times are text */
};
/* The style that a cell has. *word: what is written instead of a text, or NULL. */
enum xlsx_style mia__xlsx_style_of(const struct xlsx_column *shown, const struct column *column,
	const union cell *cell, enum mia_language language, const char **word);

/*
 * The rows in which a style is first used, by column, and by the one behind all
 * of them, which tells what was escaped. Rows from 1; 0: never. libxlsxwriter
 * numbers its styles as it writes them, and writes the last row of a sheet when
 * all sheets are there: so those rows are apart.
 */
struct xlsx_uses {
	uint64_t before[TABLE_COLUMNS + 1][STYLES], last[TABLE_COLUMNS + 1][STYLES];
	/* The row that may yet be a last one, and its styles; 0: none. */
	uint64_t row;
	unsigned char styles[TABLE_COLUMNS + 1];
	bool text_before; /* whether STYLE_TEXT was used before a last row */
};
/* A row that has a cell, with its styles; per sheet so many rows. */
void mia__xlsx_uses_add(struct xlsx_uses *uses, const unsigned char *styles, uint64_t row,
	uint32_t per_sheet);
void mia__xlsx_uses_end(struct xlsx_uses *uses);

#endif
