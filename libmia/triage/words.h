/* A reason in words, with its numbers. */
#ifndef MIA_TRIAGE_WORDS_H
#define MIA_TRIAGE_WORDS_H

#include "triage/tally.h"

/* Into the scratch of the tally, which is cleared first. */
void mia__triage_say(struct tally *y, const struct subject *s, enum reason reason);

#endif
