/* Messages and folders by mailbox: the rows say which mailbox by its name. */
#include "report/by_mailbox.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/sort.h"
#include "base/text.h"

struct counting {
	const struct mia_findings *findings;
	struct mailbox_counts *counts;
	uint32_t *order; /* mailboxes by their names */
	size_t count;
};

static struct mia_text
name_of(const struct counting *c, uint32_t i)
{
	return mia_findings_mailbox(c->findings, i)->mailbox;
}

static int
compare_names(const void *ctx, uint32_t x, uint32_t y)
{
	const struct counting *c = ctx;
	int order = text_compare(name_of(c, x), name_of(c, y));

	return order ? order : (x > y) - (x < y);
}

static struct mailbox_counts *
find(const struct counting *c, struct mia_text mailbox)
{
	size_t from = 0, to = c->count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (text_compare(name_of(c, c->order[middle]), mailbox) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	if (from < c->count && text_equal(name_of(c, c->order[from]), mailbox))
		return &c->counts[c->order[from]];
	return &c->counts[c->count];
}

static enum mia_status
count_messages(struct counting *c, struct mia_error *err)
{
	struct mia_finding_messages *cursor;
	const struct mia_message *message;
	enum mia_status status;

	MIA_TRY(mia_finding_messages_new(&cursor, c->findings, err));
	while ((status = mia_finding_messages_next(cursor, &message, err)) == MIA_OK)
		find(c, message->mailbox)->messages[message->level]++;
	mia_finding_messages_free(cursor);
	return status == MIA_END ? MIA_OK : status;
}

static enum mia_status
count_folders(struct counting *c, struct mia_error *err)
{
	struct mia_finding_folders *cursor;
	const struct mia_folder_exposure *folder;
	enum mia_status status;

	MIA_TRY(mia_finding_folders_new(&cursor, c->findings, err));
	while ((status = mia_finding_folders_next(cursor, &folder, err)) == MIA_OK) {
		struct mailbox_counts *counts = find(c, folder->mailbox);
		if (folder->basis & MIA_BASIS_SYNC_FOLDER)
			counts->copied++;
		else if (folder->basis & MIA_BASIS_SYNC_UNATTR)
			counts->untold++;
	}
	mia_finding_folders_free(cursor);
	return status == MIA_END ? MIA_OK : status;
}

static enum mia_status
count_all(struct counting *c, const struct mia_allocator *a, struct mia_error *err)
{
	for (size_t i = 0; i < c->count; i++)
		c->order[i] = (uint32_t)i;
	if (!mia__sort_numbers(a, c->order, c->count, compare_names, c))
		return mia__fail_memory(err);
	MIA_TRY(count_messages(c, err));
	return count_folders(c, err);
}

enum mia_status
mia__by_mailbox(struct mailbox_counts **ret, const struct mia_allocator *a,
	const struct mia_findings *findings, struct mia_error *err)
{
	struct counting c = { .findings = findings, .count = mia_findings_mailbox_count(findings) };
	enum mia_status status = MIA_OK;

	c.counts = mia__alloc(a, c.count + 1, sizeof(*c.counts));
	c.order = mia__alloc(a, c.count + 1, sizeof(*c.order));
	if (c.counts == NULL || c.order == NULL)
		status = mia__fail_memory(err);
	else
		status = count_all(&c, a, err);
	mia__dealloc(a, c.order, c.count + 1, sizeof(*c.order));
	if (status < 0)
		mia__dealloc(a, c.counts, c.count + 1, sizeof(*c.counts));
	else
		*ret = c.counts;
	return status;
}
