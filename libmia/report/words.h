/* Values of enums as they stand in columns, and in words for people. */
#ifndef MIA_REPORT_WORDS_H
#define MIA_REPORT_WORDS_H

#include <mia/timeline.h>

#include "format/table.h"

/* "bind", "sync", "unstated" or what the record says instead; absent for an
 * operation that is no access. */
struct mia_text mia__word_access(const struct mia_timeline_row *row);
/* "yes", "no"; absent where it is not stated. */
struct mia_text mia__word_known(enum mia_known known);
/* "yes", "cannot tell", "no" */
struct mia_text mia__word_match(enum mia_match match);
/* The names of the flags that are set; returns how many. */
size_t mia__word_flags(uint64_t flags, struct mia_text names[static MIA_FLAG_COUNT]);

/* An hour begun is an hour, so that no blindness becomes 0. */
uint64_t mia__hours_begun(mia_time length);

/* What the access means, for somebody who has never seen the log. */
const char *mia__words_access(const struct mia_timeline_row *row);
/* One line for one flag; NULL for no flag. */
const char *mia__words_flag(uint64_t flag);

/*
 * Words of columns, what weighs most first, and their colours on a terminal.
 * Red is what was recorded, magenta what is presumed, yellow where the log or
 * the record cannot tell, cyan a reason to look. What has no colour is not
 * thereby safe.
 */
extern const struct column_word mia__words_of_levels[];
extern const struct column_word mia__words_of_hints[];      /* a reason to look */
extern const struct column_word mia__words_of_doubts[];     /* where the log is blind */
extern const struct column_word mia__words_of_throttled[];  /* yes: doubts */
extern const struct column_word mia__words_of_logged[];     /* no: doubts */
extern const struct column_word mia__words_of_operations[]; /* failed sign-ins */

#endif
