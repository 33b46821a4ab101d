/* A quick sum over the bytes of a block. */
#include <string.h>

#include "store/form.h"

static inline uint64_t
turn(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

/* Each step can be undone, in the word as in what was before: so one other word is another sum. */
static inline uint64_t
mix(uint64_t lane, uint64_t word)
{
	return turn((lane ^ word) * UINT64_C(0x9e3779b97f4a7c15), 29);
}

static inline uint64_t
word_at(const unsigned char *p)
{
	uint64_t word = 0;

	for (int i = 0; i < 8; i++)
		word |= (uint64_t)p[i] << 8 * i;
	return word;
}

static void
add_32(struct store_sum *s, const unsigned char *p, size_t count)
{
	uint64_t a = s->lanes[0], b = s->lanes[1], c = s->lanes[2], d = s->lanes[3];

	for (; count; count--, p += 32) {
		a = mix(a, word_at(p));
		b = mix(b, word_at(p + 8));
		c = mix(c, word_at(p + 16));
		d = mix(d, word_at(p + 24));
	}
	s->lanes[0] = a, s->lanes[1] = b, s->lanes[2] = c, s->lanes[3] = d;
}

void
mia__store_sum_begin(struct store_sum *s)
{
	*s = (struct store_sum){ .lanes = { 1, 2, 3, 4 } };
}

void
mia__store_sum_add(struct store_sum *s, const void *bytes, size_t size)
{
	const unsigned char *p = bytes;

	if (size == 0)
		return;
	s->size += size;
	if (s->rest_len) {
		size_t n = 32 - s->rest_len < size ? 32 - s->rest_len : size;
		memcpy(s->rest + s->rest_len, p, n);
		s->rest_len += n;
		p += n;
		size -= n;
		if (s->rest_len < 32)
			return;
		add_32(s, s->rest, 1);
		s->rest_len = 0;
	}
	add_32(s, p, size / 32);
	s->rest_len = size % 32;
	if (s->rest_len)
		memcpy(s->rest, p + size - s->rest_len, s->rest_len);
}

uint64_t
mia__store_sum_end(struct store_sum *s)
{
	uint64_t sum = s->size;

	if (s->rest_len) {
		memset(s->rest + s->rest_len, 0, 32 - s->rest_len);
		add_32(s, s->rest, 1);
	}
	for (int i = 0; i < 4; i++)
		sum = mix(sum, s->lanes[i]);
	return sum;
}
