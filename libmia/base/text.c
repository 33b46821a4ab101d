/* Texts: making and searching them. */
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/text.h"

#include "system/machine.h"

struct mia_text
mia_text_of(const char *string)
{
	return text_of(string);
}

ptrdiff_t
mia__text_find(struct mia_text t, struct mia_text needle)
{
	if (needle.len > t.len || !t.ptr)
		return -1;
	if (needle.len == 0)
		return 0;
	const char *found = mia__find_bytes(t.ptr, t.len, needle.ptr, needle.len);
	return found ? found - t.ptr : -1;
}

bool
mia__text_repaired(struct mia_text t)
{
	/* Nearly all are without its first byte. */
	return t.len && memchr(t.ptr, 0xef, t.len) && mia__text_find(t, TEXT("\xef\xbf\xbd")) >= 0;
}

/* Eight letters at once: bits 7 of a byte tell whether it lies between A and Z. */
static inline uint64_t
lower_word(uint64_t x)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t low = x & 0x7f * ones, from_a = low + (0x80 - 'A') * ones,
		 behind_z = low + (0x7f - 'Z') * ones, upper = from_a & ~behind_z & ~x & 0x80 * ones;

	return x + (upper >> 2);
}

void
mia__text_lower(struct mia_text t, char *out)
{
	size_t i = 0;
	uint64_t word;

	if (t.len < sizeof(word)) {
		for (; i < t.len; i++)
			out[i] = (char)ascii_lower((unsigned char)t.ptr[i]);
		return;
	}
	/* The last word may overlap the one before. */
	for (;; i = t.len - i >= 2 * sizeof(word) ? i + sizeof(word) : t.len - sizeof(word)) {
		memcpy(&word, t.ptr + i, sizeof(word));
		word = lower_word(word);
		memcpy(out + i, &word, sizeof(word));
		if (i + sizeof(word) == t.len)
			return;
	}
}

ptrdiff_t
mia__text_find_nocase(struct mia_text t, struct mia_text needle)
{
	if (needle.len > t.len || !t.ptr)
		return -1;
	if (needle.len == 0)
		return 0;
	unsigned char first = ascii_lower((unsigned char)needle.ptr[0]);
	for (size_t i = 0; i <= t.len - needle.len; i++)
		if (ascii_lower((unsigned char)t.ptr[i]) == first &&
			text_equal_nocase((struct mia_text){ t.ptr + i, needle.len }, needle))
			return (ptrdiff_t)i;
	return -1;
}

bool
mia__text_is_one_of(struct mia_text t, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(t, text_of(words[i])))
			return true;
	return false;
}

bool
mia__text_is_one_of_nocase(struct mia_text t, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal_nocase(t, text_of(words[i])))
			return true;
	return false;
}

/* A bit for each of 16 bytes that is a hexadecimal digit. */
static inline unsigned
hex_digits(const char *s)
{
#ifdef __SSE2__
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)s);
	__m128i figure = _mm_sub_epi8(v, _mm_set1_epi8('0'));
	__m128i letter = _mm_sub_epi8(_mm_or_si128(v, _mm_set1_epi8(32)), _mm_set1_epi8('a'));

	return (unsigned)_mm_movemask_epi8(
		_mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(figure, _mm_set1_epi8(9)), figure),
			_mm_cmpeq_epi8(_mm_min_epu8(letter, _mm_set1_epi8(5)), letter)));
#else
	unsigned digits = 0;

	for (int i = 0; i < 16; i++) {
		unsigned char c = (unsigned char)s[i];
		digits |= (unsigned)((unsigned char)(c - '0') < 10 || (unsigned char)((c | 32) - 'a') < 6)
			<< i;
	}
	return digits;
#endif
}

bool
mia__text_is_guid(struct mia_text t)
{
	if (t.len != 36)
		return false;
	if (t.ptr[8] != '-' || t.ptr[13] != '-' || t.ptr[18] != '-' || t.ptr[23] != '-')
		return false;
	return hex_digits(t.ptr) == (0xffffu & ~(1u << 8 | 1u << 13)) &&
		hex_digits(t.ptr + 16) == (0xffffu & ~(1u << 2 | 1u << 7)) &&
		hex_digits(t.ptr + 20) == (0xffffu & ~(1u << 3));
}

struct mia_text
mia__text_short_id(struct mia_text id)
{
	return mia__text_is_guid(id) ? (struct mia_text){ id.ptr, 8 } : id;
}

/* The bytes at the beginning of t that nobody means by an id: blanks, quotes, brackets, what is not seen. */
static size_t
around_id(struct mia_text t)
{
	static const struct mia_text parts[] = { { " ", 1 }, { "\t", 1 }, { "\r", 1 }, { "\n", 1 },
		{ "\"", 1 }, { "'", 1 }, { "`", 1 }, { "{", 1 }, { "}", 1 }, { "(", 1 }, { ")", 1 },
		{ "\xc2\xa0", 2 },     /* no-break space */
		{ "\xc2\xad", 2 },     /* soft hyphen */
		{ "\xe2\x80\x8b", 3 }, /* zero width space */
		{ "\xe2\x80\x8c", 3 }, { "\xe2\x80\x8d", 3 }, { "\xe2\x80\x8e", 3 }, { "\xe2\x80\x8f", 3 },
		{ "\xe2\x80\xaf", 3 }, /* narrow no-break space */
		{ "\xe2\x81\xa0", 3 }, /* word joiner */
		{ "\xef\xbb\xbf", 3 } /* byte order mark */ };

	/* Nearly all ids begin and end with what they are made of. */
	if (t.len && ((*t.ptr >= '0' && *t.ptr <= '9') || (*t.ptr >= 'a' && *t.ptr <= 'z')))
		return 0;
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (text_starts(t, parts[i]))
			return parts[i].len;
	return 0;
}

/* The same for the end of t. */
static size_t
behind_id(struct mia_text t)
{
	for (size_t n = 1; n <= 3 && n <= t.len; n++) {
		if (around_id((struct mia_text){ t.ptr + t.len - n, n }) == n)
			return n;
		if ((unsigned char)t.ptr[t.len - n] < 0x80)
			break;
	}
	return 0;
}

/* A hyphen as people and word processors write it. */
static size_t
hyphen(struct mia_text t)
{
	if (*t.ptr == '-')
		return 1;
	if (t.len > 2 && memcmp(t.ptr, "\xe2\x80", 2) == 0)
		return (unsigned char)t.ptr[2] >= 0x90 && (unsigned char)t.ptr[2] <= 0x95 ? 3 : 0;
	return text_starts(t, TEXT("\xe2\x88\x92")) ? 3 : 0; /* minus */
}

/* The 32 digits of a GUID, with hyphens and what is no part of it wherever; into room as it is meant. */
static bool
read_guid(struct mia_text t, char room[static 36])
{
	size_t n = 0, skipped;

	while (t.len && n < 36) {
		bool due = n == 8 || n == 13 || n == 18 || n == 23;
		if ((skipped = hyphen(t)) != 0 || (skipped = around_id(t)) != 0) {
			t.ptr += skipped, t.len -= skipped;
			continue;
		}
		if (due)
			room[n++] = '-';
		room[n++] = *t.ptr;
		t.ptr++, t.len--;
	}
	return n == 36 && t.len == 0 && mia__text_is_guid((struct mia_text){ room, 36 });
}

struct mia_text
mia__id_plain(struct mia_text id, char room[static 36])
{
	static const struct mia_text zero = { "00000000-0000-0000-0000-000000000000", 36 };
	static const struct mia_text schemes[] = { { "urn:uuid:", 9 }, { "urn:guid:", 9 }, { "uuid:", 5 },
		{ "guid:", 5 }, { "guid'", 5 } };
	size_t n;

	while (id.len && (n = around_id(id)) != 0)
		id.ptr += n, id.len -= n;
	while (id.len && (n = behind_id(id)) != 0)
		id.len -= n;
	if (id.len >= 32 && id.len <= 96 && !mia__text_is_guid(id)) {
		struct mia_text bare = id;
		for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
			if (text_starts_nocase(id, schemes[i]))
				bare = (struct mia_text){ id.ptr + schemes[i].len, id.len - schemes[i].len };
		if (read_guid(bare, room))
			id = (struct mia_text){ room, 36 };
	}
	return id.len == 0 || text_equal(id, zero) ? TEXT_ABSENT : id;
}
