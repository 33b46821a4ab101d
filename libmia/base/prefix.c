/* Networks such as 192.0.2.0/24, read from text. */
#include "base/prefix.h"

#include "base/error.h"
#include "base/text.h"

#define MAPPED_BITS 96u

static size_t
count_colons(struct mia_text t)
{
	size_t n = 0;

	for (size_t i = 0; i < t.len; i++)
		n += t.ptr[i] == ':';
	return n;
}

static bool
parse_length(struct mia_text digits, unsigned *ret)
{
	unsigned n = 0;

	if (digits.len == 0 || digits.len > 3)
		return false;
	for (size_t i = 0; i < digits.len; i++) {
		if (digits.ptr[i] < '0' || digits.ptr[i] > '9')
			return false;
		n = n * 10 + (unsigned)(digits.ptr[i] - '0');
	}
	*ret = n;
	return true;
}

static void
map_to_ipv6(struct mia_address *address)
{
	struct mia_address mapped = { .family = 6, .bytes = { [10] = 0xff, [11] = 0xff } };

	memcpy(mapped.bytes + 12, address->bytes, 4);
	*address = mapped;
}

static void
make_mask(unsigned bits, unsigned char mask[16])
{
	memset(mask, 0, 16);
	memset(mask, 0xff, bits / 8);
	if (bits % 8)
		mask[bits / 8] = (unsigned char)(0xff << (8 - bits % 8));
}

/*
 * Splits "address/length"; *bits is the length in terms of the family that
 * the address has at the end.
 */
static enum mia_status
parse_parts(struct mia_text text, struct mia_address *address, unsigned *bits, struct mia_error *err)
{
	const char *slash = memchr(text.ptr, '/', text.len);
	struct mia_text host = text, digits = TEXT_ABSENT;
	char shown[80];
	size_t colons;
	unsigned most;

	mia__escape_ascii(text, shown, sizeof(shown));
	if (slash) {
		host.len = (size_t)(slash - text.ptr);
		digits = (struct mia_text){ slash + 1, text.len - host.len - 1 };
	}
	colons = count_colons(host);
	/* A port or brackets come with addresses copied out of evidence, but
	 * have no meaning in a network. */
	if (mia_address_parse(host, address) != MIA_OK ||
		(slash && (colons == 1 || memchr(host.ptr, '[', host.len))))
		return mia__fail(err, MIA_ERR_ARGUMENT, "not an address or prefix: %s", shown);

	*bits = address->family == 4 ? 32 : 128;
	if (!slash)
		return MIA_OK;
	most = colons ? 128 : 32;
	if (!parse_length(digits, bits) || *bits > most)
		return mia__fail(err, MIA_ERR_ARGUMENT, "the length of this prefix must be 0 to %u: %s", most,
			shown);
	if (colons && address->family == 4) {
		if (*bits >= MAPPED_BITS)
			*bits -= MAPPED_BITS;
		else
			map_to_ipv6(address);
	}
	return MIA_OK;
}

enum mia_status
mia__prefix_parse(struct mia_text text, struct prefix *ret, struct mia_error *err)
{
	struct mia_address address, network;
	unsigned char mask[16];
	unsigned bits = 0;
	size_t width;

	MIA_TRY(parse_parts(text, &address, &bits, err));
	make_mask(bits, mask);
	width = address.family == 4 ? 4 : 16;
	network = (struct mia_address){ .family = address.family };
	for (size_t i = 0; i < width; i++)
		network.bytes[i] = address.bytes[i] & mask[i];
	if (memcmp(network.bytes, address.bytes, width) != 0) {
		char shown[80], suggested[MIA_ADDRESS_TEXT];

		mia__escape_ascii(text, shown, sizeof(shown));
		mia_address_format(&network, suggested);
		return mia__fail(err, MIA_ERR_ARGUMENT,
			"%s has bits set beyond its length; the network is %s/%u", shown, suggested, bits);
	}
	ret->family = address.family;
	memcpy(ret->network, network.bytes, sizeof(ret->network));
	memcpy(ret->mask, mask, sizeof(ret->mask));
	return MIA_OK;
}
