/* The names in a scope file, in the order in which a reader finds them. */
#ifndef MIA_SCOPE_SCOPE_FILE_H
#define MIA_SCOPE_SCOPE_FILE_H

#include "scope/criteria.h"

/* Those of traits are the numbers of enum mia_trait. */
enum mia_scope_name {
	SCOPE_SINCE = MIA_TRAIT_COUNT,
	SCOPE_UNTIL,
	SCOPE_NOT,
	SCOPE_ANY,
	SCOPE_ALL,
	SCOPE_NOTE,
	SCOPE_SHARES, /* the ids of an expansion */
	SCOPE_NAME_COUNT
};

/* Terminated too. */
struct mia_text mia__scope_name(unsigned name);

#endif
