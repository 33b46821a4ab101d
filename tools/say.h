/*
 * All text on standard error. Lower case, what failed first, names in quotes;
 * evidence text and file names only through quoted().
 */
#ifndef MIA_TOOLS_SAY_H
#define MIA_TOOLS_SAY_H

#include <mia/mia.h>

/* "mia: " and the text and a line feed, in one write. */
void say(const char *format, ...) MIA_PRINTF(1, 2);
/* "mia: WHAT: the text of err". */
void say_error(const char *what, const struct mia_error *err);
/* "mia: WHAT'FILE': record 17, line 24, byte 20480: TEXT (CODE)"; parts that
 * are not known are left out. */
void say_place(const char *what, const struct mia_place *place, const char *text, const char *code);

/*
 * The text in single quotes, harmless on a terminal, shortened when very
 * long. Lives until the fourth call after; for the main thread only.
 */
const char *quoted(const char *text);
const char *quoted_text(struct mia_text text);

struct mia_text text_of(const char *text);

#endif
