/*
 * From the slots that a record filled to its event.
 */
#ifndef MIA_EVENT_ASSEMBLE_H
#define MIA_EVENT_ASSEMBLE_H

#include "event/decode.h"

/* event.c: from slots to the event. */
enum mia_status mia__event_assemble(struct decoder *d, bool compare_envelope);
/* The record's own word, else the envelope's. */
struct mia_text mia__event_value(const struct decoder *d, enum slot slot);

/* items.c: folders, items, bind and sync; and the flags that tell what of them is lost. */
enum mia_status mia__event_items(struct decoder *d);
/* who.c: addresses, clients, sessions, tokens, applications. false: no memory. */
bool mia__event_who(struct decoder *d);
/* Characters of it were lost, or an exporter wrote "..." or the type of the value for them. */
bool mia__event_text_lost(struct mia_text text);
/* An id of a session, a token, an application or a mailbox, as it is meant. */
struct mia_text mia__event_plain_id(struct decoder *d, struct mia_text written);

/* key.c: the event's key and content; and its id, where it has none. */
enum mia_status mia__event_identify(struct decoder *d, struct mia_text count_stated);

#endif
