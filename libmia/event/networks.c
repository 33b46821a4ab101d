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

/* The endpoint set of sign-in (the same list, id 56): records of Microsoft Graph
 * bear such addresses while the caller's stands in MicrosoftGraphActivityLogs
 * only (Red Canary 2026-06; Microsoft's guide to MailItemsAccessed 2026-01). */
static const struct network front_end[] = {
	{ 4, 19, { 20, 20, 32, 0 }, M },
	{ 4, 18, { 20, 190, 128, 0 }, M },
	{ 4, 19, { 20, 231, 128, 0 }, M },
	{ 4, 18, { 40, 126, 0, 0 }, M },
	{ 6, 48, { 0x26, 0x03, 0x10, 0x06, 0x20, 0x00 }, M },
	{ 6, 48, { 0x26, 0x03, 0x10, 0x07, 0x02, 0x00 }, M },
	{ 6, 48, { 0x26, 0x03, 0x10, 0x16, 0x14, 0x00 }, M },
	{ 6, 48, { 0x26, 0x03, 0x10, 0x17, 0x00, 0x00 }, M },
	{ 6, 48, { 0x26, 0x03, 0x10, 0x26, 0x30, 0x00 }, M },
	{ 6, 48, { 0x26, 0x03, 0x10, 0x27, 0x00, 0x01 }, M },
	{ 6, 48, { 0x26, 0x03, 0x10, 0x36, 0x30, 0x00 }, M },
	{ 6, 48, { 0x26, 0x03, 0x10, 0x37, 0x00, 0x01 }, M },
	{ 6, 48, { 0x26, 0x03, 0x10, 0x46, 0x20, 0x00 }, M },
	{ 6, 48, { 0x26, 0x03, 0x10, 0x47, 0x00, 0x01 }, M },
	{ 6, 48, { 0x26, 0x03, 0x10, 0x56, 0x20, 0x00 }, M },
	{ 6, 48, { 0x26, 0x03, 0x10, 0x57, 0x00, 0x02 }, M },
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

		if (n->family != a->family || (bits >= 8 && *n->bytes != *a->bytes) ||
			memcmp(n->bytes, a->bytes, bits / 8) != 0)
			continue;
		if (bits % 8 == 0 || ((n->bytes[bits / 8] ^ a->bytes[bits / 8]) >> (8 - bits % 8)) == 0)
			return n;
	}
	return NULL;
}

/* The first bytes of all ranges of both lists: most addresses are known by theirs. */
static bool
may_be_microsoft(const struct mia_address *address)
{
	switch (*address->bytes) {
	case 13:
	case 20:
	case 23:
	case 40:
	case 52:
	case 132:
	case 150:
		return address->family == 4;
	case 0x26:
	case 0x2a:
		return address->family == 6;
	default:
		return false;
	}
}

bool
mia__network_is_front_end(const struct mia_address *address)
{
	return may_be_microsoft(address) &&
		find(front_end, sizeof(front_end) / sizeof(*front_end), address) != NULL;
}

bool
mia__network_is_microsoft(const struct mia_address *address)
{
	if (!may_be_microsoft(address))
		return false;
	return find(microsoft, sizeof(microsoft) / sizeof(*microsoft), address) != NULL ||
		mia__network_is_front_end(address);
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
	if (n)
		return text_of(n->kind);
	return mia__network_is_microsoft(address) ? TEXT("Microsoft") : TEXT("");
}
