/* Rows into the bytes of a block. */
#ifndef MIA_STORE_PUT_H
#define MIA_STORE_PUT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/intern.h"
#include "store/form.h"

#include <mia/evidence.h>

/* What items of a folder are told apart from: the first that was seen there. */
struct store_base {
	struct mia_text id, immutable; /* in the arena of the block */
};

struct store_block {
	struct mia_allocator a;
	struct buf rows, items;
	uint32_t events, rejects;
	/* What a row may refer to: */
	struct intern texts, addresses, folders, shapes, groups;
	struct store_base *bases; /* by number of a folder; 0: none */
	size_t base_count, base_cap;
	struct arena kept;
	uint64_t record, line, offset, time; /* of the row before */
	/* Of the row at hand: */
	struct buf scratch, news;
	uint32_t *used; /* numbers of its folders */
	size_t used_cap;
	uint32_t new_bases, new_texts;
};

void mia__store_block_init(struct store_block *b, const struct mia_allocator *a);
void mia__store_block_release(struct store_block *b);
/* Empty again. */
void mia__store_block_clear(struct store_block *b);
/* source: its place in the evidence. false: out of memory. */
bool mia__store_put_event(struct store_block *b, const struct mia_event *event, uint32_t source);
bool mia__store_put_reject(struct store_block *b, const struct mia_reject *reject, uint32_t source);

void mia__store_put_number(struct buf *to, uint64_t n);
void mia__store_put_fixed(struct buf *to, uint64_t n);
/* Its length and its bytes; absent is told from empty. */
void mia__store_put_plain(struct buf *to, struct mia_text t);
/* pack.c: any bytes, ids in fewer. */
void mia__store_pack(struct buf *to, struct mia_text t);
/* Whether that takes fewer. */
bool mia__store_packs(struct mia_text t);
/* once.c: a text that comes once; time: of its event. False: it has no shorter form, and nothing was put. */
bool mia__store_put_once(struct buf *to, struct mia_text t, uint64_t time);

#endif
