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
	RULE("Client=REST", "", "Graph/REST app"), /* "Client=RESTSystem" too */
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

/* Protocols that many programs speak: by REST and EWS come applications. */
static const struct mia_text gateways[] = { T("Client=REST"), T("Client=RESTSystem"), T("Client=WebServices"),
	T("Client=ActiveSync"), T("Client=") };

static bool
is_gateway(struct mia_text part)
{
	for (size_t i = 0; i < sizeof(gateways) / sizeof(*gateways); i++)
		if (text_equal_nocase(part, gateways[i]))
			return true;
	return false;
}

/* The rest of a part behind what is no name of a client. */
static struct mia_text
without_plumbing(struct mia_text part)
{
	static const struct mia_text proxy = T("ExchangeWebServicesProxy/CrossSite/EXCH/"),
				     agent = T("UserAgent=");

	if (text_starts_nocase(part, agent))
		part = (struct mia_text){ part.ptr + agent.len, part.len - agent.len };
	if (text_starts_nocase(part, proxy)) {
		part = (struct mia_text){ part.ptr + proxy.len, part.len - proxy.len };
		while (part.len && (*part.ptr == '.' || (*part.ptr >= '0' && *part.ptr <= '9')))
			part.ptr++, part.len--;
		if (part.len && *part.ptr == '/')
			part.ptr++, part.len--;
	}
	return text_trim(part);
}

/* "[AppId=...]" tells the application, which is asked for by itself. */
static bool
says_nothing(struct mia_text part)
{
	part = without_plumbing(text_trim(part));
	return part.len == 0 || is_gateway(part) || text_equal_nocase(part, TEXT("NoUserAgent")) ||
		text_starts_nocase(part, TEXT("AppId="));
}

bool
mia__client_is_gateway(struct mia_text info)
{
	size_t start = 0;

	for (size_t i = 0; info.ptr && i <= info.len; i++) {
		if (i < info.len && info.ptr[i] != ';' && info.ptr[i] != '[' && info.ptr[i] != ']')
			continue;
		if (!says_nothing((struct mia_text){ info.ptr + start, i - start }))
			return false;
		start = i + 1;
	}
	return true;
}

bool
mia__client_is_own(struct mia_text info)
{
	static const struct mia_text own[] = { T("Client=OWA"), T("Client=MSExchangeRPC"),
		T("Client=OutlookService"), T("Client=Hub Transport"), T("Client=TBA"), T("Client=EBA") };

	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (text_starts_nocase(info, own[i]))
			return true;
	return false;
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
