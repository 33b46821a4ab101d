#include "base/error.h"
#include "base/text.h"
#include "report/report.h"
#include "report/words.h"

enum {
	TIME,
	OPERATION,
	ACCESS,
	MAILBOX,
	ACTOR,
	LOGON_TYPE,
	CLIENT_IP,
	SESSION_ID,
	CLIENT,
	APP_ID,
	FOLDER,
	INTERNET_MESSAGE_ID,
	ITEM_ID,
	SUBJECT,
	SIZE_BYTES,
	THROTTLED,
	MARK,
	FLAGS,
	RECORD_ID,
	SOURCE,
	RECORD,
	OFFSET,
	CLIENT_IP_RAW,
	COLUMN_TOTAL
};

static const struct column columns[COLUMN_TOTAL] = {
	[TIME] = { "time", COLUMN_TIME, 1, 20, 28, false, COLUMN_OPEN },
	[OPERATION] = { "operation", COLUMN_TEXT, 2, 17, 30, false, COLUMN_PROSE },
	[ACCESS] = { "access", COLUMN_TEXT, 3, 8, 8, false, COLUMN_OPEN },
	[MAILBOX] = { "mailbox", COLUMN_TEXT, 4, 14, 40, false, COLUMN_PERSON },
	[ACTOR] = { "actor", COLUMN_TEXT, 9, 14, 40, false, COLUMN_PERSON },
	[LOGON_TYPE] = { "logon_type", COLUMN_TEXT, 12, 10, 10, false, COLUMN_OPEN },
	[CLIENT_IP] = { "client_ip", COLUMN_TEXT, 5, 15, 45, false, COLUMN_OPEN },
	[SESSION_ID] = { "session_id", COLUMN_TEXT, 11, 18, 36, false, COLUMN_OPEN },
	[CLIENT] = { "client", COLUMN_TEXT, 8, 12, 30, false, COLUMN_PROSE },
	[APP_ID] = { "app_id", COLUMN_TEXT, 0, 0, 0, false, COLUMN_OPEN },
	[FOLDER] = { "folder", COLUMN_TEXT, 7, 12, 40, false, COLUMN_PROSE },
	[INTERNET_MESSAGE_ID] = { "internet_message_id", COLUMN_TEXT, 6, 19, 90, false, COLUMN_OPEN },
	[ITEM_ID] = { "item_id", COLUMN_TEXT, 0, 0, 0, false, COLUMN_OPEN },
	[SUBJECT] = { "subject", COLUMN_TEXT, 10, 12, 60, false, COLUMN_SUBJECT },
	[SIZE_BYTES] = { "size_bytes", COLUMN_SIZE, 0, 0, 0, false, COLUMN_OPEN },
	[THROTTLED] = { "throttled", COLUMN_TEXT, 13, 9, 9, false, COLUMN_OPEN },
	[MARK] = { "mark", COLUMN_TEXT, 0, 0, 0, false, COLUMN_OPEN },
	[FLAGS] = { "flags", COLUMN_TEXTS, 14, 12, 30, false, COLUMN_OPEN },
	[RECORD_ID] = { "record_id", COLUMN_TEXT, 0, 0, 0, false, COLUMN_OPEN },
	[SOURCE] = { "source", COLUMN_TEXT, 0, 0, 0, false, COLUMN_FILE },
	[RECORD] = { "record", COLUMN_COUNT, 0, 0, 0, false, COLUMN_OPEN },
	[OFFSET] = { "offset", COLUMN_COUNT, 0, 0, 0, false, COLUMN_OPEN },
	[CLIENT_IP_RAW] = { "client_ip_raw", COLUMN_TEXT, 0, 0, 0, true, COLUMN_PROSE },
};

struct rows {
	const struct mia_timeline *timeline;
	size_t at;
	struct mia_text flags[MIA_FLAG_COUNT];
};

static enum mia_status
rows_rewind(void *ctx, struct mia_error *err)
{
	struct rows *rows = ctx;
	struct mia_timeline_row first;

	/* What is not sealed has no rows; that must not read as "none". */
	if (mia_timeline_row(rows->timeline, 0, &first) == MIA_ERR_STATE)
		return mia__fail(err, MIA_ERR_STATE, "the timeline is not sealed");
	rows->at = 0;
	return MIA_OK;
}

static enum mia_status
rows_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct rows *rows = ctx;
	struct mia_timeline_row event;

	if (rows->at == mia_timeline_count(rows->timeline))
		return MIA_END;
	enum mia_status status = mia_timeline_row(rows->timeline, rows->at++, &event);
	if (status != MIA_OK)
		return mia__fail(err, status, "the timeline cannot be read");
	row[TIME].time = event.time;
	row[OPERATION].text = event.operation;
	row[ACCESS].text = mia__word_access(&event);
	row[MAILBOX].text = event.mailbox;
	row[ACTOR].text = event.actor;
	row[LOGON_TYPE].text = event.logon;
	row[CLIENT_IP].text = event.client_ip;
	row[SESSION_ID].text = event.session_id;
	row[CLIENT].text = event.client;
	row[APP_ID].text = event.app_id;
	row[FOLDER].text = event.folder.ptr ? event.folder : event.folder_id;
	row[INTERNET_MESSAGE_ID].text = event.internet_message_id;
	row[ITEM_ID].text = event.item_id;
	row[SUBJECT].text = event.subject;
	row[SIZE_BYTES].size = event.size_bytes;
	row[THROTTLED].text = mia__word_known(event.throttled);
	row[MARK].text = event.mark;
	row[FLAGS].texts = (struct mia_texts){ rows->flags, mia__word_flags(event.flags, rows->flags) };
	row[RECORD_ID].text = event.record_id;
	row[SOURCE].text = event.source;
	row[RECORD].count = event.record;
	row[OFFSET].count = event.offset;
	row[CLIENT_IP_RAW].text = event.client_ip_raw;
	return MIA_OK;
}

enum mia_status
mia__table_of_timeline(const struct mia_timeline *timeline, table_use *use, void *ctx, struct mia_error *err)
{
	struct rows rows = { .timeline = timeline };
	const struct table table = {
		columns,
		COLUMN_TOTAL,
		"no event in scope is recorded",
		rows_next,
		rows_rewind,
		&rows,
		NULL,
	};

	if (timeline == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no timeline to report");
	return use(ctx, &table, err);
}

enum mia_status
mia_report_timeline(const struct mia_timeline *timeline, const struct mia_report_options *options,
	struct mia_error *err)
{
	struct report_use use = { options };

	return mia__table_of_timeline(timeline, mia__report_use, &use, err);
}
