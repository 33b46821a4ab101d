/* The lists of a row: texts gathered from its records, sorted and without
 * repeats. Used again from row to row. */
#ifndef MIA_EXPOSURE_LISTS_H
#define MIA_EXPOSURE_LISTS_H

#include "exposure/exposure.h"

struct list {
	struct mia_text *gathered, *texts;
	uint32_t *order;
	bool *guids; /* of gathered, while ids are sorted */
	size_t count, cap, text_count, text_cap, order_cap, guid_cap;
};

void mia__row_list_release(const struct mia_allocator *a, struct list *list);
static inline void
list_clear(struct list *list)
{
	list->count = list->text_count = 0;
}
/* What is absent or empty is not listed. The text is borrowed. false: memory. */
bool mia__row_list_add(const struct mia_allocator *a, struct list *list, struct mia_text t);
bool mia__row_list_finish(const struct mia_allocator *a, struct list *list);
/* The same for ids: ways to write one GUID are one. */
bool mia__row_list_finish_ids(const struct mia_allocator *a, struct list *list);
static inline struct mia_texts
list_texts(const struct list *list)
{
	return (struct mia_texts){ list->texts, list->text_count };
}

/* What every row says of its records. */
struct record_lists {
	struct list sessions, ips, ips_raw, clients, actors, ids;
};

void mia__record_lists_release(const struct mia_allocator *a, struct record_lists *lists);
void mia__record_lists_clear(struct record_lists *lists);
bool mia__record_lists_add(const struct mia_exposure *e, struct record_lists *lists,
	const struct exposure_record *record);
bool mia__record_lists_finish(const struct mia_allocator *a, struct record_lists *lists);

#endif
