/* Texts: making and searching them. */
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/text.h"

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
	const char *found = memmem(t.ptr, t.len, needle.ptr, needle.len);
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

static bool
is_around_ids(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '"' || c == '\'' || c == '`' ||
		c == '{' || c == '}' || c == '(' || c == ')';
}

struct mia_text
mia__id_plain(struct mia_text id, char room[static 36])
{
	static const struct mia_text zero = { "00000000-0000-0000-0000-000000000000", 36 };
	size_t from = 0;

	while (id.len && is_around_ids(*id.ptr))
		id.ptr++, id.len--;
	while (id.len && is_around_ids(id.ptr[id.len - 1]))
		id.len--;
	if (id.len == 32) {
		for (size_t i = 0; i < 36; i++)
			room[i] = i == 8 || i == 13 || i == 18 || i == 23 ? '-' : id.ptr[from++];
		if (mia__text_is_guid((struct mia_text){ room, 36 }))
			id = (struct mia_text){ room, 36 };
	}
	return id.len == 0 || text_equal(id, zero) ? TEXT_ABSENT : id;
}
