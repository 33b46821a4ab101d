/*
 * Background services of Microsoft that touch mailboxes under the owner's
 * name. A record is called a service only if the application is in the list
 * AND the address is Microsoft's or absent: a first-party id alone is no proof
 * of innocence, since stolen tokens of first-party apps are used for mail
 * access. The ids and the address ranges: apps.c, networks.c.
 */
#include "base/text.h"
#include "event/apps.h"
#include "event/clients.h"
#include "event/networks.h"

struct mia_text
mia__service_name(const struct mia_event *event)
{
	struct mia_text name;

	if (event->client_ip.len && !mia__network_is_microsoft(&event->address))
		return TEXT_ABSENT;
	name = mia__app_service_name(event->app_id);
	if (!name.ptr)
		name = mia__app_service_name(event->client_app_id);
	return name.ptr ? name : mia__app_service_name(mia__app_embedded(event->client_info));
}
