/* Memory of one lifetime: chunks, a mark to rewind to, freed as a whole. */
#ifndef MIA_BASE_ARENA_H
#define MIA_BASE_ARENA_H

#include "base/alloc.h"

struct arena_chunk;
struct arena {
	struct mia_allocator a;
	struct arena_chunk *first;
	struct arena_chunk *current;
};

void mia__arena_init(struct arena *arena, const struct mia_allocator *a);
void mia__arena_release(struct arena *arena);
/* Forgets everything, keeps the chunks: the steady state allocates nothing. */
void mia__arena_rewind(struct arena *arena);
/* 16-byte aligned, not zeroed; NULL when refused. size 0 gives a valid pointer. */
void *mia__arena_take(struct arena *arena, size_t size);
/* All that `from` holds becomes the arena's and stays where it is; `from` is empty
 * afterwards and may be used or released. Copies nothing, cannot fail. */
void mia__arena_adopt(struct arena *arena, struct arena *from);
/* A copy of the bytes; ptr NULL when refused or when t is absent. */
struct mia_text mia__arena_text(struct arena *arena, struct mia_text t);

#endif
