#include "base/error.h"
#include "base/text.h"
#include "report/report.h"
#include "timeline/gather.h"

enum {
	MAILBOX,
	ACTOR,
	LOGON_TYPE,
	SESSION_ID,
	CLIENT_IP,
	CLIENT,
	CLIENT_INFO,
	APP_ID,
	FIRST_SEEN,
	LAST_SEEN,
	BIND_RECORDS,
	SYNC_RECORDS,
	MESSAGES,
	FOLDERS,
	THROTTLED_RECORDS,
	OTHER_RECORDS,
	UNNAMED_ACCESSES,
	SERVICE,
	UNUSUAL,
	MAILBOX_FIRST_SEEN,
	APP_NAME,
	ADDRESS_KIND,
	WATCH,
	COUNTRY,
	NETWORK,
	COLUMN_TOTAL
};

/* A terminal too narrow for the syncs has no room for the messages either: a
 * session that copied whole folders must not look as if it took nothing. */
static const struct column columns[COLUMN_TOTAL] = {
	[MAILBOX] = { "mailbox", COLUMN_TEXT, 2, 14, 40, false, COLUMN_PERSON },
	[ACTOR] = { "actor", COLUMN_TEXT, 12, 14, 40, false, COLUMN_PERSON },
	[LOGON_TYPE] = { "logon_type", COLUMN_TEXT, 13, 10, 10, false, COLUMN_OPEN },
	[SESSION_ID] = { "session_id", COLUMN_TEXT, 3, 18, 36, false, COLUMN_OPEN },
	[CLIENT_IP] = { "client_ip", COLUMN_TEXT, 1, 15, 45, false, COLUMN_OPEN },
	[CLIENT] = { "client", COLUMN_TEXT, 6, 14, 30, false, COLUMN_PROSE },
	[CLIENT_INFO] = { "client_info", COLUMN_TEXT, 0, 0, 0, false, COLUMN_PROSE },
	[APP_ID] = { "app_id", COLUMN_TEXT, 16, 18, 36, false, COLUMN_OPEN },
	[FIRST_SEEN] = { "first_seen", COLUMN_TIME, 8, 20, 28, false, COLUMN_OPEN },
	[LAST_SEEN] = { "last_seen", COLUMN_TIME, 11, 20, 28, false, COLUMN_OPEN },
	[BIND_RECORDS] = { "bind_records", COLUMN_COUNT, 4, 20, 20, false, COLUMN_OPEN },
	[SYNC_RECORDS] = { "sync_records", COLUMN_COUNT, 5, 20, 20, false, COLUMN_OPEN },
	[MESSAGES] = { "messages", COLUMN_COUNT, 9, 20, 20, false, COLUMN_OPEN },
	[FOLDERS] = { "folders", COLUMN_COUNT, 10, 20, 20, false, COLUMN_OPEN },
	[THROTTLED_RECORDS] = { "throttled_records", COLUMN_COUNT, 15, 20, 20, false, COLUMN_OPEN },
	[OTHER_RECORDS] = { "other_records", COLUMN_COUNT, 17, 20, 20, false, COLUMN_OPEN },
	[UNNAMED_ACCESSES] = { "unnamed_accesses", COLUMN_COUNT, 18, 20, 20, false, COLUMN_OPEN },
	[SERVICE] = { "service", COLUMN_TEXT, 14, 10, 30, false, COLUMN_PROSE },
	[UNUSUAL] = { "unusual", COLUMN_TEXTS, 7, 11, 40, false, COLUMN_PROSE },
	[MAILBOX_FIRST_SEEN] = { "mailbox_first_seen", COLUMN_TIME, 0, 0, 0, false, COLUMN_OPEN },
	[APP_NAME] = { "app_name", COLUMN_TEXT, 19, 10, 30, false, COLUMN_PROSE },
	[ADDRESS_KIND] = { "address_kind", COLUMN_TEXT, 20, 9, 14, false, COLUMN_OPEN },
	[WATCH] = { "watch", COLUMN_TEXTS, 21, 9, 40, false, COLUMN_PROSE },
	[COUNTRY] = { "country", COLUMN_TEXT, 22, 7, 7, false, COLUMN_OPEN },
	[NETWORK] = { "network", COLUMN_TEXT, 23, 12, 40, false, COLUMN_PROSE },
};

struct rows {
	size_t at; /* first: mia__table_rewind */
	const struct mia_sessions *sessions;
};

static enum mia_status
rows_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct rows *rows = ctx;

	(void)err;
	if (rows->at == mia_sessions_count(rows->sessions))
		return MIA_END;
	const struct mia_session *session = mia_sessions_get(rows->sessions, rows->at++);
	row[MAILBOX].text = session->mailbox;
	row[ACTOR].text = session->actor;
	row[LOGON_TYPE].text = session->logon;
	row[SESSION_ID].text = session->session_id;
	row[CLIENT_IP].text = session->client_ip;
	row[CLIENT].text = session->client;
	row[CLIENT_INFO].text = session->client_info;
	row[APP_ID].text = session->app_id;
	row[FIRST_SEEN].time = session->first_seen;
	row[LAST_SEEN].time = session->last_seen;
	row[BIND_RECORDS].count = session->bind_records;
	row[SYNC_RECORDS].count = session->sync_records;
	row[MESSAGES].count = session->messages;
	row[FOLDERS].count = session->folders;
	row[THROTTLED_RECORDS].count = session->throttled_records;
	row[OTHER_RECORDS].count = session->other_records;
	row[UNNAMED_ACCESSES].count = session->unnamed_accesses;
	row[SERVICE].text = session->service;
	row[UNUSUAL].texts = session->unusual;
	row[MAILBOX_FIRST_SEEN].time = session->mailbox_first_seen;
	row[APP_NAME].text = session->app_name;
	row[ADDRESS_KIND].text = session->address_kind;
	row[WATCH].texts = session->watch;
	row[COUNTRY].text = session->country;
	row[NETWORK].text = session->network;
	return MIA_OK;
}

enum mia_status
mia__table_of_sessions(const struct mia_sessions *sessions, table_use *use, void *ctx, struct mia_error *err)
{
	struct rows rows = { .sessions = sessions };
	const struct table table = {
		columns,
		COLUMN_TOTAL,
		"no session in scope is recorded",
		rows_next,
		mia__table_rewind,
		&rows,
		NULL,
	};

	if (sessions == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no sessions to report");
	if (!sessions->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the sessions are not sealed");
	return use(ctx, &table, err);
}

enum mia_status
mia_report_sessions(const struct mia_sessions *sessions, const struct mia_report_options *options,
	struct mia_error *err)
{
	struct report_use use = { options };

	return mia__table_of_sessions(sessions, mia__report_use, &use, err);
}
