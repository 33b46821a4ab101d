/* What an expansion keeps: the records that bear ids, and after seal the steps. */
#ifndef MIA_SCOPE_EXPANSION_H
#define MIA_SCOPE_EXPANSION_H

#include <mia/expansion.h>

#include "base/intern.h"

/* What many records share; interned as bytes, its texts too. An id that the
 * record does not state, or that is not asked for, is 0. */
struct bearing {
	uint32_t session, aad_session, token, operation, actor, client_ip;
};

/* One copy of one record that bears an id. */
struct carrier {
	unsigned char key[16];
	mia_time time;
	uint64_t record;
	uint32_t source, id, bearing;
	uint8_t match; /* enum mia_match: what the scope says */
	uint8_t free;  /* nothing that limits the scope as a whole keeps it out */
};

struct mia_expansion {
	struct mia_fold fold;
	struct mia_allocator a;
	const struct mia_scope *scope; /* borrowed */
	unsigned by;
	struct mia_scope *limits;
	struct mia_matcher *matcher, *limit_matcher;
	struct intern texts;
	struct intern bearings;
	struct carrier *carriers; /* until seal */
	size_t carrier_count, carrier_cap;
	struct mia_expansion_step *steps;
	size_t step_count, step_cap;
	bool sealed;
};

static inline struct bearing
expansion_bearing(const struct mia_expansion *e, uint32_t number)
{
	struct bearing b;

	memcpy(&b, intern_text(&e->bearings, number).ptr, sizeof(b));
	return b;
}

/* expansion_seal.c: from carriers to steps. false: out of memory. */
bool mia__expansion_find_steps(struct mia_expansion *e);

#endif
