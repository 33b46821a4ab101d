/* Hostile text as a cell of a workbook can hold it. */
#ifndef MIA_REPORT_XLSX_CELL_TEXT_H
#define MIA_REPORT_XLSX_CELL_TEXT_H

#include "base/buf.h"

/* The most UTF-16 units that Excel keeps of one cell. */
#define XLSX_CELL 32767
#define XLSX_CUT " [cut: see csv exact or json]"

/*
 * One cell, piece by piece. What XML cannot hold and what is hidden (report/
 * safe.h) becomes U+27E8 U+27E9 around "U+" and its number, a byte that is no
 * UTF-8 the same around "\x" and its digits; U+27E8 itself is written so where
 * it stands before "U+" or "\x", so that each text is another cell. TAB, LF
 * and CR stay. An underscore that a reader would take for the beginning of an
 * escape of the file format ("_x0041_" is shown as "A") is escaped after that
 * format: the reader shows the text as it was.
 */
struct xlsx_text {
	struct buf *out;
	size_t limit; /* in UTF-16 units; XLSX_CELL */
	size_t units;
	size_t fits; /* bytes of out before which XLSX_CUT still has room */
	bool changed;
	bool full;
};
/* Clears out. out NULL: nothing is written, and `changed` told all the same. */
void mia__xlsx_text_init(struct xlsx_text *cell, struct buf *out, size_t limit);
void mia__xlsx_text_add(struct xlsx_text *cell, struct mia_text piece);
/* Marks a text that was cut, and terminates it. false: out of memory. */
bool mia__xlsx_text_end(struct xlsx_text *cell);

#endif
