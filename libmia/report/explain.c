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
	[TIME] = { "time", COLUMN_TIME, 0, 0, 0, false, COLUMN_OPEN },
	[OPERATION] = { "operation", COLUMN_TEXT, 0, 0, 0, false, COLUMN_PROSE },
	[ACCESS] = { "access", COLUMN_TEXT, 0, 0, 0, false, COLUMN_OPEN },
	[MATCH] = { "match", COLUMN_TEXT, 0, 0, 0, false, COLUMN_OPEN },
	[MAILBOX] = { "mailbox", COLUMN_TEXT, 0, 0, 0, false, COLUMN_PERSON },
	[ACTOR] = { "actor", COLUMN_TEXT, 0, 0, 0, false, COLUMN_PERSON },
	[LOGON_TYPE] = { "logon_type", COLUMN_TEXT, 0, 0, 0, false, COLUMN_OPEN },
	[CLIENT_IP] = { "client_ip", COLUMN_TEXT, 0, 0, 0, false, COLUMN_OPEN },
	[CLIENT_IP_RAW] = { "client_ip_raw", COLUMN_TEXT, 0, 0, 0, false, COLUMN_PROSE },
	[SESSION_ID] = { "session_id", COLUMN_TEXT, 0, 0, 0, false, COLUMN_OPEN },
	[CLIENT] = { "client", COLUMN_TEXT, 0, 0, 0, false, COLUMN_PROSE },
	[CLIENT_INFO] = { "client_info", COLUMN_TEXT, 0, 0, 0, false, COLUMN_PROSE },
	[APP_ID] = { "app_id", COLUMN_TEXT, 0, 0, 0, false, COLUMN_OPEN },
	[FOLDER] = { "folder", COLUMN_TEXT, 0, 0, 0, false, COLUMN_PROSE },
	[FOLDER_ID] = { "folder_id", COLUMN_TEXT, 0, 0, 0, false, COLUMN_OPEN },
	[INTERNET_MESSAGE_ID] = { "internet_message_id", COLUMN_TEXT, 0, 0, 0, false, COLUMN_OPEN },
	[ITEM_ID] = { "item_id", COLUMN_TEXT, 0, 0, 0, false, COLUMN_OPEN },
	[SUBJECT] = { "subject", COLUMN_TEXT, 0, 0, 0, false, COLUMN_SUBJECT },
	[SIZE_BYTES] = { "size_bytes", COLUMN_SIZE, 0, 0, 0, false, COLUMN_OPEN },
	[THROTTLED] = { "throttled", COLUMN_TEXT, 0, 0, 0, false, COLUMN_OPEN },
	[FLAGS] = { "flags", COLUMN_TEXTS, 0, 0, 0, false, COLUMN_OPEN },
	[RECORD_ID] = { "record_id", COLUMN_TEXT, 0, 0, 0, false, COLUMN_OPEN },
	[SOURCE] = { "source", COLUMN_TEXT, 0, 0, 0, false, COLUMN_FILE },
	[SOURCE_SHA256] = { "source_sha256", COLUMN_TEXT, 0, 0, 0, false, COLUMN_OPEN },
	[RECORD] = { "record", COLUMN_COUNT, 0, 0, 0, false, COLUMN_OPEN },
	[LINE] = { "line", COLUMN_COUNT, 0, 0, 0, false, COLUMN_OPEN },
	[OFFSET] = { "offset", COLUMN_COUNT, 0, 0, 0, false, COLUMN_OPEN },
	[LENGTH] = { "length", COLUMN_COUNT, 0, 0, 0, false, COLUMN_OPEN },
};

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
	const struct table table = { columns, COLUMN_TOTAL, "", rows_next, mia__explain_rewind, &rows, NULL };
	struct mia_report_options own;

	if (timeline == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no timeline to explain");
	MIA_TRY(mia__report_take(&own, options, err));
	options = &own;
	if (options->format == MIA_FORMAT_TABLE)
		MIA_TRY(mia__redact_refuse(options, "the proof in words", err));
	if (options->format == MIA_FORMAT_TABLE)
		return write_blocks(&rows, options, err);
	return mia__report_write(&table, options, err);
}
