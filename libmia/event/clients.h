/*
 * Who came: ClientInfoString as a plain name, and Microsoft's own services.
 */
#ifndef MIA_EVENT_CLIENTS_H
#define MIA_EVENT_CLIENTS_H

#include <stdbool.h>

#include <mia/event.h>

/* clients.c */
struct mia_text mia__client_plain_name(struct mia_text client_info);

/* Such a text (ClientInfoString, ActorInfoString) names a gateway of Exchange, and
 * nothing of who came through it: "Client=REST;Client=RESTSystem;;". */
bool mia__client_is_gateway(struct mia_text info);
/* It names a client of Exchange's own, behind which no other application stands. */
bool mia__client_is_own(struct mia_text info);

/* ClientInfoString comes in few forms: names that were found before, by a quick hash. */
enum { CLIENTS = 64, CLIENT_LENGTH = 167 };
struct client_names {
	struct known_client {
		struct mia_text name;
		unsigned char len;
		char text[CLIENT_LENGTH];
	} known[CLIENTS];
};
/* The same as mia__client_plain_name, remembered. */
struct mia_text mia__client_name(struct client_names *names, struct mia_text client_info);

/* services.c: a Microsoft background service, by app id and address; the
 * absent text if it is none. */
struct mia_text mia__service_name(const struct mia_event *event);

#endif
