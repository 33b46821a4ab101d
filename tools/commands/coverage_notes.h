/* Where the log is blind, in a few lines on standard error. */
#ifndef MIA_TOOLS_COMMANDS_COVERAGE_NOTES_H
#define MIA_TOOLS_COMMANDS_COVERAGE_NOTES_H

#include <mia/mia.h>

#include "run.h"

/* One line for each of the first blind mailboxes in the time asked for, and
 * how many more there are. */
void coverage_notes(const struct run *run, const struct mia_coverage *coverage);
/* That records contradict what --exported states; part of the above. */
void coverage_note_outside(const struct mia_coverage *coverage);

#endif
