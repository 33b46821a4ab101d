/* Where the log says that the messages of a list lay, and what a folder that
 * was copied makes of them. */
#ifndef MIA_FINDINGS_LAIN_H
#define MIA_FINDINGS_LAIN_H

#include "exposure/exposure.h"
#include "findings/blindness.h"

/* A message of the list in one mailbox where the log places it. */
struct lain {
	size_t listed; /* place on the list */
	uint32_t box;
	mia_basis basis; /* SYNC_FOLDER, SYNC_CONTEXT, SYNC_UNATTR; 0: none of them */
	struct known_of_message known;
	bool said; /* a row that rests on more bears it */
};

struct lain_list {
	struct lain *v;
	size_t count, cap;
};

/* Adds what the log says of one id of the list, in any order of mailboxes.
 * false: memory. */
bool mia__lain_add(struct lain_list *list, const struct mia_exposure *exposure,
	const struct finding_view *view, const struct finding_boxes *b, size_t listed, bool item,
	struct mia_text id);
/* After the last was added. false: memory. */
bool mia__lain_sort(struct lain_list *list, const struct mia_allocator *a);
/* Of one id and mailbox; or NULL. */
struct lain *mia__lain_find(const struct lain_list *list, size_t listed, uint32_t box);
/* Where those of one id begin. */
size_t mia__lain_first(const struct lain_list *list, size_t listed);

#endif
