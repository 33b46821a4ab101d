/* A list of what is watched for, and looking it up. */
#ifndef MIA_TIMELINE_WATCH_H
#define MIA_TIMELINE_WATCH_H

#include "base/alloc.h"

#include <mia/timeline.h>

/* What an entry may speak of. */
struct watched {
	struct mia_address address; /* family 0: none is stated */
	struct mia_text app_id, other_app_ids, client_info, actor_info, session_id; /* other: by blanks */
};

/*
 * Appends the labels of all entries that fit, sorted, each once; the texts
 * are the list's. false: out of memory.
 */
bool mia__watch_find(const struct mia_watch *watch, const struct watched *what, const struct mia_allocator *a,
	struct mia_text **labels, size_t *count, size_t *cap);

#endif
