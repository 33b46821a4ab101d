/*
 * Item ids as numbers, as an intern makes them. The ids of one mailbox begin
 * alike, often with 60 bytes or more, so what an id begins with is kept once, and
 * of each id its number and the rest. An id is put together again to be read.
 */
#ifndef MIA_EXPOSURE_ITEM_IDS_H
#define MIA_EXPOSURE_ITEM_IDS_H

#include "base/buf.h"
#include "base/intern.h"

struct item_ids {
	struct intern beginnings;
	struct intern rests;  /* behind the number of what it begins with; by the hash of the whole */
	struct buf scratch;   /* one such text */
	uint32_t last_number; /* the beginning at hand: neighbours have the same */
};

void mia__item_ids_init(struct item_ids *ids, const struct mia_allocator *a);
void mia__item_ids_release(struct item_ids *ids);
/* So that merging needs not hash again what the other has hashed. */
void mia__item_ids_like(struct item_ids *ids, const struct item_ids *like);
/* As those of an intern; number 0 is the absent text. */
uint32_t mia__item_ids_begin(const struct item_ids *ids, struct mia_text t);
bool mia__item_ids_end(struct item_ids *ids, struct mia_text t, uint32_t begun, uint32_t *ret);
bool mia__item_ids_merge(struct item_ids *ids, struct item_ids *from, uint32_t *map);
void mia__item_ids_close(struct item_ids *ids);
size_t mia__item_ids_length(const struct item_ids *ids, uint32_t number);
/* Writes the id behind what b has. Any thread. */
void mia__item_ids_write(const struct item_ids *ids, uint32_t number, struct buf *b);

#endif
