/* One row a context of access: who came from where, with what. */
#include "base/error.h"
#include "base/text.h"
#include "report/report.h"
#include "report/words.h"
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
	SHARED,
	ACTOR_INFO,
	OTHER_APP_IDS,
	DEVICE_ID,
	TOKEN_OBJECT_ID,
	BY_APPLICATION,
	MATCH,
	UNTOLD_RECORDS,
	COLUMN_TOTAL
};

/* A terminal too narrow for the syncs has no room for the messages either: a
 * session that copied whole folders must not look as if it took nothing. */
static const struct column columns[COLUMN_TOTAL] = {
	[MAILBOX] = { "mailbox", MIA_COLUMN_TEXT, MIA_NAMES_PERSON, 11, 14, 40,
		.help = "Whose mailbox: UPN as last written, else the GUID." },
	[ACTOR] = { "actor", MIA_COLUMN_TEXT, MIA_NAMES_PERSON, 2, 10, 40,
		.help = "The account that acted (UserId)." },
	[LOGON_TYPE] = { "logon_type", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 17, 10, 10, .title = "logon",
		.help = "owner (the account signed in as itself; it does not say who used it), admin, delegate, or "
			"the value as written." },
	[SESSION_ID] = { "session_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 4, 8, 36, .title = "session",
		.help = "SessionId or AADSessionId; empty where the records have none." },
	[CLIENT_IP] = { "client_ip", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 3, 15, 45,
		.help = "Client address, without port." },
	[CLIENT] = { "client", MIA_COLUMN_TEXT, MIA_NAMES_PROSE, 7, 11, 30,
		.help = "Plain name of the client." },
	[CLIENT_INFO] = { "client_info", MIA_COLUMN_TEXT, MIA_NAMES_PROSE,
		.help = "ClientInfoString as written." },
	[APP_ID] = { "app_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 24, 18, 36, .help = "Application id." },
	[FIRST_SEEN] = { "first_seen", MIA_COLUMN_TIME, MIA_NAMES_NOBODY, 1, 14, 28, .title = "first",
		.help = "Time of the first record." },
	[LAST_SEEN] = { "last_seen", MIA_COLUMN_TIME, MIA_NAMES_NOBODY, 16, 14, 28, .title = "last",
		.help = "Time of the last record." },
	[BIND_RECORDS] = { "bind_records", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 5, 20, 20, .title = "binds",
		.help = "Records of access to single items." },
	[SYNC_RECORDS] = { "sync_records", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 6, 20, 20, .title = "syncs",
		.help = "Records of folders copied to a client." },
	[MESSAGES] = { "messages", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 13, 20, 20,
		.help = "Distinct messages that the binds name." },
	[FOLDERS] = { "folders", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 14, 20, 20,
		.help = "Distinct folders that the syncs copied." },
	[THROTTLED_RECORDS] = { "throttled_records", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 18, 20, 20,
		.title = "throttled", .help = "Records with IsThrottled: from there on the log is blind." },
	[OTHER_RECORDS] = { "other_records", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 10, 20, 20,
		.title = "others", .help = "Records of other operations." },
	[UNNAMED_ACCESSES] = { "unnamed_accesses", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 19, 20, 20,
		.title = "unnamed", .help = "Operations that the log counts beyond the items it names." },
	[SERVICE] = { "service", MIA_COLUMN_TEXT, MIA_NAMES_PROSE, 12, 10, 30,
		.help = "A Microsoft background service, by app id and address; classified, never left out." },
	[UNUSUAL] = { "unusual", MIA_COLUMN_TEXTS, MIA_NAMES_PROSE, 8, 11, 40, .words = mia__words_of_hints,
		.rare = true,
		.help = "Hints, by the whole evidence and whoever acted; no verdict. 'new address', 'new "
			"client', 'new app': nobody came to the mailbox with it before, and somebody did "
			"with another. 'logon': not the owner, and the first of its type or the only such "
			"session. 'volume': its binds name more than 5 times as many items as the median "
			"session of the mailbox (of 3 or more). 'abused app': public reports name it in "
			"the hands of intruders." },
	[MAILBOX_FIRST_SEEN] = { "mailbox_first_seen", MIA_COLUMN_TIME, MIA_NAMES_NOBODY,
		.help = "First record of the mailbox by anyone: before it nothing can be known to be new." },
	[APP_NAME] = { "app_name", MIA_COLUMN_TEXT, MIA_NAMES_PROSE, 9, 10, 30, .title = "app",
		.help = "Name of a well-known application id; a first-party name is no proof of innocence." },
	[ADDRESS_KIND] = { "address_kind", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 15, 9, 14,
		.help = "private, loopback, link-local, carrier NAT, documentation, reserved, Microsoft, "
			"missing, not an address; empty for other public addresses." },
	[WATCH] = { "watch", MIA_COLUMN_TEXTS, MIA_NAMES_PROSE, 20, 9, 40, .words = mia__words_of_hints,
		.rare = true, .help = "Labels of the list of --watch that fit." },
	[COUNTRY] = { "country", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 21, 7, 7,
		.help = "By the database of --geoip: ISO code." },
	[NETWORK] = { "network", MIA_COLUMN_TEXT, MIA_NAMES_PROSE, 22, 12, 40,
		.help = "Likewise: number and name of the autonomous system." },
	[SHARED] = { "shared", MIA_COLUMN_TEXTS, MIA_NAMES_NOBODY, 23, 8, 24, .words = mia__words_of_hints,
		.help = "clients, apps, networks: the session id came with more than one, by the whole "
			"evidence, so it need not tell the intruder from the owner; ask by address, token, "
			"device or app." },
	[ACTOR_INFO] = { "actor_info", MIA_COLUMN_TEXT, MIA_NAMES_PROSE,
		.help = "ActorInfoString as written, where it stands beside ClientInfoString: the user agent "
			"behind a gateway." },
	[OTHER_APP_IDS] = { "other_app_ids", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY,
		.help = "Application ids that stand beside app_id (32 or so at most): AppId, AppAccessContext, APIId, [AppId=...]." },
	[DEVICE_ID] = { "device_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 25, 9, 36, .title = "device",
		.help = "DeviceId; of a sign-in the Id in its DeviceProperties." },
	[TOKEN_OBJECT_ID] = { "token_object_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 26, 15, 36,
		.help = "TokenObjectId: whose token it was, the user's or the application's own." },
	[BY_APPLICATION] = { "by_application", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 27, 14, 14,
		.help = "yes: an application acted by itself, in the user's name (TokenType V1AppOnly, "
			"UserType, or a token that is not the user's); no; empty where not stated." },
	[MATCH] = { "match", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 0, 11, 11,
		.help = "Is it in scope? yes: times and counts are of records that the scope holds, and of "
			"no others. cannot tell: what the scope asks about is missing in all its records." },
	[UNTOLD_RECORDS] = { "untold_records", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 28, 20, 20,
		.help = "Records of which the scope cannot tell." },
};
const struct report_columns mia__columns_of_sessions = { columns, COLUMN_TOTAL };

static enum mia_status
rows_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct session_rows *rows = ctx;
	size_t i;

	(void)err;
	if (!mia__range_next(&rows->range, mia_sessions_count(rows->sessions), &i))
		return MIA_END;
	const struct mia_session *session = mia_sessions_get(rows->sessions, i);
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
	row[SHARED].texts = session->shared;
	row[ACTOR_INFO].text = session->actor_info;
	row[OTHER_APP_IDS].text = session->other_app_ids;
	row[DEVICE_ID].text = session->device_id;
	row[TOKEN_OBJECT_ID].text = session->token_object_id;
	row[BY_APPLICATION].text = mia__word_known(session->by_application);
	row[MATCH].text = mia__word_match(session->match);
	row[UNTOLD_RECORDS].count = session->untold_records;
	return MIA_OK;
}

static size_t
rows_count(const void *ctx)
{
	return mia_sessions_count(((const struct session_rows *)ctx)->sessions);
}

static const struct table_parts parts = { rows_next, rows_count, mia__range_part, mia__range_close };

enum mia_status
mia__sessions_open(struct open_table *ret, const struct mia_sessions *sessions, struct mia_error *err)
{
	if (sessions == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no sessions to report");
	if (!sessions->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the sessions are not sealed");
	*ret = (struct open_table){
		.table = {
			.kind = MIA_REPORT_SESSIONS,
			.columns = columns,
			.column_count = COLUMN_TOTAL,
			.none = "no session in scope is recorded",
			.order = "-unusual,-sync_records,-bind_records,-other_records",
			.next = rows_next,
			.rewind = mia__range_rewind,
			.rows = &ret->rows.sessions,
			.parts = &parts,
			.allocator = &sessions->names.a,
		},
		.rows.sessions = { .sessions = sessions },
	};
	return MIA_OK;
}

enum mia_status
mia_report_sessions(const struct mia_sessions *sessions, const struct mia_report_options *options,
	struct mia_error *err)
{
	struct open_table open;

	MIA_TRY(mia__report_check(options, err));
	MIA_TRY(mia__sessions_open(&open, sessions, err));
	return mia__report_write_open(&open, options, err);
}
