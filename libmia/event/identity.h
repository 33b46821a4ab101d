/* What is the same item (domain rule: internet message id in canonical form;
 * without one the immutable id, else the store id). */
#ifndef MIA_EVENT_IDENTITY_H
#define MIA_EVENT_IDENTITY_H

#include <stdbool.h>

#include "base/arena.h"

#include <mia/event.h>

enum item_identity {
	ITEM_NAMELESS = 0,
	ITEM_BY_INTERNET_MESSAGE_ID = 1,
	ITEM_BY_IMMUTABLE_ID = 2,
	ITEM_BY_STORE_ID = 3
};
/* Which text identifies the item; ITEM_NAMELESS and an absent text if none. */
enum item_identity mia__item_identity(const struct mia_item *item, struct mia_text *ret);
/* What one version of a record may have lost while another has it: such a flag
 * stands only where all versions bear it. */
#define FLAGS_OF_LOSS \
	(MIA_FLAG_ITEMS_LOST | MIA_FLAG_PAYLOAD_LOST | MIA_FLAG_UNNAMED | MIA_FLAG_ACCESS_UNSTATED)
static inline uint64_t
unite_flags(uint64_t a, uint64_t b)
{
	return (a & b & FLAGS_OF_LOSS) | ((a | b) & ~FLAGS_OF_LOSS);
}

/* The text of the item_id column: the immutable id, else the store id. */
struct mia_text mia__item_printed_id(const struct mia_item *item);

/*
 * "<id>" without outer blanks; the case is kept, since nobody promises that
 * Exchange keeps it. Absent where nothing is left. The result lies in raw or in
 * the arena; false: out of memory.
 */
bool mia__message_id_canonical(struct arena *arena, struct mia_text raw, struct mia_text *ret);

#endif
