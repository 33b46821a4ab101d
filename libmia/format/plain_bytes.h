/* How many bytes at the front of a text need no look, sixteen at a time where
 * the processor can. */
#ifndef MIA_FORMAT_PLAIN_BYTES_H
#define MIA_FORMAT_PLAIN_BYTES_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Printable ASCII but the underscore, which may begin an escape. */
static inline bool
is_plain_in_cell(char c)
{
	return c >= 0x20 && c < 0x7f && c != '_';
}

/* Printable ASCII that a spreadsheet takes as it is, where no cell can begin. */
static inline bool
is_plain_in_excel(char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != ';';
}

/* What XML takes in an element as it is; CR is the one control a cell may hold that it does not. */
static inline bool
is_plain_in_xml(char c)
{
	return c != '&' && c != '<' && c != '>' && c != '\r';
}

#ifdef __SSE2__
static inline unsigned
odd_in_cell(__m128i v)
{
	/* As signed bytes, those from 0x80 on are below the blank. */
	__m128i plain = _mm_cmpgt_epi8(v, _mm_set1_epi8(0x1f));
	__m128i odd =
		_mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(0x7f)), _mm_cmpeq_epi8(v, _mm_set1_epi8('_')));

	return (unsigned)_mm_movemask_epi8(_mm_andnot_si128(odd, plain)) ^ 0xffffu;
}

static inline unsigned
odd_in_excel(__m128i v)
{
	__m128i plain = _mm_cmpgt_epi8(v, _mm_set1_epi8(0x1f));
	__m128i signs =
		_mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('"')), _mm_cmpeq_epi8(v, _mm_set1_epi8(';')));
	__m128i odd = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(0x7f)), signs);

	return (unsigned)_mm_movemask_epi8(_mm_andnot_si128(odd, plain)) ^ 0xffffu;
}

static inline unsigned
odd_in_xml(__m128i v)
{
	__m128i brackets =
		_mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('<')), _mm_cmpeq_epi8(v, _mm_set1_epi8('>')));
	__m128i others =
		_mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('&')), _mm_cmpeq_epi8(v, _mm_set1_epi8('\r')));

	return (unsigned)_mm_movemask_epi8(_mm_or_si128(brackets, others));
}
#define PLAIN_SKIP(text, size, n, odd) \
	while ((size) - (n) >= 16) { \
		unsigned mask = odd(_mm_loadu_si128((const __m128i *)(const void *)((text) + (n)))); \
		if (mask) \
			return (n) + (size_t)__builtin_ctz(mask); \
		(n) += 16; \
	}
#else
#define PLAIN_SKIP(text, size, n, odd)
#endif

/* A function that counts them, by what is said of one byte and of sixteen. */
#define PLAIN_RUN(name, is_plain, odd) \
	static inline size_t name(const char *text, size_t size) \
	{ \
		size_t n = 0; \
\
		PLAIN_SKIP(text, size, n, odd) \
		while (n < size && is_plain(text[n])) \
			n++; \
		return n; \
	}
PLAIN_RUN(plain_in_cell, is_plain_in_cell, odd_in_cell)
PLAIN_RUN(plain_in_excel, is_plain_in_excel, odd_in_excel)
PLAIN_RUN(plain_in_xml, is_plain_in_xml, odd_in_xml)
#undef PLAIN_RUN
#undef PLAIN_SKIP

#endif
