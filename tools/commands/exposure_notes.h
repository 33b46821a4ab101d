/* What must be said beside the rows of an exposure, on standard error. */
#ifndef MIA_TOOLS_COMMANDS_EXPOSURE_NOTES_H
#define MIA_TOOLS_COMMANDS_EXPOSURE_NOTES_H

#include <mia/mia.h>

#include "commands/found.h"
#include "notes.h"
#include "run.h"

/* "1 record", "2 records"; `word` in the singular, regular. For notes. */
void note_count(enum note_weight weight, uint64_t count, const char *word, const char *text);
/* "12 messages recorded, 3 copied, 2 unattributed": rows by level, each level that
 * has any; `word` as above. */
void note_levels(const uint64_t by_level[MIA_LEVEL_COUNT], const char *word);
/* What holds for messages and folders alike, but for the count of rows. */
void exposure_notes(const struct run *run, const struct mia_exposure *exposure);
/* The same, and where the log is blind; what an inventory adds. */
void findings_notes(const struct run *run, const struct findings *found);
/* That the evidence holds no MailItemsAccessed at all, and why that may be. */
void exposure_note_silence(void);

/* "they state no SessionId": what is missing in records that cannot be told.
 * Lives until the next call. */
const char *what_is_missing(const struct mia_untold *untold);
/* What a list of rows in scope leaves out: one line, where it leaves anything out. */
/* That mailboxes bear several names; as mia_sessions_renamed has them. */
void note_renamed(uint64_t count, const struct mia_text names[2]);
/* That records stand in versions which contradict each other in who came. */
void note_conflicts(uint64_t records);
void note_untold(const struct run *run, const struct mia_untold *untold);

#endif
