/* Why a scope cannot tell: what of all that it asks about a record does not state. */
#include <string.h>

#include "base/text.h"
#include "scope/matcher.h"

static unsigned
missing_of_ids(const struct idset *ids, const struct mia_event *event)
{
	unsigned missing = 0;

	if (!ids || mia__idset_match(ids, event) != MIA_MATCH_CANNOT_TELL)
		return 0;
	if (ids->by & MIA_EXPAND_SESSION)
		missing |= 1u << MIA_TRAIT_SESSION;
	return missing ? missing : 1u << MIA_TRAIT_TOKEN;
}

/* Of alternatives nothing is missing where one holds the event. */
static unsigned
missing_of_parts(struct mia_matcher *matcher, const struct mia_event *event)
{
	const struct mia_scope *scope = matcher->scope;
	size_t first = scope->all.count, end = first + scope->any.count;
	unsigned missing = 0, of_any = 0;
	bool held = false;

	for (size_t i = 0; i < matcher->part_count; i++) {
		unsigned part = mia_matcher_missing(matcher->parts[i], event);
		if (i < first || i >= end) {
			missing |= part;
		} else {
			of_any |= part;
			held |= mia_matcher_match(matcher->parts[i], event) == MIA_MATCH_YES;
		}
	}
	return held ? missing : missing | of_any;
}

unsigned
mia_matcher_missing(struct mia_matcher *matcher, const struct mia_event *event)
{
	unsigned missing = 0;

	if (!matcher || !event || mia_matcher_match(matcher, event) != MIA_MATCH_CANNOT_TELL)
		return 0;
	if (mia__match_time(matcher->scope, event) == MIA_MATCH_CANNOT_TELL)
		missing |= MIA_MISSING_TIME;
	for (size_t i = 0; i < matcher->asked_count; i++)
		if (mia__match_trait(matcher, matcher->asked[i], event) == MIA_MATCH_CANNOT_TELL)
			missing |= 1u << matcher->asked[i];
	return missing | missing_of_ids(matcher->scope->ids, event) | missing_of_parts(matcher, event);
}

size_t
mia_missing_format(unsigned missing, char *out)
{
	/* In the order in which analysts ask. Where but a gateway or Microsoft's
	 * front end stands, neither the application nor the client's address does. */
	static const struct {
		unsigned bit;
		const char *words;
	} words[] = {
		{ 1u << MIA_TRAIT_SESSION, "no SessionId" },
		{ 1u << MIA_TRAIT_ADDRESS, "no address of the client (ClientIPAddress)" },
		{ 1u << MIA_TRAIT_APP, "no application (AppId)" },
		{ 1u << MIA_TRAIT_CLIENT, "no client that tells (ClientInfoString)" },
		{ 1u << MIA_TRAIT_USER, "no UserId" },
		{ 1u << MIA_TRAIT_MAILBOX, "no mailbox by that kind of name (MailboxOwnerUPN, MailboxGuid)" },
		{ 1u << MIA_TRAIT_LOGON, "no LogonType" },
		{ 1u << MIA_TRAIT_TOKEN, "no UniqueTokenId" },
		{ 1u << MIA_TRAIT_DEVICE, "no DeviceId" },
		{ 1u << MIA_TRAIT_TOKEN_OBJECT, "no TokenObjectId" },
		{ MIA_MISSING_TIME, "no certain time" },
	};
	char *at = out;

	*at = '\0';
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (!(missing & words[i].bit))
			continue;
		if (at != out)
			at = text_append(at, ", or ");
		at = text_append(at, words[i].words);
	}
	return (size_t)(at - out);
}
