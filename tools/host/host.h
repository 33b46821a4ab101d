/* The machine under the tool: what has to be right before anything else is done. */
#ifndef MIA_TOOLS_HOST_HOST_H
#define MIA_TOOLS_HOST_HOST_H

/*
 * First in main. Descriptors 0 to 2 exist from then on, so that no evidence or
 * result is opened in their place; what goes through them are bytes, whatever
 * the system takes for a line end; a console is ready for UTF-8 and colours;
 * signals are taken (host/signals.h); memory that is freed goes back.
 */
void host_begin(void);

#endif
