/* The proof behind a message or folder: one row a record, with its whole place. */
#include "base/error.h"
#include "base/text.h"
#include "report/explain.h"
#include "report/redact.h"
#include "report/words.h"

enum {
	TIME,
	OPERATION,
	ACCESS,
	MATCH,
	MAILBOX,
	ACTOR,
	LOGON_TYPE,
	CLIENT_IP,
	CLIENT_IP_RAW,
	SESSION_ID,
	CLIENT,
	CLIENT_INFO,
	APP_ID,
	FOLDER,
	FOLDER_ID,
	INTERNET_MESSAGE_ID,
	ITEM_ID,
	SUBJECT,
	SIZE_BYTES,
	THROTTLED,
	FLAGS,
	RECORD_ID,
	SOURCE,
	SOURCE_SHA256,
	RECORD,
	LINE,
	OFFSET,
	LENGTH,
	COLUMN_TOTAL
};

static const struct column columns[COLUMN_TOTAL] = {
	[TIME] = { "time", MIA_COLUMN_TIME, MIA_NAMES_NOBODY, .help = "When, UTC." },
	[OPERATION] = { "operation", MIA_COLUMN_TEXT, MIA_NAMES_PROSE, .help = "The operation as written." },
	[ACCESS] = { "access", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, .help = "bind, sync, unstated, or empty." },
	[MATCH] = { "match", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY,
		.help = "What the scope says of the record: yes, or cannot tell." },
	[MAILBOX] = { "mailbox", MIA_COLUMN_TEXT, MIA_NAMES_PERSON, .help = "Whose mailbox." },
	[ACTOR] = { "actor", MIA_COLUMN_TEXT, MIA_NAMES_PERSON, .help = "The account that acted (UserId)." },
	[LOGON_TYPE] = { "logon_type", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY,
		.help = "owner, admin, delegate, or the value as written." },
	[CLIENT_IP] = { "client_ip", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY,
		.help = "Client address in canonical form." },
	[CLIENT_IP_RAW] = { "client_ip_raw", MIA_COLUMN_TEXT, MIA_NAMES_PROSE,
		.help = "The address as written." },
	[SESSION_ID] = { "session_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY,
		.help = "SessionId or AADSessionId." },
	[CLIENT] = { "client", MIA_COLUMN_TEXT, MIA_NAMES_PROSE, .help = "Plain name of the client." },
	[CLIENT_INFO] = { "client_info", MIA_COLUMN_TEXT, MIA_NAMES_PROSE,
		.help = "ClientInfoString as written." },
	[APP_ID] = { "app_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, .help = "Application id." },
	[FOLDER] = { "folder", MIA_COLUMN_TEXT, MIA_NAMES_PROSE, .help = "Folder path or name." },
	[FOLDER_ID] = { "folder_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, .help = "Folder id." },
	[INTERNET_MESSAGE_ID] = { "internet_message_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY,
		.help = "Message-ID in canonical form." },
	[ITEM_ID] = { "item_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY,
		.help = "Immutable id, else the store id." },
	[SUBJECT] = { "subject", MIA_COLUMN_TEXT, MIA_NAMES_SUBJECT, .help = "As this record states it." },
	[SIZE_BYTES] = { "size_bytes", MIA_COLUMN_SIZE, MIA_NAMES_NOBODY, .help = "Likewise." },
	[THROTTLED] = { "throttled", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY,
		.help = "IsThrottled: yes, no, or empty where not stated." },
	[FLAGS] = { "flags", MIA_COLUMN_TEXTS, MIA_NAMES_NOBODY, .help = "What is odd about the record." },
	[RECORD_ID] = { "record_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY,
		.help = "The record's Id, else sha256: and 16 hex digits." },
	[SOURCE] = { "source", MIA_COLUMN_TEXT, MIA_NAMES_FILE, .help = "The file." },
	[SOURCE_SHA256] = { "source_sha256", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY,
		.help = "SHA-256 of the file as stored." },
	[RECORD] = { "record", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY,
		.help = "Number of the record in it, from 1: SOURCE#RECORD is its place for 'mia show'." },
	[LINE] = { "line", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, .help = "Line on which it begins, from 1." },
	[OFFSET] = { "offset", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY,
		.help = "Byte offset in the file as inflated." },
	[LENGTH] = { "length", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, .help = "Its length in bytes." },
};
const struct report_columns mia__columns_of_explain = { columns, COLUMN_TOTAL };

enum mia_status
mia__explain_rewind(void *ctx, struct mia_error *err)
{
	struct explain_rows *rows = ctx;
	struct mia_timeline_row first;

	/* What is not sealed has no rows; that must not read as "none". */
	if (mia_timeline_row(rows->timeline, 0, &first) == MIA_ERR_STATE)
		return mia__fail(err, MIA_ERR_STATE, "the timeline is not sealed");
	rows->at = 0;
	return MIA_OK;
}

enum mia_status
mia__explain_row(struct explain_rows *rows, struct mia_timeline_row *ret, struct mia_error *err)
{
	if (rows->at == mia_timeline_count(rows->timeline))
		return MIA_END;
	enum mia_status status = mia_timeline_row(rows->timeline, rows->at++, ret);
	return status == MIA_OK ? MIA_OK : mia__fail(err, status, "the timeline cannot be read");
}

struct mia_text
mia__explain_sha256(struct explain_rows *rows, struct mia_text name)
{
	size_t count = rows->evidence ? mia_evidence_count(rows->evidence) : 0;

	/* Records of one source come in runs. */
	for (size_t i = 0; i < count; i++) {
		size_t at = (rows->source + i) % count;
		const struct mia_source *source = mia_evidence_source(rows->evidence, at);
		if (!text_equal(text_of(source->name), name))
			continue;
		rows->source = at;
		return *source->sha256 ? text_of(source->sha256) : TEXT_ABSENT;
	}
	return TEXT_ABSENT;
}

static enum mia_status
rows_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct explain_rows *rows = ctx;
	struct mia_timeline_row event;
	enum mia_status status = mia__explain_row(rows, &event, err);

	if (status != MIA_OK)
		return status;
	row[TIME].time = event.time;
	row[OPERATION].text = event.operation;
	row[ACCESS].text = mia__word_access(&event);
	row[MATCH].text = mia__word_match(event.match);
	row[MAILBOX].text = event.mailbox;
	row[ACTOR].text = event.actor;
	row[LOGON_TYPE].text = event.logon;
	row[CLIENT_IP].text = event.client_ip;
	row[CLIENT_IP_RAW].text = event.client_ip_raw;
	row[SESSION_ID].text = event.session_id;
	row[CLIENT].text = event.client;
	row[CLIENT_INFO].text = event.client_info;
	row[APP_ID].text = event.app_id;
	row[FOLDER].text = event.folder;
	row[FOLDER_ID].text = event.folder_id;
	row[INTERNET_MESSAGE_ID].text = event.internet_message_id;
	row[ITEM_ID].text = event.item_id;
	row[SUBJECT].text = event.subject;
	row[SIZE_BYTES].size = event.size_bytes;
	row[THROTTLED].text = mia__word_known(event.throttled);
	row[FLAGS].texts = (struct mia_texts){ rows->flags, mia__word_flags(event.flags, rows->flags) };
	row[RECORD_ID].text = event.record_id;
	row[SOURCE].text = event.source;
	row[SOURCE_SHA256].text = mia__explain_sha256(rows, event.source);
	row[RECORD].count = event.record;
	row[LINE].count = event.line;
	row[OFFSET].count = event.offset;
	row[LENGTH].count = event.length;
	return MIA_OK;
}

static enum mia_status
write_blocks(struct explain_rows *rows, const struct mia_report_options *options, struct mia_error *err)
{
	struct sink sink;

	mia__sink_init(&sink, options->write, options->ctx);
	MIA_TRY(mia__explain_blocks(&sink, rows, options, err));
	return mia__sink_finish(&sink, err);
}

enum mia_status
mia_report_explain(const struct mia_timeline *timeline, const struct mia_evidence *evidence,
	const struct mia_report_options *options, struct mia_error *err)
{
	struct explain_rows rows = { .timeline = timeline, .evidence = evidence };
	const struct table table = {
		.kind = MIA_REPORT_EXPLAIN,
		.columns = columns,
		.column_count = COLUMN_TOTAL,
		.none = "",
		.next = rows_next,
		.rewind = mia__explain_rewind,
		.rows = &rows,
	};
	struct mia_report_options own;

	if (timeline == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no timeline to explain");
	MIA_TRY(mia__report_take(&own, options, err));
	options = &own;
	if (options->format == MIA_FORMAT_TABLE)
		MIA_TRY(mia__redact_refuse(options, "the proof in words", err));
	if (options->format == MIA_FORMAT_TABLE && !options->columns && !options->sort && !options->top)
		return write_blocks(&rows, options, err);
	/* No column of it has a rank, since the words have them all. */
	own.columns = options->columns ? options->columns : "all";
	return mia__report_write(&table, options, err);
}
