/* Which events are those of Microsoft's own background clients. */
#ifndef MIA_TRIAGE_BACKGROUND_H
#define MIA_TRIAGE_BACKGROUND_H

#include <stdbool.h>

#include <mia/event.h>

/*
 * True where two facts that no client writes support it:
 *   the application is one of Microsoft's background services (the token names it), and
 *   the address is Microsoft's or missing; or
 *   the address lies inside Exchange Online's own network, behind its front end, and
 *   the client string says a call from within and names nobody.
 * The client string alone is no fact: applications that act by themselves have it too.
 * What is done by it (marks, copies of folders, a consent to it) is for the caller.
 */
bool mia__triage_is_background(const struct mia_event *event);

/* Microsoft's own SYSTEM: a name that no account of a tenant can bear, and no address but
 * that of the server itself. */
bool mia__triage_is_system(const struct mia_event *event);

/* An address that says who came: not Microsoft's, and not this very machine's. */
bool mia__triage_names_somebody(const struct mia_address *address);

#endif
