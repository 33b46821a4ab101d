/*
 * Background services of Microsoft that touch mailboxes under the owner's
 * name. A record is called a service only if the application is in the list
 * AND the address is Microsoft's or absent: a first-party id alone is no proof
 * of innocence, since stolen tokens of first-party apps are used for mail
 * access. Ids: Microsoft, "Verify first-party Microsoft applications in
 * sign-in reports"; the last three: microsoft/CSS-Exchange (support).
 */
#include "base/text.h"
#include "event/decode.h"

static const struct {
	const char *app_id, *name;
} services[] = {
	{ "13937bba-652e-4c46-b222-3003f4d1ff97", "Substrate Context Service" },
	{ "66a88757-258c-4c72-893c-3e8bed4d6899", "Office 365 Search Service" },
	{ "98db8bd6-0cc0-4e67-9de5-f187f1cd1b41", "Substrate Management" },
	{ "26abc9a8-24f0-4b11-8234-e86ede698878", "SubstrateDirectoryEventProcessor" },
	{ "a970bac6-63fe-4ec5-8884-8536862c42d4", "Substrate Search Settings" },
	{ "20a11fe0-faa8-4df5-baf2-f965f8f9972e", "ContactsInferencingEmailProcessor" },
	{ "b669c6ea-1adf-453f-b8bc-6d526592b419", "Focused Inbox" },
	{ "35d54a08-36c9-4847-9018-93934c62740c", "PeoplePredictions" },
	{ "3c896ded-22c5-450f-91f6-3d1ef0848f6e", "WeveEngine" },
	{ "51be292c-a17e-4f17-9a7e-4b661fb16dd2", "Exchange ProtectedServiceHost" },
	/* Microsoft's list and its support script name this one differently. */
	{ "6326e366-9d6d-4c70-b22a-34c7ea72d73d", "Exchange Message Tracking Service / CalendarReplication" },
	{ "48af08dc-f6d2-435f-b2a7-069abd99c086", "RestConnector" },
	{ "1c3a76cc-470a-46d7-8ba9-713cfbb2c01f", "Time Service" },
	{ "7b7fdad6-df9d-4cd5-a4f2-b5f749350419", "Bookings B2 Service" },
};

/* Exchange Online and Microsoft's own IPv6 block (Microsoft 365 URLs and IP
 * address ranges, id 1; RIPE/ARIN allocation of 2603:1000::/24). */
static const struct {
	unsigned char family, bits, bytes[6];
} networks[] = {
	{ 4, 31, { 13, 107, 6, 152 } }, { 4, 31, { 13, 107, 18, 10 } }, { 4, 22, { 13, 107, 128, 0 } },
	{ 4, 20, { 23, 103, 160, 0 } }, { 4, 13, { 40, 96, 0, 0 } }, { 4, 15, { 40, 104, 0, 0 } },
	{ 4, 14, { 52, 96, 0, 0 } }, { 4, 16, { 132, 245, 0, 0 } }, { 4, 22, { 150, 171, 32, 0 } },
	{ 6, 24, { 0x26, 0x03, 0x10 } }, { 6, 32, { 0x26, 0x20, 0x01, 0xec } }, { 6, 32, { 0x2a, 0x01, 0x01, 0x11 } },
};

static bool
is_microsoft(const struct mia_address *a)
{
	for (size_t i = 0; i < sizeof networks / sizeof *networks; i++) {
		unsigned bits = networks[i].bits;
		if (networks[i].family != a->family || memcmp(networks[i].bytes, a->bytes, bits / 8) != 0)
			continue;
		if (bits % 8 == 0 || ((networks[i].bytes[bits / 8] ^ a->bytes[bits / 8]) >> (8 - bits % 8)) == 0)
			return true;
	}
	return false;
}

/* "[AppId=<guid>]" names the calling app even where AppId names the gateway. */
static struct mia_text
embedded_app(struct mia_text client_info)
{
	ptrdiff_t at = text_find_nocase(client_info, TEXT("[AppId="));
	if (at < 0 || client_info.len - (size_t)at < 7 + 36)
		return TEXT_ABSENT;
	return (struct mia_text){ client_info.ptr + at + 7, 36 };
}

struct mia_text
service_name(const struct mia_event *event)
{
	const struct mia_text ids[] = { event->app_id, event->client_app_id, embedded_app(event->client_info) };

	if (event->client_ip.len && !is_microsoft(&event->address))
		return TEXT_ABSENT;
	for (size_t k = 0; k < sizeof ids / sizeof *ids; k++)
		for (size_t i = 0; ids[k].len == 36 && i < sizeof services / sizeof *services; i++)
			if (text_equal_nocase(ids[k], (struct mia_text){ services[i].app_id, 36 }))
				return text_of(services[i].name);
	return TEXT_ABSENT;
}
