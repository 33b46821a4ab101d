/* The pieces of which gen_record.c makes records: dice, letters, ids, times. */
#include "gen_text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t
gen_mix(uint64_t x)
{
	x += UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

uint64_t
gen_next(struct tenant *tenant)
{
	return gen_mix(tenant->random++);
}

unsigned
gen_below(struct tenant *tenant, unsigned n)
{
	return (unsigned)((gen_next(tenant) >> 32) * n >> 32);
}

/* Small numbers are likelier: some mailboxes and messages are asked for most. */
unsigned
gen_below_mostly_small(struct tenant *tenant, unsigned n)
{
	uint64_t x = gen_next(tenant) >> 32;

	return (unsigned)((x * x >> 32) * n >> 32);
}

void
gen_put_bytes(struct text *t, const char *bytes, size_t len)
{
	if (len >= sizeof(t->bytes) - t->len) {
		fputs("gen: record too long\n", stderr);
		exit(1);
	}
	memcpy(t->bytes + t->len, bytes, len);
	t->len += len;
	t->bytes[t->len] = '\0';
}

void
gen_put(struct text *t, const char *text)
{
	gen_put_bytes(t, text, strlen(text));
}

void
gen_putf(struct text *t, const char *format, ...)
{
	char piece[1024];
	va_list args;
	va_start(args, format);
	int n = vsnprintf(piece, sizeof(piece), format, args);
	va_end(args);
	gen_put_bytes(t, piece, n < 0 || (size_t)n >= sizeof(piece) ? sizeof(t->bytes) : (size_t)n);
}

/* So many letters of an alphabet whose size is a power of two. */
void
gen_put_letters(struct text *t, const char *alphabet, unsigned bits, uint64_t thing, unsigned count)
{
	char piece[256];
	uint64_t random = 0;
	unsigned left = 0;

	for (unsigned i = 0; i < count; i++, left -= bits) {
		if (left < bits) {
			random = thing = gen_mix(thing);
			left = 64;
		}
		piece[i] = alphabet[random & ((1u << bits) - 1)];
		random >>= bits;
	}
	gen_put_bytes(t, piece, count);
}

void
gen_put_base64(struct text *t, uint64_t thing, unsigned count)
{
	gen_put_letters(t, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 6, thing,
		count);
}

void
gen_put_hex(struct text *t, uint64_t thing, unsigned count)
{
	gen_put_letters(t, "0123456789abcdef", 4, thing, count);
}

void
gen_put_guid(struct text *t, uint64_t thing)
{
	static const unsigned groups[] = { 8, 4, 4, 4, 12 };

	for (unsigned i = 0; i < sizeof(groups) / sizeof(*groups); i++) {
		if (i)
			gen_put(t, "-");
		gen_put_hex(t, gen_mix(thing) + i, groups[i]);
	}
}

/* Days since 1970 as a date: the year begins in March, so that leap days end it. */
void
gen_put_time(struct text *t, int64_t seconds)
{
	int64_t days = seconds / 86400 + 719468, era = days / 146097, day = days % 146097;
	int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	int64_t of_year = day - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;

	gen_putf(t, "%04d-%02d-%02dT%02d:%02d:%02d", (int)(year + era * 400 + (month >= 10)),
		(int)(month < 10 ? month + 3 : month - 9), (int)(of_year - (153 * month + 2) / 5 + 1),
		(int)(seconds / 3600 % 24), (int)(seconds / 60 % 60), (int)(seconds % 60));
}
