/* Item lists that libmia wrote, as they are read again. */
#ifndef MIA_REPORT_DIFF_H
#define MIA_REPORT_DIFF_H

#include <mia/diff.h>

#include "base/arena.h"

enum list_kind { LIST_UNKNOWN = 0, LIST_MESSAGES, LIST_FOLDERS };

struct listed_item {
	struct mia_text mailbox_key; /* in lower case */
	struct mia_text mailbox, internet_message_id, item_id, folder, folder_id;
	struct mia_text exposure, basis, subject;
	uint64_t record, offset; /* where it stands */
	const char *source;
};

struct item_list {
	struct mia_allocator a;
	struct arena kept;
	struct listed_item *items; /* by mia__item_list_compare, each once */
	size_t count, cap;
	enum list_kind kind; /* unknown: it has no row */
};

void mia__item_list_init(struct item_list *list, const struct mia_allocator *a);
void mia__item_list_release(struct item_list *list);
/* Reads the evidence to its end, sorts, and removes repeats. */
enum mia_status mia__item_list_read(struct item_list *list, struct mia_evidence *evidence,
	struct mia_error *err);
/* 0: the same item. */
int mia__item_list_compare(enum list_kind kind, const struct listed_item *a, const struct listed_item *b);

#endif
