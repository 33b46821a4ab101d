/*
 * An interrupt lets the work in hand fail, so that temporary files go the way
 * of every failure; a second one ends the program at once.
 */
#ifndef MIA_TOOLS_SIGNALS_H
#define MIA_TOOLS_SIGNALS_H

/* Also: a broken pipe or a file grown over its limit becomes a failed
 * write, and descriptors 0 to 2 are made to exist, so that no evidence or result is opened in their place. */
void signals_install(void);
/* True once an interrupt came. Any thread. */
int signals_interrupted(void);
/* Ends the program by the signal that came, if one did. */
void signals_pass_on(void);

#endif
