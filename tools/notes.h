/*
 * Notes to a result, collected while a command runs and told at its end: those
 * that weigh most, and of the others what stands before their colon.
 */
#ifndef MIA_TOOLS_NOTES_H
#define MIA_TOOLS_NOTES_H

#include <mia/base.h>

/* What comes first is told first. */
enum note_weight {
	NOTE_RESULT, /* the answer in numbers */
	/* What weakens it, and must not be lost: */
	NOTE_EMPTY,  /* why there may be no answer */
	NOTE_SCOPE,  /* what was asked is not what it seems */
	NOTE_BLIND,  /* the log is blind */
	NOTE_UNTOLD, /* records of which it cannot be told */
	NOTE_LOSS,   /* access without a name */
	NOTE_HINT    /* all else */
};

/* One sentence, lower case, of about 150 characters at most. What stands before
 * its first colon says the fact and its number. */
void note(enum note_weight weight, const char *format, ...) MIA_PRINTF(2, 3);
/* Tells them in three lines, or in full, and forgets them. */
void notes_tell(int all);

#endif
