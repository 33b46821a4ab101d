#include "base/error.h"
#include "report/basis.h"
#include "report/report.h"

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
	COLUMN_TOTAL
};

static const struct column columns[COLUMN_TOTAL] = {
	[MAILBOX] = { "mailbox", COLUMN_TEXT, 2, 16, 40, false, COLUMN_PERSON },
	[FOLDER] = { "folder", COLUMN_TEXTS, 1, 16, 60, false, COLUMN_PROSE },
	[FOLDER_ID] = { "folder_id", COLUMN_TEXT, 0, 0, 0, false, COLUMN_OPEN },
	[EXPOSURE] = { "exposure", COLUMN_TEXT, 3, 18, 18, false, COLUMN_OPEN },
	[BASIS] = { "basis", COLUMN_TEXTS, 10, 11, 24, false, COLUMN_OPEN },
	[SYNC_COUNT] = { "sync_count", COLUMN_COUNT, 4, 20, 20, false, COLUMN_OPEN },
	[FIRST_SYNC] = { "first_sync", COLUMN_TIME, 7, 20, 28, false, COLUMN_OPEN },
	[LAST_SYNC] = { "last_sync", COLUMN_TIME, 11, 20, 28, false, COLUMN_OPEN },
	[BIND_COUNT] = { "bind_count", COLUMN_COUNT, 5, 20, 20, false, COLUMN_OPEN },
	[FIRST_BIND] = { "first_bind", COLUMN_TIME, 9, 20, 28, false, COLUMN_OPEN },
	[LAST_BIND] = { "last_bind", COLUMN_TIME, 12, 20, 28, false, COLUMN_OPEN },
	[MESSAGES_ACCESSED] = { "messages_accessed", COLUMN_COUNT, 6, 20, 20, false, COLUMN_OPEN },
	[SESSIONS] = { "sessions", COLUMN_TEXTS, 0, 0, 0, false, COLUMN_OPEN },
	[CLIENT_IPS] = { "client_ips", COLUMN_TEXTS, 8, 15, 45, false, COLUMN_OPEN },
	[CLIENTS] = { "clients", COLUMN_TEXTS, 13, 12, 30, false, COLUMN_PROSE },
	[ACTORS] = { "actors", COLUMN_TEXTS, 14, 16, 40, false, COLUMN_PERSON },
	[FOLDER_KQL] = { "folder_kql", COLUMN_TEXT, 0, 0, 0, false, COLUMN_OPEN },
	[RECORD_IDS] = { "record_ids", COLUMN_TEXTS, 0, 0, 0, false, COLUMN_OPEN },
	[CLIENT_IPS_RAW] = { "client_ips_raw", COLUMN_TEXTS, 0, 0, 0, true, COLUMN_PROSE },
	[ITEMS] = { "items", COLUMN_SIZE, 15, 20, 20, false, COLUMN_OPEN },
};

struct rows {
	const struct mia_findings *findings;
	struct mia_finding_folders *cursor;
	struct mia_text basis[MIA_BASIS_COUNT];
};

static enum mia_status
rows_rewind(void *ctx, struct mia_error *err)
{
	struct rows *rows = ctx;

	mia_finding_folders_free(rows->cursor);
	rows->cursor = NULL;
	return mia_finding_folders_new(&rows->cursor, rows->findings, err);
}

static enum mia_status
rows_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct rows *rows = ctx;
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
	return MIA_OK;
}

enum mia_status
mia__table_of_folders(const struct mia_findings *findings, table_use *use, void *ctx, struct mia_error *err)
{
	struct rows rows = { .findings = findings };
	const struct table table = {
		columns,
		COLUMN_TOTAL,
		"no access in scope that names a folder is recorded",
		rows_next,
		rows_rewind,
		&rows,
		NULL,
	};

	if (findings == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no findings to report");
	enum mia_status status = use(ctx, &table, err);
	mia_finding_folders_free(rows.cursor);
	return status;
}

enum mia_status
mia_report_folders(const struct mia_findings *findings, const struct mia_report_options *options,
	struct mia_error *err)
{
	struct report_use use = { options };

	return mia__table_of_folders(findings, mia__report_use, &use, err);
}
