/* Addresses that say something by themselves. */
#ifndef MIA_EVENT_NETWORKS_H
#define MIA_EVENT_NETWORKS_H

#include <stdbool.h>

#include <mia/event.h>

bool mia__network_is_microsoft(const struct mia_address *address);
/* Of the front end that passes requests of Microsoft Graph, applications and agents on:
 * it says nothing of who came. */
bool mia__network_is_front_end(const struct mia_address *address);
/* "private", "loopback", "link-local", "carrier NAT", "documentation",
 * "reserved", "Microsoft"; "" for any other public address. Static. Not for
 * family 0. */
struct mia_text mia__network_kind(const struct mia_address *address);

#endif
