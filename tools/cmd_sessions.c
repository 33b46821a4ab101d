#include "messages.h"
#include "run.h"

static const struct column columns[] = {
	{"mailbox", "Whose mailbox: UPN as last written, else the GUID."},
	{"actor", "The account that acted (UserId)."},
	{"logon_type", "owner, admin, delegate, or the value as written."},
	{"session_id", "SessionId or AADSessionId; empty where the records have none."},
	{"client_ip", "Client address, without port."},
	{"client", "Plain name of the client."},
	{"client_info", "ClientInfoString as written."},
	{"app_id", "Application id."},
	{"first_seen", "Time of the first record."},
	{"last_seen", "Time of the last record."},
	{"bind_records", "Records of access to single items."},
	{"sync_records", "Records of folders copied to a client."},
	{"messages", "Distinct messages that the binds name."},
	{"folders", "Distinct folders that the syncs copied."},
	{"throttled_records", "Records with IsThrottled: from there on the log is blind."},
	{"other_records", "Records of other operations."},
	{"unnamed_accesses", "Operations that the log counts beyond the items it names."},
	{"service", "A Microsoft background service, by app id and address; classified, never left "
		"out."},
	{NULL, NULL},
};

static void
execute(struct run *run)
{
	struct mia_sessions *sessions = NULL;
	struct mia_error err = {0};

	struct mia_sessions_options asked = {.size = sizeof asked, .scope = run->options.scope};

	if (mia_sessions_new(&sessions, NULL, &asked, &err) < 0) {
		run_failed(run, "cannot start", &err);
		return;
	}
	struct mia_fold *folds[] = {mia_sessions_fold(sessions)};
	if (run_load(run, folds, 1)) {
		struct mia_report_options report = run_report(run);

		run_reported(run, mia_report_sessions(sessions, &report, &err), &err);
		if (run_notes(run) && mia_sessions_count(sessions) == 0)
			message("no session in scope");
	}
	mia_sessions_free(sessions);
}

const struct command command_sessions = {
	.name = "sessions",
	.summary = "who came how: one row a session, to pick the intruder out",
	.operands = "EVIDENCE...",
	.groups = GROUP_SCOPE | GROUP_FORMAT | GROUP_FILE | GROUP_LOAD | GROUP_LIMIT | GROUP_COMMON,
	.description =
		"A session is one operation context: mailbox, actor, logon type, session id, client "
		"address, client and app. What is foreign among them (an address, a client, an "
		"application) is what the scope options of the other commands take.\n\n"
		"Records that the scope cannot tell are counted too.",
	.columns = columns,
	.examples = "mia sessions export/\n"
		    "mia sessions --mailbox anna@example.com --not-ip 198.51.100.0/24 audit.csv\n"
		    "mia sessions -f ndjson audit.json.gz | jq 'select(.sync_records > 0)'",
	.execute = execute,
};
