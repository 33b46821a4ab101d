/*
 * ClientInfoString to a plain name. Rules, first match wins, without regard to
 * case. Sources: microsoft/CSS-Exchange Calendar/CalLogHelpers/
 * ShortClientNameFunctions.ps1 (Microsoft support engineers); Microsoft
 * Purview "Use MailItemsAccessed to investigate compromised accounts"; real
 * records for OutlookService, MSExchangeRPC, POP3/IMAP4 and REST.
 */
#include "base/text.h"
#include "event/decode.h"

static const struct {
	const char *prefix;   /* of the whole text; "" for any */
	const char *contains; /* somewhere in it; "" for any */
	const char *name;
} rules[] = {
	{ "Client=MSExchangeRPC", "", "Outlook desktop" },
	{ "", "OneOutlook", "new Outlook for Windows" },
	{ "", "Outlook-iOS-Android", "Outlook mobile" },
	{ "Client=OutlookService", "Outlook-iOS", "Outlook mobile (iOS)" },
	{ "Client=OutlookService", "Outlook-Android", "Outlook mobile (Android)" },
	{ "Client=OutlookService", "", "Outlook mobile" },
	{ "Client=OWA", "", "OWA" },
	{ "Client=ActiveSync", "UserAgent=Apple-", "ActiveSync (Apple)" },
	{ "Client=ActiveSync", "UserAgent=Android", "ActiveSync (Android)" },
	{ "Client=ActiveSync", "", "ActiveSync" },
	{ "Client=POP3/IMAP4", "Protocol=IMAP4", "IMAP" },
	{ "Client=POP3/IMAP4", "Protocol=POP3", "POP" },
	{ "Client=POP3/IMAP4", "", "POP or IMAP" },
	{ "Client=IMAP4", "", "IMAP" },
	{ "Client=POP3", "", "POP" },
	{ "", "EDiscoverySearch", "eDiscovery" },
	{ "", "SkypeSpaces", "Teams" },
	{ "", "MicrosoftNinja", "Teams" },
	{ "", "MacOutlook", "Outlook for Mac" },
	{ "Client=WebServices", "Action=ConfigureGroupMailbox", "Exchange (group set-up)" },
	{ "Client=WebServices", "Microsoft Office", "Outlook desktop (EWS)" },
	{ "Client=WebServices", "Outlook", "Outlook desktop (EWS)" },
	{ "Client=WebServices", "", "EWS app" },
	{ "Client=REST", "", "Graph/REST app" },
	{ "Client=RESTSystem", "", "Graph/REST app" },
	{ "Client=Hub Transport", "", "mail transport" },
	{ "Client=TBA", "", "Exchange assistant (time-based)" },
	{ "Client=EBA", "", "Exchange assistant (event-based)" },
	{ "Client=Management", "", "Exchange management" },
	{ "Client=PowerShell", "", "PowerShell" },
};

struct mia_text
client_plain_name(struct mia_text client_info, struct mia_text app_id)
{
	(void)app_id;
	if (client_info.len == 0)
		return TEXT("unknown"); /* never "owner": absence says nothing */
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (text_starts_nocase(client_info, text_of(rules[i].prefix)) &&
			(!*rules[i].contains || text_find_nocase(client_info, text_of(rules[i].contains)) >= 0))
			return text_of(rules[i].name);
	return TEXT("other");
}
