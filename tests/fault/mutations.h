/* Changes to a record of JSON, of the kinds that hostile hands and bad tools make. */
#ifndef MIA_TESTS_FAULT_MUTATIONS_H
#define MIA_TESTS_FAULT_MUTATIONS_H

#include <stddef.h>
#include <stdint.h>

enum { MUTANT_ROOM = 96 * 1024 };

struct mutant {
	char bytes[MUTANT_ROOM];
	size_t len;
	uint64_t random;
};

/* One change to a record of JSON; other: another record, of which pieces may be taken. What would
 * not fit, or finds nothing to change, is left. */
void mutate_json(struct mutant *m, const char *other, size_t other_len);
/* Members of an object in another order, or one more that nobody knows: still a record. */
void mutate_members(struct mutant *m);
/* One change to bytes, whatever they are: flipped, deleted, doubled, cut off. */
void mutate_bytes(struct mutant *m);
/* As a cell of CSV: its quotes doubled, in a row. false: no room. */
int mutate_into_row(struct mutant *m);

#endif
