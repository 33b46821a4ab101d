/* Folders of several mailboxes by id and path, each with a value; of equal
 * ones the highest value is found. Private. */
#ifndef MIA_FINDINGS_PLACES_H
#define MIA_FINDINGS_PLACES_H

#include "base/arena.h"
#include "base/text.h"

struct place {
	uint32_t box;
	uint8_t kind;
	struct mia_text text;
	int64_t value;
};

struct places {
	struct mia_allocator a;
	struct place *entries;
	size_t count, cap;
	uint32_t *order;
	size_t order_cap;
	struct arena keys; /* ids in one form, whatever form they are written in */
};

enum place_match { ELSEWHERE, BY_BARE_NAME, CERTAIN };

/* A damaged id tells nothing. */
static inline bool
place_has_id(struct mia_text id)
{
	return id.len && !mia__text_repaired(id);
}

static inline bool
place_is_path(struct mia_text name)
{
	return name.len && *name.ptr == '\\';
}

void mia__places_init(struct places *p, const struct mia_allocator *a);
void mia__places_release(struct places *p);
/* Texts are borrowed. By its id alone; as an inventory lists it; as the log
 * names it. false: memory. */
bool mia__places_add_id(struct places *p, uint32_t box, struct mia_text id, int64_t value);
bool mia__places_add_listed(struct places *p, uint32_t box, struct mia_text id, struct mia_text path,
	int64_t value);
bool mia__places_add_logged(struct places *p, uint32_t box, struct mia_text id, struct mia_texts names,
	int64_t value);
/* After the last was added. false: memory. */
bool mia__places_sort(struct places *p);
/* Values are above INT64_MIN here. */
bool mia__places_find_id(const struct places *p, uint32_t box, struct mia_text id, int64_t *ret);
/* The same, of an id that both have from the log, which writes it in one form. */
bool mia__places_find_logged_id(const struct places *p, uint32_t box, struct mia_text id, int64_t *ret);
/* How well a listed folder is a logged one of at least that value. */
enum place_match mia__places_match(const struct places *p, uint32_t box, struct mia_text id,
	struct mia_text path, int64_t least);
bool mia__places_match_logged(const struct places *p, uint32_t box, struct mia_text path, int64_t least);
/* The highest value of the listed folders that a logged one certainly is, or
 * `least`. */
int64_t mia__places_highest(const struct places *p, uint32_t box, struct mia_text id, struct mia_texts names,
	int64_t least);

#endif
