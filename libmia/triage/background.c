/* Background clients: told apart by what the server saw, never by what a client wrote alone. */
#include "triage/background.h"

#include "base/text.h"
#include "event/apps.h"
#include "event/networks.h"

/*
 * 2603:1080::/25: the hosts of Exchange Online among themselves, as its Received
 * headers and real records have them (2603:10a6, 2603:10b6 and so on); Azure, where
 * anybody can hire a machine, lies below it, and so does the front end.
 */
static bool
inside_exchange(const struct mia_address *a)
{
	return a->family == 6 && a->bytes[0] == 0x26 && a->bytes[1] == 0x03 && a->bytes[2] == 0x10 &&
		a->bytes[3] >= 0x80 && !mia__network_is_front_end(a);
}

/* Every id that the token gave is one of a background service. Not event->service:
 * that also believes an id in the client string, which is right for a hint. */
static bool
service_by_token(const struct mia_event *event)
{
	const struct mia_text ids[] = { event->client_app_id, event->app_id, event->context_app_id };
	bool service = false;

	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		if (ids[i].len == 0 || mia__app_is_gateway(ids[i]))
			continue;
		if (!mia__app_service_name(ids[i]).ptr)
			return false;
		service = true;
	}
	return service;
}

static bool
of_microsoft_or_missing(const struct mia_event *event)
{
	if (event->client_ip.len == 0)
		return true;
	return mia__network_is_microsoft(&event->address) &&
		(event->other_address.family == 0 || mia__network_is_microsoft(&event->other_address));
}

bool
mia__triage_is_background(const struct mia_event *event)
{
	if (of_microsoft_or_missing(event) && service_by_token(event))
		return true;
	return event->other_address.family == 0 && inside_exchange(&event->address) &&
		text_equal(event->client_info, TEXT("Client=REST;Client=RESTSystem;;"));
}

static bool
is_loopback(const struct mia_address *address)
{
	return address->family && text_equal(mia__network_kind(address), TEXT("loopback"));
}

bool
mia__triage_is_system(const struct mia_event *event)
{
	return (event->client_ip.len == 0 || is_loopback(&event->address)) &&
		event->other_address.family == 0 &&
		(text_starts_nocase(event->actor, TEXT("NT AUTHORITY\\")) ||
			text_equal(event->actor, TEXT("S-1-5-18")));
}

bool
mia__triage_names_somebody(const struct mia_address *address)
{
	return address->family && !mia__network_is_microsoft(address) && !is_loopback(address);
}
