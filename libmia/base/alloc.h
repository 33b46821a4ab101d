/* The caller's allocator behind four verbs, with checked sizes. */
#ifndef MIA_BASE_ALLOC_H
#define MIA_BASE_ALLOC_H

#include <stdbool.h>

#include <mia/base.h>

/* malloc and friends; what a NULL allocator means. */
extern const struct mia_allocator mia__malloc_allocator;

/* NULL becomes the malloc allocator; copies otherwise. */
struct mia_allocator mia__allocator_or_default(const struct mia_allocator *a);

/* Zeroed; NULL when refused or when the size overflows. count*size == 0 is
 * never asked for. */
void *mia__alloc(const struct mia_allocator *a, size_t count, size_t size);
/* Not zeroed beyond the old size; NULL leaves ptr as it was. */
void *mia__realloc(const struct mia_allocator *a, void *ptr, size_t old_count, size_t new_count, size_t size);
void mia__dealloc(const struct mia_allocator *a, void *ptr, size_t count, size_t size);

/*
 * Makes room for one more element in a growing array (*ptr, *cap elements of
 * size), doubling. false when refused; the array is unchanged then.
 */
bool mia__grow(const struct mia_allocator *a, void *ptr_to_array, size_t *cap, size_t need, size_t size);

#endif
