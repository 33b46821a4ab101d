/* One row an event, or an item or folder that it names. */
#include "base/error.h"
#include "base/text.h"
#include "report/report.h"
#include "report/words.h"
#include "timeline/store.h"

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
	RULE,
	CONDITIONS,
	TARGET,
	GRANTEE,
	APP_ID_OF_ACT,
	APP_NAME_OF_ACT,
	PERMISSIONS,
	OBJECT,
	DETAIL,
	UNTIL,
	UNTIL_RECORD_ID,
	WHAT,
	MATCH,
	COLUMN_TOTAL
};

static const struct column columns[COLUMN_TOTAL] = {
	[TIME] = { "time", MIA_COLUMN_TIME, MIA_NAMES_NOBODY, 1, 14, 28,
		.help = "When, UTC; binds within about two minutes." },
	[OPERATION] = { "operation", MIA_COLUMN_TEXT, MIA_NAMES_PROSE, 2, 17, 30,
		.words = mia__words_of_operations, .help = "The operation as written." },
	[ACCESS] = { "access", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 10, 8, 8,
		.help = "bind, sync, unstated, or empty for other operations." },
	[MAILBOX] = { "mailbox", MIA_COLUMN_TEXT, MIA_NAMES_PERSON, 7, 8, 40, .help = "Whose mailbox." },
	[ACTOR] = { "actor", MIA_COLUMN_TEXT, MIA_NAMES_PERSON, 4, 8, 40,
		.help = "The account that acted (UserId)." },
	[LOGON_TYPE] = { "logon_type", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 14, 10, 10,
		.help = "owner, admin, delegate, or the value as written." },
	[CLIENT_IP] = { "client_ip", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 6, 15, 45,
		.help = "Client address, without port." },
	[SESSION_ID] = { "session_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 13, 8, 36, .title = "session",
		.help = "SessionId or AADSessionId." },
	[CLIENT] = { "client", MIA_COLUMN_TEXT, MIA_NAMES_PROSE, 11, 12, 30,
		.help = "Plain name of the client." },
	[APP_ID] = { "app_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, .help = "Application id." },
	[FOLDER] = { "folder", MIA_COLUMN_TEXT, MIA_NAMES_PROSE, 9, 12, 40,
		.help = "Folder of the item, or the folder that was copied." },
	[INTERNET_MESSAGE_ID] = { "internet_message_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 12, 19, 90,
		.title = "message_id", .help = "Message-ID in canonical form." },
	[ITEM_ID] = { "item_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY,
		.help = "Immutable id, else the store id." },
	[SUBJECT] = { "subject", MIA_COLUMN_TEXT, MIA_NAMES_SUBJECT, 8, 12, 60,
		.help = "As this record states it." },
	[SIZE_BYTES] = { "size_bytes", MIA_COLUMN_SIZE, MIA_NAMES_NOBODY, .help = "Likewise." },
	[THROTTLED] = { "throttled", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 15, 9, 9,
		.words = mia__words_of_throttled,
		.help = "IsThrottled: yes, no, or empty where not stated." },
	[MARK] = { "mark", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 3, 8, 22, .words = mia__words_of_hints,
		.rare = true,
		.help = "What else the operation means: inbox rule, forwarding, delegation, folder "
			"permission, audit change, consent, sign-in, authentication change, search, "
			"export, consent to export; or empty." },
	[FLAGS] = { "flags", MIA_COLUMN_TEXTS, MIA_NAMES_NOBODY, 17, 12, 30,
		.help = "What is odd about the record; docs/reasons.md explains each." },
	[RECORD_ID] = { "record_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY,
		.help = "The record's Id, else sha256: and 16 hex digits." },
	[SOURCE] = { "source", MIA_COLUMN_TEXT, MIA_NAMES_FILE, .help = "The file." },
	[RECORD] = { "record", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY,
		.help = "Number of the record in it, from 1." },
	[OFFSET] = { "offset", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY,
		.help = "Byte offset of the record in the file as inflated." },
	[CLIENT_IP_RAW] = { "client_ip_raw", MIA_COLUMN_TEXT, MIA_NAMES_PROSE,
		.help = "The address as written.", .json_only = true },
	[RULE] = { "rule", MIA_COLUMN_TEXT, MIA_NAMES_PROSE,
		.help = "Name of the inbox, transport or journal rule that the record is about." },
	/* The words that mail is picked by are often names. */
	[CONDITIONS] = { "conditions", MIA_COLUMN_TEXT, MIA_NAMES_PERSON,
		.help = "Which mail it takes: subject contains Invoice, Payments; of a search its query." },
	[TARGET] = { "target", MIA_COLUMN_TEXT, MIA_NAMES_PROSE,
		.help = "Where mail goes: addresses, folder NAME, deleted; nowhere, of forwarding that is "
			"switched off." },
	[GRANTEE] = { "grantee", MIA_COLUMN_TEXT, MIA_NAMES_PERSON, .help = "Who was let in, or put out." },
	[APP_ID_OF_ACT] = { "act_app_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY,
		.help = "The application that was consented to, or given rights; of a sign-in, used." },
	[APP_NAME_OF_ACT] = { "act_app_name", MIA_COLUMN_TEXT, MIA_NAMES_PROSE,
		.help = "Its name, by this record." },
	[PERMISSIONS] = { "permissions", MIA_COLUMN_TEXT, MIA_NAMES_PROSE,
		.help = "Which rights: FullAccess; Mail.Read offline_access." },
	[OBJECT] = { "object", MIA_COLUMN_TEXT, MIA_NAMES_PERSON,
		.help = "The mailbox, folder, account, device or search that it was done to." },
	[DETAIL] = { "detail", MIA_COLUMN_TEXT, MIA_NAMES_PROSE,
		.help = "What else: of a sign-in ok or failed and why, of a change what was set to what." },
	[UNTIL] = { "until", MIA_COLUMN_TIME, MIA_NAMES_NOBODY, 16, 14, 28,
		.help = "When what it set was removed, disabled, emptied or replaced; empty: no record "
			"shows that." },
	[UNTIL_RECORD_ID] = { "until_record_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY,
		.help = "The record that ended it." },
	[WHAT] = { "what", MIA_COLUMN_TEXT, MIA_NAMES_PROSE, 5, 24, 100,
		.help = "The columns from rule to detail in one line, for eyes." },
	[MATCH] = { "match", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 0, 11, 11,
		.help = "Is it in scope? yes, or cannot tell: what the scope asks about is missing." },
};
const struct report_columns mia__columns_of_timeline = { columns, COLUMN_TOTAL };

static enum mia_status
rows_rewind(void *ctx, struct mia_error *err)
{
	struct timeline_rows *rows = ctx;
	struct mia_timeline_row first;

	/* What is not sealed has no rows; that must not read as "none". */
	if (mia_timeline_row(rows->timeline, 0, &first) == MIA_ERR_STATE)
		return mia__fail(err, MIA_ERR_STATE, "the timeline is not sealed");
	return mia__range_rewind(rows, err);
}

static enum mia_status
rows_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct timeline_rows *rows = ctx;
	struct mia_timeline_row event;
	size_t i;

	if (!mia__range_next(&rows->range, mia_timeline_count(rows->timeline), &i))
		return MIA_END;
	enum mia_status status = mia_timeline_row(rows->timeline, i, &event);
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
	row[RULE].text = event.act.rule;
	row[CONDITIONS].text = event.act.conditions;
	row[TARGET].text = event.act.target;
	row[GRANTEE].text = event.act.grantee;
	row[APP_ID_OF_ACT].text = event.act.app_id;
	row[APP_NAME_OF_ACT].text = event.act.app_name;
	row[PERMISSIONS].text = event.act.permissions;
	row[OBJECT].text = event.act.object;
	row[DETAIL].text = event.act.detail;
	row[UNTIL].time = event.until;
	row[UNTIL_RECORD_ID].text = event.until_record_id;
	row[WHAT].text = event.act.what;
	row[MATCH].text = mia__word_match(event.match);
	return MIA_OK;
}

static size_t
rows_count(const void *ctx)
{
	return mia_timeline_count(((const struct timeline_rows *)ctx)->timeline);
}

static const struct table_parts parts = { rows_next, rows_count, mia__range_part, mia__range_close };

enum mia_status
mia__timeline_open(struct open_table *ret, const struct mia_timeline *timeline, struct mia_error *err)
{
	if (timeline == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no timeline to report");
	*ret = (struct open_table){
		.table = {
			.kind = MIA_REPORT_TIMELINE,
			.columns = columns,
			.column_count = COLUMN_TOTAL,
			.none = "no event in scope is recorded",
			.next = rows_next,
			.rewind = rows_rewind,
			.rows = &ret->rows.timeline,
			.parts = &parts,
			.allocator = &timeline->names.a,
		},
		.rows.timeline = { .timeline = timeline },
	};
	return MIA_OK;
}

enum mia_status
mia_report_timeline(const struct mia_timeline *timeline, const struct mia_report_options *options,
	struct mia_error *err)
{
	struct open_table open;

	MIA_TRY(mia__report_check(options, err));
	MIA_TRY(mia__timeline_open(&open, timeline, err));
	return mia__report_write_open(&open, options, err);
}
