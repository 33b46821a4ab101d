/*
 * Hashes. Tables over evidence are keyed with a random value, since their
 * keys come from the attacker; identities are not, so that results of several
 * runs can be merged.
 */
#ifndef MIA_BASE_HASH_H
#define MIA_BASE_HASH_H

#include <mia/base.h>

struct hash_key {
	uint64_t k0, k1;
};
/* A random key (of the system; falls back to addresses and time). */
struct hash_key mia__hash_random_key(void);

/* A key that is one and the same as long as the process lives, and that nobody who wrote the
 * evidence beforehand can know. */
struct hash_key mia__hash_process_key(void);

/* SipHash-1-3: for tables. */
uint64_t mia__hash_table(struct hash_key key, const void *bytes, size_t size);
/* SipHash-2-4 with 128 bits of output and a fixed key: for identities of
 * items, where 64 bits would let a collision be searched for. */
void mia__hash_identity(const void *bytes, size_t size, unsigned char out[16]);

/* A running 64-bit hash, fast and not keyed: whoever writes the evidence can find two texts with
 * one hash, so it decides nothing but where to look first. Absent and empty texts differ. */
uint64_t mia__hash_content(uint64_t seed, struct mia_text t);

/*
 * The same of bytes that come in pieces of any length, keyed: whether bytes that
 * are read a second time are those of the first, where whoever wrote them does
 * not know the key. Not kept, and not a hash to quote.
 */
struct hash_sum {
	struct hash_key key;
	uint64_t h, size;
	unsigned char rest[16];
	size_t rest_len;
};
void mia__hash_sum_begin(struct hash_sum *s, struct hash_key key);
void mia__hash_sum_add(struct hash_sum *s, const void *bytes, size_t size);
/* Of what was added so far; more may be added. */
uint64_t mia__hash_sum_end(const struct hash_sum *s);

#endif
