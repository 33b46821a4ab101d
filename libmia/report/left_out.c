/* What a format has no place for; told beside it, since the format itself
 * cannot. The same questions are asked as in as_*.c. */
#include "base/error.h"
#include "base/text.h"
#include "format/formats.h"
#include "report/report.h"

static enum mia_status
in_messages(const struct mia_findings *findings, enum mia_format format, uint64_t *ret, struct mia_error *err)
{
	struct mia_finding_messages *messages = NULL;
	const struct mia_message *message;
	enum mia_status status = mia_finding_messages_new(&messages, findings, err);

	while (status == MIA_OK && (status = mia_finding_messages_next(messages, &message, err)) == MIA_OK) {
		bool fits = format == MIA_FORMAT_DAT ? message->internet_message_id.len != 0
						     : mia__id_is_plain(message->internet_message_id);
		if (format == MIA_FORMAT_GRAPH)
			fits = fits && mia__mailbox_is_plain(message->mailbox);
		*ret += !fits;
	}
	mia_finding_messages_free(messages);
	return status;
}

static enum mia_status
in_folders(const struct mia_findings *findings, uint64_t *ret, struct mia_error *err)
{
	const mia_basis copied = MIA_BASIS_SYNC_FOLDER | MIA_BASIS_SYNC_UNATTR | MIA_BASIS_SYNC_CONTEXT;
	struct mia_finding_folders *folders = NULL;
	const struct mia_folder_exposure *folder;
	enum mia_status status = mia_finding_folders_new(&folders, findings, err);

	while (status == MIA_OK && (status = mia_finding_folders_next(folders, &folder, err)) == MIA_OK)
		*ret += (folder->sync_count || folder->basis & copied) && !*folder->folder_kql;
	mia_finding_folders_free(folders);
	return status;
}

enum mia_status
mia_format_left_out(enum mia_format format, const struct mia_findings *findings, uint64_t *ret,
	struct mia_error *err)
{
	enum mia_status status = MIA_END;

	if (findings == NULL || ret == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no findings, or no place for the count");
	*ret = 0;
	if (format == MIA_FORMAT_DAT || format == MIA_FORMAT_IDS || format == MIA_FORMAT_GRAPH)
		status = in_messages(findings, format, ret, err);
	else if (format == MIA_FORMAT_KQL)
		status = in_folders(findings, ret, err);
	return status == MIA_END ? MIA_OK : status;
}
