#include <stdio.h>

#include "base/error.h"
#include "findings/findings.h"
#include "format/formats.h"
#include "report/basis.h"
#include "report/report.h"

enum {
	MAILBOX,
	INTERNET_MESSAGE_ID,
	ITEM_ID,
	EXPOSURE,
	BASIS,
	ACCESS_COUNT,
	FIRST_ACCESS,
	LAST_ACCESS,
	FOLDERS,
	SUBJECT,
	SIZE_BYTES,
	SESSIONS,
	CLIENT_IPS,
	CLIENTS,
	ACTORS,
	MESSAGE_ID_HASH,
	RECORD_IDS,
	CLIENT_IPS_RAW,
	SENDER,
	RECEIVED,
	ATTACHMENT_COUNT,
	COLUMN_TOTAL
};

static const struct column columns[COLUMN_TOTAL] = {
	[MAILBOX] = { "mailbox", COLUMN_TEXT, 2, 16, 40, false, COLUMN_PERSON },
	[INTERNET_MESSAGE_ID] = { "internet_message_id", COLUMN_TEXT, 1, 26, 90, false, COLUMN_OPEN },
	[ITEM_ID] = { "item_id", COLUMN_TEXTS, 0, 0, 0, false, COLUMN_OPEN },
	[EXPOSURE] = { "exposure", COLUMN_TEXT, 3, 18, 18, false, COLUMN_OPEN },
	[BASIS] = { "basis", COLUMN_TEXTS, 10, 11, 24, false, COLUMN_OPEN },
	[ACCESS_COUNT] = { "access_count", COLUMN_COUNT, 6, 20, 20, false, COLUMN_OPEN },
	[FIRST_ACCESS] = { "first_access", COLUMN_TIME, 4, 20, 28, false, COLUMN_OPEN },
	[LAST_ACCESS] = { "last_access", COLUMN_TIME, 9, 20, 28, false, COLUMN_OPEN },
	[FOLDERS] = { "folders", COLUMN_TEXTS, 8, 12, 40, false, COLUMN_PROSE },
	[SUBJECT] = { "subject", COLUMN_TEXT, 5, 12, 60, false, COLUMN_SUBJECT },
	[SIZE_BYTES] = { "size_bytes", COLUMN_SIZE, 0, 0, 0, false, COLUMN_OPEN },
	[SESSIONS] = { "sessions", COLUMN_TEXTS, 0, 0, 0, false, COLUMN_OPEN },
	[CLIENT_IPS] = { "client_ips", COLUMN_TEXTS, 7, 15, 45, false, COLUMN_OPEN },
	[CLIENTS] = { "clients", COLUMN_TEXTS, 11, 12, 30, false, COLUMN_PROSE },
	[ACTORS] = { "actors", COLUMN_TEXTS, 12, 16, 40, false, COLUMN_PERSON },
	[MESSAGE_ID_HASH] = { "message_id_hash", COLUMN_TEXT, 0, 0, 0, false, COLUMN_OPEN },
	[RECORD_IDS] = { "record_ids", COLUMN_TEXTS, 0, 0, 0, false, COLUMN_OPEN },
	[CLIENT_IPS_RAW] = { "client_ips_raw", COLUMN_TEXTS, 0, 0, 0, true, COLUMN_PROSE },
	[SENDER] = { "sender", COLUMN_TEXT, 13, 16, 40, false, COLUMN_PERSON },
	[RECEIVED] = { "received", COLUMN_TIME, 14, 20, 28, false, COLUMN_OPEN },
	[ATTACHMENT_COUNT] = { "attachment_count", COLUMN_COUNT, 0, 0, 0, false, COLUMN_OPEN },
};

struct rows {
	const struct mia_findings *findings;
	struct mia_finding_messages *cursor;
	struct mia_text basis[MIA_BASIS_COUNT];
	bool for_people;
	char nameless[96];
};

/* Items without a message id would all look the same on a terminal. */
static struct mia_text
show_item(struct rows *rows, const struct mia_message *message)
{
	struct mia_text id = message->item_ids.count ? message->item_ids.ptr[0] : TEXT_ABSENT;
	size_t shown = id.len < 60 ? id.len : 60;

	if (message->internet_message_id.ptr || !rows->for_people || !id.ptr)
		return message->internet_message_id;
	/* The end of a store id tells items of one folder apart. */
	int n = snprintf(rows->nameless, sizeof(rows->nameless), "(none; item ...%.*s)", (int)shown,
		id.ptr + id.len - shown);
	return (struct mia_text){ rows->nameless, (size_t)n };
}

static enum mia_status
rows_rewind(void *ctx, struct mia_error *err)
{
	struct rows *rows = ctx;

	mia_finding_messages_free(rows->cursor);
	rows->cursor = NULL;
	return mia_finding_messages_new(&rows->cursor, rows->findings, err);
}

static enum mia_status
rows_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct rows *rows = ctx;
	const struct mia_message *message;
	enum mia_status status = mia_finding_messages_next(rows->cursor, &message, err);

	if (status != MIA_OK)
		return status;
	row[MAILBOX].text = message->mailbox;
	row[INTERNET_MESSAGE_ID].text = show_item(rows, message);
	row[ITEM_ID].texts = message->item_ids;
	row[EXPOSURE].text = text_of(mia_level_name(message->level));
	row[BASIS].texts = basis_names(message->basis, rows->basis);
	row[ACCESS_COUNT].count = message->access_count;
	row[FIRST_ACCESS].time = message->first_access;
	row[LAST_ACCESS].time = message->last_access;
	row[FOLDERS].texts = message->folders;
	row[SUBJECT].text = message->subject;
	row[SIZE_BYTES].size = message->size_bytes;
	row[SESSIONS].texts = message->sessions;
	row[CLIENT_IPS].texts = message->client_ips;
	row[CLIENTS].texts = message->clients;
	row[ACTORS].texts = message->actors;
	row[MESSAGE_ID_HASH].text =
		*message->message_id_hash ? text_of(message->message_id_hash) : TEXT_ABSENT;
	row[RECORD_IDS].texts = message->record_ids;
	row[CLIENT_IPS_RAW].texts = message->client_ips_raw;
	row[SENDER].text = message->sender;
	row[RECEIVED].time = message->received;
	row[ATTACHMENT_COUNT].count = message->attachment_count;
	return MIA_OK;
}

enum mia_status
mia__table_of_messages(const struct mia_findings *findings, bool for_people, table_use *use, void *ctx,
	struct mia_error *err)
{
	struct rows rows = { .findings = findings, .for_people = for_people };
	const struct table table = {
		columns,
		COLUMN_TOTAL,
		"no access in scope that names a message is recorded",
		rows_next,
		rows_rewind,
		&rows,
		NULL,
	};

	if (findings == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no findings to report");
	enum mia_status status = use(ctx, &table, err);
	mia_finding_messages_free(rows.cursor);
	return status;
}

struct ids_use {
	const struct mia_findings *findings;
	const struct mia_report_options *options;
};

static enum mia_status
ids_use(void *ctx, const struct table *table, struct mia_error *err)
{
	const struct ids_use *use = ctx;
	struct sink sink;

	mia__sink_init(&sink, use->options->write, use->options->ctx);
	MIA_TRY(mia__as_ids(&sink, table, &use->findings->a, err));
	return mia__sink_finish(&sink, err);
}

enum mia_status
mia_report_messages(const struct mia_findings *findings, const struct mia_report_options *options,
	struct mia_error *err)
{
	struct report_use use = { options };

	MIA_TRY(mia__report_check(options, err));
	if (options->format == MIA_FORMAT_IDS)
		return mia__table_of_messages(findings, false, ids_use,
			&(struct ids_use){ findings, options }, err);
	return mia__table_of_messages(findings, options->format == MIA_FORMAT_TABLE, mia__report_use, &use,
		err);
}
