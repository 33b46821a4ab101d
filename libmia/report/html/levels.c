/* Counts the messages of each mailbox by level, and finds the group of rows that
 * a number on the first page leads to. */
#include "report/html/levels.h"

#include "base/error.h"
#include "findings/findings.h"
#include "report/by_mailbox.h"

/* One table of the page while its rows go by: groups begin as table.c begins them. */
struct group_count {
	struct buf last;
	uint64_t rows;
	uint32_t groups;
};

static uint32_t
next_group(struct group_count *count, struct mia_text mailbox)
{
	if (count->rows++ >= HTML_ROWS)
		return NO_GROUP;
	if (count->groups == 0 || !text_equal(mailbox, buf_view(&count->last))) {
		buf_clear(&count->last);
		mia__buf_text(&count->last, mailbox);
		count->groups++;
	}
	return count->groups - 1;
}

static enum mia_status
count_messages(struct levels *levels, const struct mia_findings *findings, struct group_count *counts,
	struct mia_error *err)
{
	struct mia_finding_messages *cursor = NULL;
	const struct mia_message *message;
	enum mia_status status = mia_finding_messages_new(&cursor, findings, err);

	if (status >= 0)
		mia__finding_messages_brief(cursor);
	while (status >= 0 && (status = mia_finding_messages_next(cursor, &message, err)) == MIA_OK) {
		uint32_t group = next_group(&counts[message->level], message->mailbox);
		struct box_rows *box =
			&levels->boxes[mia__mailbox_of(findings, message->mailbox, message->mailbox_guid)];
		box->messages[message->level]++;
		if (box->group[message->level] == NO_GROUP)
			box->group[message->level] = group;
	}
	mia_finding_messages_free(cursor);
	return status;
}

static enum mia_status
count_folders(struct levels *levels, const struct mia_findings *findings, struct group_count *count,
	struct mia_error *err)
{
	struct mia_finding_folders *cursor = NULL;
	const struct mia_folder_exposure *folder;
	enum mia_status status = mia_finding_folders_new(&cursor, findings, err);

	while (status >= 0 && (status = mia_finding_folders_next(cursor, &folder, err)) == MIA_OK) {
		uint32_t group = next_group(count, folder->mailbox);
		struct box_rows *box =
			&levels->boxes[mia__mailbox_of(findings, folder->mailbox, folder->mailbox_guid)];
		if (box->folders == NO_GROUP)
			box->folders = group;
	}
	mia_finding_folders_free(cursor);
	return status;
}

enum mia_status
mia__html_levels_make(struct page *page, struct levels *levels, struct mia_error *err)
{
	const struct mia_findings *findings = page->c->findings;
	struct group_count counts[MIA_LEVEL_COUNT + 1];
	bool failed = false;

	*levels = (struct levels){ .count = mia_findings_mailbox_count(findings) };
	if (levels->count == 0)
		return MIA_OK;
	levels->boxes = mia__alloc(&page->a, levels->count + 1, sizeof(*levels->boxes));
	if (!levels->boxes)
		return mia__fail_memory(err);
	for (size_t i = 0; i <= levels->count; i++) {
		levels->boxes[i].folders = NO_GROUP;
		for (int level = 0; level < MIA_LEVEL_COUNT; level++)
			levels->boxes[i].group[level] = NO_GROUP;
	}
	for (int i = 0; i <= MIA_LEVEL_COUNT; i++) {
		counts[i] = (struct group_count){ .rows = 0 };
		mia__buf_init(&counts[i].last, &page->a);
	}
	enum mia_status status = count_messages(levels, findings, counts, err);
	if (status >= 0)
		status = count_folders(levels, findings, &counts[MIA_LEVEL_COUNT], err);
	for (int i = 0; i <= MIA_LEVEL_COUNT; i++) {
		failed = failed || counts[i].last.failed;
		mia__buf_release(&counts[i].last);
	}
	if (status >= 0 && failed)
		return mia__fail_memory(err);
	return status < 0 ? status : MIA_OK;
}

void
mia__html_levels_release(struct page *page, struct levels *levels)
{
	if (levels->boxes)
		mia__dealloc(&page->a, levels->boxes, levels->count + 1, sizeof(*levels->boxes));
}
