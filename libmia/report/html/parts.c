/* The tables: which columns of which report, and in which words. */
#include "base/error.h"
#include "report/html/page.h"

static const struct html_column message_columns[] = {
	{ "mailbox", T_COL_MAILBOX, HTML_PERSON },
	{ "internet_message_id", T_COL_MESSAGE_ID, HTML_ID },
	{ "subject", T_COL_SUBJECT, HTML_SUBJECT },
	{ "sender", T_COL_SENDER, HTML_PERSON },
	{ "received", T_COL_RECEIVED, HTML_PLAIN },
	{ "folders", T_COL_FOLDERS, HTML_PLAIN },
	{ "exposure", T_COL_LEVEL, HTML_WORD },
	{ "access_count", T_COL_ACCESSES, HTML_PLAIN },
	{ "first_access", T_COL_FIRST_ACCESS, HTML_PLAIN },
	{ "last_access", T_COL_LAST_ACCESS, HTML_PLAIN },
	{ "client_ips", T_COL_IPS, HTML_PLAIN },
	{ "basis", T_COL_BASIS, HTML_WORD },
};
static const struct html_table messages =
	HTML_TABLE("messages", T_CAP_MESSAGES, T_NONE_MESSAGES, "messages.csv", message_columns);

static const struct html_column folder_columns[] = {
	{ "mailbox", T_COL_MAILBOX, HTML_PERSON },
	{ "folder", T_COL_FOLDER, HTML_PLAIN },
	{ "exposure", T_COL_LEVEL, HTML_WORD },
	{ "sync_count", T_COL_SYNC_COUNT, HTML_PLAIN },
	{ "first_sync", T_COL_FIRST_SYNC, HTML_PLAIN },
	{ "last_sync", T_COL_LAST_SYNC, HTML_PLAIN },
	{ "items", T_COL_ITEMS, HTML_PLAIN },
	{ "bind_count", T_COL_BIND_COUNT, HTML_PLAIN },
	{ "first_bind", T_COL_FIRST_BIND, HTML_PLAIN },
	{ "last_bind", T_COL_LAST_BIND, HTML_PLAIN },
	{ "messages_accessed", T_COL_MESSAGES_BOUND, HTML_PLAIN },
	{ "basis", T_COL_BASIS, HTML_WORD },
};
static const struct html_table folders =
	HTML_TABLE("folders", T_CAP_FOLDERS, T_NONE_FOLDERS, "folders.csv", folder_columns);

static const struct html_column mailbox_columns[] = {
	{ "mailbox", T_COL_MAILBOX, HTML_PERSON },
	{ "exposure", T_COL_LEVEL, HTML_WORD },
	{ "messages_accessed", T_COL_MESSAGES_BOUND, HTML_PLAIN },
	{ "folders_synced", T_COL_FOLDERS_SYNCED, HTML_PLAIN },
	{ "messages_presumed", T_COL_PRESUMED, HTML_PLAIN },
	{ "messages_handled", T_COL_HANDLED, HTML_PLAIN },
	{ "first_access", T_COL_FIRST_ACCESS, HTML_PLAIN },
	{ "last_access", T_COL_LAST_ACCESS, HTML_PLAIN },
	{ "blind_hours", T_COL_BLIND_HOURS, HTML_PLAIN },
	{ "unattributed_records", T_COL_UNATTRIBUTED, HTML_PLAIN },
	{ "unnamed_accesses", T_COL_UNNAMED, HTML_PLAIN },
	{ "basis", T_COL_BASIS, HTML_WORD },
	{ "sources", T_COL_SOURCE, HTML_PLAIN },
};
static const struct html_table mailboxes =
	HTML_TABLE("mailboxes", T_CAP_MAILBOXES, T_NONE_MAILBOXES, "mailboxes.csv", mailbox_columns);

static const struct html_column session_columns[] = {
	{ "mailbox", T_COL_MAILBOX, HTML_PERSON },
	{ "actor", T_COL_ACTOR, HTML_PERSON },
	{ "logon_type", T_COL_LOGON, HTML_PLAIN },
	{ "session_id", T_COL_SESSION, HTML_PLAIN },
	{ "client_ip", T_COL_IP, HTML_PLAIN },
	{ "client", T_COL_CLIENT, HTML_PLAIN },
	{ "first_seen", T_COL_FIRST_SEEN, HTML_PLAIN },
	{ "last_seen", T_COL_LAST_SEEN, HTML_PLAIN },
	{ "bind_records", T_COL_BIND_RECORDS, HTML_PLAIN },
	{ "messages", T_COL_MESSAGES_BOUND, HTML_PLAIN },
	{ "sync_records", T_COL_SYNC_RECORDS, HTML_PLAIN },
	{ "folders", T_COL_FOLDERS_SYNCED, HTML_PLAIN },
	{ "unusual", T_COL_UNUSUAL, HTML_WORD },
	{ "watch", T_COL_WATCH, HTML_PLAIN },
	{ "country", T_COL_COUNTRY, HTML_PLAIN },
	{ "network", T_COL_NETWORK, HTML_PLAIN },
};
static const struct html_table sessions =
	HTML_TABLE("sessions", T_CAP_SESSIONS, T_NONE_SESSIONS, "sessions.csv", session_columns);

static const struct html_column coverage_columns[] = {
	{ "mailbox", T_COL_MAILBOX, HTML_PERSON },
	{ "actor", T_COL_ACTOR, HTML_PERSON },
	{ "start", T_COL_FROM, HTML_PLAIN },
	{ "end", T_COL_UNTIL, HTML_PLAIN },
	{ "reason", T_COL_REASON, HTML_WORD },
	{ "blind", T_COL_BLIND, HTML_WORD },
	{ "rule", T_COL_RULE, HTML_WORD },
	{ "detail", T_COL_DETAIL, HTML_PROSE },
	{ "until", T_COL_ENDED_BY, HTML_WORD },
	{ "source", T_COL_SOURCE, HTML_PLAIN },
	{ "record_id", T_COL_RECORD_ID, HTML_PLAIN },
};
static const struct html_table coverage =
	HTML_TABLE("coverage", T_CAP_COVERAGE, T_NONE_COVERAGE, "coverage.csv", coverage_columns);

static const struct html_column people_columns[] = {
	{ "address", T_COL_ADDRESS, HTML_PERSON },
	{ "name", T_COL_NAME, HTML_PERSON },
	{ "role", T_COL_ROLE, HTML_WORD },
	{ "own", T_COL_OWN, HTML_WORD },
	{ "messages", T_COL_ALL, HTML_PLAIN },
	{ "access_recorded", T_COL_ACCESS_RECORDED, HTML_PLAIN },
	{ "presumed_acquired", T_COL_PRESUMED_ACQUIRED, HTML_PLAIN },
	{ "handled", T_COL_LEVEL_HANDLED, HTML_PLAIN },
	{ "unattributed", T_COL_LEVEL_UNATTRIBUTED, HTML_PLAIN },
	{ "cannot_exclude", T_COL_LEVEL_CANNOT, HTML_PLAIN },
	{ "mailboxes", T_COL_MAILBOXES, HTML_PERSON },
};
static const struct html_table people =
	HTML_TABLE("people", T_CAP_PEOPLE, T_NONE_PEOPLE, "subjects.csv", people_columns);

static void
open_section(struct page *page, const struct html_table *spec, enum html_text heading)
{
	mia__html_put(page, "<section class=\"wide\">\n");
	mia__html_tell_heading(page, 2, spec->id, heading);
}

enum mia_status
mia__html_put_tables(struct page *page, struct mia_error *err)
{
	const struct mia_case *c = page->c;
	struct html_use use = { page, &messages };

	open_section(page, &messages, T_H_MESSAGES);
	MIA_TRY(mia__table_of_messages(c->findings, true, mia__html_use, &use, err));
	mia__html_put(page, "</section>\n");
	use.spec = &folders;
	open_section(page, &folders, T_H_FOLDERS);
	mia__html_tell_paragraph(page, T_FOLDERS_NOTE);
	MIA_TRY(mia__table_of_folders(c->findings, mia__html_use, &use, err));
	mia__html_put(page, "</section>\n");
	use.spec = &mailboxes;
	open_section(page, &mailboxes, T_H_MAILBOXES);
	MIA_TRY(mia__table_of_mailboxes(c->findings, mia__html_use, &use, err));
	mia__html_put(page, "</section>\n");
	if (c->subjects) {
		use.spec = &people;
		open_section(page, &people, T_H_PEOPLE);
		mia__html_tell_paragraph(page, T_PEOPLE_NOTE);
		MIA_TRY(mia__table_of_people(c->subjects, mia__html_use, &use, err));
		mia__html_put(page, "</section>\n");
	}
	use.spec = &sessions;
	open_section(page, &sessions, T_H_SESSIONS);
	mia__html_tell_paragraph(page, T_SESSIONS_NOTE);
	MIA_TRY(mia__table_of_sessions(c->sessions, mia__html_use, &use, err));
	mia__html_put(page, "</section>\n");
	use.spec = &coverage;
	open_section(page, &coverage, T_H_COVERAGE);
	mia__html_tell_paragraph(page, T_COVERAGE_NOTE);
	MIA_TRY(mia__table_of_coverage(c->coverage, true, mia__html_use, &use, err));
	mia__html_put(page, "</section>\n");
	return MIA_OK;
}
