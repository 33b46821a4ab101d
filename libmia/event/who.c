/*
 * From slots to who came: address, client, session, token, application; and
 * whether an application acted by itself. Sources: Management Activity API
 * schema (AppAccessContext); Microsoft Entra "linkable identifiers" (2025):
 * which member of a record is which claim of the token.
 */
#include "base/text.h"
#include "event/assemble.h"

/*
 * ClientIP may tell another address than ClientIPAddress: of the caller where
 * that is a front end of the service. Both are asked, ClientIPAddress is
 * shown, and what is written shows both.
 */
static bool
other_address(struct decoder *d, struct mia_text ip, struct mia_text other)
{
	struct mia_event *e = &d->event;
	struct mia_address address;
	char *p;

	e->other_address = (struct mia_address){ 0 };
	if (!filled(ip) || !filled(other) || text_equal(ip, other) ||
		mia_address_parse(other, &address) < 0 || memcmp(&e->address, &address, sizeof(address)) == 0)
		return true;
	e->other_address = address;
	p = mia__arena_take(&d->arena, ip.len + 3 + other.len);
	if (!p)
		return false;
	memcpy(p, ip.ptr, ip.len);
	memcpy(p + ip.len, " | ", 3);
	memcpy(p + ip.len + 3, other.ptr, other.len);
	e->client_ip = (struct mia_text){ p, ip.len + 3 + other.len };
	return true;
}

bool
mia__event_text_lost(struct mia_text text)
{
	if (text.len == 0)
		return false;
	switch (*text.ptr) {
	case 'S':
		if (text_starts(text, TEXT("System.")))
			return true;
		break;
	case '[':
		if (text_starts(text, TEXT("[object ")))
			return true;
		break;
	case '#':
		if (text_starts(text, TEXT("###")))
			return true;
		break;
	case '@':
		if (text_starts(text, TEXT("@{")))
			return true;
		break;
	default:
		break;
	}
	return (text.len >= 3 && memcmp(text.ptr + text.len - 3, "...", 3) == 0) || mia__text_repaired(text);
}

struct mia_text
mia__event_written_id(struct decoder *d, struct mia_text written)
{
	char room[36];
	struct mia_text id = mia__id_plain(written, room);

	if (id.ptr != room)
		return id;
	id = mia__arena_text(&d->arena, id);
	d->no_memory |= !id.ptr;
	return id;
}

/* Entra's record of a sign-in has no SessionId of its own, but a property of that name. */
static struct mia_text
session_id(struct decoder *d)
{
	struct mia_text id = plain_id(d, value(d, SLOT_SESSION));

	return id.len ? id : plain_id(d, value(d, SLOT_SIGN_IN));
}

/* Whether an application acted by itself, though the record names a user. */
static enum mia_known
by_application(const struct mia_event *e)
{
	struct mia_text object = e->token_object_id, user = e->user_object_id, type = text_trim(e->user_type);

	if (mia__text_find_nocase(e->token_type, TEXT("AppOnly")) >= 0)
		return MIA_YES;
	if (text_equal(type, TEXT("5")) || text_equal(type, TEXT("6")) ||
		text_equal_nocase(type, TEXT("Application")) ||
		text_equal_nocase(type, TEXT("ServicePrincipal")))
		return MIA_YES;
	if (!object.len || !user.len)
		return MIA_NOT_STATED;
	return text_equal_nocase(object, user) ? MIA_NO : MIA_YES;
}

static void
assemble_token(struct decoder *d)
{
	struct mia_event *e = &d->event;

	e->app_id = plain_id(d, value(d, SLOT_APP));
	e->client_app_id = plain_id(d, value2(d, SLOT_CLIENT_APP, SLOT_CONTEXT_APP));
	e->context_app_id = plain_id(d, value(d, SLOT_CONTEXT_APP));
	e->session_id = session_id(d);
	e->aad_session_id = plain_id(d, value(d, SLOT_AAD_SESSION));
	e->unique_token_id = or_absent(value(d, SLOT_TOKEN));
	e->api_id = plain_id(d, value(d, SLOT_API));
	e->token_object_id = plain_id(d, value(d, SLOT_TOKEN_OBJECT));
	e->user_object_id = plain_id(d, value(d, SLOT_USER_OBJECT));
	e->token_type = or_absent(text_trim(value(d, SLOT_TOKEN_TYPE)));
	e->token_tenant_id = plain_id(d, value(d, SLOT_TOKEN_TENANT));
	e->device_id = plain_id(d, value2(d, SLOT_DEVICE_ID, SLOT_SIGN_IN_DEVICE));
	e->issued_at = or_absent(text_trim(value(d, SLOT_ISSUED_AT)));
	e->agent_id = plain_id(d, value(d, SLOT_AGENT));
	e->client_request_id = plain_id(d, value2(d, SLOT_REQUEST, SLOT_ITEM_REQUEST));
	e->by_application = by_application(e);
}

bool
mia__event_who(struct decoder *d)
{
	struct mia_event *e = &d->event;
	struct mia_text ip = value(d, SLOT_IP_ADDRESS), first = ip;

	/* Binds carry only ClientIPAddress although ClientIP is documented as
	 * mandatory. */
	if (!filled(ip))
		ip = filled(value(d, SLOT_IP)) || !ip.ptr ? value(d, SLOT_IP) : ip;
	if (!filled(ip))
		ip = filled(value(d, SLOT_IP_ACTOR)) || !ip.ptr ? value(d, SLOT_IP_ACTOR) : ip;
	e->client_ip = ip;
	mia_address_parse(ip, &e->address);
	e->client_info = value2(d, SLOT_CLIENT_INFO, SLOT_ACTOR_INFO);
	e->actor_info = or_absent(value(d, SLOT_ACTOR_INFO));
	e->client = mia__client_name(&d->clients, e->client_info);
	assemble_token(d);
	e->service = mia__service_name(e);
	return !d->no_memory && other_address(d, first, value(d, SLOT_IP));
}
