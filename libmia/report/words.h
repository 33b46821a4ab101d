/* Values of enums as they stand in columns, and in words for people. */
#ifndef MIA_REPORT_WORDS_H
#define MIA_REPORT_WORDS_H

#include <mia/timeline.h>

/* "bind", "sync", "unstated" or what the record says instead; absent for an
 * operation that is no access. */
struct mia_text mia__word_access(const struct mia_timeline_row *row);
/* "yes", "no"; absent where it is not stated. */
struct mia_text mia__word_known(enum mia_known known);
/* "yes", "cannot tell", "no" */
struct mia_text mia__word_match(enum mia_match match);
/* The names of the flags that are set; returns how many. */
size_t mia__word_flags(uint64_t flags, struct mia_text names[static MIA_FLAG_COUNT]);

/* What the access means, for somebody who has never seen the log. */
const char *mia__words_access(const struct mia_timeline_row *row);
/* One line for one flag; NULL for no flag. */
const char *mia__words_flag(uint64_t flag);

#endif
