/* The pieces of which gen_record.c makes records: dice, letters, ids, times. */
#ifndef MIA_TESTS_BENCH_GEN_TEXT_H
#define MIA_TESTS_BENCH_GEN_TEXT_H

#include "gen.h"

/* The same number for the same number, far from it. */
uint64_t gen_mix(uint64_t x);
uint64_t gen_next(struct tenant *tenant);
/* Small numbers are likelier: some mailboxes and messages are asked for most. */
unsigned gen_below_mostly_small(struct tenant *tenant, unsigned n);

void gen_put_bytes(struct text *t, const char *bytes, size_t len);
void gen_put(struct text *t, const char *text);
void gen_putf(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* So many letters of an alphabet of 2 ^ bits, the same ones for the same thing. */
void gen_put_letters(struct text *t, const char *alphabet, unsigned bits, uint64_t thing, unsigned count);
void gen_put_base64(struct text *t, uint64_t thing, unsigned count);
void gen_put_hex(struct text *t, uint64_t thing, unsigned count);

#endif
