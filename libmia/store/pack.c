/* Ids in fewer bytes: the random parts of them are base64 or hexadecimal. */
#include "store/put.h"
#include "store/unpack.h"

/* The value of each character by mode; -1: it is not of this mode. */
static inline int
value_of(unsigned char c, enum pack_mode mode)
{
	if (c >= '0' && c <= '9')
		return mode == PACK_BASE64 ? c - '0' + 52 : c - '0';
	switch (mode) {
	case PACK_BASE64:
		return c >= 'A' && c <= 'Z'    ? c - 'A'
			: c >= 'a' && c <= 'z' ? c - 'a' + 26
			: c == '+'             ? 62
			: c == '/'             ? 63
					       : -1;
	case PACK_UPPER:
		return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
	case PACK_LOWER:
		return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
	default:
		return -1;
	}
}

static bool
is_of(struct mia_text t, enum pack_mode mode)
{
	for (size_t i = 0; i < t.len; i++)
		if (value_of((unsigned char)t.ptr[i], mode) < 0)
			return false;
	return true;
}

static enum pack_mode
mode_of(struct mia_text t)
{
	if (t.len < 2)
		return PACK_PLAIN;
	return is_of(t, PACK_UPPER)     ? PACK_UPPER
		: is_of(t, PACK_LOWER)  ? PACK_LOWER
		: is_of(t, PACK_BASE64) ? PACK_BASE64
					: PACK_PLAIN;
}

bool
mia__store_packs(struct mia_text t)
{
	return mode_of(t) != PACK_PLAIN;
}

void
mia__store_pack(struct buf *to, struct mia_text t)
{
	enum pack_mode mode = mode_of(t);
	unsigned bits = mode == PACK_BASE64 ? 6 : 4, filled = 0;
	uint32_t word = 0;

	mia__store_put_number(to, (uint64_t)t.len << 2 | mode);
	if (mode == PACK_PLAIN) {
		mia__buf_text(to, t);
		return;
	}
	for (size_t i = 0; i < t.len; i++) {
		word = word << bits | (uint32_t)value_of((unsigned char)t.ptr[i], mode);
		filled += bits;
		if (filled >= 8) {
			filled -= 8;
			mia__buf_byte(to, (char)(word >> filled & 0xff));
		}
	}
	if (filled)
		mia__buf_byte(to, (char)(word << (8 - filled) & 0xff));
}

bool
mia__store_unpack(struct store_cursor *c, char *out, size_t room, size_t *len)
{
	static const char digits[][65] = {
		[PACK_BASE64] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
		[PACK_UPPER] = "0123456789ABCDEF",
		[PACK_LOWER] = "0123456789abcdef",
	};
	uint64_t head = store_number(c), n = head >> 2;
	enum pack_mode mode = (enum pack_mode)(head & 3);
	unsigned bits = mode == PACK_BASE64 ? 6 : 4, left = 0, mask = (1u << bits) - 1;
	const unsigned char *from;
	uint32_t word = 0;

	if (c->bad || n > room)
		return false;
	*len = (size_t)n;
	if (mode == PACK_PLAIN) {
		from = store_bytes(c, n);
		if (from && n)
			memcpy(out, from, (size_t)n);
		return from != NULL;
	}
	from = store_bytes(c, (n * bits + 7) / 8);
	if (!from)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (left < bits) {
			word = word << 8 | *from++;
			left += 8;
		}
		left -= bits;
		out[i] = digits[mode][word >> left & mask];
	}
	return true;
}
