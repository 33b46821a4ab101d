/* One row a mailbox and message: what the findings say of it. */
#include <stddef.h>
#include <stdio.h>

#include "base/error.h"
#include "findings/findings.h"
#include "report/basis.h"
#include "report/report.h"
#include "report/words.h"

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
	[MAILBOX] = { "mailbox", MIA_COLUMN_TEXT, MIA_NAMES_PERSON, 5, 8, 40,
		.help = "Whose mailbox: UPN as last written, else the GUID." },
	[INTERNET_MESSAGE_ID] = { "internet_message_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 7, 20, 90,
		.title = "message_id", .instead = SUBJECT + 1,
		.help = "Message-ID in canonical form, with angle brackets." },
	[ITEM_ID] = { "item_id", MIA_COLUMN_TEXTS, MIA_NAMES_NOBODY,
		.help = "Immutable id, else the store id; several where it changed." },
	[EXPOSURE] = { "exposure", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 2, 18, 18,
		.words = mia__words_of_levels,
		.help = "'access recorded': a bind in scope names the message, or AttachmentAccess an "
			"attachment of it. The log does not show what was done with it. 'presumed "
			"copied': by the inventory it lay in a folder that a sync in scope copied, or "
			"came while a rule forwarded mail. 'handled': another operation in scope names it. "
			"'unattributed': an access is recorded, but what the scope asks about is missing "
			"from the record. With --list also 'cannot exclude' and 'none recorded'." },
	[BASIS] = { "basis", MIA_COLUMN_TEXTS, MIA_NAMES_NOBODY, 12, 11, 24,
		.help = "All that the exposure rests on; docs/records.md explains each." },
	[ACCESS_COUNT] = { "access_count", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 8, 20, 20, .title = "records",
		.help = "Distinct records that name the message." },
	[FIRST_ACCESS] = { "first_access", MIA_COLUMN_TIME, MIA_NAMES_NOBODY, 1, 14, 28, .title = "time",
		.help = "Time of the first, within about two minutes (the log gathers)." },
	[LAST_ACCESS] = { "last_access", MIA_COLUMN_TIME, MIA_NAMES_NOBODY, 9, 14, 28, .title = "last",
		.help = "Time of the last, likewise." },
	[FOLDERS] = { "folders", MIA_COLUMN_TEXTS, MIA_NAMES_PROSE, 4, 10, 40, .title = "folder",
		.help = "Where it lay." },
	[SUBJECT] = { "subject", MIA_COLUMN_TEXT, MIA_NAMES_SUBJECT, 3, 12, 60,
		.help = "From any record of the evidence that states it." },
	[SIZE_BYTES] = { "size_bytes", MIA_COLUMN_SIZE, MIA_NAMES_NOBODY, .help = "Likewise." },
	[SESSIONS] = { "sessions", MIA_COLUMN_TEXTS, MIA_NAMES_NOBODY, .help = "Session ids." },
	[CLIENT_IPS] = { "client_ips", MIA_COLUMN_TEXTS, MIA_NAMES_NOBODY, 6, 15, 45, .title = "address",
		.help = "Client addresses, without port." },
	[CLIENTS] = { "clients", MIA_COLUMN_TEXTS, MIA_NAMES_PROSE, 10, 12, 30,
		.help = "Plain names of the clients." },
	[ACTORS] = { "actors", MIA_COLUMN_TEXTS, MIA_NAMES_PERSON, 11, 16, 40,
		.help = "The accounts that acted." },
	[MESSAGE_ID_HASH] = { "message_id_hash", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY,
		.help = "EDRM message id hash, to find the message in review platforms." },
	[RECORD_IDS] = { "record_ids", MIA_COLUMN_TEXTS, MIA_NAMES_NOBODY,
		.help = "The records behind the row; 'mia explain' shows them." },
	[CLIENT_IPS_RAW] = { "client_ips_raw", MIA_COLUMN_TEXTS, MIA_NAMES_PROSE,
		.help = "The addresses as written.", .json_only = true },
	[SENDER] = { "sender", MIA_COLUMN_TEXT, MIA_NAMES_PERSON, 13, 16, 40, .help = "From the inventory." },
	[RECEIVED] = { "received", MIA_COLUMN_TIME, MIA_NAMES_NOBODY, 14, 14, 28,
		.help = "When it came into the mailbox, by the inventory." },
	[ATTACHMENT_COUNT] = { "attachment_count", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY,
		.help = "Attachments that AttachmentAccess names, at least." },
};
const struct report_columns mia__columns_of_messages = { columns, COLUMN_TOTAL };

/* Items without a message id would all look the same on a terminal. */
static struct mia_text
show_item(struct message_rows *rows, const struct mia_message *message)
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
	struct message_rows *rows = ctx;

	mia_finding_messages_free(rows->cursor);
	rows->cursor = NULL;
	MIA_TRY(mia_finding_messages_new(&rows->cursor, rows->findings, err));
	if (rows->end)
		mia__finding_messages_limit(rows->cursor, rows->start, rows->end);
	return MIA_OK;
}

static enum mia_status
rows_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct message_rows *rows = ctx;
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

static void
rows_close(struct open_table *open)
{
	mia_finding_messages_free(open->rows.messages.cursor);
}

static size_t
rows_count(const void *ctx)
{
	return mia__finding_messages_count(((const struct message_rows *)ctx)->findings);
}

static enum mia_status
rows_part(void *ctx, size_t start, size_t end, struct table *ret, struct mia_error *err)
{
	const struct message_rows *all = ctx;
	const struct mia_allocator *a = &all->findings->a;
	struct open_table *open = mia__alloc(a, 1, sizeof(*open));

	if (!open)
		return mia__fail_memory(err);
	enum mia_status status = mia__messages_open(open, all->findings, all->for_people, err);
	if (status != MIA_OK) {
		mia__dealloc(a, open, 1, sizeof(*open));
		return status;
	}
	open->rows.messages.start = start;
	open->rows.messages.end = end;
	*ret = open->table;
	return MIA_OK;
}

/* The rows are a member of the open table. */
static void
rows_close_part(struct table *part)
{
	struct open_table *open =
		(struct open_table *)(void *)((char *)part->rows - offsetof(struct open_table, rows));
	struct mia_allocator a = *part->allocator;

	mia__table_close(open);
	mia__dealloc(&a, open, 1, sizeof(*open));
}

static const struct table_parts parts = { rows_next, rows_count, rows_part, rows_close_part };

enum mia_status
mia__messages_open(struct open_table *ret, const struct mia_findings *findings, bool for_people,
	struct mia_error *err)
{
	if (findings == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no findings to report");
	*ret = (struct open_table){
		.table = {
			.kind = MIA_REPORT_MESSAGES,
			.columns = columns,
			.column_count = COLUMN_TOTAL,
			.order = "exposure,first_access",
			.none = "no access in scope that names a message is recorded",
			.next = rows_next,
			.rewind = rows_rewind,
			.rows = &ret->rows.messages,
			.parts = &parts,
			.allocator = &findings->a,
		},
		.rows.messages = { .findings = findings, .for_people = for_people },
		.close = rows_close,
	};
	return MIA_OK;
}

enum mia_status
mia_report_messages(const struct mia_findings *findings, const struct mia_report_options *options,
	struct mia_error *err)
{
	struct open_table open;

	MIA_TRY(mia__report_check(options, err));
	MIA_TRY(mia__messages_open(&open, findings, options->format == MIA_FORMAT_TABLE, err));
	return mia__report_write_open(&open, options, err);
}
