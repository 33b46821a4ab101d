/*
 * Where wrappers keep audit records: one table for all who look into wrappers.
 * A key of one more platform is one more row, and needs no other code.
 */
#ifndef MIA_RECORD_HOLDERS_H
#define MIA_RECORD_HOLDERS_H

#include <stdbool.h>
#include <stddef.h>

#include <mia/base.h>

enum holder_kind {
	HOLDS_RECORD,  /* the record: as an object, or as its JSON in a string */
	HOLDS_HOLDERS, /* an object; holders are looked for in it */
	HOLDS_EVENT,   /* the same for Elastic's "event", whose members have names of their own */
	HOLDS_PAGE     /* an array of records, in an object that says nothing else */
};

enum holder_flag {
	/* A CSV column of this name, in any case, holds the record of each row. What stands there must
	 * be JSON, whatever HOLDER_ANYTHING says: such a column is why the file is taken for an export. */
	HOLDER_COLUMN = 1,
	/* A string that begins as JSON and is none is not held to be damage: the key has other uses
	 * (a line of a log). Without this flag the whole record is rejected. */
	HOLDER_ANYTHING = 2,
	/* An object that has this member in front of an array is a record and no page. */
	HOLDER_NO_PAGE = 4,
	/* It may stand in a HOLDS_EVENT too. */
	HOLDER_IN_EVENT = 8,
	/* The array of the page may lie one object deeper, under the same key again. */
	HOLDER_TWICE = 16
};

struct holder {
	struct mia_text name;
	enum holder_kind kind;
	unsigned flags;
};

/*
 * A row's rank is its number, from 1. Where a wrapper holds several records, that of the smallest
 * rank counts: what the service wrote stands before what a platform made of it.
 */
enum { HOLDER_NONE = 0, HOLDER_FIRST = 1 };
/* NULL behind the last row. Ranks have no gaps. */
const struct holder *mia__holder_of_rank(unsigned rank);
/* The rank of the row of this exact name that has the kind and all of the flags; or HOLDER_NONE. */
unsigned mia__holder_find(struct mia_text name, enum holder_kind kind, unsigned flags);

#endif
