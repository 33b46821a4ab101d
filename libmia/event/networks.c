/* Ranges of addresses that say something by themselves, and whether an address lies in one. */
#include "event/networks.h"

#include "base/text.h"

struct network {
	unsigned char family, bits, bytes[6];
	const char *kind;
};

/* Exchange Online and Microsoft's own IPv6 block (Microsoft 365 URLs and IP
 * address ranges, id 1; RIPE/ARIN allocation of 2603:1000::/24). */
#define M "Microsoft"
static const struct network microsoft[] = {
	{ 4, 31, { 13, 107, 6, 152 }, M },
	{ 4, 31, { 13, 107, 18, 10 }, M },
	{ 4, 22, { 13, 107, 128, 0 }, M },
	{ 4, 20, { 23, 103, 160, 0 }, M },
	{ 4, 13, { 40, 96, 0, 0 }, M },
	{ 4, 15, { 40, 104, 0, 0 }, M },
	{ 4, 14, { 52, 96, 0, 0 }, M },
	{ 4, 16, { 132, 245, 0, 0 }, M },
	{ 4, 22, { 150, 171, 32, 0 }, M },
	{ 6, 24, { 0x26, 0x03, 0x10 }, M },
	{ 6, 32, { 0x26, 0x20, 0x01, 0xec }, M },
	{ 6, 32, { 0x2a, 0x01, 0x01, 0x11 }, M },
};

/* IANA special-purpose address registries; RFC 1918, 4193, 6598, 3927, 5737,
 * 3849, 9637, 1122, 5771. */
static const struct network special[] = {
	{ 4, 8, { 10 }, "private" },
	{ 4, 12, { 172, 16 }, "private" },
	{ 4, 16, { 192, 168 }, "private" },
	{ 6, 7, { 0xfc }, "private" },
	{ 4, 8, { 127 }, "loopback" },
	{ 4, 16, { 169, 254 }, "link-local" },
	{ 6, 10, { 0xfe, 0x80 }, "link-local" },
	{ 4, 10, { 100, 64 }, "carrier NAT" },
	{ 4, 24, { 192, 0, 2 }, "documentation" },
	{ 4, 24, { 198, 51, 100 }, "documentation" },
	{ 4, 24, { 203, 0, 113 }, "documentation" },
	{ 6, 32, { 0x20, 0x01, 0x0d, 0xb8 }, "documentation" },
	{ 6, 20, { 0x3f, 0xff }, "documentation" },
	{ 4, 8, { 0 }, "reserved" },
	{ 4, 3, { 224 }, "reserved" },
	{ 6, 8, { 0xff }, "reserved" },
};

static const struct network *
find(const struct network *networks, size_t count, const struct mia_address *a)
{
	for (size_t i = 0; i < count; i++) {
		const struct network *n = &networks[i];
		unsigned bits = n->bits;

		if (n->family != a->family || memcmp(n->bytes, a->bytes, bits / 8) != 0)
			continue;
		if (bits % 8 == 0 || ((n->bytes[bits / 8] ^ a->bytes[bits / 8]) >> (8 - bits % 8)) == 0)
			return n;
	}
	return NULL;
}

bool
mia__network_is_microsoft(const struct mia_address *address)
{
	return find(microsoft, sizeof(microsoft) / sizeof(*microsoft), address) != NULL;
}

struct mia_text
mia__network_kind(const struct mia_address *address)
{
	static const unsigned char loopback[16] = { [15] = 1 }, unspecified[16] = { 0 };
	const struct network *n = find(special, sizeof(special) / sizeof(*special), address);

	if (address->family == 6 && memcmp(address->bytes, loopback, sizeof(loopback)) == 0)
		return TEXT("loopback");
	if (address->family == 6 && memcmp(address->bytes, unspecified, sizeof(unspecified)) == 0)
		return TEXT("reserved");
	if (!n)
		n = find(microsoft, sizeof(microsoft) / sizeof(*microsoft), address);
	return n ? text_of(n->kind) : TEXT("");
}
