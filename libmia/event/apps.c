/*
 * Sources: Microsoft, "Verify first-party Microsoft applications in sign-in
 * reports"; those marked CSS: microsoft/CSS-Exchange, Calendar/CalLogHelpers
 * (Microsoft support). Those marked info: merill/microsoft-info, which collects
 * Microsoft's own lists. Those marked abused are no first-party applications:
 * they are named in public reports on compromised mailboxes.
 *
 * A first-party id is no proof of innocence: stolen tokens of first-party
 * apps are used for mail access.
 */
#include "event/apps.h"

#include "base/text.h"

static const struct {
	const char *id, *name;
	bool abused;
} apps[] = {
	/* Background services: they act under the owner's name. */
	{ "13937bba-652e-4c46-b222-3003f4d1ff97", "Substrate Context Service", false },
	{ "66a88757-258c-4c72-893c-3e8bed4d6899", "Office 365 Search Service", false },
	{ "98db8bd6-0cc0-4e67-9de5-f187f1cd1b41", "Substrate Management", false },
	{ "26abc9a8-24f0-4b11-8234-e86ede698878", "SubstrateDirectoryEventProcessor", false },
	{ "a970bac6-63fe-4ec5-8884-8536862c42d4", "Substrate Search Settings", false },
	{ "20a11fe0-faa8-4df5-baf2-f965f8f9972e", "ContactsInferencingEmailProcessor", false },
	{ "b669c6ea-1adf-453f-b8bc-6d526592b419", "Focused Inbox", false },
	{ "35d54a08-36c9-4847-9018-93934c62740c", "PeoplePredictions", false },
	{ "3c896ded-22c5-450f-91f6-3d1ef0848f6e", "WeveEngine", false },
	{ "51be292c-a17e-4f17-9a7e-4b661fb16dd2", "Exchange ProtectedServiceHost", false },
	/* Microsoft's list and its support script name this one differently. */
	{ "6326e366-9d6d-4c70-b22a-34c7ea72d73d", "Exchange Message Tracking Service / CalendarReplication",
		false },
	{ "48af08dc-f6d2-435f-b2a7-069abd99c086", "RestConnector", false },       /* CSS */
	{ "1c3a76cc-470a-46d7-8ba9-713cfbb2c01f", "Time Service", false },        /* CSS */
	{ "7b7fdad6-df9d-4cd5-a4f2-b5f749350419", "Bookings B2 Service", false }, /* CSS */
	/* APIs that applications come through. */
	{ "00000002-0000-0ff1-ce00-000000000000", "Office 365 Exchange Online", false },
	{ "00000003-0000-0000-c000-000000000000", "Microsoft Graph", false },
	{ "47629505-c2b6-4a80-adb1-9b3a3d233b7b", "Microsoft Exchange Web Services", false },
	{ "13d54852-ae25-4f0b-823a-b09eea89f431", "Outlook Service for Exchange", false }, /* info */
	{ "ec156f81-f23a-47bd-b16f-9fb2c66420f9", "Exchange Microservices", false },       /* info */
	/* What people and their programs come with. */
	{ "9199bf20-a13f-4107-85dc-02114787ef48", "One Outlook Web", false }, /* info */
	{ "5d661950-3475-41cd-a2c3-d671a3162bc1", "Microsoft Outlook", false },
	{ "d3590ed6-52b3-4102-aeff-aad2292ab01c", "Microsoft Office", false },
	{ "27922004-5251-4030-b22d-91ecd9a37ea4", "Outlook Mobile", false },
	{ "4765445b-32c6-49b0-83e6-1d93765276ca", "OfficeHome", false },
	{ "1fec8e78-bce4-4aaf-ab1b-5451cc387264", "Microsoft Teams", false },
	{ "5e3ce6c0-2b1f-4285-8d4b-75ee78787346", "Microsoft Teams Web Client", false },
	{ "cc15fd57-2c6c-4117-a88c-83b1d56b4bbe", "Microsoft Teams Services", false },
	{ "29d9ed98-a469-4536-ade2-f981bc1d605e", "Microsoft Authentication Broker", false },
	/* Copilot and MCP act on somebody's order: no background services. All info. */
	{ "fb8d773d-7ef8-4ec0-a117-179f88add510", "Microsoft 365 Copilot", false },
	{ "c0ab8ce9-e9a0-42e7-b064-33d422df41f1", "M365ChatClient", false },
	{ "16b1878d-62c7-4009-aa25-68989d63bbad", "Work IQ Mail MCP", false },
	{ "ab7c82de-7946-4454-ac28-70249d17c95e", "Work IQ Copilot MCP", false },
	{ "e9b154d0-7658-433b-bb25-6b8e0a8a7c59", "Outlook Lite", false },
	{ "3eb95cef-b10f-46fe-94e0-969a3d4c9292", "Office 365 Import Service", false },
	/* Microsoft's own, but made to be used by anybody. */
	{ "de8bc8b5-d9f9-48b1-a8ad-b748da725064", "Graph Explorer", false },
	{ "14d82eec-204b-4c2f-b7e8-296a70dab67e", "Microsoft Graph Command Line Tools", false },
	{ "fb78d390-0c51-40cd-8e17-fdbfab77341b", "Microsoft Exchange REST API Based PowerShell", false },
	{ "1950a258-227b-4e31-a9cf-717495945fc2", "Microsoft Azure PowerShell", false },
	{ "04b07795-8ddb-461a-bbee-02f9e1bf7b46", "Microsoft Azure CLI", false },
	{ "e9a7fea1-1cc0-4cd9-a31b-9137ca5deedd", "eM Client", true },
	{ "ff8d92dc-3d82-41d6-bcbd-b9174d163620", "PerfectData Software", true },
	{ "a245e8c0-b53c-4b67-9b45-751d1dff8e6b", "Newsletter Software SuperMailer", true },
	{ "b15665d9-eda6-4092-8539-0eec376afd59", "rclone", true },
	{ "a43e5392-f48b-46a4-a0f1-098b5eeb4757", "CloudSponge", true },
};
enum { SERVICES = 14, GATEWAYS = 5, APPS = sizeof(apps) / sizeof(*apps) };

/* Of the first `count` rows; APPS if it is none of them. */
static size_t
find(struct mia_text id, size_t count)
{
	for (size_t i = 0; id.len == 36 && i < count; i++)
		if ((*id.ptr | 32) == *apps[i].id &&
			text_equal_nocase(id, (struct mia_text){ apps[i].id, 36 }))
			return i;
	return APPS;
}

struct mia_text
mia__app_name(struct mia_text id)
{
	size_t i = find(id, APPS);

	return i < APPS ? text_of(apps[i].name) : TEXT_ABSENT;
}

struct mia_text
mia__app_service_name(struct mia_text id)
{
	size_t i = find(id, SERVICES);

	return i < SERVICES ? text_of(apps[i].name) : TEXT_ABSENT;
}

bool
mia__app_is_gateway(struct mia_text id)
{
	size_t i = find(id, APPS);

	return i >= SERVICES && i < SERVICES + GATEWAYS;
}

bool
mia__app_is_abused(struct mia_text id)
{
	size_t i = find(id, APPS);

	return i < APPS && apps[i].abused;
}

struct mia_text
mia__app_embedded(struct mia_text client_info)
{
	ptrdiff_t at;

	if (client_info.len == 0 || !memchr(client_info.ptr, '[', client_info.len))
		return TEXT_ABSENT;
	at = mia__text_find_nocase(client_info, TEXT("[AppId="));
	if (at < 0 || client_info.len - (size_t)at < 7 + 36)
		return TEXT_ABSENT;
	return (struct mia_text){ client_info.ptr + at + 7, 36 };
}
