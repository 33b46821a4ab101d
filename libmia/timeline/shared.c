/*
 * Sessions that are shared: one session id with several clients, applications
 * or networks, by the whole evidence, in scope or not. A token that was stolen
 * carries the session id of the one that it was stolen from (Microsoft Entra,
 * linkable identifiers, 2025), so such an id alone need not tell people apart.
 */
#include "base/sort.h"
#include "base/text.h"
#include "event/apps.h"
#include "event/networks.h"
#include "timeline/gather.h"

static int
compare_ids(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_sessions *s = ctx;
	uint32_t a = s->sessions[x].id, b = s->sessions[y].id;

	return (a > b) - (a < b);
}

/* 203.0.113.0/24 or 2001:db8:7::/48; family 0 where the address is Microsoft's, or none. */
static struct mia_address
network_of(const struct mia_sessions *s, uint32_t address)
{
	struct mia_address network;
	size_t kept;

	if (mia_address_parse(names_text(&s->names, address), &network) < 0 ||
		mia__network_is_microsoft(&network))
		network.family = 0;
	kept = network.family == 0 ? 0 : network.family == 4 ? 3 : 6;
	memset(network.bytes + kept, 0, sizeof(network.bytes) - kept);
	return network;
}

/* Which way an application came says nothing of who it is. */
static bool
names_app(struct mia_text id)
{
	return id.len && !mia__app_is_gateway(id) && !mia__app_service_name(id).ptr;
}

/* Of one id: whether a second value follows the first that is stated. */
static unsigned
look_at_id(const struct mia_sessions *s, const uint32_t *list, size_t count)
{
	struct mia_address first_network = { .family = 0 };
	uint32_t first_client = 0, first_app = 0;
	unsigned shared = 0;

	for (size_t i = 0; i < count; i++) {
		const uint32_t *traits = s->sessions[list[i]].traits;
		struct mia_address network = network_of(s, traits[TRAIT_ADDRESS]);

		if (traits[TRAIT_CLIENT] && !first_client)
			first_client = traits[TRAIT_CLIENT];
		if (traits[TRAIT_CLIENT] && traits[TRAIT_CLIENT] != first_client)
			shared |= SHARED_CLIENTS;
		if (names_app(names_text(&s->names, traits[TRAIT_APP]))) {
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
mia__sessions_find_shared(struct mia_sessions *s, uint32_t *list)
{
	size_t count = 0;

	for (size_t i = 0; i < s->session_count; i++)
		if (s->sessions[i].id)
			list[count++] = (uint32_t)i;
	if (!mia__sort_numbers(&s->names.a, list, count, compare_ids, s))
		return false;
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count; to++)
			if (compare_ids(s, list[from], list[to]) != 0)
				break;
		unsigned shared = look_at_id(s, list + from, to - from);
		for (size_t i = from; i < to; i++)
			s->sessions[list[i]].shared = (uint8_t)shared;
	}
	return true;
}
