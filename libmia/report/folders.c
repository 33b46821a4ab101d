/* One row a mailbox and folder: copied by syncs, or named by binds. */
#include "base/error.h"
#include "findings/findings.h"
#include "report/basis.h"
#include "report/report.h"
#include "report/words.h"

enum {
	MAILBOX,
	FOLDER,
	FOLDER_ID,
	EXPOSURE,
	BASIS,
	SYNC_COUNT,
	FIRST_SYNC,
	LAST_SYNC,
	BIND_COUNT,
	FIRST_BIND,
	LAST_BIND,
	MESSAGES_ACCESSED,
	SESSIONS,
	CLIENT_IPS,
	CLIENTS,
	ACTORS,
	FOLDER_KQL,
	RECORD_IDS,
	CLIENT_IPS_RAW,
	ITEMS,
	SYNCS_UNATTRIBUTED,
	BINDS_UNATTRIBUTED,
	COLUMN_TOTAL
};

static const struct column columns[COLUMN_TOTAL] = {
	[MAILBOX] = { "mailbox", MIA_COLUMN_TEXT, MIA_NAMES_PERSON, 3, 8, 40,
		.help = "Whose mailbox: UPN as last written, else the GUID." },
	[FOLDER] = { "folder", MIA_COLUMN_TEXTS, MIA_NAMES_PROSE, 1, 12, 60,
		.help = "The paths that any record of the evidence gives it; a bare name where no path is "
			"known." },
	[FOLDER_ID] = { "folder_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, .help = "Folder id." },
	[EXPOSURE] = { "exposure", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 2, 18, 18,
		.words = mia__words_of_levels,
		.help = "'access recorded': binds in scope name items in it. 'presumed copied': a sync "
			"in scope copied it, so all that lay in it then is presumed copied. "
			"'unattributed': recorded, but what the scope asks about is missing." },
	[BASIS] = { "basis", MIA_COLUMN_TEXTS, MIA_NAMES_NOBODY, 14, 11, 24,
		.help = "All that the exposure rests on; docs/records.md explains each." },
	[SYNC_COUNT] = { "sync_count", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 4, 20, 20, .title = "syncs",
		.help = "Distinct sync records in scope." },
	[FIRST_SYNC] = { "first_sync", MIA_COLUMN_TIME, MIA_NAMES_NOBODY, 8, 14, 28,
		.help = "Time of the first." },
	[LAST_SYNC] = { "last_sync", MIA_COLUMN_TIME, MIA_NAMES_NOBODY, 12, 14, 28,
		.help = "Time of the last." },
	[BIND_COUNT] = { "bind_count", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 6, 20, 20, .title = "binds",
		.help = "Distinct bind records in scope that name items in it." },
	[FIRST_BIND] = { "first_bind", MIA_COLUMN_TIME, MIA_NAMES_NOBODY, 9, 14, 28,
		.help = "Time of the first, within about two minutes." },
	[LAST_BIND] = { "last_bind", MIA_COLUMN_TIME, MIA_NAMES_NOBODY, 13, 14, 28,
		.help = "Time of the last, likewise." },
	[MESSAGES_ACCESSED] = { "messages_accessed", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 7, 20, 20,
		.title = "messages",
		.help = "Distinct items that those binds name; where exposure is 'unattributed', those of "
			"binds_unattributed." },
	[SESSIONS] = { "sessions", MIA_COLUMN_TEXTS, MIA_NAMES_NOBODY, .help = "Session ids." },
	[CLIENT_IPS] = { "client_ips", MIA_COLUMN_TEXTS, MIA_NAMES_NOBODY, 10, 15, 45, .title = "addresses",
		.help = "Client addresses, without port." },
	[CLIENTS] = { "clients", MIA_COLUMN_TEXTS, MIA_NAMES_PROSE, 15, 12, 30,
		.help = "Plain names of the clients." },
	[ACTORS] = { "actors", MIA_COLUMN_TEXTS, MIA_NAMES_PERSON, 16, 16, 40,
		.help = "The accounts that acted." },
	[FOLDER_KQL] = { "folder_kql", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY,
		.help = "The folder as a search condition for Purview eDiscovery." },
	[RECORD_IDS] = { "record_ids", MIA_COLUMN_TEXTS, MIA_NAMES_NOBODY,
		.help = "The records behind the row; 'mia explain' shows them." },
	[CLIENT_IPS_RAW] = { "client_ips_raw", MIA_COLUMN_TEXTS, MIA_NAMES_PROSE,
		.help = "The addresses as written.", .json_only = true },
	[ITEMS] = { "items", MIA_COLUMN_SIZE, MIA_NAMES_NOBODY, 11, 20, 20,
		.help = "Items in it by folder statistics (--inventory), when these were exported." },
	[SYNCS_UNATTRIBUTED] = { "syncs_unattributed", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 5, 20, 20,
		.title = "syncs_untold",
		.help = "Records that may be such syncs: what the scope asks about, or the kind of "
			"access, is missing there." },
	[BINDS_UNATTRIBUTED] = { "binds_unattributed", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 17, 20, 20,
		.title = "binds_untold",
		.help = "Records that name items in it, of which the scope cannot tell." },
};
const struct report_columns mia__columns_of_folders = { columns, COLUMN_TOTAL };

static enum mia_status
rows_rewind(void *ctx, struct mia_error *err)
{
	struct folder_rows *rows = ctx;

	mia_finding_folders_free(rows->cursor);
	rows->cursor = NULL;
	return mia_finding_folders_new(&rows->cursor, rows->findings, err);
}

static enum mia_status
rows_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct folder_rows *rows = ctx;
	const struct mia_folder_exposure *folder;
	enum mia_status status = mia_finding_folders_next(rows->cursor, &folder, err);

	if (status != MIA_OK)
		return status;
	row[MAILBOX].text = folder->mailbox;
	row[FOLDER].texts = folder->folder;
	row[FOLDER_ID].text = folder->folder_id;
	row[EXPOSURE].text = text_of(mia_level_name(folder->level));
	row[BASIS].texts = basis_names(folder->basis, rows->basis);
	row[SYNC_COUNT].count = folder->sync_count;
	row[FIRST_SYNC].time = folder->first_sync;
	row[LAST_SYNC].time = folder->last_sync;
	row[BIND_COUNT].count = folder->bind_count;
	row[FIRST_BIND].time = folder->first_bind;
	row[LAST_BIND].time = folder->last_bind;
	row[MESSAGES_ACCESSED].count = folder->messages_accessed;
	row[SESSIONS].texts = folder->sessions;
	row[CLIENT_IPS].texts = folder->client_ips;
	row[CLIENTS].texts = folder->clients;
	row[ACTORS].texts = folder->actors;
	row[FOLDER_KQL].text = *folder->folder_kql ? text_of(folder->folder_kql) : TEXT_ABSENT;
	row[RECORD_IDS].texts = folder->record_ids;
	row[CLIENT_IPS_RAW].texts = folder->client_ips_raw;
	row[ITEMS].size = folder->items;
	row[SYNCS_UNATTRIBUTED].count = folder->syncs_unattributed;
	row[BINDS_UNATTRIBUTED].count = folder->binds_unattributed;
	return MIA_OK;
}

static void
rows_close(struct open_table *open)
{
	mia_finding_folders_free(open->rows.folders.cursor);
}

enum mia_status
mia__folders_open(struct open_table *ret, const struct mia_findings *findings, struct mia_error *err)
{
	if (findings == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no findings to report");
	*ret = (struct open_table){
		.table = {
			.kind = MIA_REPORT_FOLDERS,
			.columns = columns,
			.column_count = COLUMN_TOTAL,
			.order = "exposure,-sync_count,first_sync",
			.none = "no access in scope that names a folder is recorded",
			.next = rows_next,
			.rewind = rows_rewind,
			.rows = &ret->rows.folders,
			.allocator = &findings->a,
		},
		.rows.folders = { .findings = findings },
		.close = rows_close,
	};
	return MIA_OK;
}

enum mia_status
mia_report_folders(const struct mia_findings *findings, const struct mia_report_options *options,
	struct mia_error *err)
{
	struct open_table open;

	MIA_TRY(mia__report_check(options, err));
	MIA_TRY(mia__folders_open(&open, findings, err));
	return mia__report_write_open(&open, options, err);
}
