/*
 * memchr, memcmp and strlen for the one-file builds, 16 bytes at a time: those that zig links look at one byte
 * after another, which is a seventh of the time of 'mia info'. Compiled with -fno-builtin, or the compiler would
 * make calls of themselves of them. What is read beside a text lies in the same 16 aligned bytes, so on its page.
 */
#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__)
#include <emmintrin.h>

typedef __m128i block;
#define STEP 1 /* bits of a mask for each byte */

static inline block
load(const unsigned char *p)
{
	return _mm_loadu_si128((const block *)p);
}

static inline block
same(block a, block b)
{
	return _mm_cmpeq_epi8(a, b);
}

static inline uint64_t
mask(block a)
{
	return (uint64_t)(unsigned int)_mm_movemask_epi8(a);
}

static inline block
all(int c)
{
	return _mm_set1_epi8((char)c);
}

static inline block
either(block a, block b)
{
	return _mm_or_si128(a, b);
}
#elif defined(__aarch64__)
#include <arm_neon.h>

typedef uint8x16_t block;
#define STEP 4

static inline block
load(const unsigned char *p)
{
	return vld1q_u8(p);
}

static inline block
same(block a, block b)
{
	return vceqq_u8(a, b);
}

static inline uint64_t
mask(block a)
{
	return vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(a), 4)), 0);
}

static inline block
all(int c)
{
	return vdupq_n_u8((unsigned char)c);
}

static inline block
either(block a, block b)
{
	return vorrq_u8(a, b);
}
#endif

#define WIDTH sizeof(block)
#define FULL (STEP == 1 ? UINT64_C(0xffff) : ~UINT64_C(0))

static inline size_t
first(uint64_t bits)
{
	return (size_t)__builtin_ctzll(bits) / STEP;
}

void *
memchr(const void *text, int c, size_t n)
{
	const unsigned char *begin = text;
	/* Who knows that it is there may say any size. */
	const unsigned char *end =
		n > UINTPTR_MAX - (uintptr_t)begin ? (const unsigned char *)UINTPTR_MAX : begin + n;
	size_t before = (uintptr_t)begin % WIDTH;
	const unsigned char *p = begin - before;
	block wanted = all(c);
	uint64_t found;

	if (n == 0)
		return NULL;
	found = mask(same(load(p), wanted)) >> before * STEP << before * STEP;
	while (!found) {
		p += WIDTH;
		if (p >= end)
			return NULL;
		/* The text may end before n does: four blocks at once only where they are on one page. */
		while ((uintptr_t)p % (4 * WIDTH) == 0 && (size_t)(end - p) >= 4 * WIDTH) {
			block a = same(load(p), wanted), b = same(load(p + WIDTH), wanted);
			block d = same(load(p + 2 * WIDTH), wanted), e = same(load(p + 3 * WIDTH), wanted);

			if (mask(either(either(a, b), either(d, e))))
				break;
			p += 4 * WIDTH;
		}
		if (p >= end)
			return NULL;
		found = mask(same(load(p), wanted));
	}
	p += first(found);
	return p < end ? (void *)(uintptr_t)p : NULL;
}

size_t
strlen(const char *text)
{
	const unsigned char *begin = (const unsigned char *)text;
	size_t before = (uintptr_t)begin % WIDTH;
	const unsigned char *p = begin - before;
	block zero = all(0);
	uint64_t found = mask(same(load(p), zero)) >> before * STEP << before * STEP;

	while (!found) {
		p += WIDTH;
		found = mask(same(load(p), zero));
	}
	return (size_t)(p + first(found) - begin);
}

static inline int
at_block(const unsigned char *a, const unsigned char *b, int *order)
{
	uint64_t equal = mask(same(load(a), load(b)));

	if (equal == FULL)
		return 0;
	size_t i = first(~equal);
	*order = (int)a[i] - (int)b[i];
	return 1;
}

int
memcmp(const void *one, const void *other, size_t n)
{
	const unsigned char *a = one, *b = other;
	int order = 0;
	size_t i = 0;

	if (n >= WIDTH) {
		for (; n - i >= WIDTH; i += WIDTH)
			if (at_block(a + i, b + i, &order))
				return order;
		if (i < n)
			(void)at_block(a + n - WIDTH, b + n - WIDTH, &order);
		return order;
	}
	for (; n - i >= sizeof(uint64_t); i += sizeof(uint64_t)) {
		uint64_t x, y;

		__builtin_memcpy(&x, a + i, sizeof(x));
		__builtin_memcpy(&y, b + i, sizeof(y));
		if (x != y) {
			i += (size_t)__builtin_ctzll(x ^ y) / 8;
			return (int)a[i] - (int)b[i];
		}
	}
	for (; i < n; i++)
		if (a[i] != b[i])
			return (int)a[i] - (int)b[i];
	return 0;
}

int
bcmp(const void *one, const void *other, size_t n)
{
	return memcmp(one, other, n);
}
