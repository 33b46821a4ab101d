/*
 * ClientInfoString to a plain name. Rules, first match wins, without regard to
 * case. Sources: microsoft/CSS-Exchange Calendar/CalLogHelpers/
 * ShortClientNameFunctions.ps1 (Microsoft support engineers); Microsoft
 * Purview "Use MailItemsAccessed to investigate compromised accounts"; real
 * records for OutlookService, MSExchangeRPC, POP3/IMAP4 and REST.
 */
#include "event/clients.h"

#include "base/hash.h"
#include "base/text.h"

#define T(literal) \
	{ \
		literal, sizeof(literal) - 1 \
	}
#define RULE(prefix, contains, name) \
	{ \
		T(prefix), T(contains), T(name) \
	}
static const struct {
	struct mia_text prefix;   /* of the whole text; "" for any */
	struct mia_text contains; /* somewhere in it; "" for any */
	struct mia_text name;
} rules[] = {
	RULE("Client=MSExchangeRPC", "", "Outlook desktop"),
	RULE("", "OneOutlook", "new Outlook for Windows"),
	RULE("", "Outlook-iOS-Android", "Outlook mobile"),
	RULE("Client=OutlookService", "Outlook-iOS", "Outlook mobile (iOS)"),
	RULE("Client=OutlookService", "Outlook-Android", "Outlook mobile (Android)"),
	RULE("Client=OutlookService", "", "Outlook mobile"),
	RULE("Client=OWA", "", "OWA"),
	RULE("Client=ActiveSync", "UserAgent=Apple-", "ActiveSync (Apple)"),
	RULE("Client=ActiveSync", "UserAgent=Android", "ActiveSync (Android)"),
	RULE("Client=ActiveSync", "", "ActiveSync"),
	RULE("Client=POP3/IMAP4", "Protocol=IMAP4", "IMAP"),
	RULE("Client=POP3/IMAP4", "Protocol=POP3", "POP"),
	RULE("Client=POP3/IMAP4", "", "POP or IMAP"),
	RULE("Client=IMAP4", "", "IMAP"),
	RULE("Client=POP3", "", "POP"),
	RULE("", "EDiscoverySearch", "eDiscovery"),
	RULE("", "SkypeSpaces", "Teams"),
	RULE("", "MicrosoftNinja", "Teams"),
	RULE("", "MacOutlook", "Outlook for Mac"),
	RULE("Client=WebServices", "Action=ConfigureGroupMailbox", "Exchange (group set-up)"),
	RULE("Client=WebServices", "Microsoft Office", "Outlook desktop (EWS)"),
	RULE("Client=WebServices", "Outlook", "Outlook desktop (EWS)"),
	RULE("Client=WebServices", "", "EWS app"),
	RULE("Client=REST", "", "Graph/REST app"),
	RULE("Client=RESTSystem", "", "Graph/REST app"),
	RULE("Client=Hub Transport", "", "mail transport"),
	RULE("Client=TBA", "", "Exchange assistant (time-based)"),
	RULE("Client=EBA", "", "Exchange assistant (event-based)"),
	RULE("Client=Management", "", "Exchange management"),
	RULE("Client=PowerShell", "", "PowerShell"),
};

struct mia_text
mia__client_plain_name(struct mia_text client_info)
{
	if (client_info.len == 0)
		return TEXT("unknown"); /* never "owner": absence says nothing */
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (text_starts_nocase(client_info, rules[i].prefix) &&
			(!rules[i].contains.len ||
				mia__text_find_nocase(client_info, rules[i].contains) >= 0))
			return rules[i].name;
	return TEXT("other");
}

struct mia_text
mia__client_name(struct client_names *names, struct mia_text info)
{
	struct known_client *c = &names->known[mia__hash_content(0, info) % CLIENTS];

	if (info.len == 0 || info.len > CLIENT_LENGTH)
		return mia__client_plain_name(info);
	if (!c->name.ptr || c->len != info.len || memcmp(c->text, info.ptr, info.len) != 0) {
		c->name = mia__client_plain_name(info);
		c->len = (unsigned char)info.len;
		memcpy(c->text, info.ptr, info.len);
	}
	return c->name;
}
