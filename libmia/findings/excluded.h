/* What cannot be excluded, in sentences. Private to the findings. */
#ifndef MIA_FINDINGS_EXCLUDED_H
#define MIA_FINDINGS_EXCLUDED_H

#include "findings/wording.h"

/* Only what lies in the time asked for; what was not asked needs no excuse. */
void mia__excluded_clip(struct sentence *s, const struct mia_span *span);
/* A sentence for each time in which the log is blind; what lies in a wider one
 * is said with that. Returns how many there were. */
size_t mia__excluded_say(struct sentence *s, const struct spans_of_box *spans, bool further);

#endif
