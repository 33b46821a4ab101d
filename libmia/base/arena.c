/* Memory that is taken piece by piece and given back all at once. */
#include "base/arena.h"

#include <string.h>

#define ARENA_ALIGN ((size_t)16)
#define ARENA_FIRST_CHUNK ((size_t)4 << 10)
#define ARENA_LARGEST_CHUNK ((size_t)1 << 20)

struct arena_chunk {
	struct arena_chunk *next;
	char *data;  /* aligned, whatever the caller's allocator gives */
	size_t size; /* from data on */
	size_t used;
	size_t allocated; /* of the whole block */
};

void
mia__arena_init(struct arena *arena, const struct mia_allocator *a)
{
	arena->a = mia__allocator_or_default(a);
	arena->first = NULL;
	arena->current = NULL;
}

void
mia__arena_release(struct arena *arena)
{
	struct arena_chunk *chunk = arena->first;
	while (chunk) {
		struct arena_chunk *next = chunk->next;
		mia__dealloc(&arena->a, chunk, chunk->allocated, 1);
		chunk = next;
	}
	arena->first = NULL;
	arena->current = NULL;
}

void
mia__arena_rewind(struct arena *arena)
{
	arena->current = arena->first;
	if (arena->current)
		arena->current->used = 0;
}

static struct arena_chunk *
chunk_new(struct arena *arena, size_t size)
{
	size_t wanted = ARENA_FIRST_CHUNK;
	if (arena->current)
		wanted = arena->current->size * 2;
	if (wanted > ARENA_LARGEST_CHUNK)
		wanted = ARENA_LARGEST_CHUNK;
	if (wanted < size)
		wanted = size;
	size_t allocated;
	if (__builtin_add_overflow(wanted, sizeof(struct arena_chunk) + ARENA_ALIGN - 1, &allocated))
		return NULL;
	struct arena_chunk *chunk = mia__realloc(&arena->a, NULL, 0, allocated, 1);
	if (!chunk)
		return NULL;
	uintptr_t start = (uintptr_t)(chunk + 1);
	size_t pad = (size_t)(-start & (ARENA_ALIGN - 1));
	chunk->next = NULL;
	chunk->data = (char *)(chunk + 1) + pad;
	chunk->size = wanted;
	chunk->used = 0;
	chunk->allocated = allocated;
	return chunk;
}

/*
 * Chunks behind the current one are left from before a rewind. The first that
 * is large enough is moved up, so that records of changing shape never make
 * the arena hold more than the largest of them needed.
 */
static struct arena_chunk *
chunk_reuse(struct arena *arena, size_t size)
{
	if (!arena->current)
		return NULL;
	struct arena_chunk **link = &arena->current->next;
	for (struct arena_chunk *chunk = *link; chunk; link = &chunk->next, chunk = *link) {
		if (chunk->size < size)
			continue;
		*link = chunk->next;
		chunk->used = 0;
		return chunk;
	}
	return NULL;
}

void *
mia__arena_take(struct arena *arena, size_t size)
{
	size_t rounded;
	if (__builtin_add_overflow(size, ARENA_ALIGN - 1, &rounded))
		return NULL;
	rounded &= ~(ARENA_ALIGN - 1);
	struct arena_chunk *chunk = arena->current;
	if (!chunk || chunk->size - chunk->used < rounded) {
		chunk = chunk_reuse(arena, rounded);
		if (!chunk)
			chunk = chunk_new(arena, rounded);
		if (!chunk)
			return NULL;
		if (arena->current) {
			chunk->next = arena->current->next;
			arena->current->next = chunk;
		} else {
			arena->first = chunk;
		}
		arena->current = chunk;
	}
	void *ptr = chunk->data + chunk->used;
	chunk->used += rounded;
	return ptr;
}

void
mia__arena_adopt(struct arena *arena, struct arena *from)
{
	struct arena_chunk *last = from->first;

	if (!last)
		return;
	while (last->next)
		last = last->next;
	/* In front of the others, so that the chunk in use stays in use, and what a
	 * rewind left behind it. */
	last->next = arena->first;
	if (!arena->first)
		arena->current = from->current;
	arena->first = from->first;
	from->first = from->current = NULL;
}

struct mia_text
mia__arena_text(struct arena *arena, struct mia_text t)
{
	if (!t.ptr)
		return (struct mia_text){ NULL, 0 };
	char *copy = mia__arena_take(arena, t.len);
	if (!copy)
		return (struct mia_text){ NULL, 0 };
	if (t.len)
		memcpy(copy, t.ptr, t.len);
	return (struct mia_text){ copy, t.len };
}
