/* Plain text of the tables as mdoc, the markup of manual pages. */
#ifndef MIA_TOOLS_HELP_MDOC_H
#define MIA_TOOLS_HELP_MDOC_H

#include <stddef.h>
#include <stdio.h>

/* Paragraphs, split by an empty line; a line for each sentence. Options, and
 * commands as in 'mia info', become macros; but for `self`, whose page it is
 * and which may be NULL. Ends with a line end. */
void mdoc_text(FILE *stream, const char *self, const char *text);
/* The next len bytes as they are, for a display or a macro's argument. */
void mdoc_literal(FILE *stream, const char *text, size_t len);
/* One line of shell, broken where it is too wide for a page. */
void mdoc_shell(FILE *stream, const char *line, size_t len);

#endif
