/* A line of a page for a terminal: escaped, never wrapped, cut in the middle. */
#ifndef MIA_REPORT_LINE_H
#define MIA_REPORT_LINE_H

#include "format/sink.h"

struct line {
	struct sink *sink;
	size_t width; /* columns that the terminal has */
	size_t used;  /* columns that are taken */
	bool ascii;   /* no other characters than these */
};

/* Columns that the text takes on a terminal, escaped. */
size_t mia__line_measure(const struct line *line, struct mia_text text);
/* At most this many columns, and no more than the line has. */
void mia__line_text(struct line *line, struct mia_text text, size_t most);
void mia__line_str(struct line *line, const char *text);
/* Text of ours that stays whole, whatever the width. */
void mia__line_whole(struct line *line, const char *text);
/* "1,890"; with its noun: "1,890 events". */
void mia__line_number(struct line *line, uint64_t number);
void mia__line_count(struct line *line, uint64_t number, const char *one, const char *several);
/* Blanks up to this column; none where it is passed. */
void mia__line_pad(struct line *line, size_t column);
void mia__line_end(struct line *line);

#endif
