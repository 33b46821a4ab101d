/*
 * Written by hand, since inet_pton reads less than exports hold (ports,
 * brackets, zones) and other parsers read more (octal, 1.2, 0x7f000001): an
 * address read in a way that the log did not mean would accuse or clear the
 * wrong client.
 */
#include <mia/event.h>

#include "base/text.h"

/* One to most digits of the base from *at on. Returns how many. */
static unsigned
read_digits(struct mia_text t, size_t *at, unsigned base, unsigned most, unsigned *value)
{
	unsigned digits = 0;
	*value = 0;
	for (; digits < most && *at < t.len; (*at)++, digits++) {
		unsigned char c = ascii_lower((unsigned char)t.ptr[*at]);
		unsigned digit;
		if (c >= '0' && c <= '9')
			digit = c - (unsigned)'0';
		else if (base == 16 && c >= 'a' && c <= 'f')
			digit = c - (unsigned)'a' + 10;
		else
			break;
		*value = *value * base + digit;
	}
	return digits;
}

/* Four octets without leading zeros, which some programs read as octal. */
static bool
read_v4(struct mia_text t, size_t *at, unsigned char *bytes)
{
	for (int i = 0; i < 4; i++) {
		unsigned octet;
		if (i > 0 && (*at == t.len || t.ptr[(*at)++] != '.'))
			return false;
		bool zero = *at < t.len && t.ptr[*at] == '0';
		unsigned digits = read_digits(t, at, 10, 3, &octet);
		if (digits == 0 || octet > 255 || (zero && digits > 1))
			return false;
		bytes[i] = (unsigned char)octet;
	}
	return true;
}

/*
 * Groups from the start of t to its end, "::" once, the last 32 bits also as
 * v4 (RFC 4291, 2.2). `gap` is the byte where "::" stands.
 */
static bool
read_v6(struct mia_text t, unsigned char *bytes)
{
	size_t at = 0, n = 0, gap = SIZE_MAX;
	if (text_starts(t, TEXT("::"))) {
		gap = 0;
		at = 2;
	}
	while (at < t.len) {
		size_t start = at;
		unsigned group;
		if (n == 16 || read_digits(t, &at, 16, 4, &group) == 0)
			return false;
		if (at < t.len && t.ptr[at] == '.') {
			at = start;
			if (n > 12 || !read_v4(t, &at, bytes + n) || at != t.len)
				return false;
			n += 4;
			break;
		}
		bytes[n++] = (unsigned char)(group >> 8);
		bytes[n++] = (unsigned char)(group & 0xff);
		if (at == t.len)
			break;
		if (t.ptr[at++] != ':' || at == t.len)
			return false;
		if (t.ptr[at] == ':') {
			if (gap != SIZE_MAX)
				return false;
			gap = n;
			at++;
		}
	}
	if (gap == SIZE_MAX)
		return n == 16;
	if (n == 16)
		return false;
	memmove(bytes + gap + (16 - n), bytes + gap, n - gap);
	memset(bytes + gap, 0, 16 - n);
	return true;
}

/* ":" and a port number: the whole rest. */
static bool
is_port(struct mia_text rest)
{
	size_t at = 1;
	unsigned port;
	return rest.len > 1 && rest.ptr[0] == ':' && read_digits(rest, &at, 10, 5, &port) > 0 &&
		port <= 65535 && at == rest.len;
}

/* Drops %zone, which names an interface of one machine and no client. */
static bool
drop_zone(struct mia_text *t)
{
	ptrdiff_t percent = mia__text_find(*t, TEXT("%"));
	if (percent < 0)
		return true;
	for (size_t i = (size_t)percent + 1; i < t->len; i++)
		if (t->ptr[i] <= ' ' || t->ptr[i] > '~' || t->ptr[i] == '%' || t->ptr[i] == '[' ||
			t->ptr[i] == ']')
			return false;
	bool named = (size_t)percent + 1 < t->len;
	t->len = (size_t)percent;
	return named;
}

static unsigned char
read_host(struct mia_text t, unsigned char *bytes)
{
	static const unsigned char mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
	size_t at = 0;
	if (read_v4(t, &at, bytes) && at == t.len)
		return 4;
	if (!drop_zone(&t) || !read_v6(t, bytes))
		return 0;
	if (memcmp(bytes, mapped, sizeof(mapped)) != 0)
		return 6;
	memcpy(bytes, bytes + 12, 4);
	return 4;
}

/* Nothing but digits and dots: nearly all addresses. false says nothing. */
static bool
read_plain_v4(struct mia_text t, unsigned char *bytes)
{
	size_t at = 0;

	for (int i = 0; i < 4; i++) {
		unsigned octet = 0;
		size_t start = at;
		for (; at < t.len && (unsigned char)(t.ptr[at] - '0') < 10 && at - start < 3; at++)
			octet = octet * 10 + (unsigned)(t.ptr[at] - '0');
		if (at == start || octet > 255 || (t.ptr[start] == '0' && at - start > 1))
			return false;
		bytes[i] = (unsigned char)octet;
		if (i < 3 && (at == t.len || t.ptr[at++] != '.'))
			return false;
	}
	return at == t.len;
}

enum mia_status
mia_address_parse(struct mia_text text, struct mia_address *ret)
{
	struct mia_address address = { 0 };
	struct mia_text host = text_trim(text);
	ptrdiff_t close;
	*ret = address;
	if (read_plain_v4(text, address.bytes)) {
		ret->family = 4;
		memcpy(ret->bytes, address.bytes, 4);
		return MIA_OK;
	}
	memset(address.bytes, 0, sizeof(address.bytes));
	if (text_starts(host, TEXT("["))) {
		close = mia__text_find(host, TEXT("]"));
		if (close < 0)
			return MIA_ERR_ARGUMENT;
		struct mia_text rest = { host.ptr + close + 1, host.len - (size_t)close - 1 };
		if (rest.len > 0 && !is_port(rest))
			return MIA_ERR_ARGUMENT;
		host = (struct mia_text){ host.ptr + 1, (size_t)close - 1 };
	} else {
		/* A port without brackets can only follow v4. */
		ptrdiff_t colon = mia__text_find(host, TEXT(":"));
		if (colon > 0 &&
			mia__text_find((struct mia_text){ host.ptr, (size_t)colon }, TEXT(".")) > 0) {
			if (!is_port((struct mia_text){ host.ptr + colon, host.len - (size_t)colon }))
				return MIA_ERR_ARGUMENT;
			host.len = (size_t)colon;
		}
	}
	unsigned char family = read_host(host, address.bytes);
	if (family == 0)
		return MIA_ERR_ARGUMENT;
	ret->family = family;
	memcpy(ret->bytes, address.bytes, family == 4 ? 4 : 16);
	return MIA_OK;
}

static char *
put_uint(char *out, unsigned n, unsigned base)
{
	static const char digits[] = "0123456789abcdef";
	unsigned top = 1;
	while (n / top >= base)
		top *= base;
	for (; top; top /= base)
		*out++ = digits[n / top % base];
	return out;
}

/* RFC 5952, 4: lower case, no leading zeros, the longest run of two or more
 * zero groups (the first of equals) as "::". */
static char *
put_v6(char *out, const unsigned char *bytes)
{
	unsigned groups[8];
	int best = 8, best_len = 1;
	for (int i = 0; i < 8; i++)
		groups[i] = (unsigned)(bytes[2 * i] << 8 | bytes[2 * i + 1]);
	for (int i = 0, run = 0; i < 8; i++) {
		run = groups[i] ? 0 : run + 1;
		if (run > best_len) {
			best_len = run;
			best = i + 1 - run;
		}
	}
	for (int i = 0; i < 8; i++) {
		if (i == best) {
			*out++ = ':';
			*out++ = ':';
			i += best_len - 1;
			continue;
		}
		if (i > 0 && i != best + best_len)
			*out++ = ':';
		out = put_uint(out, groups[i], 16);
	}
	return out;
}

size_t
mia_address_format(const struct mia_address *address, char *out)
{
	char *at = out;
	if (address->family == 4) {
		for (int i = 0; i < 4; i++) {
			if (i > 0)
				*at++ = '.';
			at = put_uint(at, address->bytes[i], 10);
		}
	} else if (address->family == 6) {
		at = put_v6(at, address->bytes);
	}
	*at = '\0';
	return (size_t)(at - out);
}
