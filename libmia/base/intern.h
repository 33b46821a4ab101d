/*
 * Bytes -> a 32-bit number, from 1. Number 0 is the absent text. Equal bytes
 * get equal numbers; numbers come in order of arrival, so they must never
 * decide the order of an output. The hash is keyed.
 */
#ifndef MIA_BASE_INTERN_H
#define MIA_BASE_INTERN_H

#include "base/arena.h"
#include "base/hash.h"
#include "base/slots.h"

struct intern {
	struct arena texts;
	struct hash_key key;
	struct mia_text *entries; /* entries[0] is the absent text */
	size_t count, cap;        /* count includes entry 0 */
	struct slots slots;       /* half of a hash, and the number of the entry */
};

void mia__intern_init(struct intern *in, const struct mia_allocator *a);
void mia__intern_release(struct intern *in);
/* Copies the bytes. false when memory is refused (or 2^32-1 is reached). */
bool mia__intern_add(struct intern *in, struct mia_text t, uint32_t *ret);
/* 0 where the text is not known. */
uint32_t mia__intern_find(const struct intern *in, struct mia_text t);

static inline struct mia_text
intern_text(const struct intern *in, uint32_t id)
{
	return id ? in->entries[id] : (struct mia_text){ NULL, 0 };
}

#endif
