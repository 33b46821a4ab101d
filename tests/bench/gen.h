/* Invented audit records of one tenant, for gen.c: gen_record.c makes them. */
#ifndef MIA_TESTS_BENCH_GEN_H
#define MIA_TESTS_BENCH_GEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GEN_RECORD_SPACE = 128 * 1024, GEN_MOST_ITEMS = 20 };

struct text {
	char bytes[GEN_RECORD_SPACE];
	size_t len;
};

/* What the tenant has. */
struct tenant {
	unsigned mailboxes, messages; /* messages of each mailbox */
	unsigned scope_percent;       /* of the records are the intruder's */
	uint64_t random;
};

enum kind {
	KIND_BIND,
	KIND_SYNC,
	KIND_SIGN_IN,
	KIND_FILE,
	KIND_SEND,
	KIND_OTHER, /* with an item in the mailbox: delete, move, update */
	KIND_RULE
};

/* What stands in the columns beside a record, and what is counted. */
struct invented {
	int64_t seconds; /* since 1970, UTC; set by the caller, the rest by gen_record */
	enum kind kind;
	const char *operation;
	unsigned record_type, mailbox;
	uint64_t id;
	bool intruder, throttled;
	unsigned item_count;
	unsigned items[GEN_MOST_ITEMS]; /* of the mailbox's messages */
};

/* The record as one line of JSON in t, without a line end. */
void gen_record(struct tenant *tenant, struct invented *r, struct text *t);
unsigned gen_below(struct tenant *tenant, unsigned n);
void gen_put_guid(struct text *t, uint64_t thing);
void gen_put_user(struct text *t, unsigned mailbox);
void gen_put_time(struct text *t, int64_t seconds);

#endif
