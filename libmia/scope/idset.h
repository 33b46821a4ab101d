/*
 * A set of ids that a record may bear: what an expansion adds to a scope.
 * There may be thousands, so they are looked up, not compared one by one.
 */
#ifndef MIA_SCOPE_IDSET_H
#define MIA_SCOPE_IDSET_H

#include <mia/expansion.h>

#include "base/intern.h"

struct idset {
	struct mia_allocator a;
	unsigned by;            /* MIA_EXPAND_SESSION, MIA_EXPAND_TOKEN or both */
	struct intern sessions; /* GUIDs in lower case */
	struct intern tokens;
};

struct idset *mia__idset_new(const struct mia_allocator *a, unsigned by);
void mia__idset_free(struct idset *set);
/* false: out of memory. by: one of the two. */
bool mia__idset_add(struct idset *set, unsigned by, struct mia_text id);
struct idset *mia__idset_copy(const struct idset *set, const struct mia_allocator *a);
/*
 * Yes if the record bears one of the ids. A record that states a session id,
 * and not one of these, is told by it, with or without a token: few records
 * state one. A token that is none of these does not tell the session.
 */
enum mia_match mia__idset_match(const struct idset *set, const struct mia_event *event);

/* It states its sessions whole. guids: another text than a GUID was damaged, since
 * both are GUIDs in all records that were seen. */
bool mia__sessions_told(const struct mia_event *event, bool guids);
/* The one way to write a session id: mia__id_plain, GUIDs in lower case, into room. */
struct mia_text mia__session_id_canonical(struct mia_text id, char room[static 36]);

#endif
