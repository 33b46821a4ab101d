/*
 * Makes hostile text harmless, one function for each kind of output. What is
 * dangerous differs: a terminal obeys controls, a spreadsheet runs formulas,
 * JSON only needs its own escapes.
 */
#ifndef MIA_FORMAT_SAFE_H
#define MIA_FORMAT_SAFE_H

#include "format/sink.h"

/* Controls, line separators, bidi marks and what has no width: invisible, or
 * able to make other text look different from what it is. */
bool mia__safe_is_hidden(uint32_t code_point);
/* What looks like a blank and is none. A person is shown it as what is hidden; a
 * program that looks for the value has it as it is. */
bool mia__safe_is_blank(uint32_t code_point);

/* One code point, or one byte that is no UTF-8, as a terminal may show it. */
struct safe_unit {
	char text[12];
	unsigned char len;   /* bytes of text */
	unsigned char width; /* columns on a terminal */
	unsigned char taken; /* bytes of the source */
};
/* size > 0. */
void mia__safe_terminal_unit(const char *s, size_t size, struct safe_unit *ret);
/* The one at `at` of a sentence of ours, in which U+00A0 stays where French has it. */
void mia__safe_prose_unit(struct mia_text text, size_t at, struct safe_unit *ret);
/* At U+00A0: before a high sign or a digit, or behind an opening quote. */
bool mia__safe_is_french(struct mia_text text, size_t at);
void mia__safe_terminal(struct sink *sink, struct mia_text text);
/* The same with other code points treated like controls; true if anything
 * was changed. */
typedef bool safe_also(uint32_t code_point);
bool mia__safe_without(struct sink *sink, struct mia_text text, safe_also *also);
/* For fields between pipes, one record a line. */
void mia__safe_piped(struct sink *sink, struct mia_text text);
/*
 * For readers that undo \x1b, \\ and %7C: what is hidden as \u{1b}, pipe and
 * per cent as %7C and %25, and a backslash that such a reader, or a person, could
 * take for the beginning of an escape as \u{5c}. Undoing \u{..} gives the text
 * back, but for bytes that are no UTF-8.
 */
void mia__safe_name(struct sink *sink, struct mia_text text);

/* One word of a shell command that is also harmless on a terminal; end is
 * added to it and must be harmless itself. */
void mia__safe_shell(struct sink *sink, struct mia_text word, struct mia_text end);
/* The same for cmd and PowerShell alike. What one of them would take for more than
 * itself becomes '?', which no name of a file holds there: the command then finds nothing. */
void mia__safe_windows_shell(struct sink *sink, struct mia_text word, struct mia_text end);

/*
 * Text for CSV: quotes doubled; bytes that are no UTF-8 (only file names can
 * hold them) become U+FFFD and their two hexadecimal digits, so that the
 * output is UTF-8 and two different names stay different.
 */
void mia__safe_csv(struct sink *sink, struct mia_text text);

/*
 * One cell for a spreadsheet, piece by piece. With sink NULL it only measures.
 * Removing one apostrophe before each (invisible or quote characters and a)
 * formula character or blank gives the cell back, except for newlines, which
 * are blanks, and what is cut.
 */
struct safe_excel {
	struct sink *sink;
	size_t limit; /* UTF-16 units, as spreadsheets count */
	size_t units; /* so far */
	bool begun;
	bool changed;
	bool full;
};
void mia__safe_excel_add(struct safe_excel *cell, struct mia_text piece);

/* What CSV excel made of a cell, undone; written to out, which
 * has room for cell.len bytes; the number of bytes. */
size_t mia__excel_undo(struct mia_text cell, char *out);

/* A JSON string with its quotes (RFC 8259); what is hidden is escaped, so the
 * value is exact and the line harmless. */
void mia__safe_json(struct sink *sink, struct mia_text text);
/* The same without the quotes, for a string of several pieces. */
void mia__safe_json_inside(struct sink *sink, struct mia_text text);
/* For readers that cannot take a NUL: it is the text \u{0}, and a backslash
 * before "u{" is \u{5c}. */
void mia__safe_json_visible(struct sink *sink, struct mia_text text);

/*
 * Text on a page: & < > " ' as references; what is hidden as U+202E, and a
 * byte that is no UTF-8 as 0x9B, each between angle brackets and set apart by
 * an element, so that no text can pass for a token. The second is for places
 * that take no element: attributes, titles.
 */
void mia__safe_html(struct sink *sink, struct mia_text text);
void mia__safe_html_plain(struct sink *sink, struct mia_text text);
/* The same for sentences of ours, as above. */
void mia__safe_html_prose(struct sink *sink, struct mia_text text);
void mia__safe_html_prose_plain(struct sink *sink, struct mia_text text);

#endif
