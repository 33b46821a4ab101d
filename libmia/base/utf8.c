/* Code points out of bytes and into them, whatever the bytes are. */
#include "base/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

size_t
mia__utf8_decode(const char *s, size_t len, uint32_t *code_point)
{
	unsigned char first = (unsigned char)s[0];
	if (first < 0x80) {
		*code_point = first;
		return 1;
	}
	/* The second byte's range keeps out overlong forms, surrogates and what
	 * lies above U+10FFFF (Unicode 15, table 3-7). */
	size_t n;
	unsigned char low = 0x80, high = 0xbf;
	uint32_t c;
	if (first >= 0xc2 && first <= 0xdf) {
		n = 2;
		c = first & 0x1f;
	} else if (first >= 0xe0 && first <= 0xef) {
		n = 3;
		c = first & 0x0f;
		if (first == 0xe0)
			low = 0xa0;
		else if (first == 0xed)
			high = 0x9f;
	} else if (first >= 0xf0 && first <= 0xf4) {
		n = 4;
		c = first & 0x07;
		if (first == 0xf0)
			low = 0x90;
		else if (first == 0xf4)
			high = 0x8f;
	} else {
		return 0;
	}
	if (n > len || (unsigned char)s[1] < low || (unsigned char)s[1] > high)
		return 0;
	for (size_t i = 1; i < n; i++) {
		unsigned char next = (unsigned char)s[i];
		if ((next & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (next & 0x3f);
	}
	*code_point = c;
	return n;
}

/* The same, of text whose two-byte letters are the many. */
static inline size_t
letter_length(const char *s, size_t len)
{
	unsigned char first = (unsigned char)s[0];
	uint32_t unused;

	if (first >= 0xc2 && first <= 0xdf)
		return len >= 2 && ((unsigned char)s[1] & 0xc0) == 0x80 ? 2 : 0;
	return mia__utf8_decode(s, len, &unused);
}

size_t
mia__utf8_valid_prefix_plain(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len) {
		size_t n = (unsigned char)s[i] < 0x80 ? 1 : letter_length(s + i, len - i);
		if (n == 0)
			break;
		i += n;
	}
	return i;
}

size_t
mia__utf8_letters(const char *s, size_t len, uint64_t high, bool *valid)
{
	size_t behind = 0;

	while (high) {
		behind = (size_t)__builtin_ctzll(high);
		do {
			size_t n = letter_length(s + behind, len - behind);
			*valid = n != 0;
			if (n == 0)
				return behind;
			behind += n;
		} while (behind < len && (unsigned char)s[behind] >= 0x80);
		if (behind >= 64)
			break;
		high &= ~UINT64_C(0) << behind;
	}
	return behind;
}

#ifdef __SSE2__
/* A bit for each of 64 bytes that is none of ASCII. */
static inline uint64_t
high_bytes(const char *s)
{
	const __m128i *p = (const __m128i *)(const void *)s;
	uint64_t high = 0;

	for (int i = 0; i < 4; i++)
		high |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_loadu_si128(p + i)) << (16 * i);
	return high;
}

/* From s + i on: where the first 64 bytes begin that are not all ASCII, or fewer are left. */
static inline size_t
skip_ascii(const char *s, size_t i, size_t len)
{
	for (; len - i >= 64; i += 64) {
		const __m128i *p = (const __m128i *)(const void *)(s + i);
		__m128i a = _mm_or_si128(_mm_loadu_si128(p), _mm_loadu_si128(p + 1));
		__m128i b = _mm_or_si128(_mm_loadu_si128(p + 2), _mm_loadu_si128(p + 3));
		if (_mm_movemask_epi8(_mm_or_si128(a, b)))
			break;
	}
	return i;
}

size_t
mia__utf8_valid_prefix(const char *s, size_t len)
{
	size_t i = 0, n;
	bool valid = true;

	while (len - (i = skip_ascii(s, i, len)) >= 64) {
		n = mia__utf8_letters(s + i, len - i, high_bytes(s + i), &valid);
		if (!valid)
			return i + n;
		/* A letter may reach into the next block. */
		i += n > 64 ? n : 64;
	}
	for (; len - i >= 16; i += n > 16 ? n : 16) {
		uint64_t high =
			(unsigned)_mm_movemask_epi8(_mm_loadu_si128((const __m128i *)(const void *)(s + i)));
		n = mia__utf8_letters(s + i, len - i, high, &valid);
		if (!valid)
			return i + n;
	}
	return i + mia__utf8_valid_prefix_plain(s + i, len - i);
}
#else
size_t
mia__utf8_valid_prefix(const char *s, size_t len)
{
	return mia__utf8_valid_prefix_plain(s, len);
}
#endif

size_t
mia__utf8_encode(uint32_t code_point, char *out)
{
	uint32_t c = code_point;
	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		c = 0xfffd;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = n - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (c & 0x3f));
		c >>= 6;
	}
	static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	out[0] = (char)(lead[n] | c);
	return n;
}

void
mia__utf8_repair(struct buf *out, const char *s, size_t len)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t i = 0;
	while (i < len) {
		size_t good = mia__utf8_valid_prefix(s + i, len - i);
		mia__buf_add(out, s + i, good);
		i += good;
		if (i < len) {
			unsigned char bad = (unsigned char)s[i++];
			const char mark[] = { '\xef', '\xbf', '\xbd', hex[bad >> 4], hex[bad & 15] };
			mia__buf_add(out, mark, sizeof(mark));
		}
	}
}
