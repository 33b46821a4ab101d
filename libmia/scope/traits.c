/* Asks an event for one value of one trait: yes, no, or cannot tell. */
#include "base/text.h"
#include "event/apps.h"
#include "event/clients.h"
#include "event/networks.h"
#include "names/mailboxes.h"
#include "scope/matcher.h"

/* Token and store ids differ by case, GUIDs do not. */
static bool
same_id(const struct value *value, struct mia_text text)
{
	return value->guid ? text_equal_nocase(value->text, text) : text_equal(value->text, text);
}

/* A record that does not state the id cannot be told. */
static enum mia_match
match_id(const struct value *value, struct mia_text stated)
{
	return stated.len ? match_if(same_id(value, stated)) : MIA_MATCH_CANNOT_TELL;
}

static bool
holds_address(const struct value *value, const struct mia_event *event)
{
	return (event->address.family && prefix_holds(&value->prefix, &event->address)) ||
		(event->other_address.family && prefix_holds(&value->prefix, &event->other_address));
}

static enum mia_match
match_address(const struct value *value, const struct mia_event *event)
{
	const struct mia_address *other = &event->other_address;

	if (holds_address(value, event))
		return MIA_MATCH_YES;
	/* A host name stands for an address that the record does not tell. */
	if (event->address.family == 0)
		return MIA_MATCH_CANNOT_TELL;
	/* Microsoft's front end came for somebody. */
	return mia__network_is_front_end(&event->address) &&
			(other->family == 0 || mia__network_is_front_end(other))
		? MIA_MATCH_CANNOT_TELL
		: MIA_MATCH_NO;
}

static bool
holds_session(const struct value *value, const struct mia_event *event)
{
	return same_id(value, event->session_id) || same_id(value, event->aad_session_id);
}

static enum mia_match
match_session(const struct value *value, const struct mia_event *event)
{
	if (holds_session(value, event))
		return MIA_MATCH_YES;
	return mia__sessions_told(event, value->guid) ? MIA_MATCH_NO : MIA_MATCH_CANNOT_TELL;
}

struct mia_text
mia__next_embedded_app(struct mia_text *rest)
{
	static const struct mia_text key = { "[AppId=", 7 };
	const char *end, *open, *close;

	if (rest->len == 0)
		return TEXT_ABSENT;
	end = rest->ptr + rest->len;
	while ((open = memchr(rest->ptr, '[', rest->len)) != NULL) {
		bool is_app = text_starts_nocase((struct mia_text){ open, (size_t)(end - open) }, key);

		rest->ptr = open + (is_app ? key.len : 1);
		rest->len = (size_t)(end - rest->ptr);
		if (!is_app)
			continue;
		close = memchr(rest->ptr, ']', rest->len);
		if (close && close > rest->ptr)
			return (struct mia_text){ rest->ptr, (size_t)(close - rest->ptr) };
	}
	return TEXT_ABSENT;
}

/* What the ids of a record say to one that is asked for. */
struct app_answer {
	bool same, stated, named; /* named: one says which application, not which way it came */
};

static void
look_at_app(struct app_answer *answer, const struct value *value, struct mia_text id)
{
	if (id.len == 0)
		return;
	answer->same |= same_id(value, id);
	answer->stated = true;
	answer->named |= !mia__app_is_gateway(id);
}

static void
look_at_info(struct app_answer *answer, const struct value *value, struct mia_text info)
{
	struct mia_text app;

	while (!answer->same && (app = mia__next_embedded_app(&info)).ptr != NULL)
		look_at_app(answer, value, app);
}

static enum mia_match
match_app(const struct value *value, const struct mia_event *event)
{
	struct app_answer answer = { .same = event->api_id.len && same_id(value, event->api_id) };
	bool microsofts;

	look_at_app(&answer, value, event->app_id);
	look_at_app(&answer, value, event->client_app_id);
	look_at_app(&answer, value, event->context_app_id);
	look_at_info(&answer, value, event->client_info);
	look_at_info(&answer, value, event->actor_info);
	if (answer.same)
		return MIA_MATCH_YES;
	/* Microsoft's own clients state the id of Exchange alone; no other
	 * application comes as one of them, but Microsoft's have ids too. */
	microsofts = mia__app_name(value->text).ptr && !mia__app_is_abused(value->text);
	if (answer.named || (answer.stated && !microsofts && mia__client_is_own(event->client_info)))
		return MIA_MATCH_NO;
	return MIA_MATCH_CANNOT_TELL;
}

static enum mia_match
match_user(const struct value *value, const struct mia_event *event)
{
	if (event->actor.len == 0)
		return MIA_MATCH_CANNOT_TELL;
	return match_if(text_equal_nocase(value->text, event->actor));
}

static enum mia_match
match_mailbox(const struct value *value, const struct mia_event *event)
{
	/* A name cannot be held against a record that has only the GUID, nor a
	 * GUID against one that has only the name. */
	const struct mia_text *comparable = value->guid ? &event->mailbox_guid : &event->mailbox_owner;

	if (text_equal_nocase(value->text, event->mailbox_owner) ||
		text_equal_nocase(value->text, event->mailbox_guid))
		return MIA_MATCH_YES;
	/* Nor an address against a display name. */
	if (!value->guid && mia__mailbox_name_is_display(event->mailbox_owner) &&
		!mia__mailbox_name_is_display(value->text))
		return MIA_MATCH_CANNOT_TELL;
	return comparable->len ? MIA_MATCH_NO : MIA_MATCH_CANNOT_TELL;
}

static enum mia_match
match_logon(const struct value *value, const struct mia_event *event)
{
	if (event->logon == MIA_LOGON_UNKNOWN)
		return MIA_MATCH_CANNOT_TELL;
	return match_if(event->logon == value->logon);
}

static enum mia_match
match_client(struct pattern_space *space, const struct value *value, const struct mia_event *event)
{
	enum mia_match answer;

	if (event->client_info.len == 0 && event->actor_info.len == 0)
		return MIA_MATCH_CANNOT_TELL;
	answer = mia__pattern_match(value->pattern, space, event->client_info);
	if (answer != MIA_MATCH_YES && event->actor_info.len)
		answer = match_either(answer, mia__pattern_match(value->pattern, space, event->actor_info));
	if (answer != MIA_MATCH_YES && event->client.len)
		answer = match_either(answer, mia__pattern_match(value->pattern, space, event->client));
	if (answer == MIA_MATCH_NO && mia__client_is_gateway(event->client_info) &&
		mia__client_is_gateway(event->actor_info))
		answer = MIA_MATCH_CANNOT_TELL;
	return answer;
}

enum mia_match
mia__match_value(struct pattern_space *space, enum mia_trait trait, const struct value *value,
	const struct mia_event *event)
{
	switch (trait) {
	case MIA_TRAIT_ADDRESS:
		return match_address(value, event);
	case MIA_TRAIT_SESSION:
		return match_session(value, event);
	case MIA_TRAIT_CLIENT:
		return match_client(space, value, event);
	case MIA_TRAIT_APP:
		return match_app(value, event);
	case MIA_TRAIT_USER:
		return match_user(value, event);
	case MIA_TRAIT_MAILBOX:
		return match_mailbox(value, event);
	case MIA_TRAIT_LOGON:
		return match_logon(value, event);
	case MIA_TRAIT_TOKEN:
		return match_id(value, event->unique_token_id);
	case MIA_TRAIT_DEVICE:
		return match_id(value, event->device_id);
	case MIA_TRAIT_TOKEN_OBJECT:
		return match_id(value, event->token_object_id);
	case MIA_TRAIT_COUNT:
		break;
	}
	return MIA_MATCH_CANNOT_TELL;
}
