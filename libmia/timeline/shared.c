/*
 * Sessions that are shared: one session id with several clients, applications
 * or networks, by the whole evidence, in scope or not. A token that was stolen
 * carries the session id of the one that it was stolen from (Microsoft Entra,
 * linkable identifiers, 2025), so such an id alone need not tell people apart.
 */
#include "base/text.h"
#include "event/apps.h"
#include "event/networks.h"
#include "timeline/tally.h"

/* Which of a few applications name who it is, so that the list of them is not
 * searched for each session; by number of the text. */
struct known_apps {
	uint32_t app[64];
	bool names[64];
};

/* 203.0.113.0/24 or 2001:db8:7::/48; family 0 where the address is Microsoft's, or none. */
static struct mia_address
network_of(const struct mia_address *address)
{
	struct mia_address network = *address;
	size_t kept;

	if (mia__network_is_microsoft(&network))
		network.family = 0;
	kept = network.family == 0 ? 0 : network.family == 4 ? 3 : 6;
	memset(network.bytes + kept, 0, sizeof(network.bytes) - kept);
	return network;
}

/* Which way an application came says nothing of who it is. */
static bool
names_app(const struct tally *t, struct known_apps *known, uint32_t app)
{
	size_t at = app % 64;

	if (app == 0)
		return false;
	if (known->app[at] != app) {
		struct mia_text id = names_text(&t->s->names, app);
		known->app[at] = app;
		known->names[at] = id.len && !mia__app_is_gateway(id) && !mia__app_service_name(id).ptr;
	}
	return known->names[at];
}

/* Of one id: whether a second value follows the first that is stated. */
static unsigned
look_at_id(const struct tally *t, struct known_apps *known, const struct sort_pair *pairs, size_t count)
{
	struct mia_address first_network = { .family = 0 };
	uint32_t first_client = 0, first_app = 0;
	unsigned shared = 0;

	/* One session alone has one value of each. */
	for (size_t i = 0; count > 1 && i < count; i++) {
		const uint32_t *traits = t->sessions[pairs[i].value].traits;
		struct mia_address network = network_of(&t->addresses[pairs[i].value]);

		if (traits[TRAIT_CLIENT] && !first_client)
			first_client = traits[TRAIT_CLIENT];
		if (traits[TRAIT_CLIENT] && traits[TRAIT_CLIENT] != first_client)
			shared |= SHARED_CLIENTS;
		if (names_app(t, known, traits[TRAIT_APP])) {
			first_app = first_app ? first_app : traits[TRAIT_APP];
			shared |= traits[TRAIT_APP] != first_app ? SHARED_APPS : 0u;
		}
		if (network.family && !first_network.family)
			first_network = network;
		if (network.family &&
			(network.family != first_network.family ||
				memcmp(network.bytes, first_network.bytes, sizeof(network.bytes)) != 0))
			shared |= SHARED_NETWORKS;
	}
	return shared;
}

bool
mia__tally_find_shared(struct tally *t)
{
	struct known_apps known = { .app = { 0 } };
	size_t count = 0;

	for (size_t i = 0; i < t->session_count; i++)
		if (t->sessions[i].id)
			t->pairs[count++] = (struct sort_pair){ t->sessions[i].id, (uint32_t)i };
	if (!mia__sort_by_key(&t->s->names.a, t->pairs, count))
		return false;
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count && t->pairs[to].key == t->pairs[from].key; to++)
			;
		unsigned shared = look_at_id(t, &known, t->pairs + from, to - from);
		for (size_t i = from; i < to; i++)
			t->sessions[t->pairs[i].value].shared = (uint8_t)shared;
	}
	return true;
}
