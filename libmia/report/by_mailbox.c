/* Messages and folders by mailbox: the rows say which mailbox by its name. */
#include "report/by_mailbox.h"

#include "base/alloc.h"
#include "base/error.h"
#include "findings/findings.h"

size_t
mia__mailbox_of(const struct mia_findings *findings, struct mia_text mailbox, struct mia_text guid)
{
	size_t count = mia_findings_mailbox_count(findings);
	uint32_t box = mia__finding_boxes_find(&findings->boxes, mailbox, guid);

	/* Records that name no mailbox are a finding of their own, the first one. */
	if (mailbox.len == 0 && count && mia_findings_mailbox(findings, 0)->mailbox.len == 0)
		return 0;
	return box < count ? box : count;
}

static enum mia_status
count_messages(struct mailbox_counts *counts, const struct mia_findings *findings, struct mia_error *err)
{
	struct mia_finding_messages *cursor;
	const struct mia_message *message;
	enum mia_status status;

	MIA_TRY(mia_finding_messages_new(&cursor, findings, err));
	mia__finding_messages_brief(cursor);
	while ((status = mia_finding_messages_next(cursor, &message, err)) == MIA_OK)
		counts[mia__mailbox_of(findings, message->mailbox, message->mailbox_guid)]
			.messages[message->level]++;
	mia_finding_messages_free(cursor);
	return status == MIA_END ? MIA_OK : status;
}

static enum mia_status
count_folders(struct mailbox_counts *counts, const struct mia_findings *findings, struct mia_error *err)
{
	struct mia_finding_folders *cursor;
	const struct mia_folder_exposure *folder;
	enum mia_status status;

	MIA_TRY(mia_finding_folders_new(&cursor, findings, err));
	while ((status = mia_finding_folders_next(cursor, &folder, err)) == MIA_OK) {
		struct mailbox_counts *box =
			&counts[mia__mailbox_of(findings, folder->mailbox, folder->mailbox_guid)];
		if (folder->basis & MIA_BASIS_SYNC_FOLDER)
			box->copied++;
		else if (folder->basis & MIA_BASIS_SYNC_UNATTR)
			box->untold++;
	}
	mia_finding_folders_free(cursor);
	return status == MIA_END ? MIA_OK : status;
}

enum mia_status
mia__by_mailbox(struct mailbox_counts **ret, const struct mia_allocator *a,
	const struct mia_findings *findings, struct mia_error *err)
{
	size_t count = mia_findings_mailbox_count(findings) + 1;
	struct mailbox_counts *counts = mia__alloc(a, count, sizeof(*counts));

	if (counts == NULL)
		return mia__fail_memory(err);
	enum mia_status status = count_messages(counts, findings, err);
	if (status == MIA_OK)
		status = count_folders(counts, findings, err);
	if (status < 0)
		mia__dealloc(a, counts, count, sizeof(*counts));
	else
		*ret = counts;
	return status;
}
